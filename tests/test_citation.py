"""An article can be cited: in words, in BibTeX, as CSL-JSON."""

import json

import pytest

from builder.core.values import FrontMatter
from builder.outputs.citation import citation
from tests.test_translations import translations

FRONT = FrontMatter(title="50% of {all} & more_", authors=("Ida Falk", "Li Na"), date="2016-05-02T09:00:00Z")


def test_an_article_is_cited_in_words() -> None:
    found = citation(FRONT, "a-b", "The Courier", "https://example.org/a/b/", translations())

    assert found.text == (
        "Ida Falk and Li Na. “50% of {all} & more_”. The Courier, May 2, 2016. https://example.org/a/b/"
    )


@pytest.mark.parametrize(
    ("title", "cited"),
    [
        ("Sell Coal.", "“Sell Coal.” The"),
        ("Who Sells Coal?", "“Who Sells Coal?” The"),
        ("He Said “Sell.”", "“He Said “Sell.”” The"),
        ("Coal, Inc", "“Coal, Inc”. The"),
    ],
)
def test_a_sentence_ends_once(title: str, cited: str) -> None:
    found = citation(FrontMatter(title=title), "a-b", "The Courier", "", translations())

    assert found.text.startswith(cited)


def test_bibtex_reads_no_command_in_a_title() -> None:
    found = citation(FRONT, "a-b", "The Courier", "https://example.org/a/b/", translations())

    assert found.bibtex == (
        "@article{a-b,\n"
        "  author = {{Ida Falk} and {Li Na}},\n"
        "  title = {{50\\% of \\{all\\} \\& more\\_}},\n"
        "  journal = {The Courier},\n"
        "  year = {2016},\n"
        "  month = {05},\n"
        "  day = {02},\n"
        "  url = {https://example.org/a/b/},\n"
        "}"
    )


def test_reference_managers_read_csl_json() -> None:
    (found,) = json.loads(citation(FRONT, "a-b", "The Courier", "https://example.org/a/", translations()).csl)

    assert found == {
        "id": "a-b",
        "type": "article-newspaper",
        "title": "50% of {all} & more_",
        "author": [{"literal": "Ida Falk"}, {"literal": "Li Na"}],
        "container-title": "The Courier",
        "issued": {"date-parts": [[2016, 5, 2]]},
        "URL": "https://example.org/a/",
    }


def test_what_is_not_known_is_left_out() -> None:
    found = citation(FrontMatter(title="Rain"), "rain", "The Courier", "", translations())

    assert found.text == "“Rain”. The Courier."
    assert found.bibtex == "@article{rain,\n  title = {{Rain}},\n  journal = {The Courier},\n}"
    assert set(json.loads(found.csl)[0]) == {"id", "type", "title", "container-title"}
