"""Hugo's shortcodes: what they show, as HTML in the Markdown; otherwise their words, with a note of the loss."""

import re
from collections.abc import Callable
from html import escape

from builder.commands.importing.imported import Loss
from builder.commands.importing.template_calls import OpenLinks, TemplateCall, common, dropped, in_place, unknown
from builder.core.regex import regex

_LITERAL = regex(r"\{\{([<%])\s*+/\*((?:(?!\*/|\{\{).)*+)\*/\s*+([>%])\}\}", re.DOTALL)
"""Shown instead of called."""
_CALL = regex(
    r"\{\{([<%])\s*+(/?)\s*+([\w./-]++)((?:\"(?:[^\"\\]|\\.)*+\"|`[^`]*+`|\s++|[^\"`{}\s])*?)\s*+(/?)\s*+[>%]\}\}",
    re.DOTALL,
)
_QUOTING = "blockquote", "quote", "pullquote"
_SPEAKERS = "author", "by", "speaker", "name", "cite", "source"
_KEEPING_CODE = "highlight", "code", "codeblock"


def without_shortcodes(text: str, address_of: Callable[[str], str]) -> tuple[str, tuple[Loss, ...]]:
    """The text with what its shortcodes show. ``address_of`` gives the address of another page, by its file."""
    losses: list[Loss] = []
    literals: list[str] = []
    speakers: list[str] = []
    links = OpenLinks()

    def kept(found: "re.Match[str]") -> str:
        literals.append(f"{{{{{found[1]}{found[2]}{found[3]}}}}}")
        return f"\ufdd0{len(literals) - 1}\ufdd1"

    def shown(found: "re.Match[str]") -> str:
        _, closes, name, arguments, _ = found.groups()
        is_quotation = name.lower() in _QUOTING and name.lower() in closed
        if closes:
            speaker = speakers.pop() if is_quotation and speakers else ""
            words = f"<p><cite>{escape(speaker)}</cite></p>" if speaker else ""
            return links.end(name.lower()) or (f"\n\n{words}</blockquote>\n\n" if is_quotation else "")
        call = TemplateCall.parse(name, arguments)
        before = found.string[max(0, found.start() - 10) : found.start()].rstrip(" \t")
        if call.name in ("ref", "relref") or before.endswith(("](", "](<")):
            address = address_of((*call.plain, call.value("path"))[0])
            if not address and call.name not in ("ref", "relref"):
                losses.append(dropped("shortcode", call.name, has_words=True))
            return address or ("" if before.endswith("<") else "<>")
        if call.name in ("param", "rawhtml", "html", "raw", "details", "summary", "center", "div"):
            return f"\n\n<p><b>{escape(call.value('summary', 'title'))}</b></p>\n\n" if call.value("summary") else ""
        if is_quotation:
            speakers.append(call.value(*_SPEAKERS))
            return f'\n\n<blockquote class="{call.name}">\n\n'
        html = common(call)
        if html is not None:
            return in_place(html, before)
        words = unknown(call, closes=call.name in closed)
        links.begin(call.name, words)
        losses.append(dropped("shortcode", call.name, has_words=bool(words) or call.name in closed))
        return words

    text = _LITERAL.sub(kept, text)
    text = _with_code(text)
    closed = {found[3].lower() for found in _CALL.finditer(text) if found[2]}
    text = _CALL.sub(shown, text)
    for number, literal in enumerate(literals):
        text = text.replace(f"\ufdd0{number}\ufdd1", literal)
    return text, tuple(losses)


def _with_code(text: str) -> str:
    """The text with the code between two shortcodes as HTML, before anything else is read in it."""
    pieces: list[str] = []
    at = 0
    opened: re.Match[str] | None = None
    for found in _CALL.finditer(text):
        if found[3].lower() not in _KEEPING_CODE:
            continue
        if not found[2] and not found[5]:
            opened = opened or found
        elif found[2] and opened:
            call = TemplateCall.parse(opened[3], opened[4])
            pieces += (text[at : opened.start()], common(call, text[opened.end() : found.start()]) or "")
            at, opened = found.end(), None
    return "".join((*pieces, text[at:]))
