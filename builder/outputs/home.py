"""The front page, and the further pages of the list of all articles."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from builder.core.kinds import KINDS, EntityKind
from builder.index import queries
from builder.index.changes import Changes
from builder.index.history import most_mentioned
from builder.index.pages import Page
from builder.index.pagination import PageNumber, page_numbers, page_of_list, page_showing, pages_changed
from builder.index.tables import Index
from builder.layout.article_layout import Headline
from builder.layout.site_values import ListedEntity
from builder.outputs import contexts, parts
from builder.outputs.metadata import head, node
from builder.outputs.page import File, Printer
from builder.outputs.theme import Theme
from builder.outputs.urls import (
    address_of,
    kind_lines,
    list_pages,
    page_folder,
    page_path,
    role_beside,
    site_info,
    story_line,
    url_of,
)
from builder.settings.site_settings import Settings

NAME = "home"

IN_THE_NEWS = 50
"""Newest articles in which the front page counts entities."""

LEADING = 5
"""Newest articles that the front page shows with their summaries."""

MOST = 8
"""Entities of each kind that it says are in the news."""


def pages(index: Index) -> Iterator[Page]:
    """The pages of the list of all articles; the first one always exists."""
    return (Page(NAME, "", number) for number in page_numbers(queries.articles_count(index)) or [0])


def affected(index: Index, changes: Changes) -> Iterator[Page]:
    """The first page, and those that show an article whose headline or position changed."""
    if not (changes.listed or changes.lines):
        return
    numbers = {0}
    moved: list[str] = []
    has = queries.articles_count(index)
    for before, after in changes.articles.values():
        if before and after and before.position == after.position:
            if before.headline != after.headline:
                numbers.add(page_showing(has, queries.older_articles(index, after.position)))
        else:
            moved += [row.position for row in (before, after) if row]
    if moved:
        numbers |= {*pages_changed(changes.articles_before, has, queries.older_articles(index, max(moved)))}
    yield from (Page(NAME, "", number) for number in numbers)


def paths(index: Index, page: Page) -> tuple[str, ...]:
    """The path of the page."""
    exists = not page.number or page.number in page_numbers(queries.articles_count(index))
    return (page_path("", page.number),) if exists else ()


def files(index: Index, page: Page) -> Iterator[File]:
    """The page. What grows with every article is only on the first."""
    count = queries.articles_count(index)
    page_number, start, end = page_of_list(count, page.number)
    headlines = queries.newest(index, end - start, start)
    counts = {} if page_number.number else {kind: queries.count(index, kind) for kind in KINDS}
    most = {} if page_number.number else most_mentioned(index, IN_THE_NEWS)
    total = 0 if page_number.number else count

    def html(printer: Printer) -> bytes:
        shown = list(map(queries.headline, headlines))
        return home_page(printer.settings, printer.theme, shown, page_number, total, counts, most)

    yield File(
        page_path("", page_number.number),
        (headlines, page_number, total, list(counts.items()), list(most.items())),
        html,
    )


def home_page(
    settings: Settings,
    theme: Theme,
    headlines: Sequence[Headline],
    page_number: PageNumber,
    total: int,
    counts: Mapping[EntityKind, int],
    most: Mapping[EntityKind, Sequence[tuple[bytes, int]]],
) -> bytes:
    """The front page or a further page of its list.

    ``total`` is the number of articles, ``counts`` those of entities by kind; ``most`` are the lines of the most
    frequent ones in the newest articles.
    """
    info = site_info(settings, page_folder("", page_number.number))
    front = 0 if page_number.number else LEADING
    leading = [headline for headline in headlines[:front] if headline.date]
    most_lines = {
        kind: [_entity_line(queries.line(raw), count, info) for raw, count in some if count > 1][:MOST]
        for kind, some in most.items()
    }
    newest = headlines[:IN_THE_NEWS]
    page = contexts.HomePage(
        info,
        _front_head(settings, info),
        tuple([story_line(settings, headline, info) for headline in leading]),
        tuple(_by_day(settings, info, headlines, len(leading))),
        total,
        tuple([parts.KindCount(KINDS[kind].folder, KINDS[kind].counted, count) for kind, count in counts.items()]),
        list_pages(page_number, "", info),
        kind_lines(most_lines),
        IN_THE_NEWS if total > IN_THE_NEWS else 0,
        settings.translations.date(newest[-1].date) if total > IN_THE_NEWS else "",
    )
    return theme.render("home.html", page)


def _by_day(
    settings: Settings, info: contexts.SiteInfo, headlines: Sequence[Headline], shown: int
) -> Iterator[parts.DayGroup]:
    """The articles by day, without the first that are ``shown`` already."""
    some_dated = any(headline.date for headline in headlines)
    for date, some in groupby(headlines[shown:], key=lambda headline: headline.date):
        label = settings.translations.date(date[:10]) or (
            "" if not some_dated else settings.translations.say("site.undated")
        )
        lines = tuple([story_line(settings, headline, info) for headline in some])
        yield parts.DayGroup(label, some_dated and not date, lines)


def _entity_line(line: ListedEntity, count: int, info: contexts.SiteInfo) -> parts.EntityLine:
    entity, role = line.place.entity, role_beside(line.place.entity, line.role)
    roles = (role,) if role else ()
    return parts.EntityLine(entity.title, url_of(line.place.folder, info), entity.kind, roles, count, entity.identified)


def _front_head(settings: Settings, info: contexts.SiteInfo) -> contexts.Head:
    url = address_of("", settings, info)
    about = settings.description
    site = node("WebSite", url, url=url, name=settings.title, description=about, inLanguage=settings.language)
    return head(settings, info, settings.title, about, [site])
