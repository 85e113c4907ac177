"""Which page owns which address, against a plain model of the rules."""

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from builder.index.addresses import LONGEST, AddressClaim, Owned, add, own, own_all, settle
from builder.index.pages import Page
from builder.index.tables import Index
from builder.store.safe_paths import is_plain

Pages = Mapping[Page, Sequence[str]]


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    with closing(Index(tmp_path / "index.db")) as index:
        yield index


def by_hand(path: str, *more: str, name: str = "") -> AddressClaim:
    """What a file in content/static or content/pages asks for."""
    return AddressClaim(Page("copy", name or path), (path, *more), f"static/{path}")


def generated(path: str) -> AddressClaim:
    return AddressClaim(Page("own", path), (path,))


def owners(index: Index) -> dict[str, str]:
    return dict(index.rows("SELECT path, page FROM output"))


def settled(
    index: Index, pages: Pages, first: Sequence[AddressClaim] = (), last: Sequence[AddressClaim] = ()
) -> tuple[Owned, list[str]]:
    """Give all of these their addresses; what came and went, and the files of those that have none."""
    owned = Owned()
    own_all(index, pages.items(), owned)
    problems = settle(index, first, last, owned)
    return owned, [problem.file for problem in problems]


A_PAGE = Page("article", "a.txt")


def test_a_page_that_follows_from_articles_comes_before_one_by_hand(index: Index) -> None:
    _, refused = settled(index, {A_PAGE: ["articles/a/index.html"]}, last=[by_hand("articles/a/index.html")])

    assert owners(index) == {"articles/a/index.html": A_PAGE.text}
    assert refused == ["static/articles/a/index.html"]


def test_a_page_by_hand_gives_way_when_an_article_takes_its_address_and_returns_when_it_goes(index: Index) -> None:
    claim = by_hand("articles/a/index.html")
    settled(index, {}, last=[claim])

    taken, refused = settled(index, {A_PAGE: ["articles/a/index.html"]}, last=[claim])
    back, again = settled(index, {}, last=[claim])

    assert (refused, again) == ([claim.source], [])
    assert (taken.gone, back.gone) == (set(), set())
    assert owners(index) == {"articles/a/index.html": claim.page.text}


def test_what_the_site_needs_comes_before_what_people_put_there(index: Index) -> None:
    _, refused = settled(index, {}, [generated("assets/site.css")], [by_hand("assets/site.css")])

    assert owners(index) == {"assets/site.css": "own:0:assets/site.css"}
    assert refused == ["static/assets/site.css"]


def test_a_file_by_hand_replaces_what_the_site_only_suggests(index: Index) -> None:
    _, refused = settled(index, {}, last=[by_hand("robots.txt"), generated("robots.txt")])

    assert owners(index) == {"robots.txt": "copy:0:robots.txt"}
    assert refused == []


@pytest.mark.parametrize(
    ("path", "other"),
    [
        ("About/index.html", "about/index.html"),
        ("caf\u00e9.txt", "cafe\u0301.txt"),
        ("STRASSE.txt", "stra\u00dfe.txt"),
        ("about", "about/index.html"),
        ("about/index.html/more", "about/index.html"),
        ("About", "about/index.html"),
    ],
)
def test_two_addresses_that_a_disk_cannot_hold_together_are_one(index: Index, path: str, other: str) -> None:
    _, refused = settled(index, {A_PAGE: [other]}, last=[by_hand(path)])
    assert owners(index) == {other: A_PAGE.text}
    assert refused == [f"static/{path}"]

    _, refused = settled(index, {}, last=[by_hand(other), by_hand(path)])
    assert owners(index) == {other: f"copy:0:{other}"}
    assert refused == [f"static/{path}"]


