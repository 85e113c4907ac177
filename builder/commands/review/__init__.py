"""Open questions: each doubt with what the articles say, its candidates, and the lines that settle it.

Each question is asked once for the whole site, starting with the one whose answer changes the most pages.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from string import ascii_lowercase

from builder.commands.review.question_rules import RULES
from builder.commands.review.questions import Answer, Asked, Candidate, Question, ReviewedSite, said_as_json
from builder.commands.settle import all_settled
from builder.commands.terminal import count
from builder.index import queries
from builder.index.queries import Statement
from builder.layout.excerpts import EntityExcerpts
from builder.settings.decisions import bare_path
from builder.site import Opened, opened
from builder.store.memo import Cache
from builder.store.workers import Progress
from builder.work import no_progress

MOST_CANDIDATES = 5
"""Candidates shown for one question."""

MOST_ANSWERS = 6
"""Answers offered to one question: five people of a name, or none of them."""


def review(folder: Path, progress: Progress = no_progress) -> tuple[Question, ...]:
    """The open questions of the project in ``folder``, those whose answer changes the most pages first.

    Raises:
        BuilderError: if the project is wrong.
    """
    with opened(folder, progress) as opened_site:
        shown, text = opened_site.project.config.content, opened_site.project.decisions_text()
        return open_questions(reviewed_site(opened_site), text, shown, opened_site.cache)


def open_questions(site: ReviewedSite, text: str, shown: str, cache: Cache) -> tuple[Question, ...]:
    """The open questions of a site; ``text`` is that of its entities.toml, and ``shown`` the name of content/."""
    found = [each for rule in RULES for each in rule(site)]
    questions = [(each.last, as_question(each, site, text, shown, cache)) for each in found]
    questions.sort(key=lambda each: (each[0], -each[1].pages, each[1].kind, each[1].subject))
    return tuple(question for _, question in questions)


def reviewed_site(opened_site: Opened) -> ReviewedSite:
    """What an opened site knows about its people and countries."""
    articles, project = opened_site.articles, opened_site.project
    return ReviewedSite.of(
        opened_site.index,
        articles.overrides,
        articles.lexicon,
        articles.gazetteer,
        lambda file: articles.read(file, project.files[file]).value,
    )


def as_question(asked: Asked, site: ReviewedSite, text: str, shown: str, cache: Cache) -> Question:
    """A question with the lines of each answer and what the articles say."""
    # Of candidates, what is said counts only if the question is about their articles too.
    others = asked.candidates if asked.ref and len(asked.files) > len(site.files(asked.ref)) else ()
    refs = dict.fromkeys((asked.ref, *(each.ref for each in others)) if asked.ref else ())
    said: dict[str, list[Statement]] = {file: [] for file in asked.files}
    for ref in refs:
        for statement in queries.statements(site.index, ref):
            if statement.file in said:
                said[statement.file].append(statement)
    return Question(
        asked.kind,
        asked.subject,
        asked.message,
        asked.ref,
        tuple(f"{shown}/{file}" for file in asked.files),
        tuple(map(bare_path, asked.files)),
        tuple(map(tuple, said.values())),
        _sentence(asked.subject, asked.files, site, cache),
        asked.candidates,
        tuple(replace(each, lines=all_settled(text, each.steps)[1]) for each in _few(asked.answers)),
    )


def _few(answers: tuple[Answer, ...]) -> tuple[Answer, ...]:
    """The first answers and the last: that it is none of the candidates."""
    return answers if len(answers) <= MOST_ANSWERS else (*answers[: MOST_ANSWERS - 1], answers[-1])


def in_words(number: int, question: Question) -> Iterator[str]:
    """A question and its answers, as lines of the report."""
    yield f"{number}. {question.message} · {count(question.stories, 'article')} · {question.kind}"
    if question.sentence:
        yield f"   {question.files[0]}: {question.sentence}"
    for each in question.candidates[:MOST_CANDIDATES]:
        known = filter(None, (", ".join(each.roles), ", ".join(each.places), each.years))
        yield f"   {' · '.join((each.title, each.ref, count(each.stories, 'article'), *known))}"
    if len(question.candidates) > MOST_CANDIDATES:
        yield f"   and {len(question.candidates) - MOST_CANDIDATES} more"
    for letter, answer in zip(ascii_lowercase, question.answers, strict=False):
        stories, pages = count(answer.stories, "article"), count(answer.pages, "page")
        changes = f"changes up to {stories}, {pages}" if answer.pages else "changes no page"
        yield f"   {letter}) {answer.meaning} · {changes}"
        yield from (f"      {line}" for line in answer.lines.splitlines())
    yield ""


def written(questions: Iterable[Question]) -> str:
    """The questions as JSON."""
    rows = [
        {
            "number": number,
            "kind": q.kind,
            "subject": q.subject,
            "message": q.message,
            "stories": q.stories,
            "pages": q.pages,
            "file": q.files[0],
            "sentence": q.sentence,
            "files": [
                {"file": file, "says": list(map(said_as_json, said))}
                for file, said in zip(q.files, q.said, strict=True)
            ],
            "candidates": list(map(_candidate, q.candidates)),
            "lines": q.lines,
            "answers": [
                {"meaning": a.meaning, "stories": a.stories, "pages": a.pages, "lines": a.lines} for a in q.answers
            ],
        }
        for number, q in enumerate(questions, 1)
    ]
    return json.dumps({"questions": rows}, ensure_ascii=False, indent=1)


def _candidate(candidate: Candidate) -> Mapping[str, object]:
    return {
        "id": candidate.ref,
        "name": candidate.name,
        "detail": candidate.detail,
        "stories": candidate.stories,
        "roles": candidate.roles,
        "places": candidate.places,
        "years": candidate.years,
    }


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
