"""From Markdown with slots to the HTML of an article's body, by markdown-it."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from html import escape, unescape
from itertools import groupby
from pathlib import PurePosixPath
from typing import NamedTuple
from urllib.parse import unquote

from markdown_it.common.utils import escapeHtml
from markdown_it.token import Token

from builder.core.regex import regex
from builder.core.values import BlockKind
from builder.markdown.dialect import Part, outline
from builder.markdown.escapes import SLOT
from builder.markdown.parser import LINE, line_html, parser

_PULL_QUOTE, _NOTES, _BACK = "\x04", "\x08", "\x0e"
"""The placeholders of the words of a page: no text contains them, as with slots."""
SAID_START, SAID_END = "\x06", "\x07"
"""Around words that somebody said; no text contains them either."""

_WIDE = frozenset({"table_open", "fence", "code_block"})
"""The first tokens of blocks whose lines are not broken."""

_PIECE = regex(rf"<sup class=\"ref\">.*?</sup>|<br />\n|<(/?)[^>]*>|[{SLOT}]|&[^;]*;|[^<&{SLOT}]+")


_TAG = regex(r'<(/?)(p|aside|figure|blockquote|ul|ol|div|section)\b(?: id="p(\d+)")?[^>]*>')


_HEADING = regex(r'<h([1-6]) id="(p\d+)">(.*?)</h\1>', re.DOTALL)
_ELEMENT = regex(r"<[^>]*>")
_IMAGE = regex(r'<a\b|</a>|<img src="([^"]+)"([^>]*>)')
"""A picture, or where a link begins or ends. An attribute has no ">": it is escaped."""

_PICTURES = frozenset({"image", "softbreak", "hardbreak"})
_ENDS = frozenset({"link_open", "link_close"})
"""What a paragraph of pictures consists of."""
_NOTES_BEGIN = '<section class="notes"'
_NOTE = regex(r'<li id="p(\d+)">\n')
_ONLY_IN_LIST = regex(r' ?<a class="back"[^>]*>[^<]*</a>| id="ref\d+"')
_LANDMARK = regex(
    r'<(/?)(p|h[1-6]|aside|figure|blockquote|ul|ol|div|section)\b[^>]*>|<sup class="ref"><a id="[^"]*" href="#p(\d+)"'
)
"""Where a block begins or ends, and a reference to a note."""


class PageWords(NamedTuple):
    """The page's words for parts of a body."""

    pull_quote: str
    notes: str
    """The heading of the footnotes."""
    back: str
    """For the link from a note back to the text."""


class _Piece(NamedTuple):
    """A part of a block's HTML: text, or where an element or slot begins or ends."""

    start: int
    end: int
    at: int
    """The characters of the text before it."""
    length: int
    """Its own characters; 0 if it is not text."""
    depth: int
    """1 if an element or slot begins here, -1 if one ends."""


def body_html(markdown: str, repeats: Sequence[bool]) -> str:
    """The body as HTML, slots kept; block ``n`` has the id "p1", "p2", …

    ``repeats`` says for each pull quote whether it repeats the body: if so it is an aside, otherwise a figure.
    """
    number = 0
    ahead = iter(repeats)
    pieces: list[str] = []
    shown: dict[int, int] = {}
    parts = outline(markdown)
    notes = _linked_notes(parts)
    for part in parts[: len(parts) - len(notes)]:
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
            shown[len(pieces)] = 0
            pieces.append(_caption(part, f"p{number}"))
            continue
        starts = _starts(part)
        for place, token in enumerate(starts, number + 1):
            token.attrSet("id", f"p{place}")
        number += len(starts) or 1
        if pictures := _pictures(part):
            shown[len(pieces)] = pictures
        pieces.append(_html(part.tokens))
    if notes:
        items = "".join(f'<li id="p{place}">\n{note}</li>\n' for place, note in enumerate(notes, number + 1))
        pieces.append(f'{_NOTES_BEGIN} role="doc-endnotes">\n<h2>{_NOTES}</h2>\n<ol>\n{items}</ol>\n</section>\n')
    return "".join(_with_galleries(pieces, shown))


