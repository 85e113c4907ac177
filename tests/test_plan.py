"""Which pages a site has: lists numbered from the oldest."""

import pytest

from builder.timelines import PER_PAGE, leaves


@pytest.mark.parametrize("count", [0, 1, PER_PAGE, 2 * PER_PAGE - 1, 2 * PER_PAGE, 5 * PER_PAGE + 7])
def test_the_pages_of_a_list_show_each_row_once_in_order(count: int) -> None:
    shown = [row for _, start, end in leaves(count) for row in range(start, end)]

    assert shown == list(range(count))


def test_a_new_story_changes_only_the_first_page_of_a_list() -> None:
    before, after = (
        {leaf: (count - end, count - start) for leaf, start, end in leaves(count)}  # counted from the oldest
        for count in (3 * PER_PAGE + 1, 3 * PER_PAGE + 2)
    )

    assert {leaf.number for leaf in after if before.get(leaf) != after[leaf]} == {0}


def test_every_page_of_a_list_is_reached_from_the_first() -> None:
    by_number = {leaf.number: leaf for leaf, _, _ in leaves(7 * PER_PAGE)}

    reached, number = [], 0
    while number >= 0:
        reached.append(number)
        number = by_number[number].older

    assert reached == [0, 6, 5, 4, 3, 2, 1]
    assert all(by_number[by_number[n].newer].older == n for n in by_number if n)
