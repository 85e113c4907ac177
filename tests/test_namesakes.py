"""People of one name: decisions about one leave the others alone, and no two look the same."""

from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path

import pytest

from builder.core.kinds import EntityKind
from builder.core.values import LocalEntity
from builder.index import queries
from builder.index.identity import Resolution, resolve
from builder.index.person_pages import pages
from builder.index.profiles import NO_COMPANIONS, LocalPerson
from builder.index.resolve import Decisions, is_listed
from builder.layout.article_layout import TraitFields
from builder.settings.decisions import Override, Overrides
from tests.indexed import an_entry, an_index, follow
from tests.people import names

NURSE, SINGER = "nurse from Leeds", "soul singer"
Mentioned = tuple[str, str]
"""A name, or "name=id", and a role."""


def resolved(mentioned: Iterable[Mentioned], same: Mapping[str, str] | None = None, *different: str) -> Resolution:
    """The people of these articles, one each, in the order of their addresses."""
    people = []
    for number, (name, role) in enumerate(mentioned):
        words, _, id_ = name.partition("=")
        traits = TraitFields(roles=(role,) if role else ())
        people.append(LocalPerson(number, 0, LocalEntity(EntityKind.PERSON, words, id_), f"a{number}", 2000.0, traits))
    apart = {frozenset(different)} if different else set()
    return resolve(people, names(), NO_COMPANIONS, same or {}, apart)


def ids(mentioned: Iterable[Mentioned], same: Mapping[str, str] | None = None, *different: str) -> list[str]:
    """The id of whom each article means."""
    found = resolved(mentioned, same, *different)
    whom: dict[int, str] = {}
    for person, entity in zip(found.people, pages(found.people, {}, names(), same or {}, {}, {}), strict=True):
        assert entity
        whom |= {member.article: entity.id for member in person.members}
    return [id_ for _, id_ in sorted(whom.items())]


BOTH = ("James Brown", NURSE), ("James Brown", SINGER)


@pytest.mark.parametrize(
    ("mentioned", "expected"),
    [
        (BOTH, ["james-brown", "james-brown-2"]),
        ((*BOTH, ("Brown=james-brown", "")), ["james-brown", "james-brown-2", "james-brown"]),
        ((*BOTH, ("Brown=james-brown-2", "")), ["james-brown", "james-brown-2", "james-brown-2"]),
        ((*BOTH, ("James Brown=james-brown", SINGER)), ["james-brown-2", "james-brown", "james-brown"]),
        ((*BOTH, ("James Brown=james-brown", "")), ["james-brown", "james-brown-2", "james-brown"]),
        ((("James Brown=james-brown-2", ""), ("James Brown", NURSE)), ["james-brown-2", "james-brown"]),
        ((("James Brown=the-singer", SINGER), ("James Brown", NURSE)), ["the-singer", "james-brown"]),
        ((("James Brown=james-brown", NURSE), ("James Brown", NURSE)), ["james-brown", "james-brown"]),
        ((("James Brown=james-brown", ""), ("James Brown", NURSE)), ["james-brown", "james-brown"]),
    ],
)
def test_a_decision_about_one_of_them_draws_no_other_to_that_page(
    mentioned: Iterable[Mentioned], expected: list[str]
) -> None:
    assert ids(mentioned) == expected


def test_a_decision_that_two_of_them_are_one_joins_all() -> None:
    assert ids(BOTH, {"james-brown-2": "james-brown"}) == ["james-brown", "james-brown"]


def test_another_name_of_one_of_them_joins_only_that_one() -> None:
    mentioned = (*BOTH, ("Godfather Soul", ""))

    assert ids(mentioned, {"godfather-soul": "james-brown-2"}) == ["james-brown", "james-brown-2", "james-brown-2"]


@pytest.mark.parametrize(
    ("different", "expected"),
    [((), ["nathaniel-kovalski"] * 2), (("nathaniel-kovalski", "kovalski"), ["nathaniel-kovalski", "kovalski"])],
)
def test_a_surname_alone_is_parted_by_a_decision(different: tuple[str, ...], expected: list[str]) -> None:
    mentioned = ("Nathaniel Kovalski", "finance minister"), ("Kovalski", "finance minister")

    assert ids(mentioned, {}, *different) == expected


@pytest.mark.parametrize(
    ("mentioned", "titles"),
    [
        (BOTH, ["James Brown (nurse)", "James Brown (soul singer)"]),
        ((("Jan Roe=a", ""), ("Jan Roe=b", "")), ["Jan Roe (2000)", "Jan Roe (2000, 2)"]),
        ((("Jan Roe=a", NURSE), ("Jan Roe=b", "")), ["Jan Roe (2000)", "Jan Roe (nurse)"]),
        ((*BOTH, ("James Brown", "")), ["James Brown", "James Brown (nurse)", "James Brown (soul singer)"]),
    ],
)
def test_people_of_one_name_never_have_the_same_title(mentioned: Iterable[Mentioned], titles: list[str]) -> None:
    found = pages(resolved(mentioned).people, {}, names(), {}, {}, {})

    assert sorted(entity.title for entity in found if entity) == titles


