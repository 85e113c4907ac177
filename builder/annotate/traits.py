"""What an article says of its people, in the words around their names: what it calls them, how old they are.

Each rule looks at one mention and the sentence around it, and takes only what grammar ties to the name. A wrong trait
would part one person or join two, so in doubt a rule finds nothing.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from msgspec import Struct

from builder.annotate.evidence import Labels
from builder.annotate.lexicon import THINGS, TITLES, Lexicon
from builder.annotate.role_phrases import RolePhrase, head_of, phrase_after, phrase_before, phrase_ending, without_stop
from builder.annotate.role_words import AUTHORS, PREPOSITIONS, RELATIONS, RHETORICAL, WEAK, WORKS
from builder.core.kinds import EntityKind
from builder.core.text import sentences
from builder.core.values import Block, BlockKind, Link, LocalEntity, Traits

OLDEST = 115
"""Years; a greater number is no age."""

_CAPITALS = r"[A-Z][\w.’'&-]*(?: (?:(?:of|and|for|de|&|the) ){0,2}[A-Z][\w.’'&-]*){0,5}"
_TOWN = rf"(?:the )?{_CAPITALS}(?:, [A-Z][\w.]*(?: [A-Z][\w.]*)?(?=[,.;)]|$))?"
"""A place, maybe with its region: "Akron, Ohio"."""
_AGES = (
    re.compile(r", (?:aged?,? |now )?(\d{1,3})(?=[,.;)]|$)"),
    re.compile(r",? aged? (\d{1,3})\b"),
    re.compile(r"(?:, who)? (?:is|turns|is now) (\d{1,3})(?: years old)?(?=[,.;]| and\b|$)"),
    re.compile(r", an? (?:(?!nearly|almost|about)[a-z]+ )?(\d{1,3})-year-old\b"),
)
"""What follows a name."""
_AGE_IN_BRACKETS = re.compile(r" \((?:aged? )?(\d{1,3})\)")
_AGE_BEFORE = re.compile(r"\b(\d{1,3})-year-old \Z")
_PARTY = re.compile(r"(?: \(|, )(D|R|DFL)[-–]([A-Z][A-Za-z.]*(?: [A-Z][a-z.]+)?)(?:\)|(?=[,.;]|$))")
_PARTIES = {"D": "Democrat", "DFL": "Democrat", "R": "Republican"}
_SKIPPED = re.compile(
    rf",? (?:aged?,? )?\(?\d{{1,3}}\)?(?=, )|, (?:Jr|Sr|M\.?D|Ph\.?D|OBE|MBE|CBE|QC|KC|Esq)\b\.?(?=, )"
    rf"|, (?:of|from) {_TOWN}(?=, )"
)
"""What may stand between a name and its apposition."""
_ORIGIN = re.compile(rf"(?: of|, of|, from) ({_TOWN})(?! (?:and|or) [A-Z])")
_WITH = re.compile(rf",? with ((?:the )?{_CAPITALS})(?=[,.;)]|$| said\b)")
_LIVES = re.compile(rf"(?:, who)? (?:lives|resides) in ({_TOWN})")
_WORKS = re.compile(rf"(?:, who)? works (?:for|at) ((?:the )?{_CAPITALS})")
_LOCAL = re.compile(r"((?:[A-Z][\w.’'-]* ){0,2}[A-Z][\w.’'-]*(?:, [A-Z][\w.]+,)?) (?:resident|native) \Z")
_BASED = re.compile(r"([A-Z][\w.]*(?: [A-Z][\w.]*)?)-based\b")
_INSIDE = re.compile(rf"\b(of|at|for|with|in|from) ((?:the )?{_CAPITALS})")
_NAMED = {"GPE": "place", "LOC": "place", "FAC": "place", "ORG": "organisation"}
"""What the language model's labels mean here."""
_TOPIC = re.compile(r"\b(?:on|about|between|against) (?:the )?\Z")
_WORK = re.compile(r"\b(?:of|on|about|between|against|for) (?:the )?\Z")
"""What makes a name the subject of somebody's work, or the work itself."""
_OFFICES = frozenset({"State", "House", "Senate", "Congress", "Defense", "Defence", "Justice", "Treasury", "Cabinet"})
"""Words before or after a title that name no organization by themselves."""
_APPOSED = re.compile(r", who (?:is|was) |, who (?:works|worked|serves|served) as |, | [—–-] | \(")
_IS = re.compile(
    r" (?:(?:was|is|has been|had been) (?:appointed|named|elected|hired|sworn in|installed|promoted)(?: as| to)?"
    r"|is|was|became|remains|has been|(?:serves|served|works|worked) as)"
    r"(?: (?:now|also|currently|still))? "
)
_DOUBTED = re.compile(
    r"\b(?:if|whether|unless|thinks?|believes?|thought|believed|imagine|suppose|says?|claims?|claimed) \Z", re.I
)
_ENDED = re.compile(r"[,;.)—–]|$| \(")
_OPENER = re.compile(
    r"(?:After|Although|According|As|At|Because|Before|By|Despite|During|Following|For|From|If|In|Like|On|Once|Since"
    r"|To|Under|Unlike|Until|When|While|With|Without|[A-Z][a-z]+ing) "
)
_TITLE = re.compile(r"\b(Mr|Mrs|Ms|Miss|Sir|Dame|Lady|Madame)\.? \Z")
_WOMEN = re.compile(
    r"(?:Mrs|Ms|Miss|Dame|Lady|Madame|queen|princess|actress|widow|wife|girlfriend|nun|[a-z]*-?woman"
    r"|(?:step|half-|grand|great-|ex-|god)*(?:mother|mom|mum|daughter|sister|aunt|niece|wife)(?:-.*)?)"
)
_MEN = re.compile(
    r"(?:Mr|Sir|king|prince|widower|husband|boyfriend|monk"
    r"|(?:step|half-|grand|great-|ex-|god)*(?:father|dad|son|brother|uncle|nephew|husband)(?:-.*)?)"
)
_PRONOUN = re.compile(r"\b(?:[Hh]e|[Ss]he)\b")
_SUBJECT = re.compile(r"[“\"]?(He|She)\b")
_NAMES = re.compile(r"[“\"]?(?:[A-Z][\w.]* )*")
_SEXES = {"he": "m", "she": "f"}


