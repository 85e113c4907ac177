"""news-sitemap.xml, from which Google News learns of new articles.

https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap: articles of the last two days, at
most 1,000. A build has no clock, so that the same content gives the same site: the two days are counted from the
newest date.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from builder.core.sort_keys import moment
from builder.core.xml_text import xml_element, xml_text
from builder.index import queries
from builder.index.changes import Changes
from builder.index.pages import Page
from builder.index.tables import Index
from builder.layout.article_layout import Headline
from builder.outputs.page import File, Printer
from builder.outputs.urls import NEWS_SITEMAP
from builder.settings.site_settings import Settings

NAME = "news-sitemap"

MOST = 1_000
"""Articles."""

AGE = timedelta(days=2)


def pages(index: Index) -> Iterator[Page]:
    """One page, if the site has a sitemap."""
    if index.has_sitemap and NAME in index.formats:
        yield Page(NAME)


def affected(index: Index, changes: Changes) -> Iterator[Page]:
    """The page, if any headline changed."""
    return pages(index) if changes.listed else iter(())


def paths(index: Index, page: Page) -> tuple[str, ...]:  # noqa: ARG001  # there is only one page
    """Its path."""
    return (NEWS_SITEMAP,) if list(pages(index)) else ()


def files(index: Index, page: Page) -> Iterator[File]:  # noqa: ARG001  # there is only one page
    """The sitemap of the newest articles."""
    newest = [each for each in recent(map(queries.headline, queries.newest(index, MOST))) if not each.noindex]
    rows = [(headline.folder, headline.title, headline.date) for headline in newest]

    def made(printer: Printer) -> bytes:
        return news_sitemap(printer.settings, newest)

    yield File(NEWS_SITEMAP, rows, made, "site")


def recent(headlines: Iterable[Headline]) -> Iterator[Headline]:
    """Those of the headlines, newest first, that are at most two days older than the first with a date."""
    first = None
    for headline in headlines:
        if when := moment(headline.date):
            date = datetime.fromisoformat(when)
            first = first or date
            if first - date > AGE:
                return
            yield headline


def news_sitemap(settings: Settings, headlines: Iterable[Headline]) -> bytes:
    """The sitemap of these articles, all of which have a date."""
    name = xml_element("news:name", settings.title)
    language = xml_element("news:language", _language(settings.language))
    publication = f"<news:publication>\n{name}{language}</news:publication>\n"
    rows = [
        f"<url>\n<loc>{xml_text(settings.base_url + each.folder)}</loc>\n<news:news>\n{publication}"
        f"{xml_element('news:publication_date', moment(each.date))}{xml_element('news:title', each.title)}"
        "</news:news>\n</url>\n"
        for each in headlines
    ]
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
        ' xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">\n'
        f"{''.join(rows)}</urlset>\n"
    ).encode()


def _language(tag: str) -> str:
    """The language as Google News wants it: two or three letters, except for the two Chinese scripts."""
    first, *more = tag.lower().split("-")
    if first != "zh":
        return first
    return "zh-tw" if {"tw", "hk", "hant"}.intersection(more) else "zh-cn"
