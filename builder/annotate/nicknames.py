"""Whether two given names can be those of one person: "Joe" and "Joseph", "Bill" and "William".

The pairs come from the package ``nicknames``, and a name may be cut to its first letters. The package is generous
("Bill" is a nickname of Robert there, too): a pair allows two names to be one person's, but proves nothing. Only direct
pairs count: Alan and Albert are both Al, but Alan is not Albert. Names that differ only by how Cyrillic letters are
written in Latin ones, "Sergey" and "Sergei", are allowed as well.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from functools import cache

from builder.core.regex import regex
from builder.core.slug import slug

_ENDING = regex(r"(?<=[aeo])[yj]$|(?<=[^aeiouy])(?:iy|ij|ii|yi|y)$")
"""Of "Sergey", "Dmitriy", "Yuriy": what is "i" in other spellings."""
NICKNAME = "has_nickname"
"""How the package calls the relation of "Joseph" to "Joe"."""
LONG = 4
"""Letters that a name of several spellings has at least."""
SHORT = 3
"""Letters that a name may be cut to."""


def same_given(one: str, other: str) -> bool:
    """Whether they are equal except for case and accents, or one is a nickname of the other."""
    first, second = sorted((slug(one), slug(other)), key=len)
    if first == second or romanized(first) == romanized(second):
        return True
    if 1 < len(first) <= SHORT and second.startswith(first) and len(second) > len(first) + 2:
        return True  # "Ty" and "Tyrone"
    return second in _pairs().get(first, ())


def given_forms(name: str) -> Collection[str]:
    """All given names, as slugs, that are the same as this one, except those that it begins."""
    plain = slug(name)
    return {plain, romanized(plain), *_pairs().get(plain, ())}


def romanized(name: str) -> str:
    """The one form of a given name, as a slug, that stands for all its spellings: "sergei", "dmitri", "alexander"."""
    if len(name) < LONG:
        return name
    name = name.removeprefix("y") if name.startswith("ye") else name
    return _ENDING.sub("i", name).replace("ks", "x").replace("w", "v").replace("ss", "s")


@cache
def _pairs() -> Mapping[str, Collection[str]]:
    """For each name its nicknames, and those whose nickname it is. Takes about 15 ms, so only when first needed."""
    from nicknames import name_triplets

    pairs = defaultdict(set)
    for name, relation, other in name_triplets():
        if relation == NICKNAME:
            pairs[name].add(other)
            pairs[other].add(name)
    return pairs
