"""Feeds in full and as JSON, the description of the search, and the sitemap of news."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from builder.layout.article_layout import Headline
from builder.outputs.feed import Feed, atom, feed_of, json_feed
from builder.outputs.news_sitemap import news_sitemap, recent
from builder.outputs.opensearch import opensearch
from builder.settings.site_settings import USUAL, Settings
from builder.site import Site, build

BASE = "https://example.org/news/"
NEW = "json-feeds", "full-text-feeds", "opensearch", "news-sitemap"
SETTINGS = f"""\
[site]
title = "The Courier & Co"
base_url = "{BASE}"
[build]
formats = {[*USUAL, *NEW]}
"""
TALKS = """\
---
title: Talks
date: 2018-07-04
language: de
tags: [Peace]
image: top.png
---
[Ann Lee](person:ann-lee) spoke of [others](../letter/) and [all](https://a.de/?b=1&c=2).

![A "hill"](img/hill.png)
"""
LETTER = "---\ntitle: A letter\ndate: 2018-07-01\nlanguage: de\n---\nNothing by [Bo Lund](person:bo-lund).\n"
TEXTS = st.text(st.sampled_from("ab<&>\"'\n\0\x0b\ufffe]")) | st.text()


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("feeds")
    files = {"dateline.toml": SETTINGS, "content/a/talks.md": TALKS, "content/letter.md": LETTER}
    for name, text in files.items() | {("content/a/top.png", ""), ("content/a/img/hill.png", "")}:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    build(folder, search="none")
    return folder


def read(project: Path, name: str) -> bytes:
    return (project / "site" / name).read_bytes()


# Full text


def test_the_feed_of_the_site_has_whole_articles_with_absolute_addresses(project: Path) -> None:
    parsed = feedparser.parse(read(project, "feed.xml"), sanitize_html=False, resolve_relative_uris=False)

    html = parsed.entries[0].content[0].value
    assert not parsed.bozo
    assert f'<img src="{BASE}articles/a/talks/top.png" alt="" />' in html
    assert f'href="{BASE}people/ann-lee/">Ann Lee</a> spoke of <a href="{BASE}articles/a/letter/">others</a>' in html
    assert '<a href="https://a.de/?b=1&amp;c=2">all</a>' in html
    assert f'<img src="{BASE}articles/a/talks/img/hill.png" alt="A &quot;hill&quot;" />' in html
    assert parsed.entries[0].summary.startswith("Ann Lee spoke")


def test_feeds_of_people_have_summaries_only(project: Path) -> None:
    assert b"<content" not in read(project, "people/ann-lee/feed.xml")


def test_a_feed_in_full_follows_edits_and_names(project: Path, tmp_path: Path) -> None:
    for name in ("dateline.toml", "content/a/talks.md", "content/letter.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes((project / name).read_bytes())
    site = Site(tmp_path)
    site.build(search="none")
    (tmp_path / "content/letter.md").write_text(LETTER + "\nA second paragraph.\n", encoding="utf-8")
    site.build(search="none")
    second = read(tmp_path, "feed.xml")
    same = '[[same]]\npeople = ["ann-lee", "bo-lund"]\n'
    (tmp_path / "content/entities.toml").write_text(same, encoding="utf-8")
    site.build(search="none")

    assert b"A second paragraph." in second
    assert b"people/bo-lund/" in second
    assert b"people/bo-lund/" not in read(tmp_path, "feed.xml")


# JSON Feed


def valid_json_feed(raw: bytes) -> dict[str, Any]:
    """The feed, which keeps the rules of https://www.jsonfeed.org/version/1.1/."""
    found: dict[str, Any] = json.loads(raw)
    known = {"version", "title", "home_page_url", "feed_url", "description", "authors", "language", "items"}
    assert {"version", "title", "items"} <= found.keys() <= known
    assert found["version"] == "https://jsonfeed.org/version/1.1"
    assert found["feed_url"].startswith(found["home_page_url"])
    for item in found["items"]:
        texts = {"id", "url", "title", "content_html", "content_text", "summary", "date_published", "date_modified"}
        assert item.keys() <= texts | {"authors"}
        assert item["id"]
        assert "content_html" in item or "content_text" in item
        assert all(isinstance(item[key], str) for key in item.keys() & texts)
        assert datetime.fromisoformat(item["date_published"]) <= datetime.fromisoformat(item["date_modified"])
        assert all(author["name"] for author in item.get("authors", ()))
    assert len({item["id"] for item in found["items"]}) == len(found["items"])
    return found


@pytest.mark.parametrize("folder", ["", "people/ann-lee/", "tags/peace/"])
def test_a_json_feed_says_what_the_atom_feed_says(project: Path, folder: str) -> None:
    found = valid_json_feed(read(project, f"{folder}feed.json"))

    parsed = feedparser.parse(read(project, f"{folder}feed.xml"))
    assert found["title"] == parsed.feed.title
    assert found["feed_url"] == parsed.feed.id.replace(".xml", ".json")
    assert [(item["id"], item["title"], item["summary"]) for item in found["items"]] == [
        (entry.id, entry.title, entry.summary) for entry in parsed.entries
    ]


def test_pages_lead_to_their_json_feed_and_to_the_search(project: Path) -> None:
    page = read(project, "people/ann-lee/index.html").decode()

    title = 'title="The Courier &amp; Co"'
    assert f'<link rel="alternate" type="application/feed+json" {title} href="../../people/ann-lee/feed.json">' in page
    assert f'type="application/opensearchdescription+xml" {title} href="../../opensearch.xml">' in page


@given(st.lists(st.tuples(TEXTS, TEXTS, TEXTS), max_size=3), TEXTS)
def test_any_text_is_valid_in_both_kinds_of_feeds(stories: list[tuple[str, str, str]], words: str) -> None:
    headlines = [
        Headline(f"a{number}", title or "x", "2001-02-03", summary, "2001-02-04", (author or "x",))
        for number, (title, summary, author) in enumerate(stories)
    ]
    made = feed_of("", words, headlines, dict.fromkeys(headlines[:1], f"<p>{words}</p>"))
    settings = Settings("Site", base_url=BASE)

    found = valid_json_feed(json_feed(settings, made))

    assert [item["title"] for item in found["items"]] == [headline.title for headline in headlines]
    assert len(etree.fromstring(atom(settings, made)).findall("{http://www.w3.org/2005/Atom}entry")) == len(headlines)


def test_of_articles_without_a_date_feeds_know_nothing() -> None:
    assert feed_of("", "", [Headline("a", "A", "", "")]) == Feed("", "", ())


# OpenSearch


def test_the_description_of_the_search_leads_to_its_page(project: Path) -> None:
    found = etree.fromstring(read(project, "opensearch.xml"))

    namespace = "{http://a9.com/-/spec/opensearch/1.1/}"
    assert found.tag == f"{namespace}OpenSearchDescription"
    url = found.find(f"{namespace}Url")
    assert url is not None
    assert (url.get("type"), url.get("template")) == ("text/html", f"{BASE}search/?q={{searchTerms}}")
    assert found.findtext(f"{namespace}ShortName") == "The Courier & Co"


@given(st.text(min_size=1), TEXTS)
def test_names_in_it_are_as_short_as_its_rules_want(title: str, description: str) -> None:
    raw = opensearch(Settings(title, description, base_url=BASE, index="index.html"))

    found = {str(each.tag).partition("}")[2]: each.text or "" for each in etree.fromstring(raw)}
    limits = {"ShortName": 16, "LongName": 48, "Description": 1024}
    assert all(len(found.get(name, "")) <= most for name, most in limits.items())


# News sitemap


def valid_news_sitemap(raw: bytes) -> list[tuple[str, str]]:
    """Address and title of each article in a sitemap of news."""
    space = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "n": "http://www.google.com/schemas/sitemap-news/0.9"}
    urls = etree.fromstring(raw).findall("s:url", space)
    assert len(urls) <= 1_000
    found = []
    for url in urls:
        (news,) = url.findall("n:news", space)
        assert [str(each.tag).partition("}")[2] for each in news] == ["publication", "publication_date", "title"]
        assert [str(each.tag).partition("}")[2] for each in news[0]] == ["name", "language"]
        assert datetime.fromisoformat(news.findtext("n:publication_date", "", space)).tzinfo
        found.append((url.findtext("s:loc", "", space), news.findtext("n:title", "", space)))
    return found


