"""The cards on links to people and countries: https://www.w3.org/TR/WCAG22/#content-on-hover-or-focus."""

import datetime as dt
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.served import PAGES

pytestmark = pytest.mark.slow

MOMENT = 400
"""Milliseconds for which a reader hovers over a link before its card opens."""


@pytest.fixture
def link(page: Page, address: str) -> Locator:
    """The first link of a story, on a page whose time passes only when a test says so."""
    page.set_viewport_size({"width": 900, "height": 700})
    page.clock.install()
    page.goto(address + PAGES["article"])
    page.clock.pause_at(dt.datetime.now() + dt.timedelta(hours=1))
    return page.locator("a.entity").first


@pytest.fixture
def card(page: Page) -> Locator:
    return page.locator(".card")


def pass_by(page: Page, milliseconds: int) -> None:
    """Lets time pass, and gives a card that opens the time to load."""
    page.clock.run_for(milliseconds)
    page.wait_for_timeout(150)


def test_a_card_opens_after_a_moment_and_says_more_than_the_link(page: Page, link: Locator, card: Locator) -> None:
    link.focus()
    pass_by(page, MOMENT - 10)
    expect(card).to_be_hidden()

    pass_by(page, 20)

    expect(card).to_be_visible()
    expect(card).to_contain_text("stor")
    expect(link).to_have_attribute("aria-describedby", card.get_attribute("id") or "")


def test_escape_closes_a_card_and_leaves_the_reader_where_he_was(page: Page, link: Locator, card: Locator) -> None:
    link.focus()
    pass_by(page, MOMENT + 10)
    expect(card).to_be_visible()

    page.keyboard.press("Escape")

    expect(card).to_be_hidden()
    expect(link).to_be_focused()
    pass_by(page, 1000)
    expect(card).to_be_hidden()


def test_leaving_the_link_closes_its_card(page: Page, link: Locator, card: Locator) -> None:
    link.focus()
    pass_by(page, MOMENT + 10)
    expect(card).to_be_visible()

    link.blur()
    pass_by(page, 1000)

    expect(card).to_be_hidden()


