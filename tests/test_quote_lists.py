"""What people said, on their pages and on the pages of their own that long lists have."""

import html
import json
import re
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

import feedparser
import pytest
from msgspec.structs import replace

from builder.core.kinds import EntityKind
from builder.core.values import HEAD, Article, FrontMatter, LocalEntity, Quotation
from builder.index import pagination, queries
from builder.index.pages import Page
from builder.index.tables import Index
from builder.layout.article_layout import ArticleEntry
from builder.layout.excerpts import EntityExcerpts, QuotedWords, entity_excerpts, quotations
from builder.outputs import entity, quote_lists, sitemap
from builder.site import build
from tests.indexed import an_entry, an_index, follow, in_other_words, quoted
from tests.people import an_article, decided

ADA, BO = "Ada Lovelace", "Bo Other"

SETTINGS = '[site]\nbase_url = "https://example.org/news/"\n'
TALKS = """---
title: Talks begin
date: 2018-07-04
---
Maria Novak, the finance minister, spoke for an hour. “We will not pay,” Novak said.

“The river wins,” Novak said. “It always has.”
"""
OLD = """---
title: Old talks
date: 2011-03-01
---
Maria Novak, a lawyer, had a word for it. “It was a long & <wet> winter,” she said.
"""
LATER = "---\ntitle: Later\ndate: 2020-01-01\n---\nMaria Novak came, and Anna Berg came too.\n"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("said"), {"talks": TALKS, "old": OLD, "later": LATER})


def made(folder: Path, texts: Mapping[str, str], settings: str = SETTINGS) -> Path:
    """The site of these articles."""
    (folder / "content").mkdir()
    (folder / "dateline.toml").write_text(settings, encoding="utf-8")
    for name, text in texts.items():
        (folder / "content" / f"{name}.md").write_text(text, encoding="utf-8")
    build(folder, search="none")
    return folder / "site"


def said(page: str) -> list[tuple[str, str]]:
    """The quotations on a page, each with its address."""
    found = re.findall(r'<blockquote cite="([^"]*)"><p><a href="([^"]*)">(.*?)</a></p></blockquote>', page, re.DOTALL)
    assert all(cited == address for cited, address, _ in found)
    return [(html.unescape(words), address) for _, address, words in found]


def lines_above(page: str) -> list[str]:
    """The line above the quotations of each story."""
    section = page.partition('class="said"')[2].partition("</section>")[0]
    found = re.findall(r'<p class="when">(.*?)</p>', section)
    return [html.unescape(re.sub("<[^>]*>", "", each)).replace("\xa0", " ") for each in found]


# Pages


def test_a_page_shows_what_its_person_said_newest_first_with_date_role_and_paragraph(site: Path) -> None:
    page = (site / "people/maria-novak/index.html").read_text(encoding="utf-8")

    assert lines_above(page) == [
        "finance minister · in Talks begin · July 4, 2018",
        "lawyer · in Old talks · March 1, 2011",
    ]
    assert said(page) == [
        ("We will not pay.", "../../articles/talks/#p1"),
        ("The river wins. It always has.", "../../articles/talks/#p2"),
        ("It was a long & <wet> winter.", "../../articles/old/#p1"),
    ]
    assert "In their words" in page


def test_the_page_of_who_said_nothing_has_no_quotations(site: Path) -> None:
    page = (site / "people/anna-berg/index.html").read_text(encoding="utf-8")

    assert "In their words" not in page
    assert "quotation" not in json.loads((site / "people/anna-berg/card.json").read_text(encoding="utf-8"))


def test_card_and_feed_have_the_last_quotation(site: Path) -> None:
    card = json.loads((site / "people/maria-novak/card.json").read_text(encoding="utf-8"))
    feed = feedparser.parse((site / "people/maria-novak/feed.xml").read_bytes())
    words = said((site / "people/maria-novak/index.html").read_text(encoding="utf-8"))[0][0]

    assert card["quotation"] == {"words": words, "url": "../../articles/talks/#p1", "date": "2018-07-04"}
    with_words = [entry for entry in feed.entries if "content" in entry]
    assert [entry.title for entry in with_words] == ["Talks begin"]
    assert words in with_words[0].content[0].value
    assert 'href="https://example.org/news/articles/talks/#p1"' in with_words[0].content[0].value


def test_a_card_has_the_beginning_of_a_long_quotation(tmp_path: Path) -> None:
    words = "The river rises and " + "rises " * 100
    text = (
        f"---\ntitle: Rain\nlanguage: de\n---\nRain.\n\n{{.pullquote}}\n> {words.strip()}\n>\n> — [Otto](person:otto)\n"
    )

    site = made(tmp_path, {"rain": text})

    quotation = json.loads((site / "people/otto/card.json").read_text(encoding="utf-8"))["quotation"]
    assert quotation["words"].startswith("The river rises and rises")
    assert quotation["words"].endswith("rises…")
    assert len(quotation["words"]) <= 240
    assert said((site / "people/otto/index.html").read_text(encoding="utf-8"))[0][0] == f"{words.strip()} …"


