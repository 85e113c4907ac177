"""A full disk: one message says so, existing pages stay complete, and with space again the next build is correct."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from builder.site import build
from tests.ends import built, clean, pages, write

pytestmark = pytest.mark.slow

COUNT = 100
SIZE = 24 * 2**20


def mounted(folder: Path, size: int) -> Iterator[Path]:
    folder.mkdir(parents=True)
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("only root may mount a disk")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    yield from mounted(tmp_path / "disk", SIZE)


@pytest.fixture
def small_cache(tmp_path: Path) -> Iterator[Path]:
    """A project whose cache is on its own disk."""
    for _ in mounted(tmp_path / "project/.dateline", 2**19):
        yield tmp_path / "project"


@pytest.fixture
def small_content(tmp_path: Path) -> Iterator[Path]:
    """A project whose articles are on their own disk."""
    for _ in mounted(tmp_path / "project/content", 2**16):
        yield tmp_path / "project"


def fill(disk: Path, free: int) -> None:
    """Leave at most this many bytes free."""
    filler, found = disk / "filler", os.statvfs(disk)
    with filler.open("wb") as file:
        file.write(bytes(max(0, found.f_bavail * found.f_frsize - free)))


def test_a_full_disk_leaves_the_old_pages_whole(small_disk: Path) -> None:
    project = small_disk / "project"
    write(project, COUNT, "before")
    build(project, search="none", jobs=2)
    old = pages(project)
    write(project, COUNT, "after")
    new = clean(project)
    statuses = set()
    for free in (0, 2**12, 2**14, 2**15, 2**16, 2**18, 2**19, 2**20, 2**21, 2**22, SIZE):
        fill(small_disk, free)

        done = built(project)

        statuses.add(done.returncode)
        if done.returncode:
            said = done.stderr.splitlines()
            assert (done.returncode, len(said)) == (3, 2), done.stderr
            assert "cannot be written: " in said[0]
            assert "free some disk space" in said[1]
        for name, raw in pages(project).items():
            assert raw in (old.get(name), new.get(name)), name
        (small_disk / "filler").unlink()
    assert statuses == {0, 3}
    assert pages(project) == new


def test_a_full_disk_stops_a_first_build_too(small_disk: Path) -> None:
    project = small_disk / "project"
    write(project, COUNT, "new")
    for free in (0, 2**12, 2**14, 2**16, 2**17, 2**18, 2**20):
        fill(small_disk, free)

        done = built(project)

        assert (done.returncode, len(done.stderr.splitlines())) == (3, 2), done.stderr
        assert pages(project) == {}
        (small_disk / "filler").unlink()
    assert built(project).returncode == 0
    assert pages(project) == clean(project)


def test_a_cache_without_room_stops_the_build_and_the_site_stays(small_cache: Path) -> None:
    write(small_cache, COUNT, "new")

    done = built(small_cache)

    assert (done.returncode, len(done.stderr.splitlines())) == (3, 2), done.stderr
    assert "free some disk space" in done.stderr
    assert pages(small_cache) == {}


def test_convert_leaves_no_cut_off_article(small_content: Path) -> None:
    content = small_content / "content"
    days = (f"Charles de Gaulle met Konrad Adenauer in Paris on day {day}.\n\n" for day in range(300))
    (content / "treaty.txt").write_text("A treaty is signed\n\nBy Ana Bell\n\n" + "".join(days))
    fill(content, 2**13)

    command = [sys.executable, "-m", "builder", "convert", "--write", "content/treaty.txt"]
    done = subprocess.run(command, cwd=small_content, capture_output=True, text=True, check=False)

    assert (done.returncode, len(done.stderr.splitlines())) == (3, 2), done.stderr
    assert done.stderr.startswith("content/treaty.md: cannot be written: No space left on device\n")
    assert sorted(path.name for path in content.iterdir()) == ["filler", "treaty.txt"]
