"""Notices around an article: captions and credits of pictures, dates, updates, headlines of other articles."""

import re

from msgspec.structs import replace

from builder.core.regex import regex
from builder.core.values import Block, BlockKind, Correction, FrontMatter
from builder.read.date_words import MONTH, TIME, WEEKDAY, ZONE, date_line, full_date
from builder.read.datelines import match_dateline
from builder.read.lines import is_prose
from builder.read.match import NOTHING, LineKind, Lines, Match

DATE_LABELS = frozenset(("published", "posted", "date", "updated", "last updated", "first published", "published on"))
"""Labels on a line above a date."""
_SECTION_HEADS = regex(
    r"related(?: (?:articles?|stories|coverage|links?|topics?|content|news|internet links))?|more (?:stories|"
    r"news|coverage|headlines)|"
    r"read (?:also|next)|see also|also (?:read|see)|you may also like|latest (?:stories|news|headlines)|top stories",
    re.IGNORECASE,
)
_RELATED = regex(
    r"(?:related(?: (?:story|article|coverage|video))?|read more|read also|also read|see also|more|"
    r"watch(?: also)?|read next|"
    r"read|full (?:\S+ )?coverage|complete coverage|recommended|"
    r"don['’]t miss|must read|from the archives?)\s*(?::|\||>|»)\s*(?P<headline>\S.{5,180})",
    re.IGNORECASE,
)
_CLOCK = rf"(?P<time>{TIME}(?:,?\s*{ZONE})?)"
_NOTED = (
    r"(?:update[ds]?|updates|correct(?:ed|ion|ions)|clarif(?:ied|ication|ications)|amend(?:ed|ment)|for the record)"
)
_WHEN = (
    rf"(?:[\s,(]+(?:at|on|the|[ap]\.?m\.?|{MONTH}|{WEEKDAY}|{ZONE}|no\.?|"
    r"#?\d[\d:./]{0,12}(?:st|nd|rd|th|[ap]\.?m\.?)?))*[\s,)]*"
)
_TIMED = regex(rf"(?:{_NOTED},?\s*(?:at\s*)?)?{_CLOCK}\s*[:—–-]\s*(?P<text>.{{5,}})", re.IGNORECASE)
_LABELLED = regex(
    rf"[\[(*]*{_NOTED}\b(?P<when>{_WHEN})(?::|\s[—–-]|—)\s*(?P<text>\S.{{3,}})|(?P<head>{_NOTED}):?",
    re.IGNORECASE,
)
_EARLIER = r"(?:this|the|an earlier|a previous|earlier|previous) (?:\w+ )?"
_STORY = r"article|story|post|report|piece|column|page|headline"
_SAYS = regex(
    rf"[\[(*]*{_EARLIER}(?:{_STORY}|"
    r"versions?(?: of this (?:article|story|post|report|piece|column|headline|caption))?)"
    r"(?:,| was| has| have| were| incorrectly| misstated| misidentified| gave| said| is being)\b.{0,600}",
    re.IGNORECASE,
)
_EDITOR = regex(r"[\[(*]*editors?['’]?s?['’]? note\s*[:—–-]\s*", re.IGNORECASE)
_UPDATES = regex(rf"[\[(*]*(?:\d|{_NOTED}|editor|{_EARLIER}(?:{_STORY}|version))")
"""The beginnings of all of these, in lower case; checked first, since the rest is slower."""
_REVISED = regex(
    r"\b(?:updated|corrected|amended|revised|originally|first (?:posted|published)|incorrect(?:ly)?|misstated|"
    r"misidentified|misspelled|"
    r"misattributed|wrong|error|clarif\w+|gave|edited|changed)\b",
    re.IGNORECASE,
)
_DIGIT = regex(r"\d")
_AT = regex(rf"\bat (?P<time>{TIME}(?:\s*{ZONE})?)(?=\W|$)", re.IGNORECASE)
_CHANGED = regex(r"[\s,;|·•/()–—-]+(?=(?:last )?(?:updated|modified)\b)", re.IGNORECASE)
"""The separator between the two dates of "Published 3 March 2018, updated 4 March 2018"."""
_LAST_UPDATED = regex(rf"(?:last )?(?:updated|modified):?{_WHEN}(?:hours?|minutes?)?(?: ago)?", re.IGNORECASE)

