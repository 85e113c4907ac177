"""Each kind of entity is one row. Another kind needs its row, its finder, two templates and words, and nothing else."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from builder.core.kinds import KINDS, EntityKind
from tests.served import hosted

ROOT = Path(__file__).parent.parent

ROW = """\
        Kind(
            EntityKind.SHIP,
            folder="ships",
            type="Vehicle",
            plural="ships",
            label="site.ships",
            counted="site.ships_counted",
            every="search.all_ships",
            example="hms-victory",
            page="ship.html",
            list="ships.html",
            names="ship-names",
        ),
"""
PROJECT = {
    "content/trafalgar.txt": "Trafalgar\n\nDate: 21 October 1805\n\nHe sailed from England on HMS Victory.\n",
    "content/a-launch.txt": "A launch\n\nHMS Temeraire was launched.\n",
    "content/repairs.txt": "Repairs\n\nHMS Victory was repaired beside HMS Téméraire.\n",
    "content/ships/hms-victory.md": "A ship of the [Royal Navy](country:GB).\n",
    "dateline.lock": """\
[ships]
"hms-bounty" = "ships/hms-bounty/"
"hms-temeraire" = "ships/hms-temeraire/"
"victory" = "ships/victory/"
[ship-names]
"hms-temeraire" = "HMS Téméraire"
"victory" = "HMS Victory of Chatham"
""",
    "content/entities.toml": """\
[ship.hms-victory]
aliases = ["HMS Victory of Chatham"]
""",
}

FINDER = """\
def find_ships(search: Search) -> FinderResult:
    for number, passage in enumerate(search.passages):
        for match in re.finditer(r"HMS [^\\W\\d_]+", passage.text):
            search.links.add((number, *match.span()), LocalEntity(EntityKind.SHIP, match[0]), Via.NAME, "ship")
    everywhere = [override for override in search.decisions(EntityKind.SHIP) if not override.articles]
    place_decided(everywhere, search.places, search.links)
    return FinderResult()


"""
WORDS = """\
ships = "Ships"
ships_counted = { one = "{count} ship", other = "{count} ships" }
"""
PAGE = """\
{% extends "entity.html" %}
{% block kicker %}<a href="{{ page.site.root }}ships/{{ page.site.index }}">{{ say("site.ships") }}</a>{% endblock %}
"""
LIST = """\
{% extends "list.html" %}
{% block heading %}{{ say("site.ships") }}{% endblock %}
{% block count %}{{ say("site.ships_counted", page.count) }}{% endblock %}
"""
NEW = {"templates/ship.html": PAGE, "templates/ships.html": LIST}
"""New files and what is in them."""

CHANGES = (
    ("builder/core/kinds.py", '    COUNTRY = "country"\n', '    SHIP = "ship"\n'),
    ("builder/core/kinds.py", "            has_map=True,\n        ),\n", ROW),
    ("builder/annotate/finders.py", 'add it to ``FINDERS``.\n"""\n\n', "import re\n"),
    ("builder/annotate/finders.py", "    return FinderResult(found.doubts)\n\n\n", FINDER),
    ("builder/annotate/finders.py", "FINDERS: tuple[Callable[[Search], FinderResult], ...] = (", "find_ships, "),
    ("templates/words.toml", 'countries = "Countries"\n', WORDS),
    ("templates/words.toml", 'all_countries = "All countries"\n', 'all_ships = "All ships"\n'),
    ("templates/words.toml", "[rules]\n", 'ship = "a ship of the navy"\n'),
)
"""File, the text in it after which something is added, and what is added."""

