"""The lines of a pasted text, with hard-wrapped ones joined, and what the reading rules need to know about them all."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from builder.core.regex import regex
from builder.core.text import is_initials, single_spaced, small
from builder.read.printed import goes_on

WIDEST = 110
"""Maximum characters of a hard-wrapped line."""
SLACK = 12
"""Characters by which a wrapped line may be shorter than the margin."""

IsWord = Callable[[str], bool]
"""Whether a lower-case word is an ordinary word."""

_STOPS = ".", "!", "?", "…"
_CLOSERS = "\"'”’»)]"
_REFERENCES = regex(r"(?:\s?\[[\w ]{1,20}\])+\Z")
"""Numbers of footnotes after a sentence: "in 1931. [12] [13]"."""
_BROKEN = regex(r"([^\W\d_]+)-\Z")
_LETTERS = regex(r"[^\W\d_]+")
_STARTS_NEW = regex(r"\s*(?:[•●▪■◦‣·*–—―-]|--|\d{1,3}[.)]\s|[A-Z][A-Z .]{0,30}:\s|>)")


@dataclass(frozen=True, slots=True)
class Line:
    """A line as readers see it: wrapped lines joined, white space collapsed."""

    text: str
    number: int
    """Number of its first line in the source, from 1."""
    count: int = 1
    """Number of source lines it covers."""
    gap: int = 0
    """Number of blank lines before it."""
    cells: tuple[str, ...] = ()
    """The cells separated by tabs; empty if there are no tabs."""
    prose: bool = False
    """Whether it reads like a paragraph, as defined by ``is_prose``."""
    small: str = ""
    """The text in lower case."""


class _Raw(NamedTuple):
    """A line with its indent, as known before lines are joined; as in ``Line``."""

    text: str
    number: int
    height: int
    """``Line.count``."""
    gap: int
    cells: tuple[str, ...]


def never(_: str) -> bool:
    """No word is known."""
    return False


def split_lines(
    text: str, first: int = 1, is_word: IsWord = never, without: frozenset[int] = frozenset()
) -> tuple[Line, ...]:
    """The lines of a text that are not blank; ``first`` is the number of the text's first line in its file.

    Wrapped lines are joined again. A word broken there loses its hyphen if the whole is a word (``is_word``) or occurs
    elsewhere in the text; otherwise the hyphen may belong to it, and stays. Lines ``without``, counted from 0, do not
    belong to the text: a sentence that they break goes on below them.
    """
    found: list[_Raw] = []
    gap = 0
    broken = False
    for number, raw in enumerate(text.split("\n"), first):
        if number - first in without:
            broken = True
        elif raw.strip():
            gap = 0 if broken and found and goes_on(found[-1].text, raw) else gap
            broken = False
            # Tabs and no-break spaces become spaces here; the indent is kept until lines are joined.
            cells = tuple(" ".join(cell.split()) for cell in raw.strip().split("\t")) if "\t" in raw.strip() else ()
            found.append(_Raw(raw.expandtabs().rstrip(), number, 1, gap, cells))
            gap = 0
        else:
            gap += 1
    width = _margin(found)
    joined = _joined(found, width, _TextWords(text, is_word)) if width else found
    return tuple(_seen(line) for line in joined)


def _seen(line: _Raw) -> Line:
    text = single_spaced(line.text)
    return Line(text, line.number, line.height, line.gap, line.cells, is_prose(text), small(text))


def is_prose(text: str) -> bool:
    """Whether a line reads like a paragraph: it ends like a sentence, or is too long for anything else."""
    if len(text) > 200:
        return True
    if text.endswith("]"):
        text = _REFERENCES.sub("", text)
    end = text.rstrip(_CLOSERS)
    if not end.endswith(_STOPS) or text.endswith(("...", "…")):
        return False
    last = end[:-1].rsplit(" ", 1)[-1].lstrip("“\"'‘(")
    return not (end[-1] == "." and is_initials(last)) and " " in text


def _margin(lines: list[_Raw]) -> int:
    """The width at which the text is hard-wrapped; 0 if it is not."""
    lengths = sorted(len(line.text) for line in lines if " " in line.text.strip())
    if not lengths:
        return 0
    width = lengths[-1 - len(lengths) // 50]
    if not 30 <= width <= WIDEST:
        return 0
    pairs = [(a, b) for a, b in pairwise(lines) if b.gap == 0 and len(a.text) >= width - SLACK]
    carried = sum(1 for _, b in pairs if b.text.lstrip()[:1].islower())
    return width if len(pairs) >= 2 and carried * 5 >= len(pairs) * 2 else 0


class _TextWords:
    """The words of a text, gathered only if one of them was broken."""

    def __init__(self, text: str, is_word: IsWord) -> None:
        self._text = text
        self._is_word = is_word

    def whole(self, start: str, end: str) -> bool:
        """Whether the two parts form one word without a hyphen."""
        word = (start + end).casefold()
        if f"{start}-{end}".casefold() in self._own:
            return False
        return word in self._own or self._is_word(word)

    @cached_property
    def _own(self) -> frozenset[str]:
        return frozenset(word.casefold() for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", self._text))


def _joined(lines: list[_Raw], width: int, words: _TextWords) -> list[_Raw]:
    """The lines, with those that were wrapped at ``width`` joined again."""
    joined: list[_Raw] = []
    parts: list[str] = []
    for i, line in enumerate(lines):
        if joined and line.gap == 0 and _continues(lines[i - 1].text, line.text, width):
            head = joined[-1]
            broken, rest = _BROKEN.search(parts[-1]), _LETTERS.match(line.text.lstrip())
            if broken and rest and rest[0].islower() and words.whole(broken[1], rest[0]):
                parts[-1] = parts[-1][:-1]
            parts.append("" if broken else " ")
            parts.append(line.text.lstrip())
            joined[-1] = head._replace(height=head.height + 1, cells=())
            continue
        if joined:
            joined[-1] = _whole(joined[-1], parts)
        joined.append(line)
        parts = [line.text]
    if joined:
        joined[-1] = _whole(joined[-1], parts)
    return joined


def _whole(line: _Raw, parts: list[str]) -> _Raw:
    return line._replace(text="".join(parts))


def _continues(above: str, line: str, width: int) -> bool:
    """Whether a line continues the one above: its first word did not fit there."""
    if _STARTS_NEW.match(line) or len(line) - len(line.lstrip()) > len(above) - len(above.lstrip()) + 1:
        return False
    word = line.split(maxsplit=1)[0]
    return len(above) + 1 + len(word) > width - SLACK // 2 or line.lstrip()[:1].islower()
