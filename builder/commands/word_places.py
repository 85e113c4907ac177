"""Where words are in an article, counted as the decisions of entities.toml count them."""

from builder.annotate.captions import without_credit
from builder.annotate.names import parts, runs, tokens
from builder.annotate.own_data import gazetteer, lexicon
from builder.annotate.phrase_places import PhrasePlaces, Span
from builder.core.values import Article


def all_places(article: Article, words: str) -> tuple[Span, ...]:
    """The places of these words, in order."""
    return tuple(PhrasePlaces(article.passages, [words], ()).spans(words))


def places_alone(article: Article, words: str) -> set[Span]:
    """The places of these words that are not inside a longer name, as a build finds them."""
    names = lexicon()
    passages = tuple(map(without_credit, article.passages))
    found = parts(
        runs(passages, [tokens(passage.text, names) for passage in passages], names), gazetteer().texts, names
    )
    return set(PhrasePlaces(article.passages, [words], found, names).alone(words))


def numbers_alone(article: Article, words: str) -> tuple[int, ...]:
    """Which of their places are not inside a longer name, counted from 1."""
    alone = places_alone(article, words)
    return tuple(number for number, place in enumerate(all_places(article, words), 1) if place in alone)
