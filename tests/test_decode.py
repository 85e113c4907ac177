"""From bytes to text."""

import codecs
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.read.decode import decode

TEXT = "The café’s owner said: “No — never.”"


def text_of(raw: bytes) -> str:
    result = decode(raw, "content/a.txt")
    assert result.value is not None
    return result.value


@pytest.mark.parametrize(
    "raw",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"),
        codecs.BOM_UTF32_BE + TEXT.encode("utf-32-be"),
    ],
)
def test_unicode_is_read_without_a_warning(raw: bytes) -> None:
    result = decode(raw, "content/a.txt")

    assert result.value == TEXT
    assert result.problems == ()


@pytest.mark.parametrize("text", [TEXT, "Café", "“Yes”", "It’s £5 – or 6", "Señor Muñoz, Zürich"])
def test_short_windows_text_is_read_with_a_warning(text: str) -> None:
    result = decode(text.encode("cp1252"), "content/a.txt")

    assert result.value == text
    (problem,) = result.problems
    assert problem.warning
    assert str(problem) == "content/a.txt: is not UTF-8 and was read as Windows-1252\n  save it as plain text in UTF-8"


def test_other_encodings_are_detected_with_a_warning() -> None:
    text = "Вчера вечером на улице долго шёл дождь, и никто не вышел из дома. " * 5

    result = decode(text.encode("koi8-r"), "content/a.txt")

    assert result.value == text
    assert [problem.warning for problem in result.problems] == [True]


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"", "the file is empty"),
        (b" \n\t\r\n", "the file is empty"),
        (codecs.BOM_UTF8, "the file is empty"),
        (b"\x89PNG\r\n\x1a\n", "is a PNG image, not text"),
        (b"%PDF-1.7 and so on", "is a PDF, not text"),
        (b"PK\x03\x04 and so on", "is a ZIP archive or an office document, not text"),
        (b"a\0b\0c", "is binary, not text"),
        (b"\xff\xfea", "has the byte order mark of UTF-16-LE but is not valid UTF-16-LE"),
        (bytes(range(128, 256)) * 3, "its encoding could not be determined"),
    ],
)
def test_what_is_no_text_is_a_problem(raw: bytes, message: str) -> None:
    result = decode(raw, "content/a.txt")

    assert result.value is None
    (problem,) = result.problems
    assert (problem.message, problem.file, problem.warning) == (message, "content/a.txt", False)
    assert problem.hint


def test_mojibake_is_repaired_with_a_warning_and_quotes_stay_curly() -> None:
    wrong = TEXT.encode().decode("cp1252", errors="ignore")
    assert "â€" in wrong

    result = decode(f"{wrong}\n“Fine.” &amp; ﬁne".encode(), "content/a.txt")

    assert result.value is not None
    assert "café’s owner" in result.value
    assert result.value.endswith("“Fine.” &amp; ﬁne")
    assert [problem.message for problem in result.problems] == ["wrongly decoded characters were repaired"]


@pytest.mark.parametrize("word", ["François", "Peña", "Güell"])
def test_mojibake_whose_accents_were_taken_apart_is_repaired(word: str) -> None:
    wrong = unicodedata.normalize("NFKD", word.encode().decode("cp1252"))

    result = decode(f"They met {wrong} in May.".encode(), "content/a.txt")

    assert result.value == f"They met {word} in May."
    assert [problem.message for problem in result.problems] == ["wrongly decoded characters were repaired"]


@pytest.mark.parametrize("text", ["Ấn Độ", "SÃO PAULO", "pâte »", "Ångström"])
def test_letters_whose_accents_were_taken_apart_are_left_alone(text: str) -> None:
    apart = unicodedata.normalize("NFD", f"It said “{text}” there.")

    result = decode(apart.encode(), "content/a.txt")

    assert result.value == apart
    assert result.problems == ()


@pytest.mark.parametrize("text", ["Ã is a letter", "SÃO PAULO “Ã”", "Zürich, Århus, Ærø", "“Â”"])
def test_letters_that_begin_mojibake_are_left_alone(text: str) -> None:
    result = decode(text.encode(), "content/a.txt")

    assert result.value == text
    assert result.problems == ()


def test_line_ends_become_line_feeds() -> None:
    assert text_of("a\r\nb\rc\u2028d\u2029e\ff\x85g".encode()) == "a\nb\nc\nd\ne\nf\ng"


def test_what_a_reader_cannot_see_is_removed() -> None:
    assert text_of("a\x1b[31m\x02\x03\x7f\u202eb\u2066\ufeff\tc".encode()) == "a[31mb\tc"


def test_joiners_inside_words_and_emoji_stay() -> None:
    assert text_of("a\u200db\u200cc".encode()) == "a\u200db\u200cc"


def test_soft_hyphens_and_spaces_without_width_are_removed() -> None:
    assert text_of("Lind\u00adqvist\u200b said\u2060 so".encode()) == "Lindqvist said so"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", " \n   "])
def test_a_word_broken_by_a_soft_hyphen_at_the_end_of_a_line_is_whole_again(end: str) -> None:
    assert text_of(f"the Lind\u00ad{end}qvist bakery".encode()) == "the Lindqvist bakery"


@given(st.binary(max_size=200))
def test_any_bytes_are_text_or_a_problem(raw: bytes) -> None:
    result = decode(raw, "a.txt")

    errors = [problem for problem in result.problems if not problem.warning]
    assert (result.value is None) == bool(errors)
    assert result.value is None or result.value.strip()


@given(st.text(alphabet="ab \r\n\f\t\x00\x07\x1b\u2028\u202e\ufeff’é—", min_size=1))
def test_reading_twice_is_reading_once(text: str) -> None:
    first = decode(text.encode(), "a.txt").value

    assert first is None or decode(first.encode(), "a.txt").value == first
