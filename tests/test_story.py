"""A real news story, and real texts, through the whole chain. They are not ours: skipped if they are missing."""

import html
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from builder.commands.convert import convert
from builder.site import build
from builder.work import Report

SHARED = Path(__file__).parent.parent.parent / "shared"
STORY = SHARED / "articles" / "kim-in-beijing.txt"
NEWS = SHARED / "gold" / "dev-newsfair.jsonl"
PEOPLE = {
    "Kim Jong Un", "Xi Jinping", "Moon Jae-in", "Trump", "Go Myung-Hyun", "Andrei Lankov", "Paul Haenle",
    "Shinzo Abe", "Taro Kono", "Ri Sol Ju", "Peng Liyuan", "Kim Yo Jong", "Kim Il Sung", "Kim Jong Il",
}  # fmt: skip
COUNTRIES = {"China", "North Korea", "South Korea", "United States", "Japan", "Russia"}
LEFT_OUT = ("Share via", "Yiwu", "two Koreas agree", "Kaiman", "Wilkinson", "Kemeng", "3:35", "originally posted", "@")

Notes = list[dict[str, Any]]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Report]:
    if not STORY.exists():
        pytest.skip("the story is not there: ../shared/articles")
    folder = tmp_path_factory.mktemp("story")
    (folder / "content").mkdir()
    (folder / "content" / STORY.name).write_bytes(STORY.read_bytes())
    return folder, build(folder)


@pytest.fixture(scope="module")
def article(built: tuple[Path, Report]) -> Path:
    return built[0] / "site" / "articles" / "kim-in-beijing"


def notes(article: Path) -> Notes:
    found: Notes = json.loads((article / "annotations.json").read_text(encoding="utf-8"))["items"]
    return found


def words(note: dict[str, Any]) -> str:
    exact: str = note["target"]["selector"][0]["exact"]
    return exact


def named(note: dict[str, Any]) -> str:
    name: str = note["body"]["name"]
    return name


def pages(folder: Path) -> set[str]:
    listed = json.loads((folder / "site" / "entities.json").read_text(encoding="utf-8"))["entities"]
    return {entity["name"] for entity in listed}


def test_the_body_is_the_story_and_nothing_around_it(built: tuple[Path, Report], article: Path) -> None:
    title, *body = (article / "article.txt").read_text(encoding="utf-8").rstrip("\n").split("\n\n")

    assert built[1].problems == ()
    assert title.startswith("In hosting Kim Jong Un, China sent a message: It’s still")
    assert body[0].startswith("It had the trappings")
    assert body[-1].endswith("outsmart them once again.”")
    assert not [words for words in LEFT_OUT if words in "\n".join(body)]


def test_who_wrote_it_is_credited(article: Path) -> None:
    page = (article / "index.md").read_text(encoding="utf-8")

    assert re.search(r"^authors: \[.*Kaiman.*Wilkinson.*\]$", page, re.MULTILINE)
    assert re.search(r"^contributors: \[.*Kemeng Fan.*\]$", page, re.MULTILINE)


def test_what_is_left_out_names_nobody(article: Path) -> None:
    assert not {named(note) for note in notes(article)} - PEOPLE - COUNTRIES


def test_the_pull_quote_has_its_speaker_and_its_sentence(article: Path) -> None:
    page = (article / "index.html").read_text(encoding="utf-8")
    asides = re.findall(r'<aside class="pullquote".*?</aside>', page, re.DOTALL)

    assert len(asides) == 1
    assert "outsmart everybody." in asides[0]
    assert re.search(r'data-entity="person:andrei-lankov"[^>]*>Andrei Lankov</a>, director of the', asides[0])


def test_exactly_these_have_pages(built: tuple[Path, Report]) -> None:
    assert pages(built[0]) == PEOPLE | COUNTRIES


def test_one_doubt_for_the_one_who_is_not_identified(built: tuple[Path, Report]) -> None:
    assert [d.subject for d in built[1].doubts if d.kind == "not-identified"] == ["Trump"]


