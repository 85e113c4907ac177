"""A SQLite file that may be deleted at any time: everything in it can be computed again.

A file that is not ours, is damaged or has another layout is discarded. Values are stored with a checksum, to detect
damage.
"""

import os
import sqlite3
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar

from builder.core.codec import decode, encode
from builder.core.errors import BuilderError, Problem
from builder.store.safe_paths import clear, clear_for_file

V = TypeVar("V")

SUM = 4
"""Bytes of the checksum after each value."""

DAMAGE = sqlite3.DatabaseError, UnicodeDecodeError
"""The second occurs if SQLite quotes damaged text in its messages."""

OF_THE_DISK = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_READONLY,
    }
)
"""Error codes that do not mean that the file is damaged; all others do, such as that of a future format."""

CACHED = "PRAGMA cache_size = -4096"
"""Kilobytes of the file that a connection keeps in memory."""

_forks = 0
"""How many forks lead from the first process to this one. Asking the system at each query takes longer than many."""


def _count_fork() -> None:
    global _forks
    _forks += 1


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_count_fork)


class Database:
    """Owns the connection to the file. A process forked from this one has its own connection."""

    def __init__(self, path: Path, layout: str, *, clean: bool = False) -> None:
        """Open the file, and create it with this ``layout`` if it does not exist; with ``clean``, start with a new one.

        Raises:
            BuilderError: if the disk is full or the file cannot be written.
        """
        self._path = path
        self._layout = layout
        if clean:
            self._discard()
        try:
            self._connected = _forks, self._open()
        except DAMAGE:
            self._discard()
            self._connected = _forks, self._open()

    @property
    def name(self) -> str:
        """The file's name, for messages."""
        return self._path.name

    @property
    def connection(self) -> sqlite3.Connection:
        """The connection of this process."""
        if self._connected[0] != _forks:
            self._connected = _forks, self._open()
        return self._connected[1]

    def close(self) -> None:
        """Close the file."""
        self.connection.close()

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[Any]:
        """The rows of a query.

        Raises:
            sqlite3.DatabaseError: one of ``DAMAGE``, if the file cannot be read.
        """
        return self.connection.execute(sql, values).fetchall()

    def problem(self, error: Exception) -> BuilderError | None:
        """The problem behind one of ``DAMAGE``: the disk is full or the file cannot be written; ``None`` for damage."""
        # A text that is not UTF-8 is an error of Python's, without a code.
        if isinstance(error, sqlite3.OperationalError) and getattr(error, "sqlite_errorcode", 0) & 0xFF in OF_THE_DISK:
            return unwritable(self._path.name, error)
        return None

    def _open(self) -> sqlite3.Connection:
        try:
            return self._opened()
        except sqlite3.OperationalError as error:
            # Not damage: do not discard the work of hours because the disk is full.
            raise (self.problem(error) or error) from None

    def _opened(self) -> sqlite3.Connection:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        for path in self._paths():
            clear_for_file(path)
        db = sqlite3.connect(self._path, timeout=60, isolation_level=None)
        try:
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA synchronous = NORMAL")
            db.execute(CACHED)
            found = {f"{sql};" for (sql,) in db.execute("SELECT sql FROM sqlite_master WHERE sql > ''")}
            if not found:
                db.executescript(self._layout)
            elif found != set(self._layout.strip().split("\n")):
                raise sqlite3.DatabaseError("another layout")
        except BaseException:
            db.close()
            raise
        return db

    def _discard(self) -> None:
        for path in self._paths():
            clear(path)

    def _paths(self) -> list[Path]:
        """The file, and those that SQLite keeps beside it."""
        return [self._path.with_name(self._path.name + suffix) for suffix in ("", "-wal", "-shm", "-journal")]


def checked(raw: bytes, shape: type[V]) -> V | None:
    """The value that ``summed`` wrote; ``None`` if there is none, or it is damaged."""
    value = memoryview(raw)[:-SUM]
    return decode(value, shape) if raw and _sum(value) == raw[-SUM:] else None


def summed(value: object) -> bytes:
    """The value as bytes, with a checksum."""
    raw = encode(value)
    return raw + _sum(raw)


def _sum(raw: bytes | memoryview) -> bytes:
    return zlib.crc32(raw).to_bytes(SUM, "little")


def unwritable(name: str, reason: object) -> BuilderError:
    """The problem of a file in .dateline/ that cannot be written, for lack of space or permission."""
    hint = "free some disk space and check the permissions of .dateline/, or delete it"
    return BuilderError([Problem(f"cannot be written: {reason}", name, hint=hint)], status=3)
