"""Which sentence leads an entity's page, which one links it to a second entity, and which quotations lead.

The rule, as docs/explanation/pages.md states it. A sentence can lead if the article reports it itself
(``builder.layout.reporting``), it can be read at a glance and understood without the one before it, and neither judges
nor repeats the headline. A person must be its subject. It gets points: it says who they are ("Berg, the mayor of
Bergen, …", "Berg is a …") or what they do; it has the role before the name; it has the full name; it is in one of the
first paragraphs. The one with most points leads, and of equals the one in the newest article. A country leads with what
it does, before what something of its own does or what happens in it.
"""

import re
from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from builder.annotate.lexicon import TITLES, VERBS
from builder.annotate.role_words import AUXILIARIES, CONJUNCTIONS, HEADS, PRAISE, PREPOSITIONS, PRONOUNS, RELATIVES
from builder.annotate.speech_verbs import FINITE, NOUNS
from builder.core.kinds import KINDS
from builder.core.regex import regex
from builder.core.text import GAP, WORD, joined_words
from builder.core.values import Entity
from builder.outputs import parts

LEAST, MOST = 75, 240
"""Characters of a sentence that can be read at a glance."""

FIRST = 3
"""Paragraphs of an article that introduce its people."""

SHORTEST, FEWEST = 40, 6
"""Characters and words of a quotation that tells something by itself."""

EXPLAINED = 4
"""Points for a sentence that says who a person is. What they do is news only in the first paragraphs."""

_ENDS = tuple('.!?…—–-)]"”’')
_LEANING = regex(
    r"\W*(?:he|she|they|it|his|her|their|its|this|that|these|those|there|but|and|or|so|yet|then|also|still)\b|[^\w(]",
    re.IGNORECASE,
)
"""The beginning of a sentence that needs the one before it."""
_NOT_ALONE = regex(
    r"\b(?:I|[Ww]e|[Uu]s|[Mm]e|[Mm]y|[Oo]ur|[Yy]ou|[Yy]our)\b(?!\.)|[;:…]"
    r"|\b(?:also|another|similar|similarly|such|reportedly|allegedly)\b"
    r"|, (?:however|too|though|meanwhile|instead|then),?"
)
"""Words of somebody who speaks, or that need another sentence."""
_JUDGING = regex(
    rf"\b(?:{'|'.join(sorted(PRAISE))}|of course|obviously|clearly|frankly|arguably|perhaps|maybe|surely|sadly)\b"
)
_END = regex(r"[.!][”\"’']?\Z")
_SAID_BEHIND = regex(
    rf",[”\"]? (?:according to|as)\b|,[”\"]? (?:[^,]{{1,60}} )?(?:{'|'.join(sorted(FINITE))})\b[^,]{{0,80}}\Z"
)
"""At the end of a sentence, who says all of it: ", a spokesman said on Monday."."""
_WHEN = regex(
    r"(?:On|In|At|After|During|Before|Last|Earlier|Early|Late)\b(?:(?! th(?:is|at|ese|ose|e same) )[^,“\"]){2,60}, "
)
"""A phrase before the subject."""
_BEHIND = regex(
    r"(?P<party> \([^()]{1,30}\)| of [A-Z]\w+(?: [A-Z]\w+)?)?(?P<apposed>,(?P<words>[^“”\";]{2,100}),)?"
    r" (?P<manner>(?:(?!only)(?:\w+ly|once|later|first|never|on \w+day|has|had|have) )*)(?P<verb>\w+)(?P<rest>.*)",
    re.DOTALL,
)
"""What follows a subject: what explains it, and a verb."""
_BEING = frozenset({"is", "was", "became", "remains"})
_MODAL = frozenset("can cannot could may might must need ought shall should would".split())
_DOING = frozenset(
    "appears arrives backs becomes begins believes blames calls campaigns carries comes continues enters expects"
    " faces falls finds flies gives goes has heads holds hopes keeps knows launches leads leaves lives loses makes"
    " meets moves needs opens opposes orders owns pays plans plays promises puts raises ranks remains returns rises"
    " runs seeks seems sends serves shows signs speaks spends stands starts stays supports takes tells trails travels"
    " tries turns visits wants wins works".split()
)
"""Present-tense verbs that are not plural nouns, at least after a name."""
_PAST = frozenset("drove grew fled flew forced hurt lit rode sang sank spent sought swore withdrew wore won".split())
_ACTING = AUXILIARIES | VERBS | _DOING | _PAST
_AGE = regex(r" \d\d")
_NOUN = regex(r"\A (?:an?|the) ")
_AFTER_SUBJECT = regex(r"(?P<owns>['’]s?)? (?P<word>\w+)")
"""What follows the name that begins a sentence: a verb, or what belongs to it."""
_OF_NO_TITLE = PREPOSITIONS | CONJUNCTIONS | PRONOUNS | RELATIVES | VERBS | AUXILIARIES | FINITE | _DOING
_STATE = frozenset(
    "armies army authorities cabinet economy exports forces government governments imports lawmakers leaders"
    " military minister ministers ministry officials parliament police premier president prime senators"
    " chancellor soldiers troops voters".split()
)
"""What acts for a country, after its adjective."""


