"""Names as in bibliographies, family name first: "Brontë, Anne. Agnes Grey".

Only where several such entries are together, because "Paris, Jean said" is not an entry: at least two in a row, or two
in one.
"""

from collections.abc import Iterator, Sequence

from builder.annotate.lexicon import Lexicon
from builder.core.regex import regex
from builder.core.values import NAMELESS, Block

_NAME = r"[^\W\d_a-z][\w’'-]+"
_ENTRY = regex(
    rf"(?P<family>{_NAME}(?: {_NAME})?), (?P<given>{_NAME}(?: (?:{_NAME}|[A-Z]\.))*?(?: [A-Z]\.)?)"
    r"(?=[.:;]|\s[(\[–—-]|\s(?:and|&)\s|,\s(?:ed|eds|trans)\.|\Z)"
)
_AND = regex(r" (?:and|&) ")


def inverted(passages: Sequence[Block], names: Lexicon) -> Iterator[tuple[tuple[int, int, int], str]]:
    """The position of each such family name, ``(passage, start, end)``, and the whole name, "Anne Brontë"."""
    entries = [list(_entry(passage.text, names)) if passage.kind not in NAMELESS else [] for passage in passages]
    for number, found in enumerate(entries):
        beside = any(entries[k] for k in (number - 1, number + 1) if 0 <= k < len(entries))
        if beside or len(found) > 1:
            for start, end, name in found:
                yield (number, start, end), name


def _entry(text: str, names: Lexicon) -> Iterator[tuple[int, int, str]]:
    """The names at the beginning of a passage, as long as their given names are known ones."""
    at = 0
    while (found := _ENTRY.match(text, at)) and found["given"].split()[0] in names.first:
        yield found.start("family"), found.end("family"), f"{found['given']} {found['family']}"
        joined = _AND.match(text, found.end())
        if not joined:
            return
        at = joined.end()
