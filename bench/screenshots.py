"""Pictures for docs/, on phone and desktop, light and dark: seven kinds of page of the sample site, and the desk.

usage: python bench/screenshots.py [site] [desk]
(after `make site`; wants Chromium, and the font P052 of Debian's fonts-urw-base35)
"""

import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parent.parent
TO = ROOT / "docs" / "screenshots"

PAGES = {
    "home": "",
    "article": "articles/the-bus-in-nagoya/#p6",
    "person": "people/richard-nixon/",
    "country": "countries/china/",
    "people": "people/",
    "countries": "countries/",
    "section": "sections/diplomacy/",
}
SCREENS = {"phone": (390, 780), "desktop": (1280, 860)}
COLORS: tuple[Literal["light", "dark"], ...] = ("light", "dark")

STORIES = {
    "2024-03-02-harbour-wall": """\
Council votes for a harbour wall

Mayor Clara Whitfield won her longest fight on Saturday, when the council voted nine to four for a wall around the old
harbour. “The sea will not wait for us,” Whitfield said. Jonas Brandt, a fisherman, called the price absurd.
""",
    "2024-03-09-iron-bridge": """\
Iron bridge is safe, engineer says

The iron bridge will carry trains for another thirty years, said Tom Whitfield, the engineer who inspected it. “I looked
at every rivet,” he said. Jonas Brandt, a fisherman, was not convinced.
""",
    "2024-03-16-storm": """\
Storm closes the coast road

A storm closed the coast road on Friday, and the ferry to Denmark stayed in port. “We saw it coming,” Whitfield said.
Jonas Brandt, a fisherman, lost two boats. Whitfield promised help before Easter.
""",
    "2024-03-23-museum": """\
Museum opens in the old customs house

Mayor Clara M. Whitfield opened the museum with a pair of garden shears. The first room shows forty paintings on loan
from Georgia. “Come in, it is warm,” she told the crowd.
""",
}
"""A project with a question of each common kind; the people are invented."""


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # its name in the standard library
        """Report nothing."""


def main() -> None:
    """Take the screenshots that the command line names, or all."""
    TO.mkdir(exist_ok=True)
    wanted = sys.argv[1:] or ["site", "desk"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        if "site" in wanted:
            site(browser)
        if "desk" in wanted:
            desk(browser)
        browser.close()


def site(browser: Browser) -> None:
    """Pages of the sample site."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=ROOT / "site")) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        for page, kind in pages(browser):
            for name, path in PAGES.items():
                page.goto(f"http://127.0.0.1:{server.server_address[1]}/{path}")
                page.screenshot(path=TO / f"{name}-{kind}.jpg", quality=72)
        server.shutdown()


def desk(browser: Browser) -> None:
    """The desk, and corrections on the page of an article and on that of a person."""
    with preview() as address:
        for page, kind in pages(browser):
            page.goto(f"{address}-/desk/")
            page.locator("#asked").wait_for()
            page.screenshot(path=TO / f"desk-{kind}.jpg", quality=72)
            if kind != "desktop-light":
                continue
            page.goto(f"{address}articles/2024-03-16-storm/")
            page.locator(".body a.entity", has_text="Whitfield").first.focus()
            page.get_by_role("button", name="Wrong link?").click()
            page.get_by_role("combobox").fill("clara")
            page.get_by_role("option").first.wait_for()
            page.screenshot(path=TO / "desk-wrong-link.jpg", quality=72)
            page.goto(f"{address}people/clara-whitfield/")
            page.get_by_role("button", name="Correct this page").click()
            page.get_by_role("dialog").wait_for()
            page.screenshot(path=TO / "desk-person.jpg", quality=72)


def pages(browser: Browser) -> Iterator[tuple[Page, str]]:
    """A page of each size and color, with its name."""
    for screen, (width, height) in SCREENS.items():
        for colors in COLORS:
            page = browser.new_page(
                viewport={"width": width, "height": height},
                color_scheme=colors,
                reduced_motion="reduce",
                has_touch=screen == "phone",
            )
            yield page, f"{screen}-{colors}"


@contextmanager
def preview() -> Iterator[str]:
    """The address of a preview of ``STORIES``."""
    with TemporaryDirectory() as folder:
        project = Path(folder, "Harbour News")
        (project / "content").mkdir(parents=True)
        for name, text in STORIES.items():
            paragraphs = (paragraph.replace("\n", " ") for paragraph in text.split("\n\n"))
            (project / "content" / f"{name}.txt").write_text("\n\n".join(paragraphs), encoding="utf-8")
        subprocess.run([sys.executable, "-m", "builder", "build", "--no-search"], cwd=project, check=True)
        command = [sys.executable, "-m", "builder", "serve", "--port", "0"]
        with subprocess.Popen(command, cwd=project, stdout=subprocess.PIPE, text=True) as server:
            assert server.stdout
            try:
                yield server.stdout.readline().split()[0]
            finally:
                server.terminate()


if __name__ == "__main__":
    main()
