"""Evidence for and against a string being a person's name: at each of its places, and in its words."""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from builder.annotate.lexicon import (
    FEMALE,
    FIGURES,
    HONORIFICS,
    IN,
    MALE,
    NAMED,
    PARTICLES,
    PERSON_NOUNS,
    PLACED,
    POSTPOSED,
    ROLE_NOUNS,
    SOFT,
    THING_NOUNS,
    THINGS,
    TITLES,
    VERBS,
    Lexicon,
    is_family_first,
)
from builder.annotate.names import NAMESAKES, NamePart, NameWords, Token, key
from builder.core.regex import regex
from builder.core.values import Block, Proposal

LONE = 2.0
"""The score that a name of one word needs; tuned on the development texts, like all weights here."""
OFTEN = 3
"""How often the model must take a name of one word for a person's, without other evidence."""
FIRST = 1.2
"""The weight of a known first name."""

_AGE = regex(r",? (?:aged? |\()?\d\d\b(?!\d)")
_WHO = regex(r",? (?:who|whose)\b")
_BORN = regex(r" \((?:born|b\.|née|\d{4} ?[-–])")
_PLACE = regex(
    r",? (?:(?:is|was|became) )?(?:an?|the) (?:(?!(?:in|of|from|at|for|to|on|the|with|and)\b)[A-Za-z-]+ ){0,3}?"
    r"(?:capital|city|town|village|port|suburb|province|region|district|river|lake|island|mountain|company|firm|bank"
    r"|consultancy|nonprofit|charity|band|magazine|newspaper|website)"
    r"(?=[,.;:)]| (?:in|of|on|near|that|which|where|between|with|and|[a-z]{3,}ed)\b|\Z)"
)
_THING_BEHIND = regex(
    r" (?:(?:refugee|prison|labor|labour|concentration|summer) camps?|airport|stadium|neighbou?rhood|casino"
    r"|(?:football|baseball|basketball|hockey|soccer|rugby) (?:team|stadium|club|player|fan|game)s?)\b"
)
"""What follows the name of a place or a team."""
_YEAR = regex(r" \(\d{4}\)")
_PRONOUN = regex(r"\b(?:he|she|his|her|him)\b")
_NEXT = regex(
    r"(?:,[”’\"']?)? ?(?:(?:has|had|have|is|was|also|then|later|never|once|who|even|still|only) ){0,2}([a-z]+)"
)
_INITIALS = regex(r"(?:[A-Z]\.){1,3}|[A-Z]|(?!US|UK|UN|EU|TV|AI|IT|PC)[A-Z]{2}")
_OWNS = regex(r"[’']s? ")
_ROLE = regex(r"\b([a-z]{3,}),? \Z")
_IS = regex(r",? (?:is|was|became) (?:an?|the|one of the) ([^,.;:()]+)")
_OF_PLACE = regex(r" (?:of|the) [A-Z][a-z]+\b(?! [A-Z])")
"""What follows somebody's name: "Hilary of Poitiers", "Theodore the Great"."""
_EMPLOYER = regex(r"\b[A-Z][\w.]+[’']s? \Z")
"""What precedes somebody's name: "the Courier's Rosa Hald"."""
_APPOSED = regex(
    r", (?:an?|the|his|her|their) "
    r"((?:(?!(?:of|at|for|in|on|who|whose|which|that|with|from|to|by|and|as|where|when)\b)[A-Za-z’'-]+ ?){1,8})"
)
"""What somebody is, behind the name: "…, a Tennessee district court judge"."""
_WORK = regex(
    r"\b(?:quotes?|quotations?|words|works?|lines?|poems?|novels?|plays?|writings|help|hands|death|murder|funeral|birth|"
    r"wife|widow|husband|election|presidency|reign|victory|defeat|critics?|supporters?|fans?|followers?|biographers?)"
    r" (?:of|by|from) \Z|"
    r"\b(?:attributed|loyal|devoted|thanks|married|engaged|addressed|dedicated) to \Z"
)
"""Words that somebody's name follows."""
_OF = regex(
    r"(?:\b(?:friend|colleague|son|daughter|brother|sister|wife|husband|widow|mother|father|uncle|aunt|pupil)s? of|"
    r"\b(?:[a-z]{3,}ed|written|given|drawn|sung|led|shot|built|known|chosen) by|\b[Ii]nterview(?:s|ed)?(?: with)?) \Z"
)
_CALLED = regex(rf"\b(?:{'|'.join(sorted(THING_NOUNS))}) (?:(?:called|named|dubbed|known as) )?[“\"'‘]*\Z")
"""What precedes the name of a thing: "a firm called"."""
_SHOW = regex(
    r"\b(?:the|an?|his|her|its|their|this|that|talk|game|reality|TV|radio|television|news|hit|stage|comedy) show \Z"
)
"""The noun, not the verb."""
_QUOTED = regex(r"[,.]?(?:''|[”\"])|[,.]?[’'](?!\w)")
"""What follows a name that is in quotation marks, as a title is."""
_ARTICLES = frozenset({"a", "an", "the", "The", "A", "An"})
_NOUN = regex(
    r"[’']s?\b|[ -](?!(?:is|are|was|were|be|has|have|had|will|would|can|could|may|might|did|does|do|and|or|but|of|in|"
    r"on|at|to|for|from|by|with|as|who|that|which|when|while|after|before|because)\b)([a-z]+)"
)
"""What follows "the Anna Tramell" in "the Anna Tramell affair"."""
_RENAMED = regex(r"(?:& [A-Z][\w’'-]+|\b(?:Inc|Corp|Co|Ltd|LLC)\.?),? \(?(?:now|later|formerly|today) \Z")
"""What precedes another name of a firm: "Berk & Lund (now"."""
_PAIRED = regex("[-–][A-Z]")
"""What follows the first of two: "the Rosa Berk-Edgar Lund fight"."""
_MODIFIER = regex(r"-(?:[a-z]+(?:ed|ing)|born|led|run|era|style|type|like|free|wide|made|built|backed|area)\Z")
_WORK_TITLE = regex(
    r"\b(?:[Tt]he|an?|his|her|their|this|that|[’']s?|[a-z]+ing|[a-z]+ed|new|best-?selling) "
    r"(?:book|novel|memoir|film|movie|documentary|album|musical|opera) [“\"'‘]*\Z"
)
"""What precedes the title of a work: "Rosa Hald's book", "the movie"."""
_TITLE_ENDS = regex(r"[,.;:!?)”\"’']|\Z| (?:and|or|which|that|is|was|by|in|on|at|for)\b")
"""What follows a title, and not the subject of a clause: "the book Anna Hald wrote"."""
_NICKNAME = regex(
    r"\b(?:(?:call|dubb|nicknam|brand|label|labell)(?:ed|ing|s)|refer(?:red|ring|s)? to) (?:him|her|them|me)(?:self)?"
    r"(?: as)?,? [“\"'‘]*\Z"
)
"""What precedes a name that is given as an insult or a nickname: "called him"."""
_NAMING = frozenset({"called", "named", "dubbed", "as"})
_OPENING = ("''", "“", '"', "‘")
_LETTERED = regex(r"[A-Z]-[a-z]")
"""What begins "T-shirts"."""
_COMPASS = {"N": "North", "S": "South", "E": "East", "W": "West"}
_CONTEXT = frozenset({"title", "role", "verb", "age", "who", "is", "of", "couple", "owner", "listed"})
_NO_FIRST = THINGS | NAMED
"""Words that begin the name of a thing."""
_NO_MIDDLE = frozenset({"County", "University", "College", "Elementary", "National", "International"})
"""Words that no name of a person has in the middle."""
_COMPOUNDS = frozenset({("White", "House"), ("Supreme", "Court"), ("Wall", "Street"), ("Gold", "Star")})
"""Things of two words that end no name of a person."""
_SEEN = _CONTEXT | {"person", "other", "named", "placed", "pronoun"}


