"""A folder on this machine, switched in one step: the path is a link to the current version.

Files that someone else added to the current version are carried over to the next. A version is deleted only if nothing
in it would be lost.
"""

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from builder.commands.publish.publication import (
    MANIFEST,
    Publication,
    Sent,
    differences,
    digest_of,
    in_order,
    parsed,
    refuse,
    setting,
)
from builder.core.errors import BuilderError, Problem
from builder.settings.config import PublishTarget
from builder.store.safe_paths import folders_of

UNFINISHED = "unfinished"
"""Name of a version while it is being written: complete versions have numbers."""


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
        put, deleted = differences(publication, there)
        if not (put or deleted):
            return Sent(str(path), put, deleted)
        added = _added(old, there) if old else {}
        refuse(str(path), _in_the_way(publication, added) | (_changed(publication, old, there) if old else set()))
        if not dry_run:
            _switch(publication, path, old, added)
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
    found = {}
    for folder, folders, files in os.walk(version):
        links = [name for name in folders if Path(folder, name).is_symlink()]
        for file in (Path(folder, name) for name in (*files, *links)):
            path = file.relative_to(version).as_posix()
            if path not in there and path != MANIFEST:
                found[path] = file
    return found


def _in_the_way(publication: Publication, added: Mapping[str, Path]) -> set[str]:
    """The added files that are in the way of files of the site."""
    same = publication.files
    folders = folders_of(same)
    return {
        path
        for path, file in added.items()
        if path in folders
        or (path in same and (file.is_symlink() or digest_of(file) != same[path]))
        or not folders_of([path]).isdisjoint(same)
    }


def _changed(publication: Publication, version: Path, there: Mapping[str, str]) -> set[str]:
    """Files of a version that someone has changed, except to what the site has now."""
    found = {path: digest_of(version / path) for path in there if os.path.lexists(version / path)}
    return {path for path, key in found.items() if key not in (there[path], publication.files.get(path))}


def _switch(publication: Publication, path: Path, old: Path | None, added: Mapping[str, Path]) -> None:
    versions = path.parent / f".{path.name}-versions"
    versions.mkdir(parents=True, exist_ok=True)
    numbers = [int(each.name) for each in versions.iterdir() if each.name.isdecimal()]
    fresh, unfinished = versions / str(1 + max(numbers, default=0)), versions / UNFINISHED
    if unfinished.exists():
        shutil.rmtree(unfinished)
    for file in in_order(publication.files):
        (unfinished / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(publication.site / file, unfinished / file)
    for name in added.keys() - publication.files.keys():
        (unfinished / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(added[name], unfinished / name, follow_symlinks=False)
    (unfinished / MANIFEST).write_bytes(publication.manifest)
    unfinished.rename(fresh)
    link = versions / "next"
    link.unlink(missing_ok=True)
    link.symlink_to(os.path.relpath(fresh, path.parent))
    if path.is_dir() and not path.is_symlink():
        path.rmdir()
    link.rename(path)
    for each in versions.iterdir():
        if each.name.isdecimal() and each not in (fresh, old) and _is_spare(each, fresh):
            shutil.rmtree(each)


def _is_spare(version: Path, fresh: Path) -> bool:
    """Whether everything in a version was written by publish, or is in the new version too."""
    try:
        there = parsed((version / MANIFEST).read_bytes(), str(version))
    except (OSError, BuilderError):
        return False
    wrote = {path: version / path for path, key in there.items() if os.path.lexists(version / path)}
    changed = {path: file for path, file in wrote.items() if digest_of(file) != there[path]}
    return all(_same(file, fresh / path) for path, file in {**_added(version, there), **changed}.items())


def _same(one: Path, other: Path) -> bool:
    """Whether both are links to the same target, or files with the same bytes."""
    if one.is_symlink() or other.is_symlink():
        return one.is_symlink() and other.is_symlink() and one.readlink() == other.readlink()
    return bool(digest_of(one)) and digest_of(one) == digest_of(other)
