"""What readers can search: names and titles in our own index, words in Pagefind's."""

import gzip
import json
import shutil
from collections.abc import Iterable
from pathlib import Path

import pytest

from builder.commands.publish import publish
from builder.core.errors import BuilderError
from builder.outputs import search_page
from builder.site import Site, build
from builder.store import pagefind, search_index
from builder.store.searched import Searched

STORY = "---\ntitle: Soares in Lisbon\ndate: 1989-11-10\n---\nPresident Mário Soares met Helmut Kohl. Soares sang.\n"
OTHER = "---\ntitle: Rain\ndate: 1989-11-12\n---\nChancellor Helmut Kohl was in France. The French cheered.\n"
DRAFT = "---\ntitle: Not yet\ndraft: true\n---\nPrime Minister Margaret Thatcher waits.\n"
PRIVATE = "---\ntitle: For us\nprivate: true\n---\nPrime Minister Margaret Thatcher waits.\n"
PLACE = "search/pagefind/"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    (folder / "content").mkdir(parents=True)
    (folder / "dateline.toml").write_text('[publish.web]\nkind = "folder"\npath = "../public"\n')
    put(folder, one=STORY, two=OTHER)
    return folder


def put(folder: Path, **texts: str) -> None:
    for name, text in texts.items():
        (folder / "content" / f"{name}.md").write_text(text, encoding="utf-8")


def names(folder: Path) -> dict[str, list[list[object]]]:
    found: dict[str, list[list[object]]] = json.loads((folder / "site" / "search" / "index.json").read_bytes())
    return found


def files(folder: Path) -> dict[str, bytes]:
    site = folder / "site"
    return {p.relative_to(site).as_posix(): p.read_bytes() for p in (site / "search").rglob("*") if p.is_file()}