@pytest.mark.parametrize("path", ["a/" + "b" * (LONGEST + 1), "\u00e9" * (LONGEST // 2 + 1)])
def test_no_page_has_an_address_that_no_disk_can_hold(index: Index, path: str) -> None:
    _, refused = settled(index, {A_PAGE: [path, "a/index.html"]}, last=[by_hand(path, "b.txt")])

    assert owners(index) == {"a/index.html": A_PAGE.text}
    assert refused == [f"static/{path}"]


def test_an_address_as_long_as_a_disk_can_hold_is_kept(index: Index) -> None:
    path = "b" * LONGEST

    settled(index, {}, last=[by_hand(path)])

    assert owners(index) == {path: f"copy:0:{path}"}


@pytest.mark.parametrize("path", [".git/config", "a/.env", "a\\b"])
def test_what_a_host_may_hide_or_read_otherwise_is_no_address(index: Index, path: str) -> None:
    _, refused = settled(index, {}, last=[by_hand(path)])

    assert owners(index) == {}
    assert refused == [f"static/{path}"]


@pytest.mark.parametrize("claimed", [True, False])
def test_a_page_that_takes_an_address_from_another_counts_as_added(index: Index, claimed: bool) -> None:
    other = {} if claimed else {Page("article", "b.txt"): ["a/index.html"]}
    settled(index, other, last=[by_hand("a/index.html")] if claimed else [])

    owned, _ = settled(index, {A_PAGE: ["a/index.html"]})

    assert (owned.came, owned.gone) == ({"a/index.html"}, set())


def test_a_page_that_gets_another_case_replaces_its_file(index: Index) -> None:
    settled(index, {}, last=[by_hand("About.txt")])

    owned, _ = settled(index, {}, last=[by_hand("about.txt")])

    assert (owned.came, owned.gone) == ({"about.txt"}, {"About.txt"})


def test_a_claim_that_is_added_gets_only_a_free_address(index: Index) -> None:
    settled(index, {}, last=[by_hand("_redirects")])

    owned = Owned()
    add(index, generated("_redirects"), owned)
    add(index, generated("_more"), owned)

    assert owners(index) == {"_redirects": "copy:0:_redirects", "_more": "own:0:_more"}
    assert owned.came == {"_more"}


# A plain model

NAMES = ("a", "A", "b", "a/b", "a/B", "a/b/c", "b/index.html", "stra\u00dfe", "STRASSE", ".c", "d" * 256)
ALL = [Page("article", name) for name in "xyz"]


@pytest.mark.parametrize("seed", range(8))
def test_after_any_changes_each_address_has_the_owner_that_the_rules_give_it(tmp_path: Path, seed: int) -> None:
    rnd = random.Random(seed)
    pages: dict[Page, list[str]] = {}
    with closing(Index(tmp_path / "index.db")) as index:
        paths: set[str] = set()
        for _ in range(120):
            before = {path: (page, claimed) for path, page, claimed in _rows(index)}
            index.write("UPDATE output SET key = x'01'")
            free = rnd.sample([name for name in NAMES if name[0] != "."], rnd.randrange(5))
            changed: dict[Page, list[str]] = {page: [] for page in (*pages, *rnd.sample(ALL, rnd.randrange(4)))}
            for path in free:
                _give(rnd.choice(ALL), path, changed)
            pages = {page: some for page, some in changed.items() if some}
            claims = [_some_claim(rnd, number) for number in range(rnd.randrange(6))]
            middle = rnd.randrange(len(claims) + 1)
            first, last = claims[:middle], claims[middle:]
            owned = Owned()

            if rnd.random() < 0.5:
                own_all(index, pages.items(), owned)
            else:
                for page in sorted(changed, key=lambda _: rnd.random()):
                    own(index, page, changed[page], owned)
            problems = settle(index, first, last, owned)

            now = {path: (page, claimed) for path, page, claimed in _rows(index)}
            expected, refused = model(pages, [*first, *last])
            assert now == expected
            assert [problem.file for problem in problems] == refused
            assert owned.gone == paths - now.keys()
            assert _came(before, now) <= owned.came <= now.keys()
            kept = {path for (path,) in index.rows("SELECT path FROM output WHERE key IS NOT NULL")}
            assert all(before.get(path) == now[path] for path in kept)
            paths = set(now)


def _rows(index: Index) -> list[tuple[str, str, int]]:
    return index.rows("SELECT path, page, claimed FROM output")


def _came(before: Mapping[str, object], now: Mapping[str, object]) -> set[str]:
    return {path for path in now if before.get(path) != now[path]}


def _give(page: Page, path: str, changed: dict[Page, list[str]]) -> None:
    """Articles never have two pages with one address: see ``Update``."""
    others = {_one(other) for some in changed.values() for other in some}
    if _one(path) not in others:
        changed.setdefault(page, []).append(path)


def _some_claim(rnd: random.Random, number: int) -> AddressClaim:
    paths = tuple({_one(path): path for path in rnd.sample(NAMES, rnd.choice([1, 1, 2]))}.values())
    source = rnd.choice(["", f"static/{number}"])
    return AddressClaim(Page("copy" if source else "own", f"{number}"), paths, source)


def _one(path: str) -> str:
    """The same for all that a disk may not distinguish."""
    return path.casefold()


def _is_long(paths: Iterable[str]) -> bool:
    return any(len(part.encode()) > LONGEST for path in paths for part in path.split("/"))


def model(pages: Pages, claims: Sequence[AddressClaim]) -> tuple[dict[str, tuple[str, int]], list[str]]:
    """The owners of all addresses, and the files that have none, the plain way."""
    found = {path: (page.text, 0) for page, paths in pages.items() for path in paths if not _is_long([path])}
    refused = []
    for claim in claims:
        here = [_one(path) for path in claim.paths]
        taken = [_one(path) for path in found]
        meets = any(path == other for path in here for other in taken)
        if claim.source:
            meets |= any(
                f"{other}/".startswith(f"{path}/") or f"{path}/".startswith(f"{other}/")
                for path in here
                for other in taken
            )
        odd = claim.source and not all(map(is_plain, claim.paths))
        if meets or odd or _is_long(claim.paths):
            refused += [claim.source] * bool(claim.source or (_is_long(claim.paths) and not odd))
        else:
            found.update(dict.fromkeys(claim.paths, (claim.page.text, 1)))
    return found, refused
