"""The words for countries, from the text of ``countries.toml``, indexed for lookup.

A phrase is found by its first word, longest first, so that "Guinea-Bissau" is never Guinea, and "New Mexico", a phrase
of no country, is never Mexico. The text to search must have gone through ``plain``.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from msgspec import Struct

from builder.core.regex import regex
from builder.core.values import Via

_PLAIN = {**dict.fromkeys("‘’ʼ′ʻ", "'"), **dict.fromkeys("‐‑–", "-"), **dict.fromkeys("\t\u00a0", " ")}
_UNPLAIN = regex(f"[{''.join(_PLAIN)}]")
_WORD = regex(r"[^\W\d_]+")
_FORMER = regex(r"(.+) \(\d+\)")
SHOUTED = 3
"""Letters that a word needs to be recognized in capitals as well: "CHAD" is Chad, "NO" is nothing."""


class Country(Struct, frozen=True, gc=False):
    """A state or territory, current or former."""

    code: str
    """ISO 3166-1 (two letters), 3166-3 (four letters) or, with a leading X, our own."""
    name: str
    aliases: tuple[str, ...] = ()
    former: tuple[str, ...] = ()
    """Names that it gave up; countries.toml has the years."""
    demonyms: tuple[str, ...] = ()
    capitals: tuple[str, ...] = ()
    metonyms: tuple[str, ...] = ()


class Phrase(Struct, frozen=True, gc=False):
    """Words to find, and the countries they can mean: none if they only mask another country's word."""

    text: str
    rule: str
    via: Via
    codes: tuple[str, ...]


class ContextWords(Struct, frozen=True, gc=False):
    """The context that decides a country's word; described in ``countries.toml``, where it is written."""

    names: frozenset[str] = frozenset()
    before: frozenset[str] = frozenset()
    government: frozenset[str] = frozenset()
    unsure: frozenset[str] = frozenset()
    doubtful: frozenset[str] = frozenset()
    placed: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()


class Gazetteer(Struct, frozen=True, gc=False):
    """All countries by code, and all their words by the first."""

    countries: Mapping[str, Country]
    phrases: Mapping[str, tuple[Phrase, ...]]
    """By first word, longest first."""
    words: ContextWords
    cues: Mapping[str, tuple[str, ...]]
    """For an unsure word, the evidence in an article that decides for its (first) country."""
    against: Mapping[str, tuple[str, ...]]
    halves: tuple[Mapping[str, str], ...]
    """For divided countries: "North" → code, "South" → code."""
    texts: frozenset[str]
    """All words of countries."""
    small: tuple[str, ...]
    """The first words of phrases that begin in lower case."""

    def at(self, text: str, start: int, word: str) -> Phrase | None:
        """The longest phrase at ``text[start:]``, where the word ``word`` begins; ``text`` is plain."""
        return find(self.phrases, text, start, word)

    def via(self, words: str) -> Via:
        """The kind of words by which these mean a country; half of a divided one ("the North") is an alias."""
        name = plain(words).removeprefix("the ").removeprefix("The ")
        first = _WORD.search(name)
        phrase = self.at(name, 0, first[0]) if first and first.start() == 0 else None
        return phrase.via if phrase and len(phrase.text) == len(name) else Via.ALIAS

    def named(self, words: str) -> str | None:
        """The code of the only country with this name, current or former; "the" is ignored."""
        name = plain(words).removeprefix("the ").removeprefix("The ")
        first = _WORD.search(name)
        phrase = self.at(name, 0, first[0]) if first and first.start() == 0 else None
        if phrase is None or len(phrase.text) != len(name) or phrase.via not in (Via.NAME, Via.ALIAS):
            return None
        return phrase.codes[0] if len(phrase.codes) == 1 else None


def load(raw: str) -> Gazetteer:
    """The gazetteer from the text of ``countries.toml``. Takes about 10 ms."""
    tables = tomllib.loads(raw)
    countries = {code: _country(code, table) for code, table in tables.items() if code.isupper()}
    words = {key: frozenset(_list(value)) for key, value in tables["words"].items()}
    blocked = words.pop("blocked")
    phrases = tuple(_phrases(countries.values()))
    by_word = index((*(Phrase(text, "", Via.NAME, ()) for text in sorted(blocked)), *phrases))
    return Gazetteer(
        countries,
        by_word,
        ContextWords(**words),
        {word: _list(cues) for word, cues in tables["cues"].items()},
        {word: _list(cues) for word, cues in tables["against"].items()},
        tuple(tables["halves"]),
        frozenset(phrase.text for phrase in phrases),
        tuple(word for word in by_word if word[0].islower()),
    )


