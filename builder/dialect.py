"""Our Markdown: CommonMark without HTML, with tables, entity links and pull quotes; and what its tokens mean.

``[words](person:ID)``, ``(country:CODE)`` and ``(none:)`` are entity links, by a rule of our own that comes before
links and never looks at reference definitions: content cannot make one in secret. A line ``{.pullquote}`` right before
a quotation makes it a pull quote. Both the reader and the writer of Markdown lean on this module, so that what one
writes the other reads.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from builder.model import BlockKind, Mark, MarkKind

PULL_QUOTE = "{.pullquote}"

MAX_CHARACTERS = 200_000
"""Of a block."""
MAX_BRACKETS = 2_000
"""Of a block: 20,000 cost markdown-it-py seconds, 2,000 a few hundredths of one."""
MAX_DEPTH = 20
"""Quotations and lists in each other, as markdown-it nests them (its own limit)."""

_TARGET = re.compile(r"\((person:[a-z0-9]+(?:-[a-z0-9]+)*|country:[A-Z]{2,4}|none:)\)")
_SCHEME = re.compile(r"\s*([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
_MARKS = {"em": MarkKind.EMPHASIS, "strong": MarkKind.STRONG, "link": MarkKind.LINK, "entity": MarkKind.ENTITY}


@dataclass(frozen=True, slots=True)
class Part:
    """What becomes one block, or of a list one block for each item."""

    kind: BlockKind
    tokens: Sequence[Token]
    inlines: Sequence[Token] = ()
    """The paragraphs of a quotation, the items of a list, else one; of an opaque part none."""
    first: int = 0
    """Of a list the first number, 0 for bullets; of a heading its level."""
    lines: tuple[int, int] = (0, 0)
    """Half-open, counted from 0."""


@lru_cache(maxsize=1)
def parser() -> MarkdownIt:
    """Our Markdown; made once."""
    markdown = MarkdownIt("commonmark", {"html": False, "maxNesting": MAX_DEPTH}).enable("table")
    markdown.validateLink = _is_harmless  # type: ignore[method-assign]  # how markdown-it lets its users do it
    markdown.inline.ruler.before("link", "entity", _entity)
    markdown.add_render_rule("entity_open", lambda *_: "")
    markdown.add_render_rule("entity_close", lambda *_: "")
    return markdown


def too_much(text: str) -> str:
    """Which limit a block of Markdown breaks, in words; empty if none."""
    if len(text) > MAX_CHARACTERS:
        return f"a block has {len(text)} characters, more than {MAX_CHARACTERS}"
    brackets = text.count("[") + text.count("]")
    if brackets > MAX_BRACKETS:
        return f"a block has {brackets} brackets, more than {MAX_BRACKETS}"
    return ""


def outline(tokens: Sequence[Token]) -> Iterator[Part]:
    """The parts of a text, in order."""
    at, pull = 0, False
    while at < len(tokens):
        end = at + 1
        while end < len(tokens) and (tokens[end - 1].level, tokens[end - 1].nesting) not in ((0, 0), (0, -1)):
            end += 1
        group = tokens[at:end]
        follows = end < len(tokens) and tokens[end].type == "blockquote_open"
        if follows and len(group) == 3 and group[1].content == PULL_QUOTE:
            pull = (tokens[end].map or [0])[0] == (group[0].map or [0, 0])[1]
            if pull:
                at = end
                continue
        yield _part(group, pull=pull)
        at, pull = end, False


def words_and_marks(inline: Token) -> tuple[str, tuple[Mark, ...]] | None:
    """What a reader reads of an inline token, and its marks; ``None`` if it holds what we do not model."""
    pieces: list[str] = []
    length = 0
    marks: list[Mark] = []
    opened: list[tuple[int, MarkKind, str]] = []
    for token in inline.children or ():
        name = token.type.rpartition("_")[0]
        if token.type in ("text", "text_special"):
            words = token.content
        elif token.type in ("softbreak", "hardbreak"):
            words = " " if token.type == "softbreak" else "\n"
        elif token.type == "code_inline":
            words = token.content
            marks.append(Mark(length, length + len(words), MarkKind.CODE))
        elif token.nesting == 1 and name in _MARKS and not token.attrGet("title"):
            opened.append((length, _MARKS[name], str(token.attrGet("href") or "")))
            continue
        elif token.nesting == -1 and name in _MARKS:
            start, kind, target = opened.pop()
            inside = [other for _, other, _ in opened]
            links = (MarkKind.LINK, MarkKind.ENTITY)
            if kind in links and any(other in links for other in inside):
                return None
            if kind not in inside and start < length:
                marks.append(Mark(start, length, kind, target))
            continue
        else:
            return None
        pieces.append(words)
        length += len(words)
    return "".join(pieces), in_order(marks)


def in_order(marks: Sequence[Mark]) -> tuple[Mark, ...]:
    """Marks as a block has them: outer before inner; of equal stretch links, then emphasis, then code."""
    ranks = MarkKind.LINK, MarkKind.ENTITY, MarkKind.EMPHASIS, MarkKind.STRONG, MarkKind.CODE
    return tuple(sorted(set(marks), key=lambda mark: (mark.start, -mark.end, ranks.index(mark.kind))))


def _part(group: Sequence[Token], *, pull: bool) -> Part:
    first, last = group[0], group[-1]
    begin, end = first.map or [0, 0]
    opaque = Part(BlockKind.OPAQUE, group, lines=(begin, end))
    inlines = [token for token in group if token.type == "inline"]
    if not all(words_and_marks(inline) for inline in inlines):
        return opaque
    kinds = {"paragraph_open": BlockKind.PARAGRAPH, "heading_open": BlockKind.HEADING}
    if first.type in kinds:
        level = max(2, int(first.tag[1])) if first.type == "heading_open" else 0
        return Part(kinds[first.type], group, inlines, level, (begin, end)) if inlines[0].content else opaque
    shapes = [token.type for token in group[1:-1]]
    paragraph = ["paragraph_open", "inline", "paragraph_close"]
    if first.type == "blockquote_open" and inlines and shapes == paragraph * len(inlines):
        return Part(BlockKind.PULL_QUOTE if pull else BlockKind.QUOTATION, group, inlines, lines=(begin, end))
    item = ["list_item_open", *paragraph, "list_item_close"]
    if last.type in ("bullet_list_close", "ordered_list_close") and inlines and shapes == item * len(inlines):
        number = int(first.attrGet("start") or 1) if first.type == "ordered_list_open" else 0
        if first.type == "bullet_list_open" or first.attrGet("start") != 0:
            return Part(BlockKind.ITEM, group, inlines, number, (begin, end))
    return opaque


def _entity(state: StateInline, silent: bool) -> bool:
    """The inline rule for ``[words](person:ID)``."""
    if state.src[state.pos] != "[":
        return False
    start, end = state.pos + 1, state.md.helpers.parseLinkLabel(state, state.pos)
    if end < 0 or not (target := _TARGET.match(state.src, end + 1)):
        return False
    if not silent:
        state.pos, limit = start, state.posMax
        state.posMax = end
        state.push("entity_open", "a", 1).attrSet("href", target[1])
        state.md.inline.tokenize(state)
        state.push("entity_close", "a", -1)
        state.posMax = limit
    state.pos = target.end()
    return True


def _is_harmless(url: str) -> bool:
    """Whether a link may lead there: elsewhere in the site, or by a scheme that runs nothing."""
    scheme = _SCHEME.match(url)
    return scheme is None or scheme[1].lower() in _SCHEMES
