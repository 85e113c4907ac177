"""The words of a caption in which names are searched for: those of its credit are not; they say whose picture it is."""

from msgspec.structs import replace

from builder.core.regex import regex
from builder.core.values import Block, BlockKind

_PICTURE = r"(?:photo(?:graph)?|picture|pic|image|illustration|graphic|drawing|video|media)s?"
_CREDIT = regex(
    rf"(?:\b(?i:{_PICTURE}|credits?|source)(?i: credits?)? ?[:;©/]|"
    rf"\b(?i:{_PICTURE}) (?i:by|courtesy|copyright|credits?|source)\b|"
    r"\bCredits? (?=[A-Z])|\b(?i:photography by|courtesy of) |©)"
    r"[\s\S]*?(?=\b(?:Image|Media|Photo|Video) caption|\Z)"
)
"""A credit ends with its paragraph or before the words "Image caption"."""
_NAMED = regex(
    r"[(\[][^()\[\]]{2,60} ?[/|] ?[^()\[\]]{2,60}[)\]]|"
    r"\A[^.!?:\n]{0,60}(?:/|\||\b(?:AP|AFP|EPA|PA|Reuters|REUTERS|Getty|Shutterstock|Alamy|iStock)\b)[^.!?:\n]{0,60}\.?(?:\Z|\n)"
)
"""A credit without such a word: "(Ida Falk / The Courier)", or as a paragraph of its own."""


def without_credit(passage: Block) -> Block:
    """The passage with white space for the credit of a caption, so that offsets stay the same."""
    if passage.kind is not BlockKind.CAPTION:
        return passage
    caption = passage.text.partition("\n\n")[0]
    for credit in (_CREDIT, _NAMED):
        caption = credit.sub(lambda match: " " * len(match[0]), caption)
    return replace(passage, text=caption.ljust(len(passage.text)), marks=())
