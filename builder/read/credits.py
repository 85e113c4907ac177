"""Credits: bylines, "contributed to this report", the agency in brackets. Credited people do not count as mentions."""

import re
from collections.abc import Iterator

from builder.core.regex import regex
from builder.core.text import sentences
from builder.core.values import FrontMatter
from builder.read.bylines import JOIN, REST, byline_names, name_first, names
from builder.read.date_words import DAY, MONTH, full_date
from builder.read.match import LineKind, Lines, Match

EDGE = 10
"""Lines at either end of a text that may be credits; between them, "By Popular Demand" is a heading."""
MOST_BEHIND = 2
"""Sentences after a line about an author: other authors', notes."""
LONGEST = 600
"""Maximum characters of a credit line."""

AGENCIES = (
    r"(?:The )?Associated Press|AP|Reuters|Thomson Reuters|AFP|Agence France[- ]Presse|UPI|"
    r"United Press International|"
    r"PA|PA Media|Press Association|Bloomberg(?: News)?|Xinhua|TASS|Interfax|RIA Novosti|Kyodo(?: News)?|Yonhap|"
    r"dpa|DPA|"
    r"EFE|ANSA|PTI|Press Trust of India|ANI|IANS|AAP|Australian Associated Press|(?:The )?Canadian Press|CNN|NPR|"
    r"PRNewswire|PR Newswire|BUSINESS WIRE|Business Wire|GLOBE NEWSWIRE|GlobeNewswire|McClatchy|MCT|TNS|"
    r"Tribune News Service|StatePoint|BBC News|(?:The )?Washington Post|(?:The )?New York Times|(?:The )?Guardian"
)
_BY = regex(
    r"(?:(?:Written|Story|Words|Posted|Published|Reported|Report|Text|Article|Reviewed|Review|Interview|Interviewed|"
    r"Analysis|Opinion|Compiled|Commentary|Column)\s+)?(?:by|By|BY)\b:?\s+|(?:Author|Authors|Reporter|Byline|"
    r"Writer)s?:\s*"
)
_DATED = regex(rf"(?:{DAY} {MONTH} \d{{4}}|{MONTH} {DAY}, \d{{4}})\b.{{0,40}}?\s(?=[Bb]y\s)")
_AGENCY = regex(rf"\(?(?P<agency>{AGENCIES})\)?")
_ROLE = regex(
    r"(?:[A-Z][\w.]*\s+){0,3}[A-Z][\w.]*['’]s?\s+(?=[A-Z][\w’'-]*\s+[A-Z])|"
    r"(?:(?:The |Our |A )?(?:[A-Z][\w’'.]*\s+){0,4})?(?:[Ss]taff\s+|[Ss]pecial\s+|[Ff]reelance\s+|[Ss]enior\s+)*"
    r"(?:[Ww]riters?|[Rr]eporters?|[Cc]orrespondents?|[Rr]esearchers?|[Ee]ditors?|[Jj]ournalists?|[Ss]taff|"
    r"[Pp]roducers?)\s+(?=[A-Z])"
)
_ROLES = "writer", "reporter", "correspond", "research", "editor", "journal", "staff", "produc", "columnist", "'", "’"
"""Every line with a role contains one of these; checked first, since the rest is slower."""
_TOGETHER = regex(
    r"(?:(?:[Oo]ur|[Tt]he|[Aa]) )?(?:(?:[Ss]taff|[Nn]ews|[Ww]eb|[Ee]ditorial) )?"
    r"(?:[Ss]taff|[Ee]ditors?|[Bb]oard|[Rr]eporters?|[Ww]riters?|[Cc]orrespondents?|[Dd]esk|[Nn]ewsroom|[Aa]gencies)\.?"
)
"""Collective bylines: "By Staff", "By the Editorial Board"."""
_FROM = regex(r"(?:,\s*(?:and\s+)?|\s+and\s+)(?=[^\W\d_][^,]{1,60}?\s+from\s)")
_REPORTED = regex(r"(.{2,200}?)\s+(?:also\s+)?(?:reported|wrote|reports)\s+from\s+(.{2,200})")
_CONTRIBUTED = regex(
    r"(?:With\s+)?(.{2,400}?)\s+(?:also\s+|both\s+)?(?:contributed\b(?:.{0,30}\b(?:report|reporting|story|article|"
    r"research|writing|piece|post)\b.{0,80}|\s+from\s.{2,80}|))"
)
_WITH = regex(r"With (?:additional |extra )?(?:reporting|files|reports|contributions) (?:by|from) (.{2,300})")
_CREDITS = (
    "With ",
    "eport",
    "wrote",
    "ontribut",
    "riting",
    "diting",
    "ompil",
    "roduc",
    "ranslat",
    "raphic",
    "esearch",
    "ideo",
)
"""Every credit line contains one of these; checked first, since the rest is slower."""
_CREDITED = "contributed", "reported from ", "wrote from ", "reports from ", "With "
"""Every one of its sentences contains one of these, unless it is in parts."""
_PARTS = regex(
    r"(?P<kind>(?:additional |extra |further |with )*(?:reporting|writing|editing|compiled|production|translation|"
    r"graphics?|research|video)(?: and (?:reporting|writing|editing))?) by\s+",
    re.IGNORECASE,
)
_BIO = regex(
    r"(?P<name>[^,]{3,60}?),?\s+(?:is|are)\s+(?:an?\s|the\s|our\s)?[^.]{0,120}?\b(?:correspondent|reporter|"
    r"writer|editor|"
    r"columnist|contributor|bureau chief|critic|journalist)s?\b.*"
)
_BIOS = "correspondent", "reporter", "writer", "editor", "columnist", "contributor", "chief", "critic", "journalist"
_DOES = regex(r" (?:is|are|covers|writes about|reports on) ")
"""Follows the name; checked first, since the rest is slower."""
_FAR = 80
"""Characters within which it occurs: the name has at most 60."""
_COVERS = regex(r"(?P<name>[^,]{3,60}?)\s+(?:covers|writes about|reports on)\s.{3,120}\s(?:for|at)\s.{2,80}")


