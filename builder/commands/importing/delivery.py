"""The pipeline: sources are read by all processors, named, and written to content/, only where nothing is yet.

A broken file never stops the others: whatever a library raises on it is its failure. Each article is written when it is
read, so that memory does not grow with their number, and an import that was interrupted goes on when run again.
"""

import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from builder.commands.importing.finishing import FinishedArticle, finished
from builder.commands.importing.formats import ImportTask, tasks_of
from builder.commands.importing.import_record import Origin, digest_of, read_kept, read_record, write_kept, write_record
from builder.commands.importing.imported import Failure, FoundPicture, Imported, Loss
from builder.core.errors import BuilderError, Problem
from builder.outputs.content import OTHERS
from builder.settings.project import CONFIG, load_project
from builder.store import edit
from builder.store.copying import holds
from builder.store.safe_paths import has_folder, is_plain, shown_name
from builder.store.sources import Names
from builder.store.workers import Progress, in_workers

PAGES = "pages"
"""The folder of content/ for plain pages."""
BATCH = 4
"""Files at once, since one may hold many pictures."""

REPORT = ".dateline/import.txt"
"""The report by file, below those of earlier imports."""
OTHER = "not imported, because a file from elsewhere has this name"
"""Also if the record of imports was deleted, and the file was edited."""


@dataclass(slots=True)
class ImportReport:
    """What became of the sources."""

    added: list[str] = field(default_factory=list)
    """Files written, or with a dry run to be written, by path in the project."""
    existing: int = 0
    """Articles that an earlier import wrote, perhaps edited since."""
    problems: list[Problem] = field(default_factory=list)
    losses: list[tuple[str, Loss]] = field(default_factory=list)
    """With the file, in the order of the sources."""

    @property
    def kinds(self) -> list[tuple[str, int, list[tuple[str, int]]]]:
        """Kinds of losses, the most frequent first, each with its number and its details by number."""
        details: dict[str, Counter[str]] = {}
        for _, loss in self.losses:
            details.setdefault(loss.kind, Counter())[loss.detail] += 1
        found = [(kind, each.total(), each.most_common()) for kind, each in details.items()]
        return sorted(found, key=lambda row: (-row[1], row[0]))

    @property
    def is_worth_keeping(self) -> bool:
        """Whether anything was imported, or could not be."""
        return bool(self.added or self.problems or self.losses)

    @property
    def text(self) -> str:
        """All of it, by file."""
        written = f"{len(self.added)} article{'s' * (len(self.added) != 1)} written"
        lines = [f"{written}, {self.existing} already there", ""]
        lines += [f"wrote {path}" for path in self.added]
        lines += [str(problem) for problem in self.problems]
        lines += [f"{file}: {loss.kind}{': ' * bool(loss.detail)}{loss.detail}" for file, loss in self.losses]
        return "\n".join((*lines, ""))


def import_sources(
    folder: Path, sources: Sequence[Path], into: Path | None, *, dry_run: bool, jobs: int, progress: Progress
) -> ImportReport:
    """Import these sources into the project in ``folder``, below ``into`` in its content.

    Raises:
        BuilderError: if there is no project, or a wrong one, ``into`` is not in its content, or the disk is full.
    """
    content = load_project(folder, Names(), needs_content=False).content
    if not content.exists() and not (folder / CONFIG).exists():
        hint = "change to the folder of your project, or create one with dateline new"
        raise BuilderError([Problem("there is no Dateline project here", hint=hint)])
    target = _Destination(folder, content, _place(content, into), dry_run=dry_run)
    tasks = [task for source in sources for task in tasks_of(source)]
    new = []
    for task in tasks:
        if task.failure:
            target.fail(task.shown, task.failure)
        elif task.read:
            name = target.claim(task.name, _source(task), partial(digest_of, task.path), is_page=task.is_page)
            new += [] if target.has(name) else [(task, name)]
    done = len(tasks) - len(new)
    with closing(in_workers(_read_all, new, jobs, size=BATCH)) as batches:
        for batch in batches:
            for shown, name, found, origin in batch:
                target.put(shown, name, found, origin)
            done += len(batch)
            progress("importing", done, len(tasks))
    for task in tasks:
        for article in _several(task):
            target.add(task, article)
    report = target.report
    report.added.sort()
    if not dry_run:
        target.write_record()
        if report.is_worth_keeping:
            write_kept(folder, REPORT, f"{_kept(folder)}# dateline import {' '.join(map(str, sources))}\n{report.text}")
    return report


def _kept(folder: Path) -> str:
    """The reports of earlier imports."""
    found = read_kept(folder, REPORT).decode(errors="replace")
    return f"{found}\n" if found else ""


def _read_all(batch: Sequence[tuple[ImportTask, str]]) -> list[tuple[str, str, FinishedArticle | Failure, Origin]]:
    """What each file gives, with its name in the report and that of its article, and its origin."""
    return [
        (task.shown, name, _finished(task, name), Origin(_source(task), digest_of(task.path))) for task, name in batch
    ]


def _source(task: ImportTask) -> str:
    return shown_name(str(task.path.resolve()))


def _finished(task: ImportTask, name: str) -> FinishedArticle | Failure:
    assert task.read
    try:
        found = task.read()
        return found if isinstance(found, Failure) else finished(found, name)
    except Exception as error:  # Libraries raise anything on files that are broken, or made to do harm.
        return _broken(error)


def _several(task: ImportTask) -> Iterator[Imported | Failure]:
    """The articles of a file that has several; what breaks ends this file only."""
    if task.several is None:
        return
    try:
        yield from task.several()
    except Exception as error:  # As above.
        yield _broken(error)


def _broken(error: Exception) -> Failure:
    words = " ".join(str(error).split())[:100]
    return Failure(
        f"cannot be read: {type(error).__name__}{f' ({words})' if words else ''}", "open it and save it again"
    )


