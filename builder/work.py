"""What one build works with, and what it says when it is done."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from builder.cache import Cache
from builder.errors import Doubt, Problem
from builder.output import Output
from builder.project import Project
from builder.search import State, Wanted

CACHE = Path(".dateline", "cache.db")

LIBRARIES = "chardet", "ftfy", "jinja2", "markdown-it-py", "markupsafe", "python-slugify", "pyyaml", "spacy"
"""All that the steps of the chain name in their own keys: asked here before the chain is imported."""

Progress = Callable[[str, int, int], None]
"""Is told what is being done, how much of it is done, and how much there is."""


@dataclass(frozen=True, slots=True)
class Work:
    """A project, what is remembered of it, the folder of its site, and what is wanted."""

    project: Project
    cache: Cache
    output: Output
    strayed: Callable[[], set[str]]
    """Says which pages are not as the last build left them."""
    drafts: bool
    """Whether unfinished articles have pages too."""
    search: Wanted
    progress: Progress


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
