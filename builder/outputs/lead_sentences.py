"""Which sentence about an entity leads its page, which one tells something about two, and which quotations lead.

The rule, as docs/explanation/pages.md states it: of the whole sentences on the page, the one with most of these signs,
and of equals the one in the newest article. It has the full name; it says what they are; its name begins it; it is in
one of the first paragraphs of its article. A name after a word like "for" or "with" takes one sign away. A sentence
that leans on the one before it, as one that begins with "he" or with a quotation mark does, never leads. Of a country
much is said that only happens there, or in a list: a sentence leads its page only if it is about the country. That is
worth two signs if the country is the subject, and one if something of its own is, or what happens in it.
"""

import re
from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from builder.annotate.lexicon import VERBS
from builder.annotate.role_words import AUXILIARIES, CONJUNCTIONS, PREPOSITIONS
from builder.core.kinds import KINDS
from builder.core.regex import regex
from builder.core.text import GAP
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

SHORTEST = 40
"""Characters of a quotation that tells something by itself."""

_OBJECT = regex(r"\b(?:about|against|and|by|for|from|of|or|than|to|with)\s+\Z", re.IGNORECASE)
"""Words before a name of somebody whom a sentence mentions only in passing: "a spokeswoman for"."""

_AFTER_SUBJECT = regex(r"(?P<owns>['’]s?)? (?P<word>\w+)")
"""What follows the name that begins a sentence: a verb, or what belongs to it."""

WANTED = 2
"""Signs without which no sentence leads a page."""


def lead_excerpt(entity: Entity, role: str, lines: Iterable[parts.ArticleExcerpts]) -> parts.ArticleExcerpts | None:
    """The article with the sentence that says most about the entity, and that sentence alone; ``role`` is its role."""
    best, most = None, WANTED - 1
    for line in lines:
        for excerpt in line.excerpts:
            signs = _signs(entity, role, excerpt)
            if signs > most:
                best, most = replace(line, excerpts=(excerpt,)), signs
    return best


def excerpt_of_both(other: Entity, lines: Iterable[parts.ArticleExcerpts]) -> parts.ArticleExcerpts | None:
    """The first of these articles with a sentence that has the other's full name as well, and that sentence alone.

    The articles are those that name both; the sentence is one that could lead a page.
    """
    name = regex(rf"(?<!\w){re.escape(other.name)}(?!\w)")
    for line in lines:
        for excerpt in line.excerpts:
            words = _words(excerpt)
            if other.name in words and name.search(words) and _can_lead(words):
                return replace(line, excerpts=(excerpt,))
    return None


def standalone_first(quotes: Sequence[parts.QuoteLine], most: int) -> tuple[parts.QuoteLine, ...]:
    """The quotations with the first ``most`` that stand on their own before all others, which keep their order.

    Such a quotation is one or more whole sentences in one piece, and no other that leads begins with the same words.
    """
    leading: dict[str, parts.QuoteLine] = {}
    for quote in quotes:
        if len(leading) < most and stands_alone(quote.words):
            leading.setdefault(quote.words[:SHORTEST].casefold(), quote)
    first = {id(quote) for quote in leading.values()}
    return *leading.values(), *(quote for quote in quotes if id(quote) not in first)


def stands_alone(words: str) -> bool:
    """Whether a quotation stands on its own: whole sentences, not long, and in one piece."""
    return (
        SHORTEST <= len(words) <= MOST
        and words[-1] in ".!?"
        and not words[0].islower()
        and GAP not in words
        and not _LEANING.match(words)
    )


def _words(excerpt: parts.ExcerptLine) -> str:
    return f"{excerpt.before}{excerpt.words}{excerpt.after}"


def _can_lead(words: str) -> bool:
    """Whether it is a whole sentence, short enough to be read at a glance, that does not need the one before it."""
    return (
        LEAST <= len(words) <= MOST
        and words[-1:] in '.!?”"’'
        and words.count("“") == words.count("”")
        and not words.count('"') % 2
        and ", however," not in words
        and not _LEANING.match(words)
    )


def _signs(entity: Entity, role: str, excerpt: parts.ExcerptLine) -> int:
    if not _can_lead(_words(excerpt)):
        return 0
    of_a_person = KINDS[entity.kind].speaks
    about = _about_person(role, excerpt) if of_a_person else _about_country(entity, excerpt)
    if not (about or of_a_person):
        return 0
    paragraph = excerpt.url.rpartition("#p")[2]
    return (excerpt.words == entity.name) + (paragraph.isdecimal() and int(paragraph) <= FIRST) + about


def _about_person(role: str, excerpt: parts.ExcerptLine) -> int:
    """One for the person's role and one for a name that begins the sentence; one less for a name in passing."""
    return sum(
        (
            bool(role) and role.casefold() in _words(excerpt).casefold(),
            len(excerpt.before) < len(excerpt.words) + len(role) + 2,
            -bool(_OBJECT.search(excerpt.before)),
        )
    )


def _about_country(entity: Entity, excerpt: parts.ExcerptLine) -> int:
    """Two if the sentence says what the country does; one if it is about its own, or about what happens in it."""
    if excerpt.before == "In ":
        return int(excerpt.after.startswith(", "))
    found = _AFTER_SUBJECT.match(excerpt.after)
    if excerpt.before not in ("", "The ") or found is None or found["word"] in PREPOSITIONS | CONJUNCTIONS:
        return 0
    word, is_name = found["word"], excerpt.words == entity.name
    # A verb by its form: "U.S. officials" are no verb, but nobody writes "United States officials".
    if not found["owns"] and (word in AUXILIARIES | VERBS or word.endswith("ed") or (is_name and word.endswith("s"))):
        return 2
    return int(bool(found["owns"]) or not is_name)
