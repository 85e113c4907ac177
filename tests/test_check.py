"""What `dateline check` finds, rule by rule, and its messages."""

import json
import shutil
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from msgspec import structs

from builder.cli import dateline
from builder.commands.check import check, decision_rules, host_rules, page_rules, text_rules
from builder.core.errors import Doubt, Problem
from builder.core.values import FrontMatter
from builder.index import queries
from builder.index.queries import SiteSize
from builder.index.tables import INDEX, Index
from builder.layout.article_layout import Headline, Layout
from builder.markdown.escapes import SAID
from builder.settings.config import PublishTarget
from builder.settings.decisions import parse_overrides
from builder.settings.site_settings import FORMATS
from builder.site import Site, build

ROOT = Path(__file__).parent.parent
TODAY = "2026-11-24"


def a_text(file: str = "content/a.md", *body: str, html: str = "", **front: str) -> text_rules.ArticleText:
    said = FrontMatter(**{"title": "A", "date": "2020-01-01", **front})  # type: ignore[arg-type]  # texts alone
    headline = Headline("a", said.title, said.date, "", said.updated)
    return text_rules.ArticleText(file, headline, Layout(said, body or ("Text.",), (html,), "", 0, (), (), ()))


def of_texts(rule: Callable[..., Iterable[Problem]], *texts: text_rules.ArticleText) -> list[tuple[str, str]]:
    return [(found.file, found.message) for found in rule(text_rules.ArticleTexts(texts, TODAY))]


def test_a_story_without_a_headline_is_named() -> None:
    doubts = Doubt("no-title", "The rains", "no headline found"), Doubt("not-identified", "Kohl", "who is Kohl")

    assert of_texts(text_rules.no_title, a_text(), replace(a_text("content/b.md"), doubts=doubts)) == [
        ("content/b.md", "no headline found")
    ]


def test_a_story_without_a_date_is_named() -> None:
    assert of_texts(text_rules.no_date, a_text(), a_text("content/b.md", date="")) == [
        ("content/b.md", "has no date, so it is listed last and left out of feeds")
    ]


def test_a_date_to_come_is_named_and_today_is_not() -> None:
    found = of_texts(
        text_rules.date_to_come, a_text(date=TODAY), a_text(date="2026-11-25"), a_text(updated="2027-01-01")
    )

    assert [message for _, message in found] == [
        "date '2026-11-25' is in the future",
        "updated '2027-01-01' is in the future",
    ]


def test_the_same_text_twice_is_named_whatever_its_case_spaces_and_speakers() -> None:
    found = of_texts(
        text_rules.same_text,
        a_text("content/a.md", "", "Kohl", f" spoke.{SAID}\n"),
        a_text("content/b.md", "kohl  SPOKE."),
        a_text("content/c.md", "Kohl slept."),
    )

    assert found == [("content/b.md", "has the same text as content/a.md")]


REPORT = (
    "The ferry to the islands has stopped. Its engine failed on Monday evening, an hour after it had left the harbor.",
    "Nobody was hurt. The passengers were taken ashore in two fishing boats, and slept in the school of the village.",
    "A spare part will arrive from the mainland by the end of the week, the company said on its page.",
)


def article_text(file: str, *paragraphs: str) -> text_rules.ArticleText:
    text = a_text(file, *paragraphs)
    return replace(text, layout=structs.replace(text.layout, text="\n\n".join(paragraphs)))


def test_two_versions_of_a_report_are_named_with_the_first_new_sentence() -> None:
    found = of_texts(
        text_rules.similar_text,
        article_text("content/a.md", *REPORT),
        article_text(
            "content/b.md", "Ferry runs again.", *REPORT[:2], "The ferry sailed again on Friday, with a new engine."
        ),
        article_text("content/c.md", "A quite different story about the weather of the week, " * 4),
        article_text("content/d.md", *REPORT[1:]),
    )

    assert [(file, message.partition(" of its text is also in ")[2]) for file, message in found] == [
        ("content/b.md", "content/a.md; its first new sentence is 'Ferry runs again.'"),
        ("content/d.md", "content/a.md"),
    ]


