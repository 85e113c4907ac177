"""The desk: doubts are settled, and links corrected, in the browser while `dateline serve` runs.

Reading, it shows the open questions with their evidence, as the last build left the index. Writing, it changes
entities.toml and the front matter of articles through ``commands.edits``, and nothing else. None of it is in site/.
"""

import asyncio
import json
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from builder.annotate.own_data import gazetteer, lexicon
from builder.commands import edits
from builder.commands.review import as_question, open_questions
from builder.commands.review.accept import different, named, nobody
from builder.commands.review.alike import plain
from builder.commands.review.beside import BesideReader, ShownBeside
from builder.commands.review.joined import as_asked, joined_names, joined_to
from builder.commands.review.questions import JOINED_NAME, Candidate, Question, ReviewedSite
from builder.commands.serve.access import Access, RefusedRequestError, body_of, may_read
from builder.commands.serve.answers import (
    AboutPerson,
    Answered,
    Corrected,
    NamedSpeaker,
    Revised,
    Undone,
    all_steps,
    article_file,
    article_of,
    changes_of,
    corrected_steps,
    has_front_matter,
    person_steps,
    question_steps,
    spoken_steps,
)
from builder.core.codec import digest
from builder.core.errors import BuilderError, Problem
from builder.core.kinds import KINDS, EntityKind
from builder.core.regex import regex
from builder.core.values import Article
from builder.index import queries
from builder.index.resolve import Decisions
from builder.index.tables import INDEX, Index, IndexDamagedError
from builder.settings.project import DECISIONS, load_config, load_project, load_translations
from builder.settings.translations import Translations
from builder.store import sources, undo
from builder.store.memo import CACHE, Cache
from builder.store.sources import Names

DESK = "/-/desk/"
"""The address of the desk; no page of a site has it."""

DATA = Path(__file__).parent.parent.parent / "data"

STYLES = "assets/style.css", "assets/custom.css"

MOST = 200
"""Questions sent at once; the next ones follow as these are answered."""

MOST_NAMES = 8
"""Names offered while one is typed."""

SETTLES = 10.0
"""Seconds in which an answered question is not shown again: the build that settles it is under way."""

POLICY = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
}

WORDS = (
    "desk.title",
    "desk.intro",
    "desk.read_only",
    "desk.left",
    "desk.minutes",
    "desk.none_left",
    "desk.none_match",
    "desk.to_the_site",
    "desk.left_joined",
    "desk.stories",
    "desk.with",
    "desk.pages",
    "desk.links",
    "desk.changes",
    "desk.changes_nothing",
    "desk.pages_that_change",
    "desk.writes",
    "desk.new_person",
    "desk.name",
    "desk.name_new",
    "desk.nobody",
    "desk.no_country",
    "desk.different",
    "desk.skip",
    "desk.undo",
    "desk.undo_this",
    "desk.help",
    "desk.close",
    "desk.save",
    "desk.undone",
    "desk.filters",
    "desk.filter",
    "desk.kind",
    "desk.all_kinds",
    "desk.confirm_all",
    "desk.evidence",
    "desk.key_candidates",
    "desk.wrong_link",
    "desk.wrong_speaker",
    "desk.about_other",
    "desk.correct_page",
    "desk.page_name",
    "desk.same_as",
    "desk.joined_here",
    "desk.somebody_else",
    "desk.choose_known",
    "desk.now_named",
    "desk.now_same",
    "desk.now_parted",
    "desk.correct",
    "desk.means",
    "desk.said_by",
    "desk.means_now",
    "desk.person",
    "desk.person_or_country",
    "desk.here",
    "desk.article",
    "desk.everywhere",
    "desk.article_head",
    "desk.headline",
    "desk.standfirst",
    "desk.date",
    "desk.authors",
    "desk.markdown",
    "desk.rewrite",
    "desk.agree_first",
    "desk.article_changed",
    "desk.now_means",
    "desk.now_nobody",
    "desk.now_said",
    "desk.now_said_by_nobody",
    "desk.where_here",
    "desk.where_article",
    "desk.where_everywhere",
    "desk.failed",
    "desk.undo_failed",
    "desk.stopped",
    "desk.restarted",
    "desk.broken",
    "desk.reload",
    "desk.kind_namesakes",
    "desk.kind_variant",
    "desk.kind_surname",
    "desk.kind_ambiguous_name",
    "desk.kind_ambiguous_country",
    "desk.kind_alike",
    "desk.kind_person_and_place",
    "desk.kind_roles",
    "desk.kind_joined",
)
"""The words of the desk, from the theme's translations."""


_GAP = regex(r"\{(language|title|site|setup)\}")


