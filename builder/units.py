"""From a unit of the plan to the bytes of its files."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Protocol, TypeVar

from markupsafe import Markup

from builder.cache import DamagedError
from builder.codec import Digest, digest
from builder.model import Bearer
from builder.recipes import ArticleUnit, EntitiesUnit, EntityUnit, FeedUnit, HomeUnit, ListUnit, LlmsUnit, Unit
from builder.render import pages
from builder.render.addresses import Leaf, Place, Settings, leaf_folder, picture
from builder.render.article import article_annotations, article_markdown, article_page, note
from builder.render.company import History
from builder.render.crawlers import LLMS, SITEMAP, headers, llms, robots, sitemap, sitemap_index
from builder.render.entity import LISTS, Line, Row, entity_page
from builder.render.feeds import FEED, atom
from builder.render.maps import World
from builder.render.parts import Picture
from builder.render.redirects import REDIRECTS, redirect, redirects
from builder.render.search import NAMES, SEARCH, names_json, search_page
from builder.render.sightings import Sighting
from builder.render.stories import Headline, Layout
from builder.render.theme import Theme

V = TypeVar("V")

CARD = "card.json"
ARTICLE_FILES = "index.html", "index.md", "article.txt", "annotations.json"


@dataclass(frozen=True, slots=True)
class PlainUnit:
    """A page of content/pages."""

    folder: str
    source: str
    """Its file, for messages."""
    title: str
    summary: str
    layout: Digest
    places: tuple[tuple[Bearer, Place], ...]


@dataclass(frozen=True, slots=True)
class Note:
    """What stands for an editor's words about somebody, and where their links lead."""

    layout: Digest
    places: tuple[tuple[Bearer, Place], ...]


@dataclass(frozen=True, slots=True)
class CopyUnit:
    """A file copied as it is: an asset, a static file, an image."""

    path: str
    source: str
    digest: Digest


@dataclass(frozen=True, slots=True)
class RedirectUnit:
    """An old address, and the folder where its page is now."""

    path: str
    folder: str
    source: str
    """The file that says so, for messages."""


@dataclass(frozen=True, slots=True)
class RedirectsUnit:
    """_redirects, for hosts that read it: old paths and new folders."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class OwnUnit:
    """A file made of the settings alone: 404.html, robots.txt, _headers."""

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
    """A sitemap of these pages: each folder, and when it was last changed ("" if it does not say)."""

    path: str
    pages: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class SitemapIndexUnit:
    """The list of the site's sitemaps."""

    sitemaps: tuple[str, ...]
    """Paths."""


AnyUnit = (
    Unit | PlainUnit | CopyUnit | RedirectUnit | RedirectsUnit | OwnUnit | SearchUnit | SitemapUnit | SitemapIndexUnit
)


OWN: dict[str, Callable[[Settings, Theme], bytes]] = {
    "404.html": pages.not_found,
    "robots.txt": lambda settings, _: robots(settings),
    "_headers": lambda *_: headers(),
}
"""What makes each of a site's own files."""


class Remembered(Protocol):
    """The memo, as printing needs it."""

    def __call__(self, keys: Sequence[Digest], shape: type[V], /) -> Mapping[Digest, V]:
        """Those of these values that are remembered and have this shape."""


