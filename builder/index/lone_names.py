"""Those whom an article names by one word: which person of the site they can only be.

By a surname, one of the people of their group. By a first name, only if the article says more: the full name of
somebody of the same family; for a first name that few people have, also a role or an organization.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import NamedTuple

from builder.annotate.full_name import full_name
from builder.annotate.lexicon import Lexicon
from builder.annotate.name_frequency import is_common_family
from builder.core.slug import slug
from builder.index.profiles import Companions, Identity, LocalPerson, Open, Profile, Reason, Support, birth, contradict
from builder.layout.article_layout import TraitFields

NEARLY_ALL = 0.9
"""The share of a surname's articles that makes the one who holds it the person whom the surname alone means."""
FEW, ENOUGH = 3, 10
"""Articles that it takes for a surname alone, and for a common one, to mean anybody without other evidence."""


class _Weighed(NamedTuple):
    """One of those whom a surname alone may mean in some article."""

    profile: Profile
    is_other: bool
    """Whether what the article says contradicts it."""
    support: Support | None
    """What speaks for it; see ``supports``."""


class NamedPerson(NamedTuple):
    """A person with this first name."""

    entity: int
    """The person's row."""
    profile: Profile
    relatives: Collection[int]
    """The full names of others with the same family name, by their rows."""


def placed(
    lone: Collection[LocalPerson],
    people: Collection[Profile],
    names: Lexicon,
    companions: Companions,
    are_different: Callable[[Profile, Profile], bool],
) -> tuple[list[Identity], list[Open]]:
    """Give those named by one word alone to the person whom they can only mean; the rest, and what is asked."""
    if not lone:
        return [], []
    by_short: dict[str, list[Profile]] = defaultdict(list)
    for profile in people:
        if not profile.person.is_open:
            for short in _shorts(profile, names):
                by_short[short].append(profile)
    rest: dict[str, Identity] = {}
    joined: list[tuple[Profile, LocalPerson, Reason]] = []
    unclear: dict[str, dict[int, Profile]] = defaultdict(dict)
    weighed: dict[tuple[str, TraitFields, float | None], list[_Weighed]] = {}
    if by_short:
        companions.load({member.article for member in lone})
    for member in lone:
        one, short = Profile(Identity([member]), names, companions), slug(member.local.name)
        key = short, member.traits, birth(member)
        if key not in weighed:
            weighed[key] = [_weigh(one, each) for each in by_short.get(short, ()) if not are_different(one, each)]
        chosen = _chosen(one, weighed[key], common=is_common_family(short))
        if chosen:
            profile, evidence = chosen
            joined.append((profile, member, Reason("surname", evidence)))
            continue
        rest.setdefault(short, Identity([])).members.append(member)
        unclear[short].update({id(each.profile): each.profile for each in weighed[key]})
    for profile, member, reason in joined:
        profile.person.reasons[len(profile.person.members)] = reason
        profile.person.members.append(member)
    asked = [
        Open("surname", rest[short], tuple(each.person for each in found.values()))
        for short, found in sorted(unclear.items())
        if found or _is_somebody(rest[short])
    ]
    return list(rest.values()), asked


def _shorts(profile: Profile, names: Lexicon) -> set[str]:
    """The short forms of their family names, as slugs."""
    parsed = filter(None, (full_name(name, names) for name in profile.slugs))
    return {short for each in parsed for short in (each.family[-1], "-".join(each.family))}


def _is_somebody(person: Identity) -> bool:
    """Whether more is known than one word in one article: a role, or a second article."""
    return len({member.article for member in person.members}) > 1 or any(m.traits.roles for m in person.members)


def _weigh(one: Profile, other: Profile) -> _Weighed:
    return _Weighed(other, contradict(one, other), supports(one, other))


def _chosen(one: Profile, candidates: Sequence[_Weighed], *, common: bool) -> tuple[Profile, Support] | None:
    """The candidate whom a surname alone means in one article, and what speaks for it."""
    fitting = [each for each in candidates if not each.is_other and one.articles.isdisjoint(each.profile.articles)]
    if not fitting:
        return None
    supported = [(each, each.support) for each in fitting if each.support]
    if len(supported) > 1:
        supported = [each for each in supported if each[1] is not Support.WALK] or supported
    near = {id(each): each.profile.near(one.person.members[0].year) for each in candidates}
    most = max(fitting, key=lambda each: near[id(each)])
    leads = near[id(most)] >= max(NEARLY_ALL * sum(near.values()), ENOUGH if common else FEW)
    if len(supported) == 1 and (len(fitting) == 1 or leads or supported[0][1] is not Support.WALK):
        return supported[0][0].profile, supported[0][1]
    if leads and (not supported or any(each is most for each, _ in supported)):
        return most.profile, Support.ROLE if supported else Support.FREQUENCY
    if not supported:
        together = [each.profile for each in fitting if one.shared_companions(each.profile)]
        if len(together) == 1:
            return together[0], Support.COMPANION
    return None


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


def supports(one: Profile, other: Profile) -> Support | None:
    """What an article says of someone named by a surname alone that agrees with this person."""
    if one.ties & other.ties:
        return Support.ORGANISATION
    if any(" " in role for role in one.roles & other.roles) or one.words & other.words:
        return Support.ROLE
    return Support.WALK if one.walks & other.walks else None


def is_other(one: Profile, other: Profile) -> bool:
    """Whether a person named by a surname alone cannot be this one."""
    return bool(one.articles & other.articles) or contradict(one, other)
