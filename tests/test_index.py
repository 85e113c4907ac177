"""The index: rows that follow every change as if they had been made from nothing."""

import random
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

from builder.core.kinds import EntityKind
from builder.core.slug import slug
from builder.index import pagination, queries
from builder.index.changes import Changes
from builder.index.pages import Page
from builder.index.pagination import PER_PAGE, PageNumber, numbered, page_of_list, page_showing
from builder.index.resolve import Decisions
from builder.index.tables import Index, once_in_a_build
from builder.layout.article_layout import ArticleEntry, TraitFields, lay_out
from builder.outputs import OUTPUTS, entity, front_page, home, name_lists, quote_lists, search_page, sitemap
from builder.settings.decisions import Override, Overrides
from tests.indexed import (
    HISTORY,
    an_entry,
    an_index,
    follow,
    in_other_words,
    inputs,
    planned,
    quoted,
    rows,
    summed_up,
    versions,
)
from tests.people import an_article, decided

HIDDEN = Overrides((Override(EntityKind.PERSON, "ada-lovelace", hidden=True),))
RENAMED = Overrides((Override(EntityKind.PERSON, "ann-other", name="Anne Other"),), same=(("bo-other", "cy-young"),))
MOVED = Overrides(same=(("ada-lovelace", "cy-young"),))
LINKED = Overrides((Override(EntityKind.PERSON, "ann-other", same_as=("https://x.org/",)),))
DECISIONS = (
    *(Decisions(each) for each in (Overrides(), HIDDEN, RENAMED, MOVED, LINKED)),
    Decisions(published={EntityKind.PERSON: {"bo-other-2": "Bo Other"}}),
)
NAMES = "Ada Lovelace", "Ann Other", "Ann", "Bo Other", "Cy Young", "José Maria", "Jose Maria", "Annie=ann-other"


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    with closing(Index(tmp_path / "index.db")) as index:
        follow(index, {}, everything=True)
        yield index


def affected(index: Index, changes: Changes) -> set[Page]:
    return {page for output in OUTPUTS.values() for page in output.affected(index, changes)}


# Pagination


def page_list(count: int) -> list[tuple[PageNumber, int, int]]:
    """All pages of a list, from the newest rows to the oldest."""
    return [page_of_list(count, number) for number in (0, *range(numbered(count), 0, -1))]


@pytest.mark.parametrize("count", [0, 1, PER_PAGE, 2 * PER_PAGE - 1, 2 * PER_PAGE, 5 * PER_PAGE + 7])
def test_the_pages_of_a_list_show_each_row_once_in_order(count: int) -> None:
    shown = [row for _, start, end in page_list(count) for row in range(start, end)]

    assert shown == list(range(count))


@pytest.mark.parametrize("count", [1, PER_PAGE, 2 * PER_PAGE - 1, 2 * PER_PAGE, 5 * PER_PAGE + 7])
def test_each_row_is_on_the_page_that_page_showing_names(count: int) -> None:
    shown = {count - 1 - row: page.number for page, start, end in page_list(count) for row in range(start, end)}

    assert {older: page_showing(count, older) for older in range(count)} == shown


def test_a_new_row_changes_only_the_first_page_of_a_list() -> None:
    before, after = (
        {page: (count - end, count - start) for page, start, end in page_list(count)}  # counted from the oldest
        for count in (3 * PER_PAGE + 1, 3 * PER_PAGE + 2)
    )

    assert {page.number for page in after if before.get(page) != after[page]} == {0}


def test_every_page_of_a_list_is_reached_from_the_first() -> None:
    by_number = {page.number: page for page, _, _ in page_list(7 * PER_PAGE)}

    reached, number = [], 0
    while number >= 0:
        reached.append(number)
        number = by_number[number].older

    assert reached == [0, 6, 5, 4, 3, 2, 1]
    assert all(by_number[by_number[n].newer].older == n for n in by_number if n)


@pytest.mark.parametrize("count", [0, 1, 2 * PER_PAGE - 1, 2 * PER_PAGE])
def test_a_list_has_no_page_after_its_last(count: int) -> None:
    with pytest.raises(ValueError, match=str(numbered(count) + 1)):
        page_of_list(count, numbered(count) + 1)


