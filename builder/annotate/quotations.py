"""Who said what: the quotations of an article whose speaker is certain.

What an author wrote (``{said=person:ID}`` after a paragraph) comes before what entities.toml decides, and both before
what the text tells. An attribution behind a quotation ("— Andrei Lankov, professor") needs no reading of the text.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import groupby

from msgspec.structs import replace

from builder.annotate.decided_quotations import NO_ONE, overridden, speaker_of, unmarked
from builder.annotate.lexicon import Lexicon
from builder.annotate.links import speaking
from builder.annotate.quote_marks import Quoted
from builder.annotate.speakers import spoken
from builder.annotate.turns import turns
from builder.core.errors import Problem, Result
from builder.core.kinds import NO_SPEAKER
from builder.core.regex import regex
from builder.core.text import ATTRIBUTION, joined_words
from builder.core.values import HEAD, Article, Block, BlockKind, Link, LocalEntity, Quotation, Quote, Traits
from builder.settings.decisions import Said
from builder.settings.toml import quoted

BY_HAND = "by-hand"
"""The rule of a quotation whose speaker an author wrote."""
SIGNED = "attribution"
"""The rule of a quotation with the name of its speaker behind it."""

ATTRIBUTED = 2
"""The layer of what the text attributes: after decisions and turns, before names behind a quotation."""

Spans = Callable[[int], list[tuple[int, int]]]
"""What a passage has in quotation marks of any language, in order, without its marks."""

_QUOTED = frozenset({BlockKind.PULL_QUOTE, BlockKind.QUOTATION})
_ELSEWHERE = regex("„([^„“”]+)[“”]|«([^«»]+)»|»([^«»]+)«|”([^”]+)”|「([^「」]+)」")
"""Quotations in the marks of other languages; there may be white space inside the marks."""


def quotations(
    article: Article,
    quoted: Mapping[int, Sequence[Quoted]],
    links: Sequence[Link],
    traits: Sequence[Traits],
    names: Lexicon,
    decisions: Sequence[Said] = (),
) -> Result[tuple[Quotation, ...]]:
    """All quotations whose speaker is certain, in reading order. See ``speakers.spoken``.

    ``quoted`` are the ``quoted_words`` of the article.
    """
    people = speaking(links)
    attributed = spoken(article.passages, quoted, people, traits, names)
    return _merged(article, links, decisions, people, quoted, attributed)


def unread_quotations(
    article: Article,
    quoted: Mapping[int, Sequence[Quoted]],
    links: Sequence[Link],
    decisions: Sequence[Said] = (),
) -> Result[tuple[Quotation, ...]]:
    """The same without what only the words attribute, as in a language that we do not read."""
    return _merged(article, links, decisions, speaking(links), quoted, ())


def _signed(article: Article, people: Mapping[int, Sequence[Link]], spans_of: Spans) -> Iterable[Quotation]:
    """Pull quotes and block quotations with an attribution that begins with a person: "— Name, role".

    A pull quote that repeats the body is no quotation of its own: it says who said what it repeats, which is at most
    what the body has in quotation marks there.
    """
    repeating = {quote.block + HEAD: quote for quote in article.quotes if quote.repeats >= 0}
    made: dict[tuple[int, int, int], Quotation] = {}
    passages = article.passages
    for block, passage in enumerate(passages):
        words, _, attribution = passage.text.rpartition("\n\n") if passage.kind in _QUOTED else ("", "", "")
        dash = ATTRIBUTION.match(attribution) if words else None
        if not dash:
            continue
        name = len(passage.text) - len(attribution) + dash.end()
        here = [link for link in people.get(block, ()) if link.mention.start >= name]
        if not here or "," in passage.text[name : here[0].mention.start]:
            continue
        quote = repeating.get(block)
        if quote:
            place = quote.repeats + HEAD
            spans = _repeated(passages[place].text, spans_of(place), quote, words)
        else:
            place, spans = block, [unmarked(words)]
        for span in spans:
            made.setdefault((place, *span), Quotation(place, *span, here[0].local, SIGNED, block))
    return made.values()


def _repeated(text: str, quoted: Sequence[tuple[int, int]], quote: Quote, words: str) -> list[tuple[int, int]]:
    """The spans of a passage that a pull quote with these words repeats: of those in quotation marks, if there are."""
    first = bisect_right(quoted, quote.start, key=lambda span: span[1])
    near = list(quoted[first : bisect_left(quoted, quote.end, key=lambda span: span[0])])
    if not near:
        return [(quote.start, quote.end)]
    pulled, found = joined_words(words), [joined_words(text[start:end]) for start, end in near]
    same = [span for span, letters in zip(near, found, strict=True) if letters in pulled or pulled in letters]
    return same or (near if len(near) == 1 else [])


def _by_hand(
    article: Article, links: Sequence[Link], attributed: Sequence[Quotation], spans_of: Spans
) -> tuple[list[Quotation], list[Problem]]:
    """The quotations of paragraphs with a speaker by hand; those that the text attributes too keep their number."""
    numbers = {(each.block, each.start, each.end): each.number for each in attributed}
    made: list[Quotation] = []
    problems = []
    for block, passage in enumerate(article.passages):
        if passage.said in ("", NO_SPEAKER):
            continue
        speaker = speaker_of(links, passage.said.partition(":")[2])
        spans = spans_of(block)
        for span in spans:
            made.append(Quotation(block, *span, speaker, BY_HAND, numbers.get((block, *span), -len(made) - 1)))
        if not spans:
            sign = f"{{said={passage.said}}}"
            message = f"a paragraph with {sign} has no words in quotation marks: {quoted(passage.text[:40] + '…')}"
            hint = f"put the words that were said in quotation marks, or delete {sign}"
            problems.append(Problem(message, article.path, hint=hint, warning=True))
    return made, problems


def _foreign_spans(text: str) -> Iterator[tuple[int, int]]:
    for match in _ELSEWHERE.finditer(text):
        words, start = match[match.lastindex or 0], match.start(match.lastindex or 0)
        if words.strip():
            yield start + len(words) - len(words.lstrip()), start + len(words.rstrip())


def _merged(
    article: Article,
    links: Sequence[Link],
    decisions: Sequence[Said],
    people: Mapping[int, Sequence[Link]],
    quoted: Mapping[int, Sequence[Quoted]],
    attributed: Sequence[Quotation],
) -> Result[tuple[Quotation, ...]]:
    """The quotations of all layers in reading order, numbered; what overlaps one of an earlier layer is left out."""
    passages = article.passages

    @cache
    def spans_of(block: int) -> list[tuple[int, int]]:
        return [(each.start, each.end) for each in quoted.get(block, ())] or [*_foreign_spans(passages[block].text)]

    by_hand, problems = _by_hand(article, links, attributed, spans_of)
    # What is by hand may be a part of what the text attributes.
    made = [(ATTRIBUTED, each) for each in by_hand]
    settled = {block for block, passage in enumerate(passages) if passage.said}
    decided = overridden(article, links, decisions, attributed)
    for layer, found in enumerate((decided, turns(passages, people), attributed, _signed(article, people, spans_of))):
        before: dict[int, list[Quotation]] = {}
        for _, each in made:
            before.setdefault(each.block, []).append(each)
        made += [
            (layer, new)
            for new in found
            if new.block not in settled
            and not any(each.start < new.end and new.start < each.end for each in before.get(new.block, ()))
        ]
    made = sorted([each for each in made if each[1].speaker != NO_ONE], key=lambda each: (each[1].block, each[1].start))
    numbers: dict[tuple[LocalEntity, int, int], int] = {}
    for layer, each in made:
        numbers.setdefault((each.speaker, layer, each.number), len(numbers) + 1)
    numbered = [replace(each, number=numbers[each.speaker, layer, each.number]) for layer, each in made]
    return Result(tuple(_with_sole(passages, numbered, spans_of)), tuple(problems))


def _with_sole(passages: Sequence[Block], made: Sequence[Quotation], spans_of: Spans) -> Iterator[Quotation]:
    """The quotations, with ``sole`` where it is true."""
    for block, group in groupby(made, key=lambda each: each.block):
        some, passage = list(group), passages[block]
        one = passage.kind is BlockKind.PARAGRAPH and len({each.speaker for each in some}) == 1
        sole = one and [(each.start, each.end) for each in some] == spans_of(block)
        yield from (replace(each, sole=True) for each in some) if sole else some
