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
    text = layout.text
    notes: list[dict[str, object]] = []
    for spot, link in zip(layout.spots, linked, strict=True):
        found = bodies[spot.bearer]
        if found is None:
            continue
        url, entity = found
        position = {"type": "TextPositionSelector", "start": spot.start, "end": spot.end}
        quotation = {
            "type": "TextQuoteSelector",
            "exact": text[spot.start : spot.end],
            "prefix": text[max(0, spot.start - AROUND) : spot.start],
            "suffix": text[spot.end : spot.end + AROUND],
        }
        notes.append(
            {
                "id": f"{here}annotations.json#{len(notes) + 1}",
                "type": "Annotation",
                "motivation": "identifying",
                "body": {
                    "id": url,
                    "type": "Person" if entity.kind is EntityKind.PERSON else "Country",
                    "name": entity.name,
                    "dateline:entity": entity.ref,
                },
                "target": {"source": f"{here}article.txt", "selector": [quotation, position]},
                "dateline:via": spot.via,
                "dateline:linked": link,
                "dateline:rule": spot.rule,
                "dateline:certainty": spot.certainty,
            }
        )
    return _json({"@context": CONTEXT, "id": f"{here}annotations.json", "type": "AnnotationPage", "items": notes})


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
    return msgspec.json.format(msgspec.json.encode(value), indent=1) + b"\n"
