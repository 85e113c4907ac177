"""Whether a text is English, the only language in which names and countries are found."""

from collections.abc import Iterable
from itertools import chain, islice

from builder.core.errors import Problem
from builder.core.regex import regex
from builder.core.text import plain_runs
from builder.core.values import Article, BlockKind

FUNCTION = frozenset(
    "the of and to that with for was were is are by on it he she they this from his her at as be have has had not but "
    "said which who an or we you their been will would could about after when".split()
)
"""Words of every English text; other languages share a few by accident ("was", "at", "for")."""
LEAST = 0.14
"""Share of such words. Measured: 0.20 to 0.40 in 101 English texts; 0 to 0.09 in those of tests/test_language.py."""
FEWEST = 40
"""Words. Shorter texts are too short to judge."""
MOST = 2_000
"""Maximum number of words examined."""
SHORTEST = 60
"""Minimum characters of a paragraph that is examined."""

_WORD = regex(r"[^\W\d_]+")
_plain_words = plain_runs(r"[^\W\d_]")


def foreign(article: Article) -> Problem | None:
    """The warning for an article in a language other than English: names are not searched for in it."""
    marked = article.front.language
    if marked:
        message = "" if marked.split("-")[0].lower() == "en" else f"the article is marked as {marked!r}"
        hint = "people and countries are found only in English text; link them by hand: [Name](person:id)"
    else:
        # Lists of names and results have hardly any function words, in any language.
        prose = (b.text for b in article.blocks if b.kind is BlockKind.PARAGRAPH and len(b.text) > SHORTEST)
        english = is_english(prose)
        message = "" if english else "the article does not read as English"
        hint = "if it is English, add language: en to its front matter; otherwise link by hand: [Name](person:id)"
    return (
        Problem(f"{message}, so people and countries are not searched for in it", article.path, hint=hint, warning=True)
        if message
        else None
    )


def is_english(texts: Iterable[str]) -> bool:
    """Whether the texts read as English; true if there are too few words."""
    words = list(islice(chain.from_iterable(map(_words, texts)), MOST))
    return len(words) < FEWEST or sum(map(FUNCTION.__contains__, words)) >= LEAST * len(words)


def _words(text: str) -> list[str]:
    plain = _plain_words(text)
    return _WORD.findall(text.casefold()) if plain is None else plain.split()
