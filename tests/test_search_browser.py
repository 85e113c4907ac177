"""The search page in a real browser, served under a path and with the policy in _headers.

Readers see the same, whether Pagefind searches the words of the stories or, on a site of pages alone, our own index.
"""

import functools
import os
import re
import shutil
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect, sync_playwright

from builder.outputs import search_page
from builder.outputs.fixed import POLICY
from builder.site import build
from tests.test_axe import violations

pytestmark = pytest.mark.slow

SHOTS = os.environ.get("DATELINE_SHOTS")
"""A folder for screenshots, for those who want to look."""

STORIES = {
    "one": "---\ntitle: Soares in Lisbon\ndate: 1989-11-10\n---\nPresident Mário Soares met Helmut Kohl.\n",
    "two": "---\ntitle: Rain\ndate: 1989-11-12\n---\nHelmut Kohl was in France. Umbrellas <b>all over</b>.\n",
    "talks": "---\ntitle: Talks begin\ndate: 1989-11-14\n---\n"
    "President Mário Soares came. Chancellor Helmut Kohl came.\n\n"
    "“The snow\\\nwill never end here,” Soares said. “It did not end last winter.”\n\n"
    "“I will shovel it,” Kohl said.\n\n"
    + "".join(f"“We all saw the tulips {n} times,” Kohl said.\n\n" for n in range(2, 9)),
    "three": "---\ntitle: Franca Viola says no\n---\nIn Italy Franca Viola said no. Aldo Moro praised her.\n",
    "four": "---\ntitle: Snow\n---\nIn the United States, President Moro spoke. “It snows,” Moro said.\n",
}


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None: ...

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", "; ".join(f"{name} {value}" for name, value in POLICY.items()))
        super().end_headers()


