"""Which strings of an article name people: decided once for each string, from all the places where it stands.

A full name needs more that speaks for a person (the model's label, a known first name, a title, "said") than against
(another label, the name of a thing). A name of one word, without a full one to lean on, needs more still.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from builder.annotate.lexicon import (
    HONORIFICS,
    ROLE_NOUNS,
    SOFT,
    THINGS,
    TITLES,
    VERBS,
    Lexicon,
    is_family_first,
    is_ordinary,
)
from builder.annotate.names import Run, Token, Words, is_full, key, split_titles
from builder.model import Block, Proposal

FULL = 1.0
"""What must remain for a full name; tuned on the development texts, as are the weights below."""
PARTNER = 0.4
"""What a partner in a list is worth that is surely somebody."""
LONE = 2.0
"""What must remain for a name of one word."""

_AGE = re.compile(r", (?:aged? )?\d\d\b")
_APPOSITION = re.compile(r", (?:(?:an?|the|his|her|its|their|then|now|former)\b|([a-z-]+))")
_PARTNER = re.compile(r"(?:,| and|, and| &) ")
_WHO = re.compile(r",? who\b")
_BORN = re.compile(r" \((?:born|b\.|\d{4}|\d\d\))")
_NEXT = re.compile(r"(?:,[”’\"']?)? ?([a-z]+)")
_PLACED = frozenset({"in", "at", "near", "from", "to"})
_DETERMINED = frozenset({"the", "a", "an", "my", "our", "this", "that", "The", "A", "An"})


@dataclass(frozen=True, slots=True)
class Part:
    """The part of a run that could be a name: what is left without titles and nationalities."""

    run: Run
    tokens: tuple[Token, ...]
    titles: tuple[Token, ...]

    @property
    def words(self) -> Words:
        """Its words."""
        return tuple(token.text for token in self.tokens)

    @property
    def span(self) -> tuple[int, int]:
        """Half-open, in its passage."""
        return self.tokens[0].start, self.tokens[-1].end


@dataclass(slots=True)
class Evidence:
    """What speaks for a person; each kind counts to a limit, so that no cue wins by being repeated."""

    kinds: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    places: int = 0

    def add(self, kind: str, weight: float, limit: float) -> None:
        """Count a cue of this kind."""
        total = self.kinds[kind] + weight
        self.kinds[kind] = max(-limit, min(limit, total))

    @property
    def total(self) -> float:
        """For, less against."""
        return sum(self.kinds.values())


def parts(runs: Iterable[Run], countries: Collection[str], names: Lexicon) -> list[Part]:
    """The part of each run that could be a name."""
    found = []
    for run in runs:
        at = split_titles(run.tokens, names)
        while at < len(run.tokens) - 1 and run.tokens[at].text in countries and run.tokens[at].text not in names.first:
            at += 1
        rest = run.tokens[at:]
        if len(rest) > 2 and rest[0].opens and not _begins(rest[0], names) and _begins(rest[1], names):
            at += 1
        found.append(Part(run, run.tokens[at:], run.tokens[:at]))
    return found


def full_names(
    found: Sequence[Part], labels: "Labels", countries: Collection[str], names: Lexicon
) -> dict[Words, Words]:
    """The full names of people, by key: as first written."""
    evidence: dict[Words, Evidence] = defaultdict(Evidence)
    written: dict[Words, Words] = {}
    alone = _people_alone(found, labels)
    for part in found:
        for tokens in _choices(part, labels):
            words = tuple(token.text for token in tokens)
            if not is_full(words):
                continue
            each = evidence[key(words)]
            if part.run.block or key(words) not in written:
                written.setdefault(key(words), words)
            _weigh(each, part, tokens, labels, against=2.4)
            _weigh_words(each, words, countries, names)
            each.kinds["alone"] = min(1.5, 0.5 * alone[key(words[-1:])])
    accepted = {name for name, each in evidence.items() if each.total >= FULL}
    for one, other in pairwise(found):
        names_of = key(one.words), key(other.words)
        if _are_partners(one, other) and not accepted.isdisjoint(names_of):
            accepted |= {name for name in names_of if name in written and evidence[name].total >= FULL - PARTNER}
    return {name: written[name] for name in evidence if name in accepted}


def lone_names(
    found: Sequence[Part], labels: "Labels", countries: Collection[str], names: Lexicon, small: Collection[str]
) -> set[Words]:
    """The names of one word that clearly are people's: a title, or said twice. ``small`` are words in small letters."""
    evidence: dict[Words, Evidence] = defaultdict(Evidence)
    titled: set[Words] = set()
    for part in found:
        if len(part.tokens) != 1 or part.words[0] in TITLES | THINGS or part.words[0] in countries:
            continue
        (word,) = part.words
        name = key(part.words)
        each = evidence[name]
        each.places += 1
        if part.titles and part.titles[-1].text in TITLES:
            titled.add(name)
            each.add("title", 2.5, 2.5)
        _weigh(each, part, part.tokens, labels, against=1.2)
        if part.run.before in _DETERMINED and not part.titles:
            each.add("determined", -2, 2)
        elif part.run.before in _PLACED:
            each.add("placed", -0.8, 1.6)
        if word.lower() in small:
            each.add("small", -2, 2)
        if not part.tokens[0].opens:
            each.add("inside", 0.5, 0.5)
        if len(word) < 3 or (word.isupper() and len(word) > 2):
            each.add("shape", -2, 2)
        if word in names.first:
            each.add("first", 0.5, 0.5)
        elif is_ordinary(word, names):
            each.add("ordinary", -1, 1)
    return {name for name, each in evidence.items() if each.total >= LONE and (name in titled or each.places > 1)}