def lead_excerpt(entity: Entity, role: str, lines: Iterable[parts.ArticleExcerpts]) -> parts.ArticleExcerpts | None:
    """The article with the sentence that says most about the entity, and that sentence alone; ``role`` is its role."""
    best, most = None, 0
    for line in lines:
        for excerpt in line.excerpts:
            signs = _signs(entity, role, excerpt)
            # What takes longest is checked last.
            if signs > most and _can_lead(excerpt, line.article.title) and not _judges(_words(excerpt)):
                best, most = replace(line, excerpts=(excerpt,)), signs
    return best


def excerpt_of_both(other: Entity, lines: Iterable[parts.ArticleExcerpts]) -> parts.ArticleExcerpts | None:
    """The first of these articles with a sentence that has the other's full name as well, and that sentence alone.

    The articles are those that name both; the sentence is one that could lead a page.
    """
    name = regex(rf"(?<!\w){re.escape(other.name)}(?!\w)")
    for line in lines:
        for excerpt in line.excerpts:
            words = _words(excerpt)
            if other.name in words and name.search(words) and _can_lead(excerpt, line.article.title):
                return replace(line, excerpts=(excerpt,))
    return None


def leading_quotes(quotes: Sequence[parts.QuoteLine], most: int) -> tuple[parts.QuoteLine, ...]:
    """The first ``most`` of the quotations that stand on their own.

    Such a quotation is one or more whole sentences in one piece, and no other that leads begins with the same words.
    """
    leading: dict[str, parts.QuoteLine] = {}
    for quote in quotes:
        if len(leading) < most and stands_alone(quote.words):
            leading.setdefault(quote.words[:SHORTEST].casefold(), quote)
    return tuple(leading.values())


def with_ellipses(words: str) -> str:
    """A quotation as lists show it: "…" stands where a sentence goes on before or after what is quoted of it."""
    before = "… " if words[:1].islower() else ""
    after = "" if words.endswith(_ENDS) else " …"
    return f"{before}{words}{after}"


def stands_alone(words: str) -> bool:
    """Whether a quotation stands on its own: whole sentences, not long, and in one piece."""
    return (
        SHORTEST <= len(words) <= MOST
        and len(words.split()) >= FEWEST
        and words[-1] in ".!?"
        and (words[0].isupper() or words[0].isdecimal())
        and GAP not in words
        and not _LEANING.match(words)
    )


def _words(excerpt: parts.ExcerptLine) -> str:
    return f"{excerpt.before}{excerpt.words}{excerpt.after}"


def _can_lead(excerpt: parts.ExcerptLine, title: str) -> bool:
    """Whether it is a whole sentence that the article reports, and that is understood and read at a glance."""
    words = _words(excerpt)
    return (
        excerpt.reports
        and LEAST <= len(words) <= MOST
        and _END.search(words) is not None
        and words.count("“") == words.count("”")
        and words.count("(") == words.count(")")
        and not words.count('"') % 2
        and not _LEANING.match(words)
        and not _NOT_ALONE.search(words)
        and not _is_headline(words, title)
    )


