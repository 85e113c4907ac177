"""Text that Markdown could read as markup, and what to write instead."""

import re
from bisect import bisect_right
from collections.abc import Collection, Sequence

from markdown_it.common.utils import isValidEntityCode

from builder.core.regex import regex
from builder.core.values import Mark

SLOT = "\x02\x03"
EDGE = regex("[\x02\x03]")
SAID = "\x05"
"""The place of a paragraph's ``{said=…}``, whose value may depend on the whole site."""
_SPECIAL = regex(r"[\n\\`*_~\[\]!<&]|(?<=\n)[^\S\n]|[^\S\n](?=\n)")
_SIGN = regex(r"[\n\\`*_~\[\]!<&]")
"""Any special text contains one of these; checked first, since that is five times as fast."""
_TAG = regex(r"[A-Za-z/!?]")
_START = regex(
    r"^(?:(#)#{0,5}(?:\s|$)|(>)|([-+*])(?:\s|$)|(~)~~|([-=|:])[-=|: ]*$|([*_])[*_ \t]*$|\d{1,9}([.)])(?:\s|$))",
    re.MULTILINE,
)
"""Text that would begin a block, at the start of a line."""

_ENTITY = regex(r"&(?=#?\w+;)")
_SAID_AT_END = regex(r"(?:\A|[ \t\n])\{said=([^{}`]*)\}\Z")


def reads_as_it_is(text: str) -> bool:
    """Whether nothing in a text could be read as markup, as in most paragraphs of news."""
    if _SIGN.search(text):
        return False
    bare = text.replace("\x02", "").replace("\x03", "")
    # In one line, since a line feed is a sign.
    return bare.strip() == bare and not _START.match(bare)


def escaped(text: str, links: Sequence[Mark], edges: Collection[int], *, defined: bool) -> dict[int, str]:
    """Replacements for the characters that Markdown could read as markup, wherever in a line they are."""
    slots = [match.start() for match in EDGE.finditer(text)]
    opens = sorted([*slots[::2], *(mark.start for mark in links)])
    closes = sorted([*slots[1::2], *(mark.end for mark in links)])
    beside = {*edges, *slots, *(at + 1 for at in slots)}
    escapes = {}
    for match in _SPECIAL.finditer(text):
        at, here = match.start(), match[0]
        left, right = text[at - 1 : at], text[at + 1 : at + 2]
        touched = at in beside or at + 1 in beside
        match here:
            case "\n":
                escapes[at] = "\\\n"
                continue
            case "\\" | "`":
                escape = True
            case "*":
                escape = touched or not left == right == " "
            case "_":
                escape = touched or not (left.isalnum() and right.isalnum())
            case "~":
                escape = touched or "~" in (left, right)
            case "[" | "]":
                inside = defined or bisect_right(opens, at) > bisect_right(closes, at)
                # It could refer to a footnote, or begin one.
                inside = inside or (here == "[" and EDGE.sub("", text[at + 1 : at + 4])[:1] == "^")
                escape = inside or (here == "]" and (at + 1 in beside or right in ("(", "[", ":")))
            case "!":
                escape = at + 1 in beside
            case "<":
                escape = at + 1 in beside or _TAG.match(right) is not None
            case "&":
                escape = _ENTITY.match(EDGE.sub("", text[at : at + 40])) is not None
            case _:
                escapes[at] = reference(here)
                continue
        if escape:
            escapes[at] = "\\" + here
    ends = next_shown(text, 0, 1), next_shown(text, len(text) - 1, -1)
    escapes.update((at, reference(text[at])) for at in ends if at is not None and text[at].isspace())
    return escapes


def block_starts(text: str) -> list[int]:
    """The position of a backslash that keeps a line from beginning a block."""
    slots = [match.start() - number for number, match in enumerate(EDGE.finditer(text))]
    starts = [match.start(match.lastindex or 0) for match in _START.finditer(EDGE.sub("", text) if slots else text)]
    return [start + bisect_right(slots, start) for start in starts]


def said_at_end(text: str) -> re.Match[str] | None:
    """What looks like ``{said=…}`` at the end of a paragraph in Markdown, whether or not it names a speaker."""
    return _SAID_AT_END.search(text, max(0, text.rfind("{") - 1)) if text.endswith("}") else None


def next_shown(text: str, at: int, step: int) -> int | None:
    """The position of the next character that belongs to the text, from ``at`` on; ``None`` if there is none."""
    while 0 <= at < len(text) and text[at] in SLOT:
        at += step
    return at if 0 <= at < len(text) else None


def reference(character: str) -> str:
    """The character as a numeric reference, if that is allowed."""
    return f"&#{ord(character)};" if isValidEntityCode(ord(character)) else character
