"""What is to be published: exactly the files of the last build, if that is whole and of today's sources."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from builder.build import Site, no_progress
from builder.codec import digest_bytes
from builder.config import Target
from builder.errors import BuilderError, Problem
from builder.listing import LIST
from builder.search import State
from builder.work import Progress

MANIFEST = "dateline-files.json"
"""The list that a target keeps of what we put there, with digests."""


@dataclass(frozen=True, slots=True)
class Publication:
    """The files to be published, and where from."""

    project: Path
    site: Path
    files: Mapping[str, str]
    """Digests by path."""
    targets: tuple[Target, ...]
    title: str
    progress: Progress
    """Is told how much has been sent."""
    full_text: State
    """How the index for full-text search stands."""

    @property
    def manifest(self) -> bytes:
        """The list that is kept at the target."""
        return _listed(self.files)

    def read(self, path: str) -> bytes:
        """The bytes of one file."""
        return (self.site / path).read_bytes()


@dataclass(frozen=True, slots=True)
class Sent:
    """What a publish did, or would do."""

    where: str
    put: tuple[str, ...]
    deleted: tuple[str, ...]


def publication(folder: Path, progress: Progress = no_progress) -> Publication:
    """The publication of the project in ``folder``.

    Raises:
        BuilderError: if the site is not whole, older than its sources, shows drafts, or was built with problems.
    """
    again = "run: dateline build"
    current = Site(folder).current()
    if current is None:
        message = "the site is not of today's sources, or shows drafts"
        raise BuilderError([Problem(message, hint=again)])
    project, report = current
    problems = [problem for problem in report.problems if not problem.warning]
    if problems:
        count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
        raise BuilderError([Problem(f"the site was built with {count}", hint="mend them: dateline build lists them")])
    site = folder / project.config.output
    listed = json.loads((site / LIST).read_text(encoding="utf-8"))["files"]
    changed = [path for path, key in listed.items() if _digest(site / path) != key]
    if changed:
        shown = f"{project.config.output}/{sorted(changed)[0]}"
        raise BuilderError([Problem("was changed since it was built", shown, hint=again)])
    return Publication(folder, site, listed, project.config.publish, project.title, progress, report.full_text)


def differences(publication: Publication, there: Mapping[str, str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What must be put, in the order in which it must, and what must be deleted, given what is there."""
    put = [path for path, key in publication.files.items() if there.get(path) != key]
    return tuple(in_order(put)), tuple(sorted(there.keys() - publication.files.keys()))


def announced(publication: Publication, there: Mapping[str, str]) -> bytes:
    """The list for while we publish: what is there, and what may come to be, so that a kill leaves nothing unknown."""
    put, _ = differences(publication, there)
    return _listed({**there, **dict.fromkeys(put, "")})


def in_order(paths: Iterable[str]) -> list[str]:
    """Assets before other files, and pages last: a page never stands before what it shows."""
    return sorted(paths, key=lambda path: (path.endswith(".html"), not path.startswith("assets/"), path))


def parsed(manifest: bytes) -> dict[str, str]:
    """The digests by path in a list that was kept at a target; empty if it is none of ours."""
    try:
        files = json.loads(manifest)["files"]
    except (ValueError, KeyError, TypeError):
        return {}
    return {str(path): str(key) for path, key in files.items()} if isinstance(files, dict) else {}


def setting(target: Target, key: str, default: str = "") -> str:
    """A text among the settings of a target.

    Raises:
        BuilderError: if it is missing and has no default, or is no text.
    """
    found = next((extra.json for extra in target.settings if extra.key == key), None)
    value = json.loads(found) if found else default
    if not isinstance(value, str) or not value:
        place = f"[publish.{target.name}]"
        raise BuilderError([Problem(f"{place} wants {key!r}, a text", "dateline.toml", hint=f'{key} = "…"')])
    return value


def _listed(files: Mapping[str, str]) -> bytes:
    return json.dumps({"files": dict(sorted(files.items()))}, indent=1, ensure_ascii=False).encode() + b"\n"


def _digest(path: Path) -> str:
    try:
        return digest_bytes(path.read_bytes()).hex()
    except OSError:
        return ""
