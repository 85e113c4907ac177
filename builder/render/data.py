"""What other programs read: annotations.json of an article, entities.json of the site.

The annotations follow the W3C Web Annotation Data Model (https://www.w3.org/TR/annotation-model/): a page of them
over ``article.txt``, each mention with the selectors of section 4.2.4 (quotation with its surroundings) and 4.2.5
(position).
"""

from collections.abc import Iterable, Sequence

import msgspec

from builder.model import Entity, EntityKind
from builder.render.stories import Layout

AROUND = 32
"""Characters before and after a mention in its selector, as many as the examples of other annotation tools use."""

CONTEXT = ["http://www.w3.org/ns/anno.jsonld", {"dateline": "urn:dateline:"}]


def annotations(
    layout: Layout, linked: Sequence[bool], here: str, bodies: Sequence[tuple[str, Entity] | None]
) -> bytes:
    """annotations.json of the article at ``here``. ``bodies`` are address and entity of each of ``layout.bearers``."""
    text, file, source = layout.text, f"{here}annotations.json", f"{here}article.txt"
    said = [_body(*body) if body else None for body in bodies]
    notes: list[dict[str, object]] = []
    for spot, link in zip(layout.spots, linked, strict=True):
        body, start, end = said[spot.bearer], spot.start, spot.end
        if body is None:
            continue
        quotation = {
            "type": "TextQuoteSelector",
            "exact": text[start:end],
            "prefix": text[max(0, start - AROUND) : start],
            "suffix": text[end : end + AROUND],
        }
        position = {"type": "TextPositionSelector", "start": start, "end": end}
        notes.append(
            {
                "id": f"{file}#{len(notes) + 1}",
                "type": "Annotation",
                "motivation": "identifying",
                "body": body,
                "target": {"source": source, "selector": (quotation, position)},
                "dateline:via": spot.via,
                "dateline:linked": link,
                "dateline:rule": spot.rule,
                "dateline:certainty": spot.certainty,
            }
        )
    return _json({"@context": CONTEXT, "id": file, "type": "AnnotationPage", "items": notes})


def _body(url: str, entity: Entity) -> msgspec.Raw:
    """Whom an annotation means, written once for all mentions of an article."""
    type_ = "Person" if entity.kind is EntityKind.PERSON else "Country"
    said = {"id": url, "type": type_, "name": entity.name, "dateline:entity": entity.ref}
    return msgspec.Raw(msgspec.json.encode(said))


def entities_data(rows: Iterable[tuple[Entity, str, Sequence[str], tuple[int, int, int]]]) -> bytes:
    """entities.json: of each entity its address, the other names seen, stories, mentions, and those by capital."""
    listed = [
        {
            "id": entity.ref,
            "type": "Person" if entity.kind is EntityKind.PERSON else "Country",
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
    """card.json: an entity in few words. ``newest`` is the last story: its title, address and date."""
    stories, mentions, apart = totals
    title, url, date = newest
    return _json(
        {
            "id": entity.ref,
            "type": "Person" if entity.kind is EntityKind.PERSON else "Country",
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
