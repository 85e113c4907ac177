"""Formats: which files each article and entity has, and that nothing refers to the others."""

import tomllib
from pathlib import Path

import pytest

from builder.commands.check import check
from builder.commands.publish import publish
from builder.commands.review import in_words, review
from builder.settings.lockfile import LOCK
from builder.site import build

STORY = "---\ntitle: News of the day\ndate: 1989-11-10\n---\nChancellor Helmut Kohl came to France. Kohl spoke.\n"
OLD = "---\ntitle: Old news\naliases: [articles/older/]\n---\nMrs. Lund wrote a letter from Norway.\n"
DOUBT = "Rain\n\nPresident Trump spoke on November 12, 1989. “It rained,” Trump said. Mr. Trump left.\n"
SETTINGS = """\
[site]
base_url = "https://example.org/news/"
[publish.web]
kind = "folder"
path = "../public"
[build]
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    (folder / "content").mkdir(parents=True)
    (folder / "content/one.md").write_text(STORY, encoding="utf-8")
    (folder / "content/two.md").write_text(OLD, encoding="utf-8")
    return folder


def choose(project: Path, *formats: str) -> None:
    (project / "dateline.toml").write_text(f"{SETTINGS}formats = {[*formats]}\n", encoding="utf-8")


def names(project: Path, *folders: str) -> set[str]:
    """The names of all files in these folders of the site."""
    site = project / "site"
    return {path.name for folder in folders for path in (site / folder).iterdir() if path.is_file()}


def test_a_site_of_pages_alone_has_one_file_for_each(project: Path) -> None:
    choose(project, "html")

    build(project, search="none")

    there = "articles/one", "articles/two", "people/helmut-kohl", "people/lund", "countries/france", "people", ""
    assert names(project, *there[:-1]) == {"index.html"}
    assert names(project, "") >= {"index.html", "feed.xml", "entities.json", "sitemap.xml", "llms.txt", "robots.txt"}


@pytest.mark.parametrize(
    ("formats", "article", "person"),
    [
        (["html", "markdown"], {"index.html", "index.md"}, {"index.html"}),
        (["html", "text"], {"index.html", "article.txt"}, {"index.html"}),
        (["annotations", "html"], {"index.html", "article.txt", "annotations.json"}, {"index.html"}),
        (["cards", "html"], {"index.html"}, {"index.html", "card.json"}),
        (["feeds", "html"], {"index.html"}, {"index.html", "feed.xml"}),
    ],
)
def test_each_format_is_a_file(project: Path, formats: list[str], article: set[str], person: set[str]) -> None:
    choose(project, *formats)

    build(project, search="none")

    assert names(project, "articles/one") == article
    assert names(project, "people/helmut-kohl") == person


def test_nothing_refers_to_a_file_that_is_not_there(project: Path) -> None:
    choose(project, "html")

    build(project, search="none")

    site = project / "site"
    texts = {path: path.read_text(encoding="utf-8") for path in site.rglob("*") if path.suffix in (".html", ".txt")}
    for path, text in texts.items():
        for name in ("index.md", "article.txt", "annotations.json", "card.json"):
            assert name not in text, path
        assert 'id="card' not in text
        assert "people/helmut-kohl/feed.xml" not in text
    assert 'href="../../feed.xml"' in texts[site / "people/helmut-kohl/index.html"]
    assert "(https://example.org/news/articles/one/): 1989-11-10" in texts[site / "llms.txt"]


def test_it_is_locked_checked_reviewed_and_published_like_any_other(project: Path, tmp_path: Path) -> None:
    choose(project, "html")
    (project / "content/three.txt").write_text(DOUBT, encoding="utf-8")
    build(project)

    found = {(each.rule, each.problem.message) for each in check(project, "2026-11-29")}
    asked = review(project)
    sent = publish(project)

    assert [message for rule, message in found if rule != "no-date"] == []
    assert "Trump" in "".join(line for question in asked for line in in_words(1, question))
    assert (tmp_path / "public/articles/one/index.html").is_file()
    assert "articles/one/index.html" in sent.put
    locked = tomllib.loads((project / LOCK).read_text(encoding="utf-8"))
    assert locked["articles"] == {name: f"articles/{name}/" for name in ("one", "three", "two")}
    assert {"helmut-kohl", "lund"} <= locked["people"].keys()


def test_a_format_that_goes_takes_its_files_along_and_comes_back(project: Path) -> None:
    choose(project, "html", "annotations", "cards")
    build(project, search="none")
    before = {path: path.read_bytes() for path in (project / "site").rglob("*") if path.is_file()}

    choose(project, "html")
    report = build(project, search="none")
    without = {path.name for path in (project / "site").rglob("*")}
    choose(project, "html", "annotations", "cards")
    build(project, search="none")

    assert report.deleted == sum(path.name in ("article.txt", "annotations.json", "card.json") for path in before)
    assert without.isdisjoint({"article.txt", "annotations.json", "card.json"})
    assert {path: path.read_bytes() for path in (project / "site").rglob("*") if path.is_file()} == before
