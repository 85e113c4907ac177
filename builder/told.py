"""What the chain makes of a file, as it is remembered."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from builder.codec import Digest
from builder.errors import Doubt, Problem
from builder.model import Bearer
from builder.render.stories import Story


@dataclass(frozen=True, slots=True)
class Told:
    """What the chain made of one file, as it is remembered."""

    story: Story | None
    draft: bool
    """Not to be shown, unless asked for: a draft or a private article."""
    problems: tuple[Problem, ...]
    doubts: tuple[Doubt, ...]
    aliases: tuple[str, ...] = ()
    """Old addresses of its page."""

    @property
    def whole(self) -> bool:
        """Whether the file itself gave the story, and not the last good value of it."""
        return self.story is not None and all(problem.warning for problem in self.problems)


@dataclass(frozen=True, slots=True)
class PageText:
    """What stands for an editor's page or note, and whom it links."""

    title: str
    summary: str
    layout: Digest
    bearers: tuple[Bearer, ...]
    images: tuple[str, ...]
    """Addresses of its images, as written."""


@dataclass(slots=True)
class Remembered:
    """What was told in this process, by file: the file's digest and what was told."""

    key: Digest = b""
    """What stands for all that every article is made with."""
    told: Mapping[str, tuple[Digest, Told]] = field(default_factory=dict)