def test_the_sitemap_of_news_has_articles_of_the_two_days_before_the_newest(project: Path) -> None:
    assert valid_news_sitemap(read(project, "news-sitemap.xml")) == [(f"{BASE}articles/a/talks/", "Talks")]
    assert f"Sitemap: {BASE}news-sitemap.xml\n".encode() in read(project, "robots.txt")


def test_two_days_are_counted_to_the_second() -> None:
    dates = "2018-07-04T12:00:00Z", "2018-07-03", "2018-07-02T14:00:00+02:00", "2018-07-02T13:59:59+02:00", ""
    headlines = [Headline(date, "T", date, "") for date in dates]

    assert [each.date for each in recent(headlines)] == [*dates[:3]]
    assert list(recent([])) == []


@given(st.text(min_size=1), st.sampled_from(["en", "en-GB", "zh", "zh-Hant-HK", "pt-BR"]))
def test_any_title_is_valid_in_a_sitemap_of_news(title: str, language: str) -> None:
    raw = news_sitemap(Settings("S", base_url=BASE, language=language), [Headline("a", f"x{title}", "2001-02-03", "")])

    assert len(valid_news_sitemap(raw)) == 1
    assert {"en": b">en<", "zh": b">zh-cn<", "zh-Hant-HK": b">zh-tw<"}.get(language, b"") in raw


def test_what_is_for_no_search_engine_is_in_no_sitemap_of_news(project: Path, tmp_path: Path) -> None:
    for name, front in (("a", ""), ("b", "noindex: true\n")):
        (tmp_path / "content").mkdir(exist_ok=True)
        text = LETTER.replace("language: de\n", f"language: de\n{front}")
        (tmp_path / f"content/{name}.md").write_text(text, encoding="utf-8")
    (tmp_path / "dateline.toml").write_text(SETTINGS, encoding="utf-8")

    build(tmp_path, search="none")

    assert [address for address, _ in valid_news_sitemap(read(tmp_path, "news-sitemap.xml"))] == [f"{BASE}articles/a/"]


def test_without_an_address_there_is_none_of_these(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content/letter.md").write_text(LETTER, encoding="utf-8")
    (tmp_path / "dateline.toml").write_text(f"[build]\nformats = {[*USUAL, *NEW]}\n", encoding="utf-8")

    build(tmp_path, search="none")

    names = {path.name for path in (tmp_path / "site").rglob("*")}
    assert names.isdisjoint({"feed.xml", "feed.json", "opensearch.xml", "news-sitemap.xml"})
    assert '<link rel="search"' not in (tmp_path / "site/index.html").read_text(encoding="utf-8")
