"""The index for full-text search, built from the articles' texts and kept beside the cache.

Pagefind builds it, with a file for each article; for a site that has only pages, or very many articles, our own index
has far fewer (``word_files``). It is built again if a text has changed; its files are copied into the site like any
others.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from builder.core.codec import Digest, decode, digest, encode
from builder.core.errors import Problem
from builder.store import pagefind, word_files
from builder.store.fingerprints import code_key
from builder.store.memo import StatSignature
from builder.store.safe_paths import clear, clear_for_file, clear_for_folder, is_plain
from builder.store.searched import Searched
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

PLACE = "search/"
"""The folder of the index in the site."""

FOLDER = ".dateline/search"
"""The folder in the project where the index is built and its files are kept."""

PAGEFIND, WORDS = "pagefind", "words"
"""The folders of the two kinds of index."""

PAGEFIND_MOST = 2_000
"""Articles that Pagefind searches: it ranks all that have a word, which takes a phone more than a second for 10,000."""

_WORK, _INDEX, _MADE = "work", "index", "made"


@dataclass(frozen=True, slots=True)
class Text:
    """An article for the full-text index."""

    folder: str
    """The folder of its page in the site."""
    title: str
    words: Digest
    """Digest of its text, and of who said its quotations."""
    hidden: tuple[str, ...] = ()
    """The names of people in it who have no page."""


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
    kind: str
    files: tuple[tuple[str, Digest, StatSignature], ...]


def full_text(
    project: Path, wanted: Wanted, kind: str, language: str, texts: Sequence[Text], searched: Callable[[Text], Searched]
) -> WordIndex:
    """The index of these texts, oldest first, of this kind; it is built only if they differ from the last time.

    Pagefind takes 2 to 6 ms per article. If it cannot run, there is no index, and a warning says why.
    """
    folder = project / FOLDER
    made = _made(folder)
    if made and made.kind != kind:
        made = None
    key = digest(code_key("builder.store.search_index"), pagefind.engine(), kind, language, texts)
    if wanted == "make" and (made is None or made.key != key):
        try:
            wrong = _build(folder, kind, language, texts, searched)
            made = None if wrong else _remembered(folder, key, kind)
        except OSError as error:
            wrong = f"the full-text search index cannot be built: {error.strerror}"
        if wrong:
            hint = "the site has no full-text search: reinstall Dateline, or build with --no-search"
            return WordIndex("failed", problems=(Problem(wrong, hint=hint, warning=True),))
    if made is None:
        return WordIndex("none")
    return WordIndex("whole" if made.key == key else "stale", {PLACE + path: found for path, found, _ in made.files})


def kind_of(articles: int, *, only_pages: bool) -> str:
    """The kind of index for so many articles, which have no file but their page if ``only_pages``."""
    return WORDS if only_pages or articles > PAGEFIND_MOST else PAGEFIND


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


def _build(folder: Path, kind: str, language: str, texts: Sequence[Text], searched: Callable[[Text], Searched]) -> str:
    """Build the index; the error message, or empty."""
    clear(folder)
    work, index = folder / _WORK, folder / _INDEX / kind
    work.mkdir(parents=True)
    index.mkdir(parents=True)
    if not texts:
        return ""
    found = map(searched, texts)
    wrong = pagefind.make(work, index, language, found) if kind == PAGEFIND else word_files.make(work, index, found)
    clear(work)
    return wrong


def _remembered(folder: Path, key: Digest, kind: str) -> _Last:
    """The files in the folder, recorded as made from inputs with this key."""
    index = folder / _INDEX
    paths = sorted(path for path in index.rglob("*") if path.is_file())
    files = tuple(
        (path.relative_to(index).as_posix(), digest_file(path), stat_signature(path.lstat())) for path in paths
    )
    made = _Last(key, kind, files)
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
