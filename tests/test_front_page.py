"""The front page: who is most covered of late, counted back from the newest article, the sections, what people said."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.index import queries
from builder.index.tables import Index
from builder.index.update import position_of
from builder.layout.article_layout import Headline, position_after
from builder.outputs import front_page, parts
from builder.outputs.front_page import FEW, OPEN, Window, article_groups, front_rows
from builder.site import build
from tests.indexed import an_entry, an_index, follow
from tests.test_translations import translations

BO, CY = "Bo Other", "Cy Young"
LAST = date(2001, 3, 1)


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    with closing(an_index(tmp_path / "index.db", {})) as index:
        yield index


def window(index: Index) -> Window:
    return front_rows(index, queries.newest(index, 100)).window


def test_the_week_that_ends_with_the_newest_article_is_counted_if_it_has_enough(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(front_page, "LEAST", 3)
    follow(index, {f"{day}": an_entry(day, BO) for day in (30, 29, 23, 22, 2)})

    # From day 24 to day 30 there are two: the month has five.
    assert window(index)[:2] == (5, "home.in_month")

    follow(index, {"more": an_entry(24, CY)})
    found = window(index)

    assert found[:2] == (3, "home.in_week")
    assert date.fromisoformat(found.first) == date.fromisoformat(queries.headline(queries.newest(index, 3)[2]).date)


def test_without_enough_in_any_span_the_newest_are_counted_or_all(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    follow(index, {f"{day}": an_entry(day, BO) for day in (1, 100, 200)})

    assert window(index) == Window(3)

    monkeypatch.setattr(front_page, "NEWEST", 2)
    assert window(index) == Window(2, "home.in_newest")


def test_an_archive_without_dates_counts_all(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(front_page, "MANY", 2)
    casts = {"a": (BO, CY), "b": (BO,), "c": (BO, CY)}
    follow(index, {name: an_entry(0, *cast, address=name) for name, cast in casts.items()})

    rows = front_rows(index, queries.newest(index, 100))

    names = [(queries.line(raw).place.entity.name, number) for raw, number in rows.most[0][1]]
    assert rows.window == Window(3)
    assert names == [(BO, 3), (CY, 2)]


@given(st.dates(date(1000, 1, 2)), st.dates(date(1000, 1, 2)), st.sampled_from(["", "T10:30:00+00:00"]))
def test_articles_of_a_day_and_of_later_ones_sort_before_its_end(day: date, other: date, time: str) -> None:
    position = position_of(Headline("a", "Ärger", f"{other.isoformat()}{time}", ""))

    assert (position < position_after(day.isoformat())) == (other >= day)


def a_line(number: int, when: str) -> parts.ArticleLine:
    return parts.ArticleLine(f"Story {number}", f"articles/{number}/", when, when, "", when[8:10])


DATES = st.sampled_from(["", "2016", *(f"20{year:02}-{month:02}-05" for year in range(16) for month in (3, 7, 11))])


@given(st.lists(DATES, max_size=110), st.integers(0, 120))
def test_the_list_of_the_front_page_keeps_all_stories_and_folds_all_but_the_newest(dates: list[str], room: int) -> None:
    lines = [a_line(number, when) for number, when in enumerate(sorted(dates, reverse=True))]

    groups = list(article_groups(lines, translations(), room))

    shown = [line.url for group in groups for line in group.articles]
    assert [line.url for group in groups for line in (*group.articles, *group.more)] == [line.url for line in lines]
    assert [line.url for line in lines[: len(shown)]] == shown
    assert len(shown) <= room + FEW
    assert all(group.articles or group.label for group in groups) or not any(dates)
    assert all(len(group.more) > FEW for group in groups if group.articles and group.more)


def test_the_newest_month_is_open_however_long_it_is() -> None:
    lines = [a_line(number, f"2016-09-{30 - number // 4:02}") for number in range(95)]

    (group,) = article_groups(lines, translations(), OPEN)

    assert (group.label, len(group.articles), len(group.more)) == ("September 2016", OPEN, 75)


def test_many_old_months_are_folded_by_year_and_their_stories_have_whole_dates() -> None:
    lines = [a_line(number, f"{2016 - number // 12}-{12 - number % 12:02}-05") for number in range(95)]

    groups = list(article_groups(lines, translations(), OPEN))

    assert [group.label for group in groups[:2]] == ["December 2016", "November 2016"]
    assert [group.label for group in groups[OPEN:]] == [str(year) for year in range(2015, 2008, -1)]
    assert {line.day for group in groups[OPEN:] for line in group.more} == {""}


def test_an_archive_without_dates_shows_its_first_titles_and_folds_the_others() -> None:
    (group,) = article_groups([a_line(number, "") for number in range(90)], translations(), OPEN)

    assert (group.label, len(group.articles), len(group.more)) == ("", OPEN, 70)


STORY = "---\ntitle: {title}\ndate: {date}\n{more}---\n{text}\n"
SAID = "[Bo Ek](person:bo-ek) came.\n\n“{}” said Bo Ek. {{said=person:bo-ek}}\n"
WHOLE = "Nobody in this room built it, and everybody will pay for it."


def put(folder: Path, name: str, text: str, more: str = "", day: int = 1) -> None:
    path = folder / "content" / f"{name}.md"
    path.parent.mkdir(exist_ok=True)
    when = LAST - timedelta(20 - day)
    path.write_text(
        STORY.format(title=name.title(), date=when, more=f"language: de\n{more}", text=text), encoding="utf-8"
    )


def test_a_quotation_that_stands_on_its_own_is_on_the_front_page_and_follows_its_story(tmp_path: Path) -> None:
    put(tmp_path, "bridge", SAID.format(WHOLE))
    put(tmp_path, "river", SAID.format("so wet,"), day=2)

    build(tmp_path, search="none", jobs=1)
    html = (tmp_path / "site" / "index.html").read_text(encoding="utf-8")
    put(tmp_path, "bridge", SAID.format(WHOLE.replace("room", "hall")))
    build(tmp_path, search="none", jobs=1)
    changed = (tmp_path / "site" / "index.html").read_text(encoding="utf-8")

    assert f'<a href="articles/bridge/#p2">{WHOLE}</a>' in html
    assert "so wet" not in html
    assert "in this hall" in changed


def test_only_people_with_a_page_are_quoted_on_the_front_page(tmp_path: Path) -> None:
    (tmp_path / "dateline.toml").write_text("[annotate]\npages_from = 2\n", encoding="utf-8")
    put(tmp_path, "bridge", SAID.format(WHOLE))

    build(tmp_path, search="none", jobs=1)
    alone = (tmp_path / "site" / "index.html").read_text(encoding="utf-8")
    put(tmp_path, "river", "[Bo Ek](person:bo-ek) left.", day=2)
    build(tmp_path, search="none", jobs=1)
    twice = (tmp_path / "site" / "index.html").read_text(encoding="utf-8")

    assert 'class="recent-quotes"' not in alone
    assert 'class="recent-quotes"' in twice


def test_each_section_shows_its_newest_stories_but_for_those_that_lead(tmp_path: Path) -> None:
    for day in range(1, 32):
        put(tmp_path, f"story-{day}", "It rained.", f"section: {'Rivers' if day % 2 else 'Roads'}\n", day)

    build(tmp_path, search="none", jobs=1)

    html = (tmp_path / "site" / "index.html").read_text(encoding="utf-8")
    by_section = html[html.index('<div class="by-section">') : html.index('<section class="month"')]
    # Stories 31 to 27 lead.
    assert [number for number in range(1, 32) if f"Story-{number}<" in by_section] == [21, 22, 23, 24, 25, 26]
    assert by_section.index("Rivers") < by_section.index("Story-23") < by_section.index("Roads")


def test_a_section_does_not_repeat_stories_that_are_all_on_the_page(tmp_path: Path) -> None:
    for day in range(1, 10):
        put(tmp_path, f"story-{day}", "It rained.", f"section: {'Rivers' if day % 2 else 'Roads'}\n", day)

    build(tmp_path, search="none", jobs=1)

    html = (tmp_path / "site" / "index.html").read_text(encoding="utf-8")
    assert 'class="by-section"' not in html
    assert [html.count(f"Story-{number}<") for number in range(1, 10)] == [1] * 9


def test_quotations_follow_a_short_list_and_stand_beside_a_long_one(tmp_path: Path) -> None:
    put(tmp_path, "bridge", SAID.format(WHOLE), day=31)

    build(tmp_path, search="none", jobs=1)
    short = (tmp_path / "site" / "index.html").read_text(encoding="utf-8")
    for day in range(1, 30):
        put(tmp_path, f"story-{day}", "It rained.", day=day)
    build(tmp_path, search="none", jobs=1)
    long = (tmp_path / "site" / "index.html").read_text(encoding="utf-8")

    assert short.index('class="days"') < short.index('class="recent-quotes"')
    assert long.index('class="recent-quotes"') < long.index('class="days"')


def test_the_section_of_an_old_story_reaches_the_front_page(tmp_path: Path) -> None:
    for day in range(1, 32):
        put(tmp_path, f"story-{day}", "It rained.", day=day)
    build(tmp_path, search="none", jobs=1)

    put(tmp_path, "story-1", "It rained.", "section: Rivers\n", 1)
    build(tmp_path, search="none", jobs=1)

    assert '<a href="sections/rivers/">Rivers</a></h2>' in (tmp_path / "site" / "index.html").read_text(
        encoding="utf-8"
    )
