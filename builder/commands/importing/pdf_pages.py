"""The text of a PDF as an article: lines by their place on the page, columns in reading order, paragraphs joined."""

import io
import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from pathlib import Path
from statistics import median
from typing import Any

from msgspec import structs

from builder.annotate.own_data import lexicon
from builder.commands.importing.imported import Failure, Imported
from builder.commands.importing.plain_texts import article_of_text
from builder.commands.importing.source_files import contents
from builder.core.values import FrontMatter
from builder.read.date_words import full_date
from builder.settings.toml import visible

MAX_PAGES = 1_000
"""Pages of one article; a book has fewer."""
MAX_CHARACTERS = 3_000_000
"""Of all pages."""

_WIDTH = 0.45
"""Of a character, as a share of its size: the mean of common fonts for text."""
_COLUMN = 0.2
"""Share of a page's lines that begin where a column begins, and of its width between two columns."""
_EDGES = 2
"""Lines at the top and at the bottom of a page among which running heads and page numbers are."""
_SPACE_AROUND = 1.45
"""Times the usual distance of lines, from which on a paragraph ends."""
_LARGE = 1.25
"""Times the usual size, from which on a line is a headline."""
_ENDS = ".!?:”’\"')…"


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A line on a page: place and size in points, counted from the lower left corner."""

    page: int
    x: float
    y: float
    size: float
    text: str

    @property
    def end(self) -> float:
        """Where it ends, about."""
        return self.x + len(self.text) * self.size * _WIDTH


def read_pdf(path: Path, name: str) -> Imported | Failure:
    """The article in the text of a PDF."""
    import pypdf

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    raw = contents(path)
    if isinstance(raw, Failure):
        return raw
    try:
        reader = pypdf.PdfReader(io.BytesIO(raw))
        if reader.is_encrypted and not reader.decrypt(""):
            return Failure("is protected by a password", "save it without one")
        if len(reader.pages) > MAX_PAGES:
            return Failure(f"has {len(reader.pages):,} pages, more than {MAX_PAGES:,}", "split it into smaller files")
        pages = [_lines(page, number) for number, page in enumerate(reader.pages)]
    except pypdf.errors.PyPdfError as error:
        return Failure(f"is not a PDF that can be read: {error}", "print it to a new PDF")
    if not any(pages):
        return Failure("has no text, only images of it", "run text recognition (OCR) on it first")
    if sum(len(line.text) for page in pages for line in page) > MAX_CHARACTERS:
        return Failure(f"has more than {MAX_CHARACTERS:,} characters", "split it into smaller files")
    kept = _without_running_lines(pages)
    lines = [line for page in kept for line in _in_reading_order(page)]
    if not lines:
        return Failure("has no text apart from running heads and page numbers", "check that it holds an article")
    found = article_of_text(*_titled(lines, name))
    if isinstance(found, Failure) or found.front.date:
        return found
    running = {line for page in pages for line in page}.difference(lines)
    days = {full_date(line.text) for line in running}
    days.discard("")
    return structs.replace(found, front=structs.replace(found.front, date="".join(days) if len(days) == 1 else ""))


def _titled(lines: Sequence[PrintedLine], name: str) -> tuple[str, str, FrontMatter]:
    """The text, its name, and the headline: the largest lines of the first page."""
    usual = _usual_size(lines)
    first = [line for line in lines if line.page == lines[0].page]
    largest = max(line.size for line in first)
    title = ""
    if largest >= _LARGE * usual:
        at = next(n for n, line in enumerate(lines) if line.size == largest and line.page == lines[0].page)
        end = next((n for n in range(at, len(lines)) if lines[n].size < 0.95 * largest), len(lines))
        if end - at <= 5:
            title = " ".join(line.text for line in lines[at:end])
            lines = [*lines[:at], *lines[end:]]
    return "\n\n".join(_paragraphs(lines)), name, FrontMatter(title=title)


def _lines(page: Any, number: int) -> list[PrintedLine]:
    """The lines of a page, in the order in which it draws them."""
    pieces: list[PrintedLine] = []

    def visit(text: str, matrix: Sequence[float], place: Sequence[float], _font: object, size: float) -> None:
        words = visible(text).replace("\t", " ").strip()
        if words:
            scale = abs(place[3] * matrix[3]) or 1.0
            x = place[4] * matrix[0] + matrix[4]
            y = place[5] * matrix[3] + matrix[5]
            size = round((size or 1) * scale, 1)
            rows = (" ".join(row.split()) for row in words.split("\n"))
            pieces.extend(PrintedLine(number, x, y, size, row) for row in rows if row)

    page.extract_text(visitor_text=visit)
    return list(_joined(pieces, _columns(pieces)))


def _joined(pieces: Sequence[PrintedLine], columns: Sequence[float]) -> Iterator[PrintedLine]:
    """Pieces that stand beside each other on one line of a column, as one."""
    line: PrintedLine | None = None
    for piece in pieces:
        begins = any(abs(piece.x - start) <= piece.size for start in columns)
        if (
            line
            and not begins
            and abs(piece.y - line.y) < 0.3 * line.size
            and line.x < piece.x < line.end + 3 * line.size
        ):
            line = replace(line, text=f"{line.text} {piece.text}")
            continue
        if line:
            yield line
        line = piece
    if line:
        yield line


def _without_running_lines(pages: Sequence[Sequence[PrintedLine]]) -> list[list[PrintedLine]]:
    """The pages without running heads and feet, and without page numbers."""
    edges = [_edges(page) for page in pages]
    counts = Counter(form for page in edges for form in {_form(line) for line in page})
    often = max(2, len(pages) // 3)
    usual = _usual_size([line for page in pages for line in page])

    def is_running(line: PrintedLine) -> bool:
        # Above all other lines, smaller than the text, and dated: the head of a newspaper's page.
        is_head = line in tops and line.size < 0.95 * usual and bool(full_date(line.text))
        return is_head or _is_number(line.text) or counts[_form(line)] >= often

    tops = {max(page, key=lambda line: line.y) for page in pages if page}
    return [
        [line for line in page if line not in edge or not is_running(line)]
        for page, edge in zip(pages, edges, strict=True)
    ]


def _edges(page: Sequence[PrintedLine]) -> list[PrintedLine]:
    heights = sorted({round(line.y) for line in page})
    if not heights:
        return []
    number = _EDGES if len(heights) > 2 * _EDGES else 1
    low, high = heights[number - 1], heights[-number]
    return [line for line in page if round(line.y) <= low or round(line.y) >= high]


def _form(line: PrintedLine) -> str:
    return re.sub(r"\d+", "0", line.text.casefold())


def _is_number(text: str) -> bool:
    return (
        re.fullmatch(
            r"(?:page\s+)?[-–— ]*(?:\d{1,4}|[ivxlc]{1,7})(?:\s*(?:of|/)\s*\d{1,4})?[-–— ]*", text, re.IGNORECASE
        )
        is not None
    )


def _in_reading_order(page: Sequence[PrintedLine]) -> list[PrintedLine]:
    """The lines of a page from top to bottom, column by column; a line across columns parts what is around it."""
    starts = _columns(page)
    if len(starts) < 2:
        # Drawn in another order than read, a page is sorted; otherwise its own order is best.
        falls = sum(1 for a, b in pairwise(page) if b.y > a.y + a.size)
        return sorted(page, key=lambda line: (-round(line.y), line.x)) if falls > len(page) // 4 else list(page)
    across = [
        line
        for line in page
        if any(line.x < start - line.size and line.end > start + 3 * line.size for start in starts[1:])
    ]
    rows = sorted(page, key=lambda line: -line.y)
    ordered: list[PrintedLine] = []
    for is_across, band in groupby(rows, key=across.__contains__):
        lines = list(band)
        ordered += lines if is_across else sorted(lines, key=lambda line: (_column(line, starts), -line.y))
    return ordered


def _columns(page: Sequence[PrintedLine]) -> list[float]:
    """Where the columns of a page begin, from the left."""
    width = max((line.end for line in page), default=0) - min((line.x for line in page), default=0)
    rounded = Counter(round(line.x / 6) for line in page)
    starts: list[float] = []
    for place, _ in sorted(rounded.items()):
        near = sum(count for other, count in rounded.items() if abs(other - place) <= 2)
        if near >= _COLUMN * len(page) and near >= 4 and (not starts or place * 6 - starts[-1] > _COLUMN * width):
            starts.append(place * 6.0)
    return starts


def _column(line: PrintedLine, starts: Sequence[float]) -> int:
    return max((n for n, start in enumerate(starts) if line.x >= start - line.size), default=0)


def _usual_size(lines: Sequence[PrintedLine]) -> float:
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.text)
    return sizes.most_common(1)[0][0]


def _paragraphs(lines: Sequence[PrintedLine]) -> Iterator[str]:
    """The paragraphs that the lines make."""
    gaps = [a.y - b.y for a, b in pairwise(lines) if a.page == b.page and 0 < a.y - b.y < 4 * a.size]
    usual = median(gaps) if gaps else 0.0
    widest = max((line.end - line.x for line in lines), default=0.0)
    is_ordinary = lexicon().is_ordinary
    text = ""
    for before, line in zip((None, *lines), lines, strict=False):
        if before and _goes_on(before, line, usual, widest):
            text = _with_line(text, line.text, is_ordinary)
            continue
        if text:
            yield text
        text = line.text
    if text:
        yield text


def _goes_on(before: PrintedLine, line: PrintedLine, usual: float, widest: float) -> bool:
    """Whether a line continues the paragraph of the line before it."""
    if abs(before.size - line.size) > 0.1 * line.size:
        return False
    ends = before.text[-1:] in _ENDS
    if before.page != line.page or line.y >= before.y:
        # At the top of a column or a page; an indent there would need the column's left edge.
        return not ends or line.text[:1].islower()
    if before.y - line.y > _SPACE_AROUND * usual:
        return False
    is_indented = line.x - before.x > 0.7 * line.size
    was_short = ends and before.end - before.x < 0.7 * widest and line.text[:1].isupper() and line.x <= before.x + 1
    return not is_indented and not was_short


def _with_line(text: str, line: str, is_ordinary: Any) -> str:
    """A paragraph with one more line; a word broken between them is whole again."""
    broken = re.search(r"([^\W\d_]+)[-\u2010]$", text)
    following = re.match(r"[^\W\d_]+", line)
    if not broken or not following or not following[0][0].islower():
        return f"{text} {line}"
    whole = f"{broken[1]}{following[0]}".lower()
    both = is_ordinary(broken[1].lower()) and is_ordinary(following[0].lower())
    return f"{text}{line}" if both and not is_ordinary(whole) else f"{text[:-1]}{line}"
