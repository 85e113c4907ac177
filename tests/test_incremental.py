"""The promise: after any sequence of edits, a build equals a fresh one, byte for byte, with any number of jobs."""

import os
import random
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from builder.core.errors import BuilderError, Problem
from builder.site import Site
from builder.store.search_index import Wanted
from builder.store.workers import in_workers
from builder.work import Report
from tests.pictures import picture

TEXTS = (
    "Treaty signed in Lisbon\n\nPortuguese President Mário Soares met Helmut Kohl in Lisbon. Soares thanked Kohl.\n",
    "Kohl visits Warsaw\n\nGerman Chancellor Helmut Kohl flew to Poland. “We are neighbours,” Kohl said.\n",
    "Markets wait\n\nInvestors watch Soares, who said nothing. France and Spain were calm.\n",
    "---\ntitle: By hand\ndate: 1989-11-10\nsection: Notes\ntags: [Berlin, wall]\nauthors: [Ida]\n---\n"
    "[Kohl](person:helmut-kohl) met [nobody](none:) in *France*.\n",
    "A short one\n\nMrs. Soares spoke.\n",
    "---\ntitle: Not yet\ndraft: true\n---\nHelmut Kohl again.\n",
    "---\ntitle: Seen\nimage: map.png\naliases: [old/, img/]\n---\n![One](map.png)\n\n![Two](img/map.png) Kohl.\n",
    "---\ntitle: Moved\nslug: a\ntags: [Wall]\nauthors: [ida, Bo]\n---\nHelmut Kohl moved.\n",
    "Two Kohls\n\nHelmut Kohl, 59, the chancellor, and his son Helmut Kohl, 26, came. Helmut Kohl, 59, spoke.\n",
)
NAMES = ("a.txt", "b.txt", "b.md", "deep/c.txt", "deep/d.md")
DECISIONS = (
    "",
    '[person.mario-soares]\nname = "Mário Soares"\naliases = ["Soares"]\n',
    '[person.helmut-kohl]\nname = "Helmut Kohl"\nhidden = true\n[country.PT]\naliases = ["Lisbon"]\n',
    '[[never]]\ntext = "Kohl"\n',
    '[[same]]\npeople = ["helmut-kohl", "mario-soares"]\n',
    '[[said]]\narticle = "a"\ntext = "We are"\nperson = "anna"\n[[same]]\npeople = ["mario-soares", "anna"]\n',
    '[[said]]\narticle = "a"\ntext = "We are neighbours"\nperson = "anna-berg"\n',
)
PAGES = ("", "---\ntitle: About\n---\nUs.\n", "---\ntitle: Them\n---\n[Kohl](person:helmut-kohl) ![A map](map.png)\n")
NOTES = (
    "",
    "Chancellor of [Germany](country:DE).\n",
    "---\nimage: map.png\n---\nFriend of [Soares](person:mario-soares)\n",
)
TEMPLATES = ("", "{% extends 'entity.html' %}\n", "<h1>{{ page.name }}</h1>\n")
SETTINGS = (
    "",
    '[site]\ntitle = "Other"\n',
    '[site]\nbase_url = "https://example.org/news/"\n',
    '[site]\nlinks = "file"\nlanguage = "de"\n[annotate]\nlink = "all"\ncapitals = "link"\n',
    '[site]\nbase_url = "https://example.org/news/"\n[build]\nformats = ["html"]\n',
    '[build]\nformats = ["html", "annotations", "feeds"]\n',
    '[build]\nformats = ["html", "tei", "csv", "sqlite"]\n',
    "[site",
    '[[clean]]\ntext = "Investors"\nkind = "drop"\n[annotate]\ncapitals = "off"\n',
    '[site]\nbase_url = "https://example.org/news/"\n[annotate]\npages_from = 2\n',
    '[annotate]\nunidentified = "plain"\n',
)
BYTES = "surrogateescape"
"""How the bytes of a picture are a text."""
PHOTO = picture(size=(600, 100)).decode(errors=BYTES)
FILES: dict[str, Sequence[str]] = {
    **{f"content/{name}": ("", *TEXTS) for name in NAMES},
    "content/entities.toml": DECISIONS,
    "content/people/helmut-kohl.md": NOTES,
    "content/countries/DE.md": NOTES,
    "content/pages/about.md": PAGES,
    "content/pages/map.png": ("", "a picture"),
    "content/map.png": ("", "a picture", "a drawing", PHOTO),
    "content/img/map.png": ("", "a picture"),
    "content/static/robots.txt": ("", "Disallow: /\n"),
    "content/static/hill.svg": ("", '<svg xmlns="http://www.w3.org/2000/svg"/>', "<svg><script/></svg>"),
    "content/static/img": ("", "one"),
    "content/static/img/a.txt": ("", "one", "two"),
    "content/static/people": ("", "not a folder"),
    "dateline.toml": SETTINGS,
    "templates/person.html": TEMPLATES,
    "templates/base.html": ("", "<p>{{ page.site.title }}</p>\n"),
    "templates/words.toml": ("", '[site]\npeople = "Persons"\n', "broken\n"),
    "templates/assets/custom.css": ("", "a { color: red }\n", "a { color: tan }\n"),
    "templates/assets/more.svg": ("", "<svg/>"),
}
"""Every file that a project may have here, and its possible contents; without text, it does not exist."""

