"""The terms of an article: its section, tags, authors and year."""

from typing import NamedTuple

from builder.core.regex import regex
from builder.core.slug import slug
from builder.core.values import FrontMatter

_YEAR = regex(r"\d{4}(?![^-])")
_LETTER = regex(r"[^\W\d_]")


class Term(NamedTuple):
    """A term, in the words of one article."""

    ref: str
    """ "tag:climate"."""
    words: str
    """ "Climate"."""


def terms_of(file: str, front: FrontMatter) -> tuple[Term, ...]:
    """The terms of the article in this file of content/, each once: section, tags, authors, year.

    Without a section in its front matter, that is the first folder of its path, unless it is named by a number, as a
    year is.
    """
    year = _YEAR.match(front.date)
    found = (
        term("section", front.section or _section(file)),
        *(term("tag", tag) for tag in front.tags),
        *(term("author", author) for author in front.authors),
        term("year", year[0]) if year else None,
    )
    return tuple({each.ref: each for each in reversed(found) if each}.values())[::-1]


def term(taxonomy: str, words: str) -> Term | None:
    """The term with these words; ``None`` if nothing of them can be an address."""
    id_ = slug(words)
    return Term(f"{taxonomy}:{id_}", words) if id_ else None


def _section(file: str) -> str:
    """The section that a folder stands for: "World news" for "world-news/talks.txt"."""
    folder, slash, _ = file.partition("/")
    words = folder.replace("-", " ").replace("_", " ").strip()
    return words[:1].upper() + words[1:] if slash and _LETTER.search(words) else ""
