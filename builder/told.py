"""What the chain makes of a file, as it is remembered."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

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
    draft: bool
    """Whether it is to have no place in the site yet."""


class Heard(NamedTuple):
    """What was told of a file, as a build remembers it for the next one."""

    content: Digest
    """Of the file's bytes."""
    key: Digest
    """What was told is remembered by."""
    good: Digest
    """Of the file's bytes when it last gave a story; empty if it never did."""

    def is_of(self, content: Digest | None) -> bool:
        """Whether this was told of a file with this content, and of nothing that it held before."""
        return self.good == self.content == content


def last_good(heard: Mapping[str, Heard]) -> dict[str, Heard]:
    """Nothing but when each file last gave a story: the rest is not known to hold any more."""
    return {file: Heard(b"", b"", each.good) for file, each in heard.items()}
