"""The archive as tables: CSV files (RFC 4180), and one SQLite database with the same tables.

Offsets count characters of an article's article.txt, as in annotations.json. Words are never changed,
not even for programs that take a cell beginning with "=" for a formula: see docs/reference/files.md.

The database is made first, in one pass over all articles, and the CSV files are read from it.
"""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from io import StringIO
from itertools import islice
from typing import NamedTuple

from builder.core.codec import Digest
from builder.core.kinds import KINDS, Kind
from builder.core.taxonomies import TAXONOMIES, taxonomy_of
from builder.index.changes import Changes
from builder.index.pages import Page
from builder.index.tables import Index
from builder.layout.article_terms import terms_of
from builder.outputs.entities_json import why
from builder.outputs.exports import (
    FOLDER,
    ExportedArticle,
    articles_digest,
    entities_digest,
    exported_articles,
    exported_entities,
    meant,
)
from builder.outputs.page import File, Printer
from builder.settings.site_settings import Settings
from builder.store.copying import Stream
from builder.store.database_file import DatabaseFile
from builder.store.memo import CACHE

NAME = "tables"

DATABASE = f"{FOLDER}archive.sqlite"

SEVERAL = "; "
"""Between the values of a column that holds several."""

AT_ONCE = 1_000
"""Rows in memory."""

TableRow = tuple[object, ...]


class Table(NamedTuple):
    """A table of articles, or of what they contain."""

    columns: str
    """As SQL defines them, without constraints that contain a comma."""
    rows: Callable[[Settings, ExportedArticle], Iterable[TableRow]]


def pages(index: Index) -> Iterator[Page]:
    """All tables, as one page: what changes one mostly changes others."""
    if not {"csv", "sqlite"}.isdisjoint(index.formats):
        yield Page(NAME)


def affected(index: Index, changes: Changes) -> Iterator[Page]:
    """All tables, if anything changed that one of them shows."""
    changed = changes.articles or changes.placed or changes.refs or changes.lines
    return pages(index) if changed else iter(())


def paths(index: Index, page: Page) -> tuple[str, ...]:  # noqa: ARG001  # there is only one page
    """The paths of the files."""
    files = [f"{FOLDER}{name}.csv" for name in _columns()] if "csv" in index.formats else []
    return (*files, DATABASE) if "sqlite" in index.formats else tuple(files)


def files(index: Index, page: Page) -> Iterator[File]:  # noqa: ARG001  # there is only one page
    """A file for each table, and the database."""
    texts = articles_digest(index)
    kinds = {kind.folder: entities_digest(index, kind) for kind in KINDS.values()}
    keys: Mapping[str, Digest] = {**dict.fromkeys(TABLES, texts), **kinds}
    archive = _Archive(index)
    try:
        if "csv" in index.formats:
            for name in _columns():
                yield File(f"{FOLDER}{name}.csv", keys[name], partial(archive.table, name), "site")
        if "sqlite" in index.formats:
            yield File(DATABASE, (texts, *kinds.values()), archive.whole, "site")
    finally:
        archive.clear()


