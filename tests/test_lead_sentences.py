"""Which sentence leads the page of a person or a country."""

import pytest

from builder.core.kinds import EntityKind
from builder.core.values import Entity
from builder.outputs import parts
from builder.outputs.lead_sentences import excerpt_of_both, lead_excerpt, leading_quotes, with_ellipses

BERG = Entity(EntityKind.PERSON, "anna-berg", "Anna Berg", "Berg, Anna")
STORY = parts.ArticleLine("Bridge closes", "../../articles/bridge/", "", "", "")


def led_by(*sentences: str, anchor: str = "p1", title: str = "Bridge closes", reports: bool = True) -> str:
    """The sentence that leads, of those of one article each, the newest first."""
    lines = []
    for sentence in sentences:
        before, name, after = sentence.partition("Anna Berg")
        excerpt = parts.ExcerptLine(before, name, after, f"../../articles/bridge/#{anchor}", reports)
        story = parts.ArticleLine(title, "../../articles/bridge/", "", "", "")
        lines.append(parts.ArticleExcerpts(story, (), (excerpt,), 0, ()))
    found = lead_excerpt(BERG, "engineer", lines)
    return "".join((found.excerpts[0].before, found.excerpts[0].words, found.excerpts[0].after)) if found else ""


TELLING = "Anna Berg, an engineer from Bergen, closed the old bridge over the river on Monday."
LESS = "Anna Berg, who was tired of the river, went back in the end to her house in the village."


def test_the_sentence_with_most_signs_leads_wherever_it_stands() -> None:
    assert led_by(LESS, TELLING) == TELLING
    assert led_by(TELLING, LESS) == TELLING


def test_of_equal_sentences_that_of_the_newest_article_leads() -> None:
    newer = TELLING.replace("Monday", "Friday")

    assert led_by(newer, TELLING) == newer


def test_a_sentence_that_leans_on_the_one_before_never_leads() -> None:
    for beginning in ("He, like ", "“I saw ", "But ", "…and "):
        assert led_by(beginning + TELLING) == ""
        assert led_by(beginning + TELLING, LESS) == LESS


def test_somebody_mentioned_in_passing_does_not_lead_before_others() -> None:
    passing = "A spokesman for Anna Berg, the engineer, said on Monday that the old bridge would stay closed."

    assert led_by(passing, LESS.replace("tired", "an engineer and tired")) != passing


@pytest.mark.parametrize(
    "sentence",
    [
        "Less than one percent of the people in the four towns on the river chose Anna Berg on Monday.",
        "Critics of Mayor Anna Berg closed the old bridge over the river on Monday for an hour of protest.",
        "A new poll in the four towns shows that the engineer Anna Berg leads on both sides of the river.",
        "If the towns pay for another bridge over the river, the engineer Anna Berg closes the old one.",
        "Anna Berg’s office closed the old bridge over the river on Monday after a night of heavy rain.",
        "Anna Berg and Otto Kern closed the old bridge over the river on Monday after a night of rain.",
        "Anna Berg supporters closed the old bridge over the river on Monday after a night of heavy rain.",
        "The mayor’s wife Anna Berg closed the old bridge over the river on Monday after a night of rain.",
    ],
)
def test_a_sentence_with_another_subject_never_leads(sentence: str) -> None:
    assert led_by(sentence) == ""


@pytest.mark.parametrize(
    "sentence",
    [
        "Anna Berg closed our bridge over the river on Monday, and we have to take the ferry since then.",
        "Anna Berg should close the old bridge over the river before the storms of the winter arrive.",
        "Anna Berg is an incompetent engineer who closed the old bridge over the river on Monday.",
        "Anna Berg closed the old bridge over the river because of the storm, a spokesman said Monday.",
        "Anna Berg, his deputy, closed the old bridge over the river on Monday after a night of rain.",
        "Anna Berg Closes the Old Bridge Over the River on Monday After a Night of Heavy Rain and Storms.",
        "Anna Berg has also closed the old bridge over the river in the second of the four towns.",
    ],
)
def test_a_sentence_that_judges_or_does_not_stand_alone_never_leads(sentence: str) -> None:
    assert led_by(sentence) == ""


def test_a_sentence_that_says_who_somebody_is_leads_before_what_they_did() -> None:
    did = "Anna Berg closed the old bridge over the river on Monday after a night of heavy rain."
    for who in (
        "Anna Berg, 45, closed the old bridge over the river on Friday after a night of heavy rain.",
        "Anna Berg was an engineer in the town for thirty years before the old bridge was closed.",
        "Anna Berg, who was mayor of the town, closed the old bridge over the river on Friday at noon.",
        "Anna Berg became the first mayor of the town on the river that closed the old bridge.",
    ):
        assert led_by(did) == did
        assert led_by(did, who) == who


def test_what_somebody_did_leads_only_if_an_article_begins_with_it() -> None:
    did = "Anna Berg closed the old bridge over the river on Monday after a night of heavy rain."

    assert led_by(did, anchor="p9") == ""
    assert led_by(TELLING, anchor="p9") == TELLING


def test_what_an_article_does_not_report_itself_never_leads() -> None:
    assert led_by(TELLING, reports=False) == ""