def runs(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """One entry for each run of Pagefind, with the number of its texts."""
    counted: list[int] = []
    make = pagefind.make

    def counting(work: Path, index: Path, language: str, texts: Iterable[Searched]) -> str:
        some = [*texts]
        counted.append(len(some))
        return make(work, index, language, some)

    monkeypatch.setattr(pagefind, "make", counting)
    return counted


def test_the_index_names_everyone_and_every_title_newest_first(project: Path) -> None:
    build(project)

    found = names(project)
    france, portugal = found.pop("countries")

    assert found == {
        "lists": [["1989", "1989/", 2]],
        "people": [
            ["Helmut Kohl", "helmut-kohl", 2, "Chancellor"],
            ["Mário Soares", "mario-soares", 1, "President"],
        ],
        "stories": [["Rain", "two", "November 12, 1989"], ["Soares in Lisbon", "one", "November 10, 1989"]],
    }
    assert france[:4] == ["France", "france", 1, ""]
    assert {"French", "Paris"} <= set(france[4:])
    assert portugal[:4] == ["Portugal", "portugal", 1, ""]


def test_other_names_are_listed_if_they_have_other_words(project: Path) -> None:
    put(
        project,
        three="---\ntitle: Unity\n---\n[The Chancellor of Unity](person:helmut-kohl), or [Kohl](person:helmut-kohl).\n",
    )

    build(project)

    assert names(project)["people"][0] == ["Helmut Kohl", "helmut-kohl", 3, "Chancellor", "The Chancellor of Unity"]


def test_hidden_people_and_unfinished_stories_are_in_no_index(project: Path) -> None:
    hidden = '[person.mario-soares]\nname = "Mário Soares"\nhidden = true\n'
    (project / "content" / "entities.toml").write_text(hidden, encoding="utf-8")
    put(project, draft=DRAFT, private=PRIVATE)

    build(project)

    assert [row[0] for row in names(project)["people"]] == ["Helmut Kohl"]
    assert [row[1] for row in names(project)["stories"]] == ["two", "one"]
    assert sum(path.startswith(f"{PLACE}fragment/") for path in files(project)) == 2
    build(project, drafts=True)
    assert sum(path.startswith(f"{PLACE}fragment/") for path in files(project)) == 4


def test_equal_stories_make_equal_bytes_whatever_came_before(project: Path, tmp_path: Path) -> None:
    for number in range(40):
        put(project, **{f"more-{number}": OTHER.replace("Rain", f"Rain {number}") + f"Word{number} of many.\n" * 9})
    build(project)
    put(project, one=OTHER)
    build(project)
    put(project, one=STORY)
    build(project)
    shutil.copytree(project, tmp_path / "fresh" / "project", ignore=shutil.ignore_patterns("site", ".dateline"))

    build(tmp_path / "fresh" / "project")

    assert files(project) == files(tmp_path / "fresh" / "project")
    assert f"{PLACE}pagefind.js" in files(project)
    assert not any("-ui." in path for path in files(project))


def test_the_index_of_words_is_made_only_when_words_changed(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ran = runs(monkeypatch)
    build(project)
    assert ran == [2]

    build(project)
    (project / "templates").mkdir()
    (project / "templates" / "article.html").write_text("{% extends 'base.html' %}")
    report = build(project)
    assert report.written
    assert ran == [2]

    put(project, three=STORY.replace("sang", "danced"))
    build(project)
    assert ran == [2, 3]


def test_a_template_of_the_user_does_not_break_the_search(project: Path) -> None:
    build(project)
    before = files(project)
    (project / "templates").mkdir()
    (project / "templates" / "article.html").write_text("<p>{{ page.title }}</p>")

    build(project)

    assert files(project) == before


def test_a_cache_that_was_damaged_costs_only_time(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ran = runs(monkeypatch)
    build(project)
    before = files(project)
    (project / ".dateline" / "search" / "index" / "pagefind" / "pagefind.js").unlink()
    shutil.rmtree(project / "site" / "search")

    build(project)

    assert ran == [2, 2]
    assert files(project) == before


def test_without_search_the_index_of_words_goes_and_names_stay(project: Path) -> None:
    build(project)

    report = build(project, search="none")

    assert report.deleted > 8
    assert files(project).keys() == {"search/index.html", "search/index.json"}
    assert build(project, search="none").deleted == 0
    build(project)
    assert f"{PLACE}pagefind.js" in files(project)


def test_while_watching_the_index_of_words_stays_as_it_is(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ran = runs(monkeypatch)
    site = Site(project)
    assert site.build(search="keep").full_text == "none"
    assert not any(path.startswith(PLACE) for path in files(project))
    assert site.build().full_text == "whole"
    before = files(project)

    put(project, three=STORY)
    assert site.build(search="keep").full_text == "stale"

    kept = files(project)
    assert {p: raw for p, raw in kept.items() if p.startswith(PLACE)} == {
        p: raw for p, raw in before.items() if p.startswith(PLACE)
    }
    assert len(names(project)["stories"]) == 3
    assert ran == [2]


def test_an_index_of_words_that_another_process_made_is_taken_up_while_watching(project: Path) -> None:
    site = Site(project)
    site.build(search="keep")
    for text in (STORY, STORY.replace("sang", "danced")):
        build(project)
        made = {path: raw for path, raw in files(project).items() if path.startswith(PLACE)}
        put(project, three=text)

        assert site.build(search="keep").full_text == "stale"

        assert {path: raw for path, raw in files(project).items() if path.startswith(PLACE)} == made


def test_a_site_without_its_index_of_words_is_not_published(project: Path) -> None:
    build(project, search="none")
    with pytest.raises(BuilderError, match=r"full-text search index(?s:.*)run dateline build"):
        publish(project)

    build(project)
    put(project, three=STORY)
    Site(project).build(search="keep")
    with pytest.raises(BuilderError, match="full-text search index is missing or out of date"):
        publish(project)

    build(project)
    assert f"{PLACE}pagefind.js" in publish(project).put


def test_where_pagefind_cannot_run_the_pages_are_made_and_a_warning_says_so(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pagefind_bin.get_executable", lambda: Path("/bin/false"))

    report = build(project)

    (problem,) = report.problems
    assert problem.warning
    assert "--no-search" in problem.hint
    assert (project / "site" / "articles" / "one" / "index.html").exists()
    with pytest.raises(BuilderError, match="full-text search index is missing"):
        publish(project)
    monkeypatch.undo()
    assert build(project).problems == ()


def test_settings_of_another_pagefind_change_nothing(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(project)
    before = files(project)
    (project / "pagefind.toml").write_text('root_selector = "nothing"\n')
    monkeypatch.setenv("PAGEFIND_ROOT_SELECTOR", "nothing")

    build(project, clean=True)

    assert files(project) == before


def test_a_site_without_stories_has_a_search_page_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()

    assert build(tmp_path).full_text == "whole"

    assert names(tmp_path) == {"people": [], "countries": [], "stories": []}
    assert files(tmp_path).keys() == {"search/index.html", "search/index.json"}


def test_words_that_are_markup_are_words(project: Path) -> None:
    put(project, one="Less <script>alert(1)</script> & more\n\nA body with </body> & <mark>x</mark>.\n")

    assert build(project).full_text == "whole"
    page = (project / "site" / "search" / "index.html").read_text(encoding="utf-8")

    assert "<script>alert" not in page


def pages_alone(project: Path) -> None:
    with (project / "dateline.toml").open("a", encoding="utf-8") as file:
        file.write('[build]\nformats = ["html"]\n')


def test_a_site_of_pages_alone_has_an_index_of_few_files_and_needs_no_pagefind(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages_alone(project)
    monkeypatch.setattr("pagefind_bin.get_executable", lambda: Path("/bin/false"))

    report = build(project)

    assert (report.full_text, report.problems) == ("whole", ())
    words = {path.removeprefix("search/words/") for path in files(project) if path.startswith("search/words/")}
    assert words == {"0.txt", "index.json"}
    assert json.loads(files(project)["search/words/index.json"])["articles"] == ["one", "two"]
    assert "search/words/0.txt" in publish(project).put


def test_the_index_of_a_site_of_pages_alone_is_kept_while_watching(project: Path) -> None:
    pages_alone(project)
    site = Site(project)
    site.build()
    before = files(project)["search/words/0.txt"]

    put(project, three=STORY.replace("sang", "danced"))

    assert site.build(search="keep").full_text == "stale"
    assert files(project)["search/words/0.txt"] == before
    assert site.build().full_text == "whole"
    assert b"\ndanced " in files(project)["search/words/0.txt"]


def test_an_index_of_the_other_kind_is_not_kept(project: Path) -> None:
    site = Site(project)
    site.build()
    pages_alone(project)

    report = site.build(search="keep")

    assert report.full_text == "none"
    assert files(project).keys() == {"search/index.html", "search/index.json"}
    assert b"pagefind" not in files(project)["search/index.html"]
    assert Site(project).build().full_text == "whole"
    assert not any(path.startswith(PLACE) for path in files(project))


def titles(folder: Path) -> dict[str, list[str]]:
    """The titles in each file of the search page."""
    site = folder / "site" / "search"
    index = json.loads((site / "index.json").read_bytes())
    parts = {path.name: json.loads(path.read_bytes()) for path in site.glob("stories-*.json")}
    assert index.get("older", 0) == len(parts)
    return {name: [row[0] for row in rows] for name, rows in {"index.json": index["stories"], **parts}.items()}


def test_older_titles_are_in_files_that_a_new_story_leaves_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_page, "PART", 2)
    (tmp_path / "content").mkdir()
    for year in range(1990, 1995):
        put(tmp_path, **{f"s{year}": f"---\ntitle: Year {year}\ndate: {year}-01-01\nlanguage: de\n---\nRain.\n"})
    site = Site(tmp_path)
    site.build(search="none")

    found = titles(tmp_path)

    assert found == {
        "index.json": ["Year 1994"],
        "stories-1.json": ["Year 1991", "Year 1990"],
        "stories-2.json": ["Year 1993", "Year 1992"],
    }
    for name, text in {
        "s1995": "---\ntitle: Year 1995\ndate: 1995-01-01\nlanguage: de\n---\nRain.\n",
        "s1991": "---\ntitle: A dry year\ndate: 1991-01-01\nlanguage: de\n---\nSun.\n",
        "old": "---\ntitle: Year 1980\ndate: 1980-01-01\nlanguage: de\n---\nRain.\n",
        "s1993": "---\ntitle: Year 1985\ndate: 1985-01-01\nlanguage: de\n---\nRain.\n",
        "s1990": "",
        "s1992": "",
        "s1994": "",
    }.items():
        if text:
            put(tmp_path, **{name: text})
        else:
            (tmp_path / "content" / f"{name}.md").unlink()
        before = titles(tmp_path)
        site.build(search="none")
        after = titles(tmp_path)
        assert site.build(search="none", thorough=True).written == 0
        if name == "s1995":
            assert after == {**before, "index.json": [], "stories-3.json": ["Year 1995", "Year 1994"]}
        if name == "s1991":
            assert after == {**before, "stories-1.json": ["A dry year", "Year 1990"]}
    assert titles(tmp_path) == {
        "index.json": [],
        "stories-1.json": ["Year 1985", "Year 1980"],
        "stories-2.json": ["Year 1995", "A dry year"],
    }


SPOKEN = """\
---
title: Talks
date: 1989-11-14
---
President Mário Soares came with Chancellor Helmut Kohl.

“The rain will never end here,” Soares said. “It did not end last year.”

“I will not go home,” Kohl said.
"""


def quotations(folder: Path) -> list[list[object]]:
    """Those in the index of words of Pagefind."""
    found: list[list[object]] = []
    for path in sorted((folder / "site" / PLACE / "fragment").iterdir()):
        fragment = json.loads(gzip.decompress(path.read_bytes()).removeprefix(b"pagefind_dcd"))
        found += json.loads(fragment["meta"].get("said", "[]"))
    return found


def test_the_index_of_words_knows_who_said_what_and_where(project: Path) -> None:
    put(project, talks=SPOKEN)

    build(project)

    assert quotations(project) == [
        ["Mário Soares", 2, "The rain will never end here. It did not end last year."],
        ["Helmut Kohl", 3, "I will not go home."],
    ]


def test_the_index_of_a_site_of_pages_alone_knows_who_said_what_and_where(project: Path) -> None:
    put(project, talks=SPOKEN)
    (project / "dateline.toml").write_text('[build]\nformats = ["html"]\n')

    build(project)

    assert (project / "site/search/words/said-0.txt").read_text("utf-8") == (
        "Mário Soares\tHelmut Kohl\n2 0.2.1.o.2.12.k 1.3.1.f\n"
    )


def test_what_hidden_people_said_is_in_no_index(project: Path) -> None:
    put(project, talks=SPOKEN)
    (project / "content" / "entities.toml").write_text("[person.helmut-kohl]\nhidden = true\n")

    build(project)

    assert [speaker for speaker, *_ in quotations(project)] == ["Mário Soares"]


def test_a_decision_about_a_speaker_makes_the_index_of_words_again_but_not_while_watching(project: Path) -> None:
    put(project, talks=SPOKEN)
    build(project)
    before = files(project)
    decision = '[[said]]\narticle = "talks"\ntext = "I will not"\nperson = "anna-berg"\n'
    (project / "content" / "entities.toml").write_text(decision)

    watched = Site(project).build(search="keep")
    kept = {path: raw for path, raw in files(project).items() if path.startswith(PLACE)}
    build(project)

    assert watched.full_text == "stale"
    assert kept == {path: raw for path, raw in before.items() if path.startswith(PLACE)}
    assert ["Anna Berg", 3, "I will not go home."] in quotations(project)


def test_very_many_articles_have_an_index_of_few_files(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_index, "PAGEFIND_MOST", 2)
    site = Site(project)
    assert site.build().full_text == "whole"
    assert f"{PLACE}pagefind.js" in files(project)

    put(project, three=STORY.replace("sang", "danced"))
    assert site.build().full_text == "whole"

    assert {path for path in files(project) if "/words/" in path} == {"search/words/0.txt", "search/words/index.json"}
    assert not any(path.startswith(PLACE) for path in files(project))
    assert b"assets/words." in files(project)["search/index.html"]
    (project / "content" / "three.md").unlink()
    site.build()
    assert f"{PLACE}pagefind.js" in files(project)
