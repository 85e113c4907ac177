"""The header of an email that was pasted or saved with its text."""

import re

from builder.core.regex import regex
from builder.core.values import FrontMatter
from builder.read.date_words import full_date
from builder.read.match import LineKind, Lines, Match

MOST = 30
"""Lines of a header."""

_FIELD = regex(
    r"\*?(?P<name>From|To|Cc|Bcc|Subject|Date|Sent|Reply-To|Sender|Return-Path|Received|Message-ID|List-[\w-]+|"
    r"X-[\w-]+|MIME-Version|Content-[\w-]+|Delivered-To|DKIM-Signature):\*?(?:\s+(?P<value>.*))?",
)
_FORWARDED = regex(r"(?:-{2,}|Begin)\s?(?:forwarded|original) message\s?(?:-{2,}|:)", 2)
_REPLY = regex(r"(?:(?:re|fwd?|aw|wg)\s*:\s*)+", re.IGNORECASE)


def header(lines: Lines, i: int) -> Match | None:
    """``From: …``, ``Subject: …`` and other fields over the text: the subject is the headline."""
    if i:
        return None
    end = 1 if _FORWARDED.fullmatch(lines.texts[0]) else 0
    fields: dict[str, str] = {}
    while end < min(len(lines.lines), MOST) and (field := _FIELD.fullmatch(lines.texts[end])):
        fields.setdefault(field["name"], field["value"] or "")
        end += 1
    if "From" not in fields or fields.keys().isdisjoint(("Subject", "Date", "Sent")):
        return None
    day = full_date(fields.get("Date") or fields.get("Sent", ""))
    title = _REPLY.sub("", fields.get("Subject", ""), count=1)
    return Match(end, LineKind.LEFT_OUT, "mail header", metadata=FrontMatter(title=title, date=day))
