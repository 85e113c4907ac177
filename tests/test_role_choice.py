"""Which role of a person is shown, and which roles are one in other words."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.annotate.role_choice import NEWEST, Telling, described_as, telling, usual_role, variants
from builder.core.values import GivenRole
from tests.people import an_article, decided

ROLES = st.sampled_from(
    [
        "Sen.",
        "senator",
        "Ohio senator",
        "former Ohio senator",
        "Kern's wife",
        "staffer",
        "GOP nominee",
        "mayor of Leeds",
    ]
)


def usual(*articles: str) -> str:
    """The role shown, from the roles of articles, newest first; "/" parts those of one article, "*" marks a name."""
    given_ = [[GivenRole(role.strip("*"), "*" in role) for role in roles.split("/") if role] for roles in articles]
    return usual_role(given_)


@pytest.mark.parametrize(
    ("role", "told"),
    [
        ("Ohio governor", Telling.FULL),
        ("director of the harbor museum", Telling.FULL),
        ("women's rights lawyer", Telling.FULL),
        ("Pentagon staffer", Telling.FULL),
        ("Rossi campaign chairwoman", Telling.FULL),
        ("Muslim aide", Telling.SLIGHT),
        ("African-American surgeon", Telling.BARE),
        ("Catholic bishop of Leeds", Telling.FULL),
        ("combative former governor", Telling.BARE),
        ("executive director", Telling.FULL),
        ("senator", Telling.BARE),
        ("Sen.", Telling.BARE),
        ("former president", Telling.BARE),
        ("campaign chairwoman", Telling.BARE),
        ("press secretary", Telling.BARE),
        ("staffer", Telling.SLIGHT),
        ("policy aide", Telling.SLIGHT),
        ("then-Ohio governor", Telling.LITTLE),
        ("2012 nominee", Telling.LITTLE),
        ("home-state governor", Telling.LITTLE),
        ("Kern’s wife", Telling.LAST),
        ("wife of Otto Kern", Telling.LAST),
        ("Democrats' nominee", Telling.LAST),
    ],
)
def test_a_role_tells_so_much(role: str, told: Telling) -> None:
    assert telling(GivenRole(role)) is told


def test_a_role_that_a_name_explains_tells_little() -> None:
    assert telling(GivenRole("Rossi critic", names_somebody=True)) is Telling.LITTLE


@pytest.mark.parametrize(
    ("articles", "shown"),
    [
        ([], ""),
        (["Kern's wife"], "Kern's wife"),
        (["Kern's wife", "", "nurse"], "nurse"),
        (["Rossi critic*", "Kern's wife", "staffer/deputy mayor of Leeds"], "deputy mayor of Leeds"),
        (["Sen.", "Sen.", "Senator", "Ohio Sen."], "Ohio Sen."),
        (["Sen."] * 90 + ["Ohio Sen."], "Ohio Sen."),
        (["president"] * 9 + ["former president"], "president"),
        (["president/former president"], "former president"),
        (["former president"] + ["president"] * 9, "former president"),
        (["president", "former president", "president", "president"], "president"),
        (["staffer", "former adviser to Otto Kern*"], "former adviser to Otto Kern"),
        (["justice", "late justice", "justice"], "justice"),
        (["then-senator", "senator", "mayor"], "mayor"),
        (["former vice president"] + ["president"] * 9, "president"),
        (["former president of the club", "chairman", "president", "president"], "former president of the club"),
        (
            ["Muslim aide", "Muslim aide", "Muslim aide", "vice chairwoman for the campaign"],
            "vice chairwoman for the campaign",
        ),
        (["president"] * 9 + ["vice president of the council"], "president"),
        (["president"] * 9 + ["president in Leeds"], "president"),
        (["president"] * 9 + ["fiery president"], "president"),
        (["president"] * 9 + ["founder of a club"], "president"),
        (["mayor of Leeds"] * 2 + ["nurse in York"], "mayor of Leeds"),
        (["former mayor of Leeds"] * NEWEST + ["mayor of Leeds"] * 90, "former mayor of Leeds"),
        (["GOP nominee", "Republican nominee", "Republican nominee", "mayor of Leeds/x"], "Republican nominee"),
        (["mayor of Leeds", "nurse in York"], "mayor of Leeds"),
        (["Senator", "Mayor", "Mayor"], "Senator"),
        (["Senator", "Mayor", "Mayor", "Mayor", "Mayor", "Mayor"], "Mayor"),
        (["Senator", "Senator", "Senator"] + ["Mayor"] * 90, "Senator"),
    ],
)
def test_the_role_shown_is_the_one_that_tells_most_and_that_most_articles_give(articles: list[str], shown: str) -> None:
    assert usual(*articles) == shown


def test_roles_are_listed_newest_first_and_a_bare_one_with_the_one_that_it_speaks_for() -> None:
    articles = ["Sen.", "nurse", "Ohio Sen.", "former mayor", "mayor", "senator"]

    found = described_as([[GivenRole(role)] for role in articles])

    assert found == [("Ohio Sen.", [0, 2, 5]), ("nurse", [1]), ("former mayor", [3])]


@given(st.lists(st.lists(ROLES, max_size=3), max_size=6))
def test_the_role_shown_is_one_that_an_article_gives(articles: list[list[str]]) -> None:
    shown = usual_role([[GivenRole(role) for role in roles] for roles in articles])

    given_ = [role for roles in articles for role in roles]
    assert shown in given_ or (shown, given_) == ("", [])


@pytest.mark.parametrize(
    "same",
    [
        ("Republican presidential nominee", "GOP presidential nominee", "the Republican nominee for president"),
        ("Sen.", "senator", "Senator"),
        ("Ohio Gov.", "governor of Ohio", "Ohio's governor"),
        ("RNC chair", "Republican National Committee chairman", "chairwoman of the Republican National Committee"),
        ("vice-presidential candidate", "candidate for vice president"),
        ("N.J. governor", "New Jersey governor"),
        ("GOP frontrunner", "Republican front-runner"),
        ("co-founder of the club", "the club's cofounder"),
        ("adviser to the United Nations", "U.N. advisor"),
        ("Labour Party spokesman", "spokesperson for the Labour party", "Labor spokeswoman"),
    ],
)
def test_variants_of_a_role_are_one(same: tuple[str, ...]) -> None:
    for roles in permutations(same):
        assert len(set(variants(roles).values())) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("president", "former president"),
        ("president", "vice president"),
        ("assistant director", "assistant to the director"),
        ("deputy mayor", "deputy to the mayor"),
        ("Republican nominee", "Democratic nominee"),
        ("Ohio senator", "Iowa senator"),
        ("mayor", "mayor-elect"),
    ],
)
def test_other_roles_are_not(one: str, other: str) -> None:
    found = variants((one, other))

    assert found[one] != found[other]


@pytest.mark.parametrize(
    ("role", "personal"),
    [
        ("Rossi critic", True),
        ("adviser to Marta Rossi", True),
        ("Rossi campaign manager", False),
        ("director of the harbor museum", False),
    ],
)
def test_an_article_says_which_roles_somebodys_name_explains(role: str, personal: bool) -> None:
    article = an_article("Marta Rossi spoke.", f"Anna Berg, a {role}, left.")

    (found,) = (each for each in decided(article).value.traits if each.local.name == "Anna Berg")

    assert (found.roles, bool(found.personal)) == ((role,), personal)
