"""Texts in which people and countries are marked, what was found in them, and a comparison of the two."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from builder.annotate.lexicon import TITLES
from builder.core.values import Article, Link, Via

Span = tuple[int, int]
_TITLES = {title.rstrip(".").casefold() for title in TITLES} | {
    *"vice deputy former foreign prime chief attorney u.s us officer administrator sgt sergeant maj".split(),
    *"spokesman spokeswoman emperor".split(),
}


@dataclass
class Text:
    """One marked text and what was found in it, by position in the text."""

    words: int
    people: dict[Span, str]
    """The person for each marked name."""
    optional: set[Span]
    countries: dict[Span, str]
    maybe: list[Span]
    """Marked countries, optional ones included."""
    found: dict[Span, tuple[str, str]] = field(default_factory=dict)
    """The id and the rule for each person found."""
    nations: dict[Span, tuple[str, Via]] = field(default_factory=dict)
    raw: set[Span] = field(default_factory=set)
    """The people that the language model alone finds."""
    text: str = ""


@dataclass
class Figures:
    """Counts of right and wrong results."""

    counts: Counter[str] = field(default_factory=Counter)
    groups: list[tuple[float, float]] = field(default_factory=list)

    def f(self, right: str, wrong: str, missed: str) -> tuple[float, float, float]:
        """Precision, recall and F in per cent."""
        c = self.counts
        p = c[right] / max(1, c[right] + c[wrong])
        r = c[right] / max(1, c[right] + c[missed])
        return 100 * p, 100 * r, 200 * p * r / max(1e-9, p + r)

    @property
    def wrong(self) -> float:
        """Wrong people per 1,000 words."""
        return 1000 * self.counts["over wrong"] / max(1, self.counts["words"])

    @property
    def b3(self) -> float:
        """How well mentions are grouped by person: the F of B-cubed."""
        p, r = (sum(each[i] for each in self.groups) / max(1, len(self.groups)) for i in (0, 1))
        return 200 * p * r / max(1e-9, p + r)


def marked(row: Mapping[str, Any]) -> Text:
    """A text with its marks."""
    text = str(row["text"])
    start, end = row["span"]
    people: dict[Span, str] = {}
    optional, maybe = set(), []
    countries: dict[Span, str] = {}
    for m in row["mentions"]:
        span = m["start"], m["end"]
        core = bare(text, span, person=m["type"] == "person")
        if m["type"] == "person" and core and text[core[0]].isupper():
            people[core] = m["entity"]
            optional |= {core} if m["optional"] else set()
        elif m["type"] == "country":
            maybe.append(core or span)
            if core and not m["optional"] and text[m["start"] : m["end"]].lstrip()[:1].isupper():
                countries[core] = m["entity"]
    return Text(len(text[start:end].split()), people, optional, countries, maybe, text=text)


def fill(text: Text, article: Article, links: Iterable[Link], bounds: Sequence[int]) -> None:
    """Add what was found, by its position in the text."""
    here = places(article, text.text)
    for link in links:
        m = link.mention
        if m.block not in here:
            continue
        span = here[m.block][m.start], here[m.block][m.end - 1] + 1
        core = bare(text.text, span, person=m.kind == "person") if inside(span, bounds) else None
        if core and m.kind == "person":
            text.found[core] = link.local.id or link.local.name, link.rule
        elif core:
            text.nations[core] = link.local.id, m.via


def places(article: Article, text: str) -> dict[int, list[int]]:
    """For each passage, the position in the source of each character; empty for changed ones."""
    at = [i for i, c in enumerate(text) if not c.isspace()]
    dense = "".join(text.split())
    last = 0
    found: dict[int, list[int]] = {}
    for number, passage in enumerate(article.passages):
        here: list[int] = []
        for line in passage.text.split("\n"):
            solid = "".join(line.split())
            start = dense.find(solid, last)
            if start < 0:
                start = dense.find(solid)
            if start < 0 and solid.startswith("—"):
                solid = solid[1:]
                start = dense.find(solid, last)
            if start < 0:
                here = []
                break
            last = start + len(solid)
            step = start + len(solid) - len("".join(line.split()))
            for c in f"{line}\n":
                here.append(at[min(max(step, 0), len(at) - 1)])
                step += not c.isspace()
        if here and passage.text:
            found[number] = here
    return found


def inside(span: Span, bounds: Sequence[int]) -> bool:
    """Whether a span is in the marked part of the text."""
    return span[0] >= bounds[0] and span[1] <= bounds[1]


def bare(text: str, span: Span, *, person: bool) -> Span | None:
    """A span without what is not part of a name: white space and punctuation around it, "the", "'s", titles."""
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1] in " \n,;:\"'”’":
        end -= 1
    if the := re.match(r"[Tt][Hh][Ee]\s+", text[start:end]):
        start += the.end()
    if text[start:end].endswith(("'s", "’s", "'S")):
        end -= 2
    while person and (word := re.match(r"(\S+)(\s+|$)", text[start:end])) and word[1].casefold().rstrip(".") in _TITLES:
        start += word.end()
    return (start, end) if start < end else None


def figures(texts: Iterable[Text], *, raw: bool = False) -> Figures:
    """The counts over these texts; with ``raw`` of what the language model alone finds."""
    sums = Figures()
    for text in texts:
        found = dict.fromkeys(text.raw, ("", "")) if raw else text.found
        gold = text.people
        sums.counts.update(
            {
                "words": text.words,
                "right": len(found.keys() & gold.keys()),
                "wrong": len(found.keys() - gold.keys()),
                "missed": len(gold.keys() - found.keys() - text.optional),
                "over": sum(1 for span in found if beside(span, gold)),
                "over wrong": sum(1 for span in found if not beside(span, gold)),
                "over missed": sum(1 for span in gold.keys() - text.optional if not beside(span, found)),
                "nation": sum(1 for span, who in text.countries.items() if text.nations.get(span, ("",))[0] == who),
                "nation missed": sum(1 for s, who in text.countries.items() if text.nations.get(s, ("",))[0] != who),
                "nation wrong": sum(
                    1
                    for span, (_, via) in text.nations.items()
                    if via not in (Via.CAPITAL, Via.METONYM) and not beside(span, text.maybe)
                ),
            }
        )
        pairs = [(found[near][0], who) for span, who in gold.items() if (near := beside(span, found))]
        for mine, theirs in pairs:
            both = pairs.count((mine, theirs))
            same = sum(1 for one, _ in pairs if one == mine), sum(1 for _, other in pairs if other == theirs)
            sums.groups.append((both / same[0], both / same[1]))
    return sums


def beside(span: Span, others: Iterable[Span]) -> Span | None:
    """The first of the others that overlaps this one."""
    return next((other for other in others if span[0] < other[1] and other[0] < span[1]), None)
