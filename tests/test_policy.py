"""The pages of a site under the policy of its own _headers, in a real browser."""

import pytest
from playwright.sync_api import Page, Route

from tests.served import PAGES

pytestmark = pytest.mark.slow

EVIL = "<!doctype html><p style='color:red'>x</p><script>document.title = 'run'</script>"


@pytest.mark.parametrize("path", [*PAGES.values(), "articles/a-week-in-peking/"])
def test_nothing_of_a_page_is_refused_or_missing_or_from_elsewhere(page: Page, address: str, path: str) -> None:
    said: list[str] = []
    asked: list[tuple[str, int]] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("response", lambda answer: asked.append((answer.url, answer.status)))

    answer = page.goto(address + path)
    page.wait_for_load_state("networkidle")

    assert answer
    assert answer.headers["content-security-policy"].startswith("default-src 'none';")
    missing = [(address + path, 404)] if path == PAGES["no page"] else []
    assert [(url, status) for url, status in asked if status != 200] == missing
    assert len(said) == len(missing), said
    assert all(url.startswith(address) for url, _ in asked)
    assert page.evaluate("getComputedStyle(document.body).fontFamily") != "Times New Roman"


def test_a_style_or_script_in_a_page_would_be_refused(page: Page, address: str) -> None:
    def spoil(route: Route) -> None:
        route.fulfill(response=route.fetch(), body=EVIL)

    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.route(f"{address}people/", spoil)

    page.goto(f"{address}people/")

    assert page.title() != "run"
    assert len([each for each in said if "Content Security Policy" in each]) == 2
