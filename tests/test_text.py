"""Sentences, excerpts, and the form in which texts are compared."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slugify import slugify

from builder.core.slug import slug
from builder.core.text import (
    SIGNS,
    excerpt,
    normal,
    plain_runs,
    sentences,
    single_spaced,
    small,
    span_of_sentences,
    whole_quotation,
    words,
)


@pytest.mark.parametrize(
    "text",
    [
        "Mr. Smith left.| He was late.",
        "Gen. Ada Cole and Lt. Col. Bo Reyes met.| Nobody spoke.",
        "The U.S. President spoke.| So did George W. Bush.",
        "He lives in the U.S.| The talks are over.",
        "“I am here.”| He sat down.",
        '"Where?"| she asked of nobody.'.replace("| ", " "),
        "“No!” he cried.| “Never.”| Then he left.",
        "It cost $3.5 million.| That was in Jan. 2020.",
        "Wait …| Nobody came.",
        "First line|\nSecond line.",
        "He worked at Acme Inc.| The firm is gone.",
        "J. R. Ewing rose.| (He fell.)| [It rained.]",
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str) -> None:
    plain = text.replace("|", "")

    found = [plain[start:end] for start, end in sentences(plain)]

    assert found == [part.strip() for part in text.split("|")]


@given(st.text())
def test_sentences_hold_every_character_but_white_space_in_order(text: str) -> None:
    spans = sentences(text)

    assert "".join("".join(text[start:end] for start, end in spans).split()) == "".join(text.split())
    assert all(a[1] <= b[0] for a, b in pairwise(spans))


@given(st.text(alphabet="ab .", max_size=120), st.integers(0, 120), st.integers(0, 30), st.integers(5, 60))
def test_an_excerpt_holds_its_words_and_keeps_its_width(text: str, start: int, length: int, width: int) -> None:
    start = min(start, len(text))
    end = min(start + length, len(text))

    found = excerpt(text, start, end, width)

    assert text[start:end] in found
    assert found.strip("…") in text
    assert len(found) <= max(width, end - start + 2)


def test_an_excerpt_is_cut_at_spaces() -> None:
    text = "one two three four five six seven eight nine ten"

    assert excerpt(text, 14, 18, 22) == "…three four five…"


def test_a_short_text_is_its_own_excerpt() -> None:
    assert excerpt("one two", 0, 3) == "one two"


def test_the_normal_form_knows_one_quote_and_one_dash() -> None:
    assert normal("“It’s —  so”…") == '"It\'s - so"...'


@given(st.text())
def test_the_normal_form_is_its_own_normal_form(text: str) -> None:
    assert normal(normal(text)) == normal(text)


@given(st.text(alphabet=f"{SIGNS}ab \u2003\u3000\u200b\n\x1c\x85"))
def test_single_spaced_is_what_words_put_together_again_are(text: str) -> None:
    assert single_spaced(text) == " ".join(text.split())


@pytest.mark.parametrize("kind", [r"\w", r"[^\W\d_]", r"[^\W_]|'"])
@given(st.text(alphabet=f"{SIGNS}aBZ09_'`-,+ \n\x1c\x7f"))
def test_runs_of_plain_text_are_those_that_a_pattern_finds(kind: str, text: str) -> None:
    assert (plain_runs(kind)(text) or "").split() == re.findall(f"(?:{kind})+", text.casefold())


def test_text_in_other_letters_is_left_to_a_pattern() -> None:
    assert plain_runs(r"\w")("naïve “text”") is None


@pytest.mark.parametrize("letter", "abcdefghijklmnopqrstuvwxyz")
def test_small_letters_stand_where_a_pattern_that_minds_no_case_finds_them(letter: str) -> None:
    everything = "".join(map(chr, (*range(0xD800), *range(0xE000, 0x110000))))
    found = re.finditer(letter, everything, re.IGNORECASE)

    assert [match.start() for match in found] == [match.start() for match in re.finditer(letter, small(everything))]


def test_words_have_their_places() -> None:
    assert words("It’s “so”.") == (("it's", 0, 4), ("so", 6, 8))


def test_a_passage_lies_in_its_sentences() -> None:
    text = "He came. He saw. He left."

    assert span_of_sentences(text, 12, 19) == (9, 25)
    assert span_of_sentences(text, 9, 11) == (9, 16)


@given(st.from_regex(r"[A-Za-z0-9]+([ -][A-Za-z0-9]+)*", fullmatch=True))
def test_the_address_of_plain_words_is_that_of_the_library(words: str) -> None:
    assert slug(words) == slugify(words)


@pytest.mark.parametrize(
    ("parts", "between", "whole"),
    [
        (["We will not pay,"], [], "We will not pay."),
        (["makes me smart,"], [], "makes me smart"),
        (["Never!"], [], "Never!"),
        ([","], [], ""),
        (["Bad things will happen,", "This is a trap."], ["” Kern said. “"], "Bad things will happen. This is a trap."),
        (["Bad things happen,", "This is a trap."], ['" he said, adding: "'], "Bad things happen. This is a trap."),
        (["You came,", "and I saw, "], ["” Kern said, “"], "You came, and I saw."),
        (["In 2016,", "I was ill."], ["” Kern said, “"], "In 2016, I was ill."),
        (["Why now?", "Why here?"], ["” he asked. “"], "Why now? Why here?"),
        (["We will", "pay."], ["” — Kern looked up — “"], "We will … pay."),
        (["It rained.", "It rained again."], ["“"], "It rained. It rained again."),
        (["It rained,", "And,", "it snowed."], ["” she said. “", "” she said, “"], "It rained. And, it snowed."),
    ],
)
def test_a_quotation_on_its_own_has_no_sign_that_belongs_to_who_speaks(
    parts: list[str], between: list[str], whole: str
) -> None:
    assert whole_quotation(parts, between) == whole
