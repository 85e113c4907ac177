"""From an article's layout to the bytes of its files; and an editor's words, which are laid out alike.

Nothing is looked up here: whoever plans a page says by its unit (see ``plan``) all that it shows.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from html import escape
from itertools import takewhile
from urllib.parse import quote, urlsplit

from markupsafe import Markup

from builder.frontmatter import write_front_matter
from builder.model import Bearer, Certainty, Entity, EntityKind
from builder.render import contexts, parts
from builder.render.addresses import Place, Settings, address_of, beside, picture, site_info, story_line, url_of
from builder.render.body import fill_html
from builder.render.company import Earlier, Shown
from builder.render.data import annotations
from builder.render.linked import Node, breadcrumbs, entity_node, head, news_article
from builder.render.markdown import fill_markdown
from builder.render.sightings import APART
from builder.render.stories import Headline, Layout, Slot, shown
from builder.render.theme import Theme


def article_page(
    settings: Settings,
    theme: Theme,
    headline: Headline,
    layout: Layout,
    cast: Sequence[Shown],
    earlier: Sequence[Earlier],
) -> bytes:
    """An article's page. ``cast`` are all whom it names and who have a page."""
    say, date, joined = settings.phrases.say, settings.phrases.date, settings.phrases.joined
    places = {each.bearer: each.place for each in cast}
    slots, links = layout.slots, _links(settings, layout, places)
    info = site_info(settings, headline.folder)
    front = layout.front
    host = _host(front.source)
    anchors = [
        _anchor(slot, places[slot.bearer], info) if link else "" for slot, link in zip(slots, links, strict=True)
    ]
    page = contexts.ArticlePage(
        info,
        _head(settings, info, headline, layout, places),
        front.title,
        front.standfirst,
        joined(front.authors),
        joined(front.contributors),
        front.date,
        date(front.date),
        front.updated,
        date(front.updated),
        front.dateline,
        front.agency,
        front.source if host else "",
        host.removeprefix("www."),
        picture(front.image, front.image_description),
        Markup(fill_html(layout.html, anchors, say("article.pull_quote"))),  # noqa: S704  # made with HTML off
        _lines(EntityKind.PERSON, cast, info),
        _lines(EntityKind.COUNTRY, cast, info),
        tuple(parts.CorrectionLine(c.text, c.time) for c in front.corrections),
        front.related,
        tuple(parts.EarlierLine(story_line(settings, e.story, info), joined(e.people)) for e in earlier),
        _why(layout, places, info),
    )
    return theme.render("article.html", page)


def article_annotations(settings: Settings, folder: str, layout: Layout, places: Mapping[Bearer, Place]) -> bytes:
    """annotations.json of the article in ``folder``."""
    links = _links(settings, layout, places)
    linked = [spot.slot >= 0 and links[spot.slot] for spot in layout.spots]
    return annotations(layout, linked, _addresses(settings, site_info(settings, folder), folder, places))


def article_markdown(settings: Settings, layout: Layout, places: Mapping[Bearer, Place]) -> str:
    """The article as Markdown, with the links that its page shows."""
    links = zip(layout.slots, _links(settings, layout, places), strict=True)
    targets = [places[slot.bearer].entity.ref if link else "" for slot, link in links]
    return f"{write_front_matter(layout.front)}\n{fill_markdown(layout.markdown, targets)}"


def note(settings: Settings, folder: str, layout: Layout, places: Mapping[Bearer, Place]) -> Markup:
    """An editor's words as HTML of a page in ``folder``, with their links to people and countries."""
    info = site_info(settings, folder)
    anchors = [_anchor(slot, places[slot.bearer], info) if slot.bearer in places else "" for slot in layout.slots]
    pull_quote = settings.phrases.say("article.pull_quote")
    return Markup(fill_html(layout.html, anchors, pull_quote))  # noqa: S704  # made by markdown-it with HTML off


