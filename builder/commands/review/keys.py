"""Answer questions in the terminal with the keys of the desk, one at a time, with what the articles say."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from rich.markup import escape

from builder.commands.edits import decide, undo_last
from builder.commands.review import open_questions, reviewed_site
from builder.commands.review.accept import different, named, nobody
from builder.commands.review.beside import BesideReader, MarkedSentence, ShownBeside
from builder.commands.review.questions import Question
from builder.commands.settle import Step
from builder.commands.terminal import count, one_line
from builder.core.errors import BuilderError
from builder.site import opened

KEYS = "1–9 answer · n another person · x nobody · d different people · s skip · u undo · q quit"


def with_evidence(folder: Path) -> tuple[tuple[Question, ShownBeside], ...]:
    """The open questions as ``review`` returns them, each with what the articles say.

    Raises:
        BuilderError: if the project is wrong.
    """
    with opened(folder) as opened_site:
        site, shown = reviewed_site(opened_site), opened_site.project.config.content
        reader = BesideReader(site, opened_site.cache, shown)
        text = opened_site.project.decisions_text()
        return tuple((each, reader.of(each)) for each in open_questions(site, text, shown, opened_site.cache))


def answer_by_keys(folder: Path, show: Callable[[str], object], key: Callable[[], str], name: Callable[[], str]) -> int:
    """Ask the open questions one after the other; the number of answers.

    ``show`` prints a line of rich markup, ``key`` returns a key that was pressed, and ``name`` a line that was typed.

    Raises:
        BuilderError: if the project is wrong.
    """
    skipped: set[tuple[str, str]] = set()
    answers = 0
    while waiting := [each for each in with_evidence(folder) if _id(each[0]) not in skipped]:
        question, beside = waiting[0]
        for line in as_markup(question, beside, len(waiting)):
            show(line)
        pressed = _pressed(question, key, show)
        if pressed in ("q", "\x04", "\x1b"):
            break
        if pressed == "s":
            skipped.add(_id(question))
            continue
        try:
            if pressed == "u":
                show(f"undone: {escape(one_line(undo_last(folder)))}")
                answers -= 1
                continue
            steps = _steps(question, pressed, name)
            if not steps:  # No name was typed, or none that the question can take.
                continue
            show(escape(decide(folder, steps, question.subject)))
            answers += 1
        except BuilderError as error:
            show(f"[red]{escape(one_line(str(error.problems[0])))}[/red]")
            skipped.add(_id(question))
    return answers


def _pressed(question: Question, key: Callable[[], str], show: Callable[[str], object]) -> str:
    """The next key that means something for a question; each other one is answered with a line."""
    answers = "".join(map(str, range(1, len(question.answers) + 1)))[:9]
    known = {*answers, "n", "s", "u", "q", "\x04", "\x1b"}
    known |= {"x"} if nobody(question) else set()
    known |= {"d"} if different(question) else set()
    known -= set() if named(question, "Some Name") else {"n"}
    while (pressed := key()) not in known:
        show("[dim]this key does nothing here[/dim]")
    return pressed


def as_markup(question: Question, beside: ShownBeside, left: int) -> Iterator[str]:
    """A question with its evidence, as lines of rich markup; nothing that an article says is markup."""
    yield ""
    yield f"[bold]{escape(one_line(question.message))}[/bold]  [dim]{left} left[/dim]"
    yield from _sentences(beside.sentences, "  ")
    for candidate, known in zip(question.candidates, beside.known, strict=True):
        said = filter(None, (", ".join(candidate.roles), ", ".join(candidate.places), candidate.years))
        beside_them = f"with {', '.join(known.companions)}" if known.companions else ""
        words = " · ".join(filter(None, (candidate.title, *said, beside_them)))
        yield f"  [bold]{escape(one_line(words))}[/bold]"
        yield from _sentences(known.sentences, "    ")
    for number, answer in enumerate(question.answers, 1):
        changes = f"changes up to {count(answer.pages, 'page')}" if answer.pages else "changes no page"
        yield f"[bold]{number}[/bold] {escape(one_line(answer.meaning))}  [dim]{changes}[/dim]"
    yield f"[dim]{KEYS}[/dim]"


def _sentences(found: Sequence[MarkedSentence], indent: str) -> Iterator[str]:
    for each in found:
        words = f"{escape(one_line(each.before))}[reverse]{escape(one_line(each.words))}[/reverse]"
        yield f"{indent}{words}{escape(one_line(each.after))}  [dim]{escape(one_line(each.title))}[/dim]"


def _steps(question: Question, pressed: str, name: Callable[[], str]) -> tuple[Step, ...]:
    """The decisions of a key; none if it is no answer."""
    if pressed == "x":
        return nobody(question)
    if pressed == "d":
        return different(question)
    if pressed == "n":
        return named(question, " ".join(name().split()))
    return question.answers[int(pressed) - 1].steps


def _id(question: Question) -> tuple[str, str]:
    return question.message, question.ref
