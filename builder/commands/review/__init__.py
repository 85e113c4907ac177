"""Open questions: each doubt with a sentence, its candidates, and the lines that settle it.

Each question is asked once for the whole site, starting with the doubt that affects the most articles. Each kind of
question is a small function of what is known about the site; none costs more than one pass over its people.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from builder.annotate.gazetteer import Gazetteer
from builder.annotate.lexicon import Lexicon, is_family_first
from builder.annotate.names import key, shorts
from builder.annotate.occupations import are_apart, walks
from builder.commands.review.alike import pairs
from builder.commands.review.settle import Step, settled
from builder.core.errors import Doubt
from builder.core.kinds import EntityKind
from builder.index import queries
from builder.index.tables import Index
from builder.layout.excerpts import EntityExcerpts
from builder.layout.site_values import ListedEntity
from builder.settings.decisions import Overrides
from builder.site import opened
from builder.store.memo import Cache
from builder.store.workers import Progress
from builder.work import no_progress

MOST_CANDIDATES = 5
"""Candidates shown for one question."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible meaning."""

    ref: str
    """The entity's reference: "person:ID", "country:CODE"."""
    name: str
    articles: int


@dataclass(frozen=True, slots=True)
class Question:
    """A doubt, and its possible answer."""

    kind: str
    subject: str
    message: str
    articles: int
    file: str
    """One of the articles, by its path in the project."""
    sentence: str
    candidates: tuple[Candidate, ...]
    step: Step
    """The decision that ``--accept`` writes."""
    lines: str
    """The lines that it adds to entities.toml."""


@dataclass(frozen=True, slots=True)
class ReviewedSite:
    """What is known about the site's people and countries."""

    index: Index
    doubts: Sequence[tuple[str, Doubt]]
    """Doubts about articles, with their files."""
    overrides: Overrides
    names: Lexicon
    gazetteer: Gazetteer
    people: Sequence[ListedEntity]


OpenQuestion = tuple[str, str, str, tuple[str, ...], tuple[Candidate, ...], Step]
"""Kind, subject, message, files, candidates, step."""


def review(folder: Path, progress: Progress = no_progress) -> tuple[Question, ...]:
    """The open questions of the project in ``folder``, those that affect the most articles first.

    Raises:
        BuilderError: if the project is wrong.
    """
    with opened(folder, progress) as opened_site:
        index, articles = opened_site.index, opened_site.articles
        shown, text = opened_site.project.config.content, opened_site.project.decisions_text()
        people = tuple(map(queries.line, queries.lines(index, EntityKind.PERSON)))
        doubts = [
            (file, doubt) for file, remarks, address in queries.remarks(index) if address for doubt in remarks.doubts
        ]
        site = ReviewedSite(index, doubts, articles.overrides, articles.lexicon, articles.gazetteer, people)
        found = [each for rule in RULES for each in rule(site)]
        found.sort(key=lambda each: (-len(each[3]), each[0], each[1]))
        questions = []
        for kind, subject, message, files, candidates, step in found:
            sentence = _sentence(subject, files, site, opened_site.cache)
            lines = settled(text, step)[1]
            where = f"{shown}/{files[0]}"
            few = candidates[:MOST_CANDIDATES]
            questions.append(Question(kind, subject, message, len(files), where, sentence, few, step, lines))
        return tuple(questions)


def written(questions: Iterable[Question]) -> str:
    """The questions as JSON."""
    rows = [
        {
            "number": number,
            "kind": q.kind,
            "subject": q.subject,
            "message": q.message,
            "stories": q.articles,
            "file": q.file,
            "sentence": q.sentence,
            "candidates": [{"id": c.ref, "name": c.name, "stories": c.articles} for c in q.candidates],
            "lines": q.lines,
        }
        for number, q in enumerate(questions, 1)
    ]
    return json.dumps({"questions": rows}, ensure_ascii=False, indent=1)


def not_identified(site: ReviewedSite) -> Iterator[OpenQuestion]:
    """A short name that no article gives in full: it may belong to one of those who have it as a part."""
    by_short = _by_short(site, usual=True)
    for line in site.people:
        entity = line.place.entity
        if entity.identified:
            continue
        candidates = _most_frequent(by_short.get(key((entity.name,)), ()))
        step = Step("alias", candidates[0].ref, entity.name) if candidates else Step("name", entity.ref, entity.name)
        message = f"{entity.name!r} is never named in full"
        yield "not-identified", entity.name, message, _files(entity.ref, site), candidates, step


def ambiguous_name(site: ReviewedSite) -> Iterator[OpenQuestion]:
    """A short name shared by several people in one article."""
    by_short = _by_short(site, usual=False)
    for subject, files in _by_subject(site, "ambiguous-name").items():
        here = {ref for file in files for ref in _refs(file, site)}
        lines = [line for line in by_short.get(key(subject.split()), ()) if line.place.entity.ref in here]
        candidates = _most_frequent(lines)
        if candidates:
            message = f"{subject!r} could be any of several people in one article"
            yield "ambiguous-name", subject, message, files, candidates, Step("alias", candidates[0].ref, subject)


def ambiguous_country(site: ReviewedSite) -> Iterator[OpenQuestion]:
    """A word that can mean a country or something else."""
    for subject, files in _by_subject(site, "ambiguous-country").items():
        phrases = site.gazetteer.phrases.get(subject.split()[0], ())
        codes = next((phrase.codes for phrase in phrases if phrase.text == subject), ())
        candidates = tuple(_country(code, site) for code in codes)
        if candidates:
            message = f"{subject!r} may be a country or something else; the article does not say which"
            yield "ambiguous-country", subject, message, files, candidates, Step("alias", candidates[0].ref, subject)


