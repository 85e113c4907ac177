"""What each reading rule claims in real texts, and every short line that remains in the body.

``python bench/structure.py [FILE.jsonl|FILE.txt …]``: without files, the texts in ../shared that are not ours. Most of
the remaining short lines should be sentences; others show which rule is missing.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

from builder.core.values import RawArticle
from builder.markdown.block_writer import write_blocks
from builder.read.article_reader import Reader
from builder.read.match import LineKind
from builder.read.structure import explain

SHARED = Path(__file__).parent.parent.parent / "shared"
SHORT = 9
"""Words."""


def main() -> None:
    """Print the tables, or a message that there are no texts."""
    files = [Path(name) for name in sys.argv[1:]] or sorted(
        [*SHARED.glob("gold/*.jsonl"), *SHARED.glob("articles/*.txt")]
    )
    if not files:
        sys.exit('no texts: name files, .jsonl with one {"text": …} in a line or .txt')
    taken: Counter[tuple[str, str]] = Counter()
    short: list[tuple[str, str, str]] = []
    for name, text in texts(files):
        for claim in explain(RawArticle("a.txt", text)):
            taken[claim.kind.value, claim.rule] += 1
            if claim.kind is LineKind.PARAGRAPH and len(claim.text.split()) < SHORT:
                short.append((name, claim.rule, claim.text))
    print(f"{sum(taken.values()):>6}  lines of {sum(1 for _ in texts(files))} texts\n")
    for (kind, rule), count in sorted(taken.items(), key=lambda pair: (-pair[1], pair[0])):
        print(f"{count:>6}  {kind:<12} {rule}")
    print(f"\n{len(short)} lines of under {SHORT} words stayed in the body:\n")
    for name, rule, text in short:
        print(f"{name:<28} {'' if rule == 'paragraph' else rule:<10} {text}")
    print(f"\n{milliseconds(files):.2f} ms for structure and Markdown of 700 words (median of the texts, scaled)")


def texts(files: list[Path]) -> Iterator[tuple[str, str]]:
    """The name and the content of each text."""
    for file in files:
        whole = file.read_text(encoding="utf-8")
        if file.suffix == ".jsonl":
            yield from ((row["id"], row.get("text") or row["paste"]) for row in map(json.loads, whole.splitlines()))
        else:
            yield file.stem, whole


def milliseconds(files: list[Path]) -> float:
    """The cost of reading 700 words as bytes and writing them as Markdown; for each text the best of three."""
    reader, times = Reader(), []
    for _, text in texts(files):
        raw = text.encode()
        best = min(_seconds(reader, raw) for _ in range(3))
        times.append(best * 1000 * 700 / len(text.split()))
    return sorted(times)[len(times) // 2]


def _seconds(reader: Reader, raw: bytes) -> float:
    begun = perf_counter()
    article = reader.article("a.txt", raw, "a.txt").value
    write_blocks(article.blocks if article else ())
    return perf_counter() - begun


if __name__ == "__main__":
    main()
