"""TOML as values of a known shape, with every problem in it and its line.

A shape is a dataclass: its fields are the keys, their types the allowed values. All problems are collected, so that an
author can fix them at once. ``tomllib`` gives no lines, so they are searched for only if there is a problem.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from functools import lru_cache
from typing import Any, Literal, get_args, get_origin, get_type_hints

from builder.core.errors import Problem
from builder.core.regex import regex

KeyPath = tuple[str | int, ...]
"""The path of a value: ("never", 0, "text") is ``text`` in the first ``[[never]]``."""

_UNSEEN = regex("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_STRINGS = regex(
    r'"""(?:[^\\]|\\[\s\S])*?(?:"""|\Z)|'
    r"'''[\s\S]*?(?:'''|\Z)|"
    r'"(?:[^"\\\n]|\\.)*"?|'
    r"'[^'\n]*'?|#.*"
)
"""Strings, closed or not, and comments: so that nothing in them is taken for a key."""
_KEY = r'(?:[\w-]+|"(?:[^"\\]|\\.)*"|\'[^\']*\')'
_KEYS = rf"{_KEY}(?:[ \t]*\.[ \t]*{_KEY})*"
_PLACE = regex(rf"[ \t]*(?:(\[\[?)[ \t]*({_KEYS})[ \t]*\]|({_KEYS})[ \t]*=)")
_AT_LINE = regex(r" \(at (?:line (\d+), column \d+|end of document)\)$")
_HINTS = (
    ("twice", "this table is already defined: merge the two"),
    ("overwrite", "this key is already defined: keep one of them"),
    ("array", 'end a list with a bracket and separate its values with commas: ["Trump", "President Trump"]'),
    ("", 'put strings in double quotes and lists in brackets: name = "Donald Trump", aliases = ["Trump"]'),
)


def visible(text: str) -> str:
    """The text without control characters, bidi overrides and lone surrogates; tabs and line feeds stay."""
    return _UNSEEN.sub("", text)


def quoted(value: object) -> str:
    """The value for a message: safe for a terminal, and short."""
    shown = repr(value)
    return shown if len(shown) <= 80 else shown[:79] + "…"


def meant(word: str, known: Iterable[str]) -> str:
    """The hint for an unknown word."""
    words = list(known)
    return slip(word, words, 0.6) or f"use one of: {', '.join(words)}"


def slip(word: str, known: Iterable[str], alike: float) -> str:
    """The hint for a word that is probably a slip for a known one; ``alike`` is between 0 and 1, as in ``difflib``."""
    close = get_close_matches(word.lower(), list(known), n=1, cutoff=alike)
    return f"did you mean {close[0]!r}?" if close else ""


class TomlReader:
    """Collects the problems of one file, each with its line."""

    def __init__(self, text: str, file: str) -> None:
        """A broken file is read as an empty one, with a problem."""
        self.problems: list[Problem] = []
        self._text, self._file = text.removeprefix("\ufeff"), file
        self._lines: dict[KeyPath, int] = {}
        self._root: dict[str, Any] = {}
        try:
            self._root = tomllib.loads(self._text)
        except RecursionError:
            self.problem("lists or tables are nested too deeply", (), "no decision or setting needs a list of lists")
        except ValueError as error:
            self.problems.append(broken(str(error), self._text, file))

    def problem(self, message: str, path: KeyPath, hint: str = "") -> None:
        """Record a problem of the value at ``path``, or of the table that contains it."""
        if not self._lines:
            self._lines = {(): 0} | lines(self._text)
        known = next(path[:n] for n in range(len(path), -1, -1) if path[:n] in self._lines)
        self.problems.append(Problem(message, self._file, self._lines[known], hint))

    def table(self, *path: str | int) -> dict[str, Any]:
        """The table at ``path``; empty if there is none."""
        found = self._at(path, {})
        if isinstance(found, dict):
            return found
        self.problem(
            f"{_name(path)} must be a table, not {quoted(found)}", path, f"write [{_name(path)}] on its own line"
        )
        return {}

    def rows(self, name: str) -> Iterator[KeyPath]:
        """The paths of all ``[[name]]``."""
        found = self._at((name,), [])
        if isinstance(found, list) and all(isinstance(row, dict) for row in found):
            yield from ((name, i) for i in range(len(found)))
        else:
            self.problem(
                f"{name} must be a list of tables, not {quoted(found)}",
                (name,),
                f"begin each with [[{name}]] on its own line",
            )

    def expect(self, path: KeyPath, known: Sequence[str]) -> None:
        """Record a problem for each unknown key of the table."""
        for key in self.table(*path).keys() - set(known):
            place = f" in {_name(path)}" if path else ""
            self.problem(f"unknown key {quoted(key)}{place}", (*path, key), meant(key, known))

    def values(self, shape: type, path: KeyPath, keys: Sequence[str], *, closed: bool = True) -> dict[str, Any]:
        """The values of these fields of ``shape`` in the table at ``path``; if ``closed``, other keys are problems."""
        if closed:
            self.expect(path, keys)
        hints = _hints(shape)
        found = {}
        for key, value in self.table(*path).items():
            if key not in keys:
                continue
            if _fits(value, hints[key]):
                found[key] = _frozen(value)
            else:
                wanted, hint = _wanted(value, hints[key])
                self.problem(f"{key} must be {wanted}, not {quoted(value)}", (*path, key), hint)
        return found

    def sorted_problems(self) -> tuple[Problem, ...]:
        """All problems, each once, in the order of the file."""
        return tuple(sorted(set(self.problems), key=lambda p: (p.line, p.message)))

    def _at(self, path: KeyPath, default: Any) -> Any:
        found: Any = self._root
        for key in path:
            try:
                found = found[key]
            except (KeyError, IndexError, TypeError):
                return default
        return found


def lines(text: str) -> dict[KeyPath, int]:
    """The line of each table and key at the beginning of a line; those inside a value are not found."""
    found: dict[KeyPath, int] = {}
    counts: dict[KeyPath, int] = {}
    table: KeyPath = ()
    for number, line in enumerate(_STRINGS.sub(_emptied, text).split("\n"), 1):
        place = _PLACE.match(line)
        if place is None:
            continue
        brackets, header, key = place.groups()
        try:
            parts = _parts(header or key)
        except ValueError:
            continue
        path = table + parts
        if header:
            path = table = _into(parts, counts, new=brackets == "[[")
        for end in range(1, len(path) + 1):
            found.setdefault(path[:end], number)
    return found


def _emptied(string: re.Match[str]) -> str:
    """A multi-line string as its line feeds alone; others unchanged, because they may be keys."""
    many = string[0].startswith(('"""', "'''"))
    return "\n" * string[0].count("\n") if many else "" if string[0].startswith("#") else string[0]


def _parts(key: str) -> tuple[str, ...]:
    """The parts of a dotted key."""
    found: list[str] = []
    table: Any = tomllib.loads(f"{key} = 0")
    while isinstance(table, dict):
        [(part, table)] = table.items()
        found.append(part)
    return tuple(found)


def _into(parts: tuple[str, ...], counts: dict[KeyPath, int], *, new: bool) -> KeyPath:
    """The path of a header: a list of tables on the way means its last one."""
    path: KeyPath = ()
    for i, part in enumerate(parts):
        path += (part,)
        if new and i == len(parts) - 1:
            counts[path] = counts.get(path, 0) + 1
        if path in counts:
            path += (counts[path] - 1,)
    return path


def broken(message: str, text: str, file: str) -> Problem:
    """An error of ``tomllib`` in this text, as a problem with its line."""
    place = _AT_LINE.search(message)
    rows = text.rstrip("\n").split("\n")
    line = int(place[1]) if place and place[1] else len(rows)
    hint = next(hint for word, hint in _HINTS if word in message)
    return Problem(f"this is not valid TOML: {quoted(rows[min(line, len(rows)) - 1].strip())}", file, line, hint)


def _name(path: KeyPath) -> str:
    return ".".join(str(part) for part in path if isinstance(part, str))


@lru_cache(maxsize=32)
def _hints(shape: type) -> dict[str, Any]:
    return get_type_hints(shape)


def _fits(value: object, hint: Any) -> bool:
    """Whether the value is of the type of a field."""
    if get_origin(hint) is Literal:
        return value in get_args(hint)
    if get_origin(hint) is tuple:
        return isinstance(value, list) and all(isinstance(part, str) for part in value)
    return type(value) is hint


def _wanted(value: object, hint: Any) -> tuple[str, str]:
    """The expected value, and how to write it."""
    words = get_args(hint)
    if get_origin(hint) is Literal:
        return "one of " + ", ".join(words), meant(value, words) if isinstance(value, str) else f'write "{words[0]}"'
    if get_origin(hint) is tuple:
        example = [value] if isinstance(value, str) else ["Trump", "President Trump"]
        return "a list of strings", f"write {quoted(example)}"
    return {str: ("a string", 'write "…"'), bool: ("true or false", "write true"), int: ("a whole number", "write 4")}[
        hint
    ]


def _frozen(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(map(visible, value))
    return visible(value) if isinstance(value, str) else value
