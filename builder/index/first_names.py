"""Those whom an article names by a first name alone: the person of the site whom it can only be.

Only if the article says more: the full name of somebody of the same family; for a first name that few people have, also
a role or an organisation.
"""

from collections.abc import Collection, Iterable
from typing import NamedTuple

from builder.index.profiles import Profile, Support
from builder.index.surnames import is_other, supports


class NamedPerson(NamedTuple):
    """A person with this first name."""

    entity: int
    """The person's row."""
    profile: Profile
    relatives: Collection[int]
    """The full names of others with the same family name, by their rows."""


def meant_by_first_name(
    one: Profile, candidates: Iterable[NamedPerson], *, common: bool
) -> tuple[NamedPerson, Support] | None:
    """The candidate whom a first name alone means in one article, and what speaks for it.

    If the first name is ``common``, only a relative does.
    """
    (article,) = one.articles
    in_full = one.companions_in(article)
    supported = []
    for each in candidates:
        what = Support.RELATIVE if not in_full.isdisjoint(each.relatives) else supports(one, each.profile)
        is_enough = what is Support.RELATIVE or (not common and what not in (None, Support.WALK))
        if what and is_enough and not is_other(one, each.profile):
            supported.append((each, what))
    return supported[0] if len(supported) == 1 else None
