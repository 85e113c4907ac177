import os
from pathlib import Path

import pytest

from builder.core.codec import Digest
from builder.store import fingerprints
from builder.store.fingerprints import _closure, code_key


def test_the_key_of_a_module_covers_all_that_it_imports() -> None:
    assert _closure(("builder.store.memo",)) >= {"builder.store.memo", "builder.core.codec"}
    assert "builder.store.writer" not in _closure(("builder.store.memo",))


def test_the_code_that_renders_pages_is_not_that_which_reads_articles() -> None:
    rendering = _closure(("builder.outputs.rendering",))

    assert rendering >= {"builder.outputs.article", "builder.index.queries", "builder.store.sources"}
    assert rendering.isdisjoint({"builder", "builder.articles", "builder.annotate.bind", "builder.read.decode"})


def test_other_modules_have_another_key() -> None:
    assert code_key("builder.core.values") == code_key("builder.core.values")
    assert code_key("builder.core.values") != code_key("builder.core.errors")
    assert code_key("builder.core.values") != code_key("builder.core.values", libraries=("jinja2",))


def test_a_file_of_ours_is_written_by_another_installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data/words.txt").write_text("one\n")
    monkeypatch.setattr(fingerprints, "_PACKAGE", tmp_path)
    before = installed()

    (tmp_path / "data/words.txt").write_text("one\ntwo\n")

    assert installed() != before


def test_a_library_that_is_installed_is_another_installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    libraries = tmp_path / "site-packages"
    libraries.mkdir()
    os.utime(libraries, (1, 1))
    monkeypatch.syspath_prepend(str(libraries))
    before = installed()

    (libraries / "other-2.0.dist-info").mkdir()

    assert installed() != before


def test_nothing_else_is_another_installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fingerprints, "_PACKAGE", tmp_path)
    before = installed()

    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__/values.pyc").write_bytes(b"compiled")

    assert installed() == before


def installed() -> Digest:
    fingerprints.installation.cache_clear()
    return fingerprints.installation()
