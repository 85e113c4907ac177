"""The stories of each person and country, newest first, and what follows from their order.

First and latest mention, the number of stories for each year, co-mentions, and earlier stories about the same people.
An article's related stories are older than the article, so that a new story changes no other's page.

Counts over all stories of an entity are made when first needed, and updated from then on.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from heapq import nlargest
from itertools import islice
from typing import TypeVar

from builder.codec import Digest, digest_bytes
from builder.kinds import EntityKind
from builder.leaves import PER_PAGE, numbered, others
from builder.render.addresses import Place
from builder.render.company import Companion, Earlier, History
from builder.render.stories import Headline
from builder.render.words import moment, sort_key
from builder.tallies import Card, Company, Totals, mentions_in

T = TypeVar("T", Totals, Company)

COMPANIONS = 12
"""People, and countries, that a page shows as co-mentioned: two columns of six."""

SHARED = 5
"""Stories shown for two co-mentioned entities."""

LEADING = 4
"""People whose earlier stories count as related: those whom a story mentions most."""

REACH = 8
"""Earlier stories of each of them that are considered: older ones are on their pages."""

RELATED = 3
"""Related stories shown."""

EVERYBODY = ""
"""The entity whose stories are all stories."""

_Files = defaultdict[str, list[str]]
"""Files of stories, by the entities in whose lists they are."""


class Timelines:
    """Invariant: every entity's stories are in order, and every story is in the lists of all its entities."""

    def __init__(self, places: Mapping[str, Place]) -> None:
        """``places`` are the current pages of all entities ("person:ID")."""
        self._places = places
        self._cards: dict[str, Card] = {}
        self._order: dict[str, tuple[str, str, str]] = {}
        self._files: dict[str, list[str]] = {}
        self._totals: dict[str, Totals] = {}
        self._company: dict[str, Company] = {}

    def change(self, cards: Mapping[str, Card | None], rows: Collection[str]) -> tuple[set[tuple[str, int]], set[str]]:
        """Set these stories by file, ``None`` for a deleted one; lists show something different for those in ``rows``.

        Returns the pages of lists that may have changed, as entity and page number, 0 for the first; and the files that
        may have other related stories.
        """
        before = {file: self._cards[file] for file in cards if file in self._cards}
        changed = {file for file, card in cards.items() if _mark(card) != _mark(before.get(file))}
        # The others depend only on a story's position and headline.
        elsewhere = {file for file in changed if _is_elsewhere(before.get(file), cards[file])}
        stays = len(self._cards) > len(elsewhere & before.keys())
        earlier = self._later(elsewhere & before.keys()) if stays else set()
        gone, stay, new = _moves(before, cards, changed.union(rows))
        refs = gone.keys() | stay.keys() | new.keys()
        had = {ref: len(self.of(ref)) for ref in refs}
        lowest = {ref: min([self._drop(ref, file) for file in files]) for ref, files in gone.items()}
        for file, card in cards.items():
            if card:
                self._cards[file], self._order[file] = card, card.order
            elif file in before:
                del self._cards[file], self._order[file]
        for ref, files in new.items():
            lowest[ref] = min(lowest.get(ref, had[ref]), self._insert(ref, files))
        pages: set[tuple[str, int]] = set()
        for ref in refs:
            has = len(self.of(ref))
            pages.update((ref, number) for number in others(had[ref], has, lowest.get(ref, has)))
            pages.update((ref, self._page(ref, file)) for file in stay[ref] if file in rows)
            tallies = self._totals.get(ref), self._company.get(ref)
            for tally in (each for each in tallies if each):
                for file in (*gone[ref], *stay[ref]):
                    tally.add(before[file], ref, -1)
                for file in (*stay[ref], *new[ref]):
                    tally.add(self._cards[file], ref, 1)
            if not has:
                for known in (self._files, self._totals, self._company):
                    known.pop(ref, None)
        here = self._cards.keys()
        return pages, changed & here | (self._later(elsewhere & here) | earlier & here if stays else set())

    def of(self, ref: str) -> Sequence[str]:
        """The files of an entity's stories, newest first."""
        return self._files.get(ref, ())

    def card(self, file: str) -> Card:
        """The part of a story that lists need."""
        return self._cards[file]

    def newest(self, ref: str = EVERYBODY) -> Iterator[Headline]:
        """An entity's stories, newest first."""
        return (self._cards[file].headline for file in self.of(ref))

    def totals(self, ref: str) -> tuple[int, int, int]:
        """Numbers of stories, mentions, and mentions by capital or seat of power."""
        totals = self._tallied(self._totals, Totals, ref)
        return len(self.of(ref)), totals.mentions, totals.apart

    def role(self, ref: str) -> str:
        """The role in the newest story that gives the person one."""
        roles = (seen.role for file in self.of(ref) for seen in self._cards[file].cast[ref] if seen.role)
        return next(roles) if self._tallied(self._totals, Totals, ref).roles else ""

    def mark(self, ref: str) -> Digest:
        """Digest of everything that ``history`` returns."""
        return digest_bytes(f"{self._tallied(self._totals, Totals, ref).marks}".encode())

    def history(self, ref: str) -> History:
        """When and with whom an entity was mentioned."""
        company = self._tallied(self._company, Company, ref)
        files = self.of(ref)
        dated = (headline for headline in map(self._headline, files) if moment(headline.date))
        first = (headline for headline in map(self._headline, reversed(files)) if moment(headline.date))
        people, countries = (
            tuple(Companion(place, count, self._shared(files, place.entity.ref)) for place, count in most)
            for most in self._most(company)
        )
        years = tuple(sorted((year, count) for year, count in company.years.items() if count))
        return History((*islice(first, 1), *islice(dated, 1)), years, people, countries)

    def most_seen(self, files: Sequence[str]) -> tuple[tuple[tuple[Place, int], ...], ...]:
        """The people, and the countries, most frequent in these stories, each with its number of them.

        Ties are broken by identified people first, then by the number of mentions.
        """
        company = Company()
        for file in files:
            company.add(self._cards[file], EVERYBODY, 1)
        return self._most(company)

    def related(self, file: str) -> tuple[Earlier, ...]:
        """Earlier stories about the people whom this one mentions most: by the number of these people, then by date."""
        card = self._cards[file]
        if not moment(card.headline.date):
            return ()
        before: dict[str, Sequence[str]] = {}
        counts: dict[str, int] = {}
        for ref in _leading(card):
            at = self._at(ref, card.order) + 1
            before[ref] = self._files[ref][at : at + REACH]
            for other in before[ref]:
                counts[other] = counts.get(other, 0) + 1
        best = sorted(counts, key=self._order.__getitem__)
        best.sort(key=counts.__getitem__, reverse=True)
        earlier: list[Earlier] = []
        for other in best:
            headline = self._headline(other)
            if moment(headline.date):
                people = tuple([self._places[ref].entity.name for ref, files in before.items() if other in files])
                earlier.append(Earlier(headline, people))
                if len(earlier) == RELATED:
                    break
        return tuple(earlier)

    def _headline(self, file: str) -> Headline:
        return self._cards[file].headline

    def _at(self, ref: str, order: tuple[str, str, str]) -> int:
        """The position of a story of this order in an entity's list, or where it would be."""
        return bisect_left(self._files.get(ref, ()), order, key=self._order.__getitem__)

    def _page(self, ref: str, file: str) -> int:
        """The number of the page that shows a story."""
        count = len(self._files[ref])
        number = (count - 1 - self._at(ref, self._order[file])) // PER_PAGE + 1
        return number if number <= numbered(count) else 0

    def _drop(self, ref: str, file: str) -> int:
        """Remove a story from a list; its position, counted from the oldest."""
        files = self._files[ref]
        at = self._at(ref, self._order[file])
        del files[at]
        return len(files) - at

    def _insert(self, ref: str, new: Sequence[str]) -> int:
        """Insert stories into a list; their lowest position, counted from the oldest."""
        files = self._files.setdefault(ref, [])
        if not files:
            files += sorted(new, key=self._order.__getitem__)
            return 0
        lowest = len(files)
        for file in new:
            at = self._at(ref, self._order[file])
            lowest = min(lowest, len(files) - at)
            files.insert(at, file)
        return lowest

    def _tallied(self, known: dict[str, T], tally: Callable[[], T], ref: str) -> T:
        """The counts over an entity's stories, made now if they were never needed."""
        found = known.get(ref)
        if found is None:
            found = known[ref] = tally()
            for file in self.of(ref):
                found.add(self._cards[file], ref, 1)
        return found

    def _most(self, company: Company) -> tuple[tuple[tuple[Place, int], ...], ...]:
        """The people, and the countries, most frequent among these co-mentions."""
        counts = company.counts

        def rank(ref: str) -> tuple[int, bool, int, str, str]:
            entity = self._places[ref].entity
            return -counts[ref], not entity.identified, -company.mentions[ref], sort_key(entity.sort), ref

        found = []
        for kind in EntityKind:
            refs = [ref for ref, count in counts.items() if count and ref.startswith(kind)]
            # Entities in fewer stories than the last one wanted need no rank, which is expensive.
            least = min(nlargest(COMPANIONS, map(counts.__getitem__, refs)), default=0)
            best = sorted((ref for ref in refs if counts[ref] >= least), key=rank)[:COMPANIONS]
            found.append(tuple((self._places[ref], counts[ref]) for ref in best))
        return tuple(found)

    def _later(self, files: Iterable[str]) -> set[str]:
        """The files whose related stories may include these."""
        found: set[str] = set()
        for file in files:
            card = self._cards[file]
            for ref in filter(_is_person, card.cast):
                at = self._at(ref, card.order)
                found.update(self._files.get(ref, ())[max(0, at - REACH) : at])
        return found

    def _shared(self, files: Iterable[str], other: str) -> tuple[Headline, ...]:
        """The newest stories that name another entity as well."""
        both = (card.headline for card in map(self._cards.__getitem__, files) if other in card.cast)
        return tuple(islice(both, SHARED))


