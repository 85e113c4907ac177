"""From HTML to the blocks of our Markdown: the one way in for web pages, Word, mail, WordPress and other generators.

Words are kept, in order; of elements, those that Markdown has. What cannot be shown is recorded as a loss. The tree
is walked in a loop, not by recursion, so that no depth of nesting harms.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from urllib.parse import urljoin

from lxml import etree
from msgspec.structs import replace

from builder.commands.importing.imported import BodyPart, Loss, ShownPicture
from builder.commands.importing.noted import END, NOTE, REFERENCE, SIGN, labels, sign_notes, without_signs
from builder.core.regex import regex
from builder.core.values import Block, BlockKind, Mark, MarkKind
from builder.markdown.block_writer import write_blocks, written_note
from builder.markdown.dialect import EMPHASIS, LINKS
from builder.markdown.parser import TASK, TASK_SIGNS
from builder.settings.toml import visible

AddressOf = Callable[[str], str]

MAX_NESTED = 6
"""Lists and quotations inside each other; what is deeper becomes plain paragraphs."""

MAX_TAG = 50_000
"""Characters of a tag with its attributes, without pictures in them; longer ones are dropped."""

LONGEST_SHOWN = 80
"""Characters of an address that is shown as the words of its link."""

_DROPPED = frozenset(
    "script style noscript template head title meta link svg math button input select textarea nav object embed "
    "applet canvas map area datalist progress meter dialog rp".split()
)
_INTERACTIVE = frozenset("form button select textarea object embed applet canvas".split())
_BREAKING = frozenset(
    "address article aside body center dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 "
    "header hgroup hr html legend li main ol p pre section summary table tbody td tfoot th thead tr ul blockquote "
    "caption video audio iframe menu".split()
)
"""Elements that begin and end a block."""
_MARKS = {
    **dict.fromkeys(("em", "i", "cite", "dfn", "var"), MarkKind.EMPHASIS),
    **dict.fromkeys(("strong", "b"), MarkKind.STRONG),
    **dict.fromkeys(("code", "kbd", "samp", "tt"), MarkKind.CODE),
    **dict.fromkeys(("s", "strike", "del"), MarkKind.STRUCK),
    "a": MarkKind.LINK,
}
_PULLED = regex(r"pull-?quote", re.IGNORECASE)
_LONG_TAG = regex(rf"<[^<>]{{{MAX_TAG}}}[^<>]*>?")
_TITLES_OF_NOTES = frozenset({"notes", "footnotes", "endnotes", "references", "note", "footnote", "endnote"})
_SPACE = regex(r"[ \t\n\r\f\v\u2028\u2029]+")
_BLANK_LINE = regex(r"\n[ \t\r]*+(?:\n[ \t\r]*+)++")
_INVISIBLE = regex("[\u00ad\u200b\u2060\ufeff]")
_HIDDEN = regex(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_BACK = regex(r"[\s\[(]*[↑↩⤴^⬆️︎\u21a9\u2191]*[\s\])]*")
_YOUTUBE = regex(r"(?:https?:)?//(?:www\.)?youtube(?:-nocookie)?\.com/embed/([\w-]+).*")
_VIMEO = regex(r"(?:https?:)?//player\.vimeo\.com/video/(\d+).*")
_LANGUAGE = regex(r"(?:language|lang|brush:?)[- ]?([\w+#-]+)")
_SCHEME = regex(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
_BLOCKS_IN_CELL = "table", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "img", "blockquote", "pre", "figure"

_TEI = {"head": "h2", "lb": "br", "graphic": "img", "quote": "blockquote", "item": "li", "row": "tr", "del": "s"}
_RENDERED = {"#b": "b", "#i": "i", "#t": "code", "#u": "u", "#sub": "sub", "#sup": "sup"}


@dataclass(frozen=True, slots=True)
class HtmlBody:
    """The blocks and pictures of some HTML, in order, and what was left out."""

    passages: tuple[BodyPart, ...]
    losses: tuple[Loss, ...]

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The blocks alone."""
        return tuple(each for each in self.passages if isinstance(each, Block))


