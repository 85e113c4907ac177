"""Footnotes: on the page and in every other form of an article."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builder.core.kinds import EntityKind
from builder.core.values import HEAD, Annotated, Article, Block, Certainty, FrontMatter, Link, LocalEntity, Mention, Via
from builder.layout.article_layout import lay_out
from builder.markdown.block_reader import read_blocks
from builder.markdown.block_writer import write_blocks
from builder.markdown.html import PageWords, body_html, fill_html, with_sidenotes
from builder.site import build
from tests.strategies import bodies

ARTICLE = """---
title: The port of Merca is open
date: 2024-05-01
---
The harbor master, Anna Berg,[^order] opened the port of Merca on Monday. “We will sail,”[^2] she said.

- Fishing boats may leave.[^2]

[^2]: She spoke to *The Gazette*; see [its report](https://example.org/report).

    It was printed a day later.

Nobody had left [the quay](https://example.org/quay) for a week.

[^order]: The order of John Mensah, the minister of Ghana, was withdrawn in April.
"""


def read(text: str) -> tuple[Block, ...]:
    result = read_blocks(text)
    assert result.value is not None
    assert not result.problems
    return result.value


def page_of(text: str) -> str:
    return fill_html([body_html(write_blocks(read(text)), ())], (), PageWords("Pull quote", "Notes", "Back"))


@pytest.fixture(scope="module")
def article(tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = tmp_path_factory.mktemp("project")
    (project / "content").mkdir()
    (project / "content" / "port.md").write_text(ARTICLE)
    (project / "dateline.toml").write_text('[site]\nbase_url = "https://example.org/"\n')
    assert build(project).problems == ()
    return project / "site" / "articles" / "port"


def test_a_reference_leads_to_its_note_and_the_note_back(article: Path) -> None:
    page = (article / "index.html").read_text()

    assert re.search(r'Berg</a>,<sup class="ref"><a id="ref1" href="#p4" role="doc-noteref">1</a></sup> opened', page)
    notes = page[page.index('<section class="notes" role="doc-endnotes">') :]
    assert notes.index("<h2>Notes</h2>") < notes.index('<li id="p4">') < notes.index('<li id="p5">')
    assert '<a class="back" href="#ref1" role="doc-backlink" aria-label="Back to the text">↩</a></p>\n</li>' in notes
    assert re.search(r'later\. <a class="back" href="#ref2".*?</a> <a class="back" href="#ref3".*?</a></p>', notes)


def test_every_link_inside_the_page_has_its_target_and_no_id_is_used_twice(article: Path) -> None:
    page = (article / "index.html").read_text()

    ids = re.findall(r' id="([^"]*)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]*)"', page)) <= set(ids)


def test_a_note_is_also_in_the_margin_for_eyes_only(article: Path) -> None:
    page = (article / "index.html").read_text()

    first, second = re.findall(
        r'<div class="sidenote" data-note="p[45]" aria-hidden="true">(.*?)</div>', page, re.DOTALL
    )
    assert first.startswith("<p><sup>1</sup> The order of ")
    assert '<a tabindex="-1" href="https://example.org/report">its report</a>.</p>\n<p>It was' in second
    assert "doc-backlink" not in first + second
    assert page.index("sidenote") < page.index('<p id="p1">') < page.index("<ul>") < page.index("doc-endnotes")


def test_names_in_notes_are_found_and_lead_to_the_note(article: Path) -> None:
    person = (article.parent.parent / "people" / "john-mensah" / "index.html").read_text()

    assert "articles/port/index.html#p4" in person or "articles/port/#p4" in person
    assert (article.parent.parent / "countries" / "ghana" / "index.html").exists()


def test_the_text_has_numbers_in_brackets_and_annotations_point_at_their_words(article: Path) -> None:
    text = (article / "article.txt").read_text()

    assert "Anna Berg,[1] opened the port of Merca on Monday. “We will sail,”[2] she said." in text
    assert "\n\n[1] The order of John Mensah, " in text
    assert "\n\n[2] She spoke to The Gazette; see its report.\n\nIt was printed a day later.\n" in text
    for each in json.loads((article / "annotations.json").read_text())["items"]:
        quote, position = each["target"]["selector"]
        assert text[position["start"] : position["end"]] == quote["exact"]
        assert not re.search(r"\[\d\]", quote["exact"])


def test_the_markdown_of_a_page_keeps_its_notes_and_makes_the_same_page(article: Path, tmp_path: Path) -> None:
    markdown = (article / "index.md").read_text()

    assert "(person:anna-berg),[^order] opened" in markdown
    assert markdown.index("[^order]: The order of [John") < markdown.index("[^2]: She spoke to *The Gazette*")
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "port.md").write_text(markdown)
    (tmp_path / "dateline.toml").write_text('[site]\nbase_url = "https://example.org/"\n')
    build(tmp_path)
    for name in ("index.md", "article.txt"):
        assert (tmp_path / "site/articles/port" / name).read_bytes() == (article / name).read_bytes()


def test_what_looks_like_a_footnote_in_pasted_text_is_text(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    words = (
        "The port is open.[^1]\n\nThe fleet of forty boats left the harbor on Monday.\n\n[^1]: It was shut in May.\n"
    )
    (tmp_path / "content" / "port.txt").write_text(f"The port of Merca\n\n{words}")

    report = build(tmp_path)

    page = (tmp_path / "site/articles/port/index.html").read_text()
    assert "open.[^1]</p>" in page
    assert "[^1]: It was shut in May." in page
    assert "doc-noteref" not in page
    assert "\\[^1\\]: It was" in (tmp_path / "site/articles/port/index.md").read_text()
    assert not [problem for problem in report.problems if "footnote" in problem.message]


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("One.\n\nTwo.[^a]", 3, "there is no footnote [^a]"),
        ("One.\n\n[^a]: Two.", 3, "nothing refers to the footnote [^a]"),
        ("One[^a].\n\n[^a]: Two.\n\n[^b]:\n    - Three.", 5, "nothing refers to the footnote [^b]"),
    ],
)
def test_a_reference_or_note_alone_is_a_warning_and_its_words_stay(text: str, line: int, message: str) -> None:
    result = read_blocks(text)

    (problem,) = result.problems
    assert (problem.line, problem.message, problem.warning) == (line, message, True)
    assert result.value
    assert not read_blocks(write_blocks(result.value)).problems or "nothing refers" in message
    page = body_html(write_blocks(result.value), ())
    assert all(word in page for word in re.findall(r"[A-Z]\w+", text))


@pytest.mark.parametrize(
    "text", ["A \\[^a] b.", "A \\[^a] `[^a]` b.", "A [^a](/b) c.", "A `[^a]` b.", "    [^a]\n", "```\n[^a]\n```"]
)
def test_no_footnote_is_missed_where_none_is_meant(text: str) -> None:
    assert read_blocks(text).problems == ()


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("**A**[^1]", "**A**[^1]"),
        ("**A[^1]**", "**A**[^1]"),
        ("[A[^1] b](person:a)", "[A b](person:a)[^1]"),
        ("A[^1]\\(b)", "A[^1]\\(b)"),
        ("A [^1]", "A [^1]"),
        ("[^1] a", "[^1] a"),
        ("A[^1]\\: b", "A[^1]\\: b"),
        ("# A[^1]", "## A[^1]"),
        ("> A[^1]\n>\n> B", "> A[^1]\n>\n> B"),
        ("1. A[^1]", "1. A[^1]"),
    ],
)
def test_a_reference_can_stand_beside_any_markup(text: str, written: str) -> None:
    found = read(f"{text}\n\n[^1]: N\n")

    assert write_blocks(found) == f"{written}\n\n[^1]: N\n"
    assert read(write_blocks(found)) == found


@pytest.mark.parametrize("frame", ["| a[^1] |\n|---|", "- a\n  - b[^1]"])
def test_references_in_tables_and_nested_lists_lead_to_notes(frame: str) -> None:
    page = page_of(f"Text.[^2]\n\n{frame}\n\n[^1]: One\n[^2]: - Two\n    - Three\n")

    assert '<a id="ref2" href="#p4" role="doc-noteref">2</a>' in page
    assert '<li id="p3">\n<ul>\n<li>Two</li>\n<li>Three</li>\n</ul>\n<p><a class="back" href="#ref1"' in page
    assert with_sidenotes(page).count('class="sidenote"') == 2


def test_a_note_may_refer_to_a_note() -> None:
    page = page_of("A[^1] b[^3].\n\n[^3]: Three\n\n[^2]: Two\n\n[^1]: One, see[^2] and[^1]\n")

    assert re.findall(r"(?:<li id=\"p\d\">\n<p>)(\w+)", page) == ["One", "Three", "Two"]
    margin = with_sidenotes(page)
    assert margin.count('class="sidenote"') == 3
    assert margin.index("</sup> Two") < margin.index('<section class="notes"')


@settings(max_examples=200, deadline=None)
@given(bodies(), st.data())
def test_mentions_in_the_text_are_the_words_of_their_blocks(written: list[Block], data: st.DataObject) -> None:
    spans = [(n, data.draw(st.integers(0, len(block.text) - 1))) for n, block in enumerate(written)]
    links = tuple(
        Link(
            Mention(n + HEAD, at, data.draw(st.integers(at + 1, len(written[n].text))), EntityKind.PERSON, Via.NAME),
            LocalEntity(EntityKind.PERSON, "A"),
            "",
            Certainty.CERTAIN,
        )
        for n, at in spans
    )
    article = Article("a.md", FrontMatter(title="A"), tuple(written))

    _, layout, _ = lay_out("a.md", "a", article, Annotated(links))

    for link, found in zip(links, layout.mentions, strict=True):
        mention = link.mention
        words = written[mention.block - HEAD].text[mention.start : mention.end]
        shown = layout.text[found.start : found.end]
        assert words == shown or re.sub(r"\[[12]\]", "", shown) == words
