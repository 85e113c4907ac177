"""Every country that a text can name is in one part of the world."""

from collections import Counter

from builder.core.regions import _CODES, REGIONS
from tests.people import gazetteer


def test_each_country_is_in_exactly_one_region() -> None:
    counts = Counter(code for codes in _CODES.values() for code in codes.split())

    assert counts == dict.fromkeys(gazetteer().countries, 1)


def test_countries_are_in_the_regions_where_readers_look_for_them() -> None:
    known = {"FR": "europe", "RU": "europe", "EG": "africa", "TR": "asia", "MX": "north_america", "BR": "south_america"}

    assert {code: REGIONS[code] for code in known} == known
