"""Writes the answer to a question into the text of entities.toml; comments, order and everything else are kept."""

import tomllib
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import tomlkit

from builder.core.errors import BuilderError
from builder.core.kinds import KINDS
from builder.core.regex import regex
from builder.core.slug import slug
from builder.settings.decisions import JOINED, bare_path, spaced
from builder.settings.project import DECISIONS
from builder.settings.toml import broken, lines

_NOTE = regex(r"[ \t]+#[^\"']*$")
"""A comment at the end of a line; in one with quotation marks, it might be part of the value."""


@dataclass(frozen=True, slots=True)
class Step:
    """One decision about the entity ``ref``.

    "alias": ``words`` mean it. "name": ``words`` are its name. "only": it has the name ``words`` in ``articles``.
    "split": another entity has the name there. "same", "different": it is, or is not, the ``others``. "never":
    ``words`` name nobody. "link": ``words`` mean it at one place of an article. "said": it said what begins with
    ``words`` in an article. In these two, an empty ``ref`` means nobody.
    """

    kind: str
    ref: str
    words: str = ""
    articles: tuple[str, ...] = ()
    """Paths in content/ without suffix. Empty for an alias that applies everywhere."""
    others: tuple[str, ...] = ()
    """References."""
    nth: int = 1
    """Which of the places of ``words`` in the article a link is at."""


def settled(text: str, step: Step) -> tuple[str, str]:
    """The text with this decision in it, and the lines that express it.

    New lines go at the end, unless the entity has a table that can take them.
    """
    kind, _, name = step.ref.partition(":")
    if step.kind in ("never", "link", "said"):
        return _about_words(text, step)
    if step.kind in ("same", "different"):
        return _appended(text, f"[[{step.kind}]]", people=[each.partition(":")[2] for each in (step.ref, *step.others)])
    tables = _tables(text).get(kind, {})
    if step.kind == "name":
        return _set(text, kind, name, name=step.words)
    if step.kind == "split":
        free = _free(tables, f"{name}-2", name)
        return _appended(text, f"[{kind}.{free}]", name=step.words, articles=list(step.articles))
    values = {"name": step.words} if step.kind == "only" else {"aliases": (step.words,)}
    if kind == JOINED and _would_change_others(tables.get(name), step):
        free = _free(tables, f"{name}-as-{slug(step.words)}", f"{name}-as-{slug(step.words)}")
        text, lines = _set(text, kind, free, **values, articles=step.articles)
        text, more = settled(text, Step("same", step.ref, others=(f"{kind}:{free}",)))
        return text, f"{lines}\n{more}"
    return _set(text, kind, name, **values, articles=step.articles)


def _about_words(text: str, step: Step) -> tuple[str, str]:
    """The text with a row about these words; an earlier row about the same words of the same article is changed."""
    kind, _, name = step.ref.partition(":")
    if step.kind == "never":
        limits = {"articles": list(step.articles)} if step.articles else {}
        return _appended(text, "[[never]]", text=step.words, **limits)
    values: dict[str, Any] = {"article": step.articles[0], "text": step.words}
    values |= {"nth": step.nth} if step.kind == "link" else {}
    meant = {kind: name} if kind else {"none": True}
    found = lines(text)
    for at, row in enumerate(_tables(text).get(step.kind, ())):
        place = next((found.get((step.kind, at, key)) for key in (*KINDS, "none") if key in row), None)
        if place and _is_about(row, values):
            rows = text.split("\n")
            note = _NOTE.search(rows[place - 1])
            rows[place - 1] = _lines("", meant).strip() + (note[0] if note else "")
            return "\n".join(rows), _lines(f"[[{step.kind}]]", values | meant)
    return _appended(text, f"[[{step.kind}]]", **values, **meant)


def _is_about(row: dict[str, Any], values: dict[str, Any]) -> bool:
    """Whether a ``[[link]]`` or ``[[said]]`` is about the same words as one with these values."""
    return (
        bare_path(row["article"]) == values["article"]
        and spaced(row["text"]) == spaced(values["text"])
        and row.get("nth", 1) == values.get("nth", 1)
    )