def as_written(address: str) -> str:
    """The address of a link as it is."""
    return address


def beside(base: str) -> AddressOf:
    """A function that resolves the addresses of links on the page ``base``."""

    def whole(address: str) -> str:
        try:
            return urljoin(base, address)
        except ValueError:
            return ""

    return whole if base else as_written


def read_html(html: str, address_of: AddressOf = as_written, *, breaks: bool = False) -> HtmlBody:
    """The body of some HTML. With ``breaks``, blank lines in its text separate paragraphs, and line ends are kept.

    ``address_of`` gives the address that a link has here; empty, if its words are all that remains.
    """
    return read_tree(parsed(html), address_of, breaks=breaks)


def parsed(html: str) -> etree._Element:
    """The root element of some HTML, read as leniently as browsers do."""
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    # A surrogate or a NUL would end the parser's text.
    raw = visible(without_long_tags(without_signs(html))).encode("utf-8", "replace")
    found = etree.fromstring(b"<html><body>" + raw if b"<body" not in raw else raw, parser) if raw.strip() else None
    return etree.Element("body") if found is None else found


def without_long_tags(html: str) -> str:
    """The HTML without tags that are too long: the parser compares each attribute of a tag with all others."""
    return _LONG_TAG.sub("", html)


def read_tree(root: etree._Element, address_of: AddressOf = as_written, *, breaks: bool = False) -> HtmlBody:
    """As ``read_html``, for a parsed tree, in which footnotes are then signed."""
    sign_notes(root)
    walk = _HtmlWalk(root, address_of, labels("".join(root.itertext())), breaks=breaks)
    return HtmlBody(walk.passages(), walk.losses())


def as_html(tei: etree._Element) -> etree._Element:
    """A body in the vocabulary of the Text Encoding Initiative, as trafilatura writes it, renamed to HTML in place."""
    for element in tei.iter():
        match element.tag:
            case "list":
                element.tag = element.get("rend") if element.get("rend") in ("ol", "dl") else "ul"
            case "hi":
                element.tag = _RENDERED.get(element.get("rend", ""), "span")
            case "ref":
                element.tag = "a"
                element.set("href", element.get("target", ""))
            case "cell":
                element.tag = "th" if element.get("role") == "head" else "td"
            case "head" if (element.get("rend") or "")[:1] == "h":
                element.tag = element.get("rend")
            case "code" if "\n" in "".join(element.itertext()) or element.find("lb") is not None:
                element.tag = "pre"
            case str():
                element.tag = _TEI.get(element.tag, element.tag)
    return tei


@dataclass(slots=True)
class _Container:
    """An open list, item, quotation or footnote, and the blocks in it."""

    tag: str
    blocks: list[BodyPart] = field(default_factory=list)
    items: list[list[Block]] = field(default_factory=list)
    first: int = 0
    """Of an ordered list, its first number; 0 for bullets. Of a footnote, its number."""
    is_pulled: bool = False
    """Whether a quotation is a pull quote."""


