"""The kinds of entities that a name can refer to: one row for each.

Everything that differs between people, countries and whatever comes next is a field of its row. Rules that concern
only one kind, such as the order of people's names, belong in that kind's own modules.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"
"""Regular expression for an id that is made from a name."""

NOBODY = "none:"
"""The target of words that are no link."""


class EntityKind(StrEnum):
    """What a name can refer to."""

    PERSON = "person"
    COUNTRY = "country"


@dataclass(frozen=True, slots=True)
class Kind:
    """What distinguishes one kind of entity from the others."""

    name: EntityKind
    """The first part of references ("person:kim-jong-un"), and the kind's table in entities.toml."""
    folder: str
    """Top folder of its pages, folder of its editorial notes in content/, and its table in dateline.lock: "people"."""
    type: str
    """The type in schema.org."""
    plural: str
    """For messages: the name is the singular."""
    label: str
    """The translation key for the title of its list."""
    counted: str
    """The translation key for a number of them: "3 people"."""
    every: str
    """The translation key for the link to its list on the search page."""
    example: str
    """One of its ids, for hints."""
    page: str
    """The template for the page of one entity."""
    list: str
    """The template for the list of all entities."""
    family_names: bool = False
    """Whether names consist of given and family names: lists sort by the latter, and either alone identifies nobody."""
    names: str = ""
    """Table in dateline.lock with the name that each id was made from; empty if ids are codes."""
    pattern: str = SLUG
    """Regular expression for its ids."""
    form: str = "an id consists of lower-case letters a to z, digits and single hyphens"
    """A hint that says how to write an id."""
    by_code: bool = False
    """Whether an id is a code from a closed table; otherwise it is made from the name."""
    related: bool = False
    """Whether earlier articles about the same entities of this kind count as related."""
    speaks: bool = False
    """Whether quotations can be theirs."""
    has_map: bool = False
    """Whether pages and lists show a map."""
    tei: tuple[str, str, str] = ("listOrg", "org", "orgName")
    """The elements of TEI for a list of them, for one of them, and for a name."""


KINDS: Mapping[EntityKind, Kind] = {
    row.name: row
    for row in (
        Kind(
            EntityKind.PERSON,
            folder="people",
            type="Person",
            plural="people",
            label="site.people",
            counted="site.people_counted",
            every="search.all_people",
            example="kim-jong-un",
            page="person.html",
            list="people.html",
            names="names",
            family_names=True,
            related=True,
            speaks=True,
            tei=("listPerson", "person", "persName"),
        ),
        Kind(
            EntityKind.COUNTRY,
            folder="countries",
            type="Country",
            plural="countries",
            label="site.countries",
            counted="site.countries_counted",
            every="search.all_countries",
            example="KP",
            page="country.html",
            list="countries.html",
            pattern=r"[A-Z]{2,4}",
            form="use an ISO 3166-1 code",
            by_code=True,
            tei=("listPlace", 'place type="country"', "placeName"),
            has_map=True,
        ),
    )
}
"""A row for each kind, in the order in which lists show them."""

NAMED = " and ".join(filter(None, (", ".join(list(KINDS)[:-1]), list(KINDS)[-1])))
"""All kinds in a sentence: "person and country"."""

TARGET = "|".join((*(f"{row.name}:{row.pattern}" for row in KINDS.values()), NOBODY))
"""Regular expression for what a link by hand can mean: "person:kim-jong-un", "country:KP", or "none:" for no link."""

NO_SPEAKER = "none"
"""The speaker of quotations that nobody in the article said."""

SPEAKER = "|".join((*(f"{row.name}:{row.pattern}" for row in KINDS.values() if row.speaks), NO_SPEAKER))
"""Regular expression for the speaker of a paragraph's quotations: "person:kim-jong-un", or "none"."""
