"""Markdown reads back as what was written."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from builder.core.values import Block, BlockKind, Mark, MarkKind
from builder.markdown.block_reader import read_blocks
from builder.markdown.block_writer import fill_markdown, write_blocks
from builder.markdown.escapes import EDGE
from builder.markdown.html import body_html
from tests.strategies import FRAGMENTS, LETTERS, SPECIAL, bodies, paragraph_texts

many = settings(max_examples=300, deadline=None)
MARKUP = (
    "[a](x)|[a](person:x)|![a](x)|`a`|*a*|**b**|_c_|[k]|<a@b.cc>|&#32;|&#10;|&nbsp;|\\|](|\n\n|\n|> |- |    |\n```\n"
)
STRUCTURE = [
    "\n> ",
    "\n- ",
    "\n* ",
    "\n  - ",
    "\n1. ",
    "\n1) ",
    "0. ",
    "[k]: /u\n",
    "{.pullquote}\n> ",
    " {said=person:x}",
    " {said=none}\n\n",
    " {said=Kim}",
    "\n***\n",
    "\n===\n",
]
STRUCTURE += ["\n\n[^1]: ", "[^1]", "[^2]", "\n[^2]:\n    - a\n", "\n\n    ", "- [x] ", "~~"]
STRUCTURE += ["| a | b |\n|--|--|\n| c | d |\n"]


def read(text: str) -> tuple[Block, ...]:
    result = read_blocks(text)
    assert result.value is not None, result.problems
    return result.value


def paragraph(text: str, *marks: Mark) -> Block:
    return Block(BlockKind.PARAGRAPH, text, marks)


@many
@given(bodies())
def test_what_is_written_reads_back(written: list[Block]) -> None:
    assert list(read(write_blocks(written))) == written


@many
@given(
    st.one_of(
        st.text(st.one_of(st.sampled_from(SPECIAL), LETTERS)),
        st.lists(st.sampled_from([*MARKUP.split("|"), *STRUCTURE, *FRAGMENTS, *SPECIAL]), max_size=25).map("".join),
    )
)
def test_markdown_of_markdown_is_the_same(text: str) -> None:
    once = write_blocks(read(text))

    assert write_blocks(read(once)) == once


@pytest.mark.parametrize(
    "code", ["```", "```py\nx = 1", "~~~~\nx\n~~~", "```\nx\n    ```", "```\nx\n```", "~~~ `a`\nx\n ~~~~"]
)
def test_code_without_an_end_does_not_swallow_the_footnotes(code: str) -> None:
    blocks = read(f"Rain.[^1]\n\n[^1]: In Osterby.\n\n{code}")

    written = write_blocks(blocks)

    assert [block.text for block in read(written) if block.kind is BlockKind.NOTE] == ["In Osterby."]
    assert write_blocks(read(written)) == written


@pytest.mark.parametrize("words", ["“Go,” he said.", "“*Go*,” he said.", "“Go,”\\\nhe said.", "{sic}", "1 `a`"])
@pytest.mark.parametrize("said", ["person:kim-jong-un", "none"])
@pytest.mark.parametrize("space", [" ", "\n", "  \n\t"])
def test_a_paragraph_may_end_with_who_said_its_quotations(words: str, said: str, space: str) -> None:
    (bare,) = read(words)

    (block,) = read(f"{words}{space}{{said={said}}}\n")

    assert block == replace(bare, said=said)
    assert f"{{said={said}}}" not in body_html(write_blocks([block]), ())


@pytest.mark.parametrize("frame", ["- a{}", "> a{}", "# a{}", "- a\n\n  b{}", "| a{} |\n|--|", "`a{}`", "a{}b"])
def test_who_said_it_is_read_only_at_the_end_of_a_paragraph(frame: str) -> None:
    found = read(frame.replace("{}", " {said=none}"))

    assert [block.said for block in found] == [""]
    assert body_html(write_blocks(found), ()).count("{said=none}") == 1


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("One.\n\nTwo\nlines. {said=Kim}\n\nThree.", 6, "unknown speaker 'Kim'"),
        ("“Go,” he said. {said=country:KP}", 3, "unknown speaker 'country:KP'"),
        ("“Go,” he said. {said=person:Kim Jong Un}", 3, "unknown speaker 'person:Kim Jong Un'"),
        ("“Go,” he said. {said=}", 3, "unknown speaker ''"),
        ("“Go,” he said.\n\n{said=none}", 5, "there is no paragraph before {said=none}"),
    ],
)
def test_a_wrong_speaker_is_a_problem_that_names_its_line_and_stays_text(text: str, line: int, message: str) -> None:
    result = read_blocks(text, 3, "content/a.md")

    (problem,) = result.problems
    assert (problem.file, problem.line, problem.message, problem.warning) == ("content/a.md", line, message, True)
    assert problem.hint.startswith("end a paragraph with {said=person:kim-jong-un} or {said=none}; ")
    assert result.value
    assert "{said=" in "".join(block.text for block in result.value)
    assert read_blocks(write_blocks(result.value)).problems == ()


@many
@given(
    st.lists(paragraph_texts, min_size=3, max_size=3),
    st.sampled_from(["", "inside", "around", "over"]),
    st.sampled_from([MarkKind.EMPHASIS, MarkKind.STRONG]),
    st.sampled_from(["", "person:x", "country:KP", "none:"]),
)
def test_a_slot_takes_a_link_or_nothing(parts: list[str], where: str, kind: MarkKind, target: str) -> None:
    before, words, after = parts
    text = before + words + after
    start, end = len(before), len(before + words)
    slotted = f"{before}\x02{words}\x03{after}"
    spans = {"inside": (start + 1, end + 1), "around": (start, end + 2), "over": (0, len(slotted)), "": (0, 0)}
    bare = {"inside": (start, end), "around": (start, end), "over": (0, len(text)), "": (0, 0)}
    marked = text[slice(*bare[where])]
    marks = [Mark(*spans[where], kind)] if marked and marked.strip() == marked else []
    written = write_blocks([paragraph(slotted, *marks)])

    (block,) = read(fill_markdown(EDGE.split(written), [target]))

    assert block.text == text
    links = [(m.start, m.end, m.target) for m in block.marks if m.kind is MarkKind.ENTITY]
    assert links == ([(start, end, target)] if target else [])
    found = [(m.start, m.end) for m in block.marks if m.kind is kind]
    # Beside the edge of a slot, emphasis that begins or ends with a sign cannot be shown.
    assert found == ([bare[where]] if marks else []) or (where == "inside" and not found and not words.isalnum())


@pytest.mark.parametrize(
    "text",
    [
        "He said [the meeting] shows urgency, didn't he? “Yes.”",
        "Mr. Brown's U.S. plan (2018) cost $5 & more; 3 * 4 is 12.",
        "A snake_case name, 50% off – and 1984. Next; AT&T, <3, #1 at 3:35 p.m.!",
        "— Andrei Lankov, director of the Korea Risk Group",
        "[Applause.] Wow! [sic] {.note} ~ a | b = c + d > e",
        "{said=none} was{said=none}",
    ],
)
def test_ordinary_prose_is_left_alone(text: str) -> None:
    assert write_blocks([paragraph(text)]) == text + "\n"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("1984. It was cold.", "1984\\. It was cold."),
        ("1) a", "1\\) a"),
        ("- no list", "\\- no list"),
        ("# no heading", "\\# no heading"),
        ("> no quotation", "\\> no quotation"),
        ("---", "\\---"),
        ("a\n===", "a\\\n\\==="),
        ("<inaudible>", "\\<inaudible>"),
        ("&amp;", "\\&amp;"),
        ("*a* _b_", "\\*a\\* \\_b\\_"),
        ("[a](b) [c][d] [e]: f", "[a\\](b) [c\\][d] [e\\]: f"),
        ("a|b\n-|-", "a|b\\\n\\-|-"),
        ("{.pullquote}", "\\{.pullquote}"),
        ("{said=none}", "\\{said=none}"),
        ("Hi. {said=person:kim}", "Hi. \\{said=person:kim}"),
        ("Hi. {said=Kim Jong Un}", "Hi. \\{said=Kim Jong Un}"),
        ("Hi.\n{said=none}", "Hi.\\\n\\{said=none}"),
        (" a\t", "&#32;a&#9;"),
    ],
)
def test_text_is_never_taken_for_structure(text: str, written: str) -> None:
    assert write_blocks([paragraph(text)]) == written + "\n"
    assert read(written) == (paragraph(text),)


@pytest.mark.parametrize(
    ("text", "mark", "written"),
    [
        ("say(it)now", Mark(3, 7, MarkKind.EMPHASIS), "sa&#121;*(it)*&#110;ow"),
        ("say it", Mark(4, 6, MarkKind.STRONG), "say **it**"),
        ("wow!site", Mark(4, 8, MarkKind.LINK, "/a"), "wow\\![site](/a)"),
        ("a ` b", Mark(2, 3, MarkKind.CODE), "a `` ` `` b"),
        ("[0]: a", Mark(1, 4, MarkKind.CODE), "\\[`0]:` a"),
        ("a", Mark(0, 1, MarkKind.LINK, "/a b(c"), "[a](</a b(c>)"),
    ],
)
def test_markup_stands_beside_any_neighbour(text: str, mark: Mark, written: str) -> None:
    assert write_blocks([paragraph(text, mark)]) == written + "\n"


def test_a_pull_quote_is_a_quotation_with_a_line_before_it() -> None:
    text = "{.pullquote}\n> Words.\n>\n> — [A B](person:a-b), role\n"

    (block,) = read(text)

    assert (block.kind, block.text) == (BlockKind.PULL_QUOTE, "Words.\n\n— A B, role")
    assert [(block.text[m.start : m.end], m.target) for m in block.marks] == [("A B", "person:a-b")]
    assert write_blocks([block]) == text


@pytest.mark.parametrize("text", ["{.pullquote}\n\n> a\n", "x\n{.pullquote}\n> a\n", "{.other}\n> a\n"])
def test_only_that_line_right_before_it_makes_a_pull_quote(text: str) -> None:
    assert [block.kind for block in read(text)] == [BlockKind.PARAGRAPH, BlockKind.QUOTATION]


def test_a_reference_definition_never_makes_an_entity_link() -> None:
    found = read("[Kim][k] spoke.\n\n[k]: person:kim\n")

    assert [block.text for block in found] == ["[Kim][k] spoke.", "[k]: person:kim"]
    assert not [mark for block in found for mark in block.marks]


def test_definitions_of_links_are_kept_for_what_is_kept_verbatim() -> None:
    text = "A [b][k].\n\n| [c][k] |\n|---|\n\n[k]: /d\n"

    found = read(text)

    assert [block.kind for block in found] == [BlockKind.PARAGRAPH, BlockKind.OPAQUE, BlockKind.OPAQUE]
    assert write_blocks(found) == text.replace("[b][k]", "[b](/d)")
    assert body_html(write_blocks(found), ()).count('href="/d"') == 2


def test_text_beside_a_definition_is_no_link_by_it() -> None:
    written = [paragraph("See [k] and ![k]."), Block(BlockKind.OPAQUE, "[k]: /d")]

    assert list(read(write_blocks(written))) == written


@pytest.mark.parametrize(
    "text",
    [
        "[Kim](person:Kim)",
        "[Kim](person:-)",
        "[Kim](country:kp)",
        '[Kim](person:kim "x")',
        "[Kim] (person:kim)",
        "[Kim](person:" + "a-" * 5000 + ")",
    ],
)
def test_what_only_looks_like_an_entity_link_is_text(text: str) -> None:
    assert read(text) == (paragraph(text),)


def test_words_of_an_entity_link_may_hold_markup() -> None:
    (block,) = read("The [*Daily* \\[sic\\] Man](person:man-2).")

    assert block.text == "The Daily [sic] Man."
    assert block.marks == (Mark(4, 19, MarkKind.ENTITY, "person:man-2"), Mark(4, 9, MarkKind.EMPHASIS))


@pytest.mark.parametrize(
    "text",
    [
        "| a | b |\n|---|---|\n| 1 | 2 |",
        "```\ncode\n\n    more\n```",
        "    code",
        "- a\n  - b",
        "- a\n\n  b",
        "0. a",
        "![x](y.png)",
        "***",
        "> - a",
        "{.pullquote}\n> # a",
        '[a](b "c")',
        "[](a)",
        "[k]: /u 'title'",
    ],
)
def test_what_we_do_not_model_is_kept_verbatim(text: str) -> None:
    assert read(text) == (Block(BlockKind.OPAQUE, text),)
    assert write_blocks(read(text)) == text + "\n"
    assert len(read(f"a\n\n{text}\n\nb")) == 3


def test_what_is_kept_verbatim_never_joins_the_list_before_it() -> None:
    found = read("  - a\n  - ---\n\n  - b\n    - c\n")

    assert [block.text for block in found] == ["a", "- ---", "- b\n  - c"]
    assert read(write_blocks(found)) == found


@pytest.mark.parametrize(
    ("text", "count"),
    [("1. a\n   - b\n\n1) c\n2) d\n\n- e\n\n* f\n  + g\n", 5), ("1) a\n\n1. b\n   - c\n", 2)],
)
def test_lists_beside_each_other_stay_apart(text: str, count: int) -> None:
    found = read(text)

    assert len(found) == count
    assert read(write_blocks(found)) == found


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("[" * 20_000, "a block has 20000 brackets, more than 2000"),
        ("*_" * 20_000, "a block has 40000 stars, underscores and tildes, more than 20000"),
        ("a" * 200_001, "a block has 200001 characters, more than 200000"),
        (">" * 300 + " a", "lists and quotations are nested to level 19, more than 18"),
        ("- " * 300 + "a", "lists and quotations are nested to level 19, more than 18"),
        ("*a " * 300 + "b* " * 300, "emphasis is nested 300 deep, more than 50"),
    ],
)
def test_more_than_markdown_can_bear_is_a_problem_that_names_its_line(text: str, limit: str) -> None:
    result = read_blocks(f"one\n \n{text}", 3, "content/a.md")

    assert result.value is None
    assert str(result.problems[0]).startswith(f"content/a.md:5: {limit}\n  ")


@pytest.mark.parametrize(
    "text",
    [
        "a**b" * 9_000,
        "*_" * 9_000,
        "[a](person:x) " * 900,
        "[" * 1_000 + "](person:x)" * 900,
        "&\x02a\x03" * 30_000,
        "[^" * 1_999 + "\n\n[^a]: b",
        "a[^a]" * 999 + "\n\n[^a]: b",
    ],
)
def test_the_worst_within_the_limits_costs_seconds_at_most(text: str) -> None:
    start = time.process_time()

    body_html(write_blocks(read(text)), ())

    assert time.process_time() - start < 5


def test_a_task_list_shows_its_boxes_and_a_pasted_list_its_brackets() -> None:
    found = read("- [x] One\n- [ ] *Two*\n  - [X] Three\n\n1. [x]y\n")

    assert "☑ One</li>" in body_html(write_blocks(found), ())
    assert "☑ Three</li>" in body_html(write_blocks(found), ())
    assert "[x]y" in body_html(write_blocks(found), ())
    assert read("- [ ] *Two*\n") == (Block(BlockKind.ITEM, "☐ Two", (Mark(2, 5, MarkKind.EMPHASIS),)),)
    assert write_blocks([Block(BlockKind.ITEM, "[x] One")]) == "- \\[x] One\n"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("~~gone~~ and ~so~", "<s>gone</s> and ~so~"),
        ("a~~b~~c", "a<s>b</s>c"),
        ("\\~~kept~~", "~~kept~~"),
        ("~~[Kim](none:)~~", "<s>Kim</s>"),
    ],
)
def test_struck_out_words_are_struck_out(text: str, html: str) -> None:
    assert body_html(write_blocks(read(text)), ()) == f'<p id="p1">{html}</p>\n'
