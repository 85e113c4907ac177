"""The full-text index of a site of pages alone: which words are in which articles."""

import re
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.store import word_files
from builder.store.searched import Searched, SearchedPart, SearchedQuotation
from builder.store.word_files import IN_TITLE, LONGEST, make, weights, words

Texts = Sequence[tuple[str, str, str]]

LETTERS = st.text(st.sampled_from("ab é\u0301’ßΣσς日𝐚ａ -"), max_size=8)
TEXTS = st.lists(st.tuples(LETTERS, LETTERS), max_size=12).map(
    lambda some: [(f"articles/{number}/", title, text) for number, (title, text) in enumerate(some)]
)


def made(texts: Texts) -> tuple[list[str], dict[str, str], list[str]]:
    """The addresses, the text of each file, and the first word of each."""
    with TemporaryDirectory() as name:
        work, index = Path(name, "work"), Path(name, "index")
        work.mkdir()
        index.mkdir()
        assert make(work, index, (Searched(*text) for text in texts)) == ""
        known = msgspec.json.decode((index / "index.json").read_bytes())
        parts = {path.name: path.read_text(encoding="utf-8") for path in index.glob("*.txt")}
    return known["articles"], parts, known["first"]


def postings(texts: Texts) -> dict[str, dict[int, int]]:
    """The weight of each word in each article, by number, as words.js reads them."""
    _, parts, first = made(texts)
    found: dict[str, dict[int, int]] = {}
    for number in range(len(first)):
        lines = parts[f"{number}.txt"].splitlines()
        assert lines[0].split(" ")[0] == first[number]
        for line in lines:
            word, rest = line.split(" ")
            at = 0
            for gap, weight in re.findall("([0-9a-z]+)([A-I])", rest):
                at += int(gap, 36)
                found.setdefault(word, {})[at] = ord(weight) - 64
    assert list(found) == sorted(found)
    assert len(parts) == len(first)
    return found


@given(TEXTS, st.integers(1, 5), st.integers(1, 60))
def test_every_word_of_every_article_is_there_whatever_the_size_of_runs_and_files(
    texts: Texts, run: int, part: int
) -> None:
    naive: dict[str, dict[int, int]] = {}
    for number, (_, title, text) in enumerate(texts):
        for word, weight in weights(title, text).items():
            naive.setdefault(word, {})[number] = min(weight, 9)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(word_files, "RUN", run)
        patch.setattr(word_files, "PART", part)
        found = postings(texts)

    assert found == naive


def test_articles_are_numbered_in_their_order() -> None:
    addresses, parts, first = made([("articles/2018/a/", "Rain", "Rain fell."), ("articles/b/", "Sun", "No rain.")])

    assert addresses == ["2018/a", "b"]
    assert first == ["fell"]
    assert parts == {"0.txt": "fell 0A\nno 1A\nrain 0F1A\nsun 1E\n"}


def test_a_site_without_articles_has_an_index_without_words() -> None:
    assert made([]) == ([], {}, [])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Mário SOARES’s car", ["mario", "soaress", "car"]),
        ("Łódź, Straße; Ærø_kø 42nd", ["lodz", "strasse", "aero", "ko", "42nd"]),
        ("don't—stop", ["dont", "stop"]),
        ("İstanbul ΟΔΟΣ", ["istanbul", "οδος"]),
        ("… – ’", []),
        ("a" * 99, ["a" * LONGEST]),
    ],
)
def test_words_have_neither_accents_nor_case(text: str, found: list[str]) -> None:
    assert words(text) == found


def test_a_word_of_the_title_weighs_more() -> None:
    assert weights("Rain", "Rain and rain and sun") == {"rain": 2 + IN_TITLE, "and": 2, "sun": 1}


def said(folder: Path, *articles: Searched) -> tuple[list[int], list[str]]:
    """The first article of each file of quotations, and the files."""
    work, index = folder / "work", folder / "index"
    work.mkdir()
    index.mkdir()
    make(work, index, articles)
    first = msgspec.json.decode((index / "index.json").read_bytes())["said"]
    return first, [(index / f"said-{number}.txt").read_text(encoding="utf-8") for number in range(len(first))]


def a_quotation(speaker: str, *parts: tuple[int, int, str]) -> SearchedQuotation:
    return SearchedQuotation(speaker, tuple(SearchedPart(*part) for part in parts), parts[0][2])


def test_who_said_something_is_found_by_the_number_of_the_article(tmp_path: Path) -> None:
    parted = a_quotation("Mário Soares", (1, 1, "Rain, "), (1, 40, "and\u00a0sun"))
    articles = [
        Searched("articles/a/", "A", "Text.", (parted, a_quotation("Helmut Kohl", (37, 0, "Go")))),
        Searched("articles/b/", "B", "Text."),
        Searched("articles/c/", "C", "Text.", (a_quotation("Mário Soares", (2, 0, "No way")),)),
    ]

    found = said(tmp_path, *articles)

    assert found == ([0], ["Mário Soares\tHelmut Kohl\n0 0.1.1.5.1.14.6 1.11.0.2\n2 0.2.0.5\n"])


def test_each_file_of_quotations_has_the_names_of_its_speakers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word_files, "SAID_PART", 1)
    one, two = (Searched(f"articles/{name}/", name, "", (a_quotation(name, (1, 0, "Go")),)) for name in ("A", "B"))

    found = said(tmp_path, one, Searched("articles/none/", "None", ""), two)

    assert found == ([0, 2], ["A\n0 0.1.0.2\n", "B\n2 0.1.0.2\n"])


def test_a_speaker_whom_the_text_does_not_name_is_found() -> None:
    assert weights("Rain", "Soares sang", {"Mário Soares"}) == {"rain": IN_TITLE, "soares": 1, "sang": 1, "mario": 1}
