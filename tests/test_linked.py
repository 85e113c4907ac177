"""The metadata of a site's pages for other programs, in their heads."""

import json
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from builder.core.kinds import EntityKind
from builder.core.values import Entity
from builder.outputs.metadata import entity_node, linked_data
from builder.site import build

ROOT = Path(__file__).parent.parent
BASE = "https://example.org/news/"
WIKIDATA = "https://www.wikidata.org/wiki/Q2518"
STORY = """---
title: "Talks </script><!-- in Bonn"
standfirst: Helmut Kohl waits
authors: [Ann Lee, Bo Ek]
date: 1989-11-10
updated: 1989-11-11T08:00:00+01:00
dateline: BONN
agency: AP
source: https://example.com/talks
image: hill.png
image_description: A hill
corrections: [{text: The river was misnamed}]
---
French President François Mitterrand flew in. Beijing waited.

Later Lech Wałęsa of Poland came.
"""


class Heads(HTMLParser):
    """The links, properties and linked data of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.links: dict[str, list[str]] = {}
        self.said: dict[str, str] = {}
        self.scripts: list[str] = []
        self._in_script = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "link":
            self.links.setdefault(found["rel"], []).append(found["href"])
        if tag == "meta" and found.keys() & {"name", "property"}:
            self.said[found.get("property") or found["name"]] = found["content"]
        if tag == "script" and "src" not in found:
            assert found == {"type": "application/ld+json"}
            self._in_script = True
            self.scripts.append("")
        assert "style" not in found
        assert not [name for name in found if name.startswith("on")]

    def handle_endtag(self, tag: str) -> None:
        if tag == "script":
            self._in_script = False

    def handle_data(self, data: str) -> None:
        if self._in_script:
            self.scripts[-1] += data


def nodes(page: Heads) -> dict[str, dict[str, Any]]:
    """The linked data of a page by type."""
    (script,) = page.scripts
    data = json.loads(script)
    assert data["@context"] == "https://schema.org"
    return {node["@type"]: node for node in data["@graph"]}


def made(folder: Path, base_url: str = BASE) -> dict[str, Heads]:
    """The heads of the pages of a site of one story, by path."""
    (folder / "content").mkdir()
    (folder / "content" / "talks.md").write_text(STORY, encoding="utf-8")
    (folder / "content" / "hill.png").write_bytes(b"png")
    (folder / "content" / "entities.toml").write_text(f'[person.helmut-kohl]\nsame_as = ["{WIKIDATA}"]\n')
    (folder / "dateline.toml").write_text(f'[site]\ntitle = "T & U"\nbase_url = "{base_url}"\n' if base_url else "")
    build(folder)
    site = folder / "site"
    return {p.relative_to(site).as_posix(): Heads(p.read_text(encoding="utf-8")) for p in site.rglob("*.html")}


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Heads]:
    return made(tmp_path_factory.mktemp("site"))


def named(found: list[dict[str, Any]]) -> list[str]:
    return [node["name"] for node in found]


def test_an_article_has_the_metadata_of_news(pages: dict[str, Heads]) -> None:
    article = nodes(pages["articles/talks/index.html"])["NewsArticle"]

    # Google's requirements: https://developers.google.com/search/docs/appearance/structured-data/article
    assert article["headline"] == "Talks </script><!-- in Bonn"
    assert article["datePublished"] == "1989-11-10"
    assert article["dateModified"] == "1989-11-11T08:00:00+01:00"
    assert [(author["@type"], author["name"]) for author in article["author"]] == [
        ("Person", "Ann Lee"),
        ("Person", "Bo Ek"),
    ]
    assert article["image"] == f"{BASE}articles/talks/hill.png"
    assert article["locationCreated"] == {"@type": "Place", "name": "BONN"}
    assert article["isBasedOn"] == "https://example.com/talks"
    assert article["correction"][0]["text"] == "The river was misnamed"
    assert article["sourceOrganization"]["name"] == "AP"


def test_an_article_is_about_its_head_and_mentions_the_rest(pages: dict[str, Heads]) -> None:
    article = nodes(pages["articles/talks/index.html"])["NewsArticle"]

    assert named(article["about"]) == ["Helmut Kohl", "France", "François Mitterrand"]
    assert named(article["mentions"]) == ["Germany", "China", "Lech Wałęsa", "Poland"]
    assert article["about"][0] == {
        "@type": "Person",
        "@id": f"{BASE}people/helmut-kohl/",
        "url": f"{BASE}people/helmut-kohl/",
        "name": "Helmut Kohl",
    }


def test_a_person_and_a_country_say_who_they_are(pages: dict[str, Heads]) -> None:
    person = nodes(pages["people/francois-mitterrand/index.html"])["Person"]
    country = nodes(pages["countries/poland/index.html"])["Country"]

    assert (person["name"], person["url"]) == ("François Mitterrand", f"{BASE}people/francois-mitterrand/")
    assert person["jobTitle"] == "French President"
    assert nodes(pages["people/helmut-kohl/index.html"])["Person"]["sameAs"] == [WIKIDATA]
    assert (country["name"], country["identifier"]) == ("Poland", "PL")


@pytest.mark.parametrize(
    ("role", "key"), [("French President", "jobTitle"), ("Rossi critic", "jobTitle"), ("Kohl’s wife", "description")]
)
def test_a_relation_is_no_job(role: str, key: str) -> None:
    person = entity_node(Entity(EntityKind.PERSON, "anna-berg", "Anna Berg"), BASE, role=role)

    assert {name: value for name, value in person.items() if value == role} == {key: role}


def test_every_page_but_404_has_its_own_address_its_feed_and_the_way_to_it(pages: dict[str, Heads]) -> None:
    site = {path: page for path, page in pages.items() if path != "404.html"}

    for path, page in site.items():
        folder = path.removesuffix("index.html")
        assert page.links["canonical"] == [BASE + folder]
        assert page.said["og:url"] == BASE + folder
        assert [link for link in page.links["alternate"] if link.endswith("feed.xml")]
        steps = nodes(page).get("BreadcrumbList", {"itemListElement": []})["itemListElement"]
        assert not steps or (steps[0]["item"], steps[-1]["item"]) == (BASE, BASE + folder)
        assert steps or path == "index.html"
    assert pages["people/helmut-kohl/index.html"].links["alternate"] == ["../../people/helmut-kohl/feed.xml"]
    assert pages["404.html"].links.keys() == {"stylesheet", "icon"}
    assert pages["404.html"].scripts == []


def test_shared_elsewhere_an_article_shows_its_title_its_summary_and_its_picture(pages: dict[str, Heads]) -> None:
    said = pages["articles/talks/index.html"].said

    assert said["og:type"] == "article"
    assert said["og:title"] == "Talks </script><!-- in Bonn"
    assert said["og:description"] == said["description"] == "Helmut Kohl waits"
    assert said["og:image"] == f"{BASE}articles/talks/hill.png"
    assert said["og:image:alt"] == "A hill"
    assert said["article:published_time"] == "1989-11-10"
    assert said["og:site_name"] == "T & U"


def test_the_picture_of_the_front_matter_is_shown_with_its_description(tmp_path: Path) -> None:
    made(tmp_path)

    page = (tmp_path / "site" / "articles" / "talks" / "index.html").read_text(encoding="utf-8")
    assert '<img src="hill.png" alt="A hill">' in page
    assert (tmp_path / "site" / "articles" / "talks" / "hill.png").is_file()


def test_without_an_address_nothing_is_absolute(tmp_path: Path) -> None:
    pages = made(tmp_path, base_url="")

    for page in pages.values():
        assert not page.links.keys() & {"canonical"}
        assert not page.said.keys() & {"og:url", "og:image"}
        assert not [link for link in page.links.get("alternate", []) if link.endswith("feed.xml")]
    assert nodes(pages["articles/talks/index.html"])["NewsArticle"]["about"][0]["url"] == "../../people/helmut-kohl/"


def test_linked_data_of_the_sample_site_parses_and_has_no_empty_values(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "content", tmp_path / "content")
    build(tmp_path)

    for path in (tmp_path / "site").rglob("index.html"):
        for node in nodes(Heads(path.read_text(encoding="utf-8"))).values():
            assert all(node.values()), path
            if node["@type"] == "NewsArticle":
                assert node["headline"]
                assert node["author"]


def test_no_text_can_end_the_script_that_holds_it() -> None:
    text = "</script><!--<script>&amp;\u2028"

    data = linked_data([{"@type": "Thing", "name": text}])

    assert not re.search("[<>&\u2028]", data)
    assert json.loads(data)["@graph"][0]["name"] == text
