"""Dates as people write them, as ISO 8601."""

import re
from datetime import UTC, date, datetime

from builder.core.regex import regex

_ISO = regex(
    r"(\d{4})([-/])(\d\d?)\2(\d\d?)(?:[Tt]|[ \t]+)?(\d\d?:\d\d(?::\d\d(?:\.\d{1,6})?)?)?\d{0,3}[ \t]*"
    r"([Zz]|UTC|GMT|[+-]\d\d(?::?\d\d)?)?",
    re.ASCII,
)
_ZONES = {"UTC": "Z", "GMT": "Z"}
_NAMED = regex(r"(?<!\d)\d{4}-\d\d-\d\d(?!\d)", re.ASCII)
_MONTHS = "january february march april may june july august september october november december"
_ENGLISH = regex(
    r"(?:[A-Za-z]+,?[ ]+)?(?:([A-Za-z]{3,9})\.?[ ]+(\d\d?)|(\d\d?)[ ]+([A-Za-z]{3,9})\.?),?[ ]+(\d{4})", re.ASCII
)


def iso_date(text: str) -> str:
    """A date or time as ISO 8601: "March 28, 2018" is "2018-03-28"; empty if it is not a date.

    A time without a zone is in UTC, as in YAML.
    """
    text = text.strip()
    try:
        if found := _ISO.fullmatch(text):
            year, _, month, day, time, zone = found.groups()
            return _iso_time(f"{year}-{int(month):02}-{int(day):02}", time, zone)
        if found := _ENGLISH.fullmatch(text):
            return _day(found[5], found[1] or found[4], found[2] or found[3])
    except ValueError:
        pass
    return ""


def date_in_name(name: str) -> str:
    """The full date in the name of a file, as ISO 8601: "2015-03-17-title", "paper_2016-10-20_title"."""
    return next((day for found in _NAMED.findall(name) if (day := iso_date(found))), "")


def _iso_time(day: str, time: str | None, zone: str | None) -> str:
    if not time:
        return "" if zone else date.fromisoformat(day).isoformat()
    hour, rest = time.split(":", 1)
    when = datetime.fromisoformat(f"{day}T{int(hour):02}:{rest}{_ZONES.get(zone, zone).upper() if zone else ''}")
    return (when if when.tzinfo else when.replace(tzinfo=UTC)).isoformat()


def _day(year: str, month: str, day: str) -> str:
    name = {"sept": "sep"}.get(month.lower(), month.lower())
    number = next((i for i, known in enumerate(_MONTHS.split(), 1) if name in (known, known[:3])), 0)
    return date(int(year), number, int(day)).isoformat()
