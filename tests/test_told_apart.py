"""What readers and programs see of people with one name, and of links that are only likely."""

import json
import re
import shutil
from pathlib import Path

import pytest

from builder.commands.convert import convert
from builder.site import build

SETTINGS = '[site]\ntitle = "The Courier"\nbase_url = "https://example.org/"\n'
NAMESAKES = {
    "health": "It rained.\n\nJames Brown, a nurse from Leeds, met Anna Lindqvist in Leeds. Brown left.",
    "music": "It rained.\n\nJames Brown, a soul singer, sang for Bo Ekman. Brown was loud.",
    "encore": "It rained.\n\nJames Brown, a soul singer, sang for Bo Ekman again. Brown was loud.",
}
LIKELY = {
    "vote": "It rained.\n\nNathaniel Kovalski, a minister from Osterby, met Eva Ruiz.",
    "vote2": "It rained.\n\nNathaniel Kovalski, a minister from Osterby, met Eva Ruiz again.",
    "world": "It rained.\n\nNathaniel P. Kovalski, a minister from Osterby, met Eva Ruiz. Kovalski, 54, left.",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with two people of one name, and with somebody known by two forms of a name."""
    folder = tmp_path_factory.mktemp("courier")
    (folder / "content").mkdir()
    (folder / "dateline.toml").write_text(SETTINGS, encoding="utf-8")
    for day, (name, text) in enumerate((NAMESAKES | LIKELY).items(), 1):
        front = f"---\ntitle: The {name} of the day\ndate: 2020-01-0{day}\n---\n"
        (folder / "content" / f"{name}.md").write_text(f"{front}{text}\n", encoding="utf-8")
    build(folder, search="none")
    return folder / "site"


def source(site: Path, name: str) -> Path:
    return site.parent / "content" / f"{name}.md"


def page(site: Path, path: str) -> str:
    return (site / path).read_text(encoding="utf-8")


NURSE, SINGER = "James Brown (nurse)", "James Brown (soul singer)"


@pytest.mark.parametrize(
    ("path", "seen"),
    [
        ("people/james-brown/index.html", f"<title>{SINGER} – The Courier</title>"),
        ("people/james-brown/index.html", f"<h1>{SINGER}</h1>"),
        ("people/james-brown/index.html", f'property="og:title" content="{SINGER}"'),
        ("people/james-brown/index.html", '"disambiguatingDescription":"soul singer"'),
        ("people/james-brown/index.html", f'"position":3,"name":"{SINGER}"'),
        ("people/james-brown/feed.xml", f"<title>{SINGER} – The Courier</title>"),
        ("people/james-brown/card.json", '"name":"James Brown","detail":"soul singer"'),
        ("people/james-brown-2/index.html", f"<h1>{NURSE}</h1>"),
        ("people/bo-ekman/index.html", f">{SINGER}</a>"),
        ("people/index.html", ">Brown, James (nurse)</a>"),
        ("people/index.html", ">Brown, James (soul singer)</a>"),
        ("index.html", f">{SINGER}</a>"),
        ("articles/music/index.html", f">{SINGER}</a>"),
        ("articles/music/index.html", '"disambiguatingDescription":"soul singer"'),
        ("articles/encore/index.html", f"also about {SINGER} and Bo Ekman"),
        ("search/index.json", f'["{NURSE}","james-brown-2",1,"nurse from Leeds"]'),
        ("entities.json", '"name":"James Brown","detail":"nurse"'),
    ],
)
def test_people_of_one_name_never_look_the_same(path: str, seen: str, site: Path) -> None:
    assert seen in page(site, path)


def test_people_of_one_name_are_listed_by_what_tells_them_apart(site: Path) -> None:
    listed = re.findall(r">(Brown, James[^<]*)<", page(site, "people/index.html"))

    assert listed == ["Brown, James (nurse)", "Brown, James (soul singer)"]


def test_a_name_that_nobody_else_has_is_left_as_it_is(site: Path) -> None:
    assert "<h1>Bo Ekman</h1>" in page(site, "people/bo-ekman/index.html")
    assert "disambiguatingDescription" not in page(site, "people/bo-ekman/index.html")


def test_a_link_that_resolution_joined_is_likely(site: Path) -> None:
    joined = re.findall(
        r'<a class="(entity person[^"]*)" data-entity="person:nathaniel-[^>]*>([^<]*)<',
        "".join(page(site, f"articles/{name}/index.html") for name in LIKELY),
    )

    assert joined == [
        ("entity person", "Nathaniel Kovalski"),
        ("entity person", "Nathaniel Kovalski"),
        ("entity person likely", "Nathaniel P. Kovalski"),
    ]


def test_programs_learn_the_rule_that_joined_it(site: Path) -> None:
    mentions = json.loads(page(site, "articles/world/annotations.json"))["items"]

    assert [
        (each["target"]["selector"][0]["exact"], each["dateline:rule"], each["dateline:certainty"])
        for each in mentions
        if each["body"]["name"] == "Nathaniel Kovalski"
    ] == [("Nathaniel P. Kovalski", "variant", "likely"), ("Kovalski", "variant", "likely")]


def test_readers_learn_why_and_what_the_story_says_of_the_person(site: Path) -> None:
    rows = re.findall(r"<tr><td>(.*)</td></tr>", page(site, "articles/world/index.html"))

    why = "another form of this person’s name: the stories give the same role (likely)"
    assert [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in rows if "Kovalski" in row] == [
        f"Nathaniel P. Kovalski Nathaniel Kovalski minister from Osterby; aged 54; Osterby {why} 1",
        f"Kovalski Nathaniel Kovalski {why} 1",
    ]


@pytest.mark.parametrize("words", ["entities.toml", "[never]", "(none:)", "dentified", "content/"])
def test_published_pages_have_no_instructions_for_editors(words: str, site: Path) -> None:
    assert [path for path in site.rglob("*.html") if words in path.read_text(encoding="utf-8")] == []


def test_writing_out_a_story_freezes_no_doubt(site: Path) -> None:
    sure, likely = (convert(site.parent, source(site, name)).markdown for name in ("vote", "world"))

    assert "[Nathaniel Kovalski](person:nathaniel-kovalski), a minister" in sure
    assert "\nNathaniel P. Kovalski, a minister from Osterby, met [Eva Ruiz](person:eva-ruiz)" in likely
    assert "nathaniel" not in likely


def test_a_name_that_fits_two_people_stays_plain_words(site: Path, tmp_path: Path) -> None:
    shutil.copytree(site.parent, tmp_path / "paper")
    zoo = tmp_path / "paper" / "content" / "zoo.txt"
    zoo.write_text("A day at the zoo\n\nIt rained.\n\nJames Brown said hello to Mary Smith.", encoding="utf-8")

    markdown = convert(tmp_path / "paper", zoo).markdown

    assert "\nJames Brown said hello to [Mary Smith](person:mary-smith)." in markdown


def test_what_is_written_out_makes_the_same_page(site: Path, tmp_path: Path) -> None:
    paper = tmp_path / "paper"
    shutil.copytree(site.parent, paper)
    before = page(site, "articles/world/index.html")
    file = paper / "content" / "world.md"

    file.write_text(convert(paper, file).markdown, encoding="utf-8")
    build(paper, search="none")

    links = re.compile(r'<a class="entity[^>]*>[^<]*</a>')
    assert links.findall(page(paper / "site", "articles/world/index.html")) == links.findall(before)
