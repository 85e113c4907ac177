"""The address that another generator gave a post, from the pattern in its settings."""

from collections.abc import Mapping
from datetime import date, datetime

from builder.core.regex import regex
from builder.core.slug import slug

JEKYLL = {
    "date": "/:categories/:year/:month/:day/:title:output_ext",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "ordinal": "/:categories/:year/:y_day/:title:output_ext",
    "weekdate": "/:categories/:year/W:week/:short_day/:title:output_ext",
    "none": "/:categories/:title:output_ext",
}
"""https://jekyllrb.com/docs/permalinks/#built-in-formats"""

_TOKEN = regex(r":([a-z_]+)")


def permalink(pattern: str, when: str, values: Mapping[str, str]) -> str:
    """The address for a pattern such as ``/:year/:month/:title/``; empty if a part of it is unknown.

    ``when`` is the day, in ISO 8601; ``values`` are those parts that do not follow from it.
    """
    parts = {**_parts_of(when), **values}
    names = _TOKEN.findall(pattern)
    if not names or any(name not in parts for name in names):
        return "" if names else pattern
    address = _TOKEN.sub(lambda token: parts[token[1]], pattern)
    while "//" in address:
        address = address.replace("//", "/")
    return address


def _parts_of(when: str) -> dict[str, str]:
    try:
        day = datetime.fromisoformat(when).date() if "T" in when else date.fromisoformat(when)
    except ValueError:
        return {}
    year, week, weekday = day.isocalendar()
    return {
        "year": f"{day.year:04}",
        "short_year": f"{day.year % 100:02}",
        "month": f"{day.month:02}",
        "i_month": str(day.month),
        "monthname": slug(day.strftime("%B")),
        "short_month": day.strftime("%b"),
        "long_month": day.strftime("%B"),
        "day": f"{day.day:02}",
        "i_day": str(day.day),
        "y_day": f"{day.timetuple().tm_yday:03}",
        "yearday": str(day.timetuple().tm_yday),
        "week": f"{week:02}",
        "w_year": str(year),
        "w_day": str(weekday),
        "weekday": str(weekday % 7),
        "weekdayname": slug(day.strftime("%A")),
        "short_day": day.strftime("%a"),
        "long_day": day.strftime("%A"),
    }
