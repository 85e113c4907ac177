"""A short name means the person introduced in its article, and no one rather than the wrong one."""

from dataclasses import replace

from builder.annotate.bind import Person, TextPosition, bind
from builder.annotate.names import NameWords, key, shorts
from builder.core.kinds import EntityKind
from builder.core.values import LocalEntity

BRANDT = ("brandt",)


def a_person(name: str, first: TextPosition, sex: str = "", *, family_first: bool = False) -> Person:
    forms = tuple(key(short) for short in shorts(tuple(name.split()), family_first=family_first))
    return Person(LocalEntity(EntityKind.PERSON, name), (first,), forms, sex)


def bound(short: NameWords, first: TextPosition, *people: Person, sex: str = "") -> str:
    """The name of the person meant; "?" if it is ambiguous, empty if it is no one."""
    use = short, sex
    found, unclear = bind(people, {use: [first]})
    return "?" if use in unclear else found[use, first].local.name if found else ""


def test_a_short_name_means_the_person_introduced_before_it() -> None:
    before, after = a_person("Angela Brandt", (3, 0)), a_person("Martin Brandt", (5, 0))

    assert bound(BRANDT, (4, 0), before, after) == "Angela Brandt"
    assert bound(BRANDT, (4, 0), after, before) == "Angela Brandt"


def test_of_two_people_introduced_before_the_one_in_the_headline_is_meant() -> None:
    headline, lead = a_person("Angela Brandt", (0, 9)), a_person("Martin Brandt", (2, 0))

    assert bound(BRANDT, (4, 0), headline, lead) == "Angela Brandt"


def test_of_two_people_introduced_before_the_one_in_the_lead_is_meant() -> None:
    lead, later = a_person("Angela Brandt", (2, 0)), a_person("Martin Brandt", (3, 0))

    assert bound(BRANDT, (4, 0), lead, later) == "Angela Brandt"


def test_a_short_name_of_two_people_in_the_headline_means_nobody() -> None:
    one, other = a_person("Angela Brandt", (0, 0)), a_person("Martin Brandt", (0, 20))

    assert bound(BRANDT, (4, 0), one, other) == "?"


def test_a_short_name_of_two_people_in_the_body_means_nobody() -> None:
    one, other = a_person("Angela Brandt", (3, 0)), a_person("Martin Brandt", (3, 20))

    assert bound(BRANDT, (4, 0), one, other) == "?"


def test_a_person_introduced_only_later_is_meant_if_there_is_no_other() -> None:
    later, last = a_person("Angela Brandt", (5, 0)), a_person("Martin Brandt", (6, 0))

    assert bound(BRANDT, (4, 0), later) == "Angela Brandt"
    assert bound(BRANDT, (4, 0), later, last) == "?"


def test_of_two_in_two_passages_the_one_last_named_has_it_at_each_place() -> None:
    she, he = (
        replace(a_person("Angela Brandt", (3, 0)), places=((3, 0), (6, 0))),
        a_person("Martin Brandt", (4, 0)),
    )
    use, places = (BRANDT, ""), [(5, 0), (7, 0)]

    found, unclear = bind([she, he], {use: places})

    assert [found[use, place].local.name for place in places] == ["Martin Brandt", "Angela Brandt"]
    assert unclear == []


def test_a_place_before_all_introductions_follows_the_first_one_after() -> None:
    first, later = a_person("Angela Brandt", (3, 0)), a_person("Martin Brandt", (5, 0))
    use, places = (BRANDT, ""), [(1, 0), (4, 0), (6, 0)]

    found, _ = bind([first, later], {use: places})

    assert {found[use, place].local.name for place in places} == {"Angela Brandt"}


def test_a_title_excludes_only_the_other_sex() -> None:
    unknown, son = a_person("Kit Brandt", (3, 0)), a_person("Martin Brandt", (5, 0), "m")

    assert bound(BRANDT, (4, 0), unknown, son, sex="m") == "Kit Brandt"


def test_a_family_name_comes_before_a_given_name() -> None:
    family, given = a_person("Paul James", (3, 0)), a_person("James Miller", (3, 20))

    assert bound(("james",), (4, 0), given, family) == "Paul James"


def test_a_family_name_that_comes_first_is_the_short_form() -> None:
    kim = a_person("Kim Jong Un", (2, 0), family_first=True)

    assert bound(("kim",), (3, 0), kim) == "Kim Jong Un"
    assert bound(("jong", "un"), (3, 0), kim) == "Kim Jong Un"
    assert bound(("un",), (3, 0), kim) == ""


def test_particles_belong_to_the_short_form_and_suffixes_do_not() -> None:
    leyen, king = a_person("Ursula von der Leyen", (2, 0)), a_person("Martin Luther King Jr.", (2, 40))

    assert bound(("von", "der", "leyen"), (3, 0), leyen, king) == "Ursula von der Leyen"
    assert bound(("king",), (3, 0), leyen, king) == "Martin Luther King Jr."
    assert bound(("jr",), (3, 0), leyen, king) == ""


def test_titles_distinguish_siblings() -> None:
    she, he, child = (
        a_person("Angela Brandt", (3, 0), "f"),
        a_person("Martin Brandt", (3, 20), "m"),
        a_person("Kit Brandt", (4, 0)),
    )

    assert bound(BRANDT, (5, 0), she, he, sex="f") == "Angela Brandt"
    assert bound(BRANDT, (5, 0), she, he, sex="m") == "Martin Brandt"
    assert bound(BRANDT, (5, 0), she, child, sex="m") == "Kit Brandt"
    assert bound(BRANDT, (5, 0), she, sex="m") == ""
