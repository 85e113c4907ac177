"""What a rule of reading sees, and what it answers."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from builder.model import Block, FrontMatter
from builder.read.lines import Line, is_prose

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
    PULL_QUOTE = "pull quote"
    CAPTION = "caption"
    CREDIT = "credit"
    RELATED = "related"
    UPDATE = "update"
    LEFT_OUT = "left out"


@dataclass(frozen=True, slots=True)
class Lines:
    """All lines of a text, and what only a look at all of them tells."""

    lines: tuple[Line, ...]
    front: FrontMatter = NOTHING
    """What the author says."""
    title: int = -1
    """The line that is the headline; -1 if none is."""
    first: int = -1
    """The first line that reads as a paragraph and is nothing else."""
    last: int = -1
    """The last such line."""
    free: frozenset[int] = frozenset()
    """Lines that no rule claims by their own words."""
    echoes: frozenset[int] = frozenset()
    """Lines that repeat a passage of another one."""
    speakers: frozenset[str] = frozenset()
    """Labels of turns: "Q", "MR. SMITH"."""

    def text(self, i: int) -> str:
        """The words of line ``i``; nothing before the first and after the last."""
        return self.lines[i].text if 0 <= i < len(self.lines) else ""

    def is_prose(self, i: int) -> bool:
        """Whether line ``i`` is a paragraph of the body, as far as its own words tell."""
        return i in self.free and is_prose(self.text(i))


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
