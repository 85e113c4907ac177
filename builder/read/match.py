"""The input and the result of a reading rule."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from builder.core.values import Block, FrontMatter
from builder.read.lines import Line
from builder.settings.config import Clean

NOTHING = FrontMatter()
"""The front matter of a line that contributes nothing to it."""


class LineKind(StrEnum):
    """The kind of a line in a pasted text."""

    TITLE = "title"
    STANDFIRST = "standfirst"
    AUTHORS = "authors"
    DATE = "date"
    PARAGRAPH = "paragraph"
    HEADING = "heading"
    ITEM = "item"
    TABLE = "table"
    PULL_QUOTE = "pull quote"
    QUOTATION = "quotation"
    CAPTION = "caption"
    NOTE = "note"
    RELATED = "related"
    UPDATE = "update"
    LEFT_OUT = "left out"
    PAGE = "page"
    """A line around the article of a web page, or the head, foot or number of a printed one."""


@dataclass(frozen=True, slots=True)
class Lines:
    """All lines of a text, and what is known only from all of them."""

    lines: tuple[Line, ...]
    texts: tuple[str, ...]
    """Their text, followed by two empty ones: reading at -1 and past the end gives nothing."""
    front: FrontMatter = NOTHING
    """The author's front matter."""
    clean: tuple[Clean, ...] = ()
    """The author's rules for lines, from dateline.toml."""
    around: tuple[Line, ...] = ()
    """Lines around the article, in a web page or on printed pages."""
    head: int = 0
    """Of a web page: number of lines before its article."""
    title: int = -1
    """The line at which the headline begins; -1 if there is none."""
    body: int = 0
    """The line after the headline; 0 if there is none."""
    first: int = -1
    """The first line that reads like a paragraph and is nothing else."""
    last: int = -1
    """The last such line."""
    free: frozenset[int] = frozenset()
    """Lines that no rule claims by their own words."""
    alone: Mapping[int, "Match"] = field(default_factory=dict)
    """Claims of rules by the lines' own words, by first line."""
    wire: bool = False
    """Whether credits follow the text in Reuters style."""
    shaped: int = 0
    """Number of lines between paragraphs with the shape of a heading."""
    with_questions: int = 0
    """The same including lines that ask a question; 0 if none does."""
    echoes: frozenset[int] = frozenset()
    """Lines that repeat a passage of another line."""
    repeats: frozenset[int] = frozenset()
    """Lines that repeat an entire earlier line."""
    speakers: frozenset[str] = frozenset()
    """Labels of speakers: "Q", "MR. SMITH"."""
    questions: frozenset[int] = frozenset()
    """Lines with questions, in an interview without labels."""
    counted: frozenset[int] = frozenset()
    """Short lines that begin with 1, 2, 3 …, each before its own text."""

    def is_prose(self, i: int) -> bool:
        """Whether line ``i`` is a paragraph of the body, judging by its own words."""
        return i in self.free and self.lines[i].prose


@dataclass(frozen=True, slots=True)
class Match:
    """The claim of ``rule`` that the lines up to ``end`` are ``kind``, with their blocks and front matter."""

    end: int
    kind: LineKind
    rule: str
    blocks: tuple[Block, ...] = ()
    metadata: FrontMatter = NOTHING


Rule = Callable[[Lines, int], Match | None]
"""Claims lines from ``i`` on, or nothing."""
