"""Reading pasted text. Cases are in cases/structure: a text, a line of dashes, and the result."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from builder.core.text import WORD
from builder.core.values import Article, Block, BlockKind, FrontMatter, MarkKind, RawArticle
from builder.markdown.block_reader import read_blocks
from builder.markdown.block_writer import write_blocks
from builder.read import buttons, heads, notices, passages
from builder.read.match import LineKind
from builder.read.structure import complete, explain, structure
from builder.settings.config import Clean

LABELS = {BlockKind.PARAGRAPH: "p", BlockKind.HEADING: "h", BlockKind.PULL_QUOTE: "pull", BlockKind.OPAQUE: "table"}
CASES = sorted((Path(__file__).parent / "cases" / "structure").glob("*.txt"))
SHARED = Path(__file__).parent.parent.parent / "shared"
STORY = SHARED / "articles" / "kim-in-beijing.txt"

ELSEWHERE = (LineKind.LEFT_OUT, LineKind.PAGE, LineKind.AUTHORS, LineKind.DATE, LineKind.RELATED, LineKind.UPDATE)
SAID = ("title", "standfirst", "authors", "contributors", "date", "updated", "dateline", "agency", "related")


def read(text: str, path: str = "no-title.txt", **front: str) -> Article:
    article = structure(RawArticle(path, text, FrontMatter(**front))).value  # type: ignore[arg-type]  # only texts here
    assert article is not None
    return article


def shown(article: Article) -> list[str]:
    """The article in the format of case files."""
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
        lines.append(f"{label(block)}: {' / '.join(filter(None, text.splitlines()))}")
    return lines


def label(block: Block) -> str:
    if block.marks:
        (mark,) = block.marks
        whole = mark.end == len(block.text)
        return "note" if mark.kind is MarkKind.EMPHASIS else "question" if whole else "turn"
    if block.kind is BlockKind.ITEM:
        return f"item {block.level}" if block.level else "item"
    return LABELS.get(block.kind, block.kind.value)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_text_becomes_what_its_case_says(case: Path) -> None:
    text, _, expected = case.read_text(encoding="utf-8").partition("\n----\n")
    claims = explain(RawArticle("no-title.txt", text))

    lines = shown(read(text))
    lines += [
        f"left: {claim.rule}: {claim.text}" for claim in claims if claim.kind in (LineKind.LEFT_OUT, LineKind.PAGE)
    ]

    assert lines == expected.rstrip("\n").split("\n")


def test_patterns_that_lines_in_small_letters_are_matched_with_have_no_capital() -> None:
    patterns = [buttons._BEGINNING, *(pattern for _, _, pattern in buttons._WITHIN), heads._POINTS, passages._NOTE]
    patterns += [notices._UPDATES, notices._CREDIT, notices._CAPTION]

    assert [p.pattern for p in patterns if re.search("[A-Z]", re.sub(r"\\[SWDZ]", "", p.pattern))] == []


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
        "> one",
        "a\tb",
        "“It rained",
        "“It rained.”",
        "Who asked you?",
        "Feb 7: rain",
        "Editor’s note: rain",
        "Rain. — Jane (@jane) March 3, 2018",
        "1. one",
        "2. two",
        "It rained on Monday, and again on Tuesday, until the river rose over its banks.",
        "it rained on monday, and again on tuesday",
        "March 3, 2020",
        "",
    )
)
MENU = "Home\nNews\nSport\nMore\nLog in\nSubscribe\nSearch\n"
LETTERS = st.one_of(st.sampled_from("\n\t "), st.characters(exclude_categories=["Cs", "Cc"]))
"""The characters that decoding allows."""
TEXTS = st.one_of(
    st.text(LETTERS, max_size=300),
    st.lists(st.one_of(NEWS, st.text(LETTERS, max_size=80)), max_size=25).map("\n".join),
    st.lists(st.one_of(NEWS, st.just(MENU)), max_size=25).map("\n".join),
)


@given(TEXTS)
def test_every_line_that_is_not_blank_is_claimed_once_in_order(text: str) -> None:
    claims = explain(RawArticle("a.txt", text))

    numbers = [claim.line for claim in claims]

    assert numbers == sorted(set(numbers))
    assert "".join("".join(claim.text for claim in claims).split()) == "".join(text.split())


@given(TEXTS)
def test_every_word_of_the_body_is_kept(text: str) -> None:
    article = read(text)
    claims = explain(RawArticle("a.txt", text))

    body = [claim.text for claim in claims if claim.kind not in ELSEWHERE and claim.rule != "dateline"]
    kept = [article.front.title, article.front.standfirst, *(f"{b.level or ''} {b.text}" for b in article.blocks)]

    assert set(WORD.findall("\n".join(body))) <= set(WORD.findall("\n".join(kept))) | {"0"}


@given(TEXTS)
@example(";\n0000000000000000:0:İ0:0:0\n0000000000000000:0:İ0:0:0")
def test_markdown_of_the_blocks_reads_as_the_blocks(text: str) -> None:
    blocks = read(text).blocks

    assert read_blocks(write_blocks(blocks)).value == blocks


@given(TEXTS)
def test_blocks_are_single_paragraphs_without_white_space_around(text: str) -> None:
    for block in read(text).blocks:
        assert block.text == block.text.strip()
        assert block.text
        assert all(line.strip() == line for line in block.text.split("\n"))
        assert block.kind is not BlockKind.PARAGRAPH or all(block.text.split("\n"))
        assert all(mark.start == 0 < mark.end <= len(block.text) for mark in block.marks)


def test_front_matter_wins_over_what_the_text_says() -> None:
    article = read("A headline\n\nBy Jane Doe\n\nIt rained on Monday.", title="A headline", date="2020-01-01")

    assert article.front.title == "A headline"
    assert article.front.authors == ("Jane Doe",)
    assert article.front.date == "2020-01-01"
    assert [block.text for block in article.blocks] == ["It rained on Monday."]


def test_a_title_in_front_matter_leaves_the_first_line_in_the_body() -> None:
    article = read("It rained on Monday.\n\nIt rained on Tuesday.", title="Rain")

    assert [block.text for block in article.blocks] == ["It rained on Monday.", "It rained on Tuesday."]


def test_without_a_headline_the_first_sentence_is_the_title_with_a_doubt() -> None:
    result = structure(RawArticle("rain.txt", "BONN (AP) — It rained. Nobody was wet."))

    assert result.value is not None
    assert result.value.front.title == "It rained."
    assert [block.text for block in result.value.blocks] == ["It rained. Nobody was wet."]
    assert result.problems == ()
    assert [(doubt.kind, doubt.subject) for doubt in result.doubts] == [("no-title", "It rained.")]


def test_a_paragraph_of_white_space_is_no_title() -> None:
    result = complete(
        "a.md", FrontMatter(), [Block(BlockKind.PARAGRAPH, "\xa0"), Block(BlockKind.PARAGRAPH, "It rained.")]
    )

    assert result.value is not None
    assert result.value.front.title == "It rained."


def test_without_headline_and_paragraph_the_file_names_the_article_with_a_warning() -> None:
    result = structure(RawArticle("news/late_rain-again.txt", "© 2020 All rights reserved"))

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


WRAPPED = """\
A bakery by the river

