"""Who is seen with whom, and which earlier stories are about the same people."""

import random

from builder.model import Bearer, Entity, EntityKind
from builder.render.addresses import Place
from builder.render.company import Shown
from builder.render.stories import Headline
from builder.timelines import REACH, RELATED, Timelines

PEOPLE = "ada", "bo", "cy", "dee"


def shown(*names: str, mentions: int = 1) -> tuple[Shown, ...]:
    return tuple(
        Shown(
            Bearer(EntityKind.PERSON, name),
            Place(Entity(EntityKind.PERSON, name, name.title(), name.title()), f"people/{name}/"),
            "",
            mentions,
        )
        for name in names
    )


def story(day: int, *names: str, title: str = "") -> tuple[Headline, tuple[Shown, ...]]:
    return Headline(f"s{day}", title or f"Story {day}", f"2018-03-{day:02}" if day else "", ""), shown(*names)


def timelines(**stories: tuple[Headline, tuple[Shown, ...]]) -> Timelines:
    made = Timelines()
    made.change(stories)
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

    _, files = made.change({"new": story(20, "ada", "bo")})

    assert files == {"new"}


def test_after_any_changes_who_may_have_other_related_stories_is_known() -> None:
    rnd = random.Random(4)
    made, stories = Timelines(), dict[str, tuple[Headline, tuple[Shown, ...]]]()
    said: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for _ in range(400):
        file = f"f{rnd.randrange(30)}"
        day = rnd.randrange(29)
        new = None if rnd.random() < 0.2 else story(day, *rnd.sample(PEOPLE, rnd.randrange(4)), title=rnd.choice("xyz"))
        if new and any(other != file and s[0].address == new[0].address for other, s in stories.items()):
            continue
        stories = {name: s for name, s in stories.items() if name != file} | ({file: new} if new else {})
        refs, files = made.change({file: new})
        for other in files:
            said[other] = earlier(made, other)
        said = {other: found for other, found in said.items() if other in stories}

        fresh = timelines(**stories)
        assert said == {other: earlier(fresh, other) for other in stories}
        for ref in {each.place.entity.ref for s in stories.values() for each in s[1]} | refs:
            assert list(made.of(ref)) == list(fresh.of(ref))
            if fresh.of(ref):
                assert made.mark(ref) == fresh.mark(ref)
                assert made.history(ref) == fresh.history(ref)


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
