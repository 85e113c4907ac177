"""Counts over the stories of a person or country."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from heapq import nlargest
from typing import NamedTuple

from builder.codec import Digest
from builder.render.stories import Headline, Seen
from builder.render.words import moment

MOST_TOGETHER = 200
"""People and countries of one story that count as co-mentioned; of a longer list, those mentioned most."""


class Card(NamedTuple):
    """The part of a story that lists need."""

    headline: Headline
    cast: Mapping[str, tuple[Seen, ...]]
    """All entities in it that have a page ("person:ID"), in order of first mention, with their bearers."""
    mark: Digest
    """Digest of all of that, and of their pages."""
    order: tuple[str, str, str]
    """``Headline.order``, made once."""
    together: Mapping[str, tuple[Seen, ...]]
    """Those of the cast with whom everyone in it counts as co-mentioned: see ``most_named``."""


@dataclass(slots=True)
class Totals:
    """Sums over all stories of an entity."""

    mentions: int = 0
    apart: int = 0
    """Mentions by capital or seat of power."""
    roles: int = 0
    """Stories that give the person a role."""
    marks: int = 0
    """Sum of all their digests, which represents them all: each covers its story's position in the order."""

    def add(self, card: Card, ref: str, times: int) -> None:
        """Add an entity's figures in one story; with ``times`` -1 subtract them."""
        for seen in card.cast[ref]:
            self.mentions += times * seen.count
            self.apart += times * seen.apart
            self.roles += times * bool(seen.role)
        self.marks += times * int.from_bytes(card.mark)


@dataclass(slots=True)
class Company:
    """Co-mentions over all stories of an entity, with their numbers, and the number of stories for each year."""

    counts: dict[str, int] = field(default_factory=dict)
    mentions: dict[str, int] = field(default_factory=dict)
    years: Counter[str] = field(default_factory=Counter)

    def add(self, card: Card, ref: str, times: int) -> None:
        """Count a story of an entity; with ``times`` -1 remove it."""
        counts, mentions = self.counts, self.mentions
        for other, seen in card.together.items():
            if other != ref:
                counts[other] = counts.get(other, 0) + times
                mentions[other] = mentions.get(other, 0) + times * mentions_in(seen)
        if moment(card.headline.date):
            self.years[card.headline.date[:4]] += times


def most_named(cast: Mapping[str, tuple[Seen, ...]]) -> Mapping[str, tuple[Seen, ...]]:
    """Those whom a story mentions most, so that a list of thousands does not make millions of pairs."""
    if len(cast) <= MOST_TOGETHER:
        return cast
    return dict(nlargest(MOST_TOGETHER, cast.items(), key=lambda each: mentions_in(each[1])))


def mentions_in(seen: Iterable[Seen]) -> int:
    """The number of an entity's mentions in a story."""
    mentions = 0
    for each in seen:
        mentions += each.count + each.apart
    return mentions
