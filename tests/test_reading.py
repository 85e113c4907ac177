"""A site on a narrow screen, in large text, in the system's colors, without motion, and on paper."""

from itertools import pairwise

import pytest
from playwright.sync_api import Page

from tests.looks import CUT, OUTSIDE, TEXTS, Texts, contrast
from tests.served import PAGES, every_page

pytestmark = pytest.mark.slow

WHITE = "rgb(255, 255, 255)"
PAPER = 718
"""The width of A4 without its margins, in CSS pixels."""

MOVING = """() => [...document.querySelectorAll("*")].map((e) => getComputedStyle(e))
  .filter((s) => s.scrollBehavior !== "auto" || /[1-9]/.test(s.transitionDuration + s.animationDuration)).length"""
"""The number of parts of a page that move by themselves."""

UNSEEN = """() => [...document.querySelectorAll("button, input, .body a")]
  .filter((e) => { const s = getComputedStyle(e);
    return e.checkVisibility({ visibilityProperty: true })
      && s.borderStyle === "none" && s.textDecorationLine !== "underline" || s.forcedColorAdjust === "none"; })
  .map((e) => e.outerHTML)"""
"""Links in text and controls that are recognizable only by their color."""


@every_page
def test_nothing_lies_outside_a_screen_of_320_pixels(page: Page, address: str, path: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})

    page.goto(address + path)

    assert page.evaluate(OUTSIDE) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 320


@every_page
def test_text_twice_as_large_is_all_there(page: Page, address: str, path: str) -> None:
    page.goto(address + path)
    before: Texts = page.evaluate(TEXTS)

    page.evaluate("document.documentElement.style.fontSize = '200%'")

    after: Texts = page.evaluate(TEXTS)
    # Headings grow with the window too, so they grow a little less than twice.
    assert [text for (text, _, small), (_, _, large) in zip(before, after, strict=True) if large < 1.5 * small] == []
    assert page.evaluate(OUTSIDE) == []
    assert page.evaluate(CUT) == []


@every_page
def test_who_wants_no_motion_sees_none(page: Page, address: str, path: str) -> None:
    page.emulate_media(reduced_motion="reduce")

    page.goto(address + path)

    assert page.evaluate(MOVING) == 0


@every_page
def test_in_the_colors_of_the_machine_links_and_controls_are_seen(page: Page, address: str, path: str) -> None:
    page.emulate_media(forced_colors="active")

    page.goto(address + path)

    assert page.evaluate(UNSEEN) == []


@every_page
def test_on_paper_there_is_dark_text_and_nothing_to_press(page: Page, address: str, path: str) -> None:
    page.set_viewport_size({"width": PAPER, "height": 1000})
    page.emulate_media(color_scheme="dark")
    page.goto(address + path)

    page.emulate_media(media="print")

    assert page.locator("nav, button, input, .skip, footer.site").locator("visible=true").count() == 0
    texts: Texts = page.evaluate(TEXTS)
    assert texts
    assert [(text, color) for text, color, _ in texts if contrast(color, WHITE) < 4.5] == []
    assert page.evaluate(OUTSIDE) == []


def test_a_printed_article_ends_with_everyone_linked_in_it_and_its_address(page: Page, address: str) -> None:
    page.goto(address + PAGES["article"])

    page.emulate_media(media="print")

    linked = set(page.locator(".body a.entity").evaluate_all("(all) => all.map((a) => a.href)"))
    listed = page.locator(".in-this-story li a").locator("visible=true")
    assert linked
    assert linked <= set(listed.evaluate_all("(all) => all.map((a) => a.href)"))
    assert page.locator(".printed").locator("visible=true").inner_text() == address + PAGES["article"]


BOXES = """() => [...document.querySelectorAll(".who, .sidenote, aside.pullquote")]
  .map((e) => e.getBoundingClientRect()).filter((box) => box.height).map((box) => [box.left, box.top, box.bottom])"""


def test_footnotes_stand_in_the_margin_of_a_wide_page_and_else_at_the_end(page: Page, address: str) -> None:
    page.goto(f"{address}articles/the-bus-in-nagoya/")
    notes, side = page.locator(".notes"), page.locator(".sidenote").first
    height = "(element) => element.getBoundingClientRect().height"
    assert not side.is_visible()
    assert notes.evaluate(height) > 50

    page.set_viewport_size({"width": 1400, "height": 900})
    assert side.is_visible()
    assert notes.evaluate(height) <= 1
    boxes = sorted(page.evaluate(BOXES), key=lambda box: box[1])
    assert len(boxes) >= 6
    column = page.locator(".body > p[id]").first.evaluate("(element) => element.getBoundingClientRect().right")
    for (left, _, bottom), (_, below, _) in pairwise(boxes):
        assert left >= column
        assert bottom <= below

    page.locator("#ref2").click()
    assert notes.evaluate(height) > 50
    page.emulate_media(media="print")
    assert not side.is_visible()
    assert notes.evaluate(height) > 50
    assert page.locator(".notes .back").count() > 0
    assert page.locator(".notes .back").locator("visible=true").count() == 0
