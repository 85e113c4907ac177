"""What one build works with."""

from collections.abc import Callable
from dataclasses import dataclass

from builder.cache import Cache
from builder.output import Output
from builder.project import Project
from builder.search import Wanted

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