class Labels:
    """Guards the model's proposals for looking up by place."""

    def __init__(self, passages: Sequence[Block], proposals: Sequence[Proposal]) -> None:
        self._at: Mapping[int, list[Proposal]] = defaultdict(list)
        for proposal in proposals:
            self._at[proposal.block].append(proposal)
        self._passages = passages

    def over(self, block: int, start: int, end: int) -> list[Proposal]:
        """The proposals that share a character with this stretch."""
        return [p for p in self._at.get(block, ()) if p.start < end and start < p.end]

    def other(self, block: int, start: int, end: int) -> bool:
        """Whether the model sees a thing or place in this stretch, and no person."""
        over = self.over(block, start, end)
        return bool(over) and all(proposal.label != "PERSON" for proposal in over)

    def swallow(self, block: int, start: int, end: int) -> bool:
        """Whether a thing that the model sees there has more capitalised words than this stretch."""
        text = self._passages[block].text
        return any(
            p.start <= start
            and end <= p.end
            and re.search(r"[^\W\d_]*[A-Z]", text[p.start : start] + text[end : p.end])
            for p in self.over(block, start, end)
            if p.label != "PERSON"
        )


def _are_partners(one: Part, other: Part) -> bool:
    """Whether two parts stand in one list: "A and B", "A, B"."""
    same = one.run.block == other.run.block and not other.titles
    between = _PARTNER.match(one.run.after) if same else None
    return bool(between) and other.span[0] == one.run.tokens[-1].end + (between.end() if between else 0)


def _people_alone(found: Sequence[Part], labels: Labels) -> Counter[Words]:
    """How often each word stands alone where the model sees a person."""
    return Counter(
        key(part.words)
        for part in found
        if len(part.tokens) == 1 and any(p.label == "PERSON" for p in labels.over(part.run.block, *part.span))
    )


def _begins(token: Token, names: Lexicon) -> bool:
    return token.text in names.first or token.text in names.family_first


def _choices(part: Part, labels: Labels) -> list[tuple[Token, ...]]:
    """The whole part, and what the model takes for a person in it."""
    choices = [part.tokens]
    for proposal in labels.over(part.run.block, *part.span):
        inside = tuple(t for t in part.tokens if proposal.start <= t.start and t.end <= proposal.end)
        if proposal.label == "PERSON" and 1 < len(inside) < len(part.tokens):
            choices.append(inside)
    return choices


def _weigh(each: Evidence, part: Part, tokens: Sequence[Token], labels: Labels, *, against: float) -> None:
    """Count what speaks for or against at one place; other labels no further than to ``against``."""
    start, end = tokens[0].start, tokens[-1].end
    for proposal in labels.over(part.run.block, start, end):
        whole = proposal.start <= start and end <= proposal.end
        if proposal.label == "PERSON":
            each.add("person", 1.0 if whole else 0.5, 2)
        elif whole:
            each.add("other", -0.8, against)
    if len(tokens) > 1 and part.titles:
        each.add("title", 1, 1)
    if part.titles and part.titles[-1].text in HONORIFICS:
        each.add("honorific", 1, 1)
    if part.run.before in ROLE_NOUNS and not part.titles:
        each.add("role", 1, 1)
    if part.run.owned and not part.titles:
        each.add("owned", -0.4, 0.4)
    if tokens[-1] is not part.run.tokens[-1]:
        return
    after = part.run.after
    verb = _NEXT.match(after)
    if verb and verb[1] in VERBS:
        each.add("verb", 0.8, 1.4)
    if _AGE.match(after) or _BORN.match(after):
        each.add("age", 1, 1)
    apposition = _APPOSITION.match(after)
    if apposition and (not apposition[1] or apposition[1] in ROLE_NOUNS):
        each.add("apposition", 0.4, 0.4)
    if _WHO.match(after):
        each.add("who", 0.8, 0.8)


def _weigh_words(each: Evidence, words: Words, countries: Collection[str], names: Lexicon) -> None:
    """Count what the words of a full name tell by themselves."""
    known = words[0] in names.first or is_family_first(words, names)
    if known:
        each.add("first", 0.7, 0.7)
    things = {word for word in words[1:] if word in THINGS} | ({words[0]} & THINGS)
    if things - (SOFT if known else frozenset()):
        each.add("thing", -4, 4)
    if words[-1] in TITLES:
        each.add("thing", -4, 4)
    if not known and all(is_ordinary(word, names) for word in words):
        each.add("ordinary", -1.2, 1.2)
    if words[-1] in countries or (words[0] in countries and not known):
        each.add("country", -2, 2)
    if any(word.isupper() and len(word) > 3 for word in words) and not all(word.isupper() for word in words):
        each.add("shape", -1, 1)
