"""What a question is, and what the site knows about the people and countries that it is about."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from builder.annotate.gazetteer import Gazetteer
from builder.annotate.lexicon import Lexicon
from builder.commands.settle import Step
from builder.commands.word_places import numbers_alone
from builder.core.errors import Doubt
from builder.core.kinds import EntityKind
from builder.core.slug import slug
from builder.core.values import Article, Entity
from builder.index import queries
from builder.index.profiles import Identity, LocalPerson, Profile
from builder.index.queries import Statement
from builder.index.tables import Index
from builder.layout.article_layout import years_of
from builder.layout.site_values import ListedEntity, Unsettled
from builder.settings.decisions import Overrides, redirects

JOINED_NAME = "joined"
"""The kind of question that asks whether a join is right."""

MOST_ROLES = 3
"""Roles shown of a candidate."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible meaning."""

    ref: str
    """The entity's reference: "person:ID", "country:CODE"."""
    name: str
    stories: int
    detail: str = ""
    """What tells it apart from others of the same name."""
    roles: tuple[str, ...] = ()
    """What most of its articles call it."""
    places: tuple[str, ...] = ()
    years: str = ""
    """Of its articles: "2016–2020"."""

    @property
    def title(self) -> str:
        """As ``Entity.title``."""
        return f"{self.name} ({self.detail})" if self.detail else self.name


@dataclass(frozen=True, slots=True)
class Answer:
    """A possible answer to a question: the decisions that ``accept`` writes."""

    meaning: str
    """What it says: "they are one person"."""
    steps: tuple[Step, ...]
    stories: int
    """Number of articles whose links change."""
    pages: int
    """Number of pages that change: these articles, and the pages of everyone named in them."""
    lines: str = ""
    """What it adds to entities.toml."""


@dataclass(frozen=True, slots=True)
class Question:
    """A doubt, and its possible answers."""

    kind: str
    subject: str
    message: str
    ref: str
    """The entity in doubt; empty for words that are no entity."""
    files: tuple[str, ...]
    """All articles concerned, by their paths in the project."""
    addresses: tuple[str, ...]
    """What decisions call these articles: their paths in content/ without suffix."""
    said: tuple[tuple[Statement, ...], ...]
    """For each file, what it says about the subject."""
    sentence: str
    """A sentence with the words in doubt, in one of the articles."""
    candidates: tuple[Candidate, ...]
    answers: tuple[Answer, ...]
    """The most likely one first."""

    @property
    def stories(self) -> int:
        """Number of articles concerned."""
        return len(self.files)

    @property
    def pages(self) -> int:
        """Number of pages that depend on the answer."""
        return max(answer.pages for answer in self.answers)

    @property
    def lines(self) -> str:
        """What the first answer adds to entities.toml."""
        return self.answers[0].lines


@dataclass(frozen=True, slots=True)
class Asked:
    """A question before it is written out. ``ref`` is the entity in doubt, empty for words that are no entity."""

    kind: str
    subject: str
    message: str
    ref: str
    files: tuple[str, ...]
    candidates: tuple[Candidate, ...]
    answers: tuple[Answer, ...]
    last: bool = False
    """Whether it is asked after all others."""


