"""The stories of each person and country, newest first, and what follows from their order.

When somebody was first and last seen, in how many stories of each year, with whom; and which earlier stories are
about the same people. An article's related stories are older than itself, so that a new story changes no other's page.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from heapq import nsmallest
from itertools import chain

from builder.codec import Digest, digest
from builder.model import EntityKind
from builder.render.addresses import Leaf, Place
from builder.render.company import Companion, Earlier, History, Shown
from builder.render.stories import Headline
from builder.render.words import moment, sort_key

PER_PAGE = 50
"""Stories on a numbered page of a list; the first page shows the newest, as many to twice as many."""

COMPANIONS = 12
"""People, and countries, that a page shows as seen with somebody: two columns of six."""

SHARED = 5
"""Stories shown of two that are seen together."""

LEADING = 4
"""People whose earlier stories count as related: those whom a story names most."""

REACH = 8
"""Stories of each of them before this one that are looked at: older ones are on their pages."""

RELATED = 3
"""Related stories shown."""


class Timelines:
    """Guards that every entity's stories stand in order, and that all who are in a story know of it."""

    def __init__(self) -> None:
        self._headlines: dict[str, Headline] = {}
        self._order: dict[str, tuple[str, str, str]] = {}
        self._casts: dict[str, dict[str, Place]] = {}
        self._mentions: dict[str, dict[str, int]] = {}
        self._leading: dict[str, tuple[str, ...]] = {}
        self._marks: dict[str, Digest] = {}
        self._files: dict[str, list[str]] = {}
        self._orders: dict[str, list[tuple[str, str, str]]] = {}

    def change(self, stories: Mapping[str, tuple[Headline, Sequence[Shown]] | None]) -> tuple[set[str], set[str]]:
        """Take these stories by file, ``None`` for one that is gone, with all whom they show.

        Which entities ("person:ID") have other stories or stories that say something else, and which files may have
        other related stories.
        """
        before = {file for file in stories if file in self._headlines}
        refs = {ref for file in before for ref in self._casts[file]}
        everything = before == self._headlines.keys()
        later = set() if everything else self._later(before)
        for file, story in stories.items():
            if story is None:
                for known in (self._headlines, self._order, self._casts, self._mentions, self._leading, self._marks):
                    known.pop(file, None)
                continue
            headline, shown = story
            self._headlines[file], self._order[file] = headline, headline.order
            self._casts[file] = {each.place.entity.ref: each.place for each in shown}
            self._mentions[file] = _mentions(shown)
            self._leading[file] = _leading(self._casts[file], self._mentions[file])
            self._marks[file] = digest(headline, shown)
            refs.update(self._casts[file])
        self._sort(refs, stories.keys())
        here = stories.keys() & self._headlines.keys()
        return refs, here if everything else (later & self._headlines.keys()) | here | self._later(here)

    def of(self, ref: str) -> Sequence[str]:
        """The files of an entity's stories, newest first."""
        return self._files.get(ref, ())

    def newest(self) -> list[str]:
        """The files of all stories, newest first."""
        return sorted(self._order, key=self._order.__getitem__)

    def mark_of(self, file: str) -> Digest:
        """What stands for a story's headline and all whom it shows."""
        return self._marks[file]

    def mark(self, ref: str) -> Digest:
        """What stands for all that ``history`` gives."""
        return digest([self._marks[file] for file in self._files[ref]])

    def history(self, ref: str) -> History:
        """When an entity was seen, and with whom."""
        files = self._files[ref]
        dated = [headline for file in files if moment((headline := self._headlines[file]).date)]
        years = Counter(headline.date[:4] for headline in dated)
        people, countries = (
            tuple(Companion(place, count, self._shared(files, place.entity.ref)) for place, count in most)
            for most in self.most_seen(files, ref)
        )
        return History((*dated[-1:], *dated[:1]), tuple(sorted(years.items())), people, countries)

    def most_seen(self, files: Sequence[str], but: str = "") -> tuple[tuple[tuple[Place, int], ...], ...]:
        """The people, and the countries, that most of these stories name, each with in how many they are.

        Of as many stories who is identified comes first, then who is named most.
        """
        counts = Counter(chain.from_iterable(self._casts[file] for file in files))
        mentions: defaultdict[str, int] = defaultdict(int)
        places: dict[str, Place] = {}
        for file in files:
            places.update(self._casts[file])
            for ref, count in self._mentions[file].items():
                mentions[ref] += count
        del counts[but]

        def rank(ref: str) -> tuple[int, bool, int, str, str]:
            entity = places[ref].entity
            return -counts[ref], not entity.identified, -mentions[ref], sort_key(entity.sort), ref

        best = (
            nsmallest(COMPANIONS, (r for r in counts if places[r].entity.kind is kind), rank) for kind in EntityKind
        )
        return tuple(tuple((places[ref], counts[ref]) for ref in refs) for refs in best)

    def related(self, file: str) -> tuple[Earlier, ...]:
        """Earlier stories about the people whom this one names most: those who share most of them, then the newest."""
        if not moment(self._headlines[file].date):
            return ()
        order, cast = self._order[file], self._casts[file]
        before: dict[str, Sequence[str]] = {}
        counts: dict[str, int] = {}
        for ref in self._leading[file]:
            at = bisect_left(self._orders[ref], order) + 1
            before[ref] = self._files[ref][at : at + REACH]
            for other in before[ref]:
                counts[other] = counts.get(other, 0) + 1
        best = sorted(counts, key=self._order.__getitem__)
        best.sort(key=counts.__getitem__, reverse=True)
        earlier: list[Earlier] = []
        for other in best:
            headline = self._headlines[other]
            if moment(headline.date):
                people = tuple([cast[ref].entity.name for ref, files in before.items() if other in files])
                earlier.append(Earlier(headline, people))
                if len(earlier) == RELATED:
                    break
        return tuple(earlier)

    def _sort(self, refs: Iterable[str], changed: Iterable[str]) -> None:
        """Put the stories of these entities in order again."""
        now: dict[str, list[str]] = {ref: [] for ref in refs}
        for file in changed:
            for ref in self._casts.get(file, ()):
                now[ref].append(file)
        moved = set(changed)
        for ref, files in now.items():
            stay = [file for file in self._files.get(ref, ()) if file not in moved]
            together = sorted(stay + files, key=self._order.__getitem__)
            if together:
                self._files[ref] = together
                self._orders[ref] = [self._order[file] for file in together]
            else:
                self._files.pop(ref, None)
                self._orders.pop(ref, None)

    def _later(self, files: Iterable[str]) -> set[str]:
        """The files whose related stories these can be."""
        found: set[str] = set()
        for file in files:
            for ref in self._casts[file]:
                at = bisect_left(self._orders.get(ref, ()), self._order[file])
                found.update(self._files.get(ref, ())[max(0, at - REACH) : at])
        return found

    def _shared(self, files: Iterable[str], other: str) -> tuple[Headline, ...]:
        """The newest stories that name another as well."""
        found = []
        for file in files:
            if other in self._casts[file]:
                found.append(self._headlines[file])
                if len(found) == SHARED:
                    break
        return tuple(found)


def leaves(count: int) -> list[tuple[Leaf, int, int]]:
    """The pages of a list of ``count`` rows, newest first: each with the rows ``start:end`` that it shows."""
    numbered = max(0, count // PER_PAGE - 1)
    first = Leaf(0, -1, numbered or -1)
    pages = [(first, 0, count - numbered * PER_PAGE)]
    for number in range(numbered, 0, -1):
        leaf = Leaf(number, number + 1 if number < numbered else 0, number - 1 or -1)
        pages.append((leaf, count - number * PER_PAGE, count - (number - 1) * PER_PAGE))
    return pages


def _mentions(shown: Sequence[Shown]) -> dict[str, int]:
    """How often a story names each whom it shows."""
    counts: dict[str, int] = {}
    for each in shown:
        ref = each.place.entity.ref
        counts[ref] = counts.get(ref, 0) + each.mentions
    return counts


def _leading(cast: Mapping[str, Place], mentions: Mapping[str, int]) -> tuple[str, ...]:
    """The people whom a story names most, most first; of as many mentions who comes first."""
    people = [ref for ref, place in cast.items() if place.entity.kind is EntityKind.PERSON]
    return tuple(sorted(people, key=mentions.__getitem__, reverse=True)[:LEADING])