class _Archive:
    """Invariant: the database is made once for all files, and only if one of them is."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._made: DatabaseFile | None = None

    def table(self, name: str, printer: Printer) -> Stream:
        """A CSV file."""
        rows = partial(self._database(printer).rows, f"SELECT * FROM {name} ORDER BY rowid")  # noqa: S608  # our own
        names = [column.split()[0] for column in _columns()[name].split(", ")]
        return Stream(lambda: csv_chunks(names, rows()))

    def whole(self, printer: Printer) -> Stream:
        """The database."""
        return Stream(self._database(printer).chunks)

    def clear(self) -> None:
        """Delete the temporary file."""
        if self._made:
            self._made.clear()

    def _database(self, printer: Printer) -> DatabaseFile:
        if self._made is None:
            schema = [f"CREATE TABLE {name} ({columns})" for name, columns in _columns().items()]
            path = printer.source(CACHE.with_name("export.db").as_posix()).path
            self._made = DatabaseFile(path, "; ".join((*schema, INDEXES)), partial(_statements, self._index, printer))
        return self._made


def csv_chunks(columns: Iterable[str], rows: Iterable[TableRow]) -> Iterator[bytes]:
    """A CSV file (RFC 4180) with these rows, and its first line the names of the columns."""
    written = StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow(columns)
    waiting = iter(rows)
    while True:
        some = list(islice(waiting, AT_ONCE))
        writer.writerows(some)
        yield written.getvalue().encode()
        written.seek(0)
        written.truncate()
        if not some:
            return


def _article_rows(settings: Settings, article: ExportedArticle) -> Iterator[TableRow]:
    front, headline = article.text.front, article.headline
    terms = terms_of(article.file, front)
    section, tags = (
        SEVERAL.join([each.words for each in terms if taxonomy_of(each.ref) is TAXONOMIES[name]])
        for name in ("section", "tag")
    )
    yield (
        *(headline.address, f"{settings.base_url}{headline.folder}{settings.index}", headline.title),
        *(front.standfirst, headline.date, headline.updated, SEVERAL.join(headline.authors)),
        *(front.agency, front.dateline, section, tags, front.language or settings.language, front.source),
        *(headline.summary, len(article.text.text)),
    )


def _mention_rows(_: Settings, article: ExportedArticle) -> Iterator[TableRow]:
    address, text = article.headline.address, article.text.text
    for each in article.text.mentions:
        if member := meant(article, each.local):
            rule, certainty = why(each, member.reason.partition(":")[0])
            words = text[each.start : each.end]
            yield address, each.start, each.end, words, member.ref, str(each.via), rule, str(certainty)


def _quotation_rows(_: Settings, article: ExportedArticle) -> Iterator[TableRow]:
    address, text = article.headline.address, article.text.text
    for each in article.text.quotations:
        if member := meant(article, each.local):
            certainty = "likely" if member.reason else "certain"
            words = text[each.start : each.end]
            yield address, each.number, each.start, each.end, words, member.ref, each.rule, certainty


TABLES: Mapping[str, Table] = {
    "articles": Table(
        "article TEXT PRIMARY KEY, url TEXT, title TEXT, standfirst TEXT, date TEXT, updated TEXT, authors TEXT,"
        " agency TEXT, place TEXT, section TEXT, tags TEXT, language TEXT, source TEXT, summary TEXT,"
        " characters INTEGER",
        _article_rows,
    ),
    "mentions": Table(
        "article TEXT REFERENCES articles, start_char INTEGER, end_char INTEGER, words TEXT, entity TEXT, via TEXT,"
        " rule TEXT, certainty TEXT",
        _mention_rows,
    ),
    "quotations": Table(
        "article TEXT REFERENCES articles, quotation INTEGER, start_char INTEGER, end_char INTEGER, words TEXT,"
        " speaker TEXT, rule TEXT, certainty TEXT",
        _quotation_rows,
    ),
}
"""The tables of articles; there is one more for each kind of entities."""

ENTITIES = (
    "entity TEXT PRIMARY KEY, url TEXT, name TEXT, detail TEXT, identified INTEGER, role TEXT, stories INTEGER,"
    " mentions INTEGER, capitals INTEGER, aliases TEXT, same_as TEXT"
)
"""The columns of those."""

INDEXES = "CREATE INDEX mentions_entity ON mentions (entity); CREATE INDEX quotations_speaker ON quotations (speaker)"


def _entity_rows(index: Index, kind: Kind, settings: Settings) -> Iterator[TableRow]:
    for line in exported_entities(index, kind):
        entity, folder = line.place.entity, line.place.folder
        url = f"{settings.base_url}{folder}{settings.index}" if folder else ""
        yield (
            *(entity.ref, url, entity.name, entity.detail),
            *(int(entity.identified), line.role, *line.totals),
            SEVERAL.join([name for name in line.names if name != entity.name]),
            SEVERAL.join(line.same_as),
        )


def _columns() -> dict[str, str]:
    """The columns of all tables."""
    entities = {kind.folder: ENTITIES for kind in KINDS.values()}
    return {name: table.columns for name, table in TABLES.items()} | entities


def _statements(index: Index, printer: Printer) -> Iterator[tuple[str, Sequence[TableRow]]]:
    """The statements that fill the tables, with their rows: those of articles in one pass."""
    for kind in KINDS.values():
        rows = _entity_rows(index, kind, printer.settings)
        while some := list(islice(rows, AT_ONCE)):
            yield _insert(kind.folder, some[0]), some
    for article in exported_articles(index, printer):
        for name, table in TABLES.items():
            if some := list(table.rows(printer.settings, article)):
                yield _insert(name, some[0]), some


def _insert(table: str, row: TableRow) -> str:
    return f"INSERT INTO {table} VALUES ({','.join('?' * len(row))})"  # noqa: S608  # our own
