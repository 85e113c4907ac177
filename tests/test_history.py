"""When and with whom people were mentioned, and earlier articles about the same people."""

import random
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from unittest.mock import Mock

import pytest

from builder.core.kinds import EntityKind
from builder.index import history, queries
from builder.index.history import MOST_CO_MENTIONS, REACH, RELATED, co_mentioned
from builder.index.pages import Page
from builder.index.tables import Index
from builder.layout.article_layout import ArticleEntry
from builder.layout.site_values import History
from builder.outputs import article
from builder.site import build
from tests.indexed import an_entry, an_index, follow

ADA, BO, CY, DEE = "Ada Lovelace", "Bo Other", "Cy Young", "Dee Dyer"
PEOPLE = ADA, BO, CY, DEE


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    with closing(an_index(tmp_path / "index.db", {})) as index:
        yield index


def earlier(index: Index, file: str) -> list[tuple[str, tuple[str, ...]]]:
    found = queries.article(index, file)
    assert found
    return [
        (queries.headline(raw).address, people)
        for raw, people in history.earlier(index, found, queries.cast(index, found.id))
    ]


def history_of(index: Index, ref: str) -> History:
    id_, articles = index.row("SELECT id, articles FROM entity WHERE ref = ?", ref)
    return history.history(index, id_, articles)


def co_mentions(found: History) -> list[tuple[str, int, list[int]]]:
    """Each with the number of articles, and which these are, counted from the newest."""
    return [
        (each.place.entity.name, each.count, [at for at, present in enumerate(found.present) if rank in present])
        for rank, each in enumerate(found.co_mentions[EntityKind.PERSON])
    ]


# Earlier articles


def test_earlier_articles_are_older_ones_those_about_most_of_the_same_people_first(index: Index) -> None:
    entries = {"a": an_entry(1, ADA, BO), "b": an_entry(2, ADA), "c": an_entry(3, ADA)}
    follow(index, {**entries, "now": an_entry(4, ADA, BO), "later": an_entry(5, ADA)})

    assert earlier(index, "now") == [("s1", (ADA, BO)), ("s3", (ADA,)), ("s2", (ADA,))]
    assert earlier(index, "a") == []


def test_an_article_without_a_date_is_neither_earlier_nor_later(index: Index) -> None:
    follow(index, {"a": an_entry(0, ADA), "b": an_entry(1, ADA), "c": an_entry(2, ADA)})

    assert earlier(index, "a") == []
    assert earlier(index, "c") == [("s1", (ADA,))]


def test_only_the_people_whom_an_article_mentions_most_lead_to_earlier_ones(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "LEADING", 2)

    follow(index, {"a": an_entry(1, CY), "b": an_entry(2, BO), "now": an_entry(3, ADA, BO, CY)})

    assert earlier(index, "now") == [("s2", (BO,))]


def test_no_more_earlier_articles_are_shown_than_there_is_room_for(index: Index) -> None:
    follow(index, {f"{day}": an_entry(day, *PEOPLE) for day in range(1, 2 * REACH)})

    assert len(earlier(index, f"{2 * REACH - 1}")) == RELATED


def test_a_new_article_changes_the_earlier_ones_of_no_other(index: Index) -> None:
    follow(index, {f"{day}": an_entry(day, ADA, BO) for day in range(1, 20)})

    changes = follow(index, {"new": an_entry(20, ADA, BO)})

    assert {*article.affected(index, changes)} == {Page("article", "new")}


def test_after_any_changes_the_earlier_articles_are_those_of_a_plain_count(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "REACH", 3)
    rnd = random.Random(4)
    entries: dict[str, ArticleEntry] = {}
    shown: dict[str, object] = {}
    for _ in range(150):
        changes: dict[str, ArticleEntry | None] = {}
        for number in rnd.sample(range(30), rnd.choice([1, 1, 2, 9])):
            day = number if rnd.random() < 0.9 else 0
            entry = an_entry(day, *rnd.sample(PEOPLE, rnd.randrange(4)), address=f"s{number}", title=rnd.choice("xyz"))
            changes[f"{number}"] = None if rnd.random() < 0.2 else entry
        entries = {file: each for file, each in {**entries, **changes}.items() if each}

        pages = {page.name for page in article.affected(index, follow(index, changes))}

        expected = {file: counted(entry, entries) for file, entry in entries.items()}
        assert {file: earlier(index, file) for file in entries} == expected
        assert {file for file, found in expected.items() if shown.get(file) != found} <= pages
        shown = {**expected}


