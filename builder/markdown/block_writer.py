"""From blocks to Markdown that reads back as the same blocks, and reads well as plain text.

Only text that Markdown would take for markup is escaped. If the characters beside a delimiter of emphasis would disable
it, the outer one is written as a numeric reference. Words may be in a slot (see
``layout.article_layout``), which becomes a link or nothing: the characters beside it are escaped for both cases.
"""

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import groupby, pairwise

from markdown_it.common.utils import isPunctChar, isWhiteSpace
from msgspec.structs import replace

from builder.core.regex import regex
from builder.core.values import Block, BlockKind, Mark, MarkKind
from builder.markdown.dialect import EMPHASIS, LINKS, SIGNS, in_order, words_and_marks
from builder.markdown.escapes import (
    EDGE,
    SAID,
    SLOT,
    block_starts,
    escaped,
    next_shown,
    reads_as_it_is,
    reference,
    said_at_end,
)
from builder.markdown.parser import TASK, parser

_FENCE = regex(r" {0,3}(?:(?P<ticks>`{3,})[^`]*|(?P<tildes>~{3,}).*)")
_WITHOUT_DELIMITERS = (MarkKind.CODE, MarkKind.NOTE)
_ITEM = regex(r" {0,3}(?:\d{1,9})?([-+*.)])(?=\s)")


def write_blocks(blocks: Sequence[Block]) -> str:
    """The blocks as Markdown, with a final line feed; empty if there are none."""
    # Reference links could be defined in verbatim blocks.
    defined = any(block.kind is BlockKind.OPAQUE and "]:" in block.text for block in blocks)
    pieces: list[str] = []
    at = 0
    for kind, run in groupby(blocks, key=lambda block: block.kind):
        group = list(run)
        if kind is BlockKind.ITEM:
            before, after = blocks[max(at - 1, 0) : at], blocks[at + len(group) : at + len(group) + 1]
            pieces.append(_lists(group, _signs_of_list(before), _signs_of_list(after), defined=defined))
        else:
            pieces += (_written(block, defined=defined) for block in group)
            if kind is BlockKind.OPAQUE and at + len(group) < len(blocks):
                pieces[-1] = _closed(pieces[-1])
        at += len(group)
    return "\n\n".join(pieces) + "\n" if pieces else ""


def _closed(text: str) -> str:
    """Verbatim text before other blocks: code without an end, which only footnotes can follow, gets one."""
    first, *rest = text.split("\n")
    fence = _FENCE.fullmatch(first)
    if fence is None:
        return text
    sign = fence["ticks"] or fence["tildes"]
    end = rf" {{0,3}}{sign}{sign[0]}*[ \t]*"
    return text if rest and re.fullmatch(end, rest[-1]) else f"{text}\n{sign}"


def written_note(label: str, text: str) -> str:
    """A footnote with this text, which is Markdown: further lines are indented, or they would not belong to it."""
    return f"[^{label}]: " + re.sub(r"\n(?=[^\n])", "\n    ", text)


def fill_markdown(pieces: Sequence[str], targets: Sequence[str], said: Sequence[str] = ()) -> str:
    """The text with a link for each slot, in order: ``[words](target)``, or bare words if the target is empty.

    Every second piece is the content of a slot. ``said`` are the speakers for each place of a ``{said=…}``; it is left
    out if there is none.
    """
    filled = list(pieces)
    slots = zip(pieces[1::2], targets, strict=True)
    filled[1::2] = [f"[{words}]({target})" if target else words for words, target in slots]
    first, *rest = "".join(filled).split(SAID)
    placed = zip(said, rest, strict=True)
    return first + "".join([f" {{said={speaker}}}{after}" if speaker else after for speaker, after in placed])


def _lists(items: Sequence[Block], before: str, after: str, *, defined: bool) -> str:
    """Items as lists that merge neither with verbatim lists beside them nor with each other.

    ``before`` and ``after`` are the markers of those, a bullet or the character after a number; any other is free to
    use.
    """
    bullet = next(each for each in "-*+" if each not in (before, after))
    turns = [item.level > 0 and last.level > 0 and item.level != last.level + 1 for last, item in pairwise(items)]
    # The last list has the marker of the first or, after an odd number of changes, the other one.
    clash = after == (".)"[sum(turns) % 2])
    sign = ")" if before == "." or (clash and before != ")") else "."
    lines = []
    for turn, last, item in zip((False, *turns), (items[0], *items), items, strict=False):
        sign = (")" if sign == "." else ".") if turn else sign
        if bool(item.level) != bool(last.level):
            lines.append("")
        lead = f"{item.level}{sign} " if item.level else f"{bullet} "
        words = _inline(item, defined=defined)
        task = "\\" if TASK.match(words) else ""
        lines.append(lead + task + words.replace("\n", "\n" + " " * len(lead)))
    return "\n".join(lines)


