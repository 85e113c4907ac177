"""Values as a reader's words: dates, lists of names."""

import unicodedata
from collections.abc import Sequence
from datetime import date

MONTHS = "January February March April May June July August September October November December".split()  # noqa: SIM905
"""In English always: "%B" would follow the machine's language."""


def date_words(iso: str) -> str:
    """An ISO 8601 date or time as "March 28, 2018"; a year or month alone as far as it says; else as it is."""
    try:
        day = date.fromisoformat(iso[:10])
    except ValueError:
        return iso
    return f"{MONTHS[day.month - 1]} {day.day}, {day.year}"


def joined(names: Sequence[str]) -> str:
    """Names as a list in a sentence: "A", "A and B", "A, B and C"."""
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def sort_key(name: str) -> str:
    """What a name is sorted by: without accents and case."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return plain.casefold()
