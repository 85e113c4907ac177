"""The list of all entities of each kind, from A to Z."""

from collections.abc import Iterator, Sequence
from math import ceil

from builder.core.kinds import KINDS, EntityKind
from builder.core.sort_keys import sort_key
from builder.core.values import Entity
from builder.index import queries
from builder.index.changes import Changes
from builder.index.pages import Page
from builder.index.tables import Index
from builder.layout.site_values import ListedEntity
from builder.outputs import contexts, parts
from builder.outputs.maps import World, world_map
from builder.outputs.metadata import breadcrumbs, head
from builder.outputs.page import File, Printer
from builder.outputs.theme import Theme
from builder.outputs.urls import page_folder, page_path, role_beside, site_info, url_of
from builder.settings.site_settings import Settings

NAME = "names"

PER_PAGE = 500
"""Names on a page of a list."""


def pages(index: Index) -> Iterator[Page]:
    """The pages of each list: the first has number 0, the second 2."""
    for kind in KINDS:
        further = range(2, ceil(queries.count(index, kind) / PER_PAGE) + 1)
        yield from (Page(NAME, kind, number) for number in (0, *further))


def affected(index: Index, changes: Changes) -> Iterator[Page]:
    """All pages, if any line changed: each names the first and the last of all others."""
    if changes.lines:
        yield from (*pages(index), *queries.written(index, NAME))


def paths(index: Index, page: Page) -> tuple[str, ...]:
    """The path of the page."""
    kind = KINDS[EntityKind(page.name)]
    exists = not page.number or 1 < page.number <= ceil(queries.count(index, kind.name) / PER_PAGE)
    return (page_path(f"{kind.folder}/", page.number),) if exists else ()


def files(index: Index, page: Page) -> Iterator[File]:
    """The page."""
    kind, number = EntityKind(page.name), page.number
    lines = queries.lines(index, kind)
    parted = [lines[start : start + PER_PAGE] for start in range(0, len(lines), PER_PAGE)] or [[]]
    ranges = tuple((_sorted_by(part[0]), _sorted_by(part[-1])) for part in parted) if parted[1:] else ()
    here = parted[max(0, number - 1)]

    def html(printer: Printer) -> bytes:
        shown = [queries.line(raw) for raw in here]
        return names_page(printer.settings, printer.theme, kind, shown, len(lines), number, ranges, printer.world)

    yield File(page_path(f"{KINDS[kind].folder}/", number), (here, len(lines), ranges), html)


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
    world: World,
) -> bytes:
    """A page of the list of all entities of a kind, by letter.

    ``entities`` are sorted; ``ranges`` are the first and last name of each page.
    """
    row = KINDS[kind]
    words, folder = row.label, f"{row.folder}/"
    name = settings.translations.say(words)
    info = site_info(settings, page_folder(folder, number))
    groups: dict[str, list[parts.EntityLine]] = {}
    mapped: dict[str, parts.EntityLine] = {}
    for each in entities:
        entity = each.place.entity
        url, role = url_of(each.place.folder, info), role_beside(entity, each.role)
        line = parts.EntityLine(
            _listed(entity), url, entity.kind, (role,) if role else (), each.totals[0], entity.identified
        )
        first = sort_key(entity.sort)[:1].upper()
        groups.setdefault(first if first.isalpha() else "#", []).append(line)
        if row.has_map:
            mapped[entity.id] = line
    lists = tuple(parts.EntityGroup(letter, tuple(lines)) for letter, lines in groups.items())
    about = settings.translations.say("lists.description", kind=name, site=settings.title)
    head_ = head(settings, info, name, about, [breadcrumbs(settings, info, (name, folder))])
    links = tuple(_ranges(folder, number, ranges, info))
    shown = world_map(world, mapped)
    page = contexts.EntityList(info, head_, kind, total, lists, links, number, shown)
    return theme.render(row.list, page)


def _ranges(
    folder: str, here: int, ranges: Sequence[tuple[str, str]], info: contexts.SiteInfo
) -> Iterator[parts.RangeLink]:
    """The pages of a long list, each identified by its first and last family name."""
    for place, (first, last) in enumerate(ranges, 1):
        number = place if place > 1 else 0
        url = url_of(page_folder(folder, number), info)
        yield parts.RangeLink(first.partition(",")[0], last.partition(",")[0], url, number == here)
