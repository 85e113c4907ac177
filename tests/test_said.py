"""Who said a quotation, by a decision in entities.toml."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from builder.annotate.decided_quotations import beginning
from builder.commands.check import check
from builder.core.values import Article, Block, BlockKind, FrontMatter, Quote
from builder.settings.decisions import Said, Slice
from builder.site import build
from tests.people import decided

LANKOV = "Andrei Lankov, a professor, came with Marie Roux, a nurse."


def an_article(*blocks: Block | str, title: str = "A visit", quotes: Sequence[Quote] = ()) -> Article:
    made = (block if isinstance(block, Block) else Block(BlockKind.PARAGRAPH, block) for block in blocks)
    return Article("talks.txt", FrontMatter(title=title), tuple(made), tuple(quotes))


def said(article: Article, *decisions: tuple[str, str]) -> list[tuple[str, str, int]]:
    """The words, the speaker and the number of each quotation; those with a decision have its person's id."""
    part = Slice(said=tuple(Said("talks", text, person) for text, person in decisions))
    passages = article.passages
    return [
        (passages[each.block].text[each.start : each.end], each.speaker.id or each.speaker.name, each.number)
        for each in decided(article, by=part).value.quotations
    ]


def test_a_decision_wins_over_what_the_text_tells() -> None:
    article = an_article(LANKOV, "“We will never accept that,” Lankov said.", "“I will not go there,” Roux said.")

    assert said(article) == [
        ("We will never accept that,", "Andrei Lankov", 1),
        ("I will not go there,", "Marie Roux", 2),
    ]
    assert said(article, ("We will never", "marie-roux")) == [
        ("We will never accept that,", "marie-roux", 1),
        ("I will not go there,", "Marie Roux", 2),
    ]


def test_a_decision_can_say_that_nobody_is_the_speaker() -> None:
    article = an_article(LANKOV, "“We will never accept that,” Lankov said.", "“I will not go there,” Roux said.")

    assert said(article, ("We will never", "")) == [("I will not go there,", "Marie Roux", 1)]


def test_a_decision_names_the_speaker_of_a_quotation_whose_speaker_was_not_known() -> None:
    article = an_article("The room was cold. “It never rains here any more.”")

    assert said(article) == []
    assert said(article, ("It never rains", "ada-quill")) == [("It never rains here any more.", "ada-quill", 1)]


@pytest.mark.parametrize(
    "words",
    [
        "Don't say it’s",
        "“Don’t say it's",
        "Don’t  say\nit's over",
        "Don’t say it’s over …",
        "Don’t say it’s over, he said.”",
    ],
)
def test_quotation_marks_white_space_and_the_end_of_the_words_do_not_matter(words: str) -> None:
    article = an_article("It went on. “Don’t say it’s\u00a0over, he said.”")

    assert [speaker for _, speaker, _ in said(article, (words, "ada-quill"))] == ["ada-quill"]


@pytest.mark.parametrize("words", ["Don't say it’s ov", "say it’s over", "don’t say it’s over", "It went on"])
def test_only_whole_words_at_the_beginning_of_a_quotation_count(words: str) -> None:
    article = an_article("It went on. “Don’t say it’s over, he said.”")

    assert said(article, (words, "ada-quill")) == []
    assert beginning(article, words) == 0


def test_the_parts_that_follow_have_the_same_speaker() -> None:
    article = an_article(LANKOV, "“We will never accept that,” Lankov said. “And we will not go.” He left.")

    assert [each[1:] for each in said(article)] == [("Andrei Lankov", 1), ("Andrei Lankov", 1)]
    assert [each[1:] for each in said(article, ("We will", "ada-quill"))] == [("ada-quill", 1), ("ada-quill", 1)]
    assert said(article, ("We will", "")) == []


def test_a_later_part_can_have_a_speaker_of_its_own() -> None:
    article = an_article(LANKOV, "“We will never accept that,” Lankov said. “And we will not go.” He left.")

    assert [each[1:] for each in said(article, ("And we will", "ada-quill"))] == [
        ("Andrei Lankov", 1),
        ("ada-quill", 2),
    ]


