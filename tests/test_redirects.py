"""Old addresses redirect to the current pages, and published ids keep their owners."""

import re
import shutil
from pathlib import Path

import pytest

from builder.commands.check import check
from builder.commands.lock import lock, relock
from builder.settings.lockfile import LOCK
from builder.site import build

ROOT = Path(__file__).parent.parent
STORY = "News of the day\n\nGerman Chancellor Helmut Kohl met François Mitterrand in France. Kohl spoke.\n"


def put(project: Path, **stories: str) -> None:
    (project / "content").mkdir(exist_ok=True)
    for name, text in stories.items():
        suffix = "toml" if name == "entities" else "txt"
        (project / "content" / f"{name}.{suffix}").write_text(text, encoding="utf-8")


def files(project: Path) -> dict[str, str]:
    site = project / "site"
    found = (path for path in site.rglob("*") if path.is_file() and path.name != ".dateline")
    return {path.relative_to(site).as_posix(): path.read_text(encoding="utf-8", errors="replace") for path in found}


def leads_to(page: str) -> str:
    (target,) = re.findall(r'http-equiv="refresh" content="0; url=([^"]*)"', page)
    return str(target)


def warnings(project: Path) -> list[str]:
    return [str(problem) for problem in build(project).problems if problem.file == LOCK]


def test_a_published_id_stays_with_its_name_whoever_comes_before(tmp_path: Path) -> None:
    put(tmp_path, m="M\n\nJames Brown, a nurse at the General Hospital, got a medal. “No,” Brown said.")
    build(tmp_path)
    lock(tmp_path)

    put(tmp_path, a="A\n\nJames Brown, a plumber from Leeds, was jailed. “Yes,” Brown said.")
    build(tmp_path)

    assert "got a medal" in files(tmp_path)["people/james-brown/index.html"]
    assert "was jailed" in files(tmp_path)["people/james-brown-2/index.html"]
    (tmp_path / LOCK).unlink()
    build(tmp_path)
    assert "was jailed" in files(tmp_path)["people/james-brown/index.html"]


def test_spellings_with_and_without_accents_are_one_person(tmp_path: Path) -> None:
    put(tmp_path, a="A\n\nThe minister Jose Munoz spoke. “Yes,” Jose Munoz said.")
    put(tmp_path, m="M\n\nThe minister José Muñoz spoke. “No,” José Muñoz said.")
    build(tmp_path)

    assert "<h1>José Muñoz</h1>" in files(tmp_path)["people/jose-munoz/index.html"]
    assert "people/jose-munoz-2/index.html" not in files(tmp_path)


def test_with_a_lock_an_incremental_build_equals_a_fresh_one(tmp_path: Path) -> None:
    put(tmp_path, m="M\n\nJames Brown, a nurse at the General Hospital, got a medal. “No,” Brown said.")
    build(tmp_path)
    lock(tmp_path)
    put(tmp_path, a="A\n\nJames Brown, a plumber from Leeds, was jailed. “Yes,” Brown said.")
    build(tmp_path)
    incremental = files(tmp_path)

    build(tmp_path, clean=True)

    assert files(tmp_path) == incremental


def test_a_published_page_that_is_gone_is_reported_with_its_fix(tmp_path: Path) -> None:
    put(tmp_path, one=STORY, two=STORY.replace("Kohl", "Schmidt"))
    build(tmp_path)
    relock(tmp_path)
    assert warnings(tmp_path) == []

    (tmp_path / "content" / "one.txt").rename(tmp_path / "content" / "three.txt")
    (tmp_path / "content" / "two.txt").unlink()

    assert warnings(tmp_path) == [
        "dateline.lock: articles/one/ was published but no longer has a page\n"
        "  if the article moved, add its old address to its front matter: aliases: [articles/one/]\n"
        "  if it is gone for good, remove its line from dateline.lock",
        "dateline.lock: articles/two/ was published but no longer has a page\n"
        "  if the article moved, add its old address to its front matter: aliases: [articles/two/]\n"
        "  if it is gone for good, remove its line from dateline.lock",
        "dateline.lock: people/helmut-schmidt/ was published but no longer has a page\n"
        '  if the person has another page now, add to entities.toml: [[same]] people = ["that-one", "helmut-schmidt"]\n'
        "  if it is gone for good, remove its line from dateline.lock",
    ]


