"""Old addresses: a redirect page for each, and the list that some hosts read."""

from collections.abc import Sequence
from pathlib import PurePosixPath
from urllib.parse import quote, urlsplit

from markupsafe import escape

from builder.settings.site_settings import Settings

REDIRECTS = "_redirects"


def redirect(settings: Settings, path: str, folder: str) -> bytes:
    """The page at an old ``path`` that redirects to ``folder``: works without a script, and from disk."""
    up = "../" * (len(PurePosixPath(path).parts) - 1)
    href = escape(f"{up}{quote(folder)}{settings.index}")
    canonical = escape(f"{settings.base_url}{quote(folder)}") if settings.base_url else href
    return (
        f'<!doctype html>\n<html lang="{escape(settings.language)}">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{escape(settings.title)}</title>\n"
        f'<meta http-equiv="refresh" content="0; url={href}">\n<link rel="canonical" href="{canonical}">\n'
        f'<meta name="robots" content="noindex">\n</head>\n<body>\n<p><a href="{href}">This page has moved.</a></p>\n'
        "</body>\n</html>\n"
    ).encode()


def redirects(settings: Settings, rows: Sequence[tuple[str, str]]) -> bytes:
    """_redirects: a line for each old path, prefixed with the path of the site's address."""
    base = urlsplit(settings.base_url).path or "/"
    lines = (f"{base}{quote(path.removesuffix('index.html'))} {base}{quote(folder)} 301\n" for path, folder in rows)
    return "".join(lines).encode()
