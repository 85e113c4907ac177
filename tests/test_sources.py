import os
import time
import tracemalloc
from collections.abc import Callable
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

    assert snapshot.now == {}


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


def test_of_files_known_before_only_those_touched_are_looked_at(tmp_path: Path) -> None:
    for name in ("one.txt", "two.txt", "three.txt"):
        (tmp_path / name).write_text("old")
    snapshot = Snapshot()
    before = scan_folder(tmp_path, "content", snapshot).digests
    for name in ("one.txt", "two.txt"):
        (tmp_path / name).write_text("newer")
    touched = (tmp_path / "one.txt", tmp_path / ".one.txt.swp", tmp_path / "4913", tmp_path.parent / "two.txt")

    found = scan_folder(tmp_path, "content", snapshot.renewed([str(path) for path in touched])).digests

    assert found == {**before, "one.txt": digest_bytes(b"newer")}
    assert list(found) == list(before)


def test_a_scan_says_which_of_the_files_known_before_have_changed(tmp_path: Path) -> None:
    for name in ("one.txt", "two.txt"):
        (tmp_path / name).write_text("old")
    snapshot = Snapshot()
    before = scan_folder(tmp_path, "content", snapshot)
    (tmp_path / "one.txt").write_text("newer")
    both = [str(tmp_path / name) for name in ("one.txt", "two.txt")]

    later = snapshot.renewed(both)
    found = scan_folder(tmp_path, "content", later)

    assert found.since is before.digests
    assert found.changed == {"one.txt"}
    # Nobody has to compare the files of a folder that is unchanged.
    for touched in (both, None, []):
        later = later.renewed(touched)
        assert scan_folder(tmp_path, "content", later) is found


def test_after_a_look_at_all_files_nobody_knows_which_have_changed(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("old")
    snapshot = Snapshot()
    scan_folder(tmp_path, "content", snapshot)
    (tmp_path / "one.txt").write_text("newer")

    assert scan_folder(tmp_path, "content", snapshot.renewed()).since is None


@pytest.mark.parametrize(
    "change",
    [
        lambda folder: (folder / "new.txt").write_text("new"),
        lambda folder: (folder / "new").mkdir(),
        lambda folder: (folder / "one.txt").unlink(),
        lambda folder: (folder / "one.txt").rename(folder / "new"),
        lambda folder: ((folder / "one.txt").unlink(), (folder / "one.txt").symlink_to(folder / "two.txt")),
        lambda folder: ((folder / "one.txt").unlink(), (folder / "one.txt").mkdir()),
    ],
)
def test_anything_but_another_version_of_a_file_is_a_reason_to_look_at_all(
    tmp_path: Path, change: Callable[[Path], object]
) -> None:
    (tmp_path / "one.txt").write_text("old")
    (tmp_path / "two.txt").write_text("old")
    snapshot = Snapshot()
    scan_folder(tmp_path, "content", snapshot)
    (tmp_path / "two.txt").write_text("newer")

    change(tmp_path)
    touched = [str(tmp_path / name) for name in ("one.txt", "new.txt", "new")]

    found = scan_folder(tmp_path, "content", snapshot.renewed(touched))
    assert found == scan_folder(tmp_path, "content", Snapshot())
    assert found.digests["two.txt"] == digest_bytes(b"newer")


@pytest.mark.parametrize("odd", ["link", "problem"])
def test_with_links_or_problems_all_files_are_looked_at(tmp_path: Path, odd: str) -> None:
    (tmp_path / "one.txt").write_text("old")
    (tmp_path / "odd.txt").symlink_to(tmp_path / "one.txt" if odd == "link" else "nowhere")
    snapshot = Snapshot()
    scan_folder(tmp_path, "content", snapshot)
    (tmp_path / "one.txt").write_text("newer")

    found = scan_folder(tmp_path, "content", snapshot.renewed([]))

    assert found == scan_folder(tmp_path, "content", Snapshot())
