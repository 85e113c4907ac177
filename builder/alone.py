"""The build lock: only one build of a project runs at a time."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from builder.cache import DAMAGE, unwritable
from builder.errors import BuilderError, Problem
from builder.inside import clear_for_file, has_folder


@contextmanager
def only_build(folder: Path) -> Iterator[None]:
    """Keep other builds of the same project out until the block ends.

    The lock is SQLite's own, so on every system it ends with the process, however the process ends.

    Raises:
        BuilderError: if another build is running, or the folder cannot be written or is not a folder.
    """
    has_folder(folder.parent, folder.name)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        clear_for_file(folder / "building")
        try:
            lock = _locked(folder / "building")
        except sqlite3.OperationalError:
            raise
        except DAMAGE:  # Noise: the file holds nothing, so no build can have locked it.
            (folder / "building").unlink()
            lock = _locked(folder / "building")
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            problem = Problem("another build of this project is running", hint="wait until it finishes, or stop it")
            raise BuilderError([problem], status=3) from None
        raise unwritable(folder.name, error) from None
    except OSError as error:
        raise unwritable(folder.name, error.strerror) from None
    with closing(lock):
        yield


def _locked(path: Path) -> sqlite3.Connection:
    lock = sqlite3.connect(path, timeout=0, isolation_level=None)
    try:
        lock.execute("BEGIN EXCLUSIVE")
    except BaseException:
        lock.close()
        raise
    return lock
