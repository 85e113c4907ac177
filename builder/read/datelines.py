"""The place where an article was filed: ``SEOUL, South Korea, March 3 (AP) —`` at the start of its first paragraph."""

from builder.core.regex import regex
from builder.core.values import FrontMatter
from builder.read.credits import AGENCIES
from builder.read.date_words import DAY, MONTH, full_date

LONGEST = 160
"""Maximum characters of a dateline."""

_CITY = r"[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ.'’-]+(?:[ /][A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ.'’-]*){0,4}"
_CAPITALS = regex("[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ.'’-]")
_REGION = r"(?:,\s(?!(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\w*\.?\s\d)[A-Z][\w.’' -]{1,30}?){0,2}"
_WHEN = rf"(?:,?\s*(?P<when>(?:{MONTH}\s{DAY}|{DAY}\s{MONTH})(?:,?\s\d{{4}})?))?"
_AGENCY = rf"(?:\((?P<agency>[A-Z][\w .&’'-]{{1,40}})\)|/(?P<wire>{AGENCIES})/)"
_DATELINE = regex(
    rf"(?:(?P<place>{_CITY}{_REGION}){_WHEN}(?:\s*{_AGENCY})?|"
    rf"(?P<town>(?!{MONTH}\s)[A-Z][\w.’' -]{{2,30}}(?:,\s[A-Z][\w.’' -]{{1,30}})?)?"
    rf"{_WHEN.replace('when', 'day')}\s*\((?P<source>{AGENCIES})\))\s*(?:—|–|―|--|-)\s*(?=\S)"
)
_NO_PLACES = frozenset(
    "update breaking exclusive watch video opinion analysis review correction note photos live editor's comment "
    "cricket rugby football soccer tennis golf boxing racing swimming cycling athletics basketball baseball hockey "
    "sport sports business politics world markets factbox explainer timeline question answer the all".split()
)
_SHORTEST = 4
"""Minimum letters of a place before a colon: "AFL: With just two …" is a league, and so is "NBA"."""


_CNN = regex(
    r"(?:(?P<place>[A-Z][\w.’' ]{2,30}(?:, [A-Z][\w.’' ]{1,30})?)\s)?\((?P<agency>CNN(?: Business|Money)?)\)\s*"
    r"(?=[A-Z“\"])"
)
_COLON = regex(rf"(?P<place>{_CITY}{_REGION}){_WHEN}:\s+(?=[A-Z“\"‘'])")
_TITLED = regex(
    r"(?P<place>[A-Z][^\W\d_]+(?:[ -][A-Z][^\W\d_]+){0,2}(?:, [A-Z][^\W\d_]+(?: [A-Z][^\W\d_]+)?)?)\s[—–]\s(?=[A-Z“\"])"
)
_BARE = regex(r"(?P<place>[A-Z]{3,}(?:[ /-][A-Z]{2,}){0,2})\s+(?=[A-Z][a-z]|U\.S\.|[“\"])")
_DAY = regex(
    rf"(?P<when>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, (?:{MONTH} {DAY}|{DAY} {MONTH}),? \d{{4}})\s+(?=[A-Z“\"])"
)
_LEAST_BEHIND = 40
"""Minimum characters of a first paragraph after a possible dateline."""


def match_opening(text: str, *, by_reuters: bool) -> tuple[int, FrontMatter] | None:
    """Like ``match_dateline``, for forms that are datelines only at the start of an article.

    ``KOCHI: The …``, ``Beijing — The …``, ``(CNN)The …``, the article's date; ``OSLO World …``, as Reuters wrote for
    years.
    """
    forms = (_CNN, _COLON, _TITLED, _DAY, *((_BARE,) if by_reuters else ()))
    form, found = next(((form, match) for form in forms if (match := form.match(text, 0, LONGEST))), (_CNN, None))
    if not found or len(text) - found.end() < _LEAST_BEHIND:
        return None
    parts = found.groupdict()
    place = (parts.get("place") or "").strip(" ,")
    if place.split(" ")[0].casefold() in _NO_PLACES or (form is _COLON and len(place) < _SHORTEST):
        return None
    return found.end(), FrontMatter(
        dateline=place, agency=parts.get("agency") or "", date=full_date(parts.get("when") or "")
    )


def match_dateline(text: str) -> tuple[int, FrontMatter] | None:
    """The start of the paragraph after its dateline, and the place, agency and date in it.

    A city is in capitals; one that is not must be followed by an agency, because a sentence may begin "Rain — at last".
    """
    # Checked first, since the rest is slower: a city, or an agency in brackets.
    if not _CAPITALS.match(text) and text.find("(", 0, LONGEST) < 0:
        return None
    found = _DATELINE.match(text, 0, LONGEST)
    if not found or found.end() == len(text):
        return None
    place = found["place"] or found["town"] or ""
    if place.split(" ")[0].casefold() in _NO_PLACES:
        return None
    agency = found["agency"] or found["wire"] or found["source"] or ""
    day = full_date(found["when"] or found["day"] or "")
    return found.end(), FrontMatter(dateline=place.strip(" ,"), agency=agency, date=day)
