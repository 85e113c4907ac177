"""The files that a user names: walked in order, read within limits, links never followed out of a folder."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from builder.commands.importing.imported import Failure
from builder.read.decode import decode

MAX_FILE = 64_000_000
"""Bytes of a document; a book with its pictures stays below it."""
DEEPEST = 100
"""Folders inside each other."""


def walked(folder: Path) -> Iterator[Path]:
    """The files in a folder and those below it, in order; hidden ones, links to folders and what is no file are not."""
    waiting = [(folder, 0)]
    while waiting:
        here, depth = waiting.pop()
        try:
            entries = sorted(os.scandir(here), key=lambda entry: entry.name)
        except OSError:
            continue
        folders = []
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                folders.append((Path(entry.path), depth + 1))
            elif entry.is_file():
                yield Path(entry.path)
        waiting += [each for each in reversed(folders) if each[1] <= DEEPEST]


def contents(path: Path, limit: int = MAX_FILE) -> bytes | Failure:
    """The bytes of a file."""
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            return Failure("it is not a regular file", "name a file or a folder")
        if found.st_size > limit:
            return Failure(f"it has {found.st_size} bytes, more than {limit}", "divide it")
        return path.read_bytes()
    except OSError as error:
        return Failure(f"it cannot be read: {error.strerror}", "check its permissions")


def text_of(path: Path, limit: int = MAX_FILE) -> str | Failure:
    """The text of a file, decoded as a build does it; the empty file has the empty text."""
    raw = contents(path, limit)
    if isinstance(raw, Failure):
        return raw
    if not raw.strip():
        return ""
    found = decode(raw, path.name)
    if found.value is None:
        problem = found.problems[-1]
        return Failure(problem.message, problem.hint)
    return found.value
