"""The finders of names: one for each kind of entity.

A finder adds links to those made before it; a place that has one is taken. To find another kind of entity, write its
finder and add it to ``FINDERS``.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

from builder.annotate import countries
from builder.annotate.evidence import KnownWords, Labels
from builder.annotate.inverted import inverted
from builder.annotate.names import NameWords, Token, key
from builder.annotate.people import full_names, listed, weigh_lone
from builder.annotate.place import place_full, place_lone, place_shorts
from builder.annotate.search import FinderResult, Search, decided_entity, place_decided
from builder.annotate.traits import traits
from builder.core.errors import Doubt
from builder.core.kinds import EntityKind
from builder.core.values import LocalEntity, Via
from builder.settings.decisions import Override, ids_by_name


def find_people(search: Search) -> FinderResult:
    """Full names, then their short forms, then decisions for all articles, then names of one word."""
    passages, found, links = search.passages, search.parts, search.links
    front, people = search.article.front, search.decisions(EntityKind.PERSON)
    everywhere = [override for override in people if not override.articles]
    strings = KnownWords(
        Labels(passages, search.proposals),
        search.gazetteer.texts,
        search.gazetteer.words.regions,
        search.names,
        _small(search.tokens),
    )
    credited = {key(name.split()) for name in (*front.authors, *front.contributors)}
    known = _known(search.by_hand, people)
    for place, name in inverted(passages, search.names):
        links.add(place, known.get(key(name.split())) or LocalEntity(EntityKind.PERSON, name), Via.SHORT, "inverted")
    weighed = weigh_lone(found, strings)
    full = full_names(found, strings, weighed)
    listed(found, full, weighed, strings.labels)
    full = {name: written for name, written in full.items() if name not in credited}
    full |= {name: tuple(local.name.split()) for name, local in known.items()}
    persons, several = place_full(found, full, known, strings, links, passages)
    unclear = several | place_shorts(found, persons, weighed, strings, links, passages)
    place_decided(everywhere, search.places, links)
    lone = {name for name, each in weighed.items() if each.is_clear}
    lone -= {short for person in persons for short in person.shorts}
    place_lone(found, lone - unclear.keys() - {name[-1:] for name in credited}, persons, strings.labels, links)
    aliases = {key(alias.split()) for override in everywhere for alias in override.aliases}
    doubts = tuple(
        Doubt("ambiguous-name", " ".join(words), f"{' '.join(words)!r} could be any of several people in this article")
        for short, words in unclear.items()
        if short not in aliases
    )
    return FinderResult(doubts, tuple(traits(passages, links.made, strings.labels, search.names)))


def find_countries(search: Search) -> FinderResult:
    """The words of the gazetteer and of decisions, where nothing else has been found."""
    links = search.links
    aliases = ids_by_name(search.decisions(EntityKind.COUNTRY))
    found = countries.find_countries(search.passages, search.gazetteer, links.taken, aliases, links.made)
    for link in found.value:
        links.put(link)
    return FinderResult(found.doubts)


FINDERS: tuple[Callable[[Search], FinderResult], ...] = (find_people, find_countries)
"""In the order in which they take their words."""


def _known(by_hand: Mapping[str, LocalEntity], overrides: Iterable[Override]) -> dict[NameWords, LocalEntity]:
    """The local entities of people's full names from decisions, by key."""
    known = {key(b.name.split()): b for b in by_hand.values() if b.kind is EntityKind.PERSON and " " in b.name}
    for override in overrides:
        local = decided_entity(override)
        for name in override.names:
            if " " in name:
                known.setdefault(key(name.split()), local)
    # Signs alone are nobody's full name.
    known.pop((), None)
    return known


def _small(passages: Iterable[Sequence[Token]]) -> frozenset[str]:
    """The words that occur somewhere in lower case."""
    words = {token.text for passage in passages for token in passage}
    return frozenset(word for word in words if word[0].islower())
