"""The places in an article of people's names that were found, and the links made there."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import chain, islice, pairwise

from msgspec.structs import replace

from builder.annotate.bind import Person, TextPosition, Use, bind, keys
from builder.annotate.evidence import Evidence, KnownWords, Labels, sex
from builder.annotate.lexicon import NAMED, PARTICLES, PLACED, POSTPOSED, THINGS, Lexicon, is_family_first
from builder.annotate.links import Links
from builder.annotate.names import NamePart, NameWords, Token, initials_of, key, shorts
from builder.annotate.people import are_listed
from builder.annotate.phrase_places import Span
from builder.annotate.same_name import OPEN, whose
from builder.core.kinds import EntityKind
from builder.core.regex import regex
from builder.core.values import Block, LocalEntity, Via

_FAMILY = regex(r" (?:famil(?:y|ies)|brothers|sisters|siblings|dynasty)\b")
_NOBODY = regex(rf"{_FAMILY.pattern}| of |[’'.,;:?!)]|\Z")
"""What follows "the Bush" if no person is meant; "the Bush administration" is his."""

_DC = regex(r",? D\.? ?C\b")
_RELATIVES = regex(r"\b(?:brothers|sisters|siblings|twins|cousins|parents|grandparents|couple|spouses),? \Z")
"""What precedes the names of two people of one family."""
_REGION = regex(r", [A-Z][a-z]")
"""What follows a town: its state or country."""

_ELDER = regex(r"\b[Tt]he (?:first|elder|older|younger|second) \Z")
"""What tells two people of nearly one name apart: "the first President Hald"."""

AGAINST = -2.0
"""The evidence against a short form of a full name that is needed to reject it."""

GIVEN_AGAINST = -0.7
"""The same, for forms other than the family name: "Virginia" in an article about the state and Virginia Woolf."""


MOST_NAMESAKES = 100
"""People of one family name among whom a variant of a name is searched for; an article about a family names fewer."""


def place_full(
    found: Sequence[NamePart],
    full: Mapping[NameWords, NameWords],
    known: Mapping[NameWords, LocalEntity],
    strings: KnownWords,
    links: Links,
    passages: Sequence[Block],
) -> tuple[list[Person], dict[NameWords, NameWords]]:
    """Link every full name; the people named, and the names that may mean any of several of them, as written.

    ``known`` come from decisions. Variants of one name are one person.
    """
    same = _variants(full, known, set(_told_apart(found)))
    lengths: dict[str, int] = defaultdict(int)
    for name in full:
        lengths[name[0]] = max(lengths[name[0]], len(name))
    named: dict[NameWords, list[Span]] = {}
    starts: dict[int, list[int]] = defaultdict(list)
    sexes: dict[NameWords, str] = {}
    for part in found:
        for at, end in _longest(part.run.tokens, full, lengths):
            first, last = part.run.tokens[at], part.run.tokens[end - 1]
            ahead = part.run.tokens[end : end + 1]
            if any(token.text in THINGS for token in ahead) or strings.labels.swallow(
                part.run.block, first.start, last.end, owns=True
            ):
                continue
            name = same[_key(part.run.tokens[at:end])]
            named.setdefault(name, []).append((part.run.block, first.start, last.end))
            starts[part.run.block].append(first.start)
            if at == len(part.titles):
                sexes[name] = sexes.get(name) or sex(part)
    alone = Counter(part.words[0] for part in found if len(part.tokens) == 1)
    spanish = strings.names.spanish - strings.names.first
    forms = {
        name: list(shorts(full[name], family_first=_is_first(full[name], alone, strings.names), spanish=spanish))
        for name in named
    }
    for variant, name in same.items():
        if name in forms and variant[0] not in PARTICLES and strings.names.is_first(full[variant][0]):
            forms[name].append(full[variant][:1])  # "Charlie" of "Charlie Gordon", who is Charles Gordon
    persons: list[Person] = []
    unclear: dict[NameWords, NameWords] = {}
    for name, places in named.items():
        local = known.get(name) or LocalEntity(EntityKind.PERSON, " ".join(full[name]))
        one = name in known or len(places) == 1
        numbers = [0] * len(places) if one else whose(places, passages, starts, strings.labels, strings.names)
        implied = sexes.get(name) or strings.names.sex(full[name][0])
        for each, theirs in _linked(local, places, numbers, links).items():
            persons.append(Person(each, tuple(theirs), keys(forms[name]), implied))
        if OPEN in numbers:
            unclear[name] = full[name]
    return persons, unclear


def _told_apart(found: Sequence[NamePart]) -> Iterator[frozenset[NameWords]]:
    """The pairs of names with one family name that are not one person's, by what the article says.

    They are side by side in a list, "Rosa Hald and Rosa T. Hald", or one is "the elder Rosa Hald".
    """
    elder = {part.key for part in found if _ELDER.search(part.run.ahead)}
    namesakes: dict[str, dict[NameWords, None]] = defaultdict(dict)
    for name in (part.key for part in found if elder):
        namesakes[name[-1]].setdefault(name)
    for name in elder:
        yield from (frozenset((name, other)) for other in islice(namesakes[name[-1]], MOST_NAMESAKES))
    for one, two in pairwise(found):
        both = one.words[-1] == two.words[-1] and len(one.words) > 1 and not two.run.ahead.endswith(" or ")
        if both and are_listed(one, two):
            yield frozenset((one.key, two.key))


def _variants(
    full: Mapping[NameWords, NameWords],
    known: Mapping[NameWords, LocalEntity],
    apart: Collection[frozenset[NameWords]],
) -> dict[NameWords, NameWords]:
    """For each full name, the one of the same person that stands for it; no pair that is ``apart`` is one person's."""
    same: dict[NameWords, NameWords] = {}
    by_last: dict[str, list[NameWords]] = defaultdict(list)
    for name in sorted(full, key=lambda name: (name not in known, any(len(w) == 1 for w in name), -len(name))):
        namesakes = chain(by_last[name[-1]][:MOST_NAMESAKES], by_last[name[0]][:MOST_NAMESAKES])
        alike = (other for other in namesakes if _is_same(name, other) and frozenset((name, other)) not in apart)
        same[name] = next(alike, name)
        if same[name] == name:
            by_last[name[-1]].append(name)
    return same


