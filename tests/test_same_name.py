"""Two people of one full name in one article."""

import pytest

from builder.core.kinds import EntityKind
from builder.layout.excerpts import local_entity_of, who
from builder.settings.decisions import Override, Slice
from tests.people import an_article, decided

JAMES = "James Brown", "PERSON"


def numbers(*paragraphs: str) -> list[tuple[str, int]]:
    """The words for each James Brown, and which one they mean, in reading order."""
    article = an_article(*paragraphs)
    result = decided(article, JAMES, ("Anna Berg", "PERSON"), ("Otto Kern", "PERSON"))
    return [
        (article.passages[link.mention.block].text[link.mention.start : link.mention.end], link.local.number)
        for link in result.value.links
        if link.local.name == "James Brown"
    ]


def names(*paragraphs: str) -> list[int]:
    return [number for words, number in numbers(*paragraphs) if words == "James Brown"]


TWO = (
    "James Brown, 45, and his son James Brown, 12, were rescued.",
    "James Brown, 45, was driving. James Brown, 12, sat beside him.",
    "The driver was James Brown, 45. The 12-year-old James Brown sat beside him.",
    "James Brown, a baker, opened the shop with his father, James Brown.",
    "James Brown was jailed. His son, James Brown, wept.",
    "James Brown, whose 12-year-old son, James Brown, wept, was jailed.",
    "James Brown’s grandson James Brown sang.",
    "James Brown, the son of James Brown, sang.",
    "A plumber named James Brown, not related to James Brown, the singer, was jailed.",
    "James Brown, a plumber, is unrelated to the singer James Brown.",
    "James Brown, a plumber, is no relation to James Brown, the singer.",
    "James Brown met his namesake James Brown.",
)


@pytest.mark.parametrize("text", TWO)
def test_ages_and_relations_tell_two_people_of_one_name_apart(text: str) -> None:
    assert names(text) == [0, 1]


ONE = (
    "James Brown, 45, was jailed. “James Brown, 46, is a friend,” said Otto Kern.",
    "James Brown, 45, was jailed. Anna Berg, 12, wept. James Brown, a baker, will appeal.",
    "James Brown, his wife Anna Berg, 40, and their son, 12, were rescued. James Brown, 45, was not hurt.",
    "In 1990, James Brown, 20, robbed a bank. James Brown, 45, was released.",
    "James Brown was jailed. Otto Kern and his son James Brown wept.",
    "James Brown’s son said James Brown was asleep.",
    "James Brown is the father of Anna Berg. James Brown sang.",
    "James Brown said his son was asleep. James Brown left.",
)


@pytest.mark.parametrize("text", ONE)
def test_in_doubt_a_name_is_one_persons(text: str) -> None:
    assert set(names(text)) == {0}


def test_what_stands_beside_the_name_says_which_of_the_two_it_means() -> None:
    found = names(
        "James Brown, 45, a baker, and his son James Brown, 12, were rescued.",
        "James Brown, the baker, was driving. The son, James Brown, slept. James Brown, 12, is well.",
    )

    assert found == [0, 1, 0, 1, 1]


def test_a_mention_that_fits_both_means_neither_and_is_a_doubt() -> None:
    article = an_article("James Brown, 45, and his son James Brown, 12, were rescued.", "James Brown is well.")

    result = decided(article, JAMES)

    assert [(link.mention.block, link.local.number) for link in result.value.links] == [(2, 0), (2, 1)]
    assert [doubt.subject for doubt in result.doubts] == ["James Brown"]


def test_a_short_name_means_the_one_who_alone_was_named_before_it() -> None:
    found = numbers(
        "James Brown, 45, was jailed. Brown wept.",
        "His son, James Brown, 12, wept as well.",
    )

    assert found == [("James Brown", 0), ("Brown", 0), ("James Brown", 1)]


def test_a_short_name_after_both_means_neither() -> None:
    article = an_article("James Brown, 45, and his son James Brown, 12, were rescued.", "Brown is well.")

    result = decided(article, JAMES)

    assert [link.mention.block for link in result.value.links] == [2, 2]
    assert [doubt.subject for doubt in result.doubts] == ["Brown"]


def test_each_of_the_two_has_traits_of_his_own() -> None:
    article = an_article("James Brown, 45, a baker, and his son James Brown, 12, were rescued.")

    first, second = decided(article, JAMES).value.traits

    assert (first.local.number, first.ages, first.roles) == (0, (45,), ("baker",))
    assert (second.local.number, second.ages, second.roles) == (1, (12,), ())


def test_a_decision_about_the_name_is_about_both() -> None:
    article = an_article("James Brown, 45, and his son James Brown, 12, were rescued.")
    by = Slice((Override(EntityKind.PERSON, "james-brown", "James Brown"),))

    found = decided(article, JAMES, by=by).value.links

    assert {(link.local.id, link.local.number) for link in found} == {("james-brown", 0)}


def test_the_index_keeps_them_apart() -> None:
    second = decided(an_article(TWO[0]), JAMES).value.links[1].local

    assert local_entity_of(who(second)) == second
