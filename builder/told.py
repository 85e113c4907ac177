"""The result of the chain for a file, as it is cached."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from builder.codec import Digest
from builder.errors import Doubt, Problem
from builder.model import Bearer
from builder.render.stories import Story


@dataclass(frozen=True, slots=True)
class Told:
    """The result of the chain for one file, as it is cached."""

    story: Story | None
    draft: bool
    """Not to be shown by default: a draft or a private article."""
    problems: tuple[Problem, ...]
    doubts: tuple[Doubt, ...]
    aliases: tuple[str, ...] = ()
    """Old addresses of its page."""

    @property
    def whole(self) -> bool:
        """Whether the file itself gave the story, rather than its last good version."""
        return self.story is not None and all(problem.warning for problem in self.problems)


@dataclass(frozen=True, slots=True)
class PageText:
    """Digest of an editor's page or note, and the entities it links."""

    title: str
    summary: str
    layout: Digest
    bearers: tuple[Bearer, ...]
    images: tuple[str, ...]
    """Addresses of its images, as written."""
    draft: bool
    """Whether it has no place in the site yet."""


class Heard(NamedTuple):
    """The record of a file, which a build stores for the next one."""

    content: Digest
    """Digest of the file's bytes."""
    key: Digest
    """The key under which the result is cached."""
    good: Digest
    """Digest of the file's bytes when it last gave a story; empty if it never did."""

    def is_of(self, content: Digest | None) -> bool:
        """Whether this is the record of a file with this content, and of nothing that it contained before."""
        return self.good == self.content == content


def last_good(heard: Mapping[str, Heard]) -> dict[str, Heard]:
    """Only when each file last gave a story: the rest may no longer be valid."""
    return {file: Heard(b"", b"", each.good) for file, each in heard.items()}
