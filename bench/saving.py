"""A very large archive while it is edited: from a save to the page on disk, and publishing to a folder and a bucket.

usage: python bench/saving.py FOLDER [--articles 100000] [--times 5]

FOLDER is one that ``many.py`` has built, with as many articles. Paragraphs and titles change one at a time, while a
process watches the site; full-text search is left out. Then the site is published to a new folder beside FOLDER, and to
a bucket that rclone serves from another: each for the first time, twice with one story changed, and with nothing
changed.
"""

import argparse
import json
import os
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from unittest.mock import patch

from many import build_with_stand_in

from builder.core.values import Extra
from builder.settings.config import PublishTarget
from builder.work import no_progress

if TYPE_CHECKING:
    from builder.commands.publish.publication import Publication, Sent

Send = Callable[["Publication", PublishTarget, bool], "Sent"]

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
    for place in (a_folder, a_bucket):
        with TemporaryDirectory(dir=folder.parent) as there, place(Path(there)) as (send, target):
            published(folder, texts[11], options.articles, lambda site: send(site, target, False))


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


@contextmanager
def a_folder(there: Path) -> Iterator[tuple[Send, PublishTarget]]:
    """Where to publish to: a folder."""
    from builder.commands.publish.folder import to_folder

    yield to_folder, PublishTarget("copy", "folder", settings(path=str(there / "site")))


@contextmanager
def a_bucket(there: Path) -> Iterator[tuple[Send, PublishTarget]]:
    """Where to publish to: a bucket, served on this machine from a folder."""
    from builder.commands.publish.s3 import to_s3

    (there / "stories").mkdir()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    keys = {"AWS_ACCESS_KEY_ID": "a-key", "AWS_SECRET_ACCESS_KEY": "a-secret"}
    rclone = Path(sys.executable).with_name("rclone")
    command = [str(rclone), "serve", "s3", "--addr", address, "--auth-key", ",".join(keys.values()), str(there)]
    with patch.dict(os.environ, keys), subprocess.Popen(command, stderr=subprocess.DEVNULL) as server:
        time.sleep(PAUSE)
        try:
            yield to_s3, PublishTarget("web", "s3", settings(bucket="stories", endpoint=f"http://{address}"))
        finally:
            server.terminate()


def settings(**values: str) -> tuple[Extra, ...]:
    """The settings of a target."""
    return tuple(Extra(key, json.dumps(value)) for key, value in values.items())


def published(folder: Path, text: Path, articles: int, send: Callable[["Publication"], "Sent"]) -> None:
    """Publish four times, and print how long each takes."""
    from builder.commands.publish.publication import publication

    for name in ("first", "one story changed", "another", "nothing changed"):
        if name in ("one story changed", "another"):
            text.write_text(text.read_text(encoding="utf-8") + "\n\nNothing more was said.\n", encoding="utf-8")
            time.sleep(PAUSE)
            build_with_stand_in(folder, articles, 0, search=False)
        began = time.perf_counter()
        sent = send(publication(folder))
        spent = time.perf_counter() - began
        print(f"published to {sent.where}, {name}: {spent:.1f} s, {len(sent.put)} files sent", flush=True)


if __name__ == "__main__":
    main()
