"""The page of a person or country: who it is, when and with whom they were mentioned, and excerpts from each story.

What concerns all stories is only on the first page; each page also sums up its own stories.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from markupsafe import Markup
from msgspec import Struct

from builder.kinds import EntityKind
from builder.model import Via
from builder.render import contexts, parts
from builder.render.addresses import (
    Leaf,
    Place,
    Settings,
    address_of,
    leaf_folder,
    list_pages,
    site_info,
    story_lines,
    url_of,
)
from builder.render.company import Companion, History
from builder.render.linked import breadcrumbs, entity_node, head
from builder.render.maps import World, locator
from builder.render.sightings import Sighting
from builder.render.stories import Headline
from builder.render.theme import Theme
from builder.render.words import moment

LISTS = {EntityKind.PERSON: ("site.people", "people/"), EntityKind.COUNTRY: ("site.countries", "countries/")}
"""Label and folder of the lists of all people and countries."""

BAR, GAP, TALL = 10, 2, 40
"""Width of a bar of the chart, the gap between two, and the height of the tallest."""

OTHER_NAMES = Via.NAME, Via.ALIAS


@dataclass(frozen=True, slots=True)
class Line:
    """An entity in lists and in entities.json."""

    place: Place
    names: tuple[str, ...]
    """All names in the stories, sorted."""
    totals: tuple[int, int, int]
    """Numbers of stories, mentions, mentions by capital or seat of power."""
    role: str = ""
    """What the newest story calls the person."""
    same_as: tuple[str, ...] = ()
    """Addresses of pages about the same entity on other sites."""


class Row(Struct, frozen=True, gc=False):
    """One story on an entity's page."""

    story: Headline
    sightings: tuple[Sighting, ...]


def entity_page(
    settings: Settings,
    theme: Theme,
    line: Line,
    by_editor: tuple[Markup, parts.Picture],
    rows: Sequence[Row],
    leaf: Leaf,
    history: History,
    world: World,
) -> bytes:
    """A page of a person or country. ``by_editor`` are an editor's note and a portrait, empty on a numbered page."""
    place, entity, say = line.place, line.place.entity, settings.phrases.say
    info = site_info(settings, leaf_folder(place.folder, leaf.number))
    elsewhere = tuple(_elsewhere(line.same_as))
    names = dict.fromkeys((*line.names, *_named(rows))) if line.names else {}
    names.pop(entity.name, None)
    node = entity_node(
        entity,
        address_of(place.folder, settings, info),
        names=names,
        role=line.role,
        same_as=tuple(link.url for link in elsewhere),
    )
    words, folder = LISTS[entity.kind]
    crumbs = breadcrumbs(settings, info, (say(words), folder), (entity.name, place.folder))
    # An entity whose stories have no date has no feed of its own: the site's is used instead.
    feed = place.folder if any(moment(row.story.date) for row in rows) else ""
    about = ", ".join(filter(None, (say("entity.description", name=entity.name), line.role)))
    title = f"{entity.name}, {say('entity.page', number=leaf.number)}" if leaf.number else entity.name
    note, portrait = by_editor
    located = entity.kind is EntityKind.COUNTRY and leaf.number == 0
    line_of = story_lines(settings, info)
    lines = tuple(_sighting(row, line_of(row.story)) for row in rows)
    page = contexts.EntityPage(
        site=info,
        head=head(settings, info, title, about, [node, crumbs], kind="profile", feed=feed),
        name=entity.name,
        kind=entity.kind,
        ref=entity.ref,
        identified=entity.identified,
        stories=line.totals[0],
        mentions=line.totals[1],
        apart=line.totals[2],
        note=note,
        sightings=lines,
        pages=list_pages(leaf, place.folder, info),
        portrait=portrait,
        roles=tuple(_roles(lines)),
        quotes=tuple(quote for line in lines for quote in line.quotes),
        namings=_namings(rows) if entity.kind is EntityKind.COUNTRY else (),
        role=line.role,
        others=tuple(names),
        elsewhere=elsewhere,
        ends=tuple(map(line_of, history.ends)),
        chart=_chart(history.years),
        people=_companions(history.people, line_of, info),
        countries=_companions(history.countries, line_of, info),
        locator=locator(world, entity.id) if located else parts.Locator(),
    )
    return theme.render(f"{entity.kind}.html", page)


