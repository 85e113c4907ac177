"""The units: what each page is made from.

A *unit* is the complete recipe of one or a few files, small, and equal to itself as long as nothing it shows has
changed: its digest is the key of its pages.
"""

from dataclasses import dataclass
from typing import NamedTuple

from builder.codec import Digest
from builder.kinds import EntityKind
from builder.model import Bearer
from builder.render.addresses import Leaf, Place, page_path
from builder.render.company import Earlier
from builder.render.crawlers import LLMS, SITEMAP
from builder.render.data import EVERYONE
from builder.render.entity import LISTS, Line
from builder.render.feeds import FEED
from builder.render.redirects import REDIRECTS
from builder.render.search import NAMES, SEARCH
from builder.render.stories import Headline

CARD = "card.json"
ARTICLE_FILES = "index.html", "index.md", "article.txt", "annotations.json"


class Owner(NamedTuple):
    """The owner of some pages."""

    kind: str
    """"article", "entity", or a list: "home", "person", "country", "entities", "llms", "feed"."""
    name: str = ""
    """The file of an article, "person:ID" for an entity, empty for a list."""
    number: int = 0
    """The page number, where there are several."""


HOME, ENTITIES = Owner("home"), Owner("entities")
NEWS = Owner("llms"), Owner("feed")
"""The owners of pages that show the newest stories, as the front page does."""


@dataclass(frozen=True, slots=True)
class ArticleUnit:
    """The files of an article: its page, Markdown, text and annotations."""

    file: str
    headline: Headline
    layout: Digest
    mark: Digest
    """Digest of its headline, and of all entities it names that have a page."""
    earlier: tuple[Earlier, ...] = ()


@dataclass(frozen=True, slots=True)
class EntityUnit:
    """A page of a person or country; the first comes with a card."""

    line: Line
    """On a numbered page without totals: what grows with every story is shown only on the first page."""
    rows: tuple[tuple[Headline, tuple[Digest, ...]], ...]
    """Stories with the digests of their sightings, newest first."""
    leaf: Leaf
    history: Digest = b""
    """Digest of when and with whom they were mentioned; empty on a numbered page."""


@dataclass(frozen=True, slots=True)
class ListUnit:
    """A page of people A–Z, or of countries."""

    kind: EntityKind
    entities: tuple[Line, ...]
    """Sorted."""
    total: int = 0
    """Number of names on all pages."""
    number: int = 0
    """The page number; the first page is 0, the second 2."""
    ranges: tuple[tuple[str, str], ...] = ()
    """The first and the last name of each page; empty if there is only one page."""


@dataclass(frozen=True, slots=True)
class HomeUnit:
    """The front page, or a further page of its list."""

    stories: tuple[Headline, ...]
    counts: tuple[int, int, int]
    """Numbers of stories, people, countries; zeros on numbered pages."""
    leaf: Leaf
    seen: tuple[tuple[tuple[Place, int], ...], ...] = ((), ())
    """The people and countries most frequent in the newest stories, with the numbers; none on numbered pages."""


@dataclass(frozen=True, slots=True)
class EntitiesUnit:
    """entities.json."""

    entities: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class LlmsUnit:
    """llms.txt"""

    stories: tuple[Headline, ...]
    """The newest stories."""


@dataclass(frozen=True, slots=True)
class FeedUnit:
    """The feed of the site or, in the folder of its page, of a person or country with this name."""

    folder: str
    name: str
    stories: tuple[Headline, ...]
    """Those with a date, newest first."""


Unit = ArticleUnit | EntityUnit | ListUnit | HomeUnit | EntitiesUnit | LlmsUnit | FeedUnit
"""A unit planned from the stories."""


@dataclass(frozen=True, slots=True)
class PlainUnit:
    """A page from content/pages."""

    folder: str
    source: str
    """Its file, for messages."""
    title: str
    summary: str
    layout: Digest
    places: tuple[tuple[Bearer, Place], ...]


@dataclass(frozen=True, slots=True)
class Note:
    """Digest of an editor's note about an entity, and the targets of its links."""

    layout: Digest
    places: tuple[tuple[Bearer, Place], ...]


@dataclass(frozen=True, slots=True)
class CopyUnit:
    """A file copied unchanged: an asset, a static file, an image."""

    path: str
    source: str
    digest: Digest


@dataclass(frozen=True, slots=True)
class RedirectUnit:
    """An old address, and the folder of its current page."""

    path: str
    folder: str
    source: str
    """The file that asks for it, for messages."""


@dataclass(frozen=True, slots=True)
class RedirectsUnit:
    """_redirects, for hosts that read it: old paths and new folders."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class OwnUnit:
    """A file made only from the settings: 404.html, robots.txt, _headers."""

    path: str


@dataclass(frozen=True, slots=True)
class SearchUnit:
    """The search page, and the index of names and titles."""

    people: tuple[Line, ...]
    countries: tuple[Line, ...]
    stories: tuple[Headline, ...]
    """Newest first."""


@dataclass(frozen=True, slots=True)
class SitemapUnit:
    """A sitemap of these pages: each folder, and when it last changed ("" if unknown)."""

    path: str
    pages: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class SitemapIndexUnit:
    """The index of the site's sitemaps."""

    sitemaps: tuple[str, ...]
    """Paths."""


AnyUnit = (
    Unit | PlainUnit | CopyUnit | RedirectUnit | RedirectsUnit | OwnUnit | SearchUnit | SitemapUnit | SitemapIndexUnit
)


def article_paths(folder: str) -> tuple[str, ...]:
    """The paths of an article's files, for the folder of its page."""
    return tuple([folder + name for name in ARTICLE_FILES])


def entity_paths(folder: str, number: int) -> tuple[str, ...]:
    """The paths of a page of a person or country, and of the card beside the first, for the folder of the first."""
    page = page_path(folder, number)
    return (page,) if number else (page, folder + CARD)


def paths(unit: AnyUnit) -> tuple[str, ...]:  # noqa: C901  # one case for each kind of page
    """The paths of this unit's files in the site."""
    match unit:
        case ArticleUnit(headline=headline):
            return article_paths(headline.folder)
        case EntityUnit(line, _, leaf):
            return entity_paths(line.place.folder, leaf.number)
        case ListUnit(kind, _, _, number):
            return (page_path(LISTS[kind][1], number),)
        case HomeUnit(leaf=leaf):
            return (page_path("", leaf.number),)
        case EntitiesUnit():
            return (EVERYONE,)
        case SearchUnit():
            return SEARCH, NAMES
        case LlmsUnit():
            return (LLMS,)
        case FeedUnit(folder):
            return (folder + FEED,)
        case PlainUnit(folder):
            return (folder + "index.html",)
        case CopyUnit(path):
            return (path,)
        case OwnUnit(path) | SitemapUnit(path) | RedirectUnit(path):
            return (path,)
        case RedirectsUnit():
            return (REDIRECTS,)
        case SitemapIndexUnit():
            return (SITEMAP,)
