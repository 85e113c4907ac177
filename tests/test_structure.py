"""Reading pasted text. Cases stand in cases/structure: a text, a line of dashes, and what it becomes."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.model import Article, Block, BlockKind, FrontMatter, MarkKind, RawArticle
from builder.read.match import Kind
from builder.read.structure import complete, explain, structure
from builder.text import WORD

CASES = sorted((Path(__file__).parent / "cases" / "structure").glob("*.txt"))
STORY = Path(__file__).parent.parent.parent / "shared" / "articles" / "kim-in-beijing.txt"

BODY = (Kind.TITLE, Kind.STANDFIRST, Kind.PARAGRAPH, Kind.HEADING, Kind.ITEM, Kind.PULL_QUOTE)
UNSEEN = (Kind.LEFT_OUT, Kind.CAPTION, Kind.CREDIT)
SAID = ("title", "standfirst", "authors", "contributors", "date", "updated", "dateline", "agency", "related")


def read(text: str, path: str = "no-title.txt", **front: str) -> Article:
    article = structure(RawArticle(path, text, FrontMatter(**front))).value  # type: ignore[arg-type]  # only texts here
    assert article is not None
    return article


def shown(article: Article) -> list[str]:
    """The article as case files write it."""
    front = article.front
    lines = []
    for key in SAID:
        value = getattr(front, key)
        if value:
            lines.append(f"{key}: {'; '.join(value) if isinstance(value, tuple) else value}")
    lines += [f"correction: {c.time}{': ' * bool(c.time)}{c.text}" for c in front.corrections]
    quotes = {quote.block: quote for quote in article.quotes}
    for i, block in enumerate(article.blocks):
        text = block.text
        if block.kind is BlockKind.PULL_QUOTE:
            quote = quotes[i]
            text = f"{text.partition(chr(10))[0]} | {quote.speaker} | {quote.role}"
            if quote.repeats >= 0:
                text += f" | repeats {article.blocks[quote.repeats].text[quote.start : quote.end]}"
        lines.append(f"{label(block)}: {text}")
    return lines


def label(block: Block) -> str:
    if block.marks:
        return "turn"
    if block.kind is BlockKind.ITEM:
        return f"item {block.level}" if block.level else "item"
    return {BlockKind.PARAGRAPH: "p", BlockKind.HEADING: "h", BlockKind.PULL_QUOTE: "pull"}[block.kind]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_text_becomes_what_its_case_says(case: Path) -> None:
    text, _, expected = case.read_text(encoding="utf-8").partition("\n----\n")
    claims = explain(RawArticle("no-title.txt", text))

    lines = shown(read(text))
    lines += [f"left: {claim.rule}: {claim.text}" for claim in claims if claim.kind in UNSEEN]

    assert lines == expected.rstrip("\n").split("\n")


NEWS = st.sampled_from(
    (
        "By Jane Doe",
        "Share",
        "12 comments",
        "— Jane Doe, painter",
        "BONN (AP) — It rained.",
        "Photo: Jane Doe",
        "A heading",
        "Related stories",
        "Correction: It rained.",
        "Updated: 3 p.m.",
        "For the record",
        "Q: Why?",
        "A: Because.",
        "• one",
        "1. one",
        "2. two",
        "It rained on Monday, and again on Tuesday, until the river rose over its banks.",
        "it rained on monday, and again on tuesday",
        "March 3, 2020",
        "",
    )
)
TEXTS = st.one_of(st.text(max_size=300), st.lists(st.one_of(NEWS, st.text(max_size=80)), max_size=25).map("\n".join))


@given(TEXTS)
def test_every_line_that_says_something_is_claimed_once_in_order(text: str) -> None:
    claims = explain(RawArticle("a.txt", text))

    numbers = [claim.line for claim in claims]

    assert numbers == sorted(set(numbers))
    assert "".join("".join(claim.text for claim in claims).split()) == "".join(text.split())


@given(TEXTS)
def test_every_word_of_the_body_is_kept(text: str) -> None:
    article = read(text)
    claims = explain(RawArticle("a.txt", text))

    body = [claim.text for claim in claims if claim.kind in BODY and claim.rule != "dateline"]
    kept = [article.front.title, article.front.standfirst, *(f"{b.level or ''} {b.text}" for b in article.blocks)]

    assert set(WORD.findall("\n".join(body))) <= set(WORD.findall("\n".join(kept))) | {"0"}


@given(TEXTS)
def test_blocks_are_single_paragraphs_without_white_space_around(text: str) -> None:
    for block in read(text).blocks:
        assert block.text == block.text.strip()
        assert block.text
        assert "\n" not in block.text or block.kind is BlockKind.PULL_QUOTE
        assert all(mark.end <= len(block.text) and mark.kind is MarkKind.STRONG for mark in block.marks)


def test_front_matter_wins_over_what_the_text_says() -> None:
    article = read("A headline\n\nBy Jane Doe\n\nIt rained on Monday.", title="A headline", date="2020-01-01")

    assert article.front.title == "A headline"
    assert article.front.authors == ("Jane Doe",)
    assert article.front.date == "2020-01-01"
    assert [block.text for block in article.blocks] == ["It rained on Monday."]


def test_a_title_in_front_matter_leaves_the_first_line_in_the_body() -> None:
    article = read("It rained on Monday.\n\nIt rained on Tuesday.", title="Rain")

    assert [block.text for block in article.blocks] == ["It rained on Monday.", "It rained on Tuesday."]


def test_without_a_headline_the_file_names_the_article_with_a_warning() -> None:
    result = structure(RawArticle("news/late_rain-again.txt", "BONN (AP) — It rained."))

    assert result.value is not None
    assert result.value.front.title == "Late rain again"
    assert [problem.warning for problem in result.problems] == [True]
    assert str(result.problems[0]).startswith("news/late_rain-again.txt: no title found")


def test_a_heading_at_the_beginning_is_the_title_of_blocks_without_one() -> None:
    blocks = Block(BlockKind.HEADING, "Rain", level=2), Block(BlockKind.PARAGRAPH, "It rained.")

    result = complete("rain.md", FrontMatter(), blocks)

    assert result.value == Article("rain.md", FrontMatter(title="Rain"), blocks[1:])
    assert result.problems == ()


def test_lines_are_counted_in_the_file() -> None:
    claims = explain(RawArticle("a.txt", "Rain\n\n\nIt rained.", line=5))

    assert [claim.line for claim in claims] == [5, 8]


def test_a_long_text_takes_time_linear_in_its_length() -> None:
    """Would not end, were a rule quadratic: two megabytes in lines made to look like beginnings of everything."""
    lines = [
        "By " + "Aa " * 30,
        "1. one",
        "Updated " + "a " * 60,
        "— " + "A, " * 40,
        "same same same same same same same ... same",
    ]

    article = read("\n\n".join(lines * 4000))

    assert len(article.blocks) > 4000


needs_story = pytest.mark.skipif(not STORY.exists(), reason="the real story is not here")


@needs_story
def test_the_real_story_has_its_parts() -> None:
    article = read(STORY.read_text(encoding="utf-8"), STORY.name)
    front = article.front

    assert front.title.endswith("any North Korean talks")
    assert article.blocks[0].text.startswith("It had the trappings")
    assert article.blocks[-1].text.endswith("outsmart them once again.”")
    assert front.authors == ("Kaiman", "Wilkinson")
    assert front.contributors == ("Kemeng Fan",)
    assert len(front.related) == 3
    assert [correction.time for correction in front.corrections] == ["3:35 p.m.", "6:50 a.m."]
    assert {block.kind for block in article.blocks} == {BlockKind.PARAGRAPH, BlockKind.PULL_QUOTE}


@needs_story
def test_the_real_story_has_one_pull_quote_tied_to_its_sentence() -> None:
    article = read(STORY.read_text(encoding="utf-8"), STORY.name)

    (quote,) = article.quotes

    assert (quote.speaker, quote.role) == ("Andrei Lankov", "director of the Korea Risk Group")
    assert quote.repeats == len(article.blocks) - 1
    words = article.blocks[quote.repeats].text[quote.start : quote.end]
    assert words.startswith("“I can assure you")
    assert words.endswith("everybody.")
