"""The places of words from decisions: one pass finds the same as a search for each of them."""

import re

from hypothesis import given
from hypothesis import strategies as st

from builder.annotate.decide import annotate
from builder.annotate.names import parts, runs, tokens
from builder.annotate.phrase_places import PhrasePlaces
from builder.core.values import Block, BlockKind, Decision, FrontMatter
from builder.settings.decisions import Slice
from tests.people import an_article, gazetteer, names

WORDS = st.lists(st.sampled_from(["Kim", "Jong", "un", "O’Hara", "O'Hara", "U.S.", "’t", "-", ",", "été"]), max_size=9)
TEXTS = WORDS.map(" ".join) | st.text(alphabet="Aa-‐'’. \n", max_size=12)


def places_in(texts: list[str], phrases: list[str]) -> PhrasePlaces:
    passages = [Block(BlockKind.PARAGRAPH, text) for text in texts]
    found = parts(runs(passages, [tokens(text, names()) for text in texts], names()), gazetteer().texts, names())
    return PhrasePlaces(passages, phrases, found, names())


def looked_for(texts: list[str], phrase: str) -> list[tuple[int, int, int]]:
    alike = {**dict.fromkeys("-‐‑–", "[-‐‑–]"), **dict.fromkeys("'’", "['’]")}
    pattern = "".join(r"\s+" if c.isspace() else alike.get(c, re.escape(c)) for c in phrase)
    wanted = re.compile(rf"(?<!\w){pattern}(?!\w)")
    return [(block, m.start(), m.end()) for block, text in enumerate(texts) for m in wanted.finditer(text)]


@given(st.lists(TEXTS, max_size=3), st.lists(TEXTS.map(str.strip), max_size=4))
def test_every_phrase_with_a_word_is_found_where_it_occurs(texts: list[str], phrases: list[str]) -> None:
    phrases = [phrase for phrase in phrases if re.match(r"[^\w\s]*\w", phrase)]
    made = places_in(texts, phrases)

    for phrase in phrases:
        assert list(made.spans(phrase)) == looked_for(texts, phrase)


def test_hyphens_apostrophes_and_spaces_may_be_others() -> None:
    made = places_in(["She met Anne‑Marie  O’Hara and Anne-Marie O'Hara."], ["Anne-Marie O'Hara"])

    assert list(made.spans("Anne-Marie O'Hara")) == [(0, 8, 26), (0, 31, 48)]


def test_words_inside_a_longer_name_do_not_stand_alone_but_in_a_headline() -> None:
    made = places_in(["Kim Jong Un", "Kim Jong Un spoke to Jong and others."], ["Jong"])

    assert list(made.alone("Jong")) == [(0, 4, 8), (1, 21, 25)]
    assert list(made.spans("Jong")) == [(0, 4, 8), (1, 4, 8), (1, 21, 25)]


def test_a_surname_after_a_first_name_that_begins_a_sentence_does_not_stand_alone() -> None:
    made = places_in(["Talks", "John Cook arrived. Then Cook left. Yesterday Cook came."], ["Cook"])

    assert list(made.alone("Cook")) == [(1, 24, 28), (1, 45, 49)]


def test_signs_that_front_matter_decides_are_no_full_name() -> None:
    front = FrontMatter(title="News", entities=(Decision("- ", "person:kim"), Decision("Kim", "person:kim")))

    links = annotate(an_article("Kim left - so did he.", front=front), (), Slice(), gazetteer(), names()).value.links

    assert [(link.mention.start, link.local.id) for link in links] == [(0, "kim")]
