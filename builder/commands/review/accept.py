"""Writes the answers to questions into the author's entities.toml."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from string import ascii_lowercase

from builder.commands.edits import decide
from builder.commands.review.questions import Question
from builder.commands.settle import Step
from builder.commands.terminal import count
from builder.core.errors import BuilderError, Problem
from builder.core.regex import regex
from builder.core.slug import slug
from builder.settings.decisions import JOINED

ONE_NAME = "surname", "ambiguous-name", "ambiguous-country", "person-and-place"
"""The kinds of questions whose words may name nobody."""

_CHOICE = regex(r"([0-9]{1,9})([a-z]?)")


@dataclass(frozen=True, slots=True)
class Choice:
    """An answer to a question: both are counted from 1."""

    question: int
    answer: int = 1

    @classmethod
    def parse(cls, text: str) -> "Choice | None":
        """The choice that "3" or "3b" stands for; without a letter, it is the first answer."""
        found = _CHOICE.fullmatch(text)
        return cls(int(found[1]), 1 + ascii_lowercase.index(found[2] or "a")) if found else None


def accept(folder: Path, questions: Sequence[Question], choices: Sequence[Choice]) -> str:
    """Settle these questions; a description of what was written.

    Raises:
        BuilderError: if there is no such question or answer, or entities.toml would have errors: then nothing is
            written.
    """
    wrong = [problem for choice in dict.fromkeys(choices) if (problem := _wrong(questions, choice))]
    if wrong:
        raise BuilderError(wrong)
    answers = [questions[choice.question - 1].answers[choice.answer - 1] for choice in dict.fromkeys(choices)]
    meaning = "; ".join(answer.meaning for answer in answers)
    return decide(folder, [step for answer in answers for step in answer.steps], meaning)


def accept_name(folder: Path, questions: Sequence[Question], number: int, name: str) -> str:
    """Settle a question with this name for the person concerned; a description of what was written.

    Raises:
        BuilderError: as ``accept`` does, or if the question is not about a person's name.
    """
    wrong = _wrong(questions, Choice(number))
    if wrong:
        raise BuilderError([wrong])
    steps = named(questions[number - 1], " ".join(name.split()))
    if not steps:
        hint = "accept one of its answers instead"
        raise BuilderError([Problem(f"question {number} cannot be settled with the name {name!r}", hint=hint)])
    return decide(folder, steps, name)


def _wrong(questions: Sequence[Question], choice: Choice) -> Problem | None:
    if not 1 <= choice.question <= len(questions):
        hint = f"dateline review lists {count(len(questions), 'question')}"
        return Problem(f"there is no question {choice.question}", hint=hint)
    answers = questions[choice.question - 1].answers
    if not 1 <= choice.answer <= len(answers):
        hint = f"dateline review lists its {count(len(answers), 'answer')}"
        return Problem(f"question {choice.question} has no answer {choice.answer}", hint=hint)
    return None


def nobody(question: Question) -> tuple[Step, ...]:
    """The decision that the words of a question name nobody in its articles; none if it is about people."""
    return (Step("never", "", question.subject, question.addresses),) if question.kind in ONE_NAME else ()


def different(question: Question) -> tuple[Step, ...]:
    """The decision that the people of a question are different; none if it is not about that."""
    answers = (answer.steps for answer in question.answers)
    return next((some for some in answers if all(step.kind in ("different", "split") for step in some)), ())


def named(question: Question, name: str, ref: str = "") -> tuple[Step, ...]:
    """The decisions that the person in doubt has this name; none if that is no answer.

    ``ref`` is the person of this name if the site has one already.
    """
    id_ = slug(name)
    if not id_:
        return ()
    joins = next((step for answer in question.answers for step in answer.steps if step.kind == "same"), None)
    if joins:
        return joins, Step("name", joins.ref, name)
    if question.kind not in ("surname", "ambiguous-name", "joined"):
        return (Step("name", question.ref, name),) if question.kind == "person-and-place" else ()
    same = (each.ref for each in question.candidates if each.name.casefold() == name.casefold())
    known = ref or next(same, "")
    alias = Step("alias", known or f"{JOINED}:{id_}", question.subject, _articles(question, known))
    return (alias,) if known else (alias, Step("name", alias.ref, name))


def _articles(question: Question, ref: str) -> tuple[str, ...]:
    """Where the alias applies: as in the answer for this person; otherwise everywhere only if it can be nobody else."""
    for answer in question.answers:
        for step in answer.steps:
            if step.kind == "alias" and step.ref == ref:
                return step.articles
    return question.addresses if question.candidates else ()
