"""Liquid in Jekyll's posts: what its tags show, as HTML in the Markdown; otherwise dropped, with a note of the loss.

Conditions keep what they enclose; loops and assignments, which only make sense with the site's data, are dropped.
"""

import re
from collections.abc import Callable, Mapping
from html import escape

from builder.commands.importing.foreign_markdown import figure, link
from builder.commands.importing.imported import Loss
from builder.commands.importing.template_calls import TemplateCall, common, dropped, unknown
from builder.core.regex import regex

_SIGN = regex(
    r"\{%-?\s*+(\w++)((?:[^%{]|%(?!\})|\{(?![{%])|\{\{[^{}]*+\}\})*?)-?%\}"
    r"|\{\{-?([^{}]*+(?:\}(?!\})[^{}]*+)*+)\}\}"
)
_UNSHOWN = frozenset(
    "if elsif else endif unless endunless case when endcase break continue tabs endtabs tab endtab assign increment "
    "decrement endfor toc include_cached endcapture endblockquote endpullquote center".split()
)
"""Tags that show nothing themselves: what some of them enclose stays."""
_ENCLOSING = {
    name: f"end{name}"
    for name in ("raw", "comment", "highlight", "codeblock", "code", "for", "capture", "tablerow", "mermaid", "chart")
}
_VARIABLE = regex(r"\s*(\"[^\"]*\"|'[^']*'|[\w.\[\]\"'-]+)\s*((?:\|.*)?)", re.DOTALL)


def without_liquid(
    text: str, page: Mapping[str, str], address_of: Callable[[str], str]
) -> tuple[str, tuple[Loss, ...]]:
    """The text with what its Liquid shows. ``address_of`` gives the address of another page, by its file.

    ``page`` has the values of ``page.…`` and of ``site.…``.
    """
    if "{%" not in text and "{{" not in text:
        return text, ()
    losses: list[Loss] = []
    pieces: list[str] = []
    absent: set[str] = set()
    at = 0
    while found := _SIGN.search(text, at):
        pieces.append(text[at : found.start()])
        at = found.end()
        tag, rest, variable = found.groups()
        if tag is None:
            pieces.append(_value(variable, page, losses))
            continue
        if end := _ENCLOSING.get(tag):
            close = None if end in absent else re.compile(rf"\{{%-?[ \t\n]*{end}\b[^%]*%\}}").search(text, at)
            if close is None:
                absent.add(end)
            else:
                pieces.append(_enclosed(tag, rest, text[at : close.start()], losses))
                at = close.end()
            continue
        pieces.append(_shown(tag, rest.strip(), page, address_of, losses))
    return "".join((*pieces, text[at:])), tuple(losses)


def _enclosed(tag: str, arguments: str, inner: str, losses: list[Loss]) -> str:
    if tag == "raw":
        return inner
    if tag == "comment":
        return ""
    html = common(TemplateCall.parse(tag, arguments), inner) if tag in ("highlight", "codeblock", "code") else None
    if html is None:
        losses.append(dropped("Liquid tag", tag))
    return html or ""


def _shown(tag: str, rest: str, page: Mapping[str, str], address_of: Callable[[str], str], losses: list[Loss]) -> str:
    if tag in _UNSHOWN:
        return ""
    if tag in ("post_url", "link"):
        return address_of(rest.split()[0]) if rest else ""
    arguments = _SIGN.sub(lambda found: _value(found[3] or "", page, losses), rest)
    if tag in ("include", "include_relative", "render"):
        name, _, arguments = arguments.partition(" ")
        # An include is named after what it shows: "youtube.html id=…".
        stem = re.sub(r"\.\w+$", "", name.rpartition("/")[2]).lower()
        call = TemplateCall.parse("youtube" if "youtube" in stem else stem, arguments)
        return _or_dropped(call, f"include {stem}", losses)
    call = TemplateCall.parse(tag, arguments)
    if tag in ("img", "image", "picture"):
        alt = " ".join(call.plain[1:]) if call.plain and call.picture == call.plain[0] else ""
        return figure(call.picture, call.value("alt") or alt) if call.picture else ""
    if tag in ("blockquote", "pullquote"):
        return ""
    if tag in ("twitter", "tweet", "embed", "oembed") and call.plain and call.plain[0].startswith("http"):
        return link(call.plain[0])
    return _or_dropped(call, tag, losses)


def _or_dropped(call: TemplateCall, name: str, losses: list[Loss]) -> str:
    html = common(call)
    if html is not None:
        return html
    words = unknown(call)
    losses.append(dropped("Liquid tag", name, has_words=bool(words)))
    return words


def _value(text: str, page: Mapping[str, str], losses: list[Loss]) -> str:
    """What ``{{ … }}`` shows: a text in quotes or a known value, as an address."""
    found = _VARIABLE.fullmatch(text.removesuffix("-"))
    if not found:
        losses.append(dropped("Liquid value", text.strip()[:40]))
        return ""
    name, filters = found[1], found[2]
    if name[0] in "\"'":
        return name[1:-1]
    if name in page:
        return escape(page[name]) if name.startswith("page.") else page[name]
    if name in ("site.baseurl", "site.url", "site.github.url", "page.url", "site.base_url"):
        return ""
    losses.append(dropped("Liquid value", f"{name}{' | …' if filters else ''}"))
    return ""