def test_the_same_text_is_not_also_similar() -> None:
    assert (
        of_texts(text_rules.similar_text, article_text("content/a.md", *REPORT), article_text("content/b.md", *REPORT))
        == []
    )


def test_what_many_stories_end_with_does_not_make_them_similar() -> None:
    notice = "Write to the editors with questions about this page, or come to the office on any day of the week."
    stories = [f"{n} " + " ".join(f"word{n}x{k}" for k in range(60)) for n in range(30)]

    found = of_texts(
        text_rules.similar_text, *(article_text(f"content/{n}.md", s, notice) for n, s in enumerate(stories))
    )

    assert found == []


def test_short_notices_may_be_alike() -> None:
    notices = article_text("content/a.md", "No ferry today."), article_text("content/b.md", "No ferry today, sorry.")

    assert of_texts(text_rules.similar_text, *notices) == []


def test_an_image_without_description_is_named() -> None:
    html = '<p><img src="a%20b.png" alt=""></p><p><img src="c.png" alt="A hill"></p>'

    found = of_texts(text_rules.image_without_description, a_text(html=html), a_text("content/b.md", image="d.png"))

    assert found == [
        ("content/a.md", "the image 'a%20b.png' has no description"),
        ("content/b.md", "the image 'd.png' has no description"),
    ]


def test_an_image_that_is_not_beside_its_article_is_named() -> None:
    html = '<img src="https://example.com/a.png" alt="A"><img src="b/c.png" alt="B"><img src="/d.png" alt="D">'

    found = of_texts(text_rules.image_elsewhere, a_text(html=html), a_text(image="../e.png"), a_text(image="f.png"))

    assert [message for _, message in found] == [
        "the image 'https://example.com/a.png' is not beside the article",
        "the image '/d.png' is not beside the article",
        "the image '../e.png' is not beside the article",
    ]


DECISIONS = """
[person.helmut-kohl]
name = "Helmut Kohl"
aliases = ["Kohl", "the Unification Chancellor"]
[person.nobody-known]
name = "Nobody Known"
[person.secret-one]
aliases = ["Deep Throat"]
hidden = true
[person.lech-walesa]
articles = ["talks", "no-such-story"]
[[never]]
text = "Bonn Republic"
[[never]]
text = "Rhine Cruise"
[[same]]
people = ["helmut-kohl", "helmuth-kohl", "hannelore-kohl", "old-kohl"]
[[different]]
people = ["lech-walesa", "jaroslaw-walesa"]
"""
NAMES = {
    "person:helmut-kohl": {"Helmut Kohl", "Helmuth Kohl"},
    "person:lech-walesa": {"Lech Wałęsa"},
}
TEXT = "Helmut Kohl met Lech Wałęsa. Kohl praised the Bonn Republic. Deep Throat listened."


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (decision_rules.unknown_id, ["no article names 'nobody-known'"]),
        (decision_rules.unsaid_alias, ["no article contains 'the Unification Chancellor'"]),
        (decision_rules.unsaid_never, ["no article contains 'Rhine Cruise'"]),
        (decision_rules.unknown_article, ["there is no article 'no-such-story'"]),
        (decision_rules.unused_same, ["no article names 'hannelore-kohl'"]),
        (decision_rules.unused_different, ["no article names 'jaroslaw-walesa'"]),
    ],
)
def test_decisions_that_nothing_uses_are_named(
    rule: Callable[..., Iterable[decision_rules.Unused]], expected: list[str]
) -> None:
    overrides = parse_overrides(DECISIONS).value
    assert overrides

    known = decision_rules.decided(overrides, NAMES, {"deep/talks.txt": TEXT}, {"old-kohl"})

    assert [unused.message for unused in rule(known)] == expected