def all_settled(text: str, steps: Iterable[Step]) -> tuple[str, str]:
    """The text with all these decisions in it, and the lines that express them; those of one entity together."""
    written: dict[object, dict[str, str]] = {}
    for number, step in enumerate(steps):
        text, lines = settled(text, step)
        for part in lines.rstrip("\n").split("\n\n"):
            head, *rows = part.split("\n")
            table = written.setdefault((number, head) if head.startswith("[[") else head, {"": head})
            table |= {row.partition(" = ")[0]: row for row in rows}
    return text, "\n".join("".join(f"{row}\n" for row in table.values()) for table in written.values())


@lru_cache(maxsize=8)
def _tables(text: str) -> dict[str, Any]:
    """The values of the file. Cached: each answer of a review starts from the same text.

    Raises:
        BuilderError: if it is no TOML.
    """
    try:
        return tomllib.loads(text)
    except ValueError as error:
        raise BuilderError([broken(str(error), text, DECISIONS)]) from None


def _set(text: str, kind: str, id_: str, /, **values: str | Collection[str]) -> tuple[str, str]:
    """With these values in the table of an entity: lists are extended, and anything else is replaced.

    Only the lines of these keys change: a new key is put at the end of its table, and a name at its beginning.
    """
    head = f"[{kind}.{id_}]"
    wanted: dict[str, Any] = {key: value if isinstance(value, str) else list(value) for key, value in values.items()}
    wanted = {key: value for key, value in wanted.items() if value}
    tables = _tables(text)
    if id_ not in tables.get(kind, {}):
        return _appended(text, head, **wanted)
    table = tables[kind][id_]
    for key, value in wanted.items():
        if not isinstance(value, str):
            wanted[key] = list(dict.fromkeys((*table.get(key, ()), *value)))
    changed = text
    for key, value in wanted.items():
        if table.get(key) != value:
            changed = _with_key(changed, (kind, id_), key, value)
    expected = tables | {kind: tables[kind] | {id_: table | wanted}}
    if not _has_values(changed, expected):  # A table without a head of its own: inline, or as dotted keys.
        document: Any = tomlkit.parse(text)
        document[kind][id_].update(wanted)
        changed = tomlkit.dumps(document)
    return changed, _lines(head, wanted)


def _with_key(text: str, table: tuple[str, str], key: str, value: str | list[str]) -> str:
    """With this value in a table that has lines of its own."""
    found, rows = lines(text), text.split("\n")
    if (*table, key) in found:
        first = found[(*table, key)] - 1
        last = _end(rows, first)
        own: Any = tomlkit.parse("\n".join(rows[first:last]))
        if isinstance(value, str):
            own[key] = value
        else:
            for each in value[len(own[key]) :]:
                own[key].append(each)
        rows[first:last] = tomlkit.dumps(own).split("\n")
        return "\n".join(rows)
    at = found.get(table, 0)
    if key != "name":
        keys = [number - 1 for path, number in found.items() if path[:-1] == table]
        at = max((at, *(_end(rows, first) for first in keys)))
    end = "\r" if rows[at - 1].endswith("\r") else ""
    rows.insert(at, f"{key} = {tomlkit.item(value).as_string()}{end}")
    return "\n".join(rows)


def _end(rows: Sequence[str], first: int) -> int:
    """The number of the row after the value that begins in the row ``first``."""
    for last in range(first + 1, len(rows) + 1):
        with suppress(ValueError):
            tomllib.loads("\n".join(rows[first:last]))
            return last
    return first + 1


def _has_values(text: str, expected: dict[str, Any]) -> bool:
    with suppress(ValueError):
        return tomllib.loads(text) == expected
    return False


def _would_change_others(table: Any, step: Step) -> bool:
    """Whether other decisions in an entity's table would apply to more or fewer articles if it also held this one."""
    if table is None:
        return False
    limits = set(table.get("articles", ()))
    if step.kind == "only":
        return not limits and "aliases" in table
    return limits != set(step.articles)


def _appended(text: str, head: str, /, **values: Any) -> tuple[str, str]:
    lines = _lines(head, values)
    before = text.rstrip("\n")
    return (f"{before}\n\n{lines}" if before else lines), lines


def _lines(head: str, values: dict[str, Any]) -> str:
    return "".join((f"{head}\n", *(f"{key} = {tomlkit.item(value).as_string()}\n" for key, value in values.items())))


def _free(tables: Collection[str], first: str, base: str) -> str:
    """An id without a table: the first, or the base with a number."""
    number = 1
    candidate = first
    while candidate in tables:
        number += 1
        candidate = f"{base}-{number}"
    return candidate
