"""All input: the files in content/, the theme, our own data, and their digests.

A file is read again only if its stat signature changed, or if it was so young when last read that a second change could
hide behind the same signature. Anything that does not belong in a site (a link to a folder, or to a file outside the
folder; a pipe; a name that is not UTF-8) is a problem.
"""

import os
import stat
import time
from collections.abc import Collection, Iterator, Mapping, Set
from dataclasses import dataclass, field
from operator import attrgetter
from pathlib import Path

from builder.core.codec import Digest, digest, digest_chunks
from builder.core.errors import BuilderError, Problem
from builder.store.memo import StatSignature
from builder.store.safe_paths import folders_of, has_folder, is_utf8, shown_name

YOUNG = 2_000_000_000
"""Nanoseconds. A file changed so shortly before may change again under the same signature (as in git's index)."""

CHUNK = 1 << 16
"""Bytes of a file in memory at once."""

DEEPEST = 100
"""Maximum depth of nested folders."""

PACKAGE = Path(__file__).parent.parent

OWN = "dateline"
"""The name of our own theme in a snapshot."""


@dataclass(frozen=True, slots=True)
class FolderFiles:
    """The files of one folder, by path relative to it, and the problems of others."""

    digests: Mapping[str, Digest]
    problems: tuple[Problem, ...] = ()
    has_links: bool = False
    """Whether a file is a link, so that it changes when another file does."""
    since: Mapping[str, Digest] | None = field(default=None, compare=False)
    """The digests of an earlier scan, if it is known which of them have changed; the files are the same."""
    changed: frozenset[str] = field(default=frozenset(), compare=False)
    """The files whose digests have changed since."""


@dataclass(slots=True)
class Snapshot:
    """Files by path in the project, with stat signature and digest: as they were last read, and as they are."""

    before: dict[str, tuple[StatSignature, Digest]] = field(default_factory=dict)
    now: dict[str, tuple[StatSignature, Digest]] = field(default_factory=dict)
    """Without those that were too young when read; the same object as before if only touched files are looked at."""
    fresh: dict[str, tuple[StatSignature, Digest]] = field(default_factory=dict)
    """Those that were read again, to be stored."""
    known: Mapping[str, FolderFiles] = field(default_factory=dict)
    """What each folder contained that the snapshot before scanned."""
    scanned: dict[str, FolderFiles] = field(default_factory=dict)
    """What each folder contains that was scanned since."""
    touched: Collection[str] | None = None
    """The paths at which files may have changed since then; ``None`` if unknown."""

    @property
    def gone(self) -> Set[str]:
        """Those of the files before that are not there now; none until the next look at all files."""
        return set() if self.now is self.before else self.before.keys() - self.now.keys()

    def renewed(self, touched: Collection[str] | None = None) -> "Snapshot":
        """A snapshot for the next build, which knows the files of this one; only those ``touched`` may have changed."""
        return Snapshot(self.now, {} if touched is None else self.now, known=self.scanned, touched=touched)

    def digest(self, name: str, path: str, found: os.stat_result) -> Digest:
        """The digest of the file at ``path``, ``name`` in the project; it is read only if its stat signature is new."""
        before = self.before.get(name)
        here = stat_signature(found)
        if before and before[0] == here:
            self.now[name] = before
            return before[1]
        began = time.time_ns()
        key = digest_file(path)
        if began - max(found.st_mtime_ns, found.st_ctime_ns) > YOUNG:
            self.fresh[name] = self.now[name] = here, key
        else:
            self.now.pop(name, None)
        return key


class Names(Snapshot):
    """Files of which only the names matter: none is read, and all digests are empty."""

    def digest(self, name: str, path: str, found: os.stat_result) -> Digest:  # noqa: ARG002  # nothing is read
        """See ``Names``."""
        return b""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to be copied: never in memory as a whole."""

    path: Path
    shown: str
    """The file's name in problems."""

    def chunks(self) -> Iterator[bytes]:
        """Its bytes.

        Raises:
            BuilderError: if it cannot be read.
        """
        try:
            yield from _chunks(self.path)
        except OSError as error:
            raise _unreadable(error, self.shown) from None


def stat_signature(found: os.stat_result) -> StatSignature:
    """The stat signature, which shows that a file is unchanged."""
    return found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


def digest_file(path: str | Path) -> Digest:
    """The digest of the bytes of a file, which is never in memory as a whole.

    Raises:
        OSError: if it cannot be read.
    """
    return digest_chunks(_chunks(path))


