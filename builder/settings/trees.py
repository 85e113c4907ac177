"""A block of front matter, YAML or TOML, as one tree of texts, each with its line.

Nodes are read, not constructed: tags cannot create objects, and no guess at types changes a word.
"""

import tomllib
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

from builder.core.errors import Problem
from builder.settings.toml import broken, lines, quoted, visible

MAX_DEPTH = 20
"""Nested lists. Front matter never needs more, and YAML readers are known to crash on it."""
MAX_TOML = 10_000
"""Characters. The standard library's reader is quadratic in the length of a dotted key."""

_NULL = ("", "~", "null")


@dataclass(frozen=True, slots=True)
class TreeNode:
    """A value as written in the file."""

    line: int
    """Counted from 0, within the block."""
    text: str = ""
    plain: bool = False
    """A text without quotes and tags, which may mean a number or null."""
    parts: tuple["TreeNode", ...] | None = None
    """For a list its values; for a mapping its keys and values in turn."""
    mapping: bool = False

    @property
    def empty(self) -> bool:
        """Whether it has no value."""
        return self.plain and self.text.lower() in _NULL

    def __str__(self) -> str:
        return "keys and values" if self.mapping else "a list" if self.parts is not None else quoted(self.text)


NOTHING = TreeNode(0, plain=True)


class UnreadableError(Exception):
    """A block that cannot be read; the line of its problem is counted from 0, within the block."""

    def __init__(self, message: str, line: int, hint: str) -> None:
        self.problem = Problem(message, "", line, hint)
        super().__init__(self.problem)


def yaml_tree(text: str) -> TreeNode:
    """The block of YAML as a tree.

    Raises:
        UnreadableError: if it is not YAML, or too complex.
    """
    import yaml  # Ten milliseconds that a build without changes saves.

    found: list[list[TreeNode]] = [[]]
    try:
        for event in yaml.parse(visible(text), Loader=yaml.CSafeLoader):
            line = event.start_mark.line if event.start_mark else 0
            if isinstance(event, yaml.AliasEvent):
                raise _intricate("YAML aliases are not supported", line)
            if len(found) > MAX_DEPTH:
                raise _intricate("lists are nested too deeply", line)
            if isinstance(event, yaml.ScalarEvent):
                words = visible(event.value).rstrip("\n" if event.style in ("|", ">") else "")
                found[-1].append(TreeNode(line, words, plain=not event.style and not event.tag))
            elif isinstance(event, yaml.CollectionStartEvent):
                found.append([TreeNode(line, mapping=isinstance(event, yaml.MappingStartEvent))])
            elif isinstance(event, yaml.CollectionEndEvent):
                start, *parts = found.pop()
                found[-1].append(replace(start, parts=tuple(parts)))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        row = min(mark.line, text.count("\n")) if mark else 0
        if "nesting depth" in str(error):  # Newer versions of the library stop by themselves.
            raise _intricate("lists are nested too deeply", row) from None
        hint = 'put text that contains a colon or begins with a symbol in quotes: title: "Talks: a key player"'
        line_text = quoted(text.split("\n")[row].strip())
        raise UnreadableError(f"front matter is not valid YAML: {line_text}", row, hint) from None
    if len(found[0]) > 1:
        hint = "put all keys between one pair of --- lines"
        raise UnreadableError("front matter begins twice", found[0][1].line, hint)
    return found[0][0] if found[0] else NOTHING


def toml_tree(text: str) -> TreeNode:
    """The block of TOML as a tree.

    Raises:
        UnreadableError: if it is not TOML, or too complex.
    """
    if len(text) > MAX_TOML:
        hint = "write it as YAML, between lines of ---"
        raise UnreadableError(f"front matter in TOML is longer than {MAX_TOML:,} characters", 0, hint)
    try:
        table = tomllib.loads(text)
    except RecursionError:
        raise _intricate("lists are nested too deeply", 0) from None
    except ValueError as error:
        problem = broken(str(error), text, "")
        message = problem.message.replace("this", "front matter", 1)
        raise UnreadableError(message, problem.line - 1, problem.hint) from None
    return _toml_node(table, (), lines(text))


def _toml_node(value: Any, path: tuple[str | int, ...], places: dict[tuple[str | int, ...], int]) -> TreeNode:
    if len(path) > MAX_DEPTH:
        raise _intricate("lists are nested too deeply", places.get(path[:1], 1) - 1)
    line = next((places[path[:n]] for n in range(len(path), 0, -1) if path[:n] in places), 1) - 1
    if isinstance(value, dict):
        rows = [(TreeNode(line, visible(key)), _toml_node(each, (*path, key), places)) for key, each in value.items()]
        parts = tuple(node for key, each in rows for node in (replace(key, line=each.line), each))
        return TreeNode(line, parts=parts, mapping=True)
    if isinstance(value, list):
        return TreeNode(line, parts=tuple(_toml_node(each, (*path, i), places) for i, each in enumerate(value)))
    if isinstance(value, str):
        return TreeNode(line, visible(value))
    if isinstance(value, date | datetime | time):
        return TreeNode(line, value.isoformat())
    return TreeNode(line, str(value).lower(), plain=True)


def _intricate(why: str, line: int) -> UnreadableError:
    return UnreadableError(f"front matter is too complex: {why}", line, "use plain keys, lists and values")
