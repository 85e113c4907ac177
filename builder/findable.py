"""What a reader can search: the unit of the search page, and the units of the index of words."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from builder.annotate.gazetteer import Country
from builder.cache import Cache, DamagedError
from builder.codec import Digest
from builder.model import EntityKind
from builder.plan import Plan
from builder.project import Project
from builder.recipes import CopyUnit, EntitiesUnit, HomeUnit, SearchUnit
from builder.render.stories import Layout, Story
from builder.search import Index, Text, Wanted, full_text, source


def by_name(plan: Plan, countries: Mapping[str, Country]) -> SearchUnit:
    """The search page with everyone and everything that the lists of the site name; countries by all their words."""
    lists = (*plan.units_of(("list", "entities")), *plan.units_of(("list", "home")))
    lines = [line for unit in lists if isinstance(unit, EntitiesUnit) for line in unit.entities]
    stories = tuple(story for unit in lists if isinstance(unit, HomeUnit) for story in unit.stories)
    people = tuple(line for line in lines if line.place.entity.kind is EntityKind.PERSON)
    named = tuple(
        replace(line, names=(*line.names, *_words(countries[line.place.entity.id])))
        for line in lines
        if line.place.entity.kind is EntityKind.COUNTRY
    )
    return SearchUnit(people, named, stories)


def by_word(
    project: Project, wanted: Wanted, stories: Iterable[Story], cache: Cache, progress: Callable[[str, int, int], None]
) -> tuple[list[CopyUnit], Index]:
    """The index of all that these stories say, and its files."""

    def text_of(layout: Digest) -> str:
        found = cache.get(layout, Layout)
        if found is None:
            raise DamagedError
        return found.text

    texts = [Text(story.headline.folder, story.headline.title, story.layout) for story in stories]
    texts.sort(key=lambda text: text.folder)
    progress("Indexing words", 0, 1)
    index = full_text(project.folder, wanted, project.config.language, texts, text_of)
    progress("Indexing words", 1, 1)
    return [CopyUnit(path, source(path), key) for path, key in index.files.items()], index


def _words(country: Country) -> Iterable[str]:
    """What somebody may type who looks for this country: "UK", "British", "London", "Downing Street"."""
    former = (each.name for each in country.former)
    return dict.fromkeys((*country.aliases, *former, *country.demonyms, *country.capitals, *country.metonyms))
