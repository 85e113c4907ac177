"""A browser, and the sample site as served by a host, for the tests that look at pages as readers do."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from tests.served import TOOLS, served

PHONE = ViewportSize(width=412, height=823)
"""In CSS pixels, as in Lighthouse."""


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the project that is served at ``address``."""
    return tmp_path_factory.mktemp("sample")


@pytest.fixture(scope="session")
def address(sample: Path) -> Iterator[str]:
    """The address of the sample site: a path on a host on this machine."""
    with served(sample) as base:
        yield base


@pytest.fixture(scope="session")
def chromium() -> str:
    """The system's Chromium."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        pytest.skip("there is no Chromium on this machine")
    return found


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    # Per module, not per session: while Playwright runs, no test of another module may have its own event loop.
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """An empty page the size of a phone, for a first-time reader."""
    page = browser.new_page(viewport=PHONE)
    yield page
    page.close()


@pytest.fixture(scope="session")
def tools() -> Path:
    """The folder of the installed tools that measure pages."""
    if not TOOLS.is_dir():
        pytest.skip("the tools are not installed: make test-slow does that")
    return TOOLS
