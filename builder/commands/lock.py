"""dateline.lock: the published ids and addresses, kept in git beside the sources.

Entries are only added: a published address may be linked from anywhere. ``publish`` adds what it published; ``dateline
lock`` does the same by hand.
"""

import json
from pathlib import Path

from builder.core.kinds import KINDS, EntityKind
from builder.outputs.entities_json import EVERYONE
from builder.settings.lockfile import ANCHORS, LOCK, TABLES, Locked, parse_lock
from builder.site import build
from builder.store import edit
from builder.store.manifest import read_list
from builder.store.sources import read_own

HEAD = (
    "# Ids and addresses that were published. Written by `dateline publish` and `dateline lock`; keep it in git.\n"
    "# Entries are never removed automatically: other sites may link to them.\n"
)


def lock(project: Path, site: Path) -> int:
    """Add the ids and addresses of the built site; the number of new ones.

    Raises:
        BuilderError: if the lock cannot be read or written.
    """
    raw = read_own(project, LOCK)
    before = parse_lock(raw)
    after = _of_site(site)
    merged = {table: {**after[table], **before[table]} for table in TABLES}
    new = sum(len(merged[table]) - len(before[table]) for table in TABLES)
    if new:
        edit.rewrite(project / LOCK, raw, _written(merged), LOCK)
    return new


def relock(project: Path, site: Path) -> int:
    """Like ``lock``, for an up-to-date site. The lock is one of its sources, so a new lock means a new build."""
    new = lock(project, site)
    if new:
        build(project)
    return new


def _of_site(site: Path) -> Locked:
    """The ids and addresses of a built site."""
    entities = json.loads((site / EVERYONE).read_text(encoding="utf-8"))["entities"]
    found: Locked = {table: {} for table in TABLES}
    for entity in entities:
        kind, _, name = entity["id"].partition(":")
        row = KINDS[EntityKind(kind)]
        # The address may be absolute, and may end in index.html: only the folder in the site counts.
        *_, page = entity["url"].removesuffix("index.html").rstrip("/").split("/")
        found[row.folder][name] = f"{row.folder}/{page}/"
        if row.names:
            found[row.names][name] = entity["name"]
        if entity.get("first"):
            found[ANCHORS][name] = entity["first"]
    for path in read_list(site, site.name):
        folder, _, name = path.rpartition("/")
        if folder.startswith("articles/") and name == "annotations.json":
            found["articles"][folder.removeprefix("articles/")] = f"{folder}/"
    return found


def _written(tables: Locked) -> str:
    lines = [HEAD]
    for table in TABLES:
        # JSON strings are valid TOML basic strings.
        rows = [
            " = ".join(json.dumps(each, ensure_ascii=False) for each in row) for row in sorted(tables[table].items())
        ]
        lines += [f"[{table}]", *rows, ""]
    return "\n".join(lines)
