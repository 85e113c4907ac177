"""Which of the local people of one group are one person: a pure function of what the articles say, in any order.

Same full name: one person, unless contradicted. Variants of a name: one person if exactly one fits, nothing contradicts
and something speaks for it. A surname alone: the only one whom the evidence supports, or who has nearly all articles of
those years. What is decided without certainty is ``LIKELY`` and says why; what stays open is a question.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from itertools import chain, combinations, pairwise
from itertools import count as counting
from typing import NamedTuple

from builder.annotate.full_name import Fit, FullName, fit, full_name
from builder.annotate.lexicon import FUNCTION, Lexicon
from builder.annotate.name_frequency import is_common_family, is_common_first
from builder.annotate.occupations import are_apart, walks
from builder.core.slug import slug
from builder.core.values import LocalEntity
from builder.layout.article_layout import TraitFields

TOLERANCE = 2.5
"""Years by which two estimates of a year of birth may differ: an age is a year wide, and dates of articles lag."""
UNDATED_TOLERANCE = 15
"""Years by which ages may differ in articles without dates."""
LIFETIME = 80
"""Years without any article after which a common name is somebody else's."""
MANY_TIMES = 10
"""An uncommon name in so many times as many articles needs no other evidence to absorb a variant."""
NEARLY_ALL = 0.9
"""The share of a surname's articles that makes its bearer the one whom the surname alone means."""
YEARS = 3
"""Years before and after an article that count as its time."""
ENOUGH = 10
"""Articles that it takes for a common surname alone to mean anybody without other evidence."""

_NUMBER = re.compile(r"-\d+$")
"""The suffix of an id that would otherwise belong to another person."""

_SMALL = frozenset(word.lower() for word in FUNCTION)


class LocalPerson(NamedTuple):
    """A person as one article names them."""

    article: int
    """The article's row."""
    number: int
    """The person's place among those whom the article names."""
    local: LocalEntity
    address: str
    year: float | None
    """The date of the article in years; ``None`` without one."""
    traits: TraitFields


class Reason(NamedTuple):
    """Why a local person is on a page whose name it does not have."""

    rule: str
    """ "variant" or "surname"."""
    evidence: str
    """What speaks for it: a shared role, organisation or person, or "frequency"."""


@dataclass(eq=False, slots=True)
class Identity:
    """All local people who are one person."""

    members: list[LocalPerson]
    id: str = ""
    """Given by hand or in entities.toml; empty if it is to be made from the name."""
    reasons: dict[int, Reason] = field(default_factory=dict)
    """By position in ``members``; only those who were joined without certainty."""
    is_open: bool = False
    """Whether it is not known who of several people of this name is meant."""


class Open(NamedTuple):
    """A question: these people may be one, or ``subject`` may be one of ``people``."""

    kind: str
    """ "namesakes", "variant" or "surname"."""
    subject: Identity
    people: tuple[Identity, ...]


@dataclass(frozen=True, slots=True)
class Resolution:
    """The people of a group, and the questions about them."""

    people: tuple[Identity, ...]
    open: tuple[Open, ...]


CompanionLookup = Callable[[Collection[int]], Collection[object]]
"""Who else is named in full in these articles."""


