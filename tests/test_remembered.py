"""Cached results depend on their inputs: another model, library, table or code has results of its own."""

import importlib
import multiprocessing
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
import spacy

from builder import articles, chain, site
from builder.annotate import propose as proposals
from builder.annotate.propose import load_model
from builder.chain import PRINTERS
from builder.core.codec import digest
from builder.core.errors import BuilderError
from builder.index.tables import Index
from builder.index.update import Update
from builder.read.article_reader import Reader
from builder.site import Site, build
from builder.store import fingerprints, sources
from builder.store.writer import Output

STORY = "Treaty signed\n\nPresident Anna Berg met Otto Kern in France. Berg thanked Kern for Vexa Quorl.\n"
MODEL = "a_small_model"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A built project, with its own language model."""
    folder = tmp_path / "kept" / "project"
    (folder / "content").mkdir(parents=True)
    (folder / "content/one.txt").write_text(STORY)
    (folder / "content/two.md").write_text("---\ntitle: Two\n---\nAnna Berg was in Spain, said Otto Kern.\n")
    (folder / "dateline.toml").write_text(f'[annotate]\nmodel = "{MODEL}"\n')
    monkeypatch.syspath_prepend(str(tmp_path / "models"))
    install_model(tmp_path / "models", "Anna Berg")
    build(folder, search="none")
    yield folder
    fingerprints.code_key.cache_clear()
    forget_model()


def install_model(folder: Path, *people: str) -> None:
    """Install a model that knows these people, in place of the previous one."""
    shutil.rmtree(folder / MODEL, ignore_errors=True)
    model = spacy.blank("en")
    patterns = [{"label": "PERSON", "pattern": name} for name in people]
    model.add_pipe("entity_ruler").add_patterns(patterns)  # type: ignore[attr-defined]  # a component, in spaCy's types
    (folder / MODEL).mkdir(parents=True)
    model.to_disk(folder / MODEL / "en_small-1.0")
    shutil.copy(folder / MODEL / "en_small-1.0/meta.json", folder / MODEL / "meta.json")
    (folder / MODEL / "__init__.py").write_text(
        "import pathlib, spacy\n"
        "def load(**wanted):\n"
        '    return spacy.load(pathlib.Path(__file__).parent / "en_small-1.0", **wanted)\n'
    )
    (folder / f"{MODEL}-1.0.dist-info").mkdir(exist_ok=True)
    (folder / f"{MODEL}-1.0.dist-info/METADATA").write_text(f"Metadata-Version: 2.1\nName: {MODEL}\nVersion: 1.0\n")
    forget_model()


def forget_model() -> None:
    load_model.cache_clear()
    importlib.invalidate_caches()
    sys.modules.pop(MODEL, None)


def files(project: Path) -> dict[str, bytes]:
    site = project / "site"
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def equals_a_fresh_build(project: Path) -> bool:
    fresh = project.parent.parent / "fresh" / project.name
    shutil.copytree(project, fresh, ignore=shutil.ignore_patterns("site", ".dateline"))
    build(fresh, search="none")
    return files(project) == files(fresh)


def counted(monkeypatch: pytest.MonkeyPatch, owner: object, name: str) -> list[tuple[Any, ...]]:
    """Grows by one with each call of this function."""
    calls: list[tuple[Any, ...]] = []
    before: Callable[..., object] = getattr(owner, name)

    def count(*given: object, **named: object) -> object:
        calls.append(given)
        return before(*given, **named)

    monkeypatch.setattr(owner, name, count)
    return calls


def of_version(monkeypatch: pytest.MonkeyPatch, library: str) -> None:
    """Change the version of this library."""
    monkeypatch.setattr(fingerprints, "version", lambda name: "99.0" if name == library else version(name))
    fingerprints.code_key.cache_clear()
    monkeypatch.setattr(site, "installation", lambda: digest(library))


WORK: Sequence[tuple[object, str]] = ((Reader, "article"), (proposals, "propose"), (articles, "annotate"))
WORK = (*WORK, (articles, "lay_out"), (Output, "set_aside"))
"""The stages: reading, proposing, deciding, laying out, printing."""


def stages(calls: dict[str, list[tuple[Any, ...]]]) -> list[str]:
    """The stages that were repeated.

    The first page of each entity does not count: the version of its history begins again with the index.
    """
    own = re.compile(r"(people|countries)/[^/]+/index\.html")
    calls["set_aside"] = [given for given in calls["set_aside"] if not own.fullmatch(given[1])]
    return [name for name, each in calls.items() if each]


@pytest.mark.parametrize(
    ("library", "made"),
    [
        ("spacy", ["propose", "annotate"]),
        ("ftfy", ["article"]),
        ("jinja2", ["set_aside"]),
        ("markdown-it-py", ["article", "lay_out", "set_aside"]),
        ("click", []),
    ],
)
def test_results_of_a_library_are_computed_again_by_another_version(
    project: Path, monkeypatch: pytest.MonkeyPatch, library: str, made: list[str]
) -> None:
    calls = {name: counted(monkeypatch, owner, name) for owner, name in WORK}
    of_version(monkeypatch, library)

    Site(project).build(search="none")

    assert stages(calls) == made
    assert equals_a_fresh_build(project)


def test_another_model_finds_other_people(project: Path) -> None:
    before = set(files(project))
    install_model(project.parent.parent / "models", "Anna Berg", "Vexa Quorl")

    Site(project).build(search="none")

    assert "people/vexa-quorl/index.html" in files(project).keys() - before
    assert equals_a_fresh_build(project)


def test_who_waits_for_edits_is_ready_for_the_first_though_nothing_changed(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = Site(project)
    before = files(project)
    assert site.build(search="none", ready=True).written == 0
    forget_model()
    site.load()
    assert files(project) == before
    loads = [counted(monkeypatch, *each) for each in ((spacy, "load"), (Index, "clear"))]
    followed = counted(monkeypatch, Update, "put")

    (project / "content/one.txt").write_text("One\n\nAnna Berg went to Chad.\n")
    site.build(search="none")

    assert loads == [[], []]
    assert [file for _, file, *_ in followed] == ["one.txt"]
    assert equals_a_fresh_build(project)


def test_a_language_model_whose_process_has_ended_is_loaded_where_it_is_needed(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = Site(project)
    forget_model()
    site.load()
    loads = counted(monkeypatch, spacy, "load")
    (project / "content/one.txt").write_text("One\n\nAnna Berg went to Chad.\n")
    assert site.build(search="none").written
    assert loads == []
    for process in multiprocessing.active_children():
        process.kill()

    (project / "content/one.txt").write_text("One\n\nAnna Berg went to Mali.\n")
    site.build(search="none")

    assert loads
    assert equals_a_fresh_build(project)


def test_who_waits_for_edits_needs_no_model_before_there_is_one(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "dateline.toml").write_text('[annotate]\nmodel = "is_not_there"\n')
    site = Site(tmp_path)
    assert site.build(search="none", ready=True).articles == 0
    site.load()

    (tmp_path / "content/one.txt").write_text("One\n\nAnna Berg went to Chad.\n")
    with pytest.raises(BuilderError, match="is_not_there"):
        site.build(search="none")


def test_another_table_of_countries_renames_them(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = sources.data
    before, after = 'name = "France"\naliases = "', 'name = "Gaul"\naliases = "France; '
    monkeypatch.setattr(sources, "data", lambda name: own(name).replace(before, after))
    monkeypatch.setattr(sources, "all_data", lambda: b"other")
    monkeypatch.setattr(site, "installation", lambda: b"other")

    Site(project).build(search="none")

    assert "countries/gaul/index.html" in files(project)
    assert "countries/france/index.html" not in files(project)
    assert equals_a_fresh_build(project)


def test_changed_libraries_never_count_as_unchanged() -> None:
    assert set(chain.LIBRARIES) >= {"spacy", "python-slugify", *articles.LIBRARIES, *PRINTERS}


@pytest.mark.parametrize(
    ("module", "made"),
    [
        ("builder.annotate.bind", ["annotate"]),
        ("builder.read.decode", ["article"]),
        ("builder.outputs.sitemap", ["set_aside"]),
    ],
)
def test_results_of_our_code_are_computed_again_by_other_code(
    project: Path, monkeypatch: pytest.MonkeyPatch, module: str, made: list[str]
) -> None:
    calls = {name: counted(monkeypatch, owner, name) for owner, name in WORK}
    own = fingerprints._source
    monkeypatch.setattr(fingerprints, "_source", lambda name: own(name) + "# edited" * (name == module))
    fingerprints.code_key.cache_clear()
    monkeypatch.setattr(site, "installation", lambda: digest(module))

    Site(project).build(search="none")

    assert stages(calls) == made
    assert equals_a_fresh_build(project)


def key_of_proposals(package: Path) -> str:
    code = "from builder.annotate.propose import DEFAULT, proposal_key; print(proposal_key(DEFAULT).hex())"
    return subprocess.run(
        [sys.executable, "-c", code], cwd=package.parent, capture_output=True, text=True, check=True
    ).stdout


def test_what_the_model_proposed_outlives_changes_of_other_code(tmp_path: Path) -> None:
    package = tmp_path / "builder"
    shutil.copytree(sources.PACKAGE, package, ignore=shutil.ignore_patterns("__pycache__"))
    before = key_of_proposals(package)
    for module in ("annotate/propose.py", "core/text.py", "core/codec.py", "core/values.py"):
        (package / module).write_text("# Moved.\n\n" + (package / module).read_text(encoding="utf-8"), encoding="utf-8")

    moved = key_of_proposals(package)
    proposing = (package / "annotate/propose.py").read_text(encoding="utf-8")
    (package / "annotate/propose.py").write_text(proposing.replace("for span in doc.ents", "for span in doc.ents[:1]"))

    assert before == moved
    assert key_of_proposals(package) != before
