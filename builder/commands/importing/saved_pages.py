"""A saved web page as an article: trafilatura finds its body, title, date and authors."""

import json
import re
from collections.abc import Iterator, Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any

from lxml import etree
from msgspec.structs import replace

from builder.commands.importing.html_blocks import as_html, beside, is_pulled, parsed, read_tree, without_long_tags
from builder.commands.importing.imported import BodyPart, Failure, Imported, Loss
from builder.commands.importing.noted import sign_notes, without_signs
from builder.commands.importing.source_files import html_of
from builder.core.dates import iso_date
from builder.core.regex import regex
from builder.core.text import normal
from builder.core.values import Block, BlockKind, FrontMatter

MAX_PAGE = 20_000_000
"""Bytes, as in trafilatura; a page saved as a single file, with its pictures in it, is often ten."""

MAX_LINKS = 10_000
"""Of a page: trafilatura compares each with all others."""

MANY_TEASERS = 5
"""Headings that are links: a page with so many, and without date and authors, is rarely an article."""

_ASIDE = "dateline-picture-"
"""Begins the addresses of pictures that were in the page itself."""
_ELSEWHERE = regex(r"[a-z][a-z0-9+.-]*:|/", re.IGNORECASE)
_LINK = regex(r"<a\s", re.IGNORECASE)
_SAVED_FROM = regex(r"<!--\s*saved from url=\(\d+\)(\S+)|Page saved with SingleFile\s+url:\s*(\S+)", re.IGNORECASE)
_EMBEDDED = regex(r"data:[\w/+.-]+(?:;[\w=-]+)*;base64,[A-Za-z0-9+/=%\s]{200,}")
_STAMPS = (
    "//meta[@property='article:published_time' or @property='og:published_time' or @itemprop='datePublished' "
    "or @name='date' or @name='pubdate' or @name='publish-date' or @name='parsely-pub-date' or @name='DC.date.issued' "
    "or @name='sailthru.date']/@content",
    "//time/@datetime",
    "//*[@itemprop='datePublished']/@datetime",
)
_NO_NAME = regex(
    r"(?:staff|admin|administrator|editors?|editorial|contributor|guest|webmaster|unknown|by)\b.*|.*[@/\d].*",
    re.IGNORECASE,
)


def read_page(path: Path, name: str) -> Imported | Failure:
    """The article of a saved page."""
    html = html_of(path, MAX_PAGE)
    if isinstance(html, Failure):
        return html
    return article_of_page(html, name, (str(path.parent),))


def article_of_page(html: str, name: str, roots: tuple[str, ...] = (), source: str = "") -> Imported | Failure:
    """The article in the HTML of a page, which was at the address ``source``, if that is known."""
    import trafilatura

    saved = _SAVED_FROM.search(html, 0, 4_000)
    pictures: list[str] = []

    def aside(found: "re.Match[str]") -> str:
        pictures.append(found[0])
        return f"{_ASIDE}{len(pictures) - 1}.png"

    # Megabytes of pictures in attributes would be searched for dates.
    html = without_signs(without_long_tags(_EMBEDDED.sub(aside, html)))
    links = len(_LINK.findall(html))
    if links > MAX_LINKS:
        return Failure(f"has {links:,} links, more than {MAX_LINKS:,}", "save the page of the article itself")
    tree = parsed(html)
    source = source or (saved and (saved[1] or saved[2])) or _canonical(tree)
    source = source if source.startswith(("http://", "https://")) and len(source) < 2_000 else ""
    signed = deepcopy(tree)
    found = trafilatura.bare_extraction(
        etree.tostring(signed, encoding="unicode", method="html") if sign_notes(signed) else html,
        url=source or None,
        include_comments=False,
        include_formatting=True,
        include_links=True,
        include_images=True,
        include_tables=True,
        with_metadata=True,
        date_extraction_params={"original_date": True, "extensive_search": False},
    )
    if found is None or isinstance(found, dict) or found.body is None:
        return Failure(
            "no article was found in it", "save the page of the article itself, or paste its text into a .txt file"
        )
    read = read_tree(as_html(found.body), beside(source))
    body = _illustrated(read.passages, tree, source, has_files=bool(roots))
    if not read.blocks:
        return Failure(
            "no article was found in it", "save the page of the article itself, or paste its text into a .txt file"
        )
    day = iso_date(found.date or "")
    standfirst, losses = _standfirst(found.description or "", tree, read.blocks)
    front = FrontMatter(
        title=" ".join((found.title or "").split()),
        standfirst=standfirst,
        authors=_names(found.author or ""),
        date=_exact(tree, day) or day,
        source=source,
    )
    attached = {f"{_ASIDE}{number}.png": address for number, address in enumerate(pictures)}
    if not front.date and not front.authors and sum(map(_is_teaser, tree.iter("h1", "h2", "h3", "h4"))) >= MANY_TEASERS:
        losses += (Loss("perhaps a list of articles and not an article", front.title[:80]),)
    return Imported(name, front, body, (*read.losses, *losses), roots, _decoded(attached))


