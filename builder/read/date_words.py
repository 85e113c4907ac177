"""Dates in English: only complete dates count; a date without a year is not one."""

import re
from datetime import date

from builder.core.regex import regex

MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()

MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|"
    r"Nov(?:ember)?|Dec(?:ember)?)\.?"
)
DAY = r"(?:[0-3]?\d)(?:st|nd|rd|th)?"
WEEKDAY = r"(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs?)?|Fri|Sat(?:ur)?|Sun)(?:day)?\.?"
TIME = r"\d{1,2}(?:[:.]\d\d){0,2}\s*(?:[AaPp]\.?[Mm]\b\.?)?"
ZONE = r"\(?(?:[A-Z]{1,3}T|UTC|GMT|[A-Z][a-z]+ [Tt]ime|[+-]\d\d:?\d\d|Z)\)?"

_FORMS = (
    regex(rf"\b(?P<month>{MONTH})\s*(?P<day>{DAY}),?\s+(?P<year>\d{{4}})\b", re.IGNORECASE),
    regex(rf"\b(?P<day>{DAY})[ -](?:of )?(?P<month>{MONTH}),?[ -](?P<year>\d{{4}})\b", re.IGNORECASE),
    regex(r"\b(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)(?!\d)"),
)
_STAMP = regex(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:\d\d)")
_LINE = regex(
    rf"(?:(?P<label>[A-Za-z][A-Za-z ]{{2,30}}?):?\s+)??(?:(?:on|"
    rf"at)\s+)?(?:{TIME},?\s*(?:{ZONE},?\s*)?)?(?:{WEEKDAY},?\s+)?"
    rf"(?:{MONTH}\s*{DAY},?\s+\d{{4}}|{DAY}[ -]{MONTH},?[ -]\d{{4}}|"
    rf"\d{{4}}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:\d\d)?)?)"
    rf"(?:,?\s*(?:at|[|–—·•-])?\s*{TIME}(?:\s*{ZONE})?)?\.?",
    re.IGNORECASE,
)
LABELS = frozenset(
    "published posted updated date first published last updated last modified modified created released issued "
    "originally published published on posted on updated on filed on by release date".split()
)


def full_date(text: str) -> str:
    """The first complete date in a text as ISO 8601, with its time if that has a numeric zone; otherwise nothing."""
    stamp = _STAMP.search(text)
    if stamp:
        return stamp[0].replace(" ", "T")
    found = (match for form in _FORMS for match in form.finditer(text))
    days = (day for match in sorted(found, key=lambda m: m.start()) if (day := _iso(match)))
    return next(days, "")


def date_line(text: str) -> tuple[str, str]:
    """The date and the label of a line that contains nothing else: "2018-03-28", "published"; otherwise nothing."""
    if len(text) > 100:
        return "", ""
    match = _LINE.fullmatch(text)
    label = (match["label"] or "").casefold() if match else ""
    known = all(word in LABELS for word in label.split())
    return (full_date(text), label) if match and known else ("", "")


def _iso(match: re.Match[str]) -> str:
    month = match["month"]
    number = int(month) if month.isdigit() else MONTHS.index(month[:3].casefold()) + 1
    try:
        return date(int(match["year"]), number, int(re.sub(r"\D", "", match["day"]))).isoformat()
    except ValueError:
        return ""
