"""What people said: the newest quotations on a person's own page, and pages with all where there are more.

Such a list is numbered from the oldest quotation, so that a new article rewrites one page of it.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

from builder.core.kinds import KINDS
from builder.core.sort_keys import moment
from builder.core.values import Entity
from builder.index import queries
from builder.index.changes import Changes
from builder.index.pages import Page
from builder.index.pagination import MovedRows, PageNumber, page_numbers, page_of_list, page_showing
from builder.index.tables import Index
from builder.layout.article_layout import Headline
from builder.layout.excerpts import EntityExcerpts, QuotedWords, quotations
from builder.layout.site_values import Place
from builder.outputs import contexts, parts
from builder.outputs.lead_sentences import with_ellipses
from builder.outputs.metadata import Node, breadcrumbs, entity_node, head, node
from builder.outputs.page import File, Printer
from builder.outputs.theme import Theme
from builder.outputs.urls import (
    address_of,
    article_lines,
    list_pages,
    page_folder,
    page_path,
    role_beside,
    site_info,
    url_of,
)
from builder.settings.site_settings import Settings

NAME = "quotes"
QUOTES = "quotes/"
"""In the folder of the person: no list has pages there, and no id contains a slash."""

NEWEST = 50
"""Quotations on a person's own page. Where there are more, pages of their own have all."""


class Newest(NamedTuple):
    """The quotations on a person's own page, and the number of all."""

    quoted: tuple[queries.QuotedRow, ...] = ()
    number: int = 0


class QuotedInArticle(NamedTuple):
    """A quotation of a person, the article that has it, and what it calls the person."""

    words: QuotedWords
    headline: Headline
    role: str

    @property
    def address(self) -> str:
        """The address of its paragraph in the site."""
        return f"{self.headline.folder}#{self.words.anchor}"


class Requoted(NamedTuple):
    """A person whose quotations changed, and the pages of the list that show it; also those that no longer exist."""

    ref: str
    numbers: set[int]


def pages(index: Index) -> Iterator[Page]:
    """The pages of each list of quotations."""
    for ref, _, count, _ in queries.much_quoted(index, NEWEST):
        yield from (Page(NAME, ref, number) for number in page_numbers(count))


def affected(index: Index, changes: Changes) -> Iterator[Page]:
    """The pages of those whose quotations changed, and all pages of those who have another name or address."""
    return (Page(NAME, each.ref, number) for each in requoted(index, changes) for number in each.numbers)


def requoted(index: Index, changes: Changes) -> Iterator[Requoted]:
    """Those whose quotations may show something different."""
    moved: dict[int, MovedRows] = {}
    shown: dict[int, list[tuple[str, int]]] = {}
    more: dict[int, int] = {}
    for before, after in changes.articles.values():
        had, has = before.said if before else {}, after.said if after else {}
        for entity in had.keys() | has.keys():
            if before and after and before.position == after.position and had.get(entity) == has.get(entity):
                if after.differs(before) or before.excerpts[entity] != after.excerpts[entity]:
                    shown.setdefault(entity, []).append((after.position, has[entity]))
                continue
            rows = moved.setdefault(entity, MovedRows())
            for row, change in ((before, -1), (after, 1)):
                if row and entity in row.said:
                    rows.add(row.position, change * row.said[entity])
            more[entity] = more.get(entity, 0) + has.get(entity, 0) - had.get(entity, 0)
    for entity in moved.keys() | shown.keys() | changes.placed:
        ref = changes.refs.get(entity) or index.value("SELECT ref FROM entity WHERE id = ?", entity)
        count = queries.quotations(index, entity)
        now, then = _listed(count), _listed(count - more.get(entity, 0))
        numbers = {*page_numbers(max(now, then))} if entity in changes.placed else set()
        if entity in moved:
            numbers |= moved[entity].pages(then, now, partial(queries.older_quotations, index, entity))
        for position, here in shown.get(entity, ()):
            oldest = queries.older_quotations(index, entity, position)
            numbers |= {page_showing(now, older) for older in range(oldest, oldest + here)}
        yield Requoted(ref, numbers)


def paths(index: Index, page: Page) -> tuple[str, ...]:
    """The path of the page."""
    row = index.row("SELECT id, folder FROM entity WHERE folder <> '' AND ref = ?", page.name)
    if row is None or page.number not in page_numbers(_listed(queries.quotations(index, row[0]))):
        return ()
    return (page_path(row[1] + QUOTES, page.number),)


