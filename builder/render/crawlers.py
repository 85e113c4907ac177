"""The small files at the top of the site that tell other programs where everything is, and browsers what is allowed.

sitemap.xml (https://www.sitemaps.org/protocol.html), robots.txt (RFC 9309), llms.txt (https://llmstxt.org), and
_headers, for hosts that read such a file.
"""

from collections.abc import Iterable, Sequence
from html import escape

from builder.model import Block, BlockKind, Mark, MarkKind
from builder.render.addresses import Settings
from builder.render.data import EVERYONE
from builder.render.feeds import FEED
from builder.render.markdown import write_blocks
from builder.render.stories import Headline
from builder.render.words import moment

SITEMAP = "sitemap.xml"
LLMS = "llms.txt"

SITEMAP_SIZE = 50_000
"""Addresses in a sitemap: the protocol's limit."""

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


_FILES = (
    "Each story has a folder with its text as Markdown (index.md) and as plain text (article.txt), "
    "and with everyone who is named in it and where (annotations.json)."
)


def sitemap(settings: Settings, pages: Sequence[tuple[str, str]]) -> bytes:
    """A sitemap of these pages: each folder, and when it last changed."""
    rows = (
        f"<url><loc>{escape(settings.base_url + folder, quote=False)}</loc>"
        f"{f'<lastmod>{when}</lastmod>' if (when := moment(changed)) else ''}</url>\n"
        for folder, changed in pages
    )
    return _xml("urlset", rows)


def sitemap_index(settings: Settings, paths: Sequence[str]) -> bytes:
    """The index of a site's sitemaps."""
    return _xml(
        "sitemapindex",
        (f"<sitemap><loc>{escape(settings.base_url + path, quote=False)}</loc></sitemap>\n" for path in paths),
    )


def robots(settings: Settings) -> bytes:
    """robots.txt: allows everything to every crawler."""
    where = f"\nSitemap: {settings.base_url}{SITEMAP}\n" if settings.base_url else ""
    return f"User-agent: *\nDisallow:\n{where}".encode()


def headers() -> bytes:
    """_headers: what a browser may do with the site, and how long it may cache the theme's files."""
    lines = (
        f"{paths}\n" + "".join(f"  {name}: {value}\n" for name, value in said.items())
        for paths, said in _HEADERS.items()
    )
    return "".join(lines).encode()


def llms(settings: Settings, stories: Sequence[Headline]) -> bytes:
    """llms.txt: a description of the site, its data, and its newest stories, as Markdown."""
    data = [(EVERYONE, "every person and country, with names, address and counts")]
    if settings.base_url:
        data += [(FEED, "the newest stories, as Atom"), (SITEMAP, "every page")]
    listed = (_item(path, settings.base_url + path, what) for path, what in data)
    newest = (_item(story.title, f"{settings.base_url}{story.folder}index.md", story.date) for story in stories)
    blocks = [
        Block(BlockKind.HEADING, _line(settings.title), level=1),
        Block(BlockKind.QUOTATION, _line(settings.description)),
        Block(BlockKind.PARAGRAPH, _FILES),
        Block(BlockKind.HEADING, "Data", level=2),
        *listed,
        Block(BlockKind.HEADING, "Newest stories", level=2),
        *newest,
    ]
    return write_blocks([block for block in blocks if block.text]).encode()


def _item(words: str, address: str, said: str) -> Block:
    words = _line(words)
    text = f"{words}: {said}" if said else words
    return Block(BlockKind.ITEM, text, (Mark(0, len(words), MarkKind.LINK, address),))


def _line(text: str) -> str:
    return " ".join(text.split())


def _xml(name: str, rows: Iterable[str]) -> bytes:
    head = f'<?xml version="1.0" encoding="utf-8"?>\n<{name} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    return f"{head}{''.join(rows)}</{name}>\n".encode()
