"""Which decisions of entities.toml may affect an article, judged only by its path and the sums of its words.

So an edit of entities.toml reads only the articles that contain its words.
"""

from array import array
from collections.abc import Iterable
from zlib import crc32

from builder.core.codec import Digest, digest
from builder.settings.decisions import DecisionIndex, DecisionPlace, TextDecision, is_about, words_of

_Entry = tuple[DecisionPlace, str, TextDecision]

_NONE = digest([])


class Relevance:
    """The decisions, indexed by the sums of the words that an article must contain for them to apply."""

    def __init__(self, index: DecisionIndex) -> None:
        self._entries: dict[int, list[tuple[frozenset[int], _Entry]]] = {}
        for word, entries in index.entries.items():
            found = self._entries.setdefault(_sum(word), [])
            found += [(frozenset(map(_sum, words.split())), (place, words, entry)) for words, place, entry in entries]

    def of(self, sums: bytes, article: str) -> Digest:
        """Digest of all decisions that may apply to an article with these words: possibly too many, never too few."""
        if not self._entries:
            return _NONE
        here = frozenset(memoryview(sums).cast("I"))
        entries = (each for word in self._entries.keys() & here for each in self._entries[word])
        found = [entry for words, entry in entries if words <= here and is_about(entry[2], article)]
        found.sort(key=lambda entry: entry[:2])
        # Without their positions: a decision added before another changes nothing for it; only their order may.
        return digest([entry[1:] for entry in found])


def word_sums(texts: Iterable[str]) -> bytes:
    """A sum for each word of the texts, four bytes each: some hundreds for an article."""
    return array("I", map(crc32, map(str.encode, dict.fromkeys(words_of(tuple(texts)))))).tobytes()


def _sum(word: str) -> int:
    return crc32(word.encode())
