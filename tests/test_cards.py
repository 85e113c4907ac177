"""The cards on links to people and countries: https://www.w3.org/TR/WCAG22/#content-on-hover-or-focus."""

import datetime as dt

import pytest
from playwright.sync_api import Locator, Page, expect

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
