"""What a reader of a story has to load."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, Response

pytestmark = pytest.mark.slow

ALL = 40_000
"""Bytes of HTML, CSS and JavaScript, compressed: three round trips of a new connection."""

SCRIPTS, SEARCH_SCRIPTS = 8_000, 9_000


def test_a_story_is_light(page: Page, address: str, sample: Path) -> None:
    loaded: list[Response] = []
    page.on("response", lambda answer: loaded.append(answer))
    stories = sorted(path.name for path in (sample / "site" / "articles").iterdir())

    for story in stories:
        loaded.clear()
        page.goto(f"{address}articles/{story}/")
        page.wait_for_load_state("networkidle")
        sizes = {"document": 0, "stylesheet": 0, "script": 0}
        for answer in loaded:
            if answer.request.resource_type in sizes:
                assert answer.headers["content-encoding"] == "gzip"
                sizes[answer.request.resource_type] += int(answer.headers["content-length"])

        print(story, sizes)
        assert all(sizes.values())
        assert sum(sizes.values()) <= ALL
        assert sizes["script"] <= SCRIPTS


def test_the_search_page_loads_no_script_that_it_does_not_need(page: Page, address: str) -> None:
    loaded: list[Response] = []
    page.on("response", lambda answer: loaded.append(answer))

    page.goto(f"{address}search/")
    page.wait_for_load_state("networkidle")

    scripts = [answer for answer in loaded if answer.request.resource_type == "script"]
    print({answer.url: answer.headers["content-length"] for answer in scripts})
    # They may arrive in any order.
    names = sorted(answer.url.rpartition("/")[2].partition(".")[0] for answer in scripts)
    assert names == ["mistakes", "search", "site"]
    assert sum(int(answer.headers["content-length"]) for answer in scripts) <= SEARCH_SCRIPTS
