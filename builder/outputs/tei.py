"""An article as TEI (https://tei-c.org/guidelines/p5/), and lists of the entities that articles refer to.

The text of the blocks is that of article.txt, word for word: what names people and countries, and who says what, is
markup around it. Where a mention and a quotation overlap in part, the quotation is divided.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial

from builder.core.kinds import KINDS, EntityKind, Kind
from builder.core.sort_keys import moment
from builder.core.values import BlockKind, Certainty, Entity, LocalEntity
from builder.core.xml_text import xml_element, xml_value, xml_whole
from builder.index.changes import Changes
from builder.index.pages import Page
from builder.index.tables import Index
from builder.layout.article_layout import Headline, Layout, TextPassage
from builder.layout.article_terms import terms_of
from builder.layout.site_values import ListedEntity, Place
from builder.outputs.exports import FOLDER, entities_digest, exported_entities
from builder.outputs.page import File, Printer
from builder.outputs.urls import to_top
from builder.settings.site_settings import Settings
from builder.store.copying import Stream

NAME = "tei"

START = '<?xml version="1.0" encoding="utf-8"?>\n<TEI xmlns="http://www.tei-c.org/ns/1.0"{}>\n'

_PARAGRAPHS = {
    BlockKind.PULL_QUOTE: ('<quote rend="pullquote">', "</quote>"),
    BlockKind.QUOTATION: ("<quote>", "</quote>"),
    BlockKind.CAPTION: ('<figure rend="caption">', "</figure>"),
    BlockKind.NOTE: ('<note place="end">', "</note>"),
}
"""Around the paragraphs of a block that may have several."""

_GAP = "\n\n"
"""Between them."""

TaggedSpan = tuple[int, int, str, str]
"""Start and end in the text, and the tags around it."""


def pages(index: Index) -> Iterator[Page]:
    """A list for each kind of entities."""
    if "tei" in index.formats:
        yield from (Page(NAME, kind.name) for kind in KINDS.values())


def affected(index: Index, changes: Changes) -> Iterator[Page]:
    """All lists, if any line changed."""
    return pages(index) if changes.lines else iter(())


def paths(index: Index, page: Page) -> tuple[str, ...]:
    """Its path."""
    return (list_path(KINDS[EntityKind(page.name)]),) if "tei" in index.formats else ()


def files(index: Index, page: Page) -> Iterator[File]:
    """The list of a kind."""
    kind = KINDS[EntityKind(page.name)]

    def make(printer: Printer) -> Stream:
        return Stream(lambda: entity_list(printer.settings, kind, exported_entities(index, kind)))

    yield File(list_path(kind), entities_digest(index, kind), make, "site")


def list_path(kind: Kind) -> str:
    """The path of the list of a kind."""
    return f"{FOLDER}{kind.folder}.xml"


def entity_list(settings: Settings, kind: Kind, lines: Iterable[ListedEntity]) -> Iterator[bytes]:
    """A TEI file with these entities, in pieces."""
    listed, one, name = kind.tei
    what = kind.plural.capitalize()
    yield (
        f"{START.format('')}<teiHeader>\n<fileDesc>\n"
        f"<titleStmt>\n{xml_element('title', f'{what} – {settings.title}')}</titleStmt>\n"
        f"<publicationStmt>\n{xml_element('publisher', settings.author or settings.title)}</publicationStmt>\n"
        f"<sourceDesc>\n<p>{what} named in the articles of this site.</p>\n</sourceDesc>\n"
        f"</fileDesc>\n</teiHeader>\n<standOff>\n<{listed}>\n"
    ).encode()
    nobody = f"<{one}><{name}/></{one.split()[0]}>\n"  # A list of nothing would not be valid.
    for line in lines:
        nobody = ""
        yield _listed(settings, line, kind).encode()
    yield f"{nobody}</{listed}>\n</standOff>\n</TEI>\n".encode()


def article_tei(
    settings: Settings,
    file: str,
    headline: Headline,
    layout: Layout,
    whose: Mapping[LocalEntity, Place],
    reasons: Mapping[LocalEntity, str],
) -> bytes:
    """The article as TEI. ``reasons`` are those of the local entities that are only likely to be meant."""
    language = layout.front.language or settings.language
    spans = _spans(layout, to_top(headline.folder), whose, reasons)
    return (
        f"{START.format(_language(language))}{_header(settings, file, headline, layout)}"
        f"<text>\n<body>\n<div>\n{''.join(_body(layout, *spans))}</div>\n</body>\n</text>\n</TEI>\n"
    ).encode()


def _language(language: str) -> str:
    return f' xml:lang="{xml_value(language)}"'


def _header(settings: Settings, file: str, headline: Headline, layout: Layout) -> str:
    front, url = layout.front, settings.base_url + headline.folder if settings.base_url else ""
    title = xml_element("title", front.title)
    authors = "".join([xml_element("author", name) for name in front.authors])
    others = "".join(
        [f"<respStmt><resp>contributor</resp>{xml_element('name', name)}</respStmt>\n" for name in front.contributors]
    )
    date = _date(front.date)
    terms = "".join(
        [xml_element("term", each.words) for each in terms_of(file, front) if each.ref.startswith(_SUBJECTS)]
    )
    subjects = f"<textClass>\n<keywords>\n{terms}</keywords>\n</textClass>\n" if terms else ""
    language = front.language or settings.language
    return (
        f"<teiHeader>\n<fileDesc>\n<titleStmt>\n{title or '<title/>'}{authors}{others}</titleStmt>\n"
        f"<publicationStmt>\n{xml_element('publisher', settings.author or settings.title)}"
        f"{xml_element('idno', url, type='URI')}{date}</publicationStmt>\n"
        f"<sourceDesc>\n<bibl>\n{title}{authors}{xml_element('publisher', front.agency)}"
        f"{xml_element('pubPlace', front.dateline)}{date}{xml_element('idno', front.source, type='URI')}"
        "</bibl>\n</sourceDesc>\n</fileDesc>\n"
        f"<encodingDesc>\n<editorialDecl>\n<p>{_HOW}</p>\n</editorialDecl>\n</encodingDesc>\n"
        f'<profileDesc>\n<langUsage>\n<language ident="{xml_value(language)}"/>\n</langUsage>\n{subjects}'
        "</profileDesc>\n</teiHeader>\n"
    )


_SUBJECTS = "section:", "tag:"
_HOW = (
    "The words are those of the article. The names of people and countries, and the speakers of quotations, were found"
    " by Dateline; cert=&quot;medium&quot; marks those that are likely and not certain."
)


def _date(date: str) -> str:
    """A date; of a time, XML wants the seconds as well."""
    when = moment(date) if "T" in date else date
    return xml_element("date", date, when=when)


def _spans(
    layout: Layout, top: str, whose: Mapping[LocalEntity, Place], reasons: Mapping[LocalEntity, str]
) -> tuple[list[TaggedSpan], list[TaggedSpan]]:
    """The mentions and the quotations of entities with a page, in order."""
    entities = [place.entity if (place := whose.get(local)) else None for local in layout.local_entities]
    likely = [local in reasons for local in layout.local_entities]
    mentions, said = list[TaggedSpan](), list[TaggedSpan]()
    for mention in layout.mentions:
        if entity := entities[mention.local]:
            name = KINDS[entity.kind].tei[2]
            unsure = likely[mention.local] or mention.certainty is Certainty.LIKELY
            tag = f'<{name} type="{mention.via}" ref="{top}{_pointer(entity)}" cert="{_cert(likely=unsure)}">'
            mentions.append((mention.start, mention.end, tag, f"</{name}>"))
    for each in layout.quotations:
        if entity := entities[each.local]:
            unsure = likely[each.local]
            tag = f'<said who="{top}{_pointer(entity)}" n="{each.number}" cert="{_cert(likely=unsure)}">'
            said.append((each.start, each.end, tag, "</said>"))
    return sorted(mentions), sorted(said)


def _cert(*, likely: bool) -> str:
    return "medium" if likely else "high"


def _pointer(entity: Entity) -> str:
    return f"{list_path(KINDS[entity.kind])}#{_name(entity)}"


def _name(entity: Entity) -> str:
    """Its id in XML, which cannot begin with a digit."""
    return f"{entity.kind}-{entity.id}"


def _body(layout: Layout, mentions: Sequence[TaggedSpan], said: Sequence[TaggedSpan]) -> Iterator[str]:
    marked = partial(_marked, layout.text, mentions, said)
    inside = items = False
    for passage in layout.passages:
        is_item = passage.kind is BlockKind.ITEM
        if items and not is_item:
            yield "</list>\n"
        if passage.kind is BlockKind.HEADING:
            yield '</div>\n<div type="section">\n' if inside else '<div type="section">\n'
            inside = True
        if is_item and not items:
            yield '<list rend="numbered">\n' if passage.level else '<list rend="bulleted">\n'
        items = is_item
        yield _block(layout.text, passage, marked)
    if items:
        yield "</list>\n"
    if inside:
        yield "</div>\n"


def _block(text: str, passage: TextPassage, marked: Callable[[int, int], str]) -> str:
    start, end = passage.start, passage.end
    match passage.kind:
        case BlockKind.TITLE:
            return f'<head type="main">{marked(start, end)}</head>\n'
        case BlockKind.STANDFIRST:
            return f'<head type="sub">{marked(start, end)}</head>\n'
        case BlockKind.HEADING:
            return f"<head>{marked(start, end)}</head>\n"
        case BlockKind.ITEM:
            return f"<item>{marked(start, end)}</item>\n"
        case BlockKind.OPAQUE:
            return f'<ab type="markdown" xml:space="preserve">{marked(start, end)}</ab>\n'
        case BlockKind.PARAGRAPH:
            return f"<p>{marked(start, end)}</p>\n"
    before, after = _PARAGRAPHS[passage.kind]
    inside = "".join([f"<p>{marked(*each)}</p>\n" for each in _paragraphs(text, start, end)])
    return f"{before}\n{inside}{after}\n"


def _paragraphs(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while (at := text.find(_GAP, start, end)) >= 0:
        yield start, at
        start = at + len(_GAP)
    yield start, end


def _marked(text: str, mentions: Sequence[TaggedSpan], said: Sequence[TaggedSpan], start: int, end: int) -> str:
    """The words ``text[start:end]`` as XML, with the spans in them."""
    names = _apart(mentions, start, end)
    # At one place, what is inside ends first and begins last.
    tags = [(last, 0, after) for _, last, _, after in names] + [(first, 3, before) for first, _, before, _ in names]
    for first, last, before, after in _divided(_apart(said, start, end), names):
        tags += [(last, 1, after), (first, 2, before)]
    pieces, at = list[str](), start
    for place, _, tag in sorted(tags):
        pieces += (_words(text[at:place]), tag)
        at = place
    return "".join([*pieces, _words(text[at:end])])


def _words(words: str) -> str:
    """The words as XML; line feeds are the breaks of lines."""
    return xml_whole(words).replace("\n", "<lb/>\n")


def _apart(spans: Sequence[TaggedSpan], start: int, end: int) -> list[TaggedSpan]:
    """What is left of sorted spans between ``start`` and ``end``, each without what it shares with those before it."""
    found: list[TaggedSpan] = []
    for at in range(bisect_left(spans, (start,)), bisect_left(spans, (end,))):
        first, last, before, after = spans[at]
        if max(first, start) < min(last, end):
            found.append((max(first, start), min(last, end), before, after))
            start = found[-1][1]
    return found


def _divided(said: Iterable[TaggedSpan], names: Sequence[TaggedSpan]) -> Iterator[TaggedSpan]:
    """The spans of quotations, divided where a name begins before one, or ends after it."""
    number = 0
    for first, last, before, after in said:
        at = first
        while number < len(names) and names[number][1] <= last:
            begin, end, *_ = names[number]
            at = end if begin < at < end else at
            number += 1
        if number < len(names) and names[number][0] < last:
            # This name ends after the quotation.
            last = names[number][0]
        if at < last:
            yield at, last, before, after


def _listed(settings: Settings, line: ListedEntity, kind: Kind) -> str:
    entity, (_, one, name) = line.place.entity, kind.tei
    aliases = "".join([xml_element(name, each, type="alias") for each in line.names if each != entity.name])
    code = xml_element("idno", entity.id, type="code") if kind.by_code else ""
    page = (f"{settings.base_url}{line.place.folder}",) if line.place.folder else ()
    addresses = *page, *line.same_as
    return (
        f'<{one} xml:id="{_name(entity)}">\n'
        f"{xml_element(name, entity.name, type='main')}{aliases}{xml_element('occupation', line.role)}"
        f"{xml_element('note', entity.detail, type='detail')}{code}"
        f"{''.join([xml_element('idno', each, type='URI') for each in addresses])}"
        f"</{one.split()[0]}>\n"
    )