# What a change affects


def test_one_more_article_about_someone_in_five_hundred_affects_one_page_of_each_list(tmp_path: Path) -> None:
    entries = {f"{n}": an_entry(n, "Ada Lovelace", f"Ann N{n % 40}x") for n in range(1, 501)}
    with closing(an_index(tmp_path / "index.db", entries)) as index:
        before = inputs(index)

        changes = follow(index, {"new": an_entry(501, "Ada Lovelace")})

        after = inputs(index)
        changed = {page for page in before.keys() | after.keys() if before.get(page) != after.get(page)}
        found = affected(index, changes)
        assert changed <= found
        assert {page for page in found if page.output in ("article", "entity", "home")} == {
            Page("article", "new"),
            Page("entity", "person:ada-lovelace"),
            Page("home"),
        }


def test_an_article_that_makes_a_list_longer_than_its_pages_affects_the_new_page_and_its_neighbor(
    tmp_path: Path,
) -> None:
    entries = {f"{n}": an_entry(n, "Ada Lovelace") for n in range(1, 4 * PER_PAGE)}
    with closing(an_index(tmp_path / "index.db", entries)) as index:
        changes = follow(index, {"new": an_entry(5_000, "Ada Lovelace")})

        assert {page.number for page in entity.affected(index, changes)} == {0, 2, 3}
        assert {page.number for page in home.affected(index, changes)} == {0, 2, 3}


def test_an_article_that_moves_affects_only_the_files_of_titles_between(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_page, "PART", 10)
    entries = {f"{n}": an_entry(2 + 2 * n, "Ada Lovelace", address=f"s{n}") for n in range(100)}
    with closing(an_index(tmp_path / "index.db", entries)) as index:
        changes = follow(index, {"25": an_entry(97, "Ada Lovelace", address="s25")})

        assert {page.number for page in search_page.affected(index, changes)} == {0, 3, 4, 5}


@pytest.mark.parametrize(
    ("updated", "title", "is_affected"),
    [
        ("", "Another", False),
        ("2001-02-03", "Another", True),  # The newest article of Ada is another, which has not been updated.
        ("2001-02-03", "", False),
    ],
)
def test_another_title_affects_the_sitemap_only_if_another_article_may_be_the_newest_of_a_list(
    tmp_path: Path, updated: str, title: str, is_affected: bool
) -> None:
    first, second = (an_entry(7, "Ada Lovelace", title=title, address=title) for title in ("Beginning", "End"))
    first = structs.replace(first, headline=structs.replace(first.headline, updated=updated))
    with closing(an_index(tmp_path / "index.db", {"a": first, "b": second})) as index:
        index.has_sitemap = True
        before = list(_sitemap(index))
        headline = structs.replace(second.headline, title=title or "End", summary="In other words.")
        changes = follow(index, {"b": structs.replace(second, headline=headline)})

        assert bool(list(sitemap.affected(index, changes))) == is_affected
        assert (list(_sitemap(index)) != before) == is_affected


def _sitemap(index: Index) -> Iterator[object]:
    return (file.inputs for page in sitemap.pages(index) for file in sitemap.files(index, page))


def test_another_excerpt_affects_the_page_that_shows_it_and_no_list(tmp_path: Path) -> None:
    entries = {f"{n}": an_entry(n, "Ada Lovelace", "Bo Other") for n in range(1, 3 * PER_PAGE)}
    with closing(an_index(tmp_path / "index.db", entries)) as index:
        changes = follow(index, {"7": in_other_words(entries["7"], "other words")})

        assert affected(index, changes) == {
            Page("article", "7"),
            Page("entity", "person:ada-lovelace", 1),
            Page("entity", "person:bo-other", 1),
        }


def test_another_summary_affects_the_pages_of_lists_that_show_it(tmp_path: Path) -> None:
    entries = {f"{n}": an_entry(n, "Ada Lovelace") for n in range(1, 3 * PER_PAGE)}
    with closing(an_index(tmp_path / "index.db", entries)) as index:
        changes = follow(index, {"7": summed_up(entries["7"], "It snowed.")})

        found = affected(index, changes)
        assert {page.number for page in found if page.output == "home"} == {0, 1}
        assert {page.number for page in found if page.output == "entity"} == {0, 1}