def _is_headline(words: str, title: str) -> bool:
    """Whether a sentence repeats a title, or is written like one: Most of Its Words Begin With a Capital."""
    long = [word for word in WORD.findall(words) if len(word) > 3]
    letters, heading = joined_words(words), joined_words(title)
    return (
        2 * sum(word[0].isupper() for word in long) > len(long) + 4
        or letters == heading
        or (bool(heading) and heading in letters and len(letters) < 1.3 * len(heading))
    )


def _signs(entity: Entity, role: str, excerpt: parts.ExcerptLine) -> int:
    """The points of a sentence about the entity; 0 if it is not about it."""
    paragraph = excerpt.url.rpartition("#p")[2]
    early = paragraph.isdecimal() and int(paragraph) <= FIRST
    more = (excerpt.words == entity.name) + early
    if not KINDS[entity.kind].speaks:
        about = _about_country(entity, excerpt)
        return 2 * about + more if about else 0
    about = _about_person(role, excerpt)
    return about + more if about >= EXPLAINED or (about and early) else 0


def _judges(words: str) -> bool:
    """Whether a sentence judges, outside of quotation marks."""
    return _JUDGING.search(re.sub(r"“[^”]*”|\"[^\"]*\"", "", words).casefold()) is not None


def _about_person(role: str, excerpt: parts.ExcerptLine) -> int:
    """Two if the person is the subject and does something, four if it says who they are; one more for a role before."""
    when = _WHEN.match(excerpt.before)
    before = excerpt.before[when.end() if when else 0 :]
    found = _BEHIND.match(excerpt.after)
    if found is None or not _is_title(before, role) or _SAID_BEHIND.search(found["rest"]):
        return 0
    explained = bool(found["apposed"]) and _explains(found["words"])
    if found["apposed"] and not explained and not found["words"].startswith((" who ", " whose ")):
        return 0
    verb = found["verb"]
    if not _is_verb(verb, found["manner"]):
        return 0
    is_somebody = verb in _BEING and _NOUN.match(found["rest"]) and _explains(re.split(r",|\bof\b", found["rest"])[0])
    does = 1 if verb in FINITE and verb not in _DOING else 2
    return (EXPLAINED if explained or is_somebody else does) + bool(before)


def _is_title(before: str, role: str) -> bool:
    """Whether the words before a name are nothing, or what the person is: "Former Ohio Gov. "."""
    words = before.split()
    if not words:
        return True
    last = words[-1]
    if words[0] == "The":  # "The candidate's wife": which one, the sentence before says.
        return False
    named = (
        last in TITLES
        or last.casefold() in HEADS
        or (bool(role) and before.strip().casefold().endswith(role.casefold()))
    )
    inner = {word.casefold() for word in words}
    return named and not inner & _OF_NO_TITLE and "," not in before


def _explains(words: str) -> bool:
    """Whether words between commas say who somebody is: their age, or a noun for people."""
    return bool(_AGE.fullmatch(words)) or (
        not words.lstrip().startswith(("and ", "or ", "but ", "where ", "when ", "her ", "his ", "their "))
        and any(word in HEADS or word in TITLES for word in re.findall(r"[\w.’-]+", words))
    )


def _is_verb(word: str, manner: str) -> bool:
    """Whether a word after a name is what somebody does, judging by its form."""
    if word in _MODAL:
        return False
    known = word in _ACTING or (word in FINITE and word not in NOUNS)
    helped = manner.split()[-1:] in (["has"], ["had"], ["have"])
    return known or helped or (word.endswith("ed") and word.islower())


def _about_country(entity: Entity, excerpt: parts.ExcerptLine) -> int:
    """Two if the sentence says what the country does; one if it is about its own, or about what happens in it."""
    if _SAID_BEHIND.search(excerpt.after):
        return 0
    if excerpt.before == "In ":
        return int(excerpt.after.startswith(", ") and excerpt.words == entity.name)
    found = _AFTER_SUBJECT.match(excerpt.after)
    if excerpt.before not in ("", "The ") or found is None or found["word"] in PREPOSITIONS | CONJUNCTIONS | _MODAL:
        return 0
    word, is_name = found["word"], excerpt.words == entity.name
    if is_name:
        does = _is_verb(word, "") or (word.endswith("s") and not word.endswith("ss"))
        return 1 if found["owns"] else 2 * does
    return int(word in _STATE and not found["owns"])
