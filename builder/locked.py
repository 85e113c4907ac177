"""dateline.lock as a build reads it: the ids and addresses that the world has seen."""

import tomllib
from collections.abc import Mapping
from pathlib import Path

from builder import sources
from builder.errors import BuilderError, Problem

LOCK = "dateline.lock"
TABLES = "articles", "people", "countries", "names"
"""Of the first three the address by id (of articles the path without "articles/" is the id); of the last each person's
name by id, so that the id stays theirs."""

Locked = dict[str, dict[str, str]]
"""The tables, by name."""


def read_lock(path: Path) -> Locked:
    """What was published before; nothing if there is no lock.

    Raises:
        BuilderError: if the file is no lock.
    """
    tables: Locked = {table: {} for table in TABLES}
    if not path.exists():
        return tables
    hint = "put back the version that git has"
    try:
        found = tomllib.loads(sources.read(path, LOCK).decode())
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BuilderError([Problem(f"cannot be read: {error}", LOCK, hint=hint)]) from None
    for table in TABLES:
        rows = found.get(table, {})
        if not isinstance(rows, Mapping) or not all(isinstance(row, str) for row in rows.values()):
            raise BuilderError([Problem(f"[{table}] holds more than addresses", LOCK, hint=hint)])
        tables[table] = dict(rows)
    return tables