class _HtmlWalk:
    """Invariant: text since the last block is in ``_pieces``; marks in ``_open`` began before its end."""

    def __init__(
        self, root: etree._Element, address_of: AddressOf, labels: frozenset[str], *, breaks: bool = False
    ) -> None:
        self._address_of, self._breaks = address_of, breaks
        self._containers = [_Container("body")]
        self._pending: list[ShownPicture] = []
        self._pieces: list[str] = []
        self._length = 0
        self._marks: list[Mark] = []
        self._open: list[tuple[int, MarkKind, str]] = []
        self._heading = self._caption = self._flat = 0
        self._losses: Counter[Loss] = Counter()
        self._labels = labels
        self._notes: list[Block] = []
        self._walk(root)

    def passages(self) -> tuple[BodyPart, ...]:
        """The blocks and pictures found; footnotes last."""
        return (*self._containers[0].blocks, *self._notes)

    def losses(self) -> tuple[Loss, ...]:
        """One for each thing left out."""
        return tuple(sorted(self._losses.elements()))

    def _walk(self, root: etree._Element) -> None:
        events = etree.iterwalk(root, events=("start", "end"))
        for event, element in events:
            if not isinstance(element.tag, str):
                if event == "end":
                    self._tail(element, root)
                continue
            if event == "end":
                self._end(element)
                self._tail(element, root)
            elif self._start(element):
                self._text(element.text)
            else:
                events.skip_subtree()
        while len(self._containers) > 1:
            self._close()
        self._flush()
        self._containers[0].blocks += self._pending

    def _tail(self, element: etree._Element, root: etree._Element) -> None:
        if element is not root:
            self._text(element.tail)

    # Elements

    def _start(self, element: etree._Element) -> bool:
        """Begin an element; whether its content is read."""
        tag = _tag(element)
        if tag in _DROPPED or _is_hidden(element):
            self._drop(element, tag)
            return False
        if tag in _BREAKING:
            self._flush()
        if tag in _WHOLE:
            _WHOLE[tag](self, element)
            return False
        if tag == "table" and (rows := _data_rows(element)):
            self._emit(Block(BlockKind.OPAQUE, _table(rows, self._address_of, self._labels)))
            return False
        if tag in ("ul", "ol", "menu", "li", "blockquote"):
            self._open_container(element, tag)
        elif tag == "dt":
            self._open.append((0, MarkKind.STRONG, ""))
        elif len(tag) == 2 and tag[0] == "h" and tag[1] in "123456":
            self._heading = max(2, int(tag[1]))
        elif tag in ("figcaption", "caption"):
            self._caption += 1
        elif tag in _MARKS:
            return self._begin_mark(element, tag)
        elif tag == "q":
            self._text("“")
        return True

    def _drop(self, element: etree._Element, tag: str) -> None:
        """Leave an element out; of a task in a list, its box stays."""
        if tag in _INTERACTIVE:
            self._lose("interactive element dropped", tag)
        if tag == "input" and element.get("type") == "checkbox" and self._containers[-1].tag == "li":
            self._text(TASK_SIGNS[" " if element.get("checked") is None else "x"])

    def _end(self, element: etree._Element) -> None:
        tag = _tag(element)
        if tag in _DROPPED or tag in _WHOLE or _is_hidden(element):
            return
        if tag in _BREAKING:
            self._flush()
        if tag in ("ul", "ol", "menu", "li", "blockquote"):
            self._close_container(tag)
        elif tag in ("figcaption", "caption"):
            self._caption = max(0, self._caption - 1)
        elif tag == "q":
            self._text("”")
        elif tag in _MARKS or tag == "dt":
            self._end_mark(MarkKind.STRONG if tag == "dt" else _MARKS[tag])
        if tag[:1] == "h" and tag[1:].isdigit():
            self._heading = 0

    def _open_container(self, element: etree._Element, tag: str) -> None:
        if len(self._containers) > 2 * MAX_NESTED or self._heading:
            self._flat += 1
            return
        start = element.get("start", "1")
        first = (int(start) if start.isdigit() and len(start) < 6 and int(start) else 1) if tag == "ol" else 0
        self._containers.append(_Container(tag, first=first, is_pulled=is_pulled(element)))

    def _close_container(self, tag: str) -> None:
        if self._flat:
            self._flat -= 1
            return
        self._end_note()
        if len(self._containers) > 1 and self._containers[-1].tag == tag:
            self._close()

    def _end_note(self) -> None:
        if self._containers[-1].tag == "note":
            self._flush()
            self._close()

    def _close(self) -> None:
        """End the innermost container: what it holds becomes blocks of the one around it."""
        done = self._containers.pop()
        blocks = [each for each in done.blocks if isinstance(each, Block)]
        if done.tag == "li" and self._containers[-1].tag in ("ul", "ol", "menu"):
            if blocks:
                self._containers[-1].items.append([_task(blocks[0]), *blocks[1:]])
        elif done.tag == "note":
            self._notes += _note(blocks, str(done.first))
        elif done.tag == "blockquote":
            self._emit_all(_quotation(blocks, is_pulled=done.is_pulled))
        elif done.tag == "li":
            self._emit_all(blocks)
        else:
            # Text between the items of a list is an item, too.
            self._emit_all(_list([*done.items, *([each] for each in blocks)], done.first))

    # Marks and text

    def _begin_mark(self, element: etree._Element, tag: str) -> bool:
        """Open the mark of an inline element; whether its content is read."""
        kind, target = _MARKS[tag], ""
        if tag == "cite" and not self._length and self._containers[-1].tag == "blockquote":
            words = "".join(element.itertext()).strip()
            self._text("— " if words and words[0] not in "—–-" else "")
        if kind is MarkKind.LINK:
            href = element.get("href", "").strip()
            words = "".join(element.itertext())
            if href[:1] == "#" and _BACK.fullmatch(words) and next(element.iter("img"), None) is None:
                return False
            target = self._address(href)
        self._open.append((self._length, kind, target))
        return True

    def _end_mark(self, kind: MarkKind) -> None:
        for at in range(len(self._open) - 1, -1, -1):
            if self._open[at][1] is kind:
                start, _, target = self._open.pop(at)
                self._mark(start, kind, target)
                return

    def _mark(self, start: int, kind: MarkKind, target: str) -> None:
        around = [other for _, other, _ in self._open]
        barred = kind in around or MarkKind.CODE in around or (kind is MarkKind.LINK and not target)
        if barred or start >= self._length:
            return
        inner = []
        while self._marks and self._marks[-1].start >= start:
            inner.append(self._marks.pop())
        barred_inside = (*LINKS, *EMPHASIS) if kind is MarkKind.CODE else LINKS if kind is MarkKind.LINK else ()
        end = self._length
        for mark in reversed(inner):
            if mark.kind is MarkKind.NOTE and kind in (MarkKind.CODE, MarkKind.LINK):
                mark = replace(mark, start=end, end=end)
            if mark.kind not in barred_inside:
                self._marks.append(mark)
        self._marks.append(Mark(start, end, kind, target))

    def _address(self, href: str) -> str:
        """The address of a link; empty if it leads nowhere on another page."""
        # Browsers ignore tabs and line ends in addresses, wherever they are.
        href = re.sub(r"[\t\r\n]", "", _INVISIBLE.sub("", visible(href))).replace(" ", "%20")
        if not href or href[0] == "#":
            return ""
        whole = self._address_of(href)
        scheme = _SCHEME.match(whole)
        return whole if scheme is None or scheme[1].lower() in _SCHEMES else ""

    def _text(self, text: str | None) -> None:
        if not text:
            return
        last = 0
        for sign in SIGN.finditer(text) if END in text else ():
            self._words(text[last : sign.start()])
            self._sign(sign[1] or "", sign[2] or "")
            last = sign.end()
        self._words(text[last:])

    def _sign(self, kind: str, label: str) -> None:
        """Begin or end a footnote, or refer to one."""
        if not kind:
            self._end_note()
        elif label not in self._labels:
            self._words("" if kind == NOTE else f"[{label}]")
        elif kind == NOTE:
            self._end_note()
            self._flush()
            body = self._containers[0].blocks
            while body and len(self._notes) == 0 and _is_title_of_notes(body[-1]):
                body.pop()
            self._containers.append(_Container("note", first=int(label)))
        else:
            self._marks.append(Mark(self._length, self._length, MarkKind.NOTE, label))

    def _words(self, text: str) -> None:
        text = _INVISIBLE.sub("", visible(text))
        if self._breaks and "\n" in text:
            first, *rest = _BLANK_LINE.split(text)
            self._lines(first)
            for part in rest:
                self._flush()
                self._lines(part)
        else:
            self._add(text)

    def _lines(self, text: str) -> None:
        first, *rest = text.split("\n")
        self._add(first)
        for line in rest:
            self._break()
            self._add(line)

    def _add(self, text: str) -> None:
        text = _SPACE.sub(" ", text)
        if not self._length or self._pieces[-1][-1] in " \n":
            text = text.lstrip(" ")
        if text:
            self._pieces.append(text)
            self._length += len(text)

    def _break(self) -> None:
        """A line break; two of them end the paragraph."""
        if not self._length:
            return
        if self._pieces[-1] == "\n":
            self._flush()
        elif any(kind is MarkKind.CODE for _, kind, _ in self._open) or self._heading:
            self._add(" ")
        else:
            kept = self._pieces[-1].rstrip(" ")
            self._length -= len(self._pieces[-1]) - len(kept)
            self._pieces[-1:] = [kept] if kept else []
            if self._length:
                self._pieces.append("\n")
                self._length += 1

    # Whole elements

    def _break_element(self, _element: etree._Element) -> None:
        self._break()

    def _rule(self, element: etree._Element) -> None:
        if "footnotes" not in element.get("class", ""):
            self._emit(Block(BlockKind.OPAQUE, "***"))

    def _code(self, element: etree._Element) -> None:
        for line_break in element.iter("br", "lb"):
            line_break.tail = "\n" + (line_break.tail or "")
        raw = SIGN.sub(lambda sign: f"[{sign[2]}]" if sign[1] == REFERENCE else "", "".join(element.itertext()))
        text = _INVISIBLE.sub("", visible(raw)).strip("\n").rstrip()
        if not text.strip():
            return
        inner = element.find(".//code")
        classes = f"{element.get('class', '')} {'' if inner is None else inner.get('class', '')}"
        language = _LANGUAGE.search(classes)
        fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", text)), default=0))
        lines = "\n".join(line.rstrip() for line in text.split("\n"))
        self._emit(Block(BlockKind.OPAQUE, f"{fence}{language[1] if language else ''}\n{lines}\n{fence}"))

    def _image(self, element: etree._Element) -> None:
        if element.get("width") in ("0", "1") or element.get("height") in ("0", "1"):
            return  # Counts readers, and shows nothing.
        address = element.get("src", "").strip()
        if not address or address.startswith("data:image/gif") or address.startswith("data:image/svg"):
            lazy = (element.get(name, "").strip() for name in ("data-src", "data-lazy-src", "data-original"))
            address = next((each for each in lazy if each), address)
        description = " ".join(visible(element.get("alt", "")).split())
        if not address:
            return
        picture = ShownPicture(address, description)
        if len(self._containers) == 1 and not self._length:
            self._containers[0].blocks.append(picture)
        else:
            self._pending.append(picture)

    def _media(self, element: etree._Element) -> None:
        """A player or a frame becomes a link to what it shows."""
        source = element.find(".//source")
        address = element.get("src") or element.get("data-src") or ("" if source is None else source.get("src", ""))
        address = _VIMEO.sub(
            r"https://vimeo.com/\1", _YOUTUBE.sub(r"https://www.youtube.com/watch?v=\1", address or "")
        )
        target = self._address(f"https:{address}" if address.startswith("//") else address)
        if target.startswith(("http:", "https:")):
            words = target if len(target) <= LONGEST_SHOWN else f"{target[:LONGEST_SHOWN]}…"
            self._emit(Block(BlockKind.PARAGRAPH, words, (Mark(0, len(words), MarkKind.LINK, target),)))
            self._lose("embedded media became a link", target.split("/")[2])
        else:
            self._lose("embedded media dropped", _tag(element))

    def _lose(self, kind: str, detail: str = "") -> None:
        self._losses[Loss(kind, detail[:80])] += 1

    # Blocks

    def _flush(self) -> None:
        """End the current block."""
        text = "".join(self._pieces)
        marks = list(self._marks)
        for place, (start, kind, target) in enumerate(self._open):
            is_inner = any(other is kind for _, other, _ in self._open[:place])
            if start < self._length and not is_inner and (kind is not MarkKind.LINK or target):
                marks.append(Mark(start, self._length, kind, target))
        self._open = [(0, kind, target) for _, kind, target in self._open]
        self._pieces, self._length, self._marks = [], 0, []
        block = _trimmed(text, marks)
        if not block.text:
            self._refer_behind([mark for mark in marks if mark.kind is MarkKind.NOTE])
            return
        if self._heading:
            self._emit(replace(block, kind=BlockKind.HEADING, text=block.text.replace("\n", " "), level=self._heading))
        elif self._caption and len(self._containers) == 1:
            self._emit(replace(block, kind=BlockKind.CAPTION))
        else:
            self._emit(block)

    def _refer_behind(self, references: Sequence[Mark]) -> None:
        """Put references that stand alone at the end of the block before them."""
        blocks = self._containers[-1].blocks
        last = blocks[-1] if blocks else None
        if references and isinstance(last, Block) and last.kind is not BlockKind.OPAQUE:
            end = len(last.text)
            blocks[-1] = replace(last, marks=(*last.marks, *(replace(m, start=end, end=end) for m in references)))

    def _emit_all(self, blocks: Iterable[Block]) -> None:
        for block in blocks:
            self._emit(block)

    def _emit(self, block: Block) -> None:
        if block.kind is BlockKind.HEADING and len(self._containers) > 1:
            # A heading inside a list or quotation would be a heading of the page.
            block = Block(BlockKind.PARAGRAPH, block.text, (Mark(0, len(block.text), MarkKind.STRONG),))
        self._containers[-1].blocks.append(block)
        if len(self._containers) == 1:
            self._containers[0].blocks += self._pending
            self._pending.clear()


