"""From site/ to where people read it: a folder, a branch for GitHub Pages, a host over ssh, a bucket.

Each target takes the same publication in the same order: the files that pages need (assets), the pages, and last the
deletion of files from an earlier publish that are no longer part of the site. Files that we did not upload are never
touched. To know which files are ours, each target keeps a manifest (``MANIFEST``) beside the pages.
"""

from collections.abc import Callable
from pathlib import Path

from builder.commands.lock import relock
from builder.commands.publish.folder import to_folder
from builder.commands.publish.github import to_github_pages
from builder.commands.publish.publication import Publication, Sent, publication
from builder.commands.publish.rsync import to_rsync
from builder.commands.publish.s3 import to_s3
from builder.core.errors import BuilderError, Problem
from builder.settings.config import PublishTarget
from builder.store.workers import Progress
from builder.work import no_progress

TARGETS: dict[str, Callable[[Publication, PublishTarget, bool], Sent]] = {
    "folder": to_folder,
    "github-pages": to_github_pages,
    "rsync": to_rsync,
    "s3": to_s3,
}


def publish(folder: Path, name: str = "", *, dry_run: bool = False, progress: Progress = no_progress) -> Sent:
    """Send the built site of the project in ``folder`` to a target in dateline.toml; what was, or would be, sent.

    Raises:
        BuilderError: if the site is not ready or a published page is gone, there is no such target, or it cannot be
            reached. Status 3 if a tool or credentials are missing; nothing was changed then.
    """
    ready = publication(folder, progress)
    if ready.full_text != "whole":
        message = "the full-text search index is missing or out of date"
        raise BuilderError([Problem(message, hint="run dateline build")])
    if ready.gone:
        raise BuilderError(ready.gone)
    target = _target(ready.targets, name)
    sent = TARGETS[target.kind](ready, target, dry_run)
    if not dry_run:
        relock(folder)
    return sent


def _target(targets: tuple[PublishTarget, ...], name: str) -> PublishTarget:
    names = [target.name for target in targets]
    if not targets:
        hint = 'add [publish.web] with kind = "github-pages" to dateline.toml; docs/how-to/publish.md shows each kind'
        raise BuilderError([Problem("no publish target is configured", "dateline.toml", hint=hint)])
    if not name and len(targets) > 1:
        raise BuilderError(
            [
                Problem(
                    f"several targets are configured: {', '.join(names)}",
                    hint=f"choose one: dateline publish {names[0]}",
                )
            ]
        )
    found = next((target for target in targets if target.name == (name or names[0])), None)
    if found is None:
        raise BuilderError([Problem(f"unknown target {name!r}", "dateline.toml", hint=f"targets: {', '.join(names)}")])
    return found
