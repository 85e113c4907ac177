"""The Markdown of other generators as HTML: with HTML in it, footnotes, definitions, and kramdown's attributes."""

from collections.abc import Sequence
from functools import lru_cache
from html import escape, unescape

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from builder.core.regex import regex

NESTED = 100
"""Levels of blocks inside each other; beyond them markdown-it drops text."""

_ATTRIBUTES = regex(r"(?m)^[ \t]*\{:[^{}\n]*\}[ \t]*$|\{:[^{}\n]*\}")
"""Kramdown's, on a line of their own or behind words."""
_HEADING_ATTRIBUTES = regex(r"(?m)^(#{1,6}[ \t][^\n{]*)\{[ \t]*[#.][^{}\n]*\}[ \t]*$")
_CONTENTS = regex(r"(?m)^[-*+1.]+[ \t]+\S[^\n]*\n\{:toc[^{}\n]*\}[ \t]*$")
"""A list item in whose place kramdown shows a table of contents."""
_ABBREVIATIONS = regex(r"(?m)^\*\[[^\]\n]+\]:[^\n]*$")
_TIGHT_HEADING = regex(r"(?m)^(#{1,6})(?=[^#\s{!])")
"""Older Markdown needs no space after the signs of a heading."""

_MARKED = regex(r"&#?\w+;|<[a-zA-Z/]|\*\*|__|\]\(|(?<![\w*_])[*_](?=\w)")
_BREAK, _TAG = regex(r"<br\b[^<>]*>"), regex(r"<[^<>]{1,1000}>")
_FORMATTED = regex(r"</(?:a|b|i|span|strong|em|p|li|font)>")


def markdown_html(text: str, *, kramdown: bool) -> str:
    """The HTML of a text, as unsafe as the text: it is read, never shown."""
    if kramdown:
        text = _ABBREVIATIONS.sub("", _ATTRIBUTES.sub("", _CONTENTS.sub("", text)))
        text = _TIGHT_HEADING.sub(r"\1 ", text)
    return str(_parser().render(_HEADING_ATTRIBUTES.sub(r"\1", text)))


def words_of(line: str) -> str:
    """The words of a title or summary, which may have Markdown, HTML and references to characters in it."""
    if not _MARKED.search(line):
        return line
    return unescape(_TAG.sub("", _BREAK.sub(" ", str(_parser().renderInline(line)))))


def figure(address: str, description: str = "", caption: str = "") -> str:
    """A picture with its caption, as a block of HTML."""
    words = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f'\n\n<figure><img src="{escape(address)}" alt="{escape(description)}">{words}</figure>\n\n'


def link(address: str) -> str:
    """A paragraph that is a link to what stood there."""
    return f'\n\n<p><a href="{escape(address)}">{escape(address)}</a></p>\n\n'


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": True, "maxNesting": NESTED}).enable(["table", "strikethrough"])
    markdown.add_render_rule("code_block", _indented)
    return markdown.use(footnote_plugin, inline=True).use(deflist_plugin)


def _indented(_renderer: object, tokens: Sequence[Token], at: int, *_: object) -> str:
    """An indented block as code, or as the text that it is if HTML that only formats text is in it."""
    code = tokens[at].content
    # What is indented in it becomes less so with each turn.
    return str(_parser().render(code)) if _FORMATTED.search(code) else f"<pre><code>{escape(code)}</code></pre>\n"
