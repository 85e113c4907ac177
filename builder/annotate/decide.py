"""Whom and what an article means: links by hand over front matter, over decisions, over evidence in the article.

The precedence is that of the policies: link by hand · front matter · a decision for this article · a bearer named in
full in this article · a decision for all articles · not identified. What comes first takes its words; nothing later
overlaps them.
"""

from collections.abc import Iterable, Mapping, Sequence

from builder.annotate.countries import blocks_country, find_countries
from builder.annotate.evidence import Known, Labels
from builder.annotate.gazetteer import Gazetteer
from builder.annotate.inverted import inverted
from builder.annotate.lexicon import Lexicon
from builder.annotate.links import Links
from builder.annotate.names import Token, Words, key, parts, runs, tokens
from builder.annotate.people import full_names, weigh_lone
from builder.annotate.place import place_full, place_lone, place_shorts
from builder.annotate.roles import roles
from builder.annotate.standing import Standing
from builder.errors import Doubt, Problem, Result
from builder.kinds import EntityKind
from builder.model import Annotated, Article, Bearer, Block, MarkKind, Proposal, Via
from builder.overrides import Override, Slice, country_aliases
from builder.text import MAX_RUN, long_runs
from builder.toml import quoted

PERSON, COUNTRY = EntityKind.PERSON, EntityKind.COUNTRY

PLACES = frozenset({"GPE", "NORP", "LOC", "PERSON", "LANGUAGE"})
"""Labels of the model whose spans do not include a country."""

_ById = Mapping[str, Sequence[Override]]
"""Decisions about people; those limited to the article come first."""


def annotate(
    article: Article, proposals: Sequence[Proposal], decided: Slice, gazetteer: Gazetteer, names: Lexicon
) -> Result[Annotated]:
    """All people and countries that the article means."""
    passages = article.passages
    links = Links()
    people = [override for override in decided.overrides if override.kind is PERSON]
    by_id = _by_id(people)
    by_hand, problems = _by_hand(article, by_id, gazetteer, links)
    words = [tokens(passage.text) for passage in passages]
    found = parts(runs(passages, words), gazetteer.texts, names)
    said_of = [decision.text for decision in article.front.entities]
    said_of += [name for override in people for name in override.names]
    standing = Standing(passages, [*decided.never, *said_of], found)
    for text in decided.never:
        for place in standing.spans(text):
            links.take(place)
    problems += _front_matter(article, by_id, gazetteer, standing, links, by_hand)
    _place_decided([override for override in people if override.articles], standing, links)
    everywhere = [override for override in people if not override.articles]
    strings = Known(Labels(passages, proposals), gazetteer.texts, names, _small(words))
    credited = {key(name.split()) for name in (*article.front.authors, *article.front.contributors)}
    known = _known(by_hand, people)
    for place, name in inverted(passages, names):
        links.add(place, known.get(key(name.split())) or Bearer(PERSON, name), Via.SHORT, "inverted")
    weighed = weigh_lone(found, strings)
    full = full_names(found, strings, weighed)
    full = {name: written for name, written in full.items() if name not in credited}
    full |= {name: tuple(bearer.name.split()) for name, bearer in known.items()}
    persons = place_full(found, full, known, strings, links)
    unclear = place_shorts(found, persons, weighed, strings, links, passages)
    _place_decided(everywhere, standing, links)
    lone = {name for name, each in weighed.items() if each.is_clear}
    lone -= {short for person in persons for short in person.shorts}
    place_lone(found, lone - unclear.keys() - {name[-1:] for name in credited}, strings.labels, links)
    taken = links.taken + _swallowed(passages, proposals, gazetteer)
    countries = find_countries(passages, gazetteer, taken, country_aliases(decided.overrides), links.made)
    made = sorted([*links.made, *countries.value], key=lambda link: (link.mention.block, link.mention.start))
    aliases = {key(alias.split()) for override in everywhere for alias in override.aliases}
    doubts = tuple(
        Doubt("ambiguous-name", " ".join(words), f"{' '.join(words)!r} could be any of several people in this article")
        for short, words in unclear.items()
        if short not in aliases
    )
    said = tuple(roles(passages, found, links.made))
    problems += _unsearched(article)
    return Result(Annotated(tuple(made), said), tuple(problems), doubts + countries.doubts)


def _unsearched(article: Article) -> list[Problem]:
    """A warning if some of the text is hidden from the language model."""
    found = [run for passage in article.passages for run in long_runs(passage.text)]
    if not found:
        return []
    longest = max(found, key=len)
    message = f"names are not searched for in {len(longest)} characters without a space: {quoted(longest[:40] + '…')}"
    hint = f"if it contains names, add a space or a line break at least every {MAX_RUN} characters"
    return [Problem(message, article.path, hint=hint, warning=True)]


