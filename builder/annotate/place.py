"""Where in an article the names stand that were found or decided, and the links that are made there."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from builder.annotate.bind import Person, Place, bind, keys
from builder.annotate.lexicon import Lexicon, is_family_first
from builder.annotate.names import Token, Words, key, shorts
from builder.annotate.people import Labels, Part
from builder.model import Bearer, Block, Certainty, EntityKind, Link, Mention, Via

CERTAINTY = {"given-name": Certainty.LIKELY, "not-identified": Certainty.LIKELY}
"""Of the rules for people; the others are certain."""


@dataclass(slots=True)
class Links:
    """Guards that no two links overlap: what comes first stays."""

    made: list[Link] = field(default_factory=list)
    taken: list[tuple[int, int, int]] = field(default_factory=list)
    """Spans (passage, start, end) of links, and of what may not be one."""

    def is_free(self, block: int, start: int, end: int) -> bool:
        """Whether nothing stands there yet."""
        return not any(b == block and s < end and start < e for b, s, e in self.taken)

    def add(self, place: tuple[int, int, int], bearer: Bearer, via: Via, rule: str) -> None:
        """Make a link, if its place is free."""
        if self.is_free(*place):
            certainty = CERTAINTY.get(rule, Certainty.CERTAIN)
            self.made.append(Link(Mention(*place, bearer.kind, via), bearer, rule, certainty))
            self.taken.append(place)


def place_full(
    found: Sequence[Part], full: Mapping[Words, Words], known: Mapping[Words, Bearer], names: Lexicon, links: Links
) -> list[Person]:
    """Link every full name; who is named. ``known`` are those whom somebody decided. Variants of one name are one."""
    places = [
        (part, at, end, key(tuple(token.text for token in part.run.tokens[at:end])))
        for part in found
        for at, end in _longest(part.run.tokens, full)
    ]
    often = Counter(name for _, _, _, name in places)
    same: dict[Words, Words] = {}
    for name in sorted(full, key=lambda name: (name not in known, -often[name], len(name), name)):
        same[name] = next((other for other in same.values() if _is_same(name, other)), name)
    named: dict[Words, tuple[Bearer, list[Place]]] = {}
    for part, at, end, form in places:
        name = same[form]
        bearer = known.get(name) or Bearer(EntityKind.PERSON, " ".join(full[name]))
        place = part.run.block, part.run.tokens[at].start, part.run.tokens[end - 1].end
        named.setdefault(name, (bearer, []))[1].append(place[:2])
        links.add(place, bearer, Via.NAME, "full-name")
    return [
        Person(bearer, min(where), keys(shorts(full[name], family_first=_is_first(full[name], found, names))))
        for name, (bearer, where) in named.items()
    ]


def _is_same(name: Words, other: Words) -> bool:
    """Whether two full names of one article are one person's.

    "D. Trump" and "Donald Trump", "Otto Jespersen" and "Jens Otto Harry Jespersen" are; "George W. Bush" and "George H.
    W. Bush" are not.
    """
    if name[-1] != other[-1]:
        return False
    short, long = sorted((name[:-1], other[:-1]), key=len)
    first = long[0].startswith(short[0]) if len(short[0]) == 1 else short[0].startswith(long[0]) and len(long[0]) == 1
    if (first or short[0] == long[0]) and (len(short) == 1 or short[1:] == long[1:]):
        return True
    ahead = iter(long)
    return all(len(word) > 1 and word in ahead for word in short)


def _longest(run: Sequence[Token], names: Mapping[Words, Words]) -> Iterator[tuple[int, int]]:
    """Where the longest of these names stand in a run."""
    at = 0
    while at < len(run):
        end = next(
            (e for e in range(len(run), at + 1, -1) if key(tuple(token.text for token in run[at:e])) in names), 0
        )
        if end:
            yield at, end
        at = end or at + 1


def place_shorts(
    found: Sequence[Part], persons: Sequence[Person], labels: Labels, links: Links, passages: Sequence[Block]
) -> dict[Words, Words]:
    """Link every short name to its bearer; those that could be several people's, as written."""
    all_shorts = {short for person in persons for short in person.shorts}
    places = [
        (part.run.block, tokens)
        for part in found
        for tokens in _short_places(part, all_shorts, labels, links, passages)
    ]
    uses: dict[Words, Place] = {}
    written: dict[Words, Words] = {}
    for block, place in places:
        words = tuple(token.text for token in place)
        uses.setdefault(key(words), (block, place[0].start))
        written.setdefault(key(words), words)
    bound, unclear = bind(persons, uses)
    for block, place in places:
        short = key(tuple(token.text for token in place))
        if person := bound.get(short):
            rule = "sticky" if short == person.shorts[0] else "given-name"
            if rule == "given-name" and labels.other(block, place[0].start, place[-1].end):
                continue
            links.add((block, place[0].start, place[-1].end), person.bearer, Via.SHORT, rule)
    return {short: written[short] for short in unclear}


