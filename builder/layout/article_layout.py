"""The parts of an article that pages show, made once: body and Markdown with slots for names, plain text, excerpts.

The page of a name is resolved later and only fills the slots, so renaming a person costs no parsing. A slot is a pair
of the characters ``\x02`` and ``\x03`` around the words of a mention; no text contains these, since ``decode`` drops
control characters. Slots occur only in running text, not in titles, headings, code or links by hand. Stored texts are
split at these characters. Other such characters mark what depends on a speaker: see ``markdown.escapes.SAID`` and
``markdown.html.SAID_START``.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from html import unescape
from itertools import pairwise
from typing import NamedTuple
from urllib.parse import unquote

from msgspec import Struct
from msgspec.structs import replace

from builder.core.codec import Digest, digest_at
from builder.core.regex import regex
from builder.core.text import excerpt, letters, whole_quotation
from builder.core.values import (
    HEAD,
    Annotated,
    Article,
    Block,
    BlockKind,
    Certainty,
    FrontMatter,
    GivenRole,
    Link,
    LocalEntity,
    Mark,
    MarkKind,
    Quotation,
    Via,
)
from builder.layout.article_terms import Term, terms_of
from builder.layout.excerpts import APART, EntityExcerpts, entity_excerpts, who
from builder.markdown.block_writer import write_blocks
from builder.markdown.escapes import EDGE, SAID
from builder.markdown.html import body_html, with_quotations

SUMMARY = 240
"""Characters of an article's summary: two lines of a list on a wide screen."""

SHORT = 5
"""Words of a paragraph that is too short to be the summary of an article: a label, a place, a name."""

BY_HAND = "by-hand"
"""The rule of links by hand."""

UNDATED = "\uffff"
"""Ends the date in the sort key of lists, so that an article without a date comes last."""

_BACKWARDS = str.maketrans("0123456789", "9876543210")
"""Reverses the digits of a date, so that newer dates sort first."""

_PLACE = regex(r"\b(?:in|from|to|near|at|of|outside|around) \Z", re.IGNORECASE)
"""Words before a capital that is only a place there: it is never a link."""

_FULL_END = regex(r"[.!?…][\"'”’)\]]*\s*\Z")
_OPEN_END = regex(r"[,:;]\.?\s*\Z")
"""How sentences end, and how a line ends that leads to another."""

_RUNNING = frozenset({BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.HEADING})
"""Blocks in which quotations are marked; others have an attribution behind them."""

_IMAGE = regex(r'<img src="([^"]+)"')


class Slot(Struct, frozen=True, array_like=True, gc=False):
    """A place in the body where a link is possible."""

    local: int
    """Its index in ``Layout.local_entities``."""
    certainty: Certainty
    section: int
    """Number of headings before it."""
    by_hand: bool = False
    """Written by an author: always a link."""
    attribution: bool = False
    """In the attribution of a pull quote: always a link, and not the first mention of its section."""
    capital: bool = False
    """A mention of a country by its capital or seat of power."""


class TextMention(Struct, frozen=True, array_like=True, gc=False):
    """A mention in ``article.txt``; ``slot`` is its index among the slots, -1 if no link is possible there."""

    start: int
    end: int
    local: int
    """Its index in ``Layout.local_entities``."""
    via: Via
    rule: str
    certainty: Certainty
    slot: int = -1


class TextQuotation(Struct, frozen=True, array_like=True, gc=False):
    """A quotation in ``article.txt``, without its marks; parts of one have the same number."""

    start: int
    end: int
    local: int
    """The index of its speaker in ``Layout.local_entities``."""
    rule: str
    number: int
    paragraph: int = 0
    """The paragraph on the page, counted from 1; 0 or less in headline and standfirst."""
    place: int = 0
    """Characters before it in the paragraph, white space and numbers of footnotes not counted."""


def words_said(text: str, parts: Sequence[TextQuotation]) -> str:
    """A quotation of ``article.txt``, all its parts as one text."""
    between = [text[one.end : other.start] for one, other in pairwise(parts)]
    return whole_quotation([text[each.start : each.end] for each in parts], between)


