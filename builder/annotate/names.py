"""Runs of capitalized words, and the parts of them that could be names."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain, pairwise

from msgspec import Struct
from msgspec.structs import replace

from builder.annotate.lexicon import (
    DATES,
    FUNCTION,
    FUNCTION_NAMES,
    HONORIFICS,
    MINOR,
    PARTICLES,
    POSTPOSED,
    SEVERAL,
    SUFFIXES,
    THINGS,
    TITLES,
    Lexicon,
)
from builder.core.regex import regex
from builder.core.values import NAMELESS, Block

_TOKEN = regex(r"(?:[^\W\d_]\.)+(?![^\W\d_])|[^\W_]+(?:[’'\-][^\W_]+)*\.?")
_PREFIXED = regex(r"(?:d[’']|(?:al|el|ad|as|ul)-)(?=[^\W\d_])", re.IGNORECASE)
"""Prefixes that may be left out of a name: "al-Hakim", "d'Artagnan"."""
_PREFIXING = frozenset("daeuDAEU")
"""Their first letters; checked first, since the rest is slower."""
_POSSESSIVE = regex(r"[’']s?$")
_DOTTED = regex(r"(?:[^\W\d_]\.)+")
_OPENING = regex(r"[.!?:;\n“\"‘(\[—–]|--")
"""Separators after which a word begins something new."""
_GLUE = regex(r"[^\W\d_A-Z](?=[A-Z])")
_UNGLUED = frozenset("Mac Fitz Van Von Ter Ben San Del Des Dos Los Las Abu Ibn".split())
"""Beginnings of names that have a capital inside; two letters are one as well: "McCain", "LeBron"."""
LEAD_IN = 4
"""Words in capitals that may be a headline at the beginning of a passage; fewer may be who speaks."""
LONGEST_WORD = 60
"""Characters of a word that is searched for another one."""
_LETTERS = regex(r"[A-Z]{2,4}")
_PROOF = FUNCTION - FUNCTION_NAMES - DATES
"""Words that only a headline capitalizes, even behind a first name: "Rosa In Rome"."""
_NO_PROOF = TITLES | THINGS | DATES
"""Words that are capitalized in other texts as well."""
_NICKNAME = regex(r" (?:“[A-Z][\w’-]*”|\"[A-Z][\w’'-]*\"|‘[A-Z][\w-]*’|''?[A-Z][\w-]*''?) (?=[A-Z])")
"""What may stand between a first name and a family name: "Georg “Schorsch” Hald"."""
_VOWEL = regex("[aeiouy]")
_ABBREVIATED = frozenset(word for word in TITLES | SUFFIXES if word.endswith("."))


class Token(Struct, frozen=True, gc=False):
    """A word of a passage; there are many, and msgspec makes them fastest."""

    text: str
    start: int
    end: int
    opens: bool
    """Whether it begins a sentence, so that its capital proves nothing."""
    joined: bool
    """Whether only a space separates it from the word before."""
    capital: bool
    """Whether it is capitalized like a name."""


class Run(Struct, frozen=True, gc=False):
    """Consecutive capitalized words in a passage, including particles between them."""

    block: int
    tokens: tuple[Token, ...]
    before: str
    """The word before the run, if no punctuation separates them."""
    ahead: str
    """A few words of text before the run."""
    after: str
    """A few words of text after the run."""
    headline: bool = False
    """Whether its passage capitalizes ordinary words as well."""


NameWords = tuple[str, ...]

NAMESAKES = frozenset({"May", "Will", "March", "April", "June"})
"""Function words that also occur as names of people."""


class NamePart(Struct, frozen=True, gc=False):
    """The part of a run that could be a name: the rest after removing titles, nationalities and letters like "OBE"."""

    run: Run
    tokens: tuple[Token, ...]
    titles: tuple[Token, ...]
    words: NameWords
    """Those of its tokens."""
    key: NameWords
    """As ``key`` spells them."""

    @property
    def span(self) -> tuple[int, int]:
        """Half-open, in its passage."""
        return self.tokens[0].start, self.tokens[-1].end


def tokens(text: str, names: Lexicon) -> tuple[Token, ...]:
    """The words of a text; a possessive ending is not part of a word, nor is a full stop, except in abbreviations.

    Words that lost the line break between them are separate: "Ann LeeSen. Bob Cole". A nickname in quotation marks
    inside a name is left out.
    """
    found: list[Token] = []
    last, end = 0, -1
    nicknames = _nicknames(text, names)
    for chunk in text.split(" "):
        start, end = end + 1, end + 1 + len(chunk)
        if not (chunk.islower() and chunk.isalpha()):
            last = _add_tokens(found, text, start, end, last, names, nicknames)
        elif not nicknames or start >= nicknames.get(last, 0):  # As most are: nothing else can be in it.
            joined = 0 < last == start - 1
            found.append(Token(chunk, start, end, not joined and _opens(text, found, last, start), joined, False))
            last = end
    return tuple(found)


def _opens(text: str, before: Sequence[Token], last: int, start: int) -> bool:
    """Whether a word that begins at ``start``, where the one before ended at ``last``, begins something new."""
    return not before or _OPENING.search(text, last, start) is not None


def _add_tokens(
    found: list[Token], text: str, low: int, high: int, last: int, names: Lexicon, nicknames: Mapping[int, int]
) -> int:
    """Add the words of a text between these places; where the last one ends. For ``nicknames`` see ``_nicknames``."""
    for match in _TOKEN.finditer(text, low, high):
        start, end = match.span()
        if nicknames and last in nicknames and start < nicknames[last]:
            continue
        word = text[start:end]
        if word[-1] == "." and word not in _ABBREVIATED and not _DOTTED.fullmatch(word):
            word = word[:-1]
        if "'" in word or "’" in word:
            word = _POSSESSIVE.sub("", word)
        joined = (start == last + 1 and last > 0 and text[last] == " ") or nicknames.get(last) == start
        opens = not joined and _opens(text, found, last, start)
        capital = word[0].isupper() or (word[0] in _PREFIXING and _PREFIXED.match(word) is not None)
        last = start + len(word)
        # Checked first, since few words have a capital inside.
        mixed = not word.islower() and len(word) > 2 and not word[1:].islower()
        several = mixed and len(_GLUE.findall(word, 2)) > 2
        while mixed and (glue := _glue(word, names, given=joined and found[-1].text in names.first, several=several)):
            found.append(Token(word[:glue], start, start + glue, opens, joined, capital))
            word, start, opens, joined, capital = word[glue:], start + glue, True, False, True
            if text[last : last + 1] == "." and f"{word}." in _ABBREVIATED:
                word, last = f"{word}.", last + 1
        if "-" in word and joined and (side := _pair(word, found[-1].text, text[last : last + 2], names)):
            found.append(Token(word[:side], start, start + side, opens, joined, capital))
            word, start, opens, joined = word[side + 1 :], start + side + 1, True, False
        found.append(Token(word, start, last, opens, joined, capital))
    return last


def _pair(word: str, before: str, after: str, names: Lexicon) -> int:
    """The length of the family name in the middle word of "Anna Berk-Joe Lund", who are two; 0 for one person's."""
    family, _, first = word.partition("-")
    two = before in names.first and first in names.first and family[:1].isupper() and len(family) > 1
    return len(family) if two and after[:1] == " " and after[1:].isupper() else 0


