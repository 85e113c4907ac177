"""A folder on this machine, switched in one step: the path is a link to the current version.

Files that someone else added to the current version are carried over to the next. A version is deleted only if nothing
in it would be lost. Versions share the files that are the same in both, as hard links where the disk has them: so one
changed article of a large site costs no copy of the others.
"""

import os
import shutil
import stat
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from builder.commands.publish.publication import (
    MANIFEST,
    Publication,
    Sent,
    below_any,
    digest_of,
    parsed,
    refuse,
    setting,
    to_send,
)
from builder.core.codec import decode, encode
from builder.core.errors import BuilderError, Problem
from builder.settings.config import PublishTarget
from builder.store.safe_paths import folders_of

UNFINISHED = "unfinished"
"""Name of a version while it is being written: complete versions have numbers."""

SIGNATURES = "signatures"
"""Beside the versions: the inode, size and time of each file of the last one, by which a changed file is noticed."""

Signature = tuple[int, int, int]
"""Without the time of the last change of its status, which a further link changes."""


def to_folder(publication: Publication, target: PublishTarget, dry_run: bool) -> Sent:
    """Make ``path`` a link to a fresh copy; the previous version is kept beside it, older ones are deleted.

    Raises:
        BuilderError: if something that publish did not write would be lost, or the folder cannot be written.
    """
    given = setting(target, "path")
    try:
        path = _settled(publication.project, given)
        old = _shown(path)
        there = parsed((old / MANIFEST).read_bytes(), str(path)) if old else {}
        put, deleted = to_send(publication, there)
        if not (put or deleted):
            return Sent(str(path), put, deleted)
        added = _added(old, there) if old else {}
        same, changed = _compared(publication, old, there) if old else ({}, set())
        refuse(str(path), _in_the_way(publication, added) | changed)
        if not dry_run:
            _switch(publication, path, old, same, added)
    except (OSError, RuntimeError) as error:
        message = f"cannot be written: {getattr(error, 'strerror', None) or error}"
        hint = "check the path and its permissions; the previously published version is still in place"
        raise BuilderError([Problem(message, given, hint=hint)], 3) from None
    return Sent(str(path), put, deleted)


def _settled(project: Path, given: str) -> Path:
    """The path without "~", ".." or links on the way, so that its versions are found again; it may be a link itself."""
    path = project / Path(given).expanduser()
    return path.resolve() if path.name in ("", "..") else path.parent.resolve() / path.name


def _shown(path: Path) -> Path | None:
    """The version at the path; ``None`` if there is nothing yet.

    Raises:
        BuilderError: if what is there is not one of our versions.
    """
    if path.is_symlink():
        old = path.resolve()
        if (old / MANIFEST).is_file():
            return old
    elif not path.exists() or (path.is_dir() and not any(path.iterdir())):
        return None
    message = "contains files that publish did not write" if path.is_dir() else "was not created by publish"
    raise BuilderError([Problem(message, str(path), hint="move it, or choose another path")])


def _added(version: Path, there: Mapping[str, str]) -> dict[str, Path]:
    """The files in a version that publish did not write, by path."""
    return {path: version / path for path, _ in _files(str(version)) if path not in there and path != MANIFEST}


def _files(root: str, below: str = "") -> Iterator[tuple[str, int]]:
    """The paths and inodes of all files in a folder, and of links to folders."""
    # Strings, here and below: path objects for 100,000 files take longer than all system calls for them.
    folders = []
    with os.scandir(f"{root}/{below}") as found:
        for each in found:
            if each.is_dir(follow_symlinks=False):
                folders.append(f"{below}{each.name}/")
            else:
                yield below + each.name, each.inode()
    for folder in folders:
        yield from _files(root, folder)


def _in_the_way(publication: Publication, added: Mapping[str, Path]) -> set[str]:
    """The added files that are in the way of files of the site."""
    same = publication.files
    folders = folders_of(same)
    return {
        path
        for path, file in added.items()
        if path in folders
        or (path in same and (file.is_symlink() or digest_of(file) != same[path]))
        or below_any(path, same)
    }


def _compared(
    publication: Publication, version: Path, there: Mapping[str, str]
) -> tuple[dict[str, Signature], set[str]]:
    """Files of a version that the site has just so, with signature; and those that someone has changed otherwise.

    Only files that look changed are read: with 100,000 of them, reading takes longer than everything else.
    """
    root, signatures = str(version), _signatures(version.parent)
    same, changed = dict[str, Signature](), set[str]()
    for path, wrote in there.items():
        found = _lstat(f"{root}/{path}")
        if found is None:
            continue
        here, left = _signature(found), signatures.get(path)
        if here == left:
            here = left  # One tuple in place of two equal ones: there may be half a million.
        key = wrote if here is left and wrote else digest_of(version / path)
        if key == publication.files.get(path):
            if stat.S_ISREG(found.st_mode):
                same[path] = here
        elif key != wrote:
            changed.add(path)
    return same, changed


