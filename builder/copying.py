"""What is written to site/: the bytes of a page, or a file that is copied in chunks."""

import os
from collections.abc import Iterable
from hashlib import blake2b
from stat import S_ISREG

from builder.codec import Digest
from builder.sources import File

Made = bytes | File
"""What a page is made of."""


def digest_of(made: Made) -> Digest:
    """What stands for its bytes, as ``digest_bytes`` has it."""
    key = blake2b(digest_size=16)
    for chunk in _chunks(made):
        key.update(chunk)
    return key.digest()


def holds(path: str, made: Made) -> bool:
    """Whether the file at this path has exactly these bytes; a link has none."""
    try:
        found = os.lstat(path)
        size = len(made) if isinstance(made, bytes) else made.path.stat().st_size
        if found.st_size != size or not S_ISREG(found.st_mode):
            return False
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123  # thousands of them
            return all(file.read(len(chunk)) == chunk for chunk in _chunks(made))
    except OSError:
        return False


def write(path: str, made: Made) -> Digest:
    """Write a file, and the digest of what was written. A buffer would only ask the system more, of thousands of files.

    Raises:
        BuilderError: if what is to be copied cannot be read.
        OSError: if the file cannot be written.
    """
    key = blake2b(digest_size=16)
    with open(path, "wb", buffering=0) as file:  # noqa: PTH123
        for chunk in _chunks(made):
            key.update(chunk)
            rest = memoryview(chunk)
            while rest:
                rest = rest[file.write(rest) :]
    return key.digest()


def _chunks(made: Made) -> Iterable[bytes]:
    return (made,) if isinstance(made, bytes) else made.chunks()
