"""Whom and what an article means: links by hand over front matter, over decisions, over evidence in the article.

The precedence is that of the policies: link by hand · front matter · a decision for this article · a person named in
full in this article · a decision for all articles · not identified. What comes first takes its words; nothing later
overlaps them.
"""

from collections.abc import Iterable, Mapping, Sequence

from builder.annotate.captions import without_credit
from builder.annotate.finders import FINDERS
from builder.annotate.gazetteer import Gazetteer
from builder.annotate.lexicon import Lexicon
from builder.annotate.links import Links
from builder.annotate.names import key, parts, runs, tokens
from builder.annotate.phrase_places import PhrasePlaces
from builder.annotate.quotations import quotations
from builder.annotate.quote_marks import all_quoted, quoted_words
from builder.annotate.search import Search, decided_entity, place_decided
from builder.core.errors import Problem, Result
from builder.core.kinds import KINDS, NOBODY, EntityKind
from builder.core.text import MAX_RUN, long_runs
from builder.core.values import Annotated, Article, LocalEntity, MarkKind, Proposal, Via
from builder.settings.decisions import LinkOverride, Override, Slice
from builder.settings.toml import quoted

_ByRef = Mapping[str, Sequence[Override]]
"""Decisions by reference ("person:ID"); those limited to the article come first."""

_Tables = Mapping[EntityKind, Gazetteer]
"""The table of each kind whose ids are codes."""


def annotate(
    article: Article, proposals: Sequence[Proposal], decided: Slice, gazetteer: Gazetteer, names: Lexicon
) -> Result[Annotated]:
    """All entities that the article means."""
    passages = tuple(map(without_credit, article.passages))
    links = Links()
    tables = {EntityKind.COUNTRY: gazetteer}
    # Decisions about codes only add words to the table of their kind.
    named = [override for override in decided.overrides if not KINDS[override.kind].by_code]
    by_ref = _by_ref(named)
    by_hand, problems = _by_hand(article, by_ref, tables, links)
    words = [tokens(passage.text, names) for passage in passages]
    found = parts(runs(passages, words, names), gazetteer.texts, names)
    decided_words = [decision.text for decision in article.front.entities]
    decided_words += [name for override in named for name in override.names]
    decided_words += [link.text for link in decided.links]
    places = PhrasePlaces(article.passages, [*decided.never, *decided_words], found, names)
    _at_places(decided.links, by_ref, tables, places, links, by_hand)
    for text in decided.never:
        for place in places.spans(text):
            links.take(place)
    problems += _front_matter(article, by_ref, tables, places, links, by_hand)
    place_decided([override for override in named if override.articles], places, links)
    search = Search(
        article,
        passages,
        tokens=words,
        parts=found,
        proposals=proposals,
        overrides=decided.overrides,
        by_hand=by_hand,
        places=places,
        gazetteer=gazetteer,
        names=names,
        links=links,
    )
    results = [find(search) for find in FINDERS]
    made = sorted(links.made, key=lambda link: (link.mention.block, link.mention.start))
    traits = tuple(each for result in results for each in result.traits)
    quoted = quoted_words(article.passages)
    said = quotations(article, quoted, made, traits, names, decided.said)
    doubts = tuple(doubt for result in results for doubt in result.doubts)
    annotated = Annotated(tuple(made), traits, said.value, all_quoted(article.passages, quoted))
    return Result(annotated, (*problems, *said.problems, *_unsearched(article)), doubts)


def _unsearched(article: Article) -> list[Problem]:
    """A warning if some of the text is hidden from the language model."""
    found = [run for passage in article.passages for run in long_runs(passage.text)]
    if not found:
        return []
    longest = max(found, key=len)
    message = f"{len(longest)} characters without a space are not searched for names: {quoted(longest[:40] + '…')}"
    hint = f"if it contains names, add a space or a line break at least every {MAX_RUN} characters"
    return [Problem(message, article.path, hint=hint, warning=True)]


