"""The articles of each term: of a section, a tag, an author, a year."""

from collections.abc import Iterator, Sequence
from functools import partial

from builder.core.taxonomies import taxonomy_of
from builder.index import queries
from builder.index.changes import Changes
from builder.index.history import periods_of
from builder.index.pages import Page
from builder.index.pagination import MovedRows, PageNumber, page_numbers, page_of_list, page_showing
from builder.index.queries import TermRow
from builder.index.tables import Index
from builder.layout.article_layout import Headline
from builder.layout.site_values import Period
from builder.outputs import contexts, parts
from builder.outputs.feed import FEED_SIZE, Feed, feed_files, feed_of, feed_paths
from builder.outputs.metadata import breadcrumbs, head
from builder.outputs.page import File, Printer
from builder.outputs.theme import Theme
from builder.outputs.timeline import by_month, chart, month_links
from builder.outputs.urls import FEED, article_line, list_pages, page_folder, page_path, site_info, url_of
from builder.settings.site_settings import Settings

NAME = "term"


def pages(index: Index) -> Iterator[Page]:
    """The pages of each term's list."""
    for ref, count in index.rows("SELECT ref, articles FROM term ORDER BY ref"):
        yield from (Page(NAME, ref, number) for number in page_numbers(count))


def affected(index: Index, changes: Changes) -> Iterator[Page]:
    """The pages that show an article that changed; all pages of a term that has other words than before."""
    moved: dict[str, MovedRows] = {}
    shown: dict[str, set[str]] = {}
    for before, after in changes.articles.values():
        had, has = before.terms if before else frozenset(), after.terms if after else frozenset()
        for ref in had | has:
            if before and after and before.position == after.position and ref in had and ref in has:
                if before.headline != after.headline:
                    shown.setdefault(ref, set()).add(after.position)
                continue
            rows = moved.setdefault(ref, MovedRows())
            for each, change in ((before, -1), (after, 1)):
                if each and ref in each.terms:
                    rows.add(each.position, change)
    for ref, before_ in changes.terms.items():
        row = queries.term(index, ref) or TermRow(ref, "", 0)
        numbers = {page_showing(row.articles, queries.older_of_term(index, ref, at)) for at in shown.get(ref, ())}
        if ref in moved:
            older = partial(queries.older_of_term, index, ref)
            numbers |= moved[ref].pages(before_.articles, row.articles, older)
        if before_.words != row.words:
            numbers |= {*page_numbers(max(before_.articles, row.articles))}
        yield from (Page(NAME, ref, number) for number in numbers)


def paths(index: Index, page: Page) -> tuple[str, ...]:
    """The path of a page, and of the feed beside the first."""
    row = queries.term(index, page.name)
    if row is None or page.number not in page_numbers(row.articles):
        return ()
    folder = taxonomy_of(row.ref).folder_of(row.ref)
    has_feed = not page.number and _has_feed(index, row.ref)
    return page_path(folder, page.number), *(feed_paths(index, folder) if has_feed else ())


def files(index: Index, page: Page) -> Iterator[File]:
    """The page, and the feed beside the first. What grows with every article is only on the first."""
    row = queries.term(index, page.name)
    assert row, "only pages that exist have files"
    page_number, start, end = page_of_list(row.articles, page.number)
    headlines = queries.newest_of_term(index, row.ref, end - start, start)
    folder, has_feed = taxonomy_of(row.ref).folder_of(row.ref), not page.number and _has_feed(index, row.ref)
    shown = row._replace(articles=0) if page.number else row
    periods = () if page.number else periods_of(queries.positions_of_term(index, row.ref))

    def html(printer: Printer) -> bytes:
        found = list(map(queries.headline, headlines))
        return term_page(printer.settings, printer.theme, shown, found, page_number, periods, has_feed=has_feed)

    yield File(page_path(folder, page.number), (shown, headlines, page_number, has_feed, periods), html)
    if has_feed:
        newest = headlines[:FEED_SIZE]

        def made(_: Printer) -> Feed:
            return feed_of(folder, row.words, map(queries.headline, newest))

        yield from feed_files(index, folder, (row.words, newest), made)


def folders(index: Index) -> Iterator[tuple[str, str]]:
    """The folder of each term, and when its newest article was last changed."""
    sql = (
        "SELECT f.ref, a.changed FROM (SELECT ref, min(position) AS newest FROM filed GROUP BY ref) f"
        " JOIN article a ON a.position = f.newest"
    )
    return ((taxonomy_of(ref).folder_of(ref), changed) for ref, changed in index.rows(sql))


def _has_feed(index: Index, ref: str) -> bool:
    return index.has_feeds_of_parts and not taxonomy_of(ref).is_by_date and queries.is_dated(index, ref)


def term_page(
    settings: Settings,
    theme: Theme,
    row: TermRow,
    headlines: Sequence[Headline],
    page_number: PageNumber,
    periods: Sequence[Period],
    *,
    has_feed: bool,
) -> bytes:
    """A page of a term's list of articles. On further pages, their number is 0, and there are no ``periods``."""
    taxonomy, say = taxonomy_of(row.ref), settings.translations.say
    folder = taxonomy.folder_of(row.ref)
    info = site_info(settings, page_folder(folder, page_number.number))
    title = say("taxonomies.earlier", title=row.words, number=page_number.number) if page_number.number else row.words
    about = say("taxonomies.about", title=row.words, site=settings.title)
    crumbs = breadcrumbs(settings, info, (say(taxonomy.label), taxonomy.folder), (row.words, folder))
    lines = [article_line(settings, headline, info) for headline in headlines]
    months = by_month(lines, lambda line: line.date, settings.translations, alone=False)
    page = contexts.TermPage(
        info,
        head(settings, info, title, about, [crumbs], feed=folder if has_feed else ""),
        title,
        parts.PageLink(say(taxonomy.label), url_of(taxonomy.folder, info)),
        row.articles,
        tuple([parts.ArticleGroup(*month) for month in months]),
        list_pages(page_number, folder, info),
        f"{info.root}{folder}{FEED}" if has_feed else "",
        chart(periods, month_links(folder, info), settings.translations),
    )
    return theme.render("term.html", page)
