"""The chain, top to bottom: content/ → site/.

Look at the files; if nothing changed and the site stands, done. Else: files → what is told of them (``articles``) →
stories (``archive``) → pages and what each shows (``plan``) → files and what each is made from (``sheet``) → those that
differ from what stands in site/ (``sync``) → printed (``units``) → written (``output``).
A fresh build is the change from nothing; what is slow is remembered by what it was made from (``cache``).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from builder import sources
from builder.archive import Archive
from builder.articles import Articles, Progress
from builder.cache import Cache
from builder.code import code_key
from builder.codec import Digest, digest
from builder.content import Content, Images, copies, sorted_out
from builder.editors import by_editors
from builder.findable import Words, by_name
from builder.model import EntityKind
from builder.moved import articles_moved, people_moved, vanished
from builder.output import Output
from builder.plan import Owner, Plan
from builder.project import DECISIONS, Project
from builder.recipes import AnyUnit, CopyUnit, FeedUnit, OwnUnit, PlainUnit, RedirectsUnit
from builder.render.maps import load as load_world
from builder.render.theme import Theme
from builder.search import Wanted
from builder.sheet import Sheet
from builder.site import CACHE as CACHE
from builder.site import Report as Report
from builder.site import Site as Site
from builder.site import build as build
from builder.site import no_progress as no_progress
from builder.sitemaps import Sitemaps
from builder.sync import sync
from builder.told import Remembered, Told
from builder.units import Printer

NEEDED = (OwnUnit("404.html"),)
READY = OwnUnit("robots.txt"), OwnUnit("_headers")
"""What a static file of the same name takes the place of."""

WORLD = "world.json"

PAGES = "files", "pages"
"""Stands for the owner of the plain pages in sitemaps."""

PRINTERS = "jinja2", "markupsafe", "markdown-it-py"
"""Libraries that pages are printed with."""


@dataclass(slots=True)
class Followed:
    """What follows from the stories, kept from one build to the next."""

    key: Digest
    """What stands for the settings that matter to it."""
    decided: Digest
    """What stands for the decisions that it was made with."""
    archive: Archive
    plan: Plan
    sheet: Sheet
    sitemaps: Sitemaps
    words: Words


class Chain:
    """Guards what is known of a project from one build to the next: who is seen where, and what each page shows."""

    def __init__(self) -> None:
        self._followed: Followed | None = None
        self._theme: Theme | None = None
        self._themed = b""
        self._told = Remembered()

    def make(
        self, project: Project, cache: Cache, output: Output, drafts: bool, search: Wanted, progress: Progress
    ) -> Report:
        """Make site/ what the project says.

        Raises:
            BuilderError: if nothing could be built; nothing was written then.
        """
        theme = self._compiled(project, cache)
        content = sorted_out(project.files, project.config.content)
        articles = Articles(project, cache, progress, self._told)
        told = articles.tell(content.articles)
        followed = self._following(project, articles, drafts)
        # What follows is half way to this build from here on, and of no use if it fails.
        self._followed = None
        report = _made(project, cache, output, theme, content, articles, told, followed, search, progress)
        self._followed = followed
        return report

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

    def _following(self, project: Project, articles: Articles, drafts: bool) -> Followed:
        """What follows as it was, with the decisions of today, if the settings that matter are as they were."""
        config, names = project.config, project.locked["names"]
        key, decided = digest(config.content, bool(config.base_url), drafts), digest(project.decisions, names)
        followed = self._followed
        if followed is None or followed.key != key:
            plan = Plan(articles.overrides, articles.lexicon, articles.country, names)
            return Followed(key, decided, Archive(config.content, drafts=drafts), plan, Sheet(), Sitemaps(), Words())
        if followed.decided != decided:
            followed.plan.decide(articles.overrides, names)
            followed.decided = decided
        return followed


def _made(
    project: Project,
    cache: Cache,
    output: Output,
    theme: Theme,
    content: Content,
    articles: Articles,
    told: Mapping[str, Told],
    followed: Followed,
    search: Wanted,
    progress: Progress,
) -> Report:
    """Follow what is told to the files of the site, and write those that are others now."""
    archive, plan, sheet = followed.archive, followed.plan, followed.sheet
    shown, settings = project.config.content, project.settings
    news, stories = archive.change(told), archive.stories
    changes = plan.change(news)
    notes, plain_pages, images, wrong = by_editors(content, articles, plan, shown)
    images += [Images(file, stories[file].headline.folder, found) for file, found in archive.images.items()]
    copied, missing = copies(content, images, shown)
    assets = [CopyUnit(path, name, project.theme_digests[name]) for path, name in project.assets().items()]
    owned: dict[Owner, Sequence[AnyUnit]] = {owner: after or () for owner, (_, after) in changes.items()}
    maps: Sequence[AnyUnit] = ()
    if settings.base_url:
        maps = followed.sitemaps.change({**owned, PAGES: plain_pages})
    else:
        owned = {owner: [unit for unit in units if not isinstance(unit, FeedUnit)] for owner, units in owned.items()}
    decided = f"{shown}/{DECISIONS}"
    moved, odd = articles_moved(stories, archive.aliases, shown)
    moved += people_moved(plan, articles.overrides, project.locked, decided)
    words, index = followed.words.change(project, search, stories.values(), bool(news), cache, progress)
    names = by_name(plan, articles.gazetteer.countries)
    taken = sheet.settle([*assets, *words, *NEEDED], owned, [names, *plain_pages, *maps, *moved, *copied, *READY])
    rows = tuple(sorted((unit.path, unit.folder) for unit in moved if sheet.holds(unit)))
    if rows:
        sheet.add(RedirectsUnit(rows))
    by_hand = (unit for unit in plain_pages if isinstance(unit, PlainUnit) and sheet.holds(unit))
    settings = replace(settings, pages=tuple(sorted((unit.title, unit.folder) for unit in by_hand)))
    world = sources.data(WORLD)
    printer = Printer(settings, theme, cache.get_all, project.read, notes, plan, load_world(world))
    themed = sorted(project.theme_digests.items())
    plain = digest(replace(settings, assets=(), pages=()), code_key("builder.units", libraries=PRINTERS))
    changed = sheet.key(printer, notes, (digest(plain, settings, themed, world), plain))
    written, gone = sync(sheet, changed, printer, cache, output, progress, project.config.jobs)
    lost = vanished(project.locked, articles.overrides, sheet.keys)
    problems = {*project.problems, *content.problems, *archive.problems, *wrong, *missing, *taken, *odd, *lost}
    problems |= set(index.problems)
    doubts = archive.doubts | set(plan.doubts())
    return Report(
        len(stories),
        sum(not story.headline.date for story in stories.values()),
        plan.count(EntityKind.PERSON),
        plan.count(EntityKind.COUNTRY),
        written,
        len(sheet.keys) - written,
        gone,
        tuple(sorted(problems, key=lambda problem: (problem.file, problem.line, problem.message))),
        tuple(sorted(doubts, key=lambda doubt: (doubt.file, doubt.kind, doubt.subject))),
        settings.base_url,
        index.state,
    )
