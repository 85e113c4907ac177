"""An index that is lost or damaged costs time and changes nothing."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from builder.cli import dateline
from builder.core.errors import BuilderError
from builder.index.tables import INDEX, Index
from builder.site import Site, build
from builder.store.memo import CACHE
from tests.ends import clean, pages, write

COUNT = 6
PAGE = 4096
"""Bytes of a page of SQLite."""

SUMMED = (
    ("state", "value"),
    ("source", "remarks"),
    ("source", "attached"),
    ("article", "headline"),
    ("entity", "place"),
    ("entity", "line"),
    ("note", "value"),
)
"""Columns with a checksum."""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A built project in which every table has rows."""
    folder = tmp_path / "project"
    write(folder, COUNT, "before")
    (folder / "content/people").mkdir()
    (folder / "content/people/anna-1.md").write_text("A friend of [Anna 2](person:anna-2).\n")
    (folder / "content/moved.md").write_text("---\nlanguage: de\ntitle: Moved\naliases: [old/]\n---\nRegen.\n")
    build(folder, search="none", jobs=1)
    return folder


def edit(project: Path) -> None:
    """Change articles, an entity that others name, and what they are together with."""
    for number in (0, 3):
        story = project / f"content/story-{number}.md"
        story.write_text(story.read_text().replace("before", "after").replace("Anna 1]", "Anne 1]"))
    (project / "content/people/anna-1.md").write_text("A friend of [Anna 3](person:anna-3).\n")


def lose(index: Path) -> None:
    index.unlink()


