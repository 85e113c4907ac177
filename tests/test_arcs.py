"""The lines beside a list of names that join those who are together in several articles."""

import re

from hypothesis import given
from hypothesis import strategies as st

from builder.core.kinds import EntityKind
from builder.core.values import Entity
from builder.layout.site_values import CoMention, Place
from builder.outputs.arcs import LEVELS, MOST, ROW, WIDTH, ties
from builder.outputs.parts import Arc, Ties


def names(*counts: tuple[tuple[int, int], ...]) -> list[CoMention]:
    """A list of people called A, B, …, each with its ties."""
    letters = [chr(65 + number) for number in range(len(counts))]
    people = [Entity(EntityKind.PERSON, letter.lower(), letter, letter) for letter in letters]
    pairs = zip(people, counts, strict=True)
    return [CoMention(Place(person, f"people/{person.id}/"), 9, some) for person, some in pairs]


def test_a_line_joins_the_middles_of_two_rows_and_says_how_many_articles_it_stands_for() -> None:
    found = ties(names(((1, 2), (2, 8)), (), ()))

    assert found == Ties(
        WIDTH,
        3 * ROW,
        (Arc("M52 18A8 18 0 0 0 52 54", 1, "A", "B", 2), Arc("M52 18A12 36 0 0 0 52 90", 4, "A", "C", 8)),
    )


def test_lines_that_would_join_everybody_alike_are_left_out() -> None:
    assert ties(names(((1, 2), (2, 2)), ((2, 2),), ())) == ties(names((), ())) == ties([]) == Ties()


@given(st.lists(st.integers(2, 90), min_size=66, max_size=66))
def test_of_many_lines_the_strongest_are_drawn_inside_the_drawing(counts: list[int]) -> None:
    numbers = iter(counts)
    some = names(*(tuple((other, next(numbers)) for other in range(one + 1, 12)) for one in range(12)))

    arcs = ties(some).arcs

    weaker = sorted(counts)[: len(counts) - len(arcs)]
    assert len(arcs) <= MOST
    assert all(arc.count > max(weaker) and 1 <= arc.level <= LEVELS for arc in arcs)
    for arc in arcs:
        match = re.fullmatch(r"M52 (\d+)A(\d+) \d+ 0 0 0 52 (\d+)", arc.path)
        assert match
        assert 0 < int(match[1]) < int(match[3]) < 12 * ROW
        assert int(match[2]) <= WIDTH - 4
