"""Files for other programs: feeds, sitemaps, cards, and the small files at the top of a site."""

import json
import shutil
from pathlib import Path
from xml.etree import ElementTree

import feedparser
import pytest

from builder.layout.article_layout import Headline
from builder.outputs import sitemap
from builder.outputs.feed import FEED_SIZE, atom, feed_of
from builder.outputs.llms import llms
from builder.settings.site_settings import Settings
from builder.site import build

ROOT = Path(__file__).parent.parent
BASE = "https://example.org/news/"
LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


def made(folder: Path, *, base_url: str = BASE, **texts: str) -> Path:
    """The built site of these articles; underscores in a name stand for dots."""
    content = folder / "content"
    content.mkdir(parents=True)
    (folder / "dateline.toml").write_text(f'[site]\ntitle = "A & B"\nbase_url = "{base_url}"\n' if base_url else "")
    for name, text in texts.items():
        (content / name.replace("_", ".")).write_text(text, encoding="utf-8")
    build(folder)
    return folder / "site"


@pytest.fixture(scope="module")
def sampler(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample site with an address."""
    project = tmp_path_factory.mktemp("sampler")
    shutil.copytree(ROOT / "content", project / "content")
    (project / "dateline.toml").write_text(f'[site]\nbase_url = "{BASE}"\n')
    build(project)
    return project / "site"


def test_every_feed_of_the_sample_site_is_read_has_its_own_ids_and_leads_to_pages(sampler: Path) -> None:
    feeds = {path: feedparser.parse(path.read_bytes()) for path in sampler.rglob("feed.xml")}

    assert len(feeds) > 50
    assert len({feed.feed.id for feed in feeds.values()}) == len(feeds)
    for path, feed in feeds.items():
        assert not feed.bozo
        assert feed.feed.id == BASE + path.relative_to(sampler).as_posix()
        assert feed.feed.updated
        assert feed.feed.author
        ids = [entry.id for entry in feed.entries]
        assert len(set(ids)) == len(ids) > 0
        for entry in feed.entries:
            assert entry.title
            assert entry.published_parsed <= entry.updated_parsed
            assert entry.link.startswith(BASE)
            assert (sampler / entry.link.removeprefix(BASE) / "index.html").is_file()


def test_a_feed_holds_the_newest_with_a_date_and_no_more(tmp_path: Path) -> None:
    texts = {f"s{n}_md": f"---\ntitle: Day {n}\ndate: {2000 + n}-01-01\n---\nText.\n" for n in range(FEED_SIZE + 1)}

    site = made(tmp_path, undated_txt="No day\n\nText of no day.\n", **texts)

    titles = [entry.title for entry in feedparser.parse((site / "feed.xml").read_bytes()).entries]
    assert titles == [f"Day {n}" for n in range(FEED_SIZE, 0, -1)]


def test_who_is_in_no_story_with_a_date_has_no_feed(tmp_path: Path) -> None:
    site = made(tmp_path, a_md="---\ntitle: A\ndate: 2001-02-03\n---\nHelmut Kohl.\n", b_txt="B\n\nLech Wałęsa.\n")

    assert (site / "people/helmut-kohl/feed.xml").is_file()
    assert 'href="../../people/helmut-kohl/feed.xml"' in (site / "people/helmut-kohl/index.html").read_text("utf-8")
    assert not (site / "people/lech-walesa/feed.xml").exists()
    assert 'href="../../feed.xml"' in (site / "people/lech-walesa/index.html").read_text("utf-8")


def test_what_a_story_says_cannot_break_a_feed() -> None:
    story = Headline("a", "<b>&amp; \x0b\ufffe]]>", "2001-02-03", "“<script>”", "2001-02-04T01:00:00+02:00", ("A & B",))

    parsed = feedparser.parse(atom(Settings("T", base_url=BASE), feed_of("", "", (story,))))

    assert not parsed.bozo
    assert parsed.entries[0].title == "<b>&amp; ]]>"
    assert parsed.entries[0].updated == "2001-02-03T23:00:00Z"
    assert parsed.entries[0].author == "A & B"


def test_a_card_is_small_and_leads_to_the_last_story(sampler: Path) -> None:
    cards = list(sampler.glob("people/*/card.json")) + list(sampler.glob("countries/*/card.json"))

    assert len(cards) == len(list(sampler.glob("people/*/index.html"))) + len(
        list(sampler.glob("countries/*/index.html"))
    )
    for path in cards:
        card = json.loads(path.read_text(encoding="utf-8"))
        assert card["stories"] > 0
        assert (path.parent / card["last"]["url"] / "index.html").resolve().is_file()
        assert path.stat().st_size < 1000


def test_the_sitemap_names_every_page_but_search_and_older_ones_of_lists(sampler: Path) -> None:
    named = {loc.text for loc in ElementTree.parse(sampler / "sitemap.xml").iter(LOC)}

    pages = {path.relative_to(sampler).as_posix().removesuffix("index.html") for path in sampler.rglob("index.html")}
    assert named == {BASE + page for page in pages if "page/" not in page and page != "search/"}


def test_a_sitemap_too_long_is_split_and_the_parts_are_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemap, "SIZE", 2)

    site = made(tmp_path, a_txt="A\n\nIt rained.\n", b_txt="B\n\nIt rained.\n")

    index = [loc.text for loc in ElementTree.parse(site / "sitemap.xml").iter(LOC)]
    assert index == [f"{BASE}sitemap-{number}.xml" for number in (1, 2, 3)]
    parts = [ElementTree.parse(site / f"sitemap-{number}.xml") for number in (1, 2, 3)]
    assert [[loc.text for loc in part.iter(LOC)] for part in parts] == [
        [BASE, f"{BASE}articles/a/"], [f"{BASE}articles/b/", f"{BASE}countries/"], [f"{BASE}people/"],
    ]  # fmt: skip


def test_the_parts_of_a_sitemap_go_when_it_needs_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemap, "SIZE", 4)
    site = made(tmp_path, a_txt="A\n\nIt rained.\n", b_txt="B\n\nIt rained.\n")
    assert sorted(path.name for path in site.glob("sitemap*")) == ["sitemap-1.xml", "sitemap-2.xml", "sitemap.xml"]

    (tmp_path / "content/b.txt").unlink()
    build(tmp_path)

    assert [path.name for path in site.glob("sitemap*")] == ["sitemap.xml"]
    assert [loc.text for loc in ElementTree.parse(site / "sitemap.xml").iter(LOC)] == [
        BASE, f"{BASE}articles/a/", f"{BASE}countries/", f"{BASE}people/",
    ]  # fmt: skip


def test_without_an_address_nothing_needs_one(tmp_path: Path) -> None:
    site = made(tmp_path, base_url="", a_md="---\ntitle: A\ndate: 2001-02-03\n---\nHelmut Kohl in France.\n")

    names = {path.name for path in site.rglob("*")}
    assert names.isdisjoint({"feed.xml", "sitemap.xml"})
    assert "card.json" in names
    assert (site / "robots.txt").read_text() == "User-agent: *\nDisallow:\n"
    assert "](articles/a/index.md): 2001-02-03" in (site / "llms.txt").read_text()


def test_robots_txt_names_the_sitemap_and_headers_allow_nothing_else(sampler: Path) -> None:
    assert f"Sitemap: {BASE}sitemap.xml\n" in (sampler / "robots.txt").read_text()
    headers = (sampler / "_headers").read_text()
    assert "Content-Security-Policy: default-src 'none';" in headers
    assert "unsafe-inline" not in headers


def test_only_robots_headers_and_redirects_may_be_the_users_own(tmp_path: Path) -> None:
    static = tmp_path / "content" / "static"
    static.mkdir(parents=True)
    for name in ("robots.txt", "_headers", "_redirects", "sitemap.xml", "404.html"):
        (static / name).write_text("mine")
    (tmp_path / "dateline.toml").write_text(f'[site]\nbase_url = "{BASE}"\n')

    report = build(tmp_path)

    site = tmp_path / "site"
    own = {path.name for path in site.iterdir() if path.is_file() and path.read_text(encoding="utf-8") == "mine"}
    assert own == {"robots.txt", "_headers", "_redirects"}
    assert [(p.file, p.message) for p in report.problems] == [
        ("content/static/404.html", "its address is already taken by 404.html"),
        ("content/static/sitemap.xml", "its address is already taken by sitemap.xml"),
    ]


def test_the_title_of_a_story_is_no_structure_in_llms_txt() -> None:
    text = llms(Settings("A\n# B"), (Headline("a", "x](http://evil) # [y", "", ""),)).decode()

    assert text.startswith("# A # B\n")
    assert "- [x\\](http://evil) # \\[y](articles/a/index.md)\n" in text


def test_a_private_story_is_in_no_file(tmp_path: Path) -> None:
    private = (
        "---\ntitle: Secretum\ndate: 2002-01-01\nprivate: true\n---\nSecretum: Helmut Kohl met Xanthippe Doe in Peru.\n"
    )

    site = made(tmp_path, a_md="---\ntitle: A\ndate: 2001-02-03\n---\nHelmut Kohl in France.\n", b_md=private)

    assert json.loads((site / "people/helmut-kohl/card.json").read_text())["stories"] == 1
    for path in site.rglob("*"):
        assert "peru" not in path.name
        assert not path.is_file() or not any(word in path.read_bytes() for word in (b"Secretum", b"Xanthippe", b"Peru"))


def test_the_page_for_no_page_begins_its_links_at_the_sites_path(sampler: Path) -> None:
    page = (sampler / "404.html").read_text(encoding="utf-8")

    assert 'href="/news/people/"' in page
    assert 'href="/news/assets/' in page


def test_every_annotation_of_the_sample_site_finds_its_words(sampler: Path) -> None:
    texts = {path.parent: path.read_text(encoding="utf-8") for path in sampler.rglob("article.txt")}

    for folder, text in texts.items():
        page = json.loads((folder / "annotations.json").read_text(encoding="utf-8"))
        assert page["items"]
        assert page["id"] == f"{BASE}{folder.relative_to(sampler).as_posix()}/annotations.json"
        for note in page["items"]:
            quotation, position = note["target"]["selector"]
            around = quotation["prefix"] + quotation["exact"] + quotation["suffix"]
            start = position["start"] - len(quotation["prefix"])
            assert text[position["start"] : position["end"]] == quotation["exact"]
            assert text[start : start + len(around)] == around
            assert note["target"]["source"] == page["id"].replace("annotations.json", "article.txt")
            body = note["body"]
            if "dateline:speaker" in body:
                assert (sampler / "people" / body["dateline:speaker"].removeprefix("person:") / "index.html").is_file()
            else:
                assert (sampler / body["id"].removeprefix(BASE) / "index.html").is_file()
        assert len({note["id"] for note in page["items"]}) == len(page["items"])


def test_a_new_story_rewrites_its_people_its_countries_and_lists_and_no_other_story(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "content", tmp_path / "content")
    (tmp_path / "dateline.toml").write_text(f'[site]\nbase_url = "{BASE}"\n')
    build(tmp_path, search="none")
    site = tmp_path / "site"
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in site.rglob("*") if path.is_file()}
    text = "---\ntitle: A new day\ndate: 2026-11-21\n---\nRichard Nixon met Ada Lovelace in Norway.\n"
    (tmp_path / "content" / "new.md").write_text(text, encoding="utf-8")

    build(tmp_path, search="none")

    after = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in site.rglob("*") if path.is_file()}
    changed = {path.relative_to(site).as_posix() for path in after if before.get(path) != after[path]}
    theirs = "people/richard-nixon", "people/ada-lovelace", "countries/norway"
    assert before.keys() <= after.keys()
    assert changed == {
        *(f"articles/new/{name}" for name in ("index.html", "index.md", "article.txt", "annotations.json")),
        *(f"{folder}/{name}" for folder in theirs for name in ("index.html", "card.json", "feed.xml")),
        *("index.html", "people/index.html", "countries/index.html", "articles/index.html", "2026/index.html"),
        *("feed.xml", "sitemap.xml", "llms.txt", "entities.json", ".dateline"),
        *("search/index.html", "search/index.json"),
    }
