"""What comes before an article: the name of its section, its headline, a summary, key points."""

import re

from builder.core.regex import regex
from builder.core.text import WORD, normal
from builder.core.values import Block, BlockKind, FrontMatter
from builder.read.date_words import DAY, MONTH, full_date
from builder.read.datelines import match_dateline
from builder.read.lines import is_prose
from builder.read.match import LineKind, Lines, Match
from builder.read.web_pages import is_under_headline

LONGEST_TITLE = 200
LONGEST_SENTENCE = 90
"""For a headline with a full stop. A longer first line with one is the first sentence, unless it has capitals."""
LONGEST_SMALL, CAPITALIZED = 3, 0.8
"""Letters of words that such headlines may leave small, and the share of longer ones that begin with a capital."""
LONGEST_STANDFIRST = 300
SHORTEST_STANDFIRST = 50
"""Under the headline of a web page."""
LONGEST_POINT = 160
"""Characters."""
MOST_POINTS = 8

_SECTIONS = frozenset(
    "world asia europe africa americas middle-east politics opinion news sport sports business science culture arts "
    "technology tech health travel analysis comment editorial letters books review national international local home "
    "exclusive breaking us uk u.s. nation latest live video explainer profile obituary obituaries features feature "
    "interview column investigation investigations society environment money economy markets education media "
    "lifestyle style food entertainment football cricket rugby tennis golf opinions perspective voices blog blogs "
    "region metro magazine weekend special report the long read fact check".split()
)
"""Words that make up names of sections: "World news", "The long read"."""
_CRUMB = regex(r"\s*(?:>|»|›|\||\s/\s)\s*")
_DATED = regex(
    rf"(?P<title>\S.{{14,}}?[^\s,])\s+(?P<day>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, "
    rf"(?:{MONTH} {DAY}|{DAY} {MONTH}),? \d{{4}})"
)
_SITE = regex(r"\s+(?:\|\s+[^|]{2,40}|[-–—]\s+\w+(?:\.\w+)*\.(?:com|org|net|uk|tv|info))\Z")
_OPEN = frozenset("a an the of to in on for with by at from as and or but that is are was".split())
"""Words that never end a headline: it continues on the next line."""
_POINTS = regex(
    r"(?:story highlights|highlights|key (?:points|takeaways|facts|developments|findings|moments)|takeaways|"
    r"at a glance|in (?:brief|short|summary)|(?:the )?(?:main|key) points|"
    r"what (?:we know|you need to know)(?: so far)?)"
    r"\W*"
)
"""In lower case."""
_BULLET = regex(r"\A(?:[•●▪■◦‣·*–—-]|o(?=\s[A-Z]))\s*(?=\S)")


def headline(lines: Lines) -> tuple[int, int]:
    """The lines of the headline, half-open: the author's, else the first line that is not a paragraph; else (-1, 0)."""
    head = sorted(lines.free)[:4]
    if lines.head and not lines.front.title:
        return 0, 1
    mail = lines.alone.get(0)
    subject = mail.metadata.title if mail and mail.rule == "mail header" else ""
    if lines.front.title or subject:
        wanted = normal(lines.front.title or subject)
        return next(((i, i + 1) for i in head if normal(lines.texts[i]) == wanted), (-1, 0))
    while len(head) > 1 and is_section(lines.texts[head[0]]) and not _is_sentence(lines.texts[head[1]]):
        head = head[1:]
    if not head or match_dateline(lines.texts[head[0]]):
        return -1, 0
    # Anything above a dateline is the headline.
    if _is_sentence(lines.texts[head[0]]) and not (len(head) > 1 and match_dateline(lines.texts[head[1]])):
        return -1, 0
    return head[0], head[0] + 1 + _goes_on(lines, head[0])


def title(lines: Lines, i: int) -> Match | None:
    """The headline, without the name of the site after it; a date at its end is the article's."""
    if i != lines.title:
        return None
    text = " ".join(lines.texts[k] for k in range(i, lines.body))
    dated = None if lines.front.title else _DATED.fullmatch(text)
    metadata = FrontMatter(
        title=without_site(dated["title"] if dated else text), date=full_date(dated["day"] if dated else "")
    )
    return Match(lines.body, LineKind.TITLE, "title", metadata=metadata)


def section(lines: Lines, i: int) -> Match | None:
    """The name of a section above the headline: "World", "Home > News"."""
    return Match(i + 1, LineKind.LEFT_OUT, "section") if i < lines.title and is_section(lines.texts[i]) else None


