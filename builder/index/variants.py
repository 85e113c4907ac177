"""Variants of full names: one person if exactly one fits, nothing contradicts and something speaks for it."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import combinations

from builder.annotate.full_name import Fit, FullName, fit
from builder.annotate.lexicon import Lexicon
from builder.annotate.nicknames import SHORT, given_forms, romanized
from builder.index.profiles import Companions, Identity, Open, Profile, Reason, Support, contradict

MANY_TIMES = 10
"""An uncommon name in so many times as many articles needs no other evidence to absorb a variant."""


class Joining:
    """Who of these people is joined with whom."""

    def __init__(
        self,
        people: Sequence[Identity],
        names: Lexicon,
        companions: Companions,
        stays: Mapping[str, str],
        different: Collection[frozenset[str]],
    ) -> None:
        self._profiles = [Profile(person, names, companions) for person in people]
        self._names = names
        self._companions = companions
        self._stays = stays
        self._different = different
        self._at = {id(person): at for at, person in enumerate(people)}
        self._near: dict[int, list[int]] = {at: [] for at in range(len(people))}
        """For each, who may be the same person."""
        self._why: dict[frozenset[int], Support] = {}
        """What speaks for each pair."""
        self._sets = [[at] for at in range(len(people))]
        """Who is the same person as each: one list for all of them."""
        self._joined: list[Profile] = []
        """The person that each has become."""
        self.open: list[Open] = []

    def joined(self) -> list[Profile]:
        """The people after joining."""
        for one, two in _candidates(self._profiles):
            if self._fit(one, two) and not self._contradict(one, two):
                self._near[one].append(two)
                self._near[two].append(one)
                if what := self._speaks(one, two):
                    self._why[frozenset((one, two))] = what
        self._join()
        whole = {id(places): self._one(places) for places in self._sets}
        self._joined = [whole[id(places)] for places in self._sets]
        self.open += self._questions()
        return list(whole.values())

    def now(self, person: Identity) -> Identity:
        """The person that this one has become."""
        return self._joined[self._at[id(person)]].person

    def _questions(self) -> Iterator[Open]:
        """One for each who fits several people who are not one, and for each pair that nothing speaks for."""
        rivals = {
            one: list(dict.fromkeys(self._first(two) for two in others))
            for one, others in self._near.items()
            if not self._are_near(others) and self._first(one) == one
        }
        for one, others in rivals.items():
            found = [self._joined[at].person for at in others if at != one]
            if len(found) > 1:
                yield Open("variant", self._joined[one].person, tuple(found))
        pairs = {(self._first(one), self._first(two)) for one, others in self._near.items() for two in others}
        for one, two in sorted(pairs):
            if one < two and one not in rivals and two not in rivals:
                small, large = sorted(
                    (self._joined[one].person, self._joined[two].person),
                    key=lambda each: (len(each.members), _first(each)),
                )
                yield Open("variant", small, (large,))

    def _first(self, at: int) -> int:
        """The first of those who are the same person."""
        return min(self._sets[at])

    def _are_near(self, people: Collection[int]) -> bool:
        """Whether all of these may be one person."""
        return len(people) < 2 or all(b in self._near[a] for a, b in combinations(people, 2))

    def _join(self) -> None:
        clear: dict[int, list[int]] = {}
        for one, others in self._near.items():
            found = {two: self._why.get(frozenset((one, two))) for two in others}
            supported = [two for two, why in found.items() if why not in (None, Support.FREQUENCY)]
            if self._are_near(others):
                clear[one] = [two for two, why in found.items() if why]
            else:
                clear[one] = supported if self._are_near(supported) else []
        for one, others in clear.items():
            for two in others:
                if one in clear[two] and not self._would_mix(one, two):
                    self._unite(one, two)

    def _unite(self, one: int, two: int) -> None:
        if self._sets[one] is not self._sets[two]:
            together = sorted((*self._sets[one], *self._sets[two]))
            for at in together:
                self._sets[at] = together

    def _would_mix(self, one: int, two: int) -> bool:
        """Whether joining them would put two on one page who cannot be one."""
        some, others = self._sets[one], self._sets[two]
        return some is not others and any(b not in self._near[a] for a in some for b in others)

    def _fit(self, one: int, two: int) -> Fit:
        """Whether their names allow them to be one person. Somebody has several names only by a decision."""
        a, b = self._profiles[one], self._profiles[two]
        if a.person.is_open or b.person.is_open or (a.person.id and b.person.id and a.person.id != b.person.id):
            return Fit.NO
        if a.slugs & b.slugs:
            return Fit.NO  # They have been told apart.
        pairs = ((x, y) for x in a.full_names for y in b.full_names if not self._are_of_two_sexes(x, y))
        return max((fit(x, y) for x, y in pairs), default=Fit.NO)

    def _are_of_two_sexes(self, one: FullName, other: FullName) -> bool:
        """Whether their first names say so: "Toni" and "Tony"."""
        sexes = {self._names.sex(name.given.capitalize()) for name in (one, other)} if one.given != other.given else ""
        return {"f", "m"} <= set(sexes)

    def _contradict(self, one: int, two: int) -> bool:
        a, b = self._profiles[one], self._profiles[two]
        if (a.is_common or b.is_common or self._fit(one, two) is Fit.SUFFIX) and a.articles & b.articles:
            return True
        return self.are_different(a, b) or contradict(a, b)

    def are_different(self, one: Profile, two: Profile) -> bool:
        """Whether a decision says so."""
        return are_different(one, two, self._stays, self._different)

    def _speaks(self, one: int, two: int) -> Support | None:
        """What speaks for their being one person; ``None`` if nothing does."""
        a, b = self._profiles[one], self._profiles[two]
        common = a.is_common or b.is_common
        if self._fit(one, two) is not Fit.SUFFIX:
            # "Gary" and "Garrett" are more often two people than "Gary" and "Gary M.".
            nickname = {name.given for name in a.full_names}.isdisjoint(name.given for name in b.full_names)
            return speaks(a, b, companions=1 + common + 2 * nickname)
        # Father and son keep company, and one is often in the news far more than the other.
        found = speaks(a, b, companions=2)
        return None if found is Support.FREQUENCY or (common and found is Support.COMPANION) else found

    def _one(self, places: Sequence[int]) -> Profile:
        """All these as one person; those without the name of the most articles are likely."""
        if len(places) == 1:
            return self._profiles[places[0]]
        main = min(
            places,
            key=lambda at: (
                not self._profiles[at].person.id,
                -len(self._profiles[at].articles),
                len(self._profiles[at].person.members[0].local.name),
                _first(self._profiles[at].person),
            ),
        )
        members = [(member, at) for at in places for member in self._profiles[at].person.members]
        members.sort(key=lambda each: (each[0].address, each[0].number))
        why = {
            at: next(filter(None, (self._why.get(frozenset((at, other))) for other in places)), None) for at in places
        }
        reasons = {place: Reason("variant", why[at]) for place, (_, at) in enumerate(members) if at != main}
        whole = Identity([member for member, _ in members], self._profiles[main].person.id, reasons)
        return Profile(whole, self._names, self._companions)


def are_different(one: Profile, two: Profile, stays: Mapping[str, str], different: Collection[frozenset[str]]) -> bool:
    """Whether a decision says that they are; for its form see ``identity.resolve``."""
    if not different:
        return False
    some, others = ({stays.get(id_, id_) for id_ in each.ids} for each in (one, two))
    return any(frozenset((x, y)) in different for x in some for y in others)


def _candidates(profiles: Sequence[Profile]) -> list[tuple[int, int]]:
    """The pairs of people, in order, who have given names that may be one person's."""
    if len(profiles) < 2:
        return []
    by_given: defaultdict[str, set[int]] = defaultdict(set)
    for at, profile in enumerate(profiles):
        for name in profile.full_names:
            for form in (name.given, romanized(name.given), *(name.given[:end] for end in range(1, SHORT + 1))):
                by_given[form].add(at)
    pairs: set[tuple[int, int]] = set()
    for at, profile in enumerate(profiles):
        for name in profile.full_names:
            for given in _given_forms(name):
                pairs.update((min(at, other), max(at, other)) for other in by_given.get(given, ()) if other != at)
    return sorted(pairs)


def _given_forms(name: FullName) -> Collection[str]:
    """The given names, or the initial of all, to look for: "F. Scott Fitzgerald" is also Scott Fitzgerald."""
    return given_forms(name.given) if len(name.given) > 1 else (name.given, *name.middle[:1])


def speaks(a: Profile, b: Profile, *, companions: int) -> Support | None:
    """What speaks for two people whose names fit: an organisation, a role, that one is rare, or so many companions."""
    common = a.is_common or b.is_common
    if any(tie.startswith("at:") for tie in a.ties & b.ties):
        return Support.ORGANISATION
    if (
        a.roles & b.kinds_of_roles
        or b.roles & a.kinds_of_roles
        or (not common and (a.walks & b.walks or a.words & b.words))
    ):
        return Support.ROLE
    if a.roles & b.roles and a.ties & b.ties:
        return Support.ROLE
    many, few = sorted((len(a.articles), len(b.articles)), reverse=True)
    if not common and many >= MANY_TIMES * few:
        return Support.FREQUENCY
    return Support.COMPANION if a.shared_companions(b) >= companions else None


def _first(person: Identity) -> tuple[str, int]:
    return person.members[0].address, person.members[0].number
