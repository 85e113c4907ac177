"""Those whom an article names by a first name alone: the person of the site whom it can only be.

Only a first name that few people have can mean anybody, and only if the article says more: a role, an organisation, or
the full name of somebody of the same family.
"""

from collections.abc import Collection, Iterable
from typing import NamedTuple

from builder.index.profiles import Profile, Support
from builder.index.surnames import is_other, supports


class Bearer(NamedTuple):
    """A person with this first name."""

    entity: int
    """The person's row."""
    profile: Profile
    relatives: Collection[int]
    """The full names of others with the same family name, by their rows."""


def bearer(one: Profile, candidates: Iterable[Bearer]) -> tuple[Bearer, Support] | None:
    """The candidate whom a first name alone means in one article, and what speaks for it."""
    (article,) = one.articles
    fitting = [each for each in candidates if not is_other(one, each.profile)]
    supported = [(each, what) for each in fitting if (what := _supports(one, each, article))]
    return supported[0] if len(supported) == 1 else None


def _supports(one: Profile, other: Bearer, article: int) -> Support | None:
    found = supports(one, other.profile)
    if found not in (None, Support.WALK):
        return found
    return None if one.companions_in(article).isdisjoint(other.relatives) else Support.RELATIVE
