"""The stories of a project and the plan of their pages, followed from one build to the next.

A build continues from the last one: the recorded result of each file is planned again with the decisions of that build,
which is quick since no page is looked at. Then what has changed since is followed.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from builder import sources
from builder.alone import only_build
from builder.archive import Archive
from builder.articles import Articles
from builder.cache import Cache
from builder.code import code_key
from builder.codec import Digest, digest
from builder.content import sorted_out
from builder.overrides import Overrides
from builder.plan import Plan
from builder.project import Project, load_project
from builder.recipes import Note, Owner
from builder.render.entity import Line
from builder.told import Heard, Told, last_good
from builder.work import CACHE, LIBRARIES, Progress, no_progress


@dataclass(frozen=True, slots=True)
class Standing:
    """What the pages of site/ were made from, besides the records of the files."""

    key: Digest
    """Digest of code and settings: with others, the rest is not valid."""
    told_by: Digest
    """``Articles.key``"""
    overrides: Overrides
    names: Mapping[str, str]
    """Of the published ids."""
    lines: tuple[Line, ...] = ()
    """See ``Plan.lines``."""
    notes: Mapping[str, Note] = field(default_factory=dict)
    common: tuple[Digest, Digest] = (b"", b"")
    """See ``Printer.keys``."""


@dataclass(frozen=True, slots=True)
class News:
    """The result of another look at the files."""

    touched: set[Owner]
    """The owners of pages that may have changed."""
    heard: Mapping[str, Heard | None]
    """The records of the files that changed, ``None`` for deleted ones."""
    stories: bool
    """Whether any story changed."""


class Following:
    """Invariant: archive and plan belong to the same files and decisions."""

    def __init__(self, project: Project, articles: Articles, cache: Cache, *, drafts: bool = False) -> None:
        """The state that the last build left, if the same code made it with the same settings; otherwise empty."""
        config = project.config
        self.standing = Standing(_key(project, drafts), articles.key, articles.overrides, project.locked["names"])
        self.heard = {file: Heard(*each) for file, each in cache.heard().items()}
        left, told = cache.standing(Standing), dict[str, Told]()
        self.goes_on = False
        if left and left.key == self.standing.key:
            known = cache.get_all([each.key for each in self.heard.values()], Told)
            told = {file: known[each.key] for file, each in self.heard.items() if each.key in known}
            self.goes_on = len(told) == len(self.heard)
        if left and self.goes_on:
            self.standing = left
        else:
            self.heard, told = last_good(self.heard), {}
        self.archive = Archive(config.content, drafts=drafts)
        decided, names, feeds = self.standing.overrides, self.standing.names, bool(config.base_url)
        self.plan = Plan(decided, articles.lexicon, articles.country, names, feeds=feeds)
        self.plan.change(self.archive.change(told))
        self.plan.lines = self.standing.lines

    def is_of(self, project: Project, *, drafts: bool) -> bool:
        """Whether it can continue with these settings."""
        return self.standing.key == _key(project, drafts)

    def follow(self, project: Project, articles: Articles, files: Sequence[str]) -> News:
        """Take exactly these files in content/, and the current decisions.

        Raises:
            BuilderError: as ``Articles.tell`` does.
        """
        before, names = self.standing, project.locked["names"]
        digests = {file: project.files[file] for file in files}
        told = articles.tell(digests, self.heard, as_before=before.told_by == articles.key)
        if (before.overrides, before.names) != (articles.overrides, names):
            self.plan.decide(articles.overrides, names)
        self.standing = replace(before, told_by=articles.key, overrides=articles.overrides, names=names)
        gone = dict.fromkeys(self.heard.keys() - digests.keys())
        heard: dict[str, Heard | None] = {**{file: each for file, (each, _) in told.items()}, **gone}
        self.heard = {file: each for file, each in {**self.heard, **heard}.items() if each}
        stories = self.archive.change({**{file: each for file, (_, each) in told.items()}, **gone})
        return News(self.plan.change(stories), heard, bool(stories))


@dataclass(frozen=True, slots=True)
class Opened:
    """The current state of a project: its stories and their plan."""

    project: Project
    cache: Cache
    articles: Articles
    archive: Archive
    plan: Plan


@contextmanager
def opened(folder: Path, progress: Progress = no_progress, *, needs_content: bool = True) -> Iterator[Opened]:
    """Open the project in ``folder`` for queries, and keep builds out meanwhile.

    Raises:
        BuilderError: if the project is wrong, or a build of it is running.
    """
    with only_build(folder / CACHE.parent), closing(Cache(folder / CACHE)) as cache:
        project = load_project(folder, sources.Looks(cache.files()), needs_content=needs_content)
        articles = Articles(project, cache, progress)
        following = Following(project, articles, cache)
        following.follow(project, articles, sorted_out(tuple(project.files), project.config.content).articles)
        yield Opened(project, cache, articles, following.archive, following.plan)


def _key(project: Project, drafts: bool) -> Digest:
    """Digest of code and settings."""
    config, code = project.config, code_key("builder.chain", libraries=LIBRARIES)
    return digest(code, sources.all_data(), config.content, bool(config.base_url), drafts)
