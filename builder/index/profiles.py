"""What the articles say about local people who may be one person."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Sequence, Set
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from builder.annotate.full_name import FullName, full_name
from builder.annotate.lexicon import FUNCTION, Lexicon
from builder.annotate.name_frequency import is_common_family, is_common_first
from builder.annotate.occupations import are_apart, walks
from builder.core.slug import slug
from builder.core.values import LocalEntity
from builder.layout.article_layout import TraitFields

TOLERANCE = 2.5
"""Years by which two estimates of a year of birth may differ: an age is a year wide, and dates of articles lag."""
YEARS = 3
"""Years before and after an article that count as its time."""

_NOBODY: frozenset[int] = frozenset()
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


class Support(StrEnum):
    """What speaks for two local people being one."""

    ORGANISATION = "organisation"
    """An organisation or a place."""
    ROLE = "role"
    WALK = "walk"
    """A walk of life; the weakest."""
    COMPANION = "companion"
    RELATIVE = "relative"
    """Somebody with the same family name is named in full in the article."""
    FREQUENCY = "frequency"
    """Nobody else of the name is in the news nearly as often."""


class Reason(NamedTuple):
    """Why a local person is on a page whose name it does not have."""

    rule: str
    """ "variant", "surname" or "first-name"."""
    support: Support | None

    def __str__(self) -> str:
        return f"{self.rule}:{self.support or ''}"


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

    @property
    def named_in_full(self) -> list[LocalPerson]:
        """Those members who are not joined by a surname alone."""
        surname = {place for place, reason in self.reasons.items() if reason.rule == "surname"}
        return [each for at, each in enumerate(self.members) if at not in surname] if surname else self.members


class Open(NamedTuple):
    """A question: these people may be one, or ``subject`` may be one of ``people``."""

    kind: str
    """ "namesakes", "variant" or "surname"."""
    subject: Identity
    people: tuple[Identity, ...]


class Companions:
    """Who else is named in full in articles. Invariant: what was asked is recorded, as resolution depends on it."""

    def __init__(
        self, of: Callable[[Collection[int]], Iterable[tuple[int, frozenset[int]]]], without: Set[int] = _NOBODY
    ) -> None:
        """``of`` gives the names, by their rows, for each of these articles; those in ``without`` are nobody's."""
        self._of = of
        self._without = without
        self._known: dict[int, frozenset[int]] = {}
        self.articles: set[int] = set()
        """The articles of which all companions matter."""
        self.names: set[int] = set()
        """Those who were looked for in other articles."""

    def __call__(self, article: int) -> frozenset[int]:
        """All in an article."""
        self.articles.add(article)
        return self.in_any((article,))

    def in_any(self, articles: Collection[int]) -> frozenset[int]:
        """All in these articles; to be recorded by ``look_for``."""
        self.load(articles)
        return frozenset().union(*(self._known.get(article, _NOBODY) for article in articles)) - self._without

    def load(self, articles: Collection[int]) -> None:
        """Find those in all these articles at once."""
        if new := [article for article in articles if article not in self._known]:
            self._known.update(self._of(new))

    def look_for(self, articles: Collection[int], names: Collection[int]) -> None:
        """Record that all in these articles were looked for in others."""
        self.articles.update(articles)
        self.names.update(names)


NO_COMPANIONS = Companions(lambda _: ())


class Profile:
    """What is known about some local people, if they are one person. The person must not change."""

    def __init__(self, person: Identity, names: Lexicon, companions: Companions = NO_COMPANIONS) -> None:
        self.person = person
        self._names = names
        self._companions = companions

    @cached_property
    def articles(self) -> frozenset[int]:
        """The articles that name them."""
        return frozenset(member.article for member in self.person.members)

    @cached_property
    def slugs(self) -> frozenset[str]:
        """Their names as slugs."""
        return frozenset(map(slug, {member.local.name for member in self.person.members}))

    @cached_property
    def ids(self) -> frozenset[str]:
        """Their names as slugs, and their id if it is given."""
        return self.slugs | {self.person.id} if self.person.id else self.slugs

    @cached_property
    def full_names(self) -> tuple[FullName, ...]:
        """Their full names, and the one that a given id spells."""
        return tuple(filter(None, (full_name(id_, self._names) for id_ in sorted(self.ids))))

    @cached_property
    def is_common(self) -> bool:
        """Whether many people have one of these names."""
        return any(map(is_common, self.full_names))

    @cached_property
    def roles(self) -> frozenset[str]:
        """What they are called, in lower case."""
        return frozenset(role.casefold() for member in self.person.members for role in member.traits.roles)

    @cached_property
    def kinds_of_roles(self) -> frozenset[str]:
        """What they are called, in two words or more, and each with fewer words before it: "poultry magnate"."""
        words = (role.split() for role in self.roles)
        return frozenset(" ".join(each[at:]) for each in words for at in range(len(each) - 1))

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
    def _in_full(self) -> frozenset[int]:
        return self._companions.in_any(self.articles)

    def companions_in(self, article: int) -> frozenset[int]:
        """Who else is named in full in an article."""
        return self._companions(article)

    def shared_companions(self, other: "Profile") -> int:
        """How many others are named in full both in an article of this person and in one of the other."""
        few, many = (other, self) if len(other.articles) < len(self.articles) else (self, other)
        self._companions.look_for(few.articles, few._in_full)
        return len(few._in_full & many._in_full)

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


def is_common(name: FullName) -> bool:
    """Whether many people have this name."""
    return is_common_first(name.given) and is_common_family(name.family[-1])


def contradict(a: Profile, b: Profile) -> bool:
    """Whether what is said of them cannot be said of one person."""
    if a.sexes and b.sexes and not a.sexes & b.sexes:
        return True
    if a.births and b.births and _distance(a.births, b.births) > TOLERANCE:
        return True
    return are_apart(a.walks, b.walks) and not a.ties & b.ties


def _distance(some: Sequence[float], others: Sequence[float]) -> float:
    """The least distance of two values, both in ascending order."""
    near = chain.from_iterable(
        ((value, other) for other in others[max(0, at - 1) : at + 1])
        for value, at in ((value, bisect_left(others, value)) for value in some)
    )
    return min(abs(value - other) for value, other in near)