class TextPassage(Struct, frozen=True, array_like=True, gc=False):
    """A passage of ``article.txt``: title, standfirst, or a block of the body."""

    kind: BlockKind
    start: int
    end: int
    level: int = 0
    """As in ``Block``."""


class SaidSign(Struct, frozen=True, array_like=True, gc=False):
    """The place of a paragraph's ``{said=…}`` in the Markdown."""

    local: int
    """The index of the speaker in ``Layout.local_entities``; -1 if there is none."""
    by_hand: str = ""
    """What an author wrote: "person:ID", "none"; empty if Dateline found the speaker."""


class TraitFields(NamedTuple):
    """``Traits`` without the local entity, as the index stores them."""

    forms: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    ages: tuple[int, ...] = ()
    sex: str = ""
    places: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    personal: tuple[str, ...] = ()

    @property
    def given(self) -> list[GivenRole]:
        """The roles, as they are compared."""
        return [GivenRole(words, words in self.personal) for words in self.roles]


NO_TRAITS = TraitFields()


class LocalRow(Struct, frozen=True, array_like=True, gc=False):
    """What lists need of an entity in an article; ``excerpts`` is the digest of its ``EntityExcerpts``."""

    who: str
    """The local entity, as ``excerpts.who`` writes it."""
    count: int
    apart: int
    role: str
    """The first role in the article; empty if there is none."""
    excerpts: Digest
    traits: TraitFields = NO_TRAITS
    said: int = 0
    """The number of quotations in ``excerpts``."""


class Headline(Struct, frozen=True, gc=False):
    """An article as lists and feeds show it."""

    address: str
    title: str
    date: str
    summary: str
    updated: str = ""
    authors: tuple[str, ...] = ()
    noindex: bool = False

    @property
    def folder(self) -> str:
        """The folder of its page in the site."""
        return f"articles/{self.address}/"

    @property
    def order(self) -> tuple[str, str, str]:
        """The sort key of lists: newest first; within a day, and for those without a date at the end, by title."""
        return f"{self.date.translate(_BACKWARDS)}{UNDATED}", self.title.casefold(), self.address

    @property
    def changed(self) -> str:
        """The date of its last change, if known."""
        return self.updated or self.date


class ArticleEntry(Struct, frozen=True, gc=False):
    """An article as the index records it, for other pages; ``layout`` is the digest of what its own page needs."""

    file: str
    headline: Headline
    entities: tuple[LocalRow, ...]
    """In order of first mention, each local entity once."""
    layout: Digest
    images: tuple[str, ...] = ()
    """Addresses of images in the text, as written."""
    terms: tuple[Term, ...] = ()


class Layout(Struct, frozen=True, gc=False):
    """What an article's own page needs."""

    front: FrontMatter
    markdown: tuple[str, ...]
    """Split at the slots: every second piece is the content of one."""
    html: tuple[str, ...]
    """Split like ``markdown``."""
    text: str
    """``article.txt``."""
    lead: int
    """The end of title, standfirst and first paragraph in ``text``: what is named before it, the article is about."""
    local_entities: tuple[LocalEntity, ...]
    """Those of slots, mentions and quotations, each once, so that a page looks up each target once."""
    slots: tuple[Slot, ...]
    mentions: tuple[TextMention, ...]
    quotations: tuple[TextQuotation, ...] = ()
    said: tuple[SaidSign, ...] = ()
    spoken: tuple[int, ...] = ()
    """For each span of said words in ``html``, the index of their speaker in ``local_entities``."""
    passages: tuple[TextPassage, ...] = ()
    """All of ``text``, in order."""


def years_of(order: str) -> float | None:
    """The date in the order of lists as a number of years: 2018.25 in April 2018; ``None`` without one."""
    return _years(order[:7])


@lru_cache(maxsize=1 << 12)
def _years(month: str) -> float | None:
    date = month.translate(_BACKWARDS)
    if not date[:4].isdecimal():
        return None
    return int(date[:4]) + (int(date[5:7]) - 1) / 12 if date[5:7].isdecimal() else float(date[:4])


def month_of(order: str) -> str:
    """The month of a date in the order of lists, or the year if that is all: "2016-09"; empty without a date."""
    return _month(order[:7])


