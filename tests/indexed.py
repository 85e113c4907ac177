"""Indexes of articles that no file holds, for tests of what follows from them."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from msgspec import structs
from msgspec.structs import replace

from builder.annotate.lexicon import lexicon
from builder.core.codec import digest, encode
from builder.core.kinds import EntityKind
from builder.core.values import LocalEntity
from builder.index.addresses import Owned
from builder.index.changes import Changes
from builder.index.entity_lines import Paged, update_lines
from builder.index.history import Kept, history, nothing_kept
from builder.index.pages import Page
from builder.index.resolve import Decisions, Resolver
from builder.index.tables import Index
from builder.index.update import Update
from builder.layout.article_layout import NO_TRAITS, ArticleEntry, Headline, LocalRow, TraitFields
from builder.layout.excerpts import who
from builder.layout.results import ArticleResult, FileRecord
from builder.outputs import OUTPUTS, entity
from builder.outputs.plan import finish, plan

NOTHING = Decisions()
LEXICON = lexicon("", "", "")

TABLES = {
    "source": "SELECT file, content, key, good, form, article, remarks, attached FROM source ORDER BY file",
    "article": (
        "SELECT s.file, a.position, a.address, a.changed, a.dated, a.headline, a.layout"
        " FROM article a LEFT JOIN source s ON s.id = a.id ORDER BY a.position"
    ),
    "local": (
        "SELECT s.file, l.number, n.who, e.ref, l.reason, l.position, l.mentions, l.apart, l.role, l.excerpts, l.said,"
        " l.traits"
        " FROM local l LEFT JOIN source s ON s.id = l.article LEFT JOIN name n ON n.id = l.name"
        " LEFT JOIN entity e ON e.id = l.entity ORDER BY s.file, l.number"
    ),
    "name": "SELECT n.who, n.family, n.first, e.ref FROM name n LEFT JOIN entity e ON e.id = n.entity ORDER BY n.who",
    "entity": (
        "SELECT ref, kind, sort, folder, identified, listed, place, anchor, articles, line, changed, dated"
        " FROM entity ORDER BY ref"
    ),
    "question": "SELECT family, value FROM question ORDER BY family, value",
    "consulted": "SELECT family FROM consulted ORDER BY family",
    "note": "SELECT ref, value FROM note ORDER BY ref",
    "output": "SELECT form, path, page, claimed FROM output ORDER BY form",
    "orphans": "SELECT 'entity', count(*) FROM local WHERE entity NOT IN (SELECT id FROM entity)",
}
"""All rows, without ids and versions."""


def an_entry(day: int, *names: str, title: str = "", role: str = "", address: str = "", said: int = 0) -> ArticleEntry:
    """A story about these people, of this day; without a date for day 0. A name may have an id: "Kohl=helmut-kohl".

    ``said`` is the number of quotations of the first of them.
    """
    when = (date(2000, 1, 1) + timedelta(days=day)).isoformat() if day else ""
    address = address or f"s{day}"
    headline = Headline(address, title or f"Story {day}", when, "It rained.")
    people = [LocalEntity(EntityKind.PERSON, name, id_) for name, _, id_ in (each.partition("=") for each in names)]
    traits = TraitFields(roles=(role,)) if role else NO_TRAITS
    entities = tuple(
        LocalRow(who(each), 1 + len(names) - place, 0, role, digest(address, each), traits, said * (place == 0))
        for place, each in enumerate(people)
    )
    return ArticleEntry(f"{address}.txt", headline, entities, digest(headline, people))


def in_other_words(entry: ArticleEntry, words: str) -> ArticleEntry:
    """The story with other excerpts of the same mentions."""
    entities = tuple(structs.replace(each, excerpts=digest(each.excerpts, words)) for each in entry.entities)
    return replace(entry, entities=entities, layout=digest(entry.layout, words))


def quoted(entry: ArticleEntry, words: str) -> ArticleEntry:
    """The story with these words of the first in it as one more quotation."""
    first = [structs.replace(each, said=each.said + 1, excerpts=digest(words)) for each in entry.entities[:1]]
    return replace(entry, entities=(*first, *entry.entities[1:]), layout=digest(entry.layout, words))


def summed_up(entry: ArticleEntry, words: str) -> ArticleEntry:
    """The story with another summary."""
    return replace(entry, headline=replace(entry.headline, summary=words))


def an_index(path: Path, entries: Mapping[str, ArticleEntry], decisions: Decisions = NOTHING) -> Index:
    """A new index of these stories, by file."""
    index = Index(path)
    planned(index, follow(index, entries, decisions, everything=True))
    return index


def follow(
    index: Index,
    entries: Mapping[str, ArticleEntry | None],
    decisions: Decisions = NOTHING,
    *,
    everything: bool = False,
) -> Changes:
    """Record these stories, ``None`` for deleted files, and the decisions; what changed."""
    results = {digest(entry): entry for entry in entries.values() if entry}
    known = {file for (file,) in index.rows("SELECT file FROM source")}
    with index.transaction():
        update = Update(index, LEXICON, drafts=False, everything=everything)
        for file, entry in entries.items():
            if entry:
                key = digest(entry)
                update.put(file, FileRecord(key, key, key), ArticleResult(entry, False, (), ()))
        for file in sorted(file for file, entry in entries.items() if entry is None and file in known):
            update.drop(file)
        update.settle_addresses(lambda key: results.get(key) or KEPT[key])
        before = index.state("decisions", Decisions)
        if before != decisions or update.touched:
            resolver = Resolver(update, decisions, LEXICON, lambda code: f"countries/{code}/")
            resolver.resolve(update.settle_names(), before, decisions)
            update_lines(update, resolver.anchored, before, decisions, Paged(), ())
            index.put_state("decisions", decisions)
    KEPT.update(results)
    return update.changes


def planned(index: Index, changes: Changes) -> set[Page]:
    """The pages that a build checks after these changes, as if it had written them all."""
    owned = Owned()
    with index.transaction():
        pages = set(plan(index, changes, (), owned, everything=False))
        index.write("UPDATE output SET key = x'01'")
        finish(index)
    return pages


KEPT: dict[bytes, ArticleEntry] = {}
"""All stories by key, as the memo keeps them."""


HISTORY = "history"
"""In place of a path: when and with whom an entity was mentioned."""


def rows(index: Index) -> dict[str, list[object]]:
    """All rows of the index, without ids and versions."""
    return {table: index.rows(sql) for table, sql in TABLES.items()}


def inputs(index: Index, kept: Kept = nothing_kept) -> dict[Page, dict[str, bytes]]:
    """The inputs of each file of each page; what an entity's version stands for is separate, as ``HISTORY``."""
    return {page: dict(_inputs(index, page, kept)) for output in OUTPUTS.values() for page in output.pages(index)}


def _inputs(index: Index, page: Page, kept: Kept) -> Iterator[tuple[str, bytes]]:
    for file in OUTPUTS[page.output].files(index, page):
        values: Any = file.inputs
        if page.output == entity.NAME and file.path.endswith("index.html") and not page.number:
            line, listed, number, _, editorial_note, said, sizes = values
            values = line, listed, number, editorial_note, said, sizes
            id_ = index.value("SELECT id FROM entity WHERE ref = ?", page.name)
            yield HISTORY, encode(history(index, id_, len(listed), kept))
        yield file.path, encode(values)


def versions(index: Index) -> dict[str, int]:
    """The build that last changed each entity's history."""
    return dict(index.rows("SELECT ref, version FROM entity"))