def counted(entry: ArticleEntry, entries: Mapping[str, ArticleEntry]) -> list[tuple[str, tuple[str, ...]]]:
    """The earlier articles, the plain way."""
    if not entry.headline.date:
        return []
    order = sorted(entries.values(), key=lambda each: each.headline.order)
    older = order[order.index(entry) + 1 :]
    names = [row.who.split(":")[-1] for row in entry.entities][: history.LEADING]
    found: dict[str, list[str]] = {}
    for name in names:
        for each in [s for s in older if any(row.who.endswith(name) for row in s.entities)][: history.REACH]:
            found.setdefault(each.headline.address, []).append(name)
    dated = [each.headline.address for each in older if each.headline.date and each.headline.address in found]
    best = sorted(dated, key=lambda address: -len(found[address]))[:RELATED]
    return [(address, tuple(found[address])) for address in best]


# Roles


def roles(found: History) -> list[tuple[str, str, str]]:
    return [(each.words, each.first.address, each.last.address) for each in found.roles]


def test_a_role_in_many_articles_is_one_with_the_first_and_the_last_of_them_the_latest_first(index: Index) -> None:
    said = {1: "senator", 2: "Sen.", 3: "president", 4: "", 5: "senator", 6: "President"}
    follow(index, {f"{day}": an_entry(day, ADA, role=role) for day, role in said.items()})

    found = history_of(index, "person:ada-lovelace")

    assert roles(found) == [("President", "s3", "s6"), ("senator", "s1", "s5")]


def test_an_article_without_a_date_begins_and_ends_no_role_that_others_date(index: Index) -> None:
    undated = an_entry(0, ADA, role="senator", address="u"), an_entry(0, ADA, role="nurse", address="v")
    follow(index, {"u": undated[0], "v": undated[1], "1": an_entry(1, ADA, role="senator")})

    found = history_of(index, "person:ada-lovelace")

    assert roles(found) == [("senator", "s1", "s1"), ("nurse", "v", "v")]


def test_of_many_roles_those_are_shown_that_most_articles_give(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "ROLES", 2)
    said = {1: "mayor", 2: "mayor", 3: "lawyer", 4: "nurse"}
    follow(index, {f"{day}": an_entry(day, ADA, role=role) for day, role in said.items()})

    found = history_of(index, "person:ada-lovelace")

    assert roles(found) == [("nurse", "s4", "s4"), ("mayor", "s1", "s2")]


def test_variants_of_a_role_are_one_in_the_words_that_most_articles_use(index: Index) -> None:
    said = {1: "Ohio Gov.", 2: "governor of Ohio", 3: "Ohio Gov.", 4: "Ohio’s governor"}
    follow(index, {f"{day}": an_entry(day, ADA, role=role) for day, role in said.items()})

    found = history_of(index, "person:ada-lovelace")

    assert roles(found) == [("Ohio Gov.", "s1", "s4")]


def test_the_role_shown_is_not_just_that_of_the_newest_article_and_follows_edits(index: Index) -> None:
    said = {1: "Ohio senator", 2: "Sen.", 3: "Sen.", 4: "Kern’s wife"}
    shown = "SELECT line FROM entity WHERE ref = 'person:ada-lovelace'"
    follow(index, {f"{day}": an_entry(day, ADA, role=role) for day, role in said.items()})
    before = queries.line(index.value(shown)).role

    follow(index, {"1": an_entry(1, ADA)})

    assert (before, queries.line(index.value(shown)).role) == ("Ohio senator", "Sen.")


# Co-mentions


def test_a_history_counts_years_and_co_mentions(index: Index) -> None:
    follow(index, {"a": an_entry(1, ADA, BO), "b": an_entry(400, ADA, BO), "c": an_entry(0, ADA, CY)})

    found = history_of(index, "person:ada-lovelace")

    assert [headline.address for headline in found.ends] == ["s1", "s400"]
    assert [(each.name, each.count, each.page) for each in found.periods] == [
        ("2001-02", 1, 0),
        ("2000-01", 1, 0),
        ("", 1, 0),
    ]
    assert co_mentions(found) == [(BO, 2, [0, 1]), (CY, 1, [2])]
    assert found.co_mentions[EntityKind.COUNTRY] == ()


def test_of_two_with_as_many_common_articles_the_more_mentioned_comes_first_then_by_name(index: Index) -> None:
    follow(index, {"a": an_entry(1, ADA, DEE, CY), "b": an_entry(2, BO, ADA)})

    names = [name for name, *_ in co_mentions(history_of(index, "person:ada-lovelace"))]

    # Two mentions each for Dee and Bo, "Dyer" before "Other"; one for Cy.
    assert names == [DEE, BO, CY]


def test_co_mentions_are_those_of_a_plain_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "CO_MENTIONS", 2)
    rnd = random.Random(5)
    for turn in range(20):
        entries = {f"{day}": an_entry(day, *rnd.sample(PEOPLE, rnd.randrange(5))) for day in range(1, 12)}
        with closing(an_index(tmp_path / f"{turn}.db", entries)) as index:
            for name in {row.who.split(":")[-1] for entry in entries.values() for row in entry.entities}:
                sql = "SELECT e.ref FROM name n JOIN local l ON l.name = n.id JOIN entity e ON e.id = l.entity"
                ref = index.value(f"{sql} WHERE n.who LIKE ?", f"%{name}")

                assert co_mentions(history_of(index, ref)) == counted_co_mentions(name, entries)


