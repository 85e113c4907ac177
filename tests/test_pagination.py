from collections.abc import Collection, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.index import pagination
from builder.index.pagination import MovedRows, PageNumber, page_numbers, page_of_list

Pages = Mapping[int, tuple[PageNumber, tuple[str, ...]]]

POSITIONS = [f"{number:02}" for number in range(40)]


@pytest.fixture(autouse=True)
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pagination, "PER_PAGE", 3)


def pages_of(positions: Collection[str]) -> Pages:
    """What each page of a list shows; the first page also changes with the number of rows."""
    rows = sorted(positions)
    pages = {}
    for number in page_numbers(len(rows)):
        page, start, end = page_of_list(len(rows), number)
        pages[number] = page, tuple(rows[start:end])
    return pages


def affected(before: set[str], after: set[str]) -> set[int]:
    """The pages to check if a list of these positions becomes another."""
    rows = MovedRows()
    for position in before - after:
        rows.add(position, -1)
    for position in after - before:
        rows.add(position, 1)

    def older(position: str, *, here: bool = False) -> int:
        return sum(each > position or (here and each == position) for each in after)

    return rows.pages(len(before), len(after), older)


@given(st.sets(st.sampled_from(POSITIONS)), st.sets(st.sampled_from(POSITIONS)), st.sets(st.sampled_from(POSITIONS)))
def test_every_page_that_shows_something_else_is_affected(both: set[str], one: set[str], two: set[str]) -> None:
    before, after = both | one, both | two
    old, new = pages_of(before), pages_of(after)

    different = {number for number in old.keys() | new.keys() if old.get(number) != new.get(number)}

    assert different <= affected(before, after)


def test_a_row_that_moves_affects_only_the_pages_between() -> None:
    before = {*POSITIONS} - {"10"}

    assert affected(before, before - {"12"} | {"10"}) == {0, 10}
    assert affected(before, before - {"30"} | {"10"}) == {0, *range(4, 11)}


def test_a_row_in_place_of_another_affects_its_page() -> None:
    rows = MovedRows()
    rows.add("20", -1)
    rows.add("20", 1)

    assert rows.pages(40, 40, lambda position, *, here=False: 39 - int(position) + here) == {0, 7}
