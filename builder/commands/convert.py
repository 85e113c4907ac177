"""From one article to its annotated Markdown, with the links that are certain; a build decides the others each time."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from msgspec.structs import replace

from builder.annotate.lexicon import lexicon
from builder.chain import replace_result
from builder.core.errors import BuilderError, Problem
from builder.index import queries
from builder.layout.article_layout import Layout
from builder.outputs.article import decided_markdown
from builder.read.article_reader import raw_article
from builder.read.decode import decode
from builder.read.structure import LineClaim, explain
from builder.settings.front_matter import revised_front_matter, split_front_matter
from builder.settings.project import load_project
from builder.site import opened
from builder.store import sources
from builder.store.safe_paths import is_utf8, shown_name


@dataclass(frozen=True, slots=True)
class Converted:
    """The result for one file."""

    raw: bytes
    """The bytes that it contained."""
    markdown: str
    problems: tuple[Problem, ...]


def convert(folder: Path, file: Path, *, by_hand: bool = False) -> Converted:
    """The article in ``file`` as Markdown. People have the ids of the project in ``folder``.

    With ``by_hand``, it has only the links that its author wrote.

    Raises:
        BuilderError: if the file cannot be read, or the project is wrong.
    """
    with opened(folder, needs_content=False) as site:
        name = _name(site.project.content, file)
        raw = sources.read(file, str(file))
        mine = site.articles.result_of(name, raw)
        if mine.entry is None:
            raise BuilderError(mine.problems)
        replace_result(site.index, site.project, site.articles, name, replace(mine, draft=False))
        layout, row = site.cache.get(mine.entry.layout, Layout), queries.article(site.index, name)
        assert layout is not None
        assert row is not None
        cast = queries.cast_members(queries.cast(site.index, row.id))
        text = decode(raw, str(file)).value or ""
        front = revised_front_matter(text, layout.front)
        problems = (
            mine.problems if front or "#" not in split_front_matter(text)[0] else (*mine.problems, _comments_lost(file))
        )
        return Converted(raw, decided_markdown(site.project.settings, layout, cast, front, by_hand=by_hand), problems)


def explained(folder: Path, file: Path) -> Sequence[LineClaim]:
    """The rule that claims each line of pasted text, including the rules of the project in ``folder``.

    Raises:
        BuilderError: if the file cannot be read, or the project is wrong.
    """
    project = load_project(folder, sources.Snapshot(), needs_content=False)
    source = raw_article(_name(project.content, file), sources.read(file, str(file)), str(file))
    if source.value is None:
        raise BuilderError(source.problems)
    return explain(source.value, project.config.clean, lexicon("", "", sources.data("words.txt")).is_ordinary)


def _comments_lost(file: Path) -> Problem:
    hint = "copy the comments you want to keep from the old file"
    return Problem("the front matter is rewritten without its comments", str(file), 1, hint, warning=True)


def _name(content: Path, file: Path) -> str:
    """The path of the file in content/, or the name of a file elsewhere.

    Raises:
        BuilderError: if its name is not UTF-8, or it is in content/ and links out of it.
    """
    try:
        name = file.resolve().relative_to(content.resolve()).as_posix()
    except ValueError:
        name = file.name
        if file.is_symlink() and file.absolute().is_relative_to(content.absolute()):
            hint = "replace it with a regular file, or remove it"
            problem = Problem(
                f"links to {str(file.readlink())!r}, outside the folder", shown_name(str(file)), hint=hint
            )
            raise BuilderError([problem]) from None
    if not is_utf8(name):
        raise BuilderError([Problem("the name is not valid UTF-8", shown_name(str(file)), hint="rename it")])
    return name
