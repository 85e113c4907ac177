"""What has changed in the index since the last complete build: each output finds the pages to check from this."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from builder.index.pagination import MovedRows

MOST = 2_000
"""Changed articles that are tracked one by one; with more, checking every page is faster."""


class TermState(NamedTuple):
    """A term before it changed."""

    articles: int
    words: str
    """Empty if there was no such term."""


class NamedIn(NamedTuple):
    """What lists and counts show of an entity in an article."""

    entity: int | None
    """``None`` without a page."""
    mentions: int
    apart: int
    role: str
    traits: bytes


class ArticleState(NamedTuple):
    """An article's rows, as far as other pages depend on them."""

    address: str
    position: str
    headline: bytes
    named: tuple[NamedIn, ...]
    """Whom it names, in order of first mention."""
    names: Mapping[int, tuple[int, ...]]
    """For each entity in it, the rows of the names that it has there."""
    excerpts: Mapping[int, tuple[bytes, ...]]
    """For each entity in it that has a page, in order of first mention, the digests of its excerpts."""
    said: Mapping[int, int]
    """For each of these that speaks in it, the number of quotations."""
    terms: frozenset[str]
    """References of its section, tags, authors and year."""

    def differs(self, other: "ArticleState | None") -> bool:
        """Whether lists and counts show something different: more than an excerpt changed."""
        return other is None or self[:4] != other[:4]


@dataclass(slots=True)
class Changes:
    """What a build changed in the index.

    ``everything`` says that every page is to be checked; the other fields mean nothing then.
    """

    everything: bool = False
    articles: dict[int, tuple[ArticleState | None, ArticleState | None]] = field(default_factory=dict)
    """For each changed article, by id, its rows before and after; ``None`` if it had or has none."""
    files: dict[int, str] = field(default_factory=dict)
    """The file of each of these."""
    had: dict[int, int] = field(default_factory=dict)
    """For each entity whose articles changed, by id, the number of its articles before."""
    refs: dict[int, str] = field(default_factory=dict)
    """The reference ("person:ID") of each entity that changed, also of those that are gone."""
    placed: set[int] = field(default_factory=set)
    """Entities that appeared, or whose name, address or decisions changed."""
    lines: bool = False
    """Whether any entity's line in lists changed, appeared or disappeared."""
    noted: set[str] = field(default_factory=set)
    """Entities ("person:ID") whose editorial note changed."""
    terms: dict[str, TermState] = field(default_factory=dict)
    """The terms that the changed articles have or had, as they were before."""
    pictures: set[str] = field(default_factory=set)
    """Paths of pictures whose size or smaller copies changed."""
    plain: bool = False
    """Whether plain pages were added or removed."""
    articles_before: int = 0
    """The number of articles before."""

    @property
    def listed(self) -> bool:
        """Whether lists of articles show something different."""
        return self.everything or any(differ(before, after) for before, after in self.articles.values())

    @property
    def quotations(self) -> bool:
        """Whether anybody's number of quotations differs."""
        pairs = self.articles.values()
        return self.everything or any((old.said if old else {}) != (new.said if new else {}) for old, new in pairs)

    @property
    def moved(self) -> tuple[MovedRows, set[str]]:
        """The moves in a list of all articles, and the positions of those with another headline in the same place."""
        moved, stay = MovedRows(), set[str]()
        for before, after in self.articles.values():
            if before and after and before.position == after.position:
                if before.headline != after.headline:
                    stay.add(after.position)
                continue
            for row, change in ((before, -1), (after, 1)):
                if row:
                    moved.add(row.position, change)
        return moved, stay


def differ(before: ArticleState | None, after: ArticleState | None) -> bool:
    """Whether lists and counts show something different; ``None`` if there was or is no article."""
    return after.differs(before) if after else before is not None
