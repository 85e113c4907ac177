"""From pages to temporary files: for each page its inputs and their digest, and only if that changed, its bytes.

A function of explicit values that can be sent to any process. What a process opens or compiles for one call is kept for
the next, and does not affect the result.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from builder.core.codec import Digest
from builder.index.pages import Page
from builder.index.tables import INDEX, Index
from builder.outputs import OUTPUTS
from builder.outputs.compiled import CompiledTemplates
from builder.outputs.maps import own_world
from builder.outputs.page import Basis, File, Printer
from builder.outputs.theme import Theme
from builder.settings.site_settings import Settings
from builder.store.memo import CACHE, Cache
from builder.store.sources import SourceFile
from builder.store.writer import Aside, Output

Job = Page | tuple[str, File]
"""A page that follows from the index; or a file of another, with the name of its output."""


@dataclass(frozen=True, slots=True)
class RenderInputs:
    """Everything that a page depends on besides its own inputs, and where index, memo and site are.

    It can be sent to any process.
    """

    folder: Path
    """The folder of the project."""
    output: str
    """The folder of the site in it."""
    settings: Settings
    templates: Mapping[str, str]
    """Texts by name."""
    templates_folder: str
    """Its name in messages."""
    theme_key: Digest
    """Digest of everything that compiling them depends on; see ``CompiledTemplates``."""
    theme: Mapping[str, Path]
    """The files of the theme, by name."""
    bases: Mapping[Basis, Digest]

    def source(self, name: str) -> SourceFile:
        """A file by its path in the project, or a file of the theme by its name."""
        return SourceFile(self.theme.get(name, self.folder / name), name)


class Rendered(NamedTuple):
    """A file of the site, rendered to a temporary file."""

    key: Digest
    """Digest of its inputs."""
    aside: Aside


def render(inputs: RenderInputs, jobs: Sequence[Job]) -> list[Rendered]:
    """The files of these pages whose inputs changed since they were last written."""
    return _renderer(inputs).render(jobs)


class Renderer:
    """What a process renders with."""

    def __init__(self, inputs: RenderInputs, index: Index, cache: Cache, output: Output, theme: Theme) -> None:
        self._index = index
        self._output = output
        self.printer = Printer(inputs.settings, theme, cache, inputs.source, own_world(), inputs.bases)
        self._cache = cache
        # Forked workers find it here.
        _OPEN[:] = [(inputs, self)]

    def render(self, jobs: Sequence[Job]) -> list[Rendered]:
        """See ``render``."""
        with self._index.reading():
            made = [each for job in jobs for each in (self._page(job) if isinstance(job, Page) else self._file(*job))]
        self._cache.commit()
        return made

    def _page(self, page: Page) -> list[Rendered]:
        sql = "SELECT path, key FROM output WHERE page = ?"
        known: Mapping[str, Digest | None] = dict(self._index.rows(sql, page.text))
        if not known:
            return []
        found = []
        for file in OUTPUTS[page.output].files(self._index, page):
            if file.path in known:
                key = self.printer.key(page.output, file)
                if key != known[file.path]:
                    found.append(self._made(file, key))
        return found

    def _file(self, output: str, file: File) -> list[Rendered]:
        return [self._made(file, self.printer.key(output, file))]

    def _made(self, file: File, key: Digest) -> Rendered:
        return Rendered(key, self._output.set_aside(file.path, file.make(self.printer)))


_OPEN: list[tuple[RenderInputs, Renderer]] = []
"""The last one of this process."""


def _renderer(inputs: RenderInputs) -> Renderer:
    for known, renderer in _OPEN:
        if known is inputs or known == inputs:
            return renderer
    index = Index(
        inputs.folder / INDEX,
        feeds=bool(inputs.settings.base_url),
        noindex=inputs.settings.noindex,
        formats=inputs.settings.formats,
    )
    cache = Cache(inputs.folder / CACHE)
    compiled = CompiledTemplates(cache, inputs.theme_key)
    theme = Theme(inputs.templates, inputs.templates_folder, inputs.settings.translations, compiled)
    output = Output(inputs.folder / inputs.output, inputs.output)
    return Renderer(inputs, index, cache, output, theme)
