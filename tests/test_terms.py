"""Sections, tags, authors and years: the terms of an article, and their pages."""

import re
from pathlib import Path

import pytest

from builder.core.values import FrontMatter
from builder.index.queries import MOST_SECTIONS
from builder.layout.article_terms import terms_of
from builder.settings.front_matter import parse_front_matter
from builder.site import build


def refs(file: str = "talks.md", **front: object) -> list[str]:
    return [term.ref for term in terms_of(file, FrontMatter(**front))]  # type: ignore[arg-type]  # of any key


def test_an_article_has_a_section_tags_authors_and_a_year() -> None:
    found = terms_of("talks.md", FrontMatter(date="2018-03-28", section="World", tags=("Seas",), authors=("Ida Falk",)))

    assert found == (
        ("section:world", "World"),
        ("tag:seas", "Seas"),
        ("author:ida-falk", "Ida Falk"),
        ("year:2018", "2018"),
    )


@pytest.mark.parametrize(
    ("file", "words"),
    [
        ("world-news/talks.md", "World news"),
        ("world_news/2018/talks.md", "World news"),
        ("2018/talks.md", ""),
        ("2018-03/talks.md", ""),
        ("talks.md", ""),
        ("Über uns/talks.md", "Über uns"),
        ("---/talks.md", ""),
    ],
)
def test_a_folder_is_a_section_unless_a_number_names_it(file: str, words: str) -> None:
    assert [term.words for term in terms_of(file, FrontMatter())] == ([words] if words else [])


def test_front_matter_decides_the_section() -> None:
    assert refs("world/talks.md", section="Sports") == ["section:sports"]


def test_spellings_of_one_tag_are_one_term() -> None:
    assert refs(tags=("Climate", "climate", "Élan", "elan")) == ["tag:climate", "tag:elan"]


@pytest.mark.parametrize("words", ["", "!?", "***"])
def test_words_of_which_no_address_remains_are_no_term(words: str) -> None:
    assert refs(tags=(words,), authors=(words,)) == []


@pytest.mark.parametrize(("date", "year"), [("2018", "2018"), ("2018-03", "2018"), ("", "")])
def test_a_year_is_that_of_the_date(date: str, year: str) -> None:
    assert refs(date=date) == ([f"year:{year}"] if year else [])


def test_categories_are_more_tags() -> None:
    front = parse_front_matter("tags: [Seas]\ncategories: [Ports, Seas]\nkeywords: ships", "a.md").value

    assert front
    assert front.tags == ("Seas", "Ports", "ships")


def article(folder: Path, path: str, **front: str) -> None:
    file = folder / "content" / path
    file.parent.mkdir(parents=True, exist_ok=True)
    lines = [f"{key}: {value}" for key, value in front.items()]
    file.write_text("\n".join(["---", "language: de", *lines, "---", "Text.", ""]), encoding="utf-8")


def page(folder: Path, path: str) -> str:
    return (folder / "site" / path / "index.html").read_text(encoding="utf-8")


def test_a_term_has_a_page_with_its_articles_by_month(tmp_path: Path) -> None:
    article(tmp_path, "a.md", title="Ships sail", date="2018-03-02", tags="[Seas]")
    article(tmp_path, "b.md", title="Ships rest", date="2018-03-01", tags="[seas]")
    article(tmp_path, "c.md", title="Ships wait", date="2017-12-31", tags="[SEAS]")
    article(tmp_path, "d.md", title="Ships sleep", tags="[seas]")
    article(tmp_path, "e.md", title="No ships", date="2018-03-03")

    build(tmp_path, search="none")

    shown = re.findall(r"<h1>.*?</h1>|<h2>.*?</h2>|>Ships \w+<|No ships", page(tmp_path, "tags/seas"))
    assert shown == [
        "<h1>seas</h1>",
        *("<h2>March 2018</h2>", ">Ships sail<", ">Ships rest<"),
        *("<h2>December 2017</h2>", ">Ships wait<"),
        *("<h2>Without a date</h2>", ">Ships sleep<"),
    ]
    assert 'href="../../articles/a/"' in page(tmp_path, "tags/seas")
    assert re.findall(r'<a href="(#[^"]+)" title="([^"]+)"', page(tmp_path, "tags/seas")) == [
        ("#in-2017-12", "December 2017: 1 story"),
        ("#in-2018-03", "March 2018: 2 stories"),
    ]
    assert re.findall(r'href="\.\./(\d+)/"', page(tmp_path, "articles")) == ["2018", "2017"]
    assert "1 story has no date." in page(tmp_path, "articles")