_CREDIT = regex(
    r"\(?(?:photo(?:graph)?s?|pictures?|pics?|images?|illustrations?|graphics?|credits?|source|video|"
    r"main (?:image|photo|picture)|"
    r"(?:photo|image|picture|video|illustration)s? (?:credits?|by|courtesy(?: of)?|copyright|source)|"
    r"photography by|courtesy of)"
    r"\s*[:©/]\s*\S.{1,140}"
)
"""In lower case."""
_CREDIT_BY = regex(
    r"\(?(?i:(?:photo(?:graph)?|image|picture|video|illustration|graphic)s? (?:by|courtesy(?: of)?|copyright|"
    r"source|credit)|"
    r"(?:photography|doodles?|drawings?) by|courtesy of)\s+[A-Z]\S*(?:\s+(?:[A-Z]\S*|for|of|and|the|via|de|van|"
    r"von|&|/|\||-|–|—))*"
)
_SLASHED = regex(r"[(\[][^()\[\]]{2,60} ?[/|] ?[^()\[\]]{2,60}[)\]]")
_AGENCY_PHOTO = regex(
    r"(?:.{2,40}[/|] ?)?(?:AP|AFP|EPA|Reuters|REUTERS|Getty(?: Images)?|Shutterstock|Alamy|iStock|Rex Features|"
    r"PA|Press Association)"
    r"(?: ?[/|] ?.{2,40}| (?:Photo|Images|Pictures|Pool|file)\b.{0,30})"
)
_CAPTION = regex(
    r"(?:media|image|video|photo|picture|figure) ?(?:captions?|copyright).{2,300}|file (?:photo|image|"
    r"picture).{0,200}"
)
"""In lower case."""
_CREDITED = ":", ";", "/", " Credit "
_CREDITS = "/", "mage", "hoto", "icture", "redit", "ource", "PHOTO", "PICTURE"
"""Every caption with a credit contains one of these; checked first, since the rest is slower."""
_CAPTIONED = regex(
    r".{5,300}?(?:[(\[][^()\[\]]{2,60} ?/ ?[^()\[\]]{2,60}[)\]]|"
    r"(?:\b(?:Image|Photo|Picture|Photograph|Credit|Source|PHOTO|PICTURE)s?(?: [Cc]redit| by)?|\b(?:image|photo))"
    r"[:;] ?[A-Z][^.!?:]{1,80}(?: et al)?)\.?|"
    r"Photo [A-Z“].{10,300}? Credit [A-Z][^.!?]{2,80}"
)


def related_line(lines: Lines, i: int) -> Match | None:
    """``RELATED: Headline`` anywhere after the first line."""
    found = _RELATED.fullmatch(lines.texts[i]) if i else None
    return (
        Match(i + 1, LineKind.RELATED, "related", metadata=FrontMatter(related=(found["headline"],))) if found else None
    )


def related_list(lines: Lines, i: int) -> Match | None:
    """``Related stories`` and the headlines below it, up to the next paragraph."""
    if not i or not _SECTION_HEADS.fullmatch(lines.texts[i].rstrip(": ")):
        return None
    end = i + 1
    while end < len(lines.lines) and end < i + 12 and is_headline(lines.texts[end]):
        end += 1
    headlines = tuple(line.text.lstrip("•*-–—· ") for line in lines.lines[i + 1 : end])
    return Match(
        end, LineKind.RELATED if headlines else LineKind.LEFT_OUT, "related", metadata=FrontMatter(related=headlines)
    )


def is_headline(text: str) -> bool:
    """Whether a line can be another article's headline: several words, and not the end of a sentence."""
    return len(text) <= 180 and text.count(" ") >= 2 and text[-1] not in ":;," and not is_prose(text)


def update(lines: Lines, i: int) -> Match | None:
    """``3:35 p.m.: This article has been updated``, ``Correction: …``, ``originally posted at …``."""
    text = lines.texts[i]
    if i == 0 or len(text) > 900 or not _UPDATES.match(lines.lines[i].small):
        return None
    timed, labelled, says = _TIMED.fullmatch(text), _LABELLED.fullmatch(text), _SAYS.fullmatch(text)
    if timed and (says := _SAYS.match(timed["text"])) and _REVISED.search(timed["text"]):
        return _noted(i + 1, timed["text"], timed["time"].strip())
    if labelled and labelled["head"]:
        # The label is alone: it belongs to the next line.
        return _noted(i + 2, lines.texts[i + 1], "") if i + 1 < len(lines.lines) else None
    if labelled:
        return _noted(
            i + 1,
            labelled["text"].rstrip("*])") if text[0] in "[(*" else labelled["text"],
            labelled["when"].strip(" ,()@"),
        )
    editor = _EDITOR.match(text)
    says = says or (_SAYS.fullmatch(text, editor.end()) if editor else None)
    if says and _REVISED.search(says[0]) and not lines.texts[i].startswith(("The ", "the ")):
        at = _AT.search(text)
        return _noted(i + 1, text, at["time"].strip() if at else "")
    return None


