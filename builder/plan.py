"""The pages of a site and the inputs of each, followed from the stories that changed.

stories → who is who (``register``) → which stories each page shows (``timelines``) → which pages may have changed.
Their inputs, the units (``recipes``), are made only when they are needed. Every step takes what changed and returns
what changed; a fresh build is the change from nothing.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice

from builder.annotate.lexicon import Lexicon
from builder.codec import Digest, digest, digest_bytes
from builder.errors import Doubt
from builder.kinds import EntityKind
from builder.leaves import leaf_of, numbered
from builder.lists import FEED_SIZE, feed, lists_of_names, page_of_names
from builder.overrides import Overrides
from builder.recipes import (
    ENTITIES,
    HOME,
    NEWS,
    ArticleUnit,
    EntitiesUnit,
    EntityUnit,
    HomeUnit,
    LlmsUnit,
    Owner,
    Unit,
    article_paths,
    entity_paths,
)
from builder.register import Register
from builder.render.addresses import Place, page_path
from builder.render.company import History, Shown
from builder.render.crawlers import LLMS
from builder.render.data import EVERYONE
from builder.render.entity import LISTS, Line
from builder.render.feeds import FEED
from builder.render.sightings import bearer_of
from builder.render.stories import Headline, Seen, Story
from builder.render.words import moment, sort_key
from builder.table import Table
from builder.tallies import Card, most_named
from builder.timelines import EVERYBODY, Timelines

IN_THE_NEWS = 50
"""The newest stories that the front page counts people and countries of."""

NO_TOTALS = 0, 0, 0
"""The totals of a numbered page: what grows with every story is shown only on the first page."""

NOWHERE = bytes(16)
"""In the digest of a story, the page of an entity without one."""


class Plan:
    """Invariant: the tables agree; what changed in one is followed through all."""

    def __init__(
        self,
        overrides: Overrides,
        names: Lexicon,
        country: Callable[[str], str],
        locked: Mapping[str, str],
        *,
        feeds: bool = True,
    ) -> None:
        """``country`` gives the folder of a country's page; ``feeds`` need an address. For the rest see ``decide``."""
        self._feeds = feeds
        self._stories: Table[str, Story] = Table()
        self._register = Register(names, country)
        self._timelines = Timelines(self._register.places)
        self._refs: dict[str, tuple[str, Digest]] = {}
        self._due: set[str] = set()
        self._marks: dict[str, tuple[Headline, Digest]] = {}
        self._lines: dict[str, Line] = {}
        self._listed: dict[EntityKind, tuple[Line, ...]] = {}
        self._lists: set[Owner] = set()
        self.decide(overrides, locked)

    def decide(self, overrides: Overrides, locked: Mapping[str, str]) -> None:
        """Set these decisions, and the name of each published id; ``change`` follows them."""
        self._due |= self._register.decide(overrides, locked)

    def change(self, stories: Mapping[str, Story | None]) -> set[Owner]:
        """Take these stories by file, ``None`` for a deleted one; the owners of pages that may appear, go or change."""
        changed = self._stories.change(stories)
        moved = self._register.change(changed)
        for name, (_, place) in moved.items():
            if place:
                self._refs[name] = place.entity.ref, digest(place)
            else:
                self._refs.pop(name, None)
        recast = {file for name in moved for file in self._register.files(name)}
        cards = {file: self._card(file) for file in recast | changed.keys()}
        pages, files = self._timelines.change(cards, changed.keys())
        concerned = self._due | {place.entity.ref for pair in moved.values() for place in pair if place}
        self._due = set()
        pages |= {(ref, number) for ref in concerned for number in self._numbers(ref)}
        touched = {Owner("article", file) for file in files | changed.keys()}
        touched |= {Owner("entity", ref, number) if ref else Owner("home", "", number) for ref, number in pages}
        if self._relined({ref for ref, number in pages if ref and not number}) or not self._lists:
            before, self._lists = self._lists, {HOME, ENTITIES, *NEWS, *lists_of_names(self.count)}
            return touched | before | self._lists
        return touched.union(NEWS) if HOME in touched else touched

    def owners(self) -> Iterator[Owner]:
        """The owners of all pages."""
        yield from (Owner("article", file) for file in self._stories)
        yield from (Owner("entity", ref, number) for ref in self._register.places for number in self._numbers(ref))
        yield from (Owner("home", "", number) for number in self._numbers(EVERYBODY) if number)
        yield from self._lists

    def paths(self, owner: Owner) -> tuple[str, ...]:
        """The paths of an owner's pages and the files beside them; empty if they are gone."""
        kind, name, number = owner
        if kind == "article":
            return article_paths(self._stories[name].headline.folder) if name in self._stories else ()
        if kind == "entity":
            if number not in self._numbers(name):
                return ()
            folder = self._register.places[name].folder
            feed = (folder + FEED,) if not number and self._has_feed(name) else ()
            return *entity_paths(folder, number), *feed
        if kind == "home":
            return (page_path("", number),) if number in self._numbers(EVERYBODY) or not number else ()
        if kind in LISTS:
            return (page_path(LISTS[EntityKind(kind)][1], number),) if owner in self._lists else ()
        if kind == "feed":
            return (FEED,) if self._feeds else ()
        return (EVERYONE,) if kind == "entities" else (LLMS,)

    def page(self, owner: Owner) -> tuple[str, str] | None:
        """The folder of a page for the sitemap, and when the first thing it shows was last changed ("" if unknown)."""
        kind, name, number = owner
        if kind == "article" and name in self._stories:
            headline = self._stories[name].headline
            return headline.folder, headline.changed
        if kind == "entity" and not number and name in self._register.places:
            return self._register.places[name].folder, next(self._timelines.newest(name)).changed
        if kind == "home" and not number:
            return "", next((headline.changed for headline in self._timelines.newest()), "")
        return (LISTS[EntityKind(kind)][1], "") if kind in LISTS and not number else None

    def units(self, owner: Owner) -> tuple[Unit, ...]:
        """The units of an owner's pages; empty if they are gone."""
        if not self.paths(owner):
            return ()
        kind, name, number = owner
        if kind == "article":
            return (self._article(name),)
        if kind == "entity":
            return tuple(self._entity(name, number))
        if kind == "home":
            return (self._home(number),)
        if kind in LISTS:
            return (page_of_names(EntityKind(kind), self.named(EntityKind(kind)), number),)
        if kind == "entities":
            return (EntitiesUnit((*self.named(EntityKind.PERSON), *self.named(EntityKind.COUNTRY))),)
        if kind == "feed":
            return (feed("", "", self._timelines.newest()),)
        return (LlmsUnit(tuple(islice(self._timelines.newest(), FEED_SIZE))),)

    def count(self, kind: EntityKind) -> int:
        """The number of people, or countries, who have a page."""
        return sum(place.entity.kind is kind for place in self._register.places.values())

    def named(self, kind: EntityKind) -> tuple[Line, ...]:
        """All people, or countries, who have a page, sorted."""
        known = self._listed.get(kind)
        if known is None:
            lines = [self._line(ref) for ref, place in self._register.places.items() if place.entity.kind is kind]
            lines.sort(key=lambda line: (sort_key(line.place.entity.sort), line.place.folder))
            known = self._listed[kind] = tuple(lines)
        return known

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every entity that has a page. A plan of the same stories and decisions can pass its own to the next."""
        return tuple(map(self._line, self._register.places))

    @lines.setter
    def lines(self, lines: Iterable[Line]) -> None:
        self._lines = {line.place.entity.ref: line for line in lines}

    def newest(self) -> tuple[Headline, ...]:
        """All stories, newest first."""
        return tuple(self._timelines.newest())

    def place(self, who: str) -> Place | None:
        """The page of an entity named in stories (``Seen.who``); ``None`` for hidden ones."""
        return self._register.place(who)

    def place_of(self, ref: str) -> Place | None:
        """The page of an entity, if it has one."""
        return self._register.places.get(ref)

    def doubts(self) -> list[Doubt]:
        """One doubt for each name that no decision has settled."""
        entities = [place.entity for place in self._register.places.values() if not place.entity.identified]
        return [Doubt("not-identified", each.name, f"{each.name!r} is never named in full") for each in entities]

    def sightings(self, ref: str) -> dict[str, tuple[Seen, ...]]:
        """Everything that stories show of an entity, by file."""
        return {file: self._timelines.card(file).cast[ref] for file in self._timelines.of(ref)}

    def cast(self, file: str) -> tuple[Shown, ...]:
        """All entities that a story names and that have a page."""
        places = [(seen, self._register.place(seen.who)) for seen in self._stories[file].seen]
        return tuple([Shown(bearer_of(s.who), place, s.role, s.count + s.apart) for s, place in places if place])

    def mark(self, story: Headline) -> Digest:
        """Digest of a headline: cached, since each is in dozens of lists."""
        known = self._marks.get(story.address)
        if known is None or known[0] is not story:
            known = self._marks[story.address] = story, digest(story)
        return known[1]

    def history(self, ref: str) -> History:
        """When and with whom an entity was mentioned: ``EntityUnit.history`` is the digest."""
        return self._timelines.history(ref)

    def _card(self, file: str) -> Card | None:
        """What lists need of a story, with the people and countries it names, as currently resolved."""
        story = self._stories.get(file)
        if story is None:
            return None
        cast: dict[str, tuple[Seen, ...]] = {}
        marks = [story.gist]
        for seen in story.seen:
            known = self._refs.get(seen.who)
            if known is None:
                marks.append(NOWHERE)
                continue
            ref, mark = known
            marks.append(mark)
            cast[ref] = (seen,) if ref not in cast else tuple(sorted((*cast[ref], seen), key=_name))
        mark = digest_bytes(b"".join(marks))
        return Card(story.headline, cast, mark, story.headline.order, most_named(cast))

    def _numbers(self, ref: str) -> range:
        """The page numbers of an entity's list."""
        count = len(self._timelines.of(ref))
        return range(numbered(count) + 1) if count else range(0)

    def _has_feed(self, ref: str) -> bool:
        """Whether a feed of an entity's stories would be non-empty: stories without a date come last."""
        return self._feeds and any(moment(story.date) for story in islice(self._timelines.newest(ref), 1))

    def _relined(self, refs: Iterable[str]) -> bool:
        """Whether lists of names show a different line for one of these."""
        before = {ref: self._lines.pop(ref, None) for ref in refs}
        places = self._register.places
        same = all(line and ref in places and line == self._line(ref) for ref, line in before.items())
        if not same:
            self._listed = {}
        return not same

    def _line(self, ref: str) -> Line:
        known = self._lines.get(ref)
        if known is None:
            register, timelines = self._register, self._timelines
            totals, role = timelines.totals(ref), timelines.role(ref)
            known = Line(register.places[ref], register.names(ref), totals, role, register.same_as(ref))
            self._lines[ref] = known
        return known

    def _article(self, file: str) -> ArticleUnit:
        story = self._stories[file]
        mark, earlier = self._timelines.card(file).mark, self._timelines.related(file)
        return ArticleUnit(file, story.headline, story.layout, mark, earlier)

    def _entity(self, ref: str, number: int) -> Iterator[Unit]:
        files = self._timelines.of(ref)
        leaf, start, end = leaf_of(len(files), number)
        cards = map(self._timelines.card, files[start:end])
        rows = tuple([(card.headline, tuple([each.sighting for each in card.cast[ref]])) for card in cards])
        place = self._register.places[ref]
        if number:
            yield EntityUnit(Line(place, (), NO_TOTALS), rows, leaf)
        else:
            yield EntityUnit(self._line(ref), rows, leaf, self._timelines.mark(ref))
            if self._has_feed(ref):
                yield feed(place.folder, place.entity.name, self._timelines.newest(ref))

    def _home(self, number: int) -> HomeUnit:
        files = self._timelines.of(EVERYBODY)
        leaf, start, end = leaf_of(len(files), number)
        stories = tuple(self._timelines.card(file).headline for file in files[start:end])
        if number:
            return HomeUnit(stories, NO_TOTALS, leaf)
        counts = len(files), self.count(EntityKind.PERSON), self.count(EntityKind.COUNTRY)
        return HomeUnit(stories, counts, leaf, self._timelines.most_seen(files[:IN_THE_NEWS]))


def _name(seen: Seen) -> list[str]:
    """The sort key of bearers who are the same entity in one story."""
    return seen.who.split(":", 2)[::-1]
