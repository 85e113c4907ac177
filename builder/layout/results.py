"""What ingest returns for one file, as the memo and the index store it."""

from typing import NamedTuple

from msgspec import Struct

from builder.core.codec import Digest
from builder.core.errors import Doubt, Problem
from builder.core.values import LocalEntity
from builder.layout.article_layout import ArticleEntry


class ArticleResult(Struct, frozen=True, gc=False):
    """The result for one article's file."""

    entry: ArticleEntry | None
    draft: bool
    """Whether the article is a draft or private: left out unless drafts are included."""
    problems: tuple[Problem, ...]
    doubts: tuple[Doubt, ...]
    aliases: tuple[str, ...] = ()
    """Old addresses of its page."""

    @property
    def whole(self) -> bool:
        """Whether the article is that of the current file, not of its last good version."""
        return self.entry is not None and all(problem.warning for problem in self.problems)


class PageText(Struct, frozen=True, gc=False):
    """An editor's page or note, laid out, and the entities that it links."""

    title: str
    summary: str
    layout: Digest
    local_entities: tuple[LocalEntity, ...]
    images: tuple[str, ...]
    """Addresses of its images, as written."""
    draft: bool
    """Whether it is a draft or private."""
    aliases: tuple[str, ...] = ()
    """Old addresses of a page."""


class FileRecord(NamedTuple):
    """What is recorded about a file, for the next build."""

    content: Digest
    """Digest of the file's bytes."""
    key: Digest
    """The key under which the result is stored in the memo."""
    good: Digest
    """Digest of the bytes that last gave an article; empty if none did."""
