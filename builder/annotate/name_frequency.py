"""Which first names and family names many people have.

Two people called James Brown need not be one; two called Barack Obama are. A name counts as common if at least a dozen
people of a large country can be expected to share a full name made of a common first and a common family name; the
thresholds and sources are in ``bench/common_names.py``. Case and accents do not matter.

The lists cover names in the Latin alphabet of Europe and America best. Given names of China, Korea and Vietnam are not
among the common ones, since romanization merges different names.
"""

from functools import cache

from builder.core.slug import slug
from builder.store import sources

FIRST = "common-first-names.txt"
FAMILY = "common-family-names.txt"


def is_common_first(word: str) -> bool:
    """Whether many people have this first name, in its full or its short form: "James", "Joe"."""
    return slug(word) in _names(FIRST)


def is_common_family(word: str) -> bool:
    """Whether many people have this family name: "Brown", "García"."""
    return slug(word) in _names(FAMILY)


@cache
def _names(file: str) -> frozenset[str]:
    return frozenset(sources.data(file).partition("\n")[2].split())
