"""The list of the files that we wrote: site/.dateline holds the digest of each, as hexadecimal, by its path.

A folder with files and without that list is not ours.
"""

import os
from collections.abc import Mapping
from pathlib import Path

import msgspec

from builder.errors import BuilderError, Problem

LIST = ".dateline"
ASIDE = ".dateline-aside"
OURS = frozenset({LIST, ASIDE, ".gitignore", ".git"})
"""Names in an output folder that do not make it another's."""


def read_list(folder: Path, shown: str) -> dict[str, str]:
    """The list in this folder, which messages call ``shown``; empty if there is nothing yet.

    Raises:
        BuilderError: if the folder holds files that we did not write, or the list is damaged.
        OSError: if it cannot be read.
    """
    try:
        listed = msgspec.json.decode((folder / LIST).read_bytes())["files"]
        return {str(path): str(key) for path, key in listed.items() if _is_inside(str(path))}
    except FileNotFoundError:
        foreign = sorted(each.name for each in os.scandir(folder) if each.name not in OURS) if folder.exists() else []
        if not foreign:
            return {}
        raise BuilderError(
            [
                Problem(
                    f"the output folder holds files that we did not write: {foreign[0]!r}",
                    shown,
                    hint="empty it, or name another folder as build.output in dateline.toml",
                )
            ]
        ) from None
    except (ValueError, KeyError, TypeError, AttributeError):
        hint = "put back the list from a copy of the site, or empty the folder"
        raise BuilderError([Problem("the list of our files cannot be read", f"{shown}/{LIST}", hint=hint)]) from None


def list_bytes(listed: Mapping[str, str]) -> bytes:
    """The list as it is written: by path."""
    return msgspec.json.encode({"files": listed}, order="sorted")


def _is_inside(path: str) -> bool:
    return bool(path) and path[0] != "/" and (".." not in path or ".." not in path.split("/"))
