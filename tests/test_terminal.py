"""Nothing that reaches the terminal can steer it."""

import json
import os
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.cli import main
from builder.commands.terminal import one_line, say_json, say_problems, say_text
from builder.core.errors import Problem

ODD = "a\x1b[31m\u202e\x9b\U000e0041\ue000\u2028b\u00a0c\td"
SHOWN = "a\\x1b[31m\\u202e\\x9b\\U000e0041\\ue000\\u2028b\u00a0c\td"


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
def test_a_name_is_one_line_that_cannot_control_the_terminal(name: str, shown: str) -> None:
    assert one_line(name) == shown


def test_warnings_that_say_the_same_are_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    say_problems(Problem("unknown key 'mood'", f"content/{i}.md", 3, "it is kept", warning=True) for i in range(400))

    said = "warning: content/0.md:3: unknown key 'mood'\n  and 399 more like this\n  it is kept\n"
    assert capsys.readouterr().err == said


def test_of_problems_that_say_the_same_three_are_shown(capsys: pytest.CaptureFixture[str]) -> None:
    say_problems([*(Problem("is empty", f"{i}.md", hint="remove it") for i in range(4)), Problem("is broken", "9.md")])

    said = "0.md: is empty\n1.md: is empty\n2.md: is empty\n  and 1 more like this\n  remove it\n9.md: is broken\n"
    assert capsys.readouterr().err == said


def test_the_name_of_a_file_begins_no_line_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    say_problems([Problem("is empty", "content/a\nall is well.txt", 3, hint="remove it")])

    assert capsys.readouterr().err == "content/a\\nall is well.txt:3: is empty\n  remove it\n"


@given(st.recursive(st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))
def test_json_means_the_same_and_cannot_control_the_terminal(value: object) -> None:
    with pytest.MonkeyPatch.context() as patched:
        said: list[str] = []
        patched.setattr("click.echo", said.append)
        say_json(json.dumps(value, ensure_ascii=False, indent=1))

    assert json.loads(said[0]) == value
    assert not set(said[0]) & set("\x1b\x9b\u202e\u2066\u2028")
    assert one_line(said[0].replace("\n", "")) == said[0].replace("\n", "")


@pytest.mark.parametrize("command", [("check", "--json"), ("review", "--json"), ("review",), ("check",), ("build",)])
def test_words_of_articles_cannot_control_the_terminal(
    command: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "content").mkdir()
    odd = "\u202e\u2066\x1b[31m"
    front = f"---\ndate: 1963-01-22\nkey{odd}: 1\n---\n"
    text = f"# A {odd} day\n\nPresident Okonjo{odd} spoke. “It rained,” Okonjo said.\n"
    (tmp_path / "content/one.md").write_text(front + text)
    (tmp_path / f"content/b{odd}.docx").touch()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.argv", ["dateline", *command])
    with suppress(SystemExit):
        main()

    said = "".join(capsys.readouterr())
    assert said
    assert not set(said) & set("\x1b\u202e\u2066")


@pytest.mark.parametrize("terminal", [True, False])
def test_a_text_is_printable_on_a_terminal_and_as_it_is_elsewhere(
    terminal: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: terminal)

    say_text(f"{ODD}\n\nc\n")

    assert capsys.readouterr().out == f"{SHOWN if terminal else ODD}\n\nc\n"


def test_wrong_usage_cannot_control_the_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["dateline", "build", "a\u202e"])

    with pytest.raises(SystemExit):
        main()

    said = capsys.readouterr().err
    assert said.startswith("Usage: dateline build ")
    assert said.endswith("Error: Got unexpected extra argument (a\\u202e)\n")


def test_all_output_goes_through_one_function() -> None:
    builder = Path(__file__).parent.parent / "builder"

    speak = {
        path.name for path in builder.rglob("*.py") if "click.echo(" in path.read_text() or "print(" in path.read_text()
    }

    assert speak == {"terminal.py"}
