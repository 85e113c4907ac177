"""dateline.lock: the published ids and addresses, kept in git beside the sources.

They are those of the index, which describes the built site, whatever files it has.

Entries are only added: a published address may be linked from anywhere. ``publish`` adds what it published; ``dateline
lock`` does the same by hand.
"""

import json
from contextlib import closing
from pathlib import Path

from builder.core.errors import BuilderError, Problem
from builder.core.kinds import KINDS
from builder.index import queries
from builder.index.tables import INDEX, Index, IndexDamagedError
from builder.settings.lockfile import ANCHORS, LOCK, TABLES, Lockfile, parse_lock
from builder.site import build
from builder.store import edit
from builder.store.sources import read_own

HEAD = (
    "# Ids and addresses that were published. Written by `dateline publish` and `dateline lock`; keep it in git.\n"
    "# Entries are never removed automatically: other sites may link to them.\n"
)


def lock(project: Path) -> int:
    """Add the ids and addresses of the built site; the number of new ones. The site is up to date.

    Raises:
        BuilderError: if the lock cannot be read or written.
    """
    raw = read_own(project, LOCK)
    before = parse_lock(raw)
    try:
        with closing(Index(project / INDEX)) as index:
            after = _of_site(index)
    except IndexDamagedError:
        hint = "run dateline build --clean, then repeat the command"
        raise BuilderError([Problem("is damaged", str(INDEX), hint=hint)], status=3) from None
    merged = {table: {**after[table], **before[table]} for table in TABLES}
    new = sum(len(merged[table]) - len(before[table]) for table in TABLES)
    if new:
        edit.rewrite(project / LOCK, raw, _written(merged), LOCK)
    return new


def relock(project: Path) -> int:
    """Like ``lock``. The lock is one of the site's sources, so a new lock means a new build."""
    new = lock(project)
    if new:
        build(project)
    return new


def _of_site(index: Index) -> Lockfile:
    """The ids and addresses of the site that the index describes."""
    found: Lockfile = {table: {} for table in TABLES}
    for kind in KINDS.values():
        for line in map(queries.line, queries.paged_lines(index, kind.name)):
            entity = line.place.entity
            found[kind.folder][entity.id] = line.place.folder
            if kind.names:
                found[kind.names][entity.id] = entity.name
            if line.anchor:
                found[ANCHORS][entity.id] = line.anchor
    for folder in queries.article_folders(index):
        found["articles"][folder.removeprefix("articles/").removesuffix("/")] = folder
    return found


def _written(tables: Lockfile) -> str:
    lines = [HEAD]
    for table in TABLES:
        # JSON strings are valid TOML basic strings.
        rows = [
            " = ".join(json.dumps(each, ensure_ascii=False) for each in row) for row in sorted(tables[table].items())
        ]
        lines += [f"[{table}]", *rows, ""]
    return "\n".join(lines)