def alike(site: ReviewedSite) -> Iterator[OpenQuestion]:
    """Two people whose names differ by accents, hyphens or one letter. They are never merged automatically."""
    lines = {line.place.entity.id: line for line in site.people}
    apart = {frozenset(ids) for ids in site.overrides.different}
    for one, two in pairs([(id_, line.place.entity.name) for id_, line in sorted(lines.items())]):
        if any({one, two} <= ids for ids in apart):
            continue
        both = _most_frequent([lines[one], lines[two]])
        files = tuple(dict.fromkeys((*_files(both[1].ref, site), *_files(both[0].ref, site))))
        message = f"{both[0].name!r} and {both[1].name!r} may be one person"
        yield "alike", both[1].name, message, files, both, Step("same", both[0].ref, both[1].ref)


def person_and_place(site: ReviewedSite) -> Iterator[OpenQuestion]:
    """A person known only by a word that is also a country's name."""
    for line in site.people:
        entity = line.place.entity
        code = None if " " in entity.name else site.gazetteer.named(entity.name)
        if code is None or entity.identified:
            continue
        candidates = (*_most_frequent([line]), _country(code, site))
        message = f"{entity.name!r} is treated as a person, but is also the name of a country"
        step = Step("alias", candidates[-1].ref, entity.name)
        yield "person-and-place", entity.name, message, _files(entity.ref, site), candidates, step


def roles_that_conflict(site: ReviewedSite) -> Iterator[OpenQuestion]:
    """A person whom one article calls a player and another one a bishop: perhaps two people of the same name."""
    for line in site.people:
        entity = line.place.entity
        roles = queries.roles(site.index, entity.ref)
        apart = _conflicting(roles)
        if apart:
            message = f"{entity.name!r} is “{roles[apart[0]]}” in one article and “{roles[apart[1]]}” in another"
            other = Step("split", entity.ref, entity.name, queries.address_of(site.index, apart[1]))
            yield "roles", entity.name, message, (apart[1], apart[0]), _most_frequent([line]), other


RULES: tuple[Callable[[ReviewedSite], Iterator[OpenQuestion]], ...] = (
    not_identified,
    ambiguous_name,
    ambiguous_country,
    alike,
    person_and_place,
    roles_that_conflict,
)


def _conflicting(roles: Mapping[str, str]) -> tuple[str, str] | None:
    """Two articles with roles that one person rarely combines; the one of the more common life first."""
    lives: dict[frozenset[str], list[str]] = {}
    for file, role in sorted(roles.items()):
        if life := walks((role,)):
            lives.setdefault(life, []).append(file)
    ranked = sorted(lives, key=lambda life: -len(lives[life]))
    found = ((lives[one][0], lives[two][0]) for one, two in combinations(ranked, 2) if are_apart(one, two))
    return next(found, None)


def _by_short(site: ReviewedSite, *, usual: bool) -> Mapping[tuple[str, ...], list[ListedEntity]]:
    """People with a full name, by its short forms: only the most common one, the family name, or all."""
    found: dict[tuple[str, ...], list[ListedEntity]] = defaultdict(list)
    for line in site.people:
        words = tuple(line.place.entity.name.split())
        if len(words) > 1:
            forms = shorts(words, family_first=is_family_first(words, site.names))
            for form in dict.fromkeys(map(key, forms[:1] if usual else forms)):
                found[form].append(line)
    return found


def _most_frequent(lines: Iterable[ListedEntity]) -> tuple[Candidate, ...]:
    found = (Candidate(line.place.entity.ref, line.place.entity.name, line.totals[0]) for line in lines)
    return tuple(sorted(found, key=lambda each: (-each.articles, each.ref)))


def _by_subject(site: ReviewedSite, kind: str) -> dict[str, tuple[str, ...]]:
    """The files with a doubt of this kind, by its words."""
    found: dict[str, list[str]] = defaultdict(list)
    for file, doubt in site.doubts:
        if doubt.kind == kind:
            found[doubt.subject].append(file)
    return {subject: tuple(sorted(files)) for subject, files in found.items()}


def _files(ref: str, site: ReviewedSite) -> tuple[str, ...]:
    return tuple(queries.files_naming(site.index, ref))


def _refs(file: str, site: ReviewedSite) -> Iterator[str]:
    """The entities with a page that an article names."""
    row = queries.article(site.index, file)
    return (
        (each.place.entity.ref for each in queries.cast_members(queries.cast(site.index, row.id))) if row else iter(())
    )


def _country(code: str, site: ReviewedSite) -> Candidate:
    ref = f"{EntityKind.COUNTRY}:{code}"
    return Candidate(ref, site.gazetteer.countries[code].name, len(_files(ref, site)))


def _sentence(subject: str, files: Sequence[str], site: ReviewedSite, cache: Cache) -> str:
    """A sentence that contains these words, in one of these articles; empty if none is cached."""
    for file in files:
        for excerpts in queries.excerpts(site.index, file):
            found = cache.get(excerpts, EntityExcerpts)
            for part in found.excerpts if found else ():
                whole = part.before + part.words + part.after
                if subject in whole:
                    return " ".join(whole.split())
    return ""
