"""The cost of resolution across the site: who is who, pages and lists, fresh and after one change.

usage: python bench/deciding.py [--articles 10000]

Stories are generated as values, with 26 links each and Zipf-distributed people; no text is read and no page printed.
"""

import argparse
import random
from time import perf_counter

from builder import sources
from builder.annotate.lexicon import lexicon
from builder.codec import digest
from builder.kinds import EntityKind
from builder.model import Bearer
from builder.overrides import Override, Overrides
from builder.plan import Plan
from builder.render.sightings import who
from builder.render.stories import Headline, Seen, Story

LINKS = 26
PEOPLE = 12_000


def main() -> None:
    """Print seconds."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--articles", type=int, default=10_000)
    articles = parser.parse_args().articles
    draw = random.Random(1)
    people = [Bearer(EntityKind.PERSON, f"Given{n % 911} Family{n}") for n in range(PEOPLE)]
    weights = [1 / (n + 1) for n in range(PEOPLE)]
    stories = {f"s{n}.txt": story(n, draw.choices(people, weights, k=LINKS)) for n in range(articles)}
    names = lexicon(*(sources.data(name) for name in ("first-names.txt", "family-names.txt", "words.txt")))
    plan = Plan(Overrides(), names, lambda code: f"countries/{code}/", {})
    print(f"{articles} stories, {LINKS} links each, {PEOPLE} people")
    print(f"fresh                {timed(lambda: plan.change(stories)):8.3f} s")
    print(f"all units            {timed(lambda: [plan.units(owner) for owner in plan.owners()]):8.3f} s")
    for _ in range(2):
        changed = {"s5.txt": story(5, draw.choices(people, weights, k=LINKS))}
        print(f"one story changed    {timed(lambda: [plan.units(owner) for owner in plan.change(changed)]):8.3f} s")  # noqa: B023
    plan.decide(Overrides((Override(EntityKind.PERSON, "given1-family1", name="Somebody Else"),)), {})
    print(f"one decision changed {timed(lambda: [plan.units(owner) for owner in plan.change({})]):8.3f} s")


def story(number: int, seen: list[Bearer]) -> Story:
    """A story that names these people."""
    headline = Headline(f"2018/story-{number}", f"Story {number}", f"2018-03-{number % 28 + 1:02}", "It rained.")
    marks = tuple(Seen(who(each), 2, 0, "", digest(number, each.name)) for each in dict.fromkeys(seen))
    return Story(f"s{number}.txt", headline, marks, digest(number), digest(headline, [each.who for each in marks]))


def timed(work: object) -> float:
    """Seconds that a call takes."""
    began = perf_counter()
    work()  # type: ignore[operator]  # a function without arguments
    return perf_counter() - began


if __name__ == "__main__":
    main()
