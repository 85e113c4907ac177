"""Data for other programs: annotations.json of an article, entities.json of the site.

The annotations follow the W3C Web Annotation Data Model (https://www.w3.org/TR/annotation-model/): a page of
annotations of ``article.txt``, each mention with the selectors of section 4.2.4 (quotation with context) and 4.2.5
(position).
"""

from collections.abc import Iterable, Sequence

import msgspec
from msgspec import Struct

from builder.model import Entity
from builder.render.linked import TYPES
from builder.render.stories import Layout

EVERYONE = "entities.json"

AROUND = 32
"""Characters before and after a mention in its selector, as in the examples of other annotation tools."""

CONTEXT = ["http://www.w3.org/ns/anno.jsonld", {"dateline": "urn:dateline:"}]


class _Quotation(Struct, tag_field="type", tag="TextQuoteSelector", gc=False):
    exact: str
    prefix: str
    suffix: str


class _Position(Struct, tag_field="type", tag="TextPositionSelector", gc=False):
    start: int
    end: int


class _Target(Struct, gc=False):
    source: str
    selector: tuple[_Quotation, _Position]


class _Annotation(Struct, gc=False, rename=lambda name: name.replace("dateline_", "dateline:")):
    id: str
    type: str
    motivation: str
    body: msgspec.Raw
    target: _Target
    dateline_via: str
    dateline_linked: bool
    dateline_rule: str
    dateline_certainty: str


def annotations(
    layout: Layout, linked: Sequence[bool], here: str, bodies: Sequence[tuple[str, Entity] | None]
) -> bytes:
    """annotations.json of the article at ``here``. ``bodies`` are address and entity of each of ``layout.bearers``."""
    text, file, source = layout.text, f"{here}annotations.json", f"{here}article.txt"
    said = [_body(*body) if body else None for body in bodies]
    notes: list[_Annotation] = []
    for spot, link in zip(layout.spots, linked, strict=True):
        body, start, end = said[spot.bearer], spot.start, spot.end
        if body is None:
            continue
        quotation = _Quotation(text[start:end], text[max(0, start - AROUND) : start], text[end : end + AROUND])
        target = _Target(source, (quotation, _Position(start, end)))
        name, sure = f"{file}#{len(notes) + 1}", spot.certainty
        note = _Annotation(name, "Annotation", "identifying", body, target, spot.via, link, spot.rule, sure)
        notes.append(note)
    return _json({"@context": CONTEXT, "id": file, "type": "AnnotationPage", "items": notes})


def _body(url: str, entity: Entity) -> msgspec.Raw:
    """The body of an annotation, written once for all mentions in an article."""
    said = {"id": url, "type": TYPES[entity.kind], "name": entity.name, "dateline:entity": entity.ref}
    return msgspec.Raw(msgspec.json.encode(said))


def entities_data(rows: Iterable[tuple[Entity, str, Sequence[str], tuple[int, int, int]]]) -> bytes:
    """entities.json: for each entity its address, other names, stories, mentions, and mentions by capital."""
    listed = [
        {
            "id": entity.ref,
            "type": TYPES[entity.kind],
            "name": entity.name,
            "aliases": [name for name in names if name != entity.name],
            "url": url,
            "identified": entity.identified,
            "stories": stories,
            "mentions": mentions,
            "capitals": apart,
        }
        for entity, url, names, (stories, mentions, apart) in rows
    ]
    return _json({"entities": listed})


def card_data(entity: Entity, role: str, totals: tuple[int, int, int], newest: tuple[str, str, str]) -> bytes:
    """card.json: a summary of an entity. ``newest`` is the last story: its title, address and date."""
    stories, mentions, apart = totals
    title, url, date = newest
    return _json(
        {
            "id": entity.ref,
            "type": TYPES[entity.kind],
            "name": entity.name,
            "identified": entity.identified,
            "role": role,
            "stories": stories,
            "mentions": mentions,
            "capitals": apart,
            "last": {"title": title, "url": url, "date": date},
        }
    )


def _json(value: object) -> bytes:
    return msgspec.json.encode(value) + b"\n"
