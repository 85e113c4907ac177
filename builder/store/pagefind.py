"""The index for full-text search, built from the articles' texts by Pagefind, and kept beside the cache.

Pagefind gets pages that contain only an article's title and text (``article.txt``). So no theme can break the search,
nothing of a page's frame is found, and the index does not change unless a word of an article does. It runs in a folder
that is emptied first, so that no other settings can interfere; equal texts give equal files. Its files are copied into
the site like any others.
"""

import os
import subprocess
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Literal

from builder.core.codec import Digest, decode, digest, encode
from builder.core.errors import Problem
from builder.store.fingerprints import code_key, version
from builder.store.memo import StatSignature
from builder.store.safe_paths import clear, clear_for_file, clear_for_folder, is_plain, is_utf8
from builder.store.sources import digest_file, stat_signature

Wanted = Literal["make", "keep", "none"]
"""Build an index of the current texts; keep the existing one, even if out of date; have none."""

State = Literal["whole", "stale", "none", "failed"]
"""Up to date; out of date; none wanted or built; Pagefind failed."""

ENOUGH: Mapping[Wanted, frozenset[State]] = {
    "make": frozenset({"whole"}),
    "keep": frozenset({"whole", "stale", "none"}),
    "none": frozenset({"none"}),
}
"""The state in which nothing needs to be done."""

PLACE = "search/pagefind/"
"""The folder of the index in the site."""

FOLDER = ".dateline/search"
"""The folder in the project where Pagefind works and its files are kept."""

PACKAGE = "pagefind_bin"

_PAGES, _INDEX, _MADE = "pages", "index", "made"
_WIDGETS = "-ui.js", "-ui.css", "-highlight.js"
"""Suffixes of widget files, which we leave out."""


@dataclass(frozen=True, slots=True)
class Text:
    """An article for the full-text index."""

    folder: str
    """The folder of its page in the site."""
    title: str
    words: Digest
    """Digest of its text."""


@dataclass(frozen=True, slots=True)
class WordIndex:
    """The files of an index."""

    state: State
    files: Mapping[str, Digest] = field(default_factory=dict)
    """By path in the site."""
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class _Last:
    """The last index, and its inputs."""

    key: Digest
    files: tuple[tuple[str, Digest, StatSignature], ...]


def full_text(
    project: Path, wanted: Wanted, language: str, texts: Sequence[Text], text_of: Callable[[Digest], str]
) -> WordIndex:
    """The index of these texts; Pagefind runs only if they differ from the last time.

    It takes 2 to 6 ms per article. If it cannot run, there is no index, and a warning says why.
    """
    folder = project / FOLDER
    made = _made(folder)
    key = digest(code_key("builder.store.pagefind"), engine(), language, texts)
    if wanted == "make" and (made is None or made.key != key):
        try:
            wrong = _run(folder, language, texts, text_of)
            made = None if wrong else _remembered(folder, key)
        except OSError as error:
            wrong = f"Pagefind cannot run: {error.strerror}"
        if wrong:
            hint = "the site has no full-text search: reinstall Dateline, or build with --no-search"
            return WordIndex("failed", problems=(Problem(wrong, hint=hint, warning=True),))
    if made is None:
        return WordIndex("none")
    return WordIndex("whole" if made.key == key else "stale", {PLACE + path: found for path, found, _ in made.files})


def source(path: str) -> str:
    """The path in the project of the index file for this path in the site."""
    return f"{FOLDER}/{_INDEX}/{path.removeprefix(PLACE)}"


def last_made(project: Path) -> StatSignature | None:
    """A stat signature that changes whenever an index is built; ``None`` if there is none."""
    try:
        return stat_signature((project / FOLDER / _MADE).stat())
    except OSError:
        return None


def forget(project: Path) -> None:
    """Delete the index."""
    with suppress(OSError):
        clear(project / FOLDER)


def engine() -> str:
    """The installed version of Pagefind; empty if there is none."""
    return version(PACKAGE)


def _run(folder: Path, language: str, texts: Sequence[Text], text_of: Callable[[Digest], str]) -> str:
    """Build the index; the error message, or empty."""
    clear(folder)
    index = folder / _INDEX
    index.mkdir(parents=True)
    if not texts:
        return ""
    try:
        from pagefind_bin import get_executable

        program = get_executable()
    except (ImportError, FileNotFoundError):
        return "Pagefind is not installed"
    for text in texts:
        page = folder / _PAGES / text.folder
        page.mkdir(parents=True)
        (page / "index.html").write_text(_page(language, text.title, text_of(text.words)), encoding="utf-8")
    command = [str(program), "--site", _PAGES, "--output-path", _INDEX, "--silent"]
    # Pagefind panics if a variable is not UTF-8, which PWD may be.
    quiet = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("PAGEFIND_") and is_utf8(name) and is_utf8(value)
    }
    done = subprocess.run(command, cwd=folder, env=quiet, capture_output=True, check=False)  # noqa: S603  # ours
    if done.returncode:
        return (
            f"Pagefind failed with exit status {done.returncode}: {done.stderr.decode(errors='replace').strip()[-200:]}"
        )
    clear(folder / _PAGES)
    for path in index.iterdir():
        if path.name.endswith(_WIDGETS):
            path.unlink()
    return ""


def _page(language: str, title: str, text: str) -> str:
    """An article as Pagefind reads it: words in the title weigh more."""
    paragraphs = "".join(f"<p>{escape(each)}</p>\n" for each in text.removeprefix(title).split("\n\n") if each.strip())
    return (
        f'<!doctype html>\n<html lang="{escape(language)}">\n<meta charset="utf-8">\n'
        f"<body data-pagefind-body>\n<h1>{escape(title)}</h1>\n{paragraphs}</body>\n</html>\n"
    )


def _remembered(folder: Path, key: Digest) -> _Last:
    """The files in the folder, recorded as made from inputs with this key."""
    index = folder / _INDEX
    paths = sorted(path for path in index.rglob("*") if path.is_file())
    files = tuple(
        (path.relative_to(index).as_posix(), digest_file(path), stat_signature(path.lstat())) for path in paths
    )
    made = _Last(key, files)
    (folder / _MADE).write_bytes(encode(made))
    return made


def _made(folder: Path) -> _Last | None:
    """The last index, if all of its files are unchanged."""
    try:
        clear_for_folder(folder)
        clear_for_folder(folder / _INDEX)
        clear_for_file(folder / _MADE)
        made = decode((folder / _MADE).read_bytes(), _Last)
        if made and all(
            is_plain(path) and stat_signature((folder / _INDEX / path).lstat()) == found
            for path, _, found in made.files
        ):
            return made
    except OSError:
        pass
    return None
