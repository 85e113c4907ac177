"""The metadata of a page: linked data (https://schema.org, as JSON-LD) and OpenGraph.

Addresses are absolute if the site has one, otherwise relative to the page, as both allow. Missing values are left out.
"""

from collections.abc import Iterable, Iterator, Sequence

import msgspec
from markupsafe import Markup

from builder.annotate.role_choice import Telling, telling
from builder.core.kinds import KINDS
from builder.core.values import Entity, FrontMatter, GivenRole
from builder.layout.article_layout import Headline
from builder.outputs import contexts, parts
from builder.outputs.urls import FEED, JSON_FEED, OPENSEARCH, address_of
from builder.settings.site_settings import Settings

Node = dict[str, object]
"""A thing and its properties, without empty ones."""

_ESCAPES = tuple((character, f"\\u{ord(character):04x}") for character in "<>&\u2028\u2029")
"""With these characters escaped, JSON can neither end an element of a page nor begin one."""


def head(
    settings: Settings,
    info: contexts.SiteInfo,
    title: str,
    description: str,
    nodes: Sequence[Node],
    *,
    kind: str = "website",
    feed: str = "",
    more: Sequence[tuple[str, str]] = (),
    image: str = "",
    image_description: str = "",
    noindex: bool = False,
) -> contexts.Head:
    """The metadata in a page's head. ``kind`` is OpenGraph's type, ``more`` other properties, ``feed`` a folder.

    ``image`` is the address of the picture that other sites show with a link; ``noindex`` is that of the page alone.
    """
    properties = [
        ("og:type", kind),
        ("og:title", title),
        ("og:description", description),
        ("og:url", info.canonical),
        ("og:site_name", settings.title),
        *more,
        ("og:image", image),
        ("og:image:alt", image_description),
        ("twitter:card", "summary_large_image" if image else ""),
    ]
    return contexts.Head(
        description,
        f"{info.root}{feed}{FEED}" if settings.base_url else "",
        tuple(parts.Property(name, value) for name, value in properties if value),
        linked_data(nodes) if nodes else "",
        noindex or settings.noindex,
        tuple(_links(settings, info, feed)),
    )


def _links(settings: Settings, info: contexts.SiteInfo, feed: str) -> Iterator[parts.HeadLink]:
    """The page's feed in its other format, and the site's search."""
    if settings.base_url and "json-feeds" in settings.formats:
        yield parts.HeadLink("alternate", "application/feed+json", f"{info.root}{feed}{JSON_FEED}")
    if settings.base_url and "opensearch" in settings.formats:
        yield parts.HeadLink("search", "application/opensearchdescription+xml", info.root + OPENSEARCH)


def linked_data(nodes: Sequence[Node]) -> Markup:
    """The nodes as JSON that can be embedded in a page."""
    text = msgspec.json.encode({"@context": "https://schema.org", "@graph": nodes}).decode()
    for character, escape in _ESCAPES:  # str.translate takes a tenth of a millisecond.
        if character in text:  # Almost never; searching takes a tenth of the time that replacing nothing takes.
            text = text.replace(character, escape)
    return Markup(text)  # noqa: S704  # nothing in it can end the element that it stands in


def news_article(
    settings: Settings,
    front: FrontMatter,
    headline: Headline,
    addresses: tuple[str, str, str, str],
    about: Sequence[msgspec.Raw],
    mentions: Sequence[msgspec.Raw],
    quotations: Iterable[tuple[str, msgspec.Raw]],
    section: str,
) -> Node:
    """An article. ``addresses`` are those of its page, the front page, its picture and its original, empty if missing.

    The nodes that it is about or mentions are written already, and the references to the speakers of its quotations.
    """
    url, home, image, source = addresses
    publisher = node("Organization", name=settings.title, url=home)
    return node(
        "NewsArticle",
        url,
        url=url,
        mainEntityOfPage=url,
        headline=front.title,
        description=headline.summary,
        inLanguage=front.language or settings.language,
        articleSection=section,
        keywords=list(front.tags),
        datePublished=front.date,
        dateModified=headline.changed,
        author=_authors(settings, front, publisher),
        contributor=[node("Person", name=name) for name in front.contributors],
        publisher=publisher,
        sourceOrganization=node("Organization", name=front.agency) if front.agency else "",
        dateline=front.dateline,
        locationCreated=node("Place", name=front.dateline) if front.dateline else "",
        isBasedOn=source,
        image=image,
        about=about,
        mentions=mentions,
        hasPart=[{"@type": "Quotation", "text": words, "creator": speaker} for words, speaker in quotations],
        correction=[node("CorrectionComment", text=each.text) for each in front.corrections],
    )


def entity_node(
    entity: Entity, url: str, *, names: Iterable[str] = (), role: str = "", same_as: Iterable[str] = ()
) -> Node:
    """An entity. ``names`` are all names in the articles, ``same_as`` addresses on other sites.

    To be somebody's wife is no job.
    """
    is_job = bool(role) and telling(GivenRole(role)) is not Telling.LAST
    return node(
        KINDS[entity.kind].type,
        url,
        url=url,
        name=entity.name,
        disambiguatingDescription=entity.detail,
        alternateName=[name for name in names if name != entity.name],
        identifier=entity.id if KINDS[entity.kind].by_code else "",
        jobTitle=role if is_job else "",
        description="" if is_job else role,
        sameAs=list(same_as),
    )


def breadcrumbs(settings: Settings, info: contexts.SiteInfo, *steps: tuple[str, str]) -> Node:
    """The breadcrumbs from the front page to a page: names and folders."""
    way = enumerate(((settings.title, ""), *steps), 1)
    listed = [
        node("ListItem", position=place, name=name, item=address_of(folder, settings, info))
        for place, (name, folder) in way
    ]
    return node("BreadcrumbList", itemListElement=listed)


def node(type_: str, id_: str = "", **properties: object) -> Node:
    """A thing of this type, and its properties."""
    return {name: value for name, value in {"@type": type_, "@id": id_, **properties}.items() if value}


def _authors(settings: Settings, front: FrontMatter, publisher: Node) -> object:
    """Its author; otherwise its agency; otherwise the site's owner."""
    if front.authors:
        return [node("Person", name=name) for name in front.authors]
    if front.agency:
        return node("Organization", name=front.agency)
    return node("Person", name=settings.author) if settings.author else publisher
