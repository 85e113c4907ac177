"""How fast a reader finds something on a phone: milliseconds from the last key to the results, as medians.

usage: python bench/searching.py FOLDER… [--rounds 3]

FOLDER is a project whose site has its full-text index (``bench/many.py --search`` makes one of any size); several are
asked in turn, each the same. The phone is that of Lighthouse: a processor four times slower than this one, 150 ms to
the server and back, 1.6 Mbit/s. Files are compressed, as most hosts do. The words are the site's own: names of people
from everywhere in the list, with and without a mistake, and words of articles. Only results for the whole word count,
not those that are still there from its first letters.
"""

import argparse
import functools
import gzip
import io
import json
import random
import shutil
import statistics
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
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
  const fits = (item) => item.querySelector(".name").textContent === window.wanted
    || item.firstChild.href.endsWith(`#find=${window.wanted}`);
  const shown = (id) => [...document.querySelectorAll(`${id} li`)].some((item) => item.offsetParent && fits(item));
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

    def handle(self) -> None:
        """As usual, also if the page is closed meanwhile."""
        with suppress(ConnectionError):
            super().handle()

    def send_head(self) -> io.BytesIO | None:
        """The head of the answer, and a compressed file for its body."""
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return None
        raw = gzip.compress(path.read_bytes(), 6)
        self.send_response(200)
        headers = {"Type": self.guess_type(path), "Encoding": "gzip", "Length": str(len(raw))}
        for name, value in headers.items():
            self.send_header(f"Content-{name}", value)
        self.end_headers()
        return io.BytesIO(raw)

    def log_message(self, *_: object) -> None:
        """Nothing is logged."""


def main() -> None:
    """Print the medians."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    sites = [folder / "site" for folder in options.folders]
    site = sites[0]
    index = json.loads((site / "search/index.json").read_bytes())
    chance = random.Random(1)
    people = [row[0] for row in index["people"]]
    several = chance.sample(people, QUERIES)
    texts = [chance.choice(_words(site, chance)) for _ in range(QUERIES)]
    kinds = {
        "names": [(name, name) for name in several],
        "names with a mistake": [(name[:-3] + name[-2:], name) for name in several],
        "texts": [(word, word) for word in texts],
    }
    chromium = shutil.which("chromium") or sys.exit("there is no Chromium on this machine")
    with ExitStack() as opened, sync_playwright() as playwright:
        addresses = [opened.enter_context(_served(site)) for site in sites]
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for kind, queries in kinds.items():
            found: dict[str, list[float]] = {address: [] for address in addresses}
            for _ in range(options.rounds):
                for query, wanted in queries:
                    for address in addresses:
                        found[address].append(_measured(browser, address, kind, query, wanted))
            for folder, address in zip(options.folders, addresses, strict=True):
                print(f"{folder}: {kind}: {_figures(found[address])}", flush=True)
        browser.close()


def _words(site: Path, chance: random.Random) -> list[str]:
    """Words of an article of the site that no name has."""
    folders = sorted(path for path in (site / "articles").rglob("article.txt"))
    words = chance.choice(folders).read_text(encoding="utf-8").split()
    return [word for word in words if word.isalpha() and word.islower() and len(word) > 4]


def _measured(browser: Browser, address: str, kind: str, query: str, wanted: str) -> float:
    """Milliseconds until ``wanted`` is shown for a query, typed into a search page that has loaded its names."""
    what = "texts" if kind == "texts" else "names"
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(f"{address}search/#q")
    page.evaluate(WATCH)
    page.evaluate("(wanted) => { window.wanted = wanted; }", wanted)
    page.wait_for_timeout(LOADING)
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", NETWORK)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.locator("#q").press_sequentially(query, delay=KEY)
    page.wait_for_function(f"window.times?.{what}", timeout=10_000)
    took: float = page.evaluate(f"window.times.{what}")
    page.close()
    return took


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
