"""People without a page, by ``pages_from`` or ``unidentified``: they are found all the same."""

import json
import re
from pathlib import Path

import pytest

from builder.commands.lock import lock
from builder.site import build

STORY = """\
---
title: {title}
language: de
---
[Helmut Kohl](person:helmut-kohl) came. {more}
"""
MORE = """\
“We swim,” said [Anna Berg](person:anna-berg). {said=person:anna-berg}

[Otto Kern](person:otto-kern) swam in [France](country:FR).
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Where Kohl is in two stories; Anna Berg, who speaks, and Otto Kern are in one."""
    folder = tmp_path / "project"
    (folder / "content").mkdir(parents=True)
    settings = '[site]\nbase_url = "https://example.org/"\n[annotate]\npages_from = 2\n'
    (folder / "dateline.toml").write_text(settings, encoding="utf-8")
    for name, more in (("one", MORE), ("two", "Nobody else came.")):
        text = STORY.format(title=f"Day {name}", more=more)
        (folder / "content" / f"{name}.md").write_text(text, encoding="utf-8")
    return folder


def site(project: Path) -> dict[str, str]:
    build(project, search="none")
    folder = project / "site"
    return {
        path.relative_to(folder).as_posix(): path.read_text("utf-8")
        for path in folder.rglob("*")
        if path.suffix in (".html", ".json", ".md", ".xml", ".txt")
    }


def test_a_person_in_few_articles_has_no_page_and_nothing_links_to_one(project: Path) -> None:
    files = site(project)

    assert "people/helmut-kohl/index.html" in files
    assert not any("anna-berg" in path or "otto-kern" in path for path in files)
    link = re.compile(r"""(?:href|data-[a-z]+)="[^"]*(?:anna-berg|otto-kern)""")
    assert {path for path, text in files.items() if link.search(text)} == set()
    assert "person:anna-berg" not in files["articles/one/index.md"]
    assert "anna-berg" not in files["sitemap.xml"]


def test_lists_and_co_mentions_leave_them_out(project: Path) -> None:
    files = site(project)

    shown = ("people/index.html", "countries/france/index.html", "people/helmut-kohl/index.html")
    titles = re.compile(r"Otto Kern</a>|Anna Berg</a>")
    assert [path for path in shown if titles.search(files[path])] == []
    assert "Helmut Kohl</a>" in files["countries/france/index.html"]


def test_annotations_and_entities_json_still_know_them(project: Path) -> None:
    files = site(project)

    notes = json.loads(files["articles/one/annotations.json"])["items"]
    (named,) = [note for note in notes if note["body"].get("dateline:entity") == "person:otto-kern"]
    assert named["body"]["id"] == "urn:dateline:person:otto-kern"
    assert named["dateline:linked"] is False
    (said,) = [note for note in notes if note["body"].get("dateline:speaker") == "person:anna-berg"]
    assert said["motivation"] == "describing"
    entities = {each["id"]: each for each in json.loads(files["entities.json"])["entities"]}
    assert entities["person:anna-berg"]["url"] is None
    assert entities["person:helmut-kohl"]["url"] == "https://example.org/people/helmut-kohl/"


def test_search_leads_to_the_story(project: Path) -> None:
    rows = {row[0]: row for row in json.loads(site(project)["search/index.json"])["people"]}

    assert rows["Anna Berg"][1:3] == ["articles/one", 1]
    assert rows["Helmut Kohl"][1:3] == ["helmut-kohl", 2]


def test_the_lock_keeps_only_those_who_have_a_page(project: Path) -> None:
    site(project)

    lock(project)

    written = (project / "dateline.lock").read_text(encoding="utf-8")
    assert "helmut-kohl" in written
    assert "anna-berg" not in written


def test_a_plain_page_says_why_it_cannot_link_to_them(project: Path) -> None:
    (project / "content" / "pages").mkdir()
    (project / "content" / "pages" / "about.md").write_text("# About\n\nAsk [Anna](person:anna-berg).\n")

    (problem,) = [each for each in build(project, search="none").problems if each.file.endswith("about.md")]

    assert "person:anna-berg has no page" in problem.message
    assert "pages_from" in problem.hint


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    """Where nothing identifies Mrs. Lund, and names like hers stay plain."""
    (tmp_path / "content").mkdir()
    (tmp_path / "dateline.toml").write_text('[annotate]\nunidentified = "plain"\n', encoding="utf-8")
    text = "---\ntitle: Day\n---\nMrs. Lund wrote a letter to [Rosa Hald](person:rosa-hald) from Norway.\n"
    (tmp_path / "content" / "day.md").write_text(text, encoding="utf-8")
    return tmp_path


def test_with_unidentified_plain_only_those_who_are_identified_have_a_page(plain: Path) -> None:
    files = site(plain)

    assert "people/rosa-hald/index.html" in files
    assert not any("lund" in path for path in files)
    assert "people/lund" not in files["articles/day/index.html"]
    (row,) = [each for each in json.loads(files["search/index.json"])["people"] if each[0] == "Lund"]
    assert row[1] == "articles/day"


def test_an_answer_gives_them_a_page(plain: Path) -> None:
    assert "people/lund/index.html" not in site(plain)
    table = '[person.lund]\nname = "Mia Lund"\n'
    (plain / "content" / "entities.toml").write_text(table, encoding="utf-8")

    files = site(plain)

    assert "people/lund/index.html" in files
    assert "people/lund" in files["articles/day/index.html"]
