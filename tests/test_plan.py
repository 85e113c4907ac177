"""Which pages a site has: lists numbered from the oldest."""

from datetime import date, timedelta

import pytest

from builder.annotate.lexicon import lexicon
from builder.codec import digest
from builder.model import Bearer, EntityKind
from builder.overrides import Override, Overrides
from builder.plan import Plan
from builder.recipes import ARTICLE_FILES, paths
from builder.render.stories import Headline, Seen, Story
from builder.timelines import PER_PAGE, leaves


@pytest.mark.parametrize("count", [0, 1, PER_PAGE, 2 * PER_PAGE - 1, 2 * PER_PAGE, 5 * PER_PAGE + 7])
def test_the_pages_of_a_list_show_each_row_once_in_order(count: int) -> None:
    shown = [row for _, start, end in leaves(count) for row in range(start, end)]

    assert shown == list(range(count))


def test_a_new_story_changes_only_the_first_page_of_a_list() -> None:
    before, after = (
        {leaf: (count - end, count - start) for leaf, start, end in leaves(count)}  # counted from the oldest
        for count in (3 * PER_PAGE + 1, 3 * PER_PAGE + 2)
    )

    assert {leaf.number for leaf in after if before.get(leaf) != after[leaf]} == {0}


def test_every_page_of_a_list_is_reached_from_the_first() -> None:
    by_number = {leaf.number: leaf for leaf, _, _ in leaves(7 * PER_PAGE)}

    reached, number = [], 0
    while number >= 0:
        reached.append(number)
        number = by_number[number].older

    assert reached == [0, 6, 5, 4, 3, 2, 1]
    assert all(by_number[by_number[n].newer].older == n for n in by_number if n)


def story(number: int, *names: str) -> Story:
    """A story of its own day that names these people."""
    day = date(2000, 1, 1) + timedelta(days=number)
    seen = tuple(Seen(Bearer(EntityKind.PERSON, name), 1, 0, "", digest(number, name)) for name in names)
    headline = Headline(f"s{number}", f"Story {number}", day.isoformat(), "It rained.")
    return Story(f"s{number}.txt", headline, seen, digest(number))


def test_one_more_story_about_somebody_in_five_thousand_prints_one_list_page() -> None:
    stories = {f"{n}": story(n, "Ada Lovelace", f"Ann N{n % 400}x") for n in range(5_000)}
    plan = Plan(Overrides(), lexicon("", "", ""), lambda code: code, {})
    plan.change(stories)
    before = {(type(unit), paths(unit)): unit for unit in plan.units}

    plan.change(stories | {"new": story(5_000, "Ada Lovelace")})

    changed = {paths(unit) for unit in plan.units if before.get((type(unit), paths(unit))) != unit}
    folder = "people/ada-lovelace/"
    assert {path for path in changed if path[0].startswith(folder)} == {
        (f"{folder}index.html", f"{folder}card.json"),
        (f"{folder}feed.xml",),
    }
    assert {path for path in changed if path[0].startswith("articles/")} == {
        tuple(f"articles/s5000/{name}" for name in ARTICLE_FILES)
    }


def test_other_decisions_are_followed_to_the_same_pages_as_a_plan_that_was_made_with_them() -> None:
    stories = {f"{n}": story(n, "Ada Lovelace", "Ann Other" if n % 2 else "Bo Other") for n in range(9)}
    decided = Overrides((Override(EntityKind.PERSON, "ann-other", name="Anne Other", same_as=("https://x.org/",)),))
    plan, fresh = (Plan(each, lexicon("", "", ""), lambda code: code, {}) for each in (Overrides(), decided))
    plan.change(dict(stories))
    fresh.change(dict(stories))

    plan.decide(decided, {})
    changed = plan.change({})

    assert set(plan.units) == set(fresh.units)
    assert ("entity", "person:ann-other") in changed
    assert ("entity", "person:bo-other") not in changed
    plan.decide(Overrides(), {"bo-other-2": "Bo Other"})
    assert {("entity", "person:bo-other"), ("entity", "person:bo-other-2")} <= plan.change({}).keys()
