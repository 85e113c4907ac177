"""Whether builds became slower: this code against an earlier commit, in turns within one run.

usage: python bench/compare.py REVISION [--articles 10000] [--rounds 4] [--jobs 2]

The articles are generated, and the generator's names stand in for the language model (see many.py). Each round builds
with both from nothing, again with nothing changed, and after one edit, each time in a new process. The two versions
alternate in who builds first and in which of two identical folders, because one folder can be slower than the other.
Prints the ratio of medians, this code to the earlier one, for processor time, elapsed time and peak memory.
"""

import argparse
import compileall
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import corpus
from sites import ENVIRONMENT, Run, run

HERE = Path(__file__).parent.parent
YOUNG = 2.2
"""Seconds after which a build trusts that a file is as it was."""
CASES = "from nothing", "nothing changed", "one edit"


def main() -> None:
    """Print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("revision")
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=4, help="a multiple of four is fair")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        before = Path(name, "before")
        before.mkdir()
        packed = subprocess.run(["git", "archive", options.revision], cwd=HERE, capture_output=True, check=True).stdout
        subprocess.run(["tar", "-x"], cwd=before, input=packed, check=True)
        codes = {"before": before, "now": HERE}
        compileall.compile_dir(before, quiet=1)
        sites = [Path(name, "sites", number, "site") for number in ("1", "2")]
        for site in sites:
            corpus.write(options.articles, site / "content")
        found: dict[tuple[str, str], list[Run]] = {}
        for turn in range(options.rounds):
            begins = turn % 2 == 1
            moved = turn // 2 % 2 == 1
            for which, site in sorted(zip(codes, reversed(sites) if moved else sites, strict=True), reverse=begins):
                done = once(codes[which], site, options.articles, options.jobs, turn)
                for case, each in zip(CASES, done, strict=True):
                    found.setdefault((case, which), []).append(each)
    for case in CASES:
        print(f"{case}: {ratios(found[case, 'now'], found[case, 'before'])}")


def once(code: Path, site: Path, articles: int, jobs: int, turn: int) -> tuple[Run, Run, Run]:
    """Build from nothing, with nothing changed, and after an edit."""
    # Each with its own stand-in for the model, which fits its code.
    command = (sys.executable, str(code / "bench/many.py"), ".", "--articles", str(articles), "--jobs", str(jobs))
    environment = {**ENVIRONMENT, "PYTHONPATH": str(code)}

    def build() -> Run:
        return run((*command, "--build"), site, memory=True, environment=environment)

    for made in ("site", ".dateline"):
        shutil.rmtree(site / made, ignore_errors=True)
    fresh = build()
    time.sleep(YOUNG)
    build()
    nothing = build()
    files = sorted((site / "content").rglob("*.*"))
    edited = files[turn * 7919 % len(files)]
    edited.write_text(f"{edited.read_text(encoding='utf-8')}\n\nIt rained on day {turn} too.\n", encoding="utf-8")
    return fresh, nothing, build()


def ratios(now: list[Run], before: list[Run]) -> str:
    """Medians of both, and their ratio."""
    shown = []
    for name, value in (
        ("processor s", lambda each: each.processor),
        ("s", lambda each: each.seconds),
        ("MB", lambda each: each.megabytes),
    ):
        one, other = (statistics.median(map(value, runs)) for runs in (now, before))
        shown.append(f"{one:.2f} / {other:.2f} {name} = {one / other:.2f}")
    return ", ".join(shown)


if __name__ == "__main__":
    main()
