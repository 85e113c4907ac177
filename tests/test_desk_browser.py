"""The desk and corrections in place, in a real browser: keys, mouse, phone, and what is written."""

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page

from builder.commands.review import review
from builder.commands.review.accept import Choice, accept
from builder.site import build
from tests.conftest import PHONE
from tests.test_axe import violations
from tests.test_build import site
from tests.test_desk import DONALD, IVANKA, LONE

pytestmark = pytest.mark.slow

POLNEAR = Path(os.environ.get("DATELINE_POLNEAR", "../polnear/data/dev/text"))
"""The 84 stories of PolNeAR's dev split: https://github.com/networkdynamics/PolNeAR."""

SHOTS = os.environ.get("DATELINE_SHOTS")
"""A folder for screenshots, for those who want to look."""

TALKS = """\
---
title: Talks
---
North Korean leader Kim Jong Un arrived in Beijing on Monday.

## Then

Kim left for the palace, said Kim Yo Jong, his sister. “We are glad about the talks,” she told reporters.
"""
"""Its second Kim is a link."""


@contextmanager
def serving(project: Path, *options: str) -> Iterator[str]:
    """The address of a preview of the project."""
    command = [sys.executable, "-m", "builder", "serve", "--port", "0", *options]
    with subprocess.Popen(command, cwd=project, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        address = server.stdout.readline().split()[0]
        while server.stdout.readline() and not (project / "site" / "index.html").exists():
            assert server.poll() is None
        try:
            yield address
        finally:
            server.send_signal(2)
            assert server.wait(10) == 0


@pytest.fixture
def project(tmp_path: Path) -> Path:
    files = {"rain.txt": LONE, "sun.txt": DONALD, "snow.txt": IVANKA, "talks.md": TALKS}
    (tmp_path / "content").mkdir()
    for name, text in files.items():
        (tmp_path / "content" / name).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def address(project: Path) -> Iterator[str]:
    with serving(project) as found:
        yield found


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1200, "height": 900}, bypass_csp=True)
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    yield page
    page.close()


def at_desk(page: Page, address: str) -> None:
    for _ in range(100):  # The first build may still run.
        page.goto(f"{address}-/desk/")
        with_turn = page.locator("body[data-left]:not([data-question=''])")
        try:
            with_turn.wait_for(timeout=3_000)
        except Exception:  # Playwright's own
            continue
        return


def pressed(page: Page, key: str) -> tuple[float, float]:
    """Press a key that answers: the seconds until the next question and until the site is rebuilt, in the browser."""
    found = page.evaluate(
        """async (key) => {
            const { question, built } = document.body.dataset;
            const frame = () => new Promise((done) => { setTimeout(done, 5); });
            const began = performance.now();
            document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
            while (document.body.dataset.question === question) await frame();
            const next = performance.now();
            while (document.body.dataset.built === built) await frame();
            const rebuilt = performance.now();
            while (document.body.dataset.turn !== document.body.dataset.built) await frame();
            return [(next - began) / 1000, (rebuilt - began) / 1000];
        }""",
        key,
    )
    return found[0], found[1]


def decisions(project: Path) -> str:
    file = project / "content" / "entities.toml"
    return file.read_text(encoding="utf-8") if file.exists() else ""


def until_written(project: Path, words: str) -> None:
    end = time.monotonic() + 10
    while words not in decisions(project):
        assert time.monotonic() < end, decisions(project)
        time.sleep(0.02)


def until_gone(project: Path) -> None:
    end = time.monotonic() + 10
    while decisions(project):
        assert time.monotonic() < end, decisions(project)
        time.sleep(0.02)


def shot(page: Page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)


def test_a_key_answers_and_the_next_question_is_there_before_the_site_is(
    address: str, page: Page, project: Path
) -> None:
    at_desk(page, address)
    shot(page, "desk")

    page.keyboard.press("1")

    until_written(project, '[person.donald-trump]\naliases = ["Trump"]\narticles = ["rain"]\n')
    page.locator("body[data-open='0']").wait_for(timeout=10_000)


def test_a_name_is_completed_or_new(address: str, page: Page, project: Path) -> None:
    at_desk(page, address)

    page.keyboard.press("n")
    page.get_by_role("combobox", name="Name", exact=True).fill("ivan")
    page.get_by_role("option", name="Ivanka Trump").wait_for()
    page.keyboard.press("Enter")

    until_written(project, '[person.ivanka-trump]\naliases = ["Trump"]\narticles = ["rain"]\n')


def test_undo_brings_the_question_back(address: str, page: Page, project: Path) -> None:
    at_desk(page, address)
    question = page.locator("body").get_attribute("data-question")
    page.keyboard.press("x")
    until_written(project, "[[never]]")

    page.keyboard.press("u")

    until_gone(project)
    page.locator(f"body[data-question='{question}']").wait_for(timeout=10_000)


