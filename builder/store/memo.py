"""The memo between builds: results by the digest of everything they were made from.

*files*: the digest of a file by its stat signature, so that an unchanged file is not read again. *memo*: the result of
a stage, by the digest of its inputs; keys of other inputs or other code are simply never looked up. Workers commit to
it while others read.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from builder.core.codec import Digest
from builder.store.database import DAMAGE, Database, checked, summed, unwritable

V = TypeVar("V")

StatSignature = tuple[int, int, int, int]
"""Stat signature: inode, size, mtime_ns, ctime_ns. Shows that a file is unchanged, as in git."""

CACHE = Path(".dateline", "cache.db")
"""The memo of a project, in its folder."""

AT_ONCE = 500
"""Keys in one query; older SQLite accepts up to 999."""

LAYOUT = """
CREATE TABLE files (path TEXT PRIMARY KEY, inode INT, size INT, mtime INT, ctime INT, digest BLOB) WITHOUT ROWID;
CREATE TABLE memo (key BLOB PRIMARY KEY, value BLOB);
"""


class DamagedError(Exception):
    """The memo lacks a value that it must have, or its contents prevent writing."""


class MemoryCache:
    """Invariant: a value is what was stored under its key, or there is none.

    This one is in memory, for a process that has no file of it; ``Cache`` is the file.
    """

    def __init__(self, known: Mapping[Digest, bytes] = MappingProxyType({})) -> None:
        """``known`` are entries of another memo, as its ``entries`` returned them."""
        self._known = known
        self._fresh: dict[Digest, bytes] = {}

    @property
    def fresh(self) -> Mapping[Digest, bytes]:
        """The entries that were stored since the last ``commit``, with their checksums."""
        return self._fresh

    def commit(self) -> None:
        """Make everything so far durable, where the memo is a file."""

    def get(self, key: Digest, shape: type[V]) -> V | None:
        """The value stored under this key, if it is a ``shape``."""
        raw = self._fresh.get(key)
        return checked(self._entry(key) if raw is None else raw, shape)

    def get_all(self, keys: Sequence[Digest], shape: type[V]) -> dict[Digest, V]:
        """The values stored under these keys, where they are a ``shape``."""
        found: dict[Digest, V] = {}
        for key, raw in self._pairs(keys):
            value = checked(raw, shape)
            if value is not None:
                found[key] = value
        return found

    def entries(self, keys: Sequence[Digest]) -> dict[Digest, bytes]:
        """The entries under these keys, with their checksums, for another memo."""
        return dict(self._pairs(keys))

    def put(self, key: Digest, value: object) -> None:
        """Store this value under this key, from the next ``commit`` on."""
        self._fresh[key] = summed(value)

    def put_entries(self, entries: Mapping[Digest, bytes]) -> None:
        """Store what ``entries`` or ``fresh`` of another memo returned."""
        self._fresh.update(entries)

    def _pairs(self, keys: Sequence[Digest]) -> Iterator[tuple[Digest, bytes]]:
        """Keys and entries; a fresh one follows what it replaces."""
        for start in range(0, len(keys), AT_ONCE):
            some = keys[start : start + AT_ONCE]
            yield from self._entries(some)
            yield from ((key, self._fresh[key]) for key in some if key in self._fresh)

    def _entry(self, key: Digest) -> bytes:
        """The entry under this key that is not fresh; empty if there is none."""
        return self._known.get(key, b"")

    def _entries(self, keys: Sequence[Digest]) -> Sequence[tuple[Digest, bytes]]:
        """The entries under these keys, at most ``AT_ONCE``, that are not fresh."""
        return [(key, self._known[key]) for key in keys if key in self._known]


class Cache(MemoryCache):
    """The memo in a file."""

    def __init__(self, path: Path, *, clean: bool = False) -> None:
        """Open the file, and create it if it does not exist; with ``clean``, start with a new one.

        Raises:
            BuilderError: if the disk is full or the file cannot be written.
        """
        super().__init__()
        self._db = Database(path, LAYOUT, clean=clean)

    def close(self) -> None:
        """Commit and close the file."""
        self.commit()
        self._db.close()

    def commit(self) -> None:
        """Make everything so far durable.

        Raises:
            BuilderError: if the disk is full.
            DamagedError: if the file is damaged.
        """
        if self._fresh:
            with self._writing() as db:
                db.executemany("INSERT OR REPLACE INTO memo VALUES (?, ?)", self._fresh.items())
            self._fresh = {}

    def files(self) -> dict[str, tuple[StatSignature, Digest]]:
        """Stat signature and digest of every known file, by path."""
        rows = self._rows("SELECT path, inode, size, mtime, ctime, digest FROM files")
        return {path: ((inode, size, mtime, ctime), key) for path, inode, size, mtime, ctime, key in rows}

    def put_files(self, files: Mapping[str, tuple[StatSignature, Digest]], gone: Iterable[str]) -> None:
        """Remember these files and forget those that are gone."""
        with self._writing() as db:
            db.executemany("DELETE FROM files WHERE path = ?", ((path,) for path in gone))
            db.executemany(
                "INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?)",
                ((path, *stat_signature, key) for path, (stat_signature, key) in files.items()),
            )

    def _entry(self, key: Digest) -> bytes:
        rows = self._rows("SELECT value FROM memo WHERE key = ?", (key,))
        return rows[0][0] if rows else b""

    def _entries(self, keys: Sequence[Digest]) -> Sequence[tuple[Digest, bytes]]:
        marks = ",".join("?" * len(keys))
        return self._rows(f"SELECT key, value FROM memo WHERE key IN ({marks})", keys)  # noqa: S608  # marks

    def _rows(self, sql: str, values: Sequence[object] = ()) -> list[Any]:
        """The rows of a query; none if the table cannot be read."""
        try:
            return self._db.rows(sql, values)
        except DAMAGE:
            return []

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction."""
        try:
            self._db.connection.execute("BEGIN IMMEDIATE")
            with self._db.connection as db:
                yield db
        except sqlite3.OperationalError as error:
            raise unwritable(self._db.name, error) from None
        except DAMAGE:
            raise DamagedError from None
