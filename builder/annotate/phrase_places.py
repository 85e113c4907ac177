"""The places in an article of words from decisions: all of them are found in one pass."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from builder.annotate.bind import TextPosition
from builder.annotate.lexicon import Lexicon
from builder.annotate.names import NAMESAKES, NamePart, NameWords
from builder.core.regex import regex
from builder.core.values import Block

Span = tuple[int, int, int]
"""Passage, start, end."""

_WORD = regex(r"\w+")
_ALIKE = dict.fromkeys("-‐‑–", "[-‐‑–]") | dict.fromkeys("'’", "['’]")
"""For each hyphen and apostrophe a pattern of all of its kind."""


class PhrasePlaces:
    """Invariant: each phrase is searched for once, and only where its words occur."""

    def __init__(
        self, passages: Sequence[Block], phrases: Iterable[str], found: Sequence[NamePart], names: Lexicon | None = None
    ) -> None:
        """``found`` are the names of the article, in order."""
        self._found, self._names = found, names
        self._starts: list[TextPosition] = [(part.run.block, part.run.tokens[0].start) for part in found]
        self._spans: dict[str, list[Span]] = defaultdict(list)
        by_words: dict[NameWords, list[str]] = defaultdict(list)
        for phrase in dict.fromkeys(phrases):
            by_words[tuple(_WORD.findall(phrase))].append(phrase)
        lengths: dict[str, set[int]] = defaultdict(set)
        for words in filter(None, by_words):
            lengths[words[0]].add(len(words))
        patterns: dict[str, re.Pattern[str]] = {}
        for block, passage in enumerate(passages if lengths else ()):
            for phrase, start in _candidates(passage.text, by_words, lengths):
                pattern = patterns.get(phrase) or patterns.setdefault(phrase, _pattern(phrase))
                spans = self._spans[phrase]
                clear = not spans or spans[-1][0] != block or spans[-1][2] <= start
                if clear and start >= 0 and (match := pattern.match(passage.text, start)):
                    spans.append((block, start, match.end()))

    def spans(self, phrase: str) -> Sequence[Span]:
        """The places of a phrase by itself, in order, with hyphens and apostrophes of any kind."""
        return self._spans.get(phrase, ())

    def alone(self, phrase: str) -> Iterator[Span]:
        """Where it is not inside a longer name; in a headline, any word may be capitalized."""
        for block, start, end in self.spans(phrase):
            part = self._found[max(0, bisect_right(self._starts, (block, start)) - 1)] if self._found else None
            inside = part and block and part.run.block == block and start < part.run.tokens[-1].end
            names = part.tokens if part and inside else ()
            beside = [token for token in names if token.end <= start or end <= token.start]
            if all(token.opens and token.end <= start and not self._is_first(token.text) for token in beside):
                yield block, start, end

    def _is_first(self, word: str) -> bool:
        """Whether a word that begins a sentence is a first name: "John Cook" is longer than "Cook", "Then Cook" not."""
        return self._names is not None and self._names.is_first(word) and word not in NAMESAKES


def _candidates(
    text: str, by_words: dict[NameWords, list[str]], lengths: dict[str, set[int]]
) -> Iterator[tuple[str, int]]:
    """The phrases whose words occur consecutively in a text, and their possible starts."""
    words = list(_WORD.finditer(text))
    texts = [word[0] for word in words]
    for at, word in enumerate(texts):
        for length in lengths.get(word, ()):
            for phrase in by_words.get(tuple(texts[at : at + length]), ()):
                yield phrase, words[at].start() - phrase.index(word)


def _pattern(phrase: str) -> re.Pattern[str]:
    pattern = "".join(r"\s+" if c.isspace() else _ALIKE.get(c) or re.escape(c) for c in phrase)
    return re.compile(rf"(?<![\w]){pattern}(?![\w])")
