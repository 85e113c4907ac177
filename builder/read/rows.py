"""Rows of lines: tables, bullets, consecutive numbers, dates of a chronology, consecutive short lines."""

from builder.core.regex import regex
from builder.core.values import Block, BlockKind
from builder.read.date_words import DAY, MONTH, WEEKDAY
from builder.read.lines import Line
from builder.read.match import LineKind, Lines, Match

LONGEST_SHORT = 60
"""Maximum characters of a stacked line: verse, an address, a list of names."""
LONGEST_LISTED = 110
"""The same, after a colon."""
LONGEST_ENTRY = 300
"""Maximum characters of an entry in a chronology."""
LONGEST_COUNTED = 90
"""Maximum characters of a heading that begins with its number."""
MOST = 200
"""Maximum lines of one stack."""
LEAST = 3
"""Minimum lines of a chronology or a stack, and minimum numbered headings."""

_BULLET = regex(r"(?P<sure>[•●▪■◦‣])\s*(?=\S)|(?P<mark>[*·–-]|o)\s+(?=\S)")
_NUMBER = regex(r"(?P<number>\d{1,3})[.)]\s*(?=\S)")
_DAY = regex(
    rf"(?:{MONTH} {DAY}(?:, \d{{4}})?|{DAY} {MONTH}(?: \d{{4}})?|(?:{MONTH} )?[12]\d{{3}}(?:[-–]\d{{2,4}})?|"
    rf"\d{{1,2}}[:.]\d\d(?: ?[ap]\.?m\.?)?|{WEEKDAY})\s*(?::|\s[–—-])\s+\S"
)
_MARKUP = regex(r"[\\`*_\[\]<&|!~]")


def table(lines: Lines, i: int) -> Match | None:
    """Lines with the same number of cells separated by tabs; the first is the header."""
    width = len(lines.lines[i].cells)
    if width < 2:  # Checked before the lines below: there may be thousands, and each would look at the rest.
        return None
    end = i
    while end in lines.free and len(lines.lines[end].cells) == width and (end == i or lines.lines[end].gap == 0):
        end += 1
    if end - i < 2:
        return None
    rows = [[_MARKUP.sub(r"\\\g<0>", cell) for cell in line.cells] for line in lines.lines[i:end]]
    rows.insert(1, ["---"] * width)
    text = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    return Match(end, LineKind.TABLE, "table", (Block(BlockKind.OPAQUE, text),))


def item(lines: Lines, i: int) -> Match | None:
    """Items of a list: bullets, or consecutive numbers."""
    return None if i in lines.counted else _bullets(lines, i) or _numbered(lines, i)


def chronology(lines: Lines, i: int) -> Match | None:
    """Entries that begin with a date or year: ``Feb. 7: …``."""
    end = i
    while end in lines.free and len(lines.texts[end]) <= LONGEST_ENTRY and _DAY.match(lines.texts[end]):
        end += 1
    if end - i < LEAST:
        return None
    return Match(end, LineKind.ITEM, "chronology", tuple(Block(BlockKind.ITEM, lines.texts[k]) for k in range(i, end)))


def stack(lines: Lines, i: int) -> Match | None:
    """Consecutive short lines: a list after a colon, otherwise one paragraph that keeps its lines."""
    if i < lines.body or lines.texts[i].endswith(":"):
        return None
    end = i
    listed = lines.texts[i - 1].endswith(":")
    longest = LONGEST_LISTED if listed else LONGEST_SHORT
    while end in lines.free and end - i < MOST and is_short(lines.lines[end], longest):
        end += 1
    if end - i < LEAST:
        return None
    texts = [lines.texts[k] for k in range(i, end)]
    if listed:
        return Match(end, LineKind.ITEM, "listed", tuple(Block(BlockKind.ITEM, text) for text in texts))
    return Match(end, LineKind.PARAGRAPH, "stack", (Block(BlockKind.PARAGRAPH, "\n".join(texts)),))


def is_short(line: Line, longest: int) -> bool:
    """Whether a line is too short for a paragraph, and not a sentence."""
    text = line.text
    return len(text) <= longest and (not line.prose or (text.endswith("!") and text.count(" ") < 4))


def counted(lines: Lines) -> frozenset[int]:
    """Short lines that begin with 1, 2, 3 …, if most precede their own text: headings, not items."""
    found: list[int] = []
    for i in sorted(lines.free):
        number = _NUMBER.match(lines.texts[i])
        if number and int(number["number"]) == len(found) + 1 and i >= lines.body and _is_titled(lines.lines[i]):
            found.append(i)
    alone = sum(1 for i in found if i + 1 in lines.free and i + 1 not in found)
    return frozenset(found) if len(found) >= LEAST and alone * 2 >= len(found) else frozenset()


def _is_titled(line: Line) -> bool:
    return len(line.text) <= LONGEST_COUNTED and (not line.prose or line.text[-1] in "?!")


def _bullets(lines: Lines, i: int) -> Match | None:
    end = i
    blocks = []
    sure = False
    while end in lines.free and (found := _BULLET.match(lines.texts[end])):
        sure = sure or bool(found["sure"])
        blocks.append(Block(BlockKind.ITEM, lines.texts[end][found.end() :]))
        end += 1
    return Match(end, LineKind.ITEM, "item", tuple(blocks)) if len(blocks) >= 2 or sure else None


def _numbered(lines: Lines, i: int) -> Match | None:
    end = i
    blocks: list[Block] = []
    while end in lines.free and (found := _NUMBER.match(lines.texts[end])):
        number = int(found["number"])
        if blocks and number != blocks[-1].level + 1:
            break
        blocks.append(Block(BlockKind.ITEM, lines.texts[end][found.end() :], level=number))
        end += 1
    return Match(end, LineKind.ITEM, "item", tuple(blocks)) if len(blocks) >= 2 else None
