"""The excerpts of one story about each person and country in it.

A site has about ten of these values for each story: msgspec stores them as arrays and reads them in half the time.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from msgspec import Struct

from builder.core.kinds import KINDS, EntityKind
from builder.core.text import excerpt, sentences
from builder.core.values import HEAD, Annotated, Article, Bearer, Block, Link, Via

APART = frozenset({Via.CAPITAL, Via.METONYM})
"""Kinds of words that mean a country without naming it: counted separately."""


class Excerpt(Struct, frozen=True, array_like=True, gc=False):
    """Words around a mention: ``before`` ``words`` ``after``; ``anchor`` is the paragraph's id on the page."""

    before: str
    words: str
    after: str
    anchor: str


class Naming(Struct, frozen=True, array_like=True, gc=False):
    """Words that mean an entity, and the number of times."""

    words: str
    via: Via
    count: int


class Saying(Struct, frozen=True, array_like=True, gc=False):
    """A pull quote; ``anchor`` is its id on the page."""

    words: str
    anchor: str


class Sighting(Struct, frozen=True, array_like=True, gc=False):
    """What one story contains about one entity."""

    bearer: Bearer
    count: int
    """Mentions by name, alias, short form or demonym."""
    apart: int = 0
    """Mentions by a capital or a seat of power."""
    roles: tuple[str, ...] = ()
    excerpts: tuple[Excerpt, ...] = ()
    quotes: tuple[Saying, ...] = ()
    """Pull quotes of the person."""
    namings: tuple[Naming, ...] = ()
    """The words used for it, in order of first mention."""


def who(bearer: Bearer) -> str:
    """A bearer as one string, which a plan of many stories looks up faster: "person::Kim Jong Un", "country:KP:…"."""
    return f"{bearer.kind}:{bearer.id}:{bearer.name}"


def bearer_of(who: str) -> Bearer:
    """The bearer in the string ``who``: no kind and no id contains a colon."""
    kind, id_, name = who.split(":", 2)
    return Bearer(EntityKind(kind), name, id_)


def sightings(article: Article, annotated: Annotated, repeated: set[int]) -> tuple[Sighting, ...]:
    """One for each bearer, in order of first mention."""
    links: dict[Bearer, list[Link]] = {}
    for link in annotated.links:
        if link.mention.block not in repeated:
            links.setdefault(link.bearer, []).append(link)
    for link in _attributions(article, annotated.links):
        links.setdefault(link.bearer, [])  # Shown as a link, although a repeated quotation does not count as a mention.
    speakers = _speakers(article, annotated.links)
    roles = {traits.bearer: traits.roles for traits in annotated.traits}
    passages = article.passages
    seen = []
    for bearer, found in links.items():
        apart = sum([link.mention.via in APART for link in found])
        said, quotes = roles.get(bearer, ()), tuple(speakers.get(bearer, ()))
        excerpts, namings = _excerpts(passages, found), _namings(passages, found)
        seen.append(Sighting(bearer, len(found) - apart, apart, said, excerpts, quotes, namings))
    return tuple(seen)


def _speakers(article: Article, links: Sequence[Link]) -> dict[Bearer, list[Saying]]:
    """The speaker of each pull quote: the first person in the attribution."""
    said: dict[Bearer, list[Saying]] = {}
    spoken: set[int] = set()
    for link in _attributions(article, links):
        block = link.mention.block
        if KINDS[link.bearer.kind].speaks and block not in spoken:
            spoken.add(block)
            words = article.passages[block].text.rpartition("\n\n")[0]
            said.setdefault(link.bearer, []).append(Saying(words, _anchor(block)))
    return said


def _attributions(article: Article, links: Sequence[Link]) -> Iterator[Link]:
    """The links in the attributions of pull quotes, in reading order."""
    ends = {q.block + HEAD: article.blocks[q.block].text.rfind("\n\n") for q in article.quotes}
    return (link for link in links if 0 <= ends.get(link.mention.block, -1) < link.mention.start)


def _excerpts(passages: Sequence[Block], links: Sequence[Link]) -> tuple[Excerpt, ...]:
    """The sentence of each mention by name, each sentence once."""
    found: dict[tuple[int, int], Excerpt] = {}
    for link in links:
        mention = link.mention
        at, block = mention.start, mention.block
        if mention.via in APART or block < HEAD:
            continue
        text = passages[block].text
        spans = sentences(text)
        near = bisect_right(spans, at, key=lambda span: span[0]) - 1
        start, end = spans[near] if near >= 0 and at < spans[near][1] else (0, len(text))
        if (block, start) not in found:
            around = excerpt(text[start:end], at - start, mention.end - start, 320)
            words = text[at : mention.end]
            before, _, after = around.partition(words)
            found[block, start] = Excerpt(before, words, after, _anchor(block))
    return tuple(found.values())


def _namings(passages: Sequence[Block], links: Sequence[Link]) -> tuple[Naming, ...]:
    counts: dict[tuple[str, Via], int] = {}
    for link in links:
        mention = link.mention
        naming = passages[mention.block].text[mention.start : mention.end], mention.via
        counts[naming] = counts.get(naming, 0) + 1
    return tuple([Naming(words, via, count) for (words, via), count in counts.items()])


def _anchor(block: int) -> str:
    """The id on the page of a passage of the body."""
    return f"p{block - HEAD + 1}"
