"""Which decisions of entities.toml may matter to an article, told by the sums of its words alone.

So an edit of entities.toml looks again at the articles in which its words occur, and at the text of no other.
"""

from array import array
from collections.abc import Iterable
from zlib import crc32

from builder.codec import Digest, digest
from builder.overrides import Index, Never, Override, words_of

_Entry = tuple[int, str, Override | Never]

_NONE = digest([])


class Relevance:
    """Guards the decisions by the sums of the words that an article must have for them to matter."""

    def __init__(self, index: Index) -> None:
        self._entries: dict[int, list[tuple[frozenset[int], _Entry]]] = {}
        for word, entries in index.entries.items():
            found = self._entries.setdefault(_sum(word), [])
            found += [(frozenset(map(_sum, words.split())), (place, words, entry)) for words, place, entry in entries]

    def of(self, sums: bytes) -> Digest:
        """What stands for all decisions that may matter where these words are: too many may, never too few."""
        if not self._entries:
            return _NONE
        here = frozenset(memoryview(sums).cast("I"))
        entries = (each for word in self._entries.keys() & here for each in self._entries[word])
        found = sorted((entry for words, entry in entries if words <= here), key=lambda entry: entry[:2])
        # Without their places: what is put before a decision changes nothing for it, only their order may.
        return digest([entry[1:] for entry in found])


def word_sums(texts: Iterable[str]) -> bytes:
    """A sum for each word of the texts, four bytes each: some hundreds for an article."""
    return array("I", map(crc32, map(str.encode, dict.fromkeys(words_of(tuple(texts)))))).tobytes()


def _sum(word: str) -> int:
    return crc32(word.encode())
