"""The map of the world, and the position of one country on it."""

import itertools
import re
from pathlib import Path

import pytest

from builder import site
from builder.core.codec import digest
from builder.outputs.maps import STEPS, World, load, locator, shade, world_map
from builder.outputs.parts import EntityLine, Locator
from builder.site import build
from builder.store import sources
from tests.people import gazetteer

WORLD = load(sources.data("world.json"))
NO_MORE = {
    *("ANHH", "CSHH", "CSXX", "DDDE", "GEHH", "PCHH", "SKIN", "SUHH", "VDVN", "YDYE", "YUCS", "XSVN", "XAUH", "XOTT")
}
"""Dissolved states and territories without borders today."""

_RING = re.compile(r"([Mm])([^l]*)l([^z]*)z")


def line(name: str, count: int) -> EntityLine:
    return EntityLine(name, f"../countries/{name.lower()}/", "country", count=count)


def rings(path: str) -> list[list[tuple[int, int]]]:
    """The points of each ring of a path that is not a dot."""
    found: list[list[tuple[int, int]]] = []
    start = 0, 0
    for letter, first, rest in _RING.findall(path):
        numbers = [int(number) for number in re.findall(r"-?\d+", f"{first} {rest}")]
        x, y, *steps = numbers
        start = (x, y) if letter == "M" else (start[0] + x, start[1] + y)
        points = [start]
        for dx, dy in zip(steps[::2], steps[1::2], strict=True):
            points.append((points[-1][0] + dx, points[-1][1] + dy))
        found.append(points)
    return found


def test_every_country_of_today_has_a_shape() -> None:
    assert gazetteer().countries.keys() - WORLD.outlines.keys() == NO_MORE
    assert WORLD.outlines.keys() <= gazetteer().countries.keys()


@pytest.mark.parametrize("code", sorted(WORLD.outlines))
def test_no_shape_is_torn_by_the_edge_of_the_map(code: str) -> None:
    outline = WORLD.outlines[code]
    found = rings(outline.path)

    assert bool(found) == bool(outline.width)
    for ring in found:
        xs, ys = [x for x, _ in ring], [y for _, y in ring]
        assert max(xs) - min(xs) < WORLD.width / 2
        assert min(xs) >= 0
        assert max(xs) <= WORLD.width
        assert min(ys) >= 0
    assert 0 <= outline.x <= WORLD.width
    assert 0 <= outline.y <= WORLD.height


@pytest.mark.parametrize("codes", [("FR", "DE"), ("US", "CA"), ("CN", "RU"), ("IL", "PS")])
def test_neighbours_meet(codes: tuple[str, str]) -> None:
    one, other = ({point for ring in rings(WORLD.outlines[code].path) for point in ring} for code in codes)

    assert len(one & other) > 3


def test_the_map_is_small() -> None:
    assert len(sources.data("world.json").encode()) <= 60_000


def test_more_stories_are_never_a_lighter_shade() -> None:
    shades = [shade(stories) for stories in range(300)]

    assert shades == sorted(shades)
    assert set(shades) == set(range(6))
    assert shades[0] == 0
    assert shades[1] == 1


def test_the_key_of_the_map_says_each_shade_once_without_a_gap() -> None:
    steps = world_map(WORLD, {"FR": line("France", 1)}).steps

    assert [step.shade for step in steps] == [1, 2, 3, 4, 5]
    assert [step.least for step in steps] == list(STEPS)
    assert [step.most + 1 for step in steps[:-1]] == [step.least for step in steps[1:]]
    assert steps[-1].most == 0


def test_a_dot_is_drawn_above_the_country_that_it_lies_in() -> None:
    lines = {"VA": line("Vatican City", 1), "IT": line("Italy", 3), "SUHH": line("Soviet Union", 9)}

    shapes = world_map(WORLD, lines).shapes

    assert [(shape.name, shape.shade) for shape in shapes] == [("Italy", 2), ("Vatican City", 1)]


@pytest.mark.parametrize("code", sorted(WORLD.outlines))
def test_a_locator_shows_its_country_within_the_map(code: str) -> None:
    found = locator(WORLD, code)
    x, y, width, height = map(int, found.view.split())

    assert min(0, found.x - found.ring - 4) <= x <= found.x - found.ring
    assert found.x + found.ring <= x + width <= max(WORLD.width, found.x + found.ring + 4)
    assert min(0, found.y - found.ring - 4) <= y <= found.y - found.ring
    assert found.y + found.ring <= y + height <= max(WORLD.height, found.y + found.ring + 4)
    assert found.path == WORLD.outlines[code].path


