import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.core.codec import decode, encode
from builder.core.kinds import EntityKind
from builder.settings.decisions import (
    Never,
    Override,
    Overrides,
    Said,
    Slice,
    ids_by_name,
    index,
    parse_overrides,
    redirects,
    slice_for,
)

EXAMPLE = """\
[person.donald-trump]
name = "Donald Trump"
aliases = ["Trump", "President Trump"]
sort = "Trump, Donald"
same_as = ["https://example.org/trump"]
[person.michael-jordan-economist]
name = "Michael Jordan"
articles = ["talks-in-vienna"]
[country.KP]
aliases = ["the Hermit Kingdom"]
[[never]]
text = "Amazon"
[[never]]
text = "May"
articles = ["2018/spring"]
[[same]]
people = ["kim-jong-un", "kim-jung-eun"]
[[different]]
people = ["michael-jordan", "michael-b-jordan"]
[[said]]
article = "talks-in-vienna"
text = "We will not accept"
person = "kim-yo-jong"
[[said]]
article = "2018/spring"
text = "Never"
none = true
"""


def overrides(text: str) -> Overrides:
    result = parse_overrides(text, codes={EntityKind.COUNTRY: {"KP", "US"}})
    assert result.value is not None, result.problems
    return result.value


def problems(text: str) -> list[str]:
    result = parse_overrides(text, codes={EntityKind.COUNTRY: {"KP", "US"}})
    assert result.value is None
    assert all(problem.hint for problem in result.problems)
    return [str(problem).split("\n")[0].removeprefix("content/entities.toml:") for problem in result.problems]


def ids(text: str, *words: str, article: str = "a") -> list[str]:
    return [override.id for override in slice_for(index(overrides(text)), words, article).overrides]


# Decisions


def test_every_decision_is_read() -> None:
    assert overrides(EXAMPLE) == Overrides(
        entities=(
            Override(
                EntityKind.PERSON,
                "donald-trump",
                "Donald Trump",
                ("Trump", "President Trump"),
                sort="Trump, Donald",
                same_as=("https://example.org/trump",),
            ),
            Override(EntityKind.PERSON, "michael-jordan-economist", "Michael Jordan", articles=("talks-in-vienna",)),
            Override(EntityKind.COUNTRY, "KP", aliases=("the Hermit Kingdom",)),
        ),
        never=(Never("Amazon"), Never("May", ("2018/spring",))),
        same=(("kim-jong-un", "kim-jung-eun"),),
        different=(("michael-jordan", "michael-b-jordan"),),
        said=(Said("talks-in-vienna", "We will not accept", "kim-yo-jong"), Said("2018/spring", "Never")),
    )


def test_nothing_is_decided_without_a_word() -> None:
    assert overrides("# nothing yet\n") == Overrides()


def test_decisions_and_slices_can_be_stored() -> None:
    everything = overrides(EXAMPLE)
    part = slice_for(index(everything), ["Trump and Amazon"], "a")

    assert decode(encode(everything), Overrides) == everything
    assert decode(encode(part), Slice) == part


def test_redirects_lead_to_the_id_that_stays_in_the_end() -> None:
    text = '[[same]]\npeople = ["b", "c"]\n[[same]]\npeople = ["a", "b"]'

    assert redirects(overrides(text)) == {"b": "a", "c": "a"}


def test_a_name_or_alias_gives_the_id_of_the_first_decision_that_claims_it() -> None:
    one = Override(EntityKind.COUNTRY, "KP", aliases=("the North",), articles=("a",))
    two = Override(EntityKind.COUNTRY, "US", "the North", ("America",))

    assert ids_by_name([one, two]) == {"the North": "KP", "America": "US"}


