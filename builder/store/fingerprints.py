"""The digest of our own code, for the keys of cached results: a stage's source and everything it imports.

There is no version number to forget, and an edit of one stage invalidates only that stage's results.
"""

import os
import sys
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from builder.core.codec import Digest, digest
from builder.core.regex import regex

_IMPORT = regex(r"\n *(?:from (builder[\w.]*) import ([^\n(]+|\([^)]*\))|import (builder[\w.]*))")
_PACKAGE = Path(__file__).parent.parent


@lru_cache(maxsize=64)
def code_key(*modules: str, libraries: tuple[str, ...] = ()) -> Digest:
    """Digest of these modules ("builder.read.structure"), their imports, and the versions of these libraries."""
    closure = sorted(_closure(modules))
    return digest([(name, _source(name)) for name in closure], [(name, version(name)) for name in libraries])


@lru_cache(maxsize=1)
def installation() -> Digest:
    """A digest that any change of our code and data changes, and any installation of a library.

    No file is read: it covers the stat signatures of our files, and the times of the folders that hold libraries.
    """
    folders = filter(Path.is_dir, map(Path, sys.path))
    libraries = [(str(path), path.stat().st_mtime_ns) for path in folders if path.name.endswith("-packages")]
    return digest(sorted(_stat_signatures(str(_PACKAGE))), libraries)


@lru_cache(maxsize=64)
def version(library: str) -> str:
    """The installed version of a library; empty if there is none."""
    # Only now: it takes a fifth of a build with nothing to do.
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(library)
    except PackageNotFoundError:
        return ""


def _stat_signatures(folder: str) -> Iterator[tuple[str, int, int, int]]:
    for entry in os.scandir(folder):
        if entry.is_dir():
            if entry.name != "__pycache__":
                yield from _stat_signatures(entry.path)
        else:
            found = entry.stat()
            yield entry.path, found.st_ino, found.st_size, found.st_mtime_ns


def _closure(modules: tuple[str, ...]) -> set[str]:
    found: set[str] = set()
    waiting = list(modules)
    while waiting:
        name = waiting.pop()
        if name in found or _file(name) is None:
            continue
        found.add(name)
        waiting += _imports(name)
    return found


@lru_cache(maxsize=256)
def _imports(name: str) -> tuple[str, ...]:
    """The modules that a module imports, and names that may be modules."""
    found = []
    for package, names, module in _IMPORT.findall(_source(name)):
        # ``from builder import sources`` depends on that module, not on all that the package offers to others.
        if package != "builder":
            found.append(package or module)
        if package and _is_package(package):
            found += [f"{package}.{n.split()[0]}" for n in names.strip("()").split(",") if n.strip()]
    return tuple(found)


@lru_cache(maxsize=256)
def _is_package(name: str) -> bool:
    """Whether names that are imported from it may be modules."""
    return _PACKAGE.joinpath(*name.split(".")[1:]).is_dir()


@lru_cache(maxsize=256)
def _source(name: str) -> str:
    path = _file(name)
    assert path is not None
    return path.read_text(encoding="utf-8")


@lru_cache(maxsize=256)
def _file(name: str) -> Path | None:
    base = _PACKAGE.joinpath(*name.split(".")[1:])
    found = (base.with_suffix(".py"), base / "__init__.py")
    return next((path for path in found if path.is_file()), None)
