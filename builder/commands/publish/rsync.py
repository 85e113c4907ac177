"""A server over ssh, by rsync: assets, then pages, then deletions, each only if it differs from the last publish."""

import re
import tempfile
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from builder.commands.publish.programs import run
from builder.commands.publish.publication import (
    MANIFEST,
    Publication,
    Sent,
    announced,
    parsed,
    refuse,
    setting,
    to_send,
    unlisted,
)
from builder.core.errors import BuilderError, Problem
from builder.core.regex import regex
from builder.settings.config import PublishTarget

_OPTION = regex(r"(?:rsync://)?(?:[^/:]*@)?-")
"""A host that ssh would take for an option."""


def to_rsync(publication: Publication, target: PublishTarget, dry_run: bool) -> Sent:
    """Send what changed to ``to`` ("user@host:/path"); ``ssh`` may hold a command to use instead of ssh.

    Raises:
        BuilderError: with status 3, if rsync is missing or the host refuses.
    """
    to = setting(target, "to").rstrip("/") + "/"
    if _OPTION.match(to):
        hint = 'write to = "user@host:/path"'
        raise BuilderError([Problem(f"the host in {to!r} begins with a dash", "dateline.toml", hint=hint)])
    ssh = setting(target, "ssh", "ssh -o BatchMode=yes")
    site = str(publication.site.resolve())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        there = parsed(_fetched(to, ssh, folder), to)
        put, deleted = to_send(publication, there)
        if new := unlisted(publication, there):
            refuse(to, _in_the_way(site, to, ssh, new, folder) - there.keys())
        if dry_run or not (put or deleted):
            return Sent(to, put, deleted)
        (folder / MANIFEST).write_bytes(announced(publication, there))
        run("rsync", "-e", ssh, "--checksum", "--", MANIFEST, to, cwd=folder)
        assets = [path for path in put if not path.endswith(".html")]
        pages = [path for path in put if path.endswith(".html")]
        options = ("rsync", "-e", ssh, "--checksum", "--times", "--from0", "--files-from=-")
        for paths in filter(None, (assets, pages)):
            run(*options, "--", f"{site}/", to, cwd=folder, stdin="\0".join(paths).encode())
        if deleted:
            rules = "\0".join([*(f"+ /{_pattern(path)}" for path in _with_parents(deleted)), "- *"]).encode()
            for path in deleted:
                (folder / "empty" / path).parent.mkdir(parents=True, exist_ok=True)
            delete = ("rsync", "-e", ssh, "--recursive", "--delete", "--from0", "--filter=merge -")
            run(*delete, "--", "empty/", to, cwd=folder, stdin=rules)
        (folder / MANIFEST).write_bytes(publication.manifest)
        run("rsync", "-e", ssh, "--checksum", "--", MANIFEST, to, cwd=folder)
    return Sent(to, put, deleted)


def _in_the_way(site: str, to: str, ssh: str, paths: Iterable[str], folder: Path) -> set[str]:
    """Files on the server at these paths that differ: nothing is sent."""
    options = (
        "--dry-run",
        "--existing",
        "--checksum",
        "--8-bit-output",
        "--out-format=%n",
        "--from0",
        "--files-from=-",
    )
    output = run("rsync", "-e", ssh, *options, "--", f"{site}/", to, cwd=folder, stdin="\0".join(paths).encode())
    return {path.removesuffix("/") for path in output.decode(errors="replace").splitlines()}


def _with_parents(paths: Iterable[str]) -> list[str]:
    """These paths and their parent folders: everything that rsync may see when it deletes."""
    folders = {f"{parent}/" for path in paths for parent in PurePosixPath(path).parents if parent.name}
    return [*sorted(folders), *paths]


def _pattern(path: str) -> str:
    """The path as a pattern that matches nothing else."""
    return re.sub(r"([*?\[\\])", r"\\\1", path)


def _fetched(to: str, ssh: str, folder: Path) -> bytes:
    """The manifest of an earlier publish; empty if there was none."""
    try:
        run("rsync", "-e", ssh, "--", f"{to}{MANIFEST}", "there.json", cwd=folder)
    except BuilderError as error:
        if "No such file" in str(error) or "code 23" in str(error):
            return b""
        raise
    return (folder / "there.json").read_bytes()
