"""The promise: after any sequence of edits a build equals one from nothing, byte for byte, with any number of jobs."""

import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from builder.build import Site, build

TEXTS = (
    "Treaty signed in Lisbon\n\nPortuguese President Mário Soares met Helmut Kohl in Lisbon. Soares thanked Kohl.\n",
    "Kohl visits Warsaw\n\nGerman Chancellor Helmut Kohl flew to Poland. “We are neighbours,” Kohl said.\n",
    "Markets wait\n\nInvestors watch Soares, who said nothing. France and Spain were calm.\n",
    "---\ntitle: By hand\ndate: 1989-11-10\n---\n[Kohl](person:helmut-kohl) met [nobody](none:) in *France*.\n",
    "A short one\n\nMrs. Soares spoke.\n",
    "---\ntitle: Not yet\ndraft: true\n---\nHelmut Kohl again.\n",
)
NAMES = ("a.txt", "b.txt", "b.md", "deep/c.txt", "deep/d.md")
DECISIONS = (
    "",
    '[person.mario-soares]\nname = "Mário Soares"\naliases = ["Soares"]\n',
    '[person.helmut-kohl]\nname = "Helmut Kohl"\nhidden = true\n[country.PT]\naliases = ["Lisbon"]\n',
    '[[never]]\ntext = "Kohl"\n',
)
TEMPLATES = ("", "{% extends 'entity.html' %}\n", "<h1>{{ page.name }}</h1>\n")
SETTINGS = "", '[site]\ntitle = "Other"\n', '[site]\nbase_url = "https://example.org/news/"\n'
NOTES = ("", "Chancellor of [Germany](country:DE).\n")

Edit = Callable[[Path], None]


def put(path: str, text: str) -> Edit:
    """Make the file hold this text; without text, take it away."""

    def edit(folder: Path) -> None:
        file = folder / path
        if text:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        else:
            file.unlink(missing_ok=True)

    return edit


def rename(before: str, after: str) -> Edit:
    def edit(folder: Path) -> None:
        source, target = folder / "content" / before, folder / "content" / after
        if source.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            source.replace(target)

    return edit


def swap(path: str, before: str, after: str) -> Edit:
    """Put one word for another of equal length, and make the file look as old as it was."""

    def edit(folder: Path) -> None:
        file = folder / path
        if file.is_file() and not file.is_symlink():
            found = file.stat()
            file.write_text(file.read_text(encoding="utf-8").replace(before, after), encoding="utf-8")
            os.utime(file, ns=(found.st_atime_ns, found.st_mtime_ns))

    return edit


def spoil(cut: float, noise: bytes) -> Edit:
    """Damage what is remembered: cut it off, write noise into it, or take it away."""

    def edit(folder: Path) -> None:
        cache = folder / ".dateline/cache.db"
        if cache.exists():
            raw = cache.read_bytes()
            at = int(len(raw) * cut)
            cache.write_bytes(raw[:at] + noise + raw[at + len(noise) :] if noise else raw[:at])
            for suffix in ("-wal", "-shm"):
                cache.with_name(f"cache.db{suffix}").unlink(missing_ok=True)
        if not cut:
            shutil.rmtree(folder / ".dateline", ignore_errors=True)

    return edit


def lock(names: dict[str, str]) -> Edit:
    """Say which ids are published for whom."""
    rows = "".join(f'{id_} = "{name}"\n' for id_, name in names.items())
    people = "".join(f'{id_} = "people/{id_}/"\n' for id_ in names)
    return put("dateline.lock", f"[people]\n{people}[names]\n{rows}" if names else "")


EDITS = st.one_of(
    st.builds(put, st.sampled_from(NAMES).map("content/{}".format), st.sampled_from(("", *TEXTS))),
    st.builds(rename, st.sampled_from(NAMES), st.sampled_from(NAMES)),
    st.builds(put, st.just("content/entities.toml"), st.sampled_from(DECISIONS)),
    st.builds(put, st.just("templates/person.html"), st.sampled_from(TEMPLATES)),
    st.builds(put, st.just("content/people/helmut-kohl.md"), st.sampled_from(NOTES)),
    st.builds(put, st.just("content/pages/about.md"), st.sampled_from(("", "---\ntitle: About\n---\nUs.\n"))),
    st.builds(put, st.just("content/static/robots.txt"), st.sampled_from(("", "Disallow: /\n"))),
    st.builds(put, st.just("dateline.toml"), st.sampled_from(SETTINGS)),
    st.builds(put, st.just("content/static/img/a.txt"), st.sampled_from(("", "one", "two"))),
    st.builds(put, st.just("content/countries/DE.md"), st.sampled_from(("", "On the [Rhine](country:DE).\n"))),
    st.builds(put, st.just("templates/base.html"), st.sampled_from(("", "<p>{{ page.site.title }}</p>\n"))),
    st.builds(
        swap,
        st.sampled_from(NAMES).map("content/{}".format),
        st.sampled_from(("Soares", "Helmut", "Lisbon")),
        st.sampled_from(("Suarez", "Herman", "Madrid")),
    ),
    st.builds(spoil, st.sampled_from((0.0, 0.3, 0.5, 0.9)), st.sampled_from((b"", b"noise" * 100, bytes(8192)))),
    st.builds(lock, st.sampled_from(({}, {"helmut": "Helmut Kohl"}, {"helmut-kohl": "Mário Soares"}))),
)


def files(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted((folder / "site").rglob("*"))
        if path.is_file()
    }


SEQUENCES = st.lists(st.lists(EDITS, min_size=1, max_size=3), min_size=1, max_size=4)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(SEQUENCES, st.booleans(), st.sampled_from((1, 3)))
def test_after_any_edits_a_build_equals_one_from_nothing(rounds: list[list[Edit]], one: bool, jobs: int) -> None:
    check(rounds, one, jobs)


@pytest.mark.slow
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(SEQUENCES, st.booleans(), st.sampled_from((1, 3)))
def test_after_very_many_edits_a_build_equals_one_from_nothing(rounds: list[list[Edit]], one: bool, jobs: int) -> None:
    check(rounds, one, jobs)


def check(rounds: list[list[Edit]], one_process: bool, jobs: int) -> None:
    with tempfile.TemporaryDirectory() as name, patch("builder.spread.FEW", 2):
        kept, fresh = Path(name, "kept", "project"), Path(name, "fresh", "project")
        (kept / "content").mkdir(parents=True)
        site = Site(kept)
        for edits in rounds:
            for edit in edits:
                edit(kept)
            (site if one_process else Site(kept)).build(jobs=jobs)
            shutil.copytree(kept, fresh, ignore=shutil.ignore_patterns("site", ".dateline"))
            build(fresh, jobs=1)

            assert files(kept) == files(fresh)

            shutil.rmtree(fresh)
