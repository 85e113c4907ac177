"""Countries: the table is complete and correct, and the words around a name decide as a careful reader would."""

import re
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from builder.annotate.countries import find_countries
from builder.annotate.gazetteer import Gazetteer, load
from builder.core.errors import Result
from builder.core.values import Block, BlockKind, Certainty, Link, Via
from builder.store.sources import data

CASES = Path(__file__).parent / "cases" / "countries"
STORY = Path(__file__).parent.parent / ".." / "shared" / "articles" / "kim-in-beijing.txt"
TERRITORIES = {
    code: str(name) for code, name in Locale("en").territories.items() if re.fullmatch("[A-Z]{2}", str(code))
}
NOT_COUNTRIES = frozenset("AC CP CQ DG EA EU EZ IC QO TA UN XA XB ZZ".split())
"""Codes in CLDR that ISO 3166-1 gives to no country: parts of some, unions, tests."""
GAZETTEER = load(data("countries.toml"))


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return GAZETTEER


def find(*texts: str, taken: Sequence[tuple[int, int, int]] = (), **aliases: str) -> Result[tuple[Link, ...]]:
    blocks = [Block(BlockKind.PARAGRAPH, text) for text in texts]
    return find_countries(blocks, GAZETTEER, taken, aliases)


def found(*texts: str, shown: bool = True) -> str:
    """The words and codes found, as "China CN, U.S. US"; capitals and metonyms only if not ``shown``."""
    links = (link for link in find(*texts).value if (link.mention.via in (Via.CAPITAL, Via.METONYM)) is not shown)
    mentions = ((link.mention, link.local.id) for link in links)
    return ", ".join(f"{texts[m.block][m.start : m.end]} {code}" for m, code in mentions)


def cases(name: str) -> list[str]:
    """The lines of a case file, without comments."""
    lines = (CASES / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("# ")]


def same(name: str) -> str:
    """Names in a form on which CLDR and news texts agree."""
    name = name.replace("&", "and").replace("St.", "Saint").replace("’", "'").casefold()
    return " ".join(word for word in re.sub(r"[^\w']+", " ", name).split() if word != "the")


# --- the table


@pytest.mark.parametrize("code", TERRITORIES)
def test_every_territory_is_in_the_table_under_the_name_that_cldr_gives_it(code: str) -> None:
    if code in NOT_COUNTRIES:
        assert code not in GAZETTEER.countries
        return
    country = GAZETTEER.countries[code]

    names = {same(name) for name in (country.name, *country.aliases)}

    assert same(TERRITORIES[code]) in names


def test_codes_that_iso_does_not_have_are_dissolved_states_or_begin_with_x() -> None:
    known = set(TERRITORIES) - NOT_COUNTRIES

    own = {code for code in GAZETTEER.countries if code not in known}

    assert own == {
        *("ANHH", "CSHH", "CSXX", "DDDE", "GEHH", "PCHH", "SKIN", "SUHH", "VDVN", "YDYE", "YUCS"),
        *("XSVN", "XAUH", "XOTT"),
    }


def test_every_unsure_word_is_a_word_of_some_country(gazetteer: Gazetteer) -> None:
    texts = {phrase.text for phrases in gazetteer.phrases.values() for phrase in phrases if phrase.codes}

    words = gazetteer.words
    listed = words.unsure | words.doubtful | words.placed | gazetteer.cues.keys() | gazetteer.against.keys()

    assert listed - texts == set()
    assert words.doubtful <= words.unsure


def test_only_a_few_words_are_those_of_two_countries(gazetteer: Gazetteer) -> None:
    shared = {p.text for phrases in gazetteer.phrases.values() for p in phrases if len(p.codes) > 1}

    assert shared == {"Congo", "Congolese", "Dominican", "Dominicans"}


def test_every_state_has_words_for_its_people_and_a_capital(gazetteer: Gazetteer) -> None:
    bare = {c.code for c in gazetteer.countries.values() if len(c.code) == 2 and not (c.demonyms and c.capitals)}

    # Places whose capital has the same name, and places with few or no inhabitants.
    expected = "AI AQ AX BL BV CC CX FM GG GI GP GS HK HM IO JE MF MO NF PM SG SJ SM ST TC TF TK UM VA WF"
    assert bare <= set(expected.split())


# --- what is found


@pytest.mark.parametrize("case", cases("found"))
def test_names_aliases_and_demonyms_are_found(case: str) -> None:
    text, expected = case.split(" → ")

    assert found(text) == expected


@pytest.mark.parametrize("text", cases("nothing"))
def test_nothing_is_found_where_no_country_is_meant(text: str) -> None:
    assert found(text) == ""


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["He flew from Tbilisi across Georgia."], "Georgia GE"),
        (["Armenia, Georgia and Azerbaijan signed."], "Armenia AM, Georgia GE, Azerbaijan AZ"),
        (["Meanwhile, Georgia, which borders Russia, waits."], "Georgia GE, Russia RU"),
        (["He moved to Marietta, Georgia, after leaving Russia."], "Russia RU"),
        (["Georgia voted.", "Counting in Atlanta went on."], ""),
        (["In Tbilisi, Georgia, it rained.", "In Augusta, Georgia, it did not."], "Georgia GE"),
        (["Tbilisi is calm.", "Florida and Georgia vote."], ""),
        (["Georgia went blue, like Alabama and Georgia before."], ""),
        (["Egypt, Jordan and Syria agreed."], "Egypt EG, Jordan JO, Syria SY"),
        (["Refugees in Jordan wait.", "Jordan is small."], "Jordan JO"),
        (["Jordanian troops left.", "Jordan’s king spoke."], "Jordanian JO, Jordan JO"),
        (["Boko Haram struck in Chad."], "Chad TD"),
        (["Kinshasa is calm.", "The Congolese vote."], "Congolese CD"),
        (["Congo-Brazzaville and the DRC differ.", "The Congolese vote."], "Congo-Brazzaville CG, DRC CD"),
        (["The Georgian Prime Minister spoke."], "Georgian GE"),
        (["A Dominican came.", "Santo Domingo is hot."], "Dominican DO"),
    ],
)
def test_a_word_with_several_meanings_needs_a_cue(texts: list[str], expected: str) -> None:
    assert found(*texts) == expected


