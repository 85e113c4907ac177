"""The contexts of templates: one type for each kind of page. A template sees its page and nothing else.

Addresses are relative to the page that shows them. ``Markup`` is HTML that we made; all other text is escaped.
"""

from collections.abc import Mapping

from markupsafe import Markup
from msgspec import Struct

from builder.outputs.parts import (
    ArticleExcerpts,
    ArticleGroup,
    ArticleLine,
    Chart,
    Citation,
    CorrectionLine,
    EarlierLine,
    EntityGroup,
    EntityLine,
    ExcerptsGroup,
    HeadLink,
    KindCompanions,
    KindCount,
    KindLines,
    KindLink,
    LetterLink,
    ListPages,
    Locator,
    PageLink,
    Pair,
    Picture,
    Property,
    QuoteLine,
    RangeLink,
    RoleLine,
    SectionGroup,
    SpokenLine,
    SurfaceFormLine,
    TermGroup,
    WhyLine,
    WorldMap,
)


class SiteInfo(Struct, frozen=True, gc=False):
    """What every page knows about its site."""

    title: str
    description: str
    language: str
    author: str
    root: str
    """The path from this page to the top of the site: "", "../", "../../"."""
    index: str
    """The end of a folder's address: "" or "index.html"."""
    assets: Mapping[str, str]
    """Addresses of the theme's files by name: "style.css"."""
    kinds: tuple[KindLink, ...]
    """The list of each kind."""
    formats: tuple[str, ...]
    """The files beside the pages of articles and entities, by the words of ``build.formats``."""
    pages: tuple[PageLink, ...] = ()
    """The plain pages of content/pages, by title."""
    sections: tuple[PageLink, ...] = ()
    """The sections, or a link to their list if they are many."""
    lists: tuple[PageLink, ...] = ()
    """The lists of years, tags and authors that the site has."""
    canonical: str = ""
    """The page's own absolute address; empty without base_url."""


class Head(Struct, frozen=True, gc=False):
    """The metadata of a page for other programs."""

    description: str = ""
    feed: str = ""
    """Address of the page's feed; empty without base_url."""
    properties: tuple[Property, ...] = ()
    data: Markup | str = ""
    """Linked data as JSON, to be printed unchanged into a ``<script type="application/ld+json">``."""
    noindex: bool = False
    """Whether search engines are asked to leave the page out."""
    links: tuple[HeadLink, ...] = ()
    """Files for other programs."""


class ArticlePage(Struct, frozen=True, gc=False):
    """``article.html``"""

    site: SiteInfo
    head: Head
    title: str
    standfirst: str
    authors: str
    """Joined: "A, B and C"."""
    byline: Markup
    """ "By A, B and C": each a link to the list of their articles; empty without authors."""
    section: PageLink | None
    tags: tuple[PageLink, ...]
    contributors: str
    date: str
    date_words: str
    updated: str
    updated_words: str
    dateline: str
    agency: str
    source: str
    source_host: str
    """The host of the source's address, without "www."."""
    image: Picture
    body: Markup
    entities: tuple[KindLines, ...]
    """In order of first mention."""
    corrections: tuple[CorrectionLine, ...]
    related: tuple[str, ...]
    """Headlines of other articles found with the text."""
    earlier: tuple[EarlierLine, ...]
    """Earlier articles of this site about the same people."""
    why: tuple[WhyLine, ...]
    """In order of first mention."""
    who: tuple[EntityLine, ...]
    """The people of whom the article says what they are, in order of first mention."""
    citation: Citation
    minutes: int
    """To read it; 0 if it takes less than two."""
    contents: tuple[PageLink, ...]
    """Its headings of the highest level, if there are at least three."""


class EntityPage(Struct, frozen=True, gc=False):
    """``person.html`` and ``country.html``"""

    site: SiteInfo
    head: Head
    name: str
    """Told apart from others of the same name: "James Brown (nurse)"."""
    kind: str
    ref: str
    identified: bool
    articles: int
    mentions: int
    apart: int
    """Mentions of a country by its capital or seat of power."""
    note: Markup
    """The editor's note."""
    months: tuple[ExcerptsGroup, ...]
    """The articles on this page by month, newest first; those without a date last."""
    folded: bool
    """Whether their sentences are shown on demand only, because there are many articles."""
    pages: ListPages
    portrait: Picture
    roles: tuple[RoleLine, ...]
    """What most articles call the person, newest first; empty on older pages."""
    quotes: tuple[QuoteLine, ...]
    """What the person said: those that lead, then the others; only those that lead if ``all_quotes`` has all."""
    surface_forms: tuple[SurfaceFormLine, ...]
    """The words by which the articles on this page mean the country."""
    leading: int = 0
    """How many of ``quotes`` lead: at most three whole sentences, newest first; 0 on older pages."""
    quoted: int = 0
    """Number of all quotations of the person; 0 on older pages, like everything that follows."""
    all_quotes: str = ""
    """Address of the page with all quotations; empty if this page shows them."""
    role: str = ""
    """What the newest article calls the person."""
    others: tuple[str, ...] = ()
    """Other names used in the articles."""
    elsewhere: tuple[PageLink, ...] = ()
    """Pages about the same entity on other sites, by host."""
    ends: tuple[ArticleLine, ...] = ()
    """The oldest and the newest article with a date; empty if no article has one."""
    undated: int = 0
    """Number of articles without a date."""
    lead: ArticleExcerpts | None = None
    """The article with the sentence that says most about the entity, and that sentence alone; only if ``folded``."""
    feed: str = ""
    """Address of the entity's own feed; empty if it has none."""
    chart: Chart = Chart()
    companions: tuple[KindCompanions, ...] = ()
    """Those in the same articles, most frequent first."""
    pairs: tuple[Pair, ...] = ()
    """Those of them who are in several, each with what the page shows of both."""
    locator: Locator = Locator()
    """The position of the country on the map; empty for people."""


