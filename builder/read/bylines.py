"""The names in a credit line: words shaped like a name, and the separators between them."""

import re

from builder.core.regex import regex

OUTLETS = frozenset(
    "associated press reuters afp upi bbc cnn npr news newspaper times post daily sunday guardian telegraph tribune "
    "herald journal chronicle gazette mail mailonline magazine bloomberg agency agencies media online network radio "
    "television tv staff writer writers reporter reporters correspondent correspondents editor editors columnist "
    "contributor bureau chief for special senior political international foreign national business sports science "
    "washington-based freelance service services today usa abc nbc cbs fox ap pa the our a an".split()
)
"""Words that end a name in a byline, or begin a text that is not one."""
PARTICLES = frozenset(
    "de da das del der den des di do dos du van von bin bint ibn al el la le ten ter y e zu af".split()
)
NO_NAMES = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december now then all far and or not law on updated published posted last".split()
)

JOIN = regex(r"\s*(?:,\s*and\s|,|;|\||•|·|/|\s[–—-]\s|\s(?:and|AND|with)\s|&)\s*")
REST = regex(
    r"(?:for|of|in|at|from|on|reporting|reports|is|FOR|OF|IN|FROM|ON|(?i:updated|published|posted|last)|@\w+|\(|\d|\S+@\S+)(?=\W|\w*$|\s|$)"
)


def byline_names(text: str) -> tuple[str, ...]:
    """The names at the beginning of the words after "By"; none if they are not a byline."""
    found: list[str] = []
    for part in JOIN.split(text.rstrip(" .")):
        name, rest = name_first(part)
        if len(name.split()) < (1 if found and not rest else 2):
            return tuple(found) if found else ()
        if found and " " not in name:
            return tuple(found)
        if rest and not REST.match(rest) and rest.split()[0].casefold().strip(".,") not in OUTLETS:
            return ()
        found.append(name)
        if rest:
            break
    return tuple(found)


def names(parts: list[str]) -> tuple[str, ...]:
    """The parts, if every one of them is shaped like a name."""
    found = []
    for part in parts:
        name, rest = name_first(part)
        if not name or rest:
            return ()
        found.append(name)
    return tuple(found)


def name_first(text: str) -> tuple[str, str]:
    """The name at the beginning of a text, and the rest."""
    found = text.split()
    count = 0
    for word in found[:6]:
        if not _is_name_word(word, first=count == 0):
            break
        count += 1
    while count and found[count - 1] in PARTICLES:
        count -= 1
    return " ".join(found[:count]).rstrip(","), " ".join(found[count:])


def _is_name_word(word: str, *, first: bool) -> bool:
    plain = word.casefold().strip(".,'’")
    if plain in OUTLETS or plain in NO_NAMES:
        return False
    if not first and word in PARTICLES:
        return True
    letters = re.sub(r"[.'’‘-]", "", word)
    return letters.isalpha() and word[0].isupper()
