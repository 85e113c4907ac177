"""The author's rules for lines in dateline.toml, ``[[clean]]``: they come before our own rules."""

import re
from collections.abc import Sequence

from builder.core.regex import regex
from builder.core.text import normal
from builder.core.values import Block, BlockKind, Correction, FrontMatter
from builder.read.bylines import byline_names
from builder.read.match import LineKind, Lines, Match
from builder.settings.config import Clean

_LEAD = regex(r"(?:.{0,60}?\s)??by:?\s+|[^:]{2,60}:\s+", re.IGNORECASE)
"""Words before the names in a credit: "Words and rain by", "Text:"."""


def clean(lines: Lines, i: int) -> Match | None:
    """The line gets its kind from the first of the author's rules that applies."""
    if not lines.clean:
        return None
    text = lines.texts[i]
    rule = next((rule for rule in lines.clean if _holds(rule, text)), None)
    return _claimed(rule, text, i + 1) if rule else None


def claims(rules: Sequence[Clean], text: str) -> bool:
    """Whether one of the author's rules applies to a line."""
    return any(_holds(rule, text) for rule in rules)


def _holds(rule: Clean, text: str) -> bool:
    if rule.pattern:
        return re.search(rule.pattern, text) is not None
    return normal(rule.text).casefold() in normal(text).casefold()


def _claimed(rule: Clean, text: str, end: int) -> Match:
    match rule.kind:
        case "related":
            return Match(end, LineKind.RELATED, "clean", metadata=FrontMatter(related=(text,)))
        case "update":
            return Match(end, LineKind.UPDATE, "clean", metadata=FrontMatter(corrections=(Correction(text),)))
        case "credit":
            lead = _LEAD.match(text)
            authors = byline_names(text[lead.end() :]) if lead else ()
            if authors:
                return Match(end, LineKind.AUTHORS, "clean", metadata=FrontMatter(authors=authors))
            return Match(end, LineKind.CAPTION, "clean", (Block(BlockKind.CAPTION, text),))
        case _:
            return Match(end, LineKind.LEFT_OUT, "clean")
