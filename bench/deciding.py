"""The cost of the index: rows, resolution, and the inputs of pages, fresh and after one change.

usage: python bench/deciding.py [--articles 10000]

Articles are generated as values, with 26 links each and Zipf-distributed people; no text is read and no page rendered.
"""

import argparse
import random
import tempfile
from collections.abc import Callable, Iterable
from contextlib import closing, nullcontext
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import TypeVar

from builder.annotate.own_data import lexicon
from builder.core.codec import digest
from builder.core.kinds import EntityKind
from builder.core.values import LocalEntity
from builder.index.addresses import Owned
from builder.index.changes import Changes
from builder.index.entity_lines import Paged, update_lines
from builder.index.resolve import Decisions, Resolver
from builder.index.tables import Index
from builder.index.update import Update
from builder.layout.article_layout import ArticleEntry, Headline, LocalRow
from builder.layout.excerpts import who
from builder.layout.results import ArticleResult, FileRecord
from builder.outputs import OUTPUTS
from builder.outputs.plan import finish, plan
from builder.settings.decisions import Override, Overrides

T = TypeVar("T")

LINKS = 26
PEOPLE = 12_000
NOTHING = Overrides()


def main() -> None:
    """Print seconds."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--articles", type=int, default=10_000)
    count = parser.parse_args().articles
    draw = random.Random(1)
    people = [LocalEntity(EntityKind.PERSON, f"Given{n % 911} Family{n}") for n in range(PEOPLE)]
    weights = [1 / (n + 1) for n in range(PEOPLE)]

    def article(number: int) -> ArticleEntry:
        return an_article(number, draw.choices(people, weights, k=LINKS))

    articles = {f"s{n}.txt": article(n) for n in range(count)}
    print(f"{count} articles, {LINKS} links each, {PEOPLE} people")
    with tempfile.TemporaryDirectory() as folder, closing(Index(Path(folder, "index.db"))) as index:
        changes = timed("fresh rows", partial(follow, index, articles.items(), everything=True))
        timed("all inputs", partial(inputs, index, changes))
        for _ in range(2):
            changes = timed("one article changed", partial(follow, index, [("s5.txt", article(5))]))
            timed("  its inputs", partial(inputs, index, changes))
        renamed = Overrides((Override(EntityKind.PERSON, "given1-family1", name="Somebody Else"),))
        changes = timed("one decision changed", partial(follow, index, (), renamed))
        timed("  its inputs", partial(inputs, index, changes))


def follow(
    index: Index,
    articles: Iterable[tuple[str, ArticleEntry]],
    overrides: Overrides = NOTHING,
    *,
    everything: bool = False,
) -> Changes:
    """Bring the rows of the index up to date with these articles, each with its file."""
    with index.transaction():
        update = Update(index, lexicon(), drafts=False, everything=everything)
        with index.without_indexes("local") if everything else nullcontext():
            for file, each in articles:
                key = digest(each)
                update.put(file, FileRecord(key, key, key), ArticleResult(each, False, (), ()))
        update.settle_terms()
        before, now = index.state("decisions", Decisions), Decisions(overrides)
        resolver = Resolver(update, now, lexicon(), lambda code: f"countries/{code}/")
        resolver.resolve(update.settle_names(), before, now)
        update_lines(update, resolver.anchored, before, now, Paged(), ())
        index.put_state("decisions", now)
        return update.changes


def inputs(index: Index, changes: Changes) -> None:
    """Plan, and query the inputs of each page to check."""
    with index.transaction():
        for page in plan(index, changes, (), Owned(), everything=False):
            digest([file.inputs for file in OUTPUTS[page.output].files(index, page)])
        index.write("UPDATE output SET key = x'00'")
        finish(index)


def an_article(number: int, people: list[LocalEntity]) -> ArticleEntry:
    """An article that names these people."""
    headline = Headline(f"2018/story-{number}", f"Story {number}", f"2018-03-{number % 28 + 1:02}", "It rained.")
    entities = tuple(LocalRow(who(each), 2, 0, "", digest(number, each.name)) for each in dict.fromkeys(people))
    return ArticleEntry(f"s{number}.txt", headline, entities, digest(number))


def timed(name: str, work: Callable[[], T]) -> T:
    """The result of a call, whose seconds are printed."""
    began = perf_counter()
    result = work()
    print(f"{name:24} {perf_counter() - began:8.3f} s", flush=True)
    return result


if __name__ == "__main__":
    main()
