"""The chain, top to bottom: content/ → site/.

Look at the files; if nothing changed and the site stands, done. Else: files → stories (``articles``) → pages and what
each is made from (``plan``) → those that differ from what stands in site/ → printed (``units``) → written (``output``).
A fresh build is the change from nothing; what is slow is remembered by what it was made from (``cache``).
"""

import gc
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from builder import sources
from builder.annotate.propose import model_digest
from builder.articles import DATA, Articles, Progress
from builder.cache import Cache, DamagedError, only_build
from builder.code import code_key
from builder.codec import Digest, digest
from builder.content import DECISIONS, Images, copies, one_address_each, one_path_each, sorted_out
from builder.editors import by_editors
from builder.errors import Doubt, Problem
from builder.findable import by_name, by_word
from builder.model import EntityKind
from builder.moved import articles_moved, people_moved, vanished
from builder.output import Output
from builder.plan import Plan
from builder.project import Project, load_project
from builder.recipes import FeedUnit
from builder.render.crawlers import SITEMAP_SIZE
from builder.render.maps import load as load_world
from builder.render.redirects import REDIRECTS
from builder.render.theme import Theme
from builder.search import ENOUGH, State, Wanted, engine, forget
from builder.sitemaps import sitemaps
from builder.sync import stands, sync
from builder.units import (
    AnyUnit,
    CopyUnit,
    OwnUnit,
    PlainUnit,
    Printer,
    RedirectsUnit,
    RedirectUnit,
    paths,
)

NEEDED = (OwnUnit("404.html"),)
READY = OwnUnit("robots.txt"), OwnUnit("_headers")
"""What a static file of the same name takes the place of."""

WORLD = "world.json"

CACHE = Path(".dateline", "cache.db")

PRINTERS = "jinja2", "markupsafe", "markdown-it-py"
"""Libraries that pages are printed with."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did."""

    articles: int
    undated: int
    people: int
    countries: int
    written: int
    unchanged: int
    deleted: int
    problems: tuple[Problem, ...]
    """Warnings among them; sorted by file and line."""
    doubts: tuple[Doubt, ...]
    base_url: str = ""
    """The site's own address. Without one it has no feeds, no sitemap and no canonical addresses."""
    full_text: State = "none"
    """How the index for full-text search stands."""
    seconds: float = 0.0