class QuotesPage(Struct, frozen=True, gc=False):
    """``quotations.html``: all quotations of a person of whom there are many"""

    site: SiteInfo
    head: Head
    name: str
    """As in ``EntityPage``, like ``kind`` and ``ref``."""
    kind: str
    ref: str
    url: str
    """Address of the person's own page."""
    count: int
    """Number of all quotations; 0 on older pages."""
    quotes: tuple[QuoteLine, ...]
    """Newest first."""
    pages: ListPages


class EntityList(Struct, frozen=True, gc=False):
    """``people.html`` and ``countries.html``"""

    site: SiteInfo
    head: Head
    kind: str
    count: int
    """On all pages of the list."""
    leading: tuple[EntityLine, ...]
    """Those in the greatest number of articles, at least two; empty on further pages, and if nobody stands out."""
    groups: tuple[EntityGroup, ...]
    """People by letter, countries by region."""
    letters: tuple[LetterLink, ...]
    """Empty for countries."""
    ranges: tuple[RangeLink, ...]
    """All pages of the list; empty if there is only one."""
    number: int
    """The page number; 0 for the first."""
    map: WorldMap = WorldMap()
    """For countries only."""


class HomePage(Struct, frozen=True, gc=False):
    """``home.html``: also its further pages"""

    site: SiteInfo
    head: Head
    leading: tuple[ArticleLine, ...]
    """The newest articles, if they have a date; empty on older pages."""
    groups: tuple[ArticleGroup, ...]
    """All others by month, newest first; those without a date last, by title."""
    count: int
    counts: tuple[KindCount, ...]
    """How many entities of each kind the site has; empty on older pages."""
    pages: ListPages
    in_the_news: tuple[KindLines, ...]
    """The most covered in the articles of the window, each with its number of them and its role, at least two; empty on
    older pages."""
    window: str = ""
    """The translation key for which articles these are: "home.in_week"; empty if they are all."""
    counted: int = 0
    """How many articles these are."""
    since: str = ""
    """The first day of the week or month, or the date of the oldest of the newest, for readers."""
    quotes: tuple[SpokenLine, ...] = ()
    """What people said in these articles; empty on older pages."""
    sections: tuple[SectionGroup, ...] = ()
    """The sections with the most articles, and the newest of each; empty on older pages."""
    brief: bool = False
    """Whether ``groups`` show so few articles that quotations better follow them than stand beside them."""


class TermPage(Struct, frozen=True, gc=False):
    """``term.html``: the articles of a section, a tag, an author or a year"""

    site: SiteInfo
    head: Head
    title: str
    list: PageLink
    """The list of all sections, tags, authors or years."""
    count: int
    """Number of all its articles; 0 on older pages."""
    groups: tuple[ArticleGroup, ...]
    """Its articles by month, newest first; those without a date last."""
    pages: ListPages
    feed: str
    """Address of its feed; empty if it has none."""
    chart: Chart
    """Empty on older pages."""


class TermsPage(Struct, frozen=True, gc=False):
    """``terms.html``: all sections, tags, authors or years"""

    site: SiteInfo
    head: Head
    title: str
    count: int
    """On all pages of the list."""
    undated: int
    """Number of articles without a date; 0 but in the list of years."""
    groups: tuple[TermGroup, ...]
    ranges: tuple[RangeLink, ...]
    """All pages of the list; empty if there is only one."""


class SearchPage(Struct, frozen=True, gc=False):
    """``search.html``"""

    site: SiteInfo
    head: Head
    articles: tuple[ArticleLine, ...]
    """The newest articles, shown before a search; without summaries."""
    engine: str
    """Address of the script that searches the words of the articles."""


class PlainPage(Struct, frozen=True, gc=False):
    """``page.html``: a page from content/pages"""

    site: SiteInfo
    head: Head
    title: str
    body: Markup
