"""The pages of a site: lists numbered from the oldest."""

import random
from datetime import date, timedelta

import pytest

from builder.annotate.lexicon import lexicon
from builder.codec import digest
from builder.kinds import EntityKind
from builder.leaves import PER_PAGE, leaf_of, numbered
from builder.model import Bearer
from builder.overrides import Override, Overrides
from builder.plan import IN_THE_NEWS, Plan
from builder.recipes import Owner, Unit, paths
from builder.render.addresses import Leaf
from builder.render.sightings import who
from builder.render.stories import Headline, Seen, Story
from builder.tallies import Company, Totals

NOTHING = Overrides()
HIDDEN = Overrides((Override(EntityKind.PERSON, "ada-lovelace", hidden=True),))
RENAMED = Overrides((Override(EntityKind.PERSON, "ann-other", name="Anne Other"),), same=(("bo-other", "cy-young"),))


def leaves(count: int) -> list[tuple[Leaf, int, int]]:
    """All pages of a list, from the newest rows to the oldest."""
    return [leaf_of(count, number) for number in (0, *range(numbered(count), 0, -1))]


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
    """A story with its own date that names these people."""
    day = date(2000, 1, 1) + timedelta(days=number)
    seen = tuple(Seen(who(Bearer(EntityKind.PERSON, name)), 1, 0, "", digest(number, name)) for name in names)
    headline = Headline(f"s{number}", f"Story {number}", day.isoformat(), "It rained.")
    return Story(f"s{number}.txt", headline, seen, digest(number), digest(headline, names))


def units(plan: Plan) -> dict[tuple[Owner, int], Unit]:
    """All units of the site."""
    return {(owner, place): unit for owner in plan.owners() for place, unit in enumerate(plan.units(owner))}


def a_plan(overrides: Overrides = NOTHING) -> Plan:
    return Plan(overrides, lexicon("", "", ""), lambda code: code, {})


def test_one_more_story_about_somebody_in_five_thousand_prints_one_list_page() -> None:
    plan = a_plan()
    plan.change({f"{n}": story(n, "Ada Lovelace", f"Ann N{n % 400}x") for n in range(5_000)})
    before = units(plan)

    touched = plan.change({"new": story(5_000, "Ada Lovelace")})

    changed = {key for key, unit in units(plan).items() if before.get(key) != unit}
    assert {owner for owner, _ in changed} <= touched
    assert {owner for owner in touched if owner.kind in ("article", "entity", "home")} == {
        Owner("article", "new"),
        Owner("entity", "person:ada-lovelace"),
        Owner("home"),
    }


def test_one_more_story_about_somebody_in_five_thousand_counts_no_other_again(monkeypatch: pytest.MonkeyPatch) -> None:
    plan = a_plan()
    plan.change({f"{n}": story(n, "Ada Lovelace", f"Ann N{n % 400}x") for n in range(5_000)})
    units(plan)
    plan.history("person:ada-lovelace")
    counted: list[object] = []
    for tally in (Totals, Company):
        monkeypatch.setattr(tally, "add", lambda *given: counted.append(given))

    touched = plan.change({"new": story(5_000, "Ada Lovelace", "Somebody New")})
    for owner in touched:
        plan.units(owner)
    plan.history("person:ada-lovelace")

    # Both tallies of the one, the totals of the other, and the newest stories on the front page.
    assert len(counted) == 2 + 1 + IN_THE_NEWS


def test_a_story_that_makes_a_list_longer_than_its_pages_adds_one_that_its_neighbour_names() -> None:
    plan = a_plan()
    plan.change({f"{n}": story(n, "Ada Lovelace") for n in range(4 * PER_PAGE - 1)})

    touched = plan.change({"new": story(5_000, "Ada Lovelace")})

    assert {owner.number for owner in touched if owner.kind == "entity"} == {0, 2, 3}


def test_the_paths_of_an_owner_are_those_of_its_units() -> None:
    plan = a_plan()
    plan.change({f"{n}": story(n, "Ada Lovelace", f"Ann N{n % 40}x") for n in range(5 * PER_PAGE)})

    for owner in plan.owners():
        found = tuple(path for unit in plan.units(owner) for path in paths(unit))
        assert plan.paths(owner) == found


def test_other_decisions_are_followed_to_the_same_pages_as_a_plan_that_was_made_with_them() -> None:
    stories = {f"{n}": story(n, "Ada Lovelace", "Ann Other" if n % 2 else "Bo Other") for n in range(9)}
    decided = Overrides((Override(EntityKind.PERSON, "ann-other", name="Anne Other", same_as=("https://x.org/",)),))
    plan, fresh = a_plan(), a_plan(decided)
    plan.change(dict(stories))
    fresh.change(dict(stories))

    plan.decide(decided, {})
    touched = plan.change({})

    assert units(plan) == units(fresh)
    assert Owner("entity", "person:ann-other") in touched
    assert Owner("entity", "person:bo-other") not in touched
    plan.decide(Overrides(), {"bo-other-2": "Bo Other"})
    assert {Owner("entity", "person:bo-other"), Owner("entity", "person:bo-other-2")} <= plan.change({})


def test_after_any_changes_what_is_not_touched_is_as_it_was() -> None:
    rnd = random.Random(6)
    names = ["Ada Lovelace", "Ann Other", "Ann", "Bo Other", "Cy Young", "José Maria", "Jose Maria"]
    plan, stories, decided = a_plan(), dict[str, Story](), NOTHING
    before: dict[tuple[Owner, int], Unit] = {}
    for _ in range(150):
        changes: dict[str, Story | None] = {}
        for number in rnd.sample(range(130), rnd.choice([1, 1, 2, 60])):
            people = rnd.sample(names, rnd.randrange(4))
            changes[f"{number}"] = None if rnd.random() < 0.2 else story(number, *people)
        stories = {file: each for file, each in {**stories, **changes}.items() if each}
        if rnd.random() < 0.3:
            decided = rnd.choice([NOTHING, HIDDEN, RENAMED])
            plan.decide(decided, {})
        touched = plan.change(changes)

        fresh = a_plan(decided)
        fresh.change(stories)
        after = units(plan)
        assert after == units(fresh)
        assert set(plan.owners()) == set(fresh.owners())
        changed = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
        assert {owner for owner, _ in changed} <= touched
        before = after
