"""Writes the answer to a question into the text of entities.toml; comments, order and everything else are kept."""

import tomllib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import tomlkit

from builder.core.slug import slug
from builder.settings.decisions import JOINED


@dataclass(frozen=True, slots=True)
class Step:
    """One decision about the entity ``ref``.

    "alias": ``words`` mean it. "name": ``words`` are its name. "only": it has the name ``words`` in ``articles``.
    "split": another entity has the name there. "same", "different": it is, or is not, the ``others``.
    """

    kind: str
    ref: str
    words: str = ""
    articles: tuple[str, ...] = ()
    """Addresses. Empty for an alias that applies everywhere."""
    others: tuple[str, ...] = ()
    """References."""


def settled(text: str, step: Step) -> tuple[str, str]:
    """The text with this decision in it, and the lines that express it.

    New lines go at the end, unless the entity has a table that can take them.
    """
    kind, _, name = step.ref.partition(":")
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


def all_settled(text: str, steps: Iterable[Step]) -> tuple[str, str]:
    """The text with all these decisions in it, and the lines that express them."""
    written = []
    for step in steps:
        text, lines = settled(text, step)
        written.append(lines)
    return text, "\n".join(written)


@lru_cache(maxsize=8)
def _tables(text: str) -> dict[str, Any]:
    """The values of the file. Cached: each answer of a review starts from the same text."""
    return tomllib.loads(text)


def _set(text: str, kind: str, id_: str, /, **values: str | Collection[str]) -> tuple[str, str]:
    """With these values in the table of an entity: lists are extended, and anything else is replaced."""
    values = {key: value for key, value in values.items() if value}
    if id_ not in _tables(text).get(kind, {}):
        plain = {key: value if isinstance(value, str) else list(value) for key, value in values.items()}
        return _appended(text, f"[{kind}.{id_}]", **plain)
    document = tomlkit.parse(text)
    table: Any = document[kind][id_]
    lines: dict[str, Any] = {}
    for key, value in values.items():
        if isinstance(value, str):
            table[key] = lines[key] = value
            continue
        if key not in table:
            table[key] = []
        for each in value:
            if each not in table[key]:
                table[key].append(each)
        lines[key] = [str(each) for each in table[key]]
    return tomlkit.dumps(document), _lines(f"[{kind}.{id_}]", lines)


def _would_change_others(table: Any, step: Step) -> bool:
    """Whether other decisions in an entity's table would apply to more or fewer articles if it also held this one."""
    if table is None:
        return False
    limits = set(table.get("articles", ()))
    if step.kind == "only":
        return not limits and "aliases" in table
    return limits != set(step.articles)


def _appended(text: str, head: str, **values: Any) -> tuple[str, str]:
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
