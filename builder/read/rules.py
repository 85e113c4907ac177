"""The rules of reading, in order: first those that know a line by its own words, then those that look around.

To add one: write the function, put it where it belongs in its tuple, add a case file to tests/cases/structure.
"""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from builder.model import Block, BlockKind, FrontMatter, Mark, MarkKind
from builder.read import buttons, notices
from builder.read import credits as credit_rules
from builder.read.datelines import match_dateline
from builder.read.lines import is_prose
from builder.read.match import Kind, Lines, Match, Rule
from builder.read.quotes import ATTRIBUTION, KEY, Body
from builder.text import normal

LONGEST_TITLE = 200
LONGEST_STANDFIRST = 300
LONGEST_HEADING = 90
LONGEST_PULL_QUOTE = 400
"""Characters. Longer lines are something else."""

_ATTRIBUTED = re.compile(r"(?P<said>[“\"‘'].{10,380}?[”\"’'])\s*(?:--|[—–―])\s*(?P<who>[A-Z][^.!?]{2,120})")
_SPEAKER = re.compile(r"[^\W\d_][\w.’'-]*(?:\s+[\w.’'&-]+){0,6}(?:[,(|;–—].{2,120})?")
_TURN = re.compile(
    r"(?P<label>(?:Q|A|QUESTION|ANSWER|Question|Answer)|[A-Z][\w.’'-]*(?:\s[A-Z][\w.’'()-]*){0,4})"
    r"\s*(?::|(?<=Q)\.|(?<=A)\.)\s+(?=\S)"
)
_QA = frozenset("q a question answer".split())  # noqa: SIM905
_BULLET = re.compile(r"(?P<sure>[•●▪■◦‣])\s*(?=\S)|(?P<mark>[*·–-]|o)\s+(?=\S)")
_NUMBER = re.compile(r"(?P<number>\d{1,3})[.)]\s+(?=\S)")
_KICKERS = frozenset(
    "world asia europe africa americas middle-east politics opinion news sport sports business science culture arts "  # noqa: SIM905
    "technology tech health travel analysis comment editorial letters books review national international local "
    "exclusive breaking us uk u.s. nation".split()
)


def title(lines: Lines, i: int) -> Match | None:
    """The headline; the author's own, if it is repeated in the text."""
    if i != lines.title:
        return None
    return Match(i + 1, Kind.TITLE, "title", said=FrontMatter(title=lines.text(i)))


def kicker(lines: Lines, i: int) -> Match | None:
    """The name of a section over the headline."""
    known = all(word.casefold().strip(",&|/") in {*_KICKERS, "", "and"} for word in lines.text(i).split())
    return Match(i + 1, Kind.LEFT_OUT, "kicker") if i < lines.title and known else None


def standfirst(lines: Lines, i: int) -> Match | None:
    """A second line that reads as a summary: alone between headline and byline, or no sentence and before the text."""
    text = lines.text(i)
    if (
        i != lines.title + 1
        or lines.title < 0
        or len(text) > LONGEST_STANDFIRST
        or text.count(" ") < 4
        or i >= lines.last
    ):
        return None
    summary = not is_prose(text) and not re.search(r"[.!?]\s", text) and text[-1] not in ":;," and lines.is_prose(i + 1)
    byline = any(rule(lines, i + 1) for rule in (credit_rules.byline, credit_rules.role_line, notices.date))
    if not (summary or byline) or text[0] in '“"' or match_dateline(text):
        return None
    return Match(i + 1, Kind.STANDFIRST, "standfirst", said=FrontMatter(standfirst=text))


def dateline(lines: Lines, i: int) -> Match | None:
    """``SEOUL, South Korea (AP) —`` before the first paragraph: the paragraph begins after it."""
    found = match_dateline(lines.text(i))
    # Behind an editor's note or a caption a dateline is one still, if it names its agency.
    if not found or i > lines.first + (4 if found[1].agency else 0):
        return None
    return Match(i + 1, Kind.PARAGRAPH, "dateline", (Block(BlockKind.PARAGRAPH, lines.text(i)[found[0] :]),), found[1])


