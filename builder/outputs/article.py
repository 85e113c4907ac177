"""An article: its page, Markdown, plain text and annotations; and an editor's text, laid out in the same way."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache, partial
from html import escape, unescape
from itertools import takewhile
from typing import TypeVar
from urllib.parse import quote, urljoin, urlsplit

import msgspec
from markupsafe import Markup

from builder.core.codec import digest
from builder.core.kinds import KINDS, NO_SPEAKER, EntityKind
from builder.core.regex import regex
from builder.core.taxonomies import TAXONOMIES, taxonomy_of
from builder.core.values import Certainty, Entity, LocalEntity
from builder.index import queries
from builder.index.changes import Changes, differ
from builder.index.history import earlier, later
from builder.index.pages import Page
from builder.index.tables import Index
from builder.layout.article_layout import Headline, Layout, TraitFields, words_said
from builder.layout.article_terms import Term, term, terms_of
from builder.layout.excerpts import APART, whole_quotations
from builder.layout.site_values import CastMember, Earlier, Place, SizedPicture
from builder.markdown.block_writer import fill_markdown
from builder.markdown.html import (
    PageWords,
    fill_html,
    headings,
    paragraphs_of_slots,
    pictures_in,
    with_notes,
    with_pictures,
    with_sidenotes,
)
from builder.outputs import contexts, parts
from builder.outputs.citation import citation
from builder.outputs.entities_json import annotations
from builder.outputs.metadata import breadcrumbs, entity_node, head, news_article
from builder.outputs.page import File, Printer
from builder.outputs.share_images import has_shares, share_address, share_files, share_paths
from builder.outputs.tei import article_tei
from builder.outputs.theme import Theme
from builder.outputs.urls import (
    address_of,
    article_line,
    beside,
    kind_lines,
    picture,
    picture_tags,
    role_beside,
    site_info,
    to_top,
    url_of,
)
from builder.settings.front_matter import write_front_matter
from builder.settings.site_settings import Settings

V = TypeVar("V")

_LINK = regex("\0([0-9]+)\0")
"""The place of a link in a phrase; no text contains this character."""

_ADDRESS = regex(r'\b(href|src)="([^"]*)"')
"""An address in the HTML of a text, whose own quotation marks are escaped."""

NAME = "article"
FILES = {
    "html": "index.html",
    "markdown": "index.md",
    "text": "article.txt",
    "annotations": "annotations.json",
    "tei": "article.xml",
}
"""The name of the file in each format."""

NOTES = 3
"""People beside one paragraph: with more, the notes are longer than the paragraph."""

WORDS_A_MINUTE = 230
"""Silent reading of English non-fiction: 238 on average (Brysbaert 2019, doi:10.1016/j.jml.2019.104047)."""

_LIKELY = Certainty.LIKELY
"""Looking it up takes as long as everything else done for a link."""


class Lead(msgspec.Struct, frozen=True, gc=False):
    """The parts of links to an entity that are the same on all pages of the same depth."""

    entity: Entity
    ref: str
    url: str
    certain: str
    """The opening tag of a link whose rule is certain."""
    likely: str
    """The opening tag of a link that is not."""
    said: str
    """The opening tag around words that they said."""
    node: msgspec.Raw
    """As linked data."""
    creator: msgspec.Raw
    """As linked data, a reference to that node."""
    reason: str
    """As in ``CastMember``."""


def pages(index: Index) -> Iterator[Page]:
    """A page for each article."""
    sql = "SELECT s.file FROM source s JOIN article a ON a.id = s.id ORDER BY s.file"
    return (Page(NAME, file) for (file,) in index.rows(sql))


def affected(index: Index, changes: Changes) -> Iterator[Page]:
    """Articles that changed, that show one of these among earlier ones, or that name an entity that changed."""
    yield from (Page(NAME, file) for file in changes.files.values())
    others: set[int] = set()
    for before, after in changes.articles.values():
        for row in (before, after) if differ(before, after) else ():
            others.update(later(index, row.excerpts, row.position) if row else ())
    for entity in changes.placed:
        others.update(id_ for (id_,) in index.rows("SELECT article FROM local WHERE entity = ?", entity))
    for folder in queries.folders_above(changes.pictures):
        address = folder.removeprefix("articles/").removesuffix("/")
        others.update(id_ for (id_,) in index.rows("SELECT id FROM article WHERE address = ?", address))
    for id_ in others - changes.files.keys():
        yield Page(NAME, index.value("SELECT file FROM source WHERE id = ?", id_))


def paths(index: Index, page: Page) -> tuple[str, ...]:
    """The paths of the article's files."""
    address = queries.address_of(index, page.name)
    if not address:
        return ()
    folder, names = f"articles/{address}/", [name for format_, name in FILES.items() if format_ in index.formats]
    return *(folder + name for name in names), *_share_paths(index, page, folder)


