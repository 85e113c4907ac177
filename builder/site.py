"""A project's site, brought up to date: at once if nothing changed, otherwise by the chain.

The imports of this module are the cost of a build with nothing to do; the chain is imported only when needed.
"""

import gc
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from builder import sources
from builder.alone import only_build
from builder.annotate.propose import load_model, model_digest
from builder.cache import Cache, DamagedError
from builder.code import code_key
from builder.codec import Digest, digest
from builder.errors import BuilderError
from builder.output import Output
from builder.project import Project, load_project
from builder.search import ENOUGH, Wanted, engine, forget
from builder.sources import Looks
from builder.spread import meanwhile
from builder.work import CACHE, LIBRARIES, Progress, Report, Work, no_progress

if TYPE_CHECKING:
    from builder.chain import Chain


def build(
    folder: Path,
    *,
    drafts: bool = False,
    clean: bool = False,
    jobs: int | None = None,
    search: Wanted = "make",
    progress: Progress = no_progress,
) -> Report:
    """Make the site of the project in ``folder``, once. See ``Site.build``."""
    return Site(folder).build(drafts=drafts, clean=clean, jobs=jobs, search=search, progress=progress)


class Site:
    """Invariant: builds of a project run one after the other, and each keeps its state for the next."""

    def __init__(self, folder: Path) -> None:
        """``folder`` is the project folder, which contains content/."""
        self._folder = folder
        self._chain: Chain | None = None
        self._looks = Looks()
        self._output: Output | None = None

    def build(
        self,
        *,
        drafts: bool = False,
        clean: bool = False,
        jobs: int | None = None,
        search: Wanted = "make",
        progress: Progress = no_progress,
        ready: bool = False,
    ) -> Report:
        """Build site/ from content/; with ``clean`` from scratch, with ``drafts`` including unfinished articles.

        ``jobs`` is the maximum number of workers and overrides build.jobs in dateline.toml; ``search`` says whether the
        index for full-text search is built, kept, or left out. With ``ready``, everything that the next build may need
        is loaded even if there is nothing to do, for a process that waits for edits.

        Raises:
            BuilderError: if nothing could be built: settings, decisions or a template are wrong, content/ is missing,
                the output folder is not ours, or the machine lacks something. Nothing was written then.
        """
        began = time.perf_counter()
        with _no_collection(stays=self._chain is None), only_build(self._folder / CACHE.parent):
            try:
                report = self._build(drafts, clean, jobs, search, progress, ready)
            except DamagedError:
                report = self._build(drafts, True, jobs, search, progress, ready)
        return replace(report, seconds=time.perf_counter() - began)

    def current(self) -> tuple[Project, Report] | None:
        """The project and its last build, if site/ is what a build would make now; otherwise ``None``.

        Raises:
            BuilderError: as ``build`` does.
        """
        with only_build(self._folder / CACHE.parent), closing(Cache(self._folder / CACHE)) as cache:
            project = load_project(self._folder, Looks(cache.files()))
            output = Output(self._folder / project.config.output, project.config.output)
            last = cache.last(_key(project, drafts=False), Report)
            return (project, last) if last and output.stands(cache.stamps(), project.config.jobs) else None

    def _build(
        self, drafts: bool, clean: bool, jobs: int | None, search: Wanted, progress: Progress, ready: bool
    ) -> Report:
        if clean:
            forget(self._folder)
            self._chain = self._output = None
        with closing(Cache(self._folder / CACHE, clean=clean)) as cache:
            looks = self._looks = self._looks.again() if self._looks.known and not clean else Looks(cache.files())
            project = load_project(self._folder, looks, jobs=jobs)
            cache.put_files(looks.fresh, looks.known.keys() - looks.seen)
            everything = _key(project, drafts=drafts)
            output = self._opened(project)
            last = cache.last(everything, Report)
            stands = last and last.full_text in ENOUGH[search] and output.stands(cache.stamps(), project.config.jobs)
            if last and stands and (self._chain or not ready):
                report = last
            else:
                report = self._made(project, cache, output, drafts, search, progress)
                nothing = replace(report, written=0, unchanged=report.written + report.unchanged, deleted=0)
                cache.put_last(everything, nothing)
        if ready:
            with suppress(BuilderError):  # Computed only when needed.
                load_model(project.config.model)
        return report

    def _made(
        self, project: Project, cache: Cache, output: Output, drafts: bool, search: Wanted, progress: Progress
    ) -> Report:
        """The report of the chain; meanwhile, another process checks the pages."""
        known = bool(output.left)
        strayed = set if known else lambda: output.strayed(cache.stamps(), 1)
        with meanwhile(strayed, 1 if known else project.config.jobs) as strayed:
            from builder.chain import Chain

            self._chain = self._chain or Chain()
            return self._chain.make(Work(project, cache, output, strayed, drafts, search, progress))

    def _opened(self, project: Project) -> Output:
        """The output folder, with what this process knows of it if it wrote it last."""
        folder, shown = self._folder / project.config.output, project.config.output
        if self._output is None or self._output.folder != folder or not self._output.left:
            self._output = Output(folder, shown)
        return self._output


@contextmanager
def _no_collection(*, stays: bool) -> Iterator[None]:
    """Without garbage collection: there are no reference cycles, and every collection would scan everything in memory.

    With ``stays``, what is in memory at the end is excluded from later collections, as after the first build.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            if stays:
                gc.freeze()
            gc.enable()


def _key(project: Project, *, drafts: bool) -> Digest:
    """Digest of everything that a build depends on."""
    model = model_digest(project.config.model)
    code = code_key("builder.chain", libraries=LIBRARIES)
    return digest(code, sources.all_data(), engine(), project.key, model, drafts)
