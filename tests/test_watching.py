"""Watching under adverse conditions: lost events, refused watches, other builds, long use. The site ends up correct."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from builder.site import build
from builder.store.build_lock import only_build
from tests.test_watch import Watched, files

MINUTES = 1.0
EVENTS = 20_000
"""More than the system's queue holds, which is 16,384 by default."""


def story(words: object) -> str:
    """An article that needs no language model."""
    return (
        f"---\ntitle: About {words}\nlanguage: de\n---\n[Anna {words}](person:anna-{words}) met [Otto](person:otto).\n"
    )


class Watching:
    """A project that a separate process watches."""

    def __init__(self, folder: Path, before: Sequence[str] = ()) -> None:
        self.folder = folder
        self.content = folder / "content"
        self.content.mkdir(parents=True)
        self.put("one.md", story("one"))
        self.put("two.md", story("two"))
        self.log = folder / "log"
        command = [*before, sys.executable, "-m", "builder", "build", "--watch"]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
        self.until(lambda: "pages written" in self.log.read_text())

    def put(self, name: str, text: str) -> None:
        (self.content / name).parent.mkdir(parents=True, exist_ok=True)
        (self.content / name).write_text(text)

    def has(self, address: str) -> bool:
        return (self.folder / "site/articles" / address / "index.html").exists()

    def until(self, holds: Callable[[], bool], seconds: float = 60) -> None:
        deadline = time.monotonic() + seconds
        while not holds():
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() < deadline, f"it never came to that\n{self.log.read_text()[-2000:]}"
            time.sleep(0.05)

    def equals_a_fresh_build(self) -> bool:
        fresh = self.folder.parent / "fresh" / self.folder.name
        shutil.rmtree(fresh, ignore_errors=True)
        ignored = shutil.ignore_patterns("site", ".dateline", "log")
        shutil.copytree(self.folder, fresh, symlinks=True, ignore=ignored)
        build(fresh, search="none")
        return files(self.folder / "site") == files(fresh / "site")

    def memory(self) -> float:
        """Memory use of the process in MiB."""
        lines = Path(f"/proc/{self.process.pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024

    def end(self) -> None:
        self.process.terminate()
        assert self.process.wait(10) == 130


@pytest.fixture
def watching(tmp_path: Path) -> Iterator[Watching]:
    found = Watching(tmp_path / "project")
    yield found
    found.end()


@pytest.mark.slow
def test_events_that_the_system_dropped_are_made_up_for(watching: Watching) -> None:
    watching.process.send_signal(signal.SIGSTOP)
    one, two = (os.open(watching.content / name, os.O_WRONLY) for name in ("one.md", "two.md"))
    for _ in range(EVENTS):
        os.pwrite(one, b"-", 0)
        os.pwrite(two, b"-", 0)
    os.close(one)
    os.close(two)
    watching.put("new/deep/three.md", story("three"))
    shutil.copytree(watching.content / "new", watching.content / "copied")

    watching.process.send_signal(signal.SIGCONT)
    watching.until(lambda: watching.has("new/deep/three") and watching.has("copied/deep/three"))
    watching.put("new/deep/four.md", story("four"))
    watching.put("copied/deep/five.md", story("five"))

    watching.until(lambda: watching.has("new/deep/four") and watching.has("copied/deep/five"))
    watching.until(watching.equals_a_fresh_build)


@pytest.mark.slow
def test_folders_that_the_system_will_not_watch_are_reported_and_checked(tmp_path: Path) -> None:
    limit = 'echo 4 > /proc/sys/user/max_inotify_watches && exec "$@"'
    before = "unshare", "--user", "--map-root-user", "sh", "-c", limit, "sh"
    if subprocess.run([*before, "true"], capture_output=True, check=False).returncode:
        pytest.skip("the system lets nobody set limits of their own")
    for number in range(10):
        (tmp_path / f"project/content/{number}").mkdir(parents=True)
        (tmp_path / f"project/content/{number}/story.md").write_text(story(number))
    (tmp_path / "project/content").rename(tmp_path / "content")
    watching = Watching(tmp_path / "project", before)
    for each in (tmp_path / "content").iterdir():
        each.rename(watching.content / each.name)

    watching.until(lambda: all(watching.has(f"{number}/story") for number in range(10)))
    watching.until(lambda: "the system does not report all changes" in watching.log.read_text())
    for number in range(10):
        watching.put(f"{number}/another.md", story(f"{number}{number}"))

    watching.until(lambda: all(watching.has(f"{number}/another") for number in range(10)), 20)
    watching.until(watching.equals_a_fresh_build)
    watching.end()


@pytest.mark.slow
def test_what_links_lead_to_is_seen_too(watching: Watching, tmp_path: Path) -> None:
    watching.put("texts/real.md", story("real"))
    (watching.content / "linked.md").symlink_to("texts/real.md")
    (watching.content / "more").symlink_to("texts")
    watching.until(lambda: watching.has("linked"))
    watching.until(lambda: "content/more: links to" in watching.log.read_text())

    watching.put("texts/real.md", story("edited"))
    watching.until(lambda: (watching.folder / "site/people/anna-edited").exists())
    (watching.content / "linked.md").unlink()
    (watching.content / "linked.md").symlink_to("one.md")
    (tmp_path / "secret.md").write_text(story("secret"))
    (watching.content / "leak.md").symlink_to(tmp_path / "secret.md")

    watching.until(lambda: "leak.md: links to" in watching.log.read_text())
    watching.until(lambda: not (watching.folder / "site/articles/leak").exists())
    (watching.content / "leak.md").unlink()
    watching.until(watching.equals_a_fresh_build)


@pytest.mark.slow
def test_an_hour_of_edits_in_small_fills_no_memory(watching: Watching) -> None:
    draw = random.Random(7)
    seen: list[float] = []
    began = time.monotonic()
    while time.monotonic() - began < MINUTES * 60:
        random_edit(draw, watching)
        time.sleep(draw.uniform(0, 0.3))
        seen.append(watching.memory())
    half = len(seen) // 2
    print(
        f"{len(seen)} edits: {seen[half]:.0f} MiB half-way, {max(seen[half:]):.0f} at most, {seen[-1]:.0f} at the end"
    )

    watching.until(watching.equals_a_fresh_build)
    assert max(seen[half:]) < seen[half] * 1.1 + 5


def random_edit(draw: random.Random, watching: Watching) -> None:
    """Write, move or delete one of a hundred articles; now and then settings, decisions or a template."""
    name, other = (f"{draw.choice('abc')}/{draw.randrange(33)}.md" for _ in range(2))
    match draw.randrange(12):
        case 0:
            (watching.content / name).unlink(missing_ok=True)
        case 1 if (watching.content / name).exists():
            (watching.content / other).parent.mkdir(exist_ok=True)
            (watching.content / name).rename(watching.content / other)
        case 2:
            watching.put("../dateline.toml", f'[site]\ntitle = "Number {draw.randrange(9)}"\n')
        case 3:
            watching.put("entities.toml", f'[person.otto]\nname = "Otto {draw.choice("ABC")}."\n')
        case 4:
            watching.put("../templates/404.html", f"<p>{draw.randrange(9)}</p>\n")
        case 5 if (watching.content / name).parent.exists():
            shutil.rmtree(watching.content / "moved", ignore_errors=True)
            (watching.content / name).parent.rename(watching.content / "moved")
        case _:
            watching.put(name, story(draw.randrange(50)))


def test_watching_continues_when_another_build_has_ended(tmp_path: Path) -> None:
    (tmp_path / "project/content").mkdir(parents=True)
    (tmp_path / "project/content/one.md").write_text(story("one"))
    watched = Watched(tmp_path / "project")
    watched.until(lambda: bool(watched.states))

    with only_build(tmp_path / "project/.dateline"):
        (tmp_path / "project/content/two.md").write_text(story("two"))
        watched.until(lambda: bool(watched.states[-1].problems))
        assert "another build" in watched.states[-1].problems[0].message

    watched.until(lambda: (tmp_path / "project/site/articles/two/index.html").exists())
    watched.until(lambda: not watched.states[-1].problems)
    watched.end()