def _by_hand(
    article: Article, decided: _ById, gazetteer: Gazetteer, links: Links
) -> tuple[dict[str, Bearer], list[Problem]]:
    """Make the links by hand in the text; the bearers by reference, each with the fullest of its names."""
    marks = [
        (place, mark, passage.text[mark.start : mark.end])
        for place, passage in enumerate(article.passages)
        for mark in passage.marks
        if mark.kind is MarkKind.ENTITY
    ]
    bearers: dict[str, Bearer] = {}
    problems = []
    for _, mark, words in sorted(marks, key=lambda each: -len(each[2].split())):
        if mark.target not in bearers and not mark.target.startswith("none"):
            bearer = _bearer(mark.target, words, decided, gazetteer)
            if bearer is None:
                problems.append(no_country(mark.target, article))
            else:
                bearers[mark.target] = bearer
    for place, mark, words in marks:
        span = place, mark.start, mark.end
        if mark.target in bearers:
            links.add(span, bearers[mark.target], _via(bearers[mark.target], words, decided, gazetteer), "by-hand")
        else:
            links.take(span)
    return bearers, problems


def _front_matter(
    article: Article,
    decided: _ById,
    gazetteer: Gazetteer,
    standing: Standing,
    links: Links,
    by_hand: dict[str, Bearer],
) -> list[Problem]:
    """Make the links from front matter, and add their bearers to those from the text."""
    problems = []
    for decision in article.front.entities:
        bearer = by_hand.get(decision.target)
        if bearer is None and decision.target != "none:":
            bearer = _bearer(decision.target, decision.text, decided, gazetteer)
        if bearer is None and decision.target != "none:":
            problems.append(no_country(decision.target, article))
        if bearer:
            by_hand[decision.target] = bearer
        for place in standing.alone(decision.text):
            if bearer:
                links.add(place, bearer, _via(bearer, decision.text, decided, gazetteer), "front-matter")
            else:
                links.take(place)
    return problems


def _bearer(target: str, words: str, decided: _ById, gazetteer: Gazetteer) -> Bearer | None:
    """The bearer for "person:ID" or "country:CODE"; ``None`` if there is no such country."""
    kind, _, name = target.partition(":")
    if EntityKind(kind) is PERSON:
        overrides = decided.get(name)
        return _decided(overrides[0]) if overrides else Bearer(PERSON, words, name)
    country = gazetteer.countries.get(name)
    return Bearer(COUNTRY, country.name, name) if country else None


def no_country(target: str, article: Article) -> Problem:
    """The warning for a link by hand to an unknown country."""
    code = target.partition(":")[2]
    hint = "use an ISO 3166-1 code: country:KP, country:US"
    return Problem(f"unknown country {code!r}; the link is left out", article.path, hint=hint, warning=True)


def _via(bearer: Bearer, words: str, decided: _ById, gazetteer: Gazetteer) -> Via:
    """The kind of words that a link by hand uses, as if it had been found."""
    if bearer.kind is COUNTRY:
        return gazetteer.via(words)
    if any(words in override.aliases for override in decided.get(bearer.id, ())):
        return Via.ALIAS
    return Via.NAME if " " in words and key(words.split()) == key(bearer.name.split()) else Via.SHORT


def _swallowed(
    passages: Sequence[Block], proposals: Sequence[Proposal], gazetteer: Gazetteer
) -> list[tuple[int, int, int]]:
    """What the model takes for an organization, work or event with a country in its name."""
    things = [(p.block, p.start, p.end) for p in proposals if p.label not in PLACES]
    return [
        (block, start, end)
        for block, start, end in things
        if " " in passages[block].text[start:end] and blocks_country(passages[block].text, start, end, gazetteer)
    ]


def _known(by_hand: dict[str, Bearer], overrides: Iterable[Override]) -> dict[Words, Bearer]:
    """The bearers of full names from decisions, by key."""
    known = {key(b.name.split()): b for b in by_hand.values() if b.kind is PERSON and " " in b.name}
    for override in overrides:
        bearer = _decided(override)
        for name in override.names:
            if " " in name:
                known.setdefault(key(name.split()), bearer)
    # Signs alone are nobody's full name.
    known.pop((), None)
    return known


def _decided(override: Override) -> Bearer:
    return Bearer(PERSON, override.name or override.id.replace("-", " ").title(), override.id)


def _by_id(people: Iterable[Override]) -> _ById:
    found: dict[str, list[Override]] = {}
    for override in people:
        found.setdefault(override.id, []).append(override)
    return found


def _place_decided(overrides: Iterable[Override], standing: Standing, links: Links) -> None:
    """Link the names and aliases of these decisions, longest first."""
    phrases = [(name, override) for override in overrides for name in override.names]
    for name, override in sorted(phrases, key=lambda each: -len(each[0])):
        via = Via.NAME if name == override.name else Via.ALIAS
        rule = "override" if override.articles else "alias"
        for place in standing.alone(name):
            links.add(place, _decided(override), via, rule)


def _small(passages: Iterable[Sequence[Token]]) -> frozenset[str]:
    """The words that occur somewhere in lower case."""
    words = {token.text for passage in passages for token in passage}
    return frozenset(word for word in words if word[0].islower())