def date(lines: Lines, i: int) -> Match | None:
    """A line that contains only a date, before the text or after it."""
    if 8 < i < len(lines.lines) - 6:
        return None
    text = lines.texts[i]
    if len(text) > 200:
        return None
    labelled = text.rstrip(":").casefold() in DATE_LABELS
    if labelled:
        text = f"{text} {lines.texts[i + 1]}"
    if len(text) > 200 or not _DIGIT.search(text):
        return None
    metadata = NOTHING
    for part in _CHANGED.split(text, maxsplit=1):
        day, label = date_line(part)
        if not day:
            return None
        changed = "updat" in label or "modif" in label
        metadata = replace(metadata, updated=day) if changed else replace(metadata, date=day)
    return Match(i + 1 + labelled, LineKind.DATE, "date", metadata=metadata)


def last_updated(lines: Lines, i: int) -> Match | None:
    """``Last updated at 19:47``, with or without its date."""
    text = lines.texts[i]
    if i == 0 or not lines.lines[i].small.startswith(("last ", "updated", "modified")):
        return None
    if not _LAST_UPDATED.fullmatch(text) or not _DIGIT.search(text) or text.endswith((".”", "!")):
        return None
    return Match(i + 1, LineKind.DATE, "updated", metadata=FrontMatter(updated=full_date(text)))


def credit(lines: Lines, i: int) -> Match | None:
    """``Photograph: …``, ``(Name / Agency)``: the credit of a picture."""
    text = lines.texts[i]
    if i == 0 or not 0 < len(text) <= 160:
        return None
    found = (
        _CREDIT.fullmatch(lines.lines[i].small)
        or _CREDIT_BY.fullmatch(text)
        or _SLASHED.fullmatch(text)
        or _AGENCY_PHOTO.fullmatch(text)
    )
    return Match(i + 1, LineKind.CAPTION, "credit", (Block(BlockKind.CAPTION, text),)) if found else None


def caption(lines: Lines, i: int) -> Match | None:
    """The caption of a picture: a line that ends in a credit, or a short one before a credit line."""
    text = lines.texts[i]
    if i == 0 or len(text) > 400:
        return None
    credited = any(map(text.__contains__, _CREDITED)) and any(map(text.__contains__, _CREDITS))
    if _CAPTION.fullmatch(lines.lines[i].small) or (credited and _CAPTIONED.fullmatch(text)):
        return _captioned(lines, i, 1)
    below = lines.texts[i + 1]
    # "Credit:" follows a caption, while other labels are also used alone.
    longest = 260 if below.startswith("Credit:") else 160
    sentences = 2 if below.startswith("Credit:") else 1
    plain = len(text) <= longest and not any(map(text.__contains__, '“”"')) and len(text.split()) > 2
    if not plain or not credit(lines, i + 1) or len(re.findall(r"[.!?]\s+(?=[A-Z“])", text)) >= sentences:
        return None
    # A paragraph may precede a picture without a caption: it is a sentence, with as much space after it.
    close = i <= 2 or not is_prose(text) or below.startswith("Credit:") or lines.lines[i + 1].gap < lines.lines[i].gap
    return _captioned(lines, i, 2) if close else None


def caption_over_dateline(lines: Lines, i: int) -> Match | None:
    """A line between the headline and a first paragraph that begins with an agency: a caption."""
    found = match_dateline(lines.texts[i + 1]) if i > lines.body else None
    if not found or not found[1].agency or i > lines.first or len(lines.texts[i]) > 200:
        return None
    return _captioned(lines, i, 1)


def caption_of_video(lines: Lines, i: int) -> Match | None:
    """A line without a full stop after the remains of a video player: its caption."""
    above, text = lines.alone.get(i - 1), lines.texts[i]
    if not above or above.rule != "player" or is_prose(text) or text.count(" ") < 3 or len(text) > 160:
        return None
    return _captioned(lines, i, 1)


def _captioned(lines: Lines, i: int, count: int) -> Match:
    """The caption in these lines; a credit is a separate paragraph."""
    texts = [lines.texts[k] for k in range(i, i + count)]
    return Match(i + count, LineKind.CAPTION, "caption", (Block(BlockKind.CAPTION, "\n\n".join(texts)),))


def _noted(end: int, text: str, time: str) -> Match:
    return Match(end, LineKind.UPDATE, "update", metadata=FrontMatter(corrections=(Correction(text, time),)))
