"""Short lines between and after the paragraphs: headings, and headlines of other articles."""

import re

from builder.core.regex import regex
from builder.core.values import Block, BlockKind, FrontMatter
from builder.read import notices
from builder.read.lines import Line
from builder.read.match import LineKind, Lines, Match

LONGEST_HEADING = 90
"""Characters."""
WORDS_ALONE = 8
"""Maximum words of a text's only heading: a longer line is rather a caption or another article's headline."""
WORDS_QUOTED = 5
"""For a heading in quotation marks. Longer ones are pull quotes."""
WORDS_ASKED = 10
"""For a heading that asks a question."""

_ASKS = regex(
    r"(?:what|who|whose|why|how|when|where|which|is|are|was|were|can|could|do|does|did|will|would|should|has|have|so)\b"
    r"[^.!?]*\?",
    re.IGNORECASE,
)
_YEAR = regex(r"(?:1[5-9]|20)\d\d(?:[-–]\d{2,4})?")


def heading(lines: Lines, i: int) -> Match | None:
    """A short line without a full stop between two paragraphs, or two of them; a line that numbers the parts."""
    text = lines.texts[i]
    if not (i in lines.counted or (lines.body <= i < lines.last and _stands(lines, i))):
        return None
    return Match(i + 1, LineKind.HEADING, "heading", (Block(BlockKind.HEADING, text, level=2),))


def is_heading(line: Line) -> bool:
    """Whether a line has the shape of a heading."""
    text = line.text
    if line.prose:
        return _is_asked(text)
    starts = text[0].isupper() or text[0].isdigit() or text[0] in "‘'“\""
    quoted = text[0] in "‘'“\"" and text[-1] in "’'”\""
    ends = text[-1].isalnum() or text[-1] in "’'”\")?"
    short = len(text) <= LONGEST_HEADING and (not quoted or text.count(" ") < WORDS_QUOTED)
    return starts and ends and short and (any(c.isalpha() for c in text) or _YEAR.fullmatch(text) is not None)


def related(lines: Lines, i: int) -> Match | None:
    """Headlines of other articles: several together after the last paragraph, or one followed by its date."""
    alone = i - 1 not in lines.free or lines.is_prose(i - 1)
    if not alone or not i > lines.last >= 0 or i <= lines.body or lines.texts[i - 1].endswith(":"):
        return None
    end = i
    while end in lines.free and not lines.lines[end].prose:
        end += 1
    run = lines.lines[i:end]
    dated = len(run) == 1 and end < len(lines.lines) and notices.date(lines, end) is not None
    if not dated and (len(run) < 2 or not all(_is_other_headline(line.text) for line in run)):
        return None
    headlines = tuple(line.text for line in run)
    return Match(end + dated, LineKind.RELATED, "related", metadata=FrontMatter(related=headlines))


def _stands(lines: Lines, i: int) -> bool:
    """Whether line ``i`` is in the position of a heading, without evidence against it."""
    line, text = lines.lines[i], lines.texts[i]
    if not is_heading(line) or (i < lines.first and text.count(" ") >= 4):
        return False
    # Two in a row only if there are others: a part, followed by its first section.
    two = lines.shaped >= 2
    above = _begins(lines, i) or (two and _begins(lines, i - 1) and _is_plain(lines, i - 1))
    # A picture or a button may come between a heading and its text.
    under = next((k for k in range(i + 1, lines.last + 1) if k in lines.free), i + 1)
    below = lines.is_prose(under) or (two and _begins(lines, i) and _is_plain(lines, i + 1) and lines.is_prose(i + 2))
    if not above or not below or (line.prose and lines.with_questions < 2):
        return False
    return text.count(" ") < WORDS_ALONE or lines.shaped >= 2


def _begins(lines: Lines, i: int) -> bool:
    """Whether a heading can begin at line ``i``: after a paragraph, or before anything of the body."""
    return i <= lines.body or lines.is_prose(i - 1) or i - 1 not in lines.free


def _is_plain(lines: Lines, i: int) -> bool:
    """Whether line ``i`` is one of two headings: "Career", followed by "Early years"."""
    return i in lines.free and not lines.lines[i].prose and is_heading(lines.lines[i])


def shaped(lines: Lines) -> tuple[int, int]:
    """The number of lines between paragraphs with the shape of a heading, and of those that ask a question."""
    between = [i for i in lines.free if lines.first < i < lines.last and _begins(lines, i) and lines.is_prose(i + 1)]
    plain = sum(1 for i in between if not lines.lines[i].prose and is_heading(lines.lines[i]))
    questions = sum(1 for i in between if _is_asked(lines.texts[i]))
    return plain, plain + questions if questions else 0


def _is_asked(text: str) -> bool:
    return text.count(" ") < WORDS_ASKED and _ASKS.fullmatch(text) is not None


def _is_other_headline(text: str) -> bool:
    return (
        notices.is_headline(text) and not re.match(r"\d{1,3}[.)]\s", text) and len(text) >= 30 and text.count(" ") >= 4
    )