def counted_co_mentions(name: str, entries: Mapping[str, ArticleEntry]) -> list[tuple[str, int, list[int]]]:
    """Co-mentions, the plain way."""
    common: Counter[str] = Counter()
    mentions: Counter[str] = Counter()
    shared: dict[str, list[int]] = {}
    casts = [
        {each.who.split(":")[-1]: each.count for each in entry.entities}
        for entry in sorted(entries.values(), key=lambda each: each.headline.order)
    ]
    for at, seen in enumerate(seen for seen in casts if name in seen):
        for other in seen.keys() - {name}:
            common[other] += 1
            mentions[other] += seen[other]
            shared.setdefault(other, []).append(at)
    best = sorted(common, key=lambda other: (-common[other], -mentions[other], other.split()[1]))
    return [(other, common[other], shared[other]) for other in best[:2]]


def test_in_an_article_of_hundreds_those_count_as_co_mentioned_whom_it_mentions_most() -> None:
    cast = {number: number % 7 for number in range(2 * MOST_CO_MENTIONS)}

    found = co_mentioned(cast)

    assert len(found) == MOST_CO_MENTIONS
    assert min(found.values()) >= max(cast[entity] for entity in cast.keys() - found.keys())
    assert co_mentioned(found) == found


def test_the_hundreds_of_one_article_hide_nobody_from_the_history_of_another(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "MOST_CO_MENTIONS", 2)

    follow(index, {"a": an_entry(1, ADA, BO, CY, DEE), "b": an_entry(2, CY, DEE)})

    # Of the first, only Ada and Bo count, for everyone in it.
    assert co_mentions(history_of(index, "person:dee-dyer")) == [
        (ADA, 1, [1]),
        (BO, 1, [1]),
        (CY, 1, [0, 1]),
    ]
    assert co_mentions(history_of(index, "person:ada-lovelace")) == [(BO, 1, [0])]


def test_ties_join_co_mentions_that_are_together_in_several_of_the_articles(index: Index) -> None:
    entries = {"a": an_entry(1, ADA, BO, CY), "b": an_entry(2, ADA, BO, CY, DEE), "c": an_entry(3, BO, CY, DEE)}
    follow(index, {**entries, "d": an_entry(4, ADA, DEE)})

    found = history_of(index, "person:ada-lovelace").co_mentions[EntityKind.PERSON]

    # What the third says of Bo, Cy and Dee is not about Ada.
    names = [each.place.entity.name for each in found]
    ties = {
        frozenset((names[at], names[other])): number for at, each in enumerate(found) for other, number in each.ties
    }
    assert ties == {frozenset((BO, CY)): 2}


def test_the_front_page_counts_those_in_the_newest_articles(index: Index) -> None:
    follow(index, {"a": an_entry(1, DEE), "b": an_entry(2, CY, BO), "c": an_entry(3, BO)})

    found = history.most_mentioned(index, 2)

    assert [(queries.line(raw).place.entity.name, count) for raw, count in found[EntityKind.PERSON]] == [
        (BO, 2),
        (CY, 1),
    ]
    assert found[EntityKind.COUNTRY] == []


def test_the_front_page_counts_nobody_of_whom_only_one_word_is_known(index: Index) -> None:
    follow(index, {"a": an_entry(1, "Dee"), "b": an_entry(2, "Dee", BO)})

    found = history.most_mentioned(index, 2)

    assert [queries.line(raw).place.entity.name for raw, _ in found[EntityKind.PERSON]] == [BO]


# Kept between builds


@pytest.mark.parametrize(
    ("before", "after", "is_counted"),
    [
        ("Talks in Vienna", "More talks in Vienna", False),
        ("It rained.", "It snowed.", False),
        ("It rained.", "It rained on Lena Holm.", True),
        ("It rained.", "It rained. Viktor Stein smiled.", True),
    ],
)
def test_with_whom_somebody_appears_is_counted_again_only_if_that_has_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: str, after: str, is_counted: bool
) -> None:
    monkeypatch.setattr(history, "OFTEN", 1)
    story = "Talks in Vienna\n\nGerman envoy Viktor Stein met Otto Kern in Austria. It rained.\n"
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "a.txt").write_text(story, encoding="utf-8")
    build(tmp_path, jobs=1, search="none")
    count = Mock(side_effect=history._together)
    monkeypatch.setattr(history, "_together", count)

    (tmp_path / "content" / "a.txt").write_text(story.replace(before, after), encoding="utf-8")
    build(tmp_path, jobs=1, search="none")

    assert count.called == is_counted
    page = (tmp_path / "site/people/viktor-stein/index.html").read_text(encoding="utf-8")
    assert ("More talks" in page) == ("More talks" in after)
    assert ("Lena Holm" in page) == ("Lena Holm" in after)
