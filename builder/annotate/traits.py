"""What an article says of its people: evidence that tells people of one name apart.

A wrong trait would part one person or join two, so all rules find nothing in doubt.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from builder.annotate.evidence import Labels
from builder.annotate.lexicon import Lexicon
from builder.annotate.name_place import NamePlace
from builder.annotate.role_choice import telling
from builder.annotate.role_phrases import RolePhrase, head_of
from builder.annotate.role_rules import roles
from builder.annotate.ties import Tie, ages, ties_around, ties_in
from builder.core.kinds import EntityKind
from builder.core.regex import regex
from builder.core.text import sentences
from builder.core.values import Block, BlockKind, GivenRole, Link, LocalEntity, Traits

_TITLES = tuple(
    f"{title} " for title in ("Mr.", "Mr", "Mrs.", "Mrs", "Ms.", "Ms", "Miss", "Sir", "Dame", "Lady", "Madame")
)
_WOMEN = regex(
    r"(?:Mrs|Ms|Miss|Dame|Lady|Madame|queen|princess|actress|widow|wife|girlfriend|nun|[a-z]*-?woman"
    r"|(?:step|half-|grand|great-|ex-|god)*(?:mother|mom|mum|daughter|sister|aunt|niece|wife)(?:-.*)?)"
)
_MEN = regex(
    r"(?:Mr|Sir|king|prince|widower|husband|boyfriend|monk"
    r"|(?:step|half-|grand|great-|ex-|god)*(?:father|dad|son|brother|uncle|nephew|husband)(?:-.*)?)"
)
_PRONOUN = regex(r"\b(?:[Hh]e|[Ss]he)\b")
_SUBJECT = regex(r"[“\"]?(He|She)\b")
_NAMES = regex(r"[“\"]?(?:[A-Z][\w.]* )*")
_SEXES = {"he": "m", "she": "f"}


@dataclass(slots=True)
class _FoundTraits:
    """The traits of a person while an article is read, each once, in reading order."""

    forms: dict[str, None] = field(default_factory=dict)
    roles: dict[str, GivenRole] = field(default_factory=dict)
    """By their words in lower case."""
    ages: dict[int, None] = field(default_factory=dict)
    sexes: list[str] = field(default_factory=list)
    """What titles and relations say, once for each."""
    pronouns: list[str] = field(default_factory=list)
    ties: dict[Tie, None] = field(default_factory=dict)

    def as_traits(self, local: LocalEntity) -> Traits:
        """The traits of this person; the most telling roles come first."""
        roles = sorted(self.roles.values(), key=telling)
        sex = _winner(self.sexes) or _winner(self.pronouns)
        places = [tie.words for tie in self.ties if tie.kind == "place"]
        organisations = [tie.words for tie in self.ties if tie.kind == "organisation"]
        return Traits(
            local,
            tuple(self.forms),
            tuple([role.words for role in roles]),
            tuple(self.ages),
            sex,
            tuple(places),
            tuple(organisations),
            tuple([role.words for role in roles if role.names_somebody]),
        )


def traits(passages: Sequence[Block], made: Sequence[Link], labels: Labels, names: Lexicon) -> Iterator[Traits]:
    """The traits of each person whom the article links, in order of first mention."""
    by_block: dict[int, list[Link]] = {}
    for link in made:
        if link.mention.kind is EntityKind.PERSON:
            by_block.setdefault(link.mention.block, []).append(link)
    forms = {link.local.name.split()[-1] for links in by_block.values() for link in links if link.local.name}
    forms |= {link.local.name for links in by_block.values() for link in links}
    found: dict[LocalEntity, _FoundTraits] = {}
    for block in sorted(by_block):
        passage, links = passages[block], sorted(by_block[block], key=lambda link: link.mention.start)
        people = [link.mention.start for link in links]
        spans = sentences(passage.text)
        for link in links:
            m = link.mention
            person = found.setdefault(link.local, _FoundTraits())
            person.forms[passage.text[m.start : m.end]] = None
            # In a headline, capitals hide where a phrase ends.
            if passage.kind not in (BlockKind.TITLE, BlockKind.HEADING):
                near = bisect_right(spans, m.start, key=lambda span: span[0]) - 1
                low, high = spans[near] if near >= 0 else (0, len(passage.text))
                place = NamePlace(
                    block, passage.text, m.start, m.end, low, max(high, m.end), people, forms, labels, names
                )
                _add(person, place, links)
        _count_pronouns(passage.text, spans, links, found)
    if len(found) == 1:
        (person,) = found.values()
        pronouns = [_SEXES[each.lower()] for block in passages for each in _PRONOUN.findall(block.text)]
        person.pronouns.extend(pronouns if len(pronouns) > 2 else ())
    for local, person in found.items():
        yield person.as_traits(local)


def _winner(votes: Sequence[str]) -> str:
    """The sex for which nearly all votes are."""
    women, men = votes.count("f"), votes.count("m")
    return "f" if women > 4 * men else "m" if men > 4 * women else ""


def _add(person: _FoundTraits, place: NamePlace, links: Sequence[Link]) -> None:
    """Add what is said at one mention; ``links`` are those of its passage."""
    for phrase in roles(place):
        if phrase.words and not phrase.bare:
            role = GivenRole(phrase.words, _names_somebody(phrase, place.text, links))
            person.roles.setdefault(phrase.words.casefold(), role)
        person.ages.update(dict.fromkeys(filter(None, (phrase.age,))))
        person.sexes += filter(None, (_sex(phrase.head),))
        person.ties.update(dict.fromkeys(ties_in(phrase, place)))
    if place.text.endswith(_TITLES, 0, place.start):
        title = place.text[max(0, place.start - 10) : place.start - 1].rpartition(" ")[2]
        person.sexes.append(_sex(title.rstrip(".").lstrip('(“"')))
    person.ages.update(dict.fromkeys(ages(place)))
    person.ties.update(dict.fromkeys(ties_around(place)))


def _names_somebody(phrase: RolePhrase, text: str, links: Sequence[Link]) -> bool:
    """Whether a person's name ends the phrase or stands right before its head: what is of "Trump campaign" is not."""
    within = (link.mention.end for link in links if phrase.start <= link.mention.start < phrase.end)
    return any(not rest or bool(head_of(rest[0])) for end in within for rest in [text[end : phrase.end].split()])


def _sex(word: str) -> str:
    """The sex that a title or a relation implies."""
    return "f" if _WOMEN.fullmatch(word) else "m" if _MEN.fullmatch(word) else ""


def _count_pronouns(
    text: str, spans: Sequence[tuple[int, int]], links: Sequence[Link], found: dict[LocalEntity, _FoundTraits]
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
            found[here[0].local].pronouns.append(_SEXES[subject[1].lower()])
