"""Which sentence about an entity leads its page.

The rule, as docs/explanation/pages.md states it: of the whole sentences on the page, the one with most of these signs,
and of equals the one in the newest article. It has the full name; it says what they are; its name begins it; it is in
one of the first paragraphs of its article. A sentence that leans on the one before it, as one that begins with "he" or
with a quotation mark does, never leads.
"""

import re
from collections.abc import Iterable

from msgspec.structs import replace

from builder.core.regex import regex
from builder.core.values import Entity
from builder.outputs import parts

LEAST, MOST = 60, 240
"""Characters of a sentence that can be read at a glance."""

FIRST = 3
"""Paragraphs of an article that introduce its people."""

_LEANING = regex(
    r"\W*(?:he|she|they|it|his|her|their|its|this|that|these|those|there|but|and|or|so|yet|then|also|still)\b|[^\w(]",
    re.IGNORECASE,
)
"""The beginning of a sentence that needs the one before it."""

WANTED = 2
"""Signs without which no sentence leads a page."""


def most_telling(entity: Entity, role: str, lines: Iterable[parts.SightingLine]) -> parts.SightingLine | None:
    """The article with the sentence that says most about the entity, and that sentence alone; ``role`` is its role."""
    best, most = None, WANTED - 1
    for line in lines:
        for excerpt in line.excerpts:
            signs = _signs(entity, role, excerpt)
            if signs > most:
                best, most = replace(line, excerpts=(excerpt,)), signs
    return best


def _signs(entity: Entity, role: str, excerpt: parts.ExcerptLine) -> int:
    words = f"{excerpt.before}{excerpt.words}{excerpt.after}"
    if _LEANING.match(words) or not (LEAST <= len(words) <= MOST and words[-1:] in '.!?”"’'):
        return 0
    paragraph = excerpt.url.rpartition("#p")[2]
    return sum(
        (
            excerpt.words == entity.name,
            bool(role) and role.casefold() in words.casefold(),
            len(excerpt.before) < len(excerpt.words) + len(role) + 2,
            paragraph.isdecimal() and int(paragraph) <= FIRST,
        )
    )
