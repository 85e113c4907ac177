"""An article as the finders of names receive it, and what they return."""

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from builder.annotate.gazetteer import Gazetteer
from builder.annotate.lexicon import Lexicon
from builder.annotate.links import Links
from builder.annotate.names import NamePart, Token
from builder.annotate.phrase_places import PhrasePlaces
from builder.core.errors import Doubt
from builder.core.kinds import EntityKind
from builder.core.values import Article, Block, LocalEntity, Proposal, Traits, Via
from builder.settings.decisions import Override


class Search(Struct, frozen=True, gc=False):
    """One article, what was decided about it by hand, and what all finders share."""

    article: Article
    passages: Sequence[Block]
    tokens: Sequence[Sequence[Token]]
    """Those of each passage."""
    parts: Sequence[NamePart]
    """The capitalized names of the article, in order."""
    proposals: Sequence[Proposal]
    overrides: Sequence[Override]
    """Decisions of entities.toml, about all kinds."""
    by_hand: Mapping[str, LocalEntity]
    """Local entities of links by hand, by reference."""
    places: PhrasePlaces
    """The places of words from decisions."""
    gazetteer: Gazetteer
    names: Lexicon
    links: Links
    """The links made so far; finders add theirs."""

    def decisions(self, kind: EntityKind) -> list[Override]:
        """The decisions about this kind; those limited to the article come first."""
        return [override for override in self.overrides if override.kind is kind]


class FinderResult(Struct, frozen=True, gc=False):
    """What a finder returns beside the links that it made."""

    doubts: tuple[Doubt, ...] = ()
    traits: tuple[Traits, ...] = ()


def decided_entity(override: Override) -> LocalEntity:
    """The local entity that a decision is about, if its id is made from its name."""
    return LocalEntity(override.kind, override.name or override.id.replace("-", " ").title(), override.id)


def place_decided(overrides: Iterable[Override], places: PhrasePlaces, links: Links) -> None:
    """Link the names and aliases of these decisions, longest first."""
    phrases = [(name, override) for override in overrides for name in override.names]
    for name, override in sorted(phrases, key=lambda each: -len(each[0])):
        via = Via.NAME if name == override.name else Via.ALIAS
        rule = "override" if override.articles else "alias"
        for place in places.alone(name):
            links.add(place, decided_entity(override), via, rule)
