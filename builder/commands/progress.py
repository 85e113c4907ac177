"""A progress bar: how far a command is, how fast it goes, and how long it will take."""

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

SLOW = 1.0
"""Seconds after which a progress bar appears."""


@contextmanager
def progress_bar() -> Iterator[Callable[[str, int, int], None]]:
    """A function that receives progress, and shows a bar for long work on a terminal."""
    began = time.perf_counter()
    bar: Progress | None = None
    tasks: dict[str, TaskID] = {}
    starts: dict[str, tuple[int, float]] = {}
    lock = threading.Lock()

    def tell(phase: str, done: int, total: int) -> None:
        nonlocal bar
        if bar is None and (time.perf_counter() - began < SLOW or not sys.stderr.isatty()):
            return
        with lock:
            if bar is None:
                from rich import progress
                from rich.console import Console

                columns = *progress.Progress.get_default_columns(), progress.TextColumn("{task.fields[rate]}")
                # No thread to draw the bar: with threads running, no worker may be forked.
                bar = progress.Progress(*columns, console=Console(stderr=True), transient=True, auto_refresh=False)
                bar.start()
            if phase not in tasks:
                tasks[phase] = bar.add_task(phase, total=total, rate="")
                starts[phase] = done, time.perf_counter()
            before, since = starts[phase]
            rate = (done - before) / max(time.perf_counter() - since, 0.001)
            speed = f"{rate:,.0f} per second" if done > before else ""
            bar.update(tasks[phase], completed=done, total=total, rate=speed, refresh=True)

    try:
        yield tell
    finally:
        if bar is not None:
            bar.stop()
