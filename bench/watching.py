"""Whether a site that is watched for a long time stays correct, and its memory use: random edits, one after another.

usage: python bench/watching.py FOLDER [--minutes 60] [--articles 300] [--pause 0.2]

In FOLDER, which must not exist, ``dateline build --watch`` runs over generated articles. Texts, decisions, notes,
pages, pictures and templates appear, disappear, move and change, some by the dozen. At the end the site must equal one
built from scratch; every five minutes, the number of edits and megabytes are printed.
"""

import argparse
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import corpus

DATELINE = Path(sys.executable).parent / "dateline"
BASE = Path(__file__).parent.parent / "templates/base.html"
EVERY = 300
"""Seconds between two lines of the report."""
REST = 20
"""Seconds without an edit after which the site must be up to date."""

Edit = Callable[[random.Random, Path], None]


def add(draw: random.Random, folder: Path) -> None:
    """One more article."""
    some_text = draw.choice(texts(folder)).read_text(encoding="utf-8")
    (folder / f"content/more/{draw.randrange(300)}.txt").write_text(f"Added {draw.random()}\n\n{some_text}", "utf-8")


def remove(draw: random.Random, folder: Path) -> None:
    """One article less, if there are many."""
    if len(found := texts(folder)) > 50:
        draw.choice(found).unlink()


def change(draw: random.Random, folder: Path) -> None:
    """Another title, or one more paragraph, or one less."""
    path = draw.choice(texts(folder))
    title, *rest = path.read_text(encoding="utf-8").split("\n\n")
    how = draw.randrange(3)
    if how == 0:
        title = f"Retitled {draw.randrange(1000)}"
    elif how == 1:
        who = draw.choice(corpus.people(300))
        rest.insert(draw.randrange(len(rest) + 1), f"Nobody but {who} was at the harbour that evening, he said.")
    elif len(rest) > 2:
        del rest[draw.randrange(len(rest))]
    path.write_text("\n\n".join((title, *rest)), encoding="utf-8")


def move(draw: random.Random, folder: Path) -> None:
    """An article with another address."""
    path = draw.choice(texts(folder))
    path.rename(folder / f"content/more/{draw.randrange(300)}.txt")


def many(draw: random.Random, folder: Path) -> None:
    """Dozens of articles at once; sometimes their folder disappears and comes back."""
    found = texts(folder)
    for path in draw.sample(found, min(40, len(found))):
        path.write_text(f"{path.read_text(encoding='utf-8').rstrip()}\n\nIt rained.\n", encoding="utf-8")
    if draw.random() < 0.3:
        year = draw.choice([each for each in (folder / "content").iterdir() if each.name.isdigit()])
        year.rename(folder / "aside")
        time.sleep(draw.random() * 3)
        (folder / "aside").rename(year)


def decide(draw: random.Random, folder: Path) -> None:
    """Other decisions about some people."""
    rows = []
    for name in draw.sample(corpus.people(300)[:40], 3):
        what = draw.choice(["hidden = true", f'name = "{name} {draw.choice("IVX")}"', 'note = "Somebody."'])
        rows.append(f"[person.{corpus.slug(name)}]\n{what}\n")
    (folder / "content/entities.toml").write_text("".join(draw.sample(rows, draw.randrange(4))), encoding="utf-8")


def beside(draw: random.Random, folder: Path) -> None:
    """A page, a note or a static file that appears, changes or disappears."""
    name = corpus.slug(draw.choice(corpus.people(300)[:10]))
    path = folder / "content" / draw.choice([f"people/{name}.md", "pages/about.md", "static/a.txt", "static/b/a.txt"])
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and draw.random() < 0.4:
        path.unlink()
    else:
        path.write_text(f"Words {draw.randrange(1000)} of the editor.\n", encoding="utf-8")


def template(draw: random.Random, folder: Path) -> None:
    """The template of all pages, sometimes a broken one."""
    path = folder / "templates/base.html"
    path.parent.mkdir(exist_ok=True)
    words = "{% broken" if draw.random() < 0.2 else f"<!-- {draw.randrange(1000)} -->"
    path.write_text(BASE.read_text(encoding="utf-8").replace("</body>", f"{words}</body>"), encoding="utf-8")
    if "broken" in words:
        time.sleep(1)
        path.unlink()


EDITS: dict[Edit, int] = {change: 20, add: 4, remove: 3, move: 3, beside: 4, decide: 2, template: 1, many: 1}
"""The frequency of each kind of edit."""


def main() -> None:
    """Edit, report, compare."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--articles", type=int, default=300)
    parser.add_argument("--pause", type=float, default=0.2, help="seconds between two edits")
    options = parser.parse_args()
    folder: Path = options.folder
    corpus.write(options.articles, folder / "content")
    (folder / "content/more").mkdir()
    draw, made = random.Random(7), 0
    with (folder / "said").open("w") as said:
        process = subprocess.Popen([DATELINE, "build", "--watch", "--no-search"], cwd=folder, stdout=said, stderr=said)
    try:
        while not (folder / "site/index.html").exists():
            time.sleep(0.5)
        began = reported = time.monotonic()
        print(f"built: {megabytes(process.pid)} MB", flush=True)
        while time.monotonic() - began < 60 * options.minutes and process.poll() is None:
            draw.choices(list(EDITS), list(EDITS.values()))[0](draw, folder)
            made += 1
            time.sleep(options.pause)
            if time.monotonic() - reported >= EVERY:
                reported = time.monotonic()
                print(f"{(reported - began) / 60:.0f} min, {made} edits: {megabytes(process.pid)} MB", flush=True)
        time.sleep(REST)
        print(f"{made} edits: {megabytes(process.pid)} MB, {len(texts(folder))} articles", flush=True)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)
    fresh = folder / "fresh" / folder.name
    shutil.copytree(folder, fresh, ignore=shutil.ignore_patterns("site", ".dateline", "fresh", "said"))
    subprocess.run([DATELINE, "build", "--no-search"], cwd=fresh, check=True, stdout=subprocess.DEVNULL)
    differ = subprocess.run(["diff", "-r", folder / "site", fresh / "site"], capture_output=True, text=True)
    print(differ.stdout or "equal to a build from scratch")
    sys.exit(differ.returncode)


def texts(folder: Path) -> list[Path]:
    """The articles' files."""
    return sorted(path for path in (folder / "content").rglob("*.txt") if "static" not in path.parts)


def megabytes(pid: int) -> int:
    """The memory use of a process."""
    found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text(encoding="ascii"))
    return int(found[1]) // 1024 if found else 0


if __name__ == "__main__":
    main()