def _share_paths(index: Index, page: Page, folder: str) -> tuple[str, ...]:
    article = queries.article(index, page.name) if has_shares(index) else None
    return share_paths(index, folder, queries.headline(article.headline).title) if article else ()


def files(index: Index, page: Page) -> Iterator[File]:
    """The article's files."""
    article = queries.article(index, page.name)
    assert article, "only pages that exist have files"
    key, folder = article.layout, f"articles/{article.address}/"
    rows = queries.cast(index, article.id)
    before = earlier(index, article, rows)
    pictures = queries.pictures(index, folder)
    named, traits = digest([row[:5] for row in rows]), digest([row.traits for row in rows])
    layout = cache(lambda printer: printer.load(key, Layout))
    cast = cache(lambda: queries.cast_members(rows))
    places = cache(lambda: {each.local: each.place for each in cast()})
    reasons = cache(lambda: {each.local: each.reason for each in cast() if each.reason})

    def html(printer: Printer) -> bytes:
        found = [Earlier(queries.headline(raw), people) for raw, people in before]
        headline = queries.headline(article.headline)
        linked = [each for each in cast() if each.place.folder]
        return article_page(
            printer.settings, printer.theme, page.name, headline, layout(printer), linked, found, pictures
        )

    def markdown(printer: Printer) -> bytes:
        linked = {local: place for local, place in places().items() if place.folder}
        return article_markdown(printer.settings, layout(printer), linked).encode()

    def text(printer: Printer) -> bytes:
        return f"{layout(printer).text}\n".encode()

    def notes(printer: Printer) -> bytes:
        return article_annotations(printer.settings, folder, layout(printer), places(), reasons())

    def tei(printer: Printer) -> bytes:
        headline = queries.headline(article.headline)
        return article_tei(printer.settings, page.name, headline, layout(printer), places(), reasons())

    yield File(f"{folder}index.html", (article.headline, key, named, traits, before, list(pictures.items())), html)
    if "markdown" in index.formats:
        yield File(f"{folder}index.md", (key, named), markdown, "site")
    if "text" in index.formats:
        yield File(f"{folder}article.txt", key, text, "file")
    if "annotations" in index.formats:
        yield File(f"{folder}annotations.json", (key, named), notes, "site")
    if "tei" in index.formats:
        yield File(f"{folder}article.xml", (page.name, key, named), tei, "site")
    if has_shares(index):
        headline = queries.headline(article.headline)
        section = queries.section_of(index, article.id)
        given = headline.date, headline.authors, section

        def lines(settings: Settings) -> tuple[str, str]:
            words = settings.translations
            above = " · ".join(filter(None, (section, words.date(headline.date))))
            return above, words.say("article.by", names=words.joined(headline.authors)) if headline.authors else ""

        yield from share_files(index, folder, headline.title, given, lines)