@pytest.mark.parametrize(
    ("alias", "path", "target"),
    [
        ("articles/old/", "articles/old/index.html", "../../articles/one/"),
        ("/2018/march/old", "2018/march/old/index.html", "../../../articles/one/"),
        ("news/123.html", "news/123.html", "../articles/one/"),
    ],
)
def test_an_old_address_of_an_article_leads_to_it(tmp_path: Path, alias: str, path: str, target: str) -> None:
    put(tmp_path, one=f"---\naliases: [{alias}]\n---\n{STORY}")
    (tmp_path / "dateline.toml").write_text('[site]\nbase_url = "https://example.org/news/"\n')

    build(tmp_path)

    page = files(tmp_path)[path]
    assert leads_to(page) == target
    assert '<link rel="canonical" href="https://example.org/news/articles/one/">' in page
    assert '<meta name="robots" content="noindex">' in page
    old = path.removesuffix("index.html")
    assert files(tmp_path)["_redirects"] == f"/news/{old} /news/articles/one/ 301\n"
    assert old not in files(tmp_path)["sitemap.xml"]


@pytest.mark.parametrize("alias", ["../secret", "https://example.org/", "a/../../b", '"><script>', "a//b"])
def test_what_cannot_be_an_address_is_a_problem(tmp_path: Path, alias: str) -> None:
    put(tmp_path, one=f"---\naliases: ['{alias}']\n---\n{STORY}")

    (problem,) = [each for each in build(tmp_path).problems if not each.warning]

    assert problem.file == "content/one.txt"
    assert repr(alias) in problem.message
    assert not [path for path in files(tmp_path) if "secret" in path]


def test_an_old_address_never_takes_that_of_a_page(tmp_path: Path) -> None:
    put(tmp_path, one=f"---\naliases: [people/helmut-kohl/]\n---\n{STORY}")

    (problem,) = [each for each in build(tmp_path).problems if not each.warning]

    assert problem.message == "its address is already taken by people/helmut-kohl/index.html"
    assert "<h1>Helmut Kohl</h1>" in files(tmp_path)["people/helmut-kohl/index.html"]


def test_of_two_articles_with_one_old_address_the_first_gets_it(tmp_path: Path) -> None:
    story = "---\ntitle: {}\naliases: [old/]\n---\nIt rained.\n"
    (tmp_path / "dateline.toml").write_text('[site]\nbase_url = "https://example.org/"\n')
    put(tmp_path, b=story.format("B"))
    build(tmp_path)
    put(tmp_path, a=story.format("A"))
    report = build(tmp_path)

    assert leads_to(files(tmp_path)["old/index.html"]) == "../articles/a/"
    assert files(tmp_path)["_redirects"] == "/old/ /articles/a/ 301\n"
    message = "content/b.txt: its address is already taken by old/index.html\n  rename it"
    assert [str(problem) for problem in report.problems] == [message]
    made = files(tmp_path)
    build(tmp_path, clean=True)
    assert files(tmp_path) == made


def test_of_two_plain_pages_with_one_address_the_first_gets_it(tmp_path: Path) -> None:
    put(tmp_path, a=STORY)
    (tmp_path / "content" / "pages").mkdir()
    for name in ("who we are", "who-we-are"):
        (tmp_path / "content" / "pages" / f"{name}.md").write_text(f"# Of {name}\n\nUs.\n")
    report = build(tmp_path)

    assert "Of who we are" in files(tmp_path)["who-we-are/index.html"]
    assert "Of who-we-are" not in "".join(files(tmp_path).values())
    assert [problem.file for problem in report.problems] == ["content/pages/who-we-are.md"]


def test_a_list_of_redirects_of_the_authors_own_takes_the_place_of_ours(tmp_path: Path) -> None:
    put(tmp_path, one=f"---\naliases: [old/]\n---\n{STORY}")
    (tmp_path / "content" / "static").mkdir()
    (tmp_path / "content" / "static" / "_redirects").write_text("/x /y 302\n")

    build(tmp_path)

    assert files(tmp_path)["_redirects"] == "/x /y 302\n"


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """The sample site, published."""
    shutil.copytree(ROOT / "content", tmp_path / "content")
    build(tmp_path)
    relock(tmp_path)
    return tmp_path


def decide(project: Path, text: str) -> tuple[dict[str, str], dict[str, str], list[str]]:
    """The files before and after one more decision, and the build's messages about the lock."""
    before = files(project)
    path = project / "content" / "entities.toml"
    path.write_text((path.read_text() if path.exists() else "") + "\n" + text, encoding="utf-8")
    said = warnings(project)
    return before, files(project), said


