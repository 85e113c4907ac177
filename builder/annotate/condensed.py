"""Passages in which one sign stands for each quotation and one for each mention of a person outside of quotations.

"Q, P said in Leeds. Q": in such a text an ordinary pattern finds what would take a parser in the passage itself.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import InitVar, dataclass, field
from functools import cached_property
from operator import itemgetter
from typing import NamedTuple

from builder.annotate.lexicon import OFFICES, ROLE_NOUNS
from builder.annotate.quote_marks import Quoted
from builder.annotate.role_phrases import head_of
from builder.annotate.speech_verbs import BESIDE, PARTICIPLES, Verb, speech_verbs
from builder.core.regex import regex
from builder.core.text import sentences
from builder.core.values import Block, Link, LocalEntity

P, Q = "\x01", "\x04"
"""The signs of a person and of a quotation: control characters, which no text contains."""

WIDEST = 400
"""Characters of a condensed sentence before a quotation, or after it, that are searched for its speaker."""

_LAST = frozenset(".,!?…—–-")
"""What may end the words of a quotation: it is kept behind its sign, as it says how the sentence goes on."""
_ROLES = ROLE_NOUNS | frozenset(map(str.lower, OFFICES))
_ANY_ROLE = rf"(?:{'|'.join(sorted(_ROLES))})"
_NO_MODIFIER = (
    BESIDE
    | PARTICIPLES
    | frozenset(
        "of for by with from to against about on at in under like than between over and or but that who whom which"
        " whose as because when while after before if since until is was are were has had have be been not he she"
        " they it i we you".split()
    )
)
"""Words that are not part of a name's phrase."""
_MOST_MODIFIERS = 8
GOVERNS = frozenset(
    "of for by with from to against about on at under like than between over or nor via toward towards behind"
    " including among without near into".split()
)
"""Words before a phrase that is not the subject of what follows."""
_CLAUSE = frozenset("and but that as when because while if then so although though after before where since".split())
"""Words before the subject of a clause."""
_ENDING = frozenset(',;:—–-.!?”")')
"""What may end the word before a subject, instead of such a word."""

_PIECE = regex(r"[^\s]+")
_THE = regex(r"[Tt]he (?P<words>(?:[\w’'-]+ ?){1,4})")
_PRONOUN = regex(r"(?:[Hh]e|[Ss]he)\b")
_BEFORE_VERB = regex(r"(?<![^\W_])(?:[Hh]e|[Ss]he)(?= )")
_THE_BEFORE_VERB = regex(r"(?<![^\W_])[Tt]he ")
DAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
MANNER = (
    r"(?:(?:also|later|then|once|again|first|further|often|even|still|just|ever|always|since|now|only|\w+ly|has|had"
    rf"|have|(?:on )?{DAY}|today|yesterday|(?:this|last) week) )*"
)
"""Adverbs, days and auxiliaries before a verb."""
_APART = (
    r"(?: ?\([^()]{1,60}\))?"
    rf"(?: (?:of|from|at|with)(?: (?:[A-Z][\w.’'&-]*|of|for|and|the|{P}(?:[’']s)?)){{1,9}})?"
    rf"(?:(?:,[^,;:{Q}]{{1,160}}){{1,4}},|,)?"
)
_BETWEEN = regex(rf"{_APART} {MANNER}")
"""What may be between a subject and its verb: "(R-Wis.)", "of the Institute", ", 59, a nurse,", "also"."""
_DOES = regex(
    rf"{_APART} {MANNER}(?:is|was|has|had|are|were|will|would|could|can|did|does|may|might|must|should|[a-z]+n[’']t"
    r"|[a-z]+ed|(?P<third>[a-z]+s)|became|began|bought|brought|built|came|caught|chose|cut|drew|drove|fell|felt|fought|found"
    r"|gave|got|grew|held|kept|knew|led|left|let|lost|made|met|paid|put|ran|read|rose|said|sat|saw|sent|set|sought|spent"
    r"|spoke|stood|taught|thought|told|took|went|won|wore|wrote)\b"
)
_OTHERS = regex(
    r"(?:\b(?!(?:He|She|They|It|We|I|You|That|This|Who|There|What|But|And|Then|Also|Or|So)\b)[A-Z][\w’'-]+"
    rf"|\b(?:[Tt]he|[Aa]n?|[Hh]is|[Hh]er) [a-z-]*{_ANY_ROLE}),? {MANNER}\Z"
)
"""A subject that is no known person."""
_OTHERS_BEHIND = regex(rf" (?:the|an?|his|her) (?:[\w-]+ ){{0,2}}{_ANY_ROLE}\b(?=[,.;])")
"""The same behind its verb."""


