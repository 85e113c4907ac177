"""What a reader can do with a script, in a real browser; without one all pages are whole."""

import http.server
import shutil
import socketserver
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from builder.build import build

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent
STORY = "articles/a-week-in-peking/"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the sample site is served."""
    project = tmp_path_factory.mktemp("sampler")
    shutil.copytree(ROOT / "content", project / "content")
    build(project)

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *arguments: Any) -> None:
            super().__init__(*arguments, directory=str(project / "site"))

        def log_message(self, *_: object) -> None:
            pass

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Quiet) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.skip("there is no Chromium on this machine")
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield found
        found.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    yield context.new_page()
    context.close()


def test_a_card_says_who_a_link_leads_to_and_closes_with_escape(page: Page, address: str) -> None:
    page.goto(address + STORY)

    page.hover("a.entity:has-text('Richard Nixon')")
    page.wait_for_selector("#card:not([hidden])", timeout=3000)

    assert page.inner_text("#card").split("\n")[0] == "Richard Nixon"
    assert "2 stories" in page.inner_text("#card")
    page.keyboard.press("Escape")
    assert page.is_hidden("#card")


def test_a_card_opens_for_the_keyboard_too(page: Page, address: str) -> None:
    page.goto(address + STORY)

    page.focus("a.entity:has-text('Mao Zedong')")
    page.wait_for_selector("#card:not([hidden])", timeout=3000)

    assert page.inner_text("#card b") == "Mao Zedong"


def test_cards_can_be_turned_off_and_stay_off(page: Page, address: str) -> None:
    page.goto(address + STORY)
    page.click("#cards")
    page.goto(address + STORY)

    page.hover("a.entity:has-text('Richard Nixon')")
    page.wait_for_timeout(800)

    assert page.is_hidden("#card")


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


def test_dark_is_chosen_and_stays_on_the_next_page(page: Page, address: str) -> None:
    page.goto(address)
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.click("#theme")
    page.click("#theme")

    page.goto(f"{address}people/")

    assert page.inner_text("#theme") == "Colors: dark"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != light


def test_a_narrow_screen_never_scrolls_sideways(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 700})
    page = context.new_page()
    for path in ("", STORY, "people/", "people/richard-nixon/", "countries/", "about/"):
        page.goto(address + path)

        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
    context.close()


def test_without_a_script_all_names_are_there(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()

    page.goto(f"{address}people/")

    assert page.locator(".letter li:visible").count() > 50
    assert page.locator("#filter:visible, #theme:visible, #cards:visible").count() == 0
    context.close()
