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

    assert page.locator(".letter li:visible").all_inner_texts() == ["Kabila, Laurent-Désiré"]
    assert page.inner_text("main [role=status]").startswith("1 of ")
    assert not page.locator(".leading").is_visible()


def test_on_a_phone_a_letter_unfolds_its_names_and_on_a_desktop_all_are_there(page: Page, address: str) -> None:
    page.goto(f"{address}people/")
    names = page.locator(".letter li:visible")
    assert names.count() == 0

    page.get_by_role("link", name="K", exact=True).last.click()

    assert "Kissinger, Henry 2" in [name.partition("\n")[0] for name in names.all_inner_texts()]
    assert all(name.startswith("K") for name in names.all_inner_texts())
    page.set_viewport_size({"width": 1280, "height": 900})
    assert names.count() > 50


def test_the_filter_leaves_countries_in_their_regions(page: Page, address: str) -> None:
    page.goto(f"{address}countries/")

    page.fill(".filter input", "fran")

    assert page.locator(".letter li:visible a").all_inner_texts() == ["France"]
    assert page.locator(".region h2:visible").all_inner_texts() == ["Europe"]


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