@pytest.mark.parametrize("width", [390, 900, 1280])
def test_a_card_never_covers_the_line_of_its_link(page: Page, address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    page.goto(address + PAGES["article"])
    link = page.locator(".body a.entity").nth(8)
    link.scroll_into_view_if_needed()
    link.focus()
    page.locator(".card .extract").wait_for()

    line, box = link.bounding_box(), page.locator(".card").bounding_box()

    assert line
    assert box
    beside = box["x"] >= line["x"] + line["width"]
    assert beside or box["y"] + box["height"] <= line["y"] or box["y"] >= line["y"] + line["height"]
    if width == 1280:
        assert box["x"] >= page.locator(".body").bounding_box()["x"] + 576  # type: ignore[index]  # the text is visible


def test_a_pointer_may_rest_on_the_card_itself(page: Page, link: Locator, card: Locator) -> None:
    link.hover()
    pass_by(page, MOMENT + 10)
    expect(card).to_be_visible()

    card.hover()
    pass_by(page, 5000)
    expect(card).to_be_visible()

    page.mouse.move(0, 0)
    pass_by(page, 1000)
    expect(card).to_be_hidden()


def test_passing_over_a_link_opens_nothing(page: Page, link: Locator, card: Locator) -> None:
    link.hover()
    pass_by(page, MOMENT - 10)

    page.mouse.move(0, 0)
    pass_by(page, 1000)

    expect(card).to_be_hidden()


def test_cards_once_switched_off_stay_off_until_they_are_wanted(page: Page, link: Locator, card: Locator) -> None:
    page.get_by_role("button", name="Hide cards").press("Enter")
    page.reload()

    link.focus()
    pass_by(page, 1000)
    expect(card).to_be_hidden()

    page.get_by_role("button", name="Show cards").press("Enter")
    link.focus()
    pass_by(page, 1000)
    expect(card).to_be_visible()


@pytest.fixture
def quotation(page: Page, address: str) -> Locator:
    """A quotation with a link in it, on a page whose time passes only when a test says so."""
    page.set_viewport_size({"width": 900, "height": 700})
    page.clock.install()
    page.goto(address + PAGES["quotation"])
    page.clock.pause_at(dt.datetime.now() + dt.timedelta(hours=1))
    return page.locator(".quotation")


@pytest.mark.parametrize("by", ["focus", "hover"])
def test_a_card_on_a_quotation_says_who_said_it(page: Page, quotation: Locator, card: Locator, by: str) -> None:
    getattr(quotation, by)()
    pass_by(page, MOMENT - 10)
    expect(card).to_be_hidden()

    pass_by(page, 20)

    expect(card).to_be_visible()
    assert card.inner_text().split("\n")[0] == "Said by"
    expect(card.locator("b")).to_have_text("Otto Kern")
    expect(card).to_contain_text("1 story")
    expect(quotation).to_have_attribute("aria-describedby", card.get_attribute("id") or "")
    words, box = quotation.bounding_box(), card.bounding_box()
    assert words
    assert box
    above = box["y"] + box["height"] <= words["y"]
    assert above or words["x"] + words["width"] <= box["x"], "the card covers the quotation"


def test_a_link_in_a_quotation_has_its_own_card(page: Page, quotation: Locator, card: Locator) -> None:
    quotation.get_by_text("hill").hover()
    pass_by(page, MOMENT + 10)
    expect(card.locator("b")).to_have_text("Otto Kern")

    quotation.locator("a").hover()
    pass_by(page, MOMENT + 10)
    expect(card.locator("b")).to_have_text("Anna Berg")
    expect(card).not_to_contain_text("Said by")

    quotation.get_by_text("hill").hover()
    pass_by(page, MOMENT + 10)
    expect(card.locator("b")).to_have_text("Otto Kern")

    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    expect(quotation).not_to_have_attribute("aria-describedby", "card")


def test_the_keyboard_stops_at_quotations_only_while_they_have_cards(page: Page, quotation: Locator) -> None:
    expect(quotation).to_have_attribute("tabindex", "0")

    page.get_by_role("button", name="Hide cards").press("Enter")

    expect(quotation).not_to_have_attribute("tabindex", "0")
    page.get_by_role("button", name="Show cards").press("Enter")
    expect(quotation).to_have_attribute("tabindex", "0")


def test_without_a_script_a_quotation_is_only_its_words(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + PAGES["quotation"])

    assert page.locator(".quotation[tabindex]").count() == 0
    assert "“We thank Anna Berg for the hill,” said Otto Kern." in page.inner_text(".body")
    context.close()


def test_a_printed_quotation_is_only_its_words(page: Page, quotation: Locator, card: Locator) -> None:
    quotation.focus()
    pass_by(page, MOMENT + 10)
    expect(card).to_be_visible()

    page.emulate_media(media="print")

    expect(card).to_be_hidden()
    assert quotation.evaluate("e => getComputedStyle(e).backgroundColor") == "rgba(0, 0, 0, 0)"
    assert quotation.evaluate("e => getComputedStyle(e, '::before').content") == "none"


@pytest.fixture
def phone(browser: Browser, address: str) -> Iterator[Page]:
    """A story on a screen that is touched."""
    context = browser.new_context(
        viewport={"width": 390, "height": 700}, has_touch=True, is_mobile=True, reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto(address + PAGES["article"])
    yield page
    context.close()


def touch(page: Page, link: Locator, milliseconds: int) -> None:
    """A finger on a link for so long."""
    box = link.bounding_box()
    assert box
    session = page.context.new_cdp_session(page)
    at = [{"x": box["x"] + 5, "y": box["y"] + box["height"] / 2}]
    session.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": at})
    page.wait_for_timeout(milliseconds)
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


@pytest.mark.parametrize("block", ["start", "end"])
def test_a_long_press_opens_the_card_over_the_other_half_of_the_screen(phone: Page, block: str) -> None:
    link = phone.locator(".body a.entity").nth(8)
    link.evaluate("(link, block) => link.scrollIntoView({ block })", block)
    before = phone.url

    touch(phone, link, 700)

    card = phone.locator(".card")
    expect(card).to_be_visible()
    line, box = link.bounding_box(), card.bounding_box()
    assert line
    assert box
    assert box["y"] + box["height"] <= line["y"] or box["y"] >= line["y"] + line["height"]
    assert phone.url == before


def test_the_card_of_a_long_press_leads_to_the_page_and_a_tap_elsewhere_closes_it(phone: Page) -> None:
    link = phone.locator(".body a.entity").first
    touch(phone, link, 700)
    expect(phone.locator(".card a")).to_have_attribute("href", link.evaluate("e => e.href"))

    phone.touchscreen.tap(200, 300)

    expect(phone.locator(".card")).to_be_hidden()


def test_a_tap_follows_the_link(phone: Page) -> None:
    link = phone.locator(".body a.entity").first
    target = link.evaluate("e => e.href")

    link.tap()

    phone.wait_for_url(target)
