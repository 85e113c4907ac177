"""Feeds, as Atom (RFC 4287) and JSON Feed (https://www.jsonfeed.org/version/1.1/): of the site, its entities and terms.

A feed needs the site's own address: its ids are addresses, stable as long as that address is. It contains only articles
with a date, and its own date is that of the newest of them: the clock is not used.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from html import escape
from itertools import islice
from types import MappingProxyType

import msgspec
from msgspec import Struct

from builder.core.codec import digest
from builder.core.sort_keys import moment
from builder.core.xml_text import xml_element, xml_text, xml_value
from builder.index import queries
from builder.index.changes import Changes
from builder.index.pages import Page
from builder.index.tables import Index
from builder.layout.article_layout import Headline, Layout
from builder.outputs.article import article_body
from builder.outputs.page import File, Printer
from builder.outputs.quote_lists import QuotedInArticle
from builder.outputs.urls import FEED, JSON_FEED
from builder.settings.site_settings import Settings

NAME = "feed"

FEED_SIZE = 50
"""Articles in a feed and in llms.txt, as many as on a page of a list."""

NEVER = "1970-01-01T00:00:00Z"
"""The date of a feed without articles, since Atom requires one."""

FULL_TEXT = "full-text-feeds"
"""The format with which the site's own feed has the text of each article. Those of entities never have: each article
would be in dozens of files."""


class Feed(Struct, frozen=True, gc=False):
    """What a feed says in any format."""

    folder: str
    """Its own, on the site."""
    name: str
    """Of the entity or term; empty for the whole site."""
    headlines: tuple[Headline, ...]
    """Of its articles with a date, newest first."""
    contents: Mapping[Headline, str] = MappingProxyType({})
    """HTML of some of them."""


def pages(index: Index) -> Iterator[Page]:
    """The site's feed, if it has an address."""
    if index.feeds:
        yield Page(NAME)


def affected(index: Index, changes: Changes) -> Iterator[Page]:
    """The site's feed, if any headline changed; with the text of articles, if any article or name did."""
    texts = FULL_TEXT in index.formats and (changes.articles or changes.placed)
    return pages(index) if changes.listed or texts else iter(())


def paths(index: Index, page: Page) -> tuple[str, ...]:  # noqa: ARG001  # there is only one page
    """Its paths."""
    return feed_paths(index, "") if index.feeds else ()


def files(index: Index, page: Page) -> Iterator[File]:  # noqa: ARG001  # there is only one page
    """The site's feed, with the newest articles."""
    if FULL_TEXT not in index.formats:
        newest = queries.newest(index, FEED_SIZE)
        yield from feed_files(index, "", newest, lambda _: feed_of("", "", map(queries.headline, newest)))
        return
    rows = index.rows("SELECT id, headline, layout FROM article ORDER BY position LIMIT ?", FEED_SIZE)
    casts = [queries.cast(index, id_) for id_, _, _ in rows]

    def made(printer: Printer) -> Feed:
        layouts = printer.load_all([layout for _, _, layout in rows], Layout)
        bodies = {}
        for (_, raw, layout), cast in zip(rows, casts, strict=True):
            whose = {each.local: each.place for each in queries.cast_members(cast) if each.place.folder}
            headline = queries.headline(raw)
            bodies[headline] = article_body(printer.settings, headline.folder, layouts[layout], whose)
        return feed_of("", "", bodies, bodies)

    named = [digest([row[:5] for row in cast]) for cast in casts]
    yield from feed_files(index, "", ([row[1:] for row in rows], named), made)


def feed_paths(index: Index, folder: str) -> tuple[str, ...]:
    """The paths of the feed in this folder."""
    return tuple([folder + name for name in _names(index)])


def feed_files(index: Index, folder: str, inputs: object, made: Callable[[Printer], Feed]) -> Iterator[File]:
    """The feed in this folder, in each format. ``made`` makes it from the ``inputs``."""
    for name in _names(index):
        yield File(folder + name, inputs, _written(_WRITERS[name], made), "site")


def feed_of(folder: str, name: str, newest: Iterable[Headline], contents: Mapping[Headline, str] | None = None) -> Feed:
    """The feed in this folder with the ``newest`` articles, of which those without a date are left out."""
    dated = (headline for headline in newest if moment(headline.date))
    return Feed(folder, name, tuple(islice(dated, FEED_SIZE)), contents or {})


