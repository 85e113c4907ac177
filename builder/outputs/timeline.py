"""Articles by month, as a list and as a chart that leads into it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import TypeVar

from builder.layout.site_values import Period
from builder.outputs import contexts, parts
from builder.outputs.urls import page_folder, url_of
from builder.settings.translations import Translations

V = TypeVar("V")

MONTHS, YEARS = 24, 40
"""Bars at most, so that each can be hit with a finger: of more months, a bar is a year; of more years, a decade."""


def anchor(month: str) -> str:
    """The id of a month in a list: "in-2016-09"; of the articles without a date, "undated"."""
    return f"in-{month}" if month else "undated"


def by_month(
    listed: Iterable[V], date_of: Callable[[V], str], translations: Translations, *, alone: bool
) -> Iterator[tuple[str, str, tuple[V, ...]]]:
    """The articles of a list by month, in their order: label, id, and articles of each.

    ``date_of`` gives the date of one. ``alone``: if none has a date, that is not worth a heading.
    """
    for month, some in groupby(listed, key=lambda each: month_of(date_of(each))):
        label = translations.month(month) if month else "" if alone else translations.say("site.undated")
        yield label, anchor(month), tuple(some)


def month_links(folder: str, info: contexts.SiteInfo) -> Callable[[Period], str]:
    """A function that gives the address of a month in the list in this folder, on whichever of its pages it is."""

    def link(period: Period) -> str:
        page = url_of(page_folder(folder, period.page), info) if period.page else ""
        return f"{page}#{anchor(period.name)}"

    return link


def month_of(date: str) -> str:
    """The month of an ISO 8601 date, or its year if that is all: "2016-09"; empty without a date."""
    return date[:7] if date[4:5] == "-" and date[5:7].isdecimal() else date[:4]


def chart(periods: Sequence[Period], url: Callable[[Period], str], translations: Translations) -> parts.Chart:
    """The months, newest first, as bars, oldest first; none if there is only one. ``url`` leads to a month."""
    dated = [period for period in periods if period.name[:4].isdecimal()]
    if not dated:
        return parts.Chart()
    unit, first, last = _unit(dated)
    if first == last:
        return parts.Chart()
    found: dict[int, list[Period]] = {}
    for period in dated:
        found.setdefault(unit(period.name), []).append(period)
    most = max(sum(period.count for period in some) for some in found.values())
    bars = []
    for number in range(first, last + 1):
        some = found.get(number, [])
        count = sum(period.count for period in some)
        label, short = _labels(unit, number, translations)
        year = str(number // 12) if unit is _month and (number == first or number % 12 == 0) else ""
        bars.append(parts.Bar(label, short, count, percent(count, most), url(some[0]) if some else "", year))
    return parts.Chart(tuple(bars))


def percent(count: int, most: int) -> int:
    """The length of a bar in percent of the longest: at least 1, but 0 for nothing."""
    return max(1, round(100 * count / most)) if count else 0


def _month(name: str) -> int:
    return int(name[:4]) * 12 + int(name[5:7]) - 1


def _year(name: str) -> int:
    return int(name[:4])


def _decade(name: str) -> int:
    return int(name[:4]) // 10


def _unit(dated: Sequence[Period]) -> tuple[Callable[[str], int], int, int]:
    """The smallest unit that needs few bars, with the numbers of the first and the last."""
    units = [(_year, YEARS), (_decade, 10_000)]
    if all(len(period.name) > len("2016") for period in dated):
        units.insert(0, (_month, MONTHS))
    for unit, most in units:
        numbers = [unit(period.name) for period in dated]
        if max(numbers) - min(numbers) < most:
            break
    return unit, min(numbers), max(numbers)


def _labels(unit: Callable[[str], int], number: int, translations: Translations) -> tuple[str, str]:
    """The long and the short label of a bar."""
    if unit is _month:
        year, month = divmod(number, 12)
        return translations.month(f"{year:04}-{month + 1:02}"), translations.short_month(month + 1)
    label = str(number) if unit is _year else translations.say("dates.decade", year=number * 10)
    return label, label