def test_everything_works_with_a_finger(address: str, browser: Browser, project: Path) -> None:
    page = browser.new_page(viewport=PHONE, has_touch=True)
    at_desk(page, address)
    shot(page, "desk-phone")

    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.get_by_role("button", name="it is Donald Trump").tap()

    until_written(project, "[person.donald-trump]")
    page.close()


@pytest.mark.parametrize("colors", ["light", "dark"])
def test_axe_finds_no_violation_at_the_desk(
    address: str, page: Page, tools: Path, colors: Literal["light", "dark"]
) -> None:
    page.emulate_media(color_scheme=colors)
    at_desk(page, address)
    page.locator("summary").first.click()
    assert violations(page, tools) == []
    page.keyboard.press("?")
    page.get_by_role("dialog").wait_for()
    shot(page, f"desk-help-{colors}")
    assert violations(page, tools) == []
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    page.get_by_role("combobox", name="Name", exact=True).fill("trump")
    page.locator(".offers [role=option]").first.wait_for()

    assert violations(page, tools) == []


def test_a_wrong_link_is_corrected_where_it_is_read(address: str, page: Page, project: Path, tools: Path) -> None:
    page.goto(f"{address}articles/talks/")
    page.locator("#p3 a").first.wait_for()
    page.locator("#p3 a").first.hover()
    page.get_by_role("button", name="Wrong link?").click()
    field = page.get_by_role("combobox", name="Person or country")
    field.fill("kim yo")
    page.locator(".offers [role=option]").first.wait_for()
    shot(page, "wrong-link")
    assert violations(page, tools) == []
    page.keyboard.press("Enter")

    until_written(project, '[[link]]\narticle = "talks"\ntext = "Kim"\nnth = 2\nperson = "kim-yo-jong"\n')
    page.locator("#p3 a[data-entity='person:kim-yo-jong']", has_text=re.compile("^Kim$")).wait_for(timeout=10_000)
    page.get_by_role("button", name="Undo").click()
    until_gone(project)


def select(page: Page, selector: str, words: str) -> None:
    """Mark these words of an element, as a reader does."""
    page.locator(selector).evaluate(
        """(element, words) => {
            const nodes = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
            for (let node = nodes.nextNode(); node; node = nodes.nextNode()) {
                const at = node.data.indexOf(words);
                if (at >= 0) { getSelection().setBaseAndExtent(node, at, node, at + words.length); return; }
            }
            throw new Error("no such words");
        }""",
        words,
    )


def test_a_missed_person_is_marked_where_they_are_read(address: str, page: Page, project: Path) -> None:
    page.goto(f"{address}articles/talks/")
    select(page, "#p1", "leader")
    page.get_by_role("button", name="Correct this", exact=True).click()
    page.get_by_role("radio", name="In this article").check()
    page.get_by_role("combobox", name="Person or country").fill("Lee Der")
    page.get_by_role("option", name="New person: Lee Der").wait_for()
    page.keyboard.press("Enter")

    until_written(project, 'name = "Lee Der"\narticles = ["talks"]\naliases = ["leader"]\n')
    page.locator("#p1 a[data-entity='person:lee-der']").wait_for(timeout=10_000)
    page.get_by_role("button", name="Undo").click()
    until_gone(project)


def test_half_a_word_that_is_marked_counts_as_the_word(address: str, page: Page, project: Path) -> None:
    page.goto(f"{address}articles/talks/")
    select(page, "#p1", "eade")
    page.get_by_role("button", name="Correct this", exact=True).click()

    page.get_by_role("heading", name="“leader”").wait_for()


def test_a_wrong_link_is_corrected_with_the_keyboard(address: str, page: Page, project: Path) -> None:
    focused = "document.activeElement.className"
    page.goto(f"{address}articles/talks/")
    page.locator("#p3 a").first.focus()
    page.get_by_role("button", name="Wrong link?").wait_for()
    page.keyboard.press("Tab")
    assert page.evaluate(focused) == "correct-button"
    page.keyboard.press("Shift+Tab")
    assert page.evaluate(focused) == "entity person"
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate(focused) != "correct-button"
    assert not page.evaluate("document.activeElement === document.querySelector('#p3 a')")

    page.locator("#p3 a").first.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_role("combobox", name="Person or country").fill("kim yo")
    page.locator(".offers [role=option]").first.wait_for()
    page.keyboard.press("Enter")

    until_written(project, 'text = "Kim"\nnth = 2\nperson = "kim-yo-jong"\n')
    page.locator("#p3 a[data-entity='person:kim-yo-jong']", has_text=re.compile("^Kim$")).wait_for(timeout=10_000)