@pytest.fixture(scope="module", params=["", 'formats = ["html"]\n'], ids=["pagefind", "words"])
def project(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("search")
    (folder / "content").mkdir()
    for name, text in STORIES.items():
        (folder / "content" / f"{name}.md").write_text(text, encoding="utf-8")
    (folder / "dateline.toml").write_text(f'[build]\noutput = "host/news"\n{request.param}')
    with pytest.MonkeyPatch.context() as patch:
        if request.param:
            patch.setattr(search_page, "PART", 1)  # Every title is in a file of its own.
        build(folder)
    return folder


@pytest.fixture(scope="module")
def address(project: Path) -> Iterator[str]:
    """The address of the site: under a path."""
    handler = functools.partial(Quiet, directory=str(project / "host"))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/news/"
        server.shutdown()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.skip("there is no Chromium on this machine")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that must not log anything."""
    said: list[str] = []
    page = browser.new_page(viewport={"width": 390, "height": 800})
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    page.close()
    assert said == []


def shot(page: Page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}.png")


def test_a_name_finds_the_person_and_the_country_at_once(page: Page, address: str) -> None:
    page.goto(f"{address}search/")

    page.locator("#q").type("fran")

    expect(page.locator("#found-people .name")).to_have_text(["Franca Viola"])
    expect(page.locator("#found-countries .name")).to_have_text(["France"])
    expect(page.locator("#found-stories .name")).to_have_text(["Franca Viola says no"])
    expect(page.locator("#browse")).to_be_hidden()
    page.locator("#found-countries").get_by_role("option").click()
    expect(page).to_have_url(f"{address}countries/france/")


def test_accents_and_case_do_not_matter(page: Page, address: str) -> None:
    page.goto(f"{address}search/")

    page.locator("#q").fill("MARIO soa")

    expect(page.locator("#found-people .name")).to_have_text(["Mário Soares"])


def test_a_country_is_found_by_its_other_names_which_are_shown(page: Page, address: str) -> None:
    page.goto(f"{address}search/?q=paris")

    expect(page.locator("#found-countries li")).to_contain_text(["France Paris"])


def test_a_word_of_a_story_is_found_with_the_words_around_it(page: Page, address: str) -> None:
    page.goto(f"{address}search/?q=umbrellas")

    expect(page.locator("#found-texts .name")).to_have_text(["Rain"])
    expect(page.locator("#found-texts mark")).to_have_text(["Umbrellas"])
    expect(page.locator("#found-texts b")).to_have_count(0)
    expect(page.get_by_role("status")).to_have_text("1 result")
    expect(page.locator("#q")).to_have_value("umbrellas")
    shot(page, "search-words")
    page.get_by_role("option", name="Rain").click()
    expect(page).to_have_url(f"{address}articles/two/#find=umbrellas")
    page.go_back()
    expect(page.locator("#found-texts .name")).to_have_text(["Rain"])


def test_an_address_with_a_sign_that_escapes_nothing_breaks_no_page(address: str, page: Page) -> None:
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(error.message))

    page.goto(f"{address}articles/two/#find=100%")

    assert page.evaluate("location.hash") == "#find=100%"
    assert errors == []


def test_other_forms_of_a_word_and_several_words_are_found(page: Page, address: str) -> None:
    page.goto(f"{address}search/?q=umbrella")
    expect(page.locator("#found-texts .name")).to_have_text(["Rain"])

    page.locator("#q").fill("viola PRAISED")

    expect(page.locator("#found-texts .name")).to_have_text(["Franca Viola says no"])
    expect(page.locator("#found-texts mark").last).to_have_text("praised")
    page.locator("#q").fill("umbrellas praised")
    expect(page.get_by_role("status")).to_contain_text("Nothing found")
    expect(page.locator("#found-texts")).to_be_hidden()


def test_the_keyboard_is_enough(page: Page, address: str) -> None:
    page.goto(address)
    field = page.locator("#q")
    field.focus()

    page.keyboard.type("kohl")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{address}search/?q=kohl")
    expect(page.locator("#found-people .name")).to_have_text(["Helmut Kohl"])

    field.focus()
    page.keyboard.press("Escape")
    expect(page.locator("#browse")).to_be_visible()
    expect(page).to_have_url(f"{address}search/")
    page.keyboard.type("zzz")
    expect(page.get_by_role("status")).to_contain_text("Nothing found")
    page.keyboard.press("Escape")
    page.keyboard.type("kohl")
    page.keyboard.press("Enter")
    expect(page.locator("#found-people li a")).to_have_count(1)
    for _ in range(2):
        page.keyboard.press("Tab")
    expect(page.locator("#found-people li a")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{address}people/helmut-kohl/")


def test_without_scripts_the_page_is_a_list(browser: Browser, address: str) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{address}search/?q=kohl")

    expect(page.locator("#browse a")).to_contain_text(["All people", "All countries", "All stories", "Rain"])
    assert "Search needs JavaScript" in page.content()
    page.context.close()


def test_a_site_without_full_text_finds_names(project: Path, browser: Browser, address: str) -> None:
    build(project, search="none")
    page = browser.new_page()
    page.goto(f"{address}search/?q=kohl")

    expect(page.locator("#found-people .name")).to_have_text(["Helmut Kohl"])
    expect(page.get_by_role("status")).to_have_text("1 result")
    page.close()
    build(project)


def test_opened_from_a_disk_the_page_says_what_it_lacks(project: Path, page: Page) -> None:
    page.goto(f"file://{project}/host/news/search/index.html")

    expect(page.get_by_role("status")).to_contain_text("Search needs a web server")
    expect(page.locator("#browse")).to_be_visible()


QUOTE = "#found-quotes li"


def test_what_somebody_said_is_found_by_words_and_by_name(page: Page, address: str) -> None:
    page.goto(f"{address}search/?q=shovel")
    quote = page.locator(QUOTE)

    expect(quote).to_have_count(1)
    expect(quote.locator("q")).to_have_text("I will shovel it.")
    expect(quote.locator("mark")).to_have_text(["shovel"])
    expect(quote.locator(".by")).to_have_text("Helmut Kohl in Talks begin November 14, 1989")
    shot(page, "search-quotation")
    quote.get_by_role("option").click()
    expect(page).to_have_url(f"{address}articles/talks/#p3")


def test_the_words_of_a_query_may_be_the_speakers_or_what_was_said(page: Page, address: str) -> None:
    page.goto(f"{address}search/?q=soares+winter")

    expect(page.locator(f"{QUOTE} q")).to_have_text(["The snow will never end here. It did not end last winter."])
    expect(page.locator(f"{QUOTE} mark")).to_have_text(["winter.", "Soares"])
    page.locator("#q").fill("kohl winter")
    expect(page.locator("#found-texts li")).to_have_count(1)
    expect(page.locator("#found-quotes")).to_be_hidden()
    page.locator("#q").fill("kohl")
    expect(page.locator(f"{QUOTE} q")).to_have_text([f"We all saw the tulips {n} times." for n in (2, 3)])


def test_the_first_quotations_are_two_of_a_story_and_more_appear_on_demand_with_the_focus(
    page: Page, address: str
) -> None:
    page.goto(f"{address}search/?q=tulips")
    expect(page.locator(f"{QUOTE} q")).to_have_text([f"We all saw the tulips {n} times." for n in (2, 3)])

    page.locator("#found-quotes").get_by_role("button", name="Show more").press("Enter")

    expect(page.locator(f"{QUOTE} q")).to_have_text([f"We all saw the tulips {n} times." for n in range(2, 9)])
    expect(page.locator(QUOTE).nth(2).get_by_role("option")).to_be_focused()
    expect(page.locator("#found-quotes").get_by_role("button")).to_be_hidden()


def test_a_search_page_without_a_place_for_quotations_shows_the_rest(page: Page, address: str) -> None:
    def without(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace('id="found-quotes"', 'id="gone"'))

    page.route("**/search/?q=*", without)

    page.goto(f"{address}search/?q=shovel")

    expect(page.locator("#found-texts li")).to_have_count(1)
    expect(page.locator("#gone")).to_be_hidden()


def test_who_is_named_in_full_comes_before_who_is_not(page: Page, address: str) -> None:
    page.goto(f"{address}search/?q=moro")

    expect(page.locator("#found-people li")).to_have_text(
        [re.compile("Aldo Moro.*1 story"), re.compile("not named in full")]
    )


def test_initials_with_dots_find_what_they_stand_for(page: Page, address: str) -> None:
    page.goto(f"{address}search/?q=U.S.")

    expect(page.locator("#found-countries .name")).to_have_text(["United States"])


def test_a_typing_mistake_finds_the_name(page: Page, address: str) -> None:
    page.goto(f"{address}search/?q=helmtu khol")

    expect(page.locator("#found-people .name")).to_have_text(["Helmut Kohl"])


def test_a_name_of_several_words_is_found_before_the_articles_are_searched(page: Page, address: str) -> None:
    page.route(re.compile("/pagefind/|/words"), lambda _: None)  # Never answered.

    page.goto(f"{address}search/?q=helmut khol")

    expect(page.locator("#found-people .name")).to_have_text(["Helmut Kohl"])
    expect(page.get_by_role("status")).to_have_text("Searching…")


def test_the_page_says_that_it_searches_while_names_are_loaded(page: Page, address: str) -> None:
    page.route(re.compile(r"/search/index\.json"), lambda _: None)  # Never answered.

    page.goto(f"{address}search/?q=helmut")

    expect(page.get_by_role("status")).to_have_text("Searching…")


@pytest.mark.parametrize(
    ("query", "said", "people", "stories"),
    [
        ("kohl kardashian", "No story contains “kardashian”. Showing results for “kohl”.", ["Helmut Kohl"], 3),
        ("xylophone snow qqqq", "No story contains “xylophone” or “qqqq”. Showing results for “snow”.", [], 2),
        ("helmut khol", "No story contains “khol”. These names are the closest.", ["Helmut Kohl"], 0),
        ("khol", "No story contains “khol”. These names are the closest.", ["Helmut Kohl"], 0),
    ],
)
def test_a_word_that_no_story_has_is_named(
    page: Page, address: str, query: str, said: str, people: list[str], stories: int
) -> None:
    page.goto(f"{address}search/?q={query}")

    expect(page.get_by_role("status")).to_have_text(said)
    expect(page.locator("#found-people .name")).to_have_text(people)
    expect(page.locator("#found-texts li")).to_have_count(stories)


def test_words_that_no_one_story_has_together_are_not_said_to_be_missing(page: Page, address: str) -> None:
    page.goto(f"{address}search/?q=umbrella+tulip")

    expect(page.get_by_role("status")).to_contain_text("Nothing found")


def test_a_role_finds_who_has_it(page: Page, address: str) -> None:
    page.goto(f"{address}search/?q=chancellor")

    expect(page.locator("#found-people .name")).to_have_text(["Helmut Kohl"])


def test_a_hit_opens_at_its_passage_and_marks_the_words(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 390, "height": 300})
    page.goto(f"{address}search/?q=tulip 8")

    page.locator("#found-texts li a").first.click()

    expect(page.locator(".body mark")).to_have_text(["tulips", "8"])
    expect(page.locator(".body mark").first).to_be_in_viewport()


def test_when_nothing_is_found_the_closest_names_and_the_lists_are_there(page: Page, address: str) -> None:
    page.goto(f"{address}search/?q=xylophone")  # Pagefind finds "x", if a story has it.
    expect(page.get_by_role("status")).to_contain_text("Nothing found")
    expect(page.locator("#browse")).to_be_visible()
    expect(page.locator("#search li")).to_have_count(0)

    page.locator("#q").fill("qohk")

    expect(page.get_by_role("status")).to_contain_text("the closest")
    expect(page.locator("#found-people .name")).to_have_text(["Helmut Kohl"])


def test_a_year_finds_its_list(page: Page, address: str) -> None:
    page.goto(f"{address}search/?q=1989")

    page.locator("#found-lists").get_by_role("option", name="1989").click()

    expect(page).to_have_url(f"{address}1989/")


def test_the_slash_key_opens_search_from_every_page_and_escape_leaves(page: Page, address: str) -> None:
    page.goto(f"{address}articles/two/")

    page.keyboard.press("/")
    expect(page).to_have_url(f"{address}search/#q")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("ko/")
    expect(page.locator("#q")).to_have_value("ko/")
    page.keyboard.press("Escape")
    expect(page.locator("#q")).to_have_value("")
    page.keyboard.press("Escape")

    expect(page).to_have_url(f"{address}articles/two/")
    page.goto(address)
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()


def test_the_slash_key_can_be_turned_off(page: Page, address: str) -> None:
    page.goto(f"{address}search/")
    page.get_by_role("button", name="Turn off").click()
    page.goto(f"{address}articles/two/")

    page.keyboard.press("/")
    page.keyboard.press("Tab")

    expect(page).to_have_url(f"{address}articles/two/")
    page.goto(f"{address}search/")
    expect(page.get_by_role("button", name="Turn on")).to_be_visible()


def test_the_arrow_keys_choose_a_result_and_enter_opens_it(page: Page, address: str) -> None:
    page.goto(f"{address}search/")
    field = page.locator("#q")
    field.press_sequentially("kohl")
    expect(page.locator("#found-texts li")).to_have_count(3)
    expect(field).to_have_attribute("aria-expanded", "true")

    page.keyboard.press("ArrowDown")
    expect(page.locator("[aria-selected=true]")).to_contain_text("Helmut Kohl")
    expect(field).to_have_attribute("aria-activedescendant", re.compile("hit-"))
    expect(field).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.locator("[aria-selected=true]")).to_have_count(0)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    expect(page).to_have_url(f"{address}people/helmut-kohl/")


@pytest.mark.parametrize("query", ["kohl", "snow", "zzz"])
def test_axe_finds_no_violation_among_results(page: Page, tools: Path, address: str, query: str) -> None:
    page.goto(f"{address}search/")
    page.locator("#q").press_sequentially(query)
    page.wait_for_timeout(1000)
    page.keyboard.press("ArrowDown")

    assert violations(page, tools) == []
