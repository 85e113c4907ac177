"""Build again whenever something changes: one build at a time, always of the newest state.

An event only means "look again": the build itself finds what changed from stat signatures, so that no kind of event can
be misread. It looks at all files, except that a few saved files are looked at alone, since a large archive has 100,000.
site/ is never watched, because a build would trigger the next.
"""

import math
import os
import sys
import threading
import time
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.api import ObservedWatch

from builder.core.errors import BuilderError, Problem
from builder.settings.config import Config
from builder.settings.project import CONFIG, load_config
from builder.site import Site
from builder.store.search_index import Wanted
from builder.store.workers import Progress
from builder.work import Report, no_progress

QUIET = 0.03
"""Seconds without an event before a build begins: an editor's save is several events."""
PATIENCE = 0.5
"""Seconds after which a build begins even if events continue."""
LOOK = 30.0
"""Seconds after which all files are checked, whatever events say: an overloaded system drops events, and sends none for
a folder that it never reported."""
MANY = 500
"""Events between two builds after which all files are checked, since the system may have dropped others."""
POLL = 2.0
"""The same if the system does not report all changes, or if something temporary prevented the last build, such as
another build or a full disk."""

CHANGES: list[type[FileSystemEvent]] = [
    FileCreatedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileDeletedEvent,
    DirCreatedEvent,
    DirMovedEvent,
    DirDeletedEvent,
]
"""Not those of files that are opened or read: every build reads."""


@dataclass(frozen=True, slots=True)
class WatchState:
    """The state of a project after a build."""

    number: int
    """Counted from 1; incremented by each build that changed a page, or the problems."""
    problems: tuple[Problem, ...] = ()
    """Without warnings."""
    report: Report | None = None
    """``None`` if nothing could be built: the site is that of an earlier build."""
    blind: tuple[Problem, ...] = ()
    """A warning, given once, that the system reports no changes: then files are checked every few seconds."""


class Watcher:
    """Owns the observer's thread. Invariant: builds run one after the other."""

    def __init__(
        self,
        folder: Path,
        tell: Callable[[WatchState], None],
        *,
        drafts: bool = False,
        jobs: int | None = None,
        search: Wanted = "keep",
        cluster: str = "",
    ) -> None:
        """``tell`` receives the state after each build, in the thread of ``run``; for the rest see ``Site.build``."""
        self._folder = folder.resolve()
        self._tell = tell
        self._drafts, self._jobs, self._search, self._cluster = drafts, jobs, search, cluster
        self._site = Site(self._folder)
        self._changed = _Changed()
        self._stopped = threading.Event()
        self._observer = Observer()
        self._watches: dict[Path, tuple[ObservedWatch, int]] = {}
        self._state = WatchState(0)
        self._blind: tuple[Problem, ...] = ()
        self._warned = False
        self._kept = False
        """Whether something temporary prevented the last build."""
        self._looked = -math.inf
        """When all files were last checked."""

    def begin(self, progress: Progress) -> None:
        """Build once before any thread is started, so that all processors can take part."""
        self._state = self._build(progress)
        self._tell(self._state)

    def run(self) -> None:
        """Build, and build again after each change, until ``stop``."""
        first = True
        self._observer.daemon = True
        self._observer.start()
        try:
            self._changed.add(None)
            while not self._stopped.is_set():
                due = self._looked + (POLL if self._blind or self._kept else LOOK)
                notified = self._changed.flag.wait(max(0.0, due - time.monotonic()))
                self._settle()
                if self._stopped.is_set():
                    return
                touched = self._changed.taken()
                refused = self._watch()
                if refused or not notified or first:
                    self._blind = self._unseen(refused)
                if time.monotonic() >= due or self._blind or self._state.report is None:
                    touched = None
                if touched is None:
                    self._looked = time.monotonic()
                before = self._state
                self._state = replace(self._build(ready=first, touched=touched), blind=self._blind[: not self._warned])
                self._warned = self._warned or bool(self._blind)
                if (notified and not first) or self._state.number != before.number or self._state.blind:
                    self._tell(self._state)
                if first:
                    self._site.load()
                first = False
        finally:
            self._observer.stop()

    def check(self) -> None:
        """Check all files now; may be called from any thread."""
        self._changed.add(None)

    def stop(self) -> None:
        """End ``run`` after the current build."""
        self._stopped.set()
        self._changed.add(None)

    def _settle(self) -> None:
        """Wait until nothing has changed for a moment."""
        began = time.monotonic()
        while not self._stopped.is_set() and time.monotonic() - began < PATIENCE:
            self._changed.flag.clear()
            if not self._changed.flag.wait(QUIET):
                return

    def _build(
        self, progress: Progress = no_progress, *, ready: bool = False, touched: Collection[str] | None = None
    ) -> WatchState:
        """The state after a build; it keeps its number if no page and no problem changed."""
        try:
            report = self._site.build(
                drafts=self._drafts,
                jobs=self._jobs,
                search=self._search,
                progress=progress,
                ready=ready,
                cluster=self._cluster,
                touched=touched,
            )
        except BuilderError as error:
            self._kept = error.status == 3
            number = self._state.number + (error.problems != self._state.problems)
            return WatchState(number, error.problems)
        self._kept = False
        problems = tuple(problem for problem in report.problems if not problem.warning)
        changed = bool(report.written or report.deleted) or problems != self._state.problems
        return WatchState(self._state.number + (changed or self._state.number == 0), problems, report)

    def _watch(self) -> str:
        """Watch the folders that exist now, since folders come and go. The reason if one could not be watched."""
        refused = ""
        config = self._config()
        wanted = {self._folder: False, self._folder / config.content: True, self._folder / config.templates: True}
        here = {path: path.stat().st_ino for path in wanted if path.is_dir() and not path.is_symlink()}
        for path, (watch, inode) in list(self._watches.items()):
            if here.get(path) != inode:
                self._observer.unschedule(watch)
                del self._watches[path]
        for path, inode in here.items():
            if path not in self._watches:
                handler = _Handler(self._changed, None if wanted[path] else {CONFIG, "dateline.lock", *_names(config)})
                try:
                    watch = self._observer.schedule(handler, str(path), recursive=wanted[path], event_filter=CHANGES)
                except OSError as error:  # Most often more folders than the system watches for one user.
                    refused = str(error.strerror)
                else:
                    self._watches[path] = watch, inode
        return refused

    def _unseen(self, refused: str) -> tuple[Problem, ...]:
        """A warning if the system does not report all changes."""
        if not refused:
            # The observer silently skips nested folders that the system refuses to watch.
            folders = sum(_count(path) if watch.is_recursive else 1 for path, (watch, _) in self._watches.items())
            watched = _watched()
            refused = f"only {watched} of {folders} folders are watched" if watched < folders else ""
        hint = "files are checked every two seconds instead; a system setting limits how many folders can be watched"
        message = f"the system does not report all changes: {refused}"
        return (Problem(message, self._folder.name, hint=hint, warning=True),) if refused else ()

    def _config(self) -> Config:
        """The settings, or the defaults while dateline.toml is broken."""
        try:
            return load_config(self._folder)
        except BuilderError:
            return Config()


