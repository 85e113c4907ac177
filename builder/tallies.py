"""What is counted over the stories of a person or country."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from heapq import nlargest
from typing import NamedTuple

from builder.codec import Digest
from builder.render.stories import Headline, Seen
from builder.render.words import moment

MOST_TOGETHER = 200
"""People and countries of one story who count as seen with each other; of a longer list those named most."""


class Card(NamedTuple):
    """What lists need of a story."""

    headline: Headline
    cast: Mapping[str, tuple[Seen, ...]]
    """Everyone in it who has a page ("person:ID"), in order of first mention: by whom they are meant in it."""
    mark: Digest
    """What stands for all of that, and for their pages."""
    order: tuple[str, str, str]
    """``Headline.order``, made once."""
    together: Mapping[str, tuple[Seen, ...]]
    """Of the cast those with whom everyone in it counts as seen: see ``most_named``."""


@dataclass(slots=True)
class Totals:
    """Sums over all stories of somebody."""

    mentions: int = 0
    apart: int = 0
    """Mentions by capital or seat of power."""
    roles: int = 0
    """Stories that say what the person is."""
    marks: int = 0
    """Of all their marks, which stands for them all: each holds its story's place in the order."""

    def add(self, card: Card, ref: str, times: int) -> None:
        """Add what a story says of somebody; with ``times`` -1 take it away."""
        for seen in card.cast[ref]:
            self.mentions += times * seen.count
            self.apart += times * seen.apart
            self.roles += times * bool(seen.role)
        self.marks += times * int.from_bytes(card.mark)


@dataclass(slots=True)
class Company:
    """Who else is in all stories of somebody: in how many, how often named; and how many stories are of each year."""

    counts: dict[str, int] = field(default_factory=dict)
    mentions: dict[str, int] = field(default_factory=dict)
    years: Counter[str] = field(default_factory=Counter)

    def add(self, card: Card, ref: str, times: int) -> None:
        """Count a story of somebody; with ``times`` -1 no more."""
        counts, mentions = self.counts, self.mentions
        for other, seen in card.together.items():
            if other != ref:
                counts[other] = counts.get(other, 0) + times
                mentions[other] = mentions.get(other, 0) + times * mentions_in(seen)
        if moment(card.headline.date):
            self.years[card.headline.date[:4]] += times


def most_named(cast: Mapping[str, tuple[Seen, ...]]) -> Mapping[str, tuple[Seen, ...]]:
    """Those whom a story names most, so that a list of thousands makes no millions of pairs."""
    if len(cast) <= MOST_TOGETHER:
        return cast
    return dict(nlargest(MOST_TOGETHER, cast.items(), key=lambda each: mentions_in(each[1])))


def mentions_in(seen: Iterable[Seen]) -> int:
    """How often a story names somebody."""
    mentions = 0
    for each in seen:
        mentions += each.count + each.apart
    return mentions