def _elsewhere(addresses: Sequence[str]) -> Iterator[parts.PageLink]:
    """Links to other hosts, each labeled with its host; anything that is not a web address is left out."""
    for address in addresses:
        found = urlsplit(address)
        if found.scheme in ("http", "https") and found.hostname:
            yield parts.PageLink(found.hostname.removeprefix("www."), address)


def _named(rows: Sequence[Row]) -> Iterator[str]:
    """The names in these stories, except those that are part of another, and adjectives."""
    namings = (naming for row in rows for sighting in row.sightings for naming in sighting.namings)
    return (naming.words for naming in namings if naming.via in OTHER_NAMES)


def _namings(rows: Sequence[Row]) -> tuple[parts.NamingLine, ...]:
    """Words that mean an entity, the most common first, grouped by kind."""
    counts: Counter[tuple[Via, str]] = Counter()
    for row in rows:
        for sighting in row.sightings:
            for naming in sighting.namings:
                counts[naming.via, naming.words] += naming.count
    kinds = list(Via)
    ranked = sorted(counts.items(), key=lambda known: (kinds.index(known[0][0]), -known[1], known[0][1]))
    return tuple(parts.NamingLine(words, via, count) for (via, words), count in ranked)


def _roles(lines: Sequence[parts.SightingLine]) -> Iterator[parts.RoleLine]:
    """Each role once, with the newest story that contains it."""
    told = set()
    for line in lines:
        for role in line.roles:
            if role.casefold() not in told:
                told.add(role.casefold())
                yield parts.RoleLine(role, line.story)


def _sighting(row: Row, story: parts.StoryLine) -> parts.SightingLine:
    page = f"{story.url}#"
    roles: dict[str, None] = {}
    excerpts: dict[tuple[str, str], parts.ExcerptLine] = {}
    quotes: dict[tuple[str, str], parts.QuoteLine] = {}
    for sighting in row.sightings:
        roles.update(dict.fromkeys(sighting.roles))
        for e in sighting.excerpts:
            # One sentence may name an entity by several names.
            whole = e.anchor, e.before + e.words + e.after
            excerpts.setdefault(whole, parts.ExcerptLine(e.before, e.words, e.after, page + e.anchor))
        for said in sighting.quotes:
            quotes[said.anchor, said.words] = parts.QuoteLine(said.words, page + said.anchor, story)
    return parts.SightingLine(story, tuple(roles), tuple(excerpts.values()), tuple(quotes.values()))


def _companions(
    companions: Sequence[Companion], line_of: Callable[[Headline], parts.StoryLine], info: contexts.SiteInfo
) -> tuple[parts.CompanionLine, ...]:
    return tuple(
        parts.CompanionLine(
            each.place.entity.name,
            url_of(each.place.folder, info),
            each.count,
            tuple(map(line_of, each.stories)),
        )
        for each in companions
    )


def _chart(years: Sequence[tuple[str, int]]) -> parts.Chart:
    """A bar for each year with stories, at its position among the years; none if there is only one."""
    if len(years) < 2 or not all(year.isdecimal() for year, _ in years):  # a chart compares
        return parts.Chart()
    first, most = int(years[0][0]), max(count for _, count in years)
    bars = []
    for year, count in years:
        height = max(1, round(TALL * count / most))
        bars.append(parts.Bar(year, count, (int(year) - first) * (BAR + GAP), TALL - height, BAR, height))
    return parts.Chart(tuple(bars), bars[-1].x + BAR, TALL)
