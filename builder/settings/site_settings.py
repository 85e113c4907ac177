"""What all pages share: the words of the site itself, and the form of its links."""

from dataclasses import dataclass, field

from builder.settings.translations import Translations

USUAL = "html", "markdown", "text", "annotations", "cards", "feeds"
"""The formats of a site whose dateline.toml does not say."""

FORMATS = (
    *USUAL,
    "json-feeds",
    "full-text-feeds",
    "opensearch",
    "news-sitemap",
    "share-images",
    "tei",
    "csv",
    "sqlite",
)
"""What a site may have, by the words of ``build.formats``."""

NEEDS_PILLOW = frozenset({"share-images"})
"""Those that are drawn."""

POSITIONS = frozenset({"annotations", "tei", "csv", "sqlite"})
"""Those that refer to positions in the text."""


@dataclass(frozen=True, slots=True)
class Navigation:
    """What all pages link to, as far as the site has it."""

    pages: tuple[tuple[str, str], ...] = ()
    """Title and folder of each plain page, sorted."""
    sections: tuple[tuple[str, str], ...] = ()
    """Title and folder of each section, sorted; empty if there are too many."""
    taxonomies: tuple[str, ...] = ()
    """Names of the taxonomies that have terms, in the order of ``TAXONOMIES``."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What all pages share: the site's own words and the form of its links."""

    title: str
    description: str = ""
    base_url: str = ""
    language: str = "en"
    author: str = ""
    formats: tuple[str, ...] = USUAL
    """Those of ``FORMATS`` that the site has, in that order."""
    noindex: bool = False
    """Whether search engines are asked to leave the site out."""
    index: str = ""
    """The end of a link to a folder: "" or "index.html"."""
    assets: tuple[tuple[str, str], ...] = ()
    """Name and path of each theme file."""
    navigation: Navigation = field(default_factory=Navigation)
    link: str = "section"
    capitals: bool = False
    """Whether capitals are links."""
    translations: Translations = field(default_factory=Translations)
    """The words of the theme."""

    @property
    def has_sitemap(self) -> bool:
        """Whether there is a sitemap: it contains absolute addresses, of pages for search engines."""
        return bool(self.base_url) and not self.noindex

    @property
    def has_only_pages(self) -> bool:
        """Whether an article has no file but its page."""
        return frozenset(self.formats).isdisjoint(("markdown", "text", "annotations"))