@dataclass(slots=True)
class Evidence:
    """The evidence for a person; each kind counts up to a limit, so that no cue wins by repetition."""

    kinds: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    places: int = 0

    def add(self, kind: str, weight: float, limit: float) -> None:
        """Count a cue of this kind."""
        total = self.kinds[kind] + weight
        self.kinds[kind] = max(-limit, min(limit, total))

    @property
    def total(self) -> float:
        """Evidence for, minus evidence against."""
        return sum(self.kinds.values())

    @property
    def seen(self) -> float:
        """The evidence of its places, whatever the word itself is."""
        return sum(self.kinds[kind] for kind in _SEEN & self.kinds.keys())

    @property
    def is_clear(self) -> bool:
        """Whether a name of one word is a person's: it has enough evidence, and its context agrees.

        A first name that occurs twice needs no context, nor does a name that the model takes for a person three times.
        For rarer names, the model alone is wrong too often.
        """
        context = any(self.kinds[kind] > 0 for kind in _CONTEXT & self.kinds.keys())
        often = self.places > 1 and (self.kinds["first"] > 0 or self.kinds["person"] >= OFTEN <= self.seen)
        return self.total >= LONE and (context or often)


class Labels:
    """The model's proposals, indexed by position."""

    def __init__(self, passages: Sequence[Block], proposals: Sequence[Proposal]) -> None:
        self._at: Mapping[int, list[Proposal]] = defaultdict(list)
        for proposal in sorted(proposals, key=lambda proposal: proposal.start):
            self._at[proposal.block].append(proposal)
        self._passages = passages
        self.peoples = frozenset(
            passages[p.block].text[p.start : p.end] for p in proposals if p.label in ("NORP", "LANGUAGE")
        )
        """Words for peoples, religions and languages: the name of a person begins with none."""

    def over(self, block: int, start: int, end: int) -> list[Proposal]:
        """The proposals that overlap this span; the model's own never overlap each other."""
        here = self._at.get(block, [])
        first = bisect_right(here, start, key=lambda proposal: proposal.end)
        return here[first : bisect_left(here, end, first, key=lambda proposal: proposal.start)]

    def is_person(self, block: int, start: int, end: int) -> bool:
        """Whether the model takes this span for a person's name."""
        return any(p.label == "PERSON" for p in self.over(block, start, end))

    def swallow(self, block: int, start: int, end: int, *, owns: bool = False) -> bool:
        """Whether a thing that the model sees there has more capitalized words than this span.

        No thing continues past a comma. A known person (``owns``) may own it: "Fletcher's Diary".
        """
        text = self._passages[block].text
        for p in self.over(block, start, end):
            if p.label == "PERSON" or start < p.start or p.end < end:
                continue
            before, behind = text[p.start : start].split(", ")[-1], text[end : p.end].split(", ")[0]
            if re.search(r"[A-Z]", before if owns and _OWNS.match(behind) else before + behind):
                return True
        return False