def files(index: Index, page: Page) -> Iterator[File]:
    """The page. What grows with every quotation is only on the first."""
    id_, raw = index.row("SELECT id, place FROM entity WHERE ref = ?", page.name)
    count, place = queries.quotations(index, id_), queries.place(raw)
    page_number, start, end = page_of_list(count, page.number)
    quoted = queries.quoted(index, id_, start, end)
    total = 0 if page_number.number else count

    def html(printer: Printer) -> bytes:
        return quotes_page(printer.settings, printer.theme, place, loaded(printer, quoted), total, page_number)

    yield File(page_path(place.folder + QUOTES, page_number.number), (place, quoted, page_number, total), html)


def folders(index: Index) -> Iterator[tuple[str, str]]:
    """The folder of each list, and when the newest article that it quotes was last changed."""
    return ((folder + QUOTES, changed) for _, folder, _, changed in queries.much_quoted(index, NEWEST))


def newest_quotations(index: Index, entity: int) -> Newest:
    """A person's newest quotations."""
    return Newest(queries.quoted(index, entity, 0, NEWEST), queries.quotations(index, entity))


def _listed(count: int) -> int:
    """The length of the list: it has no pages where a person's own page shows all."""
    return count if count > NEWEST else 0


def loaded(printer: Printer, quoted: Sequence[queries.QuotedRow]) -> list[QuotedInArticle]:
    """These quotations with their words, in order.

    Raises:
        DamagedError: if the memo has lost some.
    """
    found = printer.load_all([key for each in quoted for key in each.excerpts], EntityExcerpts)
    return [
        QuotedInArticle(words, headline, row.role)
        for row in quoted
        for headline in [queries.headline(row.headline)]
        for words in quotations([found[key] for key in row.excerpts])[row.first : row.last]
    ]


def last_quoted(printer: Printer, newest: Sequence[queries.QuotedRow]) -> QuotedInArticle | None:
    """The first of these quotations."""
    found = loaded(printer, newest[:1])
    return found[0] if found else None


def quotes_page(
    settings: Settings,
    theme: Theme,
    place: Place,
    said: Sequence[QuotedInArticle],
    total: int,
    page_number: PageNumber,
) -> bytes:
    """A page of all quotations of a person. ``total`` is their number; 0 on further pages."""
    entity, folder, say = place.entity, place.folder + QUOTES, settings.translations.say
    kind = KINDS[entity.kind]
    info = site_info(settings, page_folder(folder, page_number.number))
    lines = quote_lines(entity, said, article_lines(settings, info))
    node_ = entity_node(entity, address_of(place.folder, settings, info))
    title = say("quotes.title", name=entity.title)
    crumbs = breadcrumbs(
        settings,
        info,
        (say(kind.label), f"{kind.folder}/"),
        (entity.title, place.folder),
        (say("entity.quotes"), folder),
    )
    if page_number.number:
        title = f"{title}, {say('entity.page', number=page_number.number)}"
    feed = place.folder if "feeds" in settings.formats and any(moment(line.article.date) for line in lines) else ""
    about = say("quotes.description", name=entity.title)
    page = contexts.QuotesPage(
        site=info,
        head=head(
            settings, info, title, about, [node_, *quotation_nodes(settings, info, node_, said), crumbs], feed=feed
        ),
        name=entity.title,
        kind=entity.kind,
        ref=entity.ref,
        url=url_of(place.folder, info),
        count=total,
        quotes=lines,
        pages=list_pages(page_number, folder, info),
    )
    return theme.render("quotations.html", page)


def quote_lines(
    entity: Entity, said: Iterable[QuotedInArticle], line_of: Callable[[Headline], parts.ArticleLine]
) -> tuple[parts.QuoteLine, ...]:
    """These quotations of a person, as a page shows them."""
    lines = ((each, line_of(each.headline), role_beside(entity, each.role)) for each in said)
    return tuple(
        [
            parts.QuoteLine(with_ellipses(each.words.whole), f"{article.url}#{each.words.anchor}", article, role)
            for each, article, role in lines
        ]
    )


def quotation_nodes(
    settings: Settings, info: contexts.SiteInfo, person: Node, said: Iterable[QuotedInArticle]
) -> Iterator[Node]:
    """These quotations of a person, whose own node is given, as linked data."""
    creator = {name: person[name] for name in ("@type", "@id", "name")}
    for each in said:
        headline = each.headline
        url = address_of(headline.folder, settings, info)
        article = node("NewsArticle", url, headline=headline.title, datePublished=headline.date)
        address = f"{url}#{each.words.anchor}"
        yield node("Quotation", address, url=address, text=each.words.whole, creator=creator, isPartOf=article)
