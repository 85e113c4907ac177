"""From Markdown to blocks: what we model, in its parts; what we do not, verbatim."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from builder.dialect import Part, outline, parser, too_much, words_and_marks
from builder.errors import Problem, Result
from builder.model import Block, BlockKind, Mark


def read_blocks(text: str, line: int = 1, path: str = "") -> Result[tuple[Block, ...] | None]:
    """The blocks of Markdown that begins at this line of a file; none if a block of it is beyond a limit."""
    problems = []
    at = line
    for block in text.split("\n\n"):
        if wrong := too_much(block):
            hint = "part it by empty lines, or write it as a .txt file"
            problems.append(Problem(wrong, path, at, hint=hint))
        at += block.count("\n") + 2
    if problems:
        return Result(None, tuple(problems))
    lines = text.split("\n")
    parts = outline(parser().parse(text))
    return Result(tuple(block for part in parts for block in _blocks(part, lines)))


def _blocks(part: Part, lines: Sequence[str]) -> Iterator[Block]:
    read = [found for inline in part.inlines if (found := words_and_marks(inline))]
    if part.kind is BlockKind.OPAQUE:
        yield Block(part.kind, "\n".join(lines[slice(*part.lines)]).strip("\n"))
    elif part.kind is BlockKind.ITEM:
        for number, (text, marks) in enumerate(read, part.first):
            yield Block(part.kind, text, marks, number if part.first else 0)
    else:
        moved: list[Mark] = []
        length = 0
        for text, marks in read:
            moved += (replace(mark, start=mark.start + length, end=mark.end + length) for mark in marks)
            length += len(text) + 2
        yield Block(part.kind, "\n\n".join(text for text, _ in read), tuple(moved), part.first)
