"""What only the front page shows: who is most covered of late and why, the newest articles by section, quotations.

There is no clock: *of late* counts back from the newest article. The *window* is the week, the month or the day that
ends with it, the first that has neither too few articles to compare nor too many to count; otherwise the newest
articles. In an archive without dates, it is all articles.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from msgspec.structs import replace

from builder.core.codec import Digest
from builder.core.kinds import KINDS, EntityKind
from builder.core.taxonomies import TAXONOMIES, taxonomy_of
from builder.index import queries
from builder.index.history import most_mentioned
from builder.index.tables import Index
from builder.layout.article_layout import Headline
from builder.layout.excerpts import EntityExcerpts, QuotedWords, quotations
from builder.outputs import contexts, parts
from builder.outputs.lead_sentences import stands_alone
from builder.outputs.page import Printer
from builder.outputs.timeline import by_month
from builder.outputs.urls import article_line, kind_lines, role_beside, url_of
from builder.settings.translations import Translations


class WindowSpan(NamedTuple):
    """A length of windows, and the translation key for what was counted."""

    days: int
    counted: str


SPANS = (
    WindowSpan(7, "home.in_week"),
    WindowSpan(30, "home.in_month"),
    WindowSpan(1, "home.in_day"),
)
"""In the order in which they are tried."""

LEAST, MANY = 10, 400
"""Articles in a window: with fewer, counts hardly differ; more take too long to count at each build."""

NEWEST = 50
"""Articles in a window of the newest."""

OPEN, FEW = 20, 5
"""Lines that the list of the front page shows of itself; and so few that they are neither folded nor shown alone."""

BRIEF = 12
"""Lines with fewer of which the list is too short to have people, countries and quotations beside it."""

FOLDED = 12
"""Months that are folded one by one; of more, each year is folded."""

MOST = 8
"""Entities of each kind that are most covered."""

QUOTES = 3
"""Quotations, each of another person and article."""

SPEAKERS = 60
"""People who speak in the newest articles of the window whose quotations are considered."""

SECTIONS, OF_SECTION, LEADING = 6, 3, 5
"""Sections, those with the most articles; articles of each; newest articles that lead the page and are not repeated."""


class Window(NamedTuple):
    """The articles of late."""

    articles: int
    """How many these are."""
    counted: str = ""
    """As in ``WindowSpan``; empty if these are all."""
    first: str = ""
    """The day on which it begins, if it is one of ``SPANS``."""


class FrontRows(NamedTuple):
    """The rows that the front page is made from besides those of its list."""

    window: Window
    most: Sequence[tuple[EntityKind, Sequence[tuple[bytes, int]]]]
    """By kind, the lines of the most covered, each with its number of articles of the window."""
    said: Sequence[tuple[bytes, bytes, str, Digest]]
    """The headline, the place and the role of those who speak in its newest articles, and the digest of their words."""
    sections: Sequence[tuple[queries.TermRow, Sequence[bytes]]]
    """The sections, each with the headlines of its newest articles."""


def front_rows(index: Index, newest: Sequence[bytes]) -> FrontRows:
    """These rows; ``newest`` are the headlines of the newest articles."""
    window = _window(index, queries.headline(newest[0]).date if newest else "")
    too_many = window.articles > MANY  # Without dates, there are no newest ones.
    most = _of_all(index) if too_many else list(most_mentioned(index, window.articles).items())
    sections = sorted(queries.terms(index, "section"), key=lambda row: -row.articles)[:SECTIONS]
    return FrontRows(
        window,
        most,
        queries.speaking(index, min(window.articles, MANY), SPEAKERS),
        [(row, queries.newest_of_term(index, row.ref, OF_SECTION + LEADING)) for row in sections],
    )


def _window(index: Index, newest: str) -> Window:
    try:
        last = date.fromisoformat(newest[:10])
    except ValueError:
        last = None
    for span in SPANS if last else ():
        first = (last - timedelta(span.days - 1)).isoformat() if last and last.toordinal() > span.days else ""
        found = queries.articles_since(index, first)
        if LEAST <= found <= MANY:
            return Window(found, span.counted, first)
    count = queries.articles_count(index)
    return Window(NEWEST, "home.in_newest") if newest and count > NEWEST else Window(count)


def _of_all(index: Index) -> list[tuple[EntityKind, Sequence[tuple[bytes, int]]]]:
    """By kind, the lines of those in most articles, with their number."""
    lines = ((kind, queries.leading(index, kind, MOST)) for kind in KINDS)
    return [(kind, [(raw, queries.line(raw).totals[0]) for raw in some]) for kind, some in lines]


def most_covered(
    most: Iterable[tuple[EntityKind, Sequence[tuple[bytes, int]]]], info: contexts.SiteInfo
) -> tuple[parts.KindLines, ...]:
    """The most covered by kind, each in at least two articles of the window, with its number of them."""
    lines = {kind: [_entity_line(raw, count, info) for raw, count in some if count > 1][:MOST] for kind, some in most}
    return kind_lines(lines)


def _entity_line(raw: bytes, count: int, info: contexts.SiteInfo) -> parts.EntityLine:
    line = queries.line(raw)
    entity, role = line.place.entity, role_beside(line.place.entity, line.role)
    roles = (role,) if role else ()
    return parts.EntityLine(entity.title, url_of(line.place.folder, info), entity.kind, roles, count, entity.identified)


def recent_quotes(printer: Printer, rows: FrontRows, info: contexts.SiteInfo) -> Iterator[parts.SpokenLine]:
    """What the most covered people of late said, one quotation each, no two from one article.

    Of each the newest that stands on its own; those not most covered follow, newest first.

    Raises:
        DamagedError: if the memo has lost some.
    """
    found = printer.load_all([digest for *_, digest in rows.said], EntityExcerpts)
    ranks: dict[str, int] = {}
    for _, some in rows.most:
        for raw, _ in some:
            ranks.setdefault(queries.line(raw).place.entity.ref, len(ranks))
    first: dict[str, tuple[Headline, bytes, str, QuotedWords]] = {}
    for raw, place, role, digest in rows.said:
        words = next((said for said in quotations([found[digest]]) if stands_alone(said.whole)), None)
        if words:
            first.setdefault(queries.place(place).entity.ref, (queries.headline(raw), place, role, words))
    quoted: set[str] = set()
    for ref in sorted(first, key=lambda ref: ranks.get(ref, len(ranks))):
        headline, raw_place, role, words = first[ref]
        if headline.address not in quoted and len(quoted) < QUOTES:
            quoted.add(headline.address)
            yield _spoken(printer, headline, raw_place, role, words, info)


def _spoken(
    printer: Printer, headline: Headline, raw: bytes, role: str, words: QuotedWords, info: contexts.SiteInfo
) -> parts.SpokenLine:
    place, article = queries.place(raw), article_line(printer.settings, headline, info)
    quote = parts.QuoteLine(words.whole, f"{article.url}#{words.anchor}", article, role_beside(place.entity, role))
    return parts.SpokenLine(place.entity.title, url_of(place.folder, info), quote)


def section_groups(
    printer: Printer,
    rows: FrontRows,
    leading: Sequence[parts.ArticleLine],
    listed: Sequence[parts.ArticleLine],
    info: contexts.SiteInfo,
) -> Iterator[parts.SectionGroup]:
    """The newest articles of each section, without those that lead the page; ``listed`` are shown in the list below.

    A section has none of its own if all its articles are shown anyway.
    """
    leads = {article.url for article in leading}
    shown = leads.union(article.url for article in listed)
    for row, headlines in rows.sections:
        lines = [article_line(printer.settings, queries.headline(raw), info) for raw in headlines]
        articles = tuple([line for line in lines if line.url not in leads][:OF_SECTION])
        if row.articles > len(lines) or any(line.url not in shown for line in lines):
            yield parts.SectionGroup(row.words, url_of(taxonomy_of(row.ref).folder_of(row.ref), info), articles)


def article_groups(
    lines: Sequence[parts.ArticleLine], translations: Translations, room: int
) -> Iterator[parts.ArticleGroup]:
    """The articles by month: about ``room`` of them, the newest, are shown, all others folded.

    Articles without a date are shown only if there are no others.
    """
    some_dated, start = any(line.date for line in lines), 0
    for label, id_, some in by_month(lines, lambda line: line.date, translations, alone=not some_dated):
        shown = _shown(len(some), room - start) if some[0].date or not some_dated else 0
        if not shown:
            break
        start += len(some)
        yield parts.ArticleGroup(label, id_, some[:shown], some[shown:])
    folded = list(by_month(lines[start:], lambda line: line.date, translations, alone=False))
    if len(folded) > FOLDED:
        # A day says nothing without its month.
        whole = [replace(line, day="") for line in lines[start:]]
        folded = list(by_month(whole, lambda line: line.date[:4], translations, alone=False))
    yield from (parts.ArticleGroup(label, id_, (), some) for label, id_, some in folded)


def _shown(count: int, left: int) -> int:
    """How many articles of a month to show if there is room for ``left``: never all but a few, nor a few of many."""
    if left > 0 and count <= left + FEW:
        return count
    return left if left >= FEW else 0


def shows_sections(terms: Mapping[str, object]) -> bool:
    """Whether any of these terms is a section."""
    return any(taxonomy_of(ref) is TAXONOMIES["section"] for ref in terms)