@dataclass(frozen=True, slots=True)
class KnownWords:
    """The data for weighing the strings of an article."""

    labels: Labels
    countries: Collection[str]
    """Names of countries, demonyms, capitals."""
    regions: Collection[str]
    """Names of states and provinces."""
    names: Lexicon
    small: Collection[str]
    """Words that also occur in lower case in the article."""

    def is_ordinary(self, word: str) -> bool:
        """Whether a word is not a name by itself."""
        return not self.names.is_name(word) and (word.lower() in self.small or self.names.is_ordinary(word))


def _is_half(words: NameWords, known: KnownWords) -> bool:
    """Whether it is half of a country: "N. Korea"."""
    half = _COMPASS.get(words[0].rstrip("."))
    return half is not None and not {words[-1], f"{half} {words[-1]}"}.isdisjoint(known.countries)


def follows_work(part: NamePart) -> bool:
    """Whether the words before a name speak of what somebody made or did: "a line of", "attributed to"."""
    return part.run.before in ("of", "by", "from", "to") and _WORK.search(part.run.ahead) is not None


def is_called_thing(part: NamePart) -> bool:
    """Whether the words before a name say that it is a thing's: "the bank", "a firm called"; not "polls show"."""
    before, ahead = part.run.before, part.run.ahead
    if before == "show":
        return _SHOW.search(ahead) is not None
    return before in THING_NOUNS or (before in _NAMING and _CALLED.search(ahead) is not None)


def is_nickname(part: NamePart) -> bool:
    """Whether the words before it say that somebody else was called so: "referred to her as Anna Moneybags"."""
    titled = part.titles or part.words[-1].lower() in POSTPOSED
    return not titled and _NICKNAME.search(part.run.ahead) is not None


def is_modifier(word: str) -> bool:
    """Whether a word only says something of the next one: "Harvard-trained"."""
    return "-" in word and _MODIFIER.search(word) is not None


def sex(part: NamePart) -> str:
    """What the words before a name imply: "f", "m", or nothing."""
    role = None if part.titles else _ROLE.search(part.run.ahead)
    words = {role[1]} if role else {token.text for token in part.titles}
    return "f" if words & FEMALE else "m" if words & MALE else ""