# Errors


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            '[person.angela-merkel]\naliases = ["Merkel"]\n[person.max-merkel]\nname = "Max"\naliases = ["Merkel"]',
            "5: two entities claim 'Merkel': angela-merkel and max-merkel",
        ),
        (
            '[person.a]\naliases = ["X"]\narticles = ["t"]\n[person.b]\naliases = ["X"]\narticles = ["t", "u"]',
            "5: two entities claim 'X' in t: a and b",
        ),
        (
            '[person.amazon]\n[[never]]\ntext = "Amazon"\n[person.jeff]\nname = "Amazon"',
            "3: 'Amazon' is claimed by jeff, but [[never]] excludes it",
        ),
        ("[person.Kim]", "1: 'Kim' is not a valid person id"),
        ('[person."../x"]', "1: '../x' is not a valid person id"),
        ('[person."a-"]', "1: 'a-' is not a valid person id"),
        ("[country.XX]", "1: unknown country 'XX'"),
        ("[country.kp]", "1: unknown country 'kp'"),
        ("[persons.kim]", "1: unknown key 'persons'"),
        ('[person.kim]\n\nalias = ["Kim"]', "3: unknown key 'alias' in person.kim"),
        ('[person.kim]\naliases = "Kim"', "2: aliases must be a list of strings, not 'Kim'"),
        ("[person.kim]\naliases = [\n  'Kim',\n  1,\n]", "2: aliases must be a list of strings"),
        ("[person.kim]\nhidden = 1", "2: hidden must be true or false, not 1"),
        ("[person]\nkim = 3", "2: person.kim must be a table, not 3"),
        ('[person.kim]\naliases = ["—"]', "2: '—' contains no word"),
        ("[[never]]\n[[never]]\ntext = 'a'", "1: '' contains no word"),
        ("never = ['Amazon']", "1: never must be a list of tables, not ['Amazon']"),
        ('[[same]]\npeople = ["a"]', "2: [[same]] needs two or more people, each only once"),
        ('[[same]]\npeople = ["a", "a"]', "2: [[same]] needs two or more people, each only once"),
        ('[[same]]\npeople = ["a", "b"]\n[[same]]\npeople = ["c", "b"]', "4: 'b' redirects to 'a' and to 'c'"),
        ('[[same]]\npeople = ["a", "b"]\n[[same]]\npeople = ["b", "a"]', "2: 'a' redirects to itself"),
        (
            '[[same]]\npeople = ["a", "b"]\n[[different]]\npeople = ["b", "a"]',
            "3: [[same]] says that two of these are the same person: b, a",
        ),
        ("[[said]]\ntext = 'No'\nperson = 'kim'", "1: [[said]] needs an article"),
        ("[[said]]\narticle = 'a'\nperson = 'kim'", "1: '' contains no word"),
        ("[[said]]\narticle = 'a'\ntext = '“…”'\nperson = 'kim'", "3: '“…”' contains no word"),
        ("[[said]]\narticle = 'a'\ntext = 'No'", "1: [[said]] needs either a person or none = true"),
        (
            "[[said]]\narticle = 'a'\ntext = 'No'\nperson = 'kim'\nnone = true",
            "1: [[said]] needs either a person or none = true",
        ),
        ("[[link]]\ntext = 'Kim'\nnone = true", "1: [[link]] needs an article"),
        ("[[link]]\narticle = 'a'\ntext = 'Kim'", "1: [[link]] needs exactly one of"),
        ("[[link]]\narticle = 'a'\ntext = 'Kim'\nperson = 'kim'\nnone = true", "1: [[link]] needs exactly one of"),
        ("[[link]]\narticle = 'a'\ntext = 'Kim'\nnth = 0\nnone = true", "4: nth must be 1 or more"),
        ("[[link]]\narticle = 'a'\ntext = 'Kim'\nperson = 'Kim'", "4: 'Kim' is not a valid person id"),
        (
            "[[link]]\narticle = 'a'\ntext = 'Kim'\nnone = true\n"
            "[[link]]\narticle = 'a.md'\ntext = 'Kim'\nperson = 'kim'",
            "7: two [[link]] entries disagree about the same 'Kim' in a",
        ),
        ("[[said]]\narticle = 'a'\ntext = 'No'\nperson = 'Kim'", "4: 'Kim' is not a valid person id"),
        ("[[said]]\narticle = 'a'\ntext = 'No'\nnone = true\nspeaker = 'kim'", "5: unknown key 'speaker' in said"),
        ("[[sayd]]\ntext = 'No'", "1: unknown key 'sayd'"),
        (
            "[[said]]\narticle = 'a'\ntext = 'No way'\nperson = 'kim'\n"
            "[[said]]\narticle = 'a.txt'\ntext = 'no, way'\nnone = true",
            "7: two speakers for 'no, way' in a",
        ),
        ('x = """\n[person.kim]\n"""\n[country.ZZ]', "1: unknown key 'x'"),
        ("[person.kim\nname = 'Kim'", "1: this is not valid TOML: '[person.kim'"),
        ("[person.kim]\nname = Kim", "2: this is not valid TOML: 'name = Kim'"),
        ("[person.kim]\naliases = ['Kim'", "2: this is not valid TOML: \"aliases = ['Kim'\""),
        ("[person.kim]\nname = 'a'\nname = 'b'", "3: this is not valid TOML: \"name = 'b'\""),
        ("a = " + "[" * 50_000, " lists or tables are nested too deeply"),
    ],
)
def test_an_authors_mistake_is_reported_with_its_line(text: str, message: str) -> None:
    assert problems(text)[0].startswith(message)


