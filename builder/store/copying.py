"""What is written to site/: the bytes of a page, a file copied in chunks, or one made while it is written."""

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from io import FileIO
from stat import S_ISREG

from builder.core.codec import Digest, digest_chunks
from builder.store.memo import StatSignature
from builder.store.sources import SourceFile, stat_signature


@dataclass(frozen=True, slots=True)
class Stream:
    """A file that may be larger than memory."""

    chunks: Callable[[], Iterable[bytes]]
    """Makes its bytes."""


Made = bytes | SourceFile | Stream
"""The contents of a page."""


def digest_of(made: Made) -> Digest:
    """Digest of its bytes."""
    return digest_chunks(_chunks(made))


def holds(path: str, made: Made) -> bool:
    """Whether the file at this path has exactly these bytes; a link never does. Of a stream it is not known."""
    if isinstance(made, Stream):
        return False
    try:
        found = os.lstat(path)
        size = len(made) if isinstance(made, bytes) else made.path.stat().st_size
        if found.st_size != size or not S_ISREG(found.st_mode):
            return False
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123  # thousands of them
            return all(file.read(len(chunk)) == chunk for chunk in _chunks(made))
    except OSError:
        return False


def write(path: str, made: Made) -> tuple[Digest, StatSignature]:
    """Write a file; the digest of what was written, and the file's stat signature.

    Unbuffered: a buffer costs system calls for each of many files.

    Raises:
        BuilderError: if what is to be copied cannot be read.
        OSError: if the file cannot be written.
    """
    with open(path, "wb", buffering=0) as file:  # noqa: PTH123
        return digest_chunks(_written(file, _chunks(made))), stat_signature(os.fstat(file.fileno()))


def _written(file: FileIO, chunks: Iterable[bytes]) -> Iterator[bytes]:
    """These chunks, each after it is written."""
    for chunk in chunks:
        rest = memoryview(chunk)
        while rest:
            rest = rest[file.write(rest) :]
        yield chunk


def _chunks(made: Made) -> Iterable[bytes]:
    return (made,) if isinstance(made, bytes) else made.chunks()