The communi-
ty bakery by the river will close on Friday after forty long-
standing years of trade, its owner said, and the neighbour-
hood will miss the smell of bread. Her well-
known rye loaf won a medal in the state-
run competition of 1988, and the whole neighbourhood came.
"""


def test_words_broken_at_the_ends_of_lines_are_whole_again() -> None:
    known = frozenset({"community", "standing", "long"})

    article = structure(RawArticle("a.txt", WRAPPED), is_word=known.__contains__).value

    assert article is not None
    (block,) = article.blocks
    assert block.text.startswith("The community bakery")
    assert "forty long-standing years" in block.text
    assert "the neighbourhood will miss" in block.text
    assert "Her well-known rye loaf" in block.text
    assert "the state-run competition" in block.text


CLEANED = "Rain\n\nIt rained on Monday.\n\nPhone us on 555 0100\n\nWords and rain: Ida Falk\n\nIt rained on Tuesday."


@pytest.mark.parametrize(
    ("rule", "kind"),
    [
        (Clean(text="phone us"), LineKind.LEFT_OUT),
        (Clean(pattern=r"^Phone .* \d+$"), LineKind.LEFT_OUT),
        (Clean(text="Phone us", kind="related"), LineKind.RELATED),
        (Clean(text="Phone us", kind="update"), LineKind.UPDATE),
        (Clean(text="Phone us", kind="credit"), LineKind.CAPTION),
        (Clean(text="Phone us", folder="news"), LineKind.LEFT_OUT),
        (Clean(text="Phone us", folder="other"), LineKind.PARAGRAPH),
        (Clean(text="Write to us"), LineKind.PARAGRAPH),
    ],
)
def test_lines_are_what_the_author_says_they_are(rule: Clean, kind: LineKind) -> None:
    claims = explain(RawArticle("news/rain.txt", CLEANED), [rule])

    assert [claim.kind for claim in claims if claim.text.startswith("Phone")] == [kind]
    assert [claim.kind for claim in claims if claim.text.startswith("It rained")] == [LineKind.PARAGRAPH] * 2


def test_a_credit_of_the_authors_own_names_its_people() -> None:
    rule = Clean(pattern="^Words and", kind="credit")
    raw = RawArticle("a.txt", CLEANED.replace("Words and rain: Ida Falk", "Words and rain by Ida Falk and Jon Berg"))

    article = structure(raw, [rule]).value

    assert article is not None
    assert article.front.authors == ("Ida Falk", "Jon Berg")


def test_the_authors_rules_come_before_ours() -> None:
    claims = explain(RawArticle("a.txt", "Rain\n\nBy Ida Falk\n\nIt rained."), [Clean(text="Ida Falk")])

    assert [(claim.rule, claim.kind) for claim in claims][1] == ("clean", LineKind.LEFT_OUT)


def test_a_long_text_takes_time_linear_in_its_length() -> None:
    """Would not end if a rule were quadratic: two megabytes in lines that look like the beginning of everything."""
    lines = [
        "By " + "Aa " * 30,
        "1. one",
        "Updated " + "a " * 60,
        "— " + "A, " * 40,
        "same same same same same same same ... same",
    ]

    article = read("\n\n".join(lines * 4000))

    assert len(article.blocks) > 4000


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[ " * 50_000, "a block has 50000 brackets, more than 2000"),
        ("](" * 50_000, "a block has 50000 brackets, more than 2000"),
        ("It rained. " * 280_000, "a block has 3079999 characters, more than 200000"),
        ("* " * 50_000, "a block has 50000 stars, underscores and tildes, more than 20000"),
    ],
)
def test_a_line_that_would_take_markdown_minutes_is_a_problem_with_its_line(text: str, message: str) -> None:
    result = structure(RawArticle("a.txt", f"Rain\n\nIt rained.\n\n{text}"))

    assert result.value is None
    assert [(problem.message, problem.line) for problem in result.problems] == [(message, 5)]


@pytest.mark.parametrize(
    "line",
    ["Abc def", "Who is it, you?\n\nI am.", "“I say so", "> a", "a\tb\n\nc", "— A B", "By A and B", "1. a", "a,"],
)
def test_many_short_lines_take_time_linear_in_their_number(line: str) -> None:
    """Would not end if a rule were quadratic: thirty thousand lines that look like the beginning of something."""
    assert len(read("Title\n\n" + f"{line}\n" * 30_000).front.title) < 200


@pytest.mark.parametrize(
    ("path", "date"),
    [
        ("2015-03-17-rain.txt", "2015-03-17"),
        ("news/paper_2016-10-20_rain.txt", "2016-10-20"),
        ("2015-03-17/rain.txt", ""),
        ("2015-02-31-rain.txt", ""),
        ("12015-03-171.txt", ""),
    ],
)
def test_a_full_date_in_the_name_of_a_file_dates_an_article_without_one(path: str, date: str) -> None:
    assert read("Rain\n\nIt rained.", path).front.date == date


def test_a_date_in_the_text_comes_before_that_in_the_name_of_its_file() -> None:
    assert read("Rain\n\nMarch 3, 2018\n\nIt rained.", "2015-03-17-rain.txt").front.date == "2018-03-03"


@pytest.mark.parametrize("line", ["Home", "Read more", "12 comments", "It rained again, and the river rose. " * 4])
def test_a_web_page_takes_time_linear_in_its_lines(line: str) -> None:
    """Would not end if the search for the story or its headline were quadratic."""
    story = "It rained on Monday, and again on Tuesday, until the river rose over its banks.\n\n" * 9

    claims = explain(RawArticle("a.txt", f"{MENU}{line}\n" * 500 + f"Rain at last\n\n{story}" + f"{line}\n" * 8_000))

    assert len(claims) > 10_000


def test_a_hundred_thousand_empty_lines_are_nothing() -> None:
    article = read("Rain\n" + "\n" * 100_000 + "It rained.")

    assert [block.text for block in article.blocks] == ["It rained."]


def real_texts(*, pages: bool = True) -> list[tuple[str, str]]:
    """Texts that are not ours, with their names, and ``pages`` that were pasted whole; none if they are missing."""
    gold = (file.read_text(encoding="utf-8") for file in SHARED.glob("gold/*.jsonl"))
    rows = (json.loads(line) for whole in gold for line in whole.splitlines())
    texts = ((row["id"], row["paste"] if "paste" in row else row["text"]) for row in rows if pages or "text" in row)
    stories = ((file.stem, file.read_text(encoding="utf-8")) for file in SHARED.glob("articles/**/*.txt"))
    return [*texts, *stories]


@pytest.mark.skipif(not SHARED.exists(), reason="the real texts are not here")
def test_every_line_of_real_texts_is_claimed_and_their_markdown_reads_the_same() -> None:
    for name, text in real_texts():
        claims = explain(RawArticle("a.txt", text))
        blocks = read(text).blocks

        assert "".join("".join(claim.text for claim in claims).split()) == "".join(text.split()), name
        assert [claim.line for claim in claims] == sorted({claim.line for claim in claims}), name
        assert read_blocks(write_blocks(blocks)).value == blocks, name


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
