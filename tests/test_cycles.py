"""Builds run without garbage collection: nothing that they make for each article may stay as a reference cycle."""

import gc
from pathlib import Path

import pytest

from builder.settings.site_settings import FORMATS, NEEDS_PILLOW
from builder.site import build

STORY = (
    "---\ntitle: Talks {n}\ndate: 2020-01-{day:02}\nauthors: [Ann Lee]\nlanguage: de\n---\n"
    "[Kim Jong Un](person:kim-jong-un) was in [France](country:FR) on day {n}.[^1]\n\n[^1]: And before.\n"
)


def garbage(folder: Path, count: int) -> int:
    """Objects in cycles that the build of a project with so many articles leaves."""
    (folder / "content").mkdir(parents=True)
    formats = [name for name in FORMATS if name not in NEEDS_PILLOW]
    (folder / "dateline.toml").write_text(f'[site]\nbase_url = "https://example.org/"\n[build]\nformats = {formats}\n')
    for n in range(count):
        (folder / f"content/talks-{n}.md").write_text(STORY.format(n=n, day=n % 28 + 1))
    gc.collect()
    build(folder, jobs=1, search="none")
    return gc.collect()


def test_what_a_build_leaves_to_collect_does_not_grow_with_the_articles(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("enable", "freeze"):
        monkeypatch.setattr(gc, name, lambda: None)
    gc.disable()

    garbage(tmp_path / "warm", 30)
    few, many = garbage(tmp_path / "few", 30), garbage(tmp_path / "many", 60)

    monkeypatch.undo()
    gc.enable()
    assert many - few < 30
