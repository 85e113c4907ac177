"""Texts in, links out: for tests of deciding without the language model."""

from collections.abc import Iterable, Mapping
from functools import cache

from builder.annotate.decide import annotate
from builder.annotate.gazetteer import Gazetteer, load
from builder.annotate.lexicon import Lexicon, lexicon
from builder.core.errors import Result
from builder.core.kinds import EntityKind
from builder.core.values import Annotated, Article, Block, BlockKind, Entity, FrontMatter, LocalEntity, Proposal
from builder.index.identity import resolve
from builder.index.person_pages import pages
from builder.index.profiles import NO_COMPANIONS, LocalPerson
from builder.layout.article_layout import NO_TRAITS
from builder.settings.decisions import Override, Slice
from builder.store import sources


@cache
def gazetteer() -> Gazetteer:
    return load(sources.data("countries.toml"))


@cache
def names() -> Lexicon:
    return lexicon(*(sources.data(name) for name in ("first-names.txt", "family-names.txt", "words.txt")))


def an_article(*paragraphs: str, front: FrontMatter | None = None) -> Article:
    """An article with these paragraphs; the title names nobody."""
    blocks = tuple(Block(BlockKind.PARAGRAPH, text) for text in paragraphs)
    return Article("a.txt", front or FrontMatter(title="The news of the day"), blocks)


def labelled(article: Article, *spans: tuple[str, str]) -> tuple[Proposal, ...]:
    """Proposals as from the model: every place of these words, with their label."""
    return tuple(
        Proposal(place, at, at + len(words), label)
        for place, passage in enumerate(article.passages)
        for words, label in spans
        for at in range(len(passage.text))
        if passage.text.startswith(words, at)
    )


def decided(article: Article, *spans: tuple[str, str], by: Slice | None = None) -> Result[Annotated]:
    return annotate(article, labelled(article, *spans), by or Slice(), gazetteer(), names())


def meant(result: Result[Annotated], article: Article, kind: EntityKind = EntityKind.PERSON) -> list[tuple[str, str]]:
    """The words and their local entities, in reading order: by id if there is one, otherwise by name."""
    return [
        (article.passages[m.block].text[m.start : m.end], link.local.id or link.local.name)
        for link in result.value.links
        if (m := link.mention).kind is kind
    ]


def entities_of(
    seen: Mapping[LocalEntity, Iterable[str]], overrides: Mapping[str, Override], stays: Mapping[str, str]
) -> dict[LocalEntity, Entity | None]:
    """The person whom each of these names means; ``seen`` gives the addresses of the articles that use it."""
    places = {local: place for place, local in enumerate(sorted(seen, key=str))}
    members = [
        # No two people have one number in an article.
        LocalPerson(places[local], number * len(seen) + places[local], local, address, None, NO_TRAITS)
        for local, addresses in seen.items()
        for number, address in enumerate(sorted(addresses))
    ]
    people = resolve(members, names(), NO_COMPANIONS, stays, ()).people
    found = zip(people, pages(people, overrides, names(), stays, {}, {}), strict=True)
    return {member.local: entity for person, entity in found for member in person.members}
