"""The cost of telling people apart: all groups from nothing, and the groups that a change touches.

usage: python bench/identity.py [--articles 10000] [--named 8]

Articles are generated as rows: 8 people each, as many as in the 84 political stories of PolNeAR's development split
(654), drawn by a Zipf distribution from 12,000 with 3,000 family names. A third has a role, a tenth an age, and a tenth
is called by the family name alone. Processor time.
"""

import argparse
import gc
import random
import statistics
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from time import process_time

from msgspec.structs import replace

from builder.annotate.own_data import lexicon
from builder.core.codec import digest
from builder.core.kinds import EntityKind
from builder.core.values import LocalEntity
from builder.index.entity_lines import Paged, update_lines
from builder.index.resolve import Decisions, Resolver
from builder.index.tables import Index
from builder.index.update import Update
from builder.layout.article_layout import ArticleEntry, Headline, LocalRow, TraitFields
from builder.layout.excerpts import who
from builder.layout.results import ArticleResult, FileRecord

PEOPLE, FAMILIES = 12_000, 3_000
ROLES = "senator", "mayor of Osterby", "plumber", "nurse at the General Hospital", "striker", "bishop"
TIMES = 100
EDITS: dict[str, Callable[[ArticleEntry, ArticleEntry], ArticleEntry]] = {
    "somebody is named no longer": lambda old, _: replace(old, entities=old.entities[:-1]),
    "somebody else is named": lambda old, new: replace(old, entities=(*old.entities[:-1], new.entities[-1])),
    "all people change": lambda _, new: new,
}
"""What becomes of an article, given another one."""


def main() -> None:
    """Print seconds and milliseconds."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--named", type=int, default=8, help="people in an article")
    options = parser.parse_args()
    count = options.articles
    names = lexicon()
    given = sorted(names.first)
    draw = random.Random(1)
    people = [f"{draw.choice(given)} Family{n % FAMILIES}" for n in range(PEOPLE)]
    weights = [1 / (n + 1) for n in range(PEOPLE)]

    def article(number: int) -> ArticleEntry:
        return an_article(number, draw, sorted(set(draw.choices(people, weights, k=options.named))))

    with tempfile.TemporaryDirectory() as folder, closing(Index(Path(folder, "index.db"))) as index:
        articles = {f"s{n}": article(n) for n in range(count)}
        gc.disable()  # As builds do.
        groups, lines = follow(index, articles, everything=True)
        print(f"from nothing: {groups:.2f} s, and the lines of lists {lines:.2f} s")
        sizes = dict(index.rows("SELECT family, count(*) FROM local l JOIN name n ON n.id = l.name GROUP BY family"))
        print(f"{len(sizes)} groups, the largest of {max(sizes.values())} local people")
        for what, edit in EDITS.items():
            spent = []
            for n in draw.sample(range(count), TIMES):
                articles[f"s{n}"] = edit(articles[f"s{n}"], article(n))
                spent.append(follow(index, {f"s{n}": articles[f"s{n}"]}))
            of_groups, of_lines = (sorted(1000 * each for each in kind) for kind in zip(*spent, strict=True))
            medians = (
                f"median {statistics.median(of_groups):.1f} ms, and the lines {statistics.median(of_lines):.1f} ms"
            )
            print(f"{what}: {medians}; at most {of_groups[-1]:.1f} ms and {of_lines[-1]:.1f} ms")
        largest = max(sizes, key=lambda family: sizes[family])
        print(f"the largest group alone: {alone(index, largest) * 1000:.1f} ms")


def follow(index: Index, articles: dict[str, ArticleEntry], *, everything: bool = False) -> tuple[float, float]:
    """Bring the rows up to date; the seconds that resolution takes, and the lines of lists."""
    names, nothing = lexicon(), Decisions()
    with index.transaction():
        update = Update(index, names, drafts=False, everything=everything)
        for file, each in articles.items():
            key = digest(each)
            update.put(file, FileRecord(key, key, key), ArticleResult(each, False, (), ()))
        resolver = Resolver(update, nothing, names, lambda code: f"countries/{code}/")
        touched = update.settle_names()
        began = process_time()
        resolver.resolve(touched, nothing, nothing)
        resolved = process_time()
        update_lines(update, resolver.anchored, nothing, nothing, Paged(), ())
        return resolved - began, process_time() - resolved


def alone(index: Index, family: str) -> float:
    """The seconds that one group takes."""
    names, nothing = lexicon(), Decisions()
    with index.transaction():
        update = Update(index, names, drafts=False, everything=False)
        touched = {id_ for (id_,) in index.rows("SELECT id FROM name WHERE family = ? LIMIT 1", family)}
        began = process_time()
        Resolver(update, nothing, names, lambda code: f"countries/{code}/").resolve(touched, nothing, nothing)
        return process_time() - began


def an_article(number: int, draw: random.Random, people: list[str]) -> ArticleEntry:
    """An article that names these people."""
    day = f"{2000 + number % 20}-{number % 12 + 1:02}-{number % 28 + 1:02}"
    headline = Headline(f"story-{number}", f"Story {number}", day, "It rained.")
    rows = []
    for name in dict.fromkeys(name.split()[-1] if draw.random() < 0.1 else name for name in people):
        roles = (draw.choice(ROLES),) if draw.random() < 1 / 3 else ()
        ages = (40 + number % 20,) if draw.random() < 0.1 else ()
        local = who(LocalEntity(EntityKind.PERSON, name))
        rows.append(LocalRow(local, 2, 0, "".join(roles), digest(number, name), TraitFields((name,), roles, ages)))
    return ArticleEntry(f"s{number}", headline, tuple(rows), digest(number))


if __name__ == "__main__":
    main()
