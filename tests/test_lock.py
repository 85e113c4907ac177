"""What was once published is never forgotten."""

import tomllib
from pathlib import Path

import pytest

from builder.commands.lock import lock
from builder.commands.publish import publish
from builder.core.errors import BuilderError
from builder.settings.lockfile import LOCK, parse_lock
from builder.site import build

STORY = "News of the day\n\nGerman Chancellor Helmut Kohl met François Mitterrand in France. Kohl spoke.\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "content" / "1989").mkdir(parents=True)
    (tmp_path / "content" / "1989" / "one.txt").write_text(STORY, encoding="utf-8")
    (tmp_path / "dateline.toml").write_text(
        f'[publish.web]\nkind = "folder"\npath = "{tmp_path}/../{tmp_path.name}-web"\n'
    )
    return tmp_path


@pytest.mark.parametrize("site", ["", 'base_url = "https://example.org/news/"\n', 'links = "file"\n'])
def test_publishing_adds_ids_and_addresses(project: Path, site: str) -> None:
    settings = project / "dateline.toml"
    settings.write_text(f"[site]\n{site}" + settings.read_text())
    build(project)

    publish(project)

    assert tomllib.loads((project / LOCK).read_text(encoding="utf-8")) == {
        "articles": {"1989/one": "articles/1989/one/"},
        "people": {
            "francois-mitterrand": "people/francois-mitterrand/",
            "helmut-kohl": "people/helmut-kohl/",
        },
        "countries": {"DE": "countries/germany/", "FR": "countries/france/"},
        "names": {"francois-mitterrand": "François Mitterrand", "helmut-kohl": "Helmut Kohl"},
        "anchors": {"francois-mitterrand": "1989/one", "helmut-kohl": "1989/one"},
    }


def test_what_is_no_page_any_more_stays_locked(project: Path) -> None:
    build(project)
    lock(project)
    (project / "content" / "1989" / "one.txt").write_text("Other news\n\nFrance was calm.\n")
    build(project)

    assert lock(project) == 0
    assert "helmut-kohl" in parse_lock((project / LOCK).read_bytes())["people"]


def test_a_published_address_without_a_page_is_named_until_it_has_one_again(project: Path) -> None:
    one, two = (project / "content" / "1989" / name for name in ("one.txt", "two.txt"))
    two.write_text("Other news\n\nFrance was calm.\n")
    build(project)
    lock(project)
    found = []
    for change in (
        lambda: two.write_text("Other news\n\nFrance was calm. It rained.\n"),
        one.unlink,
        lambda: two.write_text("Other news\n\nFrance was calm.\n"),
        lambda: (project / "content" / "entities.toml").write_text("[person.helmut-kohl]\nhidden = true\n"),
        lambda: one.write_text(STORY, encoding="utf-8"),
    ):
        change()
        found.append([each.message.split()[0] for each in build(project).problems if each.file == LOCK])
    gone = ["articles/1989/one/", "countries/germany/", "people/francois-mitterrand/", "people/helmut-kohl/"]

    assert found == [[], gone, gone, gone[:3], []]


def test_a_dry_run_locks_nothing(project: Path) -> None:
    build(project)

    publish(project, dry_run=True)

    assert not (project / LOCK).exists()


@pytest.mark.parametrize("text", ["[people\n", "[people]\na = 1\n", "people = 3\n", "\0"])
def test_a_lock_that_cannot_be_read_is_left_as_it_is(project: Path, text: str) -> None:
    build(project)
    pages = {path: path.read_bytes() for path in (project / "site").rglob("*") if path.is_file()}
    (project / LOCK).write_text(text)

    for work in (lambda: lock(project), lambda: build(project)):
        with pytest.raises(BuilderError, match=r"dateline\.lock:\d: .*\n  restore the file from git"):
            work()

    assert (project / LOCK).read_text() == text
    assert {path: path.read_bytes() for path in pages} == pages


@pytest.mark.parametrize(
    "row",
    [
        '[people]\n"../../../outside/pwn" = "people/x/"',
        '[people]\n"../../../outside/pwn" = "people/../../../outside/pwn/"',
        '[people]\n"a" = "people/b/"',
        '[people]\n"" = "people//"',
        '[people]\n".git" = "people/.git/"',
        '[people]\n"a\\u001bb" = "people/a\\u001bb/"',
        '[people]\n"a\\\\b" = "people/a\\\\b/"',
        f'[people]\n"{"a" * 256}" = "people/{"a" * 256}/"',
        '[names]\n"../../../outside/pwn" = "Anna Seghers"',
        '[articles]\n"../x" = "articles/../x/"',
        '[articles]\n"a/b" = "people/a/b/"',
        '[articles]\n"a//b" = "articles/a//b/"',
        '[countries]\nDE = "countries/../../x/"',
        '[countries]\nde = "countries/germany/"',
        '[countries]\nDE = "countries/a/b/"',
    ],
)
def test_a_lock_with_a_row_that_no_build_writes_stops_the_build(project: Path, row: str) -> None:
    (project / LOCK).write_text(f"# Written by hand.\n{row}\n")

    with pytest.raises(
        BuilderError, match=r"^dateline\.lock:3: .* contains the invalid entry .*\n  restore the file from git"
    ):
        build(project, search="none")

    assert not (project / "site").exists()


def test_a_file_that_we_did_not_write_is_not_locked(project: Path) -> None:
    build(project, search="none")
    (project / "site/articles/Not ours").mkdir()
    (project / "site/articles/Not ours/annotations.json").write_text("{}")

    lock(project)

    assert list(parse_lock((project / LOCK).read_bytes())["articles"]) == ["1989/one"]