def byline(lines: Lines, i: int) -> Match | None:
    """``By A and B``, with anything after it about their paper or place."""
    text = lines.texts[i]
    if not _at_edge(lines, i) or len(text) > 200:
        return None
    dated = _DATED.match(text)
    by = _BY.match(text, dated.end() if dated else 0)
    if not by:
        return None
    agency = _AGENCY.fullmatch(text[by.end() :])
    if agency:
        return Match(i + 1, LineKind.AUTHORS, "byline", metadata=FrontMatter(agency=agency["agency"]))
    authors = (
        (text[by.end() :].rstrip(" ."),) if _TOGETHER.fullmatch(text, by.end()) else byline_names(text[by.end() :])
    )
    metadata = FrontMatter(authors=authors, agency=_agency_in(text), date=full_date(text))
    return Match(i + 1, LineKind.AUTHORS, "byline", metadata=metadata) if authors else None


def role_line(lines: Lines, i: int) -> Match | None:
    """``A, Staff Writer``, ``Special correspondent A``: just a name and a job."""
    text = lines.texts[i]
    if not _at_edge(lines, i) or len(text) > 100 or text[-1] in '.!?”"' or not _has(text.casefold(), _ROLES):
        return None
    parts = [part for part in JOIN.split(text) if part.strip()] or [text]
    tail = parts[-1].split()
    behind = len(parts) > 1 and tail[-1].casefold().rstrip("s") in {"writer", "reporter", "correspondent", "columnist"}
    role = _ROLE.match(text)
    authors = names(JOIN.split(text[role.end() :])) if role else names(parts[:-1]) if behind else ()
    if not authors or not all(" " in name for name in authors):
        return None
    return Match(i + 1, LineKind.AUTHORS, "role", metadata=FrontMatter(authors=authors))


def agency_line(lines: Lines, i: int) -> Match | None:
    """``The Associated Press`` alone on a line."""
    agency = _AGENCY.fullmatch(lines.texts[i]) if _at_edge(lines, i) else None
    if not agency:
        return None
    return Match(i + 1, LineKind.AUTHORS, "agency", metadata=FrontMatter(agency=agency["agency"]))


def credits_line(lines: Lines, i: int) -> Match | None:
    """``A reported from X and B from Y. C contributed to this report.``, with only such sentences."""
    text = lines.texts[i]
    if not _at_edge(lines, i) or len(text) > LONGEST:
        return None
    inner = text[1:-1] if text.startswith(("(", "[")) and text.endswith((")", "]")) else text
    inner = inner.lstrip("—–- ")
    in_parts = " by" in lines.lines[i].small and _PARTS.match(inner)
    if not (in_parts or _has(inner, _CREDITED)) or not _has(text, _CREDITS):
        return None
    metadata = (_credited_parts(inner) if in_parts else None) or _credited(inner)
    return Match(i + 1, LineKind.AUTHORS, "credits", metadata=metadata) if metadata else None


