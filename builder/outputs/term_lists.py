"""The lists of all sections, tags, authors and years."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from math import ceil

from builder.core.sort_keys import sort_key
from builder.core.taxonomies import TAXONOMIES, Taxonomy, taxonomy_of
from builder.index import queries
from builder.index.changes import Changes
from builder.index.pages import Page
from builder.index.queries import TermRow
from builder.index.tables import Index
from builder.outputs import contexts, parts
from builder.outputs.long_lists import letter_of, range_links
from builder.outputs.metadata import breadcrumbs, head
from builder.outputs.page import File, Printer
from builder.outputs.theme import Theme
from builder.outputs.timeline import percent
from builder.outputs.urls import page_folder, page_path, site_info, url_of
from builder.settings.site_settings import Settings

NAME = "terms"

PER_PAGE = 500
"""Terms on a page of a list."""


FEW = 40
"""Terms of a list that is not divided by letters."""


def pages(index: Index) -> Iterator[Page]:
    """The pages of each list that has terms: the first has number 0, the second 2."""
    for taxonomy in TAXONOMIES.values():
        yield from (Page(NAME, taxonomy.name, number) for number in _numbers(index, taxonomy.name))


def affected(index: Index, changes: Changes) -> Iterator[Page]:
    """All pages of the lists in which a term or its number of articles changed: each names the first of all others.

    That of years also counts the articles without a date.
    """
    changed = {taxonomy_of(ref).name for ref in queries.changed_terms(index, changes.terms)}
    changed |= {name for name, taxonomy in TAXONOMIES.items() if taxonomy.is_by_date and changes.listed}
    if changed:
        yield from (page for page in (*pages(index), *queries.written(index, NAME)) if page.name in changed)


def paths(index: Index, page: Page) -> tuple[str, ...]:
    """The path of the page."""
    exists = page.name in TAXONOMIES and page.number in _numbers(index, page.name)
    return (page_path(TAXONOMIES[page.name].folder, page.number),) if exists else ()


def files(index: Index, page: Page) -> Iterator[File]:
    """The page."""
    taxonomy, rows = TAXONOMIES[page.name], queries.terms(index, page.name)
    parted = [rows[start : start + PER_PAGE] for start in range(0, len(rows), PER_PAGE)]
    ranges = tuple((part[0].words, part[-1].words) for part in parted) if parted[1:] else ()
    here = parted[max(0, page.number - 1)]
    undated = queries.undated_count(index) if taxonomy.is_by_date else 0

    def html(printer: Printer) -> bytes:
        return terms_page(printer.settings, printer.theme, taxonomy, here, len(rows), undated, page.number, ranges)

    yield File(page_path(taxonomy.folder, page.number), (here, len(rows), undated, ranges), html)


def folders(index: Index) -> list[str]:
    """The folders of the lists."""
    return [TAXONOMIES[name].folder for name in queries.taxonomies(index)]


def _numbers(index: Index, taxonomy: str) -> tuple[int, ...]:
    sql = "SELECT count(*) FROM term WHERE ref > ? AND ref < ?"
    count = index.value(sql, f"{taxonomy}:", f"{taxonomy};")
    return (0, *range(2, ceil(count / PER_PAGE) + 1)) if count else ()


def terms_page(
    settings: Settings,
    theme: Theme,
    taxonomy: Taxonomy,
    rows: Sequence[TermRow],
    total: int,
    undated: int,
    number: int,
    ranges: Sequence[tuple[str, str]],
) -> bytes:
    """A page of the list of all terms of a taxonomy.

    ``rows`` are sorted; ``undated`` is the number of articles without a date; ``ranges`` are the first and last term
    of each page.
    """
    info = site_info(settings, page_folder(taxonomy.folder, number))
    title = settings.translations.say(taxonomy.label)
    most = max(row.articles for row in rows)
    groups = tuple(
        parts.TermGroup(letter, tuple([_line(taxonomy, row, most, info) for row in some]))
        for letter, some in groupby(
            rows, key=lambda row: letter_of(sort_key(row.words)) if taxonomy.has_letters and total > FEW else ""
        )
    )
    about = settings.translations.say("lists.description", kind=title, site=settings.title)
    page = contexts.TermsPage(
        info,
        head(settings, info, title, about, [breadcrumbs(settings, info, (title, taxonomy.folder))]),
        title,
        total,
        undated,
        groups,
        range_links(taxonomy.folder, number, ranges, info),
    )
    return theme.render("terms.html", page)


def _line(taxonomy: Taxonomy, row: TermRow, most: int, info: contexts.SiteInfo) -> parts.TermLine:
    level = percent(row.articles, most) if taxonomy.is_by_date else 0
    return parts.TermLine(row.words, url_of(taxonomy.folder_of(row.ref), info), row.articles, level)