def test_the_paragraphs_that_continue_a_quotation_have_the_same_speaker() -> None:
    article = an_article("“It never rains here any more.", "“And it never snows.”", "“They all went home.”")

    assert said(article, ("It never rains", "ada-quill")) == [
        ("It never rains here any more.", "ada-quill", 1),
        ("And it never snows.", "ada-quill", 1),
    ]


def test_words_that_begin_several_quotations_decide_nothing() -> None:
    article = an_article("“We will not go,” one said.", "“We will not stay,” another said.")

    assert said(article, ("We will not", "ada-quill")) == []
    assert beginning(article, "We will not") == 2
    assert said(article, ("We will not stay", "ada-quill")) == [("We will not stay,", "ada-quill", 1)]


def test_a_headline_that_repeats_a_quotation_is_no_second_one() -> None:
    article = an_article("“We will not go anywhere now,” one said.", title="‘We will not go’: the talks end")

    assert beginning(article, "We will not go") == 1
    assert said(article, ("We will not go", "ada-quill")) == [
        ("We will not go", "ada-quill", 1),
        ("We will not go anywhere now,", "ada-quill", 1),
    ]


def test_a_block_quotation_and_words_in_quotation_marks_in_it_can_be_decided() -> None:
    quotation = Block(
        BlockKind.QUOTATION, "The law is clear: “No house shall stand here.”\n\n— Andrei Lankov, professor"
    )
    article = an_article(LANKOV, quotation)
    whole = "The law is clear: “No house shall stand here."

    assert said(article) == [(whole, "Andrei Lankov", 1)]
    assert said(article, ("The law is", "ada-quill")) == [(whole, "ada-quill", 1)]
    assert said(article, ("No house shall", "ada-quill")) == [("No house shall stand here.", "ada-quill", 1)]


def test_a_pull_quote_that_repeats_the_body_is_decided_with_the_body() -> None:
    body = "Nobody can say what will happen. “We will never accept that,” somebody said."
    pull = Block(BlockKind.PULL_QUOTE, "We will never accept that\n\n— Andrei Lankov, professor")
    article = an_article(LANKOV, body, pull, quotes=[Quote(2, repeats=1, start=33, end=len(body))])

    assert beginning(article, "We will never") == 1
    assert said(article, ("We will never", "ada-quill")) == [("We will never accept that,", "ada-quill", 1)]


def test_a_speaker_whom_the_article_names_has_the_name_that_it_uses() -> None:
    article = an_article("Seán Novák, a nurse, came.", "“It never rains here any more,” somebody said.")
    part = Slice(said=(Said("talks", "It never rains", "sean-novak"),))

    (quotation,) = decided(article, ("Seán Novák", "PERSON"), by=part).value.quotations

    assert (quotation.speaker.id, quotation.speaker.name) == ("sean-novak", "Seán Novák")


SITE = {
    "dateline.toml": '[site]\nbase_url = "https://example.org/"\n',
    "content/talks.md": "---\ntitle: Talks\ndate: 2018-07-04\nlanguage: de\n---\n"
    "It began late. “We will never accept that,” somebody said.\n",
    "content/rain.md": "---\ntitle: Rain\ndate: 2019-07-04\nlanguage: de\n---\n[Otto Kern](person:otto-kern) came.\n",
    "content/entities.toml": '[[said]]\narticle = "talks"\ntext = "We will never"\nperson = "otto-kern"\n',
}


