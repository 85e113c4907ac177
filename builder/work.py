"""The environment of one build, and its report."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from builder.annotate.propose import Proposer
from builder.core.errors import Doubt, Problem
from builder.core.kinds import EntityKind
from builder.index.tables import Index
from builder.settings.project import Project
from builder.store.memo import Cache
from builder.store.search_index import State, Wanted
from builder.store.workers import Progress
from builder.store.writer import Output


@dataclass(frozen=True, slots=True)
class Work:
    """A project, its memo and index, the folder of its site, and the options."""

    project: Project
    cache: Cache
    index: Index
    output: Output
    modified: Callable[[], set[str]]
    """The pages that were changed since the last build."""
    propose: Proposer
    drafts: bool
    """Whether to include unfinished articles."""
    thorough: bool
    """Whether to check every page, whatever changed."""
    search: Wanted
    progress: Progress
    cluster: str
    """Address of the Dask scheduler whose workers read articles; empty to read them on this machine."""


@dataclass(frozen=True, slots=True)
class Report:
    """The report of a build."""

    articles: int
    undated: int
    entities: Mapping[EntityKind, int]
    """How many of each kind have a page."""
    written: int
    unchanged: int
    deleted: int
    problems: tuple[Problem, ...]
    """Includes warnings; sorted by file and line."""
    doubts: tuple[Doubt, ...]
    base_url: str = ""
    """The site's own address. Without it, there are no feeds, no sitemap and no canonical addresses."""
    full_text: State = "none"
    """State of the full-text index."""
    seconds: float = 0.0


def no_progress(phase: str, done: int, total: int) -> None:
    """Report nothing."""