def pull_quote(lines: Lines, i: int) -> Match | None:
    """A short passage and a line ``— Name, role``; never the headline."""
    text, below = lines.text(i), lines.text(i + 1)
    if i == 0 or len(text) > LONGEST_PULL_QUOTE:
        return None
    inline = _ATTRIBUTED.fullmatch(text)
    if inline:
        return _pulled(i + 1, inline["said"], inline["who"])
    dash = ATTRIBUTION.match(below)
    if not dash or ATTRIBUTION.match(text) or not is_speaker(below[dash.end() :]):
        return None
    quoted = text[0] in "“\"‘'«"
    # After the last paragraph, "— Jane Smith" signs the story, unless what stands above is a quotation.
    if i + 2 >= len(lines.lines) and not quoted:
        return None
    return _pulled(i + 2, text, below[dash.end() :])


def is_speaker(text: str) -> bool:
    """Whether what follows a dash names somebody, and is no speech or list item."""
    if len(text) > 140 or text[-1:] in "?!;:" or not text[:1].isupper():
        return False
    ends = text.endswith(".") and not re.search(r"\b(?:Jr|Sr|Inc|Co|Ltd|\w)\.\Z", text)
    return not ends and _SPEAKER.fullmatch(text) is not None


def echo(lines: Lines, i: int) -> Match | None:
    """A passage that repeats the body, exactly or with ellipses or brackets."""
    if i not in lines.echoes or not all(k not in lines.free or lines.is_prose(k) for k in (i - 1, i + 1)):
        return None
    return Match(i + 1, Kind.PULL_QUOTE, "repeats the body", (Block(BlockKind.PULL_QUOTE, lines.text(i)),))


def turn(lines: Lines, i: int) -> Match | None:
    """``Q:``, ``MR. SMITH:``: a paragraph that begins with its speaker."""
    found = _TURN.match(lines.text(i))
    if not found or found["label"].casefold() not in lines.speakers:
        return None
    mark = Mark(0, len(found[0].rstrip()), MarkKind.STRONG)
    return Match(i + 1, Kind.PARAGRAPH, "turn", (Block(BlockKind.PARAGRAPH, lines.text(i), (mark,)),))


def item(lines: Lines, i: int) -> Match | None:
    """Items of a list: bullets, or numbers that count on."""
    return _bullets(lines, i) or _numbered(lines, i)


def heading(lines: Lines, i: int) -> Match | None:
    """A short line without a full stop between two paragraphs."""
    text = lines.text(i)
    if not lines.first < i < lines.last or is_prose(text) or not is_heading(text):
        return None
    if not (lines.is_prose(i + 1) and (lines.is_prose(i - 1) or i - 1 not in lines.free)):
        return None
    return Match(i + 1, Kind.HEADING, "heading", (Block(BlockKind.HEADING, text, level=2),))


def is_heading(text: str) -> bool:
    """Whether a line can be a heading by its shape."""
    starts = text[0].isupper() or text[0].isdigit() or text[0] in "‘'“\""
    quoted = text[0] in "‘'“\"" and text[-1] in "’'”\""
    ends = text[-1].isalnum() or text[-1] in "’'”\")"
    return starts and ends and not quoted and len(text) <= LONGEST_HEADING and any(c.isalpha() for c in text)


def related(lines: Lines, i: int) -> Match | None:
    """Headlines of other stories: several together behind the last paragraph, or one followed by its date."""
    alone = i - 1 not in lines.free or lines.is_prose(i - 1)
    if not alone or not i > lines.last >= 0 or i <= lines.title + 1 or lines.text(i - 1).endswith(":"):
        return None
    end = i
    while end in lines.free and not is_prose(lines.text(end)):
        end += 1
    run = lines.lines[i:end]
    dated = len(run) == 1 and end < len(lines.lines) and notices.date(lines, end) is not None
    if not dated and (len(run) < 2 or not all(_is_other_headline(line.text) for line in run)):
        return None
    headlines = tuple(line.text for line in run)
    return Match(end + dated, Kind.RELATED, "related", said=FrontMatter(related=headlines))


def paragraph(lines: Lines, i: int) -> Match:
    """Everything else. In doubt, keep."""
    text = lines.text(i)
    return Match(i + 1, Kind.PARAGRAPH, "paragraph", (Block(BlockKind.PARAGRAPH, text),))


