"""Co-mentions: the entities in a story, those in the same stories, and stories about the same people."""

from dataclasses import dataclass

from builder.model import Bearer
from builder.render.addresses import Place
from builder.render.stories import Headline


@dataclass(frozen=True, slots=True)
class Shown:
    """An entity in a story: its page, its roles there, the number of mentions."""

    bearer: Bearer
    place: Place
    role: str
    mentions: int


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier story about some of the same people."""

    story: Headline
    people: tuple[str, ...]
    """Their names."""


@dataclass(frozen=True, slots=True)
class Companion:
    """An entity in the same stories as another: the number of these stories, and the newest of them."""

    place: Place
    count: int
    stories: tuple[Headline, ...]


@dataclass(frozen=True, slots=True)
class History:
    """When and with whom an entity was mentioned."""

    ends: tuple[Headline, ...] = ()
    """The oldest and the newest story with a date; empty if no story has one."""
    years: tuple[tuple[str, int], ...] = ()
    """Years with stories, ascending, and the number of stories in each."""
    people: tuple[Companion, ...] = ()
    countries: tuple[Companion, ...] = ()
