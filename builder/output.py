"""site/ holds exactly the pages of the last build, whole at every moment.

Each file is written aside and renamed. site/.dateline lists every file that we wrote with its digest: what is in that
list and is no page any more is deleted, what we did not write is never touched, and a folder with files and without
that list is not ours. New paths enter the list before they are written, so that a killed build leaves nothing that
the next one takes for another's; the list of what really stands there is written last.
"""

import errno
import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from builder.cache import Stamp
from builder.codec import digest_bytes
from builder.errors import BuilderError, Problem
from builder.sources import stamp

LIST = ".dateline"
ASIDE = ".dateline-aside"
OURS = frozenset({LIST, ASIDE, ".gitignore", ".git"})
"""Names in an output folder that do not make it another's."""


class Output:
    """Guards the output folder and its list."""

    def __init__(self, folder: Path, shown: str) -> None:
        """Open the folder; it is made when something is written.

        Raises:
            BuilderError: if it holds files that we did not write.
        """
        self._folder = folder
        self._shown = shown
        self._listed = self._read_list()
        self._folders: set[Path] = set()

    @property
    def listed(self) -> Mapping[str, str]:
        """Digest, as hexadecimal, of every file that we wrote, by path."""
        return self._listed

    def stamp(self, path: str) -> Stamp | None:
        """The stamp of a page as it is on disk; ``None`` if it is not there or not a plain file."""
        try:
            return stamp(os.lstat(self._folder / path))
        except OSError:
            return None

    def announce(self, paths: Iterable[str]) -> None:
        """List these new paths before they are written.

        Raises:
            BuilderError: if a file that we did not write stands at one of them.
        """
        new = [path for path in paths if path not in self._listed]
        taken = [path for path in new if os.path.lexists(self._folder / path)]
        if taken:
            hint = "move it away: what we did not write is never replaced"
            raise BuilderError(
                Problem("a page belongs here, and the file is not ours", f"{self._shown}/{path}", hint=hint)
                for path in sorted(taken)
            )
        if new:
            self._listed.update(dict.fromkeys(new, ""))
            self._write_list()

    def write(self, path: str, raw: bytes) -> tuple[Stamp, bool]:
        """Make the file hold these bytes; its stamp, and whether anything had to be written."""
        target = self._folder / path
        key = digest_bytes(raw).hex()
        if self._holds(target, raw):
            self._listed[path] = key
            return stamp(os.lstat(target)), False
        try:
            self._make_folder(target.parent)
            aside = self._folder / ASIDE
            aside.write_bytes(raw)
            aside.replace(target)
            found = stamp(os.lstat(target))
        except OSError as error:
            raise self._stopped(error) from None
        self._listed[path] = key
        return found, True

    def finish(self, pages: Iterable[str]) -> list[str]:
        """Delete what we wrote and is no page any more, with folders left empty; write the list. The paths deleted."""
        gone = sorted(self._listed.keys() - set(pages))
        for path in gone:
            (self._folder / path).unlink(missing_ok=True)
            self._drop_empty((self._folder / path).parent)
            del self._listed[path]
        self._write_list()
        return gone

    def _read_list(self) -> dict[str, str]:
        try:
            listed = json.loads((self._folder / LIST).read_text(encoding="utf-8"))["files"]
            return {str(path): str(key) for path, key in listed.items() if _is_inside(str(path))}
        except FileNotFoundError:
            if not self._folder.exists():
                return {}
            foreign = sorted(entry.name for entry in os.scandir(self._folder) if entry.name not in OURS)
            if not foreign:
                return {}
            raise BuilderError(
                [
                    Problem(
                        f"the output folder holds files that we did not write: {foreign[0]!r}",
                        self._shown,
                        hint="empty it, or name another folder as build.output in dateline.toml",
                    )
                ]
            ) from None
        except (ValueError, KeyError, TypeError, AttributeError):
            hint = "put back the list from a copy of the site, or empty the folder"
            raise BuilderError(
                [Problem("the list of our files cannot be read", f"{self._shown}/{LIST}", hint=hint)]
            ) from None
        except OSError as error:
            raise self._stopped(error) from None

    def _write_list(self) -> None:
        self._make_folder(self._folder)
        raw = json.dumps({"files": self._listed}, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
        try:
            aside = self._folder / ASIDE
            aside.write_bytes(raw)
            aside.replace(self._folder / LIST)
        except OSError as error:
            raise self._stopped(error) from None

    def _holds(self, target: Path, raw: bytes) -> bool:
        try:
            return os.lstat(target).st_size == len(raw) and not target.is_symlink() and target.read_bytes() == raw
        except OSError:
            return False

    def _make_folder(self, folder: Path) -> None:
        if folder in self._folders:
            return
        folder.mkdir(parents=True, exist_ok=True)
        if not folder.resolve().is_relative_to(self._folder.resolve()):
            problem = Problem("a folder in the output leads elsewhere", str(folder), hint="take the link away")
            raise BuilderError([problem])
        self._folders.add(folder)

    def _drop_empty(self, folder: Path) -> None:
        while folder != self._folder:
            try:
                folder.rmdir()
            except OSError:
                return
            folder = folder.parent

    def _stopped(self, error: OSError) -> BuilderError:
        if error.errno == errno.ENOSPC:
            hint = "make room; the pages that stand there are whole, and the next build goes on"
        else:
            hint = "check the folder and its permissions"
        return BuilderError([Problem(f"cannot be written: {error.strerror}", self._shown, hint=hint)], status=3)


def _is_inside(path: str) -> bool:
    return bool(path) and not path.startswith("/") and ".." not in path.split("/")