def _moves(
    before: Mapping[str, Card], after: Mapping[str, Card | None], files: Iterable[str]
) -> tuple[_Files, _Files, _Files]:
    """For each list, the stories that leave it, that keep their position, and that are new."""
    gone, stay, new = _Files(list), _Files(list), _Files(list)
    for file in files:
        was, now = before.get(file), after[file]
        left, right = _lists(was), _lists(now)
        fixed = left.keys() & right.keys() if was and now and was.order == now.order else ()
        for ref in left:
            (stay if ref in fixed else gone)[ref].append(file)
        for ref in right:
            if ref not in fixed:
                new[ref].append(file)
    return gone, stay, new


def _lists(card: Card | None) -> dict[str, None]:
    """The entities in whose lists a story is."""
    return dict.fromkeys((EVERYBODY, *card.cast)) if card else {}


def _mark(card: Card | None) -> Digest:
    return card.mark if card else b""


def _is_elsewhere(before: Card | None, after: Card | None) -> bool:
    """Whether a story is in different lists, at another position, or has another headline."""
    if before is None or after is None:
        return True
    return before.headline != after.headline or before.cast.keys() != after.cast.keys()


def _is_person(ref: str) -> bool:
    return ref.startswith(EntityKind.PERSON)


def _leading(card: Card) -> list[str]:
    """The people whom a story mentions most, most first; ties in order of appearance."""
    people = {ref: mentions_in(seen) for ref, seen in card.cast.items() if _is_person(ref)}
    return sorted(people, key=people.__getitem__, reverse=True)[:LEADING]
