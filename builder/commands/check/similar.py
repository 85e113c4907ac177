"""Texts that share most of their words: versions of one article.

A text is compared by its *shingles*, the runs of ``WORDS`` words. Only a sample of them is looked up: those with a hash
that 16 divides, so that two texts with a shingle in common sample it both or neither (Broder, "On the resemblance and
containment of documents", 1997). Pairs that share enough of the sample are then compared in full.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple
from zlib import crc32

from builder.core.regex import regex
from builder.core.text import WORD

WORDS = 5
"""In a shingle; fewer are phrases that any two articles may have."""
SAMPLED = 16
"""One shingle in so many is looked up."""
LEAST = 0.5
"""Share of the shorter text's shingles that versions have in common. Versions of agency reports have more, articles
with the same background paragraphs less."""
SHORTEST = 30
"""Words of a text; shorter ones are notices that may well be alike."""
MOST = 20
"""Texts with a shingle, beyond which it is a phrase of the house: a notice under every article."""

_SENTENCE = regex(r"[^.!?\n]+[.!?]*")


class Similar(NamedTuple):
    """Two texts by their numbers, the later first."""

    text: int
    other: int
    share: float
    """Share of the shorter text's shingles that are in the other."""


def similar(texts: Sequence[str]) -> Iterator[Similar]:
    """Each text that is much like an earlier one, with the earlier one that is most like it."""
    having: dict[int, list[int]] = {}
    for number, text in enumerate(texts):
        found = {shingle for shingle in _shingles(text) if not shingle % SAMPLED}
        common = Counter(other for shingle in found for other in having.get(shingle, ())[:MOST])
        best = max(
            (Similar(number, other, _share(text, texts[other])) for other, n in common.most_common(3) if n > 1),
            key=lambda each: each.share,
            default=None,
        )
        if best and best.share >= LEAST:
            yield best
        for shingle in found:
            having.setdefault(shingle, []).append(number)


def first_difference(text: str, other: str) -> str:
    """The first sentence of a text whose words do not follow each other in the other; empty if there is none."""
    there = f" {' '.join(_words(other))} "
    sentences = ((match[0].strip(), _words(match[0])) for match in _SENTENCE.finditer(text))
    return next((each for each, words in sentences if words and f" {' '.join(words)} " not in there), "")


def _share(text: str, other: str) -> float:
    some, others = {*_shingles(text)}, {*_shingles(other)}
    return len(some & others) / min(len(some), len(others))


def _shingles(text: str) -> Iterator[int]:
    """The hash of each shingle; none of a text that is too short."""
    words = _words(text)
    if len(words) >= SHORTEST:
        yield from (crc32(" ".join(words[at : at + WORDS]).encode()) for at in range(len(words) - WORDS + 1))


def _words(text: str) -> list[str]:
    return WORD.findall(text.casefold())
