"""Given names and their short forms."""

import subprocess
import sys

import pytest

from builder.annotate.nicknames import same_given


@pytest.mark.parametrize(
    "pair",
    [
        *["Joe Joseph", "Bill William", "Bob Robert", "Jim James", "Mike Michael", "Kate Katherine", "Peggy Margaret"],
        *["Ted Edward", "Jack John", "Will Bill", "Ash Ashton", "Ty Tyrone"],
        *["Sergey Sergei", "Dmitriy Dmitry", "Aleksandr Alexandr", "Wladimir Vladimir", "Yevgeny Evgeni"],
        *["José Jose", "JOE Joseph", "Jürgen jurgen", "Anna Anna", "Xi Xi"],
    ],
)
def test_a_nickname_and_its_name_can_be_one_person_s(pair: str) -> None:
    one, other = pair.split()

    assert same_given(one, other)
    assert same_given(other, one)


@pytest.mark.parametrize(
    "pair",
    ["Bill Joseph", "Joe William", "Liz Beth", "Xi Yi", "Jo Xi", "Eric Erica", "Carl Carla", "Yuri Uri"],
)
def test_other_names_are_not(pair: str) -> None:
    one, other = pair.split()

    assert not same_given(one, other)
    assert not same_given(other, one)


def test_two_names_with_one_nickname_are_not_the_same() -> None:
    assert same_given("Alan", "Al")
    assert same_given("Al", "Albert")

    assert not same_given("Alan", "Albert")


def test_the_list_is_loaded_only_when_needed() -> None:
    code = "import sys, builder.annotate.nicknames; print('nicknames' in sys.modules)"

    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout

    assert found == "False\n"
