"""A site without a mouse: everything can be reached, is visible when focused, and works."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.looks import contrast
from tests.served import every_page

pytestmark = pytest.mark.slow

STOPS = """() => {
  const all = document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]");
  const open = (e) => e.tabIndex >= 0 && !e.disabled && e.checkVisibility({ visibilityProperty: true });
  window.stops = [...all].filter(open);
  return stops.length;
}"""
"""Marks the elements where the keyboard should stop, in the order of the page; their number."""

STOP = """() => {
  const e = document.activeElement, style = getComputedStyle(e), box = e.getClientRects()[0];
  const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  // The middle of a country need not be in it.
  const seen = (e.ownerSVGElement ?? e).contains(top);
  return { at: stops.indexOf(e), seen, what: e.outerHTML, width: parseFloat(style.outlineWidth),
    line: style.outlineStyle, color: style.outlineColor, paper: getComputedStyle(document.body).backgroundColor };
}"""
"""The focused element, and its look."""


@every_page
def test_tab_stops_at_everything_in_order_and_each_stop_is_seen(page: Page, address: str, path: str) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto(address + path)
    count = page.evaluate(STOPS)

    for number in range(count):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "para":  # It follows the focus from paragraph to paragraph.
            page.keyboard.press("Tab")
        stop: dict[str, Any] = page.evaluate(STOP)
        assert (stop["at"], stop["seen"]) == (number, True), stop
        assert stop["line"] != "none", stop
        assert stop["width"] >= 2, stop
        assert contrast(stop["color"], stop["paper"]) >= 3, stop
    page.keyboard.press("Tab")
    assert page.evaluate("stops.indexOf(document.activeElement)") != count - 1, "the last stop holds the keyboard"
    assert count > 4


@every_page
def test_the_skip_link_leads_to_the_text(page: Page, address: str, path: str) -> None:
    page.goto(address + path)

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.locator("main")).to_be_focused()


def test_the_choice_of_light_or_dark_is_announced_and_kept(page: Page, address: str) -> None:
    page.emulate_media(color_scheme="dark")
    page.goto(address)
    paper = "getComputedStyle(document.body).backgroundColor"
    dark = page.evaluate(paper)

    page.get_by_role("button", name="Colors: auto").press("Enter")
    light = page.evaluate(paper)
    page.goto(f"{address}people/")

    assert contrast(light, dark) > 10
    assert page.evaluate(paper) == light
    page.get_by_role("button", name="Colors: light").press("Space")
    assert page.evaluate(paper) == dark
    page.get_by_role("button", name="Colors: dark").press("Enter")
    page.emulate_media(color_scheme="light")
    assert page.evaluate(paper) == light


def test_typing_into_the_filter_leaves_the_names_that_have_the_words(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{address}people/")
    names = page.locator("main .letter li").locator("visible=true")
    count = names.count()
    field = page.get_by_role("searchbox", name="Filter")

    field.press_sequentially("NÍXON rich")
    expect(names).to_have_count(1)
    expect(names).to_contain_text("Nixon")
    expect(page.get_by_role("status")).to_have_text(f"1 of {count}")

    for mistaken in ("nixom rich", "Ricahrd nixom"):
        field.fill(mistaken)
        expect(names).to_have_count(1)
        expect(names).to_contain_text("Nixon")

    field.fill("no such name")
    expect(names).to_have_count(0)

    field.fill("")
    expect(names).to_have_count(count)
