"""How fast a reader finds something on a phone: milliseconds from the last key to the results, as medians.

usage: python bench/searching.py FOLDER [--rounds 3]

FOLDER is a project whose site has its full-text index (``bench/many.py --search`` makes one of any size). The phone is
that of Lighthouse: a processor four times slower than this one, 150 ms to the server and back, 1.6 Mbit/s. The words
are the site's own: names of people from everywhere in the list, with and without a mistake, and words of articles.
"""

import argparse
import functools
import json
import random
import shutil
import statistics
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

SLOWER = 4
NETWORK = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1.6e6 / 8,
    "uploadThroughput": 750e3 / 8,
}
"""Lighthouse's mobile profile: https://github.com/GoogleChrome/lighthouse/blob/main/docs/throttling.md."""
KEY = 120
"""Milliseconds between two keys of someone who types fast."""
QUERIES = 12
"""Of each kind."""
LOADING = 2_000
"""Milliseconds in which the page loads what it needs before the first key, at full speed."""

WATCH = """() => {
  const shown = (id) => [...document.querySelectorAll(`${id} li`)].some((item) => item.offsetParent);
  const field = document.getElementById("q");
  field.addEventListener("input", () => { window.typed = performance.now(); window.times = {}; }, true);
  const look = () => {
    for (const [name, id] of [["names", "#found-people"], ["texts", "#found-texts"]]) {
      if (window.typed && !(name in window.times) && shown(id)) window.times[name] = performance.now() - window.typed;
    }
  };
  const all = { subtree: true, childList: true, attributes: true };
  new MutationObserver(look).observe(document.getElementById("search"), all);
}"""
"""Records when the first result of a kind is on the page, from the event of the last key."""


class _Host(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        """Nothing is logged."""


def main() -> None:
    """Print the medians."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    site = options.folder / "site"
    index = json.loads((site / "search/index.json").read_bytes())
    chance = random.Random(1)
    people = [row[0] for row in index["people"]]
    several = chance.sample(people, QUERIES)
    kinds = {
        "names": several,
        "names with a mistake": [name[:-3] + name[-2:] for name in several],
        "texts": [chance.choice(_words(site, chance)) for _ in range(QUERIES)],
    }
    chromium = shutil.which("chromium") or sys.exit("there is no Chromium on this machine")
    with _served(site) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for kind, queries in kinds.items():
            found = [ms for _ in range(options.rounds) for ms in _measured(browser, address, kind, queries)]
            print(f"{kind}: {_figures(found)}", flush=True)
        browser.close()


def _words(site: Path, chance: random.Random) -> list[str]:
    """Words of an article of the site that no name has."""
    folders = sorted(path for path in (site / "articles").rglob("article.txt"))
    words = chance.choice(folders).read_text(encoding="utf-8").split()
    return [word for word in words if word.isalpha() and word.islower() and len(word) > 4]


def _measured(browser: Browser, address: str, kind: str, queries: list[str]) -> Iterator[float]:
    """Milliseconds for each query, typed into a search page that has loaded its index of names."""
    what = "texts" if kind == "texts" else "names"
    for query in queries:
        page = browser.new_page(viewport={"width": 390, "height": 844})
        page.goto(f"{address}search/#q")
        page.evaluate(WATCH)
        page.wait_for_timeout(LOADING)
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.send("Network.emulateNetworkConditions", NETWORK)
        session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        page.locator("#q").press_sequentially(query, delay=KEY)
        page.wait_for_function(f"window.times?.{what}", timeout=10_000)
        yield page.evaluate(f"window.times.{what}")
        page.close()


def _figures(found: list[float]) -> str:
    ordered = sorted(found)
    worst = ordered[int(len(ordered) * 0.95)]
    return f"median {statistics.median(ordered):.0f} ms, 95 of 100 within {worst:.0f} ms ({len(ordered)} queries)"


@contextmanager
def _served(site: Path) -> Iterator[str]:
    handler = functools.partial(_Host, directory=str(site))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


if __name__ == "__main__":
    main()
