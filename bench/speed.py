"""How Dateline compares with Hugo on the same articles: built from scratch, built again, edited, served.

usage: python bench/speed.py [--articles 10000] [--rounds 5] [--case NAME …] [--write]

Hugo comes from the package index; projects, sites and annotations are kept in bench/out, so that only the first run
annotates (minutes). The two take turns, each build is a whole process, and medians are compared. Cached results of the
language model and of deciding are kept for builds from scratch, because Hugo does not find names: in its articles,
every name is linked by hand. Nor does it read pasted text: in the case ``render`` the parsed articles are kept too.
``--write`` puts the table into docs/explanation/speed.md.
"""

import argparse
import os
import shutil
import signal
import sqlite3
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import corpus
import sites
from sites import Run, Site

from builder.core.codec import decode, encode
from builder.core.errors import Result
from builder.core.values import Annotated, Article, Proposal
from builder.store.database import SUM

PAGE = Path(__file__).parent.parent / "docs/explanation/speed.md"
MARKS = "<!-- figures -->", "<!-- end of figures -->"
ANNOTATED, READ = "annotated.db", "read.db"
KEPT = {
    ANNOTATED: (tuple[Proposal, ...], Result[Annotated]),
    READ: (tuple[Proposal, ...], Result[Annotated], Result[Article | None]),
}
"""Types of cached values that are kept for builds from scratch, by the file that contains them."""
RENAMED = 2
"""Rank, by number of mentions, of the person whose name is changed: in a fifth of all articles."""

Case = Callable[[Site, int, int], float]


def pages(site: Site, count: int, turn: int) -> float:
    """Only pages and the files they load, from articles already read and annotated."""
    del count, turn
    _forget(site, READ)
    if site.name == "Dateline":
        site = replace(site, build=(sys.executable, str(Path(__file__).with_name("pages.py"))))
    return site.run().seconds


def render(site: Site, count: int, turn: int) -> float:
    """Everything, from articles already read and annotated."""
    del count, turn
    _forget(site, READ)
    return site.run().seconds


def cold(site: Site, count: int, turn: int) -> float:
    """Everything, from raw text already annotated."""
    del count, turn
    _forget(site)
    return site.run().seconds


def again(site: Site, count: int, turn: int) -> float:
    """Nothing changed."""
    del count, turn
    return site.run().seconds


