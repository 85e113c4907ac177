"""A browser, and the sample site as served by a host, for the tests that look at pages as readers do."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from jinja2.bccache import Bucket
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from builder.outputs.compiled import CompiledTemplates
from tests.served import TOOLS, served

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

PHONE = ViewportSize(width=412, height=823)
"""In CSS pixels, as in Lighthouse."""


@pytest.fixture(scope="session", autouse=True)
def compiled() -> Iterator[dict[bytes, bytes]]:
    """Compile each template once for all tests: hundreds of them build a site from nothing, with the same theme."""
    known: dict[bytes, bytes] = {}
    load, dump = CompiledTemplates.load_bytecode, CompiledTemplates.dump_bytecode

    def load_known(self: CompiledTemplates, bucket: Bucket) -> None:
        load(self, bucket)
        if bucket.code is None and (raw := known.get(self._key(bucket))):
            bucket.bytecode_from_string(raw)

    def dump_known(self: CompiledTemplates, bucket: Bucket) -> None:
        known[self._key(bucket)] = bucket.bytecode_to_string()
        dump(self, bucket)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(CompiledTemplates, "load_bytecode", load_known)
        patch.setattr(CompiledTemplates, "dump_bytecode", dump_known)
        yield known


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
