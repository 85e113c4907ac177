"""A project's site, made as it should be: at once if nothing changed and it stands, else by the chain.

What this imports is what a build costs that has nothing to do; the chain is imported when there is something.
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
    """Guards that builds of a project come one after the other, and what is known from one to the next."""

    def __init__(self, folder: Path) -> None:
        """``folder`` is the project's, with content/ in it."""
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
        """Make site/ what content/ says; with ``clean`` from nothing, with ``drafts`` also unfinished articles.

        ``jobs`` is how many workers there may be, as build.jobs of dateline.toml, which it overrules; ``search`` says
        whether the index for full-text search is made, kept as it is, or left out. With ``ready`` all that the next
        build may need is loaded, though there is nothing to do: for one who waits for edits.

        Raises:
            BuilderError: if nothing could be built: settings, decisions or a template are wrong, content/ is missing,
                the output folder is not ours, the machine lacks something. Nothing was written then.
        """
        began = time.perf_counter()
        with _no_collection(stays=self._chain is None), only_build(self._folder / CACHE.parent):
            try:
                report = self._build(drafts, clean, jobs, search, progress, ready)
            except DamagedError:
                report = self._build(drafts, True, jobs, search, progress, ready)
        return replace(report, seconds=time.perf_counter() - began)

    def current(self) -> tuple[Project, Report] | None:
        """The project and its last build, if site/ is what a build would make now; ``None`` if it is not.

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
            with suppress(BuilderError):  # Said when it is needed.
                load_model(project.config.model)
        return report

    def _made(
        self, project: Project, cache: Cache, output: Output, drafts: bool, search: Wanted, progress: Progress
    ) -> Report:
        """What the chain did; the pages are looked at while it is imported and goes on from where it was."""
        known = bool(output.left)
        strayed = set if known else lambda: output.strayed(cache.stamps(), 1)
        with meanwhile(strayed, 1 if known else project.config.jobs) as strayed:
            from builder.chain import Chain

            self._chain = self._chain or Chain()
            return self._chain.make(Work(project, cache, output, strayed, drafts, search, progress))

    def _opened(self, project: Project) -> Output:
        """The output folder, with what this process knows of it if it left it so."""
        folder, shown = self._folder / project.config.output, project.config.output
        if self._output is None or self._output.folder != folder or not self._output.left:
            self._output = Output(folder, shown)
        return self._output


@contextmanager
def _no_collection(*, stays: bool) -> Iterator[None]:
    """Without looking for circles of values: there are none, and every look goes over all that is held.

    What is held at its end is left out of later looks if it ``stays``, as what the first build makes does.
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
    """What stands for everything that a build is made from."""
    model = model_digest(project.config.model)
    code = code_key("builder.chain", libraries=LIBRARIES)
    return digest(code, sources.all_data(), engine(), project.key, model, drafts)
