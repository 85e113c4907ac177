"""site/ holds exactly the pages of the last build, complete at every moment.

Each file is first written to a temporary file; all are renamed once the last one is complete. Until then site/ is
unchanged, and no file is ever half written. Files of new folders are written to a tree in which each new folder is
renamed as a whole; all others are numbered, so that no folders have to be created for them.

The manifest, site/.dateline, lists every file that we wrote with its digest: files in the manifest that are no longer
part of the site are deleted, files that we did not write are never touched, and a folder with files and without a
manifest is not ours. New paths enter the manifest before they are written, so that the next build recognizes everything
a killed build left; the manifest of what is really there is written last.
"""

import errno
import os
import stat
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Set
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from builder.core.codec import Digest
from builder.core.errors import BuilderError, Problem
from builder.store.copying import Made, digest_of, holds, write
from builder.store.manifest import ASIDE, LIST, Manifest, read_manifest
from builder.store.memo import StatSignature
from builder.store.safe_paths import clear, folders_of, odd_paths
from builder.store.sources import stat_signature


class Aside(NamedTuple):
    """A page in a temporary file, ready to be renamed."""

    path: str
    key: Digest
    """Digest of its bytes."""
    stat_signature: StatSignature | None
    """That of the temporary file; ``None`` if there is none, as the page already has these bytes."""
    number: str = ""
    """The name of the temporary file if the folder of the page exists; empty if it is in the tree of new folders."""


_TREE = f"{ASIDE}/new"
"""New folders."""

_NUMBERED = f"{ASIDE}/numbered"
"""One folder per process: processes that write to the same folder slow each other down."""


