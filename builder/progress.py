"""A bar that shows how far a command is."""

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
    """A function to be told of progress, which shows a bar once things take long, if somebody sits at a terminal."""
    began = time.perf_counter()
    bar: Progress | None = None
    tasks: dict[str, TaskID] = {}

    lock = threading.Lock()

    def tell(phase: str, done: int, total: int) -> None:
        nonlocal bar
        if bar is None and (time.perf_counter() - began < SLOW or not sys.stderr.isatty()):
            return
        with lock:
            if bar is None:
                from rich import progress
                from rich.console import Console

                bar = progress.Progress(console=Console(stderr=True), transient=True)
                bar.start()
            if phase not in tasks:
                tasks[phase] = bar.add_task(phase, total=total)
            bar.update(tasks[phase], completed=done, total=total)

    try:
        yield tell
    finally:
        if bar is not None:
            bar.stop()
