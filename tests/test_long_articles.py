"""What helps to find one's way in a long article: its headings, and an address for each paragraph."""

import pytest
from playwright.sync_api import Page

from builder.markdown.html import body_html, headings


def test_the_headings_of_the_highest_level_lead_through_an_article() -> None:
    body = body_html("## One\n\nText.\n\n### Part\n\nText.\n\n## Two & *three*\n\nText.\n", ())

    assert headings([body]) == [("p1", "One"), ("p5", "Two & three")]


def test_an_article_without_headings_has_none() -> None:
    assert headings([body_html("Text.\n", ())]) == []


@pytest.mark.slow
def test_the_sign_beside_a_paragraph_copies_its_address(page: Page, address: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{address}articles/the-bus-in-nagoya/")
    before = page.locator("#p4").inner_text()

    page.locator("#p4").hover()
    page.get_by_role("link", name="Copy a link to this paragraph").click()

    assert page.evaluate("navigator.clipboard.readText()") == f"{address}articles/the-bus-in-nagoya/#p4"
    assert page.url.endswith("#p4")
    assert page.locator("#p4").inner_text() == before


@pytest.mark.slow
def test_the_sign_is_reached_from_a_link_of_the_paragraph_by_the_keyboard(page: Page, address: str) -> None:
    page.goto(f"{address}articles/the-bus-in-nagoya/")

    page.locator("#p4 a.entity").last.focus()
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.hash") == "#p4"