def _linked(
    local: LocalEntity, places: Sequence[Span], numbers: Sequence[int], links: Links
) -> dict[LocalEntity, list[TextPosition]]:
    """Link these places of a full name, each to the person with its number; no link where that is open."""
    found: dict[LocalEntity, list[TextPosition]] = {}
    for place, number in zip(places, numbers, strict=True):
        if number == OPEN:
            links.take(place)
        else:
            each = replace(local, number=number) if number else local
            links.add(place, each, Via.NAME, "full-name")
            found.setdefault(each, []).append(place[:2])
    return found


def _is_same(name: NameWords, other: NameWords) -> bool:
    """Whether two full names of one article belong to one person.

    "D. Trump" and "Donald Trump", "Luis Vega" and "José Luis Vega", "Vega Luis" and "Luis Vega"; not "George W. Bush"
    and "George H. W. Bush".
    """
    if name[-1] in POSTPOSED and len(name) == 2:
        return name[0] == other[-1]
    initials, others = (tuple(initials_of(each[1:-1])) for each in (name, other))
    if initials and others and initials != others:
        return False
    one, two = (tuple(w for i, w in enumerate(each) if i in (0, len(each) - 1) or len(w) > 1) for each in (name, other))
    if one == two[::-1]:
        return True
    if one[-1] != two[-1]:
        return False
    if set(one) <= set(two) or set(two) <= set(one):
        return True
    first, second = sorted((one[0], two[0]), key=len)
    fewer, more = sorted((set(one[1:]), set(two[1:])), key=len)
    if len(name) == len(other) and all(map(_begins, name, other)):
        return True
    return fewer <= more and (_begins(first, second) or _is_diminutive(first, second))


def _begins(one: str, two: str) -> bool:
    """Whether one is the other or its initial."""
    return one == two or (1 in (len(one), len(two)) and one[0] == two[0])


