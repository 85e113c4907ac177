"""The front page, and the further pages of the list of all articles."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from msgspec.structs import replace

from builder.core.kinds import KINDS, EntityKind
from builder.index import queries
from builder.index.changes import Changes
from builder.index.pages import Page
from builder.index.pagination import PageNumber, page_numbers, page_of_list, page_showing
from builder.index.tables import Index
from builder.layout.article_layout import Headline
from builder.outputs import contexts, parts
from builder.outputs.front_page import (
    BRIEF,
    LEADING,
    OPEN,
    FrontRows,
    article_groups,
    front_rows,
    most_covered,
    recent_quotes,
    section_groups,
    shows_sections,
)
from builder.outputs.metadata import head, node
from builder.outputs.page import File, Printer
from builder.outputs.urls import address_of, article_line, list_pages, page_folder, page_path, site_info
from builder.settings.site_settings import Settings

NAME = "home"


def pages(index: Index) -> Iterator[Page]:
    """The pages of the list of all articles; the first one always exists."""
    return (Page(NAME, "", number) for number in page_numbers(queries.articles_count(index)) or [0])


def affected(index: Index, changes: Changes) -> Iterator[Page]:
    """The first page, and those that show an article whose headline or position changed."""
    if not (changes.listed or changes.lines or shows_sections(changes.terms) or _others_speak(changes)):
        return
    older, has = partial(queries.older_articles, index), queries.articles_count(index)
    moved, stay = changes.moved
    numbers = {0, *(page_showing(has, older(position)) for position in stay)}
    numbers |= moved.pages(changes.articles_before, has, older)
    yield from (Page(NAME, "", number) for number in numbers)


def _others_speak(changes: Changes) -> bool:
    """Whether an article changed in which somebody is quoted: the front page may show their words."""
    return any(row.said for pair in changes.articles.values() for row in pair if row)


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
    rows = None if page_number.number else front_rows(index, headlines)
    total = 0 if page_number.number else count

    def html(printer: Printer) -> bytes:
        return home_page(printer, list(map(queries.headline, headlines)), page_number, total, counts, rows)

    yield File(
        page_path("", page_number.number),
        (headlines, page_number, total, list(counts.items()), rows),
        html,
    )


def home_page(
    printer: Printer,
    headlines: Sequence[Headline],
    page_number: PageNumber,
    total: int,
    counts: Mapping[EntityKind, int],
    rows: FrontRows | None,
) -> bytes:
    """The front page or a further page of its list, which has no ``rows``.

    ``total`` is the number of articles, ``counts`` those of entities by kind.
    """
    settings = printer.settings
    info = site_info(settings, page_folder("", page_number.number))
    front = LEADING if rows else 0  # They have their summaries.
    leading = tuple([article_line(settings, headline, info) for headline in headlines[:front] if headline.date])
    others = [article_line(settings, headline, info) for headline in headlines[len(leading) :]]
    groups = tuple(article_groups(others, settings.translations, OPEN if rows else len(others)))
    page = contexts.HomePage(
        info,
        _front_head(settings, info),
        leading,
        groups,
        total,
        tuple([parts.KindCount(KINDS[kind].folder, KINDS[kind].counted, count) for kind, count in counts.items()]),
        list_pages(page_number, "", info),
        most_covered(rows.most, info) if rows else (),
    )
    if rows:
        window, listed = rows.window, [line for group in groups for line in group.articles]
        page = replace(
            page,
            window=window.counted,
            counted=window.articles,
            since=settings.translations.date(window.first or headlines[: window.articles][-1].date)
            if headlines
            else "",
            quotes=tuple(recent_quotes(printer, rows, info)),
            sections=tuple(section_groups(printer, rows, leading, listed, info)),
            brief=len(listed) < BRIEF,
        )
    return printer.theme.render("home.html", page)


def _front_head(settings: Settings, info: contexts.SiteInfo) -> contexts.Head:
    url = address_of("", settings, info)
    about = settings.description
    site = node("WebSite", url, url=url, name=settings.title, description=about, inLanguage=settings.language)
    return head(settings, info, settings.title, about, [site])
