"""A page shows the words of its source, whatever they are, and nothing that runs."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt, rules_core

from builder.core.kinds import EntityKind
from builder.core.values import (
    HEAD,
    Annotated,
    Article,
    Block,
    BlockKind,
    Certainty,
    FrontMatter,
    Link,
    LocalEntity,
    Mention,
    Quotation,
    Via,
)
from builder.layout.article_layout import lay_out
from builder.markdown.block_writer import write_blocks
from builder.markdown.escapes import EDGE
from builder.markdown.html import PageWords, body_html, fill_html, paragraphs_of_slots, with_notes, with_quotations
from builder.markdown.parser import LINE, parser
from tests.strategies import any_text, bodies

many = settings(max_examples=300, deadline=None)
WORDS = PageWords("A <quotation>", "Notes", "Back")
OF_NOTES = re.compile(r'<sup class="ref">.*?</sup>|<h2>[^<]*</h2>\n(?=<ol>)| <a class="back".*?</a>')
"""What a page adds to the words of footnotes and of those who refer to them."""
RUNS = re.compile("(?!https?:|mailto:|tel:)[a-z][a-z0-9+.-]*:", re.IGNORECASE)
"""What begins an address with a scheme that is not known to be harmless."""


class CastMember(HTMLParser):
    """The text of each element with the id of a block, its paragraphs separated by blank lines."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.blocks: dict[str, str] = {}
        self._block = ""
        self._after_break = False
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        name = dict(attrs).get("id")
        if name:
            self._block = name
            self.blocks[name] = ""
        elif tag in ("p", "figcaption") and self.blocks[self._block]:
            self.blocks[self._block] += "\n\n"
        elif tag == "br":
            self.blocks[self._block] += "\n"
            self._after_break = True

    def handle_data(self, data: str) -> None:
        words = data.removeprefix("\n") if self._after_break else data
        # markdown-it puts line feeds between elements, never into words.
        if words != "\n":
            self.blocks[self._block] = self.blocks.get(self._block, "") + words
        self._after_break = False


@many
@given(bodies())
def test_a_page_shows_the_words_of_its_blocks_numbered_as_in_the_article(written: list[Block]) -> None:
    page = OF_NOTES.sub("", body_html(write_blocks(written), ()))

    wanted = {f"p{number}": block.text for number, block in enumerate(written, 1)}
    assert {name: text.rstrip("\n") for name, text in CastMember(page).blocks.items()} == {
        name: text.rstrip("\n") for name, text in wanted.items()
    }