@dataclass(slots=True)
class _OpenQuestions:
    """The questions of one build."""

    turn: int = -1
    questions: dict[str, Question] = field(default_factory=dict)
    rows: list[Mapping[str, object]] = field(default_factory=list)
    names: list[tuple[str, Mapping[str, object]]] = field(default_factory=list)
    """The people and countries, each with the letters of its names."""


class Desk:
    """Answers the desk's requests. Invariant: its questions are those of the last build that it knows."""

    def __init__(self, folder: Path, access: Access, changed: Callable[[], None] = lambda: None) -> None:
        """``changed`` is called after each edit."""
        self._folder = folder
        self.access = access
        self._changed = changed
        self.turn = 0
        """Incremented by each build."""
        self.answers = 0
        """Incremented by each answer and each undo of this process."""
        self.script = ""
        """For every page of the preview: corrections in place."""
        self._listed = _OpenQuestions()
        self._answered: dict[str, float] = {}
        self._settled: dict[str, tuple[str, ...]] = {}
        """The questions that each answer of this process settled."""
        self._lock = threading.Lock()

    def built(self) -> None:
        """Note that a build has ended; may be called from any thread."""
        with suppress(BuilderError):  # While settings or words are wrong, those from before remain.
            setup = escape(self._setup(load_translations(self._folder)))
            self.script = f'<script src="{DESK}desk.js" data-setup="{setup}" defer></script>'
        self.turn += 1

    async def respond(self, request: Request) -> Response:
        """The response to a request whose path begins with ``DESK``."""
        name = request.scope["path"].removeprefix(DESK)
        try:
            if request.method == "POST":
                write = {
                    "answer": self._answer,
                    "correct": self._correct,
                    "said": self._said,
                    "person": self._identify,
                    "article": self._revise,
                    "undo": self._undo,
                }.get(name)
                if write is None:
                    raise RefusedRequestError(404, "not found")
                raw = await body_of(request, self.access)
                return _json(await asyncio.to_thread(write, raw))
            if request.method not in ("GET", "HEAD"):
                raise RefusedRequestError(405, "only GET and POST are allowed")
            may_read(request, self.access)
            return await asyncio.to_thread(self._read, name, dict(request.query_params))
        except RefusedRequestError as error:
            return _json({"problem": error.reason}, error.status)
        except BuilderError as error:
            problem = error.problems[0]
            return _json({"problem": problem.summary, "hint": problem.hint}, 409)

    def _read(self, name: str, query: Mapping[str, str]) -> Response:
        if name == "":
            return self._page()
        if name in ("desk.js", "desk.css"):
            kind = "text/css" if name.endswith(".css") else "text/javascript"
            return Response((DATA / name).read_bytes(), headers=POLICY, media_type=kind)
        if name == "style.css":
            return Response(self._style(), headers=POLICY, media_type="text/css")
        if name == "questions":
            return _json(self._questions())
        if name == "names":
            return _json({"names": self._names(query.get("q", ""), query.get("ref", ""))})
        if name == "article":
            return _json(self._article(query.get("page", "")))
        if name == "person":
            return _json(self._person(query.get("ref", "")))
        raise RefusedRequestError(404, "not found")

    def _style(self) -> bytes:
        """The theme's look, with what the project changes about it."""
        files, _ = sources.theme(self._folder, load_config(self._folder).templates, Names())
        return b"\n".join(files[name].read_bytes() for name in STYLES if name in files)

    def _page(self) -> Response:
        project = load_project(self._folder, Names())
        page = (DATA / "desk.html").read_text(encoding="utf-8")
        values = {
            "language": project.config.language,
            "title": project.translations.say("desk.title"),
            "site": project.title,
            "setup": self._setup(project.translations),
        }
        page = _GAP.sub(lambda gap: escape(values[gap[1]]), page)
        return Response(page.encode(), headers=POLICY, media_type="text/html; charset=utf-8")

    def _setup(self, translations: Translations) -> str:
        """What the script needs: the token of this process, and its words."""
        words = {key: translations.forms[key] for key in WORDS}
        return json.dumps({"token": self.access.token, "words": words}, ensure_ascii=False)

    def _questions(self) -> dict[str, object]:
        listed = self._current()
        now = time.monotonic()
        rows = [row for row in listed.rows if now - self._answered.get(str(row["id"]), -SETTLES) >= SETTLES]
        left = len(listed.questions) - (len(listed.rows) - len(rows))
        waiting = [row["kind"] for row in rows]
        joined = sum(question.kind == JOINED_NAME for question in listed.questions.values())
        joined -= sum(row["kind"] == JOINED_NAME for row in listed.rows) - waiting.count(JOINED_NAME)
        return {"turn": listed.turn, "left": left, "joined": joined, "questions": rows[:MOST], **self._last()}

    def _names(self, typed: str, ref: str = "") -> list[Mapping[str, object]]:
        """The people and countries with these letters in a name, those whose name begins with them first.

        With ``ref``, the one with this reference.
        """
        if ref:
            return [row for _, row in self._current().names if row["ref"] == ref]
        letters = _letters(typed[:100])
        if not letters.strip():
            return []
        found = [(names, row) for names, row in self._current().names if letters in names]
        found.sort(key=lambda each: (not each[0].startswith(letters), -int(str(each[1]["stories"])), each[0]))
        return [row for _, row in found[:MOST_NAMES]]

    def _current(self) -> _OpenQuestions:
        """The questions of the last build, computed once."""
        with self._lock:
            if self._listed.turn != self.turn:
                turn = self.turn
                with closing(Cache(self._folder / CACHE)) as cache, closing(self._index()) as index:
                    try:
                        with index.reading():
                            self._listed = self._list(turn, index, cache)
                    except IndexDamagedError:
                        raise _busy() from None
                self._answered = {key: when for key, when in self._answered.items() if key in self._listed.questions}
            return self._listed

    def _list(self, turn: int, index: Index, cache: Cache) -> _OpenQuestions:
        shown = load_config(self._folder).content
        text = sources.read_own(self._folder, f"{shown}/{DECISIONS}").decode("utf-8-sig", "replace")
        site = self._site(index)
        questions = list(open_questions(site, text, shown, cache))
        joined = joined_names(site)
        certain = [len(each.evidence) for each in joined]
        questions += [as_question(as_asked(each, site), site, text, shown, cache) for each in joined]
        reader = BesideReader(site, cache, shown)
        certainties = [0] * (len(questions) - len(joined)) + certain
        listed = _OpenQuestions(turn)
        for question, certainty in zip(questions, certainties, strict=True):
            key = _id(question)
            new = key not in listed.questions
            listed.questions[key] = question
            if new and len(listed.rows) < 2 * MOST:  # More than can be answered before the next build.
                listed.rows.append(_row(key, question, reader.of(question), certainty))
        for kind in KINDS:
            for line in map(queries.line, queries.lines(index, kind)):
                entity = line.place.entity
                row = {"ref": entity.ref, "name": entity.title, "stories": line.totals[0], "role": line.role}
                listed.names.append(("".join(map(_letters, (entity.name, *line.names))), row))
        known = {str(row["ref"]) for _, row in listed.names}
        for code, country in gazetteer().countries.items():
            ref = f"{EntityKind.COUNTRY}:{code}"
            if ref not in known:
                listed.names.append(
                    (_letters(country.name), {"ref": ref, "name": country.name, "stories": 0, "role": ""})
                )
        return listed

    def _site(self, index: Index) -> ReviewedSite:
        """What the site knows about its people and countries, as the last build left it."""
        decisions = index.state("decisions", Decisions)
        if decisions is None:
            raise _busy()
        return ReviewedSite.of(index, decisions.overrides, lexicon(), gazetteer(), self._article_in)

    def _article_in(self, file: str) -> Article | None:
        with suppress(BuilderError):  # Deleted, or broken, since the build.
            return article_of(self._folder, file)
        return None

    def _index(self) -> Index:
        return Index(self._folder / INDEX)

    def _answer(self, raw: bytes) -> dict[str, object]:
        sent = _shaped(raw, Answered)
        listed = self._current()
        now = time.monotonic()
        for key in sent.questions:
            if key not in listed.questions or now - self._answered.get(key, -SETTLES) < SETTLES:
                raise BuilderError([Problem("this question is already settled", hint="the list is up to date now")])
        if not 0 < len(set(sent.questions)) == len(sent.questions) <= edits.MOST_AT_ONCE:
            raise BuilderError([Problem("choose a question", hint="reload the page")])
        asked = [listed.questions[key] for key in sent.questions]
        with closing(self._index()) as index:
            steps = all_steps([question_steps(sent, question, index) for question in asked])
        meaning = ", ".join(dict.fromkeys(question.subject for question in asked))
        written = edits.decide(self._folder, steps, meaning)
        self._answered.update(dict.fromkeys(sent.questions, now))
        return self._done(sent.questions, written)

    def _correct(self, raw: bytes) -> dict[str, object]:
        sent = _shaped(raw, Corrected)
        with closing(self._index()) as index:
            steps = corrected_steps(sent, self._folder, index)
        return self._done((), edits.decide(self._folder, steps, sent.text))

    def _said(self, raw: bytes) -> dict[str, object]:
        sent = _shaped(raw, NamedSpeaker)
        with closing(self._index()) as index:
            steps = spoken_steps(sent, self._folder, index)
        return self._done((), edits.decide(self._folder, steps, sent.text[:80]))

    def _identify(self, raw: bytes) -> dict[str, object]:
        sent = _shaped(raw, AboutPerson)
        with closing(self._index()) as index, index.reading():
            steps = person_steps(sent, self._site(index))
        return self._done((), edits.decide(self._folder, steps, sent.name or sent.part or sent.same))

    def _revise(self, raw: bytes) -> dict[str, object]:
        sent = _shaped(raw, Revised)
        with closing(self._index()) as index:
            file = article_file(sent.page, index)
        changes = changes_of(sent)
        if not changes:
            raise BuilderError([Problem("nothing was changed", hint="change a field first")])
        return self._done((), edits.revise(self._folder, file, changes, convert_text=sent.markdown))

    def _undo(self, raw: bytes) -> dict[str, object]:
        sent = _shaped(raw, Undone)
        last, _ = undo.last(self._folder)
        meaning = edits.undo_last(self._folder, sent.answer)
        ids = self._settled.pop(last, ())
        for key in ids:
            self._answered.pop(key, None)
        self.answers += 1
        self._changed()
        return {"undone": meaning, "questions": ids, **self._last()}

    def _done(self, questions: tuple[str, ...], written: str) -> dict[str, object]:
        self._settled[undo.last(self._folder)[0]] = questions
        self.answers += 1
        self._changed()
        return {"written": written, **self._last()}

    def _last(self) -> dict[str, object]:
        """How many answers can be undone, and the last of them, which is the next."""
        answer, meaning = undo.last(self._folder)
        return {"undo": undo.undoable(self._folder), "last": {"answer": answer, "meaning": meaning}}

    def _person(self, ref: str) -> dict[str, object]:
        """What a person is called, and what was joined to them."""
        with closing(self._index()) as index, index.reading():
            site = self._site(index)
            if ref not in site.people:
                raise BuilderError([Problem("there is no such person", hint="reload the page")])
            found = [
                {"name": each.name, "stories": len(each.files), "speaks": each.speaks} for each in joined_to(ref, site)
            ]
            return {"name": site.entity(ref).name, "joined": found}

    def _article(self, page: str) -> dict[str, object]:
        """What an article says about itself, for the fields that change it."""
        with closing(self._index()) as index:
            file = article_file(page, index)
        has_front = has_front_matter(self._folder, file)
        front = article_of(self._folder, file).front
        return {
            "file": file,
            "title": front.title,
            "standfirst": front.standfirst,
            "date": front.date,
            "authors": front.authors,
            "agree": "" if has_front else "markdown" if file.endswith(".txt") else "rewrite",
        }


