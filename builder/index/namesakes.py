"""The people of one full name: one, unless ages, walks of life or lifetimes contradict it."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain, combinations, pairwise
from itertools import count as counting
from operator import attrgetter

from builder.annotate.occupations import are_apart, walks
from builder.core.slug import slug
from builder.index.profiles import TOLERANCE, Companions, Identity, LocalPerson, birth

UNDATED_TOLERANCE = 15
"""Years by which ages may differ in articles without dates."""
LIFETIME = 80
"""Years without any article after which a common name is somebody else's."""

_Sign = tuple[frozenset[int], frozenset[int], frozenset[str], frozenset[tuple[int, int]]]
"""What tells people of one name apart: lives by age, eras, walks of life, numbers in articles that name several."""


class DecidedPeople:
    """The people whose ids decisions give. Invariant: each is found by all names of its members."""

    def __init__(self, kept: Iterable[str]) -> None:
        """``kept`` are the ids that are the same as others."""
        self._kept = frozenset(kept)
        self._by_name: defaultdict[str, dict[str, Identity]] = defaultdict(dict)
        self.people: dict[str, Identity] = {}

    def __contains__(self, id_: object) -> bool:
        """Whether a decision gives this id."""
        return id_ in self.people or id_ in self._kept

    def add(self, id_: str, members: Collection[LocalPerson]) -> None:
        """Give these members to the person of this id."""
        person = self.people.setdefault(id_, Identity([], id_))
        person.members.extend(members)
        for name in {member.local.name for member in members}:
            self._by_name[slug(name)][id_] = person

    def named(self, name: str) -> list[Identity]:
        """Those whom any article gives this name, a slug."""
        return list(self._by_name[name].values())


def undecided(
    name: str,
    found: Sequence[LocalPerson],
    decided: DecidedPeople,
    part: Callable[[Sequence[LocalPerson]], list[Identity]],
) -> list[Identity]:
    """The people of one name, without those who are the person of a decided id; these join that person.

    An id means the person who has it if nothing is decided: the first of this name, the second for "james-brown-2".
    What a decision says about one of them draws none of the others to it.
    """
    of_id = decided.people.get(name)
    by_hand = [member for member in of_id.members if slug(member.local.name) == name] if of_id else []
    first = {(member.article, member.number) for member in by_hand}
    parts = part(sorted((*found, *by_hand), key=attrgetter("address", "number")) if by_hand else found)
    rest: list[Identity] = []
    taken = {person.id for person in decided.named(name)} - {name}
    for each in parts:
        others = [m for m in each.members if (m.article, m.number) not in first] if first else each.members
        if len(others) < len(each.members) and not each.is_open:
            decided.add(name, others)
            taken.add(name)
        elif others:
            rest.append(Identity(others, is_open=each.is_open))
    numbered = (id_ for id_ in chain((name,), (f"{name}-{n}" for n in counting(2))) if id_ not in taken)
    left = []
    for each in rest:
        id_ = "" if each.is_open else next(numbered)
        if id_ in decided:
            decided.add(id_, each.members)
        else:
            left.append(each)
    return left


def apart(members: Sequence[LocalPerson], companions: Companions, *, common: bool) -> list[Identity]:
    """The people of one full name: one, unless something contradicts it. The last is open if it fits several."""
    born = _births(members)
    which = _which(members)
    eras = _eras(members) if common else {}
    with_roles = [(at, member.traits.roles) for at, member in enumerate(members) if member.traits.roles]
    lives = {at: walks(roles) for at, roles in with_roles} if common or which else {}
    conflict = bool(which) or len(set(born.values())) > 1 or len(set(eras.values())) > 1
    if not conflict and not any(are_apart(one, two) for one, two in combinations(set(lives.values()), 2)):
        return [Identity(list(members))]
    sets = _tied(members, companions, born, which)
    by_sign: dict[_Sign, list[int]] = defaultdict(list)
    for places in sets:
        life: frozenset[str] = frozenset().union(*(lives.get(at, frozenset()) for at in places))
        sign = (
            frozenset(born[at] for at in places if at in born),
            frozenset(eras[at] for at in places if at in eras),
            life,
            frozenset(which[at] for at in places if at in which),
        )
        by_sign[sign].extend(places)
    signs = sorted(by_sign, key=lambda sign: min(by_sign[sign]))

    def fits(one: int, two: int) -> bool:
        (born_1, era_1, life_1, which_1), (born_2, era_2, life_2, which_2) = signs[one], signs[two]
        if _differ(born_1, born_2) or _differ(era_1, era_2) or _are_two(which_1, which_2):
            return False
        return not are_apart(life_1, life_2)

    clusters, unclear = _together(len(signs), fits)
    found = [Identity(_ordered(members, (at for n in each for at in by_sign[signs[n]]))) for each in clusters]
    found.sort(key=lambda person: (person.members[0].address, person.members[0].number))
    if unclear:
        found.append(Identity(_ordered(members, (at for n in unclear for at in by_sign[signs[n]])), is_open=True))
    return found