def _place(content: Path, into: Path | None) -> str:
    """The target folder by its path in content/; empty for content/ itself.

    Raises:
        BuilderError: if it is elsewhere.
    """
    if into is None:
        return ""
    try:
        place = Path(os.path.normpath(into.absolute())).relative_to(os.path.normpath(content.absolute())).as_posix()
    except ValueError:
        place = ".."
    place = place.removeprefix(".").strip("/") if place in (".", "") else place
    if place and (not is_plain(place) or place.partition("/")[0] in OTHERS):
        inner = f"{content.name}/{into.as_posix()}"
        is_short = not into.is_absolute() and is_plain(into.as_posix()) and into.parts[0] not in (content.name, *OTHERS)
        hint = f"use --into {inner}" if is_short else f"choose a folder for articles in {content.name}/"
        raise BuilderError([Problem("is not a folder for articles", str(into), hint=hint)])
    return place


class _Destination:
    """Invariant: every article has a path of its own, and no file that exists is changed."""

    def __init__(self, folder: Path, content: Path, place: str, *, dry_run: bool) -> None:
        self.report = ImportReport()
        self._folder, self._content, self._place, self._dry_run = folder, content, place, dry_run
        self._claimed: set[str] = set()
        self._origins = read_record(folder)

    def claim(self, name: str, source: str, digest: Callable[[], str] = str, *, is_page: bool = False) -> str:
        """The path in content/, without suffix, of the next article of this name: no other source's."""
        whole = "/".join(filter(None, (PAGES if is_page else self._place, name)))
        top, slash, rest = whole.partition("/")
        if not is_page and slash and top in OTHERS:
            whole = f"{top}-articles/{rest}"  # The folder of this name is not for articles.
        number = 1
        path = whole
        while path in self._claimed or self._is_of_another(path, source, digest):
            number += 1
            path = f"{whole}-{number}"
        self._claimed.add(path)
        return path

    def _is_of_another(self, path: str, source: str, digest: Callable[[], str]) -> bool:
        origin = self._origins.get(path)
        if origin is None or origin.source == source:
            return False
        return not origin.digest or origin.digest != digest()

    def has(self, path: str) -> bool:
        """Whether an earlier import wrote the article, perhaps edited since."""
        there = path in self._origins and bool(self._existing(path))
        self.report.existing += there
        return there

    def _existing(self, path: str) -> str:
        """The file at the path of an article, by its path in content/; empty if there is none."""
        tried = (f"{path}{suffix}" for suffix in (".md", ".txt"))
        return next((each for each in tried if os.path.lexists(self._content / each)), "")

    def add(self, task: ImportTask, found: Imported | Failure) -> None:
        """Add an article of a file that has several."""
        if isinstance(found, Failure):
            self.fail(task.shown, found)
            return
        if not found.name:
            self.report.losses += [(task.shown, loss) for loss in found.losses]
            return
        source = found.source_id or f"{_source(task)}#{found.name}"
        path = self.claim(found.name, source, is_page=found.is_page)
        if not self.has(path):
            self.put(f"{task.shown} ({found.name})", path, _safely_finished(found, path), Origin(source))

    def put(self, shown: str, path: str, found: FinishedArticle | Failure, origin: Origin) -> None:
        """Write an article and its pictures, the article last; a file that exists is left alone."""
        if isinstance(found, Failure):
            self.fail(shown, found)
            return
        if existing := self._existing(path):
            if holds(str(self._content / existing), found.text.encode(errors="replace")):
                self.report.existing += 1
                self._origins[path] = origin
            else:
                self.report.losses.append((shown, Loss(OTHER, f"{self._content.name}/{existing}")))
            return
        self.report.losses += [(shown, loss) for loss in found.losses]
        try:
            if not self._dry_run:
                for picture in found.pictures:
                    self._copy(shown, path, picture)
                self._write(f"{path}.md", found.text)
        except BuilderError as error:
            if error.status != 1:
                raise
            self.report.problems += error.problems
        else:
            self.report.added.append(f"{self._content.name}/{path}.md")
            self._origins[path] = origin

    def write_record(self) -> None:
        """Record where each article came from."""
        if self._origins:
            write_record(self._folder, self._origins)

    def fail(self, shown: str, failure: Failure) -> None:
        """Report what could not be read, or had nothing in it."""
        if failure.is_empty:
            self.report.losses.append((shown, Loss("file without text left out")))
            return
        self.report.problems.append(Problem(failure.message, shown_name(shown), hint=failure.hint))

    def _copy(self, shown: str, path: str, picture: FoundPicture) -> None:
        target = f"{path}/{picture.name}"
        try:
            raw = Path(picture.path).read_bytes() if picture.path else picture.raw
        except OSError:
            self.report.losses.append((shown, Loss("image cannot be read", picture.name)))
            return
        if not os.path.lexists(self._content / target):
            self._write(target, raw)
        elif not holds(str(self._content / target), raw):
            self.report.losses.append(
                (shown, Loss("image not copied, because a different image has this name", target))
            )

    def _write(self, path: str, contents: str | bytes) -> None:
        folder = path.rpartition("/")[0]
        has_folder(self._content, folder)
        target = self._content / path
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            hint = "check the folder and its permissions"
            shown = f"{self._content.name}/{folder}"
            raise BuilderError([Problem(f"cannot be created: {error.strerror}", shown, hint=hint)], status=3) from None
        edit.write_new(target, contents, f"{self._content.name}/{path}")


def _safely_finished(article: Imported, path: str) -> FinishedArticle | Failure:
    try:
        return finished(article, path)
    except Exception as error:  # As above: its pictures and its text come from anywhere.
        return _broken(error)
