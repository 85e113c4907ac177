"""Pagination of a growing list: pages are numbered from the oldest, so that a new row changes only the first page."""

from builder.render.addresses import Leaf

PER_PAGE = 50
"""Stories on a numbered page of a list; the first page shows the newest, up to twice as many."""


def leaves(count: int) -> list[tuple[Leaf, int, int]]:
    """The pages of a list of ``count`` rows, newest first: each with the rows ``start:end`` that it shows."""
    return [leaf_of(count, number) for number in (0, *range(numbered(count), 0, -1))]


def leaf_of(count: int, number: int) -> tuple[Leaf, int, int]:
    """Page ``number`` of a list of ``count`` rows, newest first, with the rows ``start:end`` that it shows.

    Raises:
        ValueError: if the list has no such page.
    """
    last = numbered(count)
    if number > last:
        raise ValueError(number)
    if not number:
        return Leaf(0, -1, last or -1), 0, count - last * PER_PAGE
    leaf = Leaf(number, number + 1 if number < last else 0, number - 1 or -1)
    return leaf, count - number * PER_PAGE, count - (number - 1) * PER_PAGE


def numbered(count: int) -> int:
    """The number of numbered pages of a list of ``count`` rows."""
    return max(0, count // PER_PAGE - 1)


def others(had: int, has: int, lowest: int) -> list[int]:
    """The pages affected when rows from ``lowest`` on, counted from the oldest, change in a list that now ``has`` rows.

    Neighboring pages link to each other, so the last numbered page changes when a page appears or disappears.
    """
    few, many = sorted((numbered(had), numbered(has)))
    first = lowest // PER_PAGE + 1
    return [0, *range(max(1, min(first, few)) if few < many else first, many + 1)]
