"""dateline.lock: the ids and addresses that the world has seen, kept in git beside the sources.

Only added to: what was published once may be linked from anywhere. ``publish`` adds what it published, ``dateline
lock`` does so by hand.
"""

import json
import tomllib
from collections.abc import Mapping
from pathlib import Path

from builder import edit, sources
from builder.errors import BuilderError, Problem

LOCK = "dateline.lock"
HEAD = (
    "# Ids and addresses that were published. Written by `dateline publish` and `dateline lock`; keep it in git.\n"
    "# Nothing is ever taken away here by itself: somebody may have a link to it.\n"
)
TABLES = "articles", "people", "countries"

Locked = dict[str, dict[str, str]]
"""Of each table the address by id; of articles the path without "articles/" is the id."""


def lock(project: Path, site: Path) -> int:
    """Add the ids and addresses of the built site; how many were new.

    Raises:
        BuilderError: if the lock cannot be read or written.
    """
    path = project / LOCK
    before = read_lock(path)
    after = _of_site(site)
    merged = {table: {**after[table], **before[table]} for table in TABLES}
    new = sum(len(merged[table]) - len(before[table]) for table in TABLES)
    if new:
        edit.rewrite(path, _written(merged), LOCK)
    return new


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


def _of_site(site: Path) -> Locked:
    """The ids and addresses of a built site."""
    entities = json.loads((site / "entities.json").read_text(encoding="utf-8"))["entities"]
    found: Locked = {table: {} for table in TABLES}
    for entity in entities:
        kind, _, name = entity["id"].partition(":")
        folder = "people" if kind == "person" else "countries"
        # The address may be absolute, and may end in index.html: what counts is the folder in the site.
        *_, page = entity["url"].removesuffix("index.html").rstrip("/").split("/")
        found[folder][name] = f"{folder}/{page}/"
    for page in sorted((site / "articles").rglob("annotations.json")):
        address = page.parent.relative_to(site).as_posix()
        found["articles"][address.removeprefix("articles/")] = f"{address}/"
    return found


def _written(tables: Locked) -> str:
    lines = [HEAD]
    for table in TABLES:
        # JSON's texts are TOML's basic strings.
        rows = [
            " = ".join(json.dumps(each, ensure_ascii=False) for each in row) for row in sorted(tables[table].items())
        ]
        lines += [f"[{table}]", *rows, ""]
    return "\n".join(lines)
