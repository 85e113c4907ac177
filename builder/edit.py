"""Every write to a user's own files: whole or not at all, and never over what we did not read."""

import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from builder.errors import BuilderError, Problem


def write_new(path: Path, text: str, shown: str) -> None:
    """Make this file.

    Raises:
        BuilderError: if it is there already, or cannot be written.
    """
    try:
        with _aside(path, text) as aside:
            _put_new(aside, path)
    except FileExistsError:
        hint = "it may contain your work: move it first"
        raise BuilderError([Problem("already exists", shown, hint=hint)]) from None
    except OSError as error:
        raise _unwritable(error, shown) from None


def rewrite(path: Path, before: bytes, text: str, shown: str) -> None:
    """Put this text in place of ``before``, which was read from the file; a file that is not there is an empty one.

    The file keeps its permissions and its owner, and if it is a link, what that leads to is replaced.

    Raises:
        BuilderError: if the file has been changed since, or cannot be written.
    """
    try:
        target = Path(os.path.realpath(path))
        with _aside(target, text) as aside:
            found = _like(aside, target)
            if (target.read_bytes() if found else b"") != before:
                raise FileExistsError
            if found:
                aside.replace(target)
            else:
                _put_new(aside, target)
    except FileExistsError:
        hint = "nothing was lost; run the command again"
        raise BuilderError([Problem("was changed while the command ran", shown, hint=hint)]) from None
    except OSError as error:
        raise _unwritable(error, shown) from None


@contextmanager
def _aside(path: Path, text: str) -> Iterator[Path]:
    """A hidden file with this text, safe on the disk, in the folder of ``path``; if nothing takes it, it is deleted."""
    aside = path.with_name(f".dateline-{secrets.token_hex(8)}")
    try:
        with aside.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        yield aside
    finally:
        with suppress(OSError):
            aside.unlink(missing_ok=True)


def _put_new(aside: Path, path: Path) -> None:
    """Give this file its name, unless something has it.

    Raises:
        FileExistsError: if something has it.
        OSError: if it cannot be given.
    """
    try:
        path.hardlink_to(aside)
    except FileExistsError:
        raise
    except OSError:  # Some disks know no second name of a file: take the name first.
        path.touch(exist_ok=False)
        aside.replace(path)


def _like(aside: Path, path: Path) -> bool:
    """Give a file the owner and the permissions of another; whether there is another.

    Raises:
        OSError: if the other is none that may be written.
    """
    try:
        found = path.stat()
    except FileNotFoundError:
        return False
    with path.open("r+b"):
        pass  # To replace a file asks only for the folder's permission.
    with suppress(PermissionError):  # Only root gives files away.
        os.chown(aside, found.st_uid, found.st_gid)
    aside.chmod(stat.S_IMODE(found.st_mode))
    return True


def _unwritable(error: OSError, shown: str) -> BuilderError:
    hint = "free some disk space, or check the folder and its permissions"
    return BuilderError([Problem(f"cannot be written: {error.strerror}", shown, hint=hint)], status=3)
