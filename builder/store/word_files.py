"""Full-text search in few files, whatever the number of articles: which words are in which of them.

``index.json`` holds the addresses of all articles, oldest first, and the first word of each further file, ``0.txt``,
``1.txt`` and so on. Together, these have a line for each word, in order, as the volumes of an encyclopedia: the word, a
space, and for each article with the word two things: how much further down the list it is than the one before, in base
36, and a capital letter, "A" for little weight to "I" for much. So a reader's words, and all words that begin with
them, are in one or two files. The article's own page has the words around.

``said-0.txt`` and so on hold who said something in which article, and where; ``index.json`` has the first article of
each. Their first line has the names of all speakers, separated by tabs. A line for each article with quotations has its
number, and for each quotation, after a space, numbers separated by full stops: that of the speaker's name, and for each
part of the quotation its paragraph, the characters before it in the paragraph, and its own, white space not counted.
All are in base 36. The article's own page has the words.

The lines are sorted in runs of articles that are written aside, and merged: memory does not grow with their number.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import ExitStack
from functools import lru_cache
from heapq import merge
from itertools import chain, groupby
from pathlib import Path

import msgspec

from builder.core.regex import regex
from builder.store.searched import Searched, SearchedQuotation

RUN = 2000
"""Articles that are sorted at a time."""

PART = 24_000
"""Bytes after which a file ends: about 10 KB when compressed, an eighth of a second for a slow phone if it is not. A
reader's words need one or two."""

SAID_PART = 12_000
"""The same for files that say who said what: the first five results may need five of them."""

LONGEST = 40
"""Characters of a word; what follows is not searched."""

IN_TITLE = 5
"""So many times more does a word weigh if it is in the title."""

_WEIGHTS = "ABCDEFGHI"
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_MARKS = str.maketrans(dict.fromkeys("'’ʼ"))
_LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})
_OTHER = regex(r"[^\x00-\x7f]")
_WORD = regex(r"[^\W_]+")


def make(work: Path, index: Path, texts: Iterable[Searched]) -> str:
    """Write the index of these articles, oldest first; returns no error message.

    Sorted runs are written into ``work``.
    """
    said = _QuotationFiles(index)
    addresses: list[str] = []
    run: dict[str, _Postings] = {}
    runs: list[Path] = []

    def end_run() -> None:
        path = work / f"{len(runs)}.txt"
        path.write_text("".join(run[word].line(word) for word in sorted(run)), encoding="utf-8")
        runs.append(path)
        run.clear()

    for number, each in enumerate(texts):
        addresses.append(each.folder.removeprefix("articles/").removesuffix("/"))
        said.add(number, each.said)
        for word, weight in weights(each.title, each.text, {quotation.speaker for quotation in each.said}).items():
            if known := run.get(word):
                known.add(number, weight)
            else:
                run[word] = _Postings(number, weight)
        if number % RUN == RUN - 1:
            end_run()
    end_run()
    first = _write_parts(index, _merged(runs))
    data = {"first": first, "articles": addresses, "said": said.written()}
    (index / "index.json").write_bytes(msgspec.json.encode(data) + b"\n")
    return ""


def weights(title: str, text: str, speakers: Collection[str] = ()) -> Counter[str]:
    """The words of an article with their weights: how often they occur, and more if they are in the title.

    The names of its speakers are found, even if it does not have them.
    """
    found = Counter(words(text))
    for word in chain.from_iterable(map(words, speakers)):
        found.setdefault(word, 1)
    for word in words(title):
        found[word] += IN_TITLE
    return found


def words(text: str) -> list[str]:
    """The words of a text, without accents and case: exactly as search.js finds them in what a reader types."""
    if not text.isascii():
        text = _OTHER.sub(_unmarked, unicodedata.normalize("NFD", text))
    found: list[str] = _WORD.findall(text.translate(_MARKS).lower().translate(_LETTERS))
    return [word[:LONGEST] for word in found] if len(max(found, key=len, default="")) > LONGEST else found


def _unmarked(match: re.Match[str]) -> str:
    return _base(match[0])


@lru_cache(maxsize=1 << 12)
def _base(character: str) -> str:
    """The character, unless it is an accent."""
    return "" if unicodedata.category(character).startswith("M") else character


class _QuotationFiles:
    """The files that say who said something where, written one after another."""

    def __init__(self, index: Path) -> None:
        self._index = index
        self._first: list[int] = []
        self._names: dict[str, int] = {}
        self._lines: list[str] = []
        self._size = 0

    def add(self, number: int, said: Sequence[SearchedQuotation]) -> None:
        """The quotations of one more article, after all others."""
        if not said:
            return
        if self._size >= SAID_PART:
            self._end()
        if not self._lines:
            self._first.append(number)
        places = " ".join(map(self._place, said))
        self._lines.append(f"{_base36(number)} {places}\n")
        self._size += len(self._lines[-1])

    def written(self) -> list[int]:
        """The first article of each file."""
        if self._lines:
            self._end()
        return self._first

    def _place(self, quotation: SearchedQuotation) -> str:
        numbers = [self._names.setdefault(quotation.speaker, len(self._names))]
        for part in quotation.parts:
            numbers += part.paragraph, part.before, len("".join(part.words.split()))
        return ".".join(map(_base36, numbers))

    def _end(self) -> None:
        lines = "\t".join(self._names) + "\n" + "".join(self._lines)
        (self._index / f"said-{len(self._first) - 1}.txt").write_text(lines, encoding="utf-8", newline="\n")
        self._names, self._lines, self._size = {}, [], 0


class _Postings:
    """The articles of a run that have a word: the first and the last, and everything after the first number."""

    __slots__ = ("first", "last", "rest")

    def __init__(self, number: int, weight: int) -> None:
        self.first = self.last = number
        self.rest = _letter(weight)

    def add(self, number: int, weight: int) -> None:
        """One more article, after all others."""
        self.rest += _base36(number - self.last) + _letter(weight)
        self.last = number

    def line(self, word: str) -> str:
        """As a line of a run."""
        return f"{word} {self.first} {self.last} {self.rest}\n"


def _merged(runs: Sequence[Path]) -> Iterator[tuple[str, str]]:
    """All words in order, with their postings in all runs."""
    with ExitStack() as opened:
        files = [opened.enter_context(path.open(encoding="utf-8", newline="\n")) for path in runs]
        rows = merge(*(map(str.split, file) for file in files), key=lambda row: row[0])
        for word, same in groupby(rows, lambda row: row[0]):
            before, postings = 0, ""
            for _, first, last, rest in same:
                postings += _base36(int(first) - before) + rest
                before = int(last)
            yield word, postings


def _write_parts(index: Path, lines: Iterable[tuple[str, str]]) -> list[str]:
    """Write the words into files; the first word of each."""
    first: list[str] = []
    part: list[str] = []
    size = 0

    def end_part() -> None:
        (index / f"{len(first) - 1}.txt").write_text("".join(part), encoding="utf-8", newline="\n")

    for word, postings in lines:
        if not first or size >= PART:
            if first:
                end_part()
            first.append(word)
            part, size = [], 0
        part.append(f"{word} {postings}\n")
        size += len(part[-1])
    if first:
        end_part()
    return first


def _letter(weight: int) -> str:
    return _WEIGHTS[min(weight, len(_WEIGHTS)) - 1]


@lru_cache(maxsize=1 << 16)
def _base36(number: int) -> str:
    digits = ""
    while number >= len(_DIGITS):
        number, digit = divmod(number, len(_DIGITS))
        digits = _DIGITS[digit] + digits
    return _DIGITS[number] + digits