def of_pages(
    rule: Callable[..., Iterable[Problem]],
    pages: Mapping[str, str],
    redirects: str = "",
    base_url: str = "https://example.org/news/",
) -> list[tuple[str, str]]:
    read = {path: page_rules.parsed(text) for path, text in pages.items()}
    files = frozenset({*pages, "a.png"})
    subject = page_rules.SitePages("site", base_url, files, read, page_rules.parsed_redirects(redirects))
    return [(found.file, found.message) for found in rule(subject)]


@pytest.mark.parametrize(
    ("link", "message"),
    [
        ("../b/", ""),
        ("../b", ""),
        ("../b/index.html#p1", ""),
        ("../b/?q=1#p1", ""),
        ("../b/#p%31", ""),
        ("#here", ""),
        ("#top", ""),
        ("../a.png", ""),
        ("/news/b/", ""),
        ("https://example.org/news/b/", ""),
        ("https://example.org/elsewhere/", ""),
        ("/elsewhere/", ""),
        ("https://example.com/x", ""),
        ("mailto:a@example.com", ""),
        ("https://[broken", ""),
        ("../c/", "links to 'c/', which does not exist"),
        ("/news/c/", "links to 'c/', which does not exist"),
        ("https://example.org/news/c/", "links to 'c/', which does not exist"),
        ("b.png", "links to 'a/b.png', which does not exist"),
        ("../b/#p9", "links to 'p9' in 'b/index.html', which has no such anchor"),
        ("#nowhere", "links to 'nowhere' in 'a/index.html', which has no such anchor"),
    ],
)
def test_a_dead_link_is_named_and_a_live_one_is_not(link: str, message: str) -> None:
    pages = {"a/index.html": f'<p id=here><a title="a > b" href="{link}">x</a>', "b/index.html": "<p id='p1'>"}

    found = of_pages(page_rules.dead_link, pages)

    assert found == ([("site/a/index.html", message)] if message else [])


def test_a_dead_link_of_many_pages_is_named_once() -> None:
    pages = {f"{n}/index.html": '<img src="../gone.png">' for n in range(3)}

    assert of_pages(page_rules.dead_link, pages) == [
        ("site/0/index.html", "links to 'gone.png', which does not exist, also on 2 more pages")
    ]


def test_words_that_look_like_a_link_are_none() -> None:
    assert of_pages(page_rules.dead_link, {"index.html": '<p>write href="gone/" <b data-href="gone/">x</b></p>'}) == []


def test_a_redirect_to_nothing_is_named() -> None:
    redirects = "/old/ /b/ 301\n/older/ /gone/ # was here\n/far/* /gone/:splat\n/out/ https://example.com/\n"

    assert of_pages(page_rules.dead_redirect, {"b/index.html": ""}, redirects, "") == [
        ("site/_redirects", "'/older/' redirects to '/gone/', which does not exist")
    ]


def test_redirects_in_a_circle_are_named_once() -> None:
    refresh = '<meta http-equiv="refresh" content="0; url={}">'
    pages = {
        "a/index.html": refresh.format("../b/"),
        "b/index.html": refresh.format("../c/"),
        "d/index.html": refresh.format("../e/"),
        "e/index.html": "",
    }

    found = of_pages(page_rules.circle, pages, "/c/ /a/ 301\n/x/ /a/\n", "")

    assert found == [("site/a/index.html", "is part of a redirect loop through 'b/'")]
    assert of_pages(page_rules.circle, {}, "/ /en/\n/en/ /\n", "") != []


def test_a_page_too_big_is_named() -> None:
    found = of_pages(
        page_rules.big_page, {"a/index.html": "x" * (page_rules.BIG + 1), "b/index.html": "x" * page_rules.BIG}
    )

    assert found == [("site/a/index.html", f"has {page_rules.BIG + 1:,} bytes, more than {page_rules.BIG:,}")]


def test_the_sample_site_is_as_it_should_be(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "content", tmp_path / "content")

    assert check(tmp_path, TODAY) == ()