def test_only_small_countries_are_ringed() -> None:
    assert locator(WORLD, "LU").ring == locator(WORLD, "SG").ring > 0
    assert locator(WORLD, "FR").ring == locator(WORLD, "RU").ring == 0


def test_a_state_that_is_no_more_is_on_no_map() -> None:
    assert locator(WORLD, "SUHH") == Locator()
    assert world_map(WORLD, {"SUHH": line("Soviet Union", 9)}).shapes == ()


def test_no_country_no_map() -> None:
    assert world_map(World(10, 10, {}), {}).shapes == ()


STORY = "A treaty is signed\n\nFrance and Germany signed a treaty. The Soviet Union did not. France was glad.\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "treaty.txt").write_text(STORY, encoding="utf-8")
    return tmp_path


def pages(project: Path) -> dict[str, str]:
    folder = project / "site"
    return {p.relative_to(folder).as_posix(): p.read_text(encoding="utf-8") for p in folder.rglob("*.html")}


def test_each_country_is_a_link_on_the_map_and_in_the_list_of_its_region(project: Path) -> None:
    build(project)

    page = pages(project)["countries/index.html"]
    assert "<title>France: 1 story</title>" in page
    # The lists have the same links: nobody should have to step through a hundred countries twice.
    assert re.findall(r'<a href="([^"]+)" tabindex="-1"><title>', page) == [
        "../countries/france/",
        "../countries/germany/",
    ]
    assert re.findall(r'<h2>Europe</h2>\n<ul class="names">\n((?:<li>.*</li>\n)+)', page) == [
        "".join(
            f'<li><a href="../countries/{name.lower().replace(" ", "-")}/">{name}</a>'
            ' <span class="count">1<span class="unseen"> story</span></span></li>\n'
            for name in ("France", "Germany", "Soviet Union")
        )
    ]
    assert " style=" not in page


def test_a_country_shows_where_it_lies_and_a_dissolved_state_does_not(project: Path) -> None:
    build(project)

    found = pages(project)
    assert 'aria-label="Map showing France"' in found["countries/france/index.html"]
    assert '<svg class="locator"' not in found["countries/soviet-union/index.html"]


def test_a_name_on_the_map_is_escaped(project: Path) -> None:
    decided = '[country.FR]\nname = "Gaul <b> & \\"Sons\\""\n'
    (project / "content" / "entities.toml").write_text(decided, encoding="utf-8")

    build(project)

    found = "".join(pages(project).values())
    assert "<title>Gaul &lt;b&gt; &amp; &#34;Sons&#34;: 1 story</title>" in found
    assert "Gaul <b>" not in re.sub(r"<script.*?</script>", "", found, flags=re.DOTALL)


def test_a_new_story_redraws_the_map_and_no_other_country(project: Path) -> None:
    build(project)
    before = pages(project)
    (project / "content" / "new.txt").write_text("Spain waits\n\nSpain waited for rain.\n", encoding="utf-8")

    build(project)

    after = pages(project)
    changed = {path for path in before if before[path] != after[path]}
    assert changed == {"index.html", "countries/index.html", "search/index.html"}
    assert "countries/spain/index.html" in after


def test_another_map_is_printed_at_once(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(project)
    drawn = sources.data
    moved = drawn("world.json").replace('"FR":["M', '"FR":["M0 0h1z M')
    monkeypatch.setattr(sources, "data", lambda name: moved if name == "world.json" else drawn(name))
    monkeypatch.setattr(sources, "all_data", lambda: digest(moved))
    monkeypatch.setattr(site, "installation", lambda: digest(moved))

    build(project)

    found = pages(project)
    assert "M0 0h1z" in found["countries/index.html"]
    assert "M0 0h1z" in found["countries/france/index.html"]


def test_each_shade_of_a_printed_map_is_another() -> None:
    style = (Path(__file__).parent.parent / "templates/assets/style.css").read_text(encoding="utf-8")

    printed = re.findall(r"--shade-[1-5]: #(\w+);", style)

    # Gray on paper, each clearly darker than the one before.
    levels = [int(each[:2] if len(each) == 6 else each[0] * 2, 16) for each in printed]
    assert len(levels) == 5
    assert all(one - other >= 0x24 for one, other in itertools.pairwise(levels))
