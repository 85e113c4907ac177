"""The manifest of the files that we wrote: site/.dateline holds the digest of each, as hexadecimal, by its path.

A folder with files and without a manifest is not ours.
"""

import os
import stat
from collections.abc import Mapping
from pathlib import Path

import msgspec

from builder.core.errors import BuilderError, Problem
from builder.store.safe_paths import odd_paths

LIST = ".dateline"
ASIDE = ".dateline-aside"
OURS = frozenset({LIST, ASIDE, ".gitignore", ".git"})
"""Names that may exist in an output folder of ours without a manifest."""


def read_list(folder: Path, shown: str) -> dict[str, str]:
    """The manifest in this folder, which messages call ``shown``; empty if there is nothing yet.

    It may have come with a copy of the project: paths that lead out of the folder are ignored.

    Raises:
        BuilderError: if the folder holds files that we did not write, or the list is damaged or not a regular file.
        OSError: if it cannot be read.
    """
    try:
        if not stat.S_ISREG((folder / LIST).lstat().st_mode):
            hint = "remove it, and empty the folder"
            raise BuilderError([Problem("is not a regular file", f"{shown}/{LIST}", hint=hint)])
        listed = msgspec.json.decode((folder / LIST).read_bytes())["files"]
        found = {str(path): str(key) for path, key in listed.items()}
        for path in odd_paths(found):
            del found[path]
        return found
    except FileNotFoundError:
        foreign = sorted(each.name for each in os.scandir(folder) if each.name not in OURS) if folder.exists() else []
        if not foreign:
            return {}
        raise BuilderError(
            [
                Problem(
                    f"the output folder contains files that Dateline did not write: {foreign[0]!r}",
                    shown,
                    hint="empty it, or set build.output in dateline.toml to another folder",
                )
            ]
        ) from None
    except (ValueError, KeyError, TypeError, AttributeError):
        hint = "restore it from a copy of the site, or empty the folder"
        raise BuilderError([Problem("Dateline's manifest cannot be read", f"{shown}/{LIST}", hint=hint)]) from None


def list_bytes(listed: Mapping[str, str]) -> bytes:
    """The manifest as it is written: by path."""
    return msgspec.json.encode({"files": listed}, order="sorted")
