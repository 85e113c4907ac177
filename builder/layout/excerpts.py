"""The excerpts from one article about each person and country in it.

A site has about ten of these values for each article: msgspec stores them as arrays and reads them in half the time.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from operator import attrgetter
from typing import Protocol, TypeVar

from msgspec import Struct

from builder.core.kinds import EntityKind
from builder.core.text import excerpt, sentences, whole_quotation
from builder.core.values import HEAD, Annotated, Article, Block, Link, LocalEntity, Quotation, Via
from builder.layout.reporting import Reporting

APART = frozenset({Via.CAPITAL, Via.METONYM})
"""Words that mean a country without naming it: counted separately."""


class Excerpt(Struct, frozen=True, array_like=True, gc=False):
    """Words around a mention: ``before`` ``words`` ``after``; ``anchor`` is the paragraph's id on the page."""

    before: str
    words: str
    after: str
    anchor: str
    reports: bool = True
    """Whether the article reports this itself: see ``builder.layout.reporting``."""


class _Numbered(Protocol):
    @property
    def number(self) -> int: ...


Spoken = TypeVar("Spoken", bound=_Numbered)
"""A part of a quotation; all parts of one have its number."""


class SurfaceForm(Struct, frozen=True, array_like=True, gc=False):
    """The words of a mention, and how often the article uses them for the entity."""

    words: str
    via: Via
    count: int


class QuotedWords(Struct, frozen=True, array_like=True, gc=False):
    """A quotation; ``anchor`` is the id on the page of the paragraph in which it begins."""

    whole: str
    """All its words, as one text that stands alone."""
    anchor: str

    @property
    def place(self) -> int:
        """The number of that paragraph."""
        return int(self.anchor[1:])


class EntityExcerpts(Struct, frozen=True, array_like=True, gc=False):
    """What one article says about one entity."""

    local: LocalEntity
    count: int
    """Mentions by name, alias, short form or demonym."""
    apart: int = 0
    """Mentions by a capital or a seat of power."""
    roles: tuple[str, ...] = ()
    excerpts: tuple[Excerpt, ...] = ()
    said: tuple[QuotedWords, ...] = ()
    """What the person said, in reading order."""
    forms: tuple[SurfaceForm, ...] = ()
    """The words used for it, in order of first mention."""


def who(local: LocalEntity) -> str:
    """A local entity as one string, the key of a name in the index: "person::Kim Jong Un", "country:KP:North Korea".

    The second person of a name in an article is "person:#1:James Brown".
    """
    return f"{local.kind}:{local.id or f'#{local.number}' * (local.number > 0)}:{local.name}"


@lru_cache(maxsize=1 << 14)
def local_entity_of(who: str) -> LocalEntity:
    """The local entity that the string ``who`` stands for: no kind and no id contains a colon or "#"."""
    kind, id_, name = who.split(":", 2)
    if id_.startswith("#"):
        return LocalEntity(EntityKind(kind), name, number=int(id_[1:]))
    return LocalEntity(EntityKind(kind), name, id_)


def entity_excerpts(article: Article, annotated: Annotated, repeated: set[int]) -> tuple[EntityExcerpts, ...]:
    """The excerpts about each local entity, in order of first mention."""
    links: dict[LocalEntity, list[Link]] = {}
    for link in annotated.links:
        if link.mention.block not in repeated:
            links.setdefault(link.local, []).append(link)
    for link in _attributions(article, annotated.links):
        links.setdefault(link.local, [])  # Shown as a link, although a repeated quotation does not count as a mention.
    passages = article.passages
    said, reporting = _said(passages, annotated.quotations), Reporting(passages, annotated)
    for speaker in said:
        links.setdefault(speaker, [])  # A decision may say that somebody speaks whom the article does not name.
    roles = {traits.local: traits.roles for traits in annotated.traits}
    made = []
    for local, found in links.items():
        apart = sum([link.mention.via in APART for link in found])
        their_roles, words = roles.get(local, ()), tuple(said.get(local, ()))
        excerpts, forms = _excerpts(passages, found, reporting), _surface_forms(passages, found)
        made.append(EntityExcerpts(local, len(found) - apart, apart, their_roles, excerpts, words, forms))
    return tuple(made)


def _said(passages: Sequence[Block], quotations: Sequence[Quotation]) -> dict[LocalEntity, list[QuotedWords]]:
    """What each speaker said in the body. Title and standfirst only repeat it, and have no paragraph to link to."""
    said: dict[LocalEntity, list[QuotedWords]] = {}
    for parts in whole_quotations([each for each in quotations if each.block >= HEAD]):
        words = [passages[each.block].text[each.start : each.end] for each in parts]
        whole = whole_quotation(words, [_between(passages, *pair) for pair in pairwise(parts)])
        said.setdefault(parts[0].speaker, []).append(QuotedWords(whole, _anchor(parts[0].block)))
    return said


def _between(passages: Sequence[Block], one: Quotation, other: Quotation) -> str:
    """The words from the end of a part to the beginning of another."""
    if one.block == other.block:
        return passages[one.block].text[one.end : other.start]
    return passages[one.block].text[one.end :] + passages[other.block].text[: other.start]


def whole_quotations(parts: Iterable[Spoken]) -> Iterable[list[Spoken]]:
    """The parts of each quotation of an article, in the order of first parts; others may come between them."""
    found: dict[int, list[Spoken]] = {}
    for each in parts:
        found.setdefault(each.number, []).append(each)
    return found.values()


def quotations(excerpts: Iterable[EntityExcerpts]) -> list[QuotedWords]:
    """All that an article has of a person, for whom it may use several names, in reading order."""
    return sorted((said for each in excerpts for said in each.said), key=attrgetter("place"))


def _attributions(article: Article, links: Sequence[Link]) -> Iterator[Link]:
    """The links in the attributions of pull quotes, in reading order."""
    ends = {q.block + HEAD: article.blocks[q.block].text.rfind("\n\n") for q in article.quotes}
    return (link for link in links if 0 <= ends.get(link.mention.block, -1) < link.mention.start)


def _excerpts(passages: Sequence[Block], links: Sequence[Link], reporting: Reporting) -> tuple[Excerpt, ...]:
    """The sentence of each mention by name in the body, each once; without any, those of its capital or metonym."""
    body = [link.mention for link in links if link.mention.block >= HEAD]
    found: dict[tuple[int, int], Excerpt] = {}
    for mention in [each for each in body if each.via not in APART] or body:
        at, block = mention.start, mention.block
        text = passages[block].text
        spans = sentences(text)
        near = bisect_right(spans, at, key=lambda span: span[0]) - 1
        start, end = spans[near] if near >= 0 and at < spans[near][1] else (0, len(text))
        if (block, start) not in found:
            around = excerpt(text[start:end], at - start, mention.end - start, 320)
            words = text[at : mention.end]
            before, _, after = around.partition(words)
            found[block, start] = Excerpt(before, words, after, _anchor(block), reporting.reports(block, start, end))
    return tuple(found.values())


def _surface_forms(passages: Sequence[Block], links: Sequence[Link]) -> tuple[SurfaceForm, ...]:
    counts: dict[tuple[str, Via], int] = {}
    for link in links:
        mention = link.mention
        form = passages[mention.block].text[mention.start : mention.end], mention.via
        counts[form] = counts.get(form, 0) + 1
    return tuple([SurfaceForm(words, via, count) for (words, via), count in counts.items()])


def _anchor(block: int) -> str:
    """The id on the page of a passage of the body; empty for headline and standfirst, at the top of the page."""
    return f"p{block - HEAD + 1}" if block >= HEAD else ""
