"""The words that an article has in quotation marks: where they begin and end, and which belong together.

Marks are straight or curly, double or single; inside others they are part of the words. A quotation over several
paragraphs has an opening mark at the beginning of each, and its closing mark only at the end of the last.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from builder.core.regex import regex
from builder.core.values import Block, BlockKind

LONGEST_SINGLE = 2000
"""Characters between single marks, any of which may be an apostrophe."""

UNCLOSED = 3
"""Passages without a mark after one whose quotation has no closing mark that may still belong to it."""

_MARK = regex(r"[“”\"]|''|``|(?<![\w.,!?’'])[‘'](?=[\w\[…])")
"""Two apostrophes are a double mark."""
_SINGLE = regex(
    rf"[‘'](?P<words>(?:[^‘’'\n]|(?<=\w)[’'](?=\w)|(?<=s)[’'](?= [a-z])){{2,{LONGEST_SINGLE}}}?)"
    r"(?:(?<!s)[’'](?!\w)|(?<=s)[’'](?![\w ]| (?![A-Z])))"
)
"""An apostrophe is inside a word, or behind the "s" of a plural that a word follows."""
_DOUBLE = regex(r"[“”\"]")
_BEFORE_OPENING = frozenset(" \n\t\xa0([{—–-/‘'“")
_QUOTING = frozenset({BlockKind.TITLE, BlockKind.STANDFIRST, BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.ITEM})


class Quoted(NamedTuple):
    """Words in quotation marks: ``text[start:end]``, with their marks ``text[low:high]``."""

    low: int
    start: int
    end: int
    high: int
    closed: bool = True
    """Whether it has a closing mark; without one, it ends with its passage."""
    continues: bool = False
    """Whether it continues the quotation at the end of the passage before, which has no closing mark."""


def quoted_words(passages: Sequence[Block]) -> dict[int, list[Quoted]]:
    """The words in quotation marks of each passage that has some, in reading order."""
    found: dict[int, list[Quoted]] = {}
    for block, passage in enumerate(passages):
        if passage.kind not in _QUOTING or not _has_marks(passage.text):
            continue
        here = list(_quoted(passage.text))
        before = found.get(block - 1)
        if here and here[0].low == 0 and before and not before[-1].closed:
            here[0] = here[0]._replace(continues=True)
        if here:
            found[block] = here
    return found


def all_quoted(passages: Sequence[Block], quoted: Mapping[int, Sequence[Quoted]]) -> tuple[tuple[int, int, int], ...]:
    """Block, start and end of all that is in quotation marks, with these, and of what may belong to it without marks.

    ``quoted`` are the ``quoted_words`` of the passages. Quotations span sentences and paragraphs, and marks get lost.
    """
    spans = [(block, each.low, each.high) for block, some in quoted.items() for each in some]
    return tuple(sorted([*spans, *_unmarked(passages, quoted)]))


def _unmarked(passages: Sequence[Block], quoted: Mapping[int, Sequence[Quoted]]) -> Iterator[tuple[int, int, int]]:
    """What may belong to a quotation without a mark of its own there.

    It is what follows one that is not closed, and what precedes a closing mark that nothing opens.
    """
    after = 0
    for block, passage in enumerate(passages):
        text, here = passage.text, quoted.get(block, ())
        if after and not (here and here[0].low == 0):
            yield block, 0, here[0].low if here else len(text)
        if text.count("“") != text.count("”") or text.count('"') % 2:
            first = text.find("”")
            if first >= 0 and "“" not in text[:first]:
                yield block, 0, first + 1
            elif text.count('"') % 2:
                yield block, 0, len(text)
        if here and not here[-1].closed:
            after = UNCLOSED
        elif after:
            after = 0 if _DOUBLE.search(text) else after - 1


def _has_marks(text: str) -> bool:
    """Whether there may be an opening mark: most passages have none, and ``in`` is faster than any pattern."""
    return (
        "“" in text
        or '"' in text
        or " '" in text
        or "‘" in text
        or text[:1] == "'"
        or "''" in text
        or "``" in text
        or "('" in text
    )


def _quoted(text: str) -> Iterator[Quoted]:
    opened = start = -1
    after = 0
    for mark in _MARK.finditer(text):
        at = mark.start()
        if at < after:
            continue
        if mark[0] in "‘'":
            single = _SINGLE.match(text, at) if opened < 0 else None
            if single:
                yield Quoted(at, *single.span("words"), single.end())
                after = single.end()
        elif _opens(text, at, mark.end()):
            # One that is still open has lost its closing mark, and nobody knows where it ended.
            opened, start = at, mark.end()
        elif opened >= 0:
            yield Quoted(opened, start, at, mark.end())
            opened = -1
    if opened >= 0:
        yield Quoted(opened, start, len(text), len(text), closed=False)


def _opens(text: str, low: int, high: int) -> bool:
    """Whether the double mark ``text[low:high]`` opens a quotation."""
    if text[low] == "”":
        return False
    inside = high < len(text) and not text[high].isspace()
    return inside and (low == 0 or text[low - 1] in _BEFORE_OPENING)
