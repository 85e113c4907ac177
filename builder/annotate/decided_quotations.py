"""Quotations whose speaker is decided in entities.toml, by their first words.

A decision applies only if one quotation of the article begins with its words. The parts of the quotation that follow
have the same speaker. A headline that repeats the words is no second quotation.
"""

from collections.abc import Sequence
from typing import NamedTuple

from msgspec.structs import replace

from builder.annotate.quote_marks import quoted_words
from builder.core.slug import slug
from builder.core.text import ATTRIBUTION, normal
from builder.core.values import HEAD, Article, Block, BlockKind, Link, LocalEntity, Quotation
from builder.settings.decisions import JOINED, Said

DECIDED = "override"
"""The rule of a quotation whose speaker is decided in entities.toml."""

NO_ONE = LocalEntity(JOINED, "")
"""The speaker of words that, by a decision, nobody is known to have said."""

MARKS = "“”\"‘’'"

_WHOLE = frozenset({BlockKind.PULL_QUOTE, BlockKind.QUOTATION})
"""Blocks that are a quotation without any quotation marks."""


class _DecidedSpeaker(NamedTuple):
    """Who said something, by a decision."""

    number: int
    speaker: LocalEntity


class _SaidSpan(NamedTuple):
    """Words that a decision may be about."""

    block: int
    start: int
    end: int
    continues: bool = False
    """Whether they continue the quotation before."""


def unmarked(words: str) -> tuple[int, int]:
    """The span of these words without the quotation marks around them."""
    return int(words[0] in MARKS), len(words) - (words[-1] in MARKS)


def beginning(article: Article, text: str) -> int:
    """The number of quotations that begin with these words; those of a headline that the body repeats not counted."""
    found = _matching(article.passages, _spans(article), text)
    return sum(span.block >= HEAD for span in found) or len(found)


def overridden(
    article: Article, links: Sequence[Link], decisions: Sequence[Said], attributed: Sequence[Quotation]
) -> list[Quotation]:
    """The quotations whose speaker is decided, in reading order; ``attributed`` says which parts belong together."""
    if not decisions:
        return []
    spans, passages = _spans(article), article.passages
    decided: dict[_SaidSpan, _DecidedSpeaker] = {}
    for number, decision in enumerate(decisions, 1):
        found = _matching(passages, spans, decision.text)
        if sum(span.block >= HEAD for span in found) < 2:
            decided.update(dict.fromkeys(found, _DecidedSpeaker(number, speaker_of(links, decision.person))))
    numbers = {(each.block, each.start): each.number for each in attributed}
    answers: dict[int, _DecidedSpeaker] = {}
    made: list[Quotation] = []
    answer = None
    for span in spans:
        own = numbers.get((span.block, span.start), 0)
        if span in decided:
            answer = answers[own] = decided[span]
        elif own or not span.continues:
            answer = answers.get(own) if own else None
        inside = made and made[-1].block == span.block and span.start < made[-1].end
        if answer and not inside:
            made.append(Quotation(span.block, span.start, span.end, answer.speaker, DECIDED, answer.number))
    return made


def _spans(article: Article) -> list[_SaidSpan]:
    """What a decision may be about, in reading order: words in quotation marks, pull quotes and block quotations."""
    repeats = {quote.block + HEAD: quote for quote in article.quotes if quote.repeats >= 0}
    passages = article.passages
    plain = [replace(each, kind=BlockKind.PARAGRAPH) if each.kind in _WHOLE else each for each in passages]
    quoted = [
        _SaidSpan(block, each.start, each.end, each.continues)
        for block, some in quoted_words(plain).items()
        for each in some
    ]
    found = {(span.block, span.start): span for span in quoted if span.block not in repeats}
    for block, passage in enumerate(passages):
        if passage.kind not in _WHOLE or not passage.text:
            continue
        if block in repeats:
            quote = repeats[block]
            span = _SaidSpan(quote.repeats + HEAD, quote.start, quote.end)
            if any(each.block == span.block and each.start < span.end and span.start < each.end for each in quoted):
                continue
        else:
            words, _, attribution = passage.text.rpartition("\n\n")
            words = words if words and ATTRIBUTION.match(attribution) else passage.text
            span = _SaidSpan(block, *unmarked(words))
        found[span.block, span.start] = span
    return sorted(found.values())


def _matching(passages: Sequence[Block], spans: Sequence[_SaidSpan], text: str) -> list[_SaidSpan]:
    """The spans that begin with these words, as whole words; quotation marks and what ends ``text`` do not matter."""
    wanted = normal(text.strip(MARKS)).rstrip(".,!? ")
    if not wanted:
        return []
    found = []
    for span in spans:
        words = normal(passages[span.block].text[span.start : span.end].lstrip(MARKS))
        if words.startswith(wanted) and not words[len(wanted) : len(wanted) + 1].isalnum():
            found.append(span)
    return found


def speaker_of(links: Sequence[Link], person: str) -> LocalEntity:
    """The person of a decision as the article names them; otherwise by the name that the id spells."""
    if not person:
        return NO_ONE
    people = [link.local for link in links if link.local.kind is JOINED]
    same = next((local for local in people if local.id == person), None)
    named = (local.name for local in people if slug(local.name) == person)
    return same or LocalEntity(JOINED, next(named, person.replace("-", " ").title()), person)
