"""Find footnotes in HTML: pairs of a numbered link and the element in the same page that it leads to.

Every program writes them differently, and extracting the body of a page drops ids. So they are marked by signs in the
text itself, which ``html_blocks`` reads.
"""

import re
from collections.abc import Iterator

from lxml import etree

from builder.core.regex import regex

REFERENCE, NOTE, END = "\U0010fff0", "\U0010fff1", "\U0010fff2"
"""Begin a reference, begin a note, and end either; the first two are followed by a number and ``END``."""
SIGN = regex(f"([{REFERENCE}{NOTE}])(\\d+){END}|{END}")
"""A sign, or the end of a note."""

MAX_NOTE = 5_000
"""Characters; what a numbered link leads to is otherwise a part of the page."""

_REPLACED = "dateline-replaced"
_STRAY = regex(f"[{REFERENCE}{NOTE}{END}]")
_HINT = regex(r"note|fn|ftn|cite|(?<!p)ref|foot", re.IGNORECASE)
_NUMBER = regex(r"[\[(]?\s*(\d{1,4}|[*†‡§¶]{1,3}|[ivx]{1,5})\s*[\])]?")
_BEFORE, _AFTER = " \n\t\r\xa0^", ".:) \xa0\t\n"
_INLINE = frozenset({"a", "span", "sup", "sub", "b", "strong", "i", "em", "small", "cite", "abbr"})
_WHOLE = frozenset({"li", "p", "div", "aside", "dd", "section", "td", "blockquote", "small"})
_NO_NOTE = frozenset("h1 h2 h3 h4 h5 h6 form table article main".split())


def without_signs(text: str) -> str:
    """The text without characters that would be taken for signs."""
    return _STRAY.sub("", text)


def labels(text: str) -> frozenset[str]:
    """The numbers of the notes that are in a text with their reference."""
    found: dict[str, set[str]] = {REFERENCE: set(), NOTE: set()}
    for kind, number in SIGN.findall(text):
        if kind:
            found[kind].add(number)
    return frozenset(found[REFERENCE] & found[NOTE])


def sign_notes(root: etree._Element) -> bool:
    """Put signs in place of references and around notes, and drop the links back; whether there are any notes."""
    targets: dict[str, etree._Element] = {}
    order: dict[etree._Element, int] = {}
    for number, element in enumerate(root.iter(etree.Element)):
        order[element] = number
        for name in (element.get("id"), element.get("name") if element.tag == "a" else None):
            if name:
                targets.setdefault(name, element)
    links = list(_inner_links(root, targets))
    places = {target: _note(target) for _, target in links}
    notes: dict[etree._Element, int] = {}
    references: list[tuple[etree._Element, int]] = []
    for link, target in links:
        note = places[target]
        if note is None or order[note] < order[link] or notes.keys() & {link, *link.iterancestors()}:
            continue
        references.append((link, notes.setdefault(note, len(notes) + 1)))
    back = {name for link, _ in references for name in _names(link)}
    for note in notes:
        _drop_links_back(note, back)
    written = {number: _number("".join(link.itertext())) for link, number in reversed(references)}
    for link, number in references:
        _replace(link, f"{REFERENCE}{number}{END}")
    _join(root)
    for note, number in notes.items():
        _drop_number(note, written[number])
        _sign(note, number)
    return bool(notes)


def _sign(note: etree._Element, number: int) -> None:
    """Put signs around the words of a note, in the innermost blocks that begin and end it."""
    first = last = note
    while not (first.text or "").strip() and len(first) and first[0].tag in _WHOLE:
        first = first[0]
    while len(last) and not (last[-1].tail or "").strip() and last[-1].tag in _WHOLE:
        last = last[-1]
    if len(last):
        last[-1].tail = f"{last[-1].tail or ''}{END}"
    else:
        last.text = f"{last.text or ''}{END}"
    first.text = f"{NOTE}{number}{END}{first.text or ''}"


def _inner_links(
    root: etree._Element, targets: dict[str, etree._Element]
) -> Iterator[tuple[etree._Element, etree._Element]]:
    """The links with a number to places in the page."""
    for link in root.iter("a"):
        href = link.get("href") or ""
        target = targets.get(href[1:]) if href[:1] == "#" else None
        words = "".join(link.itertext()).strip()
        if target is not None and _NUMBER.fullmatch(words) and (words[0] in "[(*†‡§¶" or _is_raised(link)):
            yield link, target


def _is_raised(link: etree._Element) -> bool:
    """Whether a link is set like a reference, or called one: other numbers lead to pages and paragraphs."""
    around = link.getparent()
    names = (link.get(name) or "" for name in ("href", "id", "class", "role", "rel"))
    return (around is not None and around.tag == "sup") or link.find("sup") is not None or any(map(_HINT.search, names))


def _note(target: etree._Element) -> etree._Element | None:
    """The element of a note: the target of a link to it, or the block that begins with the target."""
    while target.tag in _INLINE and (parent := target.getparent()) is not None:
        target = parent
    if target.tag not in _WHOLE:
        return None
    left = MAX_NOTE
    for element in target.iter(etree.Element):
        left -= len(element.text or "") + len(element.tail or "" if element is not target else "") + 1
        if left < 0 or element.tag in _NO_NOTE:
            return None
    return target


def _names(link: etree._Element) -> Iterator[str]:
    """What a link back to a reference may lead to: the link, or an element that has only the link."""
    words = "".join(link.itertext()).strip()
    element: etree._Element | None = link
    while element is not None and _has_only(element, words):
        yield from (each for each in (element.get("id"), element.get("name")) if each)
        for inner in element.iter():
            yield from (each for each in (inner.get("id"), inner.get("name")) if each)
        element = element.getparent()


def _has_only(element: etree._Element, words: str) -> bool:
    """Whether these are all words of an element; a long one is not read to its end."""
    found = ""
    for text in element.itertext():
        found = (found + text).lstrip()
        if len(found.rstrip()) > len(words):
            return False
    return found.rstrip() == words


def _drop_links_back(note: etree._Element, back: set[str]) -> None:
    for link in list(note.iter("a")):
        if (link.get("href") or "")[:1] == "#" and (link.get("href") or "")[1:] in back:
            _replace(link, "")


def _replace(element: etree._Element, text: str) -> None:
    """Put text in place of an element, once ``_join`` is called."""
    element.clear(keep_tail=True)
    element.tag, element.text = _REPLACED, text


def _join(root: etree._Element) -> None:
    """Join the texts that ``_replace`` left with those around them, all at once: a paragraph may have thousands."""
    etree.strip_tags(root, _REPLACED)


def _number(words: str) -> str:
    """The number or sign in the words of a reference."""
    found = _NUMBER.fullmatch(words.strip())
    return found[1] if found else ""


def _drop_number(note: etree._Element, number: str) -> None:
    """Drop the number of a note where its text begins with it."""
    for element in note.iter(etree.Element):
        text = (element.text or "").lstrip(_BEFORE)
        found = _NUMBER.match(text)
        if found and found[1] == number:
            rest = text[found.end() :].lstrip(_AFTER)
            # "1984" does not begin with the number 1, and neither does "1.5".
            if rest != text[found.end(1) :] or not rest:
                text = rest
        if element.text:
            element.text = text
        if text or (element is not note and (element.tail or "").strip(_BEFORE)):
            return
