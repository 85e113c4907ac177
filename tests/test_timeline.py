"""The chart of a person's stories: months, years or decades, each a link to where the list begins with it."""

from hypothesis import given
from hypothesis import strategies as st

from builder.layout.site_values import Period
from builder.outputs.parts import Bar
from builder.outputs.timeline import YEARS, chart
from tests.test_translations import translations

MONTHS = st.builds("{:04}-{:02}".format, st.integers(1, 9999), st.integers(1, 12))
DATES = st.one_of(MONTHS, st.integers(1, 9999).map("{:04}".format), st.just(""))


def bars(*periods: tuple[str, int]) -> tuple[Bar, ...]:
    found = [Period(name, count, 0) for name, count in periods]
    return chart(found, lambda period: f"#{period.name}", translations()).bars


def test_a_year_or_two_are_shown_by_month_with_gaps() -> None:
    found = bars(("2017-01", 1), ("2016-11", 4))

    assert found == (
        Bar("November 2016", "Nov", 4, 100, "#2016-11", "2016"),
        Bar("December 2016", "Dec", 0, 0, ""),
        Bar("January 2017", "Jan", 1, 25, "#2017-01", "2017"),
    )


def test_more_are_shown_by_year_and_lead_to_the_newest_month() -> None:
    assert bars(("2018-05", 1), ("2016-09", 3), ("2016-01", 1)) == (
        Bar("2016", "2016", 4, 100, "#2016-09"),
        Bar("2017", "2017", 0, 0, ""),
        Bar("2018", "2018", 1, 25, "#2018-05"),
    )


def test_a_year_without_a_month_makes_bars_of_years_and_a_century_of_decades() -> None:
    assert [bar.short for bar in bars(("2017", 1), ("2016-09", 3))] == ["2016", "2017"]
    assert [bar.short for bar in bars(("1991-01", 1), ("1950", 3))] == ["1950s", "1960s", "1970s", "1980s", "1990s"]


def test_a_bar_is_as_long_as_its_stories_are_many_and_never_too_short_to_see() -> None:
    assert [bar.level for bar in bars(("2016-03", 1), ("2016-02", 133), ("2016-01", 400))] == [100, 33, 1]


def test_one_month_alone_is_no_chart() -> None:
    assert bars(("2016-09", 70), ("", 3)) == bars() == ()


@given(st.dictionaries(DATES, st.integers(1, 500), max_size=20))
def test_every_dated_story_is_in_one_bar(counts: dict[str, int]) -> None:
    periods = sorted(counts.items(), reverse=True)

    found = bars(*periods)

    assert not found or sum(bar.count for bar in found) == sum(count for name, count in periods if name)
    assert len(found) <= max(YEARS, 1000)
    assert all((bar.count > 0) == (0 < bar.level <= 100) == bool(bar.url) for bar in found)
