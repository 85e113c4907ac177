"""Decisions in entities.toml that nothing on the site uses."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from builder.core.regex import regex
from builder.core.slug import slug
from builder.settings.decisions import JOINED, Override, Overrides, bare_path, index, redirects, slice_for
from builder.settings.toml import KeyPath

_NUMBER = regex(r"-\d+$")
"""The suffix of an id that would otherwise belong to another person."""


@dataclass(frozen=True, slots=True)
class Unused:
    """A decision that nothing uses: the message, and its place in entities.toml."""

    message: str
    path: KeyPath
    hint: str


@dataclass(frozen=True, slots=True)
class Decided:
    """All decisions, and how the site uses them."""

    overrides: Overrides
    names: Mapping[str, Collection[str]]
    """All names in the articles of every entity that has a page, by reference ("person:kim-jong-un")."""
    articles: Collection[str]
    """Paths in content/ without suffix, and their last parts."""
    in_texts: Collection[KeyPath]
    """The paths of the names, aliases and excluded words that some article contains."""
    published: Collection[str]
    """Ids of the kind ``JOINED`` in dateline.lock."""
    begin: Sequence[int] = ()
    """For each ``[[said]]``, how many quotations of its article begin with its words."""
    unmentioned: Collection[str] = ()
    """References of entities that have a page, but whom no article mentions: they only speak."""


def decided(
    overrides: Overrides,
    names: Mapping[str, Collection[str]],
    texts: Mapping[str, str],
    published: Collection[str],
    *,
    begin: Sequence[int] = (),
    unmentioned: Collection[str] = (),
) -> Decided:
    """The decisions, with those of their words that occur in ``texts``, by path in content/. Linear in the texts."""
    claims = list(_claims(overrides))
    # Each claim is an entry of its own, so that an article's slice says which claims its words match.
    entries = (Override(JOINED, str(n), name=words, articles=only) for n, (_, words, only) in enumerate(claims))
    found = index(Overrides(tuple(entries)))
    used = {entry.id for path, text in texts.items() for entry in slice_for(found, [text], path).overrides}
    bare = [PurePosixPath(path).with_suffix("") for path in texts]
    articles = {str(path) for path in bare} | {path.name for path in bare}
    in_texts = {claims[int(n)][0] for n in used}
    return Decided(overrides, names, articles, in_texts, published, begin, unmentioned)


def unknown_id(decided: Decided) -> Iterator[Unused]:
    """An entry about an entity without a page has no effect."""
    moved = redirects(decided.overrides)
    for each in decided.overrides.entities:
        path = str(each.kind), each.id
        used = (
            any(claim in decided.in_texts for claim, _, _ in _words(each)) if each.hidden else _is_known(decided, each)
        )
        if not used and not (each.kind is JOINED and each.id in moved):
            hint = "use the id from the address of the page, or remove the entry"
            yield Unused(f"no article names {each.id!r}", path, hint)


def unsaid_alias(decided: Decided) -> Iterator[Unused]:
    """An alias that no article contains has no effect."""
    for each in decided.overrides.entities:
        for path, words, _ in _words(each):
            if "aliases" in path and path not in decided.in_texts and _is_known(decided, each):
                hint = "write it as the articles do, or remove it"
                yield Unused(f"no article contains {words!r}", path, hint)


def unsaid_never(decided: Decided) -> Iterator[Unused]:
    """Words that no article contains need no exclusion."""
    for i, never in enumerate(decided.overrides.never):
        if ("never", i, "text") not in decided.in_texts:
            hint = "write the words as the articles do, or remove the entry"
            yield Unused(f"no article contains {never.text!r}", ("never", i, "text"), hint)


def unsaid_link(decided: Decided) -> Iterator[Unused]:
    """Words that the article does not contain cannot be a link in it."""
    for i, link in enumerate(decided.overrides.links):
        if ("link", i, "text") not in decided.in_texts and bare_path(link.article) in decided.articles:
            hint = "write the words as the article does, or remove the entry"
            yield Unused(f"{link.article!r} does not contain {link.text!r}", ("link", i, "text"), hint)


def unknown_article(decided: Decided) -> Iterator[Unused]:
    """A decision limited to a missing article has no effect."""
    entities, nevers = decided.overrides.entities, enumerate(decided.overrides.never)
    limited: list[tuple[KeyPath, Sequence[str]]] = [((o.kind, o.id, "articles"), o.articles) for o in entities]
    limited += [(("never", i, "articles"), never.articles) for i, never in nevers]
    limited += [(("said", i, "article"), said.articles) for i, said in enumerate(decided.overrides.said)]
    limited += [(("link", i, "article"), link.articles) for i, link in enumerate(decided.overrides.links)]
    for path, articles in limited:
        for article in articles:
            if bare_path(article) not in decided.articles:
                hint = "use its path in content/ without the suffix, or the last part of that path"
                yield Unused(f"there is no article {article!r}", path, hint)


def unused_same(decided: Decided) -> Iterator[Unused]:
    """The first id has a page; the others would have one, or had one."""
    for i, people in enumerate(decided.overrides.same):
        known = {slug(name) for name in decided.names.get(f"{JOINED}:{people[0]}", ())} | set(decided.published)
        known |= {each.id for each in decided.overrides.entities if each.kind is JOINED}
        for id in people:  # noqa: A001  # the domain's word
            used = f"{JOINED}:{id}" in decided.names if id == people[0] else {id, _NUMBER.sub("", id)} & known
            if not used:
                hint = "use the ids from the addresses of the pages, or remove them"
                yield Unused(f"no article names {id!r}", ("same", i, "people"), hint)


def unused_different(decided: Decided) -> Iterator[Unused]:
    """Only people who have pages can be confused."""
    moved = redirects(decided.overrides)
    for i, people in enumerate(decided.overrides.different):
        for id in people:  # noqa: A001  # the domain's word
            if f"{JOINED}:{id}" not in decided.names and id not in moved:
                hint = "use the ids from the addresses of the pages, or remove the entry"
                yield Unused(f"no article names {id!r}", ("different", i, "people"), hint)


def unused_said(decided: Decided) -> Iterator[Unused]:
    """A decision about a quotation applies to the one that begins with its words."""
    for i, (said, count) in enumerate(zip(decided.overrides.said, decided.begin, strict=True)):
        if count > 1:
            hint = "copy more of its first words, until no other quotation begins with them"
            yield Unused(f"{count} quotations in {said.article!r} begin with {said.text!r}", ("said", i, "text"), hint)
        elif count == 0 and bare_path(said.article) in decided.articles:
            hint = "copy the first words between the quotation marks as the article has them, or remove the entry"
            yield Unused(f"no quotation in {said.article!r} begins with {said.text!r}", ("said", i, "text"), hint)


def unknown_speaker(decided: Decided) -> Iterator[Unused]:
    """An id that is misspelled gives its quotation to a person who does not exist."""
    moved = redirects(decided.overrides)
    known = {each.id for each in decided.overrides.entities if each.kind is JOINED}
    for i, said in enumerate(decided.overrides.said):
        person = moved.get(said.person, said.person)
        if f"{JOINED}:{person}" in decided.unmentioned and not known & {person, said.person}:
            hint = f"use the id from the address of the page, or add [{JOINED}.{person}] with a name"
            yield Unused(f"no article names {said.person!r}", ("said", i, "person"), hint)


RULES: tuple[Callable[[Decided], Iterator[Unused]], ...] = (
    unknown_id,
    unsaid_alias,
    unsaid_never,
    unsaid_link,
    unknown_article,
    unused_same,
    unused_different,
    unused_said,
    unknown_speaker,
)


def _is_known(decided: Decided, override: Override) -> bool:
    return f"{override.kind}:{override.id}" in decided.names


def _words(override: Override) -> Iterator[tuple[KeyPath, str, tuple[str, ...]]]:
    """The path of each name and alias in the file, its words, and the articles it is limited to."""
    place = str(override.kind), override.id
    if override.name:
        yield (*place, "name"), override.name, override.articles
    for i, alias in enumerate(override.aliases):
        yield (*place, "aliases", i), alias, override.articles


def _claims(overrides: Overrides) -> Iterator[tuple[KeyPath, str, tuple[str, ...]]]:
    for override in overrides.entities:
        yield from _words(override)
    for i, never in enumerate(overrides.never):
        yield ("never", i, "text"), never.text, never.articles
    for i, link in enumerate(overrides.links):
        yield ("link", i, "text"), link.text, link.articles