def is_section(text: str) -> bool:
    """Whether a line is nothing but the name of a section, or a breadcrumb path to it."""
    crumbs = [crumb for crumb in _CRUMB.split(text) if crumb]
    if not crumbs or len(text) > 80:
        return False
    if len(crumbs) == 1:
        return len(text.split()) <= 3 and _is_name_of_section(text)
    return _is_name_of_section(crumbs[0]) and all(len(crumb.split()) <= 3 for crumb in crumbs)


def standfirst(lines: Lines, i: int) -> Match | None:
    """A second line that reads like a summary: between headline and byline, or no sentence and before the text."""
    text = lines.texts[i]
    if i != lines.body or lines.title < 0 or len(text) > LONGEST_STANDFIRST or text.count(" ") < 4 or i >= lines.last:
        return None
    summary = not is_prose(text) and not re.search(r"[.!?]\s", text) and text[-1] not in ":;," and lines.is_prose(i + 1)
    over = _is_over_byline(lines, i + 1) or match_dateline(lines.texts[i + 1]) is not None
    if not (summary or over) or text[0] in '“"' or match_dateline(text):
        return None
    return Match(i + 1, LineKind.STANDFIRST, "standfirst", metadata=FrontMatter(standfirst=text))


def page_standfirst(lines: Lines, i: int) -> Match | None:
    """The line under the headline of a web page, if it is as long as a summary and no date."""
    text = lines.texts[i]
    summary = SHORTEST_STANDFIRST <= len(text) <= LONGEST_STANDFIRST and text.count(" ") >= 7
    if i != lines.body or i >= lines.head or not summary or is_under_headline(text):
        return None
    return Match(i + 1, LineKind.STANDFIRST, "standfirst", metadata=FrontMatter(standfirst=text))


def page_line(lines: Lines, i: int) -> Match | None:
    """A line between the headline and the story of a web page: its date, if it has one; otherwise left out."""
    if i >= lines.head:
        return None
    day = full_date(lines.texts[i])
    return Match(i + 1, LineKind.DATE if day else LineKind.PAGE, "page", metadata=FrontMatter(date=day))


def key_points(lines: Lines, i: int) -> Match | None:
    """The article in short: lines between headline and byline, or under "Key points"."""
    labelled = _POINTS.fullmatch(lines.lines[i].small) is not None and i >= lines.body
    if not labelled and (i != lines.body or lines.title < 0):
        return None
    end = start = i + labelled
    while end in lines.free and end - start < MOST_POINTS and _is_point(lines.texts[end]):
        end += 1
    if end - start < 2 or not (labelled or _is_over_byline(lines, end)):
        return None
    label = (Block(BlockKind.HEADING, lines.texts[i], level=2),) if labelled else ()
    items = (Block(BlockKind.ITEM, _BULLET.sub("", lines.texts[k], count=1)) for k in range(start, end))
    return Match(end, LineKind.ITEM, "key points", (*label, *items))


def _is_point(text: str) -> bool:
    return len(text) <= LONGEST_POINT and not is_prose(text) and text[-1] not in ":;,"


def _is_over_byline(lines: Lines, i: int) -> bool:
    match = lines.alone.get(i)
    return match is not None and match.kind in (LineKind.AUTHORS, LineKind.DATE)


def _is_name_of_section(text: str) -> bool:
    return all(word.casefold().strip(",&:") in {*_SECTIONS, "", "and"} for word in text.split())


def _is_sentence(text: str) -> bool:
    """Whether a first line is the article's first sentence rather than its headline."""
    if len(text) <= LONGEST_SENTENCE or not text.endswith((".", ".”", '."')):
        return len(text) > LONGEST_TITLE
    return len(text) > LONGEST_TITLE or not _is_capitalized(text)


def _is_capitalized(text: str) -> bool:
    """Whether nearly all words begin with a capital, as in a Headline That Ends With a Full Stop."""
    long = [word for word in WORD.findall(text) if len(word) > LONGEST_SMALL]
    return sum(not word[0].islower() for word in long) >= CAPITALIZED * len(long)


def _goes_on(lines: Lines, i: int) -> bool:
    """Whether the headline that begins at line ``i`` includes the next one."""
    above, below = lines.texts[i], lines.texts[i + 1]
    if i + 1 not in lines.free or lines.lines[i + 1].gap or len(above) + len(below) >= LONGEST_TITLE or is_prose(below):
        return False
    if below[0].islower() or above[-1] in ",:–—" or above.rsplit(" ", 1)[-1].casefold() in _OPEN:
        return True
    apart = i + 2 >= len(lines.lines) or lines.lines[i + 2].gap > 0 or i + 2 not in lines.free
    return apart and above.isupper() and below.isupper()


def without_site(text: str) -> str:
    """The headline in a page's title: "Rain at last | The Post", "Rain at last - post.com"."""
    shorter = _SITE.sub("", text)
    return without_site(shorter) if shorter != text and shorter.count(" ") >= 2 else text