def quotation_nodes(page: str) -> list[dict[str, object]]:
    """The linked data of the quotations on a page."""
    (script,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    return [node for node in json.loads(script)["@graph"] if node["@type"] == "Quotation"]


def test_linked_data_says_who_said_it_and_where(site: Path) -> None:
    page = (site / "people/maria-novak/index.html").read_text(encoding="utf-8")

    found = quotation_nodes(page)

    assert [node["text"] for node in found] == [words for words, _ in said(page)]
    assert found[-1] == {
        "@type": "Quotation",
        "@id": "https://example.org/news/articles/old/#p1",
        "url": "https://example.org/news/articles/old/#p1",
        "text": "It was a long & <wet> winter.",
        "creator": {
            "@type": "Person",
            "@id": "https://example.org/news/people/maria-novak/",
            "name": "Maria Novak",
        },
        "isPartOf": {
            "@type": "NewsArticle",
            "@id": "https://example.org/news/articles/old/",
            "headline": "Old talks",
            "datePublished": "2011-03-01",
        },
    }


SAYING = (
    "\n{{.pullquote}}\n> The year {} was long for everybody here.\n>\n> — [Otto Kern](person:otto-kern), engineer\n"
)


def sayings(count: int) -> dict[str, str]:
    """Stories with so many quotations of one person, three in each."""
    head = "---\ntitle: Story {0}\ndate: {0}-01-01\nlanguage: de\n---\nNothing.\n"
    years = range(1500, 1500 + count)
    return {
        f"s{years[at]}": head.format(years[at]) + "".join(map(SAYING.format, years[at : at + 3]))
        for at in range(0, count, 3)
    }


def test_more_than_fifty_quotations_have_pages_of_their_own_that_show_each_once(tmp_path: Path) -> None:
    site = made(tmp_path, sayings(160))

    folder = site / "people/otto-kern"
    page = (folder / "index.html").read_text(encoding="utf-8")
    own = said(page)
    paths = "quotes/index.html", "quotes/page/2/index.html", "quotes/page/1/index.html"
    lists = [said((folder / path).read_text(encoding="utf-8")) for path in paths]
    assert sorted(path.relative_to(folder).as_posix() for path in folder.glob("quotes/**/*.html")) == sorted(paths)
    assert [len(each) for each in lists] == [60, 50, 50]
    assert len({words for each in lists for words, _ in each}) == 160
    assert [words for words, _ in own] == [words for words, _ in lists[0]][:3]
    assert [node["text"] for node in quotation_nodes(page)] == [words for words, _ in own]
    assert 'href="../../people/otto-kern/quotes/"' in (folder / "index.html").read_text(encoding="utf-8")
    assert "All 160 quotations" in (folder / "index.html").read_text(encoding="utf-8")
    assert "https://example.org/news/people/otto-kern/quotes/<" in (site / "sitemap.xml").read_text(encoding="utf-8")


def test_fifty_quotations_have_no_page_of_their_own(tmp_path: Path) -> None:
    site = made(tmp_path, sayings(50))

    page = (site / "people/otto-kern/index.html").read_text(encoding="utf-8")
    assert len(said(page)) == 50
    assert "All 50" not in page
    assert not (site / "people/otto-kern/quotes").exists()


def test_only_whole_sentences_are_shown_at_once(tmp_path: Path) -> None:
    parts = {"a": SAYING.replace("The year {} was long", "a long year"), "b": SAYING.format(1500)}
    head = "---\ntitle: Story\nlanguage: de\n---\nNothing.\n"
    site = made(tmp_path, {name: head + text for name, text in parts.items()})

    page = (site / "people/otto-kern/index.html").read_text(encoding="utf-8")

    before, after = page.partition("<details>")[::2]
    assert [words for words, _ in said(before)] == ["The year 1500 was long for everybody here."]
    assert [words for words, _ in said(after)] == ["… a long year for everybody here."]


def test_on_a_site_of_pages_alone_a_list_of_quotations_is_one_file_per_page(tmp_path: Path) -> None:
    site = made(tmp_path, sayings(51), f'{SETTINGS}[build]\nformats = ["html"]\n')

    found = sorted(path.relative_to(site).as_posix() for path in (site / "people/otto-kern").rglob("*.*"))
    assert found == ["people/otto-kern/index.html", "people/otto-kern/quotes/index.html"]


def test_a_file_of_an_author_never_takes_the_address_of_a_list(tmp_path: Path) -> None:
    static = tmp_path / "content/static/people/otto-kern/quotes/index.html"
    site = made(tmp_path, sayings(51))

    static.parent.mkdir(parents=True)
    static.write_text("mine", encoding="utf-8")
    report = build(tmp_path, search="none")

    assert "In their words" in (site / "people/otto-kern/quotes/index.html").read_text(encoding="utf-8")
    assert "already taken" in "".join(problem.message for problem in report.problems)


# Excerpts


NOVAK = LocalEntity(EntityKind.PERSON, "Maria Novak")


def said_in(article: Article, *parts: Quotation) -> list[tuple[str, str]]:
    """What Maria Novak says in an article, with its paragraph."""
    annotated = replace(decided(article).value, quotations=parts)
    (found,) = (each for each in entity_excerpts(article, annotated, set()) if each.local == NOVAK)
    return [(each.whole, each.anchor) for each in found.said]


def test_the_parts_of_a_quotation_are_one_in_the_words_of_the_article() -> None:
    article = an_article("“We will not pay,” Maria Novak said, “and nobody …” She left.")

    found = said_in(article, Quotation(HEAD, 1, 17, NOVAK, "said-name", 1), Quotation(HEAD, 38, 50, NOVAK, "parts", 1))

    assert found == [("We will not pay, and nobody …", "p1")]


def test_a_headline_that_repeats_a_quotation_is_no_quotation_of_its_own() -> None:
    article = an_article("“We will not pay,” Maria Novak said.", front=FrontMatter(title="“We will not pay”"))

    found = said_in(article, Quotation(0, 1, 16, NOVAK, "label", 1), Quotation(HEAD, 1, 17, NOVAK, "said-name", 2))

    assert found == [("We will not pay.", "p1")]


def test_what_a_person_says_under_two_names_is_in_reading_order() -> None:
    names = LocalEntity(EntityKind.PERSON, "Ada"), LocalEntity(EntityKind.PERSON, "Ada Lovelace")
    first = EntityExcerpts(names[0], 1, said=(QuotedWords("two", "p2"), QuotedWords("ten", "p10")))
    second = EntityExcerpts(names[1], 1, said=(QuotedWords("one", "p1"), QuotedWords("three", "p3")))

    assert [each.whole for each in quotations([first, second])] == ["one", "two", "three", "ten"]


# What a change affects


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Index]:
    """Ninety articles, the first of each three with two quotations of one person."""
    monkeypatch.setattr(pagination, "PER_PAGE", 10)
    monkeypatch.setattr(quote_lists, "NEWEST", 10)
    entries = {f"{day}": an_entry(day, ADA, BO, said=2 * (day % 3 == 0)) for day in range(1, 91)}
    with closing(an_index(tmp_path / "index.db", entries)) as index:
        yield index


