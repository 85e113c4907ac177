import os
import time
from pathlib import Path

from builder.sources import Looks, look


def test_an_unchanged_file_is_not_read_again(tmp_path: Path) -> None:
    story = tmp_path / "a.txt"
    story.write_text("old")
    hour_ago = time.time() - 3600
    looks = Looks()
    os.utime(story, (hour_ago, hour_ago))

    first = look(tmp_path, "content", looks).digests
    story.write_text("new")
    second = look(tmp_path, "content", looks).digests

    assert first != second


def test_a_young_file_is_read_again_even_with_the_same_stamp(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("old")
    looks = Looks()

    look(tmp_path, "content", looks)

    assert looks.known == {}


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

    found = look(content, "content", Looks())

    assert sorted(found.digests) == ["a.txt", "linked.txt"]
    assert sorted(p.file for p in found.problems) == [
        "content/leak.txt",
        "content/loop",
        "content/out",
        "content/pipe.txt",
        "content/self.txt",
    ]
