"""Which full name a short name means.

Within one article, a short name keeps the bearer introduced before its first use; if there are several, it means the
one in the headline or lead, otherwise no one, with a doubt. A bearer introduced only later counts if it is the only
one. Nothing here looks at other articles: otherwise one text could relink the rest.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from builder.annotate.names import NameWords, key
from builder.core.values import HEAD, Bearer

TextPosition = tuple[int, int]
"""Passage, and character in it: positions are in reading order."""


@dataclass(frozen=True, slots=True)
class Person:
    """A person named in full in an article."""

    bearer: Bearer
    first: TextPosition
    """The position of their first full name."""
    shorts: tuple[NameWords, ...]
    """Keys of their short forms, the most common first."""
    sex: str = ""
    """The sex that titles and words such as "sister" imply."""


Use = tuple[NameWords, str]
"""A short form, and the sex that its title implies: "Mr. Brandt" and "Ms. Brandt" are different people."""


def bind(people: Sequence[Person], uses: Mapping[Use, TextPosition]) -> tuple[dict[Use, Person], list[Use]]:
    """The bearer of each short form, given its first use; and the ambiguous ones, which link to no one."""
    bound: dict[Use, Person] = {}
    unclear: list[Use] = []
    usual: dict[NameWords, list[Person]] = defaultdict(list)
    other: dict[NameWords, list[Person]] = defaultdict(list)
    for person in people:
        usual[person.shorts[0]].append(person)
        for short in person.shorts[1:]:
            other[short].append(person)
    for (short, sex), first in uses.items():
        bearers = _fitting(usual[short] or other[short], sex)
        chosen = _chosen(bearers, first)
        if chosen:
            bound[short, sex] = chosen
        elif bearers:
            unclear.append((short, sex))
    return bound, unclear


def keys(shorts: Sequence[NameWords]) -> tuple[NameWords, ...]:
    """The keys of short forms."""
    return tuple(dict.fromkeys(key(short) for short in shorts))


def _fitting(bearers: Sequence[Person], sex: str) -> Sequence[Person]:
    if not sex:
        return bearers
    return [each for each in bearers if each.sex == sex] or [each for each in bearers if not each.sex]


def _chosen(bearers: Sequence[Person], first: TextPosition) -> Person | None:
    if len(bearers) < 2:
        return next(iter(bearers), None)
    before = [person for person in bearers if person.first < first]
    if len(before) == 1:
        return before[0]
    for part in range(HEAD + 1):
        ahead = [person for person in before or bearers if person.first[0] <= part]
        if ahead:
            return ahead[0] if len(ahead) == 1 else None
    return None