@dataclass(frozen=True, slots=True)
class ReviewedSite:
    """What the site knows about its people and countries."""

    index: Index
    doubts: Sequence[tuple[str, Doubt]]
    """Doubts about articles, with their files."""
    overrides: Overrides
    names: Lexicon
    gazetteer: Gazetteer
    people: Mapping[str, ListedEntity]
    """By reference."""
    unsettled: tuple[Unsettled, ...]
    read: Callable[[str], Article | None]
    """The article in a file of content/, if it can be read."""
    _profiles: dict[str, Profile] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        index: Index,
        overrides: Overrides,
        names: Lexicon,
        gazetteer: Gazetteer,
        read: Callable[[str], Article | None],
    ) -> "ReviewedSite":
        """What an index knows, with the decisions that it was made with; ``read`` gives the article in a file."""
        remarks = queries.remarks(index)
        doubts = [(file, doubt) for file, remark, address in remarks if address for doubt in remark.doubts]
        lines = map(queries.line, queries.lines(index, EntityKind.PERSON))
        people = {line.place.entity.ref: line for line in lines}
        return cls(index, doubts, overrides, names, gazetteer, people, tuple(queries.unsettled(index)), read)

    def entity(self, ref: str) -> Entity:
        """The entity of a reference; it has a page."""
        return self.people[ref].place.entity

    def files(self, ref: str) -> tuple[str, ...]:
        """The files of the articles that name an entity."""
        return tuple(queries.files_mentioning(self.index, ref))

    def profile(self, ref: str) -> Profile:
        """What all articles say about a person."""
        if ref not in self._profiles:
            self._profiles[ref] = profile(queries.statements(self.index, ref), self.names)
        return self._profiles[ref]

    def candidate(self, ref: str) -> Candidate:
        """A person as a possible meaning."""
        line, known = self.people[ref], self.profile(ref)
        counts = _counted(role for member in known.person.members for role in dict.fromkeys(member.traits.roles))
        places = _counted(place for member in known.person.members for place in dict.fromkeys(member.traits.places))
        entity = line.place.entity
        few = counts[:MOST_ROLES], places[:MOST_ROLES]
        return Candidate(ref, entity.name, line.totals[0], entity.detail, *few, years(known))

    def candidates(self, refs: Iterable[str]) -> tuple[Candidate, ...]:
        """People as possible meanings, those with the most articles first."""
        found = map(self.candidate, dict.fromkeys(refs))
        return tuple(sorted(found, key=lambda each: (-each.stories, each.ref)))

    def reach(self, *refs: str) -> int:
        """The number of pages that change if the links to these entities do."""
        articles = {file for ref in refs for file in self.files(ref)}
        return len(articles) + len({other for ref in refs for other in queries.near(self.index, ref)} | {*refs})

    def places(self, file: str, words: str) -> tuple[int, ...]:
        """Which of the places of these words in an article are not inside a longer name, counted from 1."""
        article = self.read(file)
        return numbers_alone(article, words) if article else ()

    def with_name(self, step: Step) -> tuple[Step, ...]:
        """A decision that words mean a person, and their name if the page would otherwise get that of its id."""
        entity = self.entity(step.ref)
        if slug(entity.name) == entity.id or queries.people_called(self.index, entity.name) != {step.ref}:
            return (step,)
        named = any(each.kind is entity.kind and each.id == entity.id and each.name for each in self.overrides.entities)
        return (step,) if named else (Step("name", step.ref, entity.name), step)

    def known_different(self) -> frozenset[frozenset[str]]:
        """All pairs of ids that a decision declares different."""
        stays = redirects(self.overrides)
        return frozenset(
            frozenset((stays.get(one, one), stays.get(other, other)))
            for ids in self.overrides.different
            for one in ids
            for other in ids
            if one != other
        )


def profile(statements: Iterable[Statement], names: Lexicon) -> Profile:
    """What these statements say, if they are about one person."""
    members = [
        LocalPerson(each.article, each.number, each.local, each.address, years_of(each.position), each.traits)
        for each in statements
    ]
    return Profile(Identity(members), names)


def years(known: Profile) -> str:
    """The years of a person's articles: "2016–2020"; empty if none has a date."""
    found = [int(year) for year in known.times]
    return "" if not found else str(found[0]) if found[0] == found[-1] else f"{found[0]}–{found[-1]}"


def said_as_json(statement: Statement) -> Mapping[str, object]:
    """What one article says about somebody, for JSON."""
    year, traits = years_of(statement.position), statement.traits
    return {
        "name": statement.local.name,
        "year": int(year) if year else None,
        "forms": traits.forms,
        "roles": traits.roles,
        "ages": traits.ages,
        "places": traits.places,
        "organisations": traits.organisations,
    }


def country(code: str, site: ReviewedSite) -> Candidate:
    """A country as a possible meaning."""
    ref = f"{EntityKind.COUNTRY}:{code}"
    return Candidate(ref, site.gazetteer.countries[code].name, len(site.files(ref)))


def _counted(words: Iterable[str]) -> tuple[str, ...]:
    """Each of the words once, the most frequent first."""
    counts: dict[str, int] = {}
    for word in words:
        counts[word] = counts.get(word, 0) + 1
    return tuple(sorted(counts, key=lambda word: -counts[word]))
