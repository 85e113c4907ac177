"""Which of several people of one full name each mention means: father and son James Brown, the singer and the plumber.

There are several only if the article leaves no doubt: the ages beside two mentions differ, or the words between them
say so ("James Brown and his son James Brown", "not related to James Brown"). In reading order, each mention then means
the one whom the words beside it fit; before the second appears, the name means the first.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from builder.annotate.evidence import Labels
from builder.annotate.lexicon import Lexicon
from builder.annotate.name_place import NamePlace
from builder.annotate.phrase_places import Span
from builder.annotate.role_rules import roles
from builder.annotate.role_words import RELATIONS
from builder.annotate.ties import ages
from builder.core.regex import regex
from builder.core.text import sentences
from builder.core.values import Block

OPEN = -1
"""It is not clear who is meant."""

YEARS = 2
"""Years by which the ages of one person may differ in one article, in which others may be quoted."""

NEAR = 160
"""Characters between two mentions that may say how the two people are related."""

_RELATED = regex(
    r"(?:\b(?:[Hh]is|[Hh]er|whose)|[’']s?) (?:[\w-]+ ){0,3}?([\w-]+),? \Z"
    r"|, (?:an? |the )?(?:[\w-]+ ){0,2}?([\w-]+) of (?:the )?(?:[a-z]+ ){0,2}\Z"
    r"|\b(?:not related|unrelated|no relation) to (?:the )?(?:[a-z]+ ){0,3}\Z"
    r"|\bunrelated (?:[a-z]+ ){0,2}(?:named |called )?\Z"
)
"""What ends the words between two mentions of one name that mean different people; a word must be a relation."""

_YEAR = regex(r"\b(?:1[5-9]|20)\d\d\b")
"""An age in a sentence with a year is that of another time."""


@dataclass(slots=True)
class _Beside:
    """What is said beside some mentions of one person."""

    mentions: set[int] = field(default_factory=set)
    ages: set[int] = field(default_factory=set)
    heads: set[str] = field(default_factory=set)
    """The last words of roles: "plumber", "son"."""


def whose(
    places: Sequence[Span],
    passages: Sequence[Block],
    people: Mapping[int, Sequence[int]],
    labels: Labels,
    names: Lexicon,
) -> list[int]:
    """For each place of a full name, in reading order, the number of the person there; or ``OPEN``.

    ``people`` are the starts of all full names in each passage, ascending. Nearly always, all places mean person 0.
    """
    around = [_place(place, passages, people, labels, names) for place in places]
    aged = [_ages(place) for place in around]
    apart = {at for at in range(1, len(places)) if _are_related(around[at - 1], around[at])}
    known = [age for some in aged for age in some]
    if not apart and (not known or max(known) - min(known) <= YEARS):
        return [0] * len(places)
    candidates: list[_Beside] = []
    found = []
    for at, place in enumerate(around):
        heads = {phrase.head for phrase in roles(place)}
        fitting = [
            number
            for number, one in enumerate(candidates)
            if not (at in apart and at - 1 in one.mentions)
            and all(abs(age - other) <= YEARS for age in aged[at] for other in one.ages)
        ]
        alike = [
            number for number in fitting if candidates[number].heads & heads or (candidates[number].ages and aged[at])
        ]
        if not fitting:
            fitting.append(len(candidates))
            candidates.append(_Beside())
        chosen = alike or fitting
        number = chosen[0] if len(chosen) == 1 else OPEN
        if number != OPEN:
            candidates[number].mentions.add(at)
            candidates[number].ages.update(aged[at])
            candidates[number].heads |= heads
        found.append(number)
    return found


def _place(
    place: Span, passages: Sequence[Block], people: Mapping[int, Sequence[int]], labels: Labels, names: Lexicon
) -> NamePlace:
    block, start, end = place
    text = passages[block].text
    spans = sentences(text)
    near = bisect_right(spans, start, key=lambda span: span[0]) - 1
    low, high = spans[near] if near >= 0 else (0, len(text))
    return NamePlace(block, text, start, end, low, max(high, end), people[block], (), labels, names)


def _ages(place: NamePlace) -> tuple[int, ...]:
    found = tuple(ages(place))
    return () if found and _YEAR.search(place.text, place.low, place.high) else found


def _are_related(one: NamePlace, two: NamePlace) -> bool:
    """Whether the words between two mentions of a name say that they mean two people."""
    if one.block != two.block or two.start - one.end > NEAR or one.has_person(one.end, two.start):
        return False
    found = _RELATED.search(one.text, one.end, two.start)
    return found is not None and (found.lastindex is None or found[found.lastindex] in RELATIONS)
