"""docs/reference/templates.md names exactly what templates see."""

import re
from pathlib import Path

import pytest

from builder.outputs import contexts, parts

DOC = (Path(__file__).parent.parent / "docs" / "reference" / "templates.md").read_text(encoding="utf-8")
CONTEXTS = {
    name: shape
    for name, shape in (vars(contexts) | vars(parts)).items()
    if hasattr(shape, "__annotations__") and shape.__module__ in (contexts.__name__, parts.__name__)
}
SECTIONS = dict(re.findall(r"^##+ (\w+)\n(.*?)(?=^##|\Z)", DOC, re.MULTILINE | re.DOTALL))


def field_names(text: str) -> list[str]:
    """The names in the first column of a table."""
    cells = re.findall(r"^\| (`[^|]*) \|", text, re.MULTILINE)
    return [name for cell in cells for name in re.findall(r"`(\w+)`", cell)]


@pytest.mark.parametrize("name", sorted(SECTIONS.keys() & CONTEXTS.keys()))
def test_every_field_that_a_template_sees_is_described(name: str) -> None:
    assert sorted(field_names(SECTIONS[name])) == sorted(CONTEXTS[name].__annotations__)


@pytest.mark.parametrize("name", sorted(CONTEXTS.keys() - SECTIONS.keys()))
def test_a_small_context_is_described_inline(name: str) -> None:
    rows = [line for line in DOC.splitlines() if all(f"`{field}`" in line for field in CONTEXTS[name].__annotations__)]

    assert rows


def test_every_page_type_has_a_section_of_its_own() -> None:
    pages = {name for name, shape in CONTEXTS.items() if "site" in shape.__annotations__}

    assert {"SiteInfo", "Head", *pages} <= SECTIONS.keys()