def test_the_number_of_a_footnote_belongs_to_no_word(address: str, page: Page, project: Path) -> None:
    text = "Anna Berg met Lee Moon. Lee[^1] spoke, and Lee left.\n\n[^1]: Lee Moon is a nurse.\n"
    (project / "content" / "pier.md").write_text(f"---\ntitle: The pier\n---\n{text}")
    page.set_viewport_size({"width": 1400, "height": 900})
    page.goto(f"{address}articles/pier/")
    page.locator("#p1 .ref").wait_for()
    page.locator("#p1").evaluate(
        """(paragraph) => {
            const last = paragraph.lastChild;
            const at = last.data.indexOf("Lee");
            getSelection().setBaseAndExtent(last, at, last, at + 3);
        }"""
    )
    page.get_by_role("button", name="Correct this", exact=True).click()
    page.get_by_role("combobox", name="Person or country").fill("Anna Berg")
    page.locator(".offers [role=option]").first.wait_for()
    page.keyboard.press("Enter")

    until_written(project, 'article = "pier"\ntext = "Lee"\nnth = 3\n')


def test_a_wrong_speaker_is_corrected_where_they_are_read(address: str, page: Page, project: Path) -> None:
    page.goto(f"{address}articles/talks/")
    select(page, "#p3", "“We are glad about the talks,”") if not page.locator("#p3 .quotation").count() else select(
        page, "#p3 .quotation", "We are glad"
    )
    page.get_by_role("button", name="Correct this", exact=True).click()
    page.get_by_role("radio", name="was said by").check()
    page.get_by_role("combobox", name="Person").fill("kim jong")
    page.get_by_role("option", name="Kim Jong Un").first.wait_for()
    page.keyboard.press("Enter")

    until_written(project, '[[said]]\narticle = "talks"\ntext = "We are glad about"\nperson = "kim-jong-un"\n')
    page.locator("#p3 .quotation[data-said='person:kim-jong-un']").wait_for(timeout=10_000)
    page.get_by_role("button", name="Undo").click()
    until_gone(project)


def test_a_title_is_corrected_where_it_is_read(address: str, page: Page, project: Path) -> None:
    file = project / "content" / "talks.md"
    page.goto(f"{address}articles/talks/")
    page.get_by_role("button", name="Title, date, authors").click()
    page.get_by_label("Title", exact=True).fill("Talks in Beijing")
    page.get_by_role("button", name="Save").click()

    page.get_by_role("heading", name="Talks in Beijing").wait_for(timeout=10_000)
    assert file.read_text(encoding="utf-8") == TALKS.replace("title: Talks", "title: Talks in Beijing")
    page.get_by_role("button", name="Undo").click()
    page.get_by_role("heading", name="Talks", exact=True).wait_for(timeout=10_000)
    assert file.read_text(encoding="utf-8") == TALKS


def test_a_sentence_about_somebody_else_is_corrected_on_the_page_of_a_person(
    address: str, page: Page, project: Path, tools: Path
) -> None:
    page.goto(f"{address}people/kim-jong-un/")
    page.locator(".excerpts a", has_text="left for the palace").hover()
    page.get_by_role("button", name="About somebody else?").click()
    page.get_by_role("combobox", name="Person or country").fill("kim yo")
    page.locator(".offers [role=option]").first.wait_for()
    shot(page, "person-sentence")
    assert violations(page, tools) == []
    page.keyboard.press("Enter")

    until_written(project, '[[link]]\narticle = "talks"\ntext = "Kim"\nnth = 2\nperson = "kim-yo-jong"\n')
    page.locator(".excerpts a", has_text="left for the palace").wait_for(state="detached", timeout=10_000)
    page.get_by_role("button", name="Undo").click()
    until_gone(project)


def test_a_wrong_speaker_is_corrected_on_the_page_of_a_person(address: str, page: Page, project: Path) -> None:
    (project / "content" / "hail.txt").write_text(
        "Hail\n\n“We are glad about every single day without hail,” said Kim Yo Jong, a nurse.\n", encoding="utf-8"
    )
    page.goto(f"{address}people/kim-yo-jong/")
    page.locator(".said blockquote a").first.focus()
    page.get_by_role("button", name="Wrong speaker?").click()
    page.get_by_role("combobox", name="Person").fill("kim jong")
    page.get_by_role("option", name="Kim Jong Un").first.wait_for()
    page.keyboard.press("Enter")

    until_written(project, '[[said]]\narticle = "hail"\ntext = "We are glad about"\nperson = "kim-jong-un"\n')
    page.locator(".said blockquote").first.wait_for(state="detached", timeout=10_000)
    page.get_by_role("button", name="Undo").click()
    until_gone(project)


