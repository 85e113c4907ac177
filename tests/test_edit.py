"""Writes to a user's own files: whole or not at all, and never over an edit saved meanwhile."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from builder.core.errors import BuilderError
from builder.outputs.article import decided_markdown
from builder.store import edit
from tests.test_cli import run

LIMITED = """
import resource, signal, sys
from pathlib import Path
from builder.store import edit
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
"""
"""A process for which a disk is full after 1,000 bytes of a file."""


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def on_a_full_disk(call: str, folder: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-c", LIMITED + call], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    return done.stderr


def test_on_a_full_disk_no_new_file_is_left(tmp_path: Path) -> None:
    said = on_a_full_disk("edit.write_new(Path('a.md'), 'a' * 5_000, 'a.md')", tmp_path)

    assert "a.md: cannot be written: File too large" in said
    assert names(tmp_path) == []


def test_on_a_full_disk_the_old_file_stays(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("before")

    said = on_a_full_disk("edit.rewrite(Path('a.md'), b'before', 'a' * 5_000, 'a.md')", tmp_path)

    assert "a.md: cannot be written: File too large" in said
    assert names(tmp_path) == ["a.md"]
    assert (tmp_path / "a.md").read_text() == "before"


def test_a_link_leads_to_the_new_text_and_the_file_keeps_its_mode(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    real, link = tmp_path / "deep/real.toml", tmp_path / "link.toml"
    real.write_text("before")
    real.chmod(0o640)
    link.symlink_to("deep/real.toml")

    edit.rewrite(link, b"before", "after", "link.toml")

    assert link.readlink() == Path("deep/real.toml")
    assert (real.read_text(), real.stat().st_mode & 0o7777) == ("after", 0o640)
    assert names(tmp_path / "deep") == ["real.toml"]


def test_a_new_file_has_the_mode_that_new_files_have(tmp_path: Path) -> None:
    (tmp_path / "usual").touch()

    edit.write_new(tmp_path / "new.md", "new", "new.md")
    edit.rewrite(tmp_path / "other.md", b"", "other", "other.md")

    modes = {(tmp_path / name).stat().st_mode for name in ("usual", "new.md", "other.md")}
    assert len(modes) == 1


@pytest.mark.parametrize("before", [b"", b"what was read"])
def test_what_was_saved_meanwhile_stays(tmp_path: Path, before: bytes) -> None:
    (tmp_path / "a.md").write_text("saved meanwhile")

    with pytest.raises(BuilderError, match="was changed while the command ran"):
        edit.rewrite(tmp_path / "a.md", before, "after", "a.md")

    assert (tmp_path / "a.md").read_text() == "saved meanwhile"
    assert names(tmp_path) == ["a.md"]


def test_a_file_that_was_deleted_meanwhile_stays_deleted(tmp_path: Path) -> None:
    with pytest.raises(BuilderError, match="was changed while the command ran"):
        edit.rewrite(tmp_path / "a.md", b"what was read", "after", "a.md")

    assert names(tmp_path) == []


def test_a_disk_that_knows_no_second_names_gets_new_files_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    edit.write_new(tmp_path / "a.md", "new", "a.md")
    with pytest.raises(BuilderError, match="already exists"):
        edit.write_new(tmp_path / "a.md", "newer", "a.md")

    assert (tmp_path / "a.md").read_text() == "new"
    assert names(tmp_path) == ["a.md"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write all files")
def test_a_file_that_may_not_be_written_stays(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("before")
    (tmp_path / "a.md").chmod(0o444)

    with pytest.raises(BuilderError, match="cannot be written: Permission denied"):
        edit.rewrite(tmp_path / "a.md", b"before", "after", "a.md")

    assert (tmp_path / "a.md").read_text() == "before"


OWN = """---
# What the desk agreed on.
title:   "A treaty is signed"   # as in the paper
authors:
  - Ana Bell

Slug: treaty
---
"""


def converted(path: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    return run(monkeypatch, "convert", "--write", str(path))


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "content/treaty.md"
    path.parent.mkdir()
    path.write_text(f"{OWN}\nFrench President Charles de Gaulle met Konrad Adenauer.\n")
    return path


def test_convert_keeps_front_matter_word_for_word(article: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert converted(article, monkeypatch) == 0

    text = article.read_text()
    assert text.startswith(OWN)
    assert "[Charles de Gaulle](person:charles-de-gaulle)" in text


def test_convert_keeps_front_matter_in_toml(article: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = '+++\n# ours\ntitle = "A treaty"\n+++\n'
    article.write_text(f"{own}\nCharles de Gaulle met Konrad Adenauer.\n")

    assert converted(article, monkeypatch) == 0

    assert article.read_text().startswith(f"{own}\n[Charles de Gaulle]")


def test_convert_says_what_it_found_in_the_text_below_the_front_matter(
    article: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    article.write_text("---\n# ours\ndate: 1963-01-22\n---\n# A treaty\n\nCharles de Gaulle met Konrad Adenauer.\n")

    assert converted(article, monkeypatch) == 0

    assert article.read_text().startswith("---\n# ours\ndate: 1963-01-22\ntitle: A treaty\n---\n\n[Charles de Gaulle]")


def test_convert_says_that_it_kept_no_comments(
    article: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    article.write_text(
        "---\ndate: 1963-01-22 # ours\ntitle:\n---\n# A treaty\n\nCharles de Gaulle met Konrad Adenauer.\n"
    )

    assert converted(article, monkeypatch) == 0

    assert article.read_text().startswith("---\ntitle: A treaty\ndate: 1963-01-22\n---\n")
    assert "treaty.md:1: the front matter is rewritten without its comments" in capsys.readouterr().err


def test_convert_loses_no_edit_saved_meanwhile(
    article: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def slowly(*arguments: Any, **options: Any) -> str:
        article.write_text("An edit.\n")
        return decided_markdown(*arguments, **options)

    monkeypatch.setattr("builder.commands.convert.decided_markdown", slowly)

    assert converted(article, monkeypatch) == 1

    assert article.read_text() == "An edit.\n"
    assert "was changed while the command ran" in capsys.readouterr().err
