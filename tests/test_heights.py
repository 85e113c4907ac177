"""How long the pages of an archive of real size are, as first shown, and that nothing moves while they load."""

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import Literal

import pytest
from playwright.sync_api import Browser

from builder.site import build

pytestmark = pytest.mark.slow

STORIES, OFTEN, PEOPLE = 83, 72, 455
"""The size of an archive of one autumn."""

DESKTOP, PHONE = (1280, 900), (390, 844)

STORY = """---
title: The assembly met on day {number} and did not agree on a pier
date: 2016-{month:02}-{day:02}
section: {section}
language: de
---
{often} came from [Norway](country:NO) and [France](country:FR), sat down beside {others}, and waited.

“Nobody in this room built pier number {number}, and everybody will pay for it.” {said}

It was late when they left, and nobody had written down what was said, by whom, or how often.
"""
SHIFTS = """() => new Promise((done) => {
  let sum = 0;
  new PerformanceObserver((list) => { for (const entry of list.getEntries()) sum += entry.value; })
    .observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(sum), 500);
})"""


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # its name in the standard library
        """Report nothing."""


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the archive."""
    folder = tmp_path_factory.mktemp("archive")
    (folder / "content").mkdir()
    names = [f"Anna{chr(97 + n % 26)} B{chr(97 + n // 26 % 26)}rg" for n in range(PEOPLE - 1)]
    links = [f"[{name}](person:{name.lower().replace(' ', '-')})" for name in names]
    for number in range(STORIES):
        others = [*links[number % 9 : 12], *links[12 + number :: STORIES]]
        often = "[Lena Ort](person:lena-ort)" if number < OFTEN else "Somebody"
        text = STORY.format(
            number=number,
            month=8 + number % 3,
            day=1 + number % 28,
            section=("Politics", "Harbor", "World")[number % 3],
            often=often,
            said="{said=person:lena-ort}" if number < OFTEN else "",
            others=" and ".join(others),
        )
        (folder / "content" / f"day-{number}.md").write_text(text, encoding="utf-8")
    build(folder, search="none")
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder / "site")) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()


@pytest.mark.parametrize(
    ("path", "screen", "most"),
    [
        ("people/lena-ort/", DESKTOP, 6_000),
        ("", DESKTOP, 5_000),
        ("", PHONE, 5_500),
        ("people/", PHONE, 4_000),
        ("people/", DESKTOP, 6_000),
        ("countries/norway/", DESKTOP, 6_000),
        ("2016/", DESKTOP, 5_000),
    ],
)
def test_a_page_of_a_real_archive_is_not_too_long_and_stands_still(
    browser: Browser, archive: str, path: str, screen: tuple[int, int], most: int
) -> None:
    page = browser.new_page(viewport={"width": screen[0], "height": screen[1]})
    page.goto(archive + path)

    height = page.evaluate("document.documentElement.scrollHeight")
    shifts = page.evaluate(SHIFTS)
    page.close()

    print(path, screen, height, shifts)
    assert screen[1] < height <= most
    assert shifts == 0


def test_every_story_is_still_reached_from_the_front_page_without_a_script(browser: Browser, archive: str) -> None:
    context = browser.new_context(viewport={"width": PHONE[0], "height": PHONE[1]}, java_script_enabled=False)
    page = context.new_page()
    page.goto(archive)
    for folded in page.locator("details.folded > summary").all():
        folded.press("Enter")
    stories = page.locator(".articles h2 a:visible").count() + page.locator(".days .headline:visible").count()
    context.close()

    assert stories == STORIES


def test_everything_on_a_long_page_is_still_reached(browser: Browser, archive: str) -> None:
    page = browser.new_page(viewport={"width": PHONE[0], "height": PHONE[1]})
    page.goto(f"{archive}people/lena-ort/")
    stories = page.locator(".article-line .headline").count()
    page.goto(f"{archive}people/")
    people = page.locator(".letter .names a").count()
    page.locator(".letter h3 a").last.click()
    shown = page.locator(".letter .names a:visible").count()
    page.close()

    assert (stories, people) == (OFTEN, PEOPLE)
    assert shown > 0


STOPS = """[...document.querySelectorAll(".fold summary")]
  .filter((e) => { e.focus(); return document.activeElement === e; }).length"""
"""How many headings beside the stories the keyboard stops at."""

FIRST_STORY = "document.querySelector('.article-line').getBoundingClientRect().top"


def test_on_a_phone_the_stories_come_soon_and_what_is_beside_them_unfolds(browser: Browser, archive: str) -> None:
    page = browser.new_page(viewport={"width": PHONE[0], "height": PHONE[1]}, java_script_enabled=False)
    page.goto(f"{archive}people/lena-ort/")
    beside = page.locator(".side .with a").first

    top = page.evaluate(FIRST_STORY)
    hidden = not beside.is_visible()
    page.locator(".fold summary").last.click()
    shown = beside.is_visible()
    page.close()

    print(top)
    assert top <= 1_500
    assert (hidden, shown) == (True, True)


@pytest.mark.parametrize(("media", "screen"), [("screen", DESKTOP), ("print", PHONE)])
def test_where_there_is_room_and_on_paper_nothing_beside_the_stories_is_folded(
    browser: Browser, archive: str, media: Literal["screen", "print"], screen: tuple[int, int]
) -> None:
    page = browser.new_page(viewport={"width": screen[0], "height": screen[1]}, java_script_enabled=False)
    page.emulate_media(media=media)
    page.goto(f"{archive}people/lena-ort/")

    shown = page.locator(".side .with a").locator("visible=true").count()
    headings = page.locator(".fold h2").locator("visible=true").count()
    stops = page.evaluate(STOPS)
    page.close()

    assert shown > 10
    assert headings > 0
    assert stops == 0