def _illustrated(
    body: Sequence[BodyPart], tree: etree._Element, source: str, *, has_files: bool
) -> tuple[BodyPart, ...]:
    """The body with the addresses of its pictures as the page was saved, their captions, and its pull quotes."""
    saved: dict[str, str] = {}
    captions: dict[str, tuple[BodyPart, ...]] = {}
    for image in tree.iter("img"):
        address = image.get("src", "").strip()
        whole = [beside(source)(each.strip()) for name, each in image.items() if name.startswith(("src", "data-src"))]
        is_here = has_files or address.startswith(_ASIDE)
        if address and is_here and not _ELSEWHERE.match(address):
            saved.update(dict.fromkeys(whole, address))
        around = next(image.iterancestors("figure"), None)
        words = None if around is None else around.find(".//figcaption")
        if words is not None:
            captions.update(dict.fromkeys(whole, read_tree(words, beside(source)).blocks))
    pulled = {block.text for each in filter(is_pulled, tree.iter("blockquote")) for block in read_tree(each).blocks}
    kept = {each.text for each in body if isinstance(each, Block)}
    parts: list[BodyPart] = []
    for each in body:
        if isinstance(each, Block):
            parts.append(replace(each, kind=BlockKind.PULL_QUOTE) if each.text in pulled else each)
            continue
        parts.append(replace(each, address=saved.get(each.address, each.address)))
        parts += (
            block for block in captions.get(each.address, ()) if isinstance(block, Block) and block.text not in kept
        )
    return tuple(parts)


def _standfirst(description: str, tree: etree._Element, blocks: Sequence[Block]) -> tuple[str, tuple[Loss, ...]]:
    """The description of a page if its readers saw it, too; one that was cut from the body is none."""
    whole = normal(" ".join(description.split()))
    body = " ".join(normal(" ".join(block.text.split())) for block in blocks)
    if not whole or re.sub(r"[\s.…\[\]]+$", "", whole) in body:
        return "", ()
    lines = (
        each for each in tree.iter("p", "h2", "h3", "h4", "div", "span") if each.tag[0] not in "ds" or not len(each)
    )
    if any(normal(" ".join("".join(line.itertext()).split())) == whole for line in lines):
        return " ".join(description.split()), ()
    return "", (Loss("description that the page does not show left out", description[:80]),)


def _is_teaser(heading: etree._Element) -> bool:
    """Whether a heading is nothing but a link."""
    words = ["".join(link.itertext()).strip() for link in heading.iter("a")]
    return len(words) == 1 and bool(words[0]) and words[0] == "".join(heading.itertext()).strip()


def _decoded(pictures: dict[str, str]) -> dict[str, bytes]:
    import base64
    import binascii
    from urllib.parse import unquote

    found = {}
    for address, data in pictures.items():
        try:
            found[address] = base64.b64decode(unquote(data.partition(",")[2]))
        except (binascii.Error, ValueError):
            continue
    return found


def _canonical(tree: etree._Element) -> str:
    """The address that a page gives as its own."""
    for query in ("//link[@rel='canonical']/@href", "//meta[@property='og:url']/@content"):
        for address in tree.xpath(query):
            if str(address).startswith(("http://", "https://")):
                return str(address).strip()
    return ""


def _names(author: str) -> tuple[str, ...]:
    parts = (" ".join(part.split()) for part in author.split(";"))
    return tuple(dict.fromkeys(part for part in parts if part and len(part) < 80 and not _NO_NAME.fullmatch(part)))


def _exact(tree: etree._Element, day: str) -> str:
    """The time of publication that the page states for its day, with its zone; empty if it states none."""
    stamps = [str(each) for query in _STAMPS for each in tree.xpath(query)]
    stamps += (
        each for script in tree.xpath("//script[@type='application/ld+json']") for each in _published(script.text)
    )
    times = (iso_date(stamp.strip()) for stamp in stamps if re.search(r"[+-]\d\d:?\d\d$|Z$", stamp.strip()))
    return next((time for time in times if day and time.startswith(day)), "")


def _published(text: str | None) -> Iterator[str]:
    """The dates of publication in a page's linked data."""
    try:
        waiting: list[Any] = [json.loads(text or "")]
    except (ValueError, RecursionError):
        return
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            if isinstance(node.get("datePublished"), str):
                yield node["datePublished"]
            waiting += node.values()
        elif isinstance(node, list):
            waiting += node
