"""What the words around a country's word indicate: another name, a language, a dish, a place elsewhere.

Each rule looks at one place and claims that no country is meant there. Only a few words on either side are read.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from builder.annotate.gazetteer import Gazetteer, Phrase
from builder.core.values import Via

NEAR = 60
"""Characters on either side that a rule may read."""

DAYS = frozenset(
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July "  # noqa: SIM905
    "August September October November December Jan. Feb. Aug. Sept. Oct. Nov. Dec.".split()
)
OPENERS = frozenset(
    "a after although an and as at because before between both but by can could did does during even for "  # noqa: SIM905
    "from has how if in inside is it its like meanwhile near no not now of on once only or our outside over since so "
    "still than that the then there these they this those though through to today under unlike until was we what when "
    "where whether which while who why will with within without would yet neighboring neighbouring former many most "
    "some north south east west northern southern eastern western central rural modern".split()
)
"""Words that are capitalized only at the start of a sentence or in a headline, or that do not belong to a name."""

_NEXT = re.compile(r" ([^\W\d_a-z][\w'.-]*)")
_FOLLOWING = re.compile(r" (?:(?:of|for|and|the|on|&) ){0,2}([^\W\d_a-z][\w'.-]*)")
_PARTICLE = re.compile(r"[^\W\d_a-z]\w+ (?:de|del|da|do|di|du|la|el|von|van) \Z")
_BEFORE = re.compile(r"([^\W\d_a-z][\w'-]*\.?) \Z")
_JOINED = re.compile(r"([^\W\d_a-z][\w'-]*) (?:of|for) (?:the )?(?:[^\W\d_a-z][\w'-]* ){0,1}\Z")
_SPEAKING = re.compile(
    r"\b(?:speak\w*|spoke|spoken|learn\w*|teach\w*|taught|study|studie[sd]|studying|translat\w*|render\w*|fluent|proficient|"
    r"conversational|understand\w*|writes?|wrote|written|read|broken|Mandarin|languages? (?:like|such as)|"
    r"professor of|teacher of)"
    r"(?:,? (?:[^\W\d_a-z][a-z]+|and|or|both|some|little|fluent|fluently|only|also|a|bit|of|in|into|from|at|least|him|"
    r"her|it|himself|herself|ancient|modern)\b){0,9},? \Z"
)
_IN = re.compile(r"\b[Ii]n(?:to)? (?:both )?(?:[^\W\d_a-z][a-z]+(?:,|,? and|,? or) ){0,3}\Z")
_ALONE = re.compile(
    r"\Z|[,.;:!?)\"”\[]|['’]\s| (?:and|or|to|that|which|with|on|in|at|but|when|as|before|after|about|by|for|fluently|"
    r"well)\b"
)
_LANGUAGE = re.compile(
    r"[ -](?:languages?|Languages?|speak\w*|dialects?|translat\w*|subtitles?|alphabet|characters?|proverb|grammar|"
    r"vocabulary|pronunciation|spelling|lessons?|literacy|words? for|accents?|English|Grammar|Dictionary)\b|: ?\["
)
_DISH = re.compile(
    r" (?:food|foods|cuisine|restaurants?|cooking|dish|dishes|takeout|noodles?|dumplings?|pastr\w+|cheeses?|bakery|"
    r"eater\w*|recipes?|chefs?|curry|breakfast|barbecue|pizza|tea|beers?|vodka|whiske?y)\b"
)
_SENTENCE_END = re.compile(r"[a-z]{2}[.!?][\"'”’]? \Z|\b[A-Z][a-z]{4,}\. \Z")


@dataclass(frozen=True, slots=True)
class FoundPhrase:
    """A phrase found at ``text[start:end]`` of the passage ``block``; ``text`` is plain."""

    block: int
    text: str
    start: int
    end: int
    phrase: Phrase
    headline: bool
    """Whether every word may be capitalised here."""
    shouted: bool
    """Whether the passage is in capitals throughout."""

    @property
    def before(self) -> str:
        """The words before it."""
        return self.text[max(0, self.start - NEAR) : self.start]

    @property
    def after(self) -> str:
        """The words after it."""
        return self.text[self.end : self.end + NEAR]


def is_other(spot: FoundPhrase, gazetteer: Gazetteer) -> bool:
    """Whether any of the rules says that no country is meant."""
    return any(rule(spot, gazetteer) for rule in RULES)


def is_government(spot: FoundPhrase, gazetteer: Gazetteer) -> bool:
    """Whether a word for an institution follows: "U.S. Congress", "Chinese Foreign Ministry"."""
    following = spot.after
    if not following.startswith(" "):
        return False
    words = following[1:].split(" ", 2)
    first = words[0].rstrip(".,;:'")
    two = " ".join(words[:2]).rstrip(".,;:'")
    return first in gazetteer.words.government or two in gazetteer.words.government


def begins_name(spot: FoundPhrase, gazetteer: Gazetteer) -> bool:
    """Whether it begins the name of an organization, event, place or work: "Korea Risk Group", "China Daily"."""
    if is_government(spot, gazetteer):
        return False
    at = spot.end
    for pattern in (_NEXT,) if spot.headline else (_NEXT, *[_FOLLOWING] * 4):
        match = pattern.match(spot.text, at)
        if match is None:
            return False
        word = match[1].rstrip(".")
        if word.removesuffix("'s") in gazetteer.words.names or word.capitalize() in gazetteer.words.names:
            return True
        if (word != match[1] and len(word) > 1) or "'" in word:
            return False
        at = match.end()
    return False


def ends_name(spot: FoundPhrase, gazetteer: Gazetteer) -> bool:
    """Whether it ends such a name: "Bank of England", "Center for American Progress", "Air China"."""
    if _PARTICLE.search(spot.before):
        return True
    joined = _JOINED.search(spot.before)
    if joined and joined[1] in gazetteer.words.names:
        return True
    word = _BEFORE.search(spot.before)
    return bool(word and word[1] in gazetteer.words.before)


def is_language(spot: FoundPhrase, _: Gazetteer) -> bool:
    """Whether it is a language: "in Chinese", "speaks Russian", "English-language"."""
    if spot.phrase.via is not Via.DEMONYM or spot.phrase.text.endswith("s"):
        return False
    if _LANGUAGE.match(spot.after) or (spot.before.endswith(("(", "; ")) and spot.after.startswith(":")):
        return True
    spoken = _SPEAKING.search(spot.before) or _IN.search(spot.before)
    return spoken is not None and _ALONE.match(spot.after) is not None


def is_dish(spot: FoundPhrase, _: Gazetteer) -> bool:
    """Whether it is a cuisine: "Chinese food", "an Italian restaurant"."""
    return spot.phrase.via is Via.DEMONYM and _DISH.match(spot.after) is not None


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
    """Whether "US" is just "us" in capitals."""
    return spot.phrase.text == "US" and spot.shouted and not spot.before.endswith("THE ")


def is_place_or_work(spot: FoundPhrase, gazetteer: Gazetteer) -> bool:
    """Whether a capital or a doubtful word begins a longer name: "London Bridge", "Jordan Spieth"."""
    if spot.headline or (spot.phrase.via is not Via.CAPITAL and spot.phrase.text not in gazetteer.words.doubtful):
        return False
    following = _NEXT.match(spot.after)
    if following is None or DAYS & {following[1], following[1].rstrip(".")}:
        return False
    return not is_government(spot, gazetteer)


def is_surname(spot: FoundPhrase, gazetteer: Gazetteer) -> bool:
    """Whether a word that can be a family name, or a capital, ends a longer name: "Michael Jordan", "East London"."""
    words, text = gazetteer.words, spot.phrase.text
    doubtful = spot.phrase.via is Via.CAPITAL or text in words.doubtful
    if spot.headline or not (doubtful or text in words.surnames):
        return False
    word = _BEFORE.search(spot.before)
    if word is None or word[1].lower() in OPENERS or word[1] in DAYS or _SENTENCE_END.search(spot.before):
        return False
    # A single capitalized word may just begin the sentence ("Visiting China …"); an unsure word needs more.
    return doubtful or re.search(r"[\w,;] \Z|\(\Z", spot.before[: word.start()]) is not None


RULES: tuple[Callable[[FoundPhrase, Gazetteer], bool], ...] = (
    begins_name,
    ends_name,
    is_language,
    is_dish,
    is_elsewhere,
    is_pronoun,
    is_place_or_work,
    is_surname,
)
"""Each says that no country is meant; the order does not matter."""


def region_at(text: str, gazetteer: Gazetteer) -> str:
    """The state or province at the beginning of a text; empty if there is none."""
    found = (region for region in gazetteer.words.regions if text.startswith(region))
    return max((region for region in found if not text[len(region) :][:1].isalnum()), key=len, default="")


@lru_cache(maxsize=16)
def is_shouted(text: str) -> bool:
    """Whether a text is in capitals throughout."""
    letters = list(filter(str.isalpha, text))
    return len(letters) > 5 and sum(map(str.isupper, letters)) > 0.9 * len(letters)