def test_a_term_is_spelled_as_most_articles_spell_it_and_otherwise_not_in_capitals(tmp_path: Path) -> None:
    for name, spelling in (("a", "THEO BELL"), ("b", "Theo Bell"), ("c", "theo bell"), ("d", "theo bell")):
        article(tmp_path, f"{name}.md", title=name, authors=f"[{spelling}]")
        build(tmp_path, search="none")
        shown = re.findall("<h1>(.*?)</h1>", page(tmp_path, "authors/theo-bell"))
        assert shown == [{"a": "THEO BELL", "b": "Theo Bell", "c": "Theo Bell", "d": "theo bell"}[name]]


def test_an_article_links_its_section_tags_and_authors(tmp_path: Path) -> None:
    article(tmp_path, "world/a.md", title="A", authors='[Ida, "<b>Bo</b>"]', tags='["R&D"]')

    build(tmp_path, search="none")

    html = page(tmp_path, "articles/world/a")
    assert (
        'By <a rel="author" href="../../../authors/ida/">Ida</a> and '
        '<a rel="author" href="../../../authors/b-bo-b/">&lt;b&gt;Bo&lt;/b&gt;</a>'
    ) in html
    assert '<a href="../../../sections/world/">World</a>' in html
    assert '<a href="../../../tags/r-d/">R&amp;D</a>' in html


def test_a_site_without_terms_has_no_lists_of_them(tmp_path: Path) -> None:
    article(tmp_path, "a.md", title="A")

    build(tmp_path, search="none")

    site = tmp_path / "site"
    assert [path.name for path in site.iterdir() if path.name in ("sections", "tags", "authors")] == []
    assert not (site / "articles" / "index.html").exists()
    assert re.findall(r'href="\.\./\.\./(?:sections|tags|authors|articles)/"', page(tmp_path, "articles/a")) == []


@pytest.mark.parametrize("count", [MOST_SECTIONS, MOST_SECTIONS + 1])
def test_many_sections_are_one_link_in_the_navigation(tmp_path: Path, count: int) -> None:
    for number in range(count):
        article(tmp_path, f"part-{chr(97 + number)}/a.md", title=f"A {number}")

    build(tmp_path, search="none")

    navigation = page(tmp_path, "").partition("</nav>")[0]
    links = re.findall(r'href="(sections/[^"]*)"', navigation)
    assert links == (
        [f"sections/part-{chr(97 + number)}/" for number in range(count)] if count <= MOST_SECTIONS else ["sections/"]
    )


def test_a_term_has_a_feed_if_an_article_has_a_date(tmp_path: Path) -> None:
    (tmp_path / "dateline.toml").write_text('[site]\nbase_url = "https://example.org/"\n')
    article(tmp_path, "a.md", title="A", date="2018-03-02", authors="[Ida]")
    article(tmp_path, "b.md", title="B", authors="[Bo]")

    build(tmp_path, search="none")

    site = tmp_path / "site"
    assert "<title>A</title>" in (site / "authors/ida/feed.xml").read_text()
    assert not (site / "authors/bo/feed.xml").exists()
    assert not (site / "2018/feed.xml").exists()
    assert "https://example.org/authors/bo/" in (site / "sitemap.xml").read_text()


def test_a_plain_page_at_the_address_of_a_list_is_a_problem_that_names_it(tmp_path: Path) -> None:
    article(tmp_path, "a.md", title="A", tags="[Seas]")
    pages = tmp_path / "content" / "pages"
    pages.mkdir()
    (pages / "tags.md").write_text("# My tags\n")

    report = build(tmp_path, search="none")

    assert [(problem.file, problem.message) for problem in report.problems if not problem.warning] == [
        ("content/pages/tags.md", "its address is already taken by tags/index.html")
    ]
    assert "My tags" not in page(tmp_path, "tags")
