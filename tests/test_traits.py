"""What articles say of their people: each case file is about one trait and says what its texts tell of whom.

A case is a text, and for each person its traits; whoever is not listed has none. The language model takes the people
listed for people, and the words under "labels" for what they are.
"""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from builder.core.values import FrontMatter, Traits
from tests.people import an_article, decided

CASES = [
    pytest.param(path.stem, case, id=f"{path.stem}: {case['text'][:60]}")
    for path in sorted((Path(__file__).parent / "cases" / "traits").glob("*.toml"))
    for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]
]


def traits(text: str, people: dict[str, Any], labels: dict[str, str]) -> dict[str, Traits]:
    """The traits in a text of one or more paragraphs, by name."""
    article = an_article(*text.split("\n\n"))
    spans = [*((name, "PERSON") for name in people), *labels.items()]
    return {each.local.name: each for each in decided(article, *spans).value.traits}


@pytest.mark.parametrize(("field", "case"), CASES)
def test_exactly_this_is_told(field: str, case: dict[str, Any]) -> None:
    people = {name: tuple(value) for name, value in case["told"].items()}

    found = traits(case["text"], people, case.get("labels", {}))

    recorded = {name: tuple(getattr(each, field)) for name, each in found.items()}
    assert {name: value for name, value in recorded.items() if value} == {name: v for name, v in people.items() if v}
    assert people.keys() <= recorded.keys()


def test_the_forms_are_the_words_for_a_person_in_order() -> None:
    article = an_article("Mr. Kern met Anna Berg and her son.", "Otto Kern left with Berg.")

    found = {each.local.name: each.forms for each in decided(article).value.traits}

    assert found == {"Otto Kern": ("Kern", "Otto Kern"), "Anna Berg": ("Anna Berg", "Berg")}


def test_a_bare_role_comes_after_one_that_tells_more_and_a_relation_last() -> None:
    article = an_article("Otto’s wife, Anna Berg, a nurse, left.", "Anna Berg is deputy mayor of Leeds.")

    (found,) = (each.roles for each in decided(article).value.traits if each.local.name == "Anna Berg")

    assert found == ("deputy mayor of Leeds", "nurse", "Otto’s wife")


def test_headlines_tell_nothing() -> None:
    article = an_article("Anna Berg left.")
    article = replace(article, front=FrontMatter(title="Mayor Anna Berg, 45, a Nurse, Leaves"))

    (found,) = decided(article).value.traits

    assert found == Traits(found.local, ("Anna Berg",))


@given(st.text(st.sampled_from("AB ,.;()'’“”-\n45 of a the is"), max_size=40), st.text(max_size=40))
def test_every_role_and_place_is_in_the_words_of_the_article(before: str, after: str) -> None:
    text = f"The former deputy mayor of Leeds, {before} senior nurse Anna Berg, {after}, 45, of York, director of it."
    article = an_article(text)

    for each in decided(article, ("Anna Berg", "PERSON")).value.traits:
        for words in (*each.forms, *each.roles, *each.places, *each.organisations):
            assert " ".join(words.split()) in " ".join(text.split())
