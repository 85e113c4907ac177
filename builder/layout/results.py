"""What ingest returns for one file, as the memo and the index hold it."""

from dataclasses import dataclass
from typing import NamedTuple

from builder.core.codec import Digest
from builder.core.errors import Doubt, Problem
from builder.core.values import Bearer
from builder.layout.article_layout import Story


@dataclass(frozen=True, slots=True)
class ArticleResult:
    """The result for one article's file."""

    story: Story | None
    draft: bool
    """Not to be shown by default: a draft or a private article."""
    problems: tuple[Problem, ...]
    doubts: tuple[Doubt, ...]
    aliases: tuple[str, ...] = ()
    """Old addresses of its page."""

    @property
    def whole(self) -> bool:
        """Whether the file itself gave the article, rather than its last good version."""
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


class FileRecord(NamedTuple):
    """What is recorded about a file, for the next build."""

    content: Digest
    """Digest of the file's bytes."""
    key: Digest
    """The key under which the result is stored in the memo."""
    good: Digest
    """Digest of the file's bytes when it last gave an article; empty if it never did."""

    def is_of(self, content: Digest | None) -> bool:
        """Whether this is the record of a file with this content, and of nothing that it contained before."""
        return self.good == self.content == content
