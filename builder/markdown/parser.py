"""The parser of our Markdown: markdown-it with footnotes, and rules of our own.

Entity links are a rule, and the signs of task lists. The others are shortcuts for typical news text: for any text, they
find what markdown-it's own rules would find.
"""

import re
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml, mdTrim
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.footnote.index import footnote_def

from builder.core.kinds import SPEAKER, TARGET
from builder.core.regex import regex

MAX_LEVEL = 20
"""Of markdown-it's blocks, two for each list. Beyond its limit it silently drops text."""

_TARGET = regex(rf"\(({TARGET})\)")
_SCHEME = regex(r"\s*([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
_INLINE = r"\n\\`*_~\[\]!<&"
"""Characters that our inline rules begin or end with."""
_LINE = regex(rf"(?:(#{{1,6}})[ \t]+)?([^{_INLINE}\s0-9~>+#-][^{_INLINE}#\f]*)")
"""A heading, or a line that begins no block, without inline markup; a form feed is read as a space."""
REFERENCE = "footnote_ref"
"""The type of the token for a reference to a footnote; its metadata has the label."""
MISSING = "missing_footnotes"
"""The key under which the parser collects references without a footnote, as written."""
LONGEST_LABEL = 60
"""Characters of a footnote's name in a message."""
_MISSING = regex(rf"\[\^[^\]\s]{{1,{LONGEST_LABEL}}}\]")
LINE = "line"
"""The type of the token of such a line."""
_SAID = regex(rf"\{{said=({SPEAKER})\}}")
"""At the end of a paragraph, after white space."""
TASK = regex(r"\[([ xX])\] ")
"""At the beginning of a list item."""
TASK_SIGNS = {" ": "☐ ", "x": "☑ ", "X": "☑ "}


@lru_cache(maxsize=1)
def parser() -> MarkdownIt:
    """The parser of our Markdown; made once."""
    markdown = MarkdownIt("commonmark", {"html": False, "maxNesting": MAX_LEVEL}).enable(["table", "strikethrough"])
    markdown.disable(["html_block", "html_inline"])  # Without HTML they find nothing.
    markdown.validateLink = _is_harmless  # type: ignore[method-assign]  # how markdown-it lets its users do it
    markdown.inline.ruler.before("link", "entity", _entity)
    # By default it would stop at twice as many characters, for rules that we do not use.
    markdown.inline.terminator_re = re.compile(f"[{_INLINE}]")
    markdown.use(footnote_plugin, inline=False, move_to_end=False)
    markdown.block.ruler.at("footnote_def", _footnote, {"alt": ["paragraph", "reference"]})
    markdown.inline.ruler.after(REFERENCE, MISSING, _missing)
    markdown.core.ruler.at("normalize", _normalize)
    markdown.core.ruler.at("inline", _inline)
    markdown.block.ruler.before("table", LINE, _line)
    markdown.add_render_rule(LINE, lambda _renderer, tokens, at, *_: line_html(tokens[at]))
    markdown.add_render_rule(REFERENCE, lambda _renderer, tokens, at, *_: _reference_html(tokens[at]))
    markdown.add_render_rule("entity_open", lambda *_: "")
    markdown.add_render_rule("entity_close", lambda *_: "")
    return markdown


def line_html(line: Token) -> str:
    """The element for a token of type ``LINE``."""
    name = f' id="{line.attrs["id"]}"' if line.attrs else ""
    return f"<{line.tag}{name}>{escapeHtml(line.content)}</{line.tag}>\n"


def _reference_html(reference: Token) -> str:
    """A link to the note, for which ``markdown.html`` has set the attributes."""
    name, href, number = (reference.attrGet(key) for key in ("id", "href", "number"))
    return f'<sup class="ref"><a id="{name}" href="{href}" role="doc-noteref">{number}</a></sup>'


def _normalize(state: StateCore) -> None:
    """Replaces markdown-it's patterns, which look for every line feed."""
    state.src = state.src.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")


def _inline(state: StateCore) -> None:
    """Replaces markdown-it's inline parser where a text contains no inline markup."""
    inline = state.md.inline
    tokens = state.tokens
    for number, token in enumerate(tokens):
        if token.type != "inline" or not token.content:
            continue
        before = tokens[number - 1]
        if number > 1 and tokens[number - 2].type == "list_item_open" and (task := TASK.match(token.content)):
            token.content = TASK_SIGNS[task[1]] + token.content[task.end() :]
        if token.level == 1 and before.type == "paragraph_open":
            _split_said(token)
        if inline.terminator_re.search(token.content):
            token.children = inline.parse(token.content, state.md, state.env, [])
        else:
            token.children = [Token("text", "", 0, content=token.content)]


def _line(state: StateBlock, start: int, _end: int, _silent: bool) -> bool:
    """The block rule for a paragraph or heading of one line without inline markup, the usual case in news.

    One token represents it. Any other rule would depend on the beginning of the line, or on the line after it unless
    that is a quotation. Paragraphs in lists are left to markdown-it, which may hide them.
    """
    if state.level > 1 or not (state.isEmpty(start + 1) or state.src[state.bMarks[start + 1]] == ">"):
        return False
    line = _LINE.fullmatch(state.src, state.bMarks[start], state.eMarks[start])
    if line is None:
        return False
    tag, place = f"h{len(line[1])}" if line[1] else "p", [start, start + 1]
    words = Token(LINE, tag, 0, map=place, level=state.level, content=mdTrim(line[2]), block=True)
    if not line[1] and not state.level:
        _split_said(words)
    state.tokens.append(words)
    state.line = start + 1
    return True


def _split_said(words: Token) -> None:
    """Move ``{said=person:ID}`` from the end of a paragraph's text to the token's metadata."""
    text = words.content
    at = text.rfind("{said=") if text.endswith("}") else -1
    said = _SAID.fullmatch(text, at) if at > 0 and text[at - 1] in " \t\n" else None
    if said:
        words.content = text[:at].rstrip(" \t\n")
        words.meta["said"] = said[1]


def _footnote(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """The block rule for ``[^1]: …``; in a list or a quotation, it is text."""
    ends_block = silent and state.sCount[start] < state.blkIndent
    return (ends_block or not state.level) and footnote_def(state, start, end, silent)


def _missing(state: StateInline, _silent: bool) -> bool:
    """An inline rule that only takes note of ``[^1]`` where no other rule has read it."""
    found = _MISSING.match(state.src, state.pos)
    if found:
        state.env.setdefault(MISSING, {})[found[0]] = None
    return False


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
    """Whether a link may have this address: inside the site, or with a scheme that runs nothing."""
    scheme = _SCHEME.match(url)
    return scheme is None or scheme[1].lower() in _SCHEMES