def test_findings_have_a_line_and_a_hint_and_exit_status_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put = {
        "content/a.md": "---\ntitle: A\ndate: 2001-02-03\n---\nHelmut Kohl wrote [a page](../gone/).\n",
        "content/entities.toml": '\n[[never]]\ntext = "Rhine Cruise"\n',
        "content/old.docx": "PK",
        "content/c.md": "The rains came late.\n",
    }
    for path, text in put.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)

    said = CliRunner().invoke(dateline, ["check"])
    data = CliRunner().invoke(dateline, ["check", "--json"])

    assert (said.exit_code, data.exit_code) == (1, 1)
    assert said.stdout == "5 problems\n"
    assert "content/entities.toml:3: no article contains 'Rhine Cruise'\n  write the words" in said.stderr
    found = {(each["rule"], each["file"], each["line"]) for each in json.loads(data.stdout)["problems"]}
    assert found == {
        ("no-title", "content/c.md", 0),
        ("no-date", "content/c.md", 0),
        ("build", "content/old.docx", 0),
        ("unsaid-never", "content/entities.toml", 3),
        ("dead-link", "site/articles/a/index.html", 0),
    }
    assert all(each["hint"] for each in json.loads(data.stdout)["problems"])


def test_what_stops_a_build_is_in_the_list_too(tmp_path: Path) -> None:
    (tmp_path / "dateline.toml").write_text("[site]\ntitel = 'x'\n")

    (found,) = check(tmp_path, TODAY)

    assert (found.rule, found.problem.line) == ("build", 2)


def test_a_page_that_is_no_html_takes_no_longer() -> None:
    pages = ["<a <a " * 100_000, '<a "' * 100_000, "<a b='c\"" * 100_000]

    began = time.process_time()
    for page in pages:
        page_rules.parsed(page)

    assert time.process_time() - began < 5


FITS = SiteSize(files=20_000, total=10**9, largest="a.mp4", in_largest=25 * 2**20, fullest="x/", in_fullest=20_000)


def of_site(size: SiteSize, redirects: int = 0, formats: tuple[str, ...] = FORMATS, *kinds: str) -> list[str]:
    targets = tuple(PublishTarget("web", kind) for kind in kinds)  # type: ignore[arg-type]  # one of its words
    site = host_rules.Hosted("site", size, redirects, formats, targets)
    return [f"{found}" for found in host_rules.host_limit(site)]


def test_a_site_that_fits_everywhere_has_no_problem() -> None:
    assert of_site(FITS, 2_000) == []


@pytest.mark.parametrize(
    ("size", "message"),
    [
        (
            FITS._replace(files=47_162),
            "site/: has 47,162 files, more than the 20,000 that Cloudflare Pages allows\n"
            '  set formats = ["html"] under [build] in dateline.toml; paid plans take 100,000',
        ),
        (
            FITS._replace(total=1_200_000_000),
            "site/: has 1,200,000,000 bytes, more than the 1,000,000,000 that GitHub Pages allows\n"
            '  set formats = ["html"] under [build] in dateline.toml',
        ),
        (
            FITS._replace(in_fullest=60_000),
            "site/x/: has 60,000 files, more than the 54,000 that Netlify allows in a folder\n"
            '  set formats = ["html"] under [build] in dateline.toml',
        ),
        (
            FITS._replace(in_largest=30_000_000),
            "site/a.mp4: has 30,000,000 bytes, more than the 26,214,400 that Cloudflare Pages allows in a file\n"
            "  make it smaller, or keep it elsewhere and link to it",
        ),
    ],
    ids=["files", "bytes", "files in a folder", "bytes of a file"],
)
def test_a_limit_of_a_host_that_is_exceeded_is_named_with_what_helps(size: SiteSize, message: str) -> None:
    assert of_site(size) == [message]


def test_too_many_redirects_are_named() -> None:
    (found,) = of_site(FITS, 2_001)

    assert found.startswith("site/_redirects: has 2,001 redirects, more than the 2,000 that Cloudflare Pages allows\n")