class SaidText(HTMLParser):
    """For each block, its characters and whether they are in an element for said words; fails on a crossing element."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.blocks: dict[str, list[tuple[str, str]]] = {}
        self._open: list[tuple[str, str]] = []
        self._block = ""
        self._after_break = False
        self.feed(page)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "br":
            self._add("\n")
            self._after_break = True
            return
        if found.get("id"):
            self._block = str(found["id"])
            self.blocks[self._block] = []
        assert not found.get("data-said") or not self._who()
        self._open.append((tag, found.get("data-said") or ""))

    def handle_endtag(self, tag: str) -> None:
        assert tag == "br" or self._open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        words = data.removeprefix("\n") if self._after_break else data
        self._after_break = False
        if self._block and words != "\n":
            self._add(words.replace("\n", " "))

    def _add(self, words: str) -> None:
        self.blocks[self._block] += [(character, self._who()) for character in words]

    def _who(self) -> str:
        return "".join(who for _, who in self._open)


LINE_KINDS = BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.HEADING


@st.composite
def parted(draw: st.DrawFn, written: list[Block]) -> list[tuple[int, int, int]]:
    """Separate spans of the texts of blocks."""
    spans = []
    for number, block in enumerate(written):
        if block.kind in LINE_KINDS:
            cuts = sorted(draw(st.sets(st.integers(0, len(block.text)), max_size=6)))
            spans += [(number, start, end) for start, end in zip(cuts[::2], cuts[1::2], strict=False)]
    return spans


@many
@given(st.data(), bodies())
def test_words_that_somebody_said_are_marked_and_everything_else_stays(
    data: st.DataObject, written: list[Block]
) -> None:
    speakers = [LocalEntity(EntityKind.PERSON, name) for name in "AB"]
    names = [
        Link(Mention(block + HEAD, start, end, EntityKind.PERSON, Via.NAME), speakers[0], "", Certainty.CERTAIN)
        for block, start, end in data.draw(parted(written))
    ]
    spoken = data.draw(parted(written)) if names else []
    quotations = [Quotation(block + HEAD, start, end, speakers[0], "", 1) for block, start, end in spoken]
    article = Article("a.md", FrontMatter(title="A"), tuple(written))
    bare = lay_out("a.md", "a", article, Annotated(tuple(names)))[1]
    layout = lay_out("a.md", "a", article, Annotated(tuple(names), (), tuple(quotations)))[1]
    anchors = [data.draw(st.sampled_from(["", "<a href=x>"])) for _ in layout.slots]

    page = fill_html(layout.html, anchors, WORDS, ["<span data-said=x>"] * len(layout.spoken))
    hidden = fill_html(layout.html, anchors, WORDS, [""] * len(layout.spoken))

    plain = fill_html(bare.html, anchors, WORDS)
    assert hidden == plain
    assert layout.markdown == bare.markdown
    shown, before = (SaidText(OF_NOTES.sub("", each)).blocks for each in (page, plain))
    assert {name: [c for c, _ in text] for name, text in shown.items()} == {
        name: [c for c, _ in text] for name, text in before.items()
    }
    for number, block in enumerate(written):
        if block.kind in LINE_KINDS:
            found = [bool(who) for _, who in shown[f"p{number + 1}"]]
            wanted = [any(b == number and low <= at < high for b, low, high in spoken) for at in range(len(block.text))]
            assert found[: len(block.text)] == wanted[: len(found)]


@pytest.mark.parametrize(
    ("text", "spans", "expected"),
    [
        ("“Go now,” he said.", [(1, 8)], "“(Go now,)” he said."),
        ("“*Go* now,” he said.", [(1, 8)], "“(<em>Go</em> now,)” he said."),
        ("*“Go* now,” he said.", [(1, 8)], "<em>“(Go)</em>( now,)” he said."),
        ("“Go **now,”** he said.", [(1, 8)], "“(Go )<strong>(now,)”</strong> he said."),
        ("“\x02Kim\x03 left,” \x02Lee\x03 said.", [(1, 10)], "“(\x02Kim\x03 left,)” \x02Lee\x03 said."),
        ("\x02“Kim\x03 left”", [(1, 9)], "\x02“(Kim)\x03( left)”"),
        (
            "“A & B <c>\\\nd,” “e” `f`.",
            [(1, 12), (16, 17), (19, 20)],
            "“(A &amp; B &lt;c&gt;<br />\nd),” “(e)” (<code>f</code>).",
        ),
        ("a", [(0, 1)], "(a)"),
    ],
)
def test_an_element_for_said_words_is_as_long_as_possible(
    text: str, spans: list[tuple[int, int]], expected: str
) -> None:
    page, _ = with_quotations(body_html(f"{text}\n", ()), {1: spans})

    assert page.translate({6: "(", 7: ")"}) == f'<p id="p1">{expected}</p>\n'


@many
@given(
    any_text,
    st.sampled_from(
        ["{}", "[^a]\n\n[^a]: {}", "{.pullquote}\n> {}", "[a]({})", "<{}>", "![{}]({})", "| {} |\n|--|\n| {} |"]
    ),
)
def test_no_markdown_makes_an_element_or_address_that_runs(text: str, frame: str) -> None:
    page = body_html(frame.replace("{}", text), ())

    seen = set()

    class Elements(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            seen.add(tag)
            assert {name for name, _ in attrs} <= {
                "id",
                "class",
                "href",
                "src",
                "alt",
                "title",
                "style",
                "start",
                "tabindex",
                "role",
                "aria-label",
            }
            addresses = [value or "" for name, value in attrs if name in ("href", "src")]
            assert not any(RUNS.match(address) for address in addresses)

    Elements().feed(page)
    assert not seen & {"script", "i", "b", "iframe", "object"}


PIECES = (
    *"\n\r\f\t#>-+*_=~`<&\\!1.",
    "\n\n",
    "\n> ",
    "\n- ",
    "\n1. ",
    "\n# ",
    "\n    ",
    "\n***",
    "\n~~~",
    "\na",
    "[a](none:)",
)
"""Text that is markup at the beginning of a Markdown line, or inside it."""


def _without_shortcuts() -> MarkdownIt:
    """Our Markdown through markdown-it's own rules."""
    markdown = parser.__wrapped__().disable(LINE)
    markdown.core.ruler.at("normalize", rules_core.normalize)
    markdown.core.ruler.at("inline", rules_core.inline)
    markdown.inline.terminator_re = MarkdownIt().inline.terminator_re
    return markdown


@many
@given(st.lists(st.one_of(any_text, st.sampled_from(PIECES))).map("".join))
def test_our_shortcuts_through_markdown_change_nothing(text: str) -> None:
    # Tables, pull quotes, footnotes and the signs of tasks are rendered in our own way.
    text = re.sub(r"\] +", "]", re.sub(r"[|{^]", "", text))

    page = body_html(text, ())

    page = re.sub(r'<div class="scroll" tabindex="0">\n(.*?)</div>\n', r"\1", page, flags=re.DOTALL)
    assert re.sub(r' id="p\d+"', "", page) == _without_shortcuts().render(text)


