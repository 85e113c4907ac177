"""From a unit to the bytes of its files."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Protocol, TypeVar

from markupsafe import Markup

from builder.cache import DamagedError
from builder.codec import Digest, digest
from builder.copying import Made
from builder.recipes import (
    AnyUnit,
    ArticleUnit,
    CopyUnit,
    EntitiesUnit,
    EntityUnit,
    FeedUnit,
    HomeUnit,
    ListUnit,
    LlmsUnit,
    Note,
    OwnUnit,
    PlainUnit,
    RedirectsUnit,
    RedirectUnit,
    SearchUnit,
    SitemapIndexUnit,
    SitemapUnit,
    paths,
)
from builder.render import pages
from builder.render.addresses import Leaf, Settings, picture
from builder.render.article import article_annotations, article_markdown, article_page, note
from builder.render.company import History, Shown
from builder.render.crawlers import headers, llms, robots, sitemap, sitemap_index
from builder.render.entity import Row, entity_page
from builder.render.feeds import atom
from builder.render.maps import World
from builder.render.parts import Picture
from builder.render.redirects import redirect, redirects
from builder.render.search import NEWEST, names_json, search_page
from builder.render.sightings import Sighting
from builder.render.stories import Headline, Layout
from builder.render.theme import Theme
from builder.sources import File

V = TypeVar("V")


OWN: dict[str, Callable[[Settings, Theme], bytes]] = {
    "404.html": pages.not_found,
    "robots.txt": lambda settings, _: robots(settings),
    "_headers": lambda *_: headers(),
}
"""The functions that make the site's other files."""


class Remembered(Protocol):
    """Access to the memo for printing."""

    def __call__(self, keys: Sequence[Digest], shape: type[V], /) -> Mapping[Digest, V]:
        """Those of these values that are cached and have this shape."""


class Known(Protocol):
    """Facts about the whole site that printing needs."""

    def cast(self, file: str, /) -> Sequence[Shown]:
        """All entities that the story in a file names and that have a page; ``ArticleUnit.mark`` is their digest."""

    def mark(self, story: Headline, /) -> Digest:
        """Digest of a headline."""

    def history(self, ref: str, /) -> History:
        """The value whose digest is ``EntityUnit.history``."""


class Printer:
    """What every page is printed with: the site, the theme, the memo."""

    def __init__(
        self,
        settings: Settings,
        theme: Theme,
        remembered: Remembered,
        file: Callable[[str], File],
        notes: Mapping[str, Note],
        known: Known,
        world: World,
    ) -> None:
        """``remembered`` gives values by their digests, ``file`` a file to copy, ``notes`` are by entity."""
        self._settings = settings
        self._theme = theme
        self._remembered = remembered
        self._file = file
        self._notes = notes
        self._known = known
        self._world = world

    def keys(self, unit: AnyUnit, themed: Digest, plain: Digest) -> dict[str, Digest]:
        """Digest of all inputs of each file of this unit, by path.

        ``themed`` is the digest of what all pages share, ``plain`` of the part of it that matters where no template
        prints.
        """
        name = type(unit).__name__
        keys: tuple[Digest, ...]
        match unit:
            case ArticleUnit(_, headline, layout, mark, earlier):
                said = digest(plain, headline.folder, layout, mark)
                others = [(self._known.mark(each.story), each.people) for each in earlier]
                keys = digest(themed, name, said, others), said, digest(layout), said
            case EntityUnit(line, rows, leaf, history):
                shown = [(self._known.mark(story), seen) for story, seen in rows]
                page = digest(themed, name, line, shown, leaf, history, self.note(unit))
                keys = (page,) if leaf.number else (page, digest(plain, line, shown[0][0]))
            case HomeUnit(stories, counts, leaf, seen):
                keys = (digest(themed, name, self._marks(stories), counts, leaf, seen),)
            case FeedUnit(folder, title, stories):
                keys = (digest(plain, name, folder, title, self._marks(stories)),)
            case SearchUnit(people, countries, stories):
                marks = self._marks(stories)
                keys = digest(themed, name, marks[:NEWEST]), digest(plain, name, people, countries, marks)
            case ListUnit() | PlainUnit() | OwnUnit():
                keys = (digest(themed, name, unit),)
            case CopyUnit():
                keys = (unit.digest,)
            case _:
                keys = (digest(plain, name, unit),)
        return dict(zip(paths(unit), keys, strict=True))

    def _marks(self, stories: Sequence[Headline]) -> list[Digest]:
        return [self._known.mark(story) for story in stories]

    def files(self, unit: AnyUnit) -> dict[str, Callable[[], Made]]:
        """A function that prints each file of this unit, or the file to copy, by path.

        Raises, when it prints:
            BuilderError: if a template fails.
            DamagedError: if the memo has lost an input of the unit.
        """
        return dict(zip(paths(unit), self._printers(unit), strict=True))

    def _printers(self, unit: AnyUnit) -> Sequence[Callable[[], Made]]:  # noqa: C901  # one case for each kind of page
        settings, theme = self._settings, self._theme
        match unit:
            case ArticleUnit(file, headline, key, _, earlier):
                layout = cache(lambda: self._get(key, Layout))
                cast = self._known.cast(file)
                places = cache(lambda: {each.bearer: each.place for each in cast})
                return (
                    lambda: article_page(settings, theme, headline, layout(), cast, earlier),
                    lambda: article_markdown(settings, layout(), places()).encode(),
                    lambda: f"{layout().text}\n".encode(),
                    lambda: article_annotations(settings, headline.folder, layout(), places()),
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
                return (lambda: self._file(source),)
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
        history = self._known.history(place.entity.ref) if unit.history else History()
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
        """The editor's note on this page: it is shown on the first."""
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
