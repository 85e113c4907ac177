"""Page furniture around an article: buttons, counts, advertisements, handles.

A line is left out only as a whole: "Share prices fell." is a sentence of the article.
"""

import re

from builder.core.regex import regex
from builder.read.lines import Line, is_prose
from builder.read.match import LineKind, Lines, Match

LONGEST = 240
"""Maximum characters of a line that is left out."""

_LEFT_OUT = {
    "share": r"share(?: (?:this|on|via|by|with|to|or comment)\b[\w ,&/+]{0,60})?|share (?:this )?(?:article|"
    r"story|page|post)|"
    r"share:.{0,60}|tweet(?: this)?|(?:e-?mail|print|save|copy|bookmark|gift|listen to|download)(?: (?:this|the))?"
    r"(?: (?:article|story|page|link|url|post|pdf))?|facebook|twitter|whatsapp|linkedin|pinterest|reddit|flipboard|"
    r"instagram|messenger|telegram|(?:(?:facebook|twitter|whatsapp|linkedin|pinterest|reddit|e-?mail|print|"
    r"x)[ ,|/•·]*){2,}|"
    r"(?:share|post|tweet) (?:on|to) (?:facebook|twitter|x|whatsapp|linkedin)|text size.{0,20}|a a a",
    "comments": r"(?:view|read|show|hide|add|leave|post|see)?(?: all)?(?: (?:a|your|"
    r"the))?(?: [\d,.]+)? ?comments?(?: \([\d,]+\))?|"
    r"join the (?:conversation|discussion)|comments are (?:closed|turned off|off)\.?|be the first to comment\.?|"
    r"reply|replies",
    "count": r"(?!(?:1[5-9]|20)\d\d\Z)[\d.,]+ ?[km]?"
    r"(?: (?:shares?|comments?|views?|likes?|retweets?|reactions?|replies|votes?))?|"
    r"\d+[ -]min(?:ute)?s?(?: read)?",
    "advertisement": r"(?:advertise?ments?|sponsored(?: content)?|ad feedback|promoted(?: content| stories)?|"
    r"skip advertisement|"
    r"story continues below(?: (?:this )?ad(?:vertisement)?)?|(?:article|story) continues (?:below|after).{0,60}|"
    r"advertisement\W{0,5}(?:scroll|continue|story|article|skip).{0,60}|paid (?:content|post)|"
    r"[-–—=*_]+ ?advertisement ?[-–—=*_]+)\.?",
    "newsletter": r"(?:sign up|signup|subscribe|register)(?: now| here| today| free)?(?: (?:for|"
    r"to)\b.{0,150}\b(?:newsletters?|briefings?|"
    r"e-?mails?|inbox|alerts?|updates?|digest|channel|youtube|podcast|feed|magazine)\b.{0,60})?[.!]?|"
    r"newsletters?|log ?in|"
    r"sign in|register|subscribe(?: now| here)?|get (?:the|our)\b.{0,120}\b(?:newsletter|inbox|e-?mail)\b.{0,60}|"
    r"(?:want to )?get this (?:briefing|newsletter).{0,120}|\(want to get this.{0,120}|"
    r"subscribe to \S+(?: \S+){0,3} on youtube\.?|view (?:this email|it) in (?:your )?(?:a )?browser\.?|"
    r"unsubscribe.{0,80}|"
    r"(?:view|read|open|see) (?:this )?(?:e-?mail |newsletter |message )?(?:online|"
    r"in (?:your|a|the) (?:web )?browser)\.?|"
    r"(?:having )?trouble (?:viewing|reading|seeing) this (?:e-?mail|newsletter|message)\b.{0,80}|"
    r"(?:update|manage|change|edit)(?: your)? (?:e-?mail |subscription )?(?:preferences|subscriptions?|settings)\b"
    r".{0,80}|"
    r"you (?:are receiving|received|get|are getting) this (?:e-?mail|newsletter|message)\b.{0,160}|"
    r"(?:if you )?no longer (?:want|wish) to (?:receive|get)\b.{0,120}|forward (?:this )?to a friend.{0,40}|"
    r"you(?:’|')?re receiving this (?:e-?mail|newsletter).{0,120}|forwarded this e-?mail\?.{0,80}|no images\?.{0,60}",
    "player": r"(?:scroll down for|watch(?: the)?|play|see|show|view) (?:the )?(?:video|audio|gallery|photos|"
    r"slideshow)s?|video|watch|"
    r"audio|listen(?: now| live| to (?:this )?(?:article|story|episode))?|loading(?: ?\.\.\.|…)?|photos?|"
    r"gallery|slideshow|image|"
    r"media playback is (?:unsupported|not supported) on (?:your|this) device|this video (?:is|cannot|can not|"
    r"has been).{0,60}|"
    r"[\[(]?(?:the|this|a) (?:live ?)?stream .{0,120}\b(?:refresh|player)\b.{0,80}|"
    r"(?:please )?(?:enable|turn on) javascript.{0,80}|(?:show|hide|open|close|view) (?:caption|image|gallery|"
    r"full ?screen|transcript)|"
    r"close|expand|advertisement|enlarge(?: this)? image|toggle caption|hide caption|\d+ of \d+|"
    r"view (?:\d+ )?(?:images|gallery)|"
    r"click (?:here )?to (?:enlarge|expand|view|resize|play).{0,60}",
    "navigation": r"(?:continue reading(?: the main story)?|read more|read (?:the )?(?:full|next|"
    r"original)(?: story| article)?|more|"
    r"next|previous|back to top|top of page|skip to (?:main )?content|home|menu|search|most (?:read|popular|"
    r"viewed)|trending(?: now)?|"
    r"recommended(?: for you)?|you (?:may|might) (?:also )?like|more on this(?: story)?|more from .{2,40}|"
    r"editors?['’]? picks?|"
    r"don['’]t miss|reuse content|reprints(?: and permissions)?|order reprints.{0,60}|today['’]s paper|site index|"
    r"##+|[-–—=*_~•·. ]{3,}|\(more\)|(?:-+|–|—) ?(?:30|ends?|more) ?(?:-+|–|—)|\[?ends\]?|online:)\W*",
    "copyright": r"(?:copyright|©|\(c\) ?\d{4}|all rights reserved).{0,220}",
    "handle": r"(?:(?:on )?(?:twitter|x|instagram|facebook|tiktok|threads|mastodon|bluesky|e-?mail|contact|"
    r"email address)\s*[:|]\s*)\S{2,80}|"
    r"@\w{2,40}(?:[ ,|/]+@\w{2,40})*|(?:for more .{2,80}, )?(?:please )?follow (?:\S+ ){0,6}?@\w+.{0,60}|"
    r"follow (?:us|me|him|her|them|the author|\S+(?: \S+){0,3}) on (?:twitter|facebook|x|instagram|linkedin|"
    r"social media)\b.{0,100}|"
    r"like us on facebook.{0,60}|"
    r"(?:contact|e-?mail|reach|write to) (?:the )?(?:author|reporter|writer|us|him|her|\S+(?: \S+){0,2}) (?:at|"
    r"on|via)\b.{0,20}\S+@\S+",
    "tags": r"(?:tags|topics|filed under|categories|category|keywords|related topics|labels|in this (?:article|"
    r"story))\s*:.{0,200}|all about .{2,60}(?: • .{2,60})*",
    "alternative headline": r"(?:originally|first) published as\b.{2,200}|a version of this (?:article|"
    r"story) (?:appears|appeared)\b.{0,200}",
}
"""Lines to leave out, by the name of their rule. Each pattern is matched with a whole line in lower case."""