def test_a_change_of_what_nothing_else_shows_affects_only_the_article(index: Index) -> None:
    entry = an_entry(1)
    follow(index, {"a": entry})

    changes = follow(index, {"a": in_other_words(entry, "other words")})

    assert affected(index, changes) == {Page("article", "a")}


def test_an_unchanged_article_affects_nothing(index: Index) -> None:
    follow(index, {"a": an_entry(1, "Ada Lovelace")})

    changes = follow(index, {"a": an_entry(1, "Ada Lovelace")})

    assert affected(index, changes) == set()


def test_another_name_affects_all_pages_that_show_it(tmp_path: Path) -> None:
    entries = {
        **{f"{n}": an_entry(n, "Ann Other") for n in range(1, 2 * PER_PAGE + 1)},
        "both": an_entry(900, "Ann Other", "Bo Other"),
        "bo": an_entry(901, "Bo Other"),
        "cy": an_entry(902, "Cy Young"),
    }
    with closing(an_index(tmp_path / "index.db", entries)) as index:
        changes = follow(index, {}, Decisions(RENAMED))

        found = affected(index, changes)
        assert {page for page in found if page.output == "entity" and page.name == "person:ann-other"} == {
            Page("entity", "person:ann-other", number) for number in (0, 1)
        }
        assert Page("entity", "person:bo-other") in found
        assert {page.name for page in found if page.output == "article"} == entries.keys() - {"bo"}


def test_decisions_are_followed_to_the_rows_of_an_index_made_with_them(tmp_path: Path) -> None:
    entries = {f"{n}": an_entry(n, "Ada Lovelace", "Ann Other" if n % 2 else "Bo Other") for n in range(9)}
    decided = Decisions(
        Overrides((Override(EntityKind.PERSON, "ann-other", name="Anne Other", same_as=("https://x.org/",)),))
    )
    with (
        closing(an_index(tmp_path / "index.db", entries)) as index,
        closing(an_index(tmp_path / "fresh.db", entries, decided)) as fresh,
    ):
        changes = follow(index, {}, decided)

        assert rows(index) == rows(fresh)
        found = affected(index, changes)
        assert Page("entity", "person:ann-other") in found
        assert Page("entity", "person:bo-other") not in found
        others = affected(
            index, follow(index, {}, Decisions(published={EntityKind.PERSON: {"bo-other-2": "Bo Other"}}))
        )
        assert {Page("entity", "person:bo-other"), Page("entity", "person:bo-other-2")} <= others


def test_a_name_that_moves_to_someone_else_in_the_same_article_is_counted_there(tmp_path: Path) -> None:
    entries = {"a": an_entry(1, "Ada Lovelace", "Cy Young", "Bo Other")}
    before, after = (Decisions(Overrides(same=((kept, "cy-young"),))) for kept in ("ada-lovelace", "bo-other"))
    with (
        closing(an_index(tmp_path / "index.db", entries, before)) as index,
        closing(an_index(tmp_path / "fresh.db", entries, after)) as fresh,
    ):
        old = versions(index)

        changes = follow(index, {}, after)

        assert rows(index) == rows(fresh)
        assert inputs(index) == inputs(fresh)
        assert {Page("entity", "person:ada-lovelace"), Page("entity", "person:bo-other"), Page("home")} <= affected(
            index, changes
        )
        assert all(version != old[ref] for ref, version in versions(index).items())


@pytest.mark.parametrize("address", ["same", "Same"])
def test_of_two_files_with_one_address_neither_has_a_page(index: Index, address: str) -> None:
    planned(index, follow(index, {"a": an_entry(1, "Ada Lovelace", address="same")}))

    planned(index, follow(index, {"b": an_entry(2, "Bo Other", address=address)}))

    assert [queries.article(index, file) for file in ("a", "b")] == [None, None]
    assert [[file for file, _ in each] for each in queries.clashes(index)] == [["a", "b"]]
    assert queries.place_of(index, "person:ada-lovelace") is None
    assert not queries.exists(index, "articles/same/index.html")


