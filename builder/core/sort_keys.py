"""Keys by which values are compared and sorted."""

import unicodedata
from datetime import UTC, datetime
from functools import lru_cache


@lru_cache(maxsize=1 << 16)
def moment(iso: str) -> str:
    """An ISO 8601 day or time in the form of RFC 3339, in UTC: "2018-03-28T00:00:00Z"; empty if it is neither."""
    try:
        when = datetime.fromisoformat(iso)
        when = (when if when.tzinfo else when.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return ""
    return when.replace(tzinfo=None).isoformat(timespec="seconds") + "Z"


@lru_cache(maxsize=1 << 17)
def sort_key(name: str) -> str:
    """The sort key of a name: without accents and case. Cached: each new article sorts all names of the site."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return plain.casefold()