@lru_cache(maxsize=1 << 12)
def _month(order: str) -> str:
    date = order.translate(_BACKWARDS).partition(UNDATED)[0]
    return date if date[4:5] == "-" and date[5:].isdecimal() else date[:4]


def position_after(day: str) -> str:
    """A text that sorts after the articles of this day (ISO 8601), and before those of the day before."""
    return f"{day.translate(_BACKWARDS)}{UNDATED}\x02"


def lay_out(
    file: str, address: str, article: Article, annotated: Annotated
) -> tuple[ArticleEntry, Layout, tuple[EntityExcerpts, ...]]:
    """The entry and the layout of an article, and the excerpts about each of ``ArticleEntry.entities``."""
    repeated = {quote.block + HEAD for quote in article.quotes if quote.repeats >= 0}
    local_entities: dict[LocalEntity, int] = {}
    whom = [local_entities.setdefault(link.local, len(local_entities)) for link in annotated.links]
    for each in annotated.quotations:
        local_entities.setdefault(each.speaker, len(local_entities))
    marked, slots, slot_of = _slotted(article, annotated.links, whom)
    speakers = {each.block: local_entities[each.speaker] for each in annotated.quotations if each.sole}
    marked, said = _with_signs(marked, speakers)
    markdown = write_blocks(marked)
    repeats = [quote.repeats >= 0 for quote in article.quotes]
    text, places = _text(article, repeated)
    mentions = []
    for link, local, slot in zip(annotated.links, whom, slot_of, strict=True):
        mention = link.mention
        if mention.block in places.starts:
            start, end = places.span(mention.block, mention.start, mention.end)
            mentions.append(TextMention(start, end, local, mention.via, link.rule, link.certainty, slot))
    passages = article.passages
    shown = [each for each in annotated.quotations if each.block in places.starts]
    quotations = tuple(
        [
            TextQuotation(
                *(*places.span(each.block, each.start, each.end), local_entities[each.speaker], each.rule, each.number),
                *(each.block - HEAD + 1, before),
            )
            for each, before in zip(shown, _signs_before(passages, shown), strict=True)
        ]
    )
    excerpts = entity_excerpts(article, annotated, repeated)
    html, spoken = _with_spoken(body_html(markdown.replace(SAID, ""), repeats), article, annotated, local_entities)
    front = article.front
    layout = Layout(
        front,
        tuple(EDGE.split(markdown)),
        tuple(EDGE.split(html)),
        text,
        _lead(article, places),
        tuple(local_entities),
        slots,
        tuple(mentions),
        quotations,
        said,
        spoken,
        tuple([_passage(article.passages[index], at, places.ends[index]) for index, at in places.starts.items()]),
    )
    traits = {
        t.local: TraitFields(t.forms, t.roles, t.ages, t.sex, t.places, t.organisations, t.personal)
        for t in annotated.traits
    }
    headline = Headline(
        address, front.title, front.date, _summary(article), front.updated, front.authors, front.noindex
    )
    named = [(who(s.local), s.count, s.apart) for s in excerpts]
    entry = ArticleEntry(
        file,
        headline,
        tuple(
            [
                LocalRow(
                    *each, next(iter(s.roles), ""), digest_at(address, s), traits.get(s.local, NO_TRAITS), len(s.said)
                )
                for each, s in zip(named, excerpts, strict=True)
            ]
        ),
        digest_at(address, layout),
        tuple(dict.fromkeys(filter(None, (front.image, *(unquote(unescape(each)) for each in _IMAGE.findall(html)))))),
        terms_of(file, front),
    )
    return entry, layout, excerpts