SWAPS = (("Soares", "Suarez"), ("Helmut", "Herman"), ("Lisbon", "Madrid"), ("red", "tan"), ("one", "two"), ("Us", "We"))

Edit = Callable[[Path], object]


def put(path: str, text: str, folder: Path) -> None:
    """Make the file contain this text; without text, delete it."""
    file = folder / path
    if not text:
        if file.is_file():
            file.unlink()
        return
    for above in file.relative_to(folder).parents:
        if (folder / above).is_file():
            (folder / above).unlink()
    if file.is_dir():
        shutil.rmtree(file)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8", errors=BYTES, newline="")


def rename(before: str, after: str, folder: Path) -> None:
    """Move a file, or a folder, over another."""
    source = folder / before
    if source.is_file():
        text = source.read_bytes().decode(errors=BYTES)
        source.unlink()
        put(after, text, folder)


def swap(path: str, before: str, after: str, folder: Path) -> None:
    """Replace a word with another of equal length, and keep the file's modification time."""
    file = folder / path
    if file.is_file():
        found = file.stat()
        file.write_bytes(file.read_bytes().replace(before.encode(), after.encode()))
        os.utime(file, ns=(found.st_atime_ns, found.st_mtime_ns))


def lock(names: dict[str, str], folder: Path) -> None:
    """Write a lock with these ids and names."""
    rows = "".join(f'{id_} = "{name}"\n' for id_, name in names.items())
    people = "".join(f'{id_} = "people/{id_}/"\n' for id_ in names)
    put("dateline.lock", f"[people]\n{people}[names]\n{rows}" if names else "", folder)


def lose(name: str, folder: Path) -> None:
    """Delete a database, or all of .dateline/."""
    if name:
        (folder / ".dateline" / name).unlink(missing_ok=True)
    else:
        shutil.rmtree(folder / ".dateline", ignore_errors=True)


def truncate(name: str, part: float, folder: Path) -> None:
    """Truncate a database."""
    file = folder / ".dateline" / name
    if file.exists():
        os.truncate(file, int(file.stat().st_size * part))


def noise(name: str, seed: int, folder: Path) -> None:
    """Fill a cache file with noise, or some of its bytes."""
    draw, file = random.Random(seed), folder / ".dateline" / name
    if file.exists():
        raw = bytearray(file.read_bytes())
        for _ in range(draw.choice((1, 10, 100))):
            length = draw.choice((1, 1, 4, 100, 5000))
            start = draw.randrange(len(raw) or 1)
            raw[start : start + length] = draw.randbytes(min(length, len(raw) - start))
        file.write_bytes(raw)


