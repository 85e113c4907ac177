"""Lighthouse's scores for one page of every kind, on its slow phone: https://developer.chrome.com/docs/lighthouse."""

import json
import os
import statistics
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.served import PAGES, every_page

pytestmark = pytest.mark.slow

WANTED = {"accessibility": 1, "best-practices": 1, "seo": 1}
FAST = 0.99
PATIENCE = 5
"""Runs from which the median is taken if the first was slow: a busy machine is, now and then."""

NO_PAGE = ("http-status-code", "is-crawlable", "errors-in-console")
"""What the 404 page must fail: it is answered with status 404, which Chromium logs, and asks not to be indexed."""

Report = dict[str, Any]
Look = Callable[..., Report]


@pytest.fixture(scope="session")
def look(tools: Path, chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Look:
    """Lighthouse's report on an address."""
    to = tmp_path_factory.mktemp("lighthouse") / "report.json"
    environment = {**os.environ, "CHROME_PATH": chromium, "PATH": f"{tools / '.bin'}:{os.environ['PATH']}"}

    def look(address: str, *options: str) -> Report:
        command: list[str | Path] = [tools / ".bin" / "lighthouse", address, *options]
        output = ["--quiet", "--output=json", f"--output-path={to}"]
        flags = ["--chrome-flags=--headless --no-sandbox", "--no-enable-error-reporting", "--ignore-status-code"]
        subprocess.run([*command, *output, *flags], env=environment, check=True, timeout=120)
        report: Report = json.loads(to.read_text(encoding="utf-8"))
        assert "runtimeError" not in report
        return report

    return look


@every_page
def test_lighthouse_finds_nothing_to_fix_and_a_fast_page(look: Look, address: str, path: str) -> None:
    skipped = [f"--skip-audits={','.join(NO_PAGE)}"] if path == PAGES["no page"] else []
    categories = f"--only-categories=performance,{','.join(WANTED)}"

    report = look(address + path, categories, *skipped)
    speeds = [score(report, "performance")]
    while statistics.median(speeds) < FAST and len(speeds) < PATIENCE:
        speeds.append(score(look(address + path, "--only-categories=performance"), "performance"))

    print(path, speeds, {name: score(report, name) for name in WANTED})
    assert {name: score(report, name) for name in WANTED} == WANTED, poor(report)
    assert statistics.median(speeds) >= FAST, poor(report)


def score(report: Report, category: str) -> float:
    found: float = report["categories"][category]["score"]
    return found


def poor(report: Report) -> list[str]:
    """The audits of a report that did not pass, with their details."""
    audits = report["audits"].values()
    return [f"{a['id']}: {a.get('displayValue', '')}" for a in audits if a["score"] is not None and a["score"] < 1]
