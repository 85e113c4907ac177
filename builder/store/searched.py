"""An article as the index for full-text search receives it."""

from typing import NamedTuple


class SearchedPart(NamedTuple):
    """Words of a quotation, in one paragraph of the article's page."""

    paragraph: int
    """Counted from 1."""
    before: int
    """Characters before the words in the paragraph, white space not counted."""
    words: str


class SearchedQuotation(NamedTuple):
    """A quotation, in one or more parts, and the name of who said it."""

    speaker: str
    parts: tuple[SearchedPart, ...]
    whole: str
    """All its words, as one text that stands alone."""


class Searched(NamedTuple):
    """An article."""

    folder: str
    """The folder of its page in the site."""
    title: str
    text: str
    said: tuple[SearchedQuotation, ...] = ()
