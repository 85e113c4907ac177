"""The index for full-text search: made of the stories' texts by Pagefind, and remembered beside the cache.

Pagefind is given pages of our own that hold a story's title and text (``article.txt``) and nothing else. So no theme
can break the search, nothing of a page's frame is found, and the index stays what it is for as long as no word of a
story changes. It runs in a folder that is emptied first, in which no settings of another's can lie; equal texts make
equal files. What it made is copied into the site like any other file.
"""

import os
import subprocess
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from html import escape
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Literal

from builder.cache import Stamp
from builder.code import code_key
from builder.codec import Digest, decode, digest, encode
from builder.errors import Problem
from builder.inside import clear, clear_for_file, clear_for_folder, is_plain, is_utf8
from builder.sources import digest_file, stamp

Wanted = Literal["make", "keep", "none"]
"""An index of today's texts; the one that there is, of whatever texts; none."""

State = Literal["whole", "stale", "none", "failed"]
"""Of today's texts; of others; not there, as was wanted; not there."""

ENOUGH: Mapping[Wanted, frozenset[State]] = {
    "make": frozenset({"whole"}),
    "keep": frozenset({"whole", "stale", "none"}),
    "none": frozenset({"none"}),
}
"""With which state there is nothing to be done."""

PLACE = "search/pagefind/"
"""Of the index in the site."""

FOLDER = ".dateline/search"
"""Where Pagefind works and its files stay, in the project."""

PACKAGE = "pagefind_bin"

_PAGES, _INDEX, _MADE = "pages", "index", "made"
_WIDGETS = "-ui.js", "-ui.css", "-highlight.js"
"""Ends of files for pages that are not ours: they are left out."""


@dataclass(frozen=True, slots=True)
class Text:
    """A story that can be found by its words."""

    folder: str
    """Of its page in the site."""
    title: str
    words: Digest
    """What stands for its text."""


@dataclass(frozen=True, slots=True)
class Index:
    """The files of an index."""

    state: State
    files: Mapping[str, Digest] = field(default_factory=dict)
    """By path in the site."""
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class _Made:
    """What was made last, and from what."""

    key: Digest
    files: tuple[tuple[str, Digest, Stamp], ...]


def full_text(
    project: Path, wanted: Wanted, language: str, texts: Sequence[Text], text_of: Callable[[Digest], str]
) -> Index:
    """The index of these texts; Pagefind runs only if they are others than the last time.

    It takes 2 to 6 ms for each story. If it cannot run, there is no index, and a warning says why.
    """
    folder = project / FOLDER
    made = _made(folder)
    key = digest(code_key("builder.search"), engine(), language, texts)
    if wanted == "make" and (made is None or made.key != key):
        try:
            wrong = _run(folder, language, texts, text_of)
            made = None if wrong else _remembered(folder, key)
        except OSError as error:
            wrong = f"Pagefind cannot run: {error.strerror}"
        if wrong:
            hint = "the site has no full-text search: reinstall Dateline, or build with --no-search"
            return Index("failed", problems=(Problem(wrong, hint=hint, warning=True),))
    if made is None:
        return Index("none")
    return Index("whole" if made.key == key else "stale", {PLACE + path: found for path, found, _ in made.files})


def source(path: str) -> str:
    """Where, in the project, the file lies that stands at this path in the site."""
    return f"{FOLDER}/{_INDEX}/{path.removeprefix(PLACE)}"


def last_made(project: Path) -> Stamp | None:
    """What shows, while it stays the same, that nobody made an index since; ``None`` if there is none."""
    try:
        return stamp((project / FOLDER / _MADE).stat())
    except OSError:
        return None


def forget(project: Path) -> None:
    """Throw away what was made."""
    with suppress(OSError):
        clear(project / FOLDER)


def engine() -> str:
    """Which Pagefind is installed; empty if none is."""
    try:
        return version(PACKAGE)
    except PackageNotFoundError:
        return ""


def _run(folder: Path, language: str, texts: Sequence[Text], text_of: Callable[[Digest], str]) -> str:
    """Make the index anew; what went wrong."""
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
    # Pagefind panics at any variable that is not UTF-8, as PWD may be.
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
    """A story as Pagefind reads it: the words of the title weigh more."""
    paragraphs = "".join(f"<p>{escape(each)}</p>\n" for each in text.removeprefix(title).split("\n\n") if each.strip())
    return (
        f'<!doctype html>\n<html lang="{escape(language)}">\n<meta charset="utf-8">\n'
        f"<body data-pagefind-body>\n<h1>{escape(title)}</h1>\n{paragraphs}</body>\n</html>\n"
    )


def _remembered(folder: Path, key: Digest) -> _Made:
    """What lies in the folder, noted as made from what ``key`` stands for."""
    index = folder / _INDEX
    paths = sorted(path for path in index.rglob("*") if path.is_file())
    files = tuple((path.relative_to(index).as_posix(), digest_file(path), stamp(path.lstat())) for path in paths)
    made = _Made(key, files)
    (folder / _MADE).write_bytes(encode(made))
    return made


def _made(folder: Path) -> _Made | None:
    """What was made last, if all of it is still there as it was."""
    try:
        clear_for_folder(folder)
        clear_for_folder(folder / _INDEX)
        clear_for_file(folder / _MADE)
        made = decode((folder / _MADE).read_bytes(), _Made)
        if made and all(
            is_plain(path) and stamp((folder / _INDEX / path).lstat()) == found for path, _, found in made.files
        ):
            return made
    except OSError:
        pass
    return None
