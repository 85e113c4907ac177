"""Each kind of entity is one row. Another kind needs its row and its finder, and nothing else."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from builder.kinds import KINDS, EntityKind

BUILDER = Path(__file__).parent.parent / "builder"

ROW = """\
        Kind(
            EntityKind.SHIP,
            folder="ships",
            type="Vehicle",
            label="site.ships",
            example="hms-victory",
            page="ship.html",
            list="ships.html",
            names="ship-names",
        ),
"""
FINDER = """\
def find_ships(search: Search) -> Found:
    for number, passage in enumerate(search.passages):
        for match in re.finditer("HMS [A-Z][a-z]+", passage.text):
            search.links.add((number, *match.span()), Bearer(EntityKind.SHIP, match[0]), Via.NAME, "ship")
    everywhere = [override for override in search.decisions(EntityKind.SHIP) if not override.articles]
    place_decided(everywhere, search.standing, search.links)
    return Found()


"""
CHANGES = (
    ("kinds.py", '    COUNTRY = "country"\n', '    SHIP = "ship"\n'),
    ("kinds.py", "            has_map=True,\n        ),\n", ROW),
    ("annotate/finders.py", 'add it to ``FINDERS``.\n"""\n\n', "import re\n"),
    ("annotate/finders.py", "    return Found(found.doubts)\n\n\n", FINDER),
    ("annotate/finders.py", "FINDERS: tuple[Callable[[Search], Found], ...] = (", "find_ships, "),
)
"""File, the text in it after which something is added, and what is added."""

PRELUDE = """\
import json

from builder import sources
from builder.annotate.catalog import settle
from builder.annotate.decide import annotate
from builder.annotate.gazetteer import load
from builder.annotate.lexicon import lexicon
from builder.frontmatter import parse_front_matter
from builder.locked import parse_lock
from builder.model import Article, Bearer, FrontMatter
from builder.overrides import index, parse_overrides, slice_for
from builder.read.markdown import read_blocks

names = lexicon(*(sources.data(name) for name in ("first-names.txt", "family-names.txt", "words.txt")))

def links(text, front=FrontMatter(title="The news of the day"), decisions=""):
    article = Article("a.md", front, read_blocks(text).value)
    decided = slice_for(index(parse_overrides(decisions).value), [block.text for block in article.passages], "a.md")
    found = annotate(article, (), decided, load(sources.data("countries.toml")), names).value.links
    return [[article.passages[m.block].text[m.start : m.end], f"{link.bearer.kind}:{link.bearer.id}", link.rule]
            for link in found if (m := link.mention)]

def problems(result):
    return [f"{problem.message} ({problem.hint})" for problem in result.problems]
"""


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a copy of the package that also knows ships."""
    folder = tmp_path_factory.mktemp("ships")
    shutil.copytree(BUILDER, folder / "builder", ignore=shutil.ignore_patterns("__pycache__"))
    for name, place, added in CHANGES:
        path = folder / "builder" / name
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


def test_entities_of_a_new_kind_are_neither_joined_as_people_nor_sorted_like_them(package: Path) -> None:
    people = '{"titanic": "olympic"}'
    settled = f'[settle({{Bearer("ship", name): "a"}}, {{}}, {people}, names) for name in ("Titanic", "Cutty Sark")]'

    found = evaluated(package, f"[[e.id, e.sort, e.identified] for each in {settled} for e in each.values()]")

    assert found == [["titanic", "Titanic", True], ["cutty-sark", "Cutty Sark", True]]


def test_the_lock_has_tables_for_a_new_kind(package: Path) -> None:
    text = b'[ships]\n"hms-victory" = "ships/hms-victory/"\n[ship-names]\n"hms-victory" = "HMS Victory"\n'

    found = evaluated(package, f"parse_lock({text!r})")

    assert list(found) == ["articles", "people", "countries", "ships", "names", "ship-names"]
    assert found["ships"] == {"hms-victory": "ships/hms-victory/"}
    assert found["ship-names"] == {"hms-victory": "HMS Victory"}
