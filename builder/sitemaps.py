"""The sitemap of a site, from all its pages."""

from collections.abc import Iterable, Sequence

from builder.recipes import ArticleUnit, EntityUnit, HomeUnit, ListUnit
from builder.render.addresses import Leaf
from builder.render.crawlers import SITEMAP
from builder.render.entity import LISTS
from builder.units import AnyUnit, PlainUnit, SitemapIndexUnit, SitemapUnit


def sitemaps(units: Iterable[AnyUnit], size: int) -> list[AnyUnit]:
    """The sitemap of these pages; of more than ``size``, several and their list.

    A list is in it by its first page: from there the others are found.
    """
    pages = sorted(dict(page for unit in units for page in _pages(unit)).items())
    if len(pages) <= size:
        return [SitemapUnit(SITEMAP, tuple(pages))]
    parts = [pages[start : start + size] for start in range(0, len(pages), size)]
    several = [SitemapUnit(f"sitemap-{number}.xml", tuple(part)) for number, part in enumerate(parts, 1)]
    return [SitemapIndexUnit(tuple(unit.path for unit in several)), *several]


def _pages(unit: AnyUnit) -> Sequence[tuple[str, str]]:
    """The folder of a page, if this is one, and when what it shows first was changed."""
    match unit:
        case ArticleUnit(headline):
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
