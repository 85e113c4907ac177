"""Who said what: the quotations of an article whose speaker is certain.

What entities.toml decides comes first; then what the text tells. An attribution behind a quotation ("— Andrei Lankov,
professor") needs no reading of the text.
"""

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from builder.annotate.decided_quotations import NO_SPEAKER, overridden, unmarked
from builder.annotate.lexicon import Lexicon
from builder.annotate.speakers import spoken
from builder.annotate.turns import turns
from builder.core.kinds import KINDS
from builder.core.text import ATTRIBUTION
from builder.core.values import HEAD, Article, BlockKind, Link, Quotation, Traits
from builder.settings.decisions import Said

SIGNED = "attribution"
"""The rule of a quotation with the name of its speaker behind it."""

_QUOTED = frozenset({BlockKind.PULL_QUOTE, BlockKind.QUOTATION})


def quotations(
    article: Article, links: Sequence[Link], traits: Sequence[Traits], names: Lexicon, decisions: Sequence[Said] = ()
) -> tuple[Quotation, ...]:
    """All quotations whose speaker is certain, in reading order. See ``speakers.spoken``."""
    told = spoken(article.passages, links, traits, names)
    decided = overridden(article, links, decisions, told)
    return _merged(decided, turns(article, links), told, signed(article, links))


def unread_quotations(article: Article, links: Sequence[Link], decisions: Sequence[Said]) -> tuple[Quotation, ...]:
    """The quotations whose speaker is certain without reading the text, as in a language that we do not read."""
    return _merged(overridden(article, links, decisions, ()), signed(article, links))


def signed(article: Article, links: Sequence[Link]) -> tuple[Quotation, ...]:
    """Pull quotes and block quotations with an attribution that begins with a person: "— Name, role".

    A pull quote that repeats the body is no quotation of its own: it says who said what it repeats.
    """
    repeating = {quote.block + HEAD: quote for quote in article.quotes if quote.repeats >= 0}
    speakers = [link for link in links if KINDS[link.local.kind].speaks]
    made: list[Quotation] = []
    for block, passage in enumerate(article.passages):
        words, _, attribution = passage.text.rpartition("\n\n") if passage.kind in _QUOTED else ("", "", "")
        dash = ATTRIBUTION.match(attribution) if words else None
        if not dash:
            continue
        name = len(passage.text) - len(attribution) + dash.end()
        here = [link for link in speakers if link.mention.block == block and link.mention.start >= name]
        if not here or "," in passage.text[name : here[0].mention.start]:
            continue
        quote = repeating.get(block)
        span = (quote.repeats + HEAD, quote.start, quote.end) if quote else (block, *unmarked(words))
        made.append(Quotation(*span, here[0].local, SIGNED, len(made) + 1))
    return tuple(made)


def _merged(*layers: Iterable[Quotation]) -> tuple[Quotation, ...]:
    """The quotations of all layers in reading order, numbered; what overlaps one of an earlier layer is left out."""
    made: list[tuple[int, Quotation]] = []
    for layer, found in enumerate(layers):
        before: dict[int, list[Quotation]] = {}
        for _, each in made:
            before.setdefault(each.block, []).append(each)
        made += [
            (layer, new)
            for new in found
            if not any(each.start < new.end and new.start < each.end for each in before.get(new.block, ()))
        ]
    made = [(layer, each) for layer, each in made if each.speaker != NO_SPEAKER]
    made.sort(key=lambda each: (each[1].block, each[1].start))
    numbers: dict[tuple[int, int], int] = {}
    for layer, each in made:
        numbers.setdefault((layer, each.number), len(numbers) + 1)
    return tuple([replace(each, number=numbers[layer, each.number]) for layer, each in made])
