"""Heads, feet and numbers of printed pages, and headers of mail. What becomes of them is in cases/structure."""

import textwrap

import pytest

from builder.core.values import RawArticle
from builder.read.printed import running_lines
from builder.read.structure import explain
from tests.test_structure import SHARED, read, real_texts
from tests.test_web_pages import STORY

LINES = [line for part in STORY.split("\n\n") for line in (*textwrap.wrap(part, 60), "")]


def printed(height: int, number: str, *, first: int = 7) -> str:
    """The story on pages of so many lines, with ``number`` under each."""
    pages = (LINES[at : at + height] for at in range(0, len(LINES), height))
    return "\n".join("\n".join((*page, number.format(n))) for n, page in enumerate(pages, first))


@pytest.mark.parametrize("height", [6, 7, 8, 9])
@pytest.mark.parametrize(
    "number", ["{}", "- {} -", "Page {} of 12", "{}\nTHE COURIER", "THE COURIER {}", "{} | The Courier, March"]
)
def test_a_story_on_printed_pages_reads_as_without_their_numbers(height: int, number: str) -> None:
    assert read(printed(height, number)).blocks == read("\n".join(LINES)).blocks


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(
            f"Chapter {n}\n\nIt rained on the islands, and\nthe ferry stayed away.\n\nIt rained.\n\nIt rained again."
            for n in range(1, 9)
        ),
        "\n".join(f"{n}. rain\n" for n in range(1, 40)),
        "In 1911 it rained\nand in\n1912\nit rained as well, on the islands\nwhere nobody had counted.",
    ],
)
def test_numbers_that_break_no_sentence_are_no_pages(text: str) -> None:
    assert running_lines(text.split("\n")) == frozenset()


def test_a_first_line_such_as_from_is_no_mail() -> None:
    claims = explain(RawArticle("a.txt", "From: Oslo\n\nIt rained on the islands for a week, and nobody minded."))

    assert "mail header" not in {claim.rule for claim in claims}


@pytest.mark.skipif(not SHARED.exists(), reason="the real texts are not here")
def test_real_stories_and_books_have_no_running_heads() -> None:
    assert [name for name, text in real_texts(pages=False) if running_lines(text.split("\n"))] == []
