"""Resolution across the site: which bearers are one person or country, and where its page is.

Followed from the stories and decisions that changed; only names that could be confused with them are resolved again.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from itertools import chain

from builder.annotate.catalog import group, merged, settle
from builder.annotate.lexicon import Lexicon
from builder.kinds import EntityKind
from builder.model import Bearer, Entity
from builder.overrides import Override, Overrides, redirects
from builder.render.addresses import Place
from builder.render.sightings import bearer_of
from builder.render.stories import Story
from builder.table import Changes, Table


class Register:
    """Invariant: all bearers of one entity share one page. Bearers are written as in ``render.sightings.who``."""

    def __init__(self, names: Lexicon, country: Callable[[str], str]) -> None:
        """``country`` gives the folder of a country's page by its code."""
        self._names = names
        self._country = country
        self._overrides: dict[str, Override] = {}
        self._stays: dict[str, str] = {}
        self._locked: dict[str, dict[str, str]] = {}
        self._due: set[str] = set()
        self._files: defaultdict[str, set[str]] = defaultdict(set)
        self._first: dict[str, str] = {}
        self._merged: dict[str, str] = {}
        self._groups: defaultdict[str, set[str]] = defaultdict(set)
        self._places: Table[str, Place] = Table()
        self._bearers: dict[str, set[str]] = {}
        self._entities: dict[str, Place] = {}
        self._addresses: dict[str, str] = {}

    def decide(self, overrides: Overrides, locked: Mapping[str, str]) -> set[str]:
        """Set these decisions, and the name of each published id; the entities affected. ``change`` follows them."""
        before, self._overrides = self._overrides, {f"{each.kind}:{each.id}": each for each in overrides.entities}
        self._stays = redirects(overrides)
        now = merged(self._stays)
        if now != self._merged:
            self._merged = now
            members, self._groups = chain.from_iterable(self._groups.values()), defaultdict(set)
            for who in members:
                self._groups[self._group(bearer_of(who))].add(who)
        self._locked = defaultdict(dict)
        for id_, name in locked.items():
            self._locked[self._group(Bearer(EntityKind.PERSON, name, id_))][id_] = name
        self._due = set(self._groups)
        refs = before.keys() | self._overrides.keys()
        return {ref for ref in refs if before.get(ref) != self._overrides.get(ref)}

    def change(self, stories: Changes[str, Story]) -> Changes[str, Place]:
        """Follow these stories; the bearers whose page changed."""
        return self._settle(self._see(stories))

    @property
    def places(self) -> Mapping[str, Place]:
        """The page of each entity ("person:ID")."""
        return self._entities

    def place(self, who: str) -> Place | None:
        """The page of a bearer; ``None`` for hidden ones."""
        return self._places.get(who)

    def files(self, who: str) -> Collection[str]:
        """The files of the stories that name a bearer."""
        return self._files.get(who, ())

    def names(self, ref: str) -> tuple[str, ...]:
        """All full names of an entity in the stories, sorted."""
        return tuple(sorted({bearer_of(who).name for who in self._bearers[ref]}))

    def same_as(self, ref: str) -> tuple[str, ...]:
        """Addresses of pages about an entity on other sites."""
        override = self._overrides.get(ref)
        return override.same_as if override else ()

    def _see(self, stories: Changes[str, Story]) -> set[str]:
        """Record which stories name whom; the bearers affected."""
        for file, (before, after) in stories.items():
            for seen in before.seen if before else ():
                self._files[seen.who].discard(file)
                if self._first.get(seen.who) == self._addresses[file]:
                    del self._first[seen.who]
            if after is None:
                del self._addresses[file]
                continue
            address = self._addresses[file] = after.headline.address
            for seen in after.seen:
                self._files[seen.who].add(file)
                if seen.who in self._first and address < self._first[seen.who]:
                    self._first[seen.who] = address
        return {seen.who for pair in stories.values() for story in pair if story for seen in story.seen}

    def _settle(self, touched: Collection[str]) -> Changes[str, Place]:
        """Resolve again the bearers that could be confused with the changed ones."""
        due, self._due = self._due, set()
        for who in touched:
            name = self._group(bearer_of(who))
            self._groups[name].add(who)
            due.add(name)
        places: dict[str, Place | None] = {}
        for name in due:
            members = self._groups[name]
            gone = {who for who in members if not self._files[who]}
            members -= gone
            places |= dict.fromkeys(gone)
            bearers = {bearer_of(who): who for who in members}
            first = {bearer: self._first_address(who) for bearer, who in bearers.items()}
            settled = settle(first, self._overrides, self._stays, self._names, self._locked.get(name, {}))
            places |= {bearers[b]: self._page(entity) if entity else None for b, entity in settled.items()}
        moved = self._places.change(places)
        self._follow(moved)
        return moved

    def _group(self, bearer: Bearer) -> str:
        """All who are settled together with a bearer."""
        name = group(bearer)
        return self._merged.get(name, name)

    def _first_address(self, who: str) -> str:
        """The first of the addresses of the stories that name a bearer."""
        first = self._first.get(who)
        if first is None:
            first = self._first[who] = min(map(self._addresses.__getitem__, self._files[who]))
        return first

    def _page(self, entity: Entity) -> Place:
        if entity.kind is EntityKind.PERSON:
            return Place(entity, f"people/{entity.id}/")
        return Place(entity, self._country(entity.id))

    def _follow(self, moved: Changes[str, Place]) -> None:
        """Record the entity of these bearers."""
        left = set()
        for who, (before, _) in moved.items():
            if before:
                self._bearers[before.entity.ref].discard(who)
                left.add(before.entity.ref)
        for who, (_, after) in moved.items():
            if after:
                self._bearers.setdefault(after.entity.ref, set()).add(who)
                self._entities[after.entity.ref] = after
        for ref in left:
            if not self._bearers[ref]:
                del self._bearers[ref], self._entities[ref]
