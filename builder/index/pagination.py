"""Pagination of a growing list.

Pages are numbered from the oldest, so that a new row usually changes only the first page.
"""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple, Protocol

PER_PAGE = 50
"""Articles on a numbered page of a list; the first page shows the newest, up to twice as many."""


class PageNumber(NamedTuple):
    """One page of a list: numbered from the oldest; 0 is the first page, which shows the newest; -1 means no page."""

    number: int = 0
    newer: int = -1
    older: int = -1


def page_numbers(count: int) -> list[int]:
    """The numbers of the pages of a list of ``count`` rows, the first page first; empty for an empty list."""
    return list(range(numbered(count) + 1)) if count else []


def page_of_list(count: int, number: int) -> tuple[PageNumber, int, int]:
    """Page ``number`` of a list of ``count`` rows, newest first, with the rows ``start:end`` that it shows.

    Raises:
        ValueError: if the list has no such page.
    """
    last = numbered(count)
    if number > last:
        raise ValueError(number)
    if not number:
        return PageNumber(0, -1, last or -1), 0, count - last * PER_PAGE
    page = PageNumber(number, number + 1 if number < last else 0, number - 1 or -1)
    return page, count - number * PER_PAGE, count - (number - 1) * PER_PAGE


def page_showing(count: int, older: int) -> int:
    """The number of the page that shows the row with this many ``older`` rows, in a list of ``count`` rows."""
    number = older // PER_PAGE + 1
    return number if number <= numbered(count) else 0


def numbered(count: int) -> int:
    """The number of numbered pages of a list of ``count`` rows."""
    return max(0, count // PER_PAGE - 1)


class Older(Protocol):
    """Counts the rows of a list that come after a position."""

    def __call__(self, position: str, *, here: bool = False) -> int:
        """Their number; with ``here``, those at the position are counted as well."""


class MovedRows:
    """The rows that a change removes from a list and adds to it, by position; the newest row has the lowest."""

    def __init__(self) -> None:
        self._more: Counter[str] = Counter()

    def add(self, position: str, rows: int) -> None:
        """Add ``rows`` at a position; a negative number removes them."""
        self._more[position] += rows

    def pages(self, had: int, has: int, older: Older) -> set[int]:
        """The pages that this affects in a list that went from ``had`` to ``has`` rows.

        A row keeps its place if as many older rows were added as removed. Neighboring pages link to each other, so the
        last numbered page changes when a page appears or disappears. Pages that no longer exist are included.
        """
        found = {0}
        few, many = sorted((numbered(had), numbered(has)))
        for first, last in self.parts(PER_PAGE, older):
            if last is None:
                found.update(range(max(1, min(first, few)) if few < many else first, many + 1))
            else:
                found.update(range(first, min(last, numbered(has)) + 1))
        return found

    def parts(self, size: int, older: Older) -> Iterator[tuple[int, int | None]]:
        """The first and the last part that each move affects, in a list in parts of ``size``, numbered from the oldest.

        ``None`` as the last means all later ones.
        """
        for oldest, newest in self._spans():
            first = older(oldest) // size + 1
            yield first, None if newest is None else max(first, (older(newest, here=True) - 1) // size + 1)

    def _spans(self) -> Iterator[tuple[str, str | None]]:
        """The spans of positions whose rows may have moved, each from its oldest to its newest.

        ``None`` as the newest means up to the start of the list.
        """
        more, oldest = 0, ""
        for position in sorted(self._more, reverse=True):
            oldest = oldest if more else position
            more += self._more[position]
            if not more:
                yield oldest, position
        if more:
            yield oldest, None
