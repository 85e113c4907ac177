"""Names on narrow screens: no line ends inside a part of a name in headings, nor within a short one in lists."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from builder.site import build

pytestmark = pytest.mark.slow

NAMES = "Jean-Baptiste Okonkwo-Lindqvist", "Maria-Theresia Achleitner-Bohm", "Ann Lee-Potter", "Keith Lamont Scott"

STORY = "---\ntitle: Day {number}\ndate: 2019-01-0{number}\nlanguage: de\n---\n{people} came.\n"

BROKEN = r"""(name) => {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!node.parentElement.closest("h1, h2, h3, .names, .once")) continue;
    for (const word of node.data.matchAll(/\S+/g)) {
      const range = document.createRange();
      range.setStart(node, word.index);
      range.setEnd(node, word.index + word[0].length);
      const lines = new Set([...range.getClientRects()].map((box) => Math.round(box.top)));
      if (name.includes(word[0]) && lines.size > 1) found.push(word[0]);
    }
  }
  return found;
}"""
"""The parts of the name that are on several lines, in headings and lists."""

BROKEN_IN_LISTS = """() => [...document.querySelectorAll(".names a:first-child, .once a")]
  .filter((e) => e.checkVisibility() && e.getClientRects().length > 1).map((e) => e.textContent)"""
"""The names in lists that begin on one line and go on in the next, although a line has room for them."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("names")
    (folder / "content").mkdir()
    links = [f"[{name}](person:{name.lower().replace(' ', '-')})" for name in NAMES]
    for number in range(1, 8):
        some = links if number == 1 else links[: 1 + number % 3]
        text = STORY.format(number=number, people=" and ".join(some))
        (folder / "content" / f"day-{number}.md").write_text(text, encoding="utf-8")
    (folder / "dateline.toml").write_text('[site]\nlinks = "file"\n', encoding="utf-8")
    build(folder, search="none", jobs=1)
    return folder / "site"


@pytest.mark.parametrize("width", [320, 390, 700, 1280])
@pytest.mark.parametrize("name", NAMES)
def test_a_name_breaks_only_between_its_parts(browser: Browser, site: Path, name: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto((site / "people" / name.lower().replace(" ", "-") / "index.html").as_uri())
    page.evaluate("document.querySelectorAll('details').forEach((e) => { e.open = true; })")

    broken = [word for each in NAMES for word in page.evaluate(BROKEN, each)]
    split = page.evaluate(BROKEN_IN_LISTS)
    wide = page.evaluate("document.documentElement.scrollWidth")
    page.close()

    assert (broken, split) == ([], [])
    assert wide <= width