def changed(before: dict[str, str], after: dict[str, str]) -> set[str]:
    return {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}


def test_a_renamed_person_keeps_the_address(sample: Path) -> None:
    before, after, said = decide(
        sample, '[person.henry-kissinger]\nname = "Henry A. Kissinger"\naliases = ["Henry Kissinger"]\n'
    )

    assert said == []
    assert "<h1>Henry A. Kissinger</h1>" in after["people/henry-kissinger/index.html"]
    assert before.keys() == after.keys()
    stories = {path for path in changed(before, after) if path.startswith("articles/")}
    assert stories == {path for path in stories if "Kissinger" in before[path]}
    pages = {path for path in changed(before, after) if path.startswith("people/") and path.count("/") > 1}
    assert pages
    assert pages == {path for path in pages if "Kissinger" in before[path]}


def test_of_people_who_are_the_same_the_old_address_leads_to_the_one_that_stays(sample: Path) -> None:
    _, after, said = decide(sample, '[[same]]\npeople = ["henry-kissinger", "pat-nixon"]\n')

    assert said == []
    assert leads_to(after["people/pat-nixon/index.html"]) == "../../people/henry-kissinger/"
    assert "people/pat-nixon/card.json" not in after
    assert "/people/pat-nixon/ /people/henry-kissinger/ 301\n" in after["_redirects"]
    assert after["articles/a-week-in-peking/index.html"].count('data-entity="person:pat-nixon"') == 0
    assert not [
        finding for finding in check(sample, "2030-01-01") if finding.rule in ("dead-link", "dead-redirect", "circle")
    ]


def test_a_person_who_gets_another_id_is_found_at_the_old_one(sample: Path) -> None:
    _, after, said = decide(sample, '[person.doctor-kissinger]\nname = "Henry Kissinger"\n')

    assert said == []
    assert leads_to(after["people/henry-kissinger/index.html"]) == "../../people/doctor-kissinger/"


def test_a_person_split_in_two_keeps_the_address_for_one(sample: Path) -> None:
    text = '[person.the-other-kissinger]\nname = "Henry Kissinger"\narticles = ["the-bus-in-nagoya"]\n'
    before, after, said = decide(sample, text)

    assert said == []
    assert "2 stories" in before["people/henry-kissinger/index.html"]
    assert "1 story" in after["people/henry-kissinger/index.html"]
    assert "1 story" in after["people/the-other-kissinger/index.html"]
    assert "articles/two-days-in-reykjavik/index.html" not in changed(before, after)


def test_a_hidden_person_leaves_no_trace(sample: Path) -> None:
    before, after, said = decide(sample, '[person.pat-nixon]\nname = "Pat Nixon"\nhidden = true\n')

    assert said == []
    assert not [path for path in after if "pat-nixon" in path]
    assert not [path for path, text in after.items() if "person:pat-nixon" in text or "people/pat-nixon" in text]
    assert changed(before, after) >= {"people/index.html", "articles/a-week-in-peking/index.html"}
    assert "articles/the-end-of-smallpox/index.html" not in changed(before, after)


@pytest.mark.parametrize("table", ["person.jose-munoz", "country.FR"])
def test_the_published_address_of_a_hidden_entity_is_not_missed(tmp_path: Path, table: str) -> None:
    put(tmp_path, m="M\n\nThe minister José Muñoz spoke in France. “No,” José Muñoz said.")
    build(tmp_path)
    lock(tmp_path)

    put(tmp_path, entities=f"[{table}]\nhidden = true\n")

    assert warnings(tmp_path) == []
    assert len(list((tmp_path / "site").glob("people/*/")) + list((tmp_path / "site").glob("countries/*/"))) == 1


def test_an_old_address_of_a_plain_page_redirects_to_it(tmp_path: Path) -> None:
    put(tmp_path, one=STORY)
    (tmp_path / "content" / "pages").mkdir()
    page = tmp_path / "content" / "pages" / "about.md"
    page.write_text("---\ntitle: About\naliases: [/company/about-us/]\n---\nWe write.\n")

    build(tmp_path)

    assert leads_to(files(tmp_path)["company/about-us/index.html"]) == "../../about/"
    assert "/company/about-us/ /about/ 301" in files(tmp_path)["_redirects"]

    page.write_text("---\ntitle: About\n---\nWe write.\n")
    build(tmp_path)
    assert "company/about-us/index.html" not in files(tmp_path)
