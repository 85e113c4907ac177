"""The search page, and the index of names and titles that it searches as readers type.

The index is small and loaded as a whole: words of the stories are in another one (see ``builder.search``).
"""

from collections.abc import Iterable, Sequence

import msgspec

from builder.render import contexts
from builder.render.addresses import Settings, site_info, story_line
from builder.render.entity import Line
from builder.render.linked import breadcrumbs, head
from builder.render.stories import Headline
from builder.render.theme import Theme
from builder.render.words import sort_key

SEARCH = "search/index.html"
NAMES = "search/index.json"

NEWEST = 10
"""Stories on the page before a search."""


def search_page(settings: Settings, theme: Theme, stories: Sequence[Headline]) -> bytes:
    """The page with the search form; it shows ``stories``, newest first, until a reader types."""
    folder = SEARCH.removesuffix("index.html")
    info = site_info(settings, folder)
    say = settings.phrases.say
    name = say("search.search")
    crumbs = breadcrumbs(settings, info, (name, folder))
    words = head(settings, info, name, say("search.description", site=settings.title), [crumbs])
    lines = tuple(story_line(settings, story, info) for story in stories[:NEWEST])
    return theme.render("search.html", contexts.SearchPage(info, words, lines))


def names_json(
    settings: Settings, people: Iterable[Line], countries: Iterable[Line], stories: Iterable[Headline]
) -> bytes:
    """All names and titles: rows without keys, addresses without their common part.

    People and countries are ordered by stories and mentions, so that the first of equal matches is shown first. Each is
    [name, last part of the address, stories, role, other names …], a story [title, address, date in words].
    """
    rows = {
        "people": [_row(line) for line in sorted(people, key=_rank)],
        "countries": [_row(line) for line in sorted(countries, key=_rank)],
        "stories": [[story.title, story.address, settings.phrases.date(story.date)] for story in stories],
    }
    return msgspec.json.encode(rows) + b"\n"


def _rank(line: Line) -> tuple[int, int]:
    stories, mentions, _ = line.totals
    return -stories, -mentions


def _row(line: Line) -> list[object]:
    name = line.place.entity.name
    known = _words(name)
    others = [other for other in line.names if not _words(other) <= known]
    return [name, line.place.folder.split("/")[1], line.totals[0], line.role, *others]


def _words(name: str) -> set[str]:
    return set(sort_key(name).split())
