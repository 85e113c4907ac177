"""The site to publish: exactly the files of the last build, if it is complete and up to date.

One rule holds for every target: publish overwrites and deletes only files of an earlier publish. The manifest at the
target lists them; it comes from outside, and is treated as untrusted data.
"""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from builder.commands.terminal import count
from builder.core.errors import BuilderError, Problem
from builder.core.regex import regex
from builder.settings.config import PublishTarget
from builder.settings.lockfile import LOCK
from builder.settings.toml import quoted
from builder.site import Site
from builder.store.manifest import read_manifest
from builder.store.safe_paths import folders_of, is_plain
from builder.store.search_index import State
from builder.store.sources import digest_file
from builder.store.workers import Progress
from builder.work import no_progress

MANIFEST = "dateline-files.json"
"""The manifest that a target keeps of the files we uploaded, with digests."""

SHOWN = 3
"""Number of files that a problem names; the others are counted."""

_CONTROL = regex(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Publication:
    """The files to publish, and their source."""

    project: Path
    site: Path
    files: Mapping[str, str]
    """Digests by path."""
    targets: tuple[PublishTarget, ...]
    title: str
    progress: Progress
    """Receives how much has been sent."""
    full_text: State
    """State of the full-text index."""
    gone: tuple[Problem, ...] = ()
    """A problem for each address in dateline.lock that is neither a page nor a redirect."""

    @property
    def manifest(self) -> bytes:
        """The manifest to keep at the target."""
        return _listed(self.files)

    def read(self, path: str) -> bytes:
        """The bytes of one file."""
        return (self.site / path).read_bytes()


@dataclass(frozen=True, slots=True)
class Sent:
    """The result of a publish, or of a dry run."""

    where: str
    put: tuple[str, ...]
    deleted: tuple[str, ...]


def publication(folder: Path, progress: Progress = no_progress) -> Publication:
    """The publication of the project in ``folder``.

    Raises:
        BuilderError: if the site is incomplete, out of date, includes drafts, or was built with problems.
    """
    again = "run dateline build"
    current = Site(folder).current()
    if current is None:
        message = "the site is out of date, or includes drafts"
        raise BuilderError([Problem(message, hint=again)])
    project, report = current
    problems = [problem for problem in report.problems if not problem.warning]
    if problems:
        message = f"the site was built with {count(len(problems), 'problem')}"
        raise BuilderError([Problem(message, hint="run dateline build to see what to fix")])
    site = folder / project.config.output
    listed = read_manifest(site, project.config.output).entries
    gone = tuple(problem for problem in report.problems if problem.file == LOCK)
    targets, title = project.config.publish, project.title
    return Publication(folder, site, listed, targets, title, progress, report.full_text, gone)


def to_send(publication: Publication, there: Mapping[str, str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The files to upload, in order, and the files to delete, given what is there.

    The build's record of the site says what has changed; the bytes of what is uploaded are compared with it.

    Raises:
        BuilderError: if a file to upload is not as it was built.
    """
    put, deleted = differences(publication, there)
    changed = next((path for path in put if digest_of(publication.site / path) != publication.files[path]), "")
    if changed:
        shown = f"{publication.site.name}/{changed}"
        raise BuilderError([Problem("was changed since it was built", shown, hint="run dateline build --clean")])
    return put, deleted


def differences(publication: Publication, there: Mapping[str, str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The files to upload, in order, and the files to delete, given what is there."""
    put = [path for path, key in publication.files.items() if there.get(path) != key]
    return tuple(in_order(put)), tuple(sorted(there.keys() - publication.files.keys()))


def announced(publication: Publication, there: Mapping[str, str]) -> bytes:
    """The manifest during a publish: what is there and what is about to be, so that a kill leaves no unknown file."""
    put, _ = differences(publication, there)
    return _listed({**there, **dict.fromkeys(put, "")})


def in_order(paths: Iterable[str]) -> list[str]:
    """Assets first, then other files, pages last: a page is never there before what it shows."""
    return sorted(paths, key=lambda path: (path.endswith(".html"), not path.startswith("assets/"), path))


def parsed(manifest: bytes, where: str) -> dict[str, str]:
    """The digests by path in the manifest of a target; entries that lead out of the target are ignored.

    Raises:
        BuilderError: if there is a file of that name that publish did not write.
    """
    if not manifest:
        return {}
    try:
        files = json.loads(manifest)["files"].items()
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        hint = (
            f"restore {MANIFEST} from a copy, or move it away; without it, publish never replaces a file that differs"
        )
        raise BuilderError([Problem(f"{MANIFEST} is not a manifest written by publish", where, hint=hint)]) from None
    return {path: str(key) for path, key in files if is_plain(path) and not _CONTROL.search(path) and path != MANIFEST}


def unlisted(publication: Publication, there: Mapping[str, str]) -> list[str]:
    """The files of the site that no earlier publish wrote: files already at their paths are not ours."""
    return sorted(publication.files.keys() - there.keys())


def below_any(path: str, files: Collection[str]) -> bool:
    """Whether one of these files is in place of a folder that the path needs."""
    return any(folder in files for folder in folders_of([path]))


def refuse(where: str, foreign: Collection[str]) -> None:
    """Stop if publish would have to overwrite or delete these files at the target.

    Raises:
        BuilderError: if there are any; it names the first few.
    """
    if foreign:
        rest = len(foreign) - SHOWN
        names = ", ".join(map(quoted, sorted(foreign)[:SHOWN])) + (f" and {rest} more" if rest > 0 else "")
        hint = "move them, or choose another path, prefix or branch in dateline.toml"
        raise BuilderError([Problem(f"contains files that publish did not write: {names}", where, hint=hint)])


def setting(target: PublishTarget, key: str, default: str = "") -> str:
    """A string among the settings of a target, never one that another program could take for an option.

    Raises:
        BuilderError: if it is missing and has no default, or cannot be used.
    """
    found = next((extra.json for extra in target.settings if extra.key == key), None)
    value = json.loads(found) if found else default
    place = f"[publish.{target.name}]"
    if not isinstance(value, str) or not value:
        raise BuilderError([Problem(f"{place} must set {key!r} to a string", "dateline.toml", hint=f'{key} = "…"')])
    if found and (value.startswith("-") or _CONTROL.search(value)):
        message = f"{place} has a {key!r} that begins with a dash or contains control characters: {quoted(value)}"
        raise BuilderError([Problem(message, "dateline.toml", hint=f'{key} = "…"')])
    return value


def _listed(files: Mapping[str, str]) -> bytes:
    return json.dumps({"files": dict(sorted(files.items()))}, indent=1, ensure_ascii=False).encode() + b"\n"


def digest_of(path: Path) -> str:
    """The digest of a file, in the form of a manifest; empty if it cannot be read."""
    try:
        return digest_file(path).hex()
    except OSError:
        return ""
