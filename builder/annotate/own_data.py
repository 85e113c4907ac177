"""Our own data, loaded when first needed: countries, lists of names."""

from functools import lru_cache

from builder.annotate.gazetteer import Gazetteer
from builder.annotate.gazetteer import load as load_gazetteer
from builder.annotate.lexicon import Lexicon
from builder.annotate.lexicon import lexicon as load_lexicon
from builder.store import sources

COUNTRIES = "countries.toml"
NAMES = "first-names.txt", "family-names.txt", "words.txt"

_gazetteer = lru_cache(maxsize=1)(load_gazetteer)
_lexicon = lru_cache(maxsize=1)(load_lexicon)


def gazetteer() -> Gazetteer:
    """All countries."""
    return _gazetteer(sources.data(COUNTRIES))


def lexicon() -> Lexicon:
    """Lists of names."""
    return _lexicon(*map(sources.data, NAMES))
