"""What the words around a country's word indicate: another name, a language, a dish, a place elsewhere.

Each rule looks at one place and claims that no country is meant there. Only a few words on either side are read.
"""

import re
from collections.abc import Callable, Set
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from builder.annotate.gazetteer import Gazetteer, Phrase
from builder.annotate.lexicon import FUNCTION, TITLES
from builder.core.regex import regex
from builder.core.text import sentences
from builder.core.values import Via

NEAR = 60
"""Characters on either side that a rule may read."""

DAYS = frozenset(
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July "
    "August September October November December Jan Feb Aug Sept Oct Nov Dec "
    "Jan. Feb. Aug. Sept. Oct. Nov. Dec.".split()
)
OPENERS = frozenset(
    "a across after against although amid among an and around as at because before between beyond both but by can "
    "could despite did does during even for former from has he how i if in inside is it its like many meanwhile "
    "modern most near neighboring neighbouring no not now of on once only or our outside over rural she since so "
    "some still than that the then there these they this those though through to today under unlike until was we "
    "what when where whether which while who why will with within without would yet you".split()
)
"""Words that are capitalized only at the start of a sentence or in a headline, or that do not belong to a name."""
SMALL = frozenset(
    "about after against among before between during from into like over than that through toward under upon with "
    "within without".split()
)
"""Words of four letters and more that some write in lower case in headlines."""
PEOPLES = frozenset(
    "Arab Arabs Jew Jews Jewish Muslim Muslims Christian Christians Catholic Catholics Protestant Protestants Hindu "
    "Hindus Sikh Sikhs Buddhist Buddhists Kurd Kurds Kurdish Shiite Shiites Sunni Sunnis Islamist Islamists Communist "
    "Communists Republican Republicans Democrat Democrats Democratic Hispanic Hispanics Latino Latinos".split()
)
"""Groups of people, who have a nation as well: "Iraqi Shiites"."""
LONGEST = 6
"""Words of a name on either side that are looked at."""

_SHOUTING = regex(r"\b[A-Z]{4,} \Z")
_SMALL = regex(r"(?<![\w'-])[a-z]{4,}")
_NEXT = regex(r" (?:\d{4} )?([^\W\d_a-z][\w'.-]*)")
_NEXT_TO_PEOPLE = regex(r" (?:for )?([^\W\d_a-z][\w'.-]*)")
_BEFORE = regex(r"([^\W\d_a-z][\w'.-]*) (?:(of|for|de|del|di|da|do|du|la|el|von|van) (?:the )?)?\Z")
_PARTICLES = frozenset("de del di da do du la el von van".split())
_WITHIN = regex(r"[\w,;.')] \Z|\(\Z")
"""What stands before a word in the middle of a sentence, or before one that begins it after a full stop."""
_ADJECTIVE = regex(r"-[a-z]|'s?\Z")
"""What shows that a capitalized word belongs to the next one: "London-based", "Trump's"."""
_SPEAKING = regex(
    r"\b(?:speak\w*|spoke|spoken|learn\w*|teach\w*|taught|study|studie[sd]|studying|translat\w*|render\w*|fluent|proficient|"
    r"conversational|understand\w*|writes?|wrote|written|read|broken|Mandarin|languages? (?:like|such as)|"
    r"professor of|teacher of)"
    r"(?:,? (?:[^\W\d_a-z][a-z]+|and|or|both|some|little|fluent|fluently|only|also|a|bit|of|in|into|from|at|least|him|"
    r"her|it|himself|herself|ancient|modern)\b){0,9},? \Z"
)
_IN = regex(r"\b[Ii]n(?:to)? (?:both )?(?:[^\W\d_a-z][a-z]+(?:,|,? and|,? or) ){0,3}\Z")
_ALONE = regex(
    r"\Z|[,.;:!?)\"”\[]|['’]\s| (?:and|or|to|that|which|with|on|in|at|but|when|as|before|after|about|by|for|fluently|"
    r"well)\b"
)
_LANGUAGE = regex(
    r"[ -](?:languages?|Languages?|speak\w*|dialects?|translat\w*|subtitles?|alphabet|characters?|proverb|grammar|"
    r"vocabulary|pronunciation|spelling|lessons?|literacy|words? for|accents?|skills|"
    r"classes|English|Grammar|Dictionary)\b|: ?\[| for [\"'“]|,? (?:and|or) English\b(?! [a-z])"
)
_LABEL = regex(r"\(\|[:,)]\Z|; \|:\Z")
"""Around a language as a label: "(Spanish, daily)", "(Chinese: …; Russian: …)"."""
_PAIRED = regex(r"\bEnglish,? (?:and|or) \Z")
_QUOTED_BEFORE = regex(r"[\"“](|[^\s\"“”][^\"“”]*)\Z")
_QUOTED_AFTER = regex(r"(|[^\"“”]*[^\s\"“”])[\"”]")
_CAPITALIZED = regex(r"(?<![\w'])[A-Z]\w+")
_DISH = regex(
    r" (?:food|foods|cuisine|restaurants?|cooking|dish|dishes|takeout|noodles?|dumplings?|pastr\w+|cheeses?|"
    r"baker(?:y|ies)|eater\w*|recipes?|chefs?|curry|breakfast|barbecue|pizza|tea|beers?|vodka|whiske?y|wines?|"
    r"sauces?|soups?|stews?|salads?|sausages?|breads?|desserts?|sandwich\w*|snacks?|spices?|staples?|delicac\w+)\b"
)