ALONE: tuple[Rule, ...] = (
    pull_quote,
    notices.related_list,
    notices.related_line,
    notices.date,
    notices.last_updated,
    notices.update,
    buttons.left_out,
    credit_rules.byline,
    credit_rules.agency_line,
    credit_rules.credits_line,
    credit_rules.role_line,
    credit_rules.bio,
    notices.caption,
    notices.credit,
)
"""Know a line by its own words, at most with a look at the next."""

TOGETHER: tuple[Rule, ...] = (title, kicker, standfirst, dateline, turn, item, echo, related, heading, paragraph)
"""Look around: where the text begins and ends, and what it repeats."""


def survey(lines: Lines, alone: Mapping[int, Match]) -> Lines:
    """The lines with what is known of them all, once the rules of ``ALONE`` have claimed theirs."""
    claimed = {k for start, match in alone.items() for k in range(start, match.end)}
    free = frozenset(range(len(lines.lines))) - claimed
    lines = replace(lines, free=free)
    headline = _title(lines)
    prose = [i for i in sorted(free) if i > headline and lines.is_prose(i)]
    first, last = (prose[0], prose[-1]) if prose else (-1, -1)
    labels = Counter(m["label"].casefold() for i in free if (m := _TURN.match(lines.text(i))))
    asked = sum(labels[label] for label in _QA) >= 2
    speakers = frozenset(label for label, n in labels.items() if (asked if label in _QA else n >= 2))
    lines = replace(lines, title=headline, first=first, last=last, speakers=speakers, echoes=_echoes(lines, headline))
    return replace(lines, first=prose[1]) if len(prose) > 1 and standfirst(lines, first) else lines


def _title(lines: Lines) -> int:
    """The line that is the headline: the author's, else the first that is no paragraph."""
    head = sorted(lines.free)[:3]
    if lines.front.title:
        return next((i for i in head if normal(lines.text(i)) == normal(lines.front.title)), -1)
    if not head:
        return -1
    text = lines.text(head[0])
    words = text.split()
    if len(head) > 1 and len(words) <= 3 and all(w.casefold().strip(",&|/") in _KICKERS for w in words):
        return head[1]
    if match_dateline(text):
        return -1
    sentence = len(text) > LONGEST_TITLE or (len(text) > 120 and text.endswith((".", ".”", '."')))
    # Whatever stands over a dateline is the headline.
    return -1 if sentence and not (len(head) > 1 and match_dateline(lines.text(head[1]))) else head[0]


def _echoes(lines: Lines, headline: int) -> frozenset[int]:
    """Short lines whose words stand in a longer one of the body as well."""
    texts = [line.text if i in lines.free and i != headline else "" for i, line in enumerate(lines.lines)]
    short = [i for i, text in enumerate(texts) if 25 <= len(text) <= LONGEST_PULL_QUOTE and i > headline + 1]
    if not short:
        return frozenset()
    body = Body(texts)
    found = set()
    for i in short:
        place = body.find(texts[i], without=i) if body.length(i) >= KEY + 2 else None
        if place and body.length(place[0]) > body.length(i) and place[0] not in found:
            found.add(i)
    return frozenset(found)


def _pulled(end: int, said: str, who: str) -> Match:
    block = Block(BlockKind.PULL_QUOTE, f"{said.strip()}\n\n— {who.strip()}")
    return Match(end, Kind.PULL_QUOTE, "pull-quote", (block,))


def _bullets(lines: Lines, i: int) -> Match | None:
    end = i
    blocks = []
    sure = False
    while end in lines.free and (found := _BULLET.match(lines.text(end))):
        sure = sure or bool(found["sure"])
        blocks.append(Block(BlockKind.ITEM, lines.text(end)[found.end() :]))
        end += 1
    return Match(end, Kind.ITEM, "item", tuple(blocks)) if len(blocks) >= 2 or sure else None


def _numbered(lines: Lines, i: int) -> Match | None:
    end = i
    blocks: list[Block] = []
    while end in lines.free and (found := _NUMBER.match(lines.text(end))):
        number = int(found["number"])
        if blocks and number != blocks[-1].level + 1:
            break
        blocks.append(Block(BlockKind.ITEM, lines.text(end)[found.end() :], level=number))
        end += 1
    return Match(end, Kind.ITEM, "item", tuple(blocks)) if len(blocks) >= 2 else None


def _is_other_headline(text: str) -> bool:
    return notices.is_headline(text) and not _NUMBER.match(text) and len(text) >= 30 and text.count(" ") >= 4
