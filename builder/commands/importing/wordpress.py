"""An export of WordPress (WXR) as articles, read item by item."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from html import escape, unescape
from pathlib import Path

from lxml import etree

from builder.commands.importing.foreign_keys import foreign_date, old_address
from builder.commands.importing.foreign_markdown import figure, link
from builder.commands.importing.html_blocks import read_html
from builder.commands.importing.imported import Failure, Imported, Loss
from builder.commands.importing.template_calls import OpenLinks, TemplateCall, common, dropped, unknown
from builder.core.regex import regex
from builder.core.slug import slug
from builder.core.values import FrontMatter

_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
_CAPTION = regex(r"\[(?:wp_)?caption[^\[\]]*+\]((?:(?!\[/?(?:wp_)?caption).)*+)\[/(?:wp_)?caption\]", re.DOTALL)
_NOTE_CODE = regex(r"(?is)\s*\[(footnote|efn_note|mfn|fn|ref)\](.{1,5000}?)\[/\1\]")
"""Footnotes of well-known plugins."""
_IMAGE = regex(r"<a\b[^<>]*+>\s*+<img\b[^<>]*+>\s*+</a>|<img\b[^<>]*+>")
_EMBED = regex(r"\[embed[^\[\]]*+\]\s*+([^\s\[\]]++)\s*+\[/embed\]")
_CODE = regex(
    r"\[(?:sourcecode|code)\b[^\[\]]*+\]((?:(?!\[/?(?:sourcecode|code)\b).)*+)\[/(?:sourcecode|code)\]", re.DOTALL
)
_SHORTCODE = regex(r"\[(/?)([a-zA-Z][\w-]*+)(?![\w-])([^\[\]]*+)\]")
_KNOWN = frozenset("gallery youtube vimeo audio video playlist instagram tweet".split())
_BARE_LINK = regex(r"(?m)^[ \t]*(https?://[^\s<>]+)[ \t]*$")
_FARTHEST, _QUARTER = timedelta(hours=14), timedelta(minutes=15)
"""Of zones from UTC: the greatest difference, and the step between two."""
_STATES = {"draft": "draft", "pending": "draft", "auto-draft": "draft", "future": "draft", "private": "private"}


@dataclass(slots=True)
class Export:
    """What the posts of an export have in common."""

    people: dict[str, str] = field(default_factory=dict)
    """Names by login."""
    pictures: dict[str, str] = field(default_factory=dict)
    """Addresses of pictures by the number of the attachment."""
    descriptions: dict[str, str] = field(default_factory=dict)


def is_export(head: bytes) -> bool:
    """Whether the first bytes of an XML file are those of an export of WordPress."""
    return b"wordpress.org/export/" in head


def read_export(path: Path) -> Iterator[Imported | Failure]:
    """The posts and pages of an export, in its order; comments, menus and the like are losses of a last, empty one."""
    export = Export()
    others: Counter[str] = Counter()
    for item in _items(path):
        if isinstance(item, Failure):
            yield item
            return
        if _tag(item) == "author":
            export.people[_child(item, "author_login")] = _child(item, "author_display_name")
        elif _child(item, "post_type") == "attachment":
            number = _child(item, "post_id")
            export.pictures[number] = _child(item, "attachment_url")
            export.descriptions[number] = _meta(item).get("_wp_attachment_image_alt", "")
    roots = tuple(
        str(each) for each in (path.parent, path.parent / "wp-content", path.parent / "uploads") if each.is_dir()
    )
    for item in _items(path):
        if isinstance(item, Failure) or _tag(item) == "author":
            continue
        kind, state = _child(item, "post_type"), _child(item, "status")
        if kind not in ("post", "page"):
            others[kind or "other"] += 1
        elif state in ("trash", "inherit"):
            others[f"{kind} in the {'trash' if state == 'trash' else 'history'}"] += 1
        else:
            yield _article(export, item, roots)
    yield Imported(
        "",
        FrontMatter(),
        (),
        tuple(Loss("WordPress item left out", kind) for kind in others.elements() if kind != "attachment"),
    )


def _items(path: Path) -> Iterator[etree._Element | Failure]:
    """The authors and items of an export, one at a time; entities are never expanded, nothing else is loaded."""
    reader = etree.iterparse(
        str(path),
        events=("end",),
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )
    try:
        for _, element in reader:
            if _tag(element) in ("author", "item") and element.getparent() is not None:
                if _tag(element) == "item" or _child(element, "author_login"):
                    yield element
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
    except etree.XMLSyntaxError as error:
        yield Failure(f"is not well-formed XML: {error.msg}", "export it again from WordPress")


def _article(export: Export, item: etree._Element, roots: tuple[str, ...]) -> Imported | Failure:
    title = " ".join(_words(_child(item, "title")).split())
    name, number = _child(item, "post_name"), _child(item, "post_id")
    is_page = _child(item, "post_type") == "page"
    path = slug(re.sub(r"%[0-9a-fA-F]{2}", "", name)) or "-".join(filter(None, (slug(title)[:80], number))) or "post"
    meta = _meta(item)
    html, losses = without_wordpress_codes(_with_notes(_child(item, _CONTENT), meta.get("footnotes", "")), export)
    read = read_html(html, breaks="<!-- wp:" not in html)
    comments = sum(1 for each in item if _tag(each) == "comment")
    terms = [each for each in item if _tag(each) == "category" and each.get("domain") in ("category", "post_tag")]
    tags = list(
        dict.fromkeys(text for each in terms if (text := unescape(each.text or "").strip()) and text != "Uncategorized")
    )
    thumbnail = meta.get("_thumbnail_id", "")
    creator = _child(item, _CREATOR)
    state = _STATES.get(_child(item, "status"), "")
    date = _date(item)
    excerpt = next(("".join(each.itertext()) for each in item if "excerpt" in str(each.tag)), "")
    old = _old(_child(item, "link"))
    front = FrontMatter(
        title=title,
        standfirst=" ".join(_words(excerpt).split()),
        authors=tuple(filter(None, (export.people.get(creator, "") or creator,))),
        date="" if is_page else date,
        image=export.pictures.get(thumbnail, ""),
        image_description=export.descriptions.get(thumbnail, ""),
        aliases=(old,) if old.strip("/") not in ("", path if is_page else "") else (),
        draft=state == "draft",
        private=state == "private" or bool(_child(item, "post_password")),
        tags=tuple(tags),
    )
    lost = [*losses, *read.losses, *[Loss("comment left out")] * comments]
    guid = _child(item, "guid")
    return Imported(path, front, read.passages, tuple(lost), roots, is_page=is_page, source_id=guid)


def _with_notes(html: str, listed: str) -> str:
    """The HTML with its footnotes at the end: those of the block editor, which are listed apart, and of shortcodes."""
    notes: list[tuple[str, str]] = []
    try:
        found = json.loads(listed) if listed else ()
    except (ValueError, RecursionError):
        found = ()
    for each in found if isinstance(found, list) else ():
        name, words = (each.get("id"), each.get("content")) if isinstance(each, dict) else (None, None)
        notes += [(name, words)] if isinstance(name, str) and isinstance(words, str) else []

    def reference(match: "re.Match[str]") -> str:
        notes.append((f"dateline-note-{len(notes) + 1}", match[2]))
        return f'<sup><a href="#{notes[-1][0]}">{len(notes)}</a></sup>'

    html = _NOTE_CODE.sub(reference, html)
    items = "".join(f'<li id="{escape(name)}">{" ".join(words.split())}</li>' for name, words in notes)
    return f"{html}\n\n<ol>{items}</ol>" if items else html


def without_wordpress_codes(html: str, export: Export) -> tuple[str, list[Loss]]:
    """The HTML with what its shortcodes show."""
    losses: list[Loss] = []
    links = OpenLinks()
    closing = {found[2].lower() for found in _SHORTCODE.finditer(html) if found[1]}

    def caption(found: "re.Match[str]") -> str:
        image = _IMAGE.search(found[1])
        words = _IMAGE.sub("", found[1]).strip()
        return f"\n\n<figure>{image[0]}<figcaption>{words}</figcaption></figure>\n\n" if image else words

    def shown(found: "re.Match[str]") -> str:
        closes, name, arguments = found.groups()
        is_call = name.lower() in closing or name.lower() in _KNOWN or "=" in arguments
        is_literal = html[max(0, found.start() - 1) : found.start()] == "["
        if not is_call or is_literal:
            return str(found[0])  # "[sic]" and the like are words.
        if closes:
            return links.end(name.lower())
        call = TemplateCall.parse(name, arguments.rstrip("/ "))
        if call.name == "gallery":
            numbers = [each.strip() for each in call.value("ids", "include").split(",")]
            known = [number for number in numbers if number in export.pictures]
            if not known:
                losses.append(dropped("shortcode", "gallery"))
            return "".join(figure(export.pictures[each], export.descriptions[each]) for each in known)
        if call.name in ("audio", "video") and (source := call.value("src", "mp3", "mp4", "m4v", "webm", "ogg")):
            return link(source)
        result = common(call)
        if result is None:
            result = unknown(call, closes=call.name in closing)
            links.begin(call.name, result)
            losses.append(dropped("shortcode", call.name, has_words=bool(result) or call.name in closing))
        return result

    html = _CODE.sub(lambda found: f"<pre><code>{found[1]}</code></pre>", html)
    html = _EMBED.sub(lambda found: link(found[1]), _CAPTION.sub(caption, html))
    html = _SHORTCODE.sub(shown, html)
    return _BARE_LINK.sub(r'<a href="\1">\1</a>', html), losses


def _date(item: etree._Element) -> str:
    """When a post was published, in the zone of its site; drafts often have no date in UTC."""
    gmt, local = _child(item, "post_date_gmt"), _child(item, "post_date")
    if gmt and not gmt.startswith("0000"):
        return _with_offset(local, gmt) or foreign_date(f"{gmt} +00:00")
    if local and not local.startswith("0000"):
        return foreign_date(local[:10])
    return foreign_date(_child(item, "pubDate")) if not _child(item, "pubDate").endswith("-0001 00:00:00 +0000") else ""


def _with_offset(local: str, gmt: str) -> str:
    """The local time with its difference from UTC; empty if the two are not of one moment."""
    try:
        here = datetime.fromisoformat(local)
        offset = here - datetime.fromisoformat(gmt)
    except (ValueError, TypeError):
        return ""
    is_zone = abs(offset) <= _FARTHEST and offset % _QUARTER == timedelta(0)
    return here.replace(tzinfo=timezone(offset)).isoformat() if is_zone else ""


def _old(address: str) -> str:
    return "" if "?" in address else old_address(address)


def _words(html: str) -> str:
    return " ".join(block.text for block in read_html(html).blocks) if re.search("[<&]", html) else html


def _meta(item: etree._Element) -> dict[str, str]:
    return {_child(each, "meta_key"): _child(each, "meta_value") for each in item if _tag(each) == "postmeta"}


def _tag(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _child(element: etree._Element, name: str) -> str:
    """The text of a child, by its name, or by its whole name if others end the same."""
    whole = name.startswith("{")
    for each in element:
        if each.tag == name if whole else _tag(each) == name and "excerpt" not in str(each.tag):
            return (each.text or "").strip("\n") if whole else (each.text or "").strip()
    return ""