class Profile:
    """What is known about some local people, if they are one person."""

    def __init__(self, person: Identity, companions: CompanionLookup, *, common: bool) -> None:
        self.person = person
        self.common = common
        self.articles = {member.article for member in person.members}
        self._companions = companions

    @cached_property
    def roles(self) -> frozenset[str]:
        """What they are called, in lower case."""
        return frozenset(role.casefold() for member in self.person.members for role in member.traits.roles)

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of their roles that are not small words."""
        return frozenset(word for role in self.roles for word in role.replace(",", " ").split()) - _SMALL

    @cached_property
    def walks(self) -> frozenset[str]:
        """Their walks of life."""
        return walks(self.roles)

    @cached_property
    def ties(self) -> frozenset[str]:
        """Organisations and places that they belong to."""
        return frozenset(
            f"{kind}:{each.casefold()}"
            for member in self.person.members
            for kind, found in (("at", member.traits.organisations), ("in", member.traits.places))
            for each in found
        )

    @cached_property
    def companions(self) -> frozenset[object]:
        """Who else is named in full in the same articles."""
        return frozenset(self._companions(self.articles))

    @cached_property
    def sexes(self) -> frozenset[str]:
        """ "f", "m"."""
        return frozenset(member.traits.sex for member in self.person.members) - {""}

    @cached_property
    def births(self) -> tuple[float, ...]:
        """Estimated years of birth."""
        return tuple(sorted(born for member in self.person.members if (born := birth(member)) is not None))

    @cached_property
    def times(self) -> tuple[float, ...]:
        """The date of each article that has one, in years."""
        dates = {member.article: member.year for member in self.person.members}
        return tuple(sorted(year for year in dates.values() if year is not None))

    def near(self, year: float | None) -> int:
        """The number of articles of a time, and of those without a date; all if the time is unknown."""
        if year is None:
            return len(self.articles)
        times = self.times
        dated = bisect_right(times, year + YEARS) - bisect_left(times, year - YEARS)
        return dated + len(self.articles) - len(times)


def birth(member: LocalPerson) -> float | None:
    """The estimated year of birth, if the article says one age and has a date."""
    ages = member.traits.ages
    return member.year - ages[0] - 0.5 if len(ages) == 1 and member.year is not None else None


def resolve(
    members: Sequence[LocalPerson],
    names: Lexicon,
    companions: CompanionLookup,
    stays: Mapping[str, str],
    different: Collection[frozenset[str]],
) -> Resolution:
    """The people of a group.

    ``stays`` gives the kept id for each id that is the same as another; ``different`` are ids known to be different.
    """
    by_name: dict[tuple[str, str], list[LocalPerson]] = defaultdict(list)
    for member in sorted(members, key=lambda member: (member.address, member.number)):
        id_ = stays.get(member.local.id, member.local.id)
        by_name[id_, slug(member.local.name)].append(member)
    decided: dict[str, Identity] = {}
    undecided: dict[str, list[LocalPerson]] = {}
    for (id_, name), found in sorted(by_name.items()):
        if id_ := id_ or stays.get(name, ""):
            decided.setdefault(id_, Identity([], id_)).members.extend(found)
        else:
            undecided[name] = found
    one = _said_to_be_one(stays)
    people: list[Identity] = []
    lone: list[Identity] = []
    open_: list[Open] = []
    for name, found in undecided.items():
        parsed = full_name(name, names)
        if parsed is None or name in one:
            if name in decided or name in stays.values():
                decided.setdefault(name, Identity([], name)).members.extend(found)
            else:
                lone.extend(Identity([member]) for member in found)
            continue
        common = _is_common(parsed)
        parts = _undecided(name, found, decided, stays, partial(_apart, companions=companions, common=common))
        sure = [part for part in parts if not part.is_open]
        by_hand = [each for each in decided.values() if _is_named(each, name)]
        people += parts
        doubtful = next((part for part in parts if part.is_open), None)
        if doubtful:
            open_.append(Open("namesakes", doubtful, (*by_hand, *sure)))
        elif len(sure) > 1:
            open_.append(Open("namesakes", sure[0], tuple(sure[1:])))
    people += decided.values()
    joining = _Joining(people, names, companions, stays, different)
    people = joining.joined()
    open_ = [Open(kind, joining.now(one), tuple(map(joining.now, others))) for kind, one, others in open_]
    open_ += joining.open
    rest, unclear = _placed(lone, people, names, companions, joining.are_different)
    return Resolution((*people, *rest), (*open_, *unclear))


def _said_to_be_one(stays: Mapping[str, str]) -> set[str]:
    """The names whose people are one by a decision: it says that "james-brown-2" is the same as "james-brown"."""
    return {kept for other, kept in stays.items() if _NUMBER.sub("", other) == kept}


def _undecided(
    name: str,
    found: Sequence[LocalPerson],
    decided: dict[str, Identity],
    stays: Mapping[str, str],
    apart: Callable[[Sequence[LocalPerson]], list[Identity]],
) -> list[Identity]:
    """The people of one name, without those who are the person of a decided id; these join that person.

    An id means the person who has it if nothing is decided: the first of this name, the second for "james-brown-2".
    What a decision says about one of them draws none of the others to it.
    """
    by_hand = [member for member in decided[name].members if slug(member.local.name) == name] if name in decided else []
    first = {(member.article, member.number) for member in by_hand}
    parts = apart(sorted((*found, *by_hand), key=lambda member: (member.address, member.number)))
    rest: list[Identity] = []
    taken = {id_ for id_, person in decided.items() if id_ != name and _is_named(person, name)}
    for part in parts:
        others = [member for member in part.members if (member.article, member.number) not in first]
        if len(others) < len(part.members) and not part.is_open:
            decided[name].members.extend(others)
            taken.add(name)
        elif others:
            rest.append(Identity(others, is_open=part.is_open))
    numbered = (id_ for id_ in chain((name,), (f"{name}-{n}" for n in counting(2))) if id_ not in taken)
    left = []
    for part in rest:
        id_ = "" if part.is_open else next(numbered)
        if id_ in decided or id_ in stays.values():
            decided.setdefault(id_, Identity([], id_)).members.extend(part.members)
        else:
            left.append(part)
    return left


def _is_named(person: Identity, name: str) -> bool:
    return any(slug(member.local.name) == name for member in person.members)


def _is_common(name: FullName) -> bool:
    return is_common_first(name.given) and is_common_family(name.family[-1])


def _apart(members: Sequence[LocalPerson], companions: CompanionLookup, *, common: bool) -> list[Identity]:
    """The people of one full name: one, unless something contradicts it. The last is open if it fits several."""
    born = _births(members)
    eras = _eras(members) if common else {}
    lives = {at: walks(member.traits.roles) for at, member in enumerate(members)} if common else {}
    conflict = len(set(born.values())) > 1 or len(set(eras.values())) > 1
    if not conflict and not any(are_apart(one, two) for one, two in combinations(set(lives.values()), 2)):
        return [Identity(list(members))]
    sets = _tied(members, companions, born)
    by_sign: dict[tuple[frozenset[int], frozenset[int], frozenset[str]], list[int]] = defaultdict(list)
    for places in sets:
        life: frozenset[str] = frozenset().union(*(lives.get(at, frozenset()) for at in places))
        sign = (
            frozenset(born[at] for at in places if at in born),
            frozenset(eras[at] for at in places if at in eras),
            life,
        )
        by_sign[sign].extend(places)
    signs = sorted(by_sign, key=lambda sign: min(by_sign[sign]))

    def fits(one: int, two: int) -> bool:
        (born_1, era_1, life_1), (born_2, era_2, life_2) = signs[one], signs[two]
        if _differ(born_1, born_2) or _differ(era_1, era_2):
            return False
        return not are_apart(life_1, life_2)

    clusters, unclear = _together(len(signs), fits)
    found = [Identity(sorted_members(members, (at for n in each for at in by_sign[signs[n]]))) for each in clusters]
    found.sort(key=lambda person: (person.members[0].address, person.members[0].number))
    if unclear:
        found.append(Identity(sorted_members(members, (at for n in unclear for at in by_sign[signs[n]])), is_open=True))
    return found


def sorted_members(members: Sequence[LocalPerson], places: Iterable[int]) -> list[LocalPerson]:
    """The members at these places, in their order."""
    return [members[at] for at in sorted(places)]


def _differ(some: object, others: object) -> bool:
    return bool(some) and bool(others) and some != others


def _births(members: Sequence[LocalPerson]) -> dict[int, int]:
    """For each member with an age the number of the life that it fits; ages of one life differ as the dates do."""
    dated = [(born, at) for at, member in enumerate(members) if (born := birth(member)) is not None]
    tolerance: float = TOLERANCE
    if not dated:
        dated = [(-float(m.traits.ages[0]), at) for at, m in enumerate(members) if len(m.traits.ages) == 1]
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


def _tied(members: Sequence[LocalPerson], companions: CompanionLookup, born: Mapping[int, int]) -> list[list[int]]:
    """Members who share a role, an organisation, a place or a companion, and whose ages do not contradict."""
    root = list(range(len(members)))
    life = dict(born)
    shared: dict[object, list[int]] = defaultdict(list)
    for at, member in enumerate(members):
        for tie in _features(member, companions):
            shared[tie].append(at)
    for together in sorted(filter(lambda each: len(each) > 1, shared.values())):
        for one, two in pairwise(together):
            a, b = sorted((_find(root, one), _find(root, two)))
            if a != b and not (a in life and b in life and life[a] != life[b]):
                root[b] = a
                if b in life:
                    life[a] = life[b]
    sets: dict[int, list[int]] = defaultdict(list)
    for at in range(len(members)):
        sets[_find(root, at)].append(at)
    return list(sets.values())


def _find(root: list[int], at: int) -> int:
    """The one that stands for the set of this one, where ``root`` leads from each to another of its set."""
    while root[at] != at:
        root[at] = at = root[root[at]]
    return at


def _features(member: LocalPerson, companions: CompanionLookup) -> Iterator[object]:
    traits = member.traits
    yield from (("at", each.casefold()) for each in traits.organisations)
    yield from (("in", each.casefold()) for each in traits.places)
    yield from (("is", each.casefold()) for each in traits.roles if " " in each)
    yield from (("with", each) for each in companions({member.article}))


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


class _Joining:
    """Variants of full names, joined where exactly one fits, nothing contradicts and something speaks for it."""

    def __init__(
        self,
        people: Sequence[Identity],
        names: Lexicon,
        companions: CompanionLookup,
        stays: Mapping[str, str],
        different: Collection[frozenset[str]],
    ) -> None:
        self._people = people
        self._stays = stays
        self._different = different
        self._names = [self._full_names(person, names) for person in people]
        self._profiles = [
            Profile(person, companions, common=any(map(_is_common, parsed)))
            for person, parsed in zip(people, self._names, strict=True)
        ]
        self._slugs = [{slug(member.local.name) for member in person.members} for person in people]
        self._root = list(range(len(people)))
        self._near: dict[int, list[int]] = {at: [] for at in range(len(people))}
        self._why: dict[frozenset[int], str] = {}
        self._joined: dict[int, Identity] = {}
        self.open: list[Open] = []

    def joined(self) -> list[Identity]:
        """The people after joining."""
        count = len(self._people)
        for one, two in combinations(range(count), 2):
            if self._fit(one, two) and not self._contradict(one, two):
                self._near[one].append(two)
                self._near[two].append(one)
                if what := self._speaks(one, two):
                    self._why[frozenset((one, two))] = what
        self._join()
        sets: dict[int, list[int]] = defaultdict(list)
        for at in range(count):
            sets[self._find(at)].append(at)
        for root, places in sets.items():
            self._joined[root] = self._one([self._people[at] for at in places])
        self.open += self._questions()
        return list(self._joined.values())

    def now(self, person: Identity) -> Identity:
        """The person that this one has become."""
        return self._joined[self._find(self._people.index(person))]

    def _questions(self) -> Iterator[Open]:
        """One for each who fits several people who are not one, and for each pair that nothing speaks for."""
        rivals = {
            one: list(dict.fromkeys(self._find(two) for two in others))
            for one, others in self._near.items()
            if not self._are_near(others) and self._find(one) == one
        }
        for one, others in rivals.items():
            found = [self._joined[at] for at in others if at != one]
            if len(found) > 1:
                yield Open("variant", self._joined[one], tuple(found))
        pairs = {(self._find(one), self._find(two)) for one, others in self._near.items() for two in others}
        for one, two in sorted(pairs):
            if one < two and one not in rivals and two not in rivals:
                small, large = sorted(
                    (self._joined[one], self._joined[two]), key=lambda each: (len(each.members), _first(each))
                )
                yield Open("variant", small, (large,))

    def _are_near(self, people: Iterable[int]) -> bool:
        """Whether all of these may be one person."""
        return all(b in self._near[a] for a, b in combinations(people, 2))

    def _join(self) -> None:
        clear: dict[int, list[int]] = {}
        for one, others in self._near.items():
            found = {two: self._why.get(frozenset((one, two)), "") for two in others}
            supported = [two for two, why in found.items() if why not in ("", "frequency")]
            if self._are_near(others):
                clear[one] = [two for two, why in found.items() if why]
            else:
                clear[one] = supported if self._are_near(supported) else []
        for one, others in clear.items():
            for two in others:
                if one in clear[two] and not self._would_mix(one, two):
                    self._root[self._find(max(one, two))] = self._find(min(one, two))

    def _would_mix(self, one: int, two: int) -> bool:
        """Whether joining them would put two on one page who cannot be one."""
        sides = [[at for at in range(len(self._people)) if self._find(at) == self._find(each)] for each in (one, two)]
        return sides[0] != sides[1] and any(b not in self._near[a] for a in sides[0] for b in sides[1])

    def _find(self, at: int) -> int:
        return _find(self._root, at)

    def _full_names(self, person: Identity, names: Lexicon) -> tuple[FullName, ...]:
        words = dict.fromkeys(member.local.name for member in person.members)
        if person.id:
            words[person.id.replace("-", " ")] = None
        return tuple(dict.fromkeys(parsed for name in words if (parsed := full_name(name, names))))

    def _fit(self, one: int, two: int) -> Fit:
        """Whether their names allow them to be one person. Somebody has several names only by a decision."""
        first, second = self._people[one], self._people[two]
        if first.is_open or second.is_open or (first.id and second.id and first.id != second.id):
            return Fit.NO
        if self._slugs[one] & self._slugs[two]:
            return Fit.NO  # They have been told apart.
        fits = [fit(a, b) for a in self._names[one] for b in self._names[two]]
        return max(fits, default=Fit.NO)

    def _contradict(self, one: int, two: int) -> bool:
        a, b = self._profiles[one], self._profiles[two]
        if a.articles & b.articles and (a.common or b.common or self._fit(one, two) is Fit.SUFFIX):
            return True
        if self.are_different(self._people[one], self._people[two]):
            return True
        return contradict(a, b)

    def are_different(self, one: Identity, two: Identity) -> bool:
        """Whether a decision says so."""
        some, others = self._ids(one), self._ids(two)
        return any(frozenset((x, y)) in self._different for x in some for y in others)

    def _ids(self, person: Identity) -> set[str]:
        ids = {slug(member.local.name) for member in person.members} | ({person.id} if person.id else set())
        return {self._stays.get(id_, id_) for id_ in ids}

    def _speaks(self, one: int, two: int) -> str:
        """What speaks for their being one person; empty if nothing does."""
        a, b = self._profiles[one], self._profiles[two]
        if self._fit(one, two) is not Fit.SUFFIX:
            return speaks(a, b, companions=1 + (a.common or b.common))
        # Father and son keep company, and one is often in the news far more than the other.
        found = speaks(a, b, companions=2)
        return "" if found == "frequency" or ((a.common or b.common) and found == "companion") else found

    def _one(self, people: Sequence[Identity]) -> Identity:
        """All these as one person; those without the name of the most articles are likely."""
        if len(people) == 1:
            return people[0]
        main = next((each for each in people if each.id), None) or min(
            people,
            key=lambda each: (
                -len({member.article for member in each.members}),
                len(each.members[0].local.name),
                _first(each),
            ),
        )
        at = {id(person): number for number, person in enumerate(self._people)}
        members = [(member, person) for person in people for member in person.members]
        members.sort(key=lambda each: (each[0].address, each[0].number))
        reasons = {}
        for place, (_, person) in enumerate(members):
            if person is not main:
                why = [self._why.get(frozenset((at[id(person)], at[id(other)]))) for other in people]
                reasons[place] = Reason("variant", next(filter(None, why), ""))
        return Identity([member for member, _ in members], main.id, reasons)


def contradict(a: Profile, b: Profile) -> bool:
    """Whether what is said of them cannot be said of one person."""
    if a.sexes and b.sexes and not a.sexes & b.sexes:
        return True
    if a.births and b.births and min(abs(x - y) for x in a.births for y in b.births) > TOLERANCE:
        return True
    return are_apart(a.walks, b.walks) and not a.ties & b.ties


def speaks(a: Profile, b: Profile, *, companions: int) -> str:
    """What speaks for two people whose names fit: an organisation, a role, that one is rare, or so many companions."""
    common = a.common or b.common
    if any(tie.startswith("at:") for tie in a.ties & b.ties):
        return "organisation"
    if any(" " in role for role in a.roles & b.roles) or (not common and (a.walks & b.walks or a.words & b.words)):
        return "role"
    if a.roles & b.roles and a.ties & b.ties:
        return "role"
    many, few = sorted((len(a.articles), len(b.articles)), reverse=True)
    if not common and many >= MANY_TIMES * few:
        return "frequency"
    return "companion" if len(a.companions & b.companions) >= companions else ""


def _first(person: Identity) -> tuple[str, int]:
    return person.members[0].address, person.members[0].number


def _placed(
    lone: Sequence[Identity],
    people: Sequence[Identity],
    names: Lexicon,
    companions: CompanionLookup,
    are_different: Callable[[Identity, Identity], bool],
) -> tuple[list[Identity], list[Open]]:
    """Give those named by one word alone to the person whom they can only mean; the rest, and what is asked."""
    if not lone:
        return [], []
    profiles = [Profile(person, companions, common=False) for person in people if not person.is_open]
    by_short: dict[str, list[Profile]] = defaultdict(list)
    for profile in profiles:
        for short in _shorts(profile.person, names):
            by_short[short].append(profile)
    rest: dict[str, Identity] = {}
    joined: list[tuple[Profile, LocalPerson, Reason]] = []
    unclear: dict[str, dict[int, Profile]] = defaultdict(dict)
    for one in lone:
        (member,) = one.members
        short = slug(member.local.name)
        candidates = [each for each in by_short.get(short, ()) if not are_different(one, each.person)]
        chosen = _chosen(Profile(one, companions, common=False), candidates, common=is_common_family(short))
        if chosen:
            joined.append((*chosen[:1], member, Reason("surname", chosen[1])))
            continue
        rest.setdefault(short, Identity([])).members.append(member)
        unclear[short].update({id(each): each for each in candidates})
    for profile, member, reason in joined:
        profile.person.reasons[len(profile.person.members)] = reason
        profile.person.members.append(member)
    asked = [
        Open("surname", rest[short], tuple(each.person for each in found.values()))
        for short, found in sorted(unclear.items())
        if found or _is_somebody(rest[short])
    ]
    return list(rest.values()), asked


def _is_somebody(person: Identity) -> bool:
    """Whether more is known than one word in one article: a role, or a second article."""
    return len({member.article for member in person.members}) > 1 or any(m.traits.roles for m in person.members)


def _shorts(person: Identity, names: Lexicon) -> set[str]:
    """The short forms of the family name, as slugs."""
    found = set()
    for name in {member.local.name for member in person.members}:
        parsed = full_name(name, names)
        if parsed:
            found |= {parsed.family[-1], "-".join(parsed.family)}
    return found


def _chosen(one: Profile, candidates: Sequence[Profile], *, common: bool) -> tuple[Profile, str] | None:
    """The candidate whom a surname alone means in one article, and what speaks for it."""
    (member,) = one.person.members
    fitting = [each for each in candidates if not is_other(one, each)]
    if not fitting:
        return None
    supported = [(each, what) for each in fitting if (what := supports(one, each))]
    if len(supported) > 1:
        supported = [each for each in supported if each[1] != "walk"] or supported
    near = {id(each): each.near(member.year) for each in candidates}
    most = max(fitting, key=lambda each: near[id(each)])
    count = near[id(most)]
    leads = count >= NEARLY_ALL * sum(near.values()) and count >= (ENOUGH if common else 1)
    if len(supported) == 1 and (len(fitting) == 1 or leads or supported[0][1] != "walk"):
        return supported[0]
    if supported and leads and any(each is most for each, _ in supported):
        return most, "role"
    if not supported and leads:
        return most, "frequency"
    if not supported:
        together = [each for each in fitting if one.companions & each.companions]
        if len(together) == 1:
            return together[0], "companion"
    return None


def supports(one: Profile, other: Profile) -> str:
    """What an article says of someone named by a surname alone that agrees with this person; "walk" is the weakest."""
    if one.ties & other.ties:
        return "organisation"
    if any(" " in role for role in one.roles & other.roles) or one.words & other.words:
        return "role"
    return "walk" if one.walks & other.walks else ""


def is_other(one: Profile, other: Profile) -> bool:
    """Whether a person named by a surname alone cannot be this one."""
    return bool(one.articles & other.articles) or contradict(one, other)


def usual_name(person: Identity, id_: str = "") -> str:
    """The full name of this id; otherwise the certain one that most of their articles use, of equal ones the first.

    Of its spellings, the one with the accents.
    """
    counts: Counter[str] = Counter()
    certain = set()
    for place, member in enumerate(person.members):
        if place not in person.reasons:
            certain.add(member.local.name)
        elif person.reasons[place].rule == "surname":
            continue
        counts[member.local.name] += 1
    first = {name: at for at, name in enumerate(counts)}
    by_slug: Counter[str] = Counter()
    for name, count in counts.items():
        by_slug[slug(name)] += count

    def order(name: str) -> tuple[object, ...]:
        plain = slug(name)
        return (
            " " not in name,
            plain != id_,
            name not in certain,
            -by_slug[plain],
            name.isascii(),
            -counts[name],
            first[name],
        )

    return min(counts, key=order)