def _pictures(part: Part) -> int:
    """The number of pictures in a paragraph that has nothing else."""
    if part.kind is not BlockKind.OPAQUE or not part.tokens or part.tokens[0].type != "paragraph_open":
        return 0
    inside = [token for token in part.tokens[1].children or () if token.type != "text" or token.content.strip()]
    types = [token.type for token in inside]
    return types.count("image") if _PICTURES.union(_ENDS).issuperset(types) else 0


def _with_galleries(pieces: Sequence[str], shown: Mapping[int, int]) -> Iterator[str]:
    """The blocks of a body, several pictures in a row as a gallery.

    ``shown`` are the numbers of pictures in those blocks that have nothing else, 0 for a caption. A caption belongs to
    the picture before it; if only the last of several pictures has one, to all of them.
    """
    cells: list[tuple[int, str, str]] = []
    for at, piece in enumerate((*pieces, "")):
        pictures = shown.get(at, -1)
        if pictures > 0:
            cells.append((pictures, piece, ""))
            continue
        if not pictures and cells and cells[-1][0] == 1 and not cells[-1][2]:
            cells[-1] = 1, cells[-1][1], piece
            continue
        yield from _gallery(cells)
        cells.clear()
        yield piece


def _gallery(cells: Sequence[tuple[int, str, str]]) -> Iterator[str]:
    """Numbers of pictures, paragraphs and captions, as a gallery if there are several pictures."""
    if sum(pictures for pictures, _, _ in cells) < 2:
        yield from (html for _, *both in cells for html in both)
        return
    *first, (_, _, last) = cells
    common = bool(last) and not any(caption for _, _, caption in first)
    yield '<div class="gallery">\n'
    for _, picture, caption in cells:
        yield f"<div>\n{picture}{caption}</div>\n" if caption and not common else picture
    yield f"</div>\n{last}" if common else "</div>\n"


def _starts(part: Part) -> Sequence[Token]:
    """The first tokens of a part's blocks; none for one that is not shown."""
    items = part.kind is BlockKind.ITEM
    return [token for token in part.tokens if token.type == "list_item_open"] if items else part.tokens[:1]


def _linked_notes(parts: Sequence[Part]) -> list[str]:
    """The content of each footnote, with links back; the references to them get theirs."""
    notes = [part for part in parts if part.label]
    if not notes:
        return []
    first = 1 + sum(len(_starts(part)) or 1 for part in parts if not part.label)
    numbers = {note.label: number for number, note in reversed(list(enumerate(notes)))}
    back: list[list[str]] = [[] for _ in notes]
    for count, token in enumerate((token for part in parts for token in part.references), 1):
        number = numbers[token.meta["label"]]
        token.attrs = {"id": f"ref{count}", "href": f"#p{first + number}", "number": number + 1}
        back[number].append(f'<a class="back" href="#ref{count}" role="doc-backlink" aria-label="{_BACK}">↩</a>')
    found = []
    for note, links in zip(notes, back, strict=True):
        content, after = _html(note.tokens[1:-1]).rstrip("\n"), "".join(f" {link}" for link in links)
        is_open = content.endswith("</p>")
        whole = f"{content[:-4]}{after}</p>" if is_open else f"{content}\n<p>{after.lstrip()}</p>" if after else content
        found.append(f"{whole}\n")
    return found


def with_quotations(html: str, spans: Mapping[int, Sequence[tuple[int, int]]]) -> tuple[str, tuple[int, ...]]:
    """The body with ``SAID_START`` and ``SAID_END`` around these spans, and the number of the span between each two.

    ``spans`` are those of the text of each block, by number, in order and separate; over all blocks, they are numbered
    from 0. A span that crosses the beginning or the end of an element or a slot is parted there.
    """
    pieces, numbers = [], []
    number = last = 0
    for block, some in sorted(spans.items()):
        name = f' id="p{block}">'
        inside = list(_pieces(html, html.index(name, last) + len(name)))
        for start, end in some:
            for low, high in _balanced(list(_between(inside, start, end))):
                pieces += [html[last:low], SAID_START, html[low:high], SAID_END]
                numbers.append(number)
                last = high
            number += 1
    return "".join((*pieces, html[last:])), tuple(numbers)


