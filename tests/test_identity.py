"""Who is who across a site: little archives, the people that come out of them, and what is asked."""

import random
import tomllib
from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from builder.core.kinds import EntityKind
from builder.core.values import FrontMatter
from builder.index import queries
from builder.index.resolve import Decisions
from builder.index.tables import Index
from builder.layout.article_layout import ArticleEntry, lay_out
from builder.layout.excerpts import local_entity_of
from builder.settings.decisions import Overrides
from tests import indexed
from tests.people import an_article, decided

CASES = Path(__file__).parent / "cases" / "identity"
ARCHIVES = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(CASES.glob("*.toml"))}


@pytest.fixture(autouse=True)
def _with_names(monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.people import names

    monkeypatch.setattr(indexed, "LEXICON", names())


JOINED = "SELECT DISTINCT n.who FROM local l JOIN name n ON n.id = l.name WHERE l.reason <> ''"


def an_entry(name: str, date: str, text: str, known: Iterable[str] = ()) -> ArticleEntry:
    """An article, in which the language model sees these names."""
    article = replace(an_article(text, front=FrontMatter(title="The news of the day", date=date)), path=f"{name}.txt")
    found = decided(article, *((each, "PERSON") for each in known))
    return lay_out(f"{name}.txt", name, article, found.value)[0]


def entries(archive: Mapping[str, Any]) -> dict[str, ArticleEntry | None]:
    known = sorted({title.partition(" (")[0] for title, _ in archive["people"]} | {*archive["joined"]})
    return {f"{name}.txt": an_entry(name, **article, known=known) for name, article in archive["articles"].items()}


def people(index: Index) -> list[list[str]]:
    """Each person's title, and the articles about them."""
    sql = "SELECT ref, place FROM entity WHERE kind = 'person' ORDER BY sort, folder"
    return [
        [
            queries.place(raw).entity.title,
            " ".join(file.removesuffix(".txt") for file in queries.files_mentioning(index, ref)),
        ]
        for ref, raw in index.rows(sql)
    ]


def recorded(index: Index) -> dict[str, list[Any]]:
    """What a case says: people, questions, and what was joined without certainty."""
    return {
        "people": sorted(people(index)),
        "asked": sorted(f"{each.kind} {each.subject}" for each in queries.unsettled(index)),
        "joined": sorted(local_entity_of(name).name for (name,) in index.rows(JOINED)),
    }


def wanted(archive: Mapping[str, Any]) -> dict[str, list[Any]]:
    return {key: sorted(archive[key]) for key in ("people", "asked", "joined")}


@pytest.mark.parametrize("name", ARCHIVES)
def test_the_people_of_an_archive(name: str, tmp_path: Path) -> None:
    archive = ARCHIVES[name]
    with closing(Index(tmp_path / "index.db")) as index:
        indexed.follow(index, entries(archive), everything=True)

        assert recorded(index) == wanted(archive), archive["why"]


@pytest.mark.parametrize("name", ARCHIVES)
def test_the_order_and_number_of_builds_do_not_matter(name: str, tmp_path: Path) -> None:
    archive = ARCHIVES[name]
    shuffled = list(entries(archive).items())
    random.Random(name).shuffle(shuffled)
    other = an_entry("other", "2016-01-01", "Anna Lindqvist, a violinist, played. Lindqvist smiled.")
    with closing(Index(tmp_path / "index.db")) as index:
        indexed.follow(index, {"other.txt": other})
        for file, entry in shuffled:
            indexed.follow(index, {file: entry})
        indexed.follow(index, {"other.txt": None})

        assert recorded(index) == wanted(archive), archive["why"]


PLUMBER = "James Brown, a plumber from Leeds, was jailed for three years on Monday."
NURSE = "James Brown, a nurse at the General Hospital, got a medal from the mayor."


def ids(index: Index) -> dict[str, str]:
    """The person of each article."""
    sql = "SELECT s.file, e.id, e.ref FROM local l JOIN entity e ON e.id = l.entity JOIN source s ON s.id = l.article"
    return {file.removesuffix(".txt"): ref for file, _, ref in index.rows(f"{sql} WHERE e.kind = 'person'")}


def test_a_published_id_stays_with_its_person_when_a_namesake_comes(tmp_path: Path) -> None:
    published = Decisions(published={EntityKind.PERSON: {"james-brown": "James Brown"}}, anchors={"james-brown": "b"})
    with closing(Index(tmp_path / "index.db")) as index:
        indexed.follow(index, {"b.txt": an_entry("b", "2015-01-01", NURSE)}, published)
        indexed.follow(index, {"a.txt": an_entry("a", "2015-01-02", PLUMBER)}, published)

        assert ids(index) == {"a": "person:james-brown-2", "b": "person:james-brown"}


def test_without_a_lock_ids_are_numbered_in_the_order_of_addresses(tmp_path: Path) -> None:
    with closing(Index(tmp_path / "index.db")) as index:
        indexed.follow(index, {"b.txt": an_entry("b", "2015-01-01", NURSE)})
        indexed.follow(index, {"a.txt": an_entry("a", "2015-01-02", PLUMBER)})

        assert ids(index) == {"a": "person:james-brown", "b": "person:james-brown-2"}


def test_both_people_of_one_name_in_one_article_bear_it(tmp_path: Path) -> None:
    both = an_entry("a", "2015-01-01", "James Brown, 45, and his son James Brown, 12, met Anna Lindqvist.")
    with closing(Index(tmp_path / "index.db")) as index:
        indexed.follow(index, {"a.txt": both})

        assert queries.people_called(index, "James Brown") == {"person:james-brown", "person:james-brown-2"}


def test_published_ids_stay_with_two_people_of_one_name_in_one_article(tmp_path: Path) -> None:
    names = {"james-brown": "James Brown", "james-brown-2": "James Brown"}
    published = Decisions(published={EntityKind.PERSON: names}, anchors=dict.fromkeys(names, "b"))
    both = an_entry("b", "2015-01-01", "James Brown, 45, and his son James Brown, 12, were rescued.")
    with closing(Index(tmp_path / "index.db")) as index:
        indexed.follow(index, {"b.txt": both}, published)
        indexed.follow(index, {"a.txt": an_entry("a", "2015-01-02", "James Brown, 12, is well.")}, published)

        assert ids(index)["a"] == "person:james-brown-2"
        assert people(index) == [["James Brown (b. 1970)", "b"], ["James Brown (b. 2002)", "a b"]]


def test_people_who_are_different_by_decision_are_not_joined(tmp_path: Path) -> None:
    first = an_entry("a", "2016-03-01", "James Corvey, director of the FBI, spoke for an hour.")
    second = an_entry("b", "2016-03-05", "James B. Corvey, director of the FBI, declined to answer.")
    apart = Decisions(Overrides(different=(("james-corvey", "james-b-corvey"),)))
    with closing(Index(tmp_path / "index.db")) as index:
        indexed.follow(index, {"a.txt": first, "b.txt": second})
        assert len(set(ids(index).values())) == 1

        indexed.follow(index, {}, apart)

        assert ids(index) == {"a": "person:james-corvey", "b": "person:james-b-corvey"}
        assert not [*queries.unsettled(index)]


def test_people_who_are_the_same_by_decision_have_the_name_of_the_id_that_stays(tmp_path: Path) -> None:
    first = an_entry("a", "2016-03-01", "Kim Jung Eun came by train. Kim smiled.", ["Kim Jung Eun"])
    second = an_entry("b", "2016-03-05", "Kim Jong Un went home. Kim waved.", ["Kim Jong Un"])
    same = Decisions(Overrides(same=(("kim-jong-un", "kim-jung-eun"),)))
    with closing(Index(tmp_path / "index.db")) as index:
        indexed.follow(index, {"a.txt": first, "b.txt": second}, same)

        assert people(index) == [["Kim Jong Un", "a b"]]
        assert set(ids(index).values()) == {"person:kim-jong-un"}


def test_a_variant_may_fit_any_of_the_names_that_a_decision_gave_a_person(tmp_path: Path) -> None:
    texts = (
        "Marie Roux, a judge in Lyon, spoke.",
        "Marie Laurent, a judge in Lyon, left.",
        "Marie L. Roux, a judge in Lyon, ate.",
    )
    known = ["Marie Roux", "Marie Laurent", "Marie L. Roux"]
    entries = {f"{n}.txt": an_entry(f"{n}", f"2016-03-0{n + 1}", text, known) for n, text in enumerate(texts)}
    same = Decisions(Overrides(same=(("marie-roux", "marie-laurent"),)))
    with closing(Index(tmp_path / "index.db")) as index:
        indexed.follow(index, {**entries}, same)

        assert people(index) == [["Marie Roux", "0 1 2"]]