def weigh_place(each: Evidence, part: NamePart, tokens: Sequence[Token], known: KnownWords, *, against: float) -> None:
    """Count the evidence at one place; other labels count at most ``against``."""
    is_person = _weigh_labels(each, part, tokens, known, against)
    if len(tokens) > 1 and part.titles and part.titles[-1].text in TITLES:
        each.add("title", 1, 1)
    if part.titles and part.titles[-1].text in HONORIFICS:
        each.add("honorific", 1, 1)
    if not part.titles:
        _weigh_words_ahead(each, part, tokens, known, is_person=is_person)
    if len(tokens) > 1 and tokens[0] is part.run.tokens[0]:
        _weigh_word_before(each, part, tokens, known)
    if tokens[-1] is part.run.tokens[-1]:
        _weigh_words_behind(each, part.run.after)


def _weigh_labels(each: Evidence, part: NamePart, tokens: Sequence[Token], known: KnownWords, against: float) -> bool:
    """Count the model's labels; whether one of them is a person's."""
    start, end = tokens[0].start, tokens[-1].end
    given = known.names.is_name(tokens[0].text) or _INITIALS.fullmatch(tokens[0].text) is not None
    is_person = False
    for proposal in known.labels.over(part.run.block, start, end):
        whole = proposal.start <= start and end <= proposal.end
        if proposal.label == "PERSON":
            is_person = True
            if proposal.start > start and proposal.end >= end and len(tokens) > 2 and not given:
                each.add("inner", -0.7, 1.4)
            else:
                each.add("person", 1.0 if whole else 0.8 if proposal.start <= start else 0.5, 3)
        elif whole:
            each.add("other", -against / 2, against)
    return is_person


def _weigh_words_ahead(
    each: Evidence, part: NamePart, tokens: Sequence[Token], known: KnownWords, *, is_person: bool
) -> None:
    """Count the words before a name without titles."""
    ahead = part.run.ahead
    role = _ROLE.search(ahead)
    if role and role[1] in ROLE_NOUNS:
        each.add("role", 1, 1)
    elif role and role[1] in PERSON_NOUNS:
        each.add("role", 0.8, 1)
    if is_person and len(tokens) > 1 and ahead.endswith(("s ", "’ ", "' ")) and _EMPLOYER.search(ahead):
        each.add("of", 0.7, 0.7)
    if is_person and follows_work(part):
        each.add("of", 0.6, 0.6)
    if is_person and len(tokens) == 1 and _OF_PLACE.match(part.run.after) and not known.is_ordinary(tokens[0].text):
        each.add("of", 0.6, 0.6)
    if _OF.search(ahead):
        each.add("of", 0.6, 0.6)


def _weigh_word_before(each: Evidence, part: NamePart, tokens: Sequence[Token], known: KnownWords) -> None:
    """Count the word before a full name."""
    before = part.run.before
    if before in _ARTICLES and not _PAIRED.match(part.run.after):
        noun = _NOUN.match(part.run.after)
        if not (noun and noun[1] not in VERBS):
            # "an English Pasha", "the Lakewood Panthers", but "the Anna Tramell affair".
            each.add("determined", -1.2, 2.4)
    if is_called_thing(part):
        each.add("named", -2, 4)
    if _RENAMED.search(part.run.ahead):
        each.add("named", -4, 4)
    if tokens[-1] is part.run.tokens[-1] and _WORK_TITLE.search(part.run.ahead) and _TITLE_ENDS.match(part.run.after):
        each.add("named", -4, 4)
    if part.run.ahead.endswith(_OPENING) and _QUOTED.match(part.run.after) and tokens[-1] is part.run.tokens[-1]:
        each.add("quoted", -1.2, 1.2)
        each.add("named", -2 if _CALLED.search(part.run.ahead) else 0, 4)
    if before in PLACED and tokens[-1].text in SOFT and len(tokens) > 2:
        each.add("named", -2, 4)  # "in Anna Tramell Park"
    if before in IN and not known.names.is_first(tokens[0].text):
        each.add("placed", -0.8, 1.6)