class Printer:
    """Guards what every page is printed with: the site, the theme, the memo."""

    def __init__(
        self,
        settings: Settings,
        theme: Theme,
        remembered: Remembered,
        read: Callable[[str], bytes],
        notes: Mapping[str, Note],
        history: Callable[[str], History],
        world: World,
    ) -> None:
        """``remembered`` gives values by their digests, ``read`` the bytes of a file, ``notes`` are by entity;
        ``history`` gives what ``EntityUnit.history`` stands for.
        """
        self._settings = settings
        self._theme = theme
        self._remembered = remembered
        self._read = read
        self._notes = notes
        self._history = history
        self._world = world

    def keys(self, unit: AnyUnit, themed: Digest, plain: Digest) -> dict[str, Digest]:
        """What stands for all that each file of this unit is made from, by path.

        ``themed`` stands for what all pages share, ``plain`` for the part of it that matters where no template prints.
        """
        name = type(unit).__name__
        keys: tuple[Digest, ...]
        match unit:
            case ArticleUnit(headline, layout, shown):
                said = digest(plain, headline.folder, layout, shown)
                keys = digest(themed, name, unit), said, digest(layout), said
            case EntityUnit(line, rows, Leaf(number=0)):
                keys = digest(themed, name, unit, self.note(unit)), digest(plain, line, rows[0][0])
            case SearchUnit(_, _, stories):
                keys = digest(themed, name, stories), digest(plain, unit)
            case EntityUnit() | ListUnit() | HomeUnit() | PlainUnit() | OwnUnit():
                keys = (digest(themed, name, unit),)
            case CopyUnit():
                keys = (unit.digest,)
            case _:
                keys = (digest(plain, name, unit),)
        return dict(zip(paths(unit), keys, strict=True))

    def files(self, unit: AnyUnit) -> dict[str, Callable[[], bytes]]:
        """What prints each file of this unit, by path.

        Raises, as it prints:
            BuilderError: if a template fails.
            DamagedError: if the memo has lost what the unit is made from.
        """
        return dict(zip(paths(unit), self._printers(unit), strict=True))

    def _printers(self, unit: AnyUnit) -> Sequence[Callable[[], bytes]]:
        settings, theme = self._settings, self._theme
        match unit:
            case ArticleUnit(headline, key, shown, earlier):
                layout = cache(lambda: self._get(key, Layout))
                places = {each.bearer: each.place for each in shown}
                return (
                    lambda: article_page(settings, theme, headline, layout(), shown, earlier),
                    lambda: article_markdown(settings, layout(), places).encode(),
                    lambda: f"{layout().text}\n".encode(),
                    lambda: article_annotations(settings, headline.folder, layout(), places),
                )
            case EntityUnit(line, rows, Leaf(number=0)):
                return lambda: self._entity(unit), lambda: pages.card_json(line, rows[0][0])
            case EntityUnit():
                return (lambda: self._entity(unit),)
            case ListUnit(kind, entities, total, number, ranges):
                world = self._world
                return (lambda: pages.entity_list(settings, theme, kind, entities, total, number, ranges, world),)
            case HomeUnit(stories, counts, leaf, seen):
                return (lambda: pages.home_page(settings, theme, stories, counts, leaf, seen),)
            case EntitiesUnit(entities):
                return (lambda: pages.entities_json(settings, entities),)
            case SearchUnit(people, countries, stories):
                return (
                    lambda: search_page(settings, theme, stories),
                    lambda: names_json(settings, people, countries, stories),
                )
            case LlmsUnit(stories):
                return (lambda: llms(settings, stories),)
            case FeedUnit(folder, name, stories):
                return (lambda: atom(settings, folder, name, stories),)
            case PlainUnit(folder, _, _, summary, key, links):
                told = dict(links)
                return (lambda: pages.plain_page(settings, theme, folder, summary, self._get(key, Layout), told),)
            case CopyUnit(_, source):
                return (lambda: self._read(source),)
            case RedirectUnit(path, folder):
                return (lambda: redirect(settings, path, folder),)
            case RedirectsUnit(rows):
                return (lambda: redirects(settings, rows),)
            case OwnUnit(path):
                return (lambda: OWN[path](settings, theme),)
            case SitemapUnit(_, listed):
                return (lambda: sitemap(settings, listed),)
            case SitemapIndexUnit(listed):
                return (lambda: sitemap_index(settings, listed),)

    def _entity(self, unit: EntityUnit) -> bytes:
        seen = self._all([key for _, keys in unit.rows for key in keys], Sighting)
        rows = [Row(headline, tuple(seen[key] for key in keys)) for headline, keys in unit.rows]
        place = unit.line.place
        history = self._history(place.entity.ref) if unit.history else History()
        words, portrait = Markup(), Picture()
        by_editor = self.note(unit)
        if by_editor:
            layout = self._get(by_editor.layout, Layout)
            words = note(self._settings, place.folder, layout, dict(by_editor.places))
            portrait = picture(layout.front.image, layout.front.image_description)
        return entity_page(
            self._settings, self._theme, unit.line, (words, portrait), rows, unit.leaf, history, self._world
        )

    def note(self, unit: AnyUnit) -> Note | None:
        """The editor's words on this page: they stand on the first."""
        if isinstance(unit, EntityUnit) and unit.leaf.number == 0:
            return self._notes.get(unit.line.place.entity.ref)
        return None

    def _get(self, key: Digest, shape: type[V]) -> V:
        return self._all([key], shape)[key]

    def _all(self, keys: Sequence[Digest], shape: type[V]) -> Mapping[Digest, V]:
        found = self._remembered(keys, shape)
        if len(found) < len(set(keys)):
            raise DamagedError
        return found


def paths(unit: AnyUnit) -> tuple[str, ...]:
    """Where the files of this unit are in the site."""
    match unit:
        case ArticleUnit(headline):
            folder = headline.folder
            return tuple([folder + name for name in ARTICLE_FILES])
        case EntityUnit(line, _, leaf):
            page = leaf_folder(line.place.folder, leaf.number) + "index.html"
            return (page,) if leaf.number else (page, line.place.folder + CARD)
        case ListUnit(kind, _, _, number):
            return (leaf_folder(LISTS[kind][1], number) + "index.html",)
        case HomeUnit(leaf=leaf):
            return (leaf_folder("", leaf.number) + "index.html",)
        case EntitiesUnit():
            return ("entities.json",)
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
