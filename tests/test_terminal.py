"""What reaches the terminal steers nothing there."""

import os

import pytest

from builder.errors import Problem
from builder.terminal import one_line, say_problems


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("café.txt", "café.txt"),
        (os.fsdecode(b"caf\xe9.txt"), r"caf\xe9.txt"),
        ("a\x1b[2Jb", r"a\x1b[2Jb"),
        ("a\u202eb", r"a\u202eb"),
        ("a\ncontent/b", r"a\ncontent/b"),
    ],
)
def test_a_name_is_one_line_that_steers_nothing(name: str, shown: str) -> None:
    assert one_line(name) == shown


def test_the_name_of_a_file_begins_no_line_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    say_problems([Problem("is empty", "content/a\nall is well.txt", 3, hint="remove it")])

    assert capsys.readouterr().err == "content/a\\nall is well.txt:3: is empty\n  remove it\n"
