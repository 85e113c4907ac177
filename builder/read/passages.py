"""Paragraphs of an article, and special ones: the first after its dateline, turns, questions, quotations, notes."""

import re
from collections import Counter

from builder.core.regex import regex
from builder.core.text import ATTRIBUTION, letters, straight
from builder.core.values import Block, BlockKind, Mark, MarkKind
from builder.read.datelines import match_dateline, match_opening
from builder.read.heads import without_site
from builder.read.match import LineKind, Lines, Match

LONGEST_PULL_QUOTE = 400
LONGEST_QUOTATION = 3000
LONGEST_QUESTION = 500
LONGEST_NOTE = 1500
"""Maximum characters. Longer lines are something else."""
MOST_PARAGRAPHS = 200
"""Maximum for one quotation, or for the lines of an indented one."""
LEAST_REPEAT, LEAST_HEADING = 8, 4
"""Words of a paragraph, and of a headline. Shorter ones may be repeated on purpose."""

_ATTRIBUTED = regex(r"(?P<said>[“\"‘'].{10,380}?[”\"’'])\s*(?:--|[—–―])\s*(?P<who>[A-Z][^.!?]{2,120})")
_SAID_BY = regex(r"(?P<said>.{20,}?[.!?…”\"])\s*(?:--|[—–―])\s*(?P<who>[A-Z][^.!?—–]{2,80})")
_DASHES = "--", "—", "–", "―"
_SPEAKER = regex(r"[^\W\d_][\w.’'-]*(?:\s+[\w.’'&-]+){0,6}(?:[,(|;–—].{2,120})?")
_TWEET = regex(r"(?P<said>\S.{0,1000}?)\s*[—–]\s*(?P<who>[^—–@()]{1,60}\(@\w{1,30}\)[^@]{0,40})")
_TWEETER = regex(r"(?:--|[—–―])\s*(?P<who>[^—–@()]{1,60}\(@\w{1,30}\)[^@]{0,40})")
_TURN = regex(
    r"(?P<label>(?:Q|A|QUESTION|ANSWER|Question|Answer)|[A-Z][\w.’'-]*(?:\s[A-Z][\w.’'()-]*){0,4})"
    r"\s*(?::|(?<=Q)\.|(?<=A)\.)\s+(?=\S)"
)
_QA = frozenset("q a question answer".split())
_NOTE = regex(
    r"[\[(*]*(?:editors?['’]?s?['’]? note|authors?['’]?s?['’]? note|note to (?:our )?readers|disclosure|disclaimer|"
    r"full disclosure|content warning|spoiler (?:alert|warning)|ed\.?)\s*(?::|\s[–—-])\s*\S"
)
"""In lower case."""
_OPENS = '“"'
_MARKS = '“”"'


def dateline(lines: Lines, i: int) -> Match | None:
    """``SEOUL, South Korea (AP) —`` before the first paragraph: the paragraph begins after it."""
    text = lines.texts[i]
    found = match_dateline(text)
    # After an editor's note or a caption, a dateline still counts if it names its agency.
    if found and i > lines.first + (4 if found[1].agency else 0):
        return None
    if not found and i == lines.first and _label(text) not in lines.speakers:
        found = match_opening(text, by_reuters=lines.wire)
    if not found:
        return None
    return Match(i + 1, LineKind.PARAGRAPH, "dateline", (Block(BlockKind.PARAGRAPH, text[found[0] :]),), found[1])


def pull_quote(lines: Lines, i: int) -> Match | None:
    """A short passage followed by a line ``— Name, role``; never the headline."""
    text, below = lines.texts[i], lines.texts[i + 1]
    if i == 0 or len(text) > LONGEST_PULL_QUOTE:
        return None
    inline = _ATTRIBUTED.fullmatch(text)
    if inline:
        return _quoted(i + 1, BlockKind.PULL_QUOTE, inline["said"], inline["who"])
    who = _signed(lines, i)
    return _quoted(i + 2, BlockKind.PULL_QUOTE, text, who) if who and not ATTRIBUTION.match(below[1:]) else None


def long_quotation(lines: Lines, i: int) -> Match | None:
    """A longer passage followed by a line ``— Name, role``."""
    text = lines.texts[i]
    who = _signed(lines, i) if i and LONGEST_PULL_QUOTE < len(text) <= LONGEST_QUOTATION else ""
    return _quoted(i + 2, BlockKind.QUOTATION, text, who) if who else None


def tweet(lines: Lines, i: int) -> Match | None:
    """A message and its sender: ``… — Name (@name) March 3, 2018``."""
    text = lines.texts[i]
    below = lines.texts[i + 1] if len(text) <= LONGEST_PULL_QUOTE else ""
    found = _TWEET.fullmatch(text) if "(@" in text else None
    if found:
        return _quoted(i + 1, BlockKind.QUOTATION, found["said"], found["who"])
    sender = _TWEETER.fullmatch(below) if "(@" in below else None
    return _quoted(i + 2, BlockKind.QUOTATION, text, sender["who"]) if sender and i else None


