"""The ways in which articles are sorted: one row for each.

A *term* is one section, tag, author or year. Its reference is "tag:climate", and its page lists its articles.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """What distinguishes one way of sorting articles from the others."""

    name: str
    """The first part of references: "tag"."""
    folder: str
    """The folder of the list of all its terms."""
    terms: str
    """The folder that contains those of its terms; empty for the top of the site."""
    label: str
    """The translation key for the title of the list."""
    has_letters: bool = False
    """Whether that list is divided by letters."""
    is_by_date: bool = False
    """Whether terms are dates: the newest comes first, and a term has no feed."""

    def folder_of(self, ref: str) -> str:
        """The folder of a term's page: "tags/climate/"."""
        return f"{self.terms}{ref.partition(':')[2]}/"


TAXONOMIES: Mapping[str, Taxonomy] = {
    row.name: row
    for row in (
        Taxonomy("section", "sections/", "sections/", "taxonomies.sections"),
        Taxonomy("tag", "tags/", "tags/", "taxonomies.tags", has_letters=True),
        Taxonomy("author", "authors/", "authors/", "taxonomies.authors", has_letters=True),
        Taxonomy("year", "articles/", "", "taxonomies.years", is_by_date=True),
    )
}
"""By name, in the order of lists."""


def taxonomy_of(ref: str) -> Taxonomy:
    """The taxonomy of a term."""
    return TAXONOMIES[ref.partition(":")[0]]
