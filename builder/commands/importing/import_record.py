"""The record of imports: which source each article in content/ came from.

It tells a file of this source, perhaps edited since, from one that another source gave, or that its user wrote. It may
be deleted at any time: files that exist are then left alone, and those that differ are named in the report.
"""

import stat
from pathlib import Path

import msgspec

from builder.core.errors import BuilderError, Problem
from builder.store.safe_paths import clear_for_file, has_folder
from builder.store.sources import digest_file

RECORD = ".dateline/imported.json"


class Origin(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Where an article came from."""

    source: str
    """What names it wherever it is imported from: the path of its file, or what its export or mailbox calls it."""
    digest: str = ""
    """Of the bytes of its file, which may be moved; empty for an article of a file that has several."""


def digest_of(path: Path) -> str:
    """The digest of a file's bytes; empty if it cannot be read."""
    try:
        return digest_file(path).hex()
    except OSError:
        return ""


def read_record(folder: Path) -> dict[str, Origin]:
    """The origins of articles by path in content/, without suffix; none if there is no record, or a damaged one."""
    try:
        return msgspec.json.decode(read_kept(folder, RECORD), type=dict[str, Origin])
    except ValueError:
        return {}


def write_record(folder: Path, record: dict[str, Origin]) -> None:
    """Replace the record.

    Raises:
        BuilderError: if it cannot be written.
    """
    write_kept(folder, RECORD, msgspec.json.encode(record).decode())


def read_kept(folder: Path, name: str) -> bytes:
    """A file of our own; empty if there is none, or a link or a pipe in its place."""
    path = folder / name
    try:
        return path.read_bytes() if stat.S_ISREG(path.lstat().st_mode) else b""
    except OSError:
        return b""


def write_kept(folder: Path, name: str, text: str) -> None:
    """Write a file of our own, in the folder that may be deleted at any time.

    Raises:
        BuilderError: if it cannot be written.
    """
    path = folder / name
    has_folder(folder, name.rpartition("/")[0])
    try:
        path.parent.mkdir(exist_ok=True)
        clear_for_file(path)
        path.write_text(text, encoding="utf-8", errors="backslashreplace")
    except OSError as error:
        hint = "check the folder and its permissions"
        raise BuilderError([Problem(f"cannot be written: {error.strerror}", name, hint=hint)], status=3) from None