class Subject(NamedTuple):
    """Who does something: a mention of a person, a pronoun or a role, at ``text[start:end]``."""

    start: int
    end: int
    kind: str
    """ "name", "pronoun" or "role"."""
    words: str
    """The pronoun or the role in lower case, without "the"."""


def named(at: int) -> Subject:
    """The person whose sign is at this place, as a subject."""
    return Subject(at, at + 1, "name", "")


class ReadQuotation(NamedTuple):
    """A quotation that has been read."""

    at: int
    """Its place in the condensed text."""
    speaker: LocalEntity | None
    """``None`` if it is somebody who is not known."""
    end: int
    """The end of the words that tell it."""


@dataclass
class Passage:
    """A condensed passage, and what its signs stand for."""

    block: int
    passage: Block
    quoted: Sequence[Quoted]
    links: InitVar[Sequence[Link]]
    """Mentions of people."""
    text: str = field(init=False)
    """The condensed text."""
    people: list[tuple[int, LocalEntity]] = field(init=False)
    """The mentions outside of quotations, by their place in ``text``."""
    quotes: list[tuple[int, Quoted]] = field(init=False)
    """The quotations, by their place in ``text``."""
    said: list[ReadQuotation] = field(default_factory=list)
    """The quotations so far."""

    def __post_init__(self, links: Sequence[Link]) -> None:
        items: list[tuple[int, int, Link | Quoted]] = [(each.low, each.high, each) for each in self.quoted]
        items += [(link.mention.start, link.mention.end, link) for link in links]
        items.sort(key=itemgetter(0, 1))
        text, last, at = self.passage.text, 0, 0
        pieces, self.people, self.quotes = [], [], []
        for low, high, each in items:
            # A name in a quotation, or a nickname in a name.
            if low < last:
                continue
            at += low - last
            pieces.append(text[last:low])
            if isinstance(each, Quoted):
                self.quotes.append((at, each))
                end = text[each.end - 1]
                pieces.append(Q + end if end in _LAST else Q)
            else:
                self.people.append((at, each.local))
                pieces.append(P)
            at += len(pieces[-1])
            last = high
        pieces.append(text[last:])
        self.text = "".join(pieces).replace("\xa0", " ")

    def stop(self, at: int) -> str:
        """The sign with which the words of the quotation at this place end; empty if they end with a word."""
        quoted = self.quotes[bisect_right(self.quotes, at, key=lambda each: each[0]) - 1][1]
        last = self.passage.text[quoted.end - 1]
        return last if last in _LAST else ""

    @cached_property
    def sentences(self) -> tuple[tuple[int, int], ...]:
        """The sentences of ``text``."""
        return sentences(self.text)

    def person(self, at: int) -> LocalEntity:
        """The person whose sign is at this place."""
        return self.people[bisect_right(self.people, at, key=lambda each: each[0]) - 1][1]

    def between(self, low: int, high: int) -> list[tuple[int, LocalEntity]]:
        """The mentions in ``text[low:high]``."""
        start, end = (bisect_left(self.people, at, key=lambda each: each[0]) for at in (low, high))
        return self.people[start:end]

    def sentence(self, at: int) -> tuple[int, int]:
        """The span of the sentence that contains this place."""
        near = bisect_right(self.sentences, at, key=lambda span: span[0]) - 1
        return self.sentences[near] if near >= 0 else (0, len(self.text))

    @cached_property
    def _verbs(self) -> tuple[list[Verb], list[int]]:
        found = list(speech_verbs(self.text))
        return found, [verb.start for verb in found]

    def verbs(self, low: int, high: int) -> list[Verb]:
        """The verbs of speech that begin in ``text[low:high]``."""
        found, starts = self._verbs
        return found[bisect_left(starts, low) : bisect_left(starts, high)]

    def subject_at(self, at: int) -> Subject | None:
        """The subject that begins at this place."""
        head = _head(self.text, at)
        if head >= 0:
            return named(head)
        pronoun = _PRONOUN.match(self.text, at)
        if pronoun:
            return Subject(*pronoun.span(), "pronoun", pronoun[0].lower())
        return self._role(at)

    def subject_of(self, verb: int, low: int) -> Subject | None:
        """The subject of the verb at this place, if both are in the same clause; it begins at ``low`` or later."""
        text = self.text
        low = max(low, verb - WIDEST)
        for at, _ in self.between(low, verb):
            if text[at + 1] not in "’'-" and self.joined(at + 1, verb):
                before = before_phrase(text, low, at)
                listed = before in ("and", "&") and text[low : text.rfind(before, low, at)].rstrip().endswith(P)
                if before not in GOVERNS and not listed:
                    return named(at)
        for pronoun in reversed(list(_BEFORE_VERB.finditer(text, max(low, verb - 60), verb))):
            if self.joined(pronoun.end(), verb):
                return Subject(*pronoun.span(), "pronoun", pronoun[0].lower())
        for the in reversed(list(_THE_BEFORE_VERB.finditer(text, max(low, verb - 160), verb))):
            at = the.start()
            role = self._role(at)
            before = text[low:at].rstrip().rpartition(" ")[2].lower()
            clause = not before or before[-1] in ',“"(' or before in _CLAUSE
            if role and clause and self.joined(role.end, verb) and P not in text[role.end : verb]:
                return role
        return None

    def joined(self, end: int, verb: int) -> bool:
        """Whether a subject that ends at ``end`` can be that of the verb."""
        return _BETWEEN.fullmatch(self.text, end, verb) is not None

    def acts(self, at: int) -> int:
        """The end of the verb whose subject the person at this place is; 0 if there is none."""
        text = self.text
        does = _DOES.match(text, at + 1)
        if not does or (does["third"] and head_of(does["third"][:-1])):
            return 0
        before = before_phrase(text, 0, at)
        return does.end() if not before or before in _CLAUSE - {"that", "if", "because"} or before[-1] in _ENDING else 0

    def is_topic(self, at: int) -> bool:
        """Whether a sentence begins with what belongs to the person at this place: "P's brother left"."""
        return self.text[at + 1 : at + 2] in ("’", "'") and self.text[self.sentence(at)[0] : at].strip() == ""

    def others(self, low: int, high: int) -> bool:
        """Whether somebody who is no known person says something in ``text[low:high]``."""
        verbs = [verb for verb in self.verbs(low, high) if not verb.participle]
        return any(
            _OTHERS.search(self.text, max(low, verb.start - 60), verb.start)
            or _OTHERS_BEHIND.match(self.text, verb.end)
            for verb in verbs
        )

    def _role(self, at: int) -> Subject | None:
        found = _THE.match(self.text, at)
        if not found:
            return None
        words = found["words"].split(" ")
        count = next((n for n, word in enumerate(words, 1) if word.lower() in _ROLES), 0)
        role = " ".join(words[:count])
        return Subject(at, found.start("words") + len(role), "role", role.lower()) if count else None


def _head(text: str, at: int) -> int:
    """The place of the person whose phrase begins here: "the former senator P"; -1 if it is no such phrase."""
    head = -1
    for count, piece in enumerate(_PIECE.finditer(text, at, at + 200)):
        word = piece[0]
        if word[0] == P:
            if word == P:
                head = piece.start()
                continue
            if word[1] in "’'":
                continue
            return head if word[1] == "-" else piece.start()
        if count > _MOST_MODIFIERS or not word[0].isalnum() or word.lower() in _NO_MODIFIER:
            break
        if not (word[-1].isalnum() or (word[-1] == "." and word[0].isupper() and len(word) < 7)):
            break
    return head


def before_phrase(text: str, low: int, at: int) -> str:
    """The word before the phrase of the person at this place, in lower case; empty at the beginning."""
    for count, word in enumerate(reversed(text[max(low, at - WIDEST) : at].split())):
        bare = word.strip('“"(').lower()
        if count >= _MOST_MODIFIERS or bare in _NO_MODIFIER or not (word[-1].isalnum() or word[-1] in ".’'"):
            return bare
        if word[0] == P or not (word[0].isupper() or head_of(word) or bare in ("the", "former", "then")):
            return bare
    return ""