@dataclass(frozen=True, slots=True)
class FoundPhrase:
    """A phrase found at ``text[start:end]`` of the passage ``block``; ``text`` is plain."""

    block: int
    text: str
    start: int
    end: int
    phrase: Phrase

    @property
    def headline(self) -> bool:
        """Whether nearly every word of the passage is capitalized, so that capitals show no name."""
        return is_headline(self.text)

    @property
    def shouted(self) -> bool:
        """Whether the passage is in capitals throughout."""
        return is_shouted(self.text)

    @property
    def before(self) -> str:
        """The words before it."""
        return self.text[max(0, self.start - NEAR) : self.start]

    @property
    def after(self) -> str:
        """The words after it."""
        return self.text[self.end : self.end + NEAR]


class Neighbors(NamedTuple):
    """What else a passage names: no name goes on across it."""

    links: Set[int]
    """Where its links start."""
    countries: Set[int]
    """Where its words for countries start."""
    ends: Set[int]
    """Where either of them ends."""


def is_other(spot: FoundPhrase, gazetteer: Gazetteer) -> bool:
    """Whether any of the rules says that no country is meant."""
    return any(rule(spot, gazetteer) for rule in RULES)


def is_government(spot: FoundPhrase, gazetteer: Gazetteer) -> bool:
    """Whether a word for an institution or office follows: "Georgian parliament", "Georgian Foreign Ministry"."""
    words = spot.after.split(" ", 3)[1:3] if spot.after.startswith(" ") else []
    return any(" ".join(words[:count]).rstrip(".,;:'") in gazetteer.words.government for count in (1, 2))


def is_in_name(spot: FoundPhrase, beside: Neighbors, gazetteer: Gazetteer) -> bool:
    """Whether it is part of a longer proper name: "Bank of England", "U.S. Navy", "French Quarter", "South Australia".

    A name is a run of capitalized words, which "of" and "for" may join. A thing's word makes any run a name, even in a
    headline, where all words are capitalized. Otherwise, a title makes it a person's office ("French President").
    """
    return _goes_on(spot, beside, gazetteer) or _has_begun(spot, beside, gazetteer)


def _goes_on(spot: FoundPhrase, beside: Neighbors, gazetteer: Gazetteer) -> bool:
    """Whether a name that it begins goes on after it."""
    at, goes_on = spot.end, False
    for _ in range(1 if spot.headline else LONGEST):
        people = at == spot.end and spot.phrase.via is Via.DEMONYM
        match = (_NEXT_TO_PEOPLE if people else _NEXT).match(spot.text, at)
        word = match[1].removesuffix("'s").rstrip(".") if match else ""
        if match is None:
            return goes_on
        if word in TITLES and not _is_before_thing(spot.text, match.end(), beside, gazetteer):
            return is_unsure(spot, gazetteer) and not is_government(spot, gazetteer)
        if _is_thing(word, gazetteer):
            return True
        if match.start(1) in beside.links:
            # What stands before a person's name is what that person is: "Canadian Olympian Ann Poe".
            return goes_on and is_unsure(spot, gazetteer)
        if spot.headline or _is_apart(word):
            return goes_on
        goes_on = goes_on or not (word in PEOPLES or match.start(1) in beside.countries)
        if word != match[1] and len(word) > 1:
            return goes_on
        at = match.end()
    return goes_on


def _has_begun(spot: FoundPhrase, beside: Neighbors, gazetteer: Gazetteer) -> bool:
    """Whether a name that it ends or continues has begun before it."""
    at, begun, joined = spot.start, False, False
    if begins_sentence(spot.text, at) or spot.phrase.via is Via.METONYM:
        return False
    for _ in range(LONGEST):
        match = _BEFORE.search(spot.text, max(0, at - NEAR), at)
        if match is None:
            return begun
        word = match[1]
        if match[2] in _PARTICLES or _is_thing(word, gazetteer) or (not match[2] and word in gazetteer.words.before):
            return True
        apart = _is_apart(word) or (word in PEOPLES and not match[2])
        if apart or match.end(1) in beside.ends or spot.headline:
            return begun
        joined = joined or match[2] is not None
        if word in TITLES or word.rstrip(".") in TITLES:
            # "Secretary of State for Wales" is an office, "Rep. Israel" a person.
            return not joined
        at = match.start()
        if begins_sentence(spot.text, at):
            return begun or is_unsure(spot, gazetteer) or (not joined and _is_name(word, spot))
        begun = True
    return begun


def _is_name(word: str, spot: FoundPhrase) -> bool:
    """Whether the first word of a sentence is part of a name: "Kathy Ireland"; not in "Leaving Iraq"."""
    return spot.phrase.via is not Via.DEMONYM and word not in FUNCTION and not word.endswith(("ing", "ed"))