def scan_folder(folder: Path, shown: str, snapshot: Snapshot) -> FolderFiles:
    """All files under ``folder`` with their digests; hidden files and folders are skipped.

    ``shown`` is the folder's name in problems ("content"). If the snapshot says which files were touched since the
    folder was scanned, only they are looked at, as long as they are regular files that were there then. Of a folder
    that is unchanged, the result is the same object.
    """
    found, before = _touched(folder, shown, snapshot), snapshot.known.get(shown)
    if found is None:
        found = _scanned(folder, shown, snapshot)
        found = before if before == found else found
    snapshot.scanned[shown] = found
    return found


def _touched(folder: Path, shown: str, snapshot: Snapshot) -> FolderFiles | None:
    """The files of a folder, of which only those touched may have changed; ``None`` if all must be looked at."""
    before = snapshot.known.get(shown)
    if before is None or snapshot.touched is None or before.problems or before.has_links:
        return None
    digests: dict[str, Digest] = {}
    above = f"{folder}/"
    for path in snapshot.touched:
        name = path.removeprefix(above)
        is_hidden = name.startswith(".") or "/." in name
        if name == path or is_hidden or (name not in before.digests and not os.path.lexists(path)):
            continue  # Such as an editor's temporary file.
        try:
            found = os.lstat(path)
            if name not in before.digests or not stat.S_ISREG(found.st_mode):
                return None
            digests[name] = snapshot.digest(f"{shown}/{name}", path, found)
        except OSError:
            return None
    changed = frozenset(name for name, key in digests.items() if key != before.digests[name])
    return FolderFiles({**before.digests, **digests}, since=before.digests, changed=changed) if changed else before


def _scanned(folder: Path, shown: str, snapshot: Snapshot) -> FolderFiles:
    """The files of a folder, all of which are looked at."""
    digests: dict[str, Digest] = {}
    problems: list[Problem] = []
    has_links = False
    inside = len(shown) + 1
    for name, path, found, is_link in _files(str(folder), f"{shown}/", folder.resolve()):
        if isinstance(found, _Wrong):
            problems.append(Problem(found.message, shown_name(name).rstrip("/"), hint=found.hint))
            continue
        try:
            digests[name[inside:]] = snapshot.digest(name, path, found)
            has_links |= is_link
        except FileNotFoundError:
            continue  # Deleted since the folder was listed.
        except OSError as error:
            problems += _unreadable(error, name).problems
    return FolderFiles(digests, tuple(problems), has_links)


