"""The article in a web page that was pasted whole, among menus, teasers, notices and comments.

The idea is that of Boilerpipe (Kohlschütter, Fankhauser, Nejdl 2010) and jusText (Pomikálek 2011), without the HTML:
long lines of sentences belong to the article, short ones take after their neighbours. Each line is evidence for the
article (positive) or against it (negative); the article is the run of lines with the largest sum. Its headline is the
line above that shares its words. What a text is, is decided first: one without menus is left as it is.

Everything is linear in the number of characters.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from builder.core.regex import regex
from builder.read.buttons import is_button
from builder.read.lines import Line
from builder.read.page_words import COMMENTS, LISTS, addresses_readers, site_words

SHORT = 70
"""Characters. Shorter lines may be entries of a menu."""
LEAST_MENU = 6
"""Short consecutive lines outside the article, without which a text is no page. The real articles that were examined
(docs/explanation/reading.md) have fewer."""
LEAST_FURNITURE = 3
"""Lines among them that only pages have: buttons, headings of lists and comments, lines that occur twice."""
SURE_MENU = 20
"""Short consecutive lines above an article that are a menu in any language."""
LEAST_STORY = 4.0
"""Sum of evidence: two short paragraphs."""
FULL = 400
"""Characters of a paragraph; longer ones are not more evidence."""
PER_POINT = 60
"""Characters of a paragraph for one point of evidence."""
LONG = 100
"""Characters of a line without a full stop that may yet be a paragraph."""
GAPLESS = 0.6
"""Factor for a paragraph without blank lines around it, and"""
TEASER = 0.4
"""for one between short lines as well."""
MENU_ENTRIES = 3
"""Short lines of one group that count in full; of longer lists, the others count little."""
OTHER_LIST = 2.0
"""What the heading of a list of other articles costs; measured with 1 to 4."""
IN_ARTICLE = 130
"""Characters for each word about the site in a paragraph between those of the article: then it is not one of them."""
LEAST_HEADLINE = 1.0
"""A third of its words are in the article, or its date is directly below; half is enough directly above the article."""
ABOVE_SUMMARY = 0.5
"""Share of a summary's value that a headline directly above it has at least."""
ABOVE = 40
"""Lines above the article among which its headline is looked for."""

_WIDE = regex(r"[\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_UNDER_HEADLINE = regex(
    r"\b(?:19|20)\d\d\b.*\d|\d.*\b(?:19|20)\d\d\b|\d:\d\d|\A(?:by|written by|von|par|por|di|door|автор)\b:? +\w",
    re.IGNORECASE,
)
_UNDER = (0.0, 1.2, 1.0, 0.8, 0.6, 0.5)
"""How much a headline gains by a date or byline so many lines below; 0 is none."""
_NO_HEADLINE = regex(r" [>»›] ")
"""Breadcrumbs."""
_CAPTION = regex(
    r"\A(?:image|photo|picture|media|foto|video|bild|imagem)s?\b|credit|getty|reuters|photo:|\w/\w|[^.][.)]\Z"
)
"""Captions and sentences, in lower case."""
_CLOSERS = "\"'”’»)]」』"
_STOPS = "。！？؟।॥"
_WORDS = regex(r"[^\W\d_]{4,}|[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{2}")


@dataclass(frozen=True, slots=True)
class WebPage:
    """The lines of a page that are its article."""

    kept: frozenset[int]
    """The headline, what stands between it and the article, the article."""
    start: int
    """The first line of the article."""


def web_page(lines: Sequence[Line]) -> WebPage | None:
    """The article of a page that was pasted whole; nothing if the text is no such page."""
    if sum(1 for line in lines if not line.gap and len(line.text) < SHORT) < LEAST_MENU:
        return None
    seen = Counter(line.small for line in lines)
    evidence, total, start, end = _article(lines, seen)
    if total < LEAST_STORY or not _is_page(lines, seen, start, end):
        return None
    headline = _headline(lines, start, end)
    head = [headline, *range(headline + 1, start)] if headline >= 0 else []
    intruders = frozenset(_intruders(lines, evidence, seen, start, end))
    return WebPage(frozenset(head).union(range(start, end)) - intruders, start)


