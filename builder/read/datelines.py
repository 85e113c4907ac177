"""Where a story was filed: ``SEOUL, South Korea, March 3 (AP) —`` at the beginning of its first paragraph."""

import re

from builder.model import FrontMatter
from builder.read.credits import AGENCIES
from builder.read.dates import DAY, MONTH, full_date

LONGEST = 160
"""Characters that a dateline can take."""

_CITY = r"[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ.'’-]+(?:[ /][A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ.'’-]*){0,4}"
_REGION = r"(?:,\s(?!(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\w*\.?\s\d)[A-Z][\w.’' -]{1,30}?){0,2}"
_WHEN = rf"(?:,?\s*(?P<when>(?:{MONTH}\s{DAY}|{DAY}\s{MONTH})(?:,?\s\d{{4}})?))?"
_AGENCY = rf"(?:\((?P<agency>[A-Z][\w .&’'-]{{1,40}})\)|/(?P<wire>{AGENCIES})/)"
_DATELINE = re.compile(
    rf"(?:(?P<place>{_CITY}{_REGION}){_WHEN}(?:\s*{_AGENCY})?|"
    rf"(?P<town>(?!{MONTH}\s)[A-Z][\w.’' -]{{2,30}}(?:,\s[A-Z][\w.’' -]{{1,30}})?)?"
    rf"{_WHEN.replace('when', 'day')}\s*\((?P<source>{AGENCIES})\))\s*(?:—|–|―|--|-)\s*(?=\S)"
)
_NO_PLACES = frozenset(
    "update breaking exclusive watch video opinion analysis review correction note photos live editor's comment".split()  # noqa: SIM905
)


def match_dateline(text: str) -> tuple[int, FrontMatter] | None:
    """Where the paragraph begins behind its dateline, and the place, agency and day that this names.

    A city is in capitals; one that is not needs an agency behind it, for a sentence may begin "Rain — at last".
    """
    found = _DATELINE.match(text, 0, LONGEST)
    if not found or found.end() == len(text):
        return None
    place = found["place"] or found["town"] or ""
    if place.split(" ")[0].casefold() in _NO_PLACES:
        return None
    agency = found["agency"] or found["wire"] or found["source"] or ""
    day = full_date(found["when"] or found["day"] or "")
    return found.end(), FrontMatter(dateline=place.strip(" ,"), agency=agency, date=day)
