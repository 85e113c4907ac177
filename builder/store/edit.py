"""Every write to a user's own files: whole or not at all, and never over something that we did not read."""

import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from builder.core.errors import BuilderError, Problem


def write_new(path: Path, text: str | bytes, shown: str) -> None:
    """Create this file, with a text in UTF-8 or with bytes.

    Raises:
        BuilderError: if it already exists, or cannot be written.
    """
    try:
        with _aside(path, text) as aside:
            _put_new(aside, path)
    except FileExistsError:
        hint = "it may contain your work: move it first"
        raise BuilderError([Problem("already exists", shown, hint=hint)]) from None
    except OSError as error:
        raise _unwritable(error, shown) from None


def rewrite(path: Path, before: bytes, text: str | bytes, shown: str) -> None:
    """Replace ``before``, which was read from the file, with this text; a missing file counts as empty.

    The file keeps its permissions and its owner; if it is a link, its target is replaced.

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


def remove(path: Path, before: bytes, shown: str) -> None:
    """Delete a file that still has these bytes.

    Raises:
        BuilderError: if it has others, or cannot be deleted.
    """
    try:
        if path.read_bytes() != before:
            hint = "nothing was lost; delete it yourself if you no longer want it"
            raise BuilderError([Problem("was changed meanwhile", shown, hint=hint)])
        path.unlink()
    except OSError as error:
        raise _unwritable(error, shown) from None


@contextmanager
def _aside(path: Path, text: str | bytes) -> Iterator[Path]:
    """A hidden file with these contents, safely on disk beside ``path``; deleted at the end if still there."""
    aside = path.with_name(f".dateline-{secrets.token_hex(8)}")
    try:
        with aside.open("xb") as file:
            file.write(text.encode() if isinstance(text, str) else text)
            file.flush()
            os.fsync(file.fileno())
        yield aside
    finally:
        with suppress(OSError):
            aside.unlink(missing_ok=True)


def _put_new(aside: Path, path: Path) -> None:
    """Give the file its name, unless another file has it.

    Raises:
        FileExistsError: if another file has it.
        OSError: if renaming fails.
    """
    try:
        path.hardlink_to(aside)
    except FileExistsError:
        raise
    except OSError:  # Some disks do not support hard links: take the name first.
        path.touch(exist_ok=False)
        aside.replace(path)


def _like(aside: Path, path: Path) -> bool:
    """Give a file the owner and the permissions of another; whether the other exists.

    Raises:
        OSError: if the other may not be written.
    """
    try:
        found = path.stat()
    except FileNotFoundError:
        return False
    with path.open("r+b"):
        pass  # Replacing a file needs only write permission for its folder.
    with suppress(PermissionError):  # Only root can change the owner.
        os.chown(aside, found.st_uid, found.st_gid)
    aside.chmod(stat.S_IMODE(found.st_mode))
    return True


def _unwritable(error: OSError, shown: str) -> BuilderError:
    hint = "free some disk space, or check the folder and its permissions"
    return BuilderError([Problem(f"cannot be written: {error.strerror}", shown, hint=hint)], status=3)
