"""The manifest of the files that we wrote: site/.dateline holds the digest of each, as hexadecimal, by its path.

A folder with files and without a manifest is not ours.
"""

import os
import stat
from collections.abc import Collection, Mapping
from pathlib import Path

import msgspec

from builder.core.errors import BuilderError, Problem
from builder.store.safe_paths import is_plain, odd_paths

LIST = ".dateline"
ASIDE = ".dateline-aside"
OURS = frozenset({LIST, ASIDE, ".gitignore", ".git"})
"""Names that may exist in an output folder of ours without a manifest."""

FEW = 500
"""Entries that are found in the bytes of a manifest faster than all entries of a large site are decoded."""

_PathDigest = tuple[str, str]
"""A path and a digest."""


class _FirstLine(msgspec.Struct, frozen=True):
    """The first line."""

    files: int | dict[str, str]
    """The number of entries. Manifests of earlier versions have all entries here."""


class Manifest:
    """Digests by path, one line for each, in order of paths, below a line with their number.

    The few lines that an edit changes are found and replaced in the bytes: a site of 100,000 articles has 470,000.
    """

    def __init__(self, raw: bytes = b'{"files":0}\n') -> None:
        """``raw`` are the bytes of a manifest."""
        self._raw = bytearray(raw)
        self._known: dict[str, str] | None = None
        self._lines: dict[int, bytes] | None = {}
        """Lines that replaced others of the same length since the last writing, by offset; ``None`` if more changed."""

    def write(self, file: Path, aside: Path) -> None:
        """Write the manifest to the file where it was written or read last.

        A few lines are written in place. Otherwise the file is replaced by the one ``aside``: it is complete at every
        moment.

        Raises:
            OSError: if it cannot be written.
        """
        if self._lines is None or not file.is_file():
            aside.write_bytes(self._raw)
            aside.replace(file)
        else:
            with file.open("r+b", buffering=0) as there:
                for offset, line in self._lines.items():
                    there.seek(offset)
                    there.write(line)
        self._lines = {}

    @property
    def entries(self) -> Mapping[str, str]:
        """All digests, by path; without paths that lead out of the folder, as a copy of a project may have them.

        Raises:
            ValueError: if the manifest is damaged.
        """
        if self._known is None:
            self._known, is_all = _decoded(self._raw)
            if not is_all:
                self._encode()
        return self._known

    def of(self, paths: Collection[str]) -> dict[str, str]:
        """The digests of those of these paths that are listed."""
        if self._known is None and len(paths) <= FEW:
            found = ((path, self._entry(path)) for path in paths if is_plain(path))
            return {path: digest for path, (_, _, digest) in found if digest is not None}
        entries = self.entries
        return {path: entries[path] for path in paths if path in entries}

    def update(self, digests: Mapping[str, str], gone: Collection[str] = ()) -> None:
        """Give these paths these digests, and remove those that are ``gone``."""
        is_small = len(digests) + len(gone) <= FEW
        if not is_small:
            _ = self.entries
        if self._known is not None:
            for path in gone:
                self._known.pop(path, None)
            self._known.update(digests)
        if is_small:
            self._splice({**dict.fromkeys(gone), **digests})
        else:
            self._encode()

    def _encode(self) -> None:
        """Make the bytes hold exactly the entries."""
        entries = sorted(self.entries.items())
        self._raw = bytearray(_head(len(entries)) + msgspec.json.Encoder().encode_lines(entries))
        self._lines = None

    def _splice(self, changes: Mapping[str, str | None]) -> None:
        """Replace, insert and remove lines."""
        found = [
            (*self._entry(path), b"" if digest is None else _line(path, digest))
            for path, digest in sorted(changes.items())
        ]
        if all(end - start == len(line) for start, end, _, line in found):
            for start, end, _, line in found:
                self._raw[start:end] = line
                if self._lines is not None:
                    self._lines[start] = line
            return
        pieces: list[bytes | bytearray] = []
        last, count = self._raw.index(b"\n") + 1, _count(self._raw)
        for start, end, before, line in found:
            pieces += [self._raw[last:start], line]
            last, count = end, count + bool(line) - (before is not None)
        self._raw = bytearray(b"".join((_head(count), *pieces, self._raw[last:])))
        self._lines = None

    def _entry(self, path: str) -> tuple[int, int, str | None]:
        """Where the line of a path starts and ends, and its digest; ``None`` if it is not listed but would be there."""
        low, high = self._raw.index(b"\n") + 1, len(self._raw)
        while low < high:
            middle = (low + high) // 2
            start = max(low, self._raw.rfind(b"\n", low, middle) + 1)
            end = self._raw.index(b"\n", middle) + 1
            name, digest = msgspec.json.decode(self._raw[start:end], type=_PathDigest)
            if name == path:
                return start, end, digest
            low, high = (end, high) if name < path else (low, start)
        return low, low, None


def read_manifest(folder: Path, shown: str, *, trusted: bool = False) -> Manifest:
    """The manifest in this folder, which messages call ``shown``; empty if there is nothing yet.

    With ``trusted``, it is known to be as we wrote it, and is not decoded.

    Raises:
        BuilderError: if the folder holds files that we did not write, or the list is damaged or not a regular file.
        OSError: if it cannot be read.
    """
    try:
        if not stat.S_ISREG((folder / LIST).lstat().st_mode):
            hint = "remove it, and empty the folder"
            raise BuilderError([Problem("is not a regular file", f"{shown}/{LIST}", hint=hint)])
        manifest = Manifest((folder / LIST).read_bytes())
        if not trusted:
            _ = manifest.entries
    except FileNotFoundError:
        foreign = sorted(each.name for each in os.scandir(folder) if each.name not in OURS) if folder.exists() else []
        if not foreign:
            return Manifest()
        raise BuilderError(
            [
                Problem(
                    f"the output folder contains files that Dateline did not write: {foreign[0]!r}",
                    shown,
                    hint="empty it, or set build.output in dateline.toml to another folder",
                )
            ]
        ) from None
    except ValueError:
        hint = "restore it from a copy of the site, or empty the folder"
        raise BuilderError([Problem("Dateline's manifest cannot be read", f"{shown}/{LIST}", hint=hint)]) from None
    return manifest


def _line(path: str, digest: str) -> bytes:
    return msgspec.json.encode((path, digest)) + b"\n"


def _decoded(raw: bytearray) -> tuple[dict[str, str], bool]:
    """The entries of a manifest, and whether each has a line of its own and none was left out."""
    first, _, lines = raw.partition(b"\n")
    head = msgspec.json.decode(first, type=_FirstLine)
    if isinstance(head.files, dict):
        entries = head.files
    else:
        entries = dict(msgspec.json.Decoder(_PathDigest).decode_lines(lines))
        if len(entries) != head.files:
            raise ValueError(f"has {len(entries)} of {head.files} lines")
    odd = odd_paths(entries)
    for path in odd:
        del entries[path]
    return entries, not odd and not isinstance(head.files, dict)


def _head(count: int) -> bytes:
    return msgspec.json.encode(_FirstLine(count)) + b"\n"


def _count(raw: bytearray) -> int:
    count = msgspec.json.decode(raw[: raw.index(b"\n")], type=_FirstLine).files
    assert isinstance(count, int)
    return count
