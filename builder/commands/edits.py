"""An editor's answers as edits of their own files: decisions in entities.toml, and the front matter of articles.

Comments, order and line ends are kept, nothing is written over an edit made meanwhile, and each answer is one line in
the history, so that it can be undone. Nothing else may be changed: no other file, and nothing outside content/.
"""

import time
from codecs import BOM_UTF8
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from threading import Lock

from msgspec.structs import replace

from builder.annotate.own_data import gazetteer, lexicon
from builder.commands.convert import Converted, convert
from builder.commands.settle import Step, all_settled
from builder.core.errors import BuilderError, Problem
from builder.core.kinds import EntityKind
from builder.core.values import Article
from builder.read.article_reader import Reader
from builder.settings.decisions import parse_overrides
from builder.settings.front_matter import changed_front_matter, parse_front_matter, split_front_matter
from builder.settings.project import DECISIONS, Project, load_project
from builder.settings.toml import quoted, visible
from builder.store import edit, sources, undo
from builder.store.sources import Names, read_own
from builder.store.undo import EditedFile

MOST_AT_ONCE = 1000
"""Questions that one answer may settle."""

PATIENCE = 5.0
"""Seconds to wait for a build that is running."""

_ONE_AT_A_TIME = Lock()
"""Answers of one process are written one after the other."""


def decide(folder: Path, steps: Sequence[Step], meaning: str = "") -> str:
    """Write these decisions to the entities.toml of the project in ``folder``; a description of what was written.

    Raises:
        BuilderError: if entities.toml would have errors, or was edited meanwhile: then nothing is written.
    """
    for words in (step.words for step in steps if visible(step.words) != step.words):
        hint = "type it again: something invisible was pasted with it"
        raise BuilderError([Problem(f"{quoted(words)} contains control characters", hint=hint)])
    with _ONE_AT_A_TIME:
        project = load_project(folder, Names())
        shown = project.decisions_file
        raw = read_own(folder, shown)
        written = ""

        def settled(text: str) -> str:
            nonlocal written
            text, written = all_settled(text, steps)
            return text

        after = _edited(raw, shown, settled)
        codes = {EntityKind.COUNTRY: frozenset(gazetteer().countries)}
        result = parse_overrides(after.removeprefix(BOM_UTF8).decode(), shown, codes)
        if result.value is None:
            raise BuilderError(_of_an_answer(result.problems, raw, shown, codes))
        existed = (folder / shown).exists()
        edit.rewrite(folder / shown, raw, after, shown)
        undo.remember(folder, EditedFile(shown, raw if existed else None, after, meaning))
        return f"{shown}:\n{written}"


def revise(folder: Path, file: str, changes: Mapping[str, str | tuple[str, ...]], *, convert_text: bool = False) -> str:
    """Change keys of the front matter of an article, by its path in content/; the path of the file that was written.

    A text file without front matter is left as it is: with ``convert_text``, the Markdown file beside it is written
    instead, which then takes its place.

    Raises:
        BuilderError: if the file is no article, was edited meanwhile, or cannot take the change.
    """
    with _ONE_AT_A_TIME:
        project = load_project(folder, Names())
        shown = f"{project.config.content}/{file}"
        if file not in project.files or not file.endswith((".md", ".txt")):
            raise BuilderError([Problem("is not an article", shown, hint="reload the page")])
        raw = sources.read(folder / shown, shown)
        _check(changes, shown)
        revised = _revised(project, file, raw, shown, changes)
        if revised:
            edit.rewrite(folder / shown, raw, revised, shown)
            undo.remember(folder, EditedFile(shown, raw, revised, file))
            return shown
        if not convert_text:
            hint = "allow a Markdown file with the same words beside it"
            raise BuilderError([Problem("has no front matter that can take this change", shown, hint=hint)])
        made = _when_free(lambda: convert(folder, folder / shown, by_hand=True))
        text = changed_front_matter(made.markdown, changes).encode()
        if not text or made.raw != raw:
            raise BuilderError(
                [Problem("this change cannot be written to the file", shown, hint="edit the file by hand")]
            )
        markdown = shown if file.endswith(".md") else f"{shown.removesuffix('.txt')}.md"
        if markdown == shown:
            edit.rewrite(folder / shown, raw, text, shown)
        else:
            edit.write_new(folder / markdown, text, markdown)
        undo.remember(folder, EditedFile(markdown, raw if markdown == shown else None, text, file))
        return markdown