_ANYWHERE = (
    ("newsletter", "newsletter", r".{0,80}\bnewsletter here\b.{0,20}"),
    (
        "newsletter",
        "newsletter",
        r"(?:.{0,160}[.?!] )?sign up (?:now |here |today )?(?:for|to) (?:our|the|my)\b.{0,80}\bnewsletter\b.{0,120}",
    ),
    ("copyright", "all rights reserved", r".{0,160}\ball rights reserved\b.{0,120}"),
    ("copyright", "be published", r".{0,40}material (?:may not|cannot) be published.{0,160}"),
    ("handle", "@", r"\S+@\S+\.\w{2,10}"),
    ("handle", " be reached ", r".{3,60} (?:can|may) be reached (?:at|via|by|on)\b.{3,100}"),
    ("handle", " be contacted ", r".{3,60} can be contacted (?:at|via|by|on)\b.{3,100}"),
)
"""More of them, which may begin with any words: the name of the rule, words the line contains, its pattern."""

_NAMES = tuple(_LEFT_OUT)
_BEGINNING = regex("|".join(f"({pattern})" for pattern in _LEFT_OUT.values()))
"""One pattern, whose groups are the rules, finds the first that matches in one pass."""
_WITHIN = tuple((_NAMES.index(name), words, regex(pattern)) for name, words, pattern in _ANYWHERE)


_ONLINE = regex(r"(?:on the (?:net|web)|online|related links?):?", re.IGNORECASE)
_ADDRESS = regex(r"(?:.{0,80}:\s*)?(?:https?://|www\.)?[\w-]+(?:\.[\w-]+)+(?:/\S*)?", re.IGNORECASE)


def online(lines: Lines, i: int) -> Match | None:
    """``On the Net:`` after the text, and the names and addresses below it."""
    if not i or not _ONLINE.fullmatch(lines.texts[i]):
        return None
    end = i + 1
    while end < len(lines.lines) and (lines.texts[end].endswith(":") or _ADDRESS.fullmatch(lines.texts[end])):
        end += 1
    return Match(end, LineKind.LEFT_OUT, "online") if end > i + 1 else None


def left_out(lines: Lines, i: int) -> Match | None:
    """Buttons, counts, advertisements, handles: lines that contain nothing else."""
    if len(lines.texts[i]) > LONGEST:
        return None
    name = _left_out_as(lines.lines[i].small)
    # "Comment" above a paragraph may be the headline after all.
    return Match(i + 1, LineKind.LEFT_OUT, name) if name and (i > 0 or not is_prose(lines.texts[1] or ".")) else None


def is_button(line: Line) -> bool:
    """Whether a line would be left out wherever it stands."""
    return len(line.text) <= LONGEST and _left_out_as(line.small) != ""


def _left_out_as(text: str) -> str:
    """The first rule that matches a line in lower case; empty if the line is kept."""
    begins = _BEGINNING.fullmatch(text)
    places = [place for place, words, pattern in _WITHIN if words in text and pattern.fullmatch(text)]
    if begins and begins.lastindex:
        places.append(begins.lastindex - 1)
    return _NAMES[min(places)] if places else ""