def _pieces(html: str, start: int) -> Iterator[_Piece]:
    """The parts of the element whose content begins here."""
    at = inside = 0
    for match in _PIECE.finditer(html, start):
        text = match[0]
        depth = (text == SLOT[0] or match[1] == "") - (text == SLOT[1] or match[1] == "/")
        inside += depth
        if inside < 0:
            return
        length = 0 if depth or text.startswith("<sup") else 1 if text[0] in "<&" else len(text)
        yield _Piece(*match.span(), at, length, depth)
        at += length


def _between(pieces: Sequence[_Piece], start: int, end: int) -> Iterator[_Piece]:
    """The parts for ``text[start:end]`` of a block, and the tags beside it."""
    first = bisect_left(pieces, start, key=lambda piece: piece.at)
    for number in range(max(first - 1, 0), len(pieces)):
        piece = pieces[number]
        if piece.at > end:
            return
        low, high = max(start, piece.at), min(end, piece.at + piece.length)
        if piece.depth:
            if piece.at >= start:
                yield piece
        elif low < high:
            whole = high - low == piece.length
            begin = piece.start + low - piece.at
            yield piece if whole else _Piece(begin, begin + high - low, low, high - low, 0)


def _balanced(pieces: Sequence[_Piece]) -> Iterator[tuple[int, int]]:
    """The longest runs with text in which every element that begins also ends."""
    opened: list[int] = []
    alone: set[int] = set()
    for number, piece in enumerate(pieces):
        if piece.depth > 0:
            opened.append(number)
        elif piece.depth < 0 and opened:
            opened.pop()
        elif piece.depth < 0:
            alone.add(number)
    alone.update(opened)
    for parts, run in groupby(range(len(pieces)), key=alone.__contains__):
        some = [pieces[number] for number in run]
        if not parts and any(piece.length for piece in some):
            yield some[0].start, some[-1].end


def paragraphs_of_slots(pieces: Sequence[str]) -> list[int]:
    """For each slot the number of the paragraph that has it; 0 in a list, a quotation, a table.

    ``pieces`` are those of the body: every second one is the content of a slot.
    """
    found, depth, here = [], 0, 0
    for piece in pieces[:-1:2]:
        for match in _TAG.finditer(piece):
            closing, name, number = match.groups()
            if name != "p":
                depth += -1 if closing else 1
            elif not depth:
                here = 0 if closing else int(number or 0)
        found.append(0 if depth else here)
    return found


def headings(pieces: Sequence[str]) -> list[tuple[str, str]]:
    """The headings of the highest level of a body, each with its id and its text. No slot is in one."""
    found = [match.groups() for piece in pieces[::2] for match in _HEADING.finditer(piece)]
    highest = min((level for level, _, _ in found), default="")
    return [(id_, unescape(_ELEMENT.sub("", words)).strip()) for level, id_, words in found if level == highest]


def with_notes(html: str, notes: Mapping[int, str]) -> str:
    """The body with notes, which are HTML, before the paragraphs of these numbers."""
    for number, note in notes.items():
        html = html.replace(f'<p id="p{number}">', f'{note}<p id="p{number}">', 1)
    return html


