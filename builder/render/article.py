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
from builder.model import Bearer, Certainty, EntityKind
from builder.render import contexts, parts
from builder.render.addresses import Place, Settings, address_of, beside, picture, site_info, story_line, to_top, url_of
from builder.render.body import fill_html
from builder.render.company import Earlier, Shown
from builder.render.data import annotations
from builder.render.linked import Node, breadcrumbs, entity_node, head, news_article
from builder.render.markdown import fill_markdown
from builder.render.sightings import APART
from builder.render.stories import Headline, Layout
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
    places = _places(layout, {each.bearer: each.place for each in cast})
    info = site_info(settings, headline.folder)
    front = layout.front
    host = _host(front.source)
    anchors = _anchors(layout, places, _links(settings, layout, places), info)
    people, countries = _lines(cast, info)
    page = contexts.ArticlePage(
        info,
        _head(settings, info, headline, layout, cast),
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
        people,
        countries,
        tuple(parts.CorrectionLine(c.text, c.time) for c in front.corrections),
        front.related,
        tuple(parts.EarlierLine(story_line(settings, e.story, info), joined(e.people)) for e in earlier),
        _why(layout, places, info),
    )
    return theme.render("article.html", page)


def article_annotations(settings: Settings, folder: str, layout: Layout, whose: Mapping[Bearer, Place]) -> bytes:
    """annotations.json of the article in ``folder``. Addresses are absolute if the site has one, else relative."""
    places = _places(layout, whose)
    links = _links(settings, layout, places)
    linked = [spot.slot >= 0 and links[spot.slot] for spot in layout.spots]
    root = settings.base_url or to_top(folder)
    here = settings.base_url + folder if settings.base_url else ""
    bodies = [(root + place.folder, place.entity) if place else None for place in places]
    return annotations(layout, linked, here, bodies)


def article_markdown(settings: Settings, layout: Layout, whose: Mapping[Bearer, Place]) -> str:
    """The article as Markdown, with the links that its page shows."""
    places = _places(layout, whose)
    refs = [place.entity.ref if place else "" for place in places]
    links = zip(layout.slots, _links(settings, layout, places), strict=True)
    targets = [refs[slot.bearer] if link else "" for slot, link in links]
    return f"{write_front_matter(layout.front)}\n{fill_markdown(layout.markdown, targets)}"


def note(settings: Settings, folder: str, layout: Layout, whose: Mapping[Bearer, Place]) -> Markup:
    """An editor's words as HTML of a page in ``folder``, with their links to people and countries."""
    places = _places(layout, whose)
    links = [places[slot.bearer] is not None for slot in layout.slots]
    anchors = _anchors(layout, places, links, site_info(settings, folder))
    pull_quote = settings.phrases.say("article.pull_quote")
    return Markup(fill_html(layout.html, anchors, pull_quote))  # noqa: S704  # made by markdown-it with HTML off


def _places(layout: Layout, whose: Mapping[Bearer, Place]) -> Sequence[Place | None]:
    """The page of each of the layout's bearers."""
    return [whose.get(bearer) for bearer in layout.bearers]


def _head(
    settings: Settings, info: contexts.SiteInfo, headline: Headline, layout: Layout, cast: Sequence[Shown]
) -> contexts.Head:
    """What the article's page says of itself: it is about who is named in title, standfirst and first paragraph."""
    front, root = layout.front, settings.base_url or info.root
    url, home = address_of(headline.folder, settings, info), address_of("", settings, info)
    lead = takewhile(lambda spot: spot.start < layout.lead, layout.spots)
    first = {layout.bearers[spot.bearer] for spot in lead if spot.via not in APART}
    nodes: dict[str, Node] = {}
    about: dict[str, Node] = {}
    for each in cast:
        entity, ref = each.place.entity, each.place.entity.ref
        if ref not in nodes:
            nodes[ref] = entity_node(entity, root + each.place.folder)
        if each.bearer in first:
            about[ref] = nodes[ref]
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


def _links(settings: Settings, layout: Layout, places: Sequence[Place | None]) -> list[bool]:
    """Which slots are links: as annotate.link of dateline.toml says, the first of each entity in each section."""
    refs = [place.entity.ref if place else "" for place in places]
    everywhere, by_section = settings.link == "all", settings.link == "section"
    seen: set[tuple[str, int]] = set()
    links = []
    for slot in layout.slots:
        ref = refs[slot.bearer] if settings.capitals or slot.by_hand or not slot.capital else ""
        first = ref, slot.section if by_section else 0
        links.append(bool(ref) and (everywhere or slot.by_hand or slot.attribution or first not in seen))
        if not slot.attribution:
            seen.add(first)
    return links


def _anchors(
    layout: Layout, places: Sequence[Place | None], links: Sequence[bool], info: contexts.SiteInfo
) -> list[str]:
    """The opening tag of each slot that is a link; empty for the others."""
    tags: dict[tuple[int, bool], str] = {}
    anchors = []
    for slot, link in zip(layout.slots, links, strict=True):
        place = places[slot.bearer]
        key = slot.bearer, slot.certainty is Certainty.LIKELY
        if link and place and key not in tags:
            tags[key] = _anchor(place, info, likely=key[1])
        anchors.append(tags[key] if link else "")
    return anchors


def _anchor(place: Place, info: contexts.SiteInfo, *, likely: bool) -> str:
    entity, unsure = place.entity, " likely" if likely else ""
    href = escape(url_of(place.folder, info))
    return f'<a class="entity {entity.kind}{unsure}" data-entity="{escape(entity.ref)}" href="{href}">'


def _lines(
    cast: Sequence[Shown], info: contexts.SiteInfo
) -> tuple[tuple[parts.EntityLine, ...], tuple[parts.EntityLine, ...]]:
    """The people and the countries of an article, each once, in order of first mention."""
    mentions: dict[str, int] = {}
    roles: dict[str, tuple[str, ...]] = {}
    entities: dict[str, Place] = {}
    for each in cast:
        ref = each.place.entity.ref
        entities.setdefault(ref, each.place)
        mentions[ref] = mentions.get(ref, 0) + each.mentions
        if each.role:
            roles.setdefault(ref, (each.role,))
    lines: dict[EntityKind, list[parts.EntityLine]] = {EntityKind.PERSON: [], EntityKind.COUNTRY: []}
    for ref, place in entities.items():
        entity, url = place.entity, url_of(place.folder, info)
        lines[entity.kind].append(
            parts.EntityLine(
                entity.name,
                url,
                entity.kind,
                roles.get(ref, ()),
                identified=entity.identified,
                ref=ref,
                mentions=mentions[ref],
            )
        )
    return tuple(lines[EntityKind.PERSON]), tuple(lines[EntityKind.COUNTRY])


def _why(layout: Layout, places: Sequence[Place | None], info: contexts.SiteInfo) -> tuple[parts.WhyLine, ...]:
    """Which words mean whom by which rule."""
    text = layout.text
    counts = Counter([(text[s.start : s.end], s.bearer, s.rule, s.certainty is Certainty.LIKELY) for s in layout.spots])
    leads = [(place.entity.name, url_of(place.folder, info)) if place else None for place in places]
    return tuple(
        parts.WhyLine(words, *lead, rule, likely, count)
        for (words, bearer, rule, likely), count in counts.items()
        if (lead := leads[bearer])
    )