def _is_diminutive(one: str, two: str) -> bool:
    """Whether one of two first names is short for the other: "Flo" and "Florence", "Charlie" and "Charles"."""
    for short, long in ((one, two), (two, one)):
        stem = re.sub(r"(?:(.)\1)?(?:ie|ey|y)$", r"\1", short)
        if len(stem) > 2 and long.startswith(stem) and (stem != short or len(long) > len(short) + 2):
            return True
    return False


def _longest(
    run: Sequence[Token], names: Mapping[NameWords, NameWords], lengths: Mapping[str, int]
) -> Iterator[tuple[int, int]]:
    """The places of the longest of these names in a run; ``lengths`` is the most words of one, by its first word."""
    at = 0
    while at < len(run):
        # Each word has at least one word in the key of a name.
        last = min(len(run), at + lengths.get(_key(run[at : at + 1])[0], 0))
        end = next((e for e in range(last, at + 1, -1) if _key(run[at:e]) in names), 0)
        if end:
            yield at, end
        at = end or at + 1


def place_shorts(
    found: Sequence[NamePart],
    persons: Sequence[Person],
    weighed: Mapping[NameWords, Evidence],
    known: KnownWords,
    links: Links,
    passages: Sequence[Block],
) -> dict[NameWords, NameWords]:
    """Link every short name to its person; the ambiguous ones, as written."""
    all_shorts = {short for person in persons for short in person.shorts}
    places = [(part, tokens) for part in found for tokens in _short_places(part, all_shorts, known, links)]
    uses: dict[Use, list[TextPosition]] = defaultdict(list)
    written: dict[NameWords, NameWords] = {}
    for part, place in places:
        words = tuple(token.text for token in place)
        uses[key(words), sex(part)].append((part.run.block, place[0].start))
        written.setdefault(key(words), words)
    bound, unclear = bind([*persons, *_namesakes(persons, uses, written, weighed)], uses)
    for part, place in places:
        short, block = _key(place), part.run.block
        if person := bound.get(((short, sex(part)), (block, place[0].start))):
            usual = short == person.shorts[0]
            if short in weighed and weighed[short].seen < (AGAINST if usual else GIVEN_AGAINST):
                continue
            rule = ("sticky" if usual else "given-name") if " " in person.local.name else "not-identified"
            start = _with_particles(passages[block].text, place[0].start, person)
            links.add((block, start, place[-1].end), person.local, Via.SHORT, rule)
    return {short: written[short] for short, _ in unclear}


def _namesakes(
    persons: Sequence[Person],
    uses: Mapping[Use, Sequence[TextPosition]],
    written: Mapping[NameWords, NameWords],
    weighed: Mapping[NameWords, Evidence],
) -> Iterator[Person]:
    """People without a full name, whose title parts them from all who have one: "Mr. Brandt" beside Angela Brandt."""
    sexes: dict[NameWords, set[str]] = defaultdict(set)
    for person in persons:
        sexes[person.shorts[0]].add(person.sex)
    for (short, implied), places in uses.items():
        named = sexes.get(short) if implied else None
        if named and named.isdisjoint((implied, "")) and short in weighed and weighed[short].is_clear:
            yield Person(LocalEntity(EntityKind.PERSON, " ".join(written[short])), tuple(places), (short,), implied)


def _with_particles(text: str, start: int, person: Person) -> int:
    """The start of a family name including the particles before ``start``: that of "von der" in "von der Leyen"."""
    particles = " ".join(word for word in person.local.name.split()[1:] if word in PARTICLES)
    return start - len(particles) - 1 if particles and text.endswith(f" {particles} ", 0, start) else start