def cut(index: Path) -> None:
    raw = index.read_bytes()
    index.write_bytes(raw[: len(raw) // 2])


def empty(index: Path) -> None:
    index.write_bytes(b"")


def noise(index: Path) -> None:
    index.write_bytes(b"noise" * 10_000)


def noise_at_the_start(index: Path) -> None:
    index.write_bytes(b"\xff" * 100 + index.read_bytes()[100:])


def noise_in_all_but_the_start(index: Path) -> None:
    raw = index.read_bytes()
    index.write_bytes(raw[:PAGE] + b"\xff" * (len(raw) - PAGE))


def another_layout(index: Path) -> None:
    with closing(sqlite3.connect(index)) as db, db:
        db.execute("ALTER TABLE article ADD COLUMN more TEXT")


def another_file(index: Path) -> None:
    index.unlink()
    with closing(sqlite3.connect(index)) as db, db:
        db.execute("CREATE TABLE article (id INT)")


HARM = lose, cut, empty, noise, noise_at_the_start, noise_in_all_but_the_start, another_layout, another_file


@pytest.mark.parametrize(("harm", "change"), [*((harm, edit) for harm in HARM), (lose, lambda _: None)])
def test_without_its_index_a_site_is_the_same(
    project: Path, harm: Callable[[Path], None], change: Callable[[Path], None]
) -> None:
    change(project)
    harm(project / INDEX)

    build(project, search="none", jobs=1)

    assert pages(project) == clean(project)
    assert Site(project).build(search="none", thorough=True).written == 0


@pytest.mark.parametrize("harm", [lose, noise_in_all_but_the_start])
def test_with_a_memo_that_is_damaged_too_a_site_is_the_same(project: Path, harm: Callable[[Path], None]) -> None:
    edit(project)
    harm(project / INDEX)
    noise_in_all_but_the_start(project / CACHE)

    build(project, search="none", jobs=1)

    assert pages(project) == clean(project)
    assert Site(project).build(search="none", thorough=True).written == 0


@pytest.mark.slow
def test_a_page_of_the_index_that_is_lost_changes_nothing(project: Path) -> None:
    edit(project)
    index = project / INDEX
    raw = index.read_bytes()
    expected = clean(project)
    for start in range(PAGE, len(raw), PAGE):
        index.write_bytes(raw[:start] + b"\xff" * PAGE + raw[start + PAGE :])

        build(project, search="none", jobs=1)

        assert pages(project) == expected


@pytest.mark.parametrize(("table", "column"), SUMMED)
def test_noise_in_a_column_with_a_checksum_is_never_taken_for_a_value(project: Path, table: str, column: str) -> None:
    edit(project)
    with closing(sqlite3.connect(project / INDEX)) as db, db:
        changed = db.execute(
            f"UPDATE {table} SET {column} = CAST(x'2a' || substr({column}, 2) AS BLOB) WHERE {column} <> x''"
        )
        assert changed.rowcount > 0

    build(project, search="none", jobs=1)

    assert pages(project) == clean(project)


@pytest.mark.parametrize(("table", "column"), [("article", "address"), ("name", "who"), ("entity", "folder")])
def test_noise_in_a_column_of_text_is_damage(project: Path, table: str, column: str) -> None:
    edit(project)
    with closing(sqlite3.connect(project / INDEX)) as db, db:
        db.execute(f"UPDATE {table} SET {column} = CAST(x'ff' || rowid AS TEXT)")

    build(project, search="none", jobs=1)

    assert pages(project) == clean(project)


def test_noise_in_the_number_of_the_build_never_gives_a_history_an_old_version(tmp_path: Path) -> None:
    project = tmp_path / "project"
    files = {
        "a.md": "---\nlanguage: de\ntitle: A\n---\n[Ada](person:ada) und [Bo](person:bo).\n",
        "b.md": "---\nlanguage: de\ntitle: B\n---\nRegen.\n",
    }
    (project / "content").mkdir(parents=True)
    for name, text in files.items():
        (project / "content" / name).write_text(text)
    build(project, search="none")
    (project / "content/a.md").write_text(files["a.md"] + "\n[Ada](person:ada).\n")
    build(project, search="none")
    with closing(sqlite3.connect(project / INDEX)) as db, db:
        db.execute("UPDATE state SET value = x'2a' WHERE name = 'build'")

    (project / "content/b.md").write_text(files["b.md"] + "Schnee.\n")
    build(project, search="none")
    (project / "content/entities.toml").write_text('[person.bo]\nname = "Bo Other"\n')
    build(project, search="none")

    assert b"Bo Other" in pages(project)["people/ada/index.html"]
    assert pages(project) == clean(project)


def test_an_article_that_the_memo_has_lost_still_gets_the_address_that_another_leaves(project: Path) -> None:
    text = "---\nlanguage: de\ntitle: {}\nslug: same\n---\nRegen.\n"
    for name in ("a", "b"):
        (project / f"content/{name}.md").write_text(text.format(name))
    build(project, search="none", jobs=1)
    with closing(sqlite3.connect(project / CACHE)) as db, db:
        db.execute("DELETE FROM memo")

    (project / "content/a.md").unlink()
    build(project, search="none", jobs=1)

    assert "articles/same/index.html" in pages(project)
    assert pages(project) == clean(project)


def test_the_report_of_the_last_build_is_that_of_its_inputs_alone(tmp_path: Path) -> None:
    with closing(Index(tmp_path / "index.db")) as index:
        index.put_last(b"key", 41)

        assert index.last(b"key", int) == 41
        assert index.last(b"other", int) is None
        assert index.last(b"key", str) is None


@pytest.mark.parametrize("harm", [cut, noise_in_all_but_the_start])
def test_a_damaged_index_is_no_last_build(project: Path, harm: Callable[[Path], None]) -> None:
    assert Site(project).current()

    harm(project / INDEX)

    assert Site(project).current() is None


@pytest.mark.parametrize("harm", HARM)
@pytest.mark.parametrize("command", ["check", "review"])
def test_commands_that_query_the_index_do_without_it(
    project: Path, harm: Callable[[Path], None], command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project)
    edit(project)
    before = CliRunner().invoke(dateline, [command])
    harm(project / INDEX)

    after = CliRunner().invoke(dateline, [command])
    if isinstance(after.exception, BuilderError):
        assert f"{after.exception}".splitlines()[0] == "index.db: was damaged and has been discarded"
        after = CliRunner().invoke(dateline, [command])

    assert (after.exit_code, after.output) == (before.exit_code, before.output)
