"""The units of lists: of names, of the newest stories."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from math import ceil

from builder.kinds import EntityKind
from builder.recipes import FeedUnit, ListUnit, Owner
from builder.render.entity import Line
from builder.render.stories import Headline
from builder.render.words import moment

FEED_SIZE = 50
"""Stories in a feed and in llms.txt, as many as on a page of a list."""

PER_LIST = 500
"""Names on a page of people A–Z."""


def feed(folder: str, name: str, newest: Iterable[Headline]) -> FeedUnit:
    """The feed of these stories, newest first: those with a date, up to the size of a feed."""
    return FeedUnit(folder, name, tuple(islice((story for story in newest if moment(story.date)), FEED_SIZE)))


def lists_of_names(count: Callable[[EntityKind], int]) -> Iterator[Owner]:
    """The pages of the lists for these numbers of people and countries: the first has number 0, the second 2."""
    for kind in EntityKind:
        further = range(2, ceil(count(kind) / PER_LIST) + 1)
        yield from (Owner(kind, "", number) for number in (0, *further))


def page_of_names(kind: EntityKind, lines: Sequence[Line], number: int) -> ListUnit:
    """One of these pages, from all lines in order."""
    parts = [tuple(lines[start : start + PER_LIST]) for start in range(0, len(lines), PER_LIST)] or [()]
    ranges = tuple((part[0].place.entity.sort, part[-1].place.entity.sort) for part in parts) if parts[1:] else ()
    return ListUnit(kind, parts[max(0, number - 1)], len(lines), number, ranges)
