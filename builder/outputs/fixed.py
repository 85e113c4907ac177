"""Files made only from the settings: robots.txt (RFC 9309) and _headers, for hosts that read such a file."""

from builder.outputs.urls import NEWS_SITEMAP, SITEMAP
from builder.settings.site_settings import Settings

ROBOTS = "robots.txt"
HEADERS = "_headers"

POLICY = {
    "default-src": "'none'",
    "script-src": "'self' 'wasm-unsafe-eval'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "media-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
"""Only the site's own files, and no inline script or style. Full-text search is WebAssembly."""

_HEADERS = {
    "/*": {
        "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in POLICY.items()),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "strict-origin-when-cross-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    },
    "/assets/*": {"Cache-Control": "public, max-age=31536000, immutable"},
}


def robots(settings: Settings) -> bytes:
    """robots.txt: allows everything to every crawler; only pages that it may read can ask it to leave them out."""
    news = (NEWS_SITEMAP,) if "news-sitemap" in settings.formats else ()
    listed = "".join(f"Sitemap: {settings.base_url}{name}\n" for name in (SITEMAP, *news))
    where = f"\n{listed}" if settings.has_sitemap else ""
    return f"User-agent: *\nDisallow:\n{where}".encode()


def headers(settings: Settings) -> bytes:
    """_headers: what a browser may do with the site, how long it may cache the theme's files, and ``noindex``."""
    everywhere = _HEADERS["/*"] | ({"X-Robots-Tag": "noindex"} if settings.noindex else {})
    lines = (
        f"{paths}\n" + "".join(f"  {name}: {value}\n" for name, value in values.items())
        for paths, values in (_HEADERS | {"/*": everywhere}).items()
    )
    return "".join(lines).encode()
