"""Everything that comes in: the files of content/, the theme, our own data, and the digests that stand for them.

A file is read again only if its stamp changed, or if it was so young at the last look that a second change could
hide behind the same stamp. What does not belong into a site (a link that leaves the folder, a pipe) is a problem.
"""

import os
import stat
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from operator import attrgetter
from pathlib import Path

from builder.cache import Stamp
from builder.codec import Digest, digest, digest_bytes
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

    def again(self) -> "Looks":
        """A look that knows what this one saw."""
        return Looks({path: self.known[path] for path in self.seen & self.known.keys()})

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
    for name, entry, found in _files(str(folder), "", frozenset()):
        if found is None or entry.is_symlink() or not stat.S_ISREG(found.st_mode):
            wrong = _foreign(Path(entry.path), root)
            if wrong:
                hint = "put a plain file in its place, or take it away"
                problems.append(Problem(wrong, f"{shown}/{name}", hint=hint))
            if wrong or found is None:
                continue
        try:
            digests[name] = looks.digest(entry.path, found)
        except FileNotFoundError:
            continue  # Deleted since the folder was listed.
        except OSError as error:
            hint = "check its permissions"
            problems.append(Problem(f"cannot be read: {error.strerror}", f"{shown}/{name}", hint=hint))
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
    """The files of the theme by name: ours, each replaced by the user's of the same name.

    Our template "x.html" that the user's takes the place of is "theme/x.html", so that it can be extended.
    """
    ours, theirs = _theme_files(own_theme()), _theme_files(folder)
    below = {f"theme/{name}": ours[name] for name in ours.keys() & theirs.keys() if name.endswith(".html")}
    return {**ours, **dict(sorted(below.items())), **theirs}


def _theme_files(base: Path) -> dict[str, Path]:
    """The files of a folder by their paths in it, hidden ones apart."""
    found = sorted(base.rglob("*")) if base.is_dir() else []
    return {
        path.relative_to(base).as_posix(): path for path in found if path.is_file() and not path.name.startswith(".")
    }


def own_theme() -> Path:
    """The folder of our own theme."""
    packed = PACKAGE / "templates"
    return packed if packed.is_dir() else PACKAGE.parent / "templates"


def data(name: str) -> str:
    """The text of one of our own data files."""
    return (PACKAGE / "data" / name).read_text(encoding="utf-8")


def all_data() -> Digest:
    """What stands for all of our own data files."""
    return digest([(path.name, data(path.name)) for path in sorted((PACKAGE / "data").iterdir())])


def starter() -> dict[str, str]:
    """The files of a new site, by path; "dot-" in our package stands for a dot, which packaging would pass over."""
    folder = PACKAGE / "starter"
    return {
        "/".join(part.replace("dot-", ".", 1) for part in path.relative_to(folder).parts): path.read_text("utf-8")
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


_Entry = tuple[str, "os.DirEntry[str]", os.stat_result | None]
"""Name relative to the folder that is looked at, and what it leads to; ``None`` if to nothing."""


def _files(folder: str, prefix: str, above: frozenset[tuple[int, int]]) -> Iterator[_Entry]:
    """Files under a folder, in order of their names; a folder met again inside itself is yielded as if a file."""
    here = Path(folder).stat()
    inside = above | {(here.st_dev, here.st_ino)}
    for entry in sorted(os.scandir(folder), key=attrgetter("name")):
        if entry.name.startswith("."):
            continue
        name = prefix + entry.name
        try:
            found = entry.stat()
        except OSError:
            yield name, entry, None
            continue
        if not stat.S_ISDIR(found.st_mode) or (
            entry.is_symlink()
            and ((found.st_dev, found.st_ino) in inside or not _is_under(Path(entry.path), Path(folder)))
        ):
            yield name, entry, found
        else:
            yield from _files(entry.path, name + "/", inside)


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
