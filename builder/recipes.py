"""What each page is made from.

A *unit* is the whole recipe of one or a few files, small and equal to itself for as long as nothing that it shows has
changed: its digest is the key of its pages.
"""

from dataclasses import dataclass

from builder.codec import Digest
from builder.model import EntityKind
from builder.render.addresses import Leaf, Place
from builder.render.company import Earlier, Shown
from builder.render.entity import Line
from builder.render.stories import Headline


@dataclass(frozen=True, slots=True)
class ArticleUnit:
    """The files of an article: its page, Markdown, text and annotations."""

    headline: Headline
    layout: Digest
    shown: tuple[Shown, ...]
    """Everyone in it who has a page."""
    earlier: tuple[Earlier, ...] = ()


@dataclass(frozen=True, slots=True)
class EntityUnit:
    """A page of a person or country; the first has a card beside it."""

    line: Line
    """On a numbered page bare: what grows with every story stands on the first page alone."""
    rows: tuple[tuple[Headline, tuple[Digest, ...]], ...]
    """Stories with what stands for their sightings, newest first."""
    leaf: Leaf
    history: Digest = b""
    """What stands for when and with whom they were seen; empty on a numbered page."""


@dataclass(frozen=True, slots=True)
class ListUnit:
    """A page of people A–Z, or of countries."""

    kind: EntityKind
    entities: tuple[Line, ...]
    """Sorted."""
    total: int = 0
    """Names on all pages."""
    number: int = 0
    """Of the page; the first is 0, the second 2."""
    ranges: tuple[tuple[str, str], ...] = ()
    """The first and the last name of each page; empty if there is but one."""


@dataclass(frozen=True, slots=True)
class HomeUnit:
    """The front page, or a further page of its list."""

    stories: tuple[Headline, ...]
    counts: tuple[int, int, int]
    """Stories, people, countries; zeros on numbered pages."""
    leaf: Leaf
    seen: tuple[tuple[tuple[Place, int], ...], ...] = ((), ())
    """The people and the countries most seen in the newest stories, with in how many; none on numbered pages."""


@dataclass(frozen=True, slots=True)
class EntitiesUnit:
    """entities.json."""

    entities: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class LlmsUnit:
    """llms.txt"""

    stories: tuple[Headline, ...]
    """The newest."""


@dataclass(frozen=True, slots=True)
class FeedUnit:
    """The feed of the site or, in the folder of their page, of a person or country with this name."""

    folder: str
    name: str
    stories: tuple[Headline, ...]
    """Those with a date, newest first."""


Unit = ArticleUnit | EntityUnit | ListUnit | HomeUnit | EntitiesUnit | LlmsUnit | FeedUnit
