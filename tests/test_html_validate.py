"""html-validate's findings on all pages of a site: https://html-validate.org."""

import json
import os
import subprocess
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

OFF = {
    "doctype-style": "wants <!DOCTYPE>; HTML does not distinguish case, and the theme writes all in small letters",
    "long-title": "wants 70 characters at most; a headline is the author's, and search engines cut it where they like",
}
"""Rules of the recommended ones that we do not follow, and why."""


@pytest.mark.usefixtures("address")
def test_html_validate_finds_nothing_but_what_we_do_not_follow(tools: Path, sample: Path, tmp_path: Path) -> None:
    files = sorted((sample / "site").rglob("*.html"))
    config = tmp_path / "config.json"
    config.write_text('{"root": true, "extends": ["html-validate:recommended"]}', encoding="utf-8")
    command: list[str | Path] = [tools / ".bin" / "html-validate", "--config", config, "--formatter", "json", *files]
    environment = {**os.environ, "PATH": f"{tools / '.bin'}:{os.environ['PATH']}"}

    # It ends before a pipe has taken all.
    with (tmp_path / "report.json").open("w+", encoding="utf-8") as report:
        subprocess.run(command, env=environment, stdout=report, check=False, timeout=300)
        report.seek(0)
        files_read = json.load(report)

    found = [(each["filePath"], message) for each in files_read for message in each["messages"]]
    assert files
    assert [
        f"{path}:{message['line']}: {message['ruleId']}: {message['message']}"
        for path, message in found
        if message["ruleId"] not in OFF
    ] == []
    assert {message["ruleId"] for _, message in found} == OFF.keys()
