"""Pictures of the sample site for docs/: seven kinds of page, on a phone and on a desktop, light and dark.

usage: python bench/screenshots.py   (after `make site`; wants Chromium, and the font P052 of Debian's fonts-urw-base35)
"""

import shutil
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Literal

from playwright.sync_api import sync_playwright

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


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # its name in the standard library
        """Report nothing."""


def main() -> None:
    """Take all pictures."""
    TO.mkdir(exist_ok=True)
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=ROOT / "site")) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
            for screen, (width, height) in SCREENS.items():
                for colors in COLORS:
                    size = {"width": width, "height": height}
                    page = browser.new_page(viewport=size, color_scheme=colors, reduced_motion="reduce")
                    for name, path in PAGES.items():
                        page.goto(f"http://127.0.0.1:{server.server_address[1]}/{path}")
                        page.screenshot(path=TO / f"{name}-{screen}-{colors}.jpg", quality=72)
            browser.close()
        server.shutdown()


if __name__ == "__main__":
    main()
