"""A very large archive while it is edited: from a save to the page on disk, and publishing to a folder.

usage: python bench/saving.py FOLDER [--articles 100000] [--times 5]

FOLDER is one that ``many.py`` has built, with as many articles. Paragraphs and titles change one at a time, while a
process watches the site; full-text search is left out. Then the site is published to a new folder beside FOLDER: for
the first time, twice with one story changed, and with nothing changed.
"""

import argparse
import json
import shutil
import statistics
import threading
import time
from pathlib import Path

from many import build_with_stand_in

from builder.core.values import Extra
from builder.settings.config import PublishTarget
from builder.work import no_progress

PAUSE = 3.0
"""Seconds between two edits: a file that is younger is read again."""


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--times", type=int, default=5)
    options = parser.parse_args()
    folder = options.folder.resolve()
    build_with_stand_in(folder, options.articles, 0, search=False)
    texts = sorted((folder / "content").rglob("*.txt"))
    saved(folder, texts[7 :: len(texts) // options.times][: options.times])
    published(folder, texts[11], options.articles)


def saved(folder: Path, texts: list[Path]) -> None:
    """Change a paragraph and the title of each text, and print how long its page takes."""
    # Only now, after the stand-in.
    from builder.commands.watch import Watcher

    watcher = Watcher(folder, lambda _: None, search="none")
    watcher.begin(no_progress)
    thread = threading.Thread(target=watcher.run)
    thread.start()
    time.sleep(10 * PAUSE)
    took: dict[str, list[float]] = {"a paragraph": [], "a title": []}
    for path in texts:
        text = path.read_text(encoding="utf-8")
        title, rest = text.split("\n", 1)
        mark = f"{time.time_ns()}"
        for name, new in (("a paragraph", f"{text}\n\nIt rained, {mark}.\n"), ("a title", f"{title} {mark}\n{rest}")):
            took[name].append(seconds_until_shown(folder, path, new, mark))
            time.sleep(PAUSE)
            path.write_text(text, encoding="utf-8")
            time.sleep(PAUSE)
    watcher.stop()
    thread.join()
    for name, times in took.items():
        print(f"{name}: {statistics.median(times):.2f} s, at most {max(times):.2f}", flush=True)


def seconds_until_shown(folder: Path, path: Path, text: str, mark: str) -> float:
    """Seconds from saving this text until the page has the mark."""
    page = folder / "site/articles" / path.relative_to(folder / "content").with_suffix("") / "index.html"
    path.write_text(text, encoding="utf-8")
    began = time.perf_counter()
    while mark not in page.read_text(encoding="utf-8"):
        if time.perf_counter() - began > 60:
            raise SystemExit(f"{page} never showed the edit")
        time.sleep(0.005)
    return time.perf_counter() - began


def published(folder: Path, text: Path, articles: int) -> None:
    """Publish four times, and print how long each takes."""
    from builder.commands.publish.folder import to_folder
    from builder.commands.publish.publication import publication

    live = folder.with_name(f"{folder.name}-live")
    target = PublishTarget("copy", "folder", (Extra("path", json.dumps(str(live / "site"))),))
    shutil.rmtree(live, ignore_errors=True)
    live.mkdir()
    for name in ("first", "one story changed", "another", "nothing changed"):
        if name in ("one story changed", "another"):
            text.write_text(text.read_text(encoding="utf-8") + "\n\nNothing more was said.\n", encoding="utf-8")
            time.sleep(PAUSE)
            build_with_stand_in(folder, articles, 0, search=False)
        began = time.perf_counter()
        sent = to_folder(publication(folder), target, False)
        spent = time.perf_counter() - began
        print(f"published, {name}: {spent:.1f} s, {len(sent.put)} files sent", flush=True)


if __name__ == "__main__":
    main()