_WHOLE = {
    "br": _HtmlWalk._break_element,
    "hr": _HtmlWalk._rule,
    "pre": _HtmlWalk._code,
    "img": _HtmlWalk._image,
    "iframe": _HtmlWalk._media,
    "video": _HtmlWalk._media,
    "audio": _HtmlWalk._media,
}
"""Elements read as a whole."""


def _tag(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2].lower()


def _is_hidden(element: etree._Element) -> bool:
    return element.get("hidden") is not None or _HIDDEN.search(element.get("style") or "") is not None


def _is_title_of_notes(part: BodyPart) -> bool:
    """Whether a heading or a rule only introduces the footnotes."""
    if not isinstance(part, Block):
        return False
    words = part.text.strip(" :").casefold()
    return words in _TITLES_OF_NOTES if part.kind is BlockKind.HEADING else words == "***"


def _note(blocks: Sequence[Block], label: str) -> list[Block]:
    """The blocks of a footnote as one."""
    if any(block.kind is not BlockKind.PARAGRAPH for block in blocks):
        return [Block(BlockKind.OPAQUE, written_note(label, write_blocks(blocks).rstrip("\n")), label=label)]
    return [replace(block, kind=BlockKind.NOTE, label=label) for block in _quotation(blocks, is_pulled=False)]


