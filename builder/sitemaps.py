"""The sitemap of a site, followed from the pages that changed."""

from collections.abc import Mapping, Sequence

from builder.recipes import AnyUnit, Owner, SitemapIndexUnit, SitemapUnit
from builder.render.crawlers import SITEMAP, SITEMAP_SIZE

Page = tuple[str, str]
"""The folder of a page, and when the first thing it shows was last changed ("" if unknown)."""


class Sitemaps:
    """Invariant: pages are sorted again only if one came, went or changed its date.

    A list appears with its first page, from which the others are found.
    """

    def __init__(self, pages: Mapping[Owner, Page | None], size: int = SITEMAP_SIZE) -> None:
        """A sitemap lists at most ``size`` pages; with more pages there are several, and an index."""
        self._size = size
        self._pages = {owner: page for owner, page in pages.items() if page}
        self._folders: Sequence[str] = ()
        self._made: list[AnyUnit] = []

    def change(self, pages: Mapping[Owner, Page | None], folders: Sequence[str]) -> list[AnyUnit]:
        """Take these pages of these owners, and exactly these folders of undated pages; all sitemaps."""
        changed = {owner: page for owner, page in pages.items() if self._pages.get(owner) != page}
        if changed or self._folders != folders or not self._made:
            self._pages.update((owner, page) for owner, page in changed.items() if page)
            for owner in [owner for owner, page in changed.items() if not page]:
                del self._pages[owner]
            self._folders = folders
            self._made = self._list(sorted({**dict.fromkeys(folders, ""), **dict(self._pages.values())}.items()))
        return self._made

    def _list(self, pages: Sequence[Page]) -> list[AnyUnit]:
        if len(pages) <= self._size:
            return [SitemapUnit(SITEMAP, tuple(pages))]
        parts = [pages[start : start + self._size] for start in range(0, len(pages), self._size)]
        several = [SitemapUnit(f"sitemap-{number}.xml", tuple(part)) for number, part in enumerate(parts, 1)]
        return [SitemapIndexUnit(tuple(unit.path for unit in several)), *several]
