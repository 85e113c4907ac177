"""Full names, taken apart, and which of them may be one person's.

"James B. Comey" may be James Comey, "Joe Biden" may be Joseph R. Biden Jr., "Xi Jinping" is Jinping Xi. Names that are
merely alike, "Carl Smith" and "Karl Smith", never count as one.
"""

from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from builder.annotate.lexicon import PARTICLES, SUFFIXES, Lexicon, is_family_first
from builder.annotate.names import initials_of
from builder.annotate.nicknames import same_given
from builder.core.slug import slug

_SUFFIXES = frozenset(slug(suffix) for suffix in SUFFIXES)


class Fit(IntEnum):
    """Whether two names may be one person's."""

    NO = 0
    SUFFIX = 1
    """Only one of them has a suffix: "Joseph Biden" and "Joseph Biden Jr." may also be father and son."""
    YES = 2


@dataclass(frozen=True, slots=True)
class FullName:
    """The parts of a full name, each in ASCII letters and lower case."""

    given: str
    """The first given name, or its initial."""
    middle: tuple[str, ...]
    """Other given names or initials."""
    family: tuple[str, ...]
    """The family name with its particles."""
    suffix: str = ""


@lru_cache(maxsize=1 << 16)
def full_name(name: str, names: Lexicon) -> FullName | None:
    """The parts of a name, judged by its slug alone; ``None`` if it is not a full name."""
    plain = slug(name).split("-")
    suffix = plain.pop() if len(plain) > 2 and plain[-1] in _SUFFIXES else ""
    if len(plain) < 2:
        return None
    has_initial = any(len(part) == 1 for part in plain)
    if not has_initial and is_family_first(tuple(part.capitalize() for part in plain), names):
        return FullName(plain[1], tuple(plain[2:]), (plain[0],), suffix)
    at = len(plain) - 1
    while at > 1 and plain[at - 1] in PARTICLES:
        at -= 1
    middle = (letter for word in plain[1:at] for letter in (tuple(initials_of((word,))) or (word,)))
    return FullName(plain[0], tuple(middle), tuple(plain[at:]), suffix)


@lru_cache(maxsize=1 << 16)
def fit(one: FullName, other: FullName) -> Fit:
    """Whether two full names may be one person's."""
    if not _may_be_one(one, other):
        return Fit.NO
    if one.suffix == other.suffix:
        return Fit.YES
    return Fit.NO if one.suffix and other.suffix else Fit.SUFFIX


def _may_be_one(one: FullName, other: FullName) -> bool:
    if one.family[-1] != other.family[-1]:
        return False
    given = (one.given, *one.middle), (other.given, *other.middle)
    if _is_name_or_initial(one.given, other.given) and _are_aligned(one.middle, other.middle):
        return True
    # "F. Scott Fitzgerald" is also Scott Fitzgerald.
    longer, shorter = sorted(given, key=len, reverse=True)
    return len(longer) > len(shorter) and len(longer[0]) == 1 and longer[1] == shorter[0] and len(shorter[0]) > 1


def _are_aligned(some: tuple[str, ...], others: tuple[str, ...]) -> bool:
    """Whether middle names agree, as far as both have them."""
    if not some or not others:
        return True
    return len(some) == len(others) and all(map(_is_name_or_initial, some, others))


def _is_name_or_initial(one: str, other: str) -> bool:
    if 1 in (len(one), len(other)):
        return one[0] == other[0]
    return same_given(one, other)
