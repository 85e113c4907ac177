"""What ties a person to a place or an organization, and how old they are, in the words around the name."""

from collections.abc import Iterator
from typing import NamedTuple

from builder.annotate.lexicon import THINGS, TITLES
from builder.annotate.name_place import CAPITALS, PARTY, SKIPPED, TOWN, NamePlace
from builder.annotate.role_phrases import RolePhrase, head_of, without_stop
from builder.annotate.role_words import AUTHORS, RELATIONS, WORKS
from builder.core.regex import regex

OLDEST = 115
"""Years; a greater number is no age."""
_NEXT = regex(r",? (?:\(?(?:\d|D|R|age)|now|of|from|with|who|lives|resides|works|is|turns|an?)")
"""How everything begins that is read after a name; checked first, since the rest is slower."""
_AGES = (
    regex(r", (?:aged?,? |now )?(\d{1,3})(?![.,]\d)(?=[,.;)]|$)"),
    regex(r",? aged? (\d{1,3})\b"),
    regex(r"(?:, who)? (?:is|turns|is now) (\d{1,3})(?![.,]\d)(?: years old)?(?=[,.;]| and\b|$)"),
    regex(r", an? (?:(?!nearly|almost|about)[a-z]+ )?(\d{1,3})-year-old\b"),
)
"""What follows a name."""
_AGE_IN_BRACKETS = regex(r" \((?:aged? (\d{1,3})\)|(\d{1,3})\), (?:an?|of|from|who) )")
"""Without one of these words after it, a number in brackets is a score, or that of a shirt."""
_AGE_BEFORE = regex(r"\b(\d{1,3})-year-old \Z")
_NOUN = regex(r" ([a-z-]+)")
_PARTIES = {"D": "Democrat", "DFL": "Democrat", "R": "Republican"}
_ORIGIN = regex(
    rf"(?: of|, of|, from) (?!the )({TOWN})(?! (?:and|or) [A-Z])"
    rf"|(?: of|, of|, from) the ({CAPITALS})(?=[,.;)]|$| (?:who|and|said|told|met|has|had|is|was|[a-z]+e[ds])\b)"
)
_HOME = regex(rf", (?:of|from) (?!the )({TOWN})(?=[,.;)]|$)")
"""What follows an age."""
_WITH = regex(rf",? with ((?:the )?{CAPITALS})(?=[,.;)]|$| said\b)")
_LIVES = regex(rf"(?:, who)? (?:lives|resides) in ({TOWN})")
_WORKS = regex(rf"(?:, who)? works (?:for|at) ((?:the )?{CAPITALS})")
_LOCAL = regex(r"((?:[A-Z][\w.’'-]* ){0,2}[A-Z][\w.’'-]*(?:, [A-Z][\w.]+,)?) (?:resident|native) \Z")
_BASED = regex(r"([A-Z][\w.]*(?: [A-Z][\w.]*)?)-based\b")
_INSIDE = regex(rf"\b(of|at|for|with|in|from) ((?:the )?{CAPITALS})")
_NAMED = {"GPE": "place", "LOC": "place", "FAC": "place", "ORG": "organisation"}
"""What the language model's labels mean here."""
_TOPIC = regex(r"\b(?:on|about|between|against) (?:the )?\Z")
_WORK = regex(r"\b(?:of|on|about|between|against|for) (?:the )?\Z")
"""What makes a name the subject of somebody's work, or the work itself."""
_OFFICES = frozenset({"State", "House", "Senate", "Congress", "Defense", "Defence", "Justice", "Treasury", "Field"})
"""Words before or after a title that name no organization by themselves."""


class Tie(NamedTuple):
    """A place or an organization."""

    kind: str
    """"place" or "organisation"."""
    words: str


def ages(place: NamePlace) -> Iterator[int]:
    """The ages said at a mention, in years."""
    return (age for age in _numbers(place) if 0 < age <= OLDEST)


def ties_around(place: NamePlace) -> Iterator[Tie]:
    """Party, places and organizations next to a name: "X of Leeds", "X (D-Ohio)"."""
    text, at = place.text, place.end
    if text.endswith(("resident ", "native "), 0, place.start):
        local = _LOCAL.search(text, max(place.low, place.start - 80), place.start)
        if local:
            yield Tie("place", local[1].rstrip(","))
    if not _NEXT.match(text, at):
        return
    if party := PARTY.match(text, at):
        yield Tie("place", party[2])
        yield Tie("organisation", _PARTIES[party[1]])
    if (aged := SKIPPED.match(text, at)) and (home := _HOME.match(text, aged.end())):
        yield from _named(place, *home.span(1), "place", labelled=False)
        return
    for pattern, default in ((_ORIGIN, "place"), (_WITH, ""), (_LIVES, "place"), (_WORKS, "organisation")):
        if found := pattern.match(text, at):
            the = found.lastindex == 2
            yield from _named(place, *found.span(found.lastindex or 1), "" if the else default)


def ties_in(phrase: RolePhrase, place: NamePlace) -> Iterator[Tie]:
    """Places and organizations in what a person is called: "mayor of Leeds"; nobody is tied to those of relatives."""
    if phrase.head in RELATIONS:
        return
    if based := _BASED.search(phrase.words):
        yield Tie("place", based[1])
    topic = _WORK if phrase.head in AUTHORS else _TOPIC
    for proposal in place.labels.over(place.block, phrase.start, phrase.end):
        inside = phrase.start <= proposal.start and proposal.end <= phrase.end
        if inside and proposal.label in _NAMED and not topic.search(place.text, phrase.start, proposal.start):
            yield from _named(place, proposal.start, proposal.end, "")
    for found in _INSIDE.finditer(place.text, phrase.start, phrase.end):
        if phrase.head in AUTHORS and found[1] not in ("at", "with"):
            continue
        usual = "place" if found[1] in ("of", "in", "from") else "organisation"
        yield from _named(place, *found.span(2), "" if phrase.head in WORKS else usual)


def _numbers(place: NamePlace) -> Iterator[int]:
    text, end = place.text, place.end
    if _NEXT.match(text, end):
        for pattern in _AGES:
            if found := pattern.match(text, end):
                yield int(found[1])
        if found := _AGE_IN_BRACKETS.match(text, end):
            yield int(found[1] or found[2])
    if text.endswith("-old ", 0, place.start) and (
        found := _AGE_BEFORE.search(text, max(place.low, place.start - 16), place.start)
    ):
        # In "a 31-year-old Berg supporter", the age is the supporter's.
        noun = _NOUN.match(text, end)
        if not (noun and head_of(noun[1])):
            yield int(found[1])


def _named(place: NamePlace, start: int, end: int, default: str, *, labelled: bool = True) -> Iterator[Tie]:
    """The place or organization in ``text[start:end]``; ``default`` is its kind if nothing else says what it is.

    With ``labelled``, the language model does.
    """
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
    for proposal in place.labels.over(place.block, start, end) if labelled else ():
        if proposal.start <= start:
            kind = _NAMED.get(proposal.label, "")
            town = kind == "place" and text.startswith(", ", proposal.end)
            end = proposal.end if kind and not town else end
            break
    words = text[start:end].removesuffix("’s").removesuffix("'s")
    words = words if text.startswith((",", ")", ";"), end) else without_stop(words)
    first = words.partition(" ")[0]
    title = first in TITLES and (not is_thing or words.startswith("of ", len(first) + 1))
    alone = " " not in words and (words in THINGS or words in _OFFICES)
    if kind and not (title or alone or words in place.people_named or first[:1].islower()):
        yield Tie(kind, words)
