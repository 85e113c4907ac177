"""Deciding: the policies, one by one, without the language model."""

from itertools import pairwise

import pytest

from builder.annotate.catalog import family, sort_name
from builder.annotate.names import key
from builder.core.kinds import EntityKind
from builder.core.values import Block, BlockKind, Decision, Entity, FrontMatter, LocalEntity, Mark, MarkKind
from builder.settings.decisions import Override, Slice
from tests.people import an_article, decided, entities_of, meant, names

PERSON = EntityKind.PERSON
KIMS = ("Kim Jong Un", "PERSON"), ("Kim Yo Jong", "PERSON"), ("Kim Il Sung", "PERSON")


def whom(*paragraphs: str, spans: tuple[tuple[str, str], ...] = (), by: Slice | None = None) -> list[tuple[str, str]]:
    article = an_article(*paragraphs)
    return meant(decided(article, *spans, by=by), article)


def test_a_short_name_means_the_person_introduced_before_it() -> None:
    found = whom(
        "President Kim Jong Un met nobody. Kim said so.",
        "Kim Yo Jong came, and Kim Il Sung is dead. Kim left.",
        spans=KIMS,
    )

    assert [name for words, name in found if words == "Kim"] == ["Kim Jong Un", "Kim Jong Un"]


def test_of_two_people_introduced_before_the_one_in_the_lead_is_meant() -> None:
    found = whom("President Angela Merkel spoke.", "Max Merkel listened.", "Merkel left early.")

    assert ("Merkel", "Angela Merkel") in found


def test_a_short_name_of_two_people_in_the_lead_means_nobody_and_is_a_doubt() -> None:
    article = an_article("Angela Merkel and Max Merkel spoke.", "Merkel left early.")

    result = decided(article)

    assert not [words for words, _ in meant(result, article) if words == "Merkel"]
    assert [(doubt.kind, doubt.subject) for doubt in result.doubts] == [("ambiguous-name", "Merkel")]


def test_an_alias_settles_a_short_name_of_two_people() -> None:
    by = Slice((Override(PERSON, "angela-merkel", "Angela Merkel", ("Merkel",)),))
    article = an_article("Angela Merkel and Max Merkel spoke.", "Merkel left early.")

    result = decided(article, by=by)

    assert ("Merkel", "angela-merkel") in meant(result, article)
    assert result.doubts == ()


def test_a_person_introduced_later_counts_if_there_is_no_other() -> None:
    found = whom("Lankov was not surprised, he said.", "“No,” said Andrei Lankov, a professor.")

    assert found == [("Lankov", "Andrei Lankov"), ("Andrei Lankov", "Andrei Lankov")]


def test_a_title_makes_a_lone_name_a_person_who_is_not_identified() -> None:
    article = an_article("He met President Trump. Later Trump tweeted.")

    links = decided(article).value.links

    assert [(link.rule, link.local.name, link.local.id) for link in links] == [("not-identified", "Trump", "")] * 2


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Moon Jae-in came. Moon said little.", "Moon"),
        ("Xi Jinping came. Xi said little.", "Xi"),
        ("Nguyen Van Linh came. Nguyen said little.", "Nguyen"),
        ("Ursula von der Leyen came. Von der Leyen said little, and Leyen left.", "Leyen"),
        ("Martin Luther King Jr. came. King said little.", "King"),
        ("Kim Basinger came. Basinger said little.", "Basinger"),
    ],
)
def test_the_short_form_is_the_family_name_wherever_that_is(text: str, words: str) -> None:
    full = text.partition(" came")[0]

    assert (words, full) in whom(text, spans=((full, "PERSON"),))


def test_titles_and_nationalities_are_no_part_of_a_link() -> None:
    text = "South Korean President Moon Jae-in and Foreign Minister Taro Kono met Secretary of State George Shultz."

    assert whom(text) == [(n, n) for n in ("Moon Jae-in", "Taro Kono", "George Shultz")]


def test_what_an_article_calls_people_is_kept() -> None:
    article = an_article(
        "South Korean President Moon Jae-in met Andrei Lankov, director of a research firm, on Monday."
    )

    traits = decided(article).value.traits

    assert [(each.local.name, *each.roles) for each in traits] == [
        ("Moon Jae-in", "South Korean President"),
        ("Andrei Lankov", "director of a research firm"),
    ]


