"""From what was decided to the bytes of files: each kind of page with its context.

Nothing is looked up here: whoever plans a page says by its unit (see ``plan``) all that it shows.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from markupsafe import Markup

from builder.model import Bearer, EntityKind
from builder.render import contexts
from builder.render.addresses import (
    Leaf,
    Place,
    Settings,
    address_of,
    anywhere,
    leaf_folder,
    list_pages,
    site_info,
    to_top,
    url_of,
)
from builder.render.article import note
from builder.render.data import card_data, entities_data
from builder.render.linked import Node, breadcrumbs, entity_node, head
from builder.render.sightings import Sighting
from builder.render.stories import Headline, Layout
from builder.render.theme import Theme
from builder.render.words import date_words, moment, sort_key

LISTS = {EntityKind.PERSON: ("People", "people/"), EntityKind.COUNTRY: ("Countries", "countries/")}
"""Name and folder of the lists of all."""


@dataclass(frozen=True, slots=True)
class Line:
    """An entity in lists and in entities.json."""

    place: Place
    names: tuple[str, ...]
    """All that the stories give, sorted."""
    totals: tuple[int, int, int]
    """Stories, mentions, mentions by capital or seat of power."""
    role: str = ""
    """What the newest story calls the person."""
    same_as: tuple[str, ...] = ()
    """Addresses of pages elsewhere about the same."""


@dataclass(frozen=True, slots=True)
class Row:
    """One story on an entity's page."""

    story: Headline
    sightings: tuple[Sighting, ...]


def entity_page(
    settings: Settings,
    theme: Theme,
    line: Line,
    note: Markup,
    rows: Sequence[Row],
    leaf: Leaf,
) -> bytes:
    """A page of a person or country."""
    place, entity = line.place, line.place.entity
    info = site_info(settings, leaf_folder(place.folder, leaf.number))
    elsewhere = tuple(_elsewhere(line.same_as))
    same_as = tuple(link.url for link in elsewhere)
    node = entity_node(
        entity, address_of(place.folder, settings, info), names=line.names, role=line.role, same_as=same_as
    )
    crumbs = breadcrumbs(settings, info, LISTS[entity.kind], (entity.name, place.folder))
    # Without a story that has a date nobody has a feed of their own: the site's stands in.
    feed = place.folder if any(moment(row.story.date) for row in rows) else ""
    about = ", ".join(filter(None, (f"Stories that name {entity.name}", line.role)))
    page = contexts.EntityPage(
        info, head(settings, info, entity.name, about, [node, crumbs], kind="profile", feed=feed),
        entity.name, entity.kind, entity.ref, entity.identified, *line.totals, note,
        tuple(_sighting(row, info) for row in rows), list_pages(leaf, place.folder, info),
        line.role, tuple(name for name in line.names if name != entity.name), elsewhere,
    )  # fmt: skip
    return theme.render(f"{entity.kind}.html", page)


def _elsewhere(addresses: Sequence[str]) -> Iterator[contexts.PageLink]:
    """Links to other hosts, each named for its host; what is no address of a page is none."""
    for address in addresses:
        parts = urlsplit(address)
        if parts.scheme in ("http", "https") and parts.hostname:
            yield contexts.PageLink(parts.hostname.removeprefix("www."), address)


def entity_list(settings: Settings, theme: Theme, folder: str, kind: EntityKind, entities: Sequence[Line]) -> bytes:
    """The list of all people or all countries, by letter. ``entities`` are sorted."""
    info = site_info(settings, folder)
    groups: dict[str, list[contexts.EntityLine]] = {}
    for each in entities:
        entity, roles = each.place.entity, (each.role,) if each.role else ()
        url = url_of(each.place.folder, info)
        line = contexts.EntityLine(entity.sort, url, entity.kind, roles, each.totals[0], entity.identified)
        first = sort_key(entity.sort)[:1].upper()
        groups.setdefault(first if first.isalpha() else "#", []).append(line)
    lists = tuple(contexts.EntityGroup(name, tuple(lines)) for name, lines in groups.items())
    name = LISTS[kind][0]
    about = f"{name} in the stories of {settings.title}"
    words = head(settings, info, name, about, [breadcrumbs(settings, info, LISTS[kind])])
    page = contexts.EntityList(info, words, kind, len(entities), lists)
    return theme.render("people.html" if kind is EntityKind.PERSON else "countries.html", page)


def entities_json(settings: Settings, entities: Sequence[Line]) -> bytes:
    """entities.json. Addresses are absolute if the site has one."""
    return entities_data(
        (e.place.entity, settings.base_url + e.place.folder + settings.index, e.names, e.totals) for e in entities
    )


def card_json(line: Line, newest: Headline) -> bytes:
    """card.json of a person or country: little enough to be shown while a reader rests on their name."""
    address = to_top(line.place.folder) + newest.folder
    return card_data(line.place.entity, line.role, line.totals, (newest.title, address, newest.date))


def home_page(
    settings: Settings, theme: Theme, stories: Sequence[Headline], counts: tuple[int, int, int], leaf: Leaf
) -> bytes:
    """The front page or a further page of its list; ``counts`` are stories, people and countries."""
    info = site_info(settings, leaf_folder("", leaf.number))
    lines = tuple(_story(story, info) for story in stories)
    page = contexts.HomePage(info, _front_head(settings, info), lines, *counts, list_pages(leaf, "", info))
    return theme.render("home.html", page)


def plain_page(settings: Settings, theme: Theme, folder: str, layout: Layout, places: Mapping[Bearer, Place]) -> bytes:
    """A page of content/pages."""
    info = site_info(settings, folder)
    title = layout.front.title
    crumbs = breadcrumbs(settings, info, (title, folder))
    words = head(settings, info, title, layout.front.standfirst, [crumbs])
    return theme.render("page.html", contexts.PlainPage(info, words, title, note(settings, folder, layout, places)))


def not_found(settings: Settings, theme: Theme) -> bytes:
    """404.html: a host shows it at any address."""
    return theme.render("404.html", contexts.PlainPage(anywhere(settings), contexts.Head(), "", Markup()))


def _front_head(settings: Settings, info: contexts.SiteInfo) -> contexts.Head:
    url = address_of("", settings, info)
    about = settings.description
    site: Node = {"@type": "WebSite", "@id": url, "url": url, "name": settings.title, "description": about}
    return head(settings, info, settings.title, about, [{**site, "inLanguage": settings.language}])


def _story(story: Headline, info: contexts.SiteInfo) -> contexts.StoryLine:
    url = url_of(story.folder, info)
    return contexts.StoryLine(story.title, url, story.date, date_words(story.date), story.summary)


def _sighting(row: Row, info: contexts.SiteInfo) -> contexts.SightingLine:
    folder = row.story.folder
    excerpts = {
        (e.anchor, e.before): contexts.ExcerptLine(e.before, e.words, e.after, url_of(folder, info, e.anchor))
        for sighting in row.sightings
        for e in sighting.excerpts
    }
    return contexts.SightingLine(
        _story(row.story, info),
        tuple(dict.fromkeys(role for s in row.sightings for role in s.roles)),
        tuple(excerpts.values()),
        tuple(dict.fromkeys(quote for s in row.sightings for quote in s.quotes)),
    )
