"""Co-mentions, and earlier stories about the same people."""

import random
from collections.abc import Mapping

import pytest

from builder import leaves
from builder.codec import digest
from builder.kinds import EntityKind
from builder.model import Bearer, Entity
from builder.render.addresses import Place
from builder.render.sightings import who
from builder.render.stories import Headline, Seen
from builder.tallies import MOST_TOGETHER, Card, most_named
from builder.timelines import EVERYBODY, REACH, RELATED, Timelines

PEOPLE = "ada", "bo", "cy", "dee"
PLACES = {
    f"person:{name}": Place(Entity(EntityKind.PERSON, name, name.title(), name.title()), f"people/{name}/")
    for name in PEOPLE
}


def story(day: int, *names: str, title: str = "", role: str = "") -> Card:
    headline = Headline(f"s{day}", title or f"Story {day}", f"2018-03-{day:02}" if day else "", "")
    seen = [(f"person:{name}", Seen(who(Bearer(EntityKind.PERSON, name)), 1, 0, role, b"")) for name in names]
    cast = {ref: (each,) for ref, each in seen}
    return Card(headline, cast, digest(headline, seen), headline.order, most_named(cast))


def timelines(**stories: Card) -> Timelines:
    made = Timelines(PLACES)
    made.change(stories, stories.keys())
    return made


def earlier(made: Timelines, file: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(each.story.address, each.people) for each in made.related(file)]


def test_related_stories_are_earlier_ones_those_who_share_most_first() -> None:
    made = timelines(
        a=story(1, "ada", "bo"), b=story(2, "ada"), c=story(3, "ada"), now=story(4, "ada", "bo"), later=story(5, "ada")
    )

    assert earlier(made, "now") == [("s1", ("Ada", "Bo")), ("s3", ("Ada",)), ("s2", ("Ada",))]
    assert earlier(made, "a") == []


def test_a_story_without_a_date_is_neither_earlier_nor_later() -> None:
    made = timelines(a=story(0, "ada"), b=story(1, "ada"), c=story(2, "ada"))

    assert earlier(made, "a") == []
    assert earlier(made, "c") == [("s1", ("Ada",))]


def test_a_new_story_changes_the_related_stories_of_no_other() -> None:
    made = timelines(**{f"f{day}": story(day, "ada", "bo") for day in range(1, 20)})

    _, files = made.change({"new": story(20, "ada", "bo")}, {"new"})

    assert files == {"new"}


def test_after_any_changes_who_may_have_other_related_stories_is_known() -> None:
    rnd = random.Random(4)
    made, stories = Timelines(PLACES), dict[str, Card]()
    said: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for _ in range(400):
        changes = some_changes(rnd, stories, 30)
        stories = {file: card for file, card in {**stories, **changes}.items() if card}
        _, files = made.change(changes, changes.keys())
        for other in files:
            said[other] = earlier(made, other)
        said = {other: found for other, found in said.items() if other in stories}

        assert said == {other: earlier(timelines(**stories), other) for other in stories}


def test_after_any_changes_which_pages_of_lists_may_be_others_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leaves, "PER_PAGE", 2)
    monkeypatch.setattr("builder.timelines.PER_PAGE", 2)
    rnd = random.Random(5)
    made, stories = Timelines(PLACES), dict[str, Card]()
    shown: dict[tuple[str, int], object] = {}
    for _ in range(600):
        changes = some_changes(rnd, stories, 24)
        stories = {file: card for file, card in {**stories, **changes}.items() if card}
        pages, _ = made.change(changes, changes.keys())
        shown = {page: found for page, found in shown.items() if page not in pages} | {
            page: found for page in pages if (found := content(made, *page))
        }

        fresh = timelines(**stories)
        everyone = {EVERYBODY, *(ref for card in stories.values() for ref in card.cast)}
        counts = {ref: len(fresh.of(ref)) for ref in everyone}
        numbers = [(r, number) for r, count in counts.items() if count for number in range(leaves.numbered(count) + 1)]
        assert shown == {page: content(fresh, *page) for page in numbers}


def some_changes(rnd: random.Random, stories: Mapping[str, Card], most: int) -> dict[str, Card | None]:
    """One to three files that appear, disappear or change; no two stories with one address."""
    changes: dict[str, Card | None] = {}
    for _ in range(rnd.randrange(1, 4)):
        file, people = f"f{rnd.randrange(most)}", rnd.sample(PEOPLE, rnd.randrange(4))
        role = rnd.choice(["", "", "engineer"])
        new = None if rnd.random() < 0.2 else story(rnd.randrange(29), *people, title=rnd.choice("xyz"), role=role)
        others = {name: card for name, card in {**stories, **changes}.items() if card and name != file}
        if not new or all(card.headline.address != new.headline.address for card in others.values()):
            changes[file] = new
    return changes


def content(made: Timelines, ref: str, number: int) -> object:
    """Everything that a page of a list shows."""
    count = len(made.of(ref))
    if not count or number > leaves.numbered(count):
        return None
    leaf, start, end = leaves.leaf_of(count, number)
    rows = [made.card(file) for file in made.of(ref)[start:end]]
    beside = (made.totals(ref), made.role(ref), made.mark(ref), made.history(ref)) if ref and not number else ()
    return leaf, rows, beside


def test_no_more_stories_are_related_than_are_shown() -> None:
    made = timelines(**{f"f{day}": story(day, *PEOPLE) for day in range(1, 2 * REACH)})

    assert len(made.related(f"f{2 * REACH - 1}")) == RELATED


def test_a_history_counts_years_and_company() -> None:
    made = timelines(a=story(1, "ada", "bo"), b=story(2, "ada", "bo"), c=story(0, "ada", "cy"))

    history = made.history("person:ada")

    assert [headline.address for headline in history.ends] == ["s1", "s2"]
    assert history.years == (("2018", 2),)
    assert [(each.place.entity.name, each.count, len(each.stories)) for each in history.people] == [
        ("Bo", 2, 2),
        ("Cy", 1, 1),
    ]


def test_in_a_story_of_hundreds_those_count_as_seen_together_whom_it_names_most() -> None:
    ada = who(Bearer(EntityKind.PERSON, "ada"))
    seen = {f"person:p{number}": (Seen(ada, number % 7, 0, "", b""),) for number in range(2 * MOST_TOGETHER)}

    together = most_named(seen)

    assert len(together) == MOST_TOGETHER
    assert min(each.count for (each,) in together.values()) >= max(
        each.count for ref, (each,) in seen.items() if ref not in together
    )
    assert most_named(together) == together
