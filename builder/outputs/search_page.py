"""The search page, and the index of names and titles that it searches as readers type.

The index is small and loaded as a whole: words of the articles are in another one (see ``builder.store.search_index``).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec
from msgspec.structs import replace

from builder.annotate.own_data import gazetteer
from builder.core.kinds import KINDS, EntityKind
from builder.core.sort_keys import sort_key
from builder.index import queries
from builder.index.changes import Changes
from builder.index.pages import Page
from builder.index.tables import Index
from builder.layout.article_layout import Headline
from builder.layout.site_values import ListedEntity
from builder.outputs import contexts
from builder.outputs.metadata import breadcrumbs, head
from builder.outputs.page import File, Printer
from builder.outputs.theme import Theme
from builder.outputs.urls import role_beside, site_info, story_line
from builder.settings.site_settings import Settings

NAME = "search"
SEARCH = "search/index.html"
NAMES = "search/index.json"
PAGEFIND_SCRIPT = "pagefind/pagefind.js"
"""Relative to the search page."""

NEWEST = 10
"""Articles on the page before a search."""


def pages(index: Index) -> Iterator[Page]:  # noqa: ARG001  # there is only one page
    """The search page."""
    yield Page(NAME)


def affected(index: Index, changes: Changes) -> Iterator[Page]:
    """The search page, if any headline or line changed."""
    return pages(index) if changes.listed or changes.lines else iter(())


def paths(index: Index, page: Page) -> tuple[str, ...]:  # noqa: ARG001  # there is only one page
    """The paths of page and index."""
    return SEARCH, NAMES


def files(index: Index, page: Page) -> Iterator[File]:  # noqa: ARG001  # there is only one page
    """The page and its index."""
    headlines = queries.newest(index, -1)
    lines = {kind: queries.lines(index, kind) for kind in KINDS}

    def html(printer: Printer) -> bytes:
        return search_page(printer.settings, printer.theme, list(map(queries.headline, headlines[:NEWEST])))

    def json(printer: Printer) -> bytes:
        known = {kind: [_with_words(queries.line(raw)) for raw in some] for kind, some in lines.items()}
        return names_json(printer.settings, known, map(queries.headline, headlines))

    yield File(SEARCH, headlines[:NEWEST], html)
    yield File(NAMES, (list(lines.items()), headlines), json, "site")


def _with_words(line: ListedEntity) -> ListedEntity:
    """A line with all words that people may type for a country: "UK", "British", "London", "Downing Street"."""
    country = gazetteer().countries.get(line.place.entity.id) if KINDS[line.place.entity.kind].by_code else None
    if country is None:
        return line
    former = (each.name for each in country.former)
    words = dict.fromkeys((*country.aliases, *former, *country.demonyms, *country.capitals, *country.metonyms))
    return replace(line, names=(*line.names, *words))


def search_page(settings: Settings, theme: Theme, headlines: Sequence[Headline]) -> bytes:
    """The page with the search form; it shows ``stories``, newest first, until a reader types."""
    folder = SEARCH.removesuffix("index.html")
    info = site_info(settings, folder)
    say = settings.translations.say
    name = say("search.search")
    crumbs = breadcrumbs(settings, info, (name, folder))
    words = head(settings, info, name, say("search.description", site=settings.title), [crumbs])
    lines = tuple(story_line(settings, headline, info) for headline in headlines[:NEWEST])
    engine = info.assets["words.js"] if settings.has_only_pages else PAGEFIND_SCRIPT
    return theme.render("search.html", contexts.SearchPage(info, words, lines, engine))


def names_json(
    settings: Settings, lines: Mapping[EntityKind, Iterable[ListedEntity]], headlines: Iterable[Headline]
) -> bytes:
    """All names and titles: rows without keys, addresses without their common part.

    Entities are ordered by articles and mentions, so that the first of equal matches is shown first. Each is
    [name, last part of the address, articles, role, other names …], an article [title, address, date in words].
    """
    rows = {
        **{KINDS[kind].folder: [_row(line) for line in sorted(some, key=_rank)] for kind, some in lines.items()},
        "stories": [
            [headline.title, headline.address, settings.translations.date(headline.date)] for headline in headlines
        ],
    }
    return msgspec.json.encode(rows) + b"\n"


def _rank(line: ListedEntity) -> tuple[int, int]:
    articles, mentions, _ = line.totals
    return -articles, -mentions


def _row(line: ListedEntity) -> list[object]:
    entity = line.place.entity
    known = _words(entity.name)
    others = [other for other in line.names if not _words(other) <= known]
    return [entity.title, line.place.folder.split("/")[1], line.totals[0], role_beside(entity, line.role), *others]


def _words(name: str) -> set[str]:
    return set(sort_key(name).split())