def _by_hand(
    article: Article, decisions: _ByRef, tables: _Tables, links: Links
) -> tuple[dict[str, LocalEntity], list[Problem]]:
    """Make the links by hand in the text; the local entities by reference, each with the fullest of its names."""
    marks = [
        (place, mark, passage.text[mark.start : mark.end])
        for place, passage in enumerate(article.passages)
        for mark in passage.marks
        if mark.kind is MarkKind.ENTITY
    ]
    local_entities: dict[str, LocalEntity] = {}
    problems = []
    for _, mark, words in sorted(marks, key=lambda each: -len(each[2].split())):
        if mark.target not in local_entities and mark.target != NOBODY:
            local = _local_entity(mark.target, words, decisions, tables)
            if local is None:
                problems.append(no_country(mark.target, article))
            else:
                local_entities[mark.target] = local
    for place, mark, words in marks:
        span = place, mark.start, mark.end
        if mark.target in local_entities:
            links.add(
                span,
                local_entities[mark.target],
                _via(local_entities[mark.target], words, decisions, tables),
                "by-hand",
            )
        else:
            links.take(span)
    return local_entities, problems


def _front_matter(
    article: Article,
    decisions: _ByRef,
    tables: _Tables,
    places: PhrasePlaces,
    links: Links,
    by_hand: dict[str, LocalEntity],
) -> list[Problem]:
    """Make the links from front matter, and add their local entities to those from the text."""
    problems = []
    for decision in article.front.entities:
        local = by_hand.get(decision.target)
        if local is None and decision.target != NOBODY:
            local = _local_entity(decision.target, decision.text, decisions, tables)
        if local is None and decision.target != NOBODY:
            problems.append(no_country(decision.target, article))
        if local:
            by_hand[decision.target] = local
        for place in places.alone(decision.text):
            if local:
                links.add(place, local, _via(local, decision.text, decisions, tables), "front-matter")
            else:
                links.take(place)
    return problems


def _at_places(
    decisions: Sequence[LinkOverride],
    by_ref: _ByRef,
    tables: _Tables,
    places: PhrasePlaces,
    links: Links,
    by_hand: Mapping[str, LocalEntity],
) -> None:
    """Make the links that are decided for one place each; a place that a link by hand has is left alone."""
    for decision in decisions:
        for place in places.spans(decision.text)[decision.nth - 1 : decision.nth]:
            words = decision.text
            local = by_hand.get(decision.target) or _local_entity(decision.target, words, by_ref, tables)
            if local:
                links.add(place, local, _via(local, words, by_ref, tables), "override")
            elif links.is_free(*place):
                links.take(place)


def _local_entity(target: str, words: str, decisions: _ByRef, tables: _Tables) -> LocalEntity | None:
    """The local entity for "person:ID" or "country:CODE"; ``None`` if there is no such code, or for nobody."""
    kind, _, id_ = target.partition(":")
    if not kind:
        return None
    row = KINDS[EntityKind(kind)]
    if row.by_code:
        country = tables[row.name].countries.get(id_)
        return LocalEntity(row.name, country.name, id_) if country else None
    overrides = decisions.get(target)
    return decided_entity(overrides[0]) if overrides else LocalEntity(row.name, words, id_)


def no_country(target: str, article: Article) -> Problem:
    """The warning for a link by hand to an unknown code."""
    kind, _, code = target.partition(":")
    row = KINDS[EntityKind(kind)]
    hint = f"{row.form}: {row.name}:{row.example}"
    return Problem(f"unknown {row.name} {code!r}; the link is left out", article.path, hint=hint, warning=True)


def _via(local: LocalEntity, words: str, decisions: _ByRef, tables: _Tables) -> Via:
    """The kind of words that a link by hand uses, as if it had been found."""
    row = KINDS[local.kind]
    if row.by_code:
        return tables[row.name].via(words)
    if any(words in override.aliases for override in decisions.get(f"{local.kind}:{local.id}", ())):
        return Via.ALIAS
    is_full = " " in words or not row.family_names
    return Via.NAME if is_full and key(words.split()) == key(local.name.split()) else Via.SHORT


def _by_ref(overrides: Iterable[Override]) -> _ByRef:
    found: dict[str, list[Override]] = {}
    for override in overrides:
        found.setdefault(f"{override.kind}:{override.id}", []).append(override)
    return found
