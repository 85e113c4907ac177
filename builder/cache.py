"""The cache between builds: one SQLite file that may be deleted at any time.

*files*: the digest of a file by its stat signature, so that an unchanged file is not read again. *memo*: the result of
a stage, by the digest of everything it was made from; keys of other inputs or other code are simply never looked up.
*last*: one row, the inputs of the last complete build, deleted before the first page is written.

Three tables record what site/ was made from, and are written together, so that they always describe the same pages: the
key and stat signature of every page (*pages*), the record of every file in content/ (*heard*), and everything else in
one row (*standing*). A build continues from them.

A file that is not ours, is damaged or has another layout is discarded: nothing here is ever needed. Each value is
followed by a checksum, so that noise is never taken for a value.
"""

import os
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from builder.codec import Digest, decode, encode
from builder.errors import BuilderError, Problem
from builder.inside import clear, clear_for_file

V = TypeVar("V")

Stamp = tuple[int, int, int, int]
"""Stat signature: inode, size, mtime_ns, ctime_ns. Shows that a file is unchanged, as in git."""

SUM = 4
"""Bytes of the checksum after each value."""

AT_ONCE = 500
"""Keys in one query; older SQLite accepts up to 999."""

LAYOUT = """
CREATE TABLE files (path TEXT PRIMARY KEY, inode INT, size INT, mtime INT, ctime INT, digest BLOB) WITHOUT ROWID;
CREATE TABLE memo (key BLOB PRIMARY KEY, value BLOB);
CREATE TABLE pages (path TEXT PRIMARY KEY, key BLOB, inode INT, size INT, mtime INT, ctime INT) WITHOUT ROWID;
CREATE TABLE heard (file TEXT PRIMARY KEY, content BLOB, key BLOB, good BLOB) WITHOUT ROWID;
CREATE TABLE standing (one INT PRIMARY KEY CHECK (one = 1), value BLOB);
CREATE TABLE last (one INT PRIMARY KEY CHECK (one = 1), key BLOB, value BLOB);
"""


DAMAGE = sqlite3.DatabaseError, UnicodeDecodeError
"""The second occurs if there is noise where SQLite quotes the file in its messages."""


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
"""Error codes that say nothing about the file's contents; any other does, such as that of a future format."""


class DamagedError(Exception):
    """The cache lacks a value that it must have, or its contents prevent writing."""


