"""What all pages share, and the addresses of pages relative to each other."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from urllib.parse import quote

from builder.model import Entity
from builder.phrases import Phrases
from builder.render import contexts, parts
from builder.render.stories import Headline


@dataclass(frozen=True, slots=True)
class Settings:
    """What all pages share: the site's own words and the form of its links."""

    title: str
    description: str = ""
    base_url: str = ""
    language: str = "en"
    author: str = ""
    index: str = ""
    """The end of a link to a folder: "" or "index.html"."""
    assets: tuple[tuple[str, str], ...] = ()
    """Name and path of each theme file."""
    pages: tuple[tuple[str, str], ...] = ()
    """Title and folder of each plain page, sorted."""
    link: str = "section"
    capitals: bool = False
    """Whether capitals are links."""
    phrases: Phrases = field(default_factory=Phrases)
    """The words of the interface."""


@dataclass(frozen=True, slots=True)
class Place:
    """An entity and the folder of its page: "people/kim-jong-un/"."""

    entity: Entity
    folder: str


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page of a list: numbered from the oldest; 0 is the first page, which shows the newest; -1 means no page."""

    number: int = 0
    newer: int = -1
    older: int = -1


def leaf_folder(base: str, number: int) -> str:
    """The folder of page ``number`` of the list in the folder ``base``."""
    return f"{base}page/{number}/" if number else base


def page_path(base: str, number: int) -> str:
    """The path of page ``number`` of the list in the folder ``base``."""
    return f"{leaf_folder(base, number)}index.html"


def to_top(folder: str) -> str:
    """The path from a folder of the site to its top: "../../"."""
    return "../" * folder.count("/")


def site_info(settings: Settings, folder: str) -> contexts.SiteInfo:
    """What a page in this folder ("people/kim-jong-un/") knows about its site."""
    return _info(settings, to_top(folder), settings.base_url + folder if settings.base_url else "")


def anywhere(settings: Settings) -> contexts.SiteInfo:
    """The same for a page that is served at any address: its links begin with the path of the site's own address."""
    scheme, _, rest = settings.base_url.partition("://")
    return _info(settings, "/" + rest.partition("/")[2] if scheme else "/", "")


def url_of(folder: str, info: contexts.SiteInfo, anchor: str = "") -> str:
    """The address of a folder of the site, relative to the page of ``info``."""
    address = info.root + folder + info.index
    return (address or "./") + (f"#{anchor}" if anchor else "")


def address_of(folder: str, settings: Settings, info: contexts.SiteInfo) -> str:
    """The address of a folder for other programs: absolute if the site has one, otherwise relative to the page."""
    return settings.base_url + folder if settings.base_url else info.root + folder or "./"


def beside(address: str) -> str:
    """The path of a picture relative to the folder of its article; empty if the address is elsewhere."""
    if not address or ":" in address or "\\" in address or address.startswith(("/", "#")):
        return ""
    path = PurePosixPath(address)
    return "" if ".." in path.parts or not path.parts else str(path)


def list_pages(leaf: Leaf, base: str, info: contexts.SiteInfo) -> parts.ListPages:
    """The addresses of the neighboring pages of a page in the list in the folder ``base``."""
    newer, older = ("" if n < 0 else url_of(leaf_folder(base, n), info) for n in (leaf.newer, leaf.older))
    return parts.ListPages(newer, older, leaf.number)


def story_line(settings: Settings, story: Headline, info: contexts.SiteInfo) -> parts.StoryLine:
    """A story in a list on the page of ``info``."""
    url = url_of(story.folder, info)
    return parts.StoryLine(story.title, url, story.date, settings.phrases.date(story.date), story.summary)


def story_lines(settings: Settings, info: contexts.SiteInfo) -> Callable[[Headline], parts.StoryLine]:
    """A function that makes the lines of a page which shows some stories several times: each is made once."""
    made: dict[str, parts.StoryLine] = {}

    def line(story: Headline) -> parts.StoryLine:
        known = made.get(story.address)
        if known is None:
            known = made[story.address] = story_line(settings, story, info)
        return known

    return line


def picture(image: str, description: str) -> parts.Picture:
    """A picture that is copied beside the page; empty if it is elsewhere."""
    path = beside(image)
    return parts.Picture(quote(path), description if path else "")


def _info(settings: Settings, root: str, canonical: str) -> contexts.SiteInfo:
    return contexts.SiteInfo(
        title=settings.title,
        description=settings.description,
        language=settings.language,
        author=settings.author,
        root=root,
        index=settings.index,
        assets={name: root + path for name, path in settings.assets},
        pages=tuple(parts.PageLink(title, root + folder + settings.index) for title, folder in settings.pages),
        canonical=canonical,
    )
