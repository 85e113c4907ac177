"""What a reader can search: the unit of the search page."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from builder.annotate.gazetteer import Country
from builder.model import EntityKind
from builder.plan import Plan
from builder.recipes import EntitiesUnit, HomeUnit
from builder.units import SearchUnit


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


def _words(country: Country) -> Iterable[str]:
    """What somebody may type who looks for this country: "UK", "British", "London", "Downing Street"."""
    former = (each.name for each in country.former)
    return dict.fromkeys((*country.aliases, *former, *country.demonyms, *country.capitals, *country.metonyms))
