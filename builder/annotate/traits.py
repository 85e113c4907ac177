"""What an article says of its people, in the words around their names: what it calls them, how old they are."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import dropwhile

from builder.annotate.evidence import sex
from builder.annotate.lexicon import FUNCTION, HONORIFICS, ROLE_NOUNS, TITLES
from builder.annotate.names import NamePart
from builder.core.kinds import EntityKind
from builder.core.values import Block, Link, LocalEntity, Traits

_APPOSITION = re.compile(r", ([^,.;:“”\"()—]{3,120}?)(?=[,.;—]| who | said\b|$)")
_AGE = re.compile(r",? (?:aged (?=\d))?\(?(\d{1,3})[,)]")
_NO_ROLE = FUNCTION - {"First", "Former", "Second"}
"""Words that may begin a sentence before a role: "When North Korean leader …"."""
_ROLE_BEFORE = re.compile(r"((?:[A-Z][\w.’'-]* ){0,3})([a-z][a-z-]+) $")


@dataclass(slots=True)
class _Told:
    """The traits of a person while an article is read, each once, in reading order."""

    forms: dict[str, None] = field(default_factory=dict)
    roles: dict[str, None] = field(default_factory=dict)
    ages: dict[int, None] = field(default_factory=dict)
    sexes: dict[str, None] = field(default_factory=dict)


def traits(passages: Sequence[Block], found: Sequence[NamePart], made: Sequence[Link]) -> Iterator[Traits]:
    """The traits of each person whom the article links, in order of first mention."""
    parts = {(part.run.block, token.start): part for part in found for token in part.run.tokens}
    told: dict[LocalEntity, _Told] = {}
    for link in sorted(made, key=lambda link: (link.mention.block, link.mention.start)):
        m = link.mention
        if m.kind is not EntityKind.PERSON:
            continue
        text = passages[m.block].text
        person = told.setdefault(link.local, _Told())
        person.forms[text[m.start : m.end]] = None
        part = parts.get((m.block, m.start))
        if part is None or m.block == 0:
            continue
        person.roles.update(dict.fromkeys(_roles(text, m.start, m.end, part)))
        person.sexes[sex(part)] = None
        if age := _AGE.match(text, m.end):
            person.ages[int(age[1])] = None
    for local, each in told.items():
        sexes = [each for each in each.sexes if each]
        one = sexes[0] if len(sexes) == 1 else ""
        yield Traits(local, tuple(each.forms), tuple(each.roles), tuple(each.ages), one)


def _roles(text: str, start: int, end: int, part: NamePart) -> Iterator[str]:
    """What the words before and after a name call the person."""
    titles = part.run.tokens[: bisect_right(part.run.tokens, start, key=lambda token: token.end)]
    before = _ROLE_BEFORE.search(text, max(0, start - 80), start)
    if titles and titles[-1].text in TITLES and titles[-1].text not in HONORIFICS:
        yield text[titles[0].start : start].strip()
    elif before and before[2] in ROLE_NOUNS and not titles:
        yield " ".join(dropwhile(_NO_ROLE.__contains__, before[0].split()))
    after = _APPOSITION.match(text, end)
    if after and ROLE_NOUNS & set(re.findall(r"[a-z-]+", after[1])[:8]) and after[1][:1].islower():
        yield re.sub(r"^(?:an?|the) ", "", after[1])
