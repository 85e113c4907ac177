"""The list of all entities of each kind, from A to Z."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple
from urllib.parse import quote

from builder.core.kinds import KINDS, EntityKind
from builder.core.regions import REGIONS
from builder.core.sort_keys import sort_key
from builder.core.values import Entity
from builder.index import queries
from builder.index.changes import Changes
from builder.index.pages import Page
from builder.index.tables import Index, once_in_a_build
from builder.layout.site_values import ListedEntity
from builder.outputs import contexts, parts
from builder.outputs.long_lists import letter_of, page_at, range_links
from builder.outputs.maps import World, world_map
from builder.outputs.metadata import breadcrumbs, head
from builder.outputs.page import File, Printer
from builder.outputs.theme import Theme
from builder.outputs.urls import page_folder, page_path, role_beside, site_info, url_of
from builder.settings.site_settings import Settings

NAME = "names"

PER_PAGE = 500
"""Names on a page of a list."""

LEADING = 24
"""Names of those in the most articles, before the list."""


class _Whole(NamedTuple):
    """What all pages of a list depend on."""

    entities: Sequence[int]
    ranges: Sequence[tuple[str, str]]
    """The first and the last name of each page."""
    initials: Sequence[tuple[str, int]]
    """The first characters of all names, with the number of names before each; none for kinds listed by region."""


def pages(index: Index) -> Iterator[Page]:
    """The pages of each list: the first has number 0, the second 2."""
    for kind in KINDS:
        further = range(2, len(_whole(index, kind).ranges) + 1)
        yield from (Page(NAME, kind, number) for number in (0, *further))


def affected(index: Index, changes: Changes) -> Iterator[Page]:
    """All pages, if any line changed: each page shows the first and last names of all others."""
    if changes.lines:
        yield from (*pages(index), *queries.written(index, NAME))


def paths(index: Index, page: Page) -> tuple[str, ...]:
    """The path of the page."""
    kind = KINDS[EntityKind(page.name)]
    exists = not page.number or 1 < page.number <= len(_whole(index, kind.name).ranges)
    return (page_path(f"{kind.folder}/", page.number),) if exists else ()


def files(index: Index, page: Page) -> Iterator[File]:
    """The page."""
    kind, number = EntityKind(page.name), page.number
    entities, ranges, initials = _whole(index, kind)
    start = max(0, number - 1) * PER_PAGE
    here = queries.lines_of(index, entities[start : start + PER_PAGE])
    ranges = ranges if ranges[1:] else ()
    leading = [] if number else queries.leading(index, kind, LEADING)

    def html(printer: Printer) -> bytes:
        shown, first = ([queries.line(raw) for raw in some] for some in (here, leading))
        return names_page(
            *(printer.settings, printer.theme, kind, shown, len(entities), number, ranges),
            *(first, initials, printer.world),
        )

    yield File(page_path(f"{KINDS[kind].folder}/", number), (here, len(entities), ranges, leading, initials), html)


@once_in_a_build(keep=len(KINDS))
def _whole(index: Index, kind: EntityKind) -> _Whole:
    entities = queries.listed_entities(index, kind)
    firsts, lasts = entities[::PER_PAGE], [*entities[PER_PAGE - 1 :: PER_PAGE], *entities[-1:]]
    ends = (map(_sorted_by, queries.lines_of(index, some)) for some in (firsts, lasts[: len(firsts)]))
    initials = () if KINDS[kind].has_map else tuple(queries.initials(index, kind))
    return _Whole(entities, tuple(zip(*ends, strict=True)), initials)


def _listed(entity: Entity) -> str:
    """The form by which it is sorted, told apart from others of the same name: "Brown, James (nurse)"."""
    return f"{entity.sort} ({entity.detail})" if entity.detail else entity.sort


def _sorted_by(raw: bytes) -> str:
    return queries.line(raw).place.entity.sort


def names_page(
    settings: Settings,
    theme: Theme,
    kind: EntityKind,
    entities: Sequence[ListedEntity],
    total: int,
    number: int,
    ranges: Sequence[tuple[str, str]],
    leading: Sequence[ListedEntity],
    initials: Sequence[tuple[str, int]],
    world: World,
) -> bytes:
    """A page of the list of all entities of a kind: people by letter, countries by region.

    ``entities`` are sorted; ``ranges`` are the first and last name of each page, ``initials`` the first characters of
    all names with the number of names before each.
    """
    row = KINDS[kind]
    words, folder = row.label, f"{row.folder}/"
    name = settings.translations.say(words)
    info = site_info(settings, page_folder(folder, number))
    lines = {each.place.entity.id: _entity_line(each, _listed(each.place.entity), info) for each in entities}
    groups: dict[str, list[parts.EntityLine]] = {}
    for each in entities:
        entity = each.place.entity
        groups.setdefault(_group(entity), []).append(lines[entity.id])
    ordered = sorted(groups.items(), key=lambda pair: (-len(pair[1]), pair[0])) if row.has_map else groups.items()
    lists = tuple(
        parts.EntityGroup(group, _anchor(group), tuple(sorted(some, key=_by_count) if row.has_map else some))
        for group, some in ordered
    )
    about = settings.translations.say("lists.description", kind=name, site=settings.title)
    head_ = head(settings, info, name, about, [breadcrumbs(settings, info, (name, folder))])
    families = ((first.partition(",")[0], last.partition(",")[0]) for first, last in ranges)
    links = range_links(folder, number, families, info)
    letters = tuple(_letters(folder, number, initials, info))
    first = tuple(_entity_line(each, each.place.entity.title, info) for each in leading)
    shown = world_map(world, lines if row.has_map else {})
    page = contexts.EntityList(info, head_, kind, total, first, lists, letters, links, number, shown)
    return theme.render(row.list, page)


def _entity_line(line: ListedEntity, name: str, info: contexts.SiteInfo) -> parts.EntityLine:
    entity, role = line.place.entity, role_beside(line.place.entity, line.role)
    url, roles = url_of(line.place.folder, info), (role,) if role else ()
    return parts.EntityLine(name, url, entity.kind, roles, line.totals[0], entity.identified)


def _group(entity: Entity) -> str:
    """The letter of a name; the region of a country."""
    if KINDS[entity.kind].has_map:
        return f"regions.{REGIONS[entity.id]}"
    return letter_of(sort_key(entity.sort))


def _anchor(group: str) -> str:
    return f"in-{group.rpartition('.')[2] if group != '#' else 'other'}"


def _by_count(line: parts.EntityLine) -> int:
    """The sort key of countries in their region; those of one number stay in the order of names."""
    return -line.count


def _letters(
    folder: str, here: int, initials: Sequence[tuple[str, int]], info: contexts.SiteInfo
) -> Iterator[parts.LetterLink]:
    """Each letter of the list, with the page on which it begins."""
    known: set[str] = set()
    for initial, before in initials:
        letter, number = letter_of(initial), page_at(before // PER_PAGE + 1)
        page = "" if number == here else url_of(page_folder(folder, number), info)
        if letter not in known:
            yield parts.LetterLink(letter, f"{page}#{quote(_anchor(letter))}")
        known.add(letter)
