"""Which pages a site has and what each is made from, followed from the stories that changed.

stories → who is seen where → who is who → owners (an article, a person, a list) → their units (``recipes``). Every step
takes what changed and says what changed; a fresh build is the change from nothing.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice

from builder.annotate.catalog import group, settle
from builder.annotate.lexicon import Lexicon
from builder.codec import Digest, digest
from builder.errors import Doubt
from builder.model import Bearer, Entity, EntityKind
from builder.overrides import Override, Overrides, redirects
from builder.recipes import (
    ArticleUnit,
    EntitiesUnit,
    EntityUnit,
    FeedUnit,
    HomeUnit,
    ListUnit,
    LlmsUnit,
    Unit,
)
from builder.render.addresses import Place
from builder.render.company import History, Shown
from builder.render.entity import Line
from builder.render.stories import Headline, Seen, Story
from builder.render.words import moment, sort_key
from builder.table import Changes, Table
from builder.timelines import Timelines, leaves

FEED_SIZE = 50
"""Stories in a feed and in llms.txt, as many as on a page of a list."""

PER_LIST = 500
"""Names on a page of people A–Z."""

IN_THE_NEWS = 50
"""Newest stories that the front page counts people and countries of."""

NO_TOTALS = 0, 0, 0
"""Of a numbered page: what grows with every story stands on the first page alone."""

Owner = tuple[str, str]
"""Kind and name of what pages belong to: ("article", file), ("person", id), ("list", "people"), …"""


class Plan:
    """Guards that the tables agree: what changed in one is followed through all."""

    def __init__(
        self, overrides: Overrides, names: Lexicon, country: Callable[[str], str], locked: Mapping[str, str]
    ) -> None:
        """``country`` gives the folder of a country's page by its code; for the others see ``decide``."""
        self._names = names
        self._country = country
        self._overrides: dict[str, Override] = {}
        self._stays: dict[str, str] = {}
        self._locked: dict[str, dict[str, str]] = {}
        self._due_groups: set[str] = set()
        self._due_refs: set[str] = set()
        self._stories: Table[str, Story] = Table()
        self._timelines = Timelines()
        self._seen: dict[Bearer, dict[str, Seen]] = {}
        self._groups: dict[str, set[Bearer]] = {}
        self._places: Table[Bearer, Place] = Table()
        self._bearers: dict[str, set[Bearer]] = {}
        self._casts: dict[str, tuple[Shown, ...]] = {}
        self._marks: dict[str, tuple[Headline, Digest]] = {}
        self._lines: dict[str, Line] = {}
        self._units: Table[Owner, tuple[Unit, ...]] = Table()
        self.decide(overrides, locked)

    def decide(self, overrides: Overrides, locked: Mapping[str, str]) -> None:
        """Take these decisions, and the name of each published id; ``change`` follows them."""
        before, self._overrides = self._overrides, {f"{each.kind}:{each.id}": each for each in overrides.entities}
        self._stays = redirects(overrides)
        self._locked = defaultdict(dict)
        for id_, name in locked.items():
            self._locked[group(Bearer(EntityKind.PERSON, name, id_))][id_] = name
        self._due_groups |= self._groups.keys()
        refs = before.keys() | self._overrides.keys()
        self._due_refs |= {ref for ref in refs if before.get(ref) != self._overrides.get(ref)}

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

    def change(self, stories: Mapping[str, Story | None]) -> Changes[Owner, tuple[Unit, ...]]:
        """Take these stories by file, ``None`` for one that is gone; the owners whose units changed."""
        changed = self._stories.change(stories)
        moved = self._settle(self._see(changed))
        files = set(changed) | {file for bearer in moved for file in self._seen.get(bearer, ())}
        refs, others = self._timelines.change({file: self._told(file) for file in files})
        refs |= {place.entity.ref for pair in moved.values() for place in pair if place} | self._due_refs
        self._due_refs = set()
        rows: dict[Owner, tuple[Unit, ...] | None] = {("article", file): self._article(file) for file in files | others}
        rows |= {("entity", ref): self._entity(ref) for ref in refs}
        changes = self._units.change(rows)
        return changes | self._units.change(self._lists())

    def cast(self, file: str) -> tuple[Shown, ...]:
        """All whom a story names and who have a page."""
        return self._casts[file]

    def mark(self, story: Headline) -> Digest:
        """What stands for a headline: made once, since each is in some dozens of lists."""
        known = self._marks.get(story.address)
        if known is None or known[0] is not story:
            known = self._marks[story.address] = story, digest(story)
        return known[1]

    def history(self, ref: str) -> History:
        """When somebody was seen, and with whom: what ``EntityUnit.history`` stands for."""
        return self._timelines.history(ref)

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
        groups = {group(bearer) for bearer in touched} | self._due_groups
        self._due_groups = set()
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

    def _told(self, file: str) -> tuple[Headline, tuple[Shown, ...]] | None:
        """What a story says and whom it shows now, which is kept as its cast."""
        story = self._stories.get(file)
        if story is None:
            self._casts.pop(file, None)
            return None
        places = [(seen, self._places.get(seen.bearer)) for seen in story.seen]
        cast = tuple([Shown(s.bearer, place, s.role, s.count + s.apart) for s, place in places if place])
        self._casts[file] = cast
        return story.headline, cast

    def _article(self, file: str) -> tuple[Unit, ...] | None:
        story = self._stories.get(file)
        if story is None:
            return None
        mark, earlier = self._timelines.mark_of(file), self._timelines.related(file)
        return (ArticleUnit(file, story.headline, story.layout, mark, earlier),)

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
        newest = self._timelines.of(ref)
        role = next((seen.role for file in newest for seen in found[file] if seen.role), "")
        override = self._overrides.get(ref)
        names = tuple(sorted({bearer.name for bearer in self._bearers[ref]}))
        line = self._lines[ref] = Line(place, names, totals, role, override.same_as if override else ())
        rows = [(self._stories[file].headline, tuple(seen.sighting for seen in found[file])) for file in newest]
        bare = Line(place, (), NO_TOTALS)
        pages = (
            EntityUnit(bare, tuple(rows[start:end]), leaf)
            if leaf.number
            else EntityUnit(line, tuple(rows[start:end]), leaf, self._timelines.mark(ref))
            for leaf, start, end in leaves(len(rows))
        )
        followed = feed(place.folder, place.entity.name, (headline for headline, _ in rows))
        return (*pages, followed) if followed.stories else tuple(pages)

    def _lists(self) -> dict[Owner, tuple[Unit, ...] | None]:
        """The front page, the lists of names, entities.json."""
        files = self._timelines.newest()
        newest = [self._stories[file].headline for file in files]
        seen = self._timelines.most_seen(files[:IN_THE_NEWS])
        lines = sorted(self._lines.values(), key=lambda line: (sort_key(line.place.entity.sort), line.place.folder))
        people = tuple(line for line in lines if line.place.entity.kind is EntityKind.PERSON)
        countries = tuple(line for line in lines if line.place.entity.kind is EntityKind.COUNTRY)
        counts = len(newest), len(people), len(countries)
        home = tuple(
            HomeUnit(tuple(newest[start:end]), NO_TOTALS, leaf)
            if leaf.number
            else HomeUnit(tuple(newest[start:end]), counts, leaf, seen)
            for leaf, start, end in leaves(len(newest))
        )
        return {
            ("list", "home"): home,
            ("list", "people"): tuple(_pages_of_names(EntityKind.PERSON, people)),
            ("list", "countries"): tuple(_pages_of_names(EntityKind.COUNTRY, countries)),
            ("list", "entities"): (EntitiesUnit(people + countries),),
            ("list", "llms"): (LlmsUnit(tuple(newest[:FEED_SIZE])),),
            ("list", "feed"): (feed("", "", newest),),
        }


def feed(folder: str, name: str, newest: Iterable[Headline]) -> FeedUnit:
    """The feed of these stories, newest first: those with a date, as many as a feed holds."""
    return FeedUnit(folder, name, tuple(islice((story for story in newest if moment(story.date)), FEED_SIZE)))


def _pages_of_names(kind: EntityKind, lines: Sequence[Line]) -> Iterator[ListUnit]:
    """The pages of a list of names."""
    starts = range(0, len(lines), PER_LIST) or (0,)
    parts = [tuple(lines[start : start + PER_LIST]) for start in starts]
    ranges = tuple((part[0].place.entity.sort, part[-1].place.entity.sort) for part in parts) if parts[1:] else ()
    for number, part in enumerate(parts, 1):
        yield ListUnit(kind, part, len(lines), number if number > 1 else 0, ranges)