@pytest.mark.parametrize("change", [None, an_entry(2, "Bo Other", address="other")])
def test_an_address_that_becomes_free_goes_to_the_file_that_wants_it(index: Index, change: ArticleEntry | None) -> None:
    planned(index, follow(index, {"a": an_entry(1, "Ada Lovelace", address="same")}))
    planned(index, follow(index, {"b": an_entry(2, "Bo Other", address="same")}))

    pages = planned(index, follow(index, {"b": change}))

    assert {Page("article", "a"), Page("entity", "person:ada-lovelace")} <= pages
    assert queries.exists(index, "articles/same/index.html")
    assert queries.clashes(index) == []


def test_two_articles_can_swap_their_addresses(index: Index) -> None:
    planned(index, follow(index, {"a": an_entry(1, address="x"), "b": an_entry(2, address="y")}))

    planned(index, follow(index, {"a": an_entry(1, address="y"), "b": an_entry(2, address="x")}))

    assert queries.owns(index, Page("article", "a"), "articles/y/index.html")
    assert queries.owns(index, Page("article", "b"), "articles/x/index.html")


def test_an_article_whose_file_is_renamed_keeps_its_address(index: Index) -> None:
    entry = an_entry(1, "Ada Lovelace", address="x")
    planned(index, follow(index, {"a": entry}))

    pages = planned(index, follow(index, {"a": None, "b": entry}))

    assert Page("article", "b") in pages
    assert [*queries.written(index, "article")] == [Page("article", "b")]