def quotation_content(settings: Settings, last: QuotedInArticle | None) -> dict[Headline, str]:
    """The HTML of the article with the ``last`` quotation of a person: its summary, and the quotation."""
    if last is None:
        return {}
    address = escape(f"{settings.base_url}{last.address}")
    summary = f"<p>{escape(last.headline.summary)}</p>\n" if last.headline.summary else ""
    words = f'<p><a href="{address}">{escape(last.words.whole)}</a></p>'
    return {last.headline: f'{summary}<blockquote cite="{address}">{words}</blockquote>'}


def atom(settings: Settings, source: Feed) -> bytes:
    """The feed as Atom."""
    page, own = settings.base_url + source.folder, f"{settings.base_url}{source.folder}{FEED}"
    changed = max(map(_changed, source.headlines), default=NEVER)
    head = (
        f'<?xml version="1.0" encoding="utf-8"?>\n'
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{xml_value(settings.language)}">\n'
        f"<id>{xml_text(own)}</id>\n"
        f"<title>{xml_text(_title(settings, source))}</title>\n"
        f"{xml_element('subtitle', '' if source.name else settings.description)}"
        f'<link rel="self" type="application/atom+xml" href="{xml_value(own)}"/>\n'
        f'<link rel="alternate" type="text/html" href="{xml_value(page)}"/>\n'
        f"<updated>{changed}</updated>\n"
        f"{_author(settings.author or settings.title)}"
    )
    contents = source.contents
    entries = (_entry(settings.base_url, headline, contents.get(headline, "")) for headline in source.headlines)
    return f"{head}{''.join(entries)}</feed>\n".encode()


def json_feed(settings: Settings, source: Feed) -> bytes:
    """The feed as JSON Feed 1.1."""
    page = settings.base_url + source.folder
    found = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": _title(settings, source),
        "home_page_url": page,
        "feed_url": page + JSON_FEED,
        "description": "" if source.name else settings.description,
        "authors": [{"name": settings.author or settings.title}],
        "language": settings.language,
        "items": [_item(settings.base_url, each, source.contents.get(each, "")) for each in source.headlines],
    }
    return msgspec.json.encode({key: value for key, value in found.items() if value != ""}) + b"\n"


_WRITERS: Mapping[str, Callable[[Settings, Feed], bytes]] = {FEED: atom, JSON_FEED: json_feed}
"""By the name of the file."""


def _names(index: Index) -> tuple[str, ...]:
    """The names of the files of a feed."""
    return (JSON_FEED, FEED) if "json-feeds" in index.formats else (FEED,)


def _written(write: Callable[[Settings, Feed], bytes], made: Callable[[Printer], Feed]) -> Callable[[Printer], bytes]:
    return lambda printer: write(printer.settings, made(printer))


def _title(settings: Settings, source: Feed) -> str:
    return f"{source.name} – {settings.title}" if source.name else settings.title


def _item(base_url: str, headline: Headline, content: str) -> dict[str, object]:
    """An article in a JSON Feed, which requires some content of each."""
    address = base_url + headline.folder
    found: dict[str, object] = {
        "id": address,
        "url": address,
        "title": headline.title,
        "content_html": content,
        "content_text": "" if content else headline.summary or headline.title,
        "summary": headline.summary,
        "date_published": moment(headline.date),
        "date_modified": _changed(headline),
        "authors": [{"name": name} for name in headline.authors],
    }
    return {key: value for key, value in found.items() if value}


@lru_cache(maxsize=1 << 14)
def _entry(base_url: str, headline: Headline, content: str) -> str:
    """An article in a feed. Cached: it is in the feed of every entity that it names."""
    address = base_url + headline.folder
    return (
        f"<entry>\n"
        f"<id>{xml_text(address)}</id>\n"
        f"<title>{xml_text(headline.title)}</title>\n"
        f'<link rel="alternate" type="text/html" href="{xml_value(address)}"/>\n'
        f"<published>{moment(headline.date)}</published>\n"
        f"<updated>{_changed(headline)}</updated>\n"
        f"{''.join(map(_author, headline.authors))}"
        f"{xml_element('summary', headline.summary)}"
        f"{xml_element('content', content, type='html')}"
        f"</entry>\n"
    )


def _changed(headline: Headline) -> str:
    return moment(headline.updated) or moment(headline.date)


def _author(name: str) -> str:
    return f"<author><name>{xml_text(name)}</name></author>\n"