def _head(
    settings: Settings, info: contexts.SiteInfo, headline: Headline, layout: Layout, places: Mapping[Bearer, Place]
) -> contexts.Head:
    """What the article's page says of itself: it is about who is named in title, standfirst and first paragraph."""
    front, root = layout.front, settings.base_url or info.root
    url, home = address_of(headline.folder, settings, info), address_of("", settings, info)
    lead = takewhile(lambda spot: spot.start < layout.lead, layout.spots)
    first = {spot.link.bearer for spot in lead if spot.link.mention.via not in APART}
    nodes: dict[str, Node] = {}
    about: dict[str, Node] = {}
    for bearer, place in places.items():
        node = nodes.setdefault(place.entity.ref, entity_node(place.entity, root + place.folder))
        if bearer in first:
            about[place.entity.ref] = node
    rest = [node for ref, node in nodes.items() if ref not in about]
    image = _image(settings, headline, front.image)
    source = front.source if _host(front.source) else ""
    article = news_article(settings, front, headline, (url, home, image, source), about.values(), rest)
    crumbs = breadcrumbs(settings, info, (front.title, headline.folder))
    more = [
        ("article:published_time", front.date),
        ("article:modified_time", front.updated),
        ("og:image", image),
        ("og:image:alt", front.image_description if image else ""),
    ]
    return head(settings, info, front.title, headline.summary, [article, crumbs], kind="article", more=more)


def _image(settings: Settings, headline: Headline, address: str) -> str:
    """The absolute address of a picture; empty if it has none."""
    path = beside(address)
    if not path:
        return address if _host(address) else ""
    return settings.base_url + headline.folder + quote(path) if settings.base_url else ""


def _host(address: str) -> str:
    """The host of a web address; empty if it is none."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return parts.netloc if parts.scheme in ("http", "https") else ""


def _links(settings: Settings, layout: Layout, places: Mapping[Bearer, Place]) -> list[bool]:
    """Which slots are links."""
    refs = [
        places[slot.bearer].entity.ref
        if slot.bearer in places and (settings.capitals or slot.by_hand or not slot.capital)
        else ""
        for slot in layout.slots
    ]
    return shown(layout.slots, refs, settings.link)


def _anchor(slot: Slot, place: Place, info: contexts.SiteInfo) -> str:
    entity = place.entity
    unsure = " likely" if slot.certainty is Certainty.LIKELY else ""
    href = escape(url_of(place.folder, info))
    return f'<a class="entity {entity.kind}{unsure}" data-entity="{escape(entity.ref)}" href="{href}">'


def _lines(kind: EntityKind, cast: Sequence[Shown], info: contexts.SiteInfo) -> tuple[parts.EntityLine, ...]:
    """The people or countries of an article, each once, in order of first mention."""
    mentions: Counter[str] = Counter()
    roles: dict[str, str] = {}
    entities: dict[str, Place] = {}
    for each in cast:
        ref = each.place.entity.ref
        if each.place.entity.kind is kind:
            entities.setdefault(ref, each.place)
            mentions[ref] += each.mentions
            if each.role:
                roles.setdefault(ref, each.role)
    return tuple(
        parts.EntityLine(
            place.entity.name,
            url_of(place.folder, info),
            kind,
            (roles[ref],) if ref in roles else (),
            identified=place.entity.identified,
            ref=ref,
            mentions=mentions[ref],
        )
        for ref, place in entities.items()
    )


def _why(layout: Layout, places: Mapping[Bearer, Place], info: contexts.SiteInfo) -> tuple[parts.WhyLine, ...]:
    """Which words mean whom by which rule."""
    counts = Counter(
        (layout.text[spot.start : spot.end], spot.link.bearer, spot.link.rule, spot.link.certainty)
        for spot in layout.spots
        if spot.link.bearer in places
    )
    lines = []
    for (words, bearer, rule, certainty), count in counts.items():
        place = places[bearer]
        likely = certainty is Certainty.LIKELY
        lines.append(parts.WhyLine(words, place.entity.name, url_of(place.folder, info), rule, likely, count))
    return tuple(lines)


def _addresses(
    settings: Settings, info: contexts.SiteInfo, folder: str, places: Mapping[Bearer, Place]
) -> tuple[str, Mapping[Bearer, tuple[str, Entity]]]:
    """Of the article's folder and of each entity: absolute if the site has an address, else relative."""
    root = settings.base_url or info.root
    here = settings.base_url + folder if settings.base_url else ""
    return here, {bearer: (root + place.folder, place.entity) for bearer, place in places.items()}
