"""The sitemap of a site, followed from the pages that changed."""

from collections.abc import Mapping, Sequence
from itertools import chain

from builder.plan import Owner
from builder.recipes import (
    AnyUnit,
    ArticleUnit,
    EntityUnit,
    HomeUnit,
    ListUnit,
    PlainUnit,
    SitemapIndexUnit,
    SitemapUnit,
)
from builder.render.addresses import Leaf
from builder.render.crawlers import SITEMAP, SITEMAP_SIZE
from builder.render.entity import LISTS


class Sitemaps:
    """Guards that pages are listed anew only if one came, went or says that it changed."""

    def __init__(self, size: int = SITEMAP_SIZE) -> None:
        """No sitemap lists more than ``size`` pages; of more there are several, and their list."""
        self._size = size
        self._rows: dict[Owner, list[tuple[str, str]]] = {}
        self._made: list[AnyUnit] = []

    def change(self, owned: Mapping[Owner, Sequence[AnyUnit]]) -> list[AnyUnit]:
        """Take these units of these owners; the sitemaps of all.

        A list is in it by its first page: from there the others are found.
        """
        rows = {owner: [page for unit in units for page in _pages(unit)] for owner, units in owned.items()}
        changed = {owner: each for owner, each in rows.items() if self._rows.get(owner, []) != each}
        if changed or not self._made:
            self._rows.update(changed)
            self._made = self._list(sorted(dict(chain.from_iterable(self._rows.values())).items()))
        return self._made

    def _list(self, pages: Sequence[tuple[str, str]]) -> list[AnyUnit]:
        if len(pages) <= self._size:
            return [SitemapUnit(SITEMAP, tuple(pages))]
        parts = [pages[start : start + self._size] for start in range(0, len(pages), self._size)]
        several = [SitemapUnit(f"sitemap-{number}.xml", tuple(part)) for number, part in enumerate(parts, 1)]
        return [SitemapIndexUnit(tuple(unit.path for unit in several)), *several]


def _pages(unit: AnyUnit) -> Sequence[tuple[str, str]]:
    """The folder of a page, if this is one, and when what it shows first was changed."""
    match unit:
        case ArticleUnit(headline=headline):
            return ((headline.folder, headline.changed),)
        case EntityUnit(line, rows, Leaf(number=0)):
            return ((line.place.folder, rows[0][0].changed if rows else ""),)
        case ListUnit(kind, number=0):
            return ((LISTS[kind][1], ""),)
        case HomeUnit(stories, leaf=Leaf(number=0)):
            return (("", stories[0].changed if stories else ""),)
        case PlainUnit(folder):
            return ((folder, ""),)
    return ()
