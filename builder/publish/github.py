"""A branch of the project's repository, for GitHub Pages, made by git's plumbing: no working tree is touched.

Never by force, never the branch that holds the sources. Files of the branch that we did not put there stay.
"""

import tempfile
from collections.abc import Mapping
from pathlib import Path

from builder.config import Target
from builder.errors import BuilderError, Problem
from builder.publish.publication import MANIFEST, Publication, Sent, differences, parsed, setting
from builder.publish.tools import run

FETCHED = "refs/dateline/published"
OURS = (".nojekyll", MANIFEST)
"""Beside the pages: GitHub is told not to leave out what begins with an underscore."""


def to_github_pages(publication: Publication, target: Target, dry_run: bool) -> Sent:
    """Commit the site to the branch and push it; nothing if nothing changed.

    Raises:
        BuilderError: with status 3, if git is missing, the project is in no repository, or the push is refused twice.
    """
    branch, remote = setting(target, "branch", "gh-pages"), setting(target, "remote", "origin")
    project = publication.project
    here = run("git", "rev-parse", "--abbrev-ref", "HEAD", cwd=project).decode().strip()
    if branch == here:
        hint = 'name another: branch = "gh-pages"'
        raise BuilderError([Problem(f"the branch {branch!r} holds the sources", "dateline.toml", hint=hint)])
    try:
        return _once(publication, branch, remote, dry_run)
    except BuilderError as error:
        if not any("rejected" in str(p) or "fetch first" in str(p) for p in error.problems):
            raise
        # Somebody pushed meanwhile: their commit is fetched, and ours made anew on top of it.
        return _once(publication, branch, remote, dry_run)


def _once(publication: Publication, branch: str, remote: str, dry_run: bool) -> Sent:
    project = publication.project
    parent = _fetched(project, branch, remote)
    there = parsed(_shown(project, f"{parent}:{MANIFEST}")) if parent else {}
    put, deleted = differences(publication, there)
    where = f"{remote}/{branch}"
    if dry_run:
        return Sent(where, put, deleted)
    with tempfile.TemporaryDirectory() as folder:
        index = {"GIT_INDEX_FILE": str(Path(folder, "index"))}
        run("git", "read-tree", parent or "--empty", cwd=project, environment=index)
        gone = "".join(f"0 {'0' * 40}\t{path}\0" for path in deleted)
        added = "".join(f"100644 {blob}\t{path}\0" for path, blob in _blobs(publication).items())
        run("git", "update-index", "-z", "--index-info", cwd=project, stdin=(gone + added).encode(), environment=index)
        tree = run("git", "write-tree", cwd=project, environment=index).decode().strip()
    if parent and tree == run("git", "rev-parse", f"{parent}^{{tree}}", cwd=project).decode().strip():
        return Sent(where, (), ())
    source = run("git", "rev-parse", "--short", "HEAD", cwd=project).decode().strip()
    parents = ("-p", parent) if parent else ()
    message = f"Publish {publication.title} from {source}"
    commit = run("git", "commit-tree", tree, *parents, "-m", message, cwd=project).decode().strip()
    run("git", "push", "--quiet", remote, f"{commit}:refs/heads/{branch}", cwd=project)
    return Sent(where, put, deleted)


def _fetched(project: Path, branch: str, remote: str) -> str:
    """The newest commit of the branch at the remote; empty if there is none."""
    if not run("git", "ls-remote", "--heads", remote, f"refs/heads/{branch}", cwd=project).strip():
        return ""
    run("git", "fetch", "--quiet", "--no-tags", remote, f"+refs/heads/{branch}:{FETCHED}", cwd=project)
    return run("git", "rev-parse", FETCHED, cwd=project).decode().strip()


def _shown(project: Path, path: str) -> bytes:
    try:
        return run("git", "show", path, cwd=project)
    except BuilderError:
        return b""  # A branch that somebody else began has no list of ours.


def _blobs(publication: Publication) -> Mapping[str, str]:
    """The object of each file in git's store, by path."""
    project = publication.project
    paths = list(publication.files)
    names = "".join(f"{(publication.site / path).resolve()}\n" for path in paths).encode()
    store = ("git", "hash-object", "-w", "--no-filters")
    objects = run(*store, "--stdin-paths", cwd=project, stdin=names).decode().split()
    ours = {".nojekyll": b"", MANIFEST: publication.manifest}
    own = {path: run(*store, "--stdin", cwd=project, stdin=raw).decode().strip() for path, raw in ours.items()}
    return {**dict(zip(paths, objects, strict=True)), **own}