def test_the_hint_knows_what_was_meant() -> None:
    hints = [
        p.hint
        for p in parse_overrides(
            '[person.a]\nalias = ["A"]\n[country.kp]\n[[sayd]]', codes={EntityKind.COUNTRY: {"KP"}}
        ).problems
    ]

    assert hints == ["did you mean 'aliases'?", "did you mean 'KP'?", "did you mean 'said'?"]


def test_all_problems_are_found_at_once_in_the_order_of_the_file() -> None:
    text = '[person.Kim]\nname = 3\n[[same]]\npeople = ["a"]\n[country.XX]\nhiden = true'

    assert [line.split(":")[0] for line in problems(text)] == ["1", "2", "4", "5", "6"]


def test_lines_are_right_after_a_text_of_many_lines() -> None:
    text = '[person.kim]\nnote = """\n[person.xi]\nname = 3\n"""\nname = 3'

    assert problems(text) == ["6: name must be a string, not 3"]


def test_signs_that_steer_a_terminal_never_reach_a_message_or_a_name() -> None:
    assert overrides('[person.kim]\nname = "K\\u001b[31mim\\u202e"').entities[0].name == "K[31mim"
    assert "\x1b" not in problems('[person."\\u001b[31m"]')[0]


@pytest.mark.parametrize(
    "text",
    [
        '[person.a]\naliases = ["X"]\n[person.b]\naliases = ["X"]\narticles = ["t"]',
        '[person.a]\naliases = ["X"]\narticles = ["t"]\n[person.b]\naliases = ["X"]\narticles = ["u"]',
        '[person.a]\nname = "X"\naliases = ["X"]',
        '[person.a]\naliases = ["X"]\n[person.b]\naliases = ["X"]\n[[same]]\npeople = ["a", "b"]',
    ],
)
def test_an_alias_may_be_had_by_several_who_never_meet(text: str) -> None:
    assert parse_overrides(text).problems == ()


@given(st.text(st.sampled_from("[]{}=\"'.,#\n\\ \tab-1person.neversame"), max_size=60))
def test_any_text_is_read_or_has_a_problem(text: str) -> None:
    result = parse_overrides(text)

    assert (result.value is None) == bool(result.problems)


# Slices


def test_only_those_whose_words_occur_matter() -> None:
    assert ids(EXAMPLE, "President Trump spoke.") == ["donald-trump"]
    assert ids(EXAMPLE, "Trumpets in the hermit's kingdom.") == []
    assert ids(EXAMPLE, "The Hermit Kingdom waits.") == ["KP"]
    assert ids('[person.donald-trump]\nname = "Donald Trump"', "Trump spoke.") == []


@pytest.mark.parametrize(
    ("alias", "text"),
    [
        ("O'Brien", "Then O’Brien’s turn came"),
        ("Jong-un", "Kim Jong‑un spoke"),
        ("Jong Un", "Kim Jong-un spoke"),
        ("U.S.", "the U.S.-North Korea summit"),
        ("Trump", "TRUMP–KIM TALKS"),
        ("Beyoncé", "and Beyonce\u0301 sang"),
        ("Hermit Kingdom", "the Hermit\u00a0King\u00addom"),
    ],
)
def test_hyphens_apostrophes_case_and_spaces_do_not_part_a_name_from_its_text(alias: str, text: str) -> None:
    assert ids(f'[person.x]\naliases = ["{alias}"]', text) == ["x"]