def _is_thing(word: str, gazetteer: Gazetteer) -> bool:
    return word in gazetteer.words.names or (word.isupper() and word.capitalize() in gazetteer.words.names)


def _is_before_thing(text: str, at: int, beside: Neighbors, gazetteer: Gazetteer) -> bool:
    """Whether a word that ends at ``at`` belongs to a thing, as in "Justice Department", and is no person's title."""
    match = _NEXT.match(text, at)
    return match is not None and match.start(1) not in beside.links and _is_thing(match[1].rstrip("."), gazetteer)


def _is_apart(word: str) -> bool:
    """Whether a capitalized word ends a name: a function word, a day, letters, "-based", a possessive."""
    return (
        word.lower() in OPENERS
        or word in DAYS
        or (word.isupper() and len(word) > 1)
        or _ADJECTIVE.search(word) is not None
    )


def is_unsure(spot: FoundPhrase, gazetteer: Gazetteer) -> bool:
    """Whether the word often means something else, so that any longer name rules out the country."""
    return spot.phrase.via is Via.CAPITAL or spot.phrase.text in gazetteer.words.unsure


def begins_sentence(text: str, at: int) -> bool:
    """Whether a word at ``at`` would be capitalized anyway: at the start of a sentence, a quotation, a part of one."""
    if not _WITHIN.search(text, max(0, at - 2), at):
        return True
    return text[at - 2] in ".'" and at in _sentence_starts(text)


@lru_cache(maxsize=16)
def _sentence_starts(text: str) -> frozenset[int]:
    return frozenset(start for start, _ in sentences(text))


def is_language(spot: FoundPhrase, _: Gazetteer) -> bool:
    """Whether it is a language: "in Chinese", "speaks Russian", "English-language"."""
    if spot.phrase.via is not Via.DEMONYM or spot.phrase.text.endswith("s"):
        return False
    if _LANGUAGE.match(spot.after) or (_PAIRED.search(spot.before) and not re.match(" [a-z]", spot.after)):
        return True
    if _LABEL.search(spot.before + "|" + spot.after[:1]):
        return True
    spoken = _SPEAKING.search(spot.before) or _IN.search(spot.before)
    return spoken is not None and _ALONE.match(spot.after) is not None


def is_dish(spot: FoundPhrase, _: Gazetteer) -> bool:
    """Whether it is a cuisine: "Chinese food", "an Italian restaurant"."""
    return spot.phrase.via is Via.DEMONYM and _DISH.match(spot.after) is not None


def is_title(spot: FoundPhrase, gazetteer: Gazetteer) -> bool:
    """Whether it is in the title of a work, in quotation marks: “America’s Bitter Pill”, “Brazil by Night”."""
    opening = _QUOTED_BEFORE.search(spot.before)
    closing = _QUOTED_AFTER.match(spot.after) if opening else None
    if opening is None or closing is None or spot.headline:
        return False
    others = _CAPITALIZED.findall(f"{opening[1]} | {closing[1]}")
    named = any(word not in gazetteer.phrases for word in others)
    return named and is_headline(opening[1] + spot.phrase.text + closing[1])


def is_elsewhere(spot: FoundPhrase, gazetteer: Gazetteer) -> bool:
    """Whether a place of the same name is meant: "Paris, Texas", "Lebanon, Pa."."""
    if not spot.after.startswith(", ") or spot.phrase.via is Via.DEMONYM:
        return False
    region = region_at(spot.after[2:], gazetteer)
    rest = spot.after[2 + len(region) :]
    if not region or rest.startswith((" and ", ", and ")):
        return False
    # "Paris, Washington, Seoul" is a list of capitals.
    phrase = gazetteer.at(region, 0, region.split()[0])
    return phrase is None or not phrase.codes


def is_pronoun(spot: FoundPhrase, _: Gazetteer) -> bool:
    """Whether "US" is just "us" in capitals: "CONTACT US"."""
    return (
        spot.phrase.text == "US"
        and (spot.shouted or _SHOUTING.search(spot.before) is not None)
        and not spot.before.endswith("THE ")
    )


RULES: tuple[Callable[[FoundPhrase, Gazetteer], bool], ...] = (
    is_language,
    is_dish,
    is_title,
    is_elsewhere,
    is_pronoun,
)
"""Each says that no country is meant; the order does not matter."""


def region_at(text: str, gazetteer: Gazetteer) -> str:
    """The state or province at the beginning of a text; empty if there is none."""
    found = (region for region in gazetteer.words.regions if text.startswith(region))
    return max((region for region in found if not text[len(region) :][:1].isalnum()), key=len, default="")


@lru_cache(maxsize=16)
def is_headline(text: str) -> bool:
    """Whether nearly every word of a text is capitalized: no long one is in lower case, except "with" and the like."""
    return not text[:1].islower() and all(word in SMALL for word in _SMALL.findall(text))


@lru_cache(maxsize=16)
def is_shouted(text: str) -> bool:
    """Whether a text is in capitals throughout."""
    letters = list(filter(str.isalpha, text))
    return len(letters) > 5 and sum(map(str.isupper, letters)) > 0.9 * len(letters)
