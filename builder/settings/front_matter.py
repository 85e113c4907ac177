"""The front matter of an article: YAML between --- lines or TOML between +++ lines; written as YAML.

Values are read as text ("title: 1984" is text, and so is "title: no"), so that YAML's guesses at types change no
words. Each problem has its line.
"""

import json
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, get_type_hints

from msgspec.structs import replace as revised

from builder.core.dates import iso_date
from builder.core.errors import Problem, Result
from builder.core.kinds import KINDS, NOBODY, TARGET
from builder.core.regex import regex
from builder.core.values import Correction, Decision, Extra, FrontMatter
from builder.settings.config import is_language
from builder.settings.toml import quoted, slip
from builder.settings.trees import NOTHING, TreeNode, UnreadableError, toml_tree, yaml_tree

MAX_KEY = 150
"""Characters. YAML itself allows at most 1,024, including escapes."""

ALIKE = 0.8
"""How alike an unknown key and one of ours must be for a hint: "autors" and "authors" are 0.92, "cms_date" and "date"
0.67. Keys of other generators are no mistakes."""
_KEPT = "it is kept in the Markdown of the article, and shown nowhere"

_KEY_LINE = regex(r"""(?:"(?:[^"\\]|\\.)*"|'?[^\W\d][\w -]*+'?)[ \t]*+:(?:[ \t]|$)""")
"""Possessive, so that spaces are scanned once: a key may end in them, and others may follow its quote."""
_SETTING = regex(r"""[ \t]*(?:"(?:[^"\\]|\\.)*"|'[^']*'|[\w.-]+)[ \t]*=""")
_ENDS = {"---": ("---", "..."), "+++": ("+++",)}
_TARGET = regex(TARGET)
_YAML_NOTE = regex(r"[ \t]+#[^\"']*$")
"""A comment at the end of a line; in one with quotation marks, it might be part of the value."""
_NUMBER = regex(r"-?(?:0|[1-9]\d{0,17})(?:\.\d{1,25})?(?:[eE][+-]?\d{1,3})?", re.ASCII)
_TRUTH = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
_PLAIN = regex(r"[^\W\d_](?:[\w.’' -]*[\w.’])?")
_UNREADABLE = regex("[\x80-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def split_front_matter(text: str) -> tuple[str, str, int]:
    """The front matter without the lines around it, the rest, and the line at which the rest begins.

    It is TOML if the text begins with "+++", else YAML; blank lines may come before it. Without front matter, ``("",
    text, 1)``: a text may begin with such a line, or never close what it opened.
    """
    lines = text.split("\n")
    begin = next((i for i, line in enumerate(lines) if line.strip()), 0)
    ends = _ENDS.get(lines[begin].rstrip(), ())
    end = next((i for i, line in enumerate(lines) if i > begin and line.rstrip() in ends), 0) if ends else 0
    said = lines[begin + 1 : end]
    # A key in either language makes it front matter, so that a draft in the wrong one is a problem and never text.
    if not end or (any(line.strip() for line in said) and not any(map(_sets_a_key, said))):
        return "", text, 1
    return "\n".join(said), "\n".join(lines[end + 1 :]), end + 2


def is_toml(text: str) -> bool:
    """Whether the front matter of a text, if it has any, is TOML."""
    return text.lstrip().startswith("+++")


def _sets_a_key(line: str) -> bool:
    return bool(_KEY_LINE.match(line) or _SETTING.match(line))


def parse_front_matter(text: str, file: str, line: int = 2, *, toml: bool = False) -> Result[FrontMatter | None]:
    """The front matter that begins at this line of the file; an unknown key is kept, with a warning.

    Keys may be in any case. Keys of other generators fill those of ours that are not set.
    """
    reader = _FrontMatterReader(file, line)
    values: dict[str, Any] = {}
    extra: list[Extra] = []
    others: list[tuple[str, TreeNode]] = []
    for key, node in reader.pairs(reader.tree(text, toml=toml)):
        name = key.lower()
        if name not in _KEYS:
            others.append((key, node))
            continue
        if name in values:
            reader.problem(f"duplicate key {quoted(name)}", node.line, "keep one of them")
        values[name] = reader.known(name, node)
    for key, node in others:
        if not reader.adopt(key.lower(), node, values):
            reader.problem(f"unknown key {quoted(key)}", node.line, slip(key, _KEYS, ALIKE) or _KEPT, warning=True)
            extra.append(Extra(key, json.dumps(reader.value(node), ensure_ascii=False)))
    failed = any(not problem.warning for problem in reader.problems)
    return Result(None if failed else FrontMatter(**values, extra=tuple(extra)), tuple(reader.problems))


def write_front_matter(front: FrontMatter) -> str:
    """The front matter as a block of YAML between lines of dashes; empty if it has no values.

    ``parse_front_matter`` turns it back into the same value.
    """
    said = [line for key in _KEYS if (value := getattr(front, key)) for line in _lines(key, value)]
    said += [f"{_scalar(extra.key)}: {_escaped(extra.json)}" for extra in front.extra]
    return "\n".join(["---", *said, "---", ""]) if said else ""


def revised_front_matter(text: str, front: FrontMatter) -> str:
    """The front matter of a text between its delimiters, word for word, followed by what only ``front`` has.

    Empty if that is impossible: there is none, ``front`` contradicts it, or nothing can be added to it.
    """
    said, _, _ = split_front_matter(text)
    toml = is_toml(text)
    before = parse_front_matter(said, "", toml=toml).value
    if not said or before is None:
        return ""
    head, *lines, end = text.lstrip().split("\n")[: said.count("\n") + 3]
    new = [key for key in _KEYS if getattr(front, key) != getattr(before, key)]
    lines += [] if toml else [line for key in new for line in _lines(key, getattr(front, key))]
    fits = parse_front_matter("\n".join(lines), "", toml=toml).value == front
    return "\n".join([head, *lines, end, ""]) if fits else ""


def changed_front_matter(text: str, changes: Mapping[str, str | tuple[str, ...]]) -> str:
    """The text of an article with these keys of its front matter changed, and every other line as it is.

    An empty value removes its key. A text without front matter gets one. Empty if that is impossible.
    """
    said, _, _ = split_front_matter(text)
    if not said:
        new = revised(FrontMatter(), **changes)
        return f"{write_front_matter(new)}\n{text}" if text.strip() else ""
    toml = is_toml(text)
    before = parse_front_matter(said, "", toml=toml).value
    if before is None:
        return ""
    lines = (_changed_toml if toml else _changed_yaml)(said, changes)
    wanted, found = revised(before, **changes), parse_front_matter(lines, "", toml=toml).value
    if found != wanted:
        return ""
    at = text.index(said)
    return text[:at] + lines + text[at + len(said) :]


def _changed_yaml(said: str, changes: Mapping[str, str | tuple[str, ...]]) -> str:
    """A block of YAML with these keys changed: each is the lines from its own to the next at the margin."""
    lines = said.split("\n")
    for key, value in changes.items():
        names = {key, *(theirs for theirs, ours in _THEIRS.items() if ours == key)}
        start = next((at for at, line in enumerate(lines) if _yaml_key(line) in names), len(lines))
        end = min(start + 1, len(lines))
        while end < len(lines) and lines[end].startswith((" ", "\t", "- ")):
            end += 1
        note = _YAML_NOTE.search(lines[start]) if end == start + 1 else None
        new = _lines(key, value) if value else []
        if new and note:
            new[-1] += note[0]
        lines[start:end] = new
    return "\n".join(lines)


def _yaml_key(line: str) -> str:
    """The key that a line at the margin sets, in lower case."""
    return line.partition(":")[0].strip("\"' ").lower() if _KEY_LINE.match(line) else ""


def _changed_toml(said: str, changes: Mapping[str, str | tuple[str, ...]]) -> str:
    import tomlkit  # Only an editor's answer needs it.

    document = tomlkit.parse(said)
    names = {name.lower(): name for name in document}
    for key, value in changes.items():
        theirs = next((each for each, ours in _THEIRS.items() if ours == key and each in names), "")
        name = names.get(key) or names.get(theirs) or key
        if value:
            document[name] = list(value) if isinstance(value, tuple) else value
        else:
            document.pop(name, None)
    return tomlkit.dumps(document).removesuffix("\n")


class _FrontMatterReader:
    """Collects the problems of one block, each with its line in the file."""

    def __init__(self, file: str, line: int) -> None:
        self.problems: list[Problem] = []
        self._file, self._line = file, line

    def problem(self, message: str, line: int, hint: str, *, warning: bool = False) -> None:
        self.problems.append(Problem(message, self._file, self._line + line, hint, warning))

    def tree(self, text: str, *, toml: bool) -> TreeNode:
        """The whole block; an empty node if it cannot be read."""
        try:
            return toml_tree(text) if toml else yaml_tree(text)
        except UnreadableError as error:
            self.problem(error.problem.message, error.problem.line, error.problem.hint)
            return NOTHING

    def pairs(self, *nodes: TreeNode) -> list[tuple[str, TreeNode]]:
        """The keys and values of these mappings, each key once, each value on the line of its key."""
        found: dict[str, TreeNode] = {}
        for node in nodes:
            if not node.mapping and not node.empty:
                self.problem(f"expected keys and values, not {node}", node.line, "write one key: value per line")
            parts = (node.parts or ()) if node.mapping else ()
            for key, value in zip(parts[::2], parts[1::2], strict=True):
                if not 0 < len(key.text) <= MAX_KEY:
                    self.problem(f"{key} is not a valid key", key.line, f"a key is 1 to {MAX_KEY} characters of text")
                elif key.text in found:
                    self.problem(f"duplicate key {quoted(key.text)}", key.line, "keep one of them")
                found[key.text] = replace(value, line=key.line)
        return list(found.items())

    def known(self, key: str, node: TreeNode) -> Any:
        """The value of a known key; an impossible value is a problem."""
        if key == "entities":
            return tuple(self.decision(*pair) for pair in self.pairs(*self.parts(node)))
        if key == "corrections":
            return tuple(said for part in self.parts(node) if (said := self.correction(part)).text)
        if _HINTS[key] is str:
            return self.text(key, node)
        if _HINTS[key] is bool:
            return self.truth(key, node)
        return tuple(text for part in self.parts(node) if (text := self.text(key, part)))

    def adopt(self, key: str, node: TreeNode, values: dict[str, Any]) -> bool:
        """Whether a key of another generator corresponds to one of ours, which then gets its value."""
        if key == "published" and not iso_date(node.text):  # Some write the date here.
            hidden = not node.empty and not self.truth(key, node)
            values["draft"] = values.get("draft", False) or hidden
            return True
        if key in _ADDRESSES:
            found = tuple(part.text for part in self.parts(node) if part.parts is None)
            if not found or not all(map(_is_path, found)):
                return False
            values["aliases"] = tuple(dict.fromkeys((*values.get("aliases", ()), *found)))
            return True
        ours = _THEIRS.get(key, "")
        several = node.parts is not None
        simple = not node.mapping and all(part.parts is None for part in node.parts or ())
        if not ours or (values.get(ours) and ours != "tags") or not simple or (several and _HINTS[ours] is str):
            return False
        found = self.known(ours, node)
        # Categories beside tags are more of them.
        values[ours] = tuple(dict.fromkeys((*values.get(ours, ()), *found))) if ours == "tags" else found
        return True

    def truth(self, key: str, node: TreeNode) -> bool:
        """Whether a key is true; a value that is neither true nor false is a problem."""
        if not node.empty and node.text.lower() not in _TRUTH:
            self.problem(f"{key} must be true or false, not {node}", node.line, "write true or false")
        return _TRUTH.get(node.text.lower(), False)

    def text(self, key: str, node: TreeNode) -> str:
        """The text of a node, whatever its type in YAML, in the form that the key requires."""
        if node.parts is not None:
            self.problem(f"{key} must be text, not {node}", node.line, f'write {key}: "…"')
        if node.empty or not node.text:
            return ""
        want, hint = _WANTS.get(key, (str, ""))
        wanted = want(node.text)
        if not wanted:
            self.problem(f"invalid {key} {node}", node.line, hint)
        return wanted

    def parts(self, node: TreeNode) -> tuple[TreeNode, ...]:
        """The parts of a list; a single value is a list of one."""
        return (node.parts or ()) if node.parts is not None and not node.mapping else () if node.empty else (node,)

    def decision(self, words: str, target: TreeNode) -> Decision:
        """The decision what these words mean."""
        if not _TARGET.fullmatch(target.text):
            refs = ", ".join(f"{row.name}:{row.example}" for row in KINDS.values())
            hint = f"write {refs}, or {NOBODY} for no link"
            self.problem(f"{quoted(words)} has the invalid target {target}", target.line, hint)
        return Decision(words, target.text)

    def correction(self, node: TreeNode) -> Correction:
        """A correction: a text, or a text and a time."""
        if node.parts is None:
            return Correction(self.text("corrections", node))
        said = {key: self.text(key, value) for key, value in self.pairs(node)}
        if not said.get("text") or said.keys() - {"text", "time"}:
            self.problem(
                "a correction needs a text, and may have a time", node.line, 'write - {time: "3:35 p.m.", text: "…"}'
            )
        return Correction(said.get("text", ""), said.get("time", ""))

    def value(self, node: TreeNode) -> Any:
        """The value of an unknown key, as JSON values."""
        if node.mapping:
            return {key: self.value(value) for key, value in self.pairs(node)}
        if node.parts is not None:
            return [self.value(part) for part in node.parts]
        if node.empty:
            return None
        return _meant(node.text) if node.plain else node.text


def _meant(text: str) -> bool | int | float | str:
    """The value of unquoted text: a boolean, a number if it can be stored, otherwise the text itself."""
    if not _NUMBER.fullmatch(text):
        return _TRUTH.get(text.lower(), text)
    number = float(text) if set(text) & set(".eE") else int(text)
    return number if math.isfinite(number) else text


def _slug(text: str) -> str:
    """The slug, if it is a single plain part of a path."""
    plain = text.strip() and not re.search(r"[/\\\n\t]", text) and text[0] != "." and len(text.encode()) <= 200
    return text.strip() if plain else ""


def _address(text: str) -> str:
    """The old address, if it does not lead out of the site."""
    outside = "\\" in text or "\n" in text or "://" in text or text.startswith("//") or ".." in text.split("/")
    return "" if outside else text


def _is_path(text: str) -> bool:
    """Whether another generator's address of a page is the whole address, and not a pattern or the name of one."""
    return "/" in text and ":" not in text and _address(text) != ""


_WANTS: dict[str, tuple[Callable[[str], str], str]] = {
    **dict.fromkeys(("date", "updated"), (iso_date, "write 2018-03-28, 2018-03-28T15:35+02:00, or March 28, 2018")),
    "slug": (_slug, "a slug is the last part of an address, without slashes: kim-in-beijing"),
    "aliases": (_address, "write an old address of this site: /2018/03/kim-in-beijing.html"),
    "language": (lambda text: text if is_language(text) else "", 'write a tag such as "en" or "ko"'),
}
_HINTS = get_type_hints(FrontMatter)
_THEIRS = {
    "author": "authors",
    "lang": "language",
    **dict.fromkeys(("description", "summary", "excerpt"), "standfirst"),
    **dict.fromkeys(("categories", "category", "keywords", "tag"), "tags"),
    **dict.fromkeys(("lastmod", "last_modified_at"), "updated"),
}
"""Keys of Jekyll, Hugo and others, which mean the same as ours."""
_ADDRESSES = "permalink", "url", "redirect_from"
"""Keys for addresses of a page on another generator's site, which are old ones here."""
_KEYS = tuple(name for name in FrontMatter.__struct_fields__ if name != "extra")


def _lines(key: str, value: Any) -> list[str]:
    """A key and its value, as lines of YAML."""
    if key == "entities":
        return [f"{key}:", *(f"  {_scalar(d.text)}: {_scalar(d.target)}" for d in value)]
    if key == "corrections":
        times = (f"time: {_scalar(c.time)}, " if c.time else "" for c in value)
        return [f"{key}:", *(f"  - {{{time}text: {_scalar(c.text)}}}" for time, c in zip(times, value, strict=True))]
    if isinstance(value, tuple):
        return [f"{key}: [{', '.join(map(_scalar, value))}]"]
    if isinstance(value, bool):
        return [f"{key}: true"]
    return [f"{key}: {value if key in ('date', 'updated') and iso_date(value) == value else _scalar(value)}"]


def _scalar(text: str) -> str:
    """A text without quotes if every YAML reader takes it as text; otherwise quoted."""
    plain = _PLAIN.fullmatch(text) and text.lower() not in {*_TRUTH, "null", "y", "n"}
    return text if plain else _escaped(json.dumps(text, ensure_ascii=False))


def _escaped(text: str) -> str:
    """JSON in a form that YAML reads: line separators and unreadable characters are escaped."""
    return _UNREADABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
