"""A folder of this machine, switched at one stroke: the address is a link to the version that is shown."""

import os
import shutil
from pathlib import Path

from builder.config import Target
from builder.errors import BuilderError, Problem
from builder.publish.publication import MANIFEST, Publication, Sent, differences, in_order, parsed, setting


def to_folder(publication: Publication, target: Target, dry_run: bool) -> Sent:
    """Make ``path`` a link to a fresh copy; the version before is kept beside it, older ones go.

    Raises:
        BuilderError: if something that we did not put there stands at the path, or it cannot be written.
    """
    path = publication.project.resolve() / Path(setting(target, "path")).expanduser()
    old = path.resolve() if path.is_symlink() else None
    if (path.exists() and old is None and any(path.iterdir())) or (old and not (old / MANIFEST).exists()):
        hint = "move it away, or name another path"
        raise BuilderError([Problem("holds what publish did not put there", str(path), hint=hint)])
    put, deleted = differences(publication, parsed((old / MANIFEST).read_bytes()) if old else {})
    if dry_run or not (put or deleted):
        return Sent(str(path), put, deleted)
    try:
        _switch(publication, path, old)
    except OSError as error:
        hint = "check the folder and its permissions; what was shown before is shown still"
        raise BuilderError([Problem(f"cannot be written: {error.strerror}", str(path), hint=hint)], 3) from None
    return Sent(str(path), put, deleted)


def _switch(publication: Publication, path: Path, old: Path | None) -> None:
    versions = path.parent / f".{path.name}-versions"
    versions.mkdir(parents=True, exist_ok=True)
    number = 1 + max((int(each.name) for each in versions.iterdir() if each.name.isdigit()), default=0)
    fresh = versions / str(number)
    for file in in_order(publication.files):
        (fresh / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(publication.site / file, fresh / file)
    (fresh / MANIFEST).write_bytes(publication.manifest)
    link = versions / "next"
    link.unlink(missing_ok=True)
    link.symlink_to(os.path.relpath(fresh, path.parent))
    if path.is_dir() and not path.is_symlink():
        path.rmdir()
    link.rename(path)
    for each in versions.iterdir():
        if each not in (fresh, old):
            shutil.rmtree(each)
