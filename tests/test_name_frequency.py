"""Names that many people have."""

import pytest

from builder.annotate.name_frequency import FAMILY, FIRST, is_common_family, is_common_first
from builder.core.slug import slug
from builder.store.sources import data


@pytest.mark.parametrize(
    "name", ["James Brown", "Mary Smith", "Joe Johnson", "José García", "MOHAMMED Ali", "Anna Andersson", "Hans Müller"]
)
def test_a_name_of_many_people_is_common_in_both_parts(name: str) -> None:
    first, family = name.split()

    assert is_common_first(first)
    assert is_common_family(family)


@pytest.mark.parametrize("name", ["Barack Obama", "Narendra Modi", "Condoleezza Rancheria", "Zxq Zxq"])
def test_a_rare_name_is_common_in_neither(name: str) -> None:
    first, family = name.split()

    assert not is_common_first(first)
    assert not is_common_family(family)


def test_a_word_can_be_a_common_first_name_and_a_rare_family_name() -> None:
    assert is_common_first("Donald")

    assert not is_common_family("Donald")


@pytest.mark.parametrize("file", [FIRST, FAMILY])
def test_the_lists_are_in_order_and_in_the_form_that_is_looked_up(file: str) -> None:
    names = data(file).partition("\n")[2].split()

    assert names == sorted(set(names))
    assert names == [slug(name) for name in names]
