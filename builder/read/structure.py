"""From a pasted text to its article: each line is claimed by exactly one rule, and the claims are put together.

The text is sacred: its words are classified, never changed. What is left out of the body is a claim as well, so that
nothing is lost unseen. What an author says in front matter wins over everything that is found here.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from pathlib import PurePosixPath
from typing import Any

from builder.errors import Problem, Result
from builder.model import Article, Block, BlockKind, FrontMatter, RawArticle
from builder.read.lines import split_lines
from builder.read.match import Kind, Lines, Match
from builder.read.quotes import tie
from builder.read.rules import ALONE, TOGETHER, survey


@dataclass(frozen=True, slots=True)
class Claim:
    """A line of the source, and which rule claims it as what."""

    line: int
    rule: str
    kind: Kind
    text: str


def structure(raw: RawArticle) -> Result[Article | None]:
    """The article in a text that is as pasted."""
    _, matches = _claimed(raw)
    blocks = tuple(block for match in matches for block in match.blocks)
    found = FrontMatter()
    for match in matches:
        found = _joined(found, match.said)
    return complete(raw.path, _completed(raw.front, found), blocks)


def complete(path: str, front: FrontMatter, blocks: Sequence[Block]) -> Result[Article | None]:
    """The article of these blocks, its pull quotes tied to what they repeat.

    Without a title the first heading is it, if the body begins with one; else the file's name, with a warning.
    """
    warnings: tuple[Problem, ...] = ()
    if not front.title and blocks and blocks[0].kind is BlockKind.HEADING:
        front, blocks = replace(front, title=" ".join(blocks[0].text.split())), blocks[1:]
    if not front.title:
        name = re.sub(r"[\s_-]+", " ", PurePosixPath(path).stem).strip() or path
        front = replace(front, title=name[:1].upper() + name[1:])
        hint = "begin the text with its headline and an empty line, or write title: in its front matter"
        said = f"no title found, so the file's name is the title: {front.title!r}"
        warnings = (Problem(said, path, hint=hint, warning=True),)
    return Result(Article(path, front, tuple(blocks), tie(blocks)), warnings)


def explain(raw: RawArticle) -> tuple[Claim, ...]:
    """Which rule claims which line of the source, in order; Markdown has no claims, it says what it is."""
    if raw.markdown:
        return ()
    lines, matches = _claimed(raw)
    starts = (0, *(match.end for match in matches))
    return tuple(
        Claim(line.number, match.rule, match.kind, line.text)
        for start, match in zip(starts, matches, strict=False)
        for line in lines.lines[start : match.end]
    )


def _claimed(raw: RawArticle) -> tuple[Lines, tuple[Match, ...]]:
    """The lines of a text and the matches that claim them, each line once, in order."""
    lines = Lines(split_lines(raw.text, raw.line), raw.front)
    alone: dict[int, Match] = {}
    i = 0
    while i < len(lines.lines):
        match = next((match for rule in ALONE if (match := rule(lines, i))), None)
        if match:
            alone[i] = match
        i = match.end if match else i + 1
    lines = survey(lines, alone)
    matches = []
    i = 0
    while i < len(lines.lines):
        match = alone.get(i) or next(match for rule in TOGETHER if (match := rule(lines, i)))
        assert match.end > i
        matches.append(match)
        i = match.end
    return lines, tuple(matches)


def _joined(front: FrontMatter, more: FrontMatter) -> FrontMatter:
    """What two matches say: of lists both, of texts the first that says something."""
    said: dict[str, Any] = {}
    for field in fields(front):
        ours, theirs = getattr(front, field.name), getattr(more, field.name)
        said[field.name] = tuple(dict.fromkeys((*ours, *theirs))) if isinstance(ours, tuple) else ours or theirs
    return replace(front, **said)


def _completed(front: FrontMatter, found: FrontMatter) -> FrontMatter:
    """What an author says, completed by what the text says."""
    said: dict[str, Any] = {f.name: getattr(front, f.name) or getattr(found, f.name) for f in fields(front)}
    return replace(front, **said)
