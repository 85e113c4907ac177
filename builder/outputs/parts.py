"""The parts of page contexts: lines of lists, pictures, charts.

Addresses are relative to the page that shows them; see ``contexts``. A page has a hundred or more of these, which
msgspec makes in a fraction of the time that frozen dataclasses take.
"""

from msgspec import Struct


class PageLink(Struct, frozen=True, gc=False):
    """A plain page in the navigation."""

    title: str
    url: str


class Property(Struct, frozen=True, gc=False):
    """One OpenGraph property of a page: "og:title"."""

    name: str
    value: str


class HeadLink(Struct, frozen=True, gc=False):
    """A file for other programs, linked in the head of a page."""

    rel: str
    """How it is related to the page: "alternate", "search"."""
    type: str
    """Its media type."""
    url: str


class Picture(Struct, frozen=True, gc=False):
    """A picture beside an article; without an address there is none."""

    url: str = ""
    description: str = ""
    width: int = 0
    """In pixels, like the height; 0 if not known."""
    height: int = 0
    smaller: str = ""
    """Addresses and widths of smaller copies, as ``srcset`` has them; empty if there are none."""
    sizes: str = ""
    """How wide our theme shows it with a text, as the attribute ``sizes`` has it."""


class EntityLine(Struct, frozen=True, gc=False):
    """An entity in a list."""

    name: str
    """Told apart from others of the same name: "James Brown (nurse)"."""
    url: str
    kind: str
    roles: tuple[str, ...] = ()
    count: int = 0
    """Number of articles; 0 where it would have to include the whole site."""
    identified: bool = True
    ref: str = ""
    """"person:kim-jong-un"; empty in lists."""
    mentions: int = 0
    """In the article that shows it; 0 elsewhere."""


class ArticleLine(Struct, frozen=True, gc=False):
    """An article in a list."""

    title: str
    url: str
    date: str
    date_words: str
    summary: str
    day: str = ""
    """The day of the month: "12"; empty if the date has none."""


class ArticleGroup(Struct, frozen=True, gc=False):
    """The articles of a month, or on the front page of a year long past."""

    label: str
    """The month or year; "Without a date"; empty if no article of the list has one."""
    id: str
    """To be printed as the id of an element, so that the chart can link to it."""
    articles: tuple[ArticleLine, ...]
    more: tuple[ArticleLine, ...] = ()
    """Those after these, to be shown on demand only: on the front page all but the newest."""


class TermLine(Struct, frozen=True, gc=False):
    """A section, tag, author or year in the list of all of them, with its number of articles."""

    words: str
    url: str
    count: int
    level: int = 0
    """Of a year, the length of its bar in percent of the longest, at least 1; 0 for others."""


class TermGroup(Struct, frozen=True, gc=False):
    """The terms under one letter."""

    letter: str
    """Empty where a list is not divided by letters."""
    terms: tuple[TermLine, ...]


class KindLines(Struct, frozen=True, gc=False):
    """The entities of one kind in an article, or in the newest; there is at least one."""

    kind: str
    label: str
    """The translation key for the name of the kind: "site.people"."""
    entities: tuple[EntityLine, ...]


class KindCount(Struct, frozen=True, gc=False):
    """How many entities of a kind the site has."""

    folder: str
    counted: str
    """The translation key for their number: "site.people_counted"."""
    count: int


class KindLink(Struct, frozen=True, gc=False):
    """The list of all entities of a kind."""

    folder: str
    label: str
    """The translation key for its title: "site.people"."""
    every: str
    """The translation key for "All people"."""


class EarlierLine(Struct, frozen=True, gc=False):
    """An earlier article about some of the same people, and their names: "A and B"."""

    article: ArticleLine
    people: str


class WhyLine(Struct, frozen=True, gc=False):
    """Why some words of an article mean an entity: the name of the rule, and how often."""

    words: str
    name: str
    url: str
    rule: str
    likely: bool
    count: int
    evidence: str = ""
    """What speaks for it, of the rules "variant", "surname" and "first-name": "role", "companion", …"""
    says: tuple[str, ...] = ()
    """What the article says of the person; only in the first line about them."""


class Citation(Struct, frozen=True, gc=False):
    """How to cite an article."""

    text: str
    bibtex: str
    csl: str
    """CSL-JSON, which reference managers read."""


class CorrectionLine(Struct, frozen=True, gc=False):
    """An update or correction."""

    text: str
    time: str


class ExcerptLine(Struct, frozen=True, gc=False):
    """Words around a mention, with the address of their paragraph."""

    before: str
    words: str
    after: str
    url: str
    reports: bool = True
    """Whether the article reports this itself: it is no quotation, no heading and no opinion of its author."""


class QuoteLine(Struct, frozen=True, gc=False):
    """A quotation of a person, its parts joined as one text; "…" stands where a sentence goes on before or after it."""

    words: str
    url: str
    """Address of its paragraph."""
    article: ArticleLine
    role: str = ""
    """What the article calls the person; empty if it does not say, or if the person's name on the page says it."""


class SpokenLine(Struct, frozen=True, gc=False):
    """A quotation on the front page, and who said it."""

    name: str
    url: str
    """Address of the person's page."""
    quote: QuoteLine


class SectionGroup(Struct, frozen=True, gc=False):
    """The newest articles of a section on the front page."""

    title: str
    url: str
    articles: tuple[ArticleLine, ...]


class RoleLine(Struct, frozen=True, gc=False):
    """What articles call a person."""

    words: str
    article: ArticleLine
    """The newest of these articles."""
    first: ArticleLine
    """The oldest; the same if there is one, or if none has a date."""


