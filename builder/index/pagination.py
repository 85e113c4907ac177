"""Pagination of a growing list: pages are numbered from the oldest, so that a new row changes only the first page."""

from typing import NamedTuple

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


def pages_changed(had: int, has: int, lowest: int) -> list[int]:
    """The pages affected when rows from ``lowest`` on, counted from the oldest, change in a list that now ``has`` rows.

    Neighboring pages link to each other, so the last numbered page changes when a page appears or disappears. Pages
    that no longer exist are among them.
    """
    few, many = sorted((numbered(had), numbered(has)))
    first = lowest // PER_PAGE + 1
    return [0, *range(max(1, min(first, few)) if few < many else first, many + 1)]
