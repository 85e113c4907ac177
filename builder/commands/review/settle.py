"""Writes the answer to a question into the text of entities.toml; comments, order and everything else are kept."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

import tomlkit


@dataclass(frozen=True, slots=True)
class Step:
    """One decision: "alias" (``words`` mean ``ref``), "name", "same" (``words`` is a ref), "split"."""

    kind: str
    ref: str
    words: str
    article: str = ""
    """For a split, the article about the other entity."""


def settled(text: str, step: Step) -> tuple[str, str]:
    """The text with this decision in it, and the lines that express it.

    New lines go at the end; only another alias of an entity that has a table goes into that table.
    """
    document = tomlkit.parse(text)
    kind, _, name = step.ref.partition(":")
    if step.kind == "same":
        return _appended(text, "[[same]]", people=[name, step.words.partition(":")[2]])
    if step.kind == "split":
        free = _free(document.get(kind, {}), name)
        return _appended(text, f"[{kind}.{free}]", name=step.words, articles=[step.article])
    values: dict[str, Any] = {"name": step.words} if step.kind == "name" else {"aliases": [step.words]}
    table: Any = document.get(kind, {}).get(name)
    if table is None:
        return _appended(text, f"[{kind}.{name}]", **values)
    for key, value in values.items():
        if key == "aliases" and key in table:
            if step.words not in table[key]:
                table[key].append(step.words)
            values = {key: [str(alias) for alias in table[key]]}
        else:
            table[key] = value
    return tomlkit.dumps(document), _lines(f"[{kind}.{name}]", values)


def all_settled(text: str, steps: Iterable[Step]) -> str:
    """The text with all these decisions in it."""
    for step in steps:
        text, _ = settled(text, step)
    return text


def _appended(text: str, head: str, **values: Any) -> tuple[str, str]:
    lines = _lines(head, values)
    before = text.rstrip("\n")
    return (f"{before}\n\n{lines}" if before else lines), lines


def _lines(head: str, values: dict[str, Any]) -> str:
    return "".join((f"{head}\n", *(f"{key} = {tomlkit.item(value).as_string()}\n" for key, value in values.items())))


def _free(tables: Collection[str], name: str) -> str:
    """An id without a table, for another entity of this name."""
    number = 2
    while f"{name}-{number}" in tables:
        number += 1
    return f"{name}-{number}"