PRELUDE = """\
import json

from builder.store import sources
from builder.annotate.catalog import settle
from builder.annotate.decide import annotate
from builder.annotate.gazetteer import load
from builder.annotate.lexicon import lexicon
from builder.settings.front_matter import parse_front_matter
from builder.settings.lockfile import parse_lock
from builder.core.values import Article, LocalEntity, FrontMatter
from builder.settings.decisions import index, parse_overrides, slice_for
from builder.markdown.block_reader import read_blocks

names = lexicon(*(sources.data(name) for name in ("first-names.txt", "family-names.txt", "words.txt")))

def links(text, front=FrontMatter(title="The news of the day"), decisions=""):
    article = Article("a.md", front, read_blocks(text).value)
    decided = slice_for(index(parse_overrides(decisions).value), [block.text for block in article.passages], "a.md")
    found = annotate(article, (), decided, load(sources.data("countries.toml")), names).value.links
    return [[article.passages[m.block].text[m.start : m.end], f"{link.local.kind}:{link.local.id}", link.rule]
            for link in found if (m := link.mention)]

def problems(result):
    return [f"{problem.message} ({problem.hint})" for problem in result.problems]
"""


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a copy of the package and its theme that also know ships."""
    folder = tmp_path_factory.mktemp("ships")
    for name in ("builder", "templates"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name, text in NEW.items():
        (folder / name).write_text(text, encoding="utf-8")
    for name, place, added in CHANGES:
        path = folder / name
        text = path.read_text(encoding="utf-8")
        assert text.count(place) == 1, (name, place)
        path.write_text(text.replace(place, place + added), encoding="utf-8")
    return folder


def evaluated(package: Path, expression: str) -> Any:
    """The value of an expression in the package with ships, by way of JSON."""
    code = f"{PRELUDE}\nprint(json.dumps({expression}))"
    # Python looks for the package in its working directory first.
    done = subprocess.run([sys.executable, "-c", code], cwd=package, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def site(package: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site built by the package with ships, with its report and its problems beside it."""
    project = tmp_path_factory.mktemp("fleet")
    for path, text in PROJECT.items():
        (project / path).parent.mkdir(parents=True, exist_ok=True)
        (project / path).write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "builder", "build", "--no-search"]
    environment = {**os.environ, "PYTHONPATH": str(package)}
    done = subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (project / "report").write_text(done.stdout, encoding="utf-8")
    (project / "problems").write_text(done.stderr, encoding="utf-8")
    return project / "site"


def read(site: Path, path: str) -> str:
    return (site / path).read_text(encoding="utf-8")


def test_each_kind_has_its_row_and_shares_no_name_with_another() -> None:
    rows = KINDS.values()

    assert [row.name for row in rows] == list(EntityKind)
    for names in ([row.folder for row in rows], [row.page for row in rows], [row.list for row in rows]):
        assert len(set(names)) == len(rows)


def test_a_new_kind_is_found_by_its_finder_beside_the_others(package: Path) -> None:
    found = evaluated(package, 'links("Nelson sailed from England on HMS Victory.")')

    assert found == [["England", "country:GB", "alias"], ["HMS Victory", "ship:", "ship"]]


def test_a_new_kind_is_linked_by_hand(package: Path) -> None:
    found = evaluated(package, 'links("He sailed on [the old lady](ship:hms-victory) to [Britain](country:GB).")')

    assert found == [["the old lady", "ship:hms-victory", "by-hand"], ["Britain", "country:GB", "by-hand"]]


def test_a_new_kind_is_linked_in_front_matter(package: Path) -> None:
    front = "parse_front_matter('entities: {the old lady: \"ship:hms-victory\"}', 'a.md').value"

    found = evaluated(package, f"links('He sailed on the old lady.', {front})")

    assert found == [["the old lady", "ship:hms-victory", "front-matter"]]


def test_hints_name_the_ids_of_a_new_kind(package: Path) -> None:
    said = evaluated(package, "problems(parse_front_matter('entities: {it: \"ship:HMS\"}', 'a.md'))")

    assert said == [
        "'it' has the invalid target 'ship:HMS' "
        "(write person:kim-jong-un, country:KP, ship:hms-victory, or none: for no link)"
    ]


@pytest.mark.parametrize(
    ("decision", "rule"), [("", "alias"), ('articles = ["a"]', "override"), ('articles = ["b"]', "")]
)
def test_a_new_kind_is_decided_in_entities_toml(package: Path, decision: str, rule: str) -> None:
    table = f'[ship.hms-victory]\nname = "HMS Victory"\naliases = ["the flagship"]\n{decision}'

    found = evaluated(package, f"links('He saw the flagship.', decisions={table!r})")

    assert found == ([["the flagship", "ship:hms-victory", rule]] if rule else [])


def test_entities_toml_checks_the_ids_of_a_new_kind(package: Path) -> None:
    said = evaluated(package, "problems(parse_overrides('[ship.Victory]'))")

    assert said == [
        "'Victory' is not a valid ship id "
        "(an id consists of lower-case letters a to z, digits and single hyphens: hms-victory)"
    ]


def test_entities_of_a_new_kind_are_not_sorted_like_people(package: Path) -> None:
    settled = '[settle({LocalEntity("ship", name): "a"}, {}) for name in ("Titanic", "Cutty Sark")]'

    found = evaluated(package, f"[[e.id, e.sort, e.identified] for each in {settled} for e in each.values()]")

    assert found == [["titanic", "Titanic", True], ["cutty-sark", "Cutty Sark", True]]


