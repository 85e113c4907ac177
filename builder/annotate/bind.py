"""Which full name a short name means.

Within one article, a short name keeps the person introduced before its first use; if there are several, it means the
one in the headline or lead, otherwise at each place the one last named in full, unless another was named in the same
passage. A person introduced only later counts if there is no other candidate. Nothing here looks at other articles:
otherwise one text could relink the rest.
"""

from bisect import bisect_left
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
    places: tuple[TextPosition, ...]
    """The positions of their full names, in order."""
    shorts: tuple[NameWords, ...]
    """Keys of their short forms, the most common first."""
    sex: str = ""
    """The sex that a title, a word such as "sister" or else the first name implies."""

    @property
    def first(self) -> TextPosition:
        """The position of their first full name."""
        return self.places[0]


Use = tuple[NameWords, str]
"""A short form, and the sex that its title implies: "Mr. Brandt" and "Ms. Brandt" are different people."""


def bind(
    people: Sequence[Person], uses: Mapping[Use, Sequence[TextPosition]]
) -> tuple[dict[tuple[Use, TextPosition], Person], list[Use]]:
    """The person of each short form at each of its places; and the forms that are ambiguous somewhere."""
    bound: dict[tuple[Use, TextPosition], Person] = {}
    unclear: list[Use] = []
    usual: dict[NameWords, list[Person]] = defaultdict(list)
    other: dict[NameWords, list[Person]] = defaultdict(list)
    for person in people:
        usual[person.shorts[0]].append(person)
        for short in person.shorts[1:]:
            other[short].append(person)
    for use, places in uses.items():
        short, sex = use
        candidates = [each for each in usual[short] or other[short] if not sex or each.sex in (sex, "")]
        keeper = _keeper(candidates, places) or _keeper([each for each in candidates if sex and each.sex], places)
        named = sorted((place, number) for number, each in enumerate(candidates) for place in each.places)
        mixed = _mixed(named)
        for place in places:
            if chosen := keeper or _last_named(candidates, named, mixed, place):
                bound[use, place] = chosen
            elif candidates and use not in unclear[-1:]:
                unclear.append(use)
    return bound, unclear


def keys(shorts: Sequence[NameWords]) -> tuple[NameWords, ...]:
    """The keys of short forms."""
    return tuple(dict.fromkeys(key(short) for short in shorts))


def _keeper(candidates: Sequence[Person], places: Sequence[TextPosition]) -> Person | None:
    """The person that a short name means at all of its places.

    The first place after one of them is introduced decides; earlier places mean the same person.
    """
    if len(candidates) < 2:
        return next(iter(candidates), None)
    introduced = min(person.first for person in candidates)
    first = next((place for place in places if introduced < place), places[0])
    before = [person for person in candidates if person.first < first]
    if len(before) == 1:
        return before[0]
    if len({person.local.name for person in before or candidates}) == 1:
        return None  # A headline does not say which of two people of one name it means.
    for part in range(HEAD + 1):
        ahead = [person for person in before or candidates if person.first[0] <= part]
        if ahead:
            return ahead[0] if len(ahead) == 1 else None
    return None


def _mixed(named: Sequence[tuple[TextPosition, int]]) -> list[bool]:
    """For each full name, whether another person was named in its passage before."""
    mixed: list[bool] = []
    for at, ((block, _), who) in enumerate(named):
        (other, _), before = named[at - 1]
        mixed.append(at > 0 and other == block and (who != before or mixed[-1]))
    return mixed


def _last_named(
    candidates: Sequence[Person], named: Sequence[tuple[TextPosition, int]], mixed: Sequence[bool], place: TextPosition
) -> Person | None:
    """The person named in full last before this place, if no other one was in that passage."""
    at = bisect_left(named, (place, 0)) - 1
    return None if at < 0 or mixed[at] else candidates[named[at][1]]
