"""Ingest and render are functions of explicit values: any process can do the work, with the same result."""

import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from builder import articles, chain
from builder.site import build
from builder.store import workers

CALL = (
    "import pickle, sys\n"
    "work, things = pickle.load(sys.stdin.buffer)\n"
    "sys.stdout.buffer.write(pickle.dumps(work(things)))\n"
)
FILES = {
    "dateline.toml": '[site]\ntitle = "Elsewhere"\nbase_url = "https://example.org/"\n',
    "content/one.md": "---\ntitle: One\nlanguage: de\ndate: 2020-01-01\nimage: hill.png\naliases: [old/]\n---\n"
    "[Helmut Kohl](person:helmut-kohl) in [France](country:FR).\n",
    "content/two.md": "---\ntitle: Two\nlanguage: de\n---\n[Kohl](person:helmut-kohl) again.\n",
    "content/hill.png": "a picture",
    "content/people/helmut-kohl.md": "Of [France](country:FR).\n",
    "content/pages/about.md": "---\ntitle: About\n---\nUs.\n",
    "content/static/plain.txt": "plain",
    "templates/person.html": "<h1>{{ page.name }} {{ say('site.people') }}</h1>\n",
}


def in_a_new_process(
    work: Callable[[Sequence[object]], object],
    things: Sequence[object],
    jobs: int,
    *,
    size: int = 16,
    shape: object = None,
) -> Iterator[object]:
    """As ``in_workers``, but all work is sent to a process that was not forked from this one."""
    if things:
        sent = pickle.dumps((work, list(things)))
        yield pickle.loads(subprocess.run([sys.executable, "-c", CALL], input=sent, stdout=-1, check=True).stdout)


def a_project(folder: Path) -> Path:
    for name, text in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


def pages(folder: Path) -> dict[str, bytes]:
    site = folder / "site"
    return {str(path.relative_to(site)): path.read_bytes() for path in sorted(site.rglob("*")) if path.is_file()}


def test_work_sent_to_other_processes_gives_the_same_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here, there = a_project(tmp_path / "here/project"), a_project(tmp_path / "there/project")
    build(here, search="none")

    monkeypatch.setattr(articles, "in_workers", in_a_new_process)
    monkeypatch.setattr(chain, "in_workers", in_a_new_process)
    report = build(there, search="none")

    assert report.articles == 2
    assert pages(there) == pages(here)


def test_new_processes_build_the_same_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here, there = a_project(tmp_path / "here/project"), a_project(tmp_path / "there/project")
    build(here, search="none")

    monkeypatch.setattr(workers, "FEW", 1)
    monkeypatch.setattr(workers, "_method", lambda: "spawn")
    report = build(there, search="none", jobs=2)

    assert report.articles == 2
    assert pages(there) == pages(here)
