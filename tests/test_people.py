"""People: the links in each case file say which names are people; everything without a link is no one.

A case is an article, title first, in which ``[words](Name)`` marks each person found. A line ``labels LABEL: words;
words`` gives the language model's label for these words wherever they occur; without one there is no model at all.
``## `` begins a heading, and a quotation below ``{.caption}`` is a caption, as in Markdown.
"""

import itertools
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.annotate.decide import annotate
from builder.annotate.gazetteer import load
from builder.annotate.lexicon import lexicon
from builder.core.kinds import EntityKind
from builder.core.values import Article, Block, BlockKind, FrontMatter, Proposal
from builder.settings.decisions import Slice
from builder.store.sources import data

CASES = sorted((Path(__file__).parent / "cases" / "people").glob("*.txt"))
GAZETTEER = load(data("countries.toml"))
LEXICON = lexicon(data("first-names.txt"), data("family-names.txt"), data("words.txt"))
LINK = re.compile(r"\[([^]]+)\]\(([^)]+)\)")

Found = list[tuple[int, int, int, str]]


def read(text: str) -> tuple[list[Block], Found, list[tuple[str, str]]]:
    """The passages of a case, the people in them, and the model's proposals."""
    labels: list[tuple[str, str]] = []
    blocks: list[Block] = []
    expected: Found = []
    for passage in text.strip().split("\n\n"):
        if passage.startswith("labels "):
            label, _, words = passage.removeprefix("labels ").partition(": ")
            labels += [(label, each) for each in words.split("; ")]
            continue
        kind, marked = kind_of(passage)
        plain, last = "", 0
        for match in LINK.finditer(marked):
            plain += marked[last : match.start()]
            expected.append((0 if not blocks else len(blocks) + 1, len(plain), len(plain) + len(match[1]), match[2]))
            plain, last = plain + match[1], match.end()
        blocks.append(Block(kind, plain + marked[last:]))
    return blocks, expected, labels


def kind_of(passage: str) -> tuple[BlockKind, str]:
    """The kind of a passage of a case, and its words."""
    if passage.startswith("## "):
        return BlockKind.HEADING, passage.removeprefix("## ")
    if passage.startswith("{.caption}\n"):
        return BlockKind.CAPTION, re.sub(r"(?m)^> ?", "", passage.removeprefix("{.caption}\n"))
    return BlockKind.PARAGRAPH, passage


def paragraphs(*texts: str) -> list[Block]:
    return [Block(BlockKind.PARAGRAPH, text) for text in texts]


def found(blocks: list[Block], labels: list[tuple[str, str]]) -> Found:
    article = Article("story.txt", FrontMatter(title=blocks[0].text), tuple(blocks[1:]))
    proposals = [
        Proposal(block, match.start(), match.end(), label)
        for block, passage in enumerate(article.passages)
        for label, words in labels
        for match in re.finditer(re.escape(words), passage.text)
    ]
    links = annotate(article, proposals, Slice(), GAZETTEER, LEXICON).value.links
    people = (link for link in links if link.mention.kind is EntityKind.PERSON)
    return [(p.mention.block, p.mention.start, p.mention.end, p.local.name) for p in people]


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_exactly_these_are_found(path: Path) -> None:
    blocks, expected, labels = read(path.read_text(encoding="utf-8"))

    assert found(blocks, labels) == expected


def test_a_label_of_the_model_is_enough_for_a_full_name() -> None:
    texts = paragraphs("A visit", "Then Yevdokia Tramell came.")

    assert found(texts, []) == []
    assert found(texts, [("PERSON", "Yevdokia Tramell")]) == [(2, 5, 21, "Yevdokia Tramell")]


def test_what_the_model_takes_for_a_thing_swallows_a_short_name() -> None:
    texts = paragraphs("A visit", "Anna Tramell said that Tramell Partners was hers.")

    assert [name for *_, name in found(texts, [("ORG", "Tramell Partners")])] == ["Anna Tramell"]


def test_ordinary_words_make_no_name_even_if_the_model_says_so() -> None:
    texts = paragraphs("On screen", "Gone was Seven Lanterns, and so was Cold Matters.")

    assert found(texts, [("PERSON", "Seven Lanterns"), ("PERSON", "Cold Matters")]) == []


@given(st.lists(st.text(st.sampled_from("AKkim Jon.-’'\n,()“”éX–1"), max_size=60), min_size=2, max_size=4))
def test_links_lie_in_their_passages_and_never_overlap(texts: list[str]) -> None:
    places = found(paragraphs(*texts), [])

    passages = [texts[0], "", *texts[1:]]
    assert all(0 <= start < end <= len(passages[block]) for block, start, end, _ in places)
    assert all(one[0] != two[0] or one[2] <= two[1] for one, two in itertools.pairwise(places))
