"""Regular expressions compiled at their first use."""

import re
from importlib import import_module
from pkgutil import walk_packages

import pytest

import builder
from builder.core import regex as module
from builder.core.regex import regex

MODULES = sorted(each.name for each in walk_packages(builder.__path__, "builder.") if "__main__" not in each.name)


def test_it_finds_what_a_compiled_one_finds() -> None:
    text, source = "On 3 May and 14 June", r"(?P<day>\d+) (?P<month>[a-z]+)"

    found = [each.groupdict() for each in regex(source, re.IGNORECASE).finditer(text)]

    assert found == [each.groupdict() for each in re.compile(source, re.IGNORECASE).finditer(text)]


def test_a_method_is_looked_up_once() -> None:
    digits = regex(r"\d+")

    assert digits.search("a 1")
    assert digits.search is digits.search


@pytest.mark.parametrize("name", MODULES)
def test_all_of_a_module_can_be_compiled(name: str) -> None:
    expressions = [each for each in vars(import_module(name)).values() if isinstance(each, module._Pattern)]

    for each in expressions:
        assert each._compiled.pattern == each._source
