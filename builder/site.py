"""A project's site, brought up to date: at once if nothing changed, otherwise by the chain.

A build with nothing to do costs only the imports of this module; the chain is imported when needed.
"""

import gc
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from builder.annotate.propose import load_model, model_digest, proposed
from builder.core.codec import Digest, digest
from builder.core.errors import BuilderError, Problem
from builder.core.values import Proposal
from builder.index.tables import INDEX, Index, IndexDamagedError
from builder.settings.config import Config
from builder.settings.project import Project, load_config, load_project
from builder.store.build_lock import only_build
from builder.store.fingerprints import installation
from builder.store.memo import CACHE, Cache, DamagedError
from builder.store.search_index import ENOUGH, Wanted, forget
from builder.store.sources import Snapshot
from builder.store.workers import Progress, Standby, meanwhile
from builder.store.writer import Output
from builder.work import Report, Work, no_progress

if TYPE_CHECKING:
    from builder.articles import Articles
    from builder.chain import Chain


def build(
    folder: Path,
    *,
    drafts: bool = False,
    clean: bool = False,
    jobs: int | None = None,
    search: Wanted = "make",
    progress: Progress = no_progress,
    cluster: str = "",
) -> Report:
    """Make the site of the project in ``folder``, once. See ``Site.build``.

    On macOS and Windows, each worker imports the script that calls this: call it under ``if __name__ == "__main__":``.
    """
    site = Site(folder)
    return site.build(drafts=drafts, clean=clean, jobs=jobs, search=search, progress=progress, cluster=cluster)


class Discard(IntEnum):
    """What a build discards first."""

    NOTHING = 0
    INDEX = 1
    ALL = 2


class Site:
    """Invariant: builds of a project run one after the other, and each keeps its state for the next."""

    def __init__(self, folder: Path) -> None:
        """``folder`` is the project folder, which contains content/."""
        self._folder = folder
        self._chain: Chain | None = None
        self._snapshot = Snapshot()
        self._output: Output | None = None
        self._files: Mapping[str, Digest] = {}
        """The files in content/ of the last build."""
        self._scanned = False
        """Whether the last build got as far as reading what had changed."""
        self._standby: tuple[str, Standby] | None = None
        """A language model, and the process that has it."""

    def build(
        self,
        *,
        drafts: bool = False,
        clean: bool = False,
        jobs: int | None = None,
        search: Wanted = "make",
        progress: Progress = no_progress,
        ready: bool = False,
        thorough: bool = False,
        cluster: str = "",
        touched: Collection[str] | None = None,
    ) -> Report:
        """Build site/ from content/; with ``clean`` from scratch, with ``drafts`` including unfinished articles.

        ``jobs`` is the maximum number of workers and overrides build.jobs in dateline.toml; ``search`` says whether the
        index for full-text search is built, kept, or left out. With ``ready``, everything that the next build may need
        is loaded even if there is nothing to do, for a process that waits for edits; for the language model, call
        ``load``. With ``thorough``, every page is checked, even if no change seems to affect it. ``cluster`` is the
        address of a Dask scheduler, whose workers read the articles if there are many. ``touched`` are the paths of all
        files that may have changed since the last build of this object; ``None`` if unknown.

        Raises:
            BuilderError: if nothing could be built: settings, decisions or a template are wrong, content/ is missing,
                the output folder is not ours, or the machine lacks something. Nothing was written then.
        """
        began = time.perf_counter()
        touched, self._scanned = touched if self._scanned else None, False
        if cluster:
            from builder.store.cluster import check_cluster

            check_cluster(cluster)
        with _no_collection(stays=self._chain is None), only_build(self._folder / CACHE.parent):
            options = drafts, jobs, search, progress, ready, thorough, cluster, touched
            try:
                try:
                    report = self._build(Discard.NOTHING if not clean else Discard.ALL, *options)
                except IndexDamagedError:
                    report = self._build(Discard.INDEX, *options)
            except DamagedError:
                report = self._build(Discard.ALL, *options)
        return replace(report, seconds=time.perf_counter() - began)

    def load(self) -> None:
        """Load the language model, for a process that waits for edits: in another process, if this one did not need it.

        The next build may begin meanwhile. Only an edit of a text waits for the model.
        """
        with suppress(BuilderError):  # Reported by the next build.
            model = load_config(self._folder).model
            if not load_model.cache_info().currsize:
                self._standby = model, Standby(partial(proposed, model), ())

    def _proposed(self, model: str, texts: Sequence[str]) -> tuple[Proposal, ...]:
        """What this language model proposes."""
        if self._standby and self._standby[0] == model:
            with suppress(EOFError):
                found: tuple[Proposal, ...] = self._standby[1](texts)
                return found
            self._standby = None
        return proposed(model, texts)

    def current(self) -> tuple[Project, Report] | None:
        """The project and its last build, if site/ is what a build would make now; otherwise ``None``.

        Raises:
            BuilderError: as ``build`` does.
        """
        with only_build(self._folder / CACHE.parent), closing(Cache(self._folder / CACHE)) as cache:
            config = load_config(self._folder)
            with suppress(IndexDamagedError), closing(_index(self._folder, config)) as index:
                output = Output(self._folder / config.output, config.output, index.manifest)
                with _modified(index, output, config.jobs) as modified:
                    project = load_project(self._folder, Snapshot(cache.files()), config)
                    last = index.last(_key(project, model_digest(config.model), drafts=False), Report)
                    if last and output.is_as_left and not modified():
                        return project, last
            return None

    def _build(
        self,
        clean: Discard,
        drafts: bool,
        jobs: int | None,
        search: Wanted,
        progress: Progress,
        ready: bool,
        thorough: bool,
        cluster: str,
        touched: Collection[str] | None,
    ) -> Report:
        if clean is Discard.ALL:
            forget(self._folder)
            self._chain = None
        if clean:
            self._output = None
        config = load_config(self._folder)
        config = config if jobs is None else replace(config, jobs=jobs)
        with (
            closing(Cache(self._folder / CACHE, clean=clean is Discard.ALL)) as cache,
            closing(_index(self._folder, config, clean=bool(clean))) as index,
        ):
            output = self._opened(config, index)
            with _modified(index, output, config.jobs) as modified:
                known = bool(self._snapshot.now) and not clean
                snapshot = self._snapshot = self._snapshot.renewed(touched) if known else Snapshot(cache.files())
                project = load_project(self._folder, snapshot, config)
                self._scanned = True
                cache.put_files(snapshot.fresh, snapshot.gone)
                # After an edit, the digest of all files is needed only once the pages are written.
                key = lru_cache(maxsize=1)(partial(_key, project, model_digest(config.model), drafts=drafts))
                must_build = thorough or bool(project.changed_since(self._files))
                self._files = project.files
                last = None if must_build else index.last(key(), Report)
                is_current = last and last.full_text in ENOUGH[search] and (self._chain or not ready)
                if is_current and output.is_ours:
                    # A process that wrote it looks at every page only if there is nothing else to do.
                    modified = lru_cache(maxsize=1)(lambda: output.modified(index.stat_signatures()))
                if last and is_current and output.is_as_left and not modified():
                    report = last
                else:
                    from builder.chain import Chain

                    self._chain = self._chain or Chain()
                    propose = self._proposed
                    work = Work(
                        project, cache, index, output, modified, propose, drafts, thorough, search, progress, cluster
                    )
                    report = self._chain.make(work)
                    nothing = replace(report, written=0, unchanged=report.written + report.unchanged, deleted=0)
                    cache.commit()
                    with index.transaction():
                        index.put_last(key(), nothing)
        return report

    def _opened(self, config: Config, index: Index) -> Output:
        """The output folder, with what this process knows about it if it wrote the last complete build."""
        folder, left, known = self._folder / config.output, index.manifest, self._output
        if known is None or known.folder != folder or not known.is_ours or left is None:
            known = self._output = Output(folder, config.output, left)
        return known