def test_a_country_that_a_cue_decided_is_only_likely() -> None:
    (link,) = (link for link in find("Tbilisi rules Georgia.").value if link.mention.via is Via.NAME)

    assert (link.rule, link.certainty) == ("cue", Certainty.LIKELY)


@pytest.mark.parametrize("word", ["Georgia", "Jordan", "Chad", "Washington"])
def test_a_doubtful_word_that_nothing_decides_is_a_doubt_once(word: str) -> None:
    result = find(f"{word} it is.", f"And {word} it was.")

    assert result.value == ()
    assert [(d.kind, d.subject) for d in result.doubts] == [("ambiguous-country", word)]
    assert word in result.doubts[0].message


def test_the_user_settles_a_doubtful_word_by_an_alias() -> None:
    result = find("Georgia it is.", Georgia="GE")

    assert [(link.local.id, link.rule) for link in result.value] == [("GE", "site-alias")]
    assert result.doubts == ()


def test_an_alias_of_the_user_is_found_whatever_its_apostrophes() -> None:
    blocks = [Block(BlockKind.PARAGRAPH, "They left the Hermit’s Kingdom.")]

    (link,) = find_countries(blocks, GAZETTEER, (), {"the Hermit's Kingdom": "KP"}).value

    assert (link.mention.start, link.mention.end, link.local.name) == (10, 30, "North Korea")


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["North Korea called.", "The North and the South talked."], "North Korea KP, The North KP, the South KR"),
        (["The North called.", "North Korea did."], "North Korea KP"),
        (["South Korea called.", "the South China Sea, the South African"], "South Korea KR, South African ZA"),
        (["North Korea called.", "the North of it, the North-South line, the Deep South"], "North Korea KP"),
        (["North Korea and North Vietnam called.", "The North won."], "North Korea KP, North Vietnam VDVN"),
    ],
)
def test_the_north_is_a_country_after_its_full_name(texts: list[str], expected: str) -> None:
    assert found(*texts) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Beijing fears what the Kremlin and the White House say.", "Beijing CN, Kremlin RU, White House US"),
        ("In Seoul on Monday, Tokyo’s envoy met Moscow Mayor Ivan Petrov.", "Seoul KR, Tokyo JP"),
        ("the U.S. in Washington", "Washington US"),
        ("He left London Bridge, East London and the Moscow Times.", ""),
        ("The U.S. firm is in Bellevue, Washington, and in Oregon and Washington.", ""),
        ("U.S. firms left Seattle. Washington voted.", ""),
        ("U.S. firms left Boston. Washington voted.", "Washington US"),
        ("Madrid 2-1 Prague. The Madrid coach flew to Lisbon.", "Prague CZ, Lisbon PT"),
        ("The Obama White House and the Paris attacks", "White House US, Paris FR"),
        ("Victoria and Sofia met Hamilton.", ""),
        ("10 Downing Street and Washington, D.C.", "Downing Street GB, Washington, D.C. US"),
        ("Paris, Washington, Seoul and the U.S. agree", "Paris FR, Washington US, Seoul KR"),
        ("Mexico City and Kuwait City", "Mexico City MX, Kuwait City KW"),
    ],
)
def test_capitals_and_seats_of_power_are_recorded_apart(text: str, expected: str) -> None:
    assert found(text, shown=False) == expected


# --- what the caller has taken


def test_spans_that_others_have_taken_stay_theirs() -> None:
    text = "China met India Arie."

    links = find(text, taken=[(0, 10, 20)]).value

    assert [text[link.mention.start : link.mention.end] for link in links] == ["China"]


WORDS = st.sampled_from(
    [
        "China",
        "the",
        "North",
        "Korea",
        "U.S.",
        "-",
        "’s",
        "Georgia",
        ",",
        "South",
        "Korean",
        "Bank",
        "of",
        "in",
        "speaks",
        "French",
        "\n",
    ]
)


@given(st.lists(st.lists(WORDS, max_size=12).map(" ".join), max_size=4))
def test_links_are_in_order_apart_and_on_words_of_their_country(texts: list[str]) -> None:
    links = find(*texts).value

    spans = [(link.mention.block, link.mention.start, link.mention.end) for link in links]
    assert spans == sorted(spans)
    assert all(a[0] < b[0] or a[2] <= b[1] for a, b in pairwise(spans))
    assert all(texts[b][s:e].strip() == texts[b][s:e] != "" for b, s, e in spans)


@pytest.mark.skipif(not STORY.exists(), reason="the real story is not beside the repository")
def test_the_real_story_names_its_six_countries() -> None:
    blocks = [Block(BlockKind.PARAGRAPH, line) for line in STORY.read_text(encoding="utf-8").splitlines() if line]

    links = find_countries(blocks, GAZETTEER, ()).value

    shown = {link.local.name for link in links if link.mention.via not in (Via.CAPITAL, Via.METONYM)}
    assert shown == {"China", "North Korea", "South Korea", "United States", "Japan", "Russia"}