def _shaped(raw: bytes, shape: type[Any]) -> Any:
    try:
        return msgspec.json.decode(raw, type=shape)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise RefusedRequestError(400, "the request has the wrong shape") from None


def _letters(name: str) -> str:
    """The words of a name as they are searched for, each after a space."""
    return "".join(f" {plain(word)}" for word in name.split())


def _row(key: str, question: Question, beside: ShownBeside, certainty: int) -> dict[str, object]:
    """A question as the desk's page receives it."""
    return {
        "id": key,
        "kind": question.kind,
        "subject": question.subject,
        "message": question.message,
        "stories": question.stories,
        "pages": question.pages,
        "certainty": certainty,
        "files": question.files,
        "sentences": beside.sentences,
        "candidates": [
            {
                "ref": candidate.ref,
                "name": candidate.title,
                "stories": candidate.stories,
                "roles": candidate.roles,
                "places": candidate.places,
                "years": candidate.years,
                "with": known.companions,
                "url": known.url,
                "sentences": known.sentences,
            }
            for candidate, known in zip(question.candidates, beside.known, strict=True)
        ],
        "answers": [
            {
                "meaning": answer.meaning,
                "ref": next((each.ref for each in question.candidates if answer.meaning in _naming(each)), ""),
                "stories": answer.stories,
                "pages": answer.pages,
                "links": links,
                "lines": answer.lines,
            }
            for answer, links in zip(question.answers, beside.links, strict=True)
        ],
        "list": beside.pages,
        "nobody": bool(nobody(question)),
        "different": bool(different(question)),
        "name": bool(named(question, "Some Name")),
    }


def _naming(candidate: Candidate) -> tuple[str, ...]:
    """The answers that it is this candidate."""
    return f"it is {candidate.title}", f"it is {candidate.name}", f"it is the country {candidate.name}, in all articles"


def _id(question: Question) -> str:
    """The id of a question: another one if any answer would be written differently."""
    steps = [(answer.meaning, answer.steps) for answer in question.answers]
    return digest(question.kind, question.subject, question.ref, question.files, steps).hex()[:16]


def _json(value: object, status: int = 200) -> Response:
    return Response(msgspec.json.encode(value), status, POLICY, "application/json")


def _busy() -> BuilderError:
    return BuilderError([Problem("the site is being built", hint="try again in a moment")], status=3)