def test_the_possessive_is_outside_and_a_hyphen_parts_two() -> None:
    found = whom("Donald Trump met President Kim Jong Un. Trump’s aides feared the Trump-Kim summit.", spans=KIMS)

    assert [words for words, _ in found] == ["Donald Trump", "Kim Jong Un", "Trump", "Trump", "Kim"]


def test_a_family_in_the_plural_is_nobody() -> None:
    assert "Kims" not in [words for words, _ in whom("President Kim Jong Un is one of the three Kims.", spans=KIMS)]


def test_organisations_swallow_names() -> None:
    text = "Andrew Carnegie gave. The Carnegie Endowment and the Carnegie Hall thank Carnegie."

    found = whom(text, spans=(("Andrew Carnegie", "PERSON"),))

    assert found == [("Andrew Carnegie", "Andrew Carnegie"), ("Carnegie", "Andrew Carnegie")]


def test_one_person_has_many_spellings_in_one_article() -> None:
    found = whom(
        "President Kim Jong-un met Otto Jespersen.", "Jens Otto Harry Jespersen told Kim Jong Un. JESPERSEN said."
    )

    assert len({name for _, name in found}) == 2


def test_two_who_differ_by_an_initial_are_two() -> None:
    found = whom("George W. Bush and George H. W. Bush met.")

    assert [name for _, name in found] == ["George W. Bush", "George H. W. Bush"]


def test_authors_are_not_mentioned() -> None:
    article = an_article("Barbara Demick asked.", front=FrontMatter(title="News", authors=("Barbara Demick",)))

    assert meant(decided(article), article) == []


def test_a_decision_gives_an_id_to_a_name_and_its_aliases() -> None:
    by = Slice((Override(PERSON, "donald-trump", "Donald Trump", ("Trump",)),))

    found = whom("Donald Trump spoke.", "Nobody asked Trump.", by=by)

    assert found == [("Donald Trump", "donald-trump"), ("Trump", "donald-trump")]


def test_who_is_named_in_full_here_comes_before_a_site_wide_alias() -> None:
    by = Slice((Override(PERSON, "donald-trump", "Donald Trump", ("Trump",)),))

    found = whom("President Fred Trump built houses. Trump sold them.", by=by)

    assert [name for _, name in found] == ["Fred Trump", "Fred Trump"]


def test_a_decision_for_one_article_comes_before_who_is_named_in_full() -> None:
    by = Slice((Override(PERSON, "mary-trump", "Mary Trump", ("Trump",), ("a",)),))

    found = whom("President Fred Trump built houses. Trump sold them.", by=by)

    assert ("Trump", "mary-trump") in found


def test_what_is_never_a_name_is_none() -> None:
    assert whom("President Amazon spoke to Amazon.", by=Slice(never=("Amazon",))) == []


def test_front_matter_decides_for_its_article() -> None:
    said = FrontMatter(title="News", entities=(Decision("Jordan", "person:michael-jordan"), Decision("Paris", "none:")))
    article = an_article("Jordan left Paris.", front=said)

    result = decided(article)

    assert meant(result, article) == [("Jordan", "michael-jordan")]
    assert meant(result, article, EntityKind.COUNTRY) == []


def by_hand(text: str, *marks: tuple[str, str]) -> Block:
    found = tuple(Mark(text.index(w), text.index(w) + len(w), MarkKind.ENTITY, target) for w, target in marks)
    return Block(BlockKind.PARAGRAPH, text, found)


def test_a_link_by_hand_binds_its_short_name_and_none_keeps_words_free() -> None:
    first = by_hand("Jo Cox met France.", ("Jo Cox", "person:jo-cox-mp"), ("France", "none:"))
    article = an_article()
    article = type(article)("a.md", article.front, (first, Block(BlockKind.PARAGRAPH, "Then Cox left for France.")))

    result = decided(article)

    assert meant(result, article) == [("Jo Cox", "jo-cox-mp"), ("Cox", "jo-cox-mp")]
    assert [m.block for m in (link.mention for link in result.value.links) if m.kind is EntityKind.COUNTRY] == [3]


def test_a_link_to_no_country_is_a_warning() -> None:
    article = an_article()
    article = type(article)("a.md", article.front, (by_hand("Freedonia wins.", ("Freedonia", "country:ZZ")),))

    result = decided(article)

    assert result.value.links == ()
    assert [problem.message for problem in result.problems] == ["unknown country 'ZZ'; the link is left out"]