def _slotted(
    article: Article, links: Sequence[Link], whom: Sequence[int]
) -> tuple[list[Block], tuple[Slot, ...], list[int]]:
    """The body with slot characters in its texts; the slots in reading order; the slot of each link, -1 for none.

    ``whom`` is the index of each link in the layout's local entities.
    """
    by_block: dict[int, list[int]] = {}
    for number, link in enumerate(links):
        by_block.setdefault(link.mention.block, []).append(number)
    blocks: list[Block] = []
    slots: list[Slot] = []
    slot_of = [-1] * len(links)
    section = 0
    for index, block in enumerate(article.blocks, HEAD):
        section += block.kind is BlockKind.HEADING
        if block.kind in (BlockKind.HEADING, BlockKind.OPAQUE):
            blocks.append(_with_slots(block, ()))
            continue
        attribution = block.text.rfind("\n\n") if block.kind is BlockKind.PULL_QUOTE else len(block.text)
        cuts = []
        for number in by_block.get(index, ()):
            link = links[number]
            mention, by_hand = link.mention, link.rule == BY_HAND
            start, apart = mention.start, mention.via in APART
            placed = apart and not by_hand and _PLACE.search(block.text, 0, start)
            if not placed and _can_stand(block.marks, start, mention.end):
                attributed = 0 <= attribution < start
                slot_of[number] = len(slots)
                slots.append(Slot(whom[number], link.certainty, section, by_hand, attributed, apart))
                cuts.append((start, mention.end))
        blocks.append(_with_slots(block, cuts))
    return blocks, tuple(slots), slot_of


def _with_signs(blocks: Sequence[Block], speakers: Mapping[int, int]) -> tuple[list[Block], tuple[SaidSign, ...]]:
    """The body with the places of ``{said=…}``; ``speakers`` are those who alone are quoted in a passage."""
    marked, said = [], []
    for index, block in enumerate(blocks, HEAD):
        if block.said or index in speakers:
            said.append(SaidSign(speakers.get(index, -1), block.said))
            marked.append(replace(block, said=SAID))
        else:
            marked.append(block)
    return marked, tuple(said)


def _signs_before(passages: Sequence[Block], quotations: Iterable[Quotation]) -> Iterator[int]:
    """The number of characters before each quotation in its passage, without white space."""
    block = at = count = 0
    for each in quotations:
        if each.block != block or each.start < at:
            block, at, count = each.block, 0, 0
        count += len("".join(passages[block].text[at : each.start].split()))
        at = each.start
        yield count


def _with_spoken(
    html: str, article: Article, annotated: Annotated, locals_: Mapping[LocalEntity, int]
) -> tuple[str, tuple[int, ...]]:
    """The HTML with the words marked that somebody said, and the speaker of each."""
    found = [
        each
        for each in annotated.quotations
        if each.block >= HEAD and article.blocks[each.block - HEAD].kind in _RUNNING
    ]
    spans: dict[int, list[tuple[int, int]]] = {}
    for each in found:
        spans.setdefault(each.block - HEAD + 1, []).append((each.start, each.end))
    html, numbers = with_quotations(html, spans)
    return html, tuple([locals_[found[number].speaker] for number in numbers])


def _can_stand(marks: Sequence[Mark], start: int, end: int) -> bool:
    """Whether a link is possible here: it crosses no markup, and is not in code or in a link by hand."""
    for mark in marks:
        if mark.end <= start or end <= mark.start or mark.kind is MarkKind.ENTITY:
            continue
        inside = mark.start <= start and end <= mark.end
        around = start <= mark.start and mark.end <= end
        if mark.kind in (MarkKind.CODE, MarkKind.LINK, MarkKind.NOTE) or not (inside or around):
            return False
    return True


def _without_entity_marks(marks: Sequence[Mark]) -> tuple[Mark, ...]:
    """The marks without those of entities, whose decisions are in the slots; "none:" is kept for the Markdown."""
    return tuple(m for m in marks if m.kind is not MarkKind.ENTITY or m.target == "none:")


def _with_slots(block: Block, cuts: Sequence[tuple[int, int]]) -> Block:
    """The block with slot characters around ``cuts`` (sorted, separate) and its marks shifted."""
    if not cuts and not block.marks:
        return block
    pieces, last = [], 0
    for start, end in cuts:
        pieces += [block.text[last:start], "\x02", block.text[start:end], "\x03"]
        last = end
    pieces.append(block.text[last:])
    marks = []
    for mark in _without_entity_marks(block.marks):
        # Only markup of a part of a name is inside its slot.
        inside = mark.start < mark.end and any(
            start <= mark.start and mark.end <= end and (start, end) != (mark.start, mark.end) for start, end in cuts
        )
        first = sum(start < mark.start or (inside and start == mark.start) for start, _ in cuts)
        first += sum(end <= mark.start for _, end in cuts)
        last = sum(start < mark.end for start, _ in cuts)
        last += sum(end < mark.end or (not inside and end == mark.end) for _, end in cuts)
        marks.append(Mark(mark.start + first, mark.end + last, mark.kind, mark.target))
    return replace(block, text="".join(pieces), marks=tuple(marks))


