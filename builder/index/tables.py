"""The tables of the index, and its transactions.

*source*: what is recorded about each article's file. *article*: the articles that have a page, in the order of lists
(``position``). *local*: each entity as one article names it, with the traits of a person and the number of their
quotations. *name*: each of their names on the whole site, with the first address that has it; names of one ``family``
could be confused and are resolved together. *entity*: each entity, with its line in lists; ``version`` is the build
that last changed the history of its mentions, ``cast_mark`` a random number, drawn by the build that last changed with
whom it is mentioned. *term*: each section, tag, author and year, with its number of articles; its words are the usual
spelling. *filed*: the terms of each article, in its own words. *question*: what resolution left open. *consulted*: the
articles whose companions the resolution of a family depends on, and the names that it looked for in other articles.
*note*: editors' notes. *picture*: the size in pixels of pictures beside pages, by path, and their smaller copies.
*output*: each file of the site, the page that it belongs to, its key and stat signature as it was last written.
*pending*: pages that a build has not finished. *state*: single values about the whole site, such as the report of the
last build.

A build commits twice: its rows with the pending pages before the first page is written, and again when all are in
place. A build that fails or is killed leaves one of these two states.
"""

import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache, wraps
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar, TypeVarTuple

from builder.core.codec import Digest, decode, encode
from builder.settings.site_settings import USUAL
from builder.store.database import DAMAGE, Database, checked, summed

V = TypeVar("V")
Ts = TypeVarTuple("Ts")

INDEX = Path(".dateline", "index.db")
"""The index of a project, in its folder."""

AT_ONCE = 500
"""Values in one query; older SQLite accepts up to 999."""

SCHEMA = (Path(__file__).parent / "schema.sql").read_text(encoding="utf-8")


class IndexDamagedError(Exception):
    """The index lacks a row that it must have, or cannot be read."""