def _signs_of_list(blocks: Sequence[Block]) -> str:
    """The marker of the items in the list of a verbatim block; empty if it is not a list."""
    found = [_ITEM.match(block.text) for block in blocks if block.kind is BlockKind.OPAQUE]
    return "".join(match[1] for match in found if match)


def _written(block: Block, *, defined: bool) -> str:
    match block.kind:
        case BlockKind.OPAQUE:
            return block.text
        case BlockKind.HEADING:
            line = replace(block, text=block.text.replace("\n", " ")) if "\n" in block.text else block
            words = _inline(line, defined=defined, line_starts=False)
            # Markdown drops a run of "#" at the end.
            kept = words.rstrip("#")
            escape = "\\" if kept != words else ""
            return f"{'#' * block.level} {kept}{escape}{words[len(kept) :]}"
        case BlockKind.PULL_QUOTE | BlockKind.CAPTION | BlockKind.QUOTATION:
            paragraphs = "\n\n".join(_inline(part, defined=defined) for part in _paragraphs(block))
            quoted = "\n".join(f"> {line}".rstrip() for line in paragraphs.split("\n"))
            sign = next((sign for sign, kind in SIGNS.items() if kind is block.kind), "")
            return f"{sign}\n{quoted}" if sign else quoted
        case BlockKind.NOTE:
            paragraphs = "\n\n".join(_inline(part, defined=defined) for part in _paragraphs(block))
            return written_note(block.label, paragraphs)
        case _:
            words = _inline(block, defined=defined)
            if words.rstrip(SLOT).endswith("}"):
                words = _escaped_sign(words)
            if not block.said:
                return words
            return words + SAID if block.said == SAID else f"{words} {{said={block.said}}}"


def _escaped_sign(words: str) -> str:
    """The words of a paragraph, with a backslash if they are or end with what would be one of our signs."""
    if words in SIGNS or said_at_end(EDGE.sub("", words)):
        last = words.rfind("{")
        return f"{words[:last]}\\{words[last:]}"
    return words


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
    """A paragraph's text with its marks; emphasis that cannot be read back (some adjacent spans) is left out."""
    if not block.marks and reads_as_it_is(block.text):
        return block.text
    emphasis = [mark for mark in in_order(block.marks) if mark.kind in EMPHASIS]
    if not emphasis:
        return _marked(block, {}, defined=defined, line_starts=line_starts)
    for signs in _signs(emphasis):
        written = _marked(block, signs, defined=defined, line_starts=line_starts)
        if _reads_back(written if line_starts else f"# {written}", block):
            return written
    plain = replace(block, marks=tuple(mark for mark in block.marks if mark.kind not in EMPHASIS))
    return _marked(plain, {}, defined=defined, line_starts=line_starts)


def _signs(emphasis: Sequence[Mark]) -> Iterator[dict[Mark, str]]:
    """Choices of delimiters to try: all stars; underscores inside others; alternating; and the reverse."""
    depths, around = [], list[int]()
    for mark in emphasis:
        while around and around[-1] <= mark.start:
            around.pop()
        depths.append(len(around))
        around.append(mark.end)
    by_turns = [n % 2 for n in range(len(emphasis))]
    for choice in ([0] * len(emphasis), [depth % 2 for depth in depths], by_turns, [1 - turn for turn in by_turns]):
        yield {m: _delimiter(m.kind, "*_"[sign]) for m, sign in zip(emphasis, choice, strict=True)}


def _delimiter(kind: MarkKind, sign: str) -> str:
    return "~~" if kind is MarkKind.STRUCK else sign * (1 + (kind is MarkKind.STRONG))


def _reads_back(written: str, block: Block) -> bool:
    """Whether the text reads back as the block, with slots as links, as bare words, and as they are in a page."""
    emphasis = [mark for mark in block.marks if mark.kind in EMPHASIS]
    slots = [at for at, character in enumerate(block.text) if character in SLOT]
    bare = {(m.start - bisect_left(slots, m.start), m.end - bisect_left(slots, m.end), m.kind) for m in emphasis}
    pieces = EDGE.split(written)
    linked = [f"[{piece}](none:)" if n % 2 else piece for n, piece in enumerate(pieces)]
    labels = dict.fromkeys(mark.target for mark in block.marks if mark.kind is MarkKind.NOTE)
    notes = "".join(f"\n\n[^{label}]: a" for label in labels)
    wanted = {written: {(m.start, m.end, m.kind) for m in emphasis}, "".join(pieces): bare, "".join(linked): bare}
    return all(_emphasis(text + notes, 1 + len(labels)) == marks for text, marks in wanted.items())


