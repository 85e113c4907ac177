"""Markdown reads back as what was written, and a page shows the words of its source."""

import html
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builder.model import Block, BlockKind
from builder.read.markdown import read_blocks
from builder.render.body import body_html, fill_html
from builder.render.markdown import fill_markdown, write_blocks
from tests.strategies import SPECIAL, blocks, paragraph_texts

many = settings(max_examples=300, deadline=None)


def read(text: str) -> tuple[Block, ...]:
    result = read_blocks(text)
    assert result.value is not None, result.problems
    return result.value


def paragraph(text: str) -> Block:
    return Block(BlockKind.PARAGRAPH, text)


@many
@given(st.lists(blocks(), min_size=1, max_size=4))
def test_what_is_written_reads_back(written: list[Block]) -> None:
    assert list(read(write_blocks(written))) == written


@many
@given(st.lists(paragraph_texts, min_size=1, max_size=3))
def test_a_page_shows_the_words_of_its_source(texts: list[str]) -> None:
    page = body_html(write_blocks([paragraph(text) for text in texts]), ())
    shown = re.findall(r'<p id="p\d+">(.*?)</p>', page, re.DOTALL)

    assert [html.unescape(words.replace("<br />\n", "\n")) for words in shown] == texts


@many
@given(st.text(st.one_of(st.sampled_from(SPECIAL + "\n"), st.characters(exclude_categories=["Cs", "Cc"]))))
def test_markdown_of_markdown_is_the_same(text: str) -> None:
    once = write_blocks(read(text))

    assert write_blocks(read(once)) == once


@many
@given(paragraph_texts, st.data(), st.sampled_from(["", "person:x", "country:KP", "none:"]))
def test_a_slot_takes_a_link_or_nothing(text: str, data: st.DataObject, target: str) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    slotted = write_blocks([paragraph(f"{text[:start]}\x02{text[start:end]}\x03{text[end:]}")])

    (block,) = read(fill_markdown(slotted, [target]))

    assert block.text == text
    assert [(m.start, m.end, m.target) for m in block.marks] == ([(start, end, target)] if target else [])


@many
@given(st.lists(blocks(), min_size=1, max_size=4))
def test_blocks_are_numbered_as_in_the_article(written: list[Block]) -> None:
    page = body_html(write_blocks(written), ())

    assert re.findall(r' id="p(\d+)"', page) == [str(number) for number, _ in enumerate(written, 1)]


@pytest.mark.parametrize(
    "text",
    [
        "He said [the meeting] shows urgency, didn't he? “Yes.”",
        "Mr. Brown's U.S. plan (2018) cost $5 & more; 3 * 4 is 12.",
        "A snake_case name, 50% off – and 1984. Next.",
    ],
)
def test_ordinary_prose_is_left_alone(text: str) -> None:
    assert write_blocks([paragraph(text)]) == text + "\n"


@pytest.mark.parametrize(
    "text", ["1984. It was cold.", "- no list", "# no heading", "> no quotation", "---", "===", "+"]
)
def test_text_is_never_taken_for_structure(text: str) -> None:
    assert read(write_blocks([paragraph(text)])) == (paragraph(text),)


def test_a_pull_quote_is_a_quotation_with_a_line_before_it() -> None:
    (block,) = read("{.pullquote}\n> Words.\n>\n> — [A B](person:a-b), role\n")

    assert (block.kind, block.text) == (BlockKind.PULL_QUOTE, "Words.\n\n— A B, role")
    assert [(block.text[m.start : m.end], m.target) for m in block.marks] == [("A B", "person:a-b")]


def test_a_pull_quote_that_repeats_stands_aside_and_another_is_a_figure() -> None:
    text = "{.pullquote}\n> One.\n>\n> — A\n\n{.pullquote}\n> Two.\n"

    page = body_html(text, (True, False))

    assert '<aside class="pullquote"' in page
    assert '<p class="attribution">— A</p>' in page
    assert '<figure class="pullquote" id="p2">' in page


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "vbscript:x", "JaVaScript:x"]
)
def test_links_that_could_run_something_are_text(url: str) -> None:
    assert "<a" not in body_html(f"[words]({url})\n", ())
    assert "<a" not in body_html(f"<{url}>\n", ())


def test_a_reference_definition_never_makes_an_entity_link() -> None:
    found = read("[Kim][k] spoke.\n\n[k]: person:kim\n")

    assert [block.text for block in found] == ["[Kim][k] spoke.", "[k]: person:kim"]
    assert not [mark for block in found for mark in block.marks]


def test_html_is_text() -> None:
    page = body_html("A <script>alert(1)</script> and <b>bold</b>.\n", ())

    assert "<script" not in page
    assert "&lt;b&gt;" in page


@pytest.mark.parametrize(
    "text", ["| a | b |\n|---|---|\n| 1 | 2 |", "```\ncode\n```", "- a\n  - b", "![x](y.png)", "***"]
)
def test_what_we_do_not_model_is_kept_verbatim(text: str) -> None:
    assert read(text) == (Block(BlockKind.OPAQUE, text),)
    assert write_blocks(read(text)) == text + "\n"


def test_too_many_brackets_are_a_problem_and_cost_no_time() -> None:
    result = read_blocks("one\n\n" + "[" * 20_000, 3, "content/a.md")

    assert result.value is None
    assert str(result.problems[0]).startswith("content/a.md:5: a block has 20000 brackets, more than")


def test_slots_of_a_page_are_filled_in_order() -> None:
    page = body_html("\x02A\x03 & \x02B\x03\n", ())

    assert fill_html(page, ["<a>", ""]) == '<p id="p1"><a>A</a> &amp; B</p>\n'
