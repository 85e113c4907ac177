"""What a build that fails or is killed leaves undone, the next one finishes."""

import os
import signal
from collections.abc import Callable
from contextlib import closing
from itertools import cycle, product
from pathlib import Path

import pytest

from builder.core.errors import BuilderError
from builder.index import queries
from builder.index.tables import INDEX, Index
from builder.outputs.rendering import Renderer
from builder.site import Site, build, opened
from builder.store.memo import Cache
from builder.store.writer import Output
from tests.ends import clean, pages, write
from tests.indexed import rows

COUNT = 6


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A built project."""
    folder = tmp_path / "project"
    write(folder, COUNT, "before")
    build(folder, search="none", jobs=1)
    return folder


def change_one(project: Path) -> None:
    story = project / "content/story-3.md"
    story.write_text(story.read_text().replace("before", "after"))


def delete_one(project: Path) -> None:
    (project / "content/story-3.md").unlink()


def add_one(project: Path) -> None:
    text = (project / "content/story-3.md").read_text().replace("Anna 3", "Otto Kern").replace("anna-3", "otto-kern")
    (project / "content/new.md").write_text(text)


def change_all(project: Path) -> None:
    write(project, COUNT, "after")


def change_settings(project: Path) -> None:
    (project / "dateline.toml").write_text('[site]\ntitle = "Other"\nbase_url = "https://example.org/"\n')


def change_theme(project: Path) -> None:
    (project / "templates").mkdir()
    (project / "templates/base.html").write_text("<p>{{ page.site.title }}</p>\n")


EDITS = (change_one, delete_one, add_one, change_all, change_settings, change_theme)


def kill(project: Path, owner: type, name: str, call: int) -> None:
    """Build in a process that is killed when it calls this for the given time; or at the end, if it does not."""
    child = os.fork()
    if not child:
        before: Callable[..., object] = getattr(owner, name)
        calls = []

        def die(*given: object) -> object:
            calls.append(given)
            if len(calls) == call:
                os.kill(os.getpid(), signal.SIGKILL)
            return before(*given)

        setattr(owner, name, die)
        build(project, search="none", jobs=1)
        os.kill(os.getpid(), signal.SIGKILL)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


def pending(project: Path) -> list[str]:
    """The pages that a build has not finished."""
    with closing(Index(project / INDEX)) as index:
        return [page for (page,) in index.rows("SELECT page FROM pending")]


def is_finished(project: Path) -> bool:
    report = Site(project).build(search="none", thorough=True)
    return not pending(project) and (report.written, report.deleted) == (0, 0)


MOMENTS: tuple[tuple[type, str, int], ...] = (
    (Cache, "commit", 1),
    (Renderer, "render", 1),
    (Output, "set_aside", 2),
    (Output, "announce", 1),
    (Output, "put", 1),
    (Output, "_move", 2),
    (Output, "finish", 1),
    (Output, "leave", 1),
    (Index, "put_last", 1),
)


@pytest.mark.parametrize(("moment", "edit"), list(zip(MOMENTS, cycle(EDITS), strict=False))[::2])
def test_the_next_build_finishes_one_that_was_killed(
    project: Path, moment: tuple[type, str, int], edit: Callable[[Path], None]
) -> None:
    edit(project)

    kill(project, *moment)
    build(project, search="none", jobs=1)

    assert pages(project) == clean(project)
    assert is_finished(project)


@pytest.mark.slow
@pytest.mark.parametrize(("edit", "moment"), list(product(EDITS, MOMENTS))[::2])
def test_the_next_build_finishes_any_that_was_killed(
    project: Path, moment: tuple[type, str, int], edit: Callable[[Path], None]
) -> None:
    test_the_next_build_finishes_one_that_was_killed(project, moment, edit)


def test_a_killed_build_leaves_a_list_of_what_it_had_not_finished(project: Path) -> None:
    change_one(project)

    kill(project, Output, "put", 1)

    assert {"article:0:story-3.md", "home:0:", "entity:0:person:anna-3"} <= {*pending(project)}
    assert "article:0:story-1.md" not in pending(project)


def test_what_a_killed_build_had_begun_is_finished_though_it_was_taken_back(project: Path) -> None:
    before = (project / "content/story-3.md").read_bytes()
    delete_one(project)
    kill(project, Output, "finish", 1)

    (project / "content/story-3.md").write_bytes(before)
    build(project, search="none", jobs=1)

    assert pages(project) == clean(project)
    assert is_finished(project)


@pytest.mark.parametrize("moment", [(Renderer, "render", 1), (Output, "put", 3), (Output, "finish", 1)])
def test_a_process_finishes_what_one_beside_it_was_killed_at(project: Path, moment: tuple[type, str, int]) -> None:
    site = Site(project)
    add_one(project)
    site.build(search="none")

    delete_one(project)
    kill(project, *moment)
    site.build(search="none")

    assert pages(project) == clean(project)
    assert is_finished(project)


@pytest.mark.parametrize("edit", [delete_one, change_all, change_theme])
def test_a_process_whose_build_failed_finishes_it_with_the_next(project: Path, edit: Callable[[Path], None]) -> None:
    site = Site(project)
    add_one(project)
    site.build(search="none")
    edit(project)
    (project / "site/articles/story-1").rename(project / "away")
    (project / "site/articles/story-1").symlink_to(project / "away")
    (project / "content/story-1.md").write_text("---\ntitle: Other\nlanguage: de\n---\nOther.\n")
    with pytest.raises(BuilderError, match="is a symbolic link"):
        site.build(search="none")

    (project / "site/articles/story-1").unlink()
    (project / "away").rename(project / "site/articles/story-1")
    site.build(search="none")

    assert pages(project) == clean(project)
    assert is_finished(project)


def test_a_query_sees_the_files_as_they_are_and_leaves_the_index_as_it_was(project: Path) -> None:
    with closing(Index(project / INDEX)) as index:
        before = rows(index)
    add_one(project)

    with opened(project) as site:
        assert queries.place_of(site.index, "person:otto-kern")

    with closing(Index(project / INDEX)) as index:
        assert rows(index) == before
    build(project, search="none", jobs=1)
    assert "people/otto-kern/index.html" in pages(project)
    assert pages(project) == clean(project)
