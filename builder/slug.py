"""Names as parts of addresses."""

from functools import lru_cache


@lru_cache(maxsize=65536)
def slug(words: str) -> str:
    """The words in small ASCII letters, digits and hyphens; empty if nothing of them is left."""
    from slugify import slugify  # Ten milliseconds, that a build without changes does without.

    return str(slugify(words, replacements=[["'", ""], ["’", ""]]))