def _nicknames(text: str, names: Lexicon) -> dict[int, int]:
    """The end of each first name that a nickname follows, and the start of the family name after it."""
    found = {}
    for match in _NICKNAME.finditer(text):
        before = text[text.rfind(" ", 0, match.start()) + 1 : match.start()]
        if before in names.first or _DOTTED.fullmatch(before):
            found[match.start()] = match.end()
    return found


def _glue(word: str, names: Lexicon, *, given: bool, several: bool) -> int:
    """Where another word begins in this one, because what separated them is lost; 0 if nowhere.

    ``given`` says that a first name comes before it, ``several`` that it is the rest of a word of three or more.
    """
    if len(word) > LONGEST_WORD:
        return 0
    glued = [match.end() for match in _GLUE.finditer(word, 2) if word[: match.end()] not in _UNGLUED]
    if len(glued) > (0 if several else 1):
        return glued[0]
    for place in glued:
        left, right = word[:place], word[place:]
        if left in FUNCTION:
            continue  # "NextGen", "YouGov"
        if right in TITLES or f"{right}." in TITLES or (right in FUNCTION and len(right) > 2):
            return place
        if given and (len(right) in (1, *range(6, 20)) or (len(right) > 3 and names.is_common(right))):
            return place
        if len(right) > 2 and right in names.first and not (left in names.first or names.is_common(left)):
            return place
    return 0