def test_an_alias_matters_only_to_articles_that_contain_it() -> None:
    one = index(overrides('[person.kim-jong-un]\naliases = ["Kim Jong-un", "Marshal Kim"]'))

    assert slice_for(one, ["Kim Jong Un came."], "a").overrides == (
        Override(EntityKind.PERSON, "kim-jong-un", "Kim Jong-un"),
    )
    assert [each.aliases for each in slice_for(one, ["So did Marshal Kim."], "a").overrides] == [("Marshal Kim",)]
    assert slice_for(one, ["Kim came."], "a") == Slice()


def test_what_is_decided_only_about_a_page_matters_to_no_article() -> None:
    hidden = index(overrides("[person.kim-jong-un]\nhidden = true"))

    assert slice_for(hidden, ["Kim Jong Un came."], "a") == Slice()


def test_a_limited_decision_matters_only_there_and_comes_first() -> None:
    text = '[person.a]\nname = "Jordan"\n[person.b]\nname = "Jordan"\narticles = ["vienna", "2018/rome.txt"]'

    assert ids(text, "Jordan", article="2018/vienna.txt") == ["b", "a"]
    assert ids(text, "Jordan", article="2018/rome.md") == ["b", "a"]
    assert ids(text, "Jordan", article="2019/rome.md") == ["a"]
    assert ids(text, "Jordan", article="vienna-2.txt") == ["a"]


def test_words_that_name_nobody_matter_where_they_occur() -> None:
    index_of_all = index(overrides(EXAMPLE))

    assert slice_for(index_of_all, ["In May, Amazon"], "2018/spring.md").never == ("Amazon", "May")
    assert slice_for(index_of_all, ["In May, Amazon"], "2018/autumn.md").never == ("Amazon",)


def test_who_said_something_matters_in_that_article_if_it_has_the_words() -> None:
    index_of_all = index(overrides(EXAMPLE))
    text = "“We  will not\u00a0accept it,” she said."

    assert slice_for(index_of_all, [text], "2018/talks-in-vienna.md").said == overrides(EXAMPLE).said[:1]
    assert slice_for(index_of_all, [text], "2018/spring.md") == Slice()
    assert slice_for(index_of_all, ["“We will accept it.”"], "2018/talks-in-vienna.md") == Slice()


def test_a_speaker_who_is_the_same_as_another_is_given_as_the_one_that_stays() -> None:
    decisions = overrides('[[said]]\narticle = "a"\ntext = "No"\nperson = "b"\n[[same]]\npeople = ["a", "b"]')

    assert slice_for(index(decisions), ["No, no."], "a.md").said == (Said("a", "No", "a"),)


def test_an_id_that_redirects_is_given_as_the_one_that_stays() -> None:
    assert ids('[person.b]\nname = "Kim"\n[[same]]\npeople = ["a", "b"]', "Kim") == ["a"]


def test_what_only_pages_show_changes_no_slice() -> None:
    plain, noted = (index(overrides(f'[person.a]\nname = "Kim"\n{more}')) for more in ("", 'note = "x"\nsort = "y"'))

    assert slice_for(plain, ["Kim"], "a") == slice_for(noted, ["Kim"], "a")


@given(st.lists(st.text("abé -.'’", min_size=1, max_size=6).filter(lambda s: any(map(str.isalpha, s))), min_size=1))
def test_the_words_of_an_override_are_found_in_any_text_that_holds_them(names: list[str]) -> None:
    entities = tuple(Override(EntityKind.PERSON, f"p{i}", name) for i, name in enumerate(names))
    everything = index(Overrides(entities))

    for entity in entities:
        assert entity.id in {o.id for o in slice_for(everything, ["x", f"so, {entity.name}!"], "a").overrides}


def test_thousands_of_decisions_cost_an_article_next_to_nothing() -> None:
    many = index(Overrides(tuple(Override(EntityKind.PERSON, f"p{i}", f"The Name{i} Kim") for i in range(5_000))))
    text = "The man named Kim met the Name77 Kim. " * 100

    start = time.process_time()
    found = [slice_for(many, [text], "a").overrides for _ in range(20)]

    assert [o.id for o in found[0]] == ["p77"]
    assert (time.process_time() - start) / 20 < 0.02
