"""A SQLite database as a file of the site: the same rows give the same bytes, whatever their number.

It is written into a temporary file in .dateline/, never into memory, and deleted once its bytes are read.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from builder.store.database import unwritable
from builder.store.safe_paths import clear
from builder.store.sources import CHUNK

_PRAGMAS = "page_size = 4096", "journal_mode = OFF", "synchronous = OFF", "user_version = 1", "cache_size = -4096"
"""No journal, whose settings would be recorded in the file: if it is not finished, it is made again."""

_VERSION = slice(96, 100)
"""Where SQLite puts its own version number (https://www.sqlite.org/fileformat.html, section 1.3), for information."""


def database(path: Path, schema: str, statements: Iterable[tuple[str, Sequence[Sequence[object]]]]) -> Iterator[bytes]:
    """The bytes of a database with this schema, after these statements, each executed for all of its rows.

    ``path`` is that of the temporary file.

    Raises:
        BuilderError: if the file cannot be written.
        OSError: if it cannot be read or deleted.
    """
    clear(path)
    try:
        db = sqlite3.connect(path, isolation_level=None)
        try:
            for pragma in _PRAGMAS:
                db.execute(f"PRAGMA {pragma}")
            # One transaction, so that the counter of changes in the file is the same however many rows there are.
            db.execute("BEGIN")
            for statement in schema.split(";"):
                db.execute(statement)
            for sql, rows in statements:
                db.executemany(sql, rows)
            db.execute("COMMIT")
        except sqlite3.OperationalError as error:
            raise unwritable(path.name, error) from None
        finally:
            db.close()
        with path.open("rb") as file:
            head = bytearray(file.read(CHUNK))
            head[_VERSION] = bytes(4)
            yield bytes(head)
            while chunk := file.read(CHUNK):
                yield chunk
    finally:
        clear(path)
