"""Every write to a user's own files: whole or not at all, and never over what we did not read."""

from pathlib import Path

from builder.errors import BuilderError, Problem


def write_new(path: Path, text: str, shown: str) -> None:
    """Make this file.

    Raises:
        BuilderError: if it is there already, or cannot be written.
    """
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        hint = "it may hold somebody's work: move it away first"
        raise BuilderError([Problem("is there already", shown, hint=hint)]) from None
    except OSError as error:
        hint = "check the folder and its permissions"
        raise BuilderError([Problem(f"cannot be written: {error.strerror}", shown, hint=hint)], status=3) from None


def rewrite(path: Path, text: str, shown: str) -> None:
    """Put this text in place of the file's, at one stroke.

    Raises:
        BuilderError: if it cannot be written.
    """
    aside = path.with_name(f".{path.name}.dateline")
    try:
        aside.unlink(missing_ok=True)  # What a killed process left; never written through, were it a link.
        aside.write_text(text, encoding="utf-8", newline="\n")
        aside.replace(path)
    except OSError as error:
        hint = "check the folder and its permissions"
        raise BuilderError([Problem(f"cannot be written: {error.strerror}", shown, hint=hint)], status=3) from None