def test_links_never_overlap_and_point_at_their_words() -> None:
    article = an_article(
        "U.S. President Donald Trump, South Korea’s Moon Jae-in and the Trump-Kim summit in Washington."
    )

    links = decided(article).value.links
    spans = [(link.mention.block, link.mention.start, link.mention.end) for link in links]

    assert spans == sorted(spans)
    assert all(a[0] < b[0] or a[2] <= b[1] for a, b in pairwise(spans))


# Resolution across the site


def settled(
    seen: dict[LocalEntity, list[str]], *decisions: Override, stays: dict[str, str] | None = None
) -> dict[str, Entity]:
    overrides = {f"{o.kind}:{o.id}": o for o in decisions}
    return {local.name: entity for local, entity in entities_of(seen, overrides, stays or {}).items() if entity}


def test_the_same_full_name_is_one_person_and_a_link_by_hand_to_its_slug_too() -> None:
    found = settled({LocalEntity(PERSON, "Jo Cox"): ["b"], LocalEntity(PERSON, "Jo Cox MP", "jo-cox"): ["a"]})

    assert {entity.id for entity in found.values()} == {"jo-cox"}


def test_who_is_hidden_is_nobody() -> None:
    assert settled({LocalEntity(PERSON, "A B", "a-b"): ["a"]}, Override(PERSON, "a-b", hidden=True)) == {}


def test_those_who_are_the_same_have_the_id_that_stays() -> None:
    local_entities: dict[LocalEntity, list[str]] = {LocalEntity(PERSON, "A B", "a-bee"): ["a"]}

    assert settled(local_entities, stays={"a-bee": "a-b"})["A B"].id == "a-b"


@pytest.mark.parametrize(("name", "identified"), [("Trump", False), ("Donald Trump", True)])
def test_a_name_of_one_word_is_not_identified(name: str, identified: bool) -> None:
    assert settled({LocalEntity(PERSON, name): ["a"]})[name].identified is identified


def test_a_local_entity_is_in_one_family_with_all_it_could_be_taken_for() -> None:
    one, two = LocalEntity(PERSON, "José Le"), LocalEntity(PERSON, "x", "jose-le-2")

    assert family(one, names()) == family(two, names())


@pytest.mark.parametrize(
    ("name", "sorted_as"),
    [
        ("Donald Trump", "Trump, Donald"),
        ("Kim Jong Un", "Kim Jong Un"),
        ("Ursula von der Leyen", "von der Leyen, Ursula"),
        ("Martin Luther King Jr.", "King, Martin Luther Jr."),
        ("Trump", "Trump"),
        ("Mswati III", "Mswati III"),
        ("Li Hung Chang", "Li Hung Chang"),
        ("Tseng Kuofan", "Tseng Kuofan"),
        ("Lee C. Bollinger", "Bollinger, Lee C."),
        ("Michelle Ye Hee Lee", "Lee, Michelle Ye Hee"),
        ("Thein Sein", "Thein Sein"),
        ("Khin Maung Lwin", "Khin Maung Lwin"),
        ("San Diego", "Diego, San"),
        ("Elena Salazar Ortega", "Salazar Ortega, Elena"),
        ("José Luis Vega", "Vega, José Luis"),
        ("Laura Ortega Smith", "Smith, Laura Ortega"),
        ("Trudy Vanden Broeck", "Vanden Broeck, Trudy"),
        ("Rosa Van Houten", "Van Houten, Rosa"),
        ("Paul St. Clair", "St. Clair, Paul"),
    ],
)
def test_lists_sort_people_by_family_name(name: str, sorted_as: str) -> None:
    assert sort_name(name, names()) == sorted_as


@pytest.mark.parametrize(
    ("name", "form", "sorted_as"),
    [
        ("Rosa Tilden Hald", "Tilden Hald", "Tilden Hald, Rosa"),
        ("Rosa Tilden Hald", "Hald", "Hald, Rosa Tilden"),
        ("J. Gerald Hald", "Gerald Hald", "Hald, J. Gerald"),
        ("John B. Hald", "B. Hald", "Hald, John B."),
    ],
)
def test_two_words_are_a_family_name_if_an_article_uses_them_alone(name: str, form: str, sorted_as: str) -> None:
    assert sort_name(name, names(), {form}) == sorted_as


def test_spellings_of_a_name_have_one_key() -> None:
    assert key(["Kim", "Jong-un"]) == key(["KIM", "Jong", "Un"])