def _weigh_words_behind(each: Evidence, after: str) -> None:
    """Count the words behind a name."""
    verb = _NEXT.match(after)
    if verb and verb[1] in VERBS:
        each.add("verb", 0.8, 1.4)
    is_ = _IS.match(after) or _APPOSED.match(after)
    if is_ and not ROLE_NOUNS.isdisjoint(is_[1].split()):
        each.add("is", 1, 1)
    if _PLACE.match(after):
        each.add("named", -3, 4)
    if _THING_BEHIND.match(after):
        each.add("behind", -2, 2)
    if _AGE.match(after) or _BORN.match(after):
        each.add("age", 1, 1)
    if _YEAR.match(after):
        each.add("year", -1, 1)
    if _WHO.match(after):
        each.add("who", 0.8, 0.8)
    if _PRONOUN.search(after):
        each.add("pronoun", 0.3, 0.6)


def weigh_words(each: Evidence, words: NameWords, known: KnownWords) -> None:
    """Count the evidence of a full name's words by themselves."""
    begins = known.names.is_first(words[0]) or is_family_first(words, known.names)
    ends_ordinarily = known.is_ordinary(words[-1]) and words[-1] not in known.names.surnames
    if begins:
        each.add("first", FIRST, FIRST)
    else:
        if _INITIALS.fullmatch(words[0]):
            each.add("initials", 0.7, 0.7)
        ordinary = known.is_ordinary(words[0]) + ends_ordinarily
        each.add("ordinary", -0.8 * ordinary, 0.8 * ordinary)
    if begins and ends_ordinarily and (words[-1].endswith("s") or words[0] in NAMESAKES):
        each.add("ordinary", -1, 1)  # "Dallas Cowboys", "Will Happen"
    if all(word.isupper() and len(word) > 2 for word in words):
        each.add("shouted", -0.8 * sum(map(known.is_ordinary, words)), 4)
    if key(words) in FIGURES or _is_half(words, known):
        each.add("thing", -4, 4)
    _weigh_things(each, words, known, begins=begins)
    _weigh_lands(each, words, known, begins=begins)
    if _is_misshapen(words, known.names):
        each.add("shape", -4, 4)
    if any(word.isupper() and len(word) > 2 and not _INITIALS.fullmatch(word) for word in words) and not all(
        word.isupper() for word in words
    ):
        each.add("shape", -2, 4)


def _weigh_things(each: Evidence, words: NameWords, known: KnownWords, *, begins: bool) -> None:
    """Count the words of things in a full name."""
    # A word in the middle, after a first name, is a name: "Shirley Temple Black".
    later = words[-1:] if begins else words[1:]
    things = {part for word in later for part in word.split("-") if part in THINGS} | ({words[0]} & _NO_FIRST)
    things |= _NO_MIDDLE.intersection(words[1:-1])
    if words[-2:] in _COMPOUNDS or things - (SOFT if begins and len(words) < 4 else frozenset()):
        each.add("thing", -4, 4)
    elif words[-1] in TITLES:
        each.add("thing", -0.4 if begins and words[-1] in known.names.surnames else -2, 2)


def _weigh_lands(each: Evidence, words: NameWords, known: KnownWords, *, begins: bool) -> None:
    """Count the countries, regions and peoples in a full name."""
    peoples = known.labels.peoples
    foreign = words[0] in known.countries or (words[0] in peoples and not begins)
    if words[-1].lower() in POSTPOSED and (foreign or known.is_ordinary(words[0])):
        each.add("thing", -4, 4)  # An English pasha, whoever he is.
    land = words[0] in known.countries or words[-1] in known.countries
    if foreign or land:
        # "Alexander Hamilton" is not a capital, and "Virginia Beach" contains no country.
        each.add("country", -0.4 if begins else -2 if land else -1, 2)
    if words[-1] in known.regions or (begins and words[0] in peoples):
        each.add("region", -0.5 if begins else -0.8, 0.8)  # "Tramell Iowa", "Sikh Ban"
    if words[-1].endswith("s") and words[-1] in peoples:
        each.add("people", -2, 2)  # "Young Sikhs"


def _is_misshapen(words: NameWords, names: Lexicon) -> bool:
    """Whether a full name has digits, a word that only describes, or two names: "Anna Berk-Joe Lund"."""
    if _LETTERED.match(words[-1]) or any(any(map(str.isdigit, word)) or is_modifier(word) for word in words):
        return True
    halves = (
        word.split("-") for word in words[1:-1] if "-" in word and word.partition("-")[0].lower() not in PARTICLES
    )
    return any(names.is_first(second) and not names.is_first(first) for first, second, *_ in halves)