def numbers(index: Index, entries: Mapping[str, ArticleEntry | None]) -> set[int]:
    """The pages of the list of quotations that a change affects."""
    changes = follow(index, entries)
    return {page.number for page in quote_lists.affected(index, changes) if page.name == "person:ada-lovelace"}


def test_a_new_article_affects_one_page_of_the_list(index: Index) -> None:
    assert numbers(index, {"new": an_entry(100, ADA, said=3)}) == {0}


def test_an_article_that_only_mentions_somebody_affects_no_page_of_the_list(index: Index) -> None:
    assert numbers(index, {"new": an_entry(5, ADA)}) == set()


def test_other_words_affect_the_page_that_shows_them_and_the_person_only_if_theirs_does(index: Index) -> None:
    changes = follow(index, {"9": in_other_words(an_entry(9, ADA, BO, said=2), "x")})

    assert {*quote_lists.affected(index, changes)} == {Page("quotes", "person:ada-lovelace", 1)}
    assert Page("entity", "person:bo-other") not in {*entity.affected(index, changes)}


def test_one_quotation_more_in_an_old_article_affects_the_pages_after_it(index: Index) -> None:
    # It has the 29th and the 30th of sixty.
    assert numbers(index, {"45": quoted(an_entry(45, ADA, BO, said=2), "x")}) == {0, 3, 4, 5}


def test_each_page_of_a_list_has_its_own_quotations(index: Index) -> None:
    id_ = index.value("SELECT id FROM entity WHERE ref = 'person:ada-lovelace'")
    count = queries.quotations(index, id_)

    pages = [queries.quoted(index, id_, start, start + 7) for start in range(0, count, 7)]

    found = [(row.headline, number) for page in pages for row in page for number in range(row.first, row.last)]
    assert count == 60
    assert len(found) == len({*found}) == count
    assert [sum(row.last - row.first for row in page) for page in pages] == [7] * 8 + [4]


def test_other_words_of_an_old_article_affect_the_page_of_a_person_who_said_nothing_since(index: Index) -> None:
    follow(index, {f"bo{day}": an_entry(day, BO, said=day == 200, address=f"bo{day}") for day in range(200, 240)})

    changes = follow(index, {"bo200": in_other_words(an_entry(200, BO, said=1, address="bo200"), "x")})

    assert Page("entity", "person:bo-other") in {*entity.affected(index, changes)}


def test_a_list_that_appears_is_in_the_sitemap(index: Index) -> None:
    follow(index, {"bo": an_entry(300, BO, said=10, address="bo")})

    changes = follow(index, {"bo": quoted(an_entry(300, BO, said=10, address="bo"), "x")})

    assert Page("quotes", "person:bo-other") in {*quote_lists.pages(index)}
    assert {*sitemap.affected(index, changes)} == {Page("sitemap")}
