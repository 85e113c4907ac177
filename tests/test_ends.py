"""Builds that are interrupted, killed, or run out of disk: every page stays whole, and the next build is right."""

import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from builder.build import build

pytestmark = pytest.mark.slow

COMMAND = sys.executable, "-m", "builder", "build", "--jobs", "2", "--no-search"
TIMES = 100


def write(folder: Path, count: int, word: str) -> None:
    """So many articles with something to link by hand, so that no language model is needed."""
    content = folder / "content"
    content.mkdir(parents=True, exist_ok=True)
    for n in range(count):
        people = " and ".join(f"[Anna {n % k}](person:anna-{n % k})" for k in (7, 31, 101))
        text = f"---\ntitle: Story {n} {word}\nlanguage: de\ndate: 2018-01-{n % 28 + 1:02}\n---\n"
        (content / f"story-{n}.md").write_text(text + f"{people} {word}.\n\n" * 8, encoding="utf-8")


def pages(folder: Path) -> dict[str, bytes]:
    site = folder / "site"
    found = {str(path.relative_to(site)): path for path in site.rglob("*") if path.is_file()}
    return {name: path.read_bytes() for name, path in found.items() if not name.startswith(".dateline")}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    write(folder, 400, "before")
    build(folder, search="none", jobs=2)
    return folder


def clean(project: Path) -> dict[str, bytes]:
    """What a build from nothing makes."""
    fresh = Path(tempfile.mkdtemp(), project.name)
    shutil.copytree(project, fresh, ignore=shutil.ignore_patterns("site", ".dateline"))
    build(fresh, search="none", jobs=2)
    made = pages(fresh)
    shutil.rmtree(fresh.parent)
    return made


def test_a_build_killed_at_any_moment_leaves_whole_pages_and_the_next_is_right(project: Path) -> None:
    draw = random.Random(1)
    versions = {}
    for word in ("before", "after"):
        write(project, 400, word)
        versions[word] = clean(project)
    build(project, search="none")
    began = time.perf_counter()
    write(project, 400, "before")
    subprocess.run(COMMAND, cwd=project, capture_output=True, check=True)
    takes = time.perf_counter() - began
    for turn in range(TIMES):
        word = ("after", "before")[turn % 2]
        write(project, 400, word)
        process = subprocess.Popen(COMMAND, cwd=project, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        if turn % 2:  # after the first page was written
            wait_for_a_page(project, versions[word], process)
            time.sleep(draw.uniform(0, takes / 10))
        else:
            time.sleep(draw.uniform(0, takes))
        process.kill()
        process.communicate()

        for name, raw in pages(project).items():
            assert raw in (versions["before"].get(name), versions["after"].get(name)), name

        if turn % 10 == 9:
            subprocess.run(COMMAND, cwd=project, capture_output=True, check=True)
            assert pages(project) == versions[word]
    subprocess.run(COMMAND, cwd=project, capture_output=True, check=True)
    assert pages(project) == versions[word]


def wait_for_a_page(project: Path, wanted: dict[str, bytes], process: "subprocess.Popen[bytes]") -> None:
    """Wait until one of the new pages stands in its place."""
    names = [name for name in wanted if name.endswith(("index.html", "article.txt"))][::20]
    while process.poll() is None:
        for name in names:
            path = project / "site" / name
            if path.exists() and path.read_bytes() == wanted[name]:
                return


def test_an_interrupted_build_is_gone_at_once_and_says_so(project: Path) -> None:
    write(project, 400, "after")
    process = subprocess.Popen(COMMAND, cwd=project, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    while process.poll() is None and not children(process.pid):
        time.sleep(0.005)
    workers = children(process.pid)
    began = time.perf_counter()

    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=10)

    assert workers
    assert time.perf_counter() - began < 1
    assert (process.returncode, said) == (130, "")
    assert not any(Path(f"/proc/{pid}").exists() for pid in workers)


def children(pid: int) -> list[int]:
    try:
        return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=40m", "tmpfs", str(folder)]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("only root may mount a disk")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_leaves_the_old_pages_whole(small_disk: Path) -> None:
    project = small_disk / "project"
    write(project, 300, "before")
    build(project, search="none", jobs=2)
    old = pages(project)
    write(project, 300, "after")
    filler = small_disk / "filler"
    with filler.open("wb") as file:
        while True:
            try:
                file.write(bytes(65536))
                file.flush()
            except OSError:
                break

    done = subprocess.run(COMMAND, cwd=project, capture_output=True, text=True, check=False)

    assert done.returncode == 3
    assert "Traceback" not in done.stderr
    assert "cannot be written" in done.stderr
    assert len(done.stderr.splitlines()) == 2  # what is wrong, and the hint
    assert pages(project) == old

    filler.unlink()
    subprocess.run(COMMAND, cwd=project, capture_output=True, check=True)
    assert pages(project) == clean(project)


def test_of_two_builds_at_once_the_second_says_so(project: Path) -> None:
    write(project, 400, "after")
    first = subprocess.Popen(COMMAND, cwd=project, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while first.poll() is None and not children(first.pid):
        time.sleep(0.005)

    second = subprocess.run(COMMAND, cwd=project, capture_output=True, text=True, check=False)
    first.wait()

    assert second.returncode == 3
    assert "another build of this project is running" in second.stderr
    assert pages(project) == clean(project)
