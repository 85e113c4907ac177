"""Problems of the pages of a built site.

Pages are ours or a theme's: addresses and ids are found by the syntax of tags, in one pass over each page.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from urllib.parse import quote, unquote, urldefrag, urljoin

from builder.core.errors import Problem
from builder.core.regex import regex

_ANY = "https://site.invalid/"
"""Placeholder address of a site that has none."""

BIG = 500_000
"""Bytes of a page: a larger one takes a phone on a slow line seconds, even compressed."""

_TAG = regex(r"""<[a-zA-Z](?:[^<>"']++|"[^"]*+"|'[^']*+'){0,200}+>""")
"""Bounded, so that a page that is not HTML takes no longer than others."""
_ATTRIBUTE = regex(r"""\s(href|src|id|http-equiv|content)\s*=\s*("[^"]*+"|'[^']*+'|[^\s"'>]++)""", re.IGNORECASE)
_REFRESH = regex(r"\s*\d+\s*;\s*url\s*=\s*(.*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Html:
    """A page of the site."""

    size: int
    links: tuple[str, ...]
    """Addresses that the page links to or shows, as written, each once."""
    places: frozenset[str]
    """Ids that links can lead to."""
    refresh: str = ""
    """The address that the page redirects to."""


@dataclass(frozen=True, slots=True)
class SitePages:
    """The built site."""

    shown: str
    """The folder's name in messages."""
    base_url: str
    files: frozenset[str]
    """All paths that a host would serve."""
    pages: Mapping[str, Html]
    """By path."""
    redirects: tuple[tuple[str, str], ...] = ()
    """The lines of _redirects: from and to."""


def parsed(page: str) -> Html:
    """The parts of a page that can be checked."""
    links: dict[str, None] = {}
    places, refresh = set(), ""
    for tag in _TAG.findall(page):
        found = {name.lower(): unescape(value.strip("\"'")) for name, value in _ATTRIBUTE.findall(tag)}
        links |= dict.fromkeys(filter(None, (found.get("href"), found.get("src"))))
        places.add(found.get("id", ""))
        if found.get("http-equiv", "").lower() == "refresh" and (sent := _REFRESH.fullmatch(found.get("content", ""))):
            refresh = sent[1].strip("\"' ")
    return Html(len(page.encode()), tuple(links), frozenset(places), refresh)


def parsed_redirects(text: str) -> tuple[tuple[str, str], ...]:
    """From and to of each line of _redirects that names one page; placeholders are left to the host."""
    rows = (line.split("#", 1)[0].split() for line in text.splitlines())
    return tuple((row[0], row[1]) for row in rows if len(row) > 1 and not re.search(r"[*:]", row[0]))


def dead_link(pages: SitePages) -> Iterator[Problem]:
    """A link inside the site leads to one of its files, and its anchor to an id in the page."""
    first: dict[str, tuple[str, str, int]] = {}
    for path, page in pages.pages.items():
        for link in filter(None, (*page.links, page.refresh)):
            wrong = _wrong(pages, path, link)
            if wrong:
                place, message, count = first.get(wrong, (path, wrong, 0))
                first[wrong] = place, message, count + 1
    for path, message, count in first.values():
        more = f", also on {count - 1} more {'page' if count == 2 else 'pages'}" if count > 1 else ""
        hint = "fix the link in the text or template that contains it"
        yield Problem(f"{message}{more}", f"{pages.shown}/{path}", hint=hint)


def circle(pages: SitePages) -> Iterator[Problem]:
    """A redirect ends at a page."""
    steps: list[tuple[str | None, str | None]]
    steps = [(path, _target(pages, path, page.refresh)) for path, page in pages.pages.items() if page.refresh]
    steps += [(_target(pages, "", before), _target(pages, "", after)) for before, after in pages.redirects]
    sent = {_file(pages, start): to for start, to in steps if start is not None and to is not None}
    done: set[str] = set()
    for start in sent:
        way: dict[str, None] = {}
        at = start
        while at in sent and at not in done and at not in way:
            way[at] = None
            at = _file(pages, sent[at])
        if at in way:
            hint = "remove one of these redirects"
            yield Problem(f"is part of a redirect loop through {sent[at]!r}", f"{pages.shown}/{at}", hint=hint)
        done |= way.keys()


def dead_redirect(pages: SitePages) -> Iterator[Problem]:
    """A line of _redirects leads to a file of the site, or elsewhere."""
    for before, after in pages.redirects:
        target = _target(pages, "", after)
        if target is not None and _file(pages, target) not in pages.files:
            hint = "use an address of the site"
            yield Problem(
                f"{before!r} redirects to {after!r}, which does not exist", f"{pages.shown}/_redirects", hint=hint
            )


def big_page(pages: SitePages) -> Iterator[Problem]:
    """A page loads quickly on a phone."""
    for path, page in pages.pages.items():
        if page.size > BIG:
            hint = "split the text, or show less of it in the template"
            yield Problem(f"has {page.size:,} bytes, more than {BIG:,}", f"{pages.shown}/{path}", hint=hint)


RULES: tuple[Callable[[SitePages], Iterator[Problem]], ...] = dead_link, dead_redirect, circle, big_page


def _wrong(pages: SitePages, path: str, link: str) -> str:
    """The problem of a link on the page at ``path``; empty if there is none, or if it leads elsewhere."""
    target = _target(pages, path, link)
    if target is None:
        return ""
    place = link.partition("#")[2]
    file = _file(pages, target)
    if file not in pages.files:
        return f"links to {target!r}, which does not exist"
    if place not in ("", "top") and file in pages.pages and unquote(place) not in pages.pages[file].places:
        return f"links to {place!r} in {file!r}, which has no such anchor"
    return ""


def _target(pages: SitePages, path: str, link: str) -> str | None:
    """The path in the site that a link on the page at ``path`` leads to; ``None`` if it leads elsewhere."""
    root = pages.base_url or _ANY
    try:
        address, _ = urldefrag(urljoin(root + quote(path), link))
    except ValueError:
        return None
    found = unquote(address.removeprefix(root).partition("?")[0])
    return found if address.startswith(root) else None


def _file(pages: SitePages, target: str) -> str:
    """The file that a host serves for this path."""
    folder = target.rstrip("/")
    index = f"{folder}/index.html" if folder else "index.html"
    return index if target in ("", folder + "/") or (target not in pages.files and index in pages.files) else target
