"""Where capitalised words stand together, and what of them could be a name."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from builder.annotate.lexicon import FUNCTION, PARTICLES, SUFFIXES, TITLES, Lexicon
from builder.model import Block, BlockKind

_TOKEN = re.compile(r"(?:[^\W\d_]\.)+(?![^\W\d_])|[^\W_]+(?:[’'\-][^\W_]+)*\.?")
_POSSESSIVE = re.compile(r"[’']s?$")
_ABBREVIATED = frozenset(word for word in TITLES | SUFFIXES if word.endswith("."))


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a passage."""

    text: str
    start: int
    end: int
    opens: bool
    """Whether it begins a sentence, so that a capital says nothing."""
    joined: bool
    """Whether only a space parts it from the word before."""

    @property
    def capital(self) -> bool:
        """Whether it is written like a name."""
        return self.text[0].isupper() or (len(self.text) > 2 and self.text[:2].lower() in ("d’", "d'", "al-"))


@dataclass(frozen=True, slots=True)
class Run:
    """Capitalised words in a row, particles between them counted, in a passage."""

    block: int
    tokens: tuple[Token, ...]
    before: str
    """The word before the run, if no punctuation parts them."""
    owned: bool
    """Whether a name's possessive stands before it ("North Korea's Rodong Sinmun")."""
    after: str
    """The text behind the run."""


Words = tuple[str, ...]


def tokens(text: str) -> tuple[Token, ...]:
    """The words of a text; a possessive ending is no part of its word, nor is a full stop but of abbreviations."""
    found: list[Token] = []
    last = 0
    for match in _TOKEN.finditer(text):
        word = match[0]
        if word.endswith(".") and word not in _ABBREVIATED and not re.fullmatch(r"(?:[^\W\d_]\.)+", word):
            word = word[:-1]
        word = _POSSESSIVE.sub("", word)
        if not word:
            continue
        gap = text[last : match.start()]
        opens = not found or bool(re.search(r"[.!?:;\n“\"‘(\[—–]|--", gap))
        joined = bool(found) and gap == " " and found[-1].end == last
        found.append(Token(word, match.start(), match.start() + len(word), opens, joined))
        last = match.start() + len(word)
    return tuple(found)


def runs(passages: Sequence[Block]) -> Iterator[Run]:
    """All runs of the passages, in order. Opaque blocks have none; of a headline in capitals every word is one."""
    for block, passage in enumerate(passages):
        if passage.kind is BlockKind.OPAQUE:
            continue
        words = tokens(passage.text)
        at = 0
        while at < len(words):
            if not words[at].capital or words[at].text in FUNCTION:
                at += 1
                continue
            end = _run_end(words, at)
            before = words[at - 1].text if at and words[at].joined else ""
            gap = passage.text[words[at - 1].end : words[at].start] if at and words[at - 1].capital else ""
            yield Run(block, words[at:end], before, gap in ("’s ", "'s "), passage.text[words[end - 1].end :][:80])
            at = end


def split_titles(run: Sequence[Token], names: Lexicon) -> int:
    """How many words at the beginning of a run are titles and what comes before them ("South Korean President")."""
    last = 0
    for place, token in enumerate(run[:-1], 1):
        if token.text in TITLES or (place == 1 and token.text == "State"):  # Secretary of State X
            last = place
        elif token.text in names.first:  # Martin Luther King
            break
    return last


def key(words: Sequence[str]) -> Words:
    """One form for the spellings of a name: "Jong-un" is "Jong Un", "TRUMP" is "Trump"."""
    return tuple(_folded(part) for word in words for part in word.replace("-", " ").split())


def shorts(words: Words, *, family_first: bool) -> tuple[Words, ...]:
    """The short forms of a full name, the most usual first."""
    names = words[:-1] if words[-1] in SUFFIXES and len(words) > 2 else words
    if family_first:
        return ((names[0],), names[1:])
    last = len(names) - 1
    while last > 1 and names[last - 1].lower() in PARTICLES:
        last -= 1
    found = [names[last:], names[-1:]] + [names[:1]] * (len(names[0]) > 2)
    if len(names) == 3 and names[1][0].isupper() and len(names[1]) > 2:
        found.append(names[1:])
    return tuple(dict.fromkeys(found))


def is_full(words: Words) -> bool:
    """Whether the words could be a full name by their shape."""
    return 2 <= len(words) <= 6 and words[0][0].isupper() and len(words[-1].rstrip(".")) > 1


def _run_end(words: Sequence[Token], start: int) -> int:
    end = start + 1
    while end < len(words) and words[end].joined:
        if words[end].capital and (words[end].text not in FUNCTION or words[end].text in ("May", "Will", "March")):
            end += 1
            continue
        ahead = end
        while ahead < len(words) and words[ahead].joined and words[ahead].text in PARTICLES:
            ahead += 1
        if ahead == end or ahead >= len(words) or not words[ahead].joined or not words[ahead].capital:
            break
        end = ahead + 1
    return end


def _folded(word: str) -> str:
    return unicodedata.normalize("NFC", word).casefold().rstrip(".")
