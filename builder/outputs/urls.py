"""What all pages share, and the addresses of pages relative to each other."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape
from pathlib import PurePosixPath
from urllib.parse import quote

from builder.core.kinds import KINDS, EntityKind
from builder.core.taxonomies import TAXONOMIES
from builder.core.values import Entity
from builder.index.pagination import PageNumber
from builder.layout.article_layout import Headline
from builder.layout.site_values import SizedPicture
from builder.outputs import contexts, parts
from builder.settings.site_settings import Settings

KINDS_SHOWN = tuple(parts.KindLink(kind.folder, kind.label, kind.every) for kind in KINDS.values())
"""The list of each kind, on every page."""

IN_TEXT = "(min-width: 39rem) 36rem, calc(100vw - 2.5rem)"
"""How wide our theme shows a picture in a text or above it, as ``sizes`` has it."""

NEAR = 2
"""A picture so many times as wide as its largest copy is not worth its bytes on any screen."""

FEED = "feed.xml"
JSON_FEED = "feed.json"
OPENSEARCH = "opensearch.xml"
NEWS_SITEMAP = "news-sitemap.xml"
SITEMAP = "sitemap.xml"


def page_folder(base: str, number: int) -> str:
    """The folder of page ``number`` of the list in the folder ``base``."""
    return f"{base}page/{number}/" if number else base


def page_path(base: str, number: int) -> str:
    """The path of page ``number`` of the list in the folder ``base``."""
    return f"{page_folder(base, number)}index.html"


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


def url_of(folder: str, info: contexts.SiteInfo) -> str:
    """The address of a folder of the site, relative to the page of ``info``."""
    return info.root + folder + info.index or "./"


def address_of(folder: str, settings: Settings, info: contexts.SiteInfo) -> str:
    """The address of a folder for other programs: absolute if the site has one, otherwise relative to the page."""
    return settings.base_url + folder if settings.base_url else info.root + folder or "./"


def beside(address: str) -> str:
    """The path of a picture relative to the folder of its article; empty if the address is elsewhere."""
    if not address or ":" in address or "\\" in address or address.startswith(("/", "#")):
        return ""
    path = PurePosixPath(address)
    return "" if ".." in path.parts or not path.parts else str(path)


def list_pages(page_number: PageNumber, base: str, info: contexts.SiteInfo) -> parts.ListPages:
    """The addresses of the neighboring pages of a page in the list in the folder ``base``."""
    newer, older = ("" if n < 0 else url_of(page_folder(base, n), info) for n in (page_number.newer, page_number.older))
    return parts.ListPages(newer, older, page_number.number)


def article_line(settings: Settings, headline: Headline, info: contexts.SiteInfo) -> parts.ArticleLine:
    """An article in a list on the page of ``info``."""
    url, date = url_of(headline.folder, info), headline.date
    day = date[8:10].lstrip("0") if date[7:8] == "-" else ""
    return parts.ArticleLine(headline.title, url, date, settings.translations.date(date), headline.summary, day)


def kind_lines(lines: Mapping[EntityKind, Sequence[parts.EntityLine]]) -> tuple[parts.KindLines, ...]:
    """A group for each kind that has lines."""
    return tuple([parts.KindLines(kind, KINDS[kind].label, tuple(some)) for kind, some in lines.items() if some])


def role_beside(entity: Entity, role: str) -> str:
    """The role to show beside an entity's name: none if the name says it already, as "James Brown (nurse)" does."""
    return "" if role.casefold() == entity.detail.casefold() else role


def article_lines(settings: Settings, info: contexts.SiteInfo) -> Callable[[Headline], parts.ArticleLine]:
    """A function that makes each article's line once, for a page that shows some articles several times."""
    made: dict[str, parts.ArticleLine] = {}

    def line(headline: Headline) -> parts.ArticleLine:
        known = made.get(headline.address)
        if known is None:
            known = made[headline.address] = article_line(settings, headline, info)
        return known

    return line


def picture(
    image: str, description: str, pictures: Mapping[str, SizedPicture], info: contexts.SiteInfo
) -> parts.Picture:
    """A picture that is copied beside the page of ``info``; empty if it is elsewhere. ``pictures`` are those there."""
    path = beside(image)
    if not path:
        return parts.Picture()
    shown = pictures.get(path)
    if shown is None:
        return parts.Picture(quote(path), description)
    return parts.Picture(quote(path), description, shown.width, shown.height, _srcset(path, shown, info), IN_TEXT)


def picture_tags(
    settings: Settings, pictures: Mapping[str, SizedPicture], info: contexts.SiteInfo
) -> dict[str, tuple[str, str]]:
    """For ``with_pictures``: the size of each picture, its smaller copies, and a link to the picture itself."""
    tags = {}
    for path, shown in pictures.items():
        attributes = f' width="{shown.width}" height="{shown.height}" loading="lazy"'
        anchor = ""
        if shown.smaller:
            attributes += f' srcset="{_srcset(path, shown, info)}" sizes="auto, {IN_TEXT}"'
            label = escape(settings.translations.say("article.enlarge"))
            anchor = f'<a class="enlarge" href="{escape(quote(path))}" title="{label}">'
        tags[path] = attributes, anchor
    return tags


def _srcset(path: str, shown: SizedPicture, info: contexts.SiteInfo) -> str:
    """The smaller copies of a picture and their widths; and the picture itself, unless it is much larger than these."""
    if not shown.smaller:
        return ""
    copies = [f"{info.root}{each.path} {each.width}w" for each in shown.smaller]
    is_near = shown.width <= shown.smaller[-1].width * NEAR
    return ", ".join([*copies, f"{quote(path)} {shown.width}w"] if is_near else copies)


def _info(settings: Settings, root: str, canonical: str) -> contexts.SiteInfo:
    navigation, has = settings.navigation, settings.navigation.taxonomies
    lists = {name: (settings.translations.say(TAXONOMIES[name].label), TAXONOMIES[name].folder) for name in has}
    return contexts.SiteInfo(
        title=settings.title,
        description=settings.description,
        language=settings.language,
        author=settings.author,
        root=root,
        index=settings.index,
        assets={name: root + path for name, path in settings.assets},
        kinds=KINDS_SHOWN,
        formats=settings.formats,
        pages=_links(navigation.pages, root, settings),
        sections=_links(navigation.sections or [lists[name] for name in has if name == "section"], root, settings),
        lists=_links([lists[name] for name in has if name != "section"], root, settings),
        canonical=canonical,
    )


def _links(pages: Iterable[tuple[str, str]], root: str, settings: Settings) -> tuple[parts.PageLink, ...]:
    """Links to pages, each with its title and folder, from a page with this path to the top."""
    return tuple([parts.PageLink(title, root + folder + settings.index) for title, folder in pages])