def test_one_person_beside_stories_that_fit_several_is_told_apart_too() -> None:
    mentioned = (*BOTH, ("James Brown", ""))
    hidden = {"person:james-brown-2": Override(EntityKind.PERSON, "james-brown-2", hidden=True)}

    found = pages(resolved(mentioned).people, hidden, names(), {}, {}, {})

    assert [entity.title for entity in found if entity] == ["James Brown (nurse)", "James Brown"]


def test_a_person_whose_id_has_another_surname_is_told_apart(tmp_path: Path) -> None:
    entries = {
        "s1.txt": an_entry(1, "Michael Jordan"),
        "s400.txt": an_entry(400, "Michael Jordan=michael-jordan-economist"),
    }
    override = Override(EntityKind.PERSON, "michael-jordan-economist", "Michael Jordan", articles=("s400",))

    with closing(an_index(tmp_path / "index.db", entries, Decisions(Overrides((override,))))) as index:
        lines = [queries.line(raw).place.entity.title for raw in queries.lines(index, EntityKind.PERSON)]

    assert lines == ["Michael Jordan (2000)", "Michael Jordan (2001)"]


def test_the_name_of_the_id_that_stays_is_the_name_of_the_page() -> None:
    mentioned = ("Kim Jung Eun", ""), ("Kim Jung Eun", ""), ("Kim Jong Un", "")
    same = {"kim-jung-eun": "kim-jong-un"}

    (entity,) = pages(resolved(mentioned, same).people, {}, names(), same, {}, {})

    assert entity
    assert (entity.id, entity.name) == ("kim-jong-un", "Kim Jong Un")


MINISTER = "finance minister"


@pytest.mark.parametrize("first", ["Nathaniel Kovalski", "Nathaniel P. Kovalski"])
def test_the_name_that_is_certain_is_the_name_of_the_page(first: str) -> None:
    mentioned = (first, MINISTER), *(("Nathaniel Kovalski", MINISTER),) * 2, ("Nathaniel P. Kovalski", MINISTER)

    (person,) = resolved(mentioned).people
    (entity,) = pages((person,), {}, names(), {}, {}, {})

    assert entity
    certain = {member.local.name for at, member in enumerate(person.members) if at not in person.reasons}
    assert certain == {entity.name} == {"Nathaniel Kovalski"}


def test_a_surname_alone_follows_the_companions_that_decide_it(tmp_path: Path) -> None:
    mentioned = {
        "s1.txt": an_entry(1, "Nathaniel Kovalski", "Godfather Soul"),
        "s2.txt": an_entry(2, "Miriam Kovalski"),
        "s3.txt": an_entry(3, "Kovalski", "Godfather Soul"),
    }
    changes = {"s1.txt": an_entry(1, "Nathaniel Kovalski"), "s2.txt": an_entry(2, "Miriam Kovalski", "Godfather Soul")}
    sql = "SELECT e.ref FROM local l JOIN name n ON n.id = l.name JOIN entity e ON e.id = l.entity WHERE n.who LIKE ?"
    meant = []

    with closing(an_index(tmp_path / "index.db", mentioned)) as index:
        for file, entry in ((None, None), *changes.items()):
            if file:
                follow(index, {file: entry})
            meant.append(index.value(sql, "person::Kovalski"))

    assert meant == ["person:nathaniel-kovalski", "person:kovalski", "person:miriam-kovalski"]


def test_nobody_is_told_apart_by_a_relation_if_there_is_an_occupation() -> None:
    of_one = ("Kern’s husband", "Kern’s husband", "beekeeper")
    found = resolved([*(("James Brown=one", role) for role in of_one), ("James Brown=two", SINGER)])

    entities = pages(found.people, {}, names(), {}, {}, {})

    assert {entity.detail for entity in entities if entity} == {"beekeeper", "soul singer"}


@pytest.mark.parametrize(
    ("name", "decision", "listed"),
    [
        ("Rosa Hald", None, ["Rosa Hald"]),
        ("Rosa", None, []),
        ("Rosa=rosa", None, ["Rosa"]),
        ("Rosa", Override(EntityKind.PERSON, "rosa", "Rosa"), ["Rosa"]),
    ],
)
def test_lists_leave_out_somebody_of_whom_only_one_word_is_known(
    name: str, decision: Override | None, listed: list[str], tmp_path: Path
) -> None:
    decisions = Decisions(Overrides((decision,) if decision else ()))

    with closing(an_index(tmp_path / "index.db", {"s1.txt": an_entry(1, name)}, decisions)) as index:
        found = queries.lines_of(index, queries.listed_entities(index, EntityKind.PERSON))
        names = [queries.line(raw).place.entity.name for raw in found]
        count = queries.count(index, EntityKind.PERSON)
        with_page = len(queries.paged_lines(index, EntityKind.PERSON))

    assert (names, count, with_page) == (listed, len(listed), 1)


def test_lists_have_a_name_that_several_people_share(tmp_path: Path) -> None:
    found = pages(resolved((*BOTH, ("James Brown", ""))).people, {}, names(), {}, {}, {})

    assert [is_listed(entity) for entity in found if entity] == [True, True, True]
