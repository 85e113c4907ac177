"""The chain, top to bottom: content/ → site/.

Look at the files; if nothing changed and the site stands, done. Else: files → stories (``articles``) → pages and what
each is made from (``plan``) → those that differ from what stands in site/ → printed (``units``) → written (``output``).
A fresh build is the change from nothing; what is slow is remembered by what it was made from (``cache``).
"""

from dataclasses import replace

from builder import sources
from builder.articles import Articles, Progress
from builder.cache import Cache
from builder.code import code_key
from builder.codec import digest
from builder.content import DECISIONS, Images, copies, one_address_each, one_path_each, sorted_out
from builder.editors import by_editors
from builder.findable import by_name, by_word
from builder.model import EntityKind
from builder.moved import articles_moved, people_moved, vanished
from builder.output import Output
from builder.plan import Plan
from builder.project import Project
from builder.recipes import FeedUnit
from builder.render.crawlers import SITEMAP_SIZE
from builder.render.maps import load as load_world
from builder.render.redirects import REDIRECTS
from builder.render.theme import Theme
from builder.search import Wanted
from builder.site import CACHE as CACHE
from builder.site import Report as Report
from builder.site import Site as Site
from builder.site import build as build
from builder.site import no_progress as no_progress
from builder.sitemaps import sitemaps
from builder.sync import Keys, sync
from builder.told import Remembered
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

PRINTERS = "jinja2", "markupsafe", "markdown-it-py"
"""Libraries that pages are printed with."""


class Chain:
    """Guards what is known of a project from one build to the next: who is seen where, and what each page shows."""

    def __init__(self) -> None:
        self._plan: Plan | None = None
        self._decided = b""
        self._theme: Theme | None = None
        self._themed = b""
        self._told = Remembered()
        self._keys = Keys()

    def make(
        self, project: Project, cache: Cache, output: Output, drafts: bool, search: Wanted, progress: Progress
    ) -> Report:
        """Make site/ what the project says.

        Raises:
            BuilderError: if nothing could be built; nothing was written then.
        """
        theme = self._compiled(project, cache)
        shown = project.config.content
        content = sorted_out(project.files, shown)
        articles = Articles(project, cache, progress, self._told)
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
        printer = Printer(settings, theme, cache.get_all, project.read, notes, plan.history, load_world(world))
        themed = sorted(project.theme_digests.items())
        plain = digest(replace(settings, assets=(), pages=()), code_key("builder.units", libraries=PRINTERS))
        common = digest(plain, settings, themed, world)
        keyed = self._keys.of(units, printer, common, plain)
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

    def _compiled(self, project: Project, cache: Cache) -> Theme:
        """The theme as it was, if its files and the words of the interface are as they were.

        That all templates compile is remembered: a build that prints one page compiles no more than that one needs.
        """
        themed = digest(sorted(project.theme_digests.items()), project.config.templates, project.phrases)
        if self._theme is None or self._themed != themed:
            theme = Theme(project.templates(), project.config.templates, project.phrases)
            checked = digest(code_key("builder.render.theme", libraries=PRINTERS), themed)
            if not cache.get(checked, bool):
                theme.check()
                cache.put(checked, True)
            self._theme, self._themed = theme, themed
        return self._theme

    def _planned(self, articles: Articles, project: Project) -> Plan:
        """The plan as it was, if entities.toml and dateline.lock are as they were."""
        decided = digest(project.decisions, project.locked)
        if self._plan is None or self._decided != decided:
            names = project.locked["names"]
            self._plan = Plan(articles.overrides, articles.lexicon, articles.country, names)
            self._decided = decided
        return self._plan
