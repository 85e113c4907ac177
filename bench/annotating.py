"""How fast the language model processes articles: by itself, as a build calls it, on two processors, in a whole build.

usage: python bench/annotating.py [--articles 400] [--rounds 3]

The cases take turns on the same generated articles; loading the model is not measured. Prints words per second,
medians.
"""

import argparse
import statistics
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from time import perf_counter

import corpus

from builder.annotate.propose import DEFAULT, load_model, propose
from builder.site import build
from builder.store.workers import in_workers

MODEL = load_model(DEFAULT)
Texts = Sequence[str]


def bare(articles: Sequence[Texts]) -> None:
    """The model's own pipe over all texts."""
    for _ in MODEL.pipe(text for texts in articles for text in texts):
        pass


def one(articles: Sequence[Texts]) -> None:
    """As in a build, on one processor."""
    _proposed(articles)


def two(articles: Sequence[Texts]) -> None:
    """As in a build, on two."""
    for _ in in_workers(_proposed, articles, 2):
        pass


def whole(articles: Sequence[Texts]) -> None:
    """A build from scratch on one processor, with everything else."""
    with tempfile.TemporaryDirectory() as name:
        content = Path(name, "content")
        content.mkdir()
        for number, texts in enumerate(articles):
            (content / f"{number}.txt").write_text("\n\n".join(texts), encoding="utf-8")
        build(Path(name), jobs=1, search="none")


def _proposed(articles: Sequence[Texts]) -> int:
    return sum(len(propose(texts, MODEL)) for texts in articles)


CASES: tuple[Callable[[Sequence[Texts]], None], ...] = (bare, one, two, whole)


def main() -> None:
    """Print a line for each case."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--articles", type=int, default=400)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    articles = [corpus.raw(article).split("\n\n") for article in corpus.articles(options.articles)]
    words = sum(len(text.split()) for texts in articles for text in texts)
    bare(articles[:20])
    taken: dict[str, list[float]] = {case.__name__: [] for case in CASES}
    for _ in range(options.rounds):
        for case in CASES:
            began = perf_counter()
            case(articles)
            taken[case.__name__].append(perf_counter() - began)
    speeds = {name: words / statistics.median(seconds) for name, seconds in taken.items()}
    for name, speed in speeds.items():
        print(f"{name:<6}{speed:>9,.0f} words per second")
    for one_name, other in (("one", "bare"), ("two", "one"), ("whole", "bare")):
        print(f"{one_name} / {other} {speeds[one_name] / speeds[other]:.2f}")


if __name__ == "__main__":
    main()
