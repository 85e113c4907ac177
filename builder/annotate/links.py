"""The links made in an article so far, whatever their kind."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from builder.core.kinds import KINDS
from builder.core.values import Certainty, Link, LocalEntity, Mention, Via

CERTAINTY = {"given-name": Certainty.LIKELY, "not-identified": Certainty.LIKELY}
"""Certainty of the rules that ``add`` is called with; the others are certain."""


def speaking(links: Iterable[Link]) -> dict[int, list[Link]]:
    """Those of these links whose entities can say something, by passage, in order."""
    found: dict[int, list[Link]] = {}
    for link in links:
        if KINDS[link.local.kind].speaks:
            found.setdefault(link.mention.block, []).append(link)
    return found


@dataclass(slots=True)
class Links:
    """Invariant: no two links overlap; the first one stays."""

    made: list[Link] = field(default_factory=list)
    taken: list[tuple[int, int, int]] = field(default_factory=list)
    """Spans (passage, start, end) of links, and of what may not become one."""
    _covered: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))

    def take(self, place: tuple[int, int, int]) -> None:
        """Let no link be made there."""
        self.taken.append(place)
        self._covered[place[0]].update(range(*place[1:]))

    def is_free(self, block: int, start: int, end: int) -> bool:
        """Whether no span is there yet."""
        return self._covered[block].isdisjoint(range(start, end))

    def add(self, place: tuple[int, int, int], local: LocalEntity, via: Via, rule: str) -> None:
        """Make a link, if its place is free."""
        if self.is_free(*place):
            self.put(Link(Mention(*place, local.kind, via), local, rule, CERTAINTY.get(rule, Certainty.CERTAIN)))

    def put(self, link: Link) -> None:
        """Add a link whose place is known to be free."""
        self.made.append(link)
        self.take((link.mention.block, link.mention.start, link.mention.end))