class SurfaceFormLine(Struct, frozen=True, gc=False):
    """Words that mean a country: ``via`` is "name", "demonym", "capital", …"""

    words: str
    via: str
    count: int


class MapShape(Struct, frozen=True, gc=False):
    """A country on the map of the world."""

    path: str
    name: str
    url: str
    count: int
    shade: int
    """1 to 5, increasing with the number of articles."""


class MapStep(Struct, frozen=True, gc=False):
    """The meaning of a shade on the map: a range of articles."""

    shade: int
    least: int
    most: int
    """0 for the last, which has no upper limit."""


class WorldMap(Struct, frozen=True, gc=False):
    """The map of the world; without shapes there is none."""

    width: int = 0
    height: int = 0
    shapes: tuple[MapShape, ...] = ()
    """Countries that have a page and a shape on today's map."""
    steps: tuple[MapStep, ...] = ()


class CompanionLine(Struct, frozen=True, gc=False):
    """An entity in the same articles as that of the page."""

    name: str
    url: str
    count: int
    """Number of all articles with both."""
    pair: str
    """Address of the part of the page about both; empty if they are together in only one."""


class Arc(Struct, frozen=True, gc=False):
    """A line between two names that are together in several of the entity's articles."""

    path: str
    """SVG's ``d``."""
    level: int
    """Its strength, 1 to 4, increasing with the number of articles."""
    one: str
    other: str
    count: int
    """Number of articles with both of them and the entity of the page."""


class Ties(Struct, frozen=True, gc=False):
    """A drawing to the left of a list of names; without arcs there is none."""

    width: int = 0
    height: int = 0
    """In units of which each row of the list takes the same number."""
    arcs: tuple[Arc, ...] = ()


class KindCompanions(Struct, frozen=True, gc=False):
    """The companions of one kind; there is at least one."""

    kind: str
    label: str
    """As in ``KindLines``."""
    entities: tuple[CompanionLine, ...]
    """Those in several of the articles."""
    once: tuple[CompanionLine, ...]
    """Those in only one of them."""
    ties: Ties
    """Lines between the former."""
    map: WorldMap
    """The countries on the map of the world, if there are at least two; empty for people."""


class ArticleExcerpts(Struct, frozen=True, gc=False):
    """One article on the page of an entity, with its excerpts."""

    article: ArticleLine
    roles: tuple[str, ...]
    """What the article calls the person, without what the newest article on the page calls them."""
    excerpts: tuple[ExcerptLine, ...]
    """The first sentences that name the entity."""
    more: int
    """Number of further ones in the article."""
    quotes: tuple[QuoteLine, ...]
    together: tuple[int, ...] = ()
    """The numbers of the pairs that it belongs to."""


class Pair(Struct, frozen=True, gc=False):
    """The entity of the page and another that is in several of its articles."""

    id: str
    """To be printed as the id of an element that precedes the articles and is shown only as the target of a link."""
    number: int
    """Which articles the page shows with it: those that have this number in ``together``."""
    name: str
    url: str
    count: int
    """Number of articles with both."""
    here: int
    """How many of them are on this page."""
    others: str
    """Who is in several of these articles as well: "A, B and C"."""
    sentence: ArticleExcerpts | None
    """The newest article on the page with a sentence about both that has the other's full name, and it alone."""


class Bar(Struct, frozen=True, gc=False):
    """A month, year or decade in a chart, and its number of articles."""

    label: str
    """ "September 2016", "2016", "2010s"."""
    short: str
    """ "Sep", "2016"."""
    count: int
    level: int
    """Its height in percent of the highest, at least 1; 0 without articles."""
    url: str
    """Address of the newest of its articles in the list; empty without articles."""
    year: str = ""
    """Of a month, the year, if it is the first bar of one; otherwise empty."""


class Chart(Struct, frozen=True, gc=False):
    """Articles by month, by year or by decade; without bars if they are all of one."""

    bars: tuple[Bar, ...] = ()


class ExcerptsGroup(Struct, frozen=True, gc=False):
    """The articles of a month on the page of an entity."""

    label: str
    """ "September 2016"; "Without a date"."""
    id: str
    """To be printed as the id of an element, so that the chart can link to it."""
    articles: tuple[ArticleExcerpts, ...]


class ListPages(Struct, frozen=True, gc=False):
    """The position of a page in a paginated list: newest first, numbered from the oldest."""

    newer: str = ""
    older: str = ""
    number: int = 0
    """0 for the first page, which shows the newest."""


class EntityGroup(Struct, frozen=True, gc=False):
    """Names under one letter, or of one region."""

    letter: str
    """"A"; of countries, the translation key for the region: "regions.asia"."""
    id: str
    """To be printed as the id of an element, so that ``LetterLink`` can lead to it."""
    entities: tuple[EntityLine, ...]


class LetterLink(Struct, frozen=True, gc=False):
    """A letter in a list of names, on whichever page of it."""

    letter: str
    url: str


class RangeLink(Struct, frozen=True, gc=False):
    """A page of a long list of names: from the ``first`` to the ``last``; ``here`` for the current page."""

    first: str
    last: str
    url: str
    here: bool


class Locator(Struct, frozen=True, gc=False):
    """The position of a country; without a path there is none."""

    path: str = ""
    view: str = ""
    """The part of the map to show, as SVG's viewBox."""
    width: int = 0
    height: int = 0
    """Size of the whole map."""
    x: int = 0
    y: int = 0
    ring: int = 0
    """Radius of a ring around ``x``, ``y`` for a small country; otherwise 0."""
