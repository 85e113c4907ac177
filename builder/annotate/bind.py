"""Which full name a short name means.

Within one article a short name keeps the bearer introduced before its first use; of several, the one in the headline
or lead, else nobody and a doubt. A bearer introduced only later counts if it is the only one. Nothing here looks at
another article: that would let one text relink the rest.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from builder.annotate.names import Words, key
from builder.model import HEAD, Bearer

Place = tuple[int, int]
"""Passage, and character in it: places are in reading order."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody named in full in an article."""

    bearer: Bearer
    first: Place
    """Where they are first named in full."""
    shorts: tuple[Words, ...]
    """Keys of their short forms, the most usual first."""


def bind(people: Sequence[Person], uses: Mapping[Words, Place]) -> tuple[dict[Words, Person], list[Words]]:
    """Who each short form means, given where it is first used; and those that could be several and are nobody's."""
    bound: dict[Words, Person] = {}
    unclear: list[Words] = []
    for short, first in uses.items():
        usual = [person for person in people if person.shorts[0] == short]
        bearers = usual or [person for person in people if short in person.shorts]
        chosen = _chosen(bearers, first)
        if chosen:
            bound[short] = chosen
        elif bearers:
            unclear.append(short)
    return bound, unclear


def keys(shorts: Sequence[Words]) -> tuple[Words, ...]:
    """The keys of short forms."""
    return tuple(dict.fromkeys(key(short) for short in shorts))


def _chosen(bearers: Sequence[Person], first: Place) -> Person | None:
    if len(bearers) < 2:
        return next(iter(bearers), None)
    before = [person for person in bearers if person.first < first]
    if len(before) == 1:
        return before[0]
    ahead = [person for person in before or bearers if person.first[0] <= HEAD]
    return ahead[0] if len(ahead) == 1 else None