def test_a_repeated_headline_never_leads() -> None:
    assert led_by(TELLING, title=TELLING.upper()[:-1]) == ""


def test_a_fragment_leads_nothing() -> None:
    assert led_by("an engineer, Anna") == ""
    assert led_by("Speaking with Anna Berg") == ""
    assert led_by(TELLING.replace("bridge", 'bridge"')) == led_by(TELLING.replace("bridge", "bridge”")) == ""


NORWAY = Entity(EntityKind.COUNTRY, "NO", "Norway", "norway")


def countrys(*sentences: str) -> str:
    """The sentence that leads the page of Norway; "*" marks the words that mean it."""
    lines = []
    for sentence in sentences:
        before, words, after = sentence.split("*")
        excerpt = parts.ExcerptLine(before, words, after, "../../articles/bridge/#p1")
        lines.append(parts.ArticleExcerpts(STORY, (), (excerpt,), 0, ()))
    found = lead_excerpt(NORWAY, "", lines)
    return "*".join((found.excerpts[0].before, found.excerpts[0].words, found.excerpts[0].after)) if found else ""


DOES = "*Norway* draws most of its power from the rivers that fall from the mountains."
OWNS = "*Norway*’s longest bridge was closed by the engineers on Monday after the storm."
THEIR = "The *Norwegian* president closed the longest of the old bridges on Monday morning."
WITHIN = "In *Norway*, the longest of the old bridges was closed on Monday after the storm."


def test_what_a_country_does_leads_before_what_is_its_own_or_happens_in_it() -> None:
    for other in (OWNS, THEIR, WITHIN):
        assert countrys(other, DOES) == DOES
        assert countrys(other) == other
    assert countrys(THEIR, WITHIN) == WITHIN


@pytest.mark.parametrize(
    "sentence",
    [
        "On Monday the longest of the old bridges was closed by engineers in *Norway*.",
        "*Norway*, Sweden and Denmark were named in the letter of the engineers on Monday.",
        "*Norway* and Sweden were named in the letter that the engineers wrote on Monday.",
        "*Norway* in the winter of the storms was what the engineers talked about most.",
        "The engineers met the leaders of Sweden, *Norway* and Denmark on Monday morning.",
        "Anna Berg, who came to *Norway* for the bridge, went back to her house on Monday.",
        "*Norway* should close the longest of its old bridges before the storms of the winter.",
        "*Norway* closed the longest of our old bridges before the storms of the winter arrived.",
        "*Norwegian* dissident Anna Berg closed the longest of the old bridges on Monday morning.",
    ],
)
def test_a_sentence_that_is_not_about_a_country_never_leads_its_page(sentence: str) -> None:
    assert countrys(sentence) == ""
    assert countrys(sentence, WITHIN) == WITHIN


# Two together

KERN = Entity(EntityKind.PERSON, "otto-kern", "Otto Kern", "Kern, Otto")


def about_both(*sentences: str) -> str:
    """The sentence that tells something about Berg and Kern."""
    lines = []
    for sentence in sentences:
        before, name, after = sentence.partition("Berg")
        excerpt = parts.ExcerptLine(before, name, after, "../../articles/bridge/#p1")
        lines.append(parts.ArticleExcerpts(STORY, (), (excerpt,), 0, ()))
    found = excerpt_of_both(KERN, lines)
    return "".join((found.excerpts[0].before, found.excerpts[0].words, found.excerpts[0].after)) if found else ""


BOTH = "On Monday Berg and Otto Kern, who had built it together, closed the old bridge over the river."


def test_the_newest_sentence_with_the_full_name_of_the_other_tells_about_both() -> None:
    assert about_both(TELLING, BOTH, BOTH.replace("Monday", "Friday")) == BOTH


def test_a_part_of_a_longer_name_is_not_the_other() -> None:
    assert about_both(BOTH.replace("Kern", "Kernig"), BOTH.replace("Otto Kern", "Kern")) == ""


# Quotations


def quote(words: str) -> parts.QuoteLine:
    return parts.QuoteLine(words, "../../articles/bridge/#p1", STORY)


WHOLE = "Nobody built this bridge, and everybody has to pay for it."


def test_only_quotations_that_stand_on_their_own_lead() -> None:
    others = [
        "makes me smart",
        "I would rather be late than sorry … but I have been both.",
        "No.",
        "and everybody has to pay for the bridge in the end.",
        "Nobody built this bridge, and everybody has to pay for",
        "Constitutional responsibilities notwithstanding.",
    ]
    quotes = [quote(words) for words in (*others, WHOLE, "The river does not ask anybody for a second opinion.")]

    found = leading_quotes(quotes, 1)

    assert found == (quotes[len(others)],)


def test_what_two_stories_quote_leads_once() -> None:
    quotes = [quote(WHOLE), quote(f"{WHOLE} Believe me."), quote("Rain fell, and then more rain fell, for a week.")]

    assert leading_quotes(quotes, 3) == (quotes[0], quotes[2])


def test_an_ellipsis_says_that_a_sentence_goes_on_around_what_is_quoted() -> None:
    assert with_ellipses("makes me smart") == "… makes me smart …"
    assert with_ellipses("makes me smart.") == "… makes me smart."
    assert with_ellipses(WHOLE) == WHOLE
