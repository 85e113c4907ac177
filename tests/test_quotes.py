"""Pull quotes: their speakers, and what they repeat."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.core.values import Block, BlockKind, Quote
from builder.read import quotes
from builder.read.quotes import Body, speaker_and_role, tie

BODY = "He paused. “I have never, in forty years at sea, seen a wave like that one,” said the captain. He left."
SENTENCE = (11, 94)


def tied(quote: str, body: str = BODY) -> Quote:
    (found,) = tie((Block(BlockKind.PARAGRAPH, body), Block(BlockKind.PULL_QUOTE, quote)))
    return found


@pytest.mark.parametrize(
    "quote",
    [
        "I have never, in forty years at sea, seen a wave like that one",
        "“I have never, in forty years at sea, seen a wave like that one.”",
        "I have never … seen a wave like that one",
        "... never, in forty years at sea, seen a wave ...",
        "In forty years at sea, [I have not] seen a wave like that one.",
        "I have never, in forty years at sea, [...] a wave like that one",
    ],
)
def test_a_quote_is_tied_to_the_sentence_that_it_repeats(quote: str) -> None:
    found = tied(quote)

    assert (found.block, found.repeats, found.start, found.end) == (1, 0, *SENTENCE)


@pytest.mark.parametrize("quote", ["I have never seen a wave like that one", "A wave", "…", "", "one that like wave a"])
def test_a_quote_in_other_words_repeats_nothing(quote: str) -> None:
    assert tied(quote) == Quote(1)


def test_a_quote_over_two_sentences_is_tied_to_both() -> None:
    found = tied("the rain came. Nobody left", "At nine the rain came. Nobody left before ten. Then all did.")

    assert (found.start, found.end) == (0, 46)


def test_brackets_that_stand_in_the_body_count_as_words() -> None:
    body = "“I think [the meeting] shows urgency,” he said."

    assert tied("I think [the meeting] shows urgency", body).repeats == 0


@pytest.mark.parametrize(
    ("attribution", "speaker", "role"),
    [
        ("Ana Ruiz", "Ana Ruiz", ""),
        ("Ana Ruiz, director of the port", "Ana Ruiz", "director of the port"),
        ("Ana Ruiz (captain)", "Ana Ruiz", "captain"),
        ("Bo Li Jr., mayor, Osterby", "Bo Li Jr.", "mayor, Osterby"),
        ("Bo Li, Jr., mayor", "Bo Li, Jr.", "mayor"),
        ("Ana Ruiz | captain", "Ana Ruiz", "captain"),
    ],
)
def test_the_line_under_a_quote_names_speaker_and_role(attribution: str, speaker: str, role: str) -> None:
    found = tied(f"A wave is a wave.\n\n— {attribution}")

    assert (found.speaker, found.role) == (speaker, role)
    assert speaker_and_role(attribution) == (speaker, role)


def test_a_quote_never_repeats_another_quote() -> None:
    blocks = (Block(BlockKind.PULL_QUOTE, "a wave like that one"),) * 2

    assert tie(blocks) == (Quote(0), Quote(1))


def test_without_pull_quotes_nothing_is_tied() -> None:
    assert tie((Block(BlockKind.PARAGRAPH, BODY),)) == ()


def test_a_text_of_one_word_takes_no_long_time() -> None:
    passage = "same same … " * 20
    body = Body(["same " * 200_000], {1: passage})

    assert body.find(1) is not None


PIECES = "a", "b", "don't", "don’t", "Don‘t", "É", "ß", "ss", "İ", "1", "…", "...", ".", "[", "[b]", "—", "\n", "\xa0"


@given(st.lists(st.lists(st.sampled_from(PIECES), min_size=3, max_size=14).map(" ".join), min_size=2, max_size=6))
def test_letters_alone_never_hide_what_words_find(texts: list[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(quotes, "MOST_PLACES", 1000)
        by_letters = Body(texts, dict(enumerate(texts)))
        patch.setattr(quotes, "MOST_LETTERS", -1)
        by_words = Body(texts, dict(enumerate(texts)))

    numbers = range(len(texts))
    assert [by_letters.find(i) for i in numbers] == [by_words.find(i) for i in numbers]