def test_the_name_of_a_person_is_corrected_on_their_page(address: str, page: Page, project: Path, tools: Path) -> None:
    page.goto(f"{address}people/kim-yo-jong/")
    page.get_by_role("button", name="Correct this page").click()
    page.get_by_role("dialog").wait_for()
    shot(page, "person-page")
    assert violations(page, tools) == []
    page.get_by_label("The name on this page").fill("Kim Yo-jong, the sister of “Un”")
    page.get_by_role("button", name="Save").click()

    page.get_by_role("heading", name="Kim Yo-jong, the sister of “Un”", exact=True).wait_for(timeout=10_000)
    page.get_by_role("button", name="Undo").click()
    until_gone(project)
    page.get_by_role("heading", name="Kim Yo Jong", exact=True).wait_for(timeout=10_000)


def test_an_archive_is_brought_to_no_open_question_by_keys_alone(browser: Browser, tmp_path: Path) -> None:
    if not POLNEAR.is_dir():
        pytest.skip("the stories are not on this machine")
    project, other = tmp_path / "one", tmp_path / "other"
    shutil.copytree(POLNEAR, project / "content")
    build(project)
    shutil.copytree(project / "content", other / "content")
    page = browser.new_page(viewport={"width": 1200, "height": 900}, bypass_csp=True)
    times: list[tuple[float, float]] = []
    with serving(project) as address:
        at_desk(page, address)
        keys = 0
        settled = ""
        while page.locator("body").get_attribute("data-left") != "0":
            times.append(pressed(page, "1"))
            keys += 1
            if page.locator("body").get_attribute("data-open") == "0":
                settled = settled or decisions(project)
            assert keys < 500
    page.close()

    next_question, rebuilt = sorted(one for one, _ in times), sorted(other for _, other in times)
    print(f"{keys} keys; to the next question {next_question[-1]:.3f} s at most")
    print("to the site rebuilt:", " ".join(f"{each:.2f}" for each in rebuilt))
    assert review(project) == ()
    while questions := review(other):
        accept(other, questions[:1], [Choice(1)])
    assert settled == decisions(other)
    assert next_question[-1] < 0.1
    build(project)
    clean = tmp_path / "clean" / "one"
    shutil.copytree(project / "content", clean / "content")
    build(clean)
    assert site(project) == site(clean)


def test_an_undo_names_its_answer_and_takes_back_no_other(
    address: str, browser: Browser, page: Page, project: Path
) -> None:
    page.goto(f"{address}articles/talks/")
    select(page, "#p1", "leader")
    page.get_by_role("button", name="Correct this", exact=True).click()
    page.get_by_role("combobox", name="Person or country").fill("Kim Yo")
    page.get_by_role("option", name="Kim Yo Jong").first.wait_for()
    page.keyboard.press("Enter")
    page.get_by_text("“leader” now means Kim Yo Jong here.").wait_for()
    shot(page, "corrected")
    desk = browser.new_page()
    at_desk(desk, address)
    with page.expect_navigation():  # As the preview reloads after each answer.
        desk.keyboard.press("1")
    until_written(project, "[person.donald-trump]")
    written = decisions(project)

    desk.close()
    page.get_by_role("button", name="Undo “leader”").click()

    page.get_by_text("Not undone: this is no longer the last answer").wait_for()
    assert decisions(project) == written


def test_a_desk_whose_preview_has_stopped_says_so(project: Path, page: Page) -> None:
    with serving(project) as address:
        at_desk(page, address)

    page.keyboard.press("1")

    page.get_by_text("The preview has stopped. Start dateline serve again, then reload.").wait_for()
    page.get_by_role("button", name="Reload").wait_for()


def test_a_filter_that_fits_nothing_says_so_and_help_closes_with_its_key(address: str, page: Page) -> None:
    at_desk(page, address)
    page.keyboard.press("?")
    page.get_by_role("dialog").wait_for()
    page.keyboard.press("?")
    page.get_by_role("dialog").wait_for(state="detached")
    page.locator("summary").first.click()

    page.get_by_label("Name or article").fill("zzz")

    page.get_by_text("No question matches.").wait_for()
    assert page.get_by_role("button", name="Confirm").count() == 0


def test_a_text_is_not_changed_before_its_author_agrees_to_markdown(address: str, page: Page) -> None:
    page.goto(f"{address}articles/rain/")
    page.get_by_role("button", name="Title, date, authors").click()
    page.get_by_label("Title", exact=True).fill("Heavy rain")
    page.get_by_role("button", name="Save").click()

    page.get_by_text(
        "This file has no front matter that can take this change. Tick “Write rain.md beside the text"
    ).wait_for()
    shot(page, "article-head")
