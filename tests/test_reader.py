"""What a reader can do with JavaScript, in a real browser; without it, all pages are complete."""

import pytest
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow

STORY = "articles/a-week-in-peking/"


def test_a_card_says_who_a_link_leads_to(page: Page, address: str) -> None:
    page.goto(address + STORY)

    page.hover("a.entity:has-text('Richard Nixon')")
    page.wait_for_selector("#card:not([hidden])", timeout=3000)

    assert page.inner_text("#card").split("\n")[0] == "Richard Nixon"
    assert "2 stories" in page.inner_text("#card")


def test_the_filter_leaves_names_with_these_letters_accents_apart(page: Page, address: str) -> None:
    page.goto(f"{address}people/")

    page.fill(".filter input", "desire")

    assert page.locator(".letter li:visible").all_inner_texts() == ["Kabila, Laurent-Désiré 1 story"]
    assert page.inner_text("main [role=status]").startswith("1 of ")
    page.fill(".filter input", "")
    assert page.locator(".letter li:visible").count() > 50


def test_the_filter_leaves_rows_of_the_table_of_countries(page: Page, address: str) -> None:
    page.goto(f"{address}countries/")

    page.fill(".filter input", "fran")

    assert page.locator(".countries tbody tr:visible th").all_inner_texts() == ["France"]


def test_a_country_on_the_map_is_reached_by_key(page: Page, address: str) -> None:
    page.goto(f"{address}countries/")
    link = page.locator(".worldmap a", has=page.locator("title", has_text="France"))

    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/countries/france/")

    assert page.locator(".locator path").is_visible()


def test_without_a_script_all_names_are_there(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()

    page.goto(f"{address}people/")

    assert page.locator(".letter li:visible").count() > 50
    assert page.locator("#filter:visible, #theme:visible, #cards:visible").count() == 0
    context.close()