class _Changed:
    """What has changed since the last build, as far as events say; shared by threads."""

    def __init__(self) -> None:
        self.flag = threading.Event()
        """Set by every change."""
        self._lock = threading.Lock()
        self._touched: list[str] | None = []

    def add(self, paths: Iterable[str] | None) -> None:
        """Add files; ``None`` if anything may have changed."""
        with self._lock:
            if self._touched is not None and paths is not None and len(self._touched) < MANY:
                self._touched += paths
            else:
                self._touched = None
        self.flag.set()

    def taken(self) -> list[str] | None:
        """The files that were added since the last call; ``None`` if anything may have changed."""
        with self._lock:
            self.flag.clear()
            touched, self._touched = self._touched, []
        return touched


class _Handler(FileSystemEventHandler):
    """Records changes; only those of ``names``, if given."""

    def __init__(self, changed: _Changed, names: set[str] | None) -> None:
        self._changed = changed
        self._names = names

    def on_any_event(self, event: FileSystemEvent) -> None:
        paths = [os.fsdecode(path) for path in (event.src_path, event.dest_path) if path]
        if self._names is None or not self._names.isdisjoint(Path(path).name for path in paths):
            # Other systems than Linux report several changes as one, and not for each file.
            is_file = sys.platform == "linux" and not event.is_directory
            self._changed.add(paths if is_file else None)


def _count(folder: Path) -> int:
    """The number of folders in this one, including itself."""
    return sum(1 for _ in os.walk(folder))


def _watched() -> float:
    """The number of folders that the system watches for this process; infinite if unknown."""
    files = Path("/proc/self/fdinfo")
    if not files.is_dir():
        return math.inf
    count = 0
    for file in files.iterdir():
        with suppress(OSError):  # Closed since the folder was listed.
            count += file.read_text().count("inotify wd:")
    return count


def _names(config: Config) -> set[str]:
    return {Path(config.content).parts[0], Path(config.templates).parts[0]}
