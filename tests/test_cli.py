"""The commands, as users see them."""

from pathlib import Path

import pytest

from builder.cli import main

STORY = "A treaty is signed\n\nBy Ana Bell\n\nFrench President Charles de Gaulle met Konrad Adenauer in Paris.\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "treaty.txt").write_text(STORY, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    """The exit status of a command."""
    monkeypatch.setattr("sys.argv", ["dateline", *arguments])
    try:
        main()
    except SystemExit as stopped:
        return int(stopped.code or 0)
    return 0


def test_the_report_fits_on_one_screen(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "build") == 0

    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "1 article, 2 people, 1 country"
    assert lines[1].endswith("pages written, 0 unchanged, 0 deleted")
    assert lines[2].startswith("0 problems, 0 warnings, 0 doubts in ")
    assert lines[3:] == [
        "1 article without a date: listed last, left out of feeds",
        "no base_url in dateline.toml: no feeds, sitemap or canonical addresses",
    ]


def test_a_problem_is_exit_status_one_and_wrong_usage_two(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "content" / "empty.txt").touch()

    assert run(monkeypatch, "build") == 1
    assert "content/empty.txt: " in capsys.readouterr().err
    assert run(monkeypatch, "build", "--nonsense") == 2


def test_doubts_are_problems_on_request(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / "content" / "other.txt").write_text("Another day\n\nPresident Trump spoke. Trump left.\n")

    assert run(monkeypatch, "build") == 0
    assert run(monkeypatch, "build", "--strict") == 1


def test_a_published_page_that_is_gone_fails_a_strict_build(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / "content" / "other.txt").write_text("Another day\n\nIt rained.\n")
    assert run(monkeypatch, "build") == 0
    assert run(monkeypatch, "lock") == 0
    (project / "content" / "other.txt").unlink()

    assert run(monkeypatch, "build") == 0
    assert run(monkeypatch, "build", "--strict") == 1
    assert run(monkeypatch, "build", "--strict") == 1


def test_a_missing_model_is_one_line_that_says_what_to_install(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "dateline.toml").write_text('[annotate]\nmodel = "en_core_web_no_such"\n')

    assert run(monkeypatch, "build") == 3
    assert capsys.readouterr().err.splitlines() == [
        "the language model 'en_core_web_no_such' is not installed",
        "  pip install en-core-web-no-such",
    ]
    assert not (project / "site").exists()


def test_another_build_at_the_same_time_is_reported(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from builder.store.build_lock import only_build

    with only_build(project / ".dateline"):
        assert run(monkeypatch, "build") == 3

    assert "another build of this project is running" in capsys.readouterr().err


def test_control_characters_never_reach_the_terminal(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "content" / "a\x1b[31m.docx").touch()

    run(monkeypatch, "build")

    said = capsys.readouterr()
    assert "\x1b" not in said.out + said.err


def test_convert_shows_markdown_and_writes_it_only_where_nothing_is(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "convert", "content/treaty.txt") == 0
    shown = capsys.readouterr().out
    assert shown.startswith("---\ntitle: A treaty is signed\nauthors: [Ana Bell]\n---\n")
    assert "[French](country:FR) President [Charles de Gaulle](person:charles-de-gaulle)" in shown

    assert run(monkeypatch, "convert", "--write", "content/treaty.txt") == 0
    assert (project / "content" / "treaty.md").read_text(encoding="utf-8") == shown

    assert run(monkeypatch, "convert", "--write", "content/treaty.txt") == 1
    assert "already exists" in capsys.readouterr().err
    assert (project / "content" / "treaty.md").read_text(encoding="utf-8") == shown


def test_convert_explains_which_rule_claims_each_line(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "convert", "--explain", "content/treaty.txt") == 0

    rows = [line.split(maxsplit=3) for line in capsys.readouterr().out.splitlines()]
    assert [(row[0], row[2]) for row in rows if len(row) == 4] == [("1", "title"), ("3", "byline"), ("5", "paragraph")]


def test_a_file_that_is_not_there_is_named(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "convert", "content/none.txt") == 1
    assert capsys.readouterr().err == "content/none.txt: cannot be read: No such file or directory\n  check its path\n"
