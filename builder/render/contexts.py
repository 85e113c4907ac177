"""What templates see: one type for each kind of page. A template sees its page and nothing else.

Addresses are relative to the page that shows them. ``Markup`` is HTML that we made; all other words are escaped.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class PageLink:
    """A plain page, as every page names it."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class SiteInfo:
    """What every page knows of its site."""

    title: str
    description: str
    language: str
    author: str
    root: str
    """From this page to the top of the site: "", "../", "../../"."""
    index: str
    """What an address of a folder ends in: "" or "index.html"."""
    assets: Mapping[str, str]
    """Addresses of the theme's files by name: "style.css"."""
    pages: tuple[PageLink, ...] = ()
    """The plain pages of content/pages, by title."""
    canonical: str = ""
    """The page's own absolute address; empty without base_url."""


@dataclass(frozen=True, slots=True)
class Property:
    """One thing that a page says of itself, as OpenGraph names it: "og:title"."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Head:
    """What a page says of itself to other programs."""

    description: str = ""
    feed: str = ""
    """Address of the feed that belongs to the page; empty without base_url."""
    properties: tuple[Property, ...] = ()
    data: Markup | str = ""
    """Linked data as JSON, to be printed as it is into a ``<script type="application/ld+json">``."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture beside an article; without an address there is none."""

    url: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class EntityLine:
    """A person or country in a list."""

    name: str
    url: str
    kind: str
    roles: tuple[str, ...] = ()
    count: int = 0
    """Stories; 0 where a number of the whole site has no place."""
    identified: bool = True


@dataclass(frozen=True, slots=True)
class StoryLine:
    """A story in a list."""

    title: str
    url: str
    date: str
    date_words: str
    summary: str


@dataclass(frozen=True, slots=True)
class CorrectionLine:
    """An update or correction."""

    text: str
    time: str


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """``article.html``"""

    site: SiteInfo
    head: Head
    title: str
    standfirst: str
    authors: str
    """Joined: "A, B and C"."""
    contributors: str
    date: str
    date_words: str
    updated: str
    updated_words: str
    dateline: str
    agency: str
    source: str
    source_host: str
    """Of the source's address, without "www."."""
    image: Picture
    body: Markup
    people: tuple[EntityLine, ...]
    countries: tuple[EntityLine, ...]
    corrections: tuple[CorrectionLine, ...]
    related: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExcerptLine:
    """Words around a mention, with the address of their paragraph."""

    before: str
    words: str
    after: str
    url: str


@dataclass(frozen=True, slots=True)
class SightingLine:
    """One story on the page of a person or country, with what it says of them."""

    story: StoryLine
    roles: tuple[str, ...]
    excerpts: tuple[ExcerptLine, ...]
    quotes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListPages:
    """Where a page stands in a list of several: newest first, numbered from the oldest."""

    newer: str = ""
    older: str = ""
    number: int = 0
    """0 for the first page, which shows the newest."""


@dataclass(frozen=True, slots=True)
class EntityPage:
    """``person.html`` and ``country.html``"""

    site: SiteInfo
    head: Head
    name: str
    kind: str
    ref: str
    identified: bool
    stories: int
    mentions: int
    apart: int
    """Mentions of a country by its capital or seat of power."""
    note: Markup
    """The editor's words."""
    sightings: tuple[SightingLine, ...]
    pages: ListPages
    role: str = ""
    """What the newest story calls the person; empty on older pages."""
    others: tuple[str, ...] = ()
    """Other names that the stories give; none on older pages."""
    elsewhere: tuple[PageLink, ...] = ()
    """Pages elsewhere about the same, by host; none on older pages."""


@dataclass(frozen=True, slots=True)
class EntityGroup:
    """Names under one letter."""

    letter: str
    entities: tuple[EntityLine, ...]


@dataclass(frozen=True, slots=True)
class EntityList:
    """``people.html`` and ``countries.html``"""

    site: SiteInfo
    head: Head
    kind: str
    count: int
    groups: tuple[EntityGroup, ...]


@dataclass(frozen=True, slots=True)
class HomePage:
    """``home.html``: also its further pages"""

    site: SiteInfo
    head: Head
    stories: tuple[StoryLine, ...]
    count: int
    people: int
    countries: int
    pages: ListPages


@dataclass(frozen=True, slots=True)
class PlainPage:
    """``page.html``: a page of content/pages"""

    site: SiteInfo
    head: Head
    title: str
    body: Markup
