"""From Markdown to blocks: what we model, in its parts; everything else, verbatim."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from msgspec.structs import replace

from builder.core.errors import Problem, Result
from builder.core.kinds import KINDS, NO_SPEAKER
from builder.core.values import Block, BlockKind, Mark
from builder.markdown.dialect import Part, outline, too_deep, too_much
from builder.markdown.escapes import said_at_end
from builder.markdown.parser import LONGEST_LABEL, MISSING


def read_blocks(text: str, line: int = 1, path: str = "") -> Result[tuple[Block, ...] | None]:
    """The blocks of the Markdown that begins at this line of a file; none if one of them exceeds a limit.

    There is a warning for each paragraph whose ``{said=…}`` names no possible speaker: it is text then. There is one
    for each footnote without a reference, and each reference without a footnote, which is text, too.
    """
    parts: Sequence[Part] = ()
    found: dict[str, Any] = {}
    wrong = too_much(text)
    if not wrong:
        parts = outline(text, found)
        wrong = too_deep(parts)
    if wrong:
        hint = "split it with blank lines, or save it as a .txt file"
        return Result(None, (Problem(wrong[0], path, line + wrong[1], hint=hint),))
    lines = text.split("\n")
    problems = (_unknown_speaker(part, lines, line, path) for part in parts if part.kind is BlockKind.PARAGRAPH)
    blocks = tuple(block for part in parts for block in _blocks(part, lines))
    return Result(blocks, (*filter(None, problems), *_unpaired(parts, found.get(MISSING, ()), lines, line, path)))


def _unknown_speaker(part: Part, lines: Sequence[str], line: int, path: str) -> Problem | None:
    last = part.lines[1] - 1
    wrong = None if part.said else said_at_end(lines[last].rstrip())
    if wrong is None:
        return None
    row = next(row for row in KINDS.values() if row.speaks)
    hint = f"end a paragraph with {{said={row.name}:{row.example}}} or {{said={NO_SPEAKER}}}; {row.form}"
    alone = part.read[0][0] == wrong[0]
    message = f"there is no paragraph before {wrong[0]}" if alone else f"unknown speaker {wrong[1]!r}"
    return Problem(message, path, line + last, hint=hint, warning=True)


def _unpaired(
    parts: Sequence[Part], missing: Iterable[str], lines: Sequence[str], line: int, path: str
) -> Iterator[Problem]:
    """The footnotes without a reference, and the references without a footnote."""
    named = {token.meta["label"] for part in parts for token in part.references}
    for part in parts:
        if part.label and part.label not in named:
            name = f"[^{part.label[:LONGEST_LABEL]}]"
            hint = f"write {name} where it belongs"
            message = f"nothing refers to the footnote {name}"
            yield Problem(message, path, line + part.lines[0], hint=hint, warning=True)
    for name in missing:
        hint = f"write it as a paragraph of its own, {name}: …, or put a backslash before it: \\{name}"
        row = next((number for number, text in enumerate(lines) if name in text), 0)
        yield Problem(f"there is no footnote {name}", path, line + row, hint=hint, warning=True)


def _blocks(part: Part, lines: Sequence[str]) -> Iterator[Block]:
    if part.kind is BlockKind.OPAQUE:
        yield Block(part.kind, _verbatim(lines[slice(*part.lines)]), label=part.label)
    elif part.kind is BlockKind.ITEM:
        for number, (text, marks) in enumerate(part.read, part.first):
            yield Block(part.kind, text, marks, number if part.first else 0)
    else:
        moved: list[Mark] = []
        length = 0
        for text, marks in part.read:
            moved += (replace(mark, start=mark.start + length, end=mark.end + length) for mark in marks)
            length += len(text) + 2
        text = "\n\n".join(text for text, _ in part.read)
        yield Block(part.kind, text, tuple(moved), part.first, part.said, part.label)


def _verbatim(lines: Sequence[str]) -> str:
    """The lines, moved to the margin together: indented, they would belong to a list written before them."""
    indent = len(lines[0]) - len(lines[0].lstrip(" "))
    text = "\n".join(lines).strip("\n")
    # Four spaces would be code; the width of a tab depends on its position.
    return re.sub(f"^ {{1,{indent}}}", "", text, flags=re.MULTILINE) if 0 < indent < 4 and "\t" not in text else text
