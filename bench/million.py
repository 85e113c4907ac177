"""The index of a million articles, and the rendering of a hundredth of its pages.

usage: python bench/million.py FOLDER [--articles 10000] [--times 100] [--jobs 0]

Reading a million articles would take hours even without the language model. So the articles of ``many.py`` are read
once, and each is added to the index --times times, at different addresses. The hundred people named most are the same
in all copies, as some people are in much of an archive; everybody else has a different family name in each copy. The
first copy keeps the names of its texts: its articles are rendered, and with them a hundredth of all other pages.
"""

import argparse
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path

import corpus
from deciding import follow, timed
from many import size
from msgspec import structs
from sites import run

from builder.articles import Articles
from builder.core.codec import digest
from builder.index import queries
from builder.index.addresses import Owned
from builder.index.changes import Changes
from builder.index.pages import Page
from builder.index.tables import INDEX, Index
from builder.layout.article_layout import ArticleEntry, LocalRow
from builder.outputs import article
from builder.outputs.plan import finish, plan
from builder.outputs.rendering import Rendered, RenderInputs, render
from builder.settings.project import Project, load_project
from builder.settings.site_settings import Navigation, Settings
from builder.store.memo import CACHE, Cache
from builder.store.sources import Snapshot
from builder.store.workers import in_workers
from builder.store.writer import Output
from builder.work import no_progress

FREQUENT = 100
"""People who are the same in all copies."""

MANY = "many"
"""The folder of the large index, in the project's."""


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--jobs", type=int, default=0)
    parser.add_argument("--index", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    folder, here = options.folder.resolve(), Path(__file__)
    if options.index:
        index_and_render(folder, options.articles, options.times, options.jobs)
        return
    if not (folder / INDEX).exists():
        command = (sys.executable, str(here.parent / "many.py"), str(folder), "--articles", str(options.articles))
        run(command, folder.parent)
    done = run((sys.executable, __file__, str(folder), *sys.argv[2:], "--index"), folder, memory=True)
    print(f"{done.output}{done.seconds:.0f} s, {done.processor:.0f} s of processors, {done.megabytes:,.0f} MB")
    print(f"the index: {size(folder / MANY / INDEX) / 2**20:,.0f} MB")


def index_and_render(folder: Path, count: int, times: int, jobs: int) -> None:
    """Index the articles of a built site so many times, and render a hundredth; print the seconds of each step."""
    many = folder / MANY
    shutil.rmtree(many, ignore_errors=True)
    (many / INDEX).parent.mkdir(parents=True)
    shutil.copy(folder / CACHE, many / CACHE)
    project = load_project(folder, Snapshot())
    entries = read_entries(project)
    print(f"{len(entries) * times} articles")
    with closing(Index(many / INDEX)) as index, Output(many / "site", "site").aside():
        timed("rows and names", lambda: follow(index, copies(entries, count, times), everything=True))
        with index.transaction():
            pages = timed("pages and addresses", lambda: plan(index, Changes(), (), Owned(), everything=True))
            index.write("UPDATE output SET key = x'00'")
            finish(index)
            navigation = Navigation((), queries.sections(index), queries.taxonomies(index))
        print(f"{len(pages)} pages")
        some = [each for each in pages if each.output == article.NAME and each.name.startswith("0/")]
        some += [each for each in pages if each.output != article.NAME][::times]
        theme = render_inputs(project, many, replace(project.settings, navigation=navigation))
        timed(f"{len(some)} pages rendered", lambda: rendered(theme, some, jobs))
        file, entry = next(copies(entries, count, 1))
        for each in (structs.replace(entry, entities=entry.entities[1:]), entry):
            changes = timed("one article changed", partial(follow, index, [(file, each)]))
            with index.transaction():
                pages = timed("its pages", partial(plan, index, changes, (), Owned(), everything=False))
                finish(index)
            timed(f"{len(pages)} pages rendered", partial(rendered, theme, pages, jobs))


def read_entries(project: Project) -> list[ArticleEntry]:
    """The articles of a built site, as its index records them."""
    with closing(Cache(project.folder / CACHE)) as cache, closing(Index(project.folder / INDEX)) as index:
        articles = Articles(project, cache, no_progress)
        return [articles.entry_of(key) for (key,) in index.rows("SELECT key FROM source ORDER BY file")]


def copies(entries: Sequence[ArticleEntry], count: int, times: int) -> Iterator[tuple[str, ArticleEntry]]:
    """Each article so many times, with its file."""
    frequent = {f"person:{name}" for name in corpus.people(count)[:FREQUENT]}
    for number in range(times):
        letters = "".join(chr(ord("a") + int(digit)) for digit in str(number)) if number else ""
        for entry in entries:
            headline = structs.replace(entry.headline, address=f"{entry.headline.address}-{number}")
            entities = tuple(row if row.who in frequent else renamed(row, letters) for row in entry.entities)
            file = f"{number}/{entry.file}"
            yield file, structs.replace(entry, file=file, headline=headline, entities=entities)


def renamed(row: LocalRow, letters: str) -> LocalRow:
    """A person with these letters added to their family name."""
    if not letters or not row.who.startswith("person:"):
        return row
    family = row.who.rpartition(" ")[2]
    forms = tuple(f"{form}{letters}" if form.endswith(family) else form for form in row.traits.forms)
    return structs.replace(row, who=row.who + letters, traits=row.traits._replace(forms=forms))


def render_inputs(project: Project, folder: Path, settings: Settings) -> RenderInputs:
    """What rendering pages of the index in this folder takes, with the theme of the project."""
    key = digest("theme")
    texts = project.templates(), project.config.templates
    return RenderInputs(folder, "site", settings, *texts, key, project.theme, {"theme": key, "site": key, "file": key})


def rendered(inputs: RenderInputs, pages: Sequence[Page], jobs: int) -> None:
    """Render these pages to temporary files."""
    with closing(in_workers(partial(render, inputs), pages, jobs, shape=list[Rendered])) as batches:
        files = sum(map(len, batches))
    print(f"{files} files")


if __name__ == "__main__":
    main()
