"""What templates see: one type for each kind of page. A template sees its page and nothing else.

Addresses are relative to the page that shows them. ``Markup`` is HTML that we made; all other words are escaped.
"""

from collections.abc import Mapping

from markupsafe import Markup
from msgspec import Struct

from builder.render.parts import (
    Chart,
    CompanionLine,
    CorrectionLine,
    EarlierLine,
    EntityGroup,
    EntityLine,
    ListPages,
    Locator,
    NamingLine,
    PageLink,
    Picture,
    Property,
    QuoteLine,
    RangeLink,
    RoleLine,
    SightingLine,
    StoryLine,
    WhyLine,
    WorldMap,
)


class SiteInfo(Struct, frozen=True, gc=False):
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


class Head(Struct, frozen=True, gc=False):
    """What a page says of itself to other programs."""

    description: str = ""
    feed: str = ""
    """Address of the feed that belongs to the page; empty without base_url."""
    properties: tuple[Property, ...] = ()
    data: Markup | str = ""
    """Linked data as JSON, to be printed as it is into a ``<script type="application/ld+json">``."""


class ArticlePage(Struct, frozen=True, gc=False):
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
    """Headlines that stood with the text."""
    earlier: tuple[EarlierLine, ...]
    """Earlier stories of this site about the same people."""
    why: tuple[WhyLine, ...]
    """In order of first mention."""


class EntityPage(Struct, frozen=True, gc=False):
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
    portrait: Picture
    roles: tuple[RoleLine, ...]
    """What the stories of this page call the person, the newest first."""
    quotes: tuple[QuoteLine, ...]
    """Pull quotes in the stories of this page."""
    namings: tuple[NamingLine, ...]
    """By which words the stories of this page mean the country."""
    role: str = ""
    """What the newest story calls the person; empty on older pages, as all that follows."""
    others: tuple[str, ...] = ()
    """Other names that the stories give."""
    elsewhere: tuple[PageLink, ...] = ()
    """Pages elsewhere about the same, by host."""
    ends: tuple[StoryLine, ...] = ()
    """The oldest and the newest story of those with a date; none if none has one."""
    chart: Chart = Chart()
    people: tuple[CompanionLine, ...] = ()
    """Seen in the same stories, the most often first."""
    countries: tuple[CompanionLine, ...] = ()
    locator: Locator = Locator()
    """Where the country lies; empty for people."""


class EntityList(Struct, frozen=True, gc=False):
    """``people.html`` and ``countries.html``"""

    site: SiteInfo
    head: Head
    kind: str
    count: int
    """On all pages of the list."""
    groups: tuple[EntityGroup, ...]
    ranges: tuple[RangeLink, ...]
    """All pages of the list; none if there is but one."""
    number: int
    """Of the page; 0 for the first."""
    map: WorldMap = WorldMap()
    """Of countries."""


class HomePage(Struct, frozen=True, gc=False):
    """``home.html``: also its further pages"""

    site: SiteInfo
    head: Head
    stories: tuple[StoryLine, ...]
    count: int
    people: int
    countries: int
    pages: ListPages
    seen_people: tuple[EntityLine, ...]
    """Most seen in the newest stories, with in how many of these; none on older pages."""
    seen_countries: tuple[EntityLine, ...]


class SearchPage(Struct, frozen=True, gc=False):
    """``search.html``"""

    site: SiteInfo
    head: Head
    stories: tuple[StoryLine, ...]
    """The newest, for before anybody has searched; without summary."""


class PlainPage(Struct, frozen=True, gc=False):
    """``page.html``: a page of content/pages"""

    site: SiteInfo
    head: Head
    title: str
    body: Markup
