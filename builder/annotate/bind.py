"""Which full name a short name means.

Within one article, a short name means the person introduced before its first use; if there are several, the one in the
headline or lead, otherwise no one, with a doubt. A person introduced only later counts if there is no other. Nothing
here reads other articles: otherwise one text could relink the rest.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from builder.annotate.names import NameWords, key
from builder.core.values import HEAD, LocalEntity

TextPosition = tuple[int, int]
"""Passage, and character in it: positions are in reading order."""


@dataclass(frozen=True, slots=True)
class Person:
    """A person named in full in an article."""

    local: LocalEntity
    first: TextPosition
    """The position of their first full name."""
    shorts: tuple[NameWords, ...]
    """Keys of their short forms, the most common first."""
    sex: str = ""
    """The sex that titles and words such as "sister" imply."""


Use = tuple[NameWords, str]
"""A short form, and the sex that its title implies: "Mr. Brandt" and "Ms. Brandt" are different people."""


def bind(people: Sequence[Person], uses: Mapping[Use, TextPosition]) -> tuple[dict[Use, Person], list[Use]]:
    """The person of each short form, given its first use; and the ambiguous ones, which link to no one."""
    bound: dict[Use, Person] = {}
    unclear: list[Use] = []
    usual: dict[NameWords, list[Person]] = defaultdict(list)
    other: dict[NameWords, list[Person]] = defaultdict(list)
    for person in people:
        usual[person.shorts[0]].append(person)
        for short in person.shorts[1:]:
            other[short].append(person)
    for (short, sex), first in uses.items():
        candidates = _fitting(usual[short] or other[short], sex)
        chosen = _chosen(candidates, first)
        if chosen:
            bound[short, sex] = chosen
        elif candidates:
            unclear.append((short, sex))
    return bound, unclear


def keys(shorts: Sequence[NameWords]) -> tuple[NameWords, ...]:
    """The keys of short forms."""
    return tuple(dict.fromkeys(key(short) for short in shorts))


def _fitting(candidates: Sequence[Person], sex: str) -> Sequence[Person]:
    if not sex:
        return candidates
    return [each for each in candidates if each.sex == sex] or [each for each in candidates if not each.sex]


def _chosen(candidates: Sequence[Person], first: TextPosition) -> Person | None:
    if len(candidates) < 2:
        return next(iter(candidates), None)
    before = [person for person in candidates if person.first < first]
    if len(before) == 1:
        return before[0]
    for part in range(HEAD + 1):
        ahead = [person for person in before or candidates if person.first[0] <= part]
        if ahead:
            return ahead[0] if len(ahead) == 1 else None
    return None
