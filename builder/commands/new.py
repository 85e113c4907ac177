"""A small site for beginners, ready to build."""

from pathlib import Path

from builder.core.errors import BuilderError, Problem
from builder.store import edit, sources


def new(folder: Path, shown: str, theme: str | None = None) -> list[str]:
    """Create the site in ``folder``, new or empty; the paths written. ``shown`` is the user's name for the folder.

    ``theme`` is another theme of ours that it has a copy of; our usual one needs none.

    Raises:
        BuilderError: if the folder is not empty; nothing is touched then. With status 3 if it cannot be read or
            written; files written until then are kept.
    """
    try:
        taken = folder.exists() and (not folder.is_dir() or any(folder.iterdir()))
    except OSError as error:
        hint = "check its permissions, or choose another folder"
        raise BuilderError([Problem(f"cannot be read: {error.strerror}", shown, hint=hint)], status=3) from None
    if taken:
        hint = "choose a new folder or an empty one"
        raise BuilderError([Problem("already exists and is not an empty folder", shown, hint=hint)])
    files = sources.starter() | (sources.other_theme(theme) if theme else {})
    for path, text in files.items():
        target = folder / path
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            hint = "check the folder and its permissions"
            raise BuilderError([Problem(f"cannot be created: {error.strerror}", shown, hint=hint)], status=3) from None
        edit.write_new(target, text, f"{shown}/{path}")
    return sorted(files)
