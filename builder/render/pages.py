"""From what was decided to the bytes of files: each kind of page with its context.

Nothing is looked up here: whoever plans a page says by its unit (see ``plan``) all that it shows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import urlsplit

from markupsafe import Markup

from builder.frontmatter import write_front_matter
from builder.model import Bearer, Certainty, Entity, EntityKind
from builder.render import contexts
from builder.render.addresses import Leaf, Place, Settings, anywhere, leaf_folder, list_pages, site_info, url_of
from builder.render.body import fill_html
from builder.render.data import annotations, entities_data
from builder.render.markdown import fill_markdown
from builder.render.sightings import Sighting
from builder.render.stories import Headline, Layout, Slot, shown
from builder.render.theme import Theme
from builder.render.words import date_words, joined, sort_key


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


@dataclass(frozen=True, slots=True)
class Row:
    """One story on an entity's page."""

    story: Headline
    sightings: tuple[Sighting, ...]


def article_files(
    settings: Settings,
    theme: Theme,
    folder: str,
    layout: Layout,
    places: Mapping[Bearer, Place],
    roles: Mapping[Bearer, str],
) -> dict[str, bytes]:
    """The files of one article, by path. ``places`` lacks those who are hidden."""
    slots, links = layout.slots, _links(settings, layout, places)
    info = site_info(settings, folder)
    front = layout.front
    host = _host(front.source)
    anchors = [
        _anchor(slot, places[slot.bearer], info) if link else "" for slot, link in zip(slots, links, strict=True)
    ]
    page = contexts.ArticlePage(
        info,
        front.title,
        front.standfirst,
        joined(front.authors),
        joined(front.contributors),
        front.date,
        date_words(front.date),
        front.updated,
        date_words(front.updated),
        front.dateline,
        front.agency,
        front.source if host else "",
        host.removeprefix("www."),
        Markup(fill_html(layout.html, anchors)),  # noqa: S704  # made by markdown-it with HTML off
        _lines(EntityKind.PERSON, places, roles, info),
        _lines(EntityKind.COUNTRY, places, {}, info),
        tuple(contexts.CorrectionLine(c.text, c.time) for c in front.corrections),
        front.related,
    )
    linked = [spot.slot >= 0 and links[spot.slot] for spot in layout.spots]
    return {
        f"{folder}index.html": theme.render("article.html", page),
        f"{folder}index.md": article_markdown(settings, layout, places).encode(),
        f"{folder}article.txt": f"{layout.text}\n".encode(),
        f"{folder}annotations.json": annotations(layout, linked, _addresses(settings, info, folder, places)),
    }


def article_markdown(settings: Settings, layout: Layout, places: Mapping[Bearer, Place]) -> str:
    """The article as Markdown, with the links that its page shows."""
    links = zip(layout.slots, _links(settings, layout, places), strict=True)
    targets = [places[slot.bearer].entity.ref if link else "" for slot, link in links]
    return f"{write_front_matter(layout.front)}\n{fill_markdown(layout.markdown, targets)}"


def entity_page(
    settings: Settings,
    theme: Theme,
    place: Place,
    totals: tuple[int, int, int],
    note: Markup,
    rows: Sequence[Row],
    leaf: Leaf,
) -> bytes:
    """A page of a person or country; ``totals`` are stories, mentions, mentions by capital or seat of power."""
    info = site_info(settings, leaf_folder(place.folder, leaf.number))
    entity = place.entity
    page = contexts.EntityPage(
        info, entity.name, entity.kind, entity.ref, entity.identified, *totals, note,
        tuple(_sighting(row, info) for row in rows), list_pages(leaf, place.folder, info),
    )  # fmt: skip
    return theme.render(f"{entity.kind}.html", page)


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
    page = contexts.EntityList(info, kind, len(entities), lists)
    return theme.render("people.html" if kind is EntityKind.PERSON else "countries.html", page)