class _NamedAt(Struct, frozen=True, gc=False):
    """A mention of a person in its passage."""

    block: int
    text: str
    start: int
    end: int
    low: int
    """Where its sentence begins."""
    high: int
    """Where its sentence ends."""
    people: Sequence[int]
    """Where mentions of people begin in the passage, ascending."""
    people_named: Collection[str]
    """Full names and last names of people in the article."""
    labels: Labels
    names: Lexicon

    def has_person(self, start: int, end: int) -> bool:
        """Whether a mention of a person begins there."""
        at = bisect_left(self.people, start)
        return at < len(self.people) and self.people[at] < end

    def is_name(self, start: int, end: int) -> bool:
        """Whether a word is a name, even at the beginning of a sentence."""
        return bool(self.labels.over(self.block, start, end)) or not self.names.is_ordinary(self.text[start:end])


@dataclass(slots=True)
class _Told:
    """The traits of a person while an article is read, each once, in reading order."""

    forms: dict[str, None] = field(default_factory=dict)
    roles: dict[str, tuple[int, str]] = field(default_factory=dict)
    """By their words in lower case: rank and words."""
    ages: dict[int, None] = field(default_factory=dict)
    sexes: list[str] = field(default_factory=list)
    """What titles and relations say, once for each."""
    pronouns: list[str] = field(default_factory=list)
    places: dict[str, None] = field(default_factory=dict)
    organisations: dict[str, None] = field(default_factory=dict)

    def as_traits(self, local: LocalEntity) -> Traits:
        """The traits of this person; the most telling roles come first."""
        roles = [words for _, words in sorted(self.roles.values(), key=lambda each: each[0])]
        sex = _winner(self.sexes) or _winner(self.pronouns)
        return Traits(
            local,
            tuple(self.forms),
            tuple(roles),
            tuple(self.ages),
            sex,
            tuple(self.places),
            tuple(self.organisations),
        )


def traits(passages: Sequence[Block], made: Sequence[Link], labels: Labels, names: Lexicon) -> Iterator[Traits]:
    """The traits of each person whom the article links, in order of first mention."""
    by_block: dict[int, list[Link]] = {}
    for link in made:
        if link.mention.kind is EntityKind.PERSON:
            by_block.setdefault(link.mention.block, []).append(link)
    forms = {link.local.name.split()[-1] for links in by_block.values() for link in links if link.local.name}
    forms |= {link.local.name for links in by_block.values() for link in links}
    told: dict[LocalEntity, _Told] = {}
    for block in sorted(by_block):
        passage, links = passages[block], sorted(by_block[block], key=lambda link: link.mention.start)
        people = [link.mention.start for link in links]
        spans = sentences(passage.text)
        for link in links:
            m = link.mention
            person = told.setdefault(link.local, _Told())
            person.forms[passage.text[m.start : m.end]] = None
            # In a headline, capitals hide where a phrase ends.
            if passage.kind not in (BlockKind.TITLE, BlockKind.HEADING):
                near = bisect_right(spans, m.start, key=lambda span: span[0]) - 1
                low, high = spans[near] if near >= 0 else (0, len(passage.text))
                place = _NamedAt(
                    block, passage.text, m.start, m.end, low, max(high, m.end), people, forms, labels, names
                )
                _tell(person, place)
        _count_pronouns(passage.text, spans, links, told)
    if len(told) == 1:
        (person,) = told.values()
        found = [_SEXES[each.lower()] for block in passages for each in _PRONOUN.findall(block.text)]
        person.pronouns.extend(found if len(found) > 2 else ())
    for local, person in told.items():
        yield person.as_traits(local)


