"""The Nu checker's findings on a site's files: https://validator.github.io/validator."""

import json
import subprocess
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("kind", ["html", "css", "svg"])
def test_the_nu_checker_finds_nothing(tools: Path, address: str, sample: Path, kind: str) -> None:
    files = sorted((sample / "site").rglob(f"*.{kind}"))
    checker: list[str | Path] = ["java", "-jar", tools / "vnu-jar" / "build" / "dist" / "vnu.jar"]
    options = [f"--{kind}", "--format", "json", "--stdout", "--exit-zero-always"]

    done = subprocess.run([*checker, *options, *files], capture_output=True, text=True, check=True, timeout=300)

    assert files
    said = json.loads(done.stdout)["messages"]
    assert [f"{each['url']}:{each.get('lastLine')}: {each['message']}" for each in said] == []
