"""Which sentence leads the page of a person or a country."""

from builder.core.kinds import EntityKind
from builder.core.values import Entity
from builder.outputs import parts
from builder.outputs.telling import most_telling

BERG = Entity(EntityKind.PERSON, "anna-berg", "Anna Berg", "Berg, Anna")
STORY = parts.StoryLine("Bridge closes", "../../articles/bridge/", "", "", "")


def led_by(*sentences: str) -> str:
    """The sentence that leads, of those of one article each, the newest first."""
    lines = []
    for sentence in sentences:
        before, name, after = sentence.partition("Anna Berg")
        excerpt = parts.ExcerptLine(before, name, after, "../../articles/bridge/#p1")
        lines.append(parts.SightingLine(STORY, "", (), (excerpt,), ()))
    found = most_telling(BERG, "engineer", lines)
    return "".join((found.excerpts[0].before, found.excerpts[0].words, found.excerpts[0].after)) if found else ""


TELLING = "Anna Berg, an engineer from Bergen, closed the old bridge over the river on Monday."
LESS = "In the end Anna Berg, who was tired of the river, went back to her house in the village."


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


def test_a_fragment_leads_nothing() -> None:
    assert led_by("an engineer, Anna") == ""
    assert led_by("Speaking with Anna Berg") == ""