@dataclass(frozen=True, slots=True)
class Opened:
    """The current state of a project, for queries."""

    project: Project
    cache: Cache
    articles: "Articles"
    index: Index


@contextmanager
def opened(folder: Path, progress: Progress = no_progress, *, needs_content: bool = True) -> Iterator[Opened]:
    """Open the project in ``folder`` for queries; no build can run meanwhile.

    The index is brought up to date with the files, and rolled back at the end: the next build still finds what changed.

    Raises:
        BuilderError: if the project is wrong, a build of it is running, or its index is damaged.
    """
    from builder.articles import Articles
    from builder.chain import follow
    from builder.outputs.content import sort_files

    with only_build(folder / CACHE.parent), closing(Cache(folder / CACHE)) as cache:
        project = load_project(folder, Snapshot(cache.files()), needs_content=needs_content)
        articles = Articles(project, cache, progress)
        content = sort_files(tuple(project.files), project.config.content)
        try:
            for clean in (False, True):
                with closing(_index(folder, project.config, clean=clean)) as index, index.trial():
                    try:
                        follow(index, project, articles, content)
                    except IndexDamagedError:
                        if clean:
                            raise
                        continue
                    yield Opened(project, cache, articles, index)
                    return
        except (IndexDamagedError, DamagedError):
            Index(folder / INDEX, clean=True).close()
            problem = Problem("was damaged and has been discarded", INDEX.name, hint="run the command again")
            raise BuilderError([problem], status=3) from None


def _index(folder: Path, config: Config, *, clean: bool = False) -> Index:
    return Index(
        folder / INDEX,
        clean=clean,
        feeds=bool(config.base_url),
        noindex=config.noindex,
        formats=config.made_formats,
    )


@contextmanager
def _modified(index: Index, output: Output, jobs: int) -> Iterator[Callable[[], set[str]]]:
    """The pages that were changed since the last build; another process checks them while this one reads content/."""
    if output.is_ours:
        yield set
        return
    with meanwhile(lambda: output.modified(index.stat_signatures()), jobs) as found:
        yield lru_cache(maxsize=1)(found)


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


def _key(project: Project, model: Digest, *, drafts: bool) -> Digest:
    """Digest of everything that a build depends on."""
    return digest(installation(), project.key, model, drafts)
