"""What lists say of an article: its standfirst, or the first paragraph that tells something."""

import pytest

from builder.core.values import Annotated, Article, FrontMatter
from builder.layout.article_layout import lay_out
from tests.people import an_article

TALE = "The ferry left at noon, and nobody waved. It came back empty."


@pytest.mark.parametrize(
    "first",
    [
        "ABSTRACT.",
        "LETTERS",
        "The ferry sails again.",
        "The latest from the harbor (all times local):",
        "In her recording,.",
        "A ferry in the harbor of Bremen on Monday",
        "LOCAL NEWS AND WEATHER FOR THE WHOLE WEEK.",
    ],
)
def test_a_summary_is_no_label_no_caption_and_not_the_title_once_more(first: str) -> None:
    article = an_article(first, TALE, front=FrontMatter(title="The ferry sails again"))

    assert summary(article) == TALE


@pytest.mark.parametrize("standfirst", ["ABSTRACT.", "The Ferry Sails Again", "All times are local:"])
def test_a_standfirst_that_tells_nothing_is_no_summary(standfirst: str) -> None:
    article = an_article(TALE, front=FrontMatter(title="The ferry sails again", standfirst=standfirst))

    assert summary(article) == TALE


def test_a_standfirst_is_the_summary_however_short() -> None:
    assert summary(an_article(TALE, front=FrontMatter(title="A ferry", standfirst="In short"))) == "In short"


@pytest.mark.parametrize("only", ["ABSTRACT.", "A ferry in the harbor"])
def test_an_article_that_has_nothing_better_is_summed_up_by_what_it_has(only: str) -> None:
    assert summary(an_article(only)) == only


def summary(article: Article) -> str:
    return lay_out("a.txt", "a", article, Annotated(()))[0].headline.summary
