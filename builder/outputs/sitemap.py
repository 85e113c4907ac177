"""The sitemap: every page with the time of its last change (https://www.sitemaps.org/protocol.html)."""

from collections.abc import Iterable, Iterator, Sequence

from builder.core.kinds import KINDS
from builder.core.sort_keys import moment
from builder.core.xml_text import xml_text
from builder.index import queries
from builder.index.changes import ArticleState, Changes
from builder.index.pages import Page
from builder.index.tables import Index, once_in_a_build
from builder.index.update import date_of
from builder.outputs import quote_lists, term_lists, terms
from builder.outputs.page import File
from builder.outputs.urls import SITEMAP
from builder.settings.site_settings import Settings

NAME = "sitemap"

SIZE = 50_000
"""Addresses in a sitemap: the protocol's limit. With more pages there are several, and an index."""

ListedPage = tuple[str, str]
"""The folder of a page, and when the first thing it shows was last changed ("" if unknown)."""


def pages(index: Index) -> Iterator[Page]:
    """The sitemap, or the index of several and these."""
    if index.has_sitemap:
        count = len(_listed(index))
        yield from (Page(NAME, "", number) for number in range(-(-count // SIZE) + 1 if count > SIZE else 1))


def affected(index: Index, changes: Changes) -> Iterator[Page]:
    """All of them, unless no page came or went, and no article has another date or place in lists."""
    others = changes.everything or changes.plain or changes.placed or changes.quotations
    if others or any(_differ(index, *both) for both in changes.articles.values()):
        yield from (*pages(index), *queries.written(index, NAME))


def _differ(index: Index, before: ArticleState | None, after: ArticleState | None) -> bool:
    """Whether a sitemap can say anything else of an article, or of a list in which it may be the newest."""
    if before is None or after is None:
        return before is not after
    if _named_here(before) != _named_here(after):
        return True
    # A new title moves an article only among those of the same date.
    return before.position != after.position and queries.changes_of_date(index, date_of(after.position)) > 1


def _named_here(article: ArticleState) -> object:
    """What the sitemap depends on in an article: its own line, its date, and the lists that it is in."""
    line, date = queries.headline(article.headline), date_of(article.position)
    return article.address, date, line.changed, line.noindex, article.excerpts.keys(), article.terms


def paths(index: Index, page: Page) -> tuple[str, ...]:
    """The path of a sitemap, or of the index."""
    return (_path(page.number),) if page in {*pages(index)} else ()


def files(index: Index, page: Page) -> Iterator[File]:
    """A sitemap, or the index."""
    listed = _listed(index)
    if page.number or len(listed) <= SIZE:
        start = max(0, page.number - 1) * SIZE
        part = listed[start : start + SIZE]
        yield File(_path(page.number), part, lambda printer: sitemap(printer.settings, part), "site")
    else:
        parts = [_path(number) for number in range(1, -(-len(listed) // SIZE) + 1)]
        yield File(SITEMAP, parts, lambda printer: sitemap_index(printer.settings, parts), "site")


def _path(number: int) -> str:
    return f"sitemap-{number}.xml" if number else SITEMAP


@once_in_a_build()
def _listed(index: Index) -> Sequence[ListedPage]:
    """All pages for search engines; a list appears with its first page, from which the others are found."""
    newest = queries.newest(index, 1)
    found = {
        **dict.fromkeys(index.state("plain", tuple[str, ...]) or (), ""),
        **{
            f"articles/{address}/": when
            for address, when in index.rows("SELECT address, changed FROM article WHERE NOT noindex")
        },
        **dict(index.rows("SELECT folder, changed FROM entity WHERE folder <> ''")),
        **dict(quote_lists.folders(index)),
        **dict(terms.folders(index)),
        **dict.fromkeys(term_lists.folders(index), ""),
        **{f"{kind.folder}/": "" for kind in KINDS.values()},
        "": queries.headline(newest[0]).changed if newest else "",
    }
    return sorted(found.items())


def sitemap(settings: Settings, pages: Sequence[tuple[str, str]]) -> bytes:
    """A sitemap of these pages: each folder, and when it last changed."""
    rows = (
        f"<url><loc>{xml_text(settings.base_url + folder)}</loc>"
        f"{f'<lastmod>{when}</lastmod>' if (when := moment(changed)) else ''}</url>\n"
        for folder, changed in pages
    )
    return _xml("urlset", rows)


def sitemap_index(settings: Settings, paths: Sequence[str]) -> bytes:
    """The index of a site's sitemaps."""
    return _xml(
        "sitemapindex",
        (f"<sitemap><loc>{xml_text(settings.base_url + path)}</loc></sitemap>\n" for path in paths),
    )


def _xml(name: str, rows: Iterable[str]) -> bytes:
    head = f'<?xml version="1.0" encoding="utf-8"?>\n<{name} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    return f"{head}{''.join(rows)}</{name}>\n".encode()
