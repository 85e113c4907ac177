"""A build of the project in this folder that makes only HTML pages and the files they load.

usage: python bench/pages.py

For bench/speed.py: other generators write one file per article, Dateline four. Nothing else is left out.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import cast

from builder.index.changes import Changes
from builder.index.pages import Page
from builder.index.tables import Index
from builder.outputs import OUTPUTS
from builder.outputs.page import File, OutputModule
from builder.site import build


class OnlyHtml:
    """An output without the files beside its pages."""

    def __init__(self, output: OutputModule) -> None:
        self._output = output

    def pages(self, index: Index) -> Iterable[Page]:
        return self._output.pages(index)

    def affected(self, index: Index, changes: Changes) -> Iterable[Page]:
        return self._output.affected(index, changes)

    def paths(self, index: Index, page: Page) -> Sequence[str]:
        return [path for path in self._output.paths(index, page) if path.endswith(".html")]

    def files(self, index: Index, page: Page) -> Iterator[File]:
        return (file for file in self._output.files(index, page) if file.path.endswith(".html"))


if __name__ == "__main__":
    outputs = cast("dict[str, OutputModule]", OUTPUTS)
    outputs.update({name: OnlyHtml(output) for name, output in OUTPUTS.items()})
    print(build(Path.cwd(), search="none").written, "files written")
