"""What an author sees while writing, in a real browser."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow

STORY = "News of the day\n\nGerman Chancellor Helmut Kohl met François Mitterrand in France. Kohl spoke.\n\n"
LONG = STORY + "".join(f"Nothing else happened at {n} o'clock, and it took all day.\n\n" for n in range(80))
SHOTS = os.environ.get("DATELINE_SHOTS")
"""A folder for screenshots, for those who want to look."""


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """The address of a preview of a small project in ``tmp_path``."""
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "one.txt").write_text(LONG, encoding="utf-8")
    command = [sys.executable, "-m", "builder", "serve", "--port", "0"]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        line = server.stdout.readline()
        while not (tmp_path / "site" / "articles" / "one" / "index.html").exists():
            assert server.poll() is None
            time.sleep(0.05)
        yield line.split()[0]
        server.send_signal(2)
        assert server.wait(5) == 0


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 900, "height": 700})
    yield page
    page.close()


def shot(page: Page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}.png")


def test_an_edit_shows_in_the_browser_where_it_was_scrolled(address: str, page: Page, tmp_path: Path) -> None:
    page.goto(f"{address}articles/one/")
    page.wait_for_timeout(500)
    page.evaluate("scrollTo(0, 900)")

    (tmp_path / "content" / "one.txt").write_text(LONG.replace("Kohl spoke", "Kohl sang"), encoding="utf-8")
    began = time.monotonic()
    page.get_by_text("sang").wait_for(timeout=10_000)
    print(f"save to reload: {time.monotonic() - began:.2f} s")

    page.wait_for_function("scrollY === 900", timeout=5_000)


@pytest.mark.parametrize(
    ("path", "broken", "mended", "words"),
    [
        ("content/one.txt", "", LONG, "content/one.txt"),
        ("content/entities.toml", "[[never]]\ntext = 'Kohl'\n[person.kim\n", "", "content/entities.toml:3"),
        ("templates/404.html", "<h1>\n{% if %}\n", "<h1>gone</h1>\n", "templates/404.html:2"),
    ],
)
def test_a_problem_is_shown_on_every_page_until_it_is_fixed(
    address: str, page: Page, tmp_path: Path, path: str, broken: str, mended: str, words: str
) -> None:
    page.goto(f"{address}people/")
    file = tmp_path / path
    file.parent.mkdir(exist_ok=True)

    file.write_text(broken, encoding="utf-8")
    page.get_by_role("alert").get_by_text(words).wait_for(timeout=10_000)
    shot(page, file.name)

    file.write_text(mended, encoding="utf-8")
    page.get_by_role("alert").wait_for(state="detached", timeout=10_000)


def test_an_editor_sees_in_the_preview_what_readers_do_not(address: str, page: Page) -> None:
    page.goto(f"{address}people/helmut-kohl/")
    page.get_by_text("Wrong link?").click()
    person = page.locator(".wrong").inner_text()
    page.goto(f"{address}articles/one/")
    page.get_by_text("Why these links?").click()
    shot(page, "editors")
    article = page.locator(".why").inner_text()

    assert "Editors: this page is person:helmut-kohl." in person
    assert "Editors: to correct a link, write [Kim](person:kim-jong-un)" in article


def test_an_editor_sees_in_the_preview_who_is_not_identified(address: str, page: Page, tmp_path: Path) -> None:
    story = "Rain\n\nIt rained.\n\nPresident Okonjo spoke. “It rained,” Okonjo said.\n"
    (tmp_path / "content" / "two.txt").write_text(story, encoding="utf-8")

    page.goto(address)
    page.get_by_role("link", name="Rain").wait_for(timeout=10_000)
    page.goto(f"{address}people/okonjo/")

    assert "Not identified: no article says who this is." in page.locator("header.head").inner_text()
