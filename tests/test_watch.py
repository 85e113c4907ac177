"""After any edit, however it is made, the watched site equals a fresh build."""

import errno
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from builder.commands.watch import Watcher, WatchState
from builder.site import build
from builder.store.build_lock import only_build
from builder.store.writer import Output

STORY = "News of the day\n\nGerman Chancellor Helmut Kohl met François Mitterrand in France. Kohl spoke.\n"


class Watched:
    """A project that is being watched."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.states: list[WatchState] = []
        self.watcher = Watcher(folder, self.states.append)
        self.thread = threading.Thread(target=self.watcher.run)
        self.thread.start()

    def until(self, holds: Callable[[], bool]) -> None:
        """Wait until this is true, however slow the machine is."""
        deadline = time.monotonic() + 60
        while not holds():
            assert time.monotonic() < deadline, "it never came to that"
            time.sleep(0.05)

    def equals_a_fresh_build(self, elsewhere: Path) -> bool:
        fresh = elsewhere / self.folder.name
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.copytree(self.folder, fresh, ignore=shutil.ignore_patterns("site", ".dateline"))
        build(fresh, search="none")
        return files(self.folder / "site") == files(fresh / "site")

    def end(self) -> None:
        self.watcher.stop()
        self.thread.join(10)


def files(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Watched]:
    folder = tmp_path / "project"
    (folder / "content").mkdir(parents=True)
    (folder / "content" / "one.txt").write_text(STORY)
    project = Watched(folder)
    project.until(lambda: bool(project.states))
    yield project
    project.end()


def test_it_builds_at_once(watched: Watched) -> None:
    assert (watched.folder / "site" / "articles" / "one" / "index.html").exists()


def test_edits_of_every_kind_end_in_the_site_of_a_clean_build(watched: Watched, tmp_path: Path) -> None:
    content, outside = watched.folder / "content", tmp_path / "outside"
    outside.mkdir()
    (outside / "two.txt").write_text(STORY.replace("News", "Other news"))

    (content / "one.txt.tmp").write_text(STORY.replace("spoke", "sang"))
    (content / "one.txt.tmp").rename(content / "one.txt")
    outside.rename(content / "moved-in")
    watched.until(lambda: (watched.folder / "site" / "articles" / "moved-in").exists())
    (content / "moved-in").rename(content / "renamed")
    (content / "one.txt").unlink()
    (content / "one.txt").write_text(STORY)
    watched.until(lambda: (watched.folder / "site" / "articles" / "renamed").exists())
    (content / "renamed").rename(tmp_path / "moved-out")
    (watched.folder / "templates").mkdir()
    (watched.folder / "templates" / "404.html").write_text("<p>gone</p>\n")
    watched.until(lambda: "gone" in (watched.folder / "site" / "404.html").read_text())
    (watched.folder / "templates" / "404.html").write_text("<p>nothing</p>\n")

    watched.until(lambda: watched.equals_a_fresh_build(tmp_path / "fresh"))


@pytest.mark.parametrize(
    ("path", "broken", "mended"),
    [
        ("content/one.txt", "", STORY),
        ("content/entities.toml", "[broken\n", "[[never]]\ntext = 'Kohl'\n"),
        ("dateline.toml", "[site\n", "[site]\ntitle = 'Mended'\n"),
        ("templates/home.html", "{% if %}", "<h1>{{ page.count }}</h1>\n"),
    ],
)
def test_a_broken_file_is_reported_until_it_is_fixed(
    watched: Watched, tmp_path: Path, path: str, broken: str, mended: str
) -> None:
    file = watched.folder / path
    file.parent.mkdir(exist_ok=True)
    before = files(watched.folder / "site")

    file.write_text(broken)
    watched.until(lambda: bool(watched.states[-1].problems))
    assert [problem.file for problem in watched.states[-1].problems] == [path]
    assert files(watched.folder / "site") == before

    file.write_text(mended)
    watched.until(lambda: watched.states[-1].problems == ())
    watched.until(lambda: watched.equals_a_fresh_build(tmp_path / "fresh"))


def test_reading_a_file_builds_nothing(watched: Watched) -> None:
    count = len(watched.states)

    (watched.folder / "content" / "one.txt").read_text()
    time.sleep(0.5)

    assert len(watched.states) == count


@pytest.mark.slow
def test_a_burst_of_two_thousand_files_ends_in_the_site_of_a_clean_build(watched: Watched, tmp_path: Path) -> None:
    for number in range(2000):
        (watched.folder / "content" / f"story-{number:04}.txt").write_text(STORY.replace("day", f"day {number}"))
    for number in range(0, 2000, 3):
        (watched.folder / "content" / f"story-{number:04}.txt").unlink()

    watched.until(lambda: len(list((watched.folder / "site" / "articles").iterdir())) == 1334)
    watched.until(lambda: watched.equals_a_fresh_build(tmp_path / "fresh"))


def test_pages_of_a_build_that_was_killed_meanwhile_are_repaired(watched: Watched, tmp_path: Path) -> None:
    with only_build(watched.folder / ".dateline"):
        output = Output(watched.folder / "site", "site")
        with output.aside():
            aside = output.set_aside("articles/one/index.html", b"of other words, that were taken back since")
            output.announce(output.listed.keys(), set())
            output.put([aside])

    (watched.folder / "content" / "static").mkdir()
    (watched.folder / "content" / "static" / "more.txt").write_text("more")
    watched.until((watched.folder / "site" / "more.txt").exists)

    watched.until(lambda: watched.equals_a_fresh_build(tmp_path / "fresh"))


@pytest.mark.slow
def test_five_thousand_files_at_once_in_folders_that_come_and_go(watched: Watched, tmp_path: Path) -> None:
    content, outside = watched.folder / "content", tmp_path / "outside"
    for number in range(5000):
        folder = outside / f"part-{number % 50}" / f"{number % 7}"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"story-{number:04}.md").write_text(f"---\nlanguage: de\ntitle: Story {number}\n---\nEin Wort.\n")
    for part in sorted(outside.iterdir()):
        part.rename(content / part.name)
    (content / "part-3").rename(tmp_path / "moved-out")
    (content / "part-4").rename(content / "elsewhere")
    (content / "part-5" / "5" / "story-0005.md").write_text("---\nlanguage: de\ntitle: Anders\n---\nNoch ein Wort.\n")

    watched.until(lambda: (watched.folder / "site/articles/elsewhere").exists())
    watched.until(lambda: watched.equals_a_fresh_build(tmp_path / "fresh"))


def test_where_the_system_watches_nothing_files_are_checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "inotify watch limit reached")

    monkeypatch.setattr("builder.commands.watch.Observer.schedule", refuse)
    (tmp_path / "project/content").mkdir(parents=True)
    (tmp_path / "project/content/one.txt").write_text(STORY)
    watched = Watched(tmp_path / "project")
    watched.until(lambda: bool(watched.states))

    (tmp_path / "project/content/two.txt").write_text(STORY.replace("News", "More news"))
    watched.until(lambda: (tmp_path / "project/site/articles/two").exists())
    watched.end()

    assert [len(state.blind) for state in watched.states[:2]] == [1, 0]
    assert "inotify watch limit reached" in watched.states[0].blind[0].message
