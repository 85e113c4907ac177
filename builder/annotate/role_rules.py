"""What the words around a name call the person: before it, after it, or in a sentence about it.

Each rule looks at one mention, and takes only a phrase that grammar ties to the name; in doubt, it finds nothing.
"""

import re
from collections.abc import Callable, Iterator

from builder.annotate.lexicon import TITLES
from builder.annotate.name_place import PARTY, SKIPPED, NamePlace
from builder.annotate.role_phrases import RolePhrase, head_of, phrase_after, phrase_before, phrase_ending
from builder.annotate.role_words import PREPOSITIONS, RHETORICAL, SURNAMES
from builder.core.regex import regex

_MAY_FOLLOW = regex(r", | [—–(\-\da]")
"""How everything begins that ``_apposed`` reads; checked first, since the rest is slower."""
_APPOSED = regex(r", who (?:is|was) |, who (?:works|worked|serves|served) as |, | [—–-] | \(")
_IS = regex(
    r" (?:(?:was|is|has been|had been) (?:appointed|named|elected|hired|sworn in|installed|promoted)(?: as| to)?"
    r"|is|was|became|remains|has been|(?:serves|served|works|worked) as)"
    r"(?: (?:now|also|currently|still))? "
)
_DOUBTED = regex(
    r"\b(?:if|whether|unless|while|when|whenever|as|once|were|should|thinks?|believes?|thought|believed|imagine|suppose"
    r"|says?|claims?|claimed) (?-i:[A-Z][\w.]* ){0,2}\Z",
    re.IGNORECASE,
)
_LISTED = regex(r", an? \Z", re.IGNORECASE)
_PAST = regex(r"\b(?:was|had been|served as|worked as)(?: (?:now|also|still))? \Z")
_IN_TIME = regex(
    r",? (?:when|while|until|under|during|before|then|at (?:the|that) time"
    r"|(?:from|in|between) (?:[A-Z][a-z]+ )?(?:1[5-9]|20)\d\d|for (?:\w+ )?\w+ years)\b"
)
_ENDED = regex(r"[,;.)—–]|$| \(")
_OPENER = regex(
    r"(?:After|Although|According|As|At|Because|Before|By|Despite|During|Following|For|From|If|In|Like|On|Once|Since"
    r"|To|Under|Unlike|Until|When|While|With|Without|[A-Z][a-z]+ing) "
)


def roles(place: NamePlace) -> Iterator[RolePhrase]:
    """What is said at one mention, in the order of ``RULES``."""
    return (phrase for rule in RULES if (phrase := rule(place)))


def _before(place: NamePlace) -> RolePhrase | None:
    """Directly before the name: "former senator X"."""
    phrase = phrase_before(place.text, place.low, place.start, place.is_name)
    if phrase is None or phrase.determiner not in ("a", "an", "the"):
        return phrase
    if " " not in place.text[place.start : place.end]:
        return None  # "The lawyer Berg hired" is somebody else.
    # "A President X" is not yet one.
    titled = phrase.determiner != "the" and all(word in TITLES for word in phrase.words.split())
    return None if titled else phrase


def _ending(place: NamePlace) -> RolePhrase | None:
    """Before the name and a comma: "the mayor of Leeds, X, said"."""
    text, start = place.text, place.start
    if not text.endswith(", ", 0, start) or not _ENDED.match(text, place.end):
        return None
    if text.startswith(", ", place.end) and place.has_person(place.end + 2, place.end + 3):
        return None
    phrase = phrase_ending(text, place.low, start - 2, place.is_name)
    if phrase and phrase.determiner in ("a", "an") and _LISTED.search(text, place.low, phrase.start):
        return None  # "Y, a nurse, X, and others": it is Y who is a nurse.
    return phrase


def _apposed(place: NamePlace) -> RolePhrase | None:
    """After the name: "X, 45, a plumber from Leeds, …", "X, who is a nurse", "X (director of the museum)"."""
    text, at = place.text, place.end
    if not _MAY_FOLLOW.match(text, at):
        return None
    while (skipped := SKIPPED.match(text, at) or PARTY.match(text, at)) and not place.has_person(at, skipped.end()):
        at = skipped.end()
    joint = _APPOSED.match(text, at)
    if joint is None:
        return None
    phrase = phrase_after(text, joint.end(), place.high)
    if phrase is None or _is_past(place, joint[0], phrase):
        return None
    if "who" in joint[0]:
        return phrase
    after = text[phrase.end : phrase.end + 6]
    if joint[0] == " (":
        return phrase if phrase.whole and after[:1] == ")" else None
    if not phrase.closed or _is_subject(place, phrase):
        return None
    if not phrase.determiner and text[phrase.start].isupper() and place.has_person(phrase.start + 1, phrase.end):
        return None  # "X, Secretary of State Y": the next in a list.
    if not phrase.determiner and place.has_person(phrase.start, phrase.start + 1) and _is_name(phrase.words):
        return None
    if phrase.determiner in ("his", "her", "their", "its") and not (
        phrase.whole and after[:1] in ",.;" and not re.match(r", (?:and|his|her|their) ", after)
    ):
        return None  # "X, his wife and their son" are three people.
    after_comma = phrase.end + 2
    next_one = after == ", the " or (after.startswith(", ") and place.has_person(after_comma, after_comma + 1))
    listed = phrase.determiner == "the" and next_one
    return None if listed else phrase


def _is_name(words: str) -> bool:
    """Whether words that begin with a person's name are that name: "Gerald Bishop"."""
    *_, last = words.split()
    return last[0].isupper() and last.lower() in SURNAMES


def _is_subject(place: NamePlace, phrase: RolePhrase) -> bool:
    """Whether the phrase may be the subject after an introduction: "After he met X, the president …"."""
    if phrase.determiner != "the" or not _OPENER.match(place.text, place.low):
        return False
    introduced = place.text.find(", ", place.low, place.start) < 0
    return introduced and not (phrase.whole and place.text.startswith(",", phrase.end))


def _is(place: NamePlace) -> RolePhrase | None:
    """In a sentence: "X is a nurse", "X has been appointed chief executive of Y"."""
    text = place.text
    verb = _IS.match(text, place.end)
    if verb is None or text.startswith("?", place.high - 1):
        return None
    before = text[max(place.low, place.start - 40) : place.start]
    words = [word for word in before.lower().split() if not head_of(word)]
    if _DOUBTED.search(before) or (words and words[-1] in PREPOSITIONS and before.endswith(" ")):
        return None
    phrase = phrase_after(text, verb.end(), place.high)
    return None if phrase is None or phrase.head in RHETORICAL or _is_past(place, verb[0], phrase) else phrase


def _is_past(place: NamePlace, verb: str, phrase: RolePhrase) -> bool:
    """Whether the sentence says of a role when it was: "X was mayor from 2001 to 2004"."""
    return _PAST.search(verb) is not None and _IN_TIME.match(place.text, phrase.end, place.high) is not None


RULES: tuple[Callable[[NamePlace], RolePhrase | None], ...] = (_before, _ending, _apposed, _is)
"""Independent of each other: a mention may have several roles."""
