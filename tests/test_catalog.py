"""Resolution across the site: equal names are one person, ids are distinguished by the order of addresses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.annotate.catalog import family, merged, sort_name
from builder.annotate.lexicon import lexicon
from builder.core.kinds import EntityKind
from builder.core.values import Entity, LocalEntity
from builder.settings.decisions import Override
from builder.store.sources import data
from tests.people import entities_of

LEXICON = lexicon(data("first-names.txt"), data("family-names.txt"))
PERSON = EntityKind.PERSON


def a_local_entity(name: str, id: str = "") -> LocalEntity:  # noqa: A002
    return LocalEntity(PERSON, name, id)


def settled(
    addresses: dict[LocalEntity, list[str]], *overrides: Override, **stays: str
) -> dict[LocalEntity, Entity | None]:
    same = {each.replace("_", "-"): other for each, other in stays.items()}
    return entities_of(addresses, {f"{override.kind}:{override.id}": override for override in overrides}, same)


def ids(addresses: dict[LocalEntity, list[str]], *overrides: Override, **stays: str) -> dict[str, str]:
    found = settled(addresses, *overrides, **stays)
    return {f"{local.name} {local.id}".strip(): entity.id for local, entity in found.items() if entity}


def test_an_id_is_made_of_the_name() -> None:
    assert ids({a_local_entity("Nguyễn Văn Thiệu"): ["a"]}) == {"Nguyễn Văn Thiệu": "nguyen-van-thieu"}


def test_spellings_with_and_without_a_hyphen_are_one_person_named_as_first_seen() -> None:
    found = settled({a_local_entity("Moon Jae-in"): ["b"], a_local_entity("Moon Jae In"): ["a", "c"]})

    assert {(entity.id, entity.name) for entity in found.values() if entity} == {("moon-jae-in", "Moon Jae In")}


def test_names_that_differ_only_in_accents_are_one_person_named_with_them() -> None:
    found = settled({a_local_entity("José Maria"): ["b"], a_local_entity("Jose Maria"): ["a"]})

    assert {(entity.id, entity.name) for entity in found.values() if entity} == {("jose-maria", "José Maria")}


def test_an_id_given_by_hand_is_that_of_the_same_name() -> None:
    assert set(ids({a_local_entity("Ann Lee"): ["a"], a_local_entity("Ann Lee", "ann-lee"): ["b"]}).values()) == {
        "ann-lee"
    }


def test_an_id_given_by_hand_to_a_short_name_is_that_of_the_full_one() -> None:
    by_hand, found = a_local_entity("Trump", "donald-trump"), a_local_entity("Donald Trump")

    entities = settled({by_hand: ["b"], found: ["c"]}).values()

    assert {(entity.id, entity.sort) for entity in entities if entity} == {("donald-trump", "Trump, Donald")}


def test_an_id_with_a_number_given_by_hand_is_another_person() -> None:
    by_hand = a_local_entity("José M.", "jose-maria-2")

    found = ids({a_local_entity("José Maria"): ["a"], by_hand: ["c"]})

    assert found == {"José Maria": "jose-maria", "José M. jose-maria-2": "jose-maria-2"}


def test_all_who_could_clash_are_in_one_group() -> None:
    local_entities = (
        a_local_entity("Jose Maria"),
        a_local_entity("José Maria"),
        a_local_entity("Pepe", "jose-maria-2"),
    )

    assert len({family(local, LEXICON) for local in local_entities}) == 1
    assert family(LocalEntity(EntityKind.COUNTRY, "Jose Maria", "jose-maria"), LEXICON) != family(
        local_entities[0], LEXICON
    )


def test_a_decision_gives_name_and_sort() -> None:
    override = Override(PERSON, "donald-trump", "Donald Trump", sort="Trump, D.")

    (entity,) = settled({a_local_entity("Trump", "donald-trump"): ["a"]}, override).values()

    assert entity == Entity(PERSON, "donald-trump", "Donald Trump", "Trump, D.")


def test_who_is_hidden_is_no_entity() -> None:
    override = Override(PERSON, "ann-lee", "Ann Lee", hidden=True)

    assert settled({a_local_entity("Ann Lee", "ann-lee"): ["a"]}, override) == {
        a_local_entity("Ann Lee", "ann-lee"): None
    }


def test_who_is_the_same_has_the_id_that_stays() -> None:
    found = ids({a_local_entity("Kim Jung Eun", "kim-jung-eun"): ["a"]}, kim_jung_eun="kim-jong-un")

    assert found == {"Kim Jung Eun kim-jung-eun": "kim-jong-un"}


def test_a_name_found_in_a_text_can_be_the_same_as_another() -> None:
    found = ids(
        {a_local_entity("Kim Jung Eun"): ["a"], a_local_entity("Kim Jong Un"): ["b"]}, kim_jung_eun="kim-jong-un"
    )

    assert found == {"Kim Jung Eun": "kim-jong-un", "Kim Jong Un": "kim-jong-un"}


def test_who_is_the_same_has_the_name_of_the_id_that_stays() -> None:
    addresses = {
        a_local_entity("Kim Jung Eun"): ["a"],
        a_local_entity("Kim Jong Un"): ["b"],
        a_local_entity("Kim", "kim-jong-un"): ["a"],
    }

    found = settled(addresses, kim_jung_eun="kim-jong-un")

    assert {entity.name for entity in found.values() if entity} == {"Kim Jong Un"}


def test_people_who_are_the_same_are_settled_together() -> None:
    groups = merged({"kim-jung-eun": "kim-jong-un", "cho-2": "lee", "park": "lee-2"}.items(), LEXICON)

    def group_of(id_: str) -> str:
        name = family(a_local_entity("", id_), LEXICON)
        return groups.get(name, name)

    assert group_of("kim-jung-eun") == group_of("kim-jong-un")
    assert group_of("cho") == group_of("lee") == group_of("park")
    assert group_of("cho") != group_of("kim-jong-un")


def test_a_short_name_that_nobody_settled_is_not_identified() -> None:
    found = settled({a_local_entity("Trump"): ["a"]})
    full = settled({a_local_entity("Donald Trump"): ["a"]})

    assert [entity.identified for entity in found.values() if entity] == [False]
    assert [entity.identified for entity in full.values() if entity] == [True]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Donald Trump", "Trump, Donald"),
        ("Kim Jong Un", "Kim Jong Un"),
        ("Moon Jae-in", "Moon Jae-in"),
        ("Ursula von der Leyen", "von der Leyen, Ursula"),
        ("Martin Luther King Jr.", "King, Martin Luther Jr."),
        ("Trump", "Trump"),
    ],
)
def test_people_are_sorted_by_family_name(name: str, expected: str) -> None:
    assert sort_name(name, LEXICON) == expected


NAMES = st.sampled_from(["Ann Lee", "Ann-Lee", "Änn Lee", "ANN LEE", "Ann", "Ann Lee 2"])
BEARERS = st.builds(LocalEntity, st.just(PERSON), NAMES, st.sampled_from(["", "ann-lee", "ann-lee-2"]))
SEEN = st.dictionaries(BEARERS, st.lists(st.sampled_from("abc"), min_size=1).map(sorted), max_size=5)


@given(SEEN, st.randoms())
def test_ids_do_not_depend_on_the_order_of_local_entities(seen: dict[LocalEntity, list[str]], random: object) -> None:
    shuffled = sorted(seen, key=lambda _: random.random())  # type: ignore[attr-defined]  # Hypothesis gives a Random

    assert settled({local: seen[local] for local in shuffled}) == settled(seen)
