"""The running heads, feet and numbers of printed pages, as they stand in the text of a PDF.

They are known by breaking sentences: the numbers of pages follow one another, and at least once the text stops in the
middle of a sentence above such a line and goes on in small letters below it. Numbered chapters and lists never do.
"""

from collections import Counter
from collections.abc import Sequence

from builder.core.regex import regex

LONGEST = 80
"""Characters of a running head or foot."""
NEAR = 2
"""Lines from a page's number at which its head or foot stands."""
SHORTEST_PAGE = 5
"""Lines from the first page's number to the second one's; the last page may be shorter."""
STEP = 3
"""By how much the next number may be greater: pages without text have none."""

_NUMBER = regex(
    r"\W{0,4}(?:(?P<first>[1-9]\d{0,3})\b(?P<after>\D*)|(?P<before>\D*)\b(?P<last>[1-9]\d{0,3})|"
    r"(?P<word>\D*)\b(?P<page>[1-9]\d{0,3}) ?(?:of|/|von|de|sur) ?\d{1,4})\W{0,4}"
)
_PAGE = regex(r"(?:page|p|pg|seite|página|pagina)?")
_ENDS = (".", "!", "?", "…", ":", ";", '"', "”", "’", "»", ")", "]")


def running_lines(lines: Sequence[str]) -> frozenset[int]:
    """The lines of a text, by number, that are heads, feet and numbers of its pages; none if it is not printed."""
    numbers = [(i, *parts) for i, line in enumerate(lines) if (parts := _numbered(line))]
    if len(numbers) < 2:
        return frozenset()
    labels = Counter(label for _, label, _ in numbers)
    filled = [i for i, line in enumerate(lines) if line.strip()]
    place = {i: k for k, i in enumerate(filled)}
    pages = _series([(place[i], number) for i, label, number in numbers if not label or labels[label] > 1])
    found = frozenset((*(filled[k] for k in pages), *_repeated(lines, filled, pages)))
    return found if any(_breaks(lines, filled, k, found) for k in pages) else frozenset()


def _numbered(line: str) -> tuple[str, int] | None:
    """The text beside the number of a page, and the number."""
    text = line.strip()
    near = text[:6] + text[-6:]
    found = _NUMBER.fullmatch(text) if len(text) <= LONGEST and any(map(str.isdigit, near)) else None
    if not found:
        return None
    label = (found["after"] or found["before"] or found["word"] or "").strip(" .-–—|·•()[]").casefold()
    number = int(found["first"] or found["last"] or found["page"])
    return ("" if _PAGE.fullmatch(label) else label), number


def _series(numbers: Sequence[tuple[int, int]]) -> tuple[int, ...]:
    """The places of the longest series of numbers that follow one another; empty if there are not two."""
    length: dict[int, int] = {}
    last: dict[int, int] = {}
    above: dict[int, int] = {}
    for k, number in numbers:
        near = (
            n for n in range(number - STEP, number) if n in last and (length[n] > 1 or k - last[n] >= SHORTEST_PAGE)
        )
        before = max(near, key=lambda n: length[n], default=None)
        new = 1 + (length[before] if before is not None else 0)
        if new >= length.get(number, 0):
            length[number], last[number] = new, k
            if before is not None:
                above[k] = last[before]
    if max(length.values(), default=0) < 2:
        return ()
    k = last[max(length, key=lambda n: length[n])]
    found = [k]
    while k in above:
        k = above[k]
        found.append(k)
    return tuple(reversed(found))


def _repeated(lines: Sequence[str], filled: Sequence[int], pages: Sequence[int]) -> set[int]:
    """Short lines beside the numbers of two pages or more."""
    seen: dict[str, set[int]] = {}
    for k in pages:
        for near in range(max(0, k - NEAR), min(len(filled), k + NEAR + 1)):
            text = " ".join(lines[filled[near]].split())
            if near != k and len(text) <= LONGEST:
                seen.setdefault(text.casefold(), set()).add(filled[near])
    return {i for places in seen.values() if len(places) > 1 for i in places}


def _breaks(lines: Sequence[str], filled: Sequence[int], k: int, found: frozenset[int]) -> bool:
    """Whether a sentence goes on from above line ``filled[k]`` to below it."""
    above = next((lines[filled[n]] for n in range(k - 1, max(-1, k - 6), -1) if filled[n] not in found), ".")
    below = next((lines[filled[n]] for n in range(k + 1, min(len(filled), k + 6)) if filled[n] not in found), "")
    return goes_on(above, below)


def goes_on(above: str, below: str) -> bool:
    """Whether a line goes on in the middle of the sentence above it."""
    return not above.rstrip().endswith(_ENDS) and below.lstrip()[:1].islower()
