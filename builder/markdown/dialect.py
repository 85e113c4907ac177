"""Our Markdown: CommonMark without HTML, with tables, footnotes, struck text, entity links, pull quotes, captions; and
the parts of a text.

``[words](person:ID)``, ``(country:CODE)`` and ``(none:)`` are entity links, by a rule of our own that comes before
links and ignores reference definitions: content cannot create a hidden one. A line ``{.pullquote}`` or
``{.caption}`` right before a quotation gives it that kind. ``{said=person:ID}`` or ``{said=none}`` at the end of a
paragraph says who said its quotations. Both the reader and the writer of Markdown use this module, so that each
understands the other.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Any

from markdown_it.token import Token
from msgspec import Struct
from msgspec.structs import replace

from builder.core.regex import regex
from builder.core.values import BlockKind, Mark, MarkKind
from builder.markdown.parser import LINE, MAX_LEVEL, REFERENCE, parser

SIGNS = {"{.pullquote}": BlockKind.PULL_QUOTE, "{.caption}": BlockKind.CAPTION}
"""The kind that a line right before a quotation gives it."""

MAX_CHARACTERS = 200_000
"""In lines without a blank one between; a whole book of the Bible in one paragraph stays below it."""
MAX_BRACKETS = 2_000
"""In such lines: 20,000 cost markdown-it-py seconds, 2,000 a few hundredths of one."""
MAX_STARS = 20_000
"""In such lines, including underscores and tildes: as many cost half a second to read, write and show."""
MAX_EMPHASIS = 50
"""Nested emphasis: browsers give up at some hundreds, and each is compared with those around it."""
MAX_NUMBER = 999_999_999
"""Of a list item: CommonMark allows nine digits."""
_LIMITS = (
    ("characters", "", MAX_CHARACTERS),
    ("brackets", "[]", MAX_BRACKETS),
    ("stars, underscores and tildes", "*_~", MAX_STARS),
)

_FEWEST = min(limit for _, _, limit in _LIMITS)
"""Number of characters below every limit."""
_PARTED = regex(r"\n[ \t]*\n")
_MARKS = {
    "em": MarkKind.EMPHASIS,
    "strong": MarkKind.STRONG,
    "s": MarkKind.STRUCK,
    "link": MarkKind.LINK,
    "entity": MarkKind.ENTITY,
}
LINKS = (MarkKind.LINK, MarkKind.ENTITY)
EMPHASIS = (MarkKind.EMPHASIS, MarkKind.STRONG, MarkKind.STRUCK)
"""Marks whose delimiters work only beside some characters."""
_RANKS = (*LINKS, *EMPHASIS, MarkKind.CODE, MarkKind.NOTE)

_WORDS = "inline", LINE
"""Types of tokens that contain words."""
MarkedText = tuple[str, tuple[Mark, ...]]
"""The text as readers see it, and its marks."""


class Part(Struct, frozen=True):
    """The source of one block, or for a list of one block per item."""

    kind: BlockKind
    tokens: Sequence[Token]
    """Empty for link definitions, which a page does not show."""
    lines: tuple[int, int]
    """Half-open, counted from 0."""
    read: tuple[MarkedText, ...] = ()
    """The paragraphs of a quotation, the items of a list, otherwise one text; empty for an opaque part."""
    first: int = 0
    """For a list its first number, 0 for bullets; for a heading its level."""
    said: str = ""
    """As in ``Block``."""
    label: str = ""
    """As in ``Block``."""

    @property
    def inlines(self) -> list[Token]:
        """The tokens that ``read`` was made from."""
        return [token for token in self.tokens if token.type in _WORDS]

    @property
    def references(self) -> Iterator[Token]:
        """The references to footnotes in it."""
        for token in self.tokens:
            yield from (child for child in token.children or () if child.type == REFERENCE)


def too_much(text: str) -> tuple[str, int] | None:
    """The limit that the text exceeds, in words, and the line, counted from 0; to be checked before parsing."""
    if len(text) <= _FEWEST:
        return None
    line = start = 0
    for block in (*_PARTED.finditer(text), None):
        end = block.start() if block else len(text)
        for what, signs, limit in _LIMITS:
            count = sum(text.count(sign, start, end) for sign in signs) if signs else end - start
            if count > limit:
                return f"a block has {count} {what}, more than {limit}", line
        line += text.count("\n", start, block.end() if block else end)
        start = block.end() if block else end
    return None


def too_deep(parts: Sequence[Part]) -> tuple[str, int] | None:
    """Like ``too_much``, for what only parsing shows: nested lists, quotations and emphasis."""
    for part in parts:
        line = part.lines[0]
        for token in part.tokens:
            line = token.map[0] if token.map else line
            if token.level >= MAX_LEVEL - 1:
                return f"lists and quotations are nested to level {token.level}, more than {MAX_LEVEL - 2}", line
            emphasis = max((each.level for each in token.children or ()), default=0)
            if emphasis > MAX_EMPHASIS:
                return f"emphasis is nested {emphasis} deep, more than {MAX_EMPHASIS}", line
    return None


def outline(markdown: str, found: dict[str, Any] | None = None) -> list[Part]:
    """The parts of a text, in order; footnotes last, in the order of the first references to them.

    ``found`` receives what the parser finds beside them.
    """
    found = {} if found is None else found
    parts = list(_parts(parser().parse(markdown, found)))
    defined = [*found.get("references", {}).values(), *found.get("duplicate_refs", ())]
    if not defined:
        return _notes_last(parts)
    begins = [part.lines[0] for part in parts]
    alone: list[tuple[int, int]] = []
    for begin, end in sorted(each["map"] for each in defined):
        near = bisect_right(begins, begin) - 1
        if near >= 0 and begin < parts[near].lines[1]:
            parts[near] = replace(parts[near], kind=BlockKind.OPAQUE, read=())
        elif alone and alone[-1][1] == begin:
            alone[-1] = alone[-1][0], end
        else:
            alone.append((begin, end))
    alone_parts = (Part(BlockKind.OPAQUE, (), lines) for lines in alone)
    return _notes_last(sorted([*parts, *alone_parts], key=lambda part: part.lines))


def _notes_last(parts: Sequence[Part]) -> list[Part]:
    notes = [part for part in parts if part.label]
    if not notes:
        return list(parts)
    known = {part.label: part for part in reversed(notes)}
    placed = [part for part in parts if not part.label]
    for part in placed:  # It grows: notes may refer to notes.
        labels = [token.meta["label"] for token in part.references]
        placed += [note for label in labels if (note := known.pop(label, None))]
    known_places = {part.lines for part in placed}
    return [*placed, *(part for part in notes if part.lines not in known_places)]


def words_and_marks(inline: Token) -> MarkedText | None:
    """The text of an inline token as readers see it, and its marks; ``None`` if it contains what we do not model."""
    if inline.type == LINE:
        return inline.content, ()
    pieces: list[str] = []
    length = 0
    marks: list[Mark] = []
    opened: list[tuple[int, MarkKind, str]] = []
    for token in inline.children or ():
        name = token.type.rpartition("_")[0]
        if token.type in ("text", "text_special"):
            # Line feeds in running text, which only a reference (``&#10;``) can produce, are spaces.
            words = token.content.replace("\n", " ").replace("\r", " ").replace("\f", " ")
        elif token.type in ("softbreak", "hardbreak"):
            # A break after a break, or after nothing, would make a blank line, which separates paragraphs.
            words = "\n" if token.type == "hardbreak" and pieces and not pieces[-1].endswith("\n") else " "
        elif token.type == REFERENCE:
            marks.append(Mark(length, length, MarkKind.NOTE, token.meta["label"]))
            continue
        elif token.type == "code_inline":
            words = token.content
            marks.append(Mark(length, length + len(words), MarkKind.CODE))
        elif token.nesting == 1 and name in _MARKS and not token.attrGet("title") and len(opened) < MAX_EMPHASIS:
            opened.append((length, _MARKS[name], str(token.attrGet("href") or "")))
            continue
        elif token.nesting == -1 and name in _MARKS and opened:
            start, kind, target = opened.pop()
            inside = [other for _, other, _ in opened]
            if start == length or (kind in LINKS and any(other in LINKS for other in inside)):
                return None
            if kind not in inside:
                marks.append(Mark(start, length, kind, target))
            continue
        else:
            return None
        pieces.append(words)
        length += len(words)
    text = "".join(pieces)
    return None if text.endswith("\n") else (text, in_order(_with_notes_after_links(marks)))


def _with_notes_after_links(marks: Sequence[Mark]) -> list[Mark]:
    """The marks, with each reference to a note inside a link moved behind it: there is no link in a link."""
    ends = [(mark.start, mark.end) for mark in marks if mark.kind in LINKS]
    moved = []
    for mark in marks:
        at = mark.start
        end = next((end for start, end in ends if mark.kind is MarkKind.NOTE and start < at < end), at)
        moved.append(replace(mark, start=end, end=end) if end > at else mark)
    return moved


def in_order(marks: Sequence[Mark]) -> tuple[Mark, ...]:
    """The marks in the order of a block: outer before inner; for equal spans links, then emphasis, then code.

    References to notes at one place keep their order.
    """
    if len(marks) < 2:
        return tuple(marks)
    return tuple(sorted(dict.fromkeys(marks), key=lambda mark: (mark.start, -mark.end, _RANKS.index(mark.kind))))


def _parts(tokens: Sequence[Token]) -> Iterator[Part]:
    at = 0
    sign: BlockKind | None = None
    for end, token in enumerate(tokens, 1):
        if token.level or token.nesting == 1:
            continue
        group, at = tokens[at:end], end
        words = group[len(group) // 2].content  # For a paragraph, whether it is one token or three.
        if len(group) <= 3 and words in SIGNS and end < len(tokens):
            follows = tokens[end]
            if follows.type == "blockquote_open" and (follows.map or [0])[0] == (group[0].map or [0, 0])[1]:
                sign = SIGNS[words]
                continue
        yield _part(group, sign)
        sign = None


def _part(group: Sequence[Token], sign: BlockKind | None) -> Part:
    first, last = group[0], group[-1]
    begin, end = first.map or [0, 0]
    if first.type == LINE:
        kind = BlockKind.PARAGRAPH if first.tag == "p" else BlockKind.HEADING
        return Part(kind, group, (begin, end), ((first.content, ()),), _level(first), first.meta.get("said", ""))
    lines = (begin - (sign is not None), end)
    label = first.meta["label"] if first.type == "footnote_reference_open" else ""
    opaque = Part(BlockKind.OPAQUE, group, lines, label=label)
    found = [words_and_marks(token) for token in group if token.type in _WORDS]
    read = tuple(words for words in found if words and words[0])
    if not read or len(read) < len(found):
        return opaque
    if first.type == "paragraph_open":
        return Part(BlockKind.PARAGRAPH, group, lines, read, said=group[1].meta.get("said", ""))
    if first.type == "heading_open":
        [(text, marks)] = read
        return Part(BlockKind.HEADING, group, lines, ((text.replace("\n", " "), marks),), _level(first))
    inside = group[1:-1]
    if (label or first.type == "blockquote_open") and all(each.tag == "p" or each.type == "inline" for each in inside):
        kind = BlockKind.NOTE if label else sign or BlockKind.QUOTATION
        return Part(kind, group, lines, read, label=label)
    shapes = [token.type for token in inside]
    item = ["list_item_open", "paragraph_open", "inline", "paragraph_close", "list_item_close"]
    if last.type in ("bullet_list_close", "ordered_list_close") and shapes == item * len(read):
        start = first.attrGet("start")
        number = 0 if first.type == "bullet_list_open" else 1 if start is None else int(start)
        if first.type == "bullet_list_open" or 0 < number <= MAX_NUMBER - len(read):
            return Part(BlockKind.ITEM, group, lines, read, number)
    return opaque


def _level(token: Token) -> int:
    """The heading's level in a block; 0 for a paragraph."""
    return 0 if token.tag == "p" else max(2, int(token.tag[1]))
