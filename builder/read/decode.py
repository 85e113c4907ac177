"""From the bytes of a file to its text: one encoding, line feeds, no invisible characters.

Words are never changed; only damage from a wrong decoding is repaired, with a warning.
"""

import re
import unicodedata

from builder.core.errors import Problem, Result
from builder.core.regex import regex

SIGNATURES = (
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\x1f\x8b", "a compressed file"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"{\\rtf", "a rich text document"),
    (b"\x7fELF", "a program"),
    (b"RIFF", "an audio or video file, or a WebP image"),
)
"""First bytes by which files that are not text are recognized."""

MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
"""Byte order marks, longer ones first."""

LEAST_SURE = 0.3
"""Of 1: below this, the detector finds any encoding in anything."""

HINT = "save it as plain text in UTF-8"

_ENDS = "\r\f\v\x85\u2028\u2029"
_HIDDEN = (
    "\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff"
)
_WRONG = "ÂÃâÅÐÑðïÎ"
_LINE_ENDS = regex(f"[{_ENDS}](?:(?<=\r)\n)?")
_UNSEEN = regex(f"[{_HIDDEN}]")
_SOFT = regex("\u00ad[ \t]*\n[ \t]*(?=[^\\W\\d_])")
"""A word broken at the end of a line by a soft hyphen."""
# A closing quote after "Ã" is a quote, unless a word continues after it.
_RIGHT = "[\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘“•–—˜™š›œžŸ]"
_MOJIBAKE = regex(f"[{_WRONG}](?:{_RIGHT}|[’”](?=\\w))")
_APART = regex(f"(?:[Aa]\u0302|A\u0303|A\u030a|i\u0308)(?={_RIGHT})|A\u0303[13]⁄[24]")
"""Mojibake whose accents a program has taken apart: "FranA\u0303§ois"."""
_FRACTIONS = {"1⁄4": "¼", "1⁄2": "½", "3⁄4": "¾"}
_ODD = regex(f"[{_ENDS}{_HIDDEN}{_WRONG}\u0302\u0303\u0308\u030a]")
"""Characters of all of these, so that most texts are scanned only once."""
_WESTERN = regex("[A-Za-z\u2018-\u201d\u2013\u2014\u2022\u2026 À-ÖØ-öø-ÿœŒšŠžŽŸ£€©®°§¢½¼¾\xa0«»\n\r\t]")


def decode(raw: bytes, path: str) -> Result[str | None]:
    """The text of a file: line endings as line feeds, no control characters but tabs, no bidirectional overrides.

    UTF-8 unless a byte order mark or the bytes say otherwise; a guess is a warning.
    """
    thing = next((name for signature, name in SIGNATURES if raw.startswith(signature)), "")
    if thing:
        return _problem(f"is {thing}, not text", path, "move it out of content/, or save its text as plain text")
    text, message = _text(raw)
    if text is None:
        return _problem(message, path, HINT)
    warnings = [Problem(message, path, hint=HINT, warning=True)] if message else []
    if not _ODD.search(text):
        return Result(text, tuple(warnings)) if text.strip() else _empty(path)
    if _MOJIBAKE.search(text) or _APART.search(text):
        repaired = _repaired(text)
        if repaired != text:
            hint = "the text was once decoded with the wrong encoding; check it and save it as UTF-8"
            warnings.append(Problem("wrongly decoded characters were repaired", path, hint=hint, warning=True))
        text = repaired
    text = _LINE_ENDS.sub("\n", text)
    if _UNSEEN.search(text):
        text = _UNSEEN.sub("", _SOFT.sub("", text))
    return Result(text, tuple(warnings)) if text.strip() else _empty(path)


def _problem(message: str, path: str, hint: str) -> Result[str | None]:
    return Result(None, (Problem(message, path, hint=hint),))


def _empty(path: str) -> Result[str | None]:
    return _problem("the file is empty", path, "write the article into it, or delete it")


def _text(raw: bytes) -> tuple[str | None, str]:
    """The text and a warning, or ``None`` and the error."""
    for mark, encoding in MARKS:
        if raw.startswith(mark):
            try:
                return raw[len(mark) :].decode(encoding), ""
            except UnicodeDecodeError:
                return None, f"has the byte order mark of {encoding.upper()} but is not valid {encoding.upper()}"
    if b"\0" in raw:
        return None, "is binary, not text"
    try:
        return raw.decode("utf-8"), ""
    except UnicodeDecodeError:
        return _guessed(raw)


def _guessed(raw: bytes) -> tuple[str | None, str]:
    """The text in the likeliest encoding other than UTF-8."""
    western = _western(raw)
    encoding, text = ("Windows-1252", western) if western is not None else _detected(raw)
    if text is None:
        return None, "its encoding could not be determined"
    return text, f"is not UTF-8 and was read as {encoding}"


def _western(raw: bytes) -> str | None:
    """The text, if its other bytes look like Windows-1252: few, and letters, quotes or dashes."""
    try:
        text = raw.decode("cp1252")
    except UnicodeDecodeError:
        return None
    others = [c for c in text if not c.isascii()]
    plain = sum(1 for c in others if _WESTERN.match(c))
    letters = sum(1 for c in others if c.isalpha())
    return text if letters * 4 <= len(text) and plain * 10 >= len(others) * 9 else None


def _detected(raw: bytes) -> tuple[str, str | None]:
    # Takes 60 ms to import, and few files need it.
    import chardet

    found = chardet.detect(raw)
    encoding = found["encoding"] or ""
    if found["confidence"] < LEAST_SURE:
        return encoding, None
    try:
        return encoding, raw.decode(encoding)
    except (LookupError, UnicodeDecodeError):
        return encoding, None


def _repaired(text: str) -> str:
    # Takes 30 ms to import, and few files need it.
    import ftfy

    config = ftfy.TextFixerConfig(
        unescape_html=False,
        remove_terminal_escapes=False,
        fix_latin_ligatures=False,
        fix_character_width=False,
        uncurl_quotes=False,
        fix_line_breaks=False,
        fix_surrogates=False,
        remove_control_chars=False,
        normalization=None,
        explain=False,
    )
    # Line by line, so that one damaged line is repaired whatever the others contain.
    fixed = []
    for line in text.split("\n"):
        composed = _APART.sub(_composed, line)
        better = ftfy.fix_encoding(composed, config) if _MOJIBAKE.search(composed) else composed
        fixed.append(line if better == composed else better)
    return "\n".join(fixed)


def _composed(apart: re.Match[str]) -> str:
    """The letters of mojibake as they were before their accents were taken apart."""
    letter, rest = apart[0][:2], apart[0][2:]
    return unicodedata.normalize("NFC", letter) + _FRACTIONS.get(rest, rest)