def indented(lines: Lines, i: int) -> Match | None:
    """Lines that begin with ``>``, as in email: a quotation."""
    if not lines.texts[i].startswith(">"):
        return None
    end = i
    paragraphs: list[str] = []
    while end < len(lines.lines) and end - i < MOST_PARAGRAPHS and lines.texts[end].startswith(">"):
        words = lines.texts[end].lstrip("> ")
        if words and paragraphs and paragraphs[-1] and not lines.lines[end].gap:
            paragraphs[-1] += f" {words}"
        else:
            paragraphs.append(words)
        end += 1
    words = "\n\n".join(filter(None, paragraphs))
    return Match(end, LineKind.QUOTATION, "indented", (Block(BlockKind.QUOTATION, words),)) if words else None


def note(lines: Lines, i: int) -> Match | None:
    """``Editor’s note: …``: set apart by emphasis, as newspapers do."""
    text = lines.texts[i]
    if i == 0 or len(text) > LONGEST_NOTE or not _NOTE.match(lines.lines[i].small):
        return None
    mark = Mark(0, len(text), MarkKind.EMPHASIS)
    return Match(i + 1, LineKind.NOTE, "note", (Block(BlockKind.PARAGRAPH, text, (mark,)),))


def is_speaker(text: str) -> bool:
    """Whether the text after a dash is a name, and not speech or a list item."""
    if len(text) > 140 or text[-1:] in "?!;:" or not text[:1].isupper():
        return False
    if text.endswith(".") and not re.search(r"\b(?:Jr|Sr|Inc|Co|Ltd|\w)\.\Z", text):
        # "— NORTON I, Emperor." is a signature; "— He left." continues a sentence.
        name = text[:-1].partition(",")[0].split()
        if len(text.split()) > 10 or not all(word[0].isupper() or word in ("of", "the", "de", "von") for word in name):
            return False
        text = text[:-1] if "," in text else ""
    return _SPEAKER.fullmatch(text) is not None


def echo(lines: Lines, i: int) -> Match | None:
    """A passage that repeats the body, exactly or with ellipses or brackets."""
    if i not in lines.echoes or not all(k not in lines.free or lines.is_prose(k) for k in (i - 1, i + 1)):
        return None
    words, who = attributed(lines.texts[i])
    text = f"{words}\n\n— {who}" if who else words
    return Match(i + 1, LineKind.PULL_QUOTE, "repeats the body", (Block(BlockKind.PULL_QUOTE, text),))


def attributed(text: str) -> tuple[str, str]:
    """The words of a passage, and the name after a dash at its end."""
    dashed = len(text) <= LONGEST_PULL_QUOTE and any(map(text.__contains__, _DASHES))
    found = _SAID_BY.fullmatch(text) if dashed else None
    return (found["said"], found["who"]) if found and is_speaker(found["who"]) else (text, "")


def repeated(lines: Lines, i: int) -> Match | None:
    """A word-for-word repetition of an earlier paragraph, or of the headline: kept once."""
    return Match(i + 1, LineKind.LEFT_OUT, "repeated") if i in lines.repeats else None


def turn(lines: Lines, i: int) -> Match | None:
    """``Q:``, ``MR. SMITH:``: a paragraph that begins with its speaker."""
    found = _TURN.match(lines.texts[i]) if lines.speakers else None
    if not found or found["label"].casefold() not in lines.speakers:
        return None
    mark = Mark(0, len(found[0].rstrip()), MarkKind.STRONG)
    return Match(i + 1, LineKind.PARAGRAPH, "turn", (Block(BlockKind.PARAGRAPH, lines.texts[i], (mark,)),))


def question(lines: Lines, i: int) -> Match | None:
    """A question in an interview without labels: strong, to distinguish it from the answer."""
    if i not in lines.questions:
        return None
    mark = Mark(0, len(lines.texts[i]), MarkKind.STRONG)
    return Match(i + 1, LineKind.PARAGRAPH, "question", (Block(BlockKind.PARAGRAPH, lines.texts[i], (mark,)),))


def speech(lines: Lines, i: int) -> Match | None:
    """A quotation of several paragraphs, each opened by a quotation mark and only the last closed: one quotation."""
    end = i
    # "He said: “First." begins a quotation inside a paragraph: what continues it are paragraphs as well.
    if not _is_open(lines.texts[i]) or _goes_on(lines.texts[i - 1]):
        return None
    while end in lines.free and end - i < MOST_PARAGRAPHS and _is_open(lines.texts[end]):
        end += 1
    if end not in lines.free or not _is_closed(lines.texts[end]):
        return None
    words = "\n\n".join(lines.texts[k] for k in range(i, end + 1))
    return Match(end + 1, LineKind.QUOTATION, "speech", (Block(BlockKind.QUOTATION, words),))


