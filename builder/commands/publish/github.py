"""A branch of the project's repository, for GitHub Pages, made with git's plumbing: no working tree is touched.

Never force-pushes, and never writes to the branch of the sources. Files of others on the branch are kept.
"""

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from builder.commands.publish.programs import feed, run
from builder.commands.publish.publication import (
    MANIFEST,
    Publication,
    Sent,
    below_any,
    parsed,
    refuse,
    setting,
    to_send,
    unlisted,
)
from builder.core.errors import BuilderError, Problem
from builder.settings.config import PublishTarget
from builder.store.safe_paths import folders_of

FETCHED = "refs/dateline/published"
NO_JEKYLL = ".nojekyll"
"""Beside the pages: tells GitHub not to leave out files that begin with an underscore."""


def to_github_pages(publication: Publication, target: PublishTarget, dry_run: bool) -> Sent:
    """Commit the site to the branch and push it; nothing if nothing changed.

    Raises:
        BuilderError: with status 3, if git is missing, there is no repository, or the push is rejected twice.
    """
    branch, remote = setting(target, "branch", "gh-pages"), setting(target, "remote", "origin")
    project = publication.project
    here = run("git", "rev-parse", "--abbrev-ref", "HEAD", cwd=project).decode().strip()
    if branch == here:
        hint = 'choose another branch: branch = "gh-pages"'
        raise BuilderError([Problem(f"the branch {branch!r} contains your sources", "dateline.toml", hint=hint)])
    try:
        return _once(publication, branch, remote, dry_run)
    except BuilderError as error:
        if not any("rejected" in str(p) or "fetch first" in str(p) for p in error.problems):
            raise
        # Someone has pushed meanwhile: fetch their commit, and commit again on top of it.
        return _once(publication, branch, remote, dry_run)


def _once(publication: Publication, branch: str, remote: str, dry_run: bool) -> Sent:
    project = publication.project
    parent = _fetched(project, branch, remote)
    where = f"{remote}/{branch}"
    there = parsed(_shown(project, f"{parent}:{MANIFEST}"), where) if parent else {}
    put, deleted = to_send(publication, there)
    on_branch = _tree(project, parent) if parent else {}
    refuse(where, _in_the_way(publication, unlisted(publication, there), on_branch, there))
    if dry_run:
        return Sent(where, put, deleted)
    with tempfile.TemporaryDirectory() as folder:
        index = {"GIT_INDEX_FILE": str(Path(folder, "index"))}
        run("git", "read-tree", parent or "--empty", cwd=project, environment=index)
        gone = "".join(f"0 {'0' * 40}\t{path}\0" for path in deleted)
        added = "".join(f"100644 {blob}\t{path}\0" for path, blob in _blobs(publication, on_branch).items())
        run("git", "update-index", "-z", "--index-info", cwd=project, stdin=(gone + added).encode(), environment=index)
        tree = run("git", "write-tree", cwd=project, environment=index).decode().strip()
    if parent and tree == run("git", "rev-parse", f"{parent}^{{tree}}", cwd=project).decode().strip():
        return Sent(where, (), ())
    source = run("git", "rev-parse", "--short", "HEAD", cwd=project).decode().strip()
    parents = ("-p", parent) if parent else ()
    message = f"Publish {publication.title} from {source}"
    commit = run("git", "commit-tree", tree, *parents, "-m", message, cwd=project).decode().strip()
    run("git", "push", "--quiet", "--", remote, f"{commit}:refs/heads/{branch}", cwd=project)
    return Sent(where, put, deleted)


def _fetched(project: Path, branch: str, remote: str) -> str:
    """The newest commit of the branch at the remote; empty if there is none."""
    if not run("git", "ls-remote", "--heads", "--", remote, f"refs/heads/{branch}", cwd=project).strip():
        return ""
    run("git", "fetch", "--quiet", "--no-tags", "--", remote, f"+refs/heads/{branch}:{FETCHED}", cwd=project)
    return run("git", "rev-parse", FETCHED, cwd=project).decode().strip()


def _shown(project: Path, path: str) -> bytes:
    try:
        return run("git", "show", path, cwd=project)
    except BuilderError:
        return b""  # A branch that someone else began has no manifest of ours.


def _tree(project: Path, commit: str) -> dict[str, str]:
    """The object of each file of a commit, by path."""
    rows = run("git", "ls-tree", "-r", "-z", "--full-tree", commit, cwd=project).decode(errors="replace").split("\0")
    return {path: entry.split(" ")[2] for entry, _, path in (row.partition("\t") for row in rows if row)}


def _in_the_way(
    publication: Publication, paths: Sequence[str], on_branch: Mapping[str, str], there: Mapping[str, str]
) -> set[str]:
    """Files on the branch that publish did not write, in place of one of these paths or of a folder they need."""
    met = [path for path in paths if path in on_branch]
    objects = dict(zip(met, _hashed(publication, met), strict=True))
    differ = {path for path in met if objects[path] != on_branch[path]}
    files = folders_of(paths) & on_branch.keys()
    inside = {path for path in on_branch if below_any(path, publication.files)}
    return differ | ((files | inside) - there.keys())


def _blobs(publication: Publication, on_branch: Mapping[str, str]) -> Mapping[str, str]:
    """The object of each file that the branch lacks or has otherwise, by path; all are in git's store then."""
    listed = list(publication.files)
    known = zip(listed, _hashed(publication, listed), strict=True)
    changed = {path: key for path, key in known if on_branch.get(path) != key}
    ours = {MANIFEST: publication.manifest} | ({} if NO_JEKYLL in on_branch else {NO_JEKYLL: b""})
    for path, raw in ours.items():
        key = run("git", "hash-object", "--no-filters", "--stdin", cwd=publication.project, stdin=raw)
        changed[path] = key.decode().strip()
    # As one pack: 100,000 files would take minutes to write one by one, and git as long to pack them later.
    raws = (ours[path] if path in ours else publication.read(path) for path in changed)
    stream = (piece for raw in raws for piece in (f"blob\ndata {len(raw)}\n".encode(), raw, b"\n"))
    feed("git", "fast-import", "--quiet", cwd=publication.project, stdin=stream)
    return changed


def _hashed(publication: Publication, paths: Sequence[str]) -> list[str]:
    """The ids that git gives these files."""
    names = "".join(f"{(publication.site / path).resolve()}\n" for path in paths).encode()
    command = ("git", "hash-object", "--no-filters", "--stdin-paths")
    return run(*command, cwd=publication.project, stdin=names).decode().split()