def entities_json(settings: Settings, entities: Sequence[Line]) -> bytes:
    """entities.json. Addresses are absolute if the site has one."""
    return entities_data(
        (e.place.entity, settings.base_url + e.place.folder + settings.index, e.names, e.totals) for e in entities
    )


def home_page(
    settings: Settings, theme: Theme, stories: Sequence[Headline], counts: tuple[int, int, int], leaf: Leaf
) -> bytes:
    """The front page or a further page of its list; ``counts`` are stories, people and countries."""
    info = site_info(settings, leaf_folder("", leaf.number))
    lines = tuple(_story(story, info) for story in stories)
    page = contexts.HomePage(info, lines, *counts, list_pages(leaf, "", info))
    return theme.render("home.html", page)


def plain_page(settings: Settings, theme: Theme, folder: str, layout: Layout, places: Mapping[Bearer, Place]) -> bytes:
    """A page of content/pages."""
    info = site_info(settings, folder)
    return theme.render(
        "page.html", contexts.PlainPage(info, layout.front.title, note(settings, folder, layout, places))
    )


def note(settings: Settings, folder: str, layout: Layout, places: Mapping[Bearer, Place]) -> Markup:
    """An editor's words as HTML of a page in ``folder``, with their links to people and countries."""
    info = site_info(settings, folder)
    anchors = [_anchor(slot, places[slot.bearer], info) if slot.bearer in places else "" for slot in layout.slots]
    return Markup(fill_html(layout.html, anchors))  # noqa: S704  # made by markdown-it with HTML off


def not_found(settings: Settings, theme: Theme) -> bytes:
    """404.html: a host shows it at any address."""
    return theme.render("404.html", contexts.PlainPage(anywhere(settings), "", Markup()))


def _host(address: str) -> str:
    """The host of a web address; empty if it is none."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return parts.netloc if parts.scheme in ("http", "https") else ""


def _links(settings: Settings, layout: Layout, places: Mapping[Bearer, Place]) -> list[bool]:
    """Which slots are links."""
    refs = [
        places[slot.bearer].entity.ref
        if slot.bearer in places and (settings.capitals or slot.by_hand or not slot.capital)
        else ""
        for slot in layout.slots
    ]
    return shown(layout.slots, refs, settings.link)


def _anchor(slot: Slot, place: Place, info: contexts.SiteInfo) -> str:
    entity = place.entity
    unsure = " likely" if slot.certainty is Certainty.LIKELY else ""
    href = escape(url_of(place.folder, info))
    return f'<a class="entity {entity.kind}{unsure}" data-entity="{escape(entity.ref)}" href="{href}">'


def _lines(
    kind: EntityKind, places: Mapping[Bearer, Place], roles: Mapping[Bearer, str], info: contexts.SiteInfo
) -> tuple[contexts.EntityLine, ...]:
    lines: dict[str, contexts.EntityLine] = {}
    for bearer, place in places.items():
        entity, role = place.entity, roles.get(bearer, "")
        known = lines.get(entity.ref)
        if entity.kind is kind and (known is None or (role and not known.roles)):
            url = url_of(place.folder, info)
            lines[entity.ref] = contexts.EntityLine(
                entity.name, url, kind, (role,) if role else (), identified=entity.identified
            )
    return tuple(lines.values())


def _story(story: Headline, info: contexts.SiteInfo) -> contexts.StoryLine:
    url = url_of(f"articles/{story.address}/", info)
    return contexts.StoryLine(story.title, url, story.date, date_words(story.date), story.summary)


def _sighting(row: Row, info: contexts.SiteInfo) -> contexts.SightingLine:
    folder = f"articles/{row.story.address}/"
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


def _addresses(
    settings: Settings, info: contexts.SiteInfo, folder: str, places: Mapping[Bearer, Place]
) -> tuple[str, Mapping[Bearer, tuple[str, Entity]]]:
    """Of the article's folder and of each entity: absolute if the site has an address, else relative."""
    root = settings.base_url or info.root
    here = settings.base_url + folder if settings.base_url else ""
    return here, {bearer: (root + place.folder, place.entity) for bearer, place in places.items()}