class Cache:
    """Owns the connection to the file. A process forked from this one has its own connection."""

    def __init__(self, path: Path, *, clean: bool = False) -> None:
        """Open the file, and create it if it does not exist; with ``clean``, start with a new one.

        Raises:
            BuilderError: if the disk is full or the file cannot be written.
        """
        self._path = path
        self._fresh: dict[Digest, bytes] = {}
        if clean:
            self._throw_away()
        try:
            self._connected = os.getpid(), self._open()
        except DAMAGE:
            self._throw_away()
            self._connected = os.getpid(), self._open()

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

    def files(self) -> dict[str, tuple[Stamp, Digest]]:
        """Stat signature and digest of every known file, by path."""
        rows = self._rows("SELECT path, inode, size, mtime, ctime, digest FROM files")
        return {path: ((inode, size, mtime, ctime), key) for path, inode, size, mtime, ctime, key in rows}

    def put_files(self, files: Mapping[str, tuple[Stamp, Digest]], gone: Iterable[str]) -> None:
        """Remember these files and forget those that are gone."""
        with self._writing() as db:
            db.executemany("DELETE FROM files WHERE path = ?", ((path,) for path in gone))
            db.executemany(
                "INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?)",
                ((path, *stamp, key) for path, (stamp, key) in files.items()),
            )

    def get(self, key: Digest, shape: type[V]) -> V | None:
        """The value cached under this key, if it is a ``shape``."""
        raw = self._fresh.get(key)
        if raw is None:
            rows = self._rows("SELECT value FROM memo WHERE key = ?", (key,))
            raw = rows[0][0] if rows else b""
        return _value(raw, shape)

    def get_all(self, keys: Sequence[Digest], shape: type[V]) -> dict[Digest, V]:
        """The values cached under these keys, where they are a ``shape``."""
        found: dict[Digest, V] = {}
        for start in range(0, len(keys), AT_ONCE):
            some = keys[start : start + AT_ONCE]
            marks = ",".join("?" * len(some))
            rows = self._rows(f"SELECT key, value FROM memo WHERE key IN ({marks})", some)  # noqa: S608  # marks
            for key, raw in (*rows, *((key, self._fresh[key]) for key in some if key in self._fresh)):
                value = _value(raw, shape)
                if value is not None:
                    found[key] = value
        return found

    def put(self, key: Digest, value: object) -> None:
        """Cache this value under this key, from the next ``commit`` on."""
        self._fresh[key] = _summed(encode(value))

    def pages(self) -> dict[str, tuple[Digest, Stamp]]:
        """Key and stat signature of every page written, by path."""
        rows = self._rows("SELECT path, key, inode, size, mtime, ctime FROM pages")
        return {path: (key, (inode, size, mtime, ctime)) for path, key, inode, size, mtime, ctime in rows}

    def stamps(self) -> list[tuple[str, int, int, int, int]]:
        """Path and stat signature of every page written."""
        return self._rows("SELECT path, inode, size, mtime, ctime FROM pages")

    def heard(self) -> dict[str, Sequence[Digest]]:
        """The digests that ``put_site`` stored for each file, by path."""
        return {file: rest for file, *rest in self._rows("SELECT file, content, key, good FROM heard")}

    def standing(self, shape: type[V]) -> V | None:
        """The value that ``put_site`` stored for the whole site, if it is a ``shape``."""
        rows = self._rows("SELECT value FROM standing")
        return _value(rows[0][0], shape) if rows else None

    def put_site(
        self,
        pages: Mapping[str, tuple[Digest, Stamp] | None],
        heard: Mapping[str, Sequence[Digest] | None],
        standing: object,
    ) -> None:
        """Record what site/ is now made from: changed pages and files, ``None`` if deleted, and everything else."""
        with self._writing() as db:
            db.executemany("DELETE FROM pages WHERE path = ?", ((path,) for path, page in pages.items() if not page))
            db.executemany(
                "INSERT OR REPLACE INTO pages VALUES (?, ?, ?, ?, ?, ?)",
                ((path, page[0], *page[1]) for path, page in pages.items() if page),
            )
            db.executemany("DELETE FROM heard WHERE file = ?", ((file,) for file, each in heard.items() if not each))
            db.executemany(
                "INSERT OR REPLACE INTO heard VALUES (?, ?, ?, ?)", ((f, *each) for f, each in heard.items() if each)
            )
            db.execute("INSERT OR REPLACE INTO standing VALUES (1, ?)", (_summed(encode(standing)),))

    def last(self, key: Digest, shape: type[V]) -> V | None:
        """The report of the last complete build, if its inputs had this key."""
        rows = self._rows("SELECT value FROM last WHERE key = ?", (key,))
        return _value(rows[0][0], shape) if rows else None

    def put_last(self, key: Digest, value: object) -> None:
        """Record the inputs and the report of a complete build."""
        self.commit()
        with self._writing() as db:
            db.execute("INSERT OR REPLACE INTO last VALUES (1, ?, ?)", (key, _summed(encode(value))))

    def forget_last(self) -> None:
        """Record that site/ is between two builds from here on."""
        with self._writing() as db:
            db.execute("DELETE FROM last")

    @property
    def _db(self) -> sqlite3.Connection:
        if self._connected[0] != os.getpid():
            self._connected = os.getpid(), self._open()
        return self._connected[1]

    def _rows(self, sql: str, values: Sequence[object] = ()) -> list[Any]:
        """The rows of a query; none if the table cannot be read."""
        try:
            return self._db.execute(sql, values).fetchall()
        except DAMAGE:
            return []

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction."""
        try:
            self._db.execute("BEGIN IMMEDIATE")
            with self._db as db:
                yield db
        except sqlite3.OperationalError as error:
            raise unwritable(self._path.name, error) from None
        except DAMAGE:
            raise DamagedError from None

    def _open(self) -> sqlite3.Connection:
        try:
            return self._opened()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF not in OF_THE_DISK:
                raise
            # Not damage: do not discard the work of hours because the disk is full.
            raise unwritable(self._path.name, error) from None

    def _opened(self) -> sqlite3.Connection:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        for path in self._paths():
            clear_for_file(path)
        db = sqlite3.connect(self._path, timeout=60, isolation_level=None)
        try:
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA synchronous = NORMAL")
            found = db.execute(
                "SELECT group_concat(sql || ';', char(10)) FROM sqlite_master WHERE sql > ''"
            ).fetchone()[0]
            if found is None:
                db.executescript(LAYOUT)
            elif found.strip() != LAYOUT.strip():
                raise sqlite3.DatabaseError("another layout")
        except BaseException:
            db.close()
            raise
        return db

    def _throw_away(self) -> None:
        for path in self._paths():
            clear(path)

    def _paths(self) -> list[Path]:
        """The file, and those that SQLite keeps beside it."""
        return [self._path.with_name(self._path.name + suffix) for suffix in ("", "-wal", "-shm", "-journal")]


def _value(raw: bytes, shape: type[V]) -> V | None:
    """The value in a row; ``None`` if there is none, or noise."""
    said = memoryview(raw)[:-SUM]
    return decode(said, shape) if raw and _sum(said) == raw[-SUM:] else None


def _summed(raw: bytes) -> bytes:
    return raw + _sum(raw)


def _sum(raw: bytes | memoryview) -> bytes:
    return zlib.crc32(raw).to_bytes(SUM, "little")


def unwritable(name: str, reason: object) -> BuilderError:
    """The problem of a file in .dateline/ that cannot be written, for lack of space or permission."""
    hint = "free some disk space and check the permissions of .dateline/, or delete it"
    return BuilderError([Problem(f"cannot be written: {reason}", name, hint=hint)], status=3)
