"""From articles by country to the map of the world, and to the position of one country on it.

The map is drawn once (``data/world.mjs``) and read as text; nothing is projected here. Former states have no shape,
because the map shows today's borders.
"""

import json
from bisect import bisect
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import ceil

from msgspec.structs import replace

from builder.outputs import parts
from builder.store import sources

STEPS = 1, 2, 5, 20, 100
"""Minimum articles for shade 1, 2, … 5. The same for all sites, so that one more article changes one country."""

WINDOW = 540, 360
"""Minimum width and height of a locator, in units of the map: about all of Europe."""

SMALL = 32
"""A country no wider and no higher than this, in units of the map, gets a ring on its locator."""

RING = 26
"""Radius of the ring, in units of the map."""


@dataclass(frozen=True, slots=True)
class Outline:
    """A country's shape, and the center and size of its largest part; one too small to draw is a dot without size."""

    path: str
    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class World:
    """The map: its size in units, and outlines by the country's code."""

    width: int
    height: int
    outlines: Mapping[str, Outline]


NO_WORLD = World(0, 0, {})


def own_world() -> World:
    """The map of the world."""
    return load(sources.data("world.json"))


@lru_cache(maxsize=1)
def load(raw: str) -> World:
    """The map that the text of ``world.json`` describes. Takes about a millisecond."""
    world = json.loads(raw)
    outlines = {code: Outline(*values) for code, values in world["shapes"].items()}
    return World(world["width"], world["height"], outlines)


def world_map(world: World, lines: Mapping[str, parts.EntityLine]) -> parts.WorldMap:
    """The map of the world with these countries, by code; in order, but dots last, so that none is covered."""
    drawn = [(world.outlines[code], line) for code, line in lines.items() if code in world.outlines]
    drawn.sort(key=lambda pair: not pair[0].width)
    shapes = (
        parts.MapShape(outline.path, line.name, line.url, line.count, shade(line.count)) for outline, line in drawn
    )
    ends = (*(least - 1 for least in STEPS[1:]), 0)
    steps = (parts.MapStep(shade(least), least, most) for least, most in zip(STEPS, ends, strict=True))
    return parts.WorldMap(world.width, world.height, tuple(shapes), tuple(steps))


def small_map(world: World, lines: Mapping[str, parts.EntityLine]) -> parts.WorldMap:
    """The same without a legend, for a list beside it: shades are in proportion to the most articles.

    Empty for fewer than two countries with a shape.
    """
    found = world_map(world, lines)
    most = max((shape.count for shape in found.shapes), default=0)
    shapes = tuple([replace(shape, shade=ceil(len(STEPS) * shape.count / most)) for shape in found.shapes])
    return parts.WorldMap(world.width, world.height, shapes) if shapes[1:] else parts.WorldMap()


def shade(articles: int) -> int:
    """The shade of a country with this many articles: 0 (none) to 5."""
    return bisect(STEPS, articles)


def locator(world: World, code: str) -> parts.Locator:
    """The position of a country: a window of the map around it; empty without a shape."""
    outline = world.outlines.get(code)
    if outline is None:
        return parts.Locator()
    # Nearly twice the size of the country, in the proportions of the window.
    scale = max(1, 1.9 * outline.width / WINDOW[0], 1.9 * outline.height / WINDOW[1])
    width, height = (
        min(round(scale * least), most) for least, most in zip(WINDOW, (world.width, world.height), strict=True)
    )
    ring = RING if max(outline.width, outline.height) <= SMALL else 0
    x, y = (
        _window(center, size, ring and ring + 4, most)
        for center, size, most in ((outline.x, width, world.width), (outline.y, height, world.height))
    )
    view = f"{x} {y} {width} {height}"
    return parts.Locator(outline.path, view, world.width, world.height, outline.x, outline.y, ring)


def _window(center: int, size: int, around: int, most: int) -> int:
    """Where a window of this size begins that has what is ``around`` its center, and nothing else outside the map."""
    first, last = min(0, center - around), max(most, center + around)
    return min(max(center - size // 2, first), last - size)
