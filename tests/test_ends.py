"""Killed or interrupted builds: every page stays complete, and the next build is correct."""

import os
import random
import signal
import statistics
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from builder import site
from builder.site import build
from tests.ends import built, clean, group, inode, pages, started, write

COUNT = 200
KILLS = 60
"""At random moments; tests/test_resume.py kills at chosen ones."""
"""Of builds that had not finished by then; half of them after the first page was in place."""
MOMENTS = 5
"""For each kind of signal."""


@pytest.fixture(scope="module")
def versions(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, bytes]]:
    """The whole site, by the word that is in all its stories."""
    folder = tmp_path_factory.mktemp("versions") / "project"
    found = {}
    for word in ("before", "after"):
        write(folder, COUNT, word)
        found[word] = clean(folder)
    return found


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    write(folder, COUNT, "before")
    build(folder, search="none", jobs=2)
    return folder


@pytest.mark.slow
def test_a_build_killed_at_any_moment_leaves_whole_pages_and_the_next_is_right(
    project: Path, versions: dict[str, dict[str, bytes]]
) -> None:
    draw = random.Random(1)
    write(project, COUNT, "after")
    began = time.perf_counter()
    assert built(project).returncode == 0
    takes = time.perf_counter() - began
    early = late = turn = 0
    while early < KILLS / 2 or late < KILLS / 2:
        assert turn < 5 * KILLS, "too many builds end before they are killed"
        word = ("before", "after")[turn % 2]
        write(project, COUNT, word)
        process = started(project)
        if turn % 4 == 0:
            time.sleep(draw.uniform(0, takes))
        elif turn % 4 == 1:
            wait_for(process, (project / "site/.dateline-aside").exists)
            time.sleep(draw.uniform(0, takes / 2))
        else:
            wait_for_a_page(project, process)
            time.sleep(draw.uniform(0, takes / 50))
        if process.poll() is None:
            early, late = (early + 1, late) if turn % 4 < 2 else (early, late + 1)
        # The whole group, or the build alone and not its workers.
        send(process, signal.SIGKILL, all_of_it=turn % 3 == 0)
        process.communicate()

        for name, raw in pages(project).items():
            assert raw in (versions["before"].get(name), versions["after"].get(name)), name

        if turn % 5 == 4:
            assert built(project).returncode == 0
            assert pages(project) == versions[word]
        turn += 1
    print(f"of {turn} builds {early + late} were killed before their end, {late} of them after the first page")


def wait_for(process: "subprocess.Popen[str]", holds: Callable[[], bool]) -> None:
    """Wait until this is true, or the process has ended."""
    while process.poll() is None and not holds():
        time.sleep(0.001)


def send(process: "subprocess.Popen[str]", number: int, *, all_of_it: bool) -> None:
    """Send a signal to the build, or also to its workers, as a terminal does."""
    with suppress(ProcessLookupError):
        os.kill(-process.pid if all_of_it else process.pid, number)


def handles(pid: int, number: int) -> bool:
    """Whether the process has its own handler for this signal: Python sets none for SIGTERM, we do when we begin."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    caught = next(line for line in status.splitlines() if line.startswith("SigCgt:")).split()[1]
    return bool(int(caught, 16) >> number - 1 & 1)


def wait_for_a_page(project: Path, process: "subprocess.Popen[str]") -> None:
    """Wait until a page is in place."""
    some = [project / f"site/articles/story-{n}/index.html" for n in range(0, COUNT, COUNT // 10)]
    before = list(map(inode, some))
    wait_for(process, lambda: list(map(inode, some)) != before)


@pytest.mark.slow
@pytest.mark.parametrize("way", ["Ctrl-C", "kill"])
@pytest.mark.parametrize("phase", ["starting", "annotating", "printing"])
def test_an_interrupted_build_is_gone_at_once_and_says_no_traceback(
    project: Path, tmp_path: Path, way: str, phase: str
) -> None:
    draw = random.Random(f"{way} {phase}")
    seconds = []
    for turn in range(MOMENTS):
        where = english(tmp_path / f"{turn}") if phase == "annotating" else project
        write(project, COUNT, f"{turn}")
        process = started(where)
        if phase == "starting":
            wait_for(process, lambda pid=process.pid: handles(pid, signal.SIGTERM))  # type: ignore[misc]  # of a lambda
            time.sleep(draw.uniform(0, 0.5))
        elif phase == "annotating":
            wait_for(process, lambda pid=process.pid: len(group(pid)) > 1)  # type: ignore[misc]  # of a lambda
            time.sleep(draw.uniform(0, 1))
        else:
            wait_for(process, (project / "site/.dateline-aside").exists)
            time.sleep(draw.uniform(0, 0.2))
        began = time.perf_counter()

        send(process, signal.SIGINT if way == "Ctrl-C" else signal.SIGTERM, all_of_it=way == "Ctrl-C")
        _, said = process.communicate(timeout=30)

        seconds.append(time.perf_counter() - began)
        assert (process.returncode, said) in ((130, ""), (130, "interrupted\n"), (0, said))
        assert "Traceback" not in said
        assert group(process.pid) == set()
    print(f"{way} while {phase}: gone after {max(seconds):.2f} s at most")
    # No signal ends a process that waits for the disk, and on a busy machine a write may take seconds.
    assert statistics.median(seconds) < 1


def english(folder: Path, sentences: int = 40) -> Path:
    """A project whose stories the language model must see."""
    (folder / "content").mkdir(parents=True)
    sentence = "The German Chancellor Helmut Kohl met François Mitterrand and they spoke of rain. "
    for number in range(300):
        text = f"News {number}\n\n" + f"{sentence}{number} people came. " * sentences
        (folder / "content" / f"{number}.txt").write_text(text, encoding="utf-8")
    return folder


class Stopped(BaseException):
    """As an interrupt."""


@pytest.mark.parametrize("jobs", [1, 2])
def test_after_an_interrupt_only_the_other_articles_are_annotated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jobs: int
) -> None:
    project, calls = english(tmp_path / "project", 2), tmp_path / "calls"

    def propose(model: object, texts: object) -> tuple[()]:
        with calls.open("ab") as file:
            file.write(b".")
        return ()

    def stop(phase: str, done: int, total: int) -> None:
        if done >= 200:
            raise Stopped

    monkeypatch.setattr(site, "proposed", propose)

    with pytest.raises(Stopped):
        build(project, jobs=jobs, search="none", progress=stop)
    first = calls.stat().st_size
    build(project, jobs=jobs, search="none")

    assert 200 <= first < 300
    # A worker may be stopped before its batch of 16 was cached.
    assert 300 <= calls.stat().st_size <= 300 + (jobs - 1) * 2 * 16


@pytest.mark.slow
def test_of_two_builds_at_once_the_second_says_so(project: Path) -> None:
    write(project, COUNT, "after")
    first = started(project)
    wait_for(first, lambda: len(group(first.pid)) > 1)

    second = built(project)
    first.communicate()

    assert (first.returncode, second.returncode) == (0, 3)
    assert "another build of this project is running" in second.stderr
    assert pages(project) == clean(project)
