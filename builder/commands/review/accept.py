"""Writes the answers to questions into the author's entities.toml."""

from codecs import BOM_UTF8
from collections.abc import Sequence
from pathlib import Path

from builder.commands.review import Question
from builder.commands.review.settle import all_settled
from builder.core.errors import BuilderError, Problem
from builder.settings.decisions import parse_overrides
from builder.settings.project import load_project
from builder.store import edit
from builder.store.sources import Snapshot, read_own


def accept(folder: Path, questions: Sequence[Question], numbers: Sequence[int]) -> str:
    """Settle the questions with these numbers, counted from 1; a description of what was written.

    Raises:
        BuilderError: if there is no such question, or entities.toml would have errors: then nothing is written.
    """
    wrong = [number for number in numbers if not 1 <= number <= len(questions)]
    if wrong:
        hint = f"there are {len(questions)} questions; run dateline review to list them"
        raise BuilderError([Problem(f"there is no question {number}", hint=hint) for number in wrong])
    project = load_project(folder, Snapshot())
    shown = project.decisions_file
    raw = read_own(folder, shown)
    text = raw.removeprefix(BOM_UTF8).decode()
    chosen = [questions[number - 1] for number in dict.fromkeys(numbers)]
    decided = all_settled(text, (question.step for question in chosen))
    result = parse_overrides(decided, shown)
    if result.value is None:
        raise BuilderError(result.problems)
    mark = "\ufeff" if raw.startswith(BOM_UTF8) else ""
    edit.rewrite(folder / shown, raw, mark + decided, shown)
    return "\n".join((f"{shown}:", *(question.lines for question in chosen)))