def test_more_redirects_than_a_host_recommends_are_named() -> None:
    _, found = of_site(FITS, 10_000)

    assert found.startswith("site/_redirects: has 10,000 redirects; Netlify recommends fewer than 10,000\n")


def test_a_site_of_pages_alone_is_not_told_to_have_fewer_formats() -> None:
    (found,) = of_site(FITS._replace(files=20_001), 0, ("html",))

    assert "formats" not in found
    assert "choose another host; paid plans take 100,000" in found


@pytest.mark.parametrize(
    ("kinds", "hosts"),
    [
        ((), ["Cloudflare", "GitHub"]),
        (("folder",), ["Cloudflare", "GitHub"]),
        (("github-pages",), ["GitHub"]),
        (("s3", "rsync"), []),
        (("s3", "github-pages"), ["GitHub"]),
    ],
)
def test_only_the_hosts_of_its_targets_matter(kinds: tuple[str, ...], hosts: list[str]) -> None:
    found = of_site(FITS._replace(files=20_001, total=10**9 + 1), 0, FORMATS, *kinds)

    assert [host for host in ("Cloudflare", "GitHub", "Netlify") if any(host in each for each in found)] == hosts


def test_the_size_of_a_site_is_that_of_its_files(tmp_path: Path) -> None:
    (tmp_path / "content/static/deep").mkdir(parents=True)
    (tmp_path / "content/a.md").write_text("---\ntitle: A\n---\nHelmut Kohl was here.\n", encoding="utf-8")
    (tmp_path / "content/static/deep/big.bin").write_bytes(b"x" * 300_000)
    for number in range(30):
        (tmp_path / f"content/static/deep/{number}.txt").write_text("x")
    build(tmp_path, search="none")

    with closing(Index(tmp_path / INDEX)) as index:
        size = queries.site_size(index)

    files = [path for path in (tmp_path / "site").rglob("*") if path.is_file() and path.name != ".dateline"]
    total = sum(path.stat().st_size for path in files)
    assert size == (len(files), total, "deep/big.bin", 300_000, "deep/", 31)


def test_a_site_too_large_for_a_host_is_found_unless_ignored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content/a.md").write_text("---\ntitle: A\ndate: 2001-02-03\n---\nIt rained.\n", encoding="utf-8")
    monkeypatch.setattr(host_rules, "HOSTS", (replace(host_rules.CLOUDFLARE, files=10),))

    (found,) = check(tmp_path, TODAY)
    (tmp_path / "dateline.toml").write_text('[check]\nignore = ["host-limit"]\n')

    assert (found.rule, found.problem.file) == ("host-limit", "site/")
    assert check(tmp_path, TODAY) == ()


def test_an_unknown_rule_among_the_ignored_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content/a.md").write_text("---\ntitle: A\n---\nIt rained.\n", encoding="utf-8")
    (tmp_path / "dateline.toml").write_text('[check]\nignore = ["no-date", "host-limits"]\n')

    (found,) = check(tmp_path, TODAY)

    assert str(found.problem) == "dateline.toml:2: unknown rule 'host-limits'\n  did you mean 'host-limit'?"


def test_what_is_ignored_is_no_reason_to_build_again(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content/a.md").write_text("---\ntitle: A\n---\nIt rained.\n", encoding="utf-8")
    build(tmp_path)

    (tmp_path / "dateline.toml").write_text('[check]\nignore = ["no-date"]\n')

    assert Site(tmp_path).current() is not None


def test_every_rule_is_in_the_reference() -> None:
    page = (ROOT / "docs" / "reference" / "check.md").read_text(encoding="utf-8")
    rules = [*text_rules.RULES, *decision_rules.RULES, *page_rules.RULES, *host_rules.RULES]

    assert [rule.__name__ for rule in rules if f"`{rule.__name__.replace('_', '-')}`" not in page] == []