def blot(seed: int, folder: Path) -> None:
    """Fill pages of the index, or parts of its header, with noise.

    SQLite notices that. Of its columns, only some have a checksum: noise in a text or number can stay unnoticed.
    """
    draw, file = random.Random(seed), folder / ".dateline/index.db"
    if file.exists() and file.stat().st_size:
        raw = bytearray(file.read_bytes())
        for _ in range(draw.choice((1, 3, 10))):
            if draw.random() < 0.2:
                start, length = draw.randrange(HEADER), draw.choice((1, 4, 16))
                raw[start : start + length] = draw.randbytes(length)
            else:
                start = draw.randrange(0, len(raw), PAGE)
                raw[start : start + PAGE] = b"\xff" * len(raw[start : start + PAGE])
        file.write_bytes(raw)


def harm(seed: int, text: str, folder: Path) -> None:
    """Delete a page of the site, or write into it."""
    pages = sorted(path for path in (folder / "site").rglob("*") if path.is_file() and path.name[0] != ".")
    if pages:
        page = pages[seed % len(pages)]
        page.write_text(text) if text else page.unlink()


PAGE, HEADER = 4096, 100
"""Bytes of a page of SQLite, and of the header of its first."""

PATHS = st.sampled_from(sorted(FILES))
BY_AUTHORS = (
    PATHS.flatmap(lambda path: st.builds(partial, st.just(put), st.just(path), st.sampled_from(FILES[path]))),
    PATHS.flatmap(lambda path: st.builds(partial, st.just(put), st.just(path), st.sampled_from(FILES[path]))),
    st.builds(partial, st.just(rename), PATHS, PATHS),
    st.builds(lambda path, words: partial(swap, path, *words), PATHS, st.sampled_from(SWAPS)),
    st.builds(
        partial, st.just(lock), st.sampled_from(({}, {"helmut": "Helmut Kohl"}, {"helmut-kohl": "Mário Soares"}))
    ),
)
BY_ACCIDENT = (
    st.builds(partial, st.just(lose), st.sampled_from(("", "index.db", "cache.db"))),
    st.builds(
        partial, st.just(truncate), st.sampled_from(("cache.db", "index.db")), st.sampled_from((0.0, 0.3, 0.5, 0.9))
    ),
    st.builds(partial, st.just(blot), st.integers(0, 2**32)),
    st.builds(
        partial,
        st.just(noise),
        st.sampled_from(
            ("cache.db", "cache.db", "cache.db-wal", "index.db-wal", "index.db-shm", "building", "search/made")
        ),
        st.integers(0, 2**32),
    ),
)
HARM = st.builds(partial, st.just(harm), st.integers(0, 2**16), st.sampled_from(("", "noise")))
"""Seen by the next process: a watching one knows what it wrote."""


def sequences(*edits: st.SearchStrategy[Edit]) -> st.SearchStrategy[list[list[Edit]]]:
    return st.lists(st.lists(st.one_of(*edits), min_size=1, max_size=5), min_size=1, max_size=5)


HISTORIES = st.one_of(
    st.tuples(st.sampled_from((1, 2)), sequences(*BY_AUTHORS, *BY_ACCIDENT)),
    st.tuples(st.just(0), sequences(*BY_AUTHORS, *BY_ACCIDENT, HARM)),
)
"""How many processes take turns, none if each build has its own; and what is done before each build.

A single process is told, as by events, which files were touched.
"""

JOBS = st.sampled_from((1, 2, 3))


def files(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted((folder / "site").rglob("*"))
        if path.is_file()
    }