class _TextPlaces(NamedTuple):
    """Where the passages of an article are in ``article.txt``."""

    starts: dict[int, int]
    """Of each passage."""
    ends: dict[int, int]
    signs: dict[int, list[tuple[int, int]]]
    """For passages with footnotes, the places in the passage before which the text has their numbers, and how long."""

    def span(self, index: int, start: int, end: int) -> tuple[int, int]:
        """The place of a span of a passage; a number right behind it does not belong to it."""
        at, signs = self.starts[index], self.signs.get(index, ())
        before = sum(length for place, length in signs if place <= start)
        inside = sum(length for place, length in signs if start < place < end)
        return at + start + before, at + end + before + inside


def _text(article: Article, repeated: set[int]) -> tuple[str, _TextPlaces]:
    """``article.txt``, in which the numbers of footnotes stand in square brackets."""
    places = _TextPlaces({}, {}, {})
    labels = [block.label for block in article.blocks if block.label]
    numbers = {label: number for number, label in reversed(list(enumerate(labels, 1)))}
    pieces: list[str] = []
    at = count = 0
    for index, passage in enumerate(article.passages):
        text = passage.text
        if not text or index in repeated:
            continue
        if passage.label:
            count += 1
            text = text.removeprefix(f"[^{passage.label}]:").lstrip() if passage.kind is BlockKind.OPAQUE else text
        signs = [(m.start, f"[{numbers[m.target]}]") for m in passage.marks if m.kind is MarkKind.NOTE]
        signs = [(0, f"[{count}] "), *signs] if passage.label else signs
        if signs:
            places.signs[index] = [(place, len(sign)) for place, sign in signs]
            for place, sign in reversed(signs):
                text = text[:place] + sign + text[place:]
        places.starts[index] = at
        places.ends[index] = at + len(text)
        pieces.append(text)
        at += len(text) + 2
    return "\n\n".join(pieces), places


def _passage(block: Block, start: int, end: int) -> TextPassage:
    return TextPassage(block.kind, start, end, block.level)


def _lead(article: Article, places: _TextPlaces) -> int:
    """The end of title, standfirst and first paragraph in ``article.txt``."""
    first = next((i for i, block in enumerate(article.blocks, HEAD) if block.kind is BlockKind.PARAGRAPH), HEAD)
    passages = article.passages
    return max((places.span(i, 0, len(passages[i].text))[1] for i in places.starts if i <= first), default=0)


def _summary(article: Article) -> str:
    """The standfirst, or the beginning of the first paragraph that tells something; otherwise what there is.

    A label ("ABSTRACT."), the title once more, a line that only introduces others ("All times are local:") and a
    caption that was not recognized tell nothing.
    """
    front = article.front
    paragraphs = [block.text for block in article.blocks if block.kind is BlockKind.PARAGRAPH]
    if front.standfirst and _is_informative(front.standfirst, front.title):
        return front.standfirst
    informative = (text for text in paragraphs if _is_prose(text) and _is_informative(text, front.title))
    first = next(informative, front.standfirst or next(iter(paragraphs), ""))
    return first if len(first) <= SUMMARY else excerpt(first, 0, 1, SUMMARY)


def _is_informative(text: str, title: str) -> bool:
    """Whether words say more than a label or the title does."""
    return " " in text and not _OPEN_END.search(text) and letters(text) != letters(title)


def _is_prose(text: str) -> bool:
    """Whether a paragraph is sentences: enough words, most of them in lower case, and an end."""
    words = text.split(maxsplit=SHORT)
    return len(words) > SHORT and bool(_FULL_END.search(text)) and any(word.islower() for word in words[1:])