def read(path: Path, shown: str) -> bytes:
    """The bytes of one file.

    Raises:
        BuilderError: if it cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise _unreadable(error, shown) from None


def read_own(folder: Path, name: str) -> bytes:
    """The bytes of the file ``name`` of a project; none if there is no such file.

    Raises:
        BuilderError: if it is not a regular file, cannot be read, or is outside the project.
    """
    path = folder / name
    if not os.path.lexists(path):
        return b""
    wrong = _wrong(path, folder.resolve())
    if wrong:
        raise BuilderError([Problem(wrong.message, name, hint=wrong.hint)])
    return read(path, name)


def theme(folder: Path, shown: str, snapshot: Snapshot) -> tuple[dict[str, Path], dict[str, Digest]]:
    """The files of the theme by name, and their digests: ours, each replaced by the user's of the same name.

    Our template "x.html" is also "theme/x.html" if the user's replaces it, so that it can be extended. The user's files
    are in ``shown``, a folder of the project in ``folder``.

    Raises:
        BuilderError: if something there is not a file that can be read.
    """
    base, own = own_theme(), folder / shown
    # Ours may be links, as some installers create them.
    found = {path.relative_to(base).as_posix(): path for path in sorted(base.rglob("[!.]*")) if path.is_file()}
    ours = {name: (path, snapshot.digest(f"{OWN}/{name}", str(path), path.stat())) for name, path in found.items()}
    theirs = scan_folder(own, shown, snapshot) if has_folder(folder, shown) else FolderFiles({})
    hint = "rename or remove the folder: the theme has a file of this name"
    taken = (Problem("is a folder", f"{shown}/{name}", hint=hint) for name in folders_of(theirs.digests) & ours.keys())
    if problems := [*theirs.problems, *sorted(taken)]:
        raise BuilderError(problems)
    replaced = ours.keys() & theirs.digests.keys()
    files = ours | {f"theme/{name}": ours[name] for name in sorted(replaced) if name.endswith(".html")}
    files |= {name: (own / name, key) for name, key in theirs.digests.items()}
    return {name: path for name, (path, _) in files.items()}, {name: key for name, (_, key) in files.items()}


def own_theme() -> Path:
    """The folder of our own theme."""
    packed = PACKAGE / "templates"
    return packed if packed.is_dir() else PACKAGE.parent / "templates"


def other_theme(name: str) -> dict[str, str]:
    """The files of another theme of ours, by path in a project; what explains it stays with us."""
    packed = PACKAGE / "themes"
    folder = (packed if packed.is_dir() else PACKAGE.parent / "themes") / name
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != "README.md")
    return {f"templates/{path.relative_to(folder).as_posix()}": path.read_text("utf-8") for path in files}


def data(name: str) -> str:
    """The text of one of our own data files."""
    return (PACKAGE / "data" / name).read_text(encoding="utf-8")


def all_data() -> Digest:
    """Digest of all of our own data files."""
    return digest([(path.name, data(path.name)) for path in sorted((PACKAGE / "data").iterdir())])


def font(name: str) -> bytes:
    """One of the fonts that are installed with us."""
    return (PACKAGE / "fonts" / name).read_bytes()


def starter() -> dict[str, str]:
    """The files of a new site, by path; "dot-" in our package replaces a dot, since packaging skips hidden files."""
    folder = PACKAGE / "starter"
    return {
        "/".join(part.replace("dot-", ".", 1) for part in path.relative_to(folder).parts): path.read_text("utf-8")
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@dataclass(frozen=True, slots=True)
class _Wrong:
    """Why something cannot be a source, and how to fix it."""

    message: str
    hint: str = "replace it with a regular file, or remove it"


def _files(
    folder: str, prefix: str, root: Path, depth: int = 0
) -> Iterator[tuple[str, str, os.stat_result | _Wrong, bool]]:
    """For each file its name with this prefix, path, stat result or problem, and whether it is a link, in order.

    ``root`` is resolved.
    """
    try:
        if depth > DEEPEST:
            yield (
                prefix,
                folder,
                _Wrong("folders are nested too deeply", "move its contents to a folder higher up"),
                False,
            )
            return
        entries = sorted(os.scandir(folder), key=attrgetter("name"))
    except OSError as error:
        if depth and isinstance(error, FileNotFoundError):
            return  # Deleted since the folder above was listed.
        yield prefix, folder, _Wrong(f"cannot be read: {error.strerror}", "check its permissions"), False
        return
    are_utf8 = is_utf8("".join(entry.name for entry in entries))
    for entry in entries:
        if entry.name.startswith("."):
            continue
        name, path = prefix + entry.name, entry.path
        if not are_utf8 and not is_utf8(entry.name):
            yield name, path, _Wrong("the name is not valid UTF-8", "rename it"), False
        elif entry.is_dir(follow_symlinks=False):
            yield from _files(path, name + "/", root, depth + 1)
        else:
            try:
                found = _seen(entry, root)
            except FileNotFoundError:
                continue  # Deleted since the folder was listed.
            yield name, path, found, entry.is_symlink()


def _seen(entry: os.DirEntry[str], root: Path) -> os.stat_result | _Wrong:
    """What a file is, or why it cannot be a source; ``root`` is resolved.

    Raises:
        FileNotFoundError: if it is gone.
    """
    if not entry.is_file(follow_symlinks=False) and (wrong := _wrong(Path(entry.path), root)):
        return wrong
    try:
        return entry.stat()
    except FileNotFoundError:
        raise
    except OSError as error:
        return _Wrong(f"cannot be read: {error.strerror}", "check its permissions")


def _wrong(path: Path, root: Path) -> _Wrong | None:
    """Why this is not a regular file in ``root`` nor a link to one; ``None`` if it is. ``root`` is resolved."""
    try:
        mode = path.stat().st_mode
        if path.is_symlink():
            if not path.resolve().is_relative_to(root):
                return _Wrong(f"links to {str(path.readlink())!r}, outside the folder")
            if stat.S_ISDIR(mode):
                return _Wrong(f"links to {str(path.readlink())!r}, a folder; links to folders are not followed")
    except (OSError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or "a loop of symbolic links"
        return _Wrong(
            f"links to something that cannot be read: {reason}" if path.is_symlink() else f"cannot be read: {reason}"
        )
    return None if stat.S_ISREG(mode) else _Wrong("is not a regular file")


def _chunks(path: str | Path) -> Iterator[bytes]:
    with open(path, "rb", buffering=0) as file:  # noqa: PTH123  # thousands of them
        while chunk := file.read(CHUNK):
            yield chunk


def _unreadable(error: OSError, shown: str) -> BuilderError:
    hint = "check its path" if isinstance(error, FileNotFoundError) else "check its permissions"
    return BuilderError([Problem(f"cannot be read: {error.strerror}", shown, hint=hint)])
