"""Who said what: each case file is about one way in which a text quotes, and says whose words are whose.

A case is a text, the people whom it names, and the quotations with their speakers; whatever else is quoted has none.
Beside "text" a case may have "title" and "markdown".
"""

import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from builder.annotate.quotations import unread_quotations
from builder.annotate.quote_marks import quoted_words
from builder.core.values import Article, Block, BlockKind, FrontMatter, Mark, MarkKind
from builder.read.article_reader import Reader
from builder.read.quotes import tie
from tests.people import an_article, decided, names

CASES = [
    pytest.param(case, id=f"{path.stem}: {case['text'][:60]}")
    for path in sorted((Path(__file__).parent / "cases" / "quotations").glob("*.toml"))
    for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]
]


def article_of(case: dict[str, Any]) -> Article:
    """The article of a case: paragraph by paragraph, or as it is read from pasted text."""
    if case.get("pasted"):
        raw = case["text"].strip().encode()
        article = Reader((), len(raw), names().is_ordinary).article("bridge.txt", raw, "bridge.txt").value
        assert article
        return article
    return an_article(*case["text"].strip().split("\n\n"), front=FrontMatter(title=case.get("title", "A day in Leeds")))


def said(article: Article, people: Sequence[str]) -> list[tuple[str, str]]:
    """The speakers and the words of an article's quotations, in reading order."""
    found = decided(article, *((name, "PERSON") for name in people)).value.quotations
    return [(each.speaker.name, article.passages[each.block].text[each.start : each.end]) for each in found]


@pytest.mark.parametrize("case", CASES)
def test_exactly_these_quotations_have_a_speaker(case: dict[str, Any]) -> None:
    article = article_of(case)

    found = said(article, case["people"])

    assert found == [tuple(each) for each in case["said"]]


def test_parts_of_one_quotation_have_one_number() -> None:
    article = an_article("“The bridge,” Anna Berg said, “is open.” Otto Kern said: “It is not open at all.”")

    found = decided(article, ("Anna Berg", "PERSON"), ("Otto Kern", "PERSON")).value.quotations

    assert [each.number for each in found] == [1, 1, 2]


def test_a_pull_quote_tells_who_said_what_it_repeats() -> None:
    words = "Nobody has to wait for the ferry any more."
    blocks = (
        Block(BlockKind.PULL_QUOTE, f"{words}\n\n— Anna Berg, engineer"),
        Block(BlockKind.PARAGRAPH, f"It rained on the bridge. “{words}” Then it stopped."),
    )
    article = replace(an_article(), blocks=blocks, quotes=tie(blocks))

    found = decided(article, ("Anna Berg", "PERSON")).value.quotations

    assert [(each.speaker.name, each.block, each.rule) for each in found] == [("Anna Berg", 3, "attribution")]


def test_a_story_in_another_language_has_only_signed_quotations() -> None:
    mark = Mark(
        len("Niemand wartet.\n\n— "), len("Niemand wartet.\n\n— Anna Berg"), MarkKind.ENTITY, "person:anna-berg"
    )
    article = replace(an_article(), blocks=(Block(BlockKind.PULL_QUOTE, "Niemand wartet.\n\n— Anna Berg", (mark,)),))

    found = unread_quotations(article, quoted_words(article.passages), decided(article).value.links).value

    assert [(each.speaker.id, each.rule) for each in found] == [("anna-berg", "attribution")]


WORDS = st.sampled_from(
    [
        "“",
        "”",
        '"',
        "‘",
        "’",
        "'",
        "''",
        "said",
        "he",
        "She",
        "Anna Berg",
        "Otto Kern",
        "the minister",
        ",",
        ".",
        "?",
        ": ",
        "who",
        "saying",
        "according to",
        "and",
        "\n\n",
        "It rained",
        "a",
        "(",
        ")",
        "— ",
        "told reporters",
        "’s",
        "\xa0",
        ", ",
    ]
)


@given(st.lists(WORDS, max_size=40).map(" ".join))
def test_whatever_a_text_quotes_the_words_are_in_it_and_do_not_overlap(text: str) -> None:
    article = an_article(*(part for part in text.split("\n\n") if part.strip()))

    found = decided(article, ("Anna Berg", "PERSON"), ("Otto Kern", "PERSON")).value

    linked = {link.local for link in found.links}
    ends: dict[int, int] = {}
    for each in found.quotations:
        assert ends.get(each.block, 0) <= each.start < each.end <= len(article.passages[each.block].text)
        assert each.speaker in linked
        ends[each.block] = each.end