def test_a_pull_quote_that_repeats_stands_aside_and_another_is_a_figure() -> None:
    text = "{.pullquote}\n> One.\n>\n> — A\n\n{.pullquote}\n> Two.\n>\n> — B\n"

    page = fill_html([body_html(text, (True, False))], (), WORDS)

    assert page == (
        '<aside class="pullquote" aria-label="A &lt;quotation&gt;" id="p1">\n<blockquote>\n<p>One.</p>\n</blockquote>\n'
        '<p class="attribution">— A</p>\n</aside>\n'
        '<figure class="pullquote" id="p2">\n<blockquote>\n<p>Two.</p>\n</blockquote>\n'
        "<figcaption>— B</figcaption>\n</figure>\n"
    )


def test_items_are_numbered_one_by_one_and_what_is_kept_verbatim_as_one() -> None:
    page = body_html("One.\n\n- two\n- three\n\n| four |\n|---|\n\n[five]: /a\n\n# Six\n", ())

    assert '<li id="p3">three</li>' in page
    assert '<table id="p4">' in page
    assert page.endswith('<h1 id="p6">Six</h1>\n')


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScript:x",
        "data:text/html,x",
        "file:///etc/passwd",
        "vbscript:x",
        "blob:x",
        "&#106;avascript:x",
        "\\javascript:x",
        "person:x",
    ],
)
@pytest.mark.parametrize("link", ["[words]({})", "<{}>", "[words](<{}>)", "![words]({})", "[words][k]\n\n[k]: {}"])
def test_an_address_that_could_run_something_is_text(url: str, link: str) -> None:
    page = body_html(link.replace("{}", url), ())

    assert "<a" not in page or 'href="%5Cjava' in page
    assert "<img" not in page or 'src="%5Cjava' in page


def test_an_entity_link_that_was_not_decided_shows_its_words() -> None:
    assert body_html("[A](person:a) and [B](none:)\n", ()) == '<p id="p1">A and B</p>\n'


def test_a_link_elsewhere_stays_as_it_is() -> None:
    page = body_html("[a](../b/?c=1&d#e) [f](https://example.org/) ![g](h.png)\n", ())

    assert '<a href="../b/?c=1&amp;d#e">a</a> <a href="https://example.org/">f</a> <img src="h.png" alt="g"' in page


def test_html_is_text() -> None:
    page = body_html("A <script>alert(1)</script> and <b>bold</b>.\n\n<div>\n", ())

    assert page == (
        '<p id="p1">A &lt;script&gt;alert(1)&lt;/script&gt; and &lt;b&gt;bold&lt;/b&gt;.</p>\n'
        '<p id="p2">&lt;div&gt;</p>\n'
    )


def test_slots_of_a_page_are_filled_in_order() -> None:
    page = body_html("\x02A\x03 & *\x02B\x03*\n", ())

    assert fill_html(EDGE.split(page), ["<a>", ""], WORDS) == '<p id="p1"><a>A</a> &amp; <em>B</em></p>\n'


def test_an_empty_article_is_an_empty_page() -> None:
    assert body_html(write_blocks([]), ()) == ""


def test_a_quotation_by_hand_is_no_pull_quote() -> None:
    page = body_html(write_blocks([Block(BlockKind.QUOTATION, "One.\n\n— A")]), (True,))

    assert page == '<blockquote id="p1">\n<p>One.</p>\n<p>— A</p>\n</blockquote>\n'


def test_a_column_is_aligned_by_a_class_and_not_by_a_style() -> None:
    html = body_html("| a | b |\n|:--|--:|\n| 1 | 2 |\n", [])

    assert '<th class="left">a</th>' in html
    assert '<td class="right">2</td>' in html
    assert "style=" not in html


@pytest.mark.parametrize("wide", ["| a | b |\n|--:|--:|\n| 2021 | 2022 |", "```\nx = 1\n```", "    x = 1"])
def test_what_may_be_wider_than_a_phone_scrolls_with_the_keyboard(wide: str) -> None:
    page = body_html(f"One.\n\n{wide}\n\nTwo.\n", ())

    assert re.search(r'<div class="scroll" tabindex="0">\n<(table|pre)', page)
    assert page.endswith('</div>\n<p id="p3">Two.</p>\n')


def test_notes_stand_before_the_paragraph_that_first_has_a_name_and_in_no_list() -> None:
    html = body_html("- \x02Bo\x03\n\nOne \x02Ann\x03.\n\n> \x02Cy\x03\n\nTwo \x02Dee\x03.\n", ())
    pieces = EDGE.split(html)

    numbers = paragraphs_of_slots(pieces)

    assert numbers == [0, 2, 0, 4]
    assert with_notes(html, {2: "<p>note</p>"}) == html.replace('<p id="p2">', '<p>note</p><p id="p2">')
