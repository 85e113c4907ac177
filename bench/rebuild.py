"""How long a build takes when nothing, or one thing, has changed: whole processes, over generated articles.

usage: python bench/rebuild.py [--articles 1000] [--words 700] [--runs 7]

Prints medians in seconds, how many pages were written, and whether spaCy was imported. The first build runs the
language model over everything and takes minutes; what follows is what an author waits for.
"""

import argparse
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

GIVEN = "Anna Boris Chen Dalia Emeka Fatima Goran Helena Ibrahim Julia Kofi Lena Marco Nadia Olga Pedro".split()
FAMILY = "Abbott Bauer Castillo Diallo Eriksen Fischer Haddad Ivanov Jansen Kowalski Larsen Mbeki Novak".split()
COUNTRIES = "France Germany Japan Kenya Brazil Canada Norway Egypt Mexico Poland Ghana Chile".split()
SENTENCES = (
    "{full} arrived in {country} on a grey morning, and the talks began without delay.",
    "“We did not come here to agree about everything,” {family} said.",
    "Officials from {country} and {other} spoke of progress, though no paper was signed.",
    "The price of wheat had risen for the third month, and nobody expected it to fall.",
    "{family} walked along the harbour and answered questions about the budget.",
    "A spokesman for the ministry declined to say when the commission would meet again.",
    "By evening the square was empty but for two students with a banner.",
)


def article(seed: int, words: int) -> str:
    """A story of about so many words: the same for the same seed."""
    chance = random.Random(seed)
    people = [(chance.choice(GIVEN), chance.choice(FAMILY)) for _ in range(6)]
    lines = [f"Talks number {seed} end in {chance.choice(COUNTRIES)}", ""]
    count = 0
    while count < words:
        sentences = []
        for _ in range(4):
            given, family = chance.choice(people)
            country, other = chance.sample(COUNTRIES, 2)
            pattern = chance.choice(SENTENCES)
            sentences.append(pattern.format(full=f"{given} {family}", family=family, country=country, other=other))
        lines += [" ".join(sentences), ""]
        count += len(lines[-2].split())
    return "\n".join(lines)


def build(folder: Path, *options: str) -> tuple[float, str, bool]:
    """Seconds of a whole process, its report, and whether it imported spaCy."""
    command = [sys.executable, *options, "-m", "builder", "build"]
    began = time.perf_counter()
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    return time.perf_counter() - began, done.stdout, "spacy" in done.stderr


def measure(name: str, folder: Path, runs: int, edit: object) -> None:
    """Print the median of several builds, each after an edit."""
    seconds, report = [], ""
    for run in range(runs):
        assert callable(edit)
        edit(run)
        took, report, _ = build(folder)
        seconds.append(took)
    edit(runs)
    _, _, spacy = build(folder, "-X", "importtime")
    pages = report.splitlines()[1]
    print(f"{name:<24} {statistics.median(seconds):7.2f} s   {pages}   spaCy {'imported' if spacy else 'not imported'}")


def main() -> None:
    """Generate, build, edit, build."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--words", type=int, default=700)
    parser.add_argument("--runs", type=int, default=7)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        content = folder / "content"
        content.mkdir()
        for seed in range(options.articles):
            (content / f"story-{seed:05}.txt").write_text(article(seed, options.words), encoding="utf-8")
        took, report, _ = build(folder)
        print(f"{'first build':<24} {took:7.2f} s   {report.splitlines()[1]}")
        time.sleep(2.1)  # Files younger than that are read again, which no author waits for twice.
        build(folder)
        one = content / "story-00000.txt"
        texts = [one.read_text(encoding="utf-8"), one.read_text(encoding="utf-8") + "\nNobody else was there.\n"]
        measure("nothing changed", folder, options.runs, lambda _: None)
        for text in reversed(texts):
            one.write_text(text, encoding="utf-8")
            build(folder)  # so that its annotation is remembered
        measure(
            "one body edited", folder, options.runs, lambda run: one.write_text(texts[run % 2 - 1], encoding="utf-8")
        )
        decisions = content / "entities.toml"
        measure(
            "one alias decided",
            folder,
            options.runs,
            lambda run: decisions.write_text(f'[person.anna-bauer]\nname = "Anna Bauer"\nnote = "{run}"\n'),
        )


if __name__ == "__main__":
    main()