def _switch(
    publication: Publication, path: Path, old: Path | None, same: Mapping[str, Signature], added: Mapping[str, Path]
) -> None:
    """Show a new version at the path; it shares the files that are the ``same`` with the ``old`` one.

    It begins with what a killed publish left, or else with the version before the old one, of which little is new.
    """
    versions = path.parent / f".{path.name}-versions"
    versions.mkdir(parents=True, exist_ok=True)
    carried = {name: file for name, file in added.items() if name not in publication.files}
    numbers = [int(each.name) for each in versions.iterdir() if each.name.isdecimal()]
    fresh, unfinished = versions / str(1 + max(numbers, default=0)), versions / UNFINISHED
    others = (versions / str(number) for number in sorted(numbers, reverse=True))
    spare = [(each, found) for each in others if each != old and (found := _spare(each, publication, same, carried))]
    if spare and not unfinished.exists():
        first, there = spare.pop(0)
        first.rename(unfinished)
    else:
        unfinished.mkdir(exist_ok=True)
        there = dict(_files(str(unfinished)))
    for each, _ in spare:
        shutil.rmtree(each)
    _drop(unfinished, [path for path in there if path not in publication.files])
    shared = {file: signature for file, signature in same.items() if there.get(file) == signature[0]}
    signatures = dict(_fill(publication, str(unfinished), str(old or ""), same, shared))
    for name, file in carried.items():
        (unfinished / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(file, unfinished / name, follow_symlinks=False)
    (unfinished / MANIFEST).write_bytes(publication.manifest)
    (versions / SIGNATURES).write_bytes(encode(signatures))
    unfinished.rename(fresh)
    link = versions / "next"
    link.unlink(missing_ok=True)
    link.symlink_to(os.path.relpath(fresh, path.parent))
    if path.is_dir() and not path.is_symlink():
        path.rmdir()
    link.rename(path)


def _drop(folder: Path, paths: Iterable[str]) -> None:
    """Delete these files in the folder, and the folders that this leaves empty."""
    for path in paths:
        (folder / path).unlink()
        with suppress(OSError):  # not empty
            for above in Path(path).parents[:-1]:
                (folder / above).rmdir()


def _fill(
    publication: Publication,
    folder: str,
    old: str,
    same: Mapping[str, Signature],
    shared: Mapping[str, Signature],
) -> Iterator[tuple[str, Signature]]:
    """Bring every file of the site into the folder, unless it is there already; the path and signature of each.

    Those that are the ``same`` come from the ``old`` version; those that are ``shared`` with it are there. A file that
    is there may be shared with other versions, so it is replaced, and never written to.
    """
    above = ""
    for done, (path, key) in enumerate(publication.files.items(), 1):
        here = shared.get(path)
        if here is None:
            file = f"{folder}/{path}"
            found = _lstat(file)
            if found and (path in same or not stat.S_ISREG(found.st_mode) or digest_of(Path(file)) != key):
                shutil.rmtree(file) if stat.S_ISDIR(found.st_mode) else Path(file).unlink()
                found = None
            if found is None:
                if (needed := file.rpartition("/")[0]) != above:
                    Path(needed).mkdir(parents=True, exist_ok=True)
                    above = needed
                if path in same and _linked(f"{old}/{path}", file):
                    here = same[path]
                else:
                    shutil.copyfile(publication.site / path, file)
            here = here or _signature(found or os.lstat(file))
        yield path, here
        publication.progress("Copying files", done, len(publication.files))


def _linked(file: str, new: str) -> bool:
    """Whether ``new`` is now the same file; some disks cannot do that, or not so often."""
    try:
        os.link(file, new)
    except OSError:
        return False
    return True


def _spare(
    version: Path, publication: Publication, same: Mapping[str, Signature], carried: Mapping[str, Path]
) -> dict[str, int]:
    """All files of a version in which everything was written by publish, or will be in the new version too; by inode.

    Empty if that is not so. What is one file with that of the shown version is the ``same``.
    """
    try:
        wrote = parsed((version / MANIFEST).read_bytes(), str(version))
    except (OSError, BuilderError):
        return {}
    there = dict(_files(str(version)))
    for path, inode in there.items():
        if path == MANIFEST or (path in same and inode == same[path][0]):
            continue
        file = version / path
        if not (path in wrote and digest_of(file) == wrote[path]) and not _same(
            file, carried.get(path, publication.site / path)
        ):
            return {}
    return there


def _lstat(path: str) -> os.stat_result | None:
    try:
        return os.lstat(path)
    except OSError:
        return None


def _signature(found: os.stat_result) -> Signature:
    return found.st_ino, found.st_size, found.st_mtime_ns


def _signatures(versions: Path) -> dict[str, Signature]:
    """The files of the last version by path, as they were written; empty if unknown."""
    try:
        return decode((versions / SIGNATURES).read_bytes(), dict[str, Signature]) or {}
    except OSError:
        return {}


def _same(one: Path, other: Path) -> bool:
    """Whether both are links to the same target, or files with the same bytes."""
    if one.is_symlink() or other.is_symlink():
        return one.is_symlink() and other.is_symlink() and one.readlink() == other.readlink()
    return bool(digest_of(one)) and digest_of(one) == digest_of(other)
