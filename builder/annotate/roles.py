"""What an article calls people: before a name ("South Korean President"), after it ("director of …")."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import dropwhile

from builder.annotate.lexicon import FUNCTION, HONORIFICS, ROLE_NOUNS, TITLES
from builder.annotate.names import NamePart, Run
from builder.core.kinds import EntityKind
from builder.core.values import Block, Link, Role

_APPOSITION = re.compile(r", ([^,.;:“”\"()—]{3,120}?)(?=[,.;—]| who | said\b|$)")
_NO_ROLE = FUNCTION - {"First", "Former", "Second"}
"""Words that may begin a sentence before a role: "When North Korean leader …"."""
_ROLE_BEFORE = re.compile(r"((?:[A-Z][\w.’'-]* ){0,3})([a-z][a-z-]+) $")


def roles(passages: Sequence[Block], found: Sequence[NamePart], made: Sequence[Link]) -> Iterator[Role]:
    """What the article calls people, before and after their names."""
    starts: dict[tuple[int, int], Run] = {}
    for part in found:
        for token in part.run.tokens:
            starts[part.run.block, token.start] = part.run
    for link in sorted(made, key=lambda link: (link.mention.block, link.mention.start)):
        m = link.mention
        run = starts.get((m.block, m.start))
        if m.kind is not EntityKind.PERSON or run is None or m.block == 0:
            continue
        text = passages[m.block].text
        titles = run.tokens[: bisect_right(run.tokens, m.start, key=lambda token: token.end)]
        before = _ROLE_BEFORE.search(text, max(0, m.start - 80), m.start)
        if titles and titles[-1].text in TITLES and titles[-1].text not in HONORIFICS:
            yield Role(link.bearer, text[titles[0].start : m.start].strip())
        elif before and before[2] in ROLE_NOUNS and not titles:
            yield Role(link.bearer, " ".join(dropwhile(_NO_ROLE.__contains__, before[0].split())))
        after = _APPOSITION.match(text, m.end)
        if after and ROLE_NOUNS & set(re.findall(r"[a-z-]+", after[1])[:8]) and after[1][:1].islower():
            yield Role(link.bearer, re.sub(r"^(?:an?|the) ", "", after[1]))
