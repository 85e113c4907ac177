"""What the pages that templates see are made of: lines of lists, pictures, charts.

Addresses are relative to the page that shows them; see ``contexts``.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PageLink:
    """A plain page, as every page names it."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Property:
    """One thing that a page says of itself, as OpenGraph names it: "og:title"."""

    name: str
    value: str


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
    ref: str = ""
    """"person:kim-jong-un"; empty in lists."""
    mentions: int = 0
    """In the article that shows it; 0 elsewhere."""


@dataclass(frozen=True, slots=True)
class StoryLine:
    """A story in a list."""

    title: str
    url: str
    date: str
    date_words: str
    summary: str


@dataclass(frozen=True, slots=True)
class EarlierLine:
    """An earlier story about some of the same people, and who they are: "A and B"."""

    story: StoryLine
    people: str


@dataclass(frozen=True, slots=True)
class WhyLine:
    """Why some words of an article are taken for a person or country: the name of the rule, and how often."""

    words: str
    name: str
    url: str
    rule: str
    likely: bool
    count: int


@dataclass(frozen=True, slots=True)
class CorrectionLine:
    """An update or correction."""

    text: str
    time: str


@dataclass(frozen=True, slots=True)
class ExcerptLine:
    """Words around a mention, with the address of their paragraph."""

    before: str
    words: str
    after: str
    url: str


@dataclass(frozen=True, slots=True)
class QuoteLine:
    """A pull quote that a person says; ``url`` is where it stands in the story."""

    words: str
    url: str
    story: StoryLine


@dataclass(frozen=True, slots=True)
class RoleLine:
    """What a story calls a person."""

    words: str
    story: StoryLine


@dataclass(frozen=True, slots=True)
class NamingLine:
    """Words that mean a country: ``via`` is "name", "demonym", "capital", …"""

    words: str
    via: str
    count: int


@dataclass(frozen=True, slots=True)
class CompanionLine:
    """Somebody seen with the person or country of the page, and the newest stories with both."""

    name: str
    url: str
    count: int
    """Of all stories with both."""
    stories: tuple[StoryLine, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """A year in a chart: its stories, and the rectangle that shows them, in units of the chart."""

    year: str
    count: int
    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Chart:
    """Stories by year; without bars where there is but one year."""

    bars: tuple[Bar, ...] = ()
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True)
class SightingLine:
    """One story on the page of a person or country, with what it says of them."""

    story: StoryLine
    roles: tuple[str, ...]
    excerpts: tuple[ExcerptLine, ...]
    quotes: tuple[QuoteLine, ...]


@dataclass(frozen=True, slots=True)
class ListPages:
    """Where a page stands in a list of several: newest first, numbered from the oldest."""

    newer: str = ""
    older: str = ""
    number: int = 0
    """0 for the first page, which shows the newest."""


@dataclass(frozen=True, slots=True)
class EntityGroup:
    """Names under one letter."""

    letter: str
    entities: tuple[EntityLine, ...]


@dataclass(frozen=True, slots=True)
class RangeLink:
    """A page of a long list of names: from the ``first`` to the ``last``; ``here`` for the page itself."""

    first: str
    last: str
    url: str
    here: bool


@dataclass(frozen=True, slots=True)
class MapShape:
    """A country on the map of the world."""

    path: str
    name: str
    url: str
    count: int
    shade: int
    """1 to 5, the more stories the higher."""


@dataclass(frozen=True, slots=True)
class MapStep:
    """What a shade of the map means: so many stories."""

    shade: int
    least: int
    most: int
    """0 for the last, which has no end."""


@dataclass(frozen=True, slots=True)
class WorldMap:
    """The map of the world; without shapes there is none."""

    width: int = 0
    height: int = 0
    shapes: tuple[MapShape, ...] = ()
    """Countries that have a page and a place on the map of today."""
    steps: tuple[MapStep, ...] = ()


@dataclass(frozen=True, slots=True)
class Locator:
    """Where a country lies; without a path there is no place to show."""

    path: str = ""
    view: str = ""
    """The part of the map to show, as SVG's viewBox."""
    width: int = 0
    height: int = 0
    """Of the whole map."""
    x: int = 0
    y: int = 0
    ring: int = 0
    """Radius of a ring around ``x``, ``y``, where a small country is; else 0."""