def _ordered(members: Sequence[LocalPerson], places: Iterable[int]) -> list[LocalPerson]:
    """The members at these places, in their order."""
    return [members[at] for at in sorted(places)]


def _differ(some: object, others: object) -> bool:
    return bool(some) and bool(others) and some != others


def _births(members: Sequence[LocalPerson]) -> dict[int, int]:
    """For each member with an age the number of the life that it fits; ages of one life differ as the dates do."""
    aged = [(at, member) for at, member in enumerate(members) if len(member.traits.ages) == 1]
    dated = [(born, at) for at, member in aged if (born := birth(member)) is not None]
    tolerance: float = TOLERANCE
    if not dated:
        dated = [(-float(member.traits.ages[0]), at) for at, member in aged]
        tolerance = UNDATED_TOLERANCE
    return _gaps(dated, tolerance)


def _eras(members: Sequence[LocalPerson]) -> dict[int, int]:
    return _gaps([(member.year, at) for at, member in enumerate(members) if member.year is not None], LIFETIME)


def _gaps(values: Iterable[tuple[float, int]], most: float) -> dict[int, int]:
    """The number of the cluster of each value: clusters are more than ``most`` apart."""
    ordered = sorted(values)
    found, number = {}, 0
    for (value, at), before in zip(ordered, (None, *ordered), strict=False):
        if before is not None and value - before[0] > most:
            number += 1
        found[at] = number
    return found


def _which(members: Sequence[LocalPerson]) -> dict[int, tuple[int, int]]:
    """Article and number of each member in an article that tells several people of the name apart."""
    several = {member.article for member in members if member.local.number}
    return {at: (member.article, member.local.number) for at, member in enumerate(members) if member.article in several}


def _are_two(some: Collection[tuple[int, int]], others: Collection[tuple[int, int]]) -> bool:
    """Whether an article tells two of these apart."""
    numbers = dict(some)
    return any(numbers.get(article, number) != number for article, number in others)


def _tied(
    members: Sequence[LocalPerson],
    companions: Companions,
    born: Mapping[int, int],
    which: Mapping[int, tuple[int, int]],
) -> list[list[int]]:
    """Members who share a role, an organisation, a place or a companion, and whom nothing tells apart."""
    root = list(range(len(members)))
    life = dict(born)
    people_of = {at: {one} for at, one in which.items()}
    shared: dict[object, list[int]] = defaultdict(list)
    companions.load({member.article for member in members})
    for at, member in enumerate(members):
        for tie in _features(member, companions, bare=bool(which)):
            shared[tie].append(at)
    for together in sorted(filter(lambda each: len(each) > 1, shared.values())):
        named = [which[at] for at in together if at in which]
        if _are_two(named, named):
            continue  # What father and son share does not say which of them is meant.
        for one, two in pairwise(together):
            a, b = sorted((_find(root, one), _find(root, two)))
            if a != b and not (a in life and b in life and life[a] != life[b]):
                if _are_two(people_of.get(a, ()), people_of.get(b, ())):
                    continue
                root[b] = a
                if b in life:
                    life[a] = life[b]
                if b in people_of:
                    people_of.setdefault(a, set()).update(people_of[b])
    sets: dict[int, list[int]] = defaultdict(list)
    for at in range(len(members)):
        sets[_find(root, at)].append(at)
    return list(sets.values())


def _find(root: list[int], at: int) -> int:
    """The one that stands for the set of this one, where ``root`` leads from each to another of its set."""
    while root[at] != at:
        root[at] = at = root[root[at]]
    return at


def _features(member: LocalPerson, companions: Companions, *, bare: bool) -> Iterator[object]:
    """What ties a member to others of the name; a bare role, "mayor", only with ``bare``."""
    traits = member.traits
    yield from (("at", each.casefold()) for each in traits.organisations)
    yield from (("in", each.casefold()) for each in traits.places)
    yield from (("is", each.casefold()) for each in traits.roles if bare or " " in each)
    yield from (("with", each) for each in companions(member.article))


def _together(count: int, fits: Callable[[int, int], bool]) -> tuple[list[list[int]], list[int]]:
    """Sets of things that all fit each other, and those that fit several sets which do not."""
    near = {one: [two for two in range(count) if one != two and fits(one, two)] for one in range(count)}
    unclear = [one for one, some in near.items() if any(not fits(a, b) for a, b in combinations(some, 2))]
    sets: list[list[int]] = []
    for one in range(count):
        if one in unclear:
            continue
        into = next((each for each in sets if all(fits(one, other) for other in each)), None)
        if into is None:
            sets.append([one])
        else:
            into.append(one)
    return sets, unclear