def article_page(
    settings: Settings,
    theme: Theme,
    file: str,
    headline: Headline,
    layout: Layout,
    cast: Sequence[CastMember],
    earlier: Sequence[Earlier],
    pictures: Mapping[str, SizedPicture],
) -> bytes:
    """The page of the article in this file. ``cast`` are all entities that it names and that have a page.

    ``pictures`` are those beside it, by path.
    """
    date, joined = settings.translations.date, settings.translations.joined
    info = site_info(settings, headline.folder)
    base = settings.base_url or info.root
    leads = [_lead(each.place, info.root, info.index, base, each.reason) for each in cast]
    known = {each.local: lead for each, lead in zip(cast, leads, strict=True)}
    meant = _in_order(layout, known)
    front = layout.front
    terms = terms_of(file, front)
    section = [_term_link(each, info) for each in terms if taxonomy_of(each.ref) is TAXONOMIES["section"]]
    host = _host(front.source)
    anchors = _anchors(layout, meant, _links(settings, layout, [lead.ref if lead else "" for lead in meant]))
    spoken = [lead.said if (lead := meant[local]) else "" for local in layout.spoken]
    lines = _lines(cast, leads)
    who = tuple(line for line in lines[EntityKind.PERSON] if line.roles)
    body = fill_html(layout.html, anchors, page_words(settings), spoken)
    body = with_pictures(body, picture_tags(settings, pictures, info))
    body = with_sidenotes(with_notes(body, _notes(layout, meant, who)))
    page = contexts.ArticlePage(
        info,
        _head(settings, info, headline, layout, leads, meant, section[0].title if section else ""),
        front.title,
        front.standfirst,
        joined(front.authors),
        _byline(settings, info, front.authors),
        section[0] if section else None,
        tuple([_term_link(each, info) for each in terms if taxonomy_of(each.ref) is TAXONOMIES["tag"]]),
        joined(front.contributors),
        front.date,
        date(front.date),
        front.updated,
        date(front.updated),
        front.dateline,
        front.agency,
        front.source if host else "",
        host.removeprefix("www."),
        # What the body shows, it shows in its place, with its caption.
        parts.Picture()
        if beside(front.image) in pictures_in(body)
        else picture(front.image, front.image_description, pictures, info),
        Markup(body),  # noqa: S704  # made with HTML off
        kind_lines({kind: _by_mentions(some) for kind, some in lines.items()}),
        tuple(parts.CorrectionLine(c.text, c.time) for c in front.corrections),
        front.related,
        tuple(parts.EarlierLine(article_line(settings, e.headline, info), joined(e.people)) for e in earlier),
        _why(settings, layout, meant, {each.local: each.traits for each in cast}),
        who,
        citation(front, headline.address.replace("/", "-"), settings.title, info.canonical, settings.translations),
        minutes if (minutes := len(layout.text.split()) // WORDS_A_MINUTE) > 1 else 0,
        tuple([parts.PageLink(words, f"#{id_}") for id_, words in found])
        if (found := headings(layout.html))[2:]
        else (),
    )
    return theme.render("article.html", page)


def _term_link(term: Term, info: contexts.SiteInfo) -> parts.PageLink:
    return parts.PageLink(term.words, url_of(taxonomy_of(term.ref).folder_of(term.ref), info))


def _byline(settings: Settings, info: contexts.SiteInfo, authors: Sequence[str]) -> Markup:
    """ "By A and B", with a link to the list of each one's articles."""
    links = []
    for name in authors:
        author = term("author", name)
        url = _term_link(author, info).url if author else ""
        links.append(f'<a rel="author" href="{escape(url)}">{escape(name)}</a>' if url else escape(name))
    names = settings.translations.joined([f"\0{number}\0" for number in range(len(links))])
    words = escape(settings.translations.say("article.by", names=names)) if links else ""
    return Markup(_LINK.sub(lambda found: links[int(found[1])], words))  # noqa: S704  # escaped


def _notes(layout: Layout, meant: Sequence[Lead | None], who: Sequence[parts.EntityLine]) -> dict[int, str]:
    """For the margin, by the number of a paragraph: who they are whom it is the first to name."""
    known = {line.ref: line for line in who}
    lines: dict[int, list[str]] = {}
    for slot, paragraph in zip(layout.slots, paragraphs_of_slots(layout.html), strict=True):
        lead = meant[slot.local]
        line = known.pop(lead.ref, None) if lead else None
        if line and paragraph:
            lines.setdefault(paragraph, []).append(f"<b>{escape(line.name)}</b> {escape(line.roles[0])}")
    # It repeats what the list of all names says, for eyes that are on this paragraph.
    return {
        number: f'<p class="who" aria-hidden="true">{"<br>".join(some[:NOTES])}</p>\n' for number, some in lines.items()
    }


def article_annotations(
    settings: Settings,
    folder: str,
    layout: Layout,
    whose: Mapping[LocalEntity, Place],
    reasons: Mapping[LocalEntity, str],
) -> bytes:
    """annotations.json of the article in ``folder``. Addresses are absolute if the site has one, otherwise relative.

    ``reasons`` are those of the local entities that are only likely to be meant.
    """
    places = _in_order(layout, whose)
    links = _links(settings, layout, [place.entity.ref if place and place.folder else "" for place in places])
    linked = [mention.slot >= 0 and links[mention.slot] for mention in layout.mentions]
    root = settings.base_url or to_top(folder)
    here = settings.base_url + folder if settings.base_url else ""
    bodies = [(_id_of(root, place), place.entity) if place else None for place in places]
    rules = [(reason or "").partition(":")[0] for reason in _in_order(layout, reasons)]
    return annotations(layout, linked, here, bodies, rules)


def _id_of(root: str, place: Place) -> str:
    """The address of an entity's page as its id, or a name of its own if it has none."""
    return root + place.folder if place.folder else f"urn:dateline:{place.entity.ref}"


def article_markdown(settings: Settings, layout: Layout, whose: Mapping[LocalEntity, Place]) -> str:
    """The article as Markdown, with the links on its page."""
    refs = _refs(_in_order(layout, whose))
    links = zip(layout.slots, _links(settings, layout, refs), strict=True)
    targets = [refs[slot.local] if link else "" for slot, link in links]
    said = _speakers(layout, refs, targets)
    return f"{write_front_matter(layout.front)}\n{fill_markdown(layout.markdown, targets, said)}"


def decided_markdown(
    settings: Settings, layout: Layout, cast: Sequence[CastMember], front: str, *, by_hand: bool = False
) -> str:
    """The article as Markdown, with its certain links only, so that a build still decides what is in doubt.

    ``front`` replaces its front matter if given. With ``by_hand``, it has only the links and speakers that its author
    wrote, so that entities.toml still decides all others.
    """
    sure = {each.local: each.place for each in cast if not each.reason and each.place.entity.identified}
    refs = _refs(_in_order(layout, sure))
    links = zip(layout.slots, _links(settings, layout, refs), strict=True)
    targets = [
        refs[slot.local] if link and (slot.by_hand or not (by_hand or slot.certainty is _LIKELY)) else ""
        for slot, link in links
    ]
    said = [""] * len(layout.said) if by_hand else _speakers(layout, refs, targets)
    said = [sign.by_hand or speaker for sign, speaker in zip(layout.said, said, strict=True)]
    return f"{front or write_front_matter(layout.front)}\n{fill_markdown(layout.markdown, targets, said)}"


def _speakers(layout: Layout, refs: Sequence[str], targets: Sequence[str]) -> list[str]:
    """The value of each ``{said=…}``: a speaker who is among the ``targets`` of links, so that it reads back."""
    linked = set(targets)
    found = [refs[sign.local] if sign.local >= 0 else "" for sign in layout.said]
    return [
        NO_SPEAKER if sign.by_hand == NO_SPEAKER else speaker if speaker in linked else ""
        for sign, speaker in zip(layout.said, found, strict=True)
    ]


def note(
    settings: Settings,
    folder: str,
    layout: Layout,
    whose: Mapping[LocalEntity, Place],
    pictures: Mapping[str, SizedPicture],
) -> Markup:
    """An editor's text as HTML of a page in ``folder``, with its links to entities; ``pictures`` by path beside it."""
    info = site_info(settings, folder)
    base = settings.base_url or info.root
    places = _in_order(layout, whose)
    leads = [_lead(place, info.root, info.index, base, "") if place else None for place in places]
    anchors = _anchors(layout, leads, [leads[slot.local] is not None for slot in layout.slots])
    html = with_pictures(fill_html(layout.html, anchors, page_words(settings)), picture_tags(settings, pictures, info))
    return Markup(html)  # noqa: S704  # made by markdown-it with HTML off


def page_words(settings: Settings) -> PageWords:
    """The words for parts of a body in the site's language."""
    say = settings.translations.say
    return PageWords(say("article.pull_quote"), say("article.notes"), say("article.back"))


def article_body(settings: Settings, folder: str, layout: Layout, whose: Mapping[LocalEntity, Place]) -> str:
    """The article's picture and text as HTML for readers elsewhere: all addresses are absolute."""
    places = _in_order(layout, whose)
    leads = [_lead(place, settings.base_url, settings.index, "", "") if place else None for place in places]
    anchors = _anchors(layout, leads, _links(settings, layout, _refs(places)))
    html, front = fill_html(layout.html, anchors, page_words(settings)), layout.front
    shown = picture(front.image, front.image_description, {}, site_info(settings, folder))
    image = f'<p><img src="{escape(shown.url)}" alt="{escape(shown.description)}" /></p>\n' if shown.url else ""
    image = "" if beside(front.image) in pictures_in(html) else image
    return _ADDRESS.sub(partial(_absolute, settings.base_url + folder), image + html)


def _absolute(base: str, found: re.Match[str]) -> str:
    try:
        return f'{found[1]}="{escape(urljoin(base, unescape(found[2])))}"'
    except ValueError:  # Not an address.
        return found[0]


def _in_order(layout: Layout, known: Mapping[LocalEntity, V]) -> list[V | None]:
    """What is known about each of the layout's local entities."""
    return [known.get(local) for local in layout.local_entities]


def _refs(places: Sequence[Place | None]) -> list[str]:
    return [place.entity.ref if place else "" for place in places]


@lru_cache(maxsize=1 << 12)
def _lead(place: Place, root: str, index: str, base: str, reason: str) -> Lead:
    """The link parts on pages with this path to the top; ``base`` begins addresses for other programs.

    ``reason`` is that of a ``CastMember``: with one, no link is certain.
    """
    entity, url = place.entity, root + place.folder + index
    tag = f'data-entity="{escape(entity.ref)}" href="{escape(url)}">'
    certain, likely = (f'<a class="entity {entity.kind}{unsure}" {tag}' for unsure in ("", " likely"))
    said = f'<span class="quotation" data-said="{escape(entity.ref)}">'
    node, creator = (
        msgspec.Raw(msgspec.json.encode(each))
        for each in (entity_node(entity, base + place.folder), {"@id": base + place.folder})
    )
    return Lead(entity, entity.ref, url, likely if reason else certain, likely, said, node, creator, reason)


def _head(
    settings: Settings,
    info: contexts.SiteInfo,
    headline: Headline,
    layout: Layout,
    cast: Sequence[Lead],
    meant: Sequence[Lead | None],
    section: str,
) -> contexts.Head:
    """The metadata of the article's page: it is about the entities named in title, standfirst and first paragraph.

    ``meant`` are the layout's local entities.
    """
    front = layout.front
    url, home = address_of(headline.folder, settings, info), address_of("", settings, info)
    first = takewhile(lambda mention: mention.start < layout.lead, layout.mentions)
    named = {lead.ref for mention in first if mention.via not in APART and (lead := meant[mention.local])}
    nodes = {lead.ref: lead.node for lead in cast}
    about = [node for ref, node in nodes.items() if ref in named]
    rest = [node for ref, node in nodes.items() if ref not in named]
    image = _image(settings, headline, front.image)
    source = front.source if _host(front.source) else ""
    quoted = _quotations(layout, meant)
    article = news_article(settings, front, headline, (url, home, image, source), about, rest, quoted, section)
    crumbs = breadcrumbs(settings, info, (front.title, headline.folder))
    more = [
        ("article:published_time", front.date),
        ("article:modified_time", front.updated),
    ]
    return head(
        settings,
        info,
        front.title,
        headline.summary,
        [article, crumbs],
        kind="article",
        more=more,
        image=image or share_address(settings, headline.folder, front.title),
        image_description=front.image_description if image else "",
        noindex=front.noindex,
    )


def _quotations(layout: Layout, meant: Sequence[Lead | None]) -> Iterator[tuple[str, msgspec.Raw]]:
    """The words of each quotation, all its parts as one text, and a reference to its speaker."""
    text = layout.text
    for whole in whole_quotations(layout.quotations):
        if lead := meant[whole[0].local]:
            yield words_said(text, whole), lead.creator


def _image(settings: Settings, headline: Headline, address: str) -> str:
    """The absolute address of a picture; empty if there is none."""
    path = beside(address)
    if not path:
        return address if _host(address) else ""
    return settings.base_url + headline.folder + quote(path) if settings.base_url else ""


def _host(address: str) -> str:
    """The host of a web address; empty if it is not one."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return parts.netloc if parts.scheme in ("http", "https") else ""


def _links(settings: Settings, layout: Layout, refs: Sequence[str]) -> list[bool]:
    """Which slots are links: by annotate.link in dateline.toml, the first of each entity in each section by default.

    ``refs`` are those of the layout's local entities, empty for those without a page.
    """
    everywhere, by_section = settings.link == "all", settings.link == "section"
    seen: set[tuple[str, int]] = set()
    links = []
    for slot in layout.slots:
        ref = refs[slot.local] if settings.capitals or slot.by_hand or not slot.capital else ""
        first = ref, slot.section if by_section else 0
        links.append(bool(ref) and (everywhere or slot.by_hand or slot.attribution or first not in seen))
        if not slot.attribution:
            seen.add(first)
    return links


def _anchors(layout: Layout, leads: Sequence[Lead | None], links: Sequence[bool]) -> list[str]:
    """The opening tag of each slot that is a link; empty for the others."""
    anchors = []
    for slot, link in zip(layout.slots, links, strict=True):
        lead = leads[slot.local] if link else None
        anchors.append("" if lead is None else lead.likely if slot.certainty is _LIKELY else lead.certain)
    return anchors


def _lines(cast: Sequence[CastMember], leads: Sequence[Lead]) -> Mapping[EntityKind, Sequence[parts.EntityLine]]:
    """The entities of an article by kind, each once, in order of first mention."""
    mentions: dict[str, int] = {}
    roles: dict[str, tuple[str, ...]] = {}
    for each, lead in zip(cast, leads, strict=True):
        mentions[lead.ref] = mentions.get(lead.ref, 0) + each.mentions
        if role := role_beside(lead.entity, each.role):
            roles.setdefault(lead.ref, (role,))
    found = {lead.ref: lead for lead in leads}
    lines: dict[EntityKind, list[parts.EntityLine]] = {kind: [] for kind in KINDS}
    for ref, lead in found.items():
        entity = lead.entity
        lines[entity.kind].append(
            parts.EntityLine(
                entity.title,
                lead.url,
                entity.kind,
                roles.get(ref, ()),
                identified=entity.identified,
                ref=ref,
                mentions=mentions[ref],
            )
        )
    return lines


def _by_mentions(lines: Iterable[parts.EntityLine]) -> list[parts.EntityLine]:
    """Those that the article names, most often named first; of equals, in order of first mention.

    It does not name a country of which it has only the capital, or a person who only speaks.
    """
    return sorted((line for line in lines if line.mentions), key=lambda line: -line.mentions)


def _why(
    settings: Settings, layout: Layout, leads: Sequence[Lead | None], traits: Mapping[LocalEntity, TraitFields]
) -> tuple[parts.WhyLine, ...]:
    """Which words mean which entity, by which rule, and what the article says of it."""
    text = layout.text
    counts = Counter([(text[s.start : s.end], s.local, s.rule, s.certainty is _LIKELY) for s in layout.mentions])
    lines, known = [], set()
    for (words, local, rule, likely), count in counts.items():
        if lead := leads[local]:
            joined, _, evidence = lead.reason.partition(":")
            said = () if local in known else tuple(_says(settings, traits.get(layout.local_entities[local])))
            line = parts.WhyLine(
                words, lead.entity.title, lead.url, joined or rule, bool(joined) or likely, count, evidence, said
            )
            lines.append(line)
            known.add(local)
    return tuple(lines)


def _says(settings: Settings, traits: TraitFields | None) -> Iterator[str]:
    """What an article says of a person, in words."""
    if traits:
        yield from traits.roles
        yield from (settings.translations.say("article.aged", age=age) for age in traits.ages)
        yield from traits.places
        yield from traits.organisations
