"""Readers find first what they look for: 90 questions and their answers, in bench/queries.toml, asked in a browser."""

import shutil
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from builder.site import build
from tests.served import hosted

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent
QUERIES = tomllib.loads((ROOT / "bench" / "queries.toml").read_text(encoding="utf-8"))
POLNEAR = ROOT.parent / "polnear" / "data" / "dev" / "text"
"""The articles are not ours: unpack them from the package ``polnear`` beside the repository to ask about them."""

FIRST = """() => {
  const first = [...document.querySelectorAll("#search a[role=option]")].find((each) => each.offsetParent);
  return first ? [first.closest(".found").id.replace("found-", ""), new URL(first.href).pathname.slice(1)] : ["", ""];
}"""
"""Among what the first result is, and its address."""

RIGHT = {"tune": 57 / 60, "check": 27 / 30}
"""The share of questions that must be answered at first place."""


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mapping[str, str]]:
    """The addresses of the built archives, as far as their articles are there."""
    found = {}
    with ExitStack() as hosts:
        for name, content in {"polnear": POLNEAR, "sample": ROOT / "content"}.items():
            if content.is_dir():
                folder = tmp_path_factory.mktemp(name)
                shutil.copytree(content, folder / "content")
                build(folder)
                found[name] = hosts.enter_context(hosted(folder / "site"))
        yield found


@pytest.mark.parametrize("archive", ["polnear", "sample"])
@pytest.mark.parametrize("purpose", RIGHT)
def test_readers_find_first_what_they_look_for(
    browser: Browser, archives: Mapping[str, str], archive: str, purpose: str
) -> None:
    if archive not in archives:
        pytest.skip("the articles of PolNeAR are not beside the repository")
    asked = [query for group in QUERIES[purpose] if group["archive"] == archive for query in group["queries"]]
    page = browser.new_page()
    page.goto(f"{archives[archive]}search/")

    wrong = {query["ask"]: first for query in asked if not _is_expected(query, first := _first(page, query["ask"]))}

    print(f"{len(asked) - len(wrong)} of {len(asked)}", wrong)
    page.close()
    assert len(wrong) <= len(asked) * (1 - RIGHT[purpose]) + 1e-9, wrong


def _first(page: Page, query: str) -> tuple[str, str]:
    """The first result, once the search is finished."""
    page.locator("#q").fill("")
    page.locator("#q").fill(query)
    page.wait_for_selector('#search:not([aria-busy="true"])')
    kind, address = page.evaluate(FIRST)
    return kind, address


def _is_expected(query: Mapping[str, Any], first: tuple[str, str]) -> bool:
    return first[1] in query["expect"] and query.get("among", first[0]) == first[0]