def some_changes(rnd: random.Random, entries: Mapping[str, ArticleEntry], most: int) -> dict[str, ArticleEntry | None]:
    """Files that appear, disappear or change."""
    changes: dict[str, ArticleEntry | None] = {}
    for file in rnd.sample([f"{number}" for number in range(most)], rnd.choice([1, 1, 2, most // 3])):
        if file in entries and rnd.random() < 0.3:
            changes[file] = rnd.choice([in_other_words, summed_up, quoted])(entries[file], f"{rnd.random()}")
            continue
        entry = an_entry(
            rnd.randrange(most),
            *rnd.sample(NAMES, rnd.randrange(6)),
            title=rnd.choice(["", "", "X", "Y"]),
            role=rnd.choice(["", "", "engineer"]),
            address=rnd.choice(["", f"own-{file}", f"Own-{rnd.randrange(most)}"]),
            said=rnd.choice([0, 0, 1, 2, 5]),
        )
        changes[file] = None if rnd.random() < 0.2 else entry
    return changes


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lists of few rows, so that few articles fill many pages."""
    for module, name, value in (
        (pagination, "PER_PAGE", 2),
        (quote_lists, "NEWEST", 3),
        (name_lists, "PER_PAGE", 3),
        (sitemap, "SIZE", 9),
        (entity, "FEED_SIZE", 3),
        (search_page, "NEWEST", 2),
        (search_page, "PART", 3),
        (front_page, "NEWEST", 4),
        (front_page, "LEAST", 2),
        (front_page, "SPEAKERS", 2),
    ):
        monkeypatch.setattr(module, name, value)
    for name, value in (("CO_MENTIONS", 2), ("MOST_CO_MENTIONS", 3), ("LEADING", 2), ("REACH", 2), ("OFTEN", 2)):
        monkeypatch.setattr(f"builder.index.history.{name}", value)


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(("seed", "most", "rounds"), [(1, 4, 80), (2, 12, 60), (3, 60, 30)])
def test_after_any_changes_the_rows_are_as_if_new_and_every_changed_page_is_affected(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int, most: int, rounds: int
) -> None:
    monkeypatch.setattr("builder.index.update.MOST", 18)
    rnd = random.Random(seed)
    entries, decided = dict[str, ArticleEntry](), DECISIONS[0]
    store: dict[bytes, Any] = {}

    def kept(key: bytes, shape: type[Any], make: Callable[[], Any]) -> Any:
        if key not in store:
            store[key] = make()
        assert isinstance(store[key], shape)
        return store[key]

    with closing(an_index(tmp_path / "index.db", entries)) as index:
        shown, known = inputs(index, kept), versions(index)
        followed = 0
        for turn in range(rounds):
            changes = some_changes(rnd, entries, most)
            entries = {file: entry for file, entry in {**entries, **changes}.items() if entry}
            if rnd.random() < 0.3:
                decided = rnd.choice(DECISIONS)

            found = follow(index, changes, decided)
            checked = planned(index, found)

            with closing(an_index(tmp_path / f"{turn}.db", entries, decided)) as fresh:
                assert rows(index) == rows(fresh)
                after = inputs(index, kept)
                assert after == inputs(fresh)
            assert {page for page in after if shown.get(page) != after[page]} <= checked
            followed += not found.everything
            same = {Page("entity", ref) for ref, version in versions(index).items() if version == known.get(ref)}
            assert {page: after[page][HISTORY] for page in same} == {page: shown[page][HISTORY] for page in same}
            shown, known = after, versions(index)
        assert followed > 0
        assert (followed < rounds) == (most > 18)


def some_decisions(rnd: random.Random) -> Overrides:
    """Decisions about some of these people: names, other people's names, who is the same and who is not."""
    ids = [slug(name.partition("=")[0]) for name in NAMES]
    entities = tuple(
        Override(
            EntityKind.PERSON,
            id_,
            rnd.choice(["", "", rnd.choice(NAMES).partition("=")[0]]),
            hidden=rnd.random() < 0.2,
            articles=rnd.choice([(), (), ("s1",)]),
        )
        for id_ in rnd.sample(ids, rnd.randrange(4))
    )
    kept, *others = rnd.sample(ids, 4)
    same = tuple((kept, other) for other in others[: rnd.randrange(4)])
    different = tuple((kept, other) for other in ids[: rnd.randrange(2)] if other != kept)
    return Overrides(entities, same=same, different=different)


def test_other_decisions_alone_give_the_rows_of_a_new_index(tmp_path: Path) -> None:
    rnd = random.Random(4)
    entries = {f"{n}": an_entry(n, *rnd.sample(NAMES, 4), role=rnd.choice(["", "engineer"])) for n in range(1, 12)}
    wanted = DECISIONS[0].overrides
    with closing(an_index(tmp_path / "index.db", entries)) as index:
        for turn in range(30):
            some = some_decisions(rnd)
            part = rnd.choice(["entities", "same", "different", "all"])
            wanted = some if part == "all" else replace(wanted, **{part: getattr(some, part)})

            planned(index, follow(index, {}, Decisions(wanted)))

            with closing(an_index(tmp_path / f"{turn}.db", entries, Decisions(wanted))) as fresh:
                assert rows(index) == rows(fresh)
                assert inputs(index) == inputs(fresh)


# Traits


def test_the_index_returns_what_an_article_says_of_its_people(tmp_path: Path) -> None:
    article = an_article(
        "Ms. Anna Berg, 45, met Otto Kern, director of the harbour museum, in France. Berg left early."
    )
    story, _, _ = lay_out("talks.txt", "talks", article, decided(article).value)

    with closing(an_index(tmp_path / "index.db", {"talks.txt": story})) as index:
        row = queries.article(index, "talks.txt")
        assert row is not None
        cast = queries.cast_members(queries.cast(index, row.id))

    assert {each.local.name: each.traits for each in cast if each.local.kind is EntityKind.PERSON} == {
        "Anna Berg": TraitFields(("Anna Berg", "Berg"), ages=(45,), sex="f"),
        "Otto Kern": TraitFields(("Otto Kern",), ("director of the harbour museum",)),
    }


def test_a_query_that_is_asked_once_in_a_build_is_asked_again_in_the_next(tmp_path: Path) -> None:
    asked: list[int] = []

    @once_in_a_build(keep=2)
    def twice(index: Index, number: int) -> int:
        asked.append(number)
        return 2 * number + queries.undated_count(index)

    with closing(an_index(tmp_path / "index.db", {"s1.txt": an_entry(0)})) as index:
        assert [twice(index, 1), twice(index, 2), twice(index, 1)] == [3, 5, 3]
        assert asked == [1, 2]
        follow(index, {"s2.txt": an_entry(0, address="s2")})
        assert twice(index, 1) == 4
