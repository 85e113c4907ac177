"""The build lock: only one build of a project runs at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from builder.core.errors import BuilderError, Problem
from builder.store.database import unwritable
from builder.store.safe_paths import clear_for_file, has_folder


@contextmanager
def only_build(folder: Path) -> Iterator[None]:
    """Prevent other builds of the same project until the block ends.

    The system releases the lock when this process ends, however it ends: forked workers release it as they start.

    Raises:
        BuilderError: if another build is running, or the folder cannot be written or is not a folder.
    """
    has_folder(folder.parent, folder.name)
    path = folder / "building"
    # Without ``fallback_to_soft=False``, filelock may use a lock that a killed process leaves behind.
    lock = FileLock(path, blocking=False, fallback_to_soft=False)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        clear_for_file(path)
        held = lock.acquire()
    except Timeout:
        problem = Problem("another build of this project is running", hint="wait until it finishes, or stop it")
        raise BuilderError([problem], status=3) from None
    except OSError as error:
        raise unwritable(folder.name, error.strerror) from None
    with held:
        yield
