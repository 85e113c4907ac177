"""A malicious cloned repository: nothing outside the project changes, and nothing from there is published."""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from builder.core.errors import BuilderError
from builder.site import build

SECRET = "The secret of Anna Seghers"
STORY = "---\ntitle: Rain\nlanguage: de\n---\n[Anna Seghers](person:anna-seghers) saw rain.\n"
HIDDEN = '[person.anna-seghers]\nname = "Anna Seghers"\nhidden = true\n'

COMMANDS = (
    ("build", "--no-search"),
    ("build", "--clean", "--no-search"),
    ("check",),
    ("review",),
    ("review", "--accept", "1"),
    ("convert", "content/story.md"),
    ("convert", "--write", "content/story.md", "content/leak.txt"),
    ("convert", "--explain", "content/leak.txt"),
    ("lock",),
    ("publish",),
    ("new", "."),
)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "clone"
    (folder / "content").mkdir(parents=True)
    (folder / "content/story.md").write_text(STORY, encoding="utf-8")
    (folder / "content/entities.toml").write_text(HIDDEN, encoding="utf-8")
    return folder


@pytest.fixture
def victims(tmp_path: Path) -> Path:
    """The surroundings of the clone: texts, a database, another site."""
    folder = tmp_path / "victims"
    for name in ("secret.txt", "index.html", "articles/rain/index.html", "people/index.html", "made", "building"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(SECRET, encoding="utf-8")
    (folder / "empty").mkdir()
    with sqlite3.connect(folder / "own.db") as db:
        db.execute("CREATE TABLE mine (words TEXT)")
        db.execute("INSERT INTO mine VALUES (?)", (SECRET,))
    return folder


def state(folder: Path) -> dict[str, bytes | None]:
    """Everything in a folder; ``None`` for folders."""
    return {str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None for path in folder.rglob("*")}


def link(path: Path, to: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    path.unlink(missing_ok=True)
    path.symlink_to(to)


def listed(site: Path, *paths: str) -> None:
    """A manifest in ``site`` that claims these paths."""
    site.mkdir(parents=True, exist_ok=True)
    (site / ".dateline").write_text(json.dumps({"files": dict.fromkeys(paths, "")}))


def site_of_links(clone: Path, victims: Path) -> None:
    link(clone / "site/articles", victims / "articles")
    link(clone / "site/people", victims)
    link(clone / "site/.dateline-aside", victims)
    listed(clone / "site", "articles/rain/index.html", "people/secret.txt", "../../victims/secret.txt")


def old_pages_behind_a_link(clone: Path, victims: Path) -> None:
    link(clone / "site/old", victims)
    listed(clone / "site", "old/secret.txt", "old/articles/rain/index.html")


def list_elsewhere(clone: Path, victims: Path) -> None:
    listed(clone / "site", "../../victims/secret.txt", str(victims / "secret.txt"), "x/../../../victims/index.html")


def memory_of_links(clone: Path, victims: Path) -> None:
    link(clone / ".dateline/cache.db", victims / "own.db")
    link(clone / ".dateline/cache.db-wal", victims / "new-wal")
    link(clone / ".dateline/building", victims / "new")
    link(clone / ".dateline/search", victims)


def aside_of_entities(clone: Path, victims: Path) -> None:
    link(clone / "content/.entities.toml.dateline", victims / "secret.txt")
    link(clone / "content/.story.md.dateline", victims / "secret.txt")
    link(clone / ".dateline.lock.dateline", victims / "secret.txt")


def content_of_links(clone: Path, victims: Path) -> None:
    link(clone / "content/leak.txt", victims / "secret.txt")
    link(clone / "content/static/leak.html", victims / "index.html")
    link(clone / "content/static/all", victims)
    link(clone / "content/image.png", victims / "secret.txt")
    (clone / "content/story.md").write_text(STORY + "\n![x](image.png)\n\n![x](../../victims/secret.txt)\n")


def lock_elsewhere(clone: Path, victims: Path) -> None:
    del victims
    (clone / "content/entities.toml").write_text(HIDDEN.replace("hidden = true", ""))
    (clone / "dateline.lock").write_text(
        '[people]\n"../../../victims" = "people/x/"\n[names]\n"../../../victims" = "Anna Seghers"\n'
    )


def settings(line: str) -> Callable[[Path, Path], None]:
    def change(clone: Path, victims: Path) -> None:
        (clone / "dateline.toml").write_text(f"[build]\n{line}\n".replace("VICTIMS", str(victims)))

    return change


def linked(name: str, to: str = "") -> Callable[[Path, Path], None]:
    return lambda clone, victims: link(clone / name, victims / to)


HARM: dict[str, Callable[[Path, Path], None]] = {
    "site is a link": linked("site", "empty"),
    "site is full of links": site_of_links,
    "old pages are behind a link": old_pages_behind_a_link,
    "the list of site is a link": linked("site/.dateline", "secret.txt"),
    "the list of site names files elsewhere": list_elsewhere,
    ".dateline is a link": linked(".dateline"),
    ".dateline is full of links": memory_of_links,
    "files for writing aside are links": aside_of_entities,
    "templates is a link": linked("templates"),
    "a template is a link": linked("templates/assets/font.woff2", "secret.txt"),
    "a folder of templates is a link": linked("templates/assets", ""),
    "words.toml is a link": linked("templates/words.toml", "secret.txt"),
    "content is a link": linked("content"),
    "content is full of links": content_of_links,
    "entities.toml is a link": linked("content/entities.toml", "secret.txt"),
    "dateline.toml is a link": linked("dateline.toml", "secret.txt"),
    "dateline.lock is a link": linked("dateline.lock", "secret.txt"),
    "dateline.lock leads out": lock_elsewhere,
    "output is elsewhere": settings('output = "../victims"'),
    "output has an address of its own": settings('output = "VICTIMS"'),
    "content is elsewhere": settings('content = "VICTIMS"'),
    "templates are elsewhere": settings('templates = "../victims"'),
}


@pytest.mark.slow
@pytest.mark.parametrize("harm", HARM)
def test_no_command_changes_or_shows_what_lies_outside(project: Path, victims: Path, harm: str) -> None:
    HARM[harm](project, victims)
    before = state(victims)

    for command in COMMANDS:
        done = subprocess.run(
            (sys.executable, "-m", "builder", *command), cwd=project, capture_output=True, text=True, check=False
        )
        assert done.returncode in (0, 1, 3), (command, done.stderr)
        assert "Traceback" not in done.stderr
        assert SECRET not in done.stdout

    preview = subprocess.Popen(
        (sys.executable, "-m", "builder", "serve", "--port", "0"),
        cwd=project,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert preview.stdout
    for line in preview.stdout:
        if "pages written" in line or "nothing was built" in line:
            preview.send_signal(signal.SIGINT)
            break
    assert "Traceback" not in preview.communicate()[0]
    assert state(victims) == before
    site = project / "site"
    written = state(site) if not site.is_symlink() else {}
    assert not [name for name, raw in written.items() if SECRET.encode() in (raw or b"") and not is_victim(site / name)]


def is_victim(path: Path) -> bool:
    """Whether a link in the clone led to this file."""
    return "victims" in path.resolve().parts


@pytest.mark.parametrize("harm", HARM)
def test_a_build_changes_and_shows_nothing_that_lies_outside(project: Path, victims: Path, harm: str) -> None:
    HARM[harm](project, victims)
    before = state(victims)

    with suppress(BuilderError):
        build(project, search="none", jobs=1)

    assert state(victims) == before
    site = project / "site"
    written = state(site) if not site.is_symlink() else {}
    assert not [name for name, raw in written.items() if SECRET.encode() in (raw or b"") and not is_victim(site / name)]
    assert not (site / "people/anna-seghers").exists() or harm == "dateline.lock leads out"


@pytest.mark.parametrize(
    "name", ["content/entities.toml", "dateline.toml", "dateline.lock", "templates/words.toml", "templates/home.html"]
)
@pytest.mark.parametrize("kind", ["folder", "pipe", "loop", "link out", "link to nothing"])
def test_what_is_not_a_file_where_one_belongs_stops_the_build(project: Path, name: str, kind: str) -> None:
    path = project / name
    path.parent.mkdir(exist_ok=True)
    path.unlink(missing_ok=True)
    if kind == "folder":
        (path / "x").mkdir(parents=True)
        (path / "x/y").touch()
    elif kind == "pipe":
        os.mkfifo(path)
    else:
        to = {"loop": path, "link out": project.parent / "outside", "link to nothing": project / "nothing"}[kind]
        (project.parent / "outside").touch()
        path.symlink_to(to)

    with pytest.raises(BuilderError, match=name) as caught:
        build(project, search="none", jobs=1)

    assert caught.value.status == 1
    assert not (project / "site").exists()


@pytest.mark.parametrize("name", ["site", ".dateline", "content", "templates"])
def test_a_file_where_a_folder_belongs_stops_the_build(project: Path, name: str) -> None:
    if name == "content":
        shutil.rmtree(project / name)
    (project / name).write_text("mine")

    with pytest.raises(BuilderError, match=rf"^{name}: is not a folder\n  replace it with a folder$"):
        build(project, search="none", jobs=1)

    assert (project / name).read_text() == "mine"


def test_a_project_in_a_folder_of_any_name_is_built_with_what_has_a_name(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = project.rename(project.parent / os.fsdecode(b"caf\xe9\n\x1b"))
    monkeypatch.setenv("PWD", str(folder))
    (folder / os.fsdecode(b"content/r\xe9.md")).write_text(STORY)
    (folder / os.fsdecode(b"content/r\xff.png")).write_text(STORY)
    (folder / "content/static").mkdir()
    (folder / os.fsdecode(b"content/static/r\xe9.txt")).write_text(STORY)
    (folder / "content/static/a\nb\u202e.txt").write_text(STORY)
    (folder / "content/static/a\\b.txt").write_text(STORY)

    report = build(folder)
    problems = [problem for problem in report.problems if not problem.warning]

    assert [(problem.file, problem.message) for problem in problems] == [
        ("content/r\\xe9.md", "the name is not valid UTF-8"),
        ("content/r\\xff.png", "the name is not valid UTF-8"),
        ("content/static/a\\b.txt", "'a\\\\b.txt' cannot be an address"),
        ("content/static/r\\xe9.txt", "the name is not valid UTF-8"),
    ]
    assert "<h1>Rain</h1>" in (folder / "site/articles/story/index.html").read_text(encoding="utf-8")
    assert report.full_text == "whole"
    assert "caf\\xe9" in (folder / "site/index.html").read_text(encoding="utf-8")
    assert (folder / "site/a\nb\u202e.txt").is_file()


@pytest.mark.slow
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_bears_names_of_any_bytes(project: Path, command: tuple[str, ...]) -> None:
    folder = project.rename(project.parent / os.fsdecode(b"caf\xe9"))
    (folder / os.fsdecode(b"content/r\xe9.md")).write_text(STORY)
    (folder / "content/leak.txt").write_text("Rain\n\nAngela Merkel saw rain.\n")
    command = (*command, os.fsdecode(b"content/r\xe9.md")) if command[0] == "convert" else command

    done = subprocess.run(
        (sys.executable, "-m", "builder", *command), cwd=folder, capture_output=True, text=True, check=False
    )

    assert done.returncode in (0, 1)
    assert "Traceback" not in done.stderr
