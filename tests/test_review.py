"""Open questions: the names in doubt, their order, and how they are settled."""

import json
import tomllib
from pathlib import Path

import pytest

from builder.annotate.occupations import are_apart, walks
from builder.commands.check import check
from builder.commands.edits import decide, undo_last
from builder.commands.review import review, written
from builder.commands.review.accept import Choice, accept, accept_name
from builder.commands.review.alike import pairs
from builder.commands.review.joined import confirming, in_words, joined
from builder.commands.review.keys import answer_by_keys
from builder.commands.review.questions import Question
from builder.commands.settle import Step, all_settled, settled
from builder.core.errors import BuilderError
from builder.core.kinds import EntityKind
from builder.site import build
from tests.test_cli import run

DECIDED = """\
# Our decisions.

[person.anna-lindqvist]  # the mayor
name = "Anna Lindqvist"
aliases = ["the mayor"]   # in Osterby

[[never]]
text = "Amazon"
"""


def a_project(folder: Path, **stories: str) -> Path:
    (folder / "content").mkdir()
    for name, text in stories.items():
        (folder / "content" / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


def of_kind(questions: tuple[Question, ...], kind: str) -> list[Question]:
    return [question for question in questions if question.kind == kind]


LONE = {
    "one": "Rain\n\nPresident Trump spoke. “It rained,” Trump said.",
    "two": "More rain\n\nPresident Trump spoke again, and Mr. Trump left.",
}
DONALD = "Sun\n\nDonald Trump, a banker, said that it was warm."
IVANKA = "Snow\n\nIvanka Trump, a nurse, said that it was cold. Mrs. Trump left."
NURSE = "Health\n\nIt rained.\n\nJames Brown, a nurse from Leeds, said hello. Brown left."
SINGER = "Music\n\nIt rained.\n\nJames Brown, a soul singer, sang for an hour. Brown was loud."


def decisions(folder: Path) -> dict[str, object]:
    return tomllib.loads((folder / "content" / "entities.toml").read_text(encoding="utf-8"))


def unused(folder: Path) -> list[str]:
    """What ``dateline check`` finds wrong with the decisions."""
    problems = [finding.problem for finding in check(folder, "2026-01-01")]
    return [problem.message for problem in problems if problem.file.endswith("entities.toml")]


def people(folder: Path) -> int:
    return build(folder, search="none").entities[EntityKind.PERSON]


def test_a_name_never_given_in_full_is_asked_once_with_those_who_bear_it(tmp_path: Path) -> None:
    folder = a_project(tmp_path, **LONE, three=DONALD, four=IVANKA)

    (question,) = of_kind(review(folder), "surname")

    assert (question.subject, question.stories) == ("Trump", 2)
    assert question.files == ("content/one.txt", "content/two.txt")
    assert question.sentence == "President Trump spoke."
    assert [(c.ref, c.name, c.stories) for c in question.candidates] == [
        ("person:donald-trump", "Donald Trump", 1),
        ("person:ivanka-trump", "Ivanka Trump", 1),
    ]
    assert question.lines == '[person.donald-trump]\naliases = ["Trump"]\narticles = ["one", "two"]\n'


def test_a_surname_of_one_person_alone_is_asked_where_what_stories_say_contradicts(tmp_path: Path) -> None:
    folder = a_project(tmp_path, **LONE, four=IVANKA)

    (question,) = of_kind(review(folder), "surname")

    assert [answer.lines for answer in question.answers] == ['[person.trump]\nname = "Trump"\n']


def test_what_is_accepted_settles_the_question(tmp_path: Path) -> None:
    folder = a_project(tmp_path, **LONE, three=DONALD, four=IVANKA)
    (folder / "content" / "entities.toml").write_text(DECIDED, encoding="utf-8")
    questions = review(folder)

    accept(folder, questions, [Choice(1)])

    text = (folder / "content" / "entities.toml").read_text(encoding="utf-8")
    assert text.startswith(DECIDED)
    assert of_kind(review(folder), "surname") == []
    assert people(folder) == 2


def test_what_stands_in_the_file_keeps_its_mark_its_mode_and_its_link(tmp_path: Path) -> None:
    folder = a_project(tmp_path, one="Rain\n\nPresident Okonjo spoke. “It rained,” Okonjo said.")
    real, link = folder / "content" / "desk.toml", folder / "content" / "entities.toml"
    real.write_text(DECIDED, encoding="utf-8-sig")
    real.chmod(0o640)
    link.symlink_to("desk.toml")

    accept(folder, review(folder), [Choice(1)])

    assert real.read_bytes().startswith(b"\xef\xbb\xbf" + DECIDED.encode())
    assert link.is_symlink()
    assert real.stat().st_mode & 0o777 == 0o640


def test_a_name_without_candidates_can_become_a_person(tmp_path: Path) -> None:
    folder = a_project(tmp_path, one="Rain\n\nPresident Okonjo spoke. “It rained,” Okonjo said.")

    accept(folder, review(folder), [Choice(1)])

    assert decisions(folder) == {"person": {"okonjo": {"name": "Okonjo"}}}
    assert review(folder) == ()


def test_the_user_may_know_the_full_name(tmp_path: Path) -> None:
    folder = a_project(tmp_path, one="Rain\n\nPresident Okonjo spoke. “It rained,” Okonjo said.")

    accept_name(folder, review(folder), 1, "Ngozi Okonjo")

    assert decisions(folder) == {"person": {"ngozi-okonjo": {"aliases": ["Okonjo"], "name": "Ngozi Okonjo"}}}
    assert review(folder) == ()
    build(folder, search="none")
    assert "<h1>Ngozi Okonjo</h1>" in (folder / "site/people/ngozi-okonjo/index.html").read_text(encoding="utf-8")


def test_the_name_of_a_candidate_means_that_candidate(tmp_path: Path) -> None:
    folder = a_project(tmp_path, **LONE, three=DONALD, four=IVANKA)

    accept_name(folder, review(folder), 1, "donald trump")

    assert decisions(folder) == {"person": {"donald-trump": {"aliases": ["Trump"], "articles": ["one", "two"]}}}
    assert people(folder) == 2


def test_a_country_is_not_answered_with_the_name_of_a_person(tmp_path: Path) -> None:
    folder = a_project(tmp_path, one="Rain\n\nIt rained in Georgia for a week, and the roads were closed.")

    with pytest.raises(BuilderError, match="question 1 cannot be settled with the name 'Jane Roe'"):
        accept_name(folder, review(folder), 1, "Jane Roe")


def test_an_alias_for_some_stories_leaves_other_aliases_alone(tmp_path: Path) -> None:
    folder = a_project(tmp_path, **LONE, three=f"{DONALD}\n\nThe Don left.", four=IVANKA)
    (folder / "content" / "entities.toml").write_text(
        '[person.donald-trump]\naliases = ["The Don"]\n', encoding="utf-8"
    )

    accept(folder, review(folder), [Choice(1)])

    assert decisions(folder) == {
        "person": {
            "donald-trump": {"aliases": ["The Don"]},
            "donald-trump-as-trump": {"aliases": ["Trump"], "articles": ["one", "two"]},
        },
        "same": [{"people": ["donald-trump", "donald-trump-as-trump"]}],
    }
    assert of_kind(review(folder), "surname") == []
    assert unused(folder) == []
    assert people(folder) == 2


def test_namesakes_are_asked_about_once_with_what_tells_them_apart(tmp_path: Path) -> None:
    folder = a_project(tmp_path, one=NURSE, two=SINGER)

    (question,) = review(folder)

    assert (question.kind, question.message) == ("namesakes", "there seem to be 2 people named “James Brown”")
    assert [(each.title, each.roles) for each in question.candidates] == [
        ("James Brown (nurse)", ("nurse from Leeds",)),
        ("James Brown (soul singer)", ("soul singer",)),
    ]
    assert [answer.lines for answer in question.answers] == [
        '[[different]]\npeople = ["james-brown", "james-brown-2"]\n',
        '[[same]]\npeople = ["james-brown", "james-brown-2"]\n',
    ]


@pytest.mark.parametrize(("answer", "expected"), [(1, 2), (2, 1)])
def test_each_answer_about_namesakes_is_final(answer: int, expected: int, tmp_path: Path) -> None:
    folder = a_project(tmp_path, one=NURSE, two=SINGER)

    accept(folder, review(folder), [Choice(1, answer)])

    assert review(folder) == ()
    assert people(folder) == expected


@pytest.mark.parametrize(("answer", "address"), [(1, "james-brown"), (2, "james-brown-2")])
def test_a_story_that_fits_two_namesakes_is_given_to_one(answer: int, address: str, tmp_path: Path) -> None:
    folder = a_project(tmp_path, one=NURSE, two=SINGER, zoo="Zoo\n\nJames Brown said hello to Mary Smith.")
    (question,) = [each for each in review(folder) if len(each.files) == 1]

    accept(folder, (question,), [Choice(1, answer)])

    assert [each for each in review(folder) if len(each.files) == 1] == []
    assert unused(folder) == []
    build(folder, search="none")
    assert "Zoo" in (folder / "site/people" / address / "index.html").read_text(encoding="utf-8")


def test_a_relative_with_a_first_name_in_one_story_is_not_asked_about(tmp_path: Path) -> None:
    folder = a_project(
        tmp_path,
        one="Rain\n\nNathaniel Kovalski and his wife, Betsy, said that it rained. “Rain,” Betsy said.",
        two="Sun\n\nPresident Okonjo met Liv Moen. “It was warm,” Okonjo said.",
    )

    assert [question.subject for question in review(folder)] == ["Okonjo"]


FAMILY = "Boat sinks\n\nJames Brown, 45, and his son James Brown, 12, were rescued on Monday."


@pytest.mark.parametrize(("answer", "expected"), [(1, 2), (2, 1)])
def test_each_answer_about_two_namesakes_in_one_story_is_final(answer: int, expected: int, tmp_path: Path) -> None:
    folder = a_project(tmp_path, one=FAMILY)
    (question,) = review(folder)

    accept(folder, (question,), [Choice(1, answer)])

    assert [each.title for each in question.candidates] == ["James Brown (45)", "James Brown (12)"]
    assert review(folder) == ()
    assert people(folder) == expected


def test_a_story_that_fits_two_namesakes_of_one_story_can_be_given_to_the_first(tmp_path: Path) -> None:
    folder = a_project(tmp_path, one=FAMILY, zoo="Zoo\n\nJames Brown said hello to Mary Smith.")
    (question,) = [each for each in review(folder) if "could be" in each.message]

    accept(folder, (question,), [Choice(1, 1)])

    assert len(question.answers) == 1
    assert of_kind(review(folder), "namesakes") == []
    assert unused(folder) == []
    build(folder, search="none")
    assert "Zoo" in (folder / "site/people/james-brown/index.html").read_text(encoding="utf-8")
    assert "Zoo" not in (folder / "site/people/james-brown-2/index.html").read_text(encoding="utf-8")


VARIANTS = {
    "one": "Rain\n\nNathaniel Kovalski, a minister, said that it rained.",
    "two": "Sun\n\nNathaniel P. Kovalski said that it was warm. “Warm,” Kovalski said.",
}


@pytest.mark.parametrize(("answer", "expected"), [(1, 1), (2, 2)])
def test_a_variant_of_a_name_is_asked_about_once(answer: int, expected: int, tmp_path: Path) -> None:
    folder = a_project(tmp_path, **VARIANTS)
    (question,) = review(folder)

    accept(folder, (question,), [Choice(1, answer)])

    assert question.kind == "variant"
    assert question.lines == '[[same]]\npeople = ["nathaniel-kovalski", "nathaniel-p-kovalski"]\n'
    assert review(folder) == ()
    assert people(folder) == expected


@pytest.mark.parametrize(("answer", "expected"), [(1, 2), (2, 2), (3, 3)])
def test_a_name_that_fits_several_people_is_asked_about_once(answer: int, expected: int, tmp_path: Path) -> None:
    three = "Hail\n\nNathaniel R. Kovalski said that it hailed. “Hail,” Kovalski said."
    folder = a_project(tmp_path, **VARIANTS, three=three)
    (question,) = review(folder)

    accept(folder, (question,), [Choice(1, answer)])

    assert question.message == "“Nathaniel Kovalski” may be any of 2 people"
    assert review(folder) == ()
    assert unused(folder) == []
    assert people(folder) == expected


def test_an_answer_that_is_not_there_changes_nothing(tmp_path: Path) -> None:
    folder = a_project(tmp_path, **VARIANTS)

    with pytest.raises(BuilderError, match="question 1 has no answer 3"):
        accept(folder, review(folder), [Choice(1, 3)])

    assert not (folder / "content" / "entities.toml").exists()


def test_a_split_by_articles_is_not_asked_about(tmp_path: Path) -> None:
    folder = a_project(
        tmp_path,
        one="Rain\n\nAnna De Marco, a nurse, said that it rained.",
        two="Sun\n\nAnna DeMarco, a welder, said that it was warm.",
    )
    assert [each.kind for each in review(folder)] == ["alike"]

    rows = '[person.anna-demarco]\nname = "Anna DeMarco"\narticles = ["two"]\n'
    (folder / "content" / "entities.toml").write_text(rows, encoding="utf-8")

    assert review(folder) == ()


def test_rare_names_that_nobody_bears_are_asked_last(tmp_path: Path) -> None:
    folder = a_project(
        tmp_path,
        one="Rain\n\nPresident Okonjo met Anna Lindqvist, Bo Ekman, Eva Ruiz and Liv Moen. “It rained,” Okonjo said.",
        **{f"{number}{name}": text for number in "12" for name, text in VARIANTS.items() if number == "1"},
    )

    assert [question.kind for question in review(folder)] == ["variant", "surname"]


TRUMP = {
    "a": "Rain\n\nIt rained.\n\nPresident Donald Trump met Angela Merkel. Trump left.",
    "b": "Sun\n\nIt was warm.\n\nPresident Donald Trump met Angela Merkel again. Trump left.",
    "c": "Snow\n\nIt was cold.\n\nPresident Donald J. Trump met Angela Merkel. Trump, 71, left.",
    "d": "Ice\n\nIt was icy.\n\nPresident Trump spoke for an hour, and Mr. Trump left.",
}


def test_what_was_joined_is_listed_by_person_with_its_evidence(tmp_path: Path) -> None:
    folder = a_project(tmp_path, **TRUMP)

    found = joined(folder)

    assert [(each.person, each.name, each.rule, each.evidence, each.files) for each in found] == [
        ("Donald Trump", "Donald J. Trump", "variant", ("role",), ("c.txt",)),
        ("Donald Trump", "Trump", "surname", ("role",), ("d.txt",)),
    ]
    assert list(in_words(found, "content")) == [
        "Donald Trump · person:donald-trump",
        "   1. 'Donald J. Trump' · 1 article · variant: the same role",
        "      content/c.txt: President",
        "   2. 'Trump' · 1 article · surname: the same role",
        "      content/d.txt: President",
    ]


def test_what_was_joined_is_confirmed_by_an_alias(tmp_path: Path) -> None:
    folder = a_project(tmp_path, **TRUMP)

    decide(folder, confirming(joined(folder)))

    assert decisions(folder) == {"person": {"donald-trump": {"aliases": ["Donald J. Trump", "Trump"]}}}
    assert joined(folder) == ()
    assert [each.kind for each in review(folder)] == []
    assert people(folder) == 2


def test_a_surname_that_others_have_is_confirmed_only_for_its_stories(tmp_path: Path) -> None:
    folder = a_project(tmp_path, **TRUMP, e=IVANKA)

    decide(folder, confirming(joined(folder)))

    assert decisions(folder) == {
        "person": {
            "donald-trump": {"aliases": ["Donald J. Trump"]},
            "donald-trump-as-trump": {"aliases": ["Trump"], "articles": ["d"]},
        },
        "same": [{"people": ["donald-trump", "donald-trump-as-trump"]}],
    }
    assert joined(folder) == ()


@pytest.mark.parametrize(("number", "ids"), [(0, ["donald-trump", "donald-j-trump"]), (1, ["donald-trump", "trump"])])
def test_what_was_joined_is_parted_by_a_decision(number: int, ids: list[str], tmp_path: Path) -> None:
    folder = a_project(tmp_path, **TRUMP)
    found = joined(folder)

    decide(folder, [found[number].part])

    assert decisions(folder) == {"different": [{"people": ids}]}
    assert found[number].name not in [each.name for each in joined(folder) if each.ref == "person:donald-trump"]
    assert [each.kind for each in review(folder) if each.kind in ("variant", "alike")] == []
    build(folder, search="none")
    assert (folder / "site" / "people" / ids[1] / "index.html").is_file()
    assert unused(folder) == []


def test_the_command_lists_confirms_and_parts_what_was_joined(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(a_project(tmp_path, **TRUMP))

    listed = [run(monkeypatch, "review", "--joined"), capsys.readouterr().out.splitlines()[-1]]
    as_json = run(monkeypatch, "review", "--joined", "--json"), json.loads(capsys.readouterr().out)["joined"]
    wrong = run(monkeypatch, "review", "--part", "3"), capsys.readouterr().err
    written = run(monkeypatch, "review", "--confirm", "2", "--part", "1"), capsys.readouterr().out

    assert listed == [0, "2 joined names"]
    assert [(row["number"], row["name"], row["evidence"]) for row in as_json[1]] == [
        (1, "Donald J. Trump", ["role"]),
        (2, "Trump", ["role"]),
    ]
    assert wrong == (
        1,
        "there is no joined name '3'\n  dateline review --joined lists 2 joined names\n",
    )
    assert written[1].splitlines() == [
        "content/entities.toml:",
        "[person.donald-trump]",
        'aliases = ["Trump"]',
        "",
        "[[different]]",
        'people = ["donald-trump", "donald-j-trump"]',
        "",
    ]


def test_of_two_in_one_story_both_are_proposed(tmp_path: Path) -> None:
    story = "Rain\n\nIt rained.\n\nAnna Brandt met Max Brandt, who said nothing. Brandt left early."
    folder = a_project(tmp_path, one=story)

    (question,) = of_kind(review(folder), "ambiguous-name")

    assert question.subject == "Brandt"
    assert {c.ref for c in question.candidates} == {"person:anna-brandt", "person:max-brandt"}
    assert question.lines == '[person.anna-brandt]\naliases = ["Brandt"]\narticles = ["one"]\n'


def test_a_word_that_may_be_a_country_is_a_question(tmp_path: Path) -> None:
    folder = a_project(tmp_path, one="Rain\n\nIt rained in Georgia for a week, and the roads were closed.")

    (question,) = of_kind(review(folder), "ambiguous-country")

    assert question.candidates[0].ref == "country:GE"
    assert question.answers[0].meaning == "it is the country Georgia, in all articles"
    assert question.lines == '[country.GE]\naliases = ["Georgia"]\n'


def test_people_who_look_alike_are_proposed_and_never_merged(tmp_path: Path) -> None:
    folder = a_project(
        tmp_path,
        one="Rain\n\n“It rained,” said the minister, Andrei Kovalenko. Andrei Kovalenko left.",
        two="Sun\n\n“It was warm,” said the minister, Andreo Kovalenko. Andreo Kovalenko left.",
    )

    (question,) = of_kind(review(folder), "alike")

    assert question.lines == '[[same]]\npeople = ["andrei-kovalenko", "andreo-kovalenko"]\n'
    assert build(folder).entities[EntityKind.PERSON] == 2
    rows = '[[different]]\npeople = ["andrei-kovalenko", "andreo-kovalenko"]\n'
    (folder / "content" / "entities.toml").write_text(rows)
    assert of_kind(review(folder), "alike") == []


def test_people_said_to_be_the_same_have_one_page_before_anything_is_published(tmp_path: Path) -> None:
    folder = a_project(
        tmp_path,
        one="Rain\n\n“It rained,” said the minister, Andreo Kovalenko. Andreo Kovalenko left.",
        two="Sun\n\n“It was warm,” said the minister, Andrei Kovalenko. Andrei Kovalenko left.",
        six="Ice\n\n“It was icy,” said the minister, Andrei Kovalenko. Andrei Kovalenko left.",
    )

    accept(folder, review(folder), [Choice(1)])

    assert decisions(folder) == {"same": [{"people": ["andrei-kovalenko", "andreo-kovalenko"]}]}
    assert review(folder) == ()
    assert people(folder) == 1
    page = (folder / "site" / "people" / "andrei-kovalenko" / "index.html").read_text(encoding="utf-8")
    assert "<h1>Andrei Kovalenko</h1>" in page
    old = (folder / "site" / "people" / "andreo-kovalenko" / "index.html").read_text(encoding="utf-8")
    assert "../../people/andrei-kovalenko/" in old
    assert unused(folder) == []


def test_questions_come_by_the_number_of_stories_that_they_touch(tmp_path: Path) -> None:
    one = "Rain\n\nPresident Okonjo spoke. “It rained,” Okonjo said."
    folder = a_project(
        tmp_path, a=one, b=one.replace("Rain", "Sun"), c="Snow\n\nPresident Adamu spoke. Mr. Adamu left."
    )

    questions = review(folder)

    assert [(q.subject, q.stories) for q in questions] == [("Okonjo", 2), ("Adamu", 1)]


def test_a_question_that_is_not_there_changes_nothing(tmp_path: Path) -> None:
    folder = a_project(tmp_path, one="Rain\n\nIt rained.")

    with pytest.raises(BuilderError) as error:
        accept(folder, review(folder), [Choice(3)])

    assert str(error.value.problems[0]) == "there is no question 3\n  dateline review lists 0 questions"
    assert not (folder / "content" / "entities.toml").exists()


def test_private_articles_raise_no_questions(tmp_path: Path) -> None:
    folder = a_project(tmp_path, one="---\nprivate: true\n---\nRain\n\nPresident Okonjo spoke. Okonjo left.")

    assert review(folder) == ()


def test_the_list_is_for_programs_too(tmp_path: Path) -> None:
    folder = a_project(tmp_path, one="Rain\n\nPresident Okonjo spoke. “It rained,” Okonjo said.")

    (row,) = json.loads(written(review(folder)))["questions"]

    assert (row["number"], row["kind"], row["subject"], row["stories"]) == (1, "surname", "Okonjo", 1)
    assert row["lines"] == '[person.okonjo]\nname = "Okonjo"\n'


def test_the_command_lists_and_accepts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(a_project(tmp_path, one="Rain\n\nPresident Okonjo spoke. “It rained,” Okonjo said."))

    def said(*words: str) -> str:
        assert run(monkeypatch, "review", *words) == 0
        return capsys.readouterr().out

    assert said().splitlines() == [
        "1. “Okonjo” is never named in full · 1 article · surname",
        "   content/one.txt: President Okonjo spoke.",
        "   a) it is a person known by this name alone · changes up to 1 article, 2 pages",
        "      [person.okonjo]",
        '      name = "Okonjo"',
        "",
        "1 question",
        "dateline review --accept 1 writes the first answer to question 1, --accept 1b the second",
    ]
    assert said("--accept", "1a").splitlines() == ["content/entities.toml:", "[person.okonjo]", 'name = "Okonjo"', ""]
    assert said() == "0 questions\n"


@pytest.mark.parametrize("words", [("--accept", "one"), ("--accept", "1", "--accept", "2", "--name", "Jane Roe")])
def test_what_the_command_does_not_understand_is_wrong_usage(
    words: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(a_project(tmp_path, one="Rain\n\nIt rained."))

    assert run(monkeypatch, "review", *words) == 2


@pytest.mark.parametrize(
    ("step", "lines"),
    [
        (Step("alias", "person:anna-lindqvist", "Lindqvist"), 'aliases = ["the mayor", "Lindqvist"]'),
        (Step("alias", "person:bo-li", 'Bo "the boat" Li'), "[person.bo-li]"),
        (Step("name", "person:okonjo", "Okonjo"), 'name = "Okonjo"'),
        (Step("same", "person:a-b", others=("person:a-c",)), 'people = ["a-b", "a-c"]'),
        (Step("split", "person:anna-lindqvist", "Anna Lindqvist", ("news/rain",)), "[person.anna-lindqvist-2]"),
        (Step("alias", "country:GE", "Georgia"), "[country.GE]"),
    ],
)
def test_all_else_in_the_file_stays(step: Step, lines: str) -> None:
    text, said = settled(DECIDED, step)

    assert lines in said
    assert [line for line in DECIDED.splitlines() if line not in text and "the mayor" not in line] == []
    assert "# the mayor" in text
    assert "# in Osterby" in text
    assert tomllib.loads(text)["never"] == [{"text": "Amazon"}]
    assert settled(text, step)[0].count("[person.anna-lindqvist]") == 1


def test_several_are_written_at_once() -> None:
    steps = [
        Step("alias", "person:bo-li", "Li"),
        Step("same", "person:a-b", others=("person:a-c",)),
        Step("same", "person:d-e", others=("person:d-f",)),
    ]

    found = tomllib.loads(all_settled("", steps)[0])

    assert found == {
        "person": {"bo-li": {"aliases": ["Li"]}},
        "same": [{"people": ["a-b", "a-c"]}, {"people": ["d-e", "d-f"]}],
    }


@pytest.mark.parametrize(
    ("one", "two", "like"),
    [
        ("José Muñoz", "Jose Munoz", True),
        ("Kim Jong-un", "Kim Jong Un", True),
        ("Andrei Kovalenko", "Andreo Kovalenko", True),
        ("Jon Smithson", "John Smithson", True),
        ("Søren Kjærgaard", "Soren Kjærgaard", True),
        ("Mary Brownlee", "Gary Brownlee", False),
        ("Kim Jong Un", "Kim Jong Il", False),
        ("Bo Li", "Bo Lin", False),
        ("Anna Lindqvist", "Anna Lundkvist", False),
        ("Okonjo", "Okonja", False),
    ],
)
def test_names_look_alike_but_for_accents_hyphens_or_one_letter(one: str, two: str, like: bool) -> None:
    assert list(pairs([("a", one), ("b", two)])) == ([("a", "b")] if like else [])


def test_comparing_all_names_takes_time_linear_in_their_number() -> None:
    """Would take hours if all pairs were compared."""
    people = [(str(n), f"Person{n:06d} Name{n % 977:04d}") for n in range(20_000)]

    assert len(list(pairs(people))) < 20_000


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("plumber", "nurse at General Hospital", True),
        ("striker", "the archbishop of Osterby", True),
        ("former senator", "law professor", False),
        ("actor and singer", "actress", False),
        ("plumber", "", False),
        ("attorney general", "district attorney", False),
        ("inspector general", "singer", False),
        ("retired general", "singer", True),
        ("pastor", "Leeds minister", False),
        ("pastor", "foreign minister", True),
        ("defender of the forest", "nurse", False),
        ("public defender", "law professor", False),
    ],
)
def test_some_walks_of_life_are_rarely_those_of_one_person(one: str, other: str, apart: bool) -> None:
    assert are_apart(walks((one,)), walks((other,))) == apart


def answered(folder: Path, keys: str, name: str = "") -> tuple[int, list[str]]:
    """The number of answers by these keys, and the lines that were shown."""
    lines: list[str] = []
    waiting = iter(keys)
    return answer_by_keys(folder, lines.append, lambda: next(waiting), lambda: name), lines


def test_a_key_in_the_terminal_writes_what_accept_writes(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    for folder in (one, other):
        folder.mkdir()
        a_project(folder, **LONE, three=DONALD, four=IVANKA)
    accept(other, review(other), [Choice(1, 2)])

    count, lines = answered(one, "2q")

    assert count == 1
    assert decisions(one) == decisions(other)
    assert any("President [reverse]Trump[/reverse] spoke." in line for line in lines)


def test_keys_in_the_terminal_name_skip_and_undo(tmp_path: Path) -> None:
    folder = a_project(tmp_path, **LONE, three=DONALD, four=IVANKA)

    assert answered(folder, "s")[0] == 0
    assert answered(folder, "nq", "Fred Trump")[0] == 1
    assert "fred-trump" in str(decisions(folder))
    undo_last(folder)
    assert answered(folder, "?xq")[0] == 1
    assert decisions(folder) == {"never": [{"text": "Trump", "articles": ["one", "two"]}]}


def test_a_wrong_key_in_the_terminal_gives_one_line(tmp_path: Path) -> None:
    folder = a_project(tmp_path, **LONE, three=DONALD, four=IVANKA)
    _, once = answered(folder, "q")

    _, lines = answered(folder, "9zdq")

    assert lines == [*once, *["[dim]this key does nothing here[/dim]"] * 3]


def test_a_name_in_the_terminal_can_be_left_and_holds_no_control_character(tmp_path: Path) -> None:
    folder = a_project(tmp_path, **LONE, three=DONALD, four=IVANKA)

    assert answered(folder, "nq", "")[0] == 0
    assert answered(folder, "nq", "\x1bFred Trump")[0] == 0
    assert not (folder / "content" / "entities.toml").exists()


def test_what_a_story_says_is_no_markup_of_the_terminal(tmp_path: Path) -> None:
    folder = a_project(tmp_path, one="Rain\n\nPresident Okonjo spoke [bold]loudly[/bold] about \x1b[31mrain.")

    _, lines = answered(folder, "q")

    assert any(r"\[bold]loudly\[/bold]" in line for line in lines)
    assert not any("\x1b" in line for line in lines)


GEORGIA = {
    "one": "Rain\n\nIt rained in Georgia for a week, and Georgia was wet.",
    "two": "Snow\n\nIt snowed in Georgia for a day, and the roads were closed.",
}


@pytest.mark.parametrize(
    ("meaning", "written", "left"),
    [
        ("it is the country Georgia, in all articles", [], 0),
        ("it is the country Georgia, only in “Rain”", [("one", 1), ("one", 2)], 1),
        ("it is the country Georgia, only in these 2 articles", [("one", 1), ("one", 2), ("two", 1)], 0),
        ("it is not a country, only in “Rain”", [], 1),
    ],
)
def test_a_country_is_meant_everywhere_or_in_some_stories(
    meaning: str, written: list[tuple[str, int]], left: int, tmp_path: Path
) -> None:
    folder = a_project(tmp_path, **GEORGIA)
    (question,) = of_kind(review(folder), "ambiguous-country")
    meanings = [answer.meaning for answer in question.answers]

    accept(folder, [question], [Choice(1, 1 + meanings.index(meaning))])

    links = decisions(folder).get("link", [])
    assert isinstance(links, list)
    assert [(each["article"], each["nth"]) for each in links] == written
    assert [each.stories for each in of_kind(review(folder), "ambiguous-country")] == [1] * left
    assert unused(folder) == []


def test_who_is_confirmed_keeps_the_name_of_the_page_and_is_asked_about_once(tmp_path: Path) -> None:
    folder = a_project(tmp_path, a=TRUMP["c"], b=TRUMP["a"], c=TRUMP["b"])
    (found,) = joined(folder)
    assert (found.person, found.name, found.ref) == ("Donald Trump", "Donald J. Trump", "person:donald-j-trump")

    decide(folder, confirming([found]))

    table = {"name": "Donald Trump", "aliases": ["Donald J. Trump"]}
    assert decisions(folder) == {"person": {"donald-j-trump": table}}
    assert joined(folder) == ()
    assert review(folder) == ()
    build(folder, search="none")
    page = (folder / "site" / "people" / "donald-j-trump" / "index.html").read_text(encoding="utf-8")
    assert "<h1>Donald Trump</h1>" in page


def test_a_build_reports_no_doubt_that_no_answer_settles(tmp_path: Path) -> None:
    folder = a_project(
        tmp_path,
        one="Rain\n\nIt rained. Paul Berg came with his wife, Betsy, and Georgia was wet. Mrs. Quorl stayed.",
        two="Snow\n\nIt snowed. Mrs. Vexel left.",
        three="Ice\n\nIt froze. Mrs. Vexel left again.",
    )

    doubts = {doubt.subject for doubt in build(folder, search="none").doubts}

    assert doubts == {question.subject for question in review(folder)} == {"Georgia", "Vexel"}