class Index:
    """Owns the index. Invariant: outside a transaction, it describes one state of content/ and of site/."""

    def __init__(
        self,
        path: Path,
        *,
        clean: bool = False,
        feeds: bool = True,
        noindex: bool = False,
        formats: Collection[str] = USUAL,
    ) -> None:
        """Open the file, and create it if it does not exist; with ``clean``, start with a new one.

        ``feeds`` says whether the site has an address, and so feeds; ``noindex`` whether search engines are asked to
        leave it out; ``formats`` which files each page has.

        Raises:
            BuilderError: if the disk is full or the file cannot be written.
        """
        self._db = Database(path, SCHEMA, clean=clean)
        self.feeds = feeds
        self.has_sitemap = feeds and not noindex
        self.formats = formats

    @property
    def has_feeds_of_parts(self) -> bool:
        """Whether entities and terms have feeds of their own."""
        return self.feeds and "feeds" in self.formats

    def close(self) -> None:
        """Close the file; what was not committed is discarded."""
        self._db.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Commit at the end of the block, or discard everything since its start if it fails.

        Raises:
            BuilderError: if the disk is full or the file cannot be written.
            IndexDamagedError: if the file is damaged.
        """
        db = self._db.connection
        try:
            db.execute("BEGIN IMMEDIATE")
            with db:
                yield
        except sqlite3.DatabaseError as error:
            raise self._error(error) from None

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Read one state: much faster for many queries, each of which would lock the file for itself."""
        db = self._db.connection
        db.execute("BEGIN")
        try:
            yield
        finally:
            db.rollback()

    @contextmanager
    def trial(self) -> Iterator[None]:
        """Discard everything at the end of the block."""
        db = self._db.connection
        try:
            db.execute("BEGIN IMMEDIATE")
            yield
        except sqlite3.DatabaseError as error:
            raise self._error(error) from None
        finally:
            db.rollback()

    def rows(self, sql: str, *values: object) -> list[Any]:
        """The rows of a query.

        Raises:
            IndexDamagedError: if the file is damaged.
        """
        try:
            return self._db.connection.execute(sql, values).fetchall()
        except DAMAGE as error:
            raise self._error(error) from None

    def each(self, sql: str, *values: object) -> Iterator[Any]:
        """The rows of a query, one by one, for results that may not fit into memory.

        Raises:
            IndexDamagedError: if the file is damaged.
        """
        try:
            yield from self._db.connection.execute(sql, values)
        except DAMAGE as error:
            raise self._error(error) from None

    def rows_of(self, sql: str, values: Iterable[object]) -> Iterator[Any]:
        """The rows of a query whose condition is "IN ids", for these values, in any order."""
        waiting = iter(values)
        while some := list(islice(waiting, AT_ONCE)):
            yield from self.rows(sql.replace("IN ids", f"IN ({','.join('?' * len(some))})"), *some)

    def row(self, sql: str, *values: object) -> Any:
        """The first row of a query; ``None`` if there is none."""
        try:
            return self._db.connection.execute(sql, values).fetchone()
        except DAMAGE as error:
            raise self._error(error) from None

    def value(self, sql: str, *values: object) -> Any:
        """The first column of the first row of a query; ``None`` if there is no row."""
        found = self.row(sql, *values)
        return found[0] if found else None

    def write(self, sql: str, *values: object) -> int:
        """Execute a statement. Returns the id of the row that it inserted, if any."""
        try:
            return self._db.connection.execute(sql, values).lastrowid or 0
        except DAMAGE as error:
            raise self._error(error) from None

    def write_all(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        """Execute a statement for each of these rows."""
        try:
            self._db.connection.executemany(sql, rows)
        except DAMAGE as error:
            raise self._error(error) from None

    @contextmanager
    def without_indexes(self, table: str) -> Iterator[None]:
        """Have only the primary key of a table in the block: faster when most of its rows change."""
        sql = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql > ''"
        dropped = self.rows(sql, table)
        for name, _ in dropped:
            self.write(f"DROP INDEX {name}")
        yield
        for _, create in dropped:
            self.write(create)

    def clear(self) -> None:
        """Forget everything about content/. What is recorded about the files of the site stays."""
        for table in ("source", "article", "local", "name", "entity", "question", "consulted", "note", "term", "filed"):
            self.write(f"DELETE FROM {table}")  # noqa: S608  # our own
        for name in ("key", "articles", "decisions", "kept", "claims", "vanished", "last"):
            self.drop_state(name)

    def begin(self) -> None:
        """Record that a build has begun: until it is complete, the state of site/ is unknown."""
        for name in ("last", "manifest"):
            self.drop_state(name)

    @property
    def manifest(self) -> tuple[int, int, int, int] | None:
        """The stat signature of the manifest as the last build left it; ``None`` if that build did not finish."""
        return self.state("manifest", tuple[int, int, int, int])

    def stat_signatures(self) -> Iterator[tuple[str, int, int, int, int]]:
        """Path and stat signature of each file as last written, one by one.

        Raises:
            IndexDamagedError: if the file is damaged.
        """
        return self.each("SELECT path, inode, size, mtime, ctime FROM output WHERE key IS NOT NULL")

    def last(self, key: Digest, shape: type[V]) -> V | None:
        """The report of the last complete build, if its inputs had this key."""
        found = self.state("last", tuple[Digest, bytes])
        return decode(found[1], shape) if found and found[0] == key else None

    def put_last(self, key: Digest, report: object) -> None:
        """Record the inputs and the report of a complete build."""
        self.put_state("last", (key, encode(report)))

    def state(self, name: str, shape: type[V]) -> V | None:
        """A value about the whole site, if there is one.

        Raises:
            IndexDamagedError: if it is damaged.
        """
        raw = self.value("SELECT value FROM state WHERE name = ?", name)
        return None if raw is None else whole(raw, shape)

    def put_state(self, name: str, value: object) -> None:
        """Record a value about the whole site."""
        self.write("INSERT OR REPLACE INTO state VALUES (?, ?)", name, summed(value))

    def drop_state(self, name: str) -> None:
        """Delete a value about the whole site."""
        self.write("DELETE FROM state WHERE name = ?", name)

    def _error(self, error: Exception) -> Exception:
        """The exception to raise for one of ``DAMAGE``; a wrong statement of ours stays what it is."""
        if isinstance(error, sqlite3.ProgrammingError):
            return error
        return self._db.problem(error) or IndexDamagedError(str(error))


def whole(raw: bytes, shape: type[V]) -> V:
    """The value in a column.

    Raises:
        IndexDamagedError: if there is none, or it is damaged.
    """
    value = checked(raw, shape)
    if value is None:
        raise IndexDamagedError
    return value


def once_in_a_build(keep: int = 1) -> Callable[[Callable[[Index, *Ts], V]], Callable[[Index, *Ts], V]]:
    """A query whose last values are kept until a build changes the index; not for queries about what it writes."""

    def kept(query: Callable[[Index, *Ts], V]) -> Callable[[Index, *Ts], V]:
        @lru_cache(maxsize=keep)
        def in_build(index: Index, build: int | None, *rest: *Ts) -> V:
            del build
            return query(index, *rest)

        @wraps(query)
        def value(index: Index, *rest: *Ts) -> V:
            return in_build(index, index.state("build", int), *rest)

        return value

    return kept