class Output:
    """Owns the output folder and its manifest."""

    def __init__(self, folder: Path, shown: str, left: StatSignature | None = None) -> None:
        """The folder is created when something is written.

        ``left`` is the stat signature of the manifest after the last complete build.
        """
        self._folder = folder
        self._top = str(folder)
        self._root = f"{folder}/"
        self._shown = shown
        self._folders: set[str] = set()
        """Those that were created."""
        self._existing: dict[str, bool] = {}
        """Whether a folder of a page exists; none of them is a link."""
        self._number = 0
        self._left = left
        self._is_ours = False
        self._is_written = True

    @property
    def folder(self) -> Path:
        """The output folder."""
        return self._folder

    @property
    def listed(self) -> Mapping[str, str]:
        """The digest, as hexadecimal, of every file that we wrote, by path.

        Raises:
            BuilderError: if the folder holds files that we did not write.
        """
        return self._manifest.entries

    def are_listed(self, paths: Collection[str]) -> set[str]:
        """Those of these paths where we wrote a file.

        Raises:
            BuilderError: as ``listed`` does.
        """
        return set(self._manifest.of(paths))

    def stat_signature(self, path: str) -> StatSignature | None:
        """The stat signature of a page on disk; ``None`` if it does not exist."""
        try:
            return stat_signature(os.lstat(self._root + path))
        except OSError:
            return None

    @property
    def is_as_left(self) -> bool:
        """Whether the manifest is as the last complete build left it, and so lists the files of the index."""
        return self._left is not None and self._left == self.stat_signature(LIST)

    @property
    def is_ours(self) -> bool:
        """Whether this process wrote the manifest last.

        The next process sees changes to single pages: checking all of them after each edit of one article would take
        longer than everything else.
        """
        return self._is_ours and self.is_as_left

    def leave(self) -> StatSignature | None:
        """Record the manifest as it is now. Returns its stat signature."""
        self._left, self._is_ours = self.stat_signature(LIST), True
        return self._left

    def modified(self, pages: Iterable[tuple[str, int, int, int, int]]) -> set[str]:
        """The pages, given by path and stat signature, that were changed since they were written."""
        return {row[0] for row in pages if self.stat_signature(row[0]) != row[1:]}

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Allow ``set_aside`` until the block ends; temporary files that were not renamed by then are deleted."""
        self._drop_aside()
        self._existing.clear()
        try:
            yield
        finally:
            self._drop_aside()

    def set_aside(self, path: str, made: Made) -> Aside:
        """Write a page to a temporary file, unless the page already has these bytes. Safe to call in several processes.

        Raises:
            BuilderError: if it cannot be written, or a link is in place of a folder of the page.
        """
        self._refuse_odd([path])
        number = ""
        if self._exists(path.rpartition("/")[0]):
            if holds(self._root + path, made):
                return Aside(path, digest_of(made), None)
            self._number += 1
            number = f"{os.getpid()}/{self._number}"
        target = f"{self._root}{_NUMBERED}/{number}" if number else f"{self._root}{_TREE}/{path}"
        try:
            self._make_folder(target.rpartition("/")[0])
            return Aside(path, *write(target, made), number)
        except OSError as error:
            raise self._stopped(error) from None

    def announce(self, new: Set[str], gone: Set[str]) -> None:
        """Enter new paths into the manifest before they are written, and delete files of ours that are in their way.

        ``gone`` are files of ours that are no longer pages.

        Raises:
            BuilderError: if a file that we did not write is at one of them, one would be outside the folder, or a link
                is in place of a folder of a page.
        """
        self._left = None
        new = new - self.are_listed(new)
        self._refuse_odd(new)
        folders = folders_of(new)
        for path in gone:
            self._exists(path.rpartition("/")[0])
        there = self._there(folders)
        taken = [path for path in new if path.rpartition("/")[0] in there and self._is_foreign(path, gone)]
        if taken:
            hint = "move it: Dateline never replaces a file that it did not write"
            raise BuilderError(
                Problem(
                    "a page of the site would replace this file, which Dateline did not write",
                    f"{self._shown}/{path}",
                    hint=hint,
                )
                for path in sorted(taken)
            )
        for path in gone if new else ():
            # A file in place of a folder, or a folder in place of a file.
            if path in folders or not new.isdisjoint(folders_of([path])):
                self._drop(path)
        if new:
            self._manifest.update(dict.fromkeys(new, ""))
            self._write_list()
        else:
            # So that a watching process notices that pages changed, even if this process is killed midway.
            with suppress(OSError):
                os.utime(self._folder / LIST)

    def put(self, pages: Iterable[Aside]) -> Callable[[Aside], StatSignature]:
        """Move all pages that were set aside into place. Returns a function that gives the stat signature of each."""
        digests: dict[str, str] = {}
        numbered: dict[str, str] = {}
        in_tree: list[str] = []
        for aside in pages:
            digests[aside.path] = aside.key.hex()
            if aside.number:
                numbered[aside.path] = aside.number
            elif aside.stat_signature:
                in_tree.append(aside.path)
        listed = self._manifest.of(digests)
        assert listed.keys() == digests.keys(), "only announced pages are written"
        # Pages come after the files that they load.
        for path in (path for path in numbered if not _is_shown(path)):
            self._replace(f"{_NUMBERED}/{numbered[path]}", path)
        alone: set[str] = set()
        if in_tree:
            shown = set(filter(_is_shown, in_tree))
            self._move("", shown | folders_of(shown), alone)
        for path in filter(_is_shown, numbered):
            self._replace(f"{_NUMBERED}/{numbered[path]}", path)
        if new := {path: digest for path, digest in digests.items() if digest != listed[path]}:
            self._manifest.update(new)
            self._is_written = False

        def now(aside: Aside) -> StatSignature:
            # What was moved with its folder is as it was written.
            as_written = aside.stat_signature if not aside.number and aside.path not in alone else None
            return as_written or stat_signature(os.lstat(self._root + aside.path))

        return now

    def _move(self, folder: str, shown: Set[str], alone: set[str]) -> None:
        """Move the new folders in a folder into place, those in which something is ``shown`` after the others.

        The paths of files that are not moved with their folder are added to ``alone``.
        """
        entries = list(os.scandir(f"{self._root}{_TREE}/{folder}"))
        for entry in sorted(entries, key=lambda entry: folder + entry.name in shown):
            path = folder + entry.name
            if entry.is_dir() and os.path.lexists(self._root + path):
                self._move(f"{path}/", shown, alone)
                continue
            self._replace(f"{_TREE}/{path}", path)
            if not entry.is_dir():
                alone.add(path)

    def _replace(self, aside: str, path: str) -> None:
        """Rename a temporary file or folder to its place."""
        source, target = self._root + aside, self._root + path
        try:
            try:
                os.replace(source, target)  # noqa: PTH105  # thousands of them
            except FileNotFoundError:
                # Its folder existed, but was removed when deleting old pages left it empty.
                Path(target).parent.mkdir(parents=True, exist_ok=True)
                os.replace(source, target)  # noqa: PTH105
        except OSError as error:
            raise self._stopped(error, f"{self._shown}/{path}") from None

    def finish(self, gone: Set[str]) -> None:
        """Delete these files of ours, which are no longer pages, and empty folders; write the manifest."""
        for path in sorted(gone):
            self._drop(path)
        if gone:
            self._manifest.update({}, gone)
        if gone or not self._is_written:
            self._write_list()

    @cached_property
    def _manifest(self) -> Manifest:
        try:
            return read_manifest(self._folder, self._shown, trusted=self.is_as_left)
        except OSError as error:
            raise self._stopped(error) from None

    def _write_list(self) -> None:
        try:
            self._make_folder(self._root + ASIDE)
            self._manifest.write(self._folder / LIST, self._folder / ASIDE / LIST)
            self._is_written = True
        except OSError as error:
            raise self._stopped(error) from None

    def _refuse_odd(self, paths: Collection[str]) -> None:
        """Check that these paths stay in the folder."""
        if odd := odd_paths(paths):
            hint = "rename the file that it comes from"
            raise BuilderError(
                Problem(f"the path {path!r} is not valid for a page", self._shown, hint=hint) for path in odd
            )

    def _exists(self, folder: str) -> bool:
        """Whether a folder exists, once it is checked that it is no link: nothing is written or deleted through one."""
        known = self._existing.get(folder)
        if known is None:
            known = not folder or self._exists(folder.rpartition("/")[0])
            if known:
                try:
                    mode = os.lstat(self._root + folder).st_mode
                except (FileNotFoundError, NotADirectoryError):
                    mode = 0
                except OSError as error:
                    raise self._stopped(error, f"{self._shown}/{folder}") from None
                if folder and stat.S_ISLNK(mode):
                    hint = "remove the link; its target is not touched"
                    message = "is a symbolic link in place of a folder of the site"
                    raise BuilderError([Problem(message, f"{self._shown}/{folder}", hint=hint)])
                known = stat.S_ISDIR(mode)
            self._existing[folder] = known
        return known

    def _make_folder(self, folder: str) -> None:
        """Create a folder in the output, with its parents."""
        if folder in self._folders:
            return
        if folder != self._top:
            self._make_folder(folder.rpartition("/")[0])
        try:
            os.mkdir(folder) if folder != self._top else self._folder.mkdir(parents=True, exist_ok=True)  # noqa: PTH102
        except FileExistsError:
            if not Path(folder).is_dir():
                raise
        self._folders.add(folder)

    def _drop_aside(self) -> None:
        try:
            clear(self._folder / ASIDE)
        except OSError as error:
            raise self._stopped(error) from None
        self._folders.clear()

    def _drop(self, path: str) -> None:
        """Delete a file, and folders that this leaves empty."""
        try:
            with suppress(NotADirectoryError, IsADirectoryError):
                (self._folder / path).unlink(missing_ok=True)
        except OSError as error:
            raise self._stopped(error, f"{self._shown}/{path}") from None
        folder = (self._folder / path).parent
        while folder != self._folder:
            try:
                folder.rmdir()
            except OSError:
                return
            folder = folder.parent

    def _there(self, folders: Iterable[str]) -> set[str]:
        """The top and those of these folders that exist: each is checked only if its parent exists."""
        there = {""}
        for folder in sorted(folders):
            if folder.rpartition("/")[0] in there and Path(self._root + folder).is_dir():
                there.add(folder)
        return there

    def _is_foreign(self, path: str, gone: Collection[str]) -> bool:
        """Whether there is a file here that we did not write; a folder in which all pages are ``gone`` is ours."""
        if not os.path.lexists(self._root + path):
            return False
        target = self._folder / path
        if not target.is_dir() or target.is_symlink():
            return True
        inside = (each for each in target.rglob("*") if not each.is_dir())
        return any(each.relative_to(self._folder).as_posix() not in gone for each in inside)

    def _stopped(self, error: OSError, shown: str = "") -> BuilderError:
        if error.errno == errno.ENOSPC:
            hint = "free some disk space and build again; no page is damaged"
        else:
            hint = "check the folder and its permissions"
        return BuilderError(
            [Problem(f"cannot be written: {error.strerror}", shown or self._shown, hint=hint)], status=3
        )


def _is_shown(path: str) -> bool:
    """Whether a page is one that loads other files."""
    return path.endswith(".html")