def undo_last(folder: Path, answer: str = "") -> str:
    """Give the file of the last answer back as it was; what the answer said. ``answer`` is the id that it must have.

    Raises:
        BuilderError: if there is no answer, it is another one, or its file was edited since.
    """
    with _ONE_AT_A_TIME:
        project = load_project(folder, Names())
        articles = {f"{project.config.content}/{file}" for file in project.files if file.endswith((".md", ".txt"))}
        return undo.undo(folder, frozenset(articles | {f"{project.config.content}/{DECISIONS}"}), answer)


def _of_an_answer(
    problems: Sequence[Problem], raw: bytes, shown: str, codes: Mapping[EntityKind, Collection[str]]
) -> list[Problem]:
    """The problems that entities.toml has already; otherwise those of the answer, whose lines are not written."""
    before = parse_overrides(raw.removeprefix(BOM_UTF8).decode(), shown, codes)
    return list(before.problems) or [replace(problem, line=0) for problem in problems]


def _check(changes: Mapping[str, str | tuple[str, ...]], shown: str) -> None:
    """Check that these are values of front matter.

    Raises:
        BuilderError: if one is not.
    """
    front, _, line = split_front_matter(changed_front_matter(".", changes))
    result = parse_front_matter(front, shown, line)
    if result.value is None:
        raise BuilderError([replace(problem, file="", line=0) for problem in result.problems])


def article_reader(project: Project) -> Reader:
    """Reads articles as a build of the project does."""
    return Reader(project.config.clean, project.config.max_article_bytes, lexicon().is_ordinary)


def _revised(
    project: Project, file: str, raw: bytes, shown: str, changes: Mapping[str, str | tuple[str, ...]]
) -> bytes:
    """The article with changed front matter and the same body; empty if there is no such text."""
    reader = article_reader(project)
    before = reader.article(file, raw, shown).value
    try:
        after = _edited(raw, shown, lambda text: changed_front_matter(text, changes))
    except BuilderError:
        return b""
    now = reader.article(file, after, shown).value if after.removeprefix(BOM_UTF8) else None
    return after if before and now and _is_only_changed(before, now, changes) else b""


def _is_only_changed(before: Article, now: Article, changes: Mapping[str, str | tuple[str, ...]]) -> bool:
    """Whether an article has exactly these changes: the same body, and no other metadata."""
    given = {key: value for key, value in changes.items() if value}
    cleared = {key: getattr(now.front, key) for key in changes if key not in given}
    return now.front == replace(before.front, **given, **cleared) and now.blocks == before.blocks


def _edited(raw: bytes, shown: str, change: Callable[[str], str]) -> bytes:
    """The bytes of a file with its text changed; its mark and its line ends are kept."""
    mark = BOM_UTF8 if raw.startswith(BOM_UTF8) else b""
    try:
        text = raw.removeprefix(BOM_UTF8).decode()
    except UnicodeDecodeError:
        raise BuilderError([Problem("is not valid UTF-8", shown, hint="save it as UTF-8")]) from None
    windows = "\r\n" in text and text.count("\n") == text.count("\r\n")
    changed = change(text.replace("\r\n", "\n") if windows else text)
    return mark + (changed.replace("\n", "\r\n") if windows else changed).encode()


def _when_free(work: Callable[[], Converted]) -> Converted:
    """The result of work that no build may run beside."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            return work()
        except BuilderError as error:
            if error.status != 3 or time.monotonic() > end:
                raise
            time.sleep(0.05)