def _trimmed(text: str, marks: Sequence[Mark]) -> Block:
    """The paragraph without white space at its ends and at those of its marks; marks without words are gone."""
    begin = len(text) - len(text.lstrip())
    end = len(text.rstrip())
    kept = []
    for mark in marks:
        low, high = max(mark.start, begin), min(mark.end, end)
        while low < high and text[low].isspace():
            low += 1
        while low < high and text[high - 1].isspace():
            high -= 1
        if low < high or mark.kind is MarkKind.NOTE:
            low, high = (low, high) if low < high else (max(begin, min(mark.start, end)),) * 2
            kept.append(replace(mark, start=low - begin, end=high - begin))
    kept.sort(key=lambda mark: (mark.start, -mark.end))
    return Block(BlockKind.PARAGRAPH, text[begin:end], tuple(dict.fromkeys(kept)))


def is_pulled(element: etree._Element) -> bool:
    """Whether an element is a pull quote, as its class or that of the figure around it says."""
    parent = element.getparent()
    classes = (each.get("class") or "" for each in (element, parent) if each is not None)
    return _tag(element) == "blockquote" and any(map(_PULLED.search, classes))


def _quotation(blocks: Sequence[Block], *, is_pulled: bool) -> list[Block]:
    """The blocks of a quotation as one."""
    if not blocks:
        return []
    if len(blocks) > 1 and blocks[-1].text.startswith("— "):
        kept = tuple(mark for mark in blocks[-1].marks if mark.kind is MarkKind.NOTE)
        blocks = [*blocks[:-1], replace(blocks[-1], marks=kept)]
    if any(block.kind is not BlockKind.PARAGRAPH for block in blocks):
        lines = write_blocks(blocks).rstrip("\n").split("\n")
        return [Block(BlockKind.OPAQUE, "\n".join(f"> {line}".rstrip() for line in lines))]
    marks: list[Mark] = []
    length = 0
    for block in blocks:
        marks += (replace(mark, start=mark.start + length, end=mark.end + length) for mark in block.marks)
        length += len(block.text) + 2
    kind = BlockKind.PULL_QUOTE if is_pulled else BlockKind.QUOTATION
    return [Block(kind, "\n\n".join(block.text for block in blocks), tuple(marks))]


