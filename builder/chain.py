"""The chain, top to bottom: content/ → site/.

Look at the files; if nothing changed and the site is in place, stop. Otherwise: files → a record of each
(``articles``) → stories (``archive``) → pages and their inputs (``plan``) → files and their keys (``sheet``) → those
that differ from the files in site/ (``sync``) → printed (``units``) → written (``output``).
A fresh build is the change from nothing; slow results are cached by the digest of their inputs (``cache``).
"""

from dataclasses import dataclass, replace
from itertools import chain

from builder import sources
from builder.articles import Articles
from builder.cache import Cache
from builder.code import code_key
from builder.codec import digest
from builder.content import Content, Images, copies, pictures, sorted_out
from builder.editors import by_editors
from builder.findable import Words, by_name
from builder.following import Following, News
from builder.kinds import EntityKind
from builder.moved import articles_moved, people_moved, vanished
from builder.project import Project
from builder.recipes import AnyUnit, CopyUnit, OwnUnit, PlainUnit, RedirectsUnit
from builder.render.maps import load as load_world
from builder.render.theme import Theme
from builder.sheet import Sheet
from builder.sitemaps import Sitemaps
from builder.sync import Pages, sync
from builder.units import Printer
from builder.work import Report, Work

NEEDED = (OwnUnit("404.html"),)
READY = OwnUnit("robots.txt"), OwnUnit("_headers")
"""Generated files that a static file of the same name replaces."""

WORLD = "world.json"

PRINTERS = "jinja2", "markupsafe", "markdown-it-py"
"""Libraries that print pages."""


@dataclass(slots=True)
class Kept:
    """What follows from the stories, kept from one build to the next."""

    following: Following
    sheet: Sheet
    sitemaps: Sitemaps
    words: Words


class Chain:
    """What is kept of a project from one build to the next: which stories name whom, and the inputs of each page."""

    def __init__(self) -> None:
        self._kept: Kept | None = None
        self._theme: Theme | None = None
        self._themed = b""

    def make(self, work: Work) -> Report:
        """Bring site/ up to date with the project.

        Raises:
            BuilderError: if nothing could be built; nothing was written then.
        """
        project = work.project
        theme = self._compiled(project, work.cache)
        content = sorted_out(tuple(project.files), project.config.content)
        articles = Articles(project, work.cache, work.progress)
        stand = work.output.left or work.cache.pages()
        kept = self._goes_on(work, articles, stand)
        # From here on, the kept values are halfway to this build, and useless if it fails.
        self._kept = None
        news = kept.following.follow(project, articles, content.articles)
        report = _made(work, theme, content, articles, stand, kept, news)
        self._kept = kept
        return report

    def _compiled(self, project: Project, cache: Cache) -> Theme:
        """The theme of the last build, if its files and the words of the interface are unchanged.

        That all templates compile is cached: a build that prints one page compiles only the templates it needs.
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

    def _goes_on(self, work: Work, articles: Articles, stand: Pages) -> Kept:
        """What this process kept, if it wrote site/ last and the settings are unchanged; otherwise the cached state."""
        kept = self._kept
        if kept and work.output.left and kept.following.is_of(work.project, drafts=work.drafts):
            return kept
        following = Following(work.project, articles, work.cache, drafts=work.drafts)
        plan, standing = following.plan, following.standing
        keys = {path: key for path, (key, _) in stand.items()} if following.goes_on else {}
        sheet = Sheet(plan, keys, standing.notes, standing.common)
        return Kept(following, sheet, Sitemaps({owner: plan.page(owner) for owner in plan.owners()}), Words())


def _made(
    work: Work, theme: Theme, content: Content, articles: Articles, stand: Pages, kept: Kept, news: News
) -> Report:
    """Follow the changes to the files of the site, and write those that changed."""
    project, cache = work.project, work.cache
    archive, plan, sheet = kept.following.archive, kept.following.plan, kept.sheet
    shown, settings, stories = project.config.content, project.settings, archive.stories
    notes, plain_pages, images, wrong = by_editors(content, project.files, articles, plan, shown, drafts=work.drafts)
    images += [Images(file, stories[file].headline.folder, found) for file, found in archive.images.items()]
    files, missing = copies(content, project.files, images, shown)
    copied, refused = pictures(files, project, cache)
    assets = [CopyUnit(path, name, project.theme_digests[name]) for path, name in project.assets().items()]
    by_hand = [unit for unit in plain_pages if isinstance(unit, PlainUnit)]
    maps: list[AnyUnit] = []
    if settings.base_url:
        pages = {owner: plan.page(owner) for owner in news.touched}
        maps = kept.sitemaps.change(pages, [unit.folder for unit in by_hand])
    moved, odd = articles_moved(stories, archive.aliases, shown)
    moved += people_moved(plan, articles.overrides, project.locked, project.decisions_file)
    words, index = kept.words.change(work, stories.values(), news.stories)
    names = by_name(plan, articles.gazetteer.countries)
    last = [names, *plain_pages, *maps, *moved, *copied, *READY]
    taken = sheet.settle([*assets, *words, *NEEDED], news.touched, last)
    rows = tuple(sorted((unit.path, unit.folder) for unit in moved if sheet.holds(unit)))
    if rows:
        sheet.add(RedirectsUnit(rows))
    settings = replace(
        settings, pages=tuple(sorted((unit.title, unit.folder) for unit in by_hand if sheet.holds(unit)))
    )
    world = sources.data(WORLD)
    printer = Printer(settings, theme, cache.get_all, project.file, notes, plan, load_world(world))
    themed = sorted(project.theme_digests.items())
    plain = digest(replace(settings, assets=(), pages=()), code_key("builder.units", libraries=PRINTERS))
    common = digest(plain, settings, themed, world), plain
    changed = sheet.key(printer, notes, common)
    standing = kept.following.standing = replace(kept.following.standing, lines=plan.lines, notes=notes, common=common)
    written, gone = sync(
        work, sheet, changed, stand, printer, lambda pages: cache.put_site(pages, news.heard, standing)
    )
    lost = vanished(project.locked, articles.overrides, sheet.keys)
    problems = {
        *project.problems,
        *content.problems,
        *archive.problems,
        *wrong,
        *missing,
        *refused,
        *taken,
        *odd,
        *lost,
    }
    problems |= set(index.problems)
    doubts = {*chain.from_iterable(archive.doubts.values()), *plan.doubts()}
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