def _short_places(
    part: Part, wanted: set[Words], labels: Labels, links: Links, passages: Sequence[Block]
) -> Iterator[tuple[Token, ...]]:
    """Where a short name could stand in a run: alone, after titles, or as one side of a hyphen."""
    run = part.run
    free = [token for token in run.tokens if links.is_free(run.block, token.start, token.end)]
    headline = run.block == 0
    if len(free) == len(run.tokens):
        rest = part.tokens
        while len(rest) > 1 and rest[0].opens and key((rest[0].text,)) not in wanted:
            rest = rest[1:]
        if key(tuple(token.text for token in rest)) in wanted:
            if not labels.swallow(run.block, rest[0].start, rest[-1].end):
                yield rest
            return
    for token in free:
        if headline and key((token.text,)) in wanted and len(run.tokens) > 2:
            yield (token,)
        yield from _sides(token, wanted, passages[run.block].text)


def _sides(token: Token, wanted: set[Words], text: str) -> Iterator[tuple[Token, ...]]:
    """The sides of "Trump-Kim" that are names."""
    sides = re.split(r"[-–]", text[token.start : token.end])
    if len(sides) < 2:
        return
    at = token.start
    for side in sides:
        if key((side,)) in wanted and side[:1].isupper():
            yield (Token(side, at, at + len(side), False, False),)
        at += len(side) + 1


def place_lone(found: Sequence[Part], lone: set[Words], labels: Labels, links: Links) -> None:
    """Link names of one word that nobody has in full here."""
    written: dict[Words, str] = {}
    for part in found:
        for (token,) in _lone_places(part, lone):
            if not labels.swallow(part.run.block, token.start, token.end):
                name = written.setdefault(key((token.text,)), token.text)
                links.add(
                    (part.run.block, token.start, token.end),
                    Bearer(EntityKind.PERSON, name),
                    Via.SHORT,
                    "not-identified",
                )


def _lone_places(part: Part, lone: set[Words]) -> Iterator[tuple[Token, ...]]:
    rest = part.tokens
    while len(rest) > 1 and rest[0].opens and key((rest[0].text,)) not in lone:
        rest = rest[1:]
    if len(rest) == 1 and key((rest[0].text,)) in lone:
        yield (rest[0],)
        return
    for token in part.run.tokens:
        yield from _sides(token, lone, " " * token.start + token.text)


def places_of(passages: Sequence[Block], words: str) -> list[tuple[int, int, int]]:
    """Where these words stand by themselves, hyphens and apostrophes of any kind."""
    pattern = "".join(
        r"[-‐‑–]" if c in "-‐‑–" else r"['’]" if c in "'’" else r"\s+" if c.isspace() else re.escape(c) for c in words
    )
    wanted = re.compile(rf"(?<![\w]){pattern}(?![\w])")
    return [
        (block, m.start(), m.end()) for block, passage in enumerate(passages) for m in wanted.finditer(passage.text)
    ]


def _is_first(words: Words, found: Sequence[Part], names: Lexicon) -> bool:
    """Whether the family name comes first: by its words, else by how the article shortens it."""
    if is_family_first(words, names):
        return True
    if words[0] not in names.family_first or words[-1] in names.family_first:
        return False
    alone = [part.words[0] for part in found if len(part.tokens) == 1]
    return alone.count(words[0]) > alone.count(words[-1])