def _article(lines: Sequence[Line], seen: Counter[str]) -> tuple[list[float], float, int, int]:
    """The evidence of each line, and the run of lines with the largest sum of it: the sum, and the run, half-open."""
    evidence: list[float] = []
    best, found = 0.0, (0, 0)
    total, start = 0.0, 0
    for i, value in enumerate(_evidence(lines, seen)):
        evidence.append(value)
        # Comments may be longer than the article, but never precede it.
        if best >= LEAST_STORY and len(lines[i].text) < SHORT and COMMENTS.fullmatch(lines[i].text):
            break
        if total <= 0:
            total, start = 0.0, i
        total += value
        if total > best:
            best, found = total, (start, i + 1)
    return evidence, best, *found


def _evidence(lines: Sequence[Line], seen: Counter[str]) -> Iterator[float]:
    """For each line, how much it speaks for the article; a paragraph of 400 characters is 7."""
    group = 0
    listed = False
    for i, line in enumerate(lines):
        above = lines[i - 1].text if i else ""
        apart = line.gap > 0 and (i + 1 == len(lines) or lines[i + 1].gap > 0)
        # A teaser: its headline, author and date stand directly above, the next one's directly below.
        teaser = 0 < i < len(lines) - 1 and not line.gap and len(above) < SHORT and len(lines[i + 1].text) < SHORT
        listed = (listed and not line.gap) or above.endswith((":", "："))  # The colon of Chinese.
        value = _of_paragraph(line) * (TEASER if teaser else 1 if apart or line.gap else GAPLESS)
        group = 0 if value or line.gap else group
        if value:
            yield _without_site_words(line, value) if seen[line.small] == 1 else 0.0
            continue
        group += 1
        value = -0.5 if apart else -1.0
        value *= (0.15 if group > MENU_ENTRIES else 1) * (0.1 if listed else 1)
        furniture = _furniture(line, seen, first=group == 1)
        # The entries of a list that interrupts the article say no more than its heading.
        group = MENU_ENTRIES if furniture == OTHER_LIST else group
        yield value - furniture


def _of_paragraph(line: Line) -> float:
    """The evidence of a line that is a paragraph; zero if it is not."""
    text = line.text
    size = _size(text)
    if text.endswith(("...", "…", "..")):
        return 0.0
    if size > 30 and (line.prose or text.rstrip(_CLOSERS)[-1:] in _STOPS):
        return 0.5 + min(size, FULL) / PER_POINT
    return 0.5 + (min(size, FULL) - LONG) / PER_POINT / 2 if size > LONG and _is_written(text) else 0.0


def _without_site_words(line: Line, value: float) -> float:
    """The evidence of a paragraph that may be about the site instead."""
    found = site_words(line.small)
    if not found:
        return value
    per_word = 350 if addresses_readers(line.small) else 100
    return -1.5 if found > 2 or found * per_word >= _size(line.text) else value


def _furniture(line: Line, seen: Counter[str], *, first: bool) -> float:
    """What a short line loses because only pages have such lines."""
    text = line.text
    if len(text) < SHORT and COMMENTS.fullmatch(text):
        return 3.0
    if len(text) < SHORT and LISTS.fullmatch(text):
        return OTHER_LIST if first else 1.0
    return 1.0 if seen[line.small] > 1 or text.endswith(("...", "…", "..")) or is_button(line) else 0.0


def _is_page(lines: Sequence[Line], seen: Counter[str], start: int, end: int) -> bool:
    """Whether enough around the article is what only pages have."""
    around = [i for i in range(len(lines)) if not start <= i < end and len(lines[i].text) < SHORT]
    menu = [i for i in around if _in_a_row(lines, i)]
    furniture = {lines[i].small for i in around if _is_furniture(lines[i], seen)}
    sure = sum(1 for i in menu if i < start) >= SURE_MENU
    return sure or (len(menu) >= LEAST_MENU and len(furniture) >= LEAST_FURNITURE)


