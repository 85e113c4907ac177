import os
import time
import tracemalloc
from pathlib import Path

import pytest

from builder.core.codec import digest_bytes
from builder.store import sources
from builder.store.sources import Names, Snapshot, own_theme, scan_folder, theme


def test_an_unchanged_file_is_not_read_again(tmp_path: Path) -> None:
    story = tmp_path / "a.txt"
    story.write_text("old")
    hour_ago = time.time() - 3600
    snapshot = Snapshot()
    os.utime(story, (hour_ago, hour_ago))

    first = scan_folder(tmp_path, "content", snapshot).digests
    story.write_text("new")
    second = scan_folder(tmp_path, "content", snapshot).digests

    assert first != second


def test_a_young_file_is_read_again_even_with_the_same_stamp(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("old")
    snapshot = Snapshot()

    scan_folder(tmp_path, "content", snapshot)

    assert snapshot.known == {}


def test_what_is_no_plain_file_is_a_problem_and_the_others_are_found(tmp_path: Path) -> None:
    content = tmp_path / "content"
    (content / "sub").mkdir(parents=True)
    (content / "a.txt").write_text("a")
    (content / ".hidden").write_text("h")
    (tmp_path / "secret").write_text("s")
    (content / "leak.txt").symlink_to(tmp_path / "secret")
    (content / "loop").symlink_to(content)
    (content / "self.txt").symlink_to(content / "self.txt")
    (content / "out").symlink_to(tmp_path)
    (content / "linked.txt").symlink_to(content / "a.txt")
    os.mkfifo(content / "pipe.txt")

    found = scan_folder(content, "content", Snapshot())

    assert sorted(found.digests) == ["a.txt", "linked.txt"]
    assert sorted(p.file for p in found.problems) == [
        "content/leak.txt",
        "content/loop",
        "content/out",
        "content/pipe.txt",
        "content/self.txt",
    ]


def test_a_large_file_is_read_in_chunks(tmp_path: Path) -> None:
    large = tmp_path / "large.bin"
    with large.open("wb") as file:
        file.truncate(64_000_000)
    tracemalloc.start()

    found = scan_folder(tmp_path, "content", Snapshot()).digests
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert found == {"large.bin": digest_bytes(large.read_bytes())}
    assert peak < 4_000_000


def test_a_name_that_is_not_utf8_is_a_problem_that_shows_its_bytes(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("a")
    (tmp_path / os.fsdecode(b"caf\xe9.txt")).write_text("a")
    (tmp_path / os.fsdecode(b"d\xff")).mkdir()
    (tmp_path / os.fsdecode(b"d\xff") / "b.txt").write_text("b")

    found = scan_folder(tmp_path, "content", Snapshot())

    assert list(found.digests) == ["a.txt"]
    assert [str(problem) for problem in found.problems] == [
        "content/caf\\xe9.txt: the name is not valid UTF-8\n  rename it",
        "content/d\\xff: the name is not valid UTF-8\n  rename it",
    ]


def test_folders_in_folders_without_end_are_a_problem(tmp_path: Path) -> None:
    deep = tmp_path / "/".join("a" * 200)
    deep.mkdir(parents=True)
    (deep / "b.txt").write_text("b")

    found = scan_folder(tmp_path, "content", Snapshot())

    assert found.digests == {}
    assert [problem.message for problem in found.problems] == ["folders are nested too deeply"]


def test_our_own_theme_may_be_installed_as_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed = tmp_path / "package/templates"
    for path in own_theme().rglob("*"):
        if path.is_file():
            copy = installed / path.relative_to(own_theme())
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.symlink_to(path)
    plain, digests = theme(tmp_path, "templates", Snapshot())
    monkeypatch.setattr(sources, "PACKAGE", tmp_path / "package")

    linked, linked_digests = theme(tmp_path, "templates", Snapshot())

    assert own_theme() == installed
    assert linked_digests == digests
    assert linked.keys() == plain.keys()


def test_of_files_by_name_nothing_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("a")

    found = scan_folder(tmp_path, "content", Names())

    assert found.digests == {"a.txt": b""}
    assert not found.problems
