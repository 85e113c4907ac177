"""A SQLite database as a file of the site: the same rows give the same bytes, whatever their number.

It is written into a temporary file in .dateline/, never into memory, when it is first read.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

from builder.store.database import unwritable
from builder.store.safe_paths import clear
from builder.store.sources import CHUNK

_PRAGMAS = "page_size = 4096", "journal_mode = OFF", "synchronous = OFF", "user_version = 1", "cache_size = -4096"
"""No journal, whose settings would be recorded in the file: if it is not finished, it is made again."""

_VERSION = slice(96, 100)
"""Where SQLite puts its own version number (https://www.sqlite.org/fileformat.html, section 1.3), for information."""


Statements = Iterable[tuple[str, Sequence[Sequence[object]]]]
"""Statements, each with the rows for which it is executed."""


class DatabaseFile:
    """Invariant: the file at its path is the whole database, or was not read yet."""

    def __init__(self, path: Path, schema: str, statements: Callable[[], Statements]) -> None:
        """``path`` is that of the temporary file; ``schema`` has statements without a semicolon in them."""
        self._path = path
        self._schema = schema
        self._statements = statements
        self._is_made = False

    def chunks(self) -> Iterator[bytes]:
        """Its bytes.

        Raises:
            BuilderError: if the file cannot be written.
            OSError: if it cannot be read or deleted.
        """
        self._make()
        with self._path.open("rb") as file:
            head = bytearray(file.read(CHUNK))
            head[_VERSION] = bytes(4)
            yield bytes(head)
            while chunk := file.read(CHUNK):
                yield chunk

    def rows(self, sql: str) -> Iterator[tuple[object, ...]]:
        """The rows of a query, one by one. It raises what ``chunks`` does."""
        self._make()
        with closing(sqlite3.connect(self._path, isolation_level=None)) as db:
            yield from db.execute(sql)

    def clear(self) -> None:
        """Delete it.

        Raises:
            OSError: if it cannot be deleted.
        """
        clear(self._path)
        self._is_made = False

    def _make(self) -> None:
        if self._is_made:
            return
        clear(self._path)
        with closing(sqlite3.connect(self._path, isolation_level=None)) as db:
            try:
                for pragma in _PRAGMAS:
                    db.execute(f"PRAGMA {pragma}")
                # One transaction, so that the counter of changes in the file is the same however many rows there are.
                db.execute("BEGIN")
                for statement in self._schema.split(";"):
                    db.execute(statement)
                for sql, rows in self._statements():
                    db.executemany(sql, rows)
                db.execute("COMMIT")
            except sqlite3.OperationalError as error:
                raise unwritable(self._path.name, error) from None
        self._is_made = True
