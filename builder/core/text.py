"""Sentences, the words around a position, and the form in which texts are compared.

English news text: "Mr. Smith of the U.S. said" does not end a sentence, “He left.” with its closing quotes does.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from functools import lru_cache

from builder.core.regex import regex

MAX_RUN = 200
"""Characters without white space between them; longer than words and nearly all addresses.

The language model's cost grows with the square of a run's length, so it never sees a longer one; up to this length a
text of such runs costs about as much as prose.
"""

ABBREVIATIONS = frozenset(
    "mr mrs ms mx dr prof gen lt col maj capt cpl sgt adm cmdr gov sen rep pres amb atty rev hon fr sr st mt ft messrs "
    "jan feb mar apr jun jul aug sept sep oct nov dec no nos vs v inc corp co ltd bros dept est approx ave blvd rd "
    "e.g i.e cf fig vol pp ed eds a.k.a".split()
)
"""Words after which a full stop ends no sentence, if a capital letter or a digit follows."""
STILL_ENDS = frozenset("no co inc corp ltd sr ed st est mar sep dec jan feb".split())
"""Those of them that do end a sentence if a common first word of a sentence follows ("Inc. The …")."""
OPENERS = frozenset("the a an he she it they we i you but and in on at this that these those his her its their".split())

_LONG_RUN = regex(rf"(?<!\S)\S{{{MAX_RUN + 1}}}\S*+")
_END = regex(r"""[.!?…\n](?:(?<=\n)\n*|(?<![.!?…]{2})[.!?…]*["'”’»)\]]*(?=\s))""")
"""Line feeds, or stops with closing quotes after them; all begin with one of a few characters, for a fast search."""
_WORD_BEFORE = regex(r"[\w.’'-]+\Z")
_OPENING = "\"'“”‘’«([¿¡"
_INITIALS = regex(r"(?:[^\W\d_]\.)+[^\W\d_]|[^\W\d_]")
_PLAIN = {**dict.fromkeys("‘’‚‛ʼ′`´", "'"), **dict.fromkeys("“”„‟«»″", '"'), **dict.fromkeys("‐‑‒–—―−", "-")} | {
    "…": "...",
    "\u00ad": "",
}
_UNPLAIN = regex(f"[{''.join(_PLAIN)}]")
"""A pattern, since few characters are replaced: ``str.translate`` visits each, five times as slow."""
WORD = regex(r"[^\W_]+(?:['’][^\W_]+)*")
"""A run of letters and digits, with apostrophes inside."""
ATTRIBUTION = regex(r"(?:--|[—–―])\s*(?=\S)")
"""Dashes before a pull quote's speaker; never a plain hyphen, which begins list items."""
GAP = " … "
"""Between two parts of a quotation of which no sign says how the first goes on."""
_STOPS = ".", "!", "?", "…"
_AROUND = " \t\n\xa0\"'“”‘’«»"
"""White space and quotation marks around the words between two parts of a quotation."""
SIGNS = "‘’“”–—…\xa0"
"""Frequent characters between words in texts that are otherwise ASCII."""


@lru_cache(maxsize=256)
def sentences(text: str) -> tuple[tuple[int, int], ...]:
    """The spans of the sentences, in order, without the white space around them; every other character is in one.

    A line feed always ends a sentence; in doubt, two sentences are treated as one. The last few texts are cached,
    because a paragraph is needed once for everyone in it.
    """
    spans = []
    start = 0
    for match in _END.finditer(text):
        stop, end = match.span()
        if text[stop] == "\n" or _is_end(text, start, stop, end):
            spans.append(_trim(text, start, end))
            start = end
    spans.append(_trim(text, start, len(text)))
    return tuple([span for span in spans if span[0] < span[1]])


def letters(text: str) -> str:
    """The letters and digits of a text, in lower case: equal for texts that differ only by signs and capitals."""
    return "".join(filter(str.isalnum, text.casefold()))


def joined_words(text: str) -> str:
    """The words of a text, in lower case and without what is between them. Unlike ``letters``, "it's" is not "its"."""
    return "".join(WORD.findall(text.casefold()))


def whole_quotation(parts: Sequence[str], between: Sequence[str]) -> str:
    """A quotation as one text that stands alone; ``between`` are the words of the article from each part to the next.

    Only signs differ from the article. The comma that leads on to the speaker is a period at the end of a sentence:
    "No," he said. "We won," he said. becomes "No. We won." The parts are joined by a space, or by ``GAP`` where no sign
    says how the first goes on.
    """
    whole = parts[0].rstrip()
    for narration, part in zip(between, parts[1:], strict=True):
        whole = _joined(whole, narration.strip(_AROUND), part.strip())
    return whole if not whole.endswith(",") else whole[:-1] + "." * (not whole[:1].islower() and len(whole) > 1)


def _joined(first: str, narration: str, second: str) -> str:
    if first.endswith(",") and narration.endswith((":", *_STOPS)) and not second[:1].islower():
        return f"{first[:-1]}. {second}"
    goes_on = first.endswith((",", ";", ":", *_STOPS)) or not narration
    return f"{first} {second}" if goes_on else f"{first}{GAP}{second}"


def long_runs(text: str) -> list[str]:
    """The runs of more than ``MAX_RUN`` characters, in order."""
    return _LONG_RUN.findall(text)


def without_long_runs(text: str) -> str:
    """The text with spaces in place of its long runs, so that all offsets stay valid."""
    return _LONG_RUN.sub(lambda run: " " * len(run[0]), text)


def excerpt(text: str, start: int, end: int, width: int = 160) -> str:
    """The words around ``text[start:end]``, cut at spaces, at most ``width`` characters.

    Offsets are half-open and count characters. The words themselves are never cut: longer ones are returned whole. A
    "…" marks each cut and is counted, unless the words alone leave no room.
    """
    if len(text) <= width:
        return text
    room = max(width - 2, end - start)
    low = max(0, min(start - (room - (end - start)) // 2, len(text) - room))
    high = min(len(text), low + room)
    left = _after_space(text, low, start)
    right = _before_space(text, end, high)
    return f"{'…' * (left > 0)}{text[left:right]}{'…' * (right < len(text))}"


def normal(text: str) -> str:
    """The form in which texts are compared: straight quotes, plain hyphens, single spaces, case as it is."""
    return single_spaced(straight(text))


def single_spaced(text: str) -> str:
    """The text with one space for any white space, and none at its ends."""
    # The plain space is the only printable white space; splitting and joining all words costs five times as much.
    return text.strip() if text.isprintable() and "  " not in text else " ".join(text.split())


def straight(text: str) -> str:
    """The text with straight quotes and plain hyphens; spaces are unchanged."""
    return text if text.isascii() and "`" not in text else _UNPLAIN.sub(lambda match: _PLAIN[match[0]], text)


def words(text: str) -> tuple[tuple[str, int, int], ...]:
    """The words of a text in lower case, with their spans; quotes, dashes and stops are not words."""
    found = WORD.finditer(text)
    return tuple((m[0].casefold().replace("’", "'"), m.start(), m.end()) for m in found)


def plain_runs(kind: str) -> Callable[[str], str | None]:
    """A function that keeps only the runs of such characters, in lower case, and replaces the rest with spaces.

    ``kind`` is a pattern of one character that matches none of ``SIGNS``. Apart from these, the text must be ASCII; for
    any other (``None``) a pattern must find the runs, which takes four times as long.
    """
    small = bytes(range(128)).lower().decode()
    table = "".join(c if re.match(kind, c) else " " for c in small).encode().ljust(256)

    def runs(text: str) -> str | None:
        if not text.isascii():
            for sign in SIGNS:
                text = text.replace(sign, " ")
        return text.encode().translate(table).decode() if text.isascii() else None

    return runs


def small(text: str) -> str:
    """The text in lower case, character by character.

    A pattern of letters a to z in lower case finds in it what it would find in the text with ``re.IGNORECASE``, and
    faster: the latter tries each character in both cases.
    """
    return text.lower() if text.isascii() else text.replace("ſ", "s").replace("ı", "i").replace("İ", "i").lower()


def is_initials(word: str) -> bool:
    """Whether a word without its last full stop is initials: "U.S", "J"."""
    return (len(word) == 1 or "." in word) and _INITIALS.fullmatch(word) is not None


def span_of_sentences(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence or sentences that contain ``text[start:end]``."""
    spans = sentences(text)
    starts = [low for low, _ in spans]
    first = max(0, bisect_right(starts, start) - 1)
    last = max(first, bisect_right(starts, end - 1) - 1)
    return (spans[first][0], spans[last][1]) if spans else (start, end)


def _is_end(text: str, start: int, stop: int, after: int) -> bool:
    """Whether the stop at ``stop`` ends the sentence that begins at ``start``."""
    following = text[after : after + 40].lstrip()
    if not following:
        return True
    first = following[0]
    if first in _OPENING:
        first = following.lstrip(_OPENING)[:1]
    if first.islower():
        return False
    if text[stop] != "." or text[stop : stop + 2] == "..":
        return True
    word = _word_before(text, max(start, stop - 30), stop).casefold()
    initials = is_initials(word)
    if not initials and word not in ABBREVIATIONS:
        return True
    opener = re.split(r"\W", following, maxsplit=1)[0].casefold() in OPENERS
    # "the U.S. The talks" ends; "George W. Bush" and "U.S. President" do not.
    return opener and ("." in word if initials else word in STILL_ENDS)


def _word_before(text: str, start: int, stop: int) -> str:
    """The word that ends at ``stop`` and begins at or after ``start``; empty if there is none."""
    word = text[max(start, text.rfind(" ", start, stop) + 1) : stop]
    if word.isalnum():
        return word
    found = _WORD_BEFORE.search(word)
    return found[0] if found else ""


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _after_space(text: str, low: int, high: int) -> int:
    """The first start of a word from ``low`` on; ``high`` if there is none before it."""
    if low == 0:
        return 0
    space = text.find(" ", low - 1, high)
    return high if space < 0 else space + 1


def _before_space(text: str, low: int, high: int) -> int:
    """The last end of a word up to ``high``; ``low`` if there is none behind it."""
    if high == len(text):
        return high
    space = text.rfind(" ", low, high + 1)
    return low if space < 0 else space
