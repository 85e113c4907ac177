"""Writes the answer to a question into the text of entities.toml; comments, order and everything else are kept."""

import tomllib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import tomlkit

from builder.core.kinds import KINDS
from builder.core.regex import regex
from builder.core.slug import slug
from builder.settings.decisions import JOINED, bare_path, spaced
from builder.settings.toml import lines

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
    written: dict[str, Any] = {}
    for key, value in values.items():
        if isinstance(value, str):
            table[key] = written[key] = value
            continue
        if key not in table:
            table[key] = []
        for each in value:
            if each not in table[key]:
                table[key].append(each)
        written[key] = [str(each) for each in table[key]]
    return tomlkit.dumps(document), _lines(f"[{kind}.{id_}]", written)


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
