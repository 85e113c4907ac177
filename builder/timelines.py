"""The stories of each person and country, newest first, and what follows from their order.

When somebody was first and last seen, in how many stories of each year, with whom; and which earlier stories are
about the same people. An article's related stories are older than itself, so that a new story changes no other's page.

What is counted over all of somebody's stories is counted when it is first asked for, and followed from then on.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from heapq import nlargest
from itertools import islice
from typing import TypeVar

from builder.codec import Digest, digest_bytes
from builder.leaves import PER_PAGE, numbered, others
from builder.model import EntityKind
from builder.render.addresses import Place
from builder.render.company import Companion, Earlier, History
from builder.render.stories import Headline
from builder.render.words import moment, sort_key
from builder.tallies import Card, Company, Totals, mentions_in

T = TypeVar("T", Totals, Company)

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

EVERYBODY = ""
"""Whose stories are all stories."""

_Files = defaultdict[str, list[str]]
"""Files of stories, by whose list they are in."""


class Timelines:
    """Guards that every entity's stories stand in order, and that all who are in a story know of it."""

    def __init__(self, places: Mapping[str, Place]) -> None:
        """``places`` are where the pages of all entities ("person:ID") are, whenever something is asked."""
        self._places = places
        self._cards: dict[str, Card] = {}
        self._order: dict[str, tuple[str, str, str]] = {}
        self._files: dict[str, list[str]] = {}
        self._totals: dict[str, Totals] = {}
        self._company: dict[str, Company] = {}

    def change(self, cards: Mapping[str, Card | None], rows: Collection[str]) -> tuple[set[tuple[str, int]], set[str]]:
        """Take these stories by file, ``None`` for one that is gone; of those in ``rows`` lists show something else.

        The pages of lists that may be others now: whose, and the number, 0 for the first. And which files may have
        other related stories.
        """
        before = {file: self._cards[file] for file in cards if file in self._cards}
        changed = {file for file, card in cards.items() if _mark(card) != _mark(before.get(file))}
        # The others care where a story stands and what its headline says.
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
        """The files of somebody's stories, newest first."""
        return self._files.get(ref, ())

    def card(self, file: str) -> Card:
        """What lists need of a story."""
        return self._cards[file]

    def newest(self, ref: str = EVERYBODY) -> Iterator[Headline]:
        """Somebody's stories, newest first."""
        return (self._cards[file].headline for file in self.of(ref))

    def totals(self, ref: str) -> tuple[int, int, int]:
        """Stories, mentions, mentions by capital or seat of power."""
        totals = self._tallied(self._totals, Totals, ref)
        return len(self.of(ref)), totals.mentions, totals.apart

    def role(self, ref: str) -> str:
        """What the newest story that says what a person is says."""
        roles = (seen.role for file in self.of(ref) for seen in self._cards[file].cast[ref] if seen.role)
        return next(roles) if self._tallied(self._totals, Totals, ref).roles else ""

    def mark(self, ref: str) -> Digest:
        """What stands for all that ``history`` gives."""
        return digest_bytes(f"{self._tallied(self._totals, Totals, ref).marks}".encode())

    def history(self, ref: str) -> History:
        """When somebody was seen, and with whom."""
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
        """The people, and the countries, that most of these stories name, each with in how many they are.

        Of as many stories who is identified comes first, then who is named most.
        """
        company = Company()
        for file in files:
            company.add(self._cards[file], EVERYBODY, 1)
        return self._most(company)

    def related(self, file: str) -> tuple[Earlier, ...]:
        """Earlier stories about the people whom this one names most: those who share most of them, then the newest."""
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
        """Where a story of this order stands among somebody's, or would."""
        return bisect_left(self._files.get(ref, ()), order, key=self._order.__getitem__)

    def _page(self, ref: str, file: str) -> int:
        """The number of the page of a list that a story stands on."""
        count = len(self._files[ref])
        number = (count - 1 - self._at(ref, self._order[file])) // PER_PAGE + 1
        return number if number <= numbered(count) else 0

    def _drop(self, ref: str, file: str) -> int:
        """Take a story out of a list; its place in it, counted from the oldest."""
        files = self._files[ref]
        at = self._at(ref, self._order[file])
        del files[at]
        return len(files) - at

    def _insert(self, ref: str, new: Sequence[str]) -> int:
        """Put stories into a list; the lowest place of one of them, counted from the oldest."""
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
        """What is counted over somebody's stories, counted now if it was never asked for."""
        found = known.get(ref)
        if found is None:
            found = known[ref] = tally()
            for file in self.of(ref):
                found.add(self._cards[file], ref, 1)
        return found

    def _most(self, company: Company) -> tuple[tuple[tuple[Place, int], ...], ...]:
        """The people, and the countries, of a company that are in most stories."""
        counts = company.counts

        def rank(ref: str) -> tuple[int, bool, int, str, str]:
            entity = self._places[ref].entity
            return -counts[ref], not entity.identified, -company.mentions[ref], sort_key(entity.sort), ref

        found = []
        for kind in EntityKind:
            refs = [ref for ref, count in counts.items() if count and ref.startswith(kind)]
            # Who is in fewer stories than as many as are wanted needs no rank, which costs more.
            least = min(nlargest(COMPANIONS, map(counts.__getitem__, refs)), default=0)
            best = sorted((ref for ref in refs if counts[ref] >= least), key=rank)[:COMPANIONS]
            found.append(tuple((self._places[ref], counts[ref]) for ref in best))
        return tuple(found)

    def _later(self, files: Iterable[str]) -> set[str]:
        """The files whose related stories these can be."""
        found: set[str] = set()
        for file in files:
            card = self._cards[file]
            for ref in filter(_is_person, card.cast):
                at = self._at(ref, card.order)
                found.update(self._files.get(ref, ())[max(0, at - REACH) : at])
        return found

    def _shared(self, files: Iterable[str], other: str) -> tuple[Headline, ...]:
        """The newest stories that name another as well."""
        both = (card.headline for card in map(self._cards.__getitem__, files) if other in card.cast)
        return tuple(islice(both, SHARED))


def _moves(
    before: Mapping[str, Card], after: Mapping[str, Card | None], files: Iterable[str]
) -> tuple[_Files, _Files, _Files]:
    """Of each list the stories that leave it, that keep their place in it, and that come."""
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
    """Whose lists a story is in."""
    return dict.fromkeys((EVERYBODY, *card.cast)) if card else {}


def _mark(card: Card | None) -> Digest:
    return card.mark if card else b""


def _is_elsewhere(before: Card | None, after: Card | None) -> bool:
    """Whether a story stands in other lists now, or in another place of them, or is called something else."""
    if before is None or after is None:
        return True
    return before.headline != after.headline or before.cast.keys() != after.cast.keys()


def _is_person(ref: str) -> bool:
    return ref.startswith(EntityKind.PERSON)


def _leading(card: Card) -> list[str]:
    """The people whom a story names most, most first; of as many mentions who comes first."""
    people = {ref: mentions_in(seen) for ref, seen in card.cast.items() if _is_person(ref)}
    return sorted(people, key=people.__getitem__, reverse=True)[:LEADING]