def sources_of(folder: Path) -> tuple[set[tuple[str, int]], dict[str, tuple[object, ...]]]:
    """The folders, and what is in each file, of content/ and templates/."""
    folders, found = set[tuple[str, int]](), dict[str, tuple[object, ...]]()
    for path in (path for top in ("content", "templates") for path in (folder / top, *(folder / top).rglob("*"))):
        there = path.lstat() if os.path.lexists(path) else None
        if there and stat.S_ISDIR(there.st_mode):
            folders.add((str(path), there.st_ino))
        elif there:
            raw = path.read_bytes() if stat.S_ISREG(there.st_mode) and there.st_mode & 0o400 else b""
            found[str(path)] = there.st_mode, there.st_ino, there.st_ctime_ns, raw
    return folders, found


def touched_since(before: tuple[set[tuple[str, int]], dict[str, tuple[object, ...]]], folder: Path) -> list[str] | None:
    """The files that events would name; ``None`` if a folder came or went."""
    (folders_before, then), (folders, now) = before, sources_of(folder)
    changed = [path for path in then.keys() | now.keys() if then.get(path) != now.get(path)]
    return changed if folders == folders_before else None


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(HISTORIES, JOBS, st.booleans(), st.just("none"), st.booleans())
def test_after_any_edits_a_build_equals_one_from_nothing(
    history: tuple[int, list[list[Edit]]], jobs: int, drafts: bool, search: Wanted, thorough: bool
) -> None:
    check(*history, jobs, drafts, search, thorough=thorough)


@pytest.mark.slow
@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(HISTORIES, JOBS, st.booleans(), st.sampled_from(("none", "make")), st.sampled_from((True, False, False, False)))
def test_after_very_many_edits_a_build_equals_one_from_nothing(
    history: tuple[int, list[list[Edit]]], jobs: int, drafts: bool, search: Wanted, thorough: bool
) -> None:
    check(*history, jobs, drafts, search, thorough=thorough)


@contextmanager
def small_parts() -> Iterator[None]:
    """Workers even for the smallest work, results kept for it, and files trusted as soon as a clock can tell."""
    with (
        patch("builder.store.workers.FEW", 2),
        patch.dict(in_workers.__kwdefaults__, size=1),
        patch("builder.store.sources.YOUNG", 20_000_000),
        patch("builder.index.history.OFTEN", 2),
    ):
        yield


def check(processes: int, rounds: list[list[Edit]], jobs: int, drafts: bool, search: Wanted, *, thorough: bool) -> None:
    """Compare each build with one from nothing; if ``thorough``, also with one that checks every page."""
    with tempfile.TemporaryDirectory() as name, small_parts():
        kept, fresh = Path(name, "kept", "project"), Path(name, "fresh", "project")
        (kept / "content").mkdir(parents=True)
        sites = [Site(kept) for _ in range(processes)]
        for turn, edits in enumerate(rounds):
            then = sources_of(kept)
            for edit in edits:
                edit(kept)
            touched = touched_since(then, kept) if processes == 1 and turn else None
            shutil.copytree(kept, fresh, ignore=shutil.ignore_patterns("site", ".dateline"))

            before = files(kept)

            site = sites[turn % processes] if sites else Site(kept)
            made = outcome(site, jobs, drafts, search, touched)

            assert made == outcome(Site(fresh), 1, drafts, search)
            assert files(kept) == (files(fresh) if isinstance(made, Report) else before)
            shutil.rmtree(fresh)
            if thorough and isinstance(made, Report):
                again = site.build(jobs=jobs, drafts=drafts, search=search, thorough=True)
                assert (again.written, again.deleted) == (0, 0)


def outcome(
    site: Site, jobs: int, drafts: bool, search: Wanted, touched: Sequence[str] | None = None
) -> Report | Sequence[Problem]:
    """Build; the report, or the error that stopped it."""
    try:
        report = site.build(jobs=jobs, drafts=drafts, search=search, touched=touched)
    except BuilderError as error:
        return error.problems
    return replace(report, written=0, unchanged=0, deleted=0, seconds=0.0)