def bio(lines: Lines, i: int) -> Match | None:
    """``A is a staff writer for …`` after the text; about an author, if the byline names any."""
    text = lines.texts[i]
    if i < max(2, len(lines.lines) - EDGE) or len(text) > LONGEST or not _DOES.search(text, 0, _FAR):
        return None
    found = (_BIO.fullmatch(text) if _has(text, _BIOS) else None) or _COVERS.fullmatch(text)
    authors = names(JOIN.split(found["name"])) if found else ()
    if not authors or not all(" " in name for name in authors):
        return None
    if sum(1 for line in lines.lines[i + 1 :] if line.prose) > MOST_BEHIND:
        return None
    bylines = (match for k in range(min(i, EDGE)) if (match := byline(lines, k)))
    known = {name.split()[-1].casefold() for match in bylines for name in match.metadata.authors}
    if known and not all(name.split()[-1].casefold() in known for name in authors):
        return None
    return Match(i + 1, LineKind.AUTHORS, "bio", metadata=FrontMatter(authors=() if known else authors))


def _has(text: str, parts: tuple[str, ...]) -> bool:
    return any(map(text.__contains__, parts))


def _at_edge(lines: Lines, i: int) -> bool:
    return i < EDGE or i >= len(lines.lines) - EDGE


def _agency_in(text: str) -> str:
    found = re.search(rf"(?:[,|(/–—-]\s*|\s)(?P<agency>{AGENCIES})\)?\s*(?:[Ww]riter)?\Z", text)
    return found["agency"] if found else ""


def _credited(text: str) -> FrontMatter | None:
    """The people in credit sentences; nothing if one of the sentences is something else."""
    if not _has(text, _CREDITED):
        return None
    authors: tuple[str, ...] = ()
    contributors: tuple[str, ...] = ()
    for start, end in sentences(text):
        sentence = text[start:end].rstrip(" .")
        reported, contributed = _REPORTED.fullmatch(sentence), _CONTRIBUTED.fullmatch(sentence)
        extra = _WITH.fullmatch(sentence)
        if reported and (wrote := _reporters(reported[1], reported[2])):
            authors += wrote
        elif (contributed or extra) and (helped := _people((contributed or extra or [""])[1])):
            contributors += helped
        else:
            return None
    return FrontMatter(authors=authors, contributors=contributors)


def _reporters(subject: str, rest: str) -> tuple[str, ...]:
    """The reporters: "Kaiman" and "Wilkinson" of "Kaiman reported from Beijing and Wilkinson from Washington"."""
    others = [part.split(" from ")[0] for part in _FROM.split(rest)[1:]]
    first = _people(subject)
    return (*first, *(name for other in others for name in _people(other))) if first else ()


def _people(text: str) -> tuple[str, ...]:
    """Names in a list that includes places: "A in Rome, Italy, and B in Paris"; none if one is not a name."""
    found: list[str] = []
    placed = False
    for part in JOIN.split(text):
        role = _ROLE.match(part)
        name, rest = name_first(part[role.end() :] if role else part)
        if placed and not rest:
            continue
        if not name or (rest and not REST.match(rest)):
            return ()
        placed = placed or rest.startswith(("in ", "at ", "from "))
        found.append(name)
    return tuple(found)


def _credited_parts(text: str) -> FrontMatter | None:
    """``Reporting by A; Editing by B and C``: reporters are authors, all others contributors."""
    authors: tuple[str, ...] = ()
    contributors: tuple[str, ...] = ()
    for kind, people in _pairs(text):
        found = _people(people.strip(" .;,)("))
        if not found:
            return None
        if kind.casefold().startswith("reporting"):
            authors += found
        else:
            contributors += found
    return FrontMatter(authors=authors, contributors=contributors)


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    heads = list(_PARTS.finditer(text))
    ends = [head.start() for head in heads[1:]] + [len(text)]
    return ((head["kind"], text[head.end() : end]) for head, end in zip(heads, ends, strict=True))
