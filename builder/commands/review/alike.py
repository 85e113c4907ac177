"""Similar names: equal except for accents and hyphens, or except for one letter.

Names are compared only if they share a form with one letter left out, so that the cost grows with the number of
letters, not of pairs.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import combinations

SHORTEST = 8
"""Minimum letters of a full name that may differ in one. Too many people with shorter names differ by one letter."""
MOST = 12
"""Maximum names that share a form. More are not misspellings of one another."""


def pairs(people: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Ids of people with similar names, each pair once, given (id, name); names of one word are similar to none."""
    full = [(id_, plain(name), name) for id_, name in people if " " in name]
    forms: dict[str, list[int]] = defaultdict(list)
    for number, (_, letters, _) in enumerate(full):
        forms[letters].append(number)
        if len(letters) >= SHORTEST:
            for at in range(len(letters)):
                forms[letters[:at] + letters[at + 1 :]].append(number)
    found = set()
    for numbers in forms.values():
        together = sorted(set(numbers))
        if 1 < len(together) <= MOST:
            found |= {pair for pair in combinations(together, 2) if _are_alike(full[pair[0]], full[pair[1]])}
    return ((full[one][0], full[two][0]) for one, two in sorted(found))


@lru_cache(maxsize=100_000)
def plain(name: str) -> str:
    """The letters of a name, in lower case, without accents. Cached: the desk lists all names after each build."""
    apart = unicodedata.normalize("NFKD", name.casefold().replace("ø", "o").replace("ł", "l").replace("đ", "d"))
    return "".join(c for c in apart if c.isalpha() and not unicodedata.combining(c))


def _are_alike(one: tuple[str, str, str], two: tuple[str, str, str]) -> bool:
    if one[1] == two[1]:
        return True
    # "Mary Brown" and "Gary Brown" are two people; so are "Kim Jong Un" and "Kim Jong Il".
    same_starts = [word[:1].casefold() for word in one[2].split()] == [word[:1].casefold() for word in two[2].split()]
    return same_starts and min(len(one[1]), len(two[1])) >= SHORTEST and _is_one_letter_off(one[1], two[1])


def _is_one_letter_off(one: str, two: str) -> bool:
    at = next((n for n, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two)))
    rest, other = one[at:], two[at:]
    return rest[1:] == other[1:] or rest[1:] == other or rest == other[1:]
