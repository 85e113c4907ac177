"""Tables in a browser: columns do not collide, and a wide table scrolls with the keyboard alone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from builder.site import build
from tests.served import hosted

pytestmark = pytest.mark.slow

YEARS = range(2009, 2025)
ROW = "| {} |\n"
STORY = "---\ntitle: Exports\nlanguage: de\n---\nIn tons.\n\n" + "".join(
    ROW.format(" | ".join(cells))
    for cells in (map(str, YEARS), ["--"] * len(YEARS), [f"{year}000" for year in YEARS], ["1"] * len(YEARS))
)

GAPS = """() => [...document.querySelectorAll("tr")].flatMap((row) => {
  const words = [...row.cells].map((cell) => {
    const range = document.createRange();
    range.selectNodeContents(cell);
    return range.getBoundingClientRect();
  });
  return words.slice(1).map((box, at) => box.left - words[at].right);
})"""
"""Pixels between the words of neighboring cells."""

LEAST = 12
"""About the width of two digits, so that four years in a row are four numbers."""


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a story with a table that is wider than a phone."""
    folder = tmp_path_factory.mktemp("tables")
    (folder / "content").mkdir()
    (folder / "content" / "exports.md").write_text(STORY, encoding="utf-8")
    build(folder, search="none")
    with hosted(folder / "site") as address:
        yield f"{address}articles/exports/"


@pytest.mark.parametrize("width", [390, 1280])
def test_columns_do_not_collide(page: Page, story: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(story)

    gaps = page.evaluate(GAPS)

    assert len(gaps) == 3 * (len(YEARS) - 1)
    assert min(gaps) >= LEAST


def test_a_wide_table_scrolls_with_the_keyboard_and_not_the_page(page: Page, story: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(story)
    area = page.locator(".scroll")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390

    for _ in range(40):
        page.keyboard.press("Tab")
        if area.evaluate("(element) => element === document.activeElement"):
            break
    expect(area).to_be_focused()
    assert area.evaluate("(element) => getComputedStyle(element).outlineStyle") != "none"
    page.keyboard.press("ArrowRight")

    page.wait_for_function("document.querySelector('.scroll').scrollLeft > 0")
