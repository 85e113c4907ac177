"""From units to the bytes of files: each kind of page with its context.

Nothing is looked up here: the unit of a page (see ``plan``) contains everything that it shows.
"""

from collections.abc import Iterator, Mapping, Sequence

from markupsafe import Markup

from builder.kinds import EntityKind
from builder.model import Bearer
from builder.render import contexts, parts
from builder.render.addresses import (
    Leaf,
    Place,
    Settings,
    address_of,
    anywhere,
    leaf_folder,
    list_pages,
    site_info,
    story_line,
    to_top,
    url_of,
)
from builder.render.article import note
from builder.render.data import card_data, entities_data
from builder.render.entity import LISTS, Line
from builder.render.linked import breadcrumbs, head, node
from builder.render.maps import World, world_map
from builder.render.stories import Headline, Layout
from builder.render.theme import Theme
from builder.render.words import sort_key


def entity_list(
    settings: Settings,
    theme: Theme,
    kind: EntityKind,
    entities: Sequence[Line],
    total: int,
    number: int,
    ranges: Sequence[tuple[str, str]],
    world: World,
) -> bytes:
    """A page of the list of all people or all countries, by letter. ``entities`` are sorted; see ``ListUnit``."""
    words, folder = LISTS[kind]
    name = settings.phrases.say(words)
    info = site_info(settings, leaf_folder(folder, number))
    groups: dict[str, list[parts.EntityLine]] = {}
    countries: dict[str, parts.EntityLine] = {}
    for each in entities:
        entity, roles = each.place.entity, (each.role,) if each.role else ()
        url = url_of(each.place.folder, info)
        line = parts.EntityLine(entity.sort, url, entity.kind, roles, each.totals[0], entity.identified)
        first = sort_key(entity.sort)[:1].upper()
        groups.setdefault(first if first.isalpha() else "#", []).append(line)
        if kind is EntityKind.COUNTRY:
            countries[entity.id] = line
    lists = tuple(parts.EntityGroup(letter, tuple(lines)) for letter, lines in groups.items())
    about = settings.phrases.say("lists.description", kind=name, site=settings.title)
    head_ = head(settings, info, name, about, [breadcrumbs(settings, info, (name, folder))])
    links = tuple(_ranges(folder, number, ranges, info))
    shown = world_map(world, countries)
    page = contexts.EntityList(info, head_, kind, total, lists, links, number, shown)
    return theme.render("people.html" if kind is EntityKind.PERSON else "countries.html", page)


def _ranges(
    folder: str, here: int, ranges: Sequence[tuple[str, str]], info: contexts.SiteInfo
) -> Iterator[parts.RangeLink]:
    """The pages of a long list, each identified by its first and last family name."""
    for place, (first, last) in enumerate(ranges, 1):
        number = place if place > 1 else 0
        url = url_of(leaf_folder(folder, number), info)
        yield parts.RangeLink(first.partition(",")[0], last.partition(",")[0], url, number == here)


def entities_json(settings: Settings, entities: Sequence[Line]) -> bytes:
    """entities.json. Addresses are absolute if the site has one."""
    return entities_data(
        (e.place.entity, settings.base_url + e.place.folder + settings.index, e.names, e.totals) for e in entities
    )


def card_json(line: Line, newest: Headline) -> bytes:
    """card.json of a person or country: small, so that it can be shown while a reader hovers over the name."""
    address = to_top(line.place.folder) + newest.folder
    return card_data(line.place.entity, line.role, line.totals, (newest.title, address, newest.date))


def home_page(
    settings: Settings,
    theme: Theme,
    stories: Sequence[Headline],
    counts: tuple[int, int, int],
    leaf: Leaf,
    seen: Sequence[Sequence[tuple[Place, int]]],
) -> bytes:
    """The front page or a further page of its list.

    ``counts`` are stories, people and countries; ``seen`` the people and countries most frequent in the newest.
    """
    info = site_info(settings, leaf_folder("", leaf.number))
    lines = tuple(story_line(settings, story, info) for story in stories)
    people, countries = (tuple(_seen(place, count, info) for place, count in most) for most in seen)
    page = contexts.HomePage(
        info, _front_head(settings, info), lines, *counts, list_pages(leaf, "", info), people, countries
    )
    return theme.render("home.html", page)


def _seen(place: Place, count: int, info: contexts.SiteInfo) -> parts.EntityLine:
    entity = place.entity
    return parts.EntityLine(
        entity.name, url_of(place.folder, info), entity.kind, count=count, identified=entity.identified
    )


def plain_page(
    settings: Settings, theme: Theme, folder: str, summary: str, layout: Layout, places: Mapping[Bearer, Place]
) -> bytes:
    """A page from content/pages. ``summary`` is its standfirst, or the beginning of its text."""
    info = site_info(settings, folder)
    title = layout.front.title
    crumbs = breadcrumbs(settings, info, (title, folder))
    words = head(settings, info, title, summary, [crumbs])
    return theme.render("page.html", contexts.PlainPage(info, words, title, note(settings, folder, layout, places)))


def not_found(settings: Settings, theme: Theme) -> bytes:
    """404.html: a host shows it at any address."""
    return theme.render("404.html", contexts.PlainPage(anywhere(settings), contexts.Head(), "", Markup()))


def _front_head(settings: Settings, info: contexts.SiteInfo) -> contexts.Head:
    url = address_of("", settings, info)
    about = settings.description
    site = node("WebSite", url, url=url, name=settings.title, description=about, inLanguage=settings.language)
    return head(settings, info, settings.title, about, [site])