def _is_furniture(line: Line, seen: Counter[str]) -> bool:
    """Whether a short line, with words in it, is one that only pages have."""
    text = line.text
    if not any(map(str.isalpha, text)) or text.endswith(("{", "}", ";")):
        return False
    return (
        seen[line.small] > 1
        or is_button(line)
        or any(words.fullmatch(text) for words in (COMMENTS, LISTS))
        or site_words(line.small) > 0
    )


def _in_a_row(lines: Sequence[Line], i: int) -> bool:
    """Whether line ``i`` is short and has another line directly above or below."""
    below = i + 1 < len(lines) and not lines[i + 1].gap
    return len(lines[i].text) < SHORT and not lines[i].prose and (not lines[i].gap or below)


def _intruders(
    lines: Sequence[Line], evidence: Sequence[float], seen: Counter[str], start: int, end: int
) -> Iterator[int]:
    """Lines between those of the article that are the page's: about the site, found elsewhere, in a list of others."""
    heading = listed = False
    for i in range(start, end):
        line = lines[i]
        joined = not line.gap or (heading and i + 1 < end and not lines[i + 1].gap)
        heading = len(line.text) < SHORT and evidence[i] < 0 and LISTS.fullmatch(line.text) is not None
        listed = heading or (listed and joined and evidence[i] <= 0)
        about_site = (
            line.prose and addresses_readers(line.small) and site_words(line.small) * IN_ARTICLE >= len(line.text)
        )
        if listed or about_site or (evidence[i] <= -1 and seen[line.small] > 1):
            yield i


def _headline(lines: Sequence[Line], start: int, end: int) -> int:
    """The line above the article that is its headline; -1 if there is none."""
    article = set()
    for line in lines[start:end]:
        article.update(_WORDS.findall(line.small))
    whole = "\n".join(line.small for line in lines)
    best, found = LEAST_HEADLINE, -1
    for i in range(max(0, start - ABOVE), start):
        value = _as_headline(lines[i], article) - 0.02 * (start - i)
        if value <= LEAST_HEADLINE - 1.7:
            continue
        dated = [k for k in range(max(0, i - 5), min(i + 6, start)) if is_under_headline(lines[k].text)]
        under = next((k - i for k in dated if k > i), 0)
        value += _UNDER[under] if under or not dated else -0.5
        # Pages name it elsewhere: over the menu, beside buttons to share it.
        value += 0.5 if whole.count(lines[i].small) > 1 else 0
        if value >= best:
            best, found = value, i
    # Between a headline and the article is often a summary, which shares more of its words.
    if found > 0 and lines[found].gap and _as_headline(lines[found - 1], article) >= ABOVE_SUMMARY * best:
        return found - 1
    if found < 0 and start and _as_headline(lines[start - 1], article) >= LEAST_HEADLINE / 2:
        return start - 1
    return found


def _as_headline(line: Line, article: set[str]) -> float:
    """How much a line looks like the headline of an article with these words; 0 if it cannot be one."""
    words = _WORDS.findall(line.small)
    size = _size(line.text)
    if not words or not 12 <= size <= 220 or is_button(line) or _NO_HEADLINE.search(line.small):
        return 0.0
    if is_under_headline(line.text):
        return 0.0
    shared = sum(map(article.__contains__, words))
    value = 1.5 * shared / len(words) + 0.4 * min(shared, 5)
    value -= 1.2 if size < 25 else 0
    return value - 1.5 if _CAPTION.search(line.small) else value


def is_under_headline(text: str) -> bool:
    """Whether a line has a date or begins with "By", as those under headlines, in any language."""
    return len(text) < 120 and _UNDER_HEADLINE.search(text) is not None


def _is_written(text: str) -> bool:
    """Whether most words begin with a small letter, or the script has none."""
    words = text.split()
    return sum(1 for word in words if word[0].islower()) * 2 > len(words) or text.upper() == text.lower()


def _size(text: str) -> int:
    """The length of a text in letters of the Latin alphabet."""
    return len(text) if text.isascii() else len(text) + len(_WIDE.findall(text))