def test_a_short_name_alone_means_whom_the_story_introduced(article: Path) -> None:
    short = {(words(note), named(note)) for note in notes(article) if words(note) in ("Kim", "Xi", "Lankov")}

    assert short == {("Kim", "Kim Jong Un"), ("Xi", "Xi Jinping"), ("Lankov", "Andrei Lankov")}


def test_a_decision_names_the_one_who_is_not_identified(tmp_path: Path, article: Path) -> None:
    content = tmp_path / "content"
    content.mkdir()
    (content / STORY.name).write_bytes(STORY.read_bytes())
    (content / "entities.toml").write_text('[person.donald-trump]\nname = "Donald Trump"\naliases = ["Trump"]\n')

    report = build(tmp_path)

    assert pages(tmp_path) == PEOPLE - {"Trump"} | {"Donald Trump"} | COUNTRIES
    assert report.doubts == ()


def test_countries_are_meant_by_names_aliases_and_demonyms(article: Path) -> None:
    found = Counter((words(n), named(n)) for n in notes(article) if n["body"]["type"] == "Country")
    text = (article / "article.txt").read_text(encoding="utf-8")

    assert {("DPRK", "North Korea"), ("U.S.", "United States"), ("the North", "North Korea")} <= found.keys()
    assert {("Chinese", "China"), ("South Koreans", "South Korea"), ("Americans", "United States")} <= found.keys()
    for swallowing in ("New China News Agency", "Korea Risk Group", "Korean War", "Korean Central News Agency"):
        spans = [match.span() for match in re.finditer(swallowing, text)]
        assert spans
        positions = [note["target"]["selector"][1] for note in notes(article)]
        assert not [p for p in positions for start, end in spans if start <= p["start"] < end]
    apart = {note["dateline:via"] for note in notes(article) if words(note) in ("Beijing", "Pyongyang", "Seoul")}
    assert apart == {"capital"}


def visible(page: str) -> str:
    main = page.partition("<article>")[2].partition("</article>")[0]
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", main)).split())


def links(page: str) -> list[tuple[str, str]]:
    return re.findall(r'data-entity="([^"]*)"[^>]*>([^<]*)</a>', page)


def test_its_markdown_makes_the_same_page(built: tuple[Path, Report], article: Path, tmp_path: Path) -> None:
    markdown = convert(built[0], built[0] / "content" / STORY.name).markdown
    (tmp_path / "content").mkdir()
    again = tmp_path / "content" / STORY.with_suffix(".md").name
    again.write_text(markdown, encoding="utf-8")

    build(tmp_path)

    there = tmp_path / "site" / "articles" / "kim-in-beijing"
    first, second = ((each / "index.html").read_text(encoding="utf-8") for each in (article, there))
    assert visible(second) == visible(first)
    assert links(second) == links(first)
    assert (there / "article.txt").read_bytes() == (article / "article.txt").read_bytes()
    assert (there / "index.md").read_text(encoding="utf-8") == (article / "index.md").read_text(encoding="utf-8")
    kept = "body", "target", "dateline:via", "dateline:linked", "dateline:quotation"
    first_notes, second_notes = ([[n.get(key) for key in kept] for n in notes(each)] for each in (article, there))
    assert second_notes == first_notes
    assert convert(tmp_path, again).markdown == markdown


def test_real_news_builds_without_a_problem(tmp_path: Path) -> None:
    if not NEWS.exists():
        pytest.skip("the texts are not there: ../shared/gold")
    (tmp_path / "content").mkdir()
    rows = [json.loads(line) for line in NEWS.read_text(encoding="utf-8").splitlines()]
    for row in rows:
        (tmp_path / "content" / f"{row['id']}.txt").write_text(row["text"], encoding="utf-8")

    report = build(tmp_path)

    assert [str(problem) for problem in report.problems if not problem.warning] == []
    assert report.articles == len(rows) == 62
