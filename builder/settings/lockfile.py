"""dateline.lock as a build reads it: the published ids and addresses."""

import re
from collections.abc import Mapping
from functools import lru_cache

from msgspec.structs import replace

from builder.core.errors import BuilderError, Problem
from builder.core.kinds import KINDS
from builder.core.regex import regex
from builder.settings.toml import TomlReader, quoted

LOCK = "dateline.lock"
FOLDERS = {kind.folder: kind for kind in KINDS.values()}
NAMES = {kind.names: kind for kind in KINDS.values() if kind.names}
ANCHORS = "anchors"
TABLES = "articles", *FOLDERS, *NAMES, ANCHORS
"""Addresses by id, for articles (an article's id is its path without "articles/") and for each kind of entity; then, by
id, the names that ids were made from, so that an id stays with its name; last, by the id of a person, an article that
names them, so that an id stays with one of several people of a name."""

LONGEST = 255
"""Characters in a part of an address: as many as a disk can hold."""

HINT = "restore the file from git"

Lockfile = dict[str, dict[str, str]]
"""The tables, by name."""

_PART = rf"(?=[a-z0-9-]{{1,{LONGEST}}}(?:/|$))[a-z0-9]+(?:-[a-z0-9]+)*"
_SLUG = regex(_PART)
_PATH = regex(rf"(?=.{{1,4000}}$){_PART}(?:/{_PART})*")


def parse_lock(raw: bytes) -> Lockfile:
    """The published ids and addresses in the bytes of a lock.

    Raises:
        BuilderError: if they are not a lock, or contain an entry that no build writes.
    """
    return {table: dict(rows) for table, rows in _parsed(raw).items()}


@lru_cache(maxsize=1)
def _parsed(raw: bytes) -> Mapping[str, Mapping[str, str]]:
    """The tables of a lock. Cached: each build of a watching process needs them."""
    try:
        reader = TomlReader(raw.decode(), LOCK)
    except UnicodeDecodeError:
        raise BuilderError([Problem("is not valid UTF-8", LOCK, hint=HINT)]) from None
    tables: dict[str, Mapping[str, str]] = {}
    for table in TABLES:
        tables[table] = rows = reader.table(table)
        for id_, value in rows.items():
            if not isinstance(value, str) or not _fits(table, id_, value):
                shown = f"{quoted(id_)} = {quoted(value)}"
                reader.problem(f"[{table}] contains the invalid entry {shown}", (table, id_))
    if reader.problems:
        raise BuilderError(replace(problem, hint=HINT) for problem in reader.sorted_problems())
    return tables


def _fits(table: str, id: str, value: str) -> bool:  # noqa: A002  # the domain's word
    """Whether an id and its value have the form that we write: each becomes a path in the site."""
    if table == "articles":
        return value == f"articles/{id}/" and bool(_PATH.fullmatch(id))
    if table == ANCHORS:
        return bool(_SLUG.fullmatch(id) and _PATH.fullmatch(value))
    if table in NAMES:
        return bool(re.fullmatch(NAMES[table].pattern, id) and len(id) <= LONGEST)
    kind = FOLDERS[table]
    name = value.removeprefix(f"{table}/").removesuffix("/")
    is_own = name == id or kind.by_code
    return is_own and value == f"{table}/{name}/" and bool(re.fullmatch(kind.pattern, id) and _SLUG.fullmatch(name))
