"""Paths that stay inside their folder, and folders and files that no link leads out of.

Content may come from anywhere. Links to folders are never followed; our own files are never written through a link, and
a link is removed without touching its target.
"""

import os
import shutil
import stat
from collections.abc import Collection, Iterable
from pathlib import Path, PurePosixPath

from builder.core.errors import BuilderError, Problem

_ODD = "/.", "//", "\\", "\0"
"""Signs of a path that may lead outside, or whose parts may be hidden files; matched with a slash at both ends."""


def is_plain(path: str) -> bool:
    """Whether this is a relative path, with parts joined by "/", that stays in its folder and that any disk can hold.

    No part begins with a dot: such names belong to hosts, and to files that we keep in a folder ourselves.
    """
    whole = f"/{path}/"
    return not any(sign in whole for sign in _ODD) and is_utf8(path)


def odd_paths(paths: Collection[str]) -> list[str]:
    """Those of these paths that are not plain, sorted."""
    # The join of plain paths is a plain path: checking 100,000 takes a few milliseconds.
    if not paths or is_plain("/".join(paths)):
        return []
    return sorted(path for path in paths if not is_plain(path))


def is_utf8(name: str) -> bool:
    """Whether the name of a file, as Python gives it, is UTF-8 on disk."""
    try:
        return name.isascii() or bool(name.encode())
    except UnicodeEncodeError:
        return False


def shown_name(name: str) -> str:
    r"""The name of a file with ``\xNN`` for each byte that is not UTF-8."""
    return name if is_utf8(name) else os.fsencode(name).decode(errors="backslashreplace")


def has_folder(root: Path, path: str) -> bool:
    """Whether ``root`` has a folder at this path.

    Raises:
        BuilderError: if a part of the path is a link, or a file.
    """
    whole = PurePosixPath(path)
    for folder in (*reversed(whole.parents), whole):
        try:
            mode = (root / folder).stat(follow_symlinks=folder.name == "").st_mode
        except FileNotFoundError:
            return False
        except OSError as error:
            hint = "check the permissions of its parent folder"
            raise BuilderError([Problem(f"cannot be read: {error.strerror}", str(folder), hint=hint)]) from None
        if not stat.S_ISDIR(mode):
            is_link = stat.S_ISLNK(mode)
            message = "is a symbolic link; links to folders are not followed" if is_link else "is not a folder"
            hint = "replace it with a folder"
            raise BuilderError([Problem(message, str(folder), hint=hint)])
    return True


def clear(path: Path) -> None:
    """Delete a file, a folder with everything in it, or a link, but never its target.

    Raises:
        OSError: if it cannot be deleted.
    """
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def clear_for_file(path: Path) -> None:
    """Delete a link, a pipe or the like in place of a file of ours; a folder is kept, since it may hold a user's work.

    Raises:
        OSError: if it cannot be deleted.
    """
    if os.path.lexists(path) and stat.S_IFMT(path.lstat().st_mode) not in (stat.S_IFREG, stat.S_IFDIR):
        path.unlink()


def clear_for_folder(path: Path) -> None:
    """Delete whatever is in place of a folder of ours, unless it is a folder.

    Raises:
        OSError: if it cannot be deleted.
    """
    if os.path.lexists(path) and not stat.S_ISDIR(path.lstat().st_mode):
        clear(path)


def folders_of(paths: Iterable[str]) -> set[str]:
    """The folders that contain these paths: "a/b/c" is in "a" and "a/b"."""
    found: set[str] = set()
    for path in paths:
        folder = path.rpartition("/")[0]
        while folder and folder not in found:
            found.add(folder)
            folder = folder.rpartition("/")[0]
    return found
