"""Which sentences an article reports itself: not what it quotes, its headings and captions, or its author's opinion.

A quotation may span sentences and paragraphs: ``Annotated.quoted`` has each of its words.
"""

from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property
from itertools import takewhile
from operator import itemgetter

from builder.core.regex import regex
from builder.core.values import HEAD, Annotated, Block, BlockKind

OPINION = 2
"""Passages in which an author says "I" or "we", from which on an article is an opinion."""

_AUTHOR = regex(r"(?<![\w’'.])(?:(?<!War )I(?=[’' ][a-z])|(?:[Ww]e|[Mm]y|[Oo]ur)(?![\w.]))")


class Reporting:
    """What an article reports itself."""

    def __init__(self, passages: Sequence[Block], annotated: Annotated) -> None:
        self._passages = passages
        self._annotated = annotated

    def reports(self, block: int, start: int, end: int) -> bool:
        """Whether the article reports what the sentence at ``start:end`` of this passage says."""
        if self._passages[block].kind is not BlockKind.PARAGRAPH or self._is_opinion:
            return False
        spans = self._quoted.get(block, ())
        at = bisect_right(spans, start, key=itemgetter(1))
        near = takewhile(lambda place: spans[place][0] < end, range(at, len(spans)))
        return not any(_is_part(start, end, *spans[place]) for place in near)

    @cached_property
    def _quoted(self) -> dict[int, list[tuple[int, int]]]:
        """The spans of quotations of each passage, in order, without overlaps."""
        known = ((each.block, each.start, each.end) for each in self._annotated.quotations)
        spans: dict[int, list[tuple[int, int]]] = {}
        for block, low, high in sorted([*self._annotated.quoted, *known]):
            here = spans.setdefault(block, [])
            if here and low < here[-1][1]:
                low, high = here[-1][0], max(here[-1][1], high)
                here.pop()
            here.append((low, high))
        return spans

    @cached_property
    def _is_opinion(self) -> bool:
        """Whether the author speaks as "I" or "we" in the article."""
        return sum(self._has_author(block) for block in range(HEAD, len(self._passages))) >= OPINION

    def _has_author(self, block: int) -> bool:
        passage = self._passages[block]
        if passage.kind is not BlockKind.PARAGRAPH:
            return False
        spans = self._quoted.get(block, ())
        for match in _AUTHOR.finditer(passage.text):
            at = bisect_right(spans, match.start(), key=itemgetter(1))
            if at == len(spans) or match.start() < spans[at][0]:
                return True
        return False


def _is_part(start: int, end: int, low: int, high: int) -> bool:
    """Whether a sentence that a quotation touches is within it, begins or ends within it, or consists mostly of it."""
    return low <= start or high > end or 2 * (min(high, end) - max(low, start)) > end - start
