"""A post of Hugo or Jekyll, or any text with front matter, as an article."""

import re

from msgspec.structs import replace

from builder.commands.importing.foreign_keys import foreign_text, front_of, old_address
from builder.commands.importing.foreign_markdown import markdown_html
from builder.commands.importing.generator_sites import GeneratorSite, SitePost
from builder.commands.importing.html_blocks import read_html
from builder.commands.importing.imported import BodyPart, Failure, Imported, ShownPicture
from builder.commands.importing.liquid import without_liquid
from builder.commands.importing.shortcodes import without_shortcodes
from builder.commands.importing.source_files import text_of
from builder.core.slug import slug
from builder.markdown.dialect import too_much
from builder.read.structure import named


def read_post(site: GeneratorSite, post: SitePost) -> Imported | Failure:
    """The article of a post."""
    text = text_of(post.path)
    if isinstance(text, Failure):
        return text
    found = foreign_text(text)
    if isinstance(found, Failure):
        return found
    front, losses = front_of(found.keys, zone=site.zone, people=site.people, draft=post.is_draft)
    body = found.body
    if site.jekyll:
        page = {f"page.{key}": value for key, value in found.keys.items() if isinstance(value, str)}
        settings = {f"site.{key}": value for key, value in site.settings.items() if isinstance(value, str)}
        own = dict.fromkeys(("site.url", "site.baseurl"), "")
        body, dropped = without_liquid(body, {**settings, **page, **own}, site.address_of)
    else:
        body, dropped = without_shortcodes(body, site.address_of)
    if wrong := too_much(body):
        return Failure(f"{wrong[0]} (line {wrong[1] + 1} of its text)", "split it with blank lines")
    is_html = post.path.suffix.lower() in (".html", ".htm")
    html = body if is_html else markdown_html(body, kramdown=site.jekyll)
    read = read_html(html, lambda address: site.link_from(post, address))
    here = post.name if post.is_page else ""
    old = [post.address, *front.aliases] if post.address else list(front.aliases)
    known = (address for each in old if (address := old_address(each)).strip("/") != here)
    stem = post.key.rpartition("/")[2]
    title = front.title or (named(re.sub(r"^\d{4}-\d\d?-\d\d?-", "", stem)) if site.jekyll else "")
    front = replace(
        front,
        title=title,
        date=front.date or post.date,
        slug="" if slug(front.slug) == post.name.rpartition("/")[2] else front.slug,
        language=front.language or post.language,
        aliases=tuple(dict.fromkeys(each for each in known if each and not site.is_taken(post, each))),
        image=_local(site, front.image),
    )
    passages = tuple(_shown(site, each) for each in read.passages)
    return Imported(
        post.name, front, passages, (*losses, *dropped, *read.losses), _roots(site, post), is_page=post.is_page
    )


def _shown(site: GeneratorSite, passage: BodyPart) -> BodyPart:
    if not isinstance(passage, ShownPicture):
        return passage
    return replace(passage, address=_local(site, passage.address))


def _local(site: GeneratorSite, address: str) -> str:
    """The address of a picture, without the site's own host."""
    host, _, path = address.partition("//")[2].partition("/")
    return f"/{path}" if host in site.hosts and address.startswith(("http://", "https://", "//")) else address


def _roots(site: GeneratorSite, post: SitePost) -> tuple[str, ...]:
    inner = () if site.jekyll else ("content", "assets", "static")
    return tuple(map(str, (post.path.parent, site.root, *(site.root / name for name in inner))))