def plain(text: str) -> str:
    """The text with straight apostrophes, plain hyphens and plain spaces; every character keeps its offset."""
    return _UNPLAIN.sub(lambda match: _PLAIN[match[0]], text)


@lru_cache(maxsize=16)
def beginnings(words: tuple[str, ...]) -> re.Pattern[str]:
    """A pattern for the words that can begin a phrase: capitalized ones, and ``words``."""
    others = "".join(rf"|{re.escape(word)}(?![^\W\d_])" for word in words)
    return re.compile(rf"(?<![^\W\d_])(?:[^\W\d_a-z][^\W\d_]*{others})")


def find(phrases: Mapping[str, tuple[Phrase, ...]], text: str, start: int, word: str) -> Phrase | None:
    """The longest of the phrases at ``text[start:]``, as written or all in capitals."""
    if len(word) >= SHOUTED and word.isupper():
        for phrase in (*phrases.get(word, ()), *phrases.get(word.capitalize(), ())):
            if text.startswith((phrase.text, phrase.text.upper()), start) and _ends(text, start + len(phrase.text)):
                return phrase
        return None
    for phrase in phrases.get(word, ()):
        if text.startswith(phrase.text, start) and _ends(text, start + len(phrase.text)):
            return phrase
    return None


def index(phrases: Iterable[Phrase]) -> dict[str, tuple[Phrase, ...]]:
    """Phrases by their first word, longest first. Words with two meanings become one phrase with both."""
    merged: dict[str, Phrase] = {}
    for phrase in phrases:
        known = merged.get(phrase.text)
        codes = (*known.codes, *phrase.codes) if known else phrase.codes
        if known is None or known.codes:
            merged[phrase.text] = Phrase(phrase.text, phrase.rule, phrase.via, tuple(dict.fromkeys(codes)))
    found: dict[str, list[Phrase]] = {}
    for phrase in sorted(merged.values(), key=lambda phrase: -len(phrase.text)):
        first = _WORD.match(phrase.text)
        if first:
            found.setdefault(first[0], []).append(phrase)
    return {word: tuple(same) for word, same in found.items()}


def _ends(text: str, end: int) -> bool:
    """Whether a word can end here: neither "Chinas" nor "china.com" matches."""
    following = text[end : end + 2]
    if not following:
        return True
    if following[0] == "." and text[end - 1] != ".":
        return not following[1:].isalnum()
    return not (following[0].isalnum() or following[0] in "_@$")


def _country(code: str, table: Mapping[str, Any]) -> Country:
    former = (_FORMER.fullmatch(text) for text in _list(table.get("former", "")))
    return Country(
        code,
        table["name"],
        _list(table.get("aliases", "")),
        tuple(m[1] for m in former if m),
        _list(table.get("demonyms", "")),
        _list(table.get("capitals", "")),
        _list(table.get("metonyms", "")),
    )


def _phrases(countries: Iterable[Country]) -> Iterable[Phrase]:
    for country in countries:
        codes = (country.code,)
        names = (country.name,), country.aliases, country.former
        kinds = (*names, country.demonyms, country.capitals, country.metonyms)
        rules = ("name", "alias", "former-name", "demonym", "capital", "metonym")
        vias = (Via.NAME, Via.ALIAS, Via.ALIAS, Via.DEMONYM, Via.CAPITAL, Via.METONYM)
        for texts, rule, via in zip(kinds, rules, vias, strict=True):
            for text in texts:
                yield Phrase(text, rule, via, codes)
                if "St. " in text:
                    # The British spelling.
                    yield Phrase(text.replace("St. ", "St "), rule, via, codes)


def _list(text: str) -> tuple[str, ...]:
    return tuple(part for part in (" ".join(p.split()) for p in text.split(";")) if part)