def _emphasis(text: str, parts: int) -> set[tuple[int, int, MarkKind]] | None:
    """The emphasis in the first of as many parts; ``None`` if there are others, or it is not only text."""
    _, inline, *after = parser().parse(text)
    if sum(token.nesting < 0 and not token.level for token in after) != parts:
        return None
    found = words_and_marks(inline)
    return found and {(mark.start, mark.end, mark.kind) for mark in found[1] if mark.kind in EMPHASIS}


def _marked(block: Block, signs: Mapping[Mark, str], *, defined: bool, line_starts: bool) -> str:
    """The text with its markup: characters replaced by their escapes, delimiters inserted before characters."""
    text, marks = block.text, in_order(block.marks)
    code = {m.start: m.end for m in marks if m.kind is MarkKind.CODE}
    links = [m for m in marks if m.kind in LINKS]
    notes = [m for m in marks if m.kind is MarkKind.NOTE]
    delimiters: dict[int, list[str]] = {}
    for mark in reversed(marks):
        if mark.kind not in _WITHOUT_DELIMITERS:
            sign = f"]({_address(mark)})" if mark.kind in LINKS else signs[mark]
            delimiters.setdefault(mark.end, []).append(sign)
    closing = {at: len(each) for at, each in delimiters.items()}
    for mark in notes:
        delimiters.setdefault(mark.start, []).append(f"[^{mark.target}]")
    for mark in marks:
        if mark.kind not in _WITHOUT_DELIMITERS:
            delimiters.setdefault(mark.start, []).append("[" if mark.kind in LINKS else signs[mark])
    # Markdown looks for a definition at the start of a paragraph before it looks for code.
    escapes = escaped(text, links, delimiters, defined=defined or (bool(code) and "]:" in text))
    if line_starts:
        escapes.update((at, "\\" + text[at]) for at in block_starts(text))
    for mark in notes:
        _set_beside(text, mark.start, escapes)
    if signs:
        covered = {*code, *(end - 1 for end in code.values())}
        for _ in range(2):
            _flank(text, escapes, delimiters, closing, covered)
    pieces: list[str] = []
    last = 0
    for at in sorted({*escapes, *delimiters, *code}):
        if at < last:
            continue
        pieces += (text[last:at], *delimiters.get(at, ()))
        pieces.append(_code(text[at : code[at]]) if at in code else escapes.get(at, text[at : at + 1]))
        last = code.get(at, at + 1)
    return "".join((*pieces, text[last:]))


def _set_beside(text: str, at: int, escapes: dict[int, str]) -> None:
    """Escape what would make a link or a footnote of the reference here; white space beside it is inside the line."""
    if text[at : at + 1] in ("(", "[", ":"):
        escapes[at] = "\\" + text[at]
    edge = {0: 0, len(text): len(text) - 1}.get(at)
    if edge is not None and len(text) > 1 and text[edge] == " ":
        escapes.pop(edge, None)


def _flank(
    text: str,
    escapes: dict[int, str],
    delimiters: Mapping[int, Sequence[str]],
    closing: Mapping[int, int],
    code: Collection[int],
) -> None:
    """Make each delimiter of emphasis work, with references in place of the characters beside it."""

    def is_word(at: int) -> bool:
        return at not in escapes and at not in code and text[at] not in SLOT and _is_word(text[at])

    for at, signs in delimiters.items():
        for n, sign in enumerate(signs):
            if sign[0] not in "*_~":
                continue
            opens = n >= closing.get(at, 0)
            left = None if n else next_shown(text, at - 1, -1)
            right = None if n + 1 < len(signs) else next_shown(text, at, 1)
            inner, outer = (right, left) if opens else (left, right)
            if inner is not None and text[inner].isspace() and inner not in code:
                escapes[inner] = reference(text[inner])
            direct = inner is not None and inner == (at if opens else at - 1) and is_word(inner)
            if outer is not None and is_word(outer) and (sign[0] == "_" or not direct):
                escapes[outer] = reference(text[outer])


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


def _is_word(character: str) -> bool:
    """Whether markdown-it takes it for part of a word: neither white space nor punctuation."""
    return not (isWhiteSpace(ord(character)) or isPunctChar(character))
