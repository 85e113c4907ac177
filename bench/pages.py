"""A build of the project in this folder that makes only HTML pages and the files they load.

usage: python bench/pages.py

For bench/speed.py: other generators write one file per article, Dateline four. Nothing else is left out.
"""

from collections.abc import Mapping
from pathlib import Path

from builder.codec import Digest
from builder.recipes import AnyUnit, CopyUnit
from builder.site import build
from builder.units import Printer

keys = Printer.keys


def pages(printer: Printer, unit: AnyUnit, themed: Digest, plain: Digest) -> Mapping[str, Digest]:
    """The pages among a unit's files."""
    found = keys(printer, unit, themed, plain)
    return {path: key for path, key in found.items() if path.endswith(".html") or isinstance(unit, CopyUnit)}


if __name__ == "__main__":
    Printer.keys = pages  # type: ignore[assignment,method-assign]
    print(build(Path.cwd(), search="none").written, "files written")
