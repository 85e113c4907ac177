"""Who and what pages show beside each other: those in a story, those seen together, stories about the same people."""

from dataclasses import dataclass

from builder.model import Bearer
from builder.render.addresses import Place
from builder.render.stories import Headline


@dataclass(frozen=True, slots=True)
class Shown:
    """Somebody whom a story names: their page, what the story calls them, how often it names them."""

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
    """Somebody who is seen with somebody: in how many stories, and the newest of these."""

    place: Place
    count: int
    stories: tuple[Headline, ...]


@dataclass(frozen=True, slots=True)
class History:
    """When somebody was seen, and with whom."""

    ends: tuple[Headline, ...] = ()
    """The oldest and the newest story of those with a date; none if none has one."""
    years: tuple[tuple[str, int], ...] = ()
    """Years with stories, rising, and how many."""
    people: tuple[Companion, ...] = ()
    countries: tuple[Companion, ...] = ()
