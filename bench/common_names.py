"""Make builder/data/common-first-names.txt and common-family-names.txt, the lists of names that many people have.

Needs the packages `names` 0.3 and `Faker` 40; where their frequencies come from is in builder/data/NOTICE. In the
census of the United States, a first name counts that at least one in 2,000 of a sex has, and a family name that one in
5,000 has: in a country of that size, at least a dozen people then have the full name. The other lists hold only the
most frequent names of smaller countries; there, a share of one in 500 of the list is needed.
"""

import textwrap
from collections.abc import Iterable, Mapping
from importlib import import_module
from importlib.resources import files
from pathlib import Path

from builder.core.slug import slug

DATA = Path(__file__).parent.parent / "builder" / "data"

FIRST, FAMILY, ELSEWHERE = 0.05, 0.02, 0.2
"""Per cent."""

COUNTRIES = ("en_GB", "en_NZ", "es_CO", "fi_FI", "fr_BE", "hu_HU", "nl_BE", "sv_SE")
"""Those whose names in Faker have frequencies from public statistics."""

OWN_FIRST = (
    "abdullah ahmad ahmed ali amir anil aleksandr andrei anna arun carlos dmitri elena fatima giovanni giuseppe hamid "
    "hans hasan hassan hussain hussein ibrahim igor irina ivan jean jose juan karim khaled khalid luigi mahmoud "
    "mahmud maria mario marco mehmet mikhail mohamed mohammad mohammed muhammad mustafa natalia nikolai olga omar "
    "osama paolo pedro pierre rahul rajesh ravi said salman samir sanjay sergei sunil suresh tariq vijay vladimir "
    "youssef yusuf"
)
"""Frequent in the Arab world, South Asia, Russia, Turkey and other countries without such statistics."""

OWN_FAMILY = (
    "abbas abdullah ahmad ahmed akhtar ali aziz begum chaudhry das fernandes ferrari fischer gupta hasan hassan "
    "hussain hussein ibrahim iqbal islam ivanov ivanova jain karim khalil khan kumar kuznetsov mahmoud malik mehta "
    "meyer mohamed mohammed muller mustafa omar patel petrov popov qureshi rahman rossi russo saleh schmidt schneider "
    "shah sharma sheikh silva singh smirnov suzuki sato tanaka verma wagner weber yadav yilmaz"
)
"""Likewise."""


def main() -> None:
    """Write both files."""
    census = files("names")
    first = {name for sex in ("male", "female") for name in _census(census / f"dist.{sex}.first", FIRST)}
    family = set(_census(census / "dist.all.last", FAMILY))
    for country in COUNTRIES:
        people = import_module(f"faker.providers.person.{country}").Provider
        for sex in ("male", "female"):
            first |= set(_frequent(getattr(people, f"first_names_{sex}")))
        family |= set(_frequent(people.last_names))
    _write("common-first-names.txt", "First", {*first, *OWN_FIRST.split()})
    _write("common-family-names.txt", "Family", {*family, *OWN_FAMILY.split()})


def _census(path: object, least: float) -> Iterable[str]:
    rows = (line.split() for line in Path(str(path)).read_text(encoding="ascii").splitlines())
    return (row[0].lower() for row in rows if float(row[1]) >= least)


def _frequent(names: object) -> Iterable[str]:
    """The names with a share of at least ``ELSEWHERE``; none of a list without frequencies."""
    if not isinstance(names, Mapping):
        return ()
    least = sum(names.values()) * ELSEWHERE / 100
    return (slug(name) for name, number in names.items() if number >= least)


def _write(name: str, kind: str, words: set[str]) -> None:
    head = f"# {kind} names that many people have, without accents; made by bench/common_names.py (see NOTICE).\n"
    (DATA / name).write_text(head + textwrap.fill(" ".join(sorted(words)), 120, break_on_hyphens=False) + "\n", "utf-8")


if __name__ == "__main__":
    main()
