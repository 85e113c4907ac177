"""The archive for other programs: CSV, SQLite and TEI say what annotations.json says, whatever the text."""

import csv
import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from builder.core.kinds import KINDS, EntityKind
from builder.core.values import BlockKind, Certainty, Entity, FrontMatter, LocalEntity, Via
from builder.layout.article_layout import Headline, Layout, TextMention, TextPassage, TextQuotation
from builder.layout.site_values import ListedEntity, Place
from builder.outputs.exported_tables import csv_chunks
from builder.outputs.tei import article_tei, entity_list
from builder.settings.site_settings import Settings
from builder.site import Site, build
from builder.store.database_file import DatabaseFile
from tests.tei_schema import tei_problems

NS = "{http://www.tei-c.org/ns/1.0}"
SETTINGS = """\
[site]
title = "The Courier"
base_url = "https://example.org/news/"
[build]
formats = ["html", "annotations", "tei", "csv", "sqlite"]
"""
TALKS = """\
---
title: Talks begin
standfirst: "Nobody knows & nobody asks: <b>why</b>"
date: 2018-07-04T15:35+02:00
authors: [Ida Falk, Bo Lund]
contributors: [Liv Moen]
agency: AP
dateline: BONN
source: https://example.com/a?b=1&c=2
section: World
tags: ["=cmd|' /C calc'!A0", Peace]
---
Chancellor Helmut Kohl came to France on Monday. Kohl spoke for an hour, “with hope,” he said.

“We will not wait,” Helmut Kohl said, “and nobody should.”

## The next day

- Kohl ate, then slept.
- France waited.

1. One
2. Two

{.pullquote}
> The river always wins.
>
> — Helmut Kohl, chancellor

{.caption}
> Helmut Kohl in Paris.
>
> Ann Lee / The Courier

> Words of
> somebody.

| a | b |
|---|---|
| 1 | < |
"""
LETTER = """\
---
title: '@A letter, "quoted"'
language: de
date: 2019-05-01
---
Nothing,\\
really. [Kohl](person:helmut-kohl)
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exports")
    put(folder, "dateline.toml", SETTINGS)
    put(folder, "content/2018/talks.md", TALKS)
    put(folder, "content/letter.md", LETTER)
    build(folder, search="none")
    return folder


def put(folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def table(project: Path, name: str) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    text = (project / f"site/data/{name}.csv").read_bytes().decode()
    return list(csv.DictReader(StringIO(text, newline=""), strict=True))


def data(project: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (project / "site/data").iterdir()}


def noted(project: Path, motivation: str) -> list[tuple[str, int, int, str, str]]:
    """Article, start, end, words and entity of all annotations."""
    found = []
    for path in sorted((project / "site/articles").rglob("annotations.json")):
        article = path.parent.relative_to(project / "site/articles").as_posix()
        for note in json.loads(path.read_bytes())["items"]:
            if note["motivation"] == motivation:
                quote, place = note["target"]["selector"]
                ref = note["body"].get("dateline:entity") or note["body"]["dateline:speaker"]
                found.append((article, place["start"], place["end"], quote["exact"], ref))
    return found


@pytest.mark.parametrize(
    ("name", "who", "motivation"), [("mentions", "entity", "identifying"), ("quotations", "speaker", "describing")]
)
def test_tables_have_the_places_of_annotations(project: Path, name: str, who: str, motivation: str) -> None:
    rows = [
        (row["article"], int(row["start_char"]), int(row["end_char"]), row["words"], row[who])
        for row in table(project, name)
    ]

    assert rows == noted(project, motivation)
    for article, start, end, words, _ in rows:
        text = (project / f"site/articles/{article}/article.txt").read_text(encoding="utf-8")
        assert text[start:end] == words
    assert rows


def test_the_table_of_articles_has_what_front_matter_says(project: Path) -> None:
    talks, letter = table(project, "articles")

    assert talks == {
        "article": "2018/talks",
        "url": "https://example.org/news/articles/2018/talks/",
        "title": "Talks begin",
        "standfirst": "Nobody knows & nobody asks: <b>why</b>",
        "date": "2018-07-04T15:35:00+02:00",
        "updated": "",
        "authors": "Ida Falk; Bo Lund",
        "agency": "AP",
        "place": "BONN",
        "section": "World",
        "tags": "=cmd|' /C calc'!A0; Peace",
        "language": "en",
        "source": "https://example.com/a?b=1&c=2",
        "summary": "Nobody knows & nobody asks: <b>why</b>",
        "characters": talks["characters"],
    }
    text = (project / "site/articles/2018/talks/article.txt").read_text(encoding="utf-8")
    assert int(talks["characters"]) == len(text) - 1
    assert (letter["title"], letter["language"]) == ('@A letter, "quoted"', "de")


def test_there_is_a_table_for_each_kind_of_entities(project: Path) -> None:
    (kohl,) = table(project, "people")
    (france,) = table(project, "countries")

    assert (kohl["entity"], kohl["name"], kohl["stories"]) == ("person:helmut-kohl", "Helmut Kohl", "2")
    assert kohl["url"] == "https://example.org/news/people/helmut-kohl/"
    assert (france["entity"], france["name"]) == ("country:FR", "France")
    assert {kind.folder for kind in KINDS.values()} <= {Path(name).stem for name in data(project)}


def test_the_database_has_the_same_tables(project: Path) -> None:
    with closing(sqlite3.connect(project / "site/data/archive.sqlite")) as db:
        names = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        assert names == sorted(path.stem for path in (project / "site/data").glob("*.csv"))
        for name in names:
            found = db.execute(f"SELECT * FROM {name}")
            columns = [column for column, *_ in found.description]
            rows = [dict(zip(columns, map(str, row), strict=True)) for row in found]
            assert rows == table(project, name)
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []


def test_files_of_the_whole_site_follow_edits_byte_for_byte(tmp_path: Path) -> None:
    for name, text in {"dateline.toml": SETTINGS, "content/b.md": LETTER, "content/c.md": TALKS}.items():
        put(tmp_path, name, text)
    site = Site(tmp_path)
    site.build(search="none")
    put(tmp_path, "content/a.md", TALKS.replace("Helmut Kohl", "Ann Lee"))
    put(tmp_path, "content/c.md", TALKS.replace("an hour", "two hours"))
    (tmp_path / "content/b.md").unlink()
    site.build(search="none")
    after = data(tmp_path)
    put(tmp_path / "fresh", "dateline.toml", SETTINGS)
    (tmp_path / "content").rename(tmp_path / "fresh/content")
    build(tmp_path / "fresh", search="none")

    assert data(tmp_path / "fresh") == after
    assert b"Ann Lee" in after["mentions.csv"]
    assert not list((tmp_path / ".dateline").glob("export*"))


def test_people_without_a_page_are_in_all_files_and_have_no_address(tmp_path: Path) -> None:
    put(tmp_path, "dateline.toml", f"{SETTINGS}[annotate]\npages_from = 2\n")
    put(tmp_path, "content/b.md", LETTER)

    build(tmp_path, search="none")

    (kohl,) = table(tmp_path, "people")
    assert (kohl["entity"], kohl["url"]) == ("person:helmut-kohl", "")
    assert [row["entity"] for row in table(tmp_path, "mentions")] == ["person:helmut-kohl"]
    assert b'xml:id="person-helmut-kohl"' in data(tmp_path)["people.xml"]
    assert b"URI" not in data(tmp_path)["people.xml"]
    assert tei_problems(data(tmp_path)["people.xml"]) == []


def test_people_of_one_sort_key_without_a_page_keep_their_order(tmp_path: Path) -> None:
    put(tmp_path, "dateline.toml", f"{SETTINGS}[annotate]\npages_from = 2\n")
    put(tmp_path, "content/b.md", "---\nlanguage: de\n---\n[Béa Ek](person:bea-ek-2) left.\n")
    build(tmp_path, search="none")
    put(tmp_path, "content/a.md", "---\nlanguage: de\n---\n[Bea Ek](person:bea-ek) came.\n")
    build(tmp_path, search="none")

    assert [row["entity"] for row in table(tmp_path, "people")] == ["person:bea-ek", "person:bea-ek-2"]


def test_without_their_formats_there_are_no_such_files(tmp_path: Path) -> None:
    put(tmp_path, "content/a.md", LETTER)

    build(tmp_path, search="none")

    assert not (tmp_path / "site/data").exists()
    assert not (tmp_path / "site/articles/a/article.xml").exists()


@given(st.lists(st.lists(st.text(), min_size=2, max_size=2)))
def test_any_text_reads_back_from_csv(rows: list[list[str]]) -> None:
    raw = b"".join(csv_chunks(["a", "b"], map(tuple, rows)))

    read = list(csv.reader(StringIO(raw.decode("utf-8", "surrogatepass"), newline=""), strict=True))
    assert read == [["a", "b"], *rows]
    assert raw.endswith(b"\r\n")


def test_a_database_is_the_same_bytes_for_the_same_rows(tmp_path: Path) -> None:
    def made(at_once: int) -> bytes:
        rows = [(number, "é" * (number % 700)) for number in range(3_000)]
        batches = [("INSERT INTO t VALUES (?, ?)", rows[at : at + at_once]) for at in range(0, len(rows), at_once)]
        schema = "CREATE TABLE t (n INTEGER PRIMARY KEY, words TEXT); CREATE INDEX i ON t (words)"
        file = DatabaseFile(tmp_path / "made.db", schema, lambda: batches)
        assert list(file.rows("SELECT n FROM t ORDER BY n")) == [(number,) for number in range(3_000)]
        whole = b"".join(file.chunks())
        file.clear()
        return whole

    assert made(1) == made(1_000)
    assert not (tmp_path / "made.db").exists()


# TEI


def parsed(raw: bytes) -> "etree._Element":
    return etree.fromstring(raw, etree.XMLParser(resolve_entities=False))


def blocks_of(tei: "etree._Element") -> list[str]:
    """The words of each block of the text."""
    body = tei.find(f".//{NS}body")
    assert body is not None
    return [
        "".join(map(str, each.itertext())) for each in body.iter(*(NS + name for name in ("head", "p", "item", "ab")))
    ]


def test_an_article_as_tei_is_valid_and_has_its_words(project: Path) -> None:
    for path in (project / "site/articles").rglob("article.xml"):
        raw = path.read_bytes()
        assert tei_problems(raw) == []
        assert "\n\n".join(blocks_of(parsed(raw))) + "\n" == path.with_name("article.txt").read_text(encoding="utf-8")


def test_spans_of_tei_lead_to_the_lists_of_the_site(project: Path) -> None:
    file = project / "site/articles/2018/talks/article.xml"
    spans = [
        (each.tag.removeprefix(NS), "".join(map(str, each.itertext())), str(each.get("ref") or each.get("who")))
        for each in parsed(file.read_bytes()).iter(NS + "persName", NS + "placeName", NS + "said")
    ]

    kohl = "../../../data/people.xml#person-helmut-kohl"
    assert ("persName", "Helmut Kohl", kohl) in spans
    assert ("placeName", "France", "../../../data/countries.xml#country-FR") in spans
    assert ("said", "We will not wait,", kohl) in spans
    for _, _, pointer in spans:
        path, _, name = pointer.partition("#")
        raw = (file.parent / path).resolve().read_bytes()
        assert parsed(raw).xpath("//*[@xml:id=$name]", name=name)


def test_lists_of_tei_are_valid_also_if_they_are_empty(project: Path) -> None:
    for name in ("people.xml", "countries.xml"):
        assert tei_problems(data(project)[name]) == []
    for kind in KINDS.values():
        assert tei_problems(b"".join(entity_list(Settings("Site"), kind, ()))) == []


HOSTILE = st.text(st.sampled_from("ab <&>\"'\n\r\t\0\x0b\x85\ufffe\uffff\U0001f600é]")) | st.just("]]>") | st.text()


@st.composite
def layouts(draw: st.DrawFn) -> Layout:
    """An article with any text, and spans anywhere in its passages."""
    heads = draw(st.sampled_from([[BlockKind.TITLE], [BlockKind.TITLE, BlockKind.STANDFIRST]]))
    kinds = heads + draw(st.lists(st.sampled_from(list(BlockKind)[2:]), max_size=6))
    texts = [draw(HOSTILE) or "x" for _ in kinds]
    passages, at = [], 0
    for kind, text in zip(kinds, texts, strict=True):
        passages.append(TextPassage(kind, at, at + len(text), draw(st.integers(0, 2))))
        at += len(text) + 2

    def spans() -> Sequence[tuple[int, int]]:
        found = []
        for passage in draw(st.lists(st.sampled_from(passages))):
            first, last = sorted(draw(st.integers(passage.start, passage.end)) for _ in range(2))
            found += [(first, last)] if first < last else []
        return found

    mentions = tuple(TextMention(*each, draw(st.integers(0, 2)), Via.NAME, "", Certainty.LIKELY) for each in spans())
    quotations = tuple(TextQuotation(*each, draw(st.integers(0, 2)), "", 1) for each in spans())
    front = FrontMatter(title=texts[0], authors=(draw(HOSTILE),), tags=(draw(HOSTILE),), source=draw(HOSTILE))
    whole = "\n\n".join(texts)
    return Layout(front, (), (), whole, 0, LOCALS, (), mentions, quotations, (), (), tuple(passages))


ANN, BO, FR = (
    Entity(EntityKind.PERSON, "ann-lee", "Ann <Lee>"),
    LocalEntity(EntityKind.PERSON, "Bo"),
    "countries/france/",
)
FRANCE = Entity(EntityKind.COUNTRY, "FR", "France")
LOCALS = LocalEntity(EntityKind.PERSON, "Ann"), BO, LocalEntity(EntityKind.COUNTRY, "France", "FR")
WHOSE = {LOCALS[0]: Place(ANN, "people/ann-lee/"), LOCALS[2]: Place(FRANCE, FR)}


@given(layouts(), HOSTILE)
def test_any_article_is_valid_tei_with_the_same_words(layout: Layout, words: str) -> None:
    headline = Headline("a", layout.front.title, "2018-03", words)

    raw = article_tei(Settings(words or "Site", "https://a.de/"), "a.md", headline, layout, WHOSE, {BO: "variant"})

    assert tei_problems(raw) == []
    shown = "\n\n".join(blocks_of(parsed(raw)))
    assert shown.replace("\r", "\n") == readable(layout.text)


def readable(text: str) -> str:
    """The text with U+FFFD for what XML cannot hold."""
    allowed = {"\t", "\n", "\r"}
    words = "".join(c if c in allowed or (c >= " " and c not in "\ufffe\uffff") else "\ufffd" for c in text)
    return words.replace("\r", "\n")


@given(HOSTILE, HOSTILE)
def test_any_name_is_valid_in_a_list_of_tei(name: str, alias: str) -> None:
    line = ListedEntity(Place(Entity(EntityKind.PERSON, "2-a", name or "x"), "people/2-a/"), (alias,), (1, 1, 0), alias)

    raw = b"".join(entity_list(Settings("Site"), KINDS[EntityKind.PERSON], [line]))

    assert tei_problems(raw) == []
