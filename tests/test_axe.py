"""The findings of axe on the pages of a site: https://github.com/dequelabs/axe-core."""

from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Page

from tests.served import PAGES, every_page

pytestmark = pytest.mark.slow

OPTIONS = {"rules": {"target-size": {"enabled": True}}, "resultTypes": ["violations"]}


@every_page
@pytest.mark.parametrize("colors", ["light", "dark"])
def test_axe_finds_no_violation(
    page: Page, tools: Path, address: str, path: str, colors: Literal["light", "dark"]
) -> None:
    page.emulate_media(color_scheme=colors)
    page.goto(address + path)

    assert violations(page, tools) == []


@pytest.mark.parametrize("colors", ["light", "dark"])
@pytest.mark.parametrize("spot", ["a.entity", ".quotation"])
def test_axe_finds_no_violation_in_an_open_card(
    page: Page, tools: Path, address: str, spot: str, colors: Literal["light", "dark"]
) -> None:
    page.emulate_media(color_scheme=colors)
    page.goto(address + PAGES["quotation"])
    page.locator(spot).first.focus()
    page.locator(".card").wait_for()

    assert violations(page, tools) == []


def violations(page: Page, tools: Path) -> list[tuple[str, list[str]]]:
    page.evaluate((tools / "axe-core" / "axe.min.js").read_text(encoding="utf-8"))
    found: list[dict[str, Any]] = page.evaluate("async (options) => (await axe.run(options)).violations", OPTIONS)
    return [(each["help"], [node["html"] for node in each["nodes"]]) for each in found]
