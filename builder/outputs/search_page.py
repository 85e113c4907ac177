"""The search page, and the index of names and titles that it searches as readers type.

The index is small and loaded as a whole: words of the articles are in another one (see ``builder.store.search_index``).
It has the newest titles; the others are in files of their own, counted from the oldest article, so that a new one
rewrites none of them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from operator import itemgetter

import msgspec
from msgspec.structs import replace

from builder.annotate.own_data import gazetteer
from builder.core.kinds import KINDS, EntityKind
from builder.core.sort_keys import sort_key
from builder.core.taxonomies import TAXONOMIES, taxonomy_of
from builder.index import queries
from builder.index.changes import Changes
from builder.index.pages import Page
from builder.index.queries import TermRow
from builder.index.tables import Index
from builder.layout.article_layout import Headline
from builder.layout.site_values import ListedEntity
from builder.outputs import contexts
from builder.outputs.exports import entities_digest, exported_entities
from builder.outputs.metadata import breadcrumbs, head
from builder.outputs.page import File, Printer
from builder.outputs.theme import Theme
from builder.outputs.urls import article_line, role_beside, site_info
from builder.settings.site_settings import Settings
from builder.store.search_index import WORDS, kind_of

NAME = "search"
SEARCH = "search/index.html"
NAMES = "search/index.json"
PAGEFIND_SCRIPT = "pagefind/pagefind.js"
"""Relative to the search page."""

PART = 1000
"""Titles in a file; fewer are in the index."""

NEWEST = 10
"""Articles on the page before a search."""


def pages(index: Index) -> Iterator[Page]:
    """The search page, and the files of older titles."""
    return (Page(NAME, "", number) for number in range(_parts(index) + 1))


def affected(index: Index, changes: Changes) -> Iterator[Page]:
    """The search page, if any headline, line or term changed; each file that has other titles than before."""
    if changes.listed or changes.lines or queries.changed_terms(index, changes.terms):
        yield Page(NAME)
    older = partial(queries.older_articles, index)
    moved, stay = changes.moved
    numbers = {older(position) // PART + 1 for position in stay}
    most = max(_parts(index), changes.articles_before // PART)
    for first, last in moved.parts(PART, older):
        numbers.update(range(first, most + 1 if last is None else last + 1))
    yield from (Page(NAME, "", number) for number in sorted(numbers))


def paths(index: Index, page: Page) -> tuple[str, ...]:
    """The paths of page and index, or of a file of older titles."""
    if not page.number:
        return SEARCH, NAMES
    return (_part(page.number),) if page.number <= _parts(index) else ()


def _parts(index: Index) -> int:
    """The number of files of older titles."""
    return queries.articles_count(index) // PART


def _part(number: int) -> str:
    return f"search/stories-{number}.json"


def files(index: Index, page: Page) -> Iterator[File]:
    """The page and its index, or a file of older titles."""
    count = queries.articles_count(index)
    if page.number:
        titles = queries.newest(index, PART, count - page.number * PART)

        def part(printer: Printer) -> bytes:
            return _json(_titles(printer.settings, map(queries.headline, titles)))

        yield File(_part(page.number), titles, part, "site")
        return
    older = count // PART
    headlines = queries.newest(index, count - older * PART)
    newest = queries.newest(index, NEWEST)
    lines = [entities_digest(index, kind) for kind in KINDS.values()]
    articles = queries.only_articles(index)
    terms = [row for taxonomy in TAXONOMIES for row in queries.terms(index, taxonomy)]

    def html(printer: Printer) -> bytes:
        return search_page(printer.settings, printer.theme, list(map(queries.headline, newest)), count)

    def json(printer: Printer) -> bytes:
        known = {name: map(_with_words, exported_entities(index, kind)) for name, kind in KINDS.items()}
        return names_json(printer.settings, known, articles, terms, map(queries.headline, headlines), older)

    yield File(SEARCH, (newest, kind_of(count, only_pages=False)), html)
    yield File(NAMES, (lines, sorted(articles.items()), terms, headlines, older), json, "site")


def _with_words(line: ListedEntity) -> ListedEntity:
    """A line with all words that people may type for a country: "UK", "British", "London", "Downing Street"."""
    country = gazetteer().countries.get(line.place.entity.id) if KINDS[line.place.entity.kind].by_code else None
    if country is None:
        return line
    words = dict.fromkeys((*country.aliases, *country.former, *country.demonyms, *country.capitals, *country.metonyms))
    return replace(line, names=(*line.names, *words))


def search_page(settings: Settings, theme: Theme, headlines: Sequence[Headline], count: int) -> bytes:
    """The page with the search form; until a reader types, it shows the newest of the ``count`` articles."""
    folder = SEARCH.removesuffix("index.html")
    info = site_info(settings, folder)
    say = settings.translations.say
    name = say("search.search")
    crumbs = breadcrumbs(settings, info, (name, folder))
    words = head(settings, info, name, say("search.description", site=settings.title), [crumbs])
    lines = tuple(article_line(settings, headline, info) for headline in headlines[:NEWEST])
    kind = kind_of(count, only_pages=settings.has_only_pages)
    engine = info.assets["words.js"] if kind == WORDS else PAGEFIND_SCRIPT
    return theme.render("search.html", contexts.SearchPage(info, words, lines, engine))


def names_json(
    settings: Settings,
    lines: Mapping[EntityKind, Iterable[ListedEntity]],
    articles: Mapping[str, str],
    terms: Iterable[TermRow],
    headlines: Iterable[Headline],
    older: int,
) -> bytes:
    """All names and the newest titles: rows without keys, addresses without their common part.

    Entities are ordered by articles and mentions, so that the first of equal matches is shown first; those whom no
    article names in full come last. Each is [name, last part of the address, articles, role, other names …], a section,
    tag, author or year [words, folder, articles], an article [title, address, date in words]. Other titles are in as
    many files as ``older`` says. ``articles`` are the paths that entities without a page have in place of an address.
    """
    listed = [(row.words, taxonomy_of(row.ref).folder_of(row.ref), row.articles) for row in terms]
    rows = {
        **{
            KINDS[kind].folder: [row for _, row in sorted(_ranked(some, articles), key=itemgetter(0))]
            for kind, some in lines.items()
        },
        **({"lists": listed} if listed else {}),
        "stories": _titles(settings, headlines),
        **({"older": older} if older else {}),
    }
    return _json(rows)


def _titles(settings: Settings, headlines: Iterable[Headline]) -> list[tuple[str, str, str]]:
    return [(headline.title, headline.address, settings.translations.date(headline.date)) for headline in headlines]


def _json(value: object) -> bytes:
    return msgspec.json.encode(value) + b"\n"


def _ranked(
    lines: Iterable[ListedEntity], articles: Mapping[str, str]
) -> Iterator[tuple[tuple[bool, int, int], msgspec.Raw]]:
    """The rank and the row of each entity: encoded, a row takes a tenth of the memory."""
    return ((_rank(line), msgspec.Raw(msgspec.json.encode(_row(line, articles)))) for line in lines)


def _rank(line: ListedEntity) -> tuple[bool, int, int]:
    articles, mentions, _ = line.totals
    return not line.place.entity.identified, -articles, -mentions


def _row(line: ListedEntity, articles: Mapping[str, str]) -> list[object]:
    """The role of people whom no article names in full is null."""
    entity = line.place.entity
    role = role_beside(entity, line.role) if entity.identified else None
    known = _words(entity.name)
    others = [other for other in line.names if not _words(other) <= known]
    address = line.place.folder.split("/")[1] if line.place.folder else articles[entity.ref]
    return [entity.title, address, line.totals[0], role, *others]


def _words(name: str) -> set[str]:
    return set(sort_key(name).split())
