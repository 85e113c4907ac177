"""Which pages a site has and what each is made from, followed from the stories that changed.

stories → who is seen where → who is who → owners (an article, a person, a list) → their units. A *unit* is the whole
recipe of one or a few files, small and equal to itself for as long as nothing that it shows has changed: its digest
is the key of its pages. Every step takes what changed and says what changed; a fresh build is the change from nothing.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import islice

from builder.annotate.catalog import group, settle
from builder.annotate.lexicon import Lexicon
from builder.codec import Digest
from builder.errors import Doubt
from builder.model import Bearer, Entity, EntityKind
from builder.overrides import Overrides, redirects
from builder.render.addresses import Leaf, Place
from builder.render.pages import Line
from builder.render.stories import Headline, Seen, Story
from builder.render.words import moment, sort_key
from builder.table import Changes, Table

PER_PAGE = 50
"""Stories on a numbered page of a list; the first page shows the newest, as many to twice as many."""

FEED_SIZE = 50
"""Stories in a feed and in llms.txt, as many as on a page of a list."""

NO_TOTALS = 0, 0, 0
"""Of a numbered page: what grows with every story stands on the first page alone."""

Owner = tuple[str, str]
"""Kind and name of what pages belong to: ("article", file), ("person", id), ("list", "people"), …"""


@dataclass(frozen=True, slots=True)
class ArticleUnit:
    """The files of an article: its page, Markdown, text and annotations."""

    headline: Headline
    layout: Digest
    places: tuple[tuple[Bearer, Place, str], ...]
    """Of everyone shown: the page, and what the story calls them."""


@dataclass(frozen=True, slots=True)
class EntityUnit:
    """A page of a person or country; the first has a card beside it."""

    line: Line
    """On a numbered page bare: what grows with every story stands on the first page alone."""
    rows: tuple[tuple[Headline, tuple[Digest, ...]], ...]
    """Stories with what stands for their sightings, newest first."""
    leaf: Leaf


@dataclass(frozen=True, slots=True)
class ListUnit:
    """People A–Z, or countries."""

    kind: EntityKind
    entities: tuple[Line, ...]
    """Sorted."""


@dataclass(frozen=True, slots=True)
class HomeUnit:
    """The front page, or a further page of its list."""

    stories: tuple[Headline, ...]
    counts: tuple[int, int, int]
    """Stories, people, countries; zeros on numbered pages."""
    leaf: Leaf


@dataclass(frozen=True, slots=True)
class EntitiesUnit:
    """entities.json."""

    entities: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class LlmsUnit:
    """llms.txt"""

    stories: tuple[Headline, ...]
    """The newest."""


@dataclass(frozen=True, slots=True)
class FeedUnit:
    """The feed of the site or, in the folder of their page, of a person or country with this name."""

    folder: str
    name: str
    stories: tuple[Headline, ...]
    """Those with a date, newest first."""


Unit = ArticleUnit | EntityUnit | ListUnit | HomeUnit | EntitiesUnit | LlmsUnit | FeedUnit


class Plan:
    """Guards that the tables agree: what changed in one is followed through all."""

    def __init__(
        self, overrides: Overrides, names: Lexicon, country: Callable[[str], str], locked: Mapping[str, str]
    ) -> None:
        """``country`` gives the folder of a country's page by its code, ``locked`` the name of each published id."""
        self._locked: dict[str, dict[str, str]] = defaultdict(dict)
        for id_, name in locked.items():
            self._locked[group(Bearer(EntityKind.PERSON, name, id_))][id_] = name
        self._names = names
        self._overrides = {f"{override.kind}:{override.id}": override for override in overrides.entities}
        self._stays = redirects(overrides)
        self._country = country
        self._stories: Table[str, Story] = Table()
        self._seen: dict[Bearer, dict[str, Seen]] = {}
        self._groups: dict[str, set[Bearer]] = {}
        self._places: Table[Bearer, Place] = Table()
        self._bearers: dict[str, set[Bearer]] = {}
        self._lines: dict[str, Line] = {}
        self._units: Table[Owner, tuple[Unit, ...]] = Table()

    @property
    def units(self) -> Iterable[Unit]:
        """All units of the site."""
        return (unit for _, units in self._units.items() for unit in units)

    def units_of(self, owner: Owner) -> tuple[Unit, ...]:
        """The units of one owner."""
        return self._units.get(owner) or ()

    def count(self, kind: EntityKind) -> int:
        """How many people, or countries, have a page."""
        return sum(line.place.entity.kind is kind for line in self._lines.values())

    @property
    def lines(self) -> Iterable[Line]:
        """Everyone who has a page."""
        return self._lines.values()

    def place(self, bearer: Bearer) -> Place | None:
        """Where the page of somebody named in stories is; none of those who are hidden."""
        return self._places.get(bearer)

    def place_of(self, ref: str) -> Place | None:
        """Where an entity's page is, if it has one."""
        return next((self._places[bearer] for bearer in self._bearers.get(ref, ())), None)

    def doubts(self) -> list[Doubt]:
        """One for each name that nobody has settled."""
        return [
            Doubt("not-identified", line.place.entity.name, f"{line.place.entity.name!r} is never named in full")
            for line in self._lines.values()
            if not line.place.entity.identified
        ]

    def change(self, stories: Mapping[str, Story]) -> Changes[Owner, tuple[Unit, ...]]:
        """Take exactly these stories, by file; the owners whose units changed."""
        changed = self._stories.replace(stories)
        touched = self._see(changed)
        moved = self._settle(touched)
        refs = {place.entity.ref for bearer in touched if (place := self._places.get(bearer))}
        refs |= {place.entity.ref for pair in moved.values() for place in pair if place}
        files = set(changed) | {file for bearer in moved for file in self._seen.get(bearer, ())}
        rows: dict[Owner, tuple[Unit, ...] | None] = {("article", file): self._article(file) for file in files}
        rows |= {("entity", ref): self._entity(ref) for ref in refs}
        changes = self._units.change(rows)
        return changes | self._units.change(self._lists())

    def _see(self, changed: Changes[str, Story]) -> set[Bearer]:
        """Note who is seen where; the bearers concerned."""
        touched: set[Bearer] = set()
        for file, (before, after) in changed.items():
            for seen in before.seen if before else ():
                touched.add(seen.bearer)
                self._seen[seen.bearer].pop(file)
            for seen in after.seen if after else ():
                touched.add(seen.bearer)
                self._seen.setdefault(seen.bearer, {})[file] = seen
        return touched

    def _settle(self, touched: set[Bearer]) -> Changes[Bearer, Place]:
        """Decide anew who is who among those who could be taken for the bearers touched."""
        groups = {group(bearer) for bearer in touched}
        for bearer in touched:
            self._groups.setdefault(group(bearer), set()).add(bearer)
        places: dict[Bearer, Place | None] = {}
        for name in groups:
            members = self._groups[name]
            gone = {bearer for bearer in members if not self._seen.get(bearer)}
            members -= gone
            places |= dict.fromkeys(gone)
            addresses = {b: sorted(self._stories[f].headline.address for f in self._seen[b]) for b in members}
            settled = settle(addresses, self._overrides, self._stays, self._names, self._locked.get(name, {}))
            places |= {b: self._place(entity) if entity else None for b, entity in settled.items()}
        moved = self._places.change(places)
        for bearer, (before, after) in moved.items():
            if before:
                self._bearers[before.entity.ref].discard(bearer)
                if not self._bearers[before.entity.ref]:
                    del self._bearers[before.entity.ref]
            if after:
                self._bearers.setdefault(after.entity.ref, set()).add(bearer)
        return moved

    def _place(self, entity: Entity) -> Place:
        if entity.kind is EntityKind.PERSON:
            return Place(entity, f"people/{entity.id}/")
        return Place(entity, self._country(entity.id))

    def _article(self, file: str) -> tuple[Unit, ...] | None:
        story = self._stories.get(file)
        if story is None:
            return None
        places = tuple(
            (seen.bearer, place, seen.role) for seen in story.seen if (place := self._places.get(seen.bearer))
        )
        return (ArticleUnit(story.headline, story.layout, places),)

    def sightings(self, ref: str) -> dict[str, list[Seen]]:
        """All that is seen of an entity, by file."""
        found: dict[str, list[Seen]] = {}
        for bearer in sorted(self._bearers.get(ref, ()), key=lambda b: (b.name, b.id)):
            for file, seen in self._seen[bearer].items():
                found.setdefault(file, []).append(seen)
        return found

    def _entity(self, ref: str) -> tuple[Unit, ...] | None:
        place = self.place_of(ref)
        if place is None:
            self._lines.pop(ref, None)
            return None
        found = self.sightings(ref)
        all_seen = [seen for each in found.values() for seen in each]
        totals = len(found), sum(seen.count for seen in all_seen), sum(seen.apart for seen in all_seen)
        newest = _newest_first([(self._stories[file].headline, file) for file in found])
        role = next((seen.role for _, file in newest for seen in found[file] if seen.role), "")
        override = self._overrides.get(ref)
        names = tuple(sorted({bearer.name for bearer in self._bearers[ref]}))
        line = self._lines[ref] = Line(place, names, totals, role, override.same_as if override else ())
        rows = [(headline, tuple(seen.sighting for seen in found[file])) for headline, file in newest]
        bare = Line(place, (), NO_TOTALS)
        pages = (
            EntityUnit(bare if leaf.number else line, tuple(rows[start:end]), leaf)
            for leaf, start, end in leaves(len(rows))
        )
        followed = feed(place.folder, place.entity.name, (headline for headline, _ in newest))
        return (*pages, followed) if followed.stories else tuple(pages)

    def _lists(self) -> dict[Owner, tuple[Unit, ...] | None]:
        """The front page, the lists of names, entities.json."""
        newest = [headline for headline, _ in _newest_first([(s.headline, f) for f, s in self._stories.items()])]
        lines = sorted(self._lines.values(), key=lambda line: (sort_key(line.place.entity.sort), line.place.folder))
        people = tuple(line for line in lines if line.place.entity.kind is EntityKind.PERSON)
        countries = tuple(line for line in lines if line.place.entity.kind is EntityKind.COUNTRY)
        counts = len(newest), len(people), len(countries)
        home = tuple(
            HomeUnit(tuple(newest[start:end]), counts if leaf.number == 0 else NO_TOTALS, leaf)
            for leaf, start, end in leaves(len(newest))
        )
        return {
            ("list", "home"): home,
            ("list", "people"): (ListUnit(EntityKind.PERSON, people),),
            ("list", "countries"): (ListUnit(EntityKind.COUNTRY, countries),),
            ("list", "entities"): (EntitiesUnit(people + countries),),
            ("list", "llms"): (LlmsUnit(tuple(newest[:FEED_SIZE])),),
            ("list", "feed"): (feed("", "", newest),),
        }


def feed(folder: str, name: str, newest: Iterable[Headline]) -> FeedUnit:
    """The feed of these stories, newest first: those with a date, as many as a feed holds."""
    return FeedUnit(folder, name, tuple(islice((story for story in newest if moment(story.date)), FEED_SIZE)))


def leaves(count: int) -> list[tuple[Leaf, int, int]]:
    """The pages of a list of ``count`` rows, newest first: each with the rows ``start:end`` that it shows."""
    numbered = max(0, count // PER_PAGE - 1)
    first = Leaf(0, -1, numbered or -1)
    pages = [(first, 0, count - numbered * PER_PAGE)]
    for number in range(numbered, 0, -1):
        leaf = Leaf(number, number + 1 if number < numbered else 0, number - 1 or -1)
        pages.append((leaf, count - number * PER_PAGE, count - (number - 1) * PER_PAGE))
    return pages


def _newest_first(stories: list[tuple[Headline, str]]) -> list[tuple[Headline, str]]:
    """By date, the newest first; those of one day, and after all others those without a date, by title."""
    stories.sort(key=lambda story: (story[0].title.casefold(), story[0].address))
    stories.sort(key=lambda story: story[0].date, reverse=True)
    return stories