def with_sidenotes(html: str) -> str:
    """The body with a copy of each footnote before the block that first refers to it, for the margin of a wide page.

    Those to which only other notes refer follow the text. Whoever hears a page finds the note in the list at the end.
    """
    end = html.rfind(_NOTES_BEGIN)
    if end < 0:
        return html
    _, *found = _NOTE.split(html[end:])
    notes = {
        place: _copy(number, place, note)
        for number, (place, note) in enumerate(zip(found[::2], found[1::2], strict=True), 1)
    }
    pieces = []
    last = depth = begin = 0
    for match in _LANDMARK.finditer(html, 0, end):
        closing, _, place = match.groups()
        if place:
            pieces += [html[last:begin], notes.pop(place, "")]
            last = begin
        else:
            begin = match.start() if not depth else begin
            depth += -1 if closing else 1
    return "".join((*pieces, html[last:end], *notes.values(), html[end:]))


def _copy(number: int, place: str, note: str) -> str:
    words = _ONLY_IN_LIST.sub("", note[: note.rindex("</li>")]).replace("<a ", '<a tabindex="-1" ')
    begin = "<p>" if words.startswith("<p>") else ""
    words = f"{begin}<sup>{number}</sup> {words.removeprefix(begin)}"
    return f'<div class="sidenote" data-note="p{place}" aria-hidden="true">{words}</div>\n'


def pictures_in(html: str) -> frozenset[str]:
    """The paths of the pictures in a body."""
    return frozenset(_path(found[1]) for found in _IMAGE.finditer(html) if found[1])


def _path(address: str) -> str:
    return str(PurePosixPath(unquote(unescape(address))))


def with_pictures(html: str, pictures: Mapping[str, tuple[str, str]]) -> str:
    """The body with more attributes for each of these pictures, by path, and the opening tag of a link around it.

    The tag may be empty. A picture that is in a link already gets no other.
    """
    inside = False

    def shown(match: re.Match[str]) -> str:
        nonlocal inside
        if match[1] is None:
            inside = match[0] == "<a"
            return match[0]
        attributes, anchor = pictures.get(_path(match[1]), ("", ""))
        image = f'<img src="{match[1]}"{attributes}{match[2]}'
        return f"{anchor}{image}</a>" if anchor and not inside else image

    return _IMAGE.sub(shown, html) if pictures else html


def fill_html(pieces: Sequence[str], anchors: Sequence[str], words: PageWords, said: Sequence[str] = ()) -> str:
    """The HTML with the n-th opening tag around the words of the n-th slot; bare words if the tag is empty.

    Every second piece is the content of a slot. ``said`` are the opening
    tags of a ``span`` around words that somebody said, in the same way.
    """
    filled = list(pieces)
    slots = zip(pieces[1::2], anchors, strict=True)
    filled[1::2] = [f"{anchor}{name}</a>" if anchor else name for name, anchor in slots]
    html = "".join(filled)
    if said:
        first, *rest = html.split(SAID_START)
        html = first + "".join([_said(tag, piece) for tag, piece in zip(said, rest, strict=True)])
    for sign, shown in zip((_PULL_QUOTE, _NOTES, _BACK), words, strict=True):
        if sign in html:
            html = html.replace(sign, escape(shown))
    return html


def _said(tag: str, piece: str) -> str:
    words, _, after = piece.partition(SAID_END)
    return f"{tag}{words}</span>{after}" if tag else words + after


def _pull_quote(part: Part, name: str, *, repeats: bool) -> str:
    paragraphs = [_words(token) for token in part.inlines]
    has_attribution = len(paragraphs) > 1 and part.read[-1][0].startswith("— ")
    attribution = paragraphs.pop() if has_attribution else ""
    words = "".join(f"<p>{each}</p>\n" for each in paragraphs)
    quotation = f"<blockquote>\n{words}</blockquote>\n"
    if repeats:
        caption = f'<p class="attribution">{attribution}</p>\n' if attribution else ""
        return f'<aside class="pullquote" aria-label="{_PULL_QUOTE}" id="{name}">\n{quotation}{caption}</aside>\n'
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
    html = str(markdown.renderer.render(list(tokens), markdown.options, {}))
    if not tokens or tokens[0].type not in _WIDE:
        return html
    # It may be wider than a phone: who has no mouse or finger scrolls what has the focus.
    return f'<div class="scroll" tabindex="0">\n{html}</div>\n'
