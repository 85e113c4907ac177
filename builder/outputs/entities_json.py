"""Data for other programs: annotations.json of an article, card.json of an entity, entities.json of the site.

The annotations follow the W3C Web Annotation Data Model (https://www.w3.org/TR/annotation-model/): a page of
annotations of ``article.txt``, each mention and quotation with the selectors of section 4.2.4 (quotation with context)
and 4.2.5 (position).
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

import msgspec
from msgspec import Struct

from builder.core.kinds import KINDS
from builder.core.text import excerpt
from builder.core.values import Certainty, Entity
from builder.index import queries
from builder.index.changes import Changes
from builder.index.pages import Page
from builder.index.tables import Index
from builder.layout.article_layout import SUMMARY, Headline, Layout, TextMention
from builder.layout.excerpts import Excerpt
from builder.layout.site_values import ListedEntity
from builder.outputs.page import File, Printer
from builder.outputs.quote_lists import QuotedInArticle
from builder.outputs.urls import to_top
from builder.settings.site_settings import Settings

NAME = "entities"

EVERYONE = "entities.json"

LEAST = 30
"""Characters of a sentence that says something."""

AROUND = 32
"""Characters before and after a mention in its selector, as in the examples of other annotation tools."""

CONTEXT = ["http://www.w3.org/ns/anno.jsonld", {"dateline": "urn:dateline:"}]


class _TextQuote(Struct, tag_field="type", tag="TextQuoteSelector", gc=False):
    exact: str
    prefix: str
    suffix: str


class _Position(Struct, tag_field="type", tag="TextPositionSelector", gc=False):
    start: int
    end: int


class _Target(Struct, gc=False):
    source: str
    selector: tuple[_TextQuote, _Position]


def _prefixed(name: str) -> str:
    return name.replace("dateline_", "dateline:")


class _MentionNote(Struct, gc=False, rename=_prefixed):
    id: str
    type: str
    motivation: str
    body: msgspec.Raw
    target: _Target
    dateline_via: str
    dateline_linked: bool
    dateline_rule: str
    dateline_certainty: str


class _QuotationNote(Struct, gc=False, rename=_prefixed):
    id: str
    type: str
    motivation: str
    body: msgspec.Raw
    target: _Target
    dateline_quotation: int
    dateline_rule: str
    dateline_certainty: str


def pages(index: Index) -> Iterator[Page]:  # noqa: ARG001  # one file, whatever the site names
    """entities.json."""
    yield Page(NAME)


def affected(index: Index, changes: Changes) -> Iterator[Page]:
    """entities.json, if any line changed."""
    return pages(index) if changes.lines else iter(())


def paths(index: Index, page: Page) -> tuple[str, ...]:  # noqa: ARG001  # one file, whatever the site names
    """Its path."""
    return (EVERYONE,)


def files(index: Index, page: Page) -> Iterator[File]:  # noqa: ARG001  # there is only one page
    """entities.json, with all entities."""
    lines = [raw for kind in KINDS for raw in queries.lines(index, kind)]

    def json(printer: Printer) -> bytes:
        return entities_json(printer.settings, map(queries.line, lines))

    yield File(EVERYONE, lines, json, "site")


def why(mention: TextMention, joined: str) -> tuple[str, Certainty]:
    """By which rule a mention means whom it means, and how certain that is.

    ``joined`` is the rule that joined the local person to others; empty if none did.
    """
    return (joined, Certainty.LIKELY) if joined else (mention.rule, mention.certainty)


def annotations(
    layout: Layout, linked: Sequence[bool], here: str, bodies: Sequence[tuple[str, Entity] | None], rules: Sequence[str]
) -> bytes:
    """annotations.json of the article at ``here``.

    ``bodies`` are address and entity of each of ``layout.local_entities``; ``rules`` are those of the entities that
    resolution joined without certainty.
    """
    file = f"{here}annotations.json"
    written = [_body(*body) if body else None for body in bodies]
    target = partial(_target, layout.text, f"{here}article.txt")
    notes: list[_MentionNote | _QuotationNote] = []
    for mention, link in zip(layout.mentions, linked, strict=True):
        body = written[mention.local]
        if body is None:
            continue
        name, joined = f"{file}#{len(notes) + 1}", rules[mention.local]
        rule, sure = why(mention, joined)
        place = target(mention.start, mention.end)
        notes.append(_MentionNote(name, "Annotation", "identifying", body, place, mention.via, link, rule, sure))
    speakers = {each.local: bodies[each.local] for each in layout.quotations}
    said = {local: _said_body(body[1]) for local, body in speakers.items() if body}
    for each in layout.quotations:
        if each.local in said:
            name, place = f"{file}#{len(notes) + 1}", target(each.start, each.end)
            sure = Certainty.LIKELY if rules[each.local] else Certainty.CERTAIN
            body = said[each.local]
            notes.append(_QuotationNote(name, "Annotation", "describing", body, place, each.number, each.rule, sure))
    return _json({"@context": CONTEXT, "id": file, "type": "AnnotationPage", "items": notes})


def _target(text: str, source: str, start: int, end: int) -> _Target:
    quotation = _TextQuote(text[start:end], text[max(0, start - AROUND) : start], text[end : end + AROUND])
    return _Target(source, (quotation, _Position(start, end)))


def _body(url: str, entity: Entity) -> msgspec.Raw:
    """The body of an annotation, written once for all mentions in an article."""
    body = {"id": url, "type": KINDS[entity.kind].type, "name": entity.name, "dateline:entity": entity.ref}
    return msgspec.Raw(msgspec.json.encode(body))


def _said_body(speaker: Entity) -> msgspec.Raw:
    """The body of an annotation, written once for all quotations of a speaker."""
    body = {"type": "Quotation", "name": speaker.name, "dateline:speaker": speaker.ref}
    return msgspec.Raw(msgspec.json.encode(body))


def entities_data(rows: Iterable[tuple[Entity, str | None, Sequence[str], tuple[int, int, int], str]]) -> bytes:
    """entities.json: for each entity its address, other names, articles, mentions, mentions by capital, first article.

    The address is ``None`` if it has no page.
    """
    listed = [
        {
            "id": entity.ref,
            "type": KINDS[entity.kind].type,
            "name": entity.name,
            "detail": entity.detail,
            "aliases": [name for name in names if name != entity.name],
            "url": url,
            "identified": entity.identified,
            "stories": articles,
            "mentions": mentions,
            "capitals": apart,
            **({"first": first} if first else {}),
        }
        for entity, url, names, (articles, mentions, apart), first in rows
    ]
    return _json({"entities": listed})


def card_data(
    entity: Entity,
    role: str,
    totals: tuple[int, int, int],
    newest: tuple[str, str, str],
    quotation: tuple[str, str, str] | None,
    extract: str,
    image: str,
) -> bytes:
    """card.json: a summary of an entity.

    ``newest`` is the last article: its title, address and date; ``quotation`` the last one: words, address and date;
    ``extract`` a sentence of the last article about the entity, ``image`` the address of a portrait beside the card.
    """
    articles, mentions, apart = totals
    title, url, date = newest
    return _json(
        {
            "id": entity.ref,
            "type": KINDS[entity.kind].type,
            "name": entity.name,
            "detail": entity.detail,
            "identified": entity.identified,
            "role": role,
            "stories": articles,
            "mentions": mentions,
            "capitals": apart,
            "last": {"title": title, "url": url, "date": date},
            **({"image": image} if image else {}),
            **({"extract": extract} if extract else {}),
            **({"quotation": dict(zip(("words", "url", "date"), quotation, strict=True))} if quotation else {}),
        }
    )


def entities_json(settings: Settings, entities: Iterable[ListedEntity]) -> bytes:
    """entities.json. Addresses are absolute if the site has one."""
    return entities_data(
        (
            e.place.entity,
            settings.base_url + e.place.folder + settings.index if e.place.folder else None,
            e.names,
            e.totals,
            e.anchor,
        )
        for e in entities
    )


def card_json(
    line: ListedEntity, newest: Headline, last: QuotedInArticle | None, sentences: Iterable[Excerpt], image: str
) -> bytes:
    """card.json of an entity: small, so that it can be shown while a reader hovers over the name.

    Of a long quotation it has the beginning, as of a long summary. Of the ``sentences`` of the newest article, the
    first that is long enough to say something. ``image`` is the address of a portrait, relative to the card.
    """
    top = to_top(line.place.folder)
    article = newest.title, top + newest.folder, newest.date
    words = excerpt(last.words.whole, 0, 1, SUMMARY) if last else ""
    quotation = (words, top + last.address, last.headline.date) if last else None
    whole = (f"{each.before}{each.words}{each.after}" for each in sentences)
    extract = next((each for each in whole if len(each) >= LEAST), "")
    return card_data(
        line.place.entity, line.role, line.totals, article, quotation, excerpt(extract, 0, 1, SUMMARY), image
    )


def _json(value: object) -> bytes:
    return msgspec.json.encode(value) + b"\n"
