"""Pages that do not follow from articles: the theme's files, plain pages, redirects, copied files."""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from builder.core.codec import Digest, digest
from builder.core.values import LocalEntity
from builder.index.addresses import AddressClaim
from builder.index.pages import Page
from builder.layout.article_layout import Layout
from builder.layout.results import PageText
from builder.layout.site_values import Place, SizedPicture
from builder.outputs import fixed
from builder.outputs.page import File, Printer
from builder.outputs.plain import not_found, plain_page
from builder.outputs.redirects import REDIRECTS, redirect, redirects
from builder.store.copying import Made

Claimed = tuple[AddressClaim, File]
"""A page, and its one file."""

_REDIRECT = "redirect"


def distinct(claims: Iterable[Claimed]) -> list[Claimed]:
    """The first claim of each page: if two files ask for the same address, the second gets nothing."""
    first: dict[Page, Claimed] = {}
    for each in claims:
        first.setdefault(each[0].page, each)
    return list(first.values())


def copy(path: str, source: str, key: Digest) -> Claimed:
    """A file copied unchanged from the project: ``source`` is its path in it."""
    return AddressClaim(Page("copy", path), (path,), source), File(path, key, partial(_copy, source), "file")


def own_copy(path: str, source: str, key: Digest) -> Claimed:
    """A file of the theme or of the full-text index, copied unchanged."""
    return AddressClaim(Page("own", path), (path,)), File(path, key, partial(_copy, source), "file")


def own_script(path: str, source: str, key: Digest) -> Claimed:
    """A script of our own theme, without its comments: each is on lines of its own."""
    file = File(path, digest(key, "without comments"), partial(_script, source), "file")
    return AddressClaim(Page("own", path), (path,)), file


class PlainText(NamedTuple):
    """An editor's page from content/pages."""

    folder: str
    source: str
    text: PageText
    places: tuple[tuple[LocalEntity, Place], ...]
    """The targets of its links."""


def plain(page: PlainText, pictures: tuple[tuple[str, SizedPicture], ...]) -> Claimed:
    """An editor's page; ``pictures`` are those beside it, by path."""
    folder, source, text, places = page
    path = folder + "index.html"
    inputs = folder, text.title, text.summary, text.layout, places, pictures
    make = partial(_plain, folder, text.summary, text.layout, places, pictures)
    return AddressClaim(Page("plain", folder), (path,), source, text.title), File(path, inputs, make)


def redirect_page(path: str, folder: str, source: str) -> Claimed:
    """The page at an old address that redirects to the one in ``folder``."""
    file = File(path, folder, partial(_redirect, path, folder), "site")
    return AddressClaim(Page(_REDIRECT, path), (path,), source), file


def redirect_rows(claims: Iterable[Claimed]) -> tuple[tuple[str, str], ...]:
    """The old path and the new folder of each redirect among these, in order."""
    return tuple(sorted((file.path, str(file.inputs)) for claim, file in claims if claim.page.output == _REDIRECT))


def redirect_list(rows: Sequence[tuple[str, str]]) -> Claimed:
    """_redirects, for hosts that read it: old paths and new folders."""
    return AddressClaim(Page("redirects"), (REDIRECTS,)), File(REDIRECTS, rows, partial(_redirects, rows), "site")


def _robots(printer: Printer) -> bytes:
    return fixed.robots(printer.settings)


def _headers(printer: Printer) -> bytes:
    return fixed.headers(printer.settings)


def _not_found(printer: Printer) -> bytes:
    return not_found(printer.settings, printer.theme)


NEEDED: tuple[Claimed, ...] = (
    (AddressClaim(Page("fixed", "404.html"), ("404.html",)), File("404.html", (), _not_found)),
)
READY: tuple[Claimed, ...] = (
    (AddressClaim(Page("fixed", fixed.ROBOTS), (fixed.ROBOTS,)), File(fixed.ROBOTS, (), _robots, "site")),
    (AddressClaim(Page("fixed", fixed.HEADERS), (fixed.HEADERS,)), File(fixed.HEADERS, (), _headers, "site")),
)
"""Generated files that a static file of the same name replaces."""


def _copy(source: str, printer: Printer) -> Made:
    return printer.source(source)


def _script(source: str, printer: Printer) -> Made:
    lines = b"".join(printer.source(source).chunks()).splitlines(keepends=True)
    return b"".join([line for line in lines if not line.lstrip().startswith(b"//")])


def _plain(
    folder: str,
    summary: str,
    layout: Digest,
    places: Iterable[tuple[LocalEntity, Place]],
    pictures: Iterable[tuple[str, SizedPicture]],
    printer: Printer,
) -> bytes:
    whose: Mapping[LocalEntity, Place] = dict(places)
    shown = printer.load(layout, Layout)
    return plain_page(printer.settings, printer.theme, folder, summary, shown, whose, dict(pictures))


def _redirect(path: str, folder: str, printer: Printer) -> bytes:
    return redirect(printer.settings, path, folder)


def _redirects(rows: Sequence[tuple[str, str]], printer: Printer) -> bytes:
    return redirects(printer.settings, rows)
