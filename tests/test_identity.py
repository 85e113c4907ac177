"""Who is who across a site: little archives, the people that come out of them, and what is asked."""

import random
import tomllib
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from builder.core.values import FrontMatter
from builder.index import queries
from builder.index.tables import Index
from builder.layout.article_layout import ArticleEntry, lay_out
from tests import indexed
from tests.people import an_article, decided

CASES = Path(__file__).parent / "cases" / "identity"
ARCHIVES = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(CASES.glob("*.toml"))}


@pytest.fixture(autouse=True)
def _with_names(monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.people import names

    monkeypatch.setattr(indexed, "LEXICON", names())


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
            " ".join(file.removesuffix(".txt") for file in queries.files_naming(index, ref)),
        ]
        for ref, raw in index.rows(sql)
    ]


def seen(index: Index) -> dict[str, list[Any]]:
    """What a case says: people, questions, and what was joined without certainty."""
    return {
        "people": sorted(people(index)),
        "asked": sorted(f"{each.kind} {each.subject}" for each in queries.unsettled(index)),
        "joined": sorted({name for _, name, _, _ in queries.joined(index)}),
    }


def wanted(archive: Mapping[str, Any]) -> dict[str, list[Any]]:
    return {key: sorted(archive[key]) for key in ("people", "asked", "joined")}


@pytest.mark.parametrize("name", ARCHIVES)
def test_the_people_of_an_archive(name: str, tmp_path: Path) -> None:
    archive = ARCHIVES[name]
    with closing(Index(tmp_path / "index.db")) as index:
        indexed.follow(index, entries(archive), everything=True)

        assert seen(index) == wanted(archive), archive["why"]


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

        assert seen(index) == wanted(archive), archive["why"]