def test_the_lock_has_tables_for_a_new_kind(package: Path) -> None:
    text = b'[ships]\n"hms-victory" = "ships/hms-victory/"\n[ship-names]\n"hms-victory" = "HMS Victory"\n'

    found = evaluated(package, f"parse_lock({text!r})")

    assert list(found) == ["articles", "people", "countries", "ships", "names", "ship-names", "anchors"]
    assert found["ships"] == {"hms-victory": "ships/hms-victory/"}
    assert found["ship-names"] == {"hms-victory": "HMS Victory"}


def test_a_new_kind_has_pages_and_a_list(site: Path) -> None:
    page, listed = read(site, "ships/hms-victory/index.html"), read(site, "ships/index.html")

    assert '<a href="../../ships/">Ships</a>' in page
    assert "Royal Navy</a>" in page
    assert '<a href="../ships/hms-victory/">HMS Victory</a>' in listed
    assert "3 ships" in listed


def test_an_article_links_and_lists_a_new_kind(site: Path) -> None:
    page = read(site, "articles/trafalgar/index.html")

    assert (
        '<a class="entity ship" data-entity="ship:hms-victory" href="../../ships/hms-victory/">HMS Victory</a>' in page
    )
    assert '<li data-about="ship:hms-victory"><a href="../../ships/hms-victory/">HMS Victory</a>' in page
    assert "a ship of the navy" in page


def test_a_new_kind_appears_on_the_pages_of_others_and_they_on_its_own(site: Path) -> None:
    country, ship = read(site, "countries/united-kingdom/index.html"), read(site, "ships/hms-victory/index.html")

    assert "<h3>Ships</h3>" in country
    assert '<li><a href="../../ships/hms-victory/">HMS Victory</a></li>' in country
    assert '<li><a href="../../countries/united-kingdom/">United Kingdom</a></li>' in ship
    assert '<li><a href="../../ships/hms-temeraire/">HMS Téméraire</a></li>' in ship


def test_the_front_page_counts_and_names_a_new_kind(site: Path) -> None:
    page = read(site, "index.html")

    assert '<a href="ships/">Ships</a>' in page
    assert '<a href="ships/">3 ships</a>' in page
    assert '<li><a href="ships/hms-victory/">HMS Victory</a> <span class="role">in 2 stories</span></li>' in page


def test_a_new_kind_is_searched(site: Path) -> None:
    page, names = read(site, "search/index.html"), json.loads(read(site, "search/index.json"))

    assert 'id="found-ships"' in page
    assert '<a href="../ships/">All ships</a>' in page
    assert [row[:3] for row in names["ships"]] == [
        ["HMS Victory", "hms-victory", 2],
        ["HMS Temeraire", "hms-temeraire-2", 1],
        ["HMS Téméraire", "hms-temeraire", 1],
    ]


@pytest.mark.slow
def test_a_reader_finds_a_new_kind_while_typing(site: Path, page: Page) -> None:
    with hosted(site) as address:
        page.goto(f"{address}search/?q=temer")

        expect(page.locator("#found-ships li a .name")).to_have_text(["HMS Temeraire", "HMS Téméraire"])
        expect(page.locator("#found-people")).to_be_hidden()


def test_a_new_kind_is_in_the_data_for_other_programs(site: Path) -> None:
    listed = json.loads(read(site, "entities.json"))["entities"]
    card = json.loads(read(site, "ships/hms-victory/card.json"))

    assert [(row["id"], row["type"]) for row in listed if row["id"].startswith("ship:")] == [
        ("ship:hms-temeraire-2", "Vehicle"),
        ("ship:hms-temeraire", "Vehicle"),
        ("ship:hms-victory", "Vehicle"),
    ]
    assert (card["id"], card["stories"]) == ("ship:hms-victory", 2)
    assert "every person, country and ship" in read(site, "llms.txt")


def test_a_published_id_of_a_new_kind_stays_with_its_name(site: Path) -> None:
    assert "<h1>HMS Téméraire</h1>" in read(site, "ships/hms-temeraire/index.html")
    assert "<h1>HMS Temeraire</h1>" in read(site, "ships/hms-temeraire-2/index.html")


def test_the_old_address_of_a_new_kind_redirects(site: Path) -> None:
    assert "url=../../ships/hms-victory/" in read(site, "ships/victory/index.html")


def test_the_report_counts_a_new_kind(site: Path) -> None:
    assert read(site.parent, "report").startswith("3 articles, 0 people, 1 country, 3 ships\n")


def test_a_published_address_of_a_new_kind_is_missed(site: Path) -> None:
    problems = read(site.parent, "problems")

    assert "warning: dateline.lock: ships/hms-bounty/ was published but no longer has a page" in problems
    assert "no article names it anymore" in problems
    assert "ships/victory/" not in problems
