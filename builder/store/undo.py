"""The history of answers: for each a line that gives its file back byte for byte.

It is in .dateline/, so that it may be deleted at any time. A file that was edited since is left alone.
"""

import json
from base64 import b64decode, b64encode
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from builder.core.codec import digest_bytes
from builder.core.errors import BuilderError, Problem
from builder.store import edit
from builder.store.database import unwritable
from builder.store.safe_paths import clear_for_file, has_folder

HISTORY = Path(".dateline", "answers.jsonl")
"""The history of a project, in its folder."""

MOST = 1000
"""Answers that are kept: weeks of work."""


@dataclass(frozen=True, slots=True)
class EditedFile:
    """One edit of one file: what an answer changed."""

    file: str
    """The path in the project."""
    before: bytes | None
    """The bytes of the file; ``None`` if the edit created it."""
    after: bytes
    meaning: str = ""
    """What the answer says, for the person who may undo it."""


def remember(folder: Path, edited: EditedFile) -> None:
    """Add an edit to the history of the project in ``folder``.

    Raises:
        BuilderError: if it cannot be written.
    """
    before, after = edited.before or b"", edited.after
    start = _alike(before, after)
    end = _alike(before[start:][::-1], after[start:][::-1])
    line = {
        "file": edited.file,
        "meaning": edited.meaning,
        "created": edited.before is None,
        "after": digest_bytes(after).hex(),
        "start": start,
        "end": end,
        "words": b64encode(before[start : len(before) - end]).decode(),
    }
    lines = [*_lines(folder), json.dumps(line, ensure_ascii=False)]
    _put(folder, lines[-MOST:])


def undoable(folder: Path) -> int:
    """The number of answers that the history holds."""
    return len(_lines(folder))


def last(folder: Path) -> tuple[str, str]:
    """The id of the last answer, and what it says; both empty if there is none."""
    lines = _lines(folder)
    return (_id(lines), _read(lines[-1])[1]) if lines else ("", "")


def undo(folder: Path, allowed: frozenset[str] | None = None, answer: str = "") -> str:
    """Give the file of the last answer back as it was before; what that answer said.

    ``allowed`` are the paths of the files that may be written; all of the project if not given. ``answer`` is the id
    that the answer must have.

    Raises:
        BuilderError: if there is no answer, it is another one, or the file was edited since.
    """
    lines = _lines(folder)
    if not lines:
        raise BuilderError([Problem("there is no answer to undo", hint="the history is empty")])
    if answer and answer != _id(lines):
        raise BuilderError(
            [Problem("this is no longer the last answer", hint="undo the later ones first, at the desk")]
        )
    file, meaning, created, after, start, end, words = _read(lines[-1])
    if allowed is not None and file not in allowed:
        raise BuilderError([Problem("is not a file that an answer may change", file, hint=f"delete {HISTORY}")])
    now = _bytes(folder / file)
    if now is None or digest_bytes(now).hex() != after:
        hint = "your edit stays; change the file by hand"
        raise BuilderError(
            [Problem(f"was edited after the answer {meaning!r}, so the answer cannot be undone", file, hint=hint)]
        )
    if created:
        edit.remove(folder / file, now, file)
    else:
        edit.rewrite(folder / file, now, now[:start] + words + now[len(now) - end :], file)
    _put(folder, lines[:-1])
    return meaning


def _id(lines: list[str]) -> str:
    """The id of the last answer of a history."""
    return digest_bytes(f"{len(lines)} {lines[-1]}".encode()).hex()[:16]


def _alike(one: bytes, other: bytes) -> int:
    """The number of bytes at the beginning that are equal."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _read(line: str) -> tuple[str, str, bool, str, int, int, bytes]:
    try:
        row = json.loads(line)
        return (
            str(row["file"]),
            str(row["meaning"]),
            bool(row["created"]),
            str(row["after"]),
            int(row["start"]),
            int(row["end"]),
            b64decode(row["words"]),
        )
    except (ValueError, LookupError, TypeError):
        raise BuilderError([Problem("the history of answers is damaged", str(HISTORY), hint="delete it")]) from None


def _lines(folder: Path) -> list[str]:
    path = folder / HISTORY
    if path.is_symlink():
        return []
    raw = _bytes(path) or b""
    return raw.decode("utf-8", "replace").splitlines()


def _bytes(path: Path) -> bytes | None:
    with suppress(OSError):
        return path.read_bytes()
    return None


def _put(folder: Path, lines: list[str]) -> None:
    path = folder / HISTORY
    aside = path.with_suffix(".new")
    has_folder(folder, HISTORY.parent.name)
    try:
        path.parent.mkdir(exist_ok=True)
        for each in (path, aside):
            clear_for_file(each)
        aside.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        aside.replace(path)
    except OSError as error:
        raise unwritable(path.name, error.strerror) from None