def runs(passages: Sequence[Block], tokens: Sequence[Sequence[Token]], names: Lexicon) -> Iterator[Run]:
    """All runs of the passages with these words, in order; opaque blocks have none.

    A headline that capitalizes every word says nothing about which of them are names: an ordinary word is part of
    one only if it is capitalized within a sentence of the body.
    """
    headlines = [is_headline(words, names) for words in tokens]
    inside = {
        word.text
        for words, headline in zip(tokens, headlines, strict=True)
        for word in (() if headline else words)
        if word.capital and not word.opens
    }
    for block, (passage, words, headline) in enumerate(zip(passages, tokens, headlines, strict=True)):
        if passage.kind in NAMELESS:
            continue
        title = len(words) if headline else _lead_in(words, names)
        if title:
            words = [
                word if at >= title or _may_name(word.text, inside, names) else replace(word, capital=False)
                for at, word in enumerate(words)
            ]
        end = 0
        for at, word in enumerate(words):
            surname = word.text in FUNCTION_NAMES and not (word.opens or headline)
            if at < end or not word.capital:
                continue
            if _is_function(word, words[at - 1] if at else None) and not surname and not _is_given(words, at):
                continue
            end = _run_end(words, at)
            if end < len(words) and not headline and _is_surname(words[end], words[end - 1], names):
                end += 1
            before = words[at - 1].text if word.joined else ""
            start, last = word.start, words[end - 1].end
            ahead, after = passage.text[max(0, start - 24) : start], passage.text[last : last + 80]
            yield Run(block, tuple(words[at:end]), before, ahead, after, at < title)


def is_headline(words: Sequence[Token], names: Lexicon) -> bool:
    """Whether a passage capitalizes its ordinary words as well: "Mayor Opens New Bridge", "MAYOR OPENS NEW BRIDGE".

    In a list of names, fewer than one word in six is an ordinary one.
    """
    capitals = ordinary = 0
    given = False
    for at, word in enumerate(words):
        text = word.text
        if text[0].islower() and text not in MINOR:
            return False
        if text[0].isupper():
            if not word.opens:
                proves = not (given and word.joined) and text not in _NO_PROOF
                common = proves and names.is_common(text) and text.capitalize() not in names.surnames
                ordinary += common or text in _PROOF or (proves and len(text) > 2 and text.capitalize() in FUNCTION)
                ordinary += text in FUNCTION_NAMES and not given and word.joined and _joins(words[at + 1 : at + 2])
            capitals += 1
        given = names.is_name(text) or len(text.rstrip(".")) == 1
    return ordinary > 0 and 6 * ordinary >= capitals and len(words) > 2


def _joins(ahead: Sequence[Token]) -> bool:
    """Whether a capitalized word follows after a space only, as behind "To" in "Mayor To Open Bridge"."""
    return any(word.joined and word.capital for word in ahead)


def _lead_in(words: Sequence[Token], names: Lexicon) -> int:
    """The number of words of a headline in capitals that begins a passage: "RENTS RISE AGAIN - Rosa Hald: …"."""
    end = next((at for at, word in enumerate(words) if not word.text.isupper()), len(words))
    return end if end >= LEAD_IN and is_headline(words[:end], names) else 0


def _may_name(text: str, inside: Collection[str], names: Lexicon) -> bool:
    """Whether a word of a headline may be part of a name."""
    name = text.capitalize() if text.isupper() else text
    if name in inside or name in TITLES or names.is_name(name):
        return name not in FUNCTION or name in inside
    return not names.is_common(name) and name not in FUNCTION


def parts(runs: Iterable[Run], countries: Collection[str], names: Lexicon) -> list[NamePart]:
    """The part of each run that could be a name."""
    found = []
    for run in runs:
        at, end = split_titles(run.tokens, countries, names.first), len(run.tokens)
        while at < end - 1 and run.tokens[at].text in countries and run.tokens[at].text not in names.first:
            at += 1
        rest = run.tokens[at:]
        initial = _DOTTED.fullmatch(rest[0].text) if rest else None
        if len(rest) > 2 and not initial and not _begins(rest[0], names):
            word = rest[0].text  # "Universe Rosa Hald", "Danish-born Rosa Hald", "Virginian Rikke Hald"
            modifies = ("-" in word and word.split("-")[-1].islower()) or names.is_ordinary(word)
            at += (modifies and _begins(rest[1], names)) or (
                word.endswith("ian") and "-" not in word and rest[1].text[0].isupper()
            )
        while end - at > 2 and _is_letters(run.tokens[end - 1].text) and not run.tokens[at].text.isupper():
            end -= 1
        words = tuple([token.text for token in run.tokens[at:end]])
        found.append(NamePart(run, run.tokens[at:end], run.tokens[:at], words, key(words)))
    return found


