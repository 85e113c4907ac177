"""A small site that builds at once, for somebody who begins."""

from pathlib import Path

from builder import edit, sources
from builder.errors import BuilderError, Problem


def new(folder: Path, shown: str) -> list[str]:
    """Make the site in ``folder``, new or empty; the paths written. ``shown`` is what the user calls the folder.

    Raises:
        BuilderError: if something is there already, and nothing is touched; or, with status 3, if it cannot be read or
            written: what was written until then stays.
    """
    try:
        taken = folder.exists() and (not folder.is_dir() or any(folder.iterdir()))
    except OSError as error:
        hint = "check its permissions, or choose another folder"
        raise BuilderError([Problem(f"cannot be read: {error.strerror}", shown, hint=hint)], status=3) from None
    if taken:
        hint = "choose a new folder or an empty one"
        raise BuilderError([Problem("already exists and is not an empty folder", shown, hint=hint)])
    files = sources.starter()
    for path, text in files.items():
        target = folder / path
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            hint = "check the folder and its permissions"
            raise BuilderError([Problem(f"cannot be created: {error.strerror}", shown, hint=hint)], status=3) from None
        edit.write_new(target, text, f"{shown}/{path}")
    return sorted(files)
