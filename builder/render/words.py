"""Values as a reader's words: dates, lists of names."""

import unicodedata
from collections.abc import Sequence
from datetime import UTC, date, datetime
from functools import lru_cache

MONTHS = "January February March April May June July August September October November December".split()  # noqa: SIM905
"""In English always: "%B" would follow the machine's language."""


def date_words(iso: str) -> str:
    """An ISO 8601 date or time as "March 28, 2018"; a year or month alone as far as it says; else as it is."""
    try:
        day = date.fromisoformat(iso[:10])
    except ValueError:
        return iso
    return f"{MONTHS[day.month - 1]} {day.day}, {day.year}"


def moment(iso: str) -> str:
    """An ISO 8601 day or time as RFC 3339 wants it, in UTC: "2018-03-28T00:00:00Z"; empty if it is neither."""
    try:
        when = datetime.fromisoformat(iso)
        when = (when if when.tzinfo else when.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return ""
    return when.replace(tzinfo=None).isoformat(timespec="seconds") + "Z"


def joined(names: Sequence[str]) -> str:
    """Names as a list in a sentence: "A", "A and B", "A, B and C"."""
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


@lru_cache(maxsize=1 << 17)
def sort_key(name: str) -> str:
    """What a name is sorted by: without accents and case. Remembered: each new story sorts all names of the site."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return plain.casefold()