def _task(block: Block) -> Block:
    """The first block of an item; ``[x]`` at its beginning is the box of a task."""
    found = TASK.match(block.text)
    if not found:
        return block
    sign = TASK_SIGNS[found[1]]
    moved = found.end() - len(sign)
    marks = (replace(m, start=max(0, m.start - moved), end=m.end - moved) for m in block.marks if m.end > found.end())
    return replace(block, text=sign + block.text[found.end() :], marks=tuple(marks))


def _list(items: Sequence[Sequence[Block]], first: int) -> list[Block]:
    """The items of a list: one block each, or one verbatim block if an item has more than a paragraph."""
    if all(len(item) == 1 and item[0].kind is BlockKind.PARAGRAPH for item in items):
        numbers = range(first, first + len(items)) if first else [0] * len(items)
        return [replace(item[0], kind=BlockKind.ITEM, level=n) for n, item in zip(numbers, items, strict=True)]
    written = []
    for number, item in enumerate(items, first):
        lead = f"{number}. " if first else "- "
        text = write_blocks(item).rstrip("\n")
        written.append(lead + re.sub(r"\n(?=[^\n])", "\n" + " " * len(lead), text))
    return [Block(BlockKind.OPAQUE, "\n".join(written))]


def _data_rows(table: etree._Element) -> list[list[etree._Element]]:
    """The rows of a table of data; none if it only lays out a page."""
    if table.get("role") == "presentation":
        return []
    if any(next(cell.iter(*_BLOCKS_IN_CELL), None) is not None for cell in table.iter("td", "th")):
        return []
    rows = [[cell for cell in row if _tag(cell) in ("td", "th")] for row in table.iter("tr")]
    rows = [row for row in rows if row]
    if len(rows) < 2 or max(map(len, rows)) < 2 or any(len(cell.findall(".//p")) > 1 for row in rows for cell in row):
        return []
    return rows


def _table(rows: Sequence[Sequence[etree._Element]], address_of: AddressOf, notes: frozenset[str]) -> str:
    """The rows as a table of Markdown; the first is its head."""
    width = max(map(len, rows))
    lines = []
    for row in rows:
        cells = [_cell(cell, address_of, notes) for cell in row] + [""] * (width - len(row))
        lines.append(f"| {' | '.join(cells)} |")
    lines.insert(1, f"|{' --- |' * width}")
    return "\n".join(lines)


def _cell(cell: etree._Element, address_of: AddressOf, notes: frozenset[str]) -> str:
    found = _HtmlWalk(cell, address_of, notes).passages()
    text = " ".join(write_blocks([block]).strip() for block in found if isinstance(block, Block))
    return re.sub(r"\s*\\?\n\s*", " ", text).replace("|", "\\|")
