"""From Markdown with slots to the HTML of an article's body, by markdown-it."""

from collections.abc import Sequence
from html import escape

from markdown_it.common.utils import escapeHtml
from markdown_it.token import Token

from builder.core.values import BlockKind
from builder.markdown.dialect import Part, outline
from builder.markdown.parser import LINE, line_html, parser

_LABEL = "\x04"
"""The placeholder of the words for a pull quote: no text contains it, as with slots."""


def body_html(markdown: str, repeats: Sequence[bool]) -> str:
    """The body as HTML, slots kept; block ``n`` has the id "p1", "p2", …

    ``repeats`` says for each pull quote whether it repeats the body: if so it is an aside, otherwise a figure.
    """
    number = 0
    ahead = iter(repeats)
    pieces = []
    for part in outline(markdown):
        if part.tokens and (line := part.tokens[0]).type == LINE:
            number += 1
            line.attrSet("id", f"p{number}")
            pieces.append(line_html(line))
            continue
        if part.kind is BlockKind.PULL_QUOTE:
            number += 1
            pieces.append(_pull_quote(part, f"p{number}", repeats=next(ahead, False)))
            continue
        if part.kind is BlockKind.CAPTION:
            number += 1
            pieces.append(_caption(part, f"p{number}"))
            continue
        items = part.kind is BlockKind.ITEM
        starts = [token for token in part.tokens if token.type == "list_item_open"] if items else part.tokens[:1]
        for place, token in enumerate(starts, number + 1):
            token.attrSet("id", f"p{place}")
        number += len(starts) or 1
        pieces.append(_html(part.tokens))
    return "".join(pieces)


def fill_html(pieces: Sequence[str], anchors: Sequence[str], pull_quote: str) -> str:
    """The HTML with the n-th opening tag around the words of the n-th slot; bare words if the tag is empty.

    Every second piece is the content of a slot. ``pull_quote`` is the page's word for one.
    """
    filled = list(pieces)
    slots = zip(pieces[1::2], anchors, strict=True)
    filled[1::2] = [f"{anchor}{words}</a>" if anchor else words for words, anchor in slots]
    html = "".join(filled)
    return html.replace(_LABEL, escape(pull_quote)) if _LABEL in html else html


def _pull_quote(part: Part, name: str, *, repeats: bool) -> str:
    paragraphs = [_words(token) for token in part.inlines]
    has_attribution = len(paragraphs) > 1 and part.read[-1][0].startswith("— ")
    attribution = paragraphs.pop() if has_attribution else ""
    words = "".join(f"<p>{each}</p>\n" for each in paragraphs)
    quotation = f"<blockquote>\n{words}</blockquote>\n"
    if repeats:
        caption = f'<p class="attribution">{attribution}</p>\n' if attribution else ""
        return f'<aside class="pullquote" aria-label="{_LABEL}" id="{name}">\n{quotation}{caption}</aside>\n'
    caption = f"<figcaption>{attribution}</figcaption>\n" if attribution else ""
    return f'<figure class="pullquote" id="{name}">\n{quotation}{caption}</figure>\n'


def _caption(part: Part, name: str) -> str:
    words = "".join(f"<p>{_words(token)}</p>\n" for token in part.inlines)
    return f'<figure class="caption" id="{name}">\n<figcaption>\n{words}</figcaption>\n</figure>\n'


def _words(token: Token) -> str:
    """The words of a paragraph, without its tags."""
    return escapeHtml(token.content) if token.type == LINE else _html([token])


def _html(tokens: Sequence[Token]) -> str:
    markdown = parser()
    for token in tokens:
        # The alignment of a column is a class: the policy in _headers allows no inline style.
        if style := token.attrs.pop("style", ""):
            token.attrJoin("class", str(style).removeprefix("text-align:"))
    return str(markdown.renderer.render(list(tokens), markdown.options, {}))
