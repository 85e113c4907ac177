"""Whether two given names can be those of one person: "Joe" and "Joseph", "Bill" and "William".

The pairs come from the package ``nicknames``. It is generous ("Bill" is a nickname of Robert there, too): a pair allows
two names to be one person's, but proves nothing. Only direct pairs count: Alan and Albert are both Al, but Alan is not
Albert.
"""

from functools import cache

from builder.core.slug import slug

NICKNAME = "has_nickname"
"""How the package calls the relation of "Joseph" to "Joe"."""


def same_given(one: str, other: str) -> bool:
    """Whether they are equal except for case and accents, or one is a nickname of the other."""
    first, second = slug(one), slug(other)
    return first == second or not _pairs().isdisjoint({(first, NICKNAME, second), (second, NICKNAME, first)})


@cache
def _pairs() -> frozenset[tuple[str, str, str]]:
    """All names with each of their nicknames. Takes about 15 ms, so only when first needed."""
    from nicknames import name_triplets

    return frozenset(name_triplets())
