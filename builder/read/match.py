"""What a rule of reading sees, and what it answers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from builder.config import Clean
from builder.model import Block, FrontMatter
from builder.read.lines import Line

NOTHING = FrontMatter()
"""What a line says of the article that says nothing of it."""


class Kind(StrEnum):
    """What a line of a pasted text is."""

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


@dataclass(frozen=True, slots=True)
class Lines:
    """All lines of a text, and what only a look at all of them tells."""

    lines: tuple[Line, ...]
    texts: tuple[str, ...]
    """Their words, and two empty ones behind the last: at -1 and behind the end there is nothing to be seen."""
    front: FrontMatter = NOTHING
    """What the author says."""
    clean: tuple[Clean, ...] = ()
    """What the author says of lines, in dateline.toml."""
    title: int = -1
    """The line at which the headline begins; -1 if there is none."""
    body: int = 0
    """The line behind the headline; 0 if there is none."""
    first: int = -1
    """The first line that reads as a paragraph and is nothing else."""
    last: int = -1
    """The last such line."""
    free: frozenset[int] = frozenset()
    """Lines that no rule claims by their own words."""
    alone: Mapping[int, "Match"] = field(default_factory=dict)
    """What rules claim by their own words, by first line."""
    wire: bool = False
    """Whether credits stand behind the text as Reuters writes them."""
    shaped: int = 0
    """How many lines between paragraphs are shaped as headings."""
    asked: int = 0
    """How many of them there are with those that ask; 0 if none asks."""
    echoes: frozenset[int] = frozenset()
    """Lines that repeat a passage of another one."""
    repeats: frozenset[int] = frozenset()
    """Lines that say again what a whole line before them says."""
    speakers: frozenset[str] = frozenset()
    """Labels of turns: "Q", "MR. SMITH"."""
    questions: frozenset[int] = frozenset()
    """Lines with which somebody asks, in an interview without labels."""
    counted: frozenset[int] = frozenset()
    """Short lines that begin with 1, 2, 3 …, each over a text of its own."""

    def is_prose(self, i: int) -> bool:
        """Whether line ``i`` is a paragraph of the body, as far as its own words tell."""
        return i in self.free and self.lines[i].prose


@dataclass(frozen=True, slots=True)
class Match:
    """The lines up to ``end`` are claimed as ``kind`` by ``rule``: what they add to the body, what they say of it."""

    end: int
    kind: Kind
    rule: str
    blocks: tuple[Block, ...] = ()
    said: FrontMatter = NOTHING


Rule = Callable[[Lines, int], Match | None]
"""Claims lines from ``i`` on, or nothing."""