def _winner(votes: Sequence[str]) -> str:
    """The sex for which nearly all votes are."""
    women, men = votes.count("f"), votes.count("m")
    return "f" if women > 4 * men else "m" if men > 4 * women else ""


def _tell(person: _Told, place: _NamedAt) -> None:
    """Add what is said at one mention."""
    text, start, end = place.text, place.start, place.end
    for rule in ROLES:
        phrase = rule(place)
        if phrase is None:
            continue
        _add_phrase(person, phrase, place)
    title = _TITLE.search(text, max(0, start - 10), start)
    if title:
        person.sexes.append(_sex(title[1]))
    for age in _ages(place):
        if 0 < age <= OLDEST:
            person.ages[age] = None
    if text.startswith((" ", ","), end):
        _tell_after(person, place)
    local = _LOCAL.search(text, max(place.low, start - 80), start)
    if local:
        person.places[local[1].rstrip(",")] = None


def _tell_after(person: _Told, place: _NamedAt) -> None:
    """Add what the words directly after a name say of party, place and organization."""
    text, at = place.text, place.end
    if party := _PARTY.match(text, at):
        person.places[party[2]] = None
        person.organisations[_PARTIES[party[1]]] = None
    aged = _SKIPPED.match(text, at)
    at = aged.end() if aged and aged[0][-1].isdigit() else at
    for pattern, default in ((_ORIGIN, "place"), (_WITH, ""), (_LIVES, "place"), (_WORKS, "organisation")):
        found = pattern.match(text, at)
        if found:
            _add_named(person, place, found.span(1), default=default)


# Roles


def _before(place: _NamedAt) -> RolePhrase | None:
    """Directly before the name: "former senator X"."""
    phrase = phrase_before(place.text, place.low, place.start, place.is_name)
    if phrase and phrase.determiner in ("a", "an", "the") and " " not in place.text[place.start : place.end]:
        return None  # "The lawyer Berg hired" is somebody else.
    return phrase


def _ending(place: _NamedAt) -> RolePhrase | None:
    """Before the name and a comma: "the mayor of Leeds, X, said"."""
    text, start = place.text, place.start
    if not text.endswith(", ", 0, start) or not _ENDED.match(text, place.end):
        return None
    if text.startswith(", ", place.end) and place.has_person(place.end + 2, place.end + 3):
        return None
    return phrase_ending(text, place.low, start - 2, place.is_name)


def _apposed(place: _NamedAt) -> RolePhrase | None:
    """After the name: "X, 45, a plumber from Leeds, …", "X, who is a nurse", "X (director of the museum)"."""
    text, at = place.text, place.end
    while (skipped := _SKIPPED.match(text, at) or _PARTY.match(text, at)) and not place.has_person(at, skipped.end()):
        at = skipped.end()
    joint = _APPOSED.match(text, at)
    if joint is None:
        return None
    phrase = phrase_after(text, joint.end(), place.high)
    if phrase is None or "who" in joint[0]:
        return phrase
    after = text[phrase.end : phrase.end + 6]
    if joint[0] == " (":
        return phrase if phrase.whole and after[:1] == ")" else None
    if not phrase.closed or _is_subject(place, phrase):
        return None
    if not phrase.determiner and text[phrase.start].isupper() and place.has_person(phrase.start + 1, phrase.end):
        return None  # "X, Secretary of State Y": the next in a list.
    if phrase.determiner in ("his", "her", "their", "its") and not (
        phrase.whole and after[:1] in ",.;" and not re.match(r", (?:and|his|her|their) ", after)
    ):
        return None  # "X, his wife and their son" are three people.
    after_comma = phrase.end + 2
    next_one = after == ", the " or (after.startswith(", ") and place.has_person(after_comma, after_comma + 1))
    listed = phrase.determiner == "the" and next_one
    return None if listed else phrase


def _is_subject(place: _NamedAt, phrase: RolePhrase) -> bool:
    """Whether the phrase may be the subject after an introduction: "After he met X, the president …"."""
    if phrase.determiner != "the" or not _OPENER.match(place.text, place.low):
        return False
    introduced = place.text.find(", ", place.low, place.start) < 0
    return introduced and not (phrase.whole and place.text.startswith(",", phrase.end))


