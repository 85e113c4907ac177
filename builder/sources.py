"""Everything that comes in: the files of content/, the theme, our own data, and the digests that stand for them.

A file is read again only if its stamp changed, or if it was so young at the last look that a second change could
hide behind the same stamp. What does not belong into a site (a link that leaves the folder, a pipe) is a problem.
"""

import os
import stat
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from builder.cache import Stamp
from builder.codec import Digest, digest_bytes
from builder.errors import BuilderError, Problem

YOUNG = 2_000_000_000
"""Nanoseconds. A file changed this short before a look may change again under the same stamp (as in git's index)."""

PACKAGE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Found:
    """The files of one folder, by path relative to it, and what was wrong with others."""

    digests: Mapping[str, Digest]
    problems: tuple[Problem, ...] = ()


@dataclass(slots=True)
class Looks:
    """Guards the memory of earlier looks: which digest a stamp stood for, by absolute path."""

    known: dict[str, tuple[Stamp, Digest]] = field(default_factory=dict)
    fresh: dict[str, tuple[Stamp, Digest]] = field(default_factory=dict)
    """What was read since, to be remembered."""
    seen: set[str] = field(default_factory=set)

    def digest(self, path: str, found: os.stat_result) -> Digest:
        """The digest of this file, from memory if its stamp is trusted."""
        self.seen.add(path)
        known = self.known.get(path)
        here = stamp(found)
        if known and known[0] == here:
            return known[1]
        now = time.time_ns()
        key = digest_bytes(Path(path).read_bytes())
        if now - max(found.st_mtime_ns, found.st_ctime_ns) > YOUNG:
            self.fresh[path] = self.known[path] = here, key
        else:
            self.known.pop(path, None)
        return key


def stamp(found: os.stat_result) -> Stamp:
    """What shows that a file is as it was."""
    return found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


def look(folder: Path, shown: str, looks: Looks) -> Found:
    """All files under ``folder`` with their digests; hidden files and folders are passed over.

    ``shown`` is what problems call the folder ("content").
    """
    digests: dict[str, Digest] = {}
    problems: list[Problem] = []
    root = folder.resolve()
    for name, path in _files(folder, "", frozenset()):
        place = f"{shown}/{name}"
        if (wrong := _foreign(path, root)) is not None:
            problems.append(Problem(wrong, place, hint="put a plain file in its place, or take it away"))
            continue
        if path.is_dir():
            continue
        try:
            digests[name] = looks.digest(str(path), path.stat())
        except FileNotFoundError:
            continue  # Deleted since the folder was listed.
        except OSError as error:
            problems.append(Problem(f"cannot be read: {error.strerror}", place, hint="check its permissions"))
    return Found(digests, tuple(problems))


def read(path: Path, shown: str) -> bytes:
    """The bytes of one file.

    Raises:
        BuilderError: if it cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise BuilderError(
            [Problem(f"cannot be read: {error.strerror}", shown, hint="check its permissions")]
        ) from None


def theme(folder: Path) -> dict[str, Path]:
    """The files of the theme by name: ours, each replaced by the user's of the same name."""
    return {
        str(path.relative_to(base)).replace(os.sep, "/"): path
        for base in (own_theme(), folder)
        if base.is_dir()
        for path in sorted(base.rglob("*"))
        if path.is_file() and not path.name.startswith(".")
    }


def own_theme() -> Path:
    """The folder of our own theme."""
    packed = PACKAGE / "templates"
    return packed if packed.is_dir() else PACKAGE.parent / "templates"


def data(name: str) -> str:
    """The text of one of our own data files."""
    return (PACKAGE / "data" / name).read_text(encoding="utf-8")


def starter() -> dict[str, str]:
    """The files of a new site, by path; "dot-" in our package stands for a dot, which packaging would pass over."""
    folder = PACKAGE / "starter"
    return {
        "/".join(part.replace("dot-", ".", 1) for part in path.relative_to(folder).parts): path.read_text("utf-8")
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def _files(folder: Path, prefix: str, above: frozenset[tuple[int, int]]) -> Iterator[tuple[str, Path]]:
    """Files under a folder, in order of their names; a folder met again inside itself is yielded as if a file."""
    here = folder.stat()
    inside = above | {(here.st_dev, here.st_ino)}
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        if entry.name.startswith("."):
            continue
        name, path = prefix + entry.name, folder / entry.name
        if not _is_folder(path):
            yield name, path
            continue
        found = path.stat()
        if entry.is_symlink() and ((found.st_dev, found.st_ino) in inside or not _is_under(path, folder)):
            yield name, path
        else:
            yield from _files(path, name + "/", inside)


def _is_folder(path: Path) -> bool:
    try:
        return stat.S_ISDIR(path.stat().st_mode)
    except OSError:
        return False


def _is_under(path: Path, root: Path) -> bool:
    return path.resolve().is_relative_to(root.resolve())


def _foreign(path: Path, root: Path) -> str | None:
    """Why this cannot be a source, if so. ``root`` is resolved."""
    try:
        mode = path.stat().st_mode
        if path.is_symlink() and not path.resolve().is_relative_to(root):
            return f"links to {str(path.readlink())!r}, outside the folder"
    except (OSError, RuntimeError) as error:
        return f"links to nothing that can be read: {getattr(error, 'strerror', None) or 'a circle of links'}"
    if stat.S_ISDIR(mode):
        return f"links to {str(path.readlink())!r}, a folder that it lies in or that is elsewhere"
    if not stat.S_ISREG(mode):
        return "is no plain file"
    return None