def words(site: Site, count: int, turn: int) -> float:
    """A paragraph added or removed in one article, with both forms already annotated."""
    _, file = site.article(count // 2, count)
    text = file.read_text(encoding="utf-8").partition("\n\nNobody else")[0].rstrip()
    file.write_text(text + ("\n\nNobody else was at the harbour that evening.\n" if turn % 2 else "\n"), "utf-8")
    return site.run().seconds


def rename(site: Site, count: int, turn: int) -> float:
    """One person, named in about a fifth of all articles, gets another name."""
    old = corpus.people(count)[RENAMED]
    new = f"{old} {'I' * (turn % 7 + 1)}"
    if site.name == "Dateline":
        ref = corpus.slug(old)
        text = f'[person.{ref}]\nname = "{new}"\n'
        (site.folder / "content/entities.toml").write_text(text, encoding="utf-8")
    else:
        text = f'---\ntitle: "{new}"\n---\n'
        path = site.folder / f"content/people/{corpus.slug(old)}/_index.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return site.run().seconds


def template(site: Site, count: int, turn: int) -> float:
    """The template shared by all pages."""
    del count
    if site.name == "Dateline":
        path = site.folder / "templates/base.html"
        path.parent.mkdir(exist_ok=True)
        base = (Path(__file__).parent.parent / "templates/base.html").read_text(encoding="utf-8")
    else:
        path, base = site.folder / "layouts/baseof.html", sites.HUGO["layouts/baseof.html"]
    path.write_text(base.replace("</body>", f"<!-- {turn} --></body>"), encoding="utf-8")
    return site.run().seconds


CASES: Mapping[str, Case] = {each.__name__: each for each in (pages, render, cold, again, words, rename, template)}


def save_to_served(site: Site, count: int, rounds: int) -> list[float]:
    """Seconds from a save until the article, its people and the front page show the new title."""
    article, file = site.article(count - 1, count)
    text = file.read_text(encoding="utf-8")
    process = subprocess.Popen(
        site.serve, cwd=site.folder, env=sites.ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    folder = f"/articles/{article.day.year}/{article.name}/"
    paths = [folder, *(f"/people/{corpus.slug(name)}/" for name in article.people[:2]), "/"]
    took = []
    try:
        sites.until("/", "</html>", time.perf_counter())
        for turn in range(-1, rounds):
            time.sleep(2.5)
            title = f"Retitled {turn} and {time.time_ns()}"
            began = time.perf_counter()
            file.write_text(text.replace(article.title, title, 1), encoding="utf-8")
            last = max(sites.until(path, title, began) for path in paths)
            took += [last] if turn >= 0 else []
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)
        file.write_text(text, encoding="utf-8")
    return took


def main() -> None:
    """Measure, and print or write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--case", action="append", default=[])
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    count, rounds = options.articles, options.rounds
    both = sites.dateline(count), sites.hugo(count)
    for site in both:
        _first(site)
    lines = [f"{count:,} articles, {rounds} rounds, {os.cpu_count()} processors:", ""]
    lines += ["| case | Dateline | Hugo | ratio |", "|---|---|---|---|"]
    names = options.case or [*CASES, "serve", "memory"]
    for name in names:
        if name == "serve":
            ours, theirs = (statistics.median(save_to_served(site, count, rounds)) for site in both)
            row = f"| save → served | {ours:.3f} s | {theirs:.3f} s | {ours / theirs:.3f} |"
        elif name == "memory":
            ours, theirs = (_memory(site).megabytes for site in both)
            row = f"| memory, from scratch | {ours:.0f} MB | {theirs:.0f} MB | {ours / theirs:.2f} |"
        else:
            row = _compared(name, both, count, rounds)
        print(row, flush=True)
        lines.append(row)
    if options.write:
        text = PAGE.read_text(encoding="utf-8")
        before, rest = text.split(MARKS[0])
        PAGE.write_text("\n".join((before + MARKS[0], "", *lines, "", MARKS[1] + rest.split(MARKS[1])[1])), "utf-8")


def _compared(name: str, both: tuple[Site, Site], count: int, rounds: int) -> str:
    """A row of the table: the medians of a case, after two rounds that do not count, one for each form of the text."""
    took: dict[str, list[float]] = {site.name: [] for site in both}
    for turn in range(-2, rounds):
        for site in both:
            seconds = CASES[name](site, count, turn)
            took[site.name] += [seconds] if turn >= 0 else []
    ours, theirs = (statistics.median(each) for each in took.values())
    what = (CASES[name].__doc__ or name).rstrip(".")
    return f"| {name}: {what[0].lower()}{what[1:]} | {ours:.2f} s | {theirs:.2f} s | {ours / theirs:.2f} |"


def _memory(site: Site) -> Run:
    _forget(site)
    return site.run(memory=True)


def _first(site: Site) -> None:
    """A built site, with its annotations kept separately."""
    kept = site.folder.parent / READ
    if site.name != "Dateline":
        site.run()
    else:
        if kept.exists():
            (site.folder / ".dateline").mkdir(exist_ok=True)
            shutil.copy(kept, site.folder / ".dateline/cache.db")
        took = site.run()
        print(took.output.splitlines()[-1], f"{took.seconds:.1f} s", flush=True)
        time.sleep(2.1)  # Younger files are read again, which no author waits for twice.
        for name, shapes in KEPT.items():
            shutil.copy(site.folder / ".dateline/cache.db", site.folder.parent / name)
            keep(site.folder.parent / name, shapes)


def keep(path: Path, shapes: Sequence[object]) -> None:
    """Keep only cached values of these types."""
    with closing(sqlite3.connect(path)) as db:
        rows = [key for key, value in db.execute("SELECT key, value FROM memo") if not _is_any(value, shapes)]
        db.executemany("DELETE FROM memo WHERE key = ?", zip(rows))
        db.execute("DELETE FROM files")
        db.commit()
        db.execute("VACUUM")


def _is_any(value: bytes, shapes: Sequence[object]) -> bool:
    found = value[:-SUM]
    return any(encode(decode(found, shape)) == found for shape in shapes)  # type: ignore[arg-type]  # a type can be hashed


def _forget(site: Site, kept: str = ANNOTATED) -> None:
    """As if it had never been built, except for what is kept."""
    shutil.rmtree(site.folder / site.output, ignore_errors=True)
    shutil.rmtree(site.folder / "resources", ignore_errors=True)
    if site.name == "Dateline":
        shutil.rmtree(site.folder / ".dateline", ignore_errors=True)
        (site.folder / ".dateline").mkdir()
        shutil.copy(site.folder.parent / kept, site.folder / ".dateline/cache.db")


if __name__ == "__main__":
    main()
