"""From blocks to Markdown that reads back as the same blocks, and reads well as plain text.

Only what Markdown would take for structure is escaped. Where delimiters of emphasis would not count between their
neighbours, the outer neighbour is written as a numeric reference. Words may stand in a slot (``stories``), which a link
takes the place of, or nothing: neighbours are escaped as either needs it.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from markdown_it.common.utils import isValidEntityCode

from builder.dialect import PULL_QUOTE, in_order, parser, words_and_marks
from builder.model import Block, BlockKind, Mark, MarkKind

_SLOT = re.compile("\x02([^\x02\x03]*)\x03")
_START = re.compile(
    r"^(?:(#)#{0,5}(?:\s|$)|(>)|([-+*])(?:\s|$)|(~)~~|([-=|:])[-=|: ]*$|([*_])[*_ \t]*$|\d{1,9}([.)])(?:\s|$))",
    re.MULTILINE,
)
"""What would begin a block, at the start of a line."""

_ENTITY = re.compile(r"&(?=#?\w+;)")
_EMPHASIS = (MarkKind.EMPHASIS, MarkKind.STRONG)


def write_blocks(blocks: Sequence[Block]) -> str:
    """The blocks as Markdown, ended by a line feed; empty if there are none."""
    # Links by reference could be defined in what is kept verbatim.
    defined = any(block.kind is BlockKind.OPAQUE and "]:" in block.text for block in blocks)
    pieces: list[str] = []
    delimiter = "."
    for kind, run in groupby(enumerate(blocks), key=lambda place: place[1].kind):
        if kind is not BlockKind.ITEM:
            pieces += (_written(block, defined=defined) for _, block in run)
            continue
        items = list(run)
        around = blocks[items[0][0] - 1 : items[0][0]], blocks[items[-1][0] + 1 : items[-1][0] + 2]
        taken = {block.text.lstrip()[:1] for near in around for block in near if block.kind is BlockKind.OPAQUE}
        bullet = next(each for each in "-*+" if each not in taken)
        lines = []
        before = None
        for _, item in items:
            if before is not None and item.level and before.level and item.level != before.level + 1:
                delimiter = ")" if delimiter == "." else "."
            if before is not None and bool(item.level) != bool(before.level):
                lines.append("")
            lead = f"{item.level}{delimiter} " if item.level else f"{bullet} "
            lines.append(lead + _inline(item, defined=defined).replace("\n", "\n" + " " * len(lead)))
            before = item
        pieces.append("\n".join(lines))
    return "\n\n".join(pieces) + "\n" if pieces else ""


def fill_markdown(text: str, targets: Iterable[str]) -> str:
    """The text with a link for each slot, in order: ``[words](target)``, or bare words where the target is empty."""
    ahead = iter(targets)
    return _SLOT.sub(lambda slot: f"[{slot[1]}]({target})" if (target := next(ahead)) else slot[1], text)


def _written(block: Block, *, defined: bool) -> str:
    match block.kind:
        case BlockKind.OPAQUE:
            return block.text
        case BlockKind.HEADING:
            words = _inline(replace(block, text=block.text.replace("\n", " ")), defined=defined, line_starts=False)
            return f"{'#' * block.level} " + re.sub(r"(#+)$", r"\\\1", words)
        case BlockKind.PULL_QUOTE | BlockKind.QUOTATION:
            paragraphs = "\n\n".join(_inline(part, defined=defined) for part in _paragraphs(block))
            quoted = "\n".join(f"> {line}".rstrip() for line in paragraphs.split("\n"))
            return f"{PULL_QUOTE}\n{quoted}" if block.kind is BlockKind.PULL_QUOTE else quoted
        case _:
            words = _inline(block, defined=defined)
            return "\\" + words if words == PULL_QUOTE else words


def _paragraphs(block: Block) -> Iterator[Block]:
    """The paragraphs of a quotation, as blocks."""
    start = 0
    for text in block.text.split("\n\n"):
        end = start + len(text)
        marks = tuple(
            replace(m, start=m.start - start, end=m.end - start)
            for m in block.marks
            if start <= m.start and m.end <= end
        )
        yield Block(BlockKind.PARAGRAPH, text, marks)
        start = end + 2


def _inline(block: Block, *, defined: bool, line_starts: bool = True) -> str:
    """A paragraph's text with its marks; emphasis that would not read back (some that touch each other) is left out."""
    written = _marked(block, defined=defined, line_starts=line_starts)
    if any(mark.kind in _EMPHASIS for mark in block.marks) and not _reads_back(
        written if line_starts else f"# {written}", block
    ):
        links = tuple(mark for mark in block.marks if mark.kind not in _EMPHASIS)
        return _marked(replace(block, marks=links), defined=defined, line_starts=line_starts)
    return written


def _reads_back(written: str, block: Block) -> bool:
    """Whether the text reads as the block, whether slots are links or bare."""
    bare = _SLOT.sub(r"\1", written)
    linked = _SLOT.sub(r"[\1](none:)", written)
    found = [words_and_marks(token[1]) for each in (bare, linked) if len(token := parser().parse(each)) == 3]
    if len(found) != 2 or not all(found):
        return False
    wanted = sorted((m.kind, block.text[m.start : m.end].strip("\x02\x03")) for m in block.marks if m.kind in _EMPHASIS)
    return all(
        sorted((m.kind, text[m.start : m.end]) for m in marks if m.kind in _EMPHASIS) == wanted
        for text, marks in filter(None, found)
    )


