"""Atom feeds (RFC 4287): of the site, and of each person and country.

A feed needs the site's own address: its ids are addresses, stable as long as that address is. It contains only articles
with a date, and its own date is that of the newest of them: the clock is not used.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from html import escape
from itertools import islice

from builder.core.sort_keys import moment
from builder.core.xml_text import xml_element, xml_text
from builder.index import queries
from builder.index.changes import Changes
from builder.index.pages import Page
from builder.index.tables import Index
from builder.layout.article_layout import Headline
from builder.outputs.page import File, Printer
from builder.outputs.quote_lists import SaidInArticle
from builder.outputs.urls import FEED
from builder.settings.site_settings import Settings

NAME = "feed"

FEED_SIZE = 50
"""Articles in a feed and in llms.txt, as many as on a page of a list."""

NEVER = "1970-01-01T00:00:00Z"
"""The date of a feed without articles, since Atom requires one."""


def pages(index: Index) -> Iterator[Page]:
    """The site's feed, if it has an address."""
    if index.feeds:
        yield Page(NAME)


def affected(index: Index, changes: Changes) -> Iterator[Page]:
    """The site's feed, if any headline changed."""
    return pages(index) if changes.listed else iter(())


def paths(index: Index, page: Page) -> tuple[str, ...]:  # noqa: ARG001  # there is only one page
    """Its path."""
    return (FEED,) if index.feeds else ()


def files(index: Index, page: Page) -> Iterator[File]:  # noqa: ARG001  # there is only one page
    """The site's feed, with the newest articles."""
    newest = queries.newest(index, FEED_SIZE)

    def xml(printer: Printer) -> bytes:
        return atom(printer.settings, "", "", map(queries.headline, newest))

    yield File(FEED, newest, xml, "site")


def atom(
    settings: Settings, folder: str, name: str, newest: Iterable[Headline], last: SaidInArticle | None = None
) -> bytes:
    """The feed in this folder, of the whole site or, with a ``name``, of an entity; newest first.

    The entry of the article with the ``last`` quotation of a person shows it.
    """
    headlines = list(islice((headline for headline in newest if moment(headline.date)), FEED_SIZE))
    page, own = settings.base_url + folder, f"{settings.base_url}{folder}{FEED}"
    title = f"{name} – {settings.title}" if name else settings.title
    subtitle = "" if name else settings.description
    changed = max((_changed(headline) for headline in headlines), default=NEVER)
    head = (
        f'<?xml version="1.0" encoding="utf-8"?>\n'
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{escape(settings.language)}">\n'
        f"<id>{escape(own, quote=False)}</id>\n"
        f"<title>{xml_text(title)}</title>\n"
        f"{xml_element('subtitle', subtitle)}"
        f'<link rel="self" type="application/atom+xml" href="{escape(own)}"/>\n'
        f'<link rel="alternate" type="text/html" href="{escape(page)}"/>\n'
        f"<updated>{changed}</updated>\n"
        f"{_author(settings.author or settings.title)}"
    )
    contents = {last.headline: _content(settings.base_url, last)} if last else {}
    entries = (_entry(settings.base_url, headline, contents.get(headline, "")) for headline in headlines)
    return f"{head}{''.join(entries)}</feed>\n".encode()


def _content(base_url: str, said: SaidInArticle) -> str:
    """The summary of an article and a quotation from it, as HTML."""
    address = escape(f"{base_url}{said.address}")
    summary = f"<p>{escape(said.headline.summary)}</p>\n" if said.headline.summary else ""
    words = f'<p><a href="{address}">{escape(said.words.whole)}</a></p>'
    html = f'{summary}<blockquote cite="{address}">{words}</blockquote>'
    return f'<content type="html">{xml_text(html)}</content>\n'


@lru_cache(maxsize=1 << 14)
def _entry(base_url: str, headline: Headline, content: str) -> str:
    """An article in a feed. Cached: it is in the feed of every entity that it names."""
    address = base_url + headline.folder
    return (
        f"<entry>\n"
        f"<id>{escape(address, quote=False)}</id>\n"
        f"<title>{xml_text(headline.title)}</title>\n"
        f'<link rel="alternate" type="text/html" href="{escape(address)}"/>\n'
        f"<published>{moment(headline.date)}</published>\n"
        f"<updated>{_changed(headline)}</updated>\n"
        f"{''.join(map(_author, headline.authors))}"
        f"{xml_element('summary', headline.summary)}"
        f"{content}"
        f"</entry>\n"
    )


def _changed(headline: Headline) -> str:
    return moment(headline.updated) or moment(headline.date)


def _author(name: str) -> str:
    return f"<author><name>{xml_text(name)}</name></author>\n"
