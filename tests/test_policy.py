"""The pages of a site under the policy of its own _headers, in a real browser."""

import mimetypes
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Route, sync_playwright

from builder.build import build

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent
BASE = "https://example.org/news/"
TABLE = "---\ntitle: A table\nimage: hill.svg\nimage_description: A hill\n---\n| a | b |\n|:--|--:|\n| 1 | 2 |\n"
HILL = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 9 4 0 9 9"/></svg>'


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = tmp_path_factory.mktemp("sampler")
    shutil.copytree(ROOT / "content", project / "content")
    (project / "content" / "table.md").write_text(TABLE, encoding="utf-8")
    (project / "content" / "hill.svg").write_text(HILL, encoding="utf-8")
    (project / "dateline.toml").write_text(f'[site]\nbase_url = "{BASE}"\n')
    build(project)
    return project / "site"


@pytest.fixture
def page(site: Path) -> Iterator[Page]:
    """A browser for which the site is at its address, with the headers that it asks for, and nothing else is there."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.skip("there is no Chromium on this machine")
    everywhere = (site / "_headers").read_text(encoding="utf-8").partition("/assets/*")[0].splitlines()[1:]
    headers = {name: value for name, _, value in (line.strip().partition(": ") for line in everywhere)}

    def answer(route: Route) -> None:
        path = urlsplit(route.request.url).path.removeprefix("/news/")
        file = site / path / "index.html" if (site / path).is_dir() else site / path
        if not route.request.url.startswith(BASE) or not file.is_file():
            route.fulfill(status=404)
            return
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        route.fulfill(body=file.read_bytes(), content_type=kind, headers=headers)

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        found = browser.new_page()
        found.route("**/*", answer)
        yield found
        browser.close()


@pytest.mark.parametrize(
    "path",
    [
        "",
        "articles/table/",
        "articles/a-week-in-peking/",
        "people/",
        "people/richard-nixon/",
        "countries/china/",
        "404.html",
    ],
)
def test_nothing_of_a_page_is_refused_by_the_policy_or_missing(page: Page, path: str) -> None:
    said: list[str] = []
    asked: list[tuple[str, int]] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("response", lambda answer: asked.append((answer.url, answer.status)))

    page.goto(BASE + path)
    page.wait_for_load_state("networkidle")

    assert [each for each in said if "favicon" not in each and "404" not in each] == []
    assert [url for url, status in asked if status != 200 and not url.endswith("favicon.ico")] == []
    assert all(url.startswith("https://example.org/") for url, _ in asked)
    assert page.evaluate("getComputedStyle(document.body).fontFamily") != "Times New Roman"


def test_a_style_or_script_in_a_page_would_be_refused(page: Page, site: Path) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    (site / "evil.html").write_text("<p style='color:red'>x</p><script>document.title = 'run'</script>")

    page.goto(f"{BASE}evil.html")

    assert page.title() != "run"
    assert len([each for each in said if "Content Security Policy" in each]) == 2
