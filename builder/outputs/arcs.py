"""Arcs beside a list of names: each joins two names that are in several articles together.

The list serves as the drawing's text, so that names stay links of the usual size on every screen and nothing overlaps.
An arc joins the middles of two rows; the farther apart they are, the wider it is.
"""

from collections.abc import Sequence
from math import ceil, comb

from builder.layout.site_values import CoMention
from builder.outputs import parts

ROW = 36
"""Height of a row, in units of the drawing; the style sheet gives the rows of the list one height."""

WIDTH = 52
"""Width of the drawing in the same units: the widest arc, and room for its line."""

REACH = 4
"""How much farther an arc reaches to the left with each row between its ends: as far as ``WIDTH`` for twelve rows."""

MOST = 18
"""Lines at most, the strongest: with more, none can be followed."""

LEVELS = 4
"""Strengths of lines, in proportion to the strongest."""


def ties(co_mentions: Sequence[CoMention]) -> parts.Ties:
    """The lines beside these, in their order; none if all would have the same strength."""
    rows = len(co_mentions)
    found = [(count, one, other) for one, each in enumerate(co_mentions) for other, count in each.ties]
    # Those of equal strength stay or go together.
    counts = sorted((count for count, _, _ in found), reverse=True)
    if not counts or (counts[0] == counts[-1] and len(counts) == comb(rows, 2)):
        return parts.Ties()
    least = counts[MOST] + 1 if counts[MOST:] else 0
    names = [each.place.entity.title for each in co_mentions]
    arcs = [
        parts.Arc(_arc(one, other), ceil(LEVELS * count / counts[0]), names[one], names[other], count)
        for count, one, other in found
        if count >= least
    ]
    return parts.Ties(WIDTH, rows * ROW, tuple(arcs)) if arcs else parts.Ties()


def _arc(one: int, other: int) -> str:
    """The path of a half ellipse, open to the right, from one row to a later one."""
    top, bottom = (place * ROW + ROW // 2 for place in (one, other))
    return f"M{WIDTH} {top}A{REACH * (other - one + 1)} {(bottom - top) // 2} 0 0 0 {WIDTH} {bottom}"