def paragraph(lines: Lines, i: int) -> Match:
    """Everything else. In doubt, keep."""
    return Match(i + 1, LineKind.PARAGRAPH, "paragraph", (Block(BlockKind.PARAGRAPH, lines.texts[i]),))


def speakers(lines: Lines) -> frozenset[str]:
    """Labels at the beginning of at least two paragraphs; "Q" and "A" together count as two."""
    labels = Counter(filter(None, (_label(lines.texts[i]) for i in lines.free)))
    asked = sum(labels[label] for label in _QA) >= 2
    return frozenset(label for label, n in labels.items() if (asked if label in _QA else n >= 2))


def questions(lines: Lines) -> frozenset[int]:
    """The questions of an interview without labels: at least three, and a fifth of its paragraphs.

    If most say "you", a tenth is enough: columns ask questions too, but not of their readers.
    """
    body = [i for i in sorted(lines.free) if i >= lines.body and lines.is_prose(i)]
    asks = {i for i in body if lines.texts[i].endswith(("?", "?”", "]?")) and len(lines.texts[i]) <= LONGEST_QUESTION}
    found = {i for i in asks if i + 1 in lines.free and i + 1 not in asks and lines.texts[i][0] not in "“\"‘'"}
    asked_of = sum(1 for i in found if re.search(r"\b[Yy]ou(?:r|rs|rself)?\b", lines.texts[i]))
    enough = len(found) * (10 if asked_of * 2 >= len(found) else 5) >= len(body)
    return frozenset(found) if len(found) >= 3 and enough else frozenset()


def repeats(lines: Lines) -> frozenset[int]:
    """Lines that repeat an earlier line, ignoring quotation marks and dashes.

    The first paragraph may repeat the headline with other capitals and signs, or without the name of the site.
    """
    heading = " ".join(lines.texts[i] for i in range(max(lines.title, 0), lines.body))
    names = (heading, without_site(heading), lines.front.title)
    headings = {letters(each) for each in names if each.count(" ") >= LEAST_HEADING - 1}
    free = sorted(lines.free)
    first = {next((i for i in free if i >= lines.body), -1), lines.first}
    seen = {straight(heading).casefold()} if heading else set()
    found = set()
    for i in free:
        text = straight(lines.texts[i]).casefold()
        headed = i in first and headings & {letters(text), letters(without_site(lines.texts[i]))}
        if i >= lines.body and (text in seen or headed):
            found.add(i)
        elif text.count(" ") >= LEAST_REPEAT - 1:
            seen.add(text)
    return frozenset(found)


def _label(text: str) -> str:
    # Checked first, since the rest is slower: the text after any label.
    found = _TURN.match(text) if ":" in text or "Q." in text or "A." in text else None
    return found["label"].casefold() if found else ""


def _signed(lines: Lines, i: int) -> str:
    """The name in a line ``— Name, role`` after line ``i``; nothing if there is none."""
    text, below = lines.texts[i], lines.texts[i + 1]
    dash = ATTRIBUTION.match(below)
    if not dash or ATTRIBUTION.match(text) or not is_speaker(below[dash.end() :]):
        return ""
    # After the last paragraph, "— Jane Smith" signs the article, unless the line above is a quotation.
    signs = i + 2 >= len(lines.lines) and text[0] not in "“\"‘'«"
    return "" if signs else below[dash.end() :]


def _quoted(end: int, kind: BlockKind, words: str, who: str) -> Match:
    name = "pull-quote" if kind is BlockKind.PULL_QUOTE else "quotation"
    shown = LineKind.PULL_QUOTE if kind is BlockKind.PULL_QUOTE else LineKind.QUOTATION
    return Match(end, shown, name, (Block(kind, f"{words.strip()}\n\n— {who.strip()}"),))


def _goes_on(text: str) -> bool:
    """Whether a quotation that begins in a paragraph is not closed there."""
    return text.count("“") > text.count("”") or text.count('"') % 2 == 1


def _is_open(text: str) -> bool:
    """Whether a line consists entirely of speech that continues after it."""
    return text[0] in _OPENS and len(text) > 1 and not any(map(text[1:].__contains__, _MARKS))


def _is_closed(text: str) -> bool:
    """Whether a line consists entirely of speech that ends with it."""
    return text[0] in _OPENS and text[-1] in '”"' and len(text) > 2 and not any(map(text[1:-1].__contains__, _MARKS))