def put(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def problems(folder: Path) -> list[tuple[int, str]]:
    """The problems of the decisions."""
    found = [each.problem for each in check(folder, "2026-01-01") if each.rule != "build"]
    assert all(each.file == "content/entities.toml" and each.hint for each in found)
    return [(each.line, each.message) for each in found]


def everything(folder: Path) -> str:
    return "\n".join(path.read_text("utf-8", "replace") for path in (folder / "site").rglob("*") if path.is_file())


def test_a_person_who_only_speaks_in_an_article_has_the_quotation_on_their_page(tmp_path: Path) -> None:
    put(tmp_path, SITE)

    build(tmp_path)

    page = (tmp_path / "site/people/otto-kern/index.html").read_text("utf-8")
    assert "We will never accept that" in page
    assert "articles/talks/#p1" in page
    assert "people/otto-kern/" in (tmp_path / "site/articles/talks/index.html").read_text("utf-8")


def test_a_person_whom_no_article_names_has_a_page_with_their_quotation(tmp_path: Path) -> None:
    added = '[person.ada-quill]\nname = "Ada McQuill"\n'
    decisions = SITE["content/entities.toml"].replace("otto-kern", "ada-quill") + added
    put(tmp_path, {**SITE, "content/entities.toml": decisions})

    build(tmp_path)

    page = (tmp_path / "site/people/ada-quill/index.html").read_text("utf-8")
    assert "Ada McQuill" in page
    assert "We will never accept that" in page
    assert problems(tmp_path) == []


def test_a_hidden_speaker_leaves_no_trace(tmp_path: Path) -> None:
    decisions = SITE["content/entities.toml"].replace("otto-kern", "ada-quill") + "[person.ada-quill]\nhidden = true\n"
    put(tmp_path, {**SITE, "content/entities.toml": decisions})

    build(tmp_path)

    assert "quill" not in everything(tmp_path).lower()


def test_a_speaker_who_is_joined_with_another_speaks_on_that_page(tmp_path: Path) -> None:
    decisions = SITE["content/entities.toml"].replace("otto-kern", "o-kern")
    put(tmp_path, {**SITE, "content/entities.toml": decisions + '[[same]]\npeople = ["otto-kern", "o-kern"]\n'})

    build(tmp_path)

    assert "We will never accept that" in (tmp_path / "site/people/otto-kern/index.html").read_text("utf-8")
    listed = json.loads((tmp_path / "site/entities.json").read_text("utf-8"))["entities"]
    assert [each["id"] for each in listed] == ["person:otto-kern"]


@pytest.mark.parametrize(
    ("decision", "expected"),
    [
        ('article = "talks"\ntext = "We will never"\nnone = true', []),
        ('article = "talks"\ntext = "We will never"\nperson = "oto-kern"', [(4, "no article names 'oto-kern'")]),
        (
            'article = "talks"\ntext = "We will always"\nperson = "otto-kern"',
            [(3, "no quotation in 'talks' begins with 'We will always'")],
        ),
        (
            'article = "more"\ntext = "No"\nperson = "otto-kern"',
            [(3, "2 quotations in 'more' begin with 'No'")],
        ),
        ('article = "walks"\ntext = "We will"\nperson = "otto-kern"', [(2, "there is no article 'walks'")]),
    ],
)
def test_a_decision_that_finds_no_quotation_is_a_problem_of_check(
    tmp_path: Path, decision: str, expected: list[tuple[int, str]]
) -> None:
    more = "---\ntitle: More\ndate: 2018-07-04\nlanguage: de\n---\n“No way,” he said. “No,” she said.\n"
    put(tmp_path, {**SITE, "content/more.md": more, "content/entities.toml": f"[[said]]\n{decision}\n"})

    assert problems(tmp_path) == expected


def test_a_quotation_that_only_the_headline_has_is_not_on_the_page_of_its_speaker(tmp_path: Path) -> None:
    story = SITE["content/talks.md"].replace("title: Talks", "title: “We never lose hope here”")
    decisions = SITE["content/entities.toml"].replace("We will never", "We never lose")
    put(tmp_path, {**SITE, "content/talks.md": story, "content/entities.toml": decisions})

    build(tmp_path)

    assert "We never lose hope" not in (tmp_path / "site/people/otto-kern/index.html").read_text("utf-8")
    assert "#p-" not in everything(tmp_path)
    assert problems(tmp_path) == []