def no_progress(phase: str, done: int, total: int) -> None:
    """Say nothing."""


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
    """Guards what is known of a project from one build to the next: who is seen where, and what each page shows."""

    def __init__(self, folder: Path) -> None:
        """``folder`` is the project's, with content/ in it."""
        self._folder = folder
        self._plan: Plan | None = None
        self._decided = b""

    def build(
        self,
        *,
        drafts: bool = False,
        clean: bool = False,
        jobs: int | None = None,
        search: Wanted = "make",
        progress: Progress = no_progress,
    ) -> Report:
        """Make site/ what content/ says; with ``clean`` from nothing, with ``drafts`` also unfinished articles.

        ``jobs`` is how many workers there may be, as build.jobs of dateline.toml, which it overrules; ``search`` says
        whether the index for full-text search is made, kept as it is, or left out.

        Raises:
            BuilderError: if nothing could be built: settings, decisions or a template are wrong, content/ is missing,
                the output folder is not ours, the machine lacks something. Nothing was written then.
        """
        began = time.perf_counter()
        with _no_collection(), only_build(self._folder / CACHE.parent):
            try:
                report = self._build(drafts, clean, jobs, search, progress)
            except DamagedError:
                report = self._build(drafts, True, jobs, search, progress)
        return replace(report, seconds=time.perf_counter() - began)

    def current(self) -> tuple[Project, Report] | None:
        """The project and its last build, if site/ is what a build would make now; ``None`` if it is not.

        Raises:
            BuilderError: as ``build`` does.
        """
        with only_build(self._folder / CACHE.parent), closing(Cache(self._folder / CACHE)) as cache:
            project = load_project(self._folder, sources.Looks(cache.files()))
            output = Output(self._folder / project.config.output, project.config.output)
            last = cache.last(_key(project, drafts=False), Report)
            return (project, last) if last and stands(cache.pages(), output) else None

    def _build(self, drafts: bool, clean: bool, jobs: int | None, search: Wanted, progress: Progress) -> Report:
        if clean:
            forget(self._folder)
        with closing(Cache(self._folder / CACHE, clean=clean)) as cache:
            looks = sources.Looks(cache.files())
            project = load_project(self._folder, looks, jobs=jobs)
            cache.put_files(looks.fresh, looks.known.keys() - looks.seen)
            everything = _key(project, drafts=drafts)
            output = Output(self._folder / project.config.output, project.config.output)
            last = cache.last(everything, Report)
            if last and last.full_text in ENOUGH[search] and stands(cache.pages(), output):
                return last
            report = self._make(project, cache, output, drafts, search, progress)
            nothing = replace(report, written=0, unchanged=report.written + report.unchanged, deleted=0)
            cache.put_last(everything, nothing)
            return report

    def _make(
        self, project: Project, cache: Cache, output: Output, drafts: bool, search: Wanted, progress: Progress
    ) -> Report:
        theme = Theme(project.templates(), project.config.templates, project.phrases)
        theme.check()
        shown = project.config.content
        content = sorted_out(project.files, shown)
        articles = Articles(project, cache, progress)
        told = articles.tell(content.articles)
        in_site = {file: t.story for file, t in told.items() if t.story and (drafts or not t.draft)}
        stories, clashes = one_address_each(in_site, shown)
        plan = self._planned(articles, project)
        plan.change(stories)
        notes, plain_pages, images, wrong = by_editors(content, articles, plan, shown)
        images += [Images(file, story.headline.folder, story.images) for file, story in stories.items()]
        copied, missing = copies(content, images, shown)
        assets = [CopyUnit(path, name, project.theme_digests[name]) for path, name in project.assets().items()]
        settings = project.settings
        pages: list[AnyUnit] = [*plan.units, by_name(plan, articles.gazetteer.countries), *plain_pages]
        if settings.base_url:
            pages += sitemaps(pages, SITEMAP_SIZE)
        else:
            pages = [unit for unit in pages if not isinstance(unit, FeedUnit)]
        decided = f"{shown}/{DECISIONS}"
        moved, odd = articles_moved(stories, {file: told[file].aliases for file in stories}, shown)
        moved += people_moved(plan, articles.overrides, project.locked, decided)
        words, index = by_word(project, search, stories.values(), cache, progress)
        units, taken = one_path_each([*assets, *words, *NEEDED, *pages, *moved, *copied, *READY])
        rows = tuple(sorted((unit.path, unit.folder) for unit in units if isinstance(unit, RedirectUnit)))
        here = {path for unit in units for path in paths(unit)}
        if rows and REDIRECTS not in here:
            units.append(RedirectsUnit(rows))
        lost = vanished(stories.values(), project.locked, articles.overrides, here)
        by_hand = sorted((unit.title, unit.folder) for unit in units if isinstance(unit, PlainUnit))
        settings = replace(settings, pages=tuple(by_hand))
        world = sources.data(WORLD)
        printer = Printer(settings, theme, cache.get, project.read, notes, plan.history, load_world(world))
        themed = sorted(project.theme_digests.items())
        plain = digest(replace(settings, assets=(), pages=()), code_key("builder.units", libraries=PRINTERS))
        common = digest(plain, settings, themed, world)
        keyed = [(unit, printer.keys(unit, common, plain)) for unit in units]
        written, gone = sync(keyed, printer, cache, output, progress, project.config.jobs)
        problems = {*project.problems, *content.problems, *clashes, *wrong, *missing, *taken, *odd, *lost}
        problems |= {*index.problems} | {problem for t in told.values() for problem in t.problems}
        doubts = {doubt for file in stories for doubt in told[file].doubts} | set(plan.doubts())
        return Report(
            len(stories),
            sum(not story.headline.date for story in stories.values()),
            plan.count(EntityKind.PERSON),
            plan.count(EntityKind.COUNTRY),
            written,
            sum(len(paths(unit)) for unit in units) - written,
            gone,
            tuple(sorted(problems, key=lambda problem: (problem.file, problem.line, problem.message))),
            tuple(sorted(doubts, key=lambda doubt: (doubt.file, doubt.kind, doubt.subject))),
            settings.base_url,
            index.state,
        )

    def _planned(self, articles: Articles, project: Project) -> Plan:
        """The plan as it was, if entities.toml and dateline.lock are as they were."""
        decided = digest(project.decisions, project.locked)
        if self._plan is None or self._decided != decided:
            names = project.locked["names"]
            self._plan = Plan(articles.overrides, articles.lexicon, articles.country, names)
            self._decided = decided
        return self._plan


@contextmanager
def _no_collection() -> Iterator[None]:
    """Without looking for circles of values: there are none, and every look goes over all that is held."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _key(project: Project, *, drafts: bool) -> Digest:
    """What stands for everything that a build is made from."""
    data = [sources.data(name) for name in (*DATA, WORLD)]
    model = model_digest(project.config.model)
    return digest(code_key("builder.build"), data, engine(), project.key, model, drafts)
