"""The cost of a very large archive: seconds, memory, and the sizes of cache and site.

usage: python bench/many.py FOLDER [--articles 100000] [--jobs 0] [--search]

The articles are generated, and so are the language model's proposals, since the model would take two hours on one
processor for each 100,000 articles: the names that the generator put in are proposed, and nothing else.
"""

import argparse
import re
import sys
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import corpus
from sites import run

from builder.annotate import propose as model
from builder.core.values import Proposal

NAME = re.compile(r"[A-Z][\w’-]+ (?:[A-Z]\. )?[A-Z][\w’-]+")


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--jobs", type=int, default=0)
    parser.add_argument("--search", action="store_true", help="build the full-text index")
    parser.add_argument("--build", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.build:
        build_with_stand_in(options.folder, options.articles, options.jobs, search=options.search)
        return
    if not (options.folder / "content").is_dir():
        corpus.write(options.articles, options.folder / "content")
    command = (sys.executable, __file__, str(options.folder.resolve()), *sys.argv[2:], "--build")
    for name in ("from nothing", "nothing changed", "one edit"):
        if name == "one edit":
            edit(options.folder)
        done = run(command, options.folder, memory=True)
        spent = f"{done.seconds:.1f} s, {done.processor:.1f} s of processors, {done.megabytes:,.0f} MB"
        print(f"{name}: {spent}; {done.output.strip()}", flush=True)
    for name in (".dateline/index.db", ".dateline", "site"):
        print(f"{name}: {size(options.folder / name) / 2**20:,.0f} MB", flush=True)


def edit(folder: Path) -> None:
    """Add a sentence to the first article."""
    path = min((folder / "content").rglob("*.txt"))
    with path.open("a", encoding="utf-8") as file:
        file.write("\nNothing more was said.\n")


def build_with_stand_in(folder: Path, count: int, jobs: int, *, search: bool) -> None:
    """Build, with the generator's own names in place of the model's proposals."""
    known = frozenset(corpus.people(count))

    def proposed(texts: Sequence[str], _: object) -> tuple[Proposal, ...]:
        return tuple(
            Proposal(block, found.start(), found.end(), "PERSON")
            for block, text in enumerate(texts)
            for found in NAME.finditer(text)
            if found[0] in known
        )

    model.propose = proposed  # type: ignore[assignment]  # the stand-in
    model.load_model = lru_cache(lambda _: None)  # type: ignore[arg-type, return-value]  # the stand-in
    # Only now: what reads and annotates articles is imported when the first one has changed.
    from builder.site import build

    report = build(folder, jobs=jobs, search="make" if search else "none")
    print(f"{report.articles} articles, {report.written} files written")


def size(folder: Path) -> int:
    """Bytes of a file, or of all files under a folder."""
    files = (folder, *folder.rglob("*"))
    return sum(path.stat().st_size for path in files if path.is_file())


if __name__ == "__main__":
    main()
