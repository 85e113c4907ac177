"""From nothing to a site: the starter, and the installed package."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from playwright.sync_api import sync_playwright

from builder.cli import dateline
from builder.commands.new import new
from builder.core.errors import BuilderError
from builder.site import build

ROOT = Path(__file__).parent.parent
PLAIN = ROOT / "themes" / "plain"
TEXTS = {".md", ".py", ".toml", ".txt", ".yml"}


def test_a_new_site_builds_at_once_and_without_a_word(tmp_path: Path) -> None:
    written = new(tmp_path / "blog", "blog")

    report = build(tmp_path / "blog")

    assert {".gitignore", ".github/workflows/publish.yml", "dateline.toml", "content/entities.toml"} <= set(written)
    assert (report.articles, report.problems, report.doubts) == (2, (), ())
    pages = {path.parent.name for path in (tmp_path / "blog" / "site" / "people").glob("*/index.html")}
    assert pages == {"edmund-hillary", "tenzing-norgay", "raymond-lambert", "john-hunt", "dwight-eisenhower"}
    note = (tmp_path / "blog" / "site" / "people" / "edmund-hillary" / "index.html").read_text(encoding="utf-8")
    assert "born in Auckland" in note
    assert (tmp_path / "blog" / "site" / "_headers").exists()


def test_a_new_site_may_have_a_copy_of_the_second_theme(tmp_path: Path) -> None:
    written = new(tmp_path / "blog", "blog", "plain")

    report = build(tmp_path / "blog", search="none", jobs=1)

    copied = {path.removeprefix("templates/") for path in written if path.startswith("templates/")}
    theme = {path.relative_to(PLAIN).as_posix() for path in PLAIN.rglob("*") if path.is_file()}
    assert copied == theme - {"README.md"}
    assert (report.articles, report.problems) == (2, ())
    assert 'class="site"' not in (tmp_path / "blog" / "site" / "index.html").read_text(encoding="utf-8")


def test_the_command_copies_a_theme_only_on_request(tmp_path: Path) -> None:
    made = {
        name: CliRunner().invoke(dateline, ["new", *options, str(tmp_path / name)]).exit_code
        for name, options in (("usual", []), ("other", ["--theme", "plain"]))
    }

    assert made == {"usual": 0, "other": 0}
    assert not (tmp_path / "usual" / "templates").exists()
    assert (tmp_path / "other" / "templates" / "base.html").is_file()


def test_a_theme_that_does_not_exist_is_wrong_usage(tmp_path: Path) -> None:
    done = CliRunner().invoke(dateline, ["new", "--theme", "fancy", str(tmp_path / "blog")])

    assert done.exit_code == 2
    assert "'fancy' is not 'plain'" in done.output
    assert not (tmp_path / "blog").exists()


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")

    with pytest.raises(BuilderError, match="already exists and is not an empty folder"):
        new(tmp_path, "blog")

    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def install_step(folder: Path) -> str:
    """The script of a new site's workflow that installs Dateline."""
    new(folder, "blog")
    workflow = yaml.safe_load((folder / ".github/workflows/publish.yml").read_text(encoding="utf-8"))
    (script,) = [step["run"] for step in workflow["jobs"]["build"]["steps"] if step.get("name") == "Install Dateline"]
    return str(script)


def run_step(folder: Path, **variables: str) -> "subprocess.CompletedProcess[str]":
    """Run the script as GitHub does, with a ``pip`` that only records what it should install."""
    script = install_step(folder / "blog")
    (folder / "bin").mkdir()
    (folder / "bin" / "pip").write_text(f'#!/bin/sh\necho "$@" >> {folder}/installed\n')
    (folder / "bin" / "pip").chmod(0o755)
    path = f"{folder / 'bin'}:{os.environ['PATH']}"
    return subprocess.run(
        ["bash", "-eo", "pipefail", "-c", script],
        cwd=folder,
        env={"WHEEL": "", "SHA256": "", "RUNNER_TEMP": str(folder), **variables, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_workflow_of_a_new_site_stops_until_you_choose_what_to_install(tmp_path: Path) -> None:
    done = run_step(tmp_path)

    assert done.returncode == 1
    assert "Set the repository variables DATELINE_WHEEL and DATELINE_SHA256" in done.stdout
    assert not (tmp_path / "installed").exists()


@pytest.mark.parametrize(
    ("wheel", "sha256"), [("dateline.whl", "0" * 64), ("dateline.whl", "-"), ("dateline", "0" * 64)]
)
def test_the_workflow_of_a_new_site_installs_nothing_that_does_not_match(
    tmp_path: Path, wheel: str, sha256: str
) -> None:
    (tmp_path / "dateline.whl").write_bytes(b"another wheel")

    done = run_step(tmp_path, WHEEL=wheel, SHA256=sha256)

    assert done.returncode != 0
    assert not (tmp_path / "installed").exists()


def test_the_workflow_of_a_new_site_installs_the_wheel_that_matches(tmp_path: Path) -> None:
    wheel = tmp_path / "dateline.whl"
    wheel.write_bytes(b"the wheel")

    done = run_step(tmp_path, WHEEL="dateline.whl", SHA256=hashlib.sha256(b"the wheel").hexdigest())

    assert done.returncode == 0, done.stderr
    assert (tmp_path / "installed").read_text().split() == ["install", str(wheel.resolve())]


def test_nothing_of_ours_tells_anybody_to_install_by_name() -> None:
    by_name = re.compile(r"pip3? install[^\n]*\sdateline(?![\w/.-])")
    texts = [path for folder in ("builder", "docs") for path in (ROOT / folder).rglob("*") if path.suffix in TEXTS]

    found = [
        line
        for path in (ROOT / "README.md", *texts)
        for line in path.read_text(encoding="utf-8").splitlines()
        if by_name.search(line) and "Never run" not in line
    ]

    assert found == []


@pytest.mark.slow
def test_the_wheel_in_an_empty_environment_makes_a_site_and_shows_an_edit(tmp_path: Path) -> None:
    def run(*command: str | Path, cwd: Path = tmp_path) -> str:
        done = subprocess.run(list(map(str, command)), cwd=cwd, env=clean, check=True, capture_output=True, text=True)
        return done.stdout

    clean = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    run(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", tmp_path, ROOT)
    (wheel,) = tmp_path.glob("dateline-*.whl")
    run(sys.executable, "-m", "venv", tmp_path / "empty")
    scripts, blog = tmp_path / "empty" / "bin", tmp_path / "blog"
    run(scripts / "pip", "install", "--quiet", wheel)
    run(scripts / "dateline", "new", "blog")
    assert run(scripts / "dateline", "build", cwd=blog).startswith("2 articles, ")
    assert list((blog / "site" / "assets").glob("style.*.css"))
    run(scripts / "dateline", "new", "--theme", "plain", "plain")
    assert (tmp_path / "plain" / "templates" / "base.html").read_bytes() == (PLAIN / "base.html").read_bytes()

    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("there is no Chromium on this machine")
    serve = [str(scripts / "dateline"), "serve", "--port", "0"]
    with subprocess.Popen(serve, cwd=blog, env=clean, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        address = server.stdout.readline().split()[0]
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            page = browser.new_page()
            page.goto(f"{address}articles/two-climbers/")
            article = blog / "content" / "two-climbers.md"
            article.write_text(article.read_text(encoding="utf-8").replace("one rope", "one cord"), encoding="utf-8")
            page.get_by_role("heading", name="Two climbers, one cord").wait_for(timeout=10_000)
            browser.close()
        server.send_signal(2)
        assert server.wait(5) == 0