def split_titles(run: Sequence[Token], countries: Collection[str], first: Collection[str]) -> int:
    """The number of words at the beginning of a run that are titles or modifiers of them ("South Korean President").

    After a first name, no word is a title ("Martin Luther King Jr."), but "German Chancellor" does not begin with one.
    """
    last = 0
    for place, token in enumerate(run[:-1], 1):
        nation = place == 1 and token.text in countries
        if token.text in first and token.text not in TITLES and not nation:
            break
        several = token.text.lower() in SEVERAL and token.text not in first
        if token.text in TITLES or several or (place == 1 and token.text == "State"):  # Secretary of State X
            last = place
    for place, (token, after) in enumerate(pairwise(run), 1):
        # "Charlotte Mayor Rosa Hald", but not "Martin Luther King".
        if token.text in TITLES and place > last and place < len(run) - 1 and after.text in first:
            last = place
    return last


def key(words: Sequence[str]) -> NameWords:
    """The canonical spelling of a name: "Jong-un" is "Jong Un", "TRUMP" is "Trump"."""
    return tuple(chain.from_iterable(map(_spelled, words)))


def shorts(words: NameWords, *, family_first: bool, spanish: Collection[str] = ()) -> tuple[NameWords, ...]:
    """The short forms of a full name, the most common first.

    Of two family names, the first alone is one if it is ``spanish``: "García" for "Ana García Ruiz".
    """
    if len(words) == 2 and words[1].lower() in POSTPOSED:
        return (words[:1],)
    names = words[:-1] if words[-1] in SUFFIXES and len(words) > 2 else words
    if family_first:
        return ((names[0],), names[1:])
    last = len(names) - 1
    while last > 1 and names[last - 1].lower() in PARTICLES:
        last -= 1
    found = [names[last:], names[-1:], names[:1]]
    found += [names[at:] for at in range(1, last) if names[at][0].isupper() and len(names[at]) > 2]
    found += [names[last - 1 : last]] if last > 1 and names[last - 1] in spanish else []
    if _PREFIXED.match(names[-1]):
        found.insert(1, (_PREFIXED.sub("", names[-1]),))
    return tuple(dict.fromkeys(found))


def initials_of(words: Iterable[str]) -> Iterator[str]:
    """The initials among the words of a key, one by one: "h" and "w" of "h.w" or "hw"."""
    for word in words:
        if len(word) == 1 or "." in word or (len(word) == 2 and not _VOWEL.search(word)):
            yield from word.replace(".", "")


def is_full(words: NameWords) -> bool:
    """Whether the words have the shape of a full name."""
    return 2 <= len(words) <= 6 and words[0][0].isupper() and len(words[-1].rstrip(".")) > 1


def _is_letters(word: str) -> bool:
    """Whether they are letters behind a name: "OBE"."""
    return _LETTERS.fullmatch(word) is not None and word not in THINGS


def _begins(token: Token, names: Lexicon) -> bool:
    return token.text in names.first or token.text in names.family_first


def _run_end(words: Sequence[Token], start: int) -> int:
    end = start + 1
    while end < len(words) and words[end].joined:
        if words[end].capital and (not _is_function(words[end], words[end - 1]) or words[end].text in NAMESAKES):
            end += 1
            continue
        ahead = end
        while ahead < len(words) and words[ahead].joined and words[ahead].text in PARTICLES:
            ahead += 1
        if ahead == end or ahead >= len(words) or not words[ahead].joined or not words[ahead].capital:
            break
        end = ahead + 1
    return end


def _is_surname(word: Token, before: Token, names: Lexicon) -> bool:
    """Whether an ordinary word ends a name: "Ann To", "Mr. So"."""
    named = before.text in names.first or before.text in HONORIFICS
    return word.text in FUNCTION_NAMES and word.joined and named


def _is_function(word: Token, before: Token | None = None) -> bool:
    """Whether it is an ordinary word and not a name: "When", "I'm", or "IS" behind another word in capitals."""
    text = word.text
    if before and text.isupper() and before.text.isupper() and len(before.text) > 2:
        text = text.capitalize()
    return text in FUNCTION or text.replace("’", "'").partition("'")[0] in FUNCTION


def _is_given(words: Sequence[Token], at: int) -> bool:
    """Whether "Will", "May" or "March" is a first name here: capitalized within a sentence, before another capital."""
    ahead = words[at + 1 : at + 2]
    given = words[at].text in NAMESAKES and not words[at].opens
    return given and any(word.joined and word.capital and word.text not in FUNCTION for word in ahead)


@lru_cache(maxsize=4096)
def _spelled(word: str) -> NameWords:
    """The form of one word in the key of a name."""
    parts = word.replace("-", " ").split()
    return tuple(unicodedata.normalize("NFC", part).casefold().rstrip(".") for part in parts)