def _marked(block: Block, *, defined: bool, line_starts: bool) -> str:
    text, marks = block.text, in_order(block.marks)
    out: list[str] = []
    delimiters: list[tuple[int, bool, str]] = []
    labels = [(m.start, m.end) for m in marks if m.kind in (MarkKind.LINK, MarkKind.ENTITY)]
    code = {m.start: m.end for m in marks if m.kind is MarkKind.CODE}
    signs = _signs(marks)
    starts = _block_starts(text) if line_starts else set()
    at, depth = 0, 0
    while at <= len(text):
        for mark in reversed(marks):
            if mark.end == at and mark.kind in _EMPHASIS:
                delimiters.append((len(out), False, signs[mark]))
                out.append(signs[mark])
            elif mark.end == at and mark.kind is not MarkKind.CODE:
                out.append(f"]({_address(mark)})")
        for mark in marks:
            if mark.start == at and mark.kind in _EMPHASIS:
                delimiters.append((len(out), True, signs[mark]))
                out.append(signs[mark])
            elif mark.start == at and mark.kind is not MarkKind.CODE:
                out.append("[")
        if at in code:
            out.append(_code(text[at : code[at]]))
            at = code[at]
            continue
        if at < len(text):
            depth += {"\x02": 1, "\x03": -1}.get(text[at], 0)
            inside = defined or depth > 0 or any(start <= at < end for start, end in labels)
            out.append("\\" + text[at] if at in starts else _character(text, at, brackets=inside, labels=labels))
        at += 1
    for place, opens, sign in delimiters:
        _flank(out, place, opens=opens, sign=sign)
    letters = [place for place, piece in enumerate(out) if piece not in ("\x02", "\x03")]
    for place in {*letters[:1], *letters[-1:]}:
        if out[place].isspace():
            out[place] = _reference(out[place])
    return "".join(out)


def _block_starts(text: str) -> set[int]:
    """Where a backslash keeps a line from beginning a block."""
    letters = [at for at, character in enumerate(text) if character not in "\x02\x03"]
    plain = "".join(text[at] for at in letters)
    return {letters[match.start(match.lastindex or 0)] for match in _START.finditer(plain)}


def _signs(marks: Sequence[Mark]) -> dict[Mark, str]:
    """The delimiter of each emphasis: of stars, but of underscores where it touches another of stars."""
    signs: dict[Mark, str] = {}
    for mark in marks:
        if mark.kind not in _EMPHASIS:
            continue
        near = [sign for other, sign in signs.items() if {other.start, other.end} & {mark.start, mark.end}]
        sign = "_" if any("*" in each for each in near) and not any("_" in each for each in near) else "*"
        signs[mark] = sign * 2 if mark.kind is MarkKind.STRONG else sign
    return signs


def _flank(out: list[str], place: int, *, opens: bool, sign: str) -> None:
    """Make the delimiter at ``out[place]`` count, by references in place of the characters beside it."""
    step = 1 if opens else -1
    inner, outer = place + step, place - step
    while 0 <= inner < len(out) and out[inner] in ("\x02", "\x03"):
        inner += step
    if 0 <= inner < len(out) and out[inner].isspace():
        out[inner] = _reference(out[inner])
    while 0 <= outer < len(out) and out[outer] in ("\x02", "\x03"):
        outer -= step
    if not 0 <= outer < len(out) or not _is_word(out[outer]):
        return
    if sign[0] == "_" or not _is_word(out[place + step]):
        out[outer] = _reference(out[outer])


def _character(text: str, at: int, *, brackets: bool, labels: Sequence[tuple[int, int]]) -> str:
    """A character, escaped if Markdown could read structure into it."""
    here = text[at]
    around = text[at - 1 : at] + text[at + 1 : at + 2]
    match here:
        case "\n":
            return "\\\n"
        case "\\" | "`":
            escape = True
        case "*":
            escape = around != "  "
        case "_":
            escape = not (len(around) == 2 and around.isalnum())
        case "[":
            escape = brackets
        case "]":
            follows = text[at + 1 : at + 2] in ("(", "[", ":", "\x02") or any(start == at + 1 for start, _ in labels)
            escape = brackets or follows
        case "!":
            escape = text[at + 1 : at + 2] in ("[", "\x02") or any(start == at + 1 for start, _ in labels)
        case "<":
            escape = bool(re.match(r"[A-Za-z/!?]", text[at + 1 : at + 2]))
        case "&":
            escape = bool(_ENTITY.match(text, at))
        case " " | "\t" | "\xa0":
            return _reference(here) if "\n" in around else here
        case _:
            return _reference(here) if here.isspace() and "\n" in around else here
    return "\\" + here if escape else here


def _code(text: str) -> str:
    """Words as a code span."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if text[:1] == "`" or text[-1:] == "`" or (text[:1] == text[-1:] == " " and text.strip()) else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def _address(mark: Mark) -> str:
    if mark.kind is MarkKind.ENTITY:
        return mark.target
    target = re.sub(r"([\\<>])|&(?=#?\w+;)", lambda m: "\\" + m[0], mark.target)
    return f"<{target}>" if re.search(r"[\s()<>]", target) or not target else target


def _reference(character: str) -> str:
    """The character as a numeric reference, if one may stand for it."""
    return f"&#{ord(character)};" if isValidEntityCode(ord(character)) else character


def _is_word(piece: str) -> bool:
    return len(piece) == 1 and not piece.isspace() and unicodedata.category(piece)[0] not in "PS"
