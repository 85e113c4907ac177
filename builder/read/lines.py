"""The lines of a pasted text, hard-wrapped ones joined, and what the rules of reading need to know of them all."""

import re
from dataclasses import dataclass
from itertools import pairwise

from builder.text import is_initials

WIDEST = 110
"""Characters. No text was ever hard-wrapped wider."""
SLACK = 12
"""Characters by which a wrapped line may end before its margin."""

_END = re.compile(r"""[.!?…]["'”’»)\]]*\Z""")
_STARTS_NEW = re.compile(r"\s*(?:[•●▪■◦‣·*–—―-]|--|\d{1,3}[.)]\s|[A-Z][A-Z .]{0,30}:\s|>)")


@dataclass(frozen=True, slots=True)
class Line:
    """A line that says something, as a reader sees it: wrapped lines joined, white space collapsed."""

    text: str
    number: int
    """Of its first line in the source, from 1."""
    count: int = 1
    """Lines of the source that it takes."""
    gap: int = 0
    """Empty lines before it."""


def split_lines(text: str, first: int = 1) -> tuple[Line, ...]:
    """The lines of a text that are not blank; ``first`` is the number of the text's first line in its file."""
    found: list[Line] = []
    gap = 0
    for number, raw in enumerate(text.split("\n"), first):
        if raw.strip():
            # Tabs and no-break spaces become spaces here; the indent is kept until lines are joined.
            found.append(Line(raw.expandtabs().rstrip(), number, 1, gap))
            gap = 0
        else:
            gap += 1
    width = _margin(found)
    joined = _joined(found, width) if width else found
    return tuple(Line(" ".join(line.text.split()), line.number, line.count, line.gap) for line in joined)


def is_prose(text: str) -> bool:
    """Whether a line reads as a paragraph: it ends as a sentence does, or is too long for anything else."""
    if len(text) > 200:
        return True
    end = _END.search(text)
    if end is None or text.endswith(("...", "…")):
        return False
    last = text[: end.start()].rsplit(" ", 1)[-1].lstrip("“\"'‘(")
    return not (text[end.start()] == "." and is_initials(last)) and " " in text


def _margin(lines: list[Line]) -> int:
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


def _joined(lines: list[Line], width: int) -> list[Line]:
    """Lines with those that were wrapped at ``width`` put together again."""
    joined: list[Line] = []
    parts: list[str] = []
    for i, line in enumerate(lines):
        if joined and line.gap == 0 and _continues(lines[i - 1].text, line.text, width):
            head = joined[-1]
            parts.append("" if parts[-1].endswith("-") and parts[-1][-2:-1].isalpha() else " ")
            parts.append(line.text.lstrip())
            joined[-1] = Line(head.text, head.number, head.count + 1, head.gap)
            continue
        if joined:
            joined[-1] = _whole(joined[-1], parts)
        joined.append(line)
        parts = [line.text]
    if joined:
        joined[-1] = _whole(joined[-1], parts)
    return joined


def _whole(line: Line, parts: list[str]) -> Line:
    return Line("".join(parts), line.number, line.count, line.gap)


def _continues(above: str, line: str, width: int) -> bool:
    """Whether a line goes on with the one above: its first word had no room there."""
    if _STARTS_NEW.match(line) or len(line) - len(line.lstrip()) > len(above) - len(above.lstrip()) + 1:
        return False
    word = line.split(maxsplit=1)[0]
    return len(above) + 1 + len(word) > width - SLACK // 2 or line.lstrip()[:1].islower()