def _short_places(
    part: NamePart, wanted: set[NameWords], known: KnownWords, links: Links
) -> Iterator[tuple[Token, ...]]:
    """The places in a run where a short name could be: alone, after titles, or as one side of a hyphen."""
    run = part.run
    if _is_town(part):
        return
    if run.before in ("the", "The", "a", "an") and (_FAMILY if part.titles else _NOBODY).match(run.after):
        return
    free = [token for token in run.tokens if links.is_free(run.block, token.start, token.end)]
    headline = (run.headline or run.block == 0) and not any(token.text in THINGS for token in run.tokens)
    if len(free) == len(run.tokens):
        rest = part.tokens
        while len(rest) > 1 and _precedes(rest[0], known) and _key(rest) not in wanted and _key(rest[:1]) not in wanted:
            rest = rest[1:]
        given = known.names.is_name(rest[0].text) and len(rest) < len(part.tokens) and not part.tokens[0].opens
        if _key(rest) in wanted and not given:  # "the Crime Bill"
            if not known.labels.swallow(run.block, rest[0].start, rest[-1].end, owns=True):
                yield rest
            return
    for token in free:
        if headline and key((token.text,)) in wanted and len(run.tokens) > 2:
            yield (token,)
        yield from _sides(token, wanted)


def _precedes(word: Token, known: KnownWords) -> bool:
    """Whether a word may stand before a name and is no part of it: "Several Tramell friends"."""
    return word.opens or (known.is_ordinary(word.text) and word.text not in THINGS and word.text not in NAMED)


def _is_town(part: NamePart) -> bool:
    """Whether a word is used like a town: "in Hamilton, Bermuda", "Washington, D.C."."""
    run = part.run
    follows = _DC.match(run.after) or (_REGION.match(run.after) if run.before in PLACED else None)
    return follows is not None and not part.titles


def _key(tokens: Sequence[Token]) -> NameWords:
    return key(tuple(token.text for token in tokens))


def _sides(token: Token, wanted: set[NameWords]) -> Iterator[tuple[Token, ...]]:
    """The sides of "Trump-Kim" that are names."""
    if "-" not in token.text and "–" not in token.text:
        return
    at = token.start
    for side in re.split(r"[-–]", token.text):
        if key((side,)) in wanted and side[:1].isupper():
            yield (Token(side, at, at + len(side), opens=False, joined=False, capital=True),)
        at += len(side) + 1


def place_lone(
    found: Sequence[NamePart], lone: set[NameWords], persons: Sequence[Person], labels: Labels, links: Links
) -> None:
    """Link names of one word that are never given in full here."""
    written = dict(_of_families(found, lone, persons))
    for part in found:
        for (token,) in _lone_places(part, lone):
            if not labels.swallow(part.run.block, token.start, token.end):
                name = written.setdefault(key((token.text,)), token.text)
                links.add(
                    (part.run.block, token.start, token.end),
                    LocalEntity(EntityKind.PERSON, name),
                    Via.SHORT,
                    "not-identified",
                )


def _of_families(
    found: Sequence[NamePart], lone: set[NameWords], persons: Sequence[Person]
) -> Iterator[tuple[NameWords, str]]:
    """First names whose family name a relative beside them has: "the brothers Anton and Emil Vance"."""
    beside = [
        (one, two)
        for one, two in pairwise(found if lone else ())
        if len(one.tokens) == 1 and two.run.ahead.endswith(" and ") and _RELATIVES.search(one.run.ahead)
    ]
    families = {key(person.local.name.split()): person.shorts[0] for person in persons} if beside else {}
    for one, two in beside:
        family = families.get(two.key, ())
        if family and one.key in lone and len(family) < len(two.words) and one.run.block == two.run.block:
            yield one.key, " ".join((one.words[0], *two.words[len(two.words) - len(family) :]))


def _lone_places(part: NamePart, lone: set[NameWords]) -> Iterator[tuple[Token, ...]]:
    rest = part.tokens
    while len(rest) > 1 and rest[0].opens and key((rest[0].text,)) not in lone:
        rest = rest[1:]
    if len(rest) == 1 and key((rest[0].text,)) in lone:
        yield (rest[0],)
        return
    for token in part.run.tokens:
        yield from _sides(token, lone)


def _is_first(words: NameWords, alone: Mapping[str, int], names: Lexicon) -> bool:
    """Whether the family name comes first: judging by its words, otherwise by how the article shortens it."""
    if is_family_first(words, names):
        return True
    if words[0] not in names.family_first or words[-1] in names.family_first:
        return False
    return alone[words[0]] > alone[words[-1]]