def _is(place: _NamedAt) -> RolePhrase | None:
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
    return None if phrase is None or phrase.head in RHETORICAL else phrase


ROLES: tuple[Callable[[_NamedAt], RolePhrase | None], ...] = (_before, _ending, _apposed, _is)


def _add_phrase(person: _Told, phrase: RolePhrase, place: _NamedAt) -> None:
    """Add a role, and what is said in it."""
    if phrase.words:
        person.roles.setdefault(phrase.words.casefold(), (_rank(phrase), phrase.words))
    if 0 < phrase.age <= OLDEST:
        person.ages[phrase.age] = None
    if sex := _sex(phrase.head):
        person.sexes.append(sex)
    if phrase.head in RELATIONS:
        return
    based = _BASED.search(phrase.words)
    if based:
        person.places[based[1]] = None
    for proposal in place.labels.over(place.block, phrase.start, phrase.end):
        inside = phrase.start <= proposal.start and proposal.end <= phrase.end
        topic = _WORK if phrase.head in AUTHORS else _TOPIC
        if inside and proposal.label in _NAMED and not topic.search(place.text, phrase.start, proposal.start):
            _add_named(person, place, (proposal.start, proposal.end))
    for found in _INSIDE.finditer(place.text, phrase.start, phrase.end):
        usual = "place" if found[1] in ("of", "in", "from") else "organisation"
        _add_named(person, place, found.span(2), default="" if phrase.head in AUTHORS | WORKS else usual)


def _rank(phrase: RolePhrase) -> int:
    """0 for an office or occupation with what it is about, 1 for a bare one, 2 for a relation."""
    bare = " " not in phrase.words
    if phrase.head in RELATIONS or (phrase.head in WEAK and bare):
        return 2
    return int(bare)


# Ages, sexes, places, organizations


def _ages(place: _NamedAt) -> Iterator[int]:
    text, end = place.text, place.end
    for pattern in _AGES if text.startswith((" ", ","), end) else ():
        if found := pattern.match(text, end):
            yield int(found[1])
    if " " in text[place.start : end] and (found := _AGE_IN_BRACKETS.match(text, end)):
        yield int(found[1])
    if found := _AGE_BEFORE.search(text, max(place.low, place.start - 16), place.start):
        yield int(found[1])


def _sex(word: str) -> str:
    """The sex that a title or a relation implies."""
    return "f" if _WOMEN.fullmatch(word) else "m" if _MEN.fullmatch(word) else ""


def _count_pronouns(
    text: str, spans: Sequence[tuple[int, int]], links: Sequence[Link], told: dict[LocalEntity, _Told]
) -> None:
    """Count each "He" or "She" after a sentence that names its subject and no one else."""
    starts = [link.mention.start for link in links]
    for (low, high), (after, _) in pairwise(spans):
        subject = _SUBJECT.match(text, after)
        here = links[bisect_right(starts, low - 1) : bisect_right(starts, high - 1)]
        if subject is None or len({link.local for link in here}) != 1 or here[0].mention.start > low + 40:
            continue
        opening = text[low : here[0].mention.start]
        others = [word for word in re.findall(r"[a-z-]+", text[here[0].mention.end : high]) if head_of(word)]
        if not others and _NAMES.fullmatch(opening):
            told[here[0].local].pronouns.append(_SEXES[subject[1].lower()])


def _add_named(person: _Told, place: _NamedAt, span: tuple[int, int], *, default: str = "") -> None:
    """Add the place or organization in a span; ``default`` says what it is if nothing else does."""
    start, end = span
    text = place.text
    if text.startswith(("the ", "The "), start):
        start, default = start + 4, ""
    if place.has_person(start, end):
        end = text.find(", ", start, end)  # "Of Leeds, Otto Kern": the next in a list.
    if end < 0 or place.has_person(start, end):
        return
    *before, last = text[start:end].split()
    is_thing = bool(before) and last.rstrip(".") in THINGS
    kind = "organisation" if is_thing else default
    for proposal in place.labels.over(place.block, start, end):
        if proposal.start <= start:
            kind = _NAMED.get(proposal.label, "")
            town = kind == "place" and text.startswith(", ", proposal.end)
            end = proposal.end if kind and not town else end
            break
    words = text[start:end].removesuffix("’s").removesuffix("'s")
    words = words if text.startswith((",", ")", ";"), end) else without_stop(words)
    first = words.partition(" ")[0]
    title = first in TITLES and not is_thing
    alone = " " not in words and (words in THINGS or words in _OFFICES)
    if title or alone or words in place.people_named or first[:1].islower():
        return
    if kind == "place":
        person.places[words] = None
    elif kind:
        person.organisations[words] = None
