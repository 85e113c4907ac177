"""Which output owns which address: each address of the site has one owner.

Pages that follow from articles take precedence over those made by hand: plain pages, redirects, copied files. When an
address becomes free, the output that lost it gets it back.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from builder.core.errors import Problem
from builder.index.pages import Page
from builder.index.tables import Index
from builder.index.update import one_form
from builder.store.safe_paths import is_plain

LONGEST = 255
"""Maximum bytes of a file name on common disks."""

_CLAIMED = "INTO output (form, spelled, page, claimed) VALUES (?1, nullif(?2, ?1), ?3, 1)"
"""A path is only kept where it differs from its canonical form."""


class AddressClaim(NamedTuple):
    """A page that does not follow from articles, with the paths that it needs."""

    page: Page
    paths: tuple[str, ...]
    source: str = ""
    """The file that it comes from, if it was made by hand."""
    title: str = ""
    """The title of a plain page, for the navigation."""


@dataclass(slots=True)
class Owned:
    """The paths that a build adds and removes."""

    came: set[str] = field(default_factory=set)
    """Including those that now belong to another page."""
    gone: set[str] = field(default_factory=set)

    def add(self, came: Iterable[str], gone: Iterable[str]) -> None:
        """Add later changes to these."""
        came, gone = set(came), set(gone)
        self.came = self.came - gone | came
        self.gone = self.gone - came | gone


def own_all(index: Index, pages: Iterable[tuple[Page, Sequence[str]]], owned: Owned) -> None:
    """Give exactly these pages their paths, which pages made by hand lose."""
    index.write("CREATE TEMP TABLE IF NOT EXISTS planned (form TEXT PRIMARY KEY, path TEXT, page TEXT) WITHOUT ROWID")
    index.write("DELETE FROM planned")
    rows = ((one_form(path), path, page.text) for page, paths in pages for path in paths if not _is_long(path))
    index.write_all("INSERT INTO planned VALUES (?, ?, ?)", rows)
    left = "NOT claimed AND form NOT IN (SELECT form FROM planned)"
    gone = [path for (path,) in index.rows(f"SELECT path FROM output WHERE {left}")]  # noqa: S608  # our own
    index.write(f"DELETE FROM output WHERE {left}")  # noqa: S608  # our own
    found = index.rows(
        "SELECT p.path, o.path FROM planned p LEFT JOIN output o ON o.form = p.form"
        " WHERE o.path IS NOT p.path OR o.page <> p.page OR o.claimed"
    )
    lost = (before for path, before in found if before and before != path)
    owned.add((path for path, _ in found), (*gone, *lost))
    index.write(
        "INSERT INTO output (form, spelled, page, claimed) SELECT form, nullif(path, form), page, 0 FROM planned"
        " WHERE true ON CONFLICT (form) DO UPDATE"
        " SET spelled = excluded.spelled, page = excluded.page, claimed = 0, key = NULL"
        " WHERE spelled IS NOT excluded.spelled OR page <> excluded.page OR claimed"
    )
    index.write("DELETE FROM planned")


def own(index: Index, page: Page, paths: Sequence[str], owned: Owned) -> None:
    """Give a page exactly these paths, which pages made by hand lose."""
    now = {one_form(path): path for path in paths if not _is_long(path)}
    before = dict(index.rows("SELECT form, path FROM output WHERE page = ?", page.text))
    if now == before:
        return
    index.write_all("DELETE FROM output WHERE form = ? AND page = ?", [(f, page.text) for f in before.keys() - now])
    new = [(form, path, page.text) for form, path in now.items() if before.get(form) != path]
    for form, path, _ in new:
        lost = index.value("SELECT path FROM output WHERE form = ?", form)
        owned.add((), [lost] if lost and lost != path else ())
    index.write_all(
        "INSERT INTO output (form, spelled, page, claimed) VALUES (?1, nullif(?2, ?1), ?3, 0)"
        " ON CONFLICT (form) DO UPDATE SET spelled = excluded.spelled, page = excluded.page, claimed = 0, key = NULL",
        new,
    )
    owned.add((path for _, path, _ in new), (path for form, path in before.items() if form not in now))


def settle(index: Index, first: Sequence[AddressClaim], last: Sequence[AddressClaim], owned: Owned) -> list[Problem]:
    """Give the claims their paths where these are free, ``first`` before ``last``; the problems of the others."""
    settling = _Settling(index)
    kept = [claim for claim in (*first, *last) if settling.take(claim)]
    sql = "SELECT form, path, page FROM output WHERE claimed"
    before = {form: (path, page) for form, path, page in index.rows(sql)}
    now = {one_form(path): (path, claim.page.text) for claim in kept for path in claim.paths}
    index.write_all("DELETE FROM output WHERE form = ? AND claimed", [(form,) for form in before.keys() - now])
    new = [(form, path, page) for form, (path, page) in now.items() if before.get(form) != (path, page)]
    index.write_all(f"INSERT OR REPLACE {_CLAIMED}", new)
    paths = {path for path, _ in now.values()}
    owned.add((path for _, path, _ in new), (path for path, _ in before.values() if path not in paths))
    return settling.problems


def add(index: Index, claim: AddressClaim, owned: Owned) -> None:
    """Give one more page its path, if nothing else has it."""
    (path,) = claim.paths
    if index.value("SELECT 1 FROM output WHERE form = ?", one_form(path)) is None:
        index.write(f"INSERT {_CLAIMED}", one_form(path), path, claim.page.text)
        owned.add([path], ())


def too_long(index: Index) -> Iterator[Problem]:
    """A problem for each page that follows from an article, but has an address that no disk can hold."""
    # The schema has an index of these few.
    sql = (
        "SELECT 'articles/' || address || '/' FROM article WHERE length(address) > 255"
        " UNION ALL SELECT folder FROM entity WHERE length(folder) > 255"
    )
    for (folder,) in index.rows(sql):
        if _is_long(folder):
            yield _long(folder + "index.html", "")


class _Settling:
    """The paths taken so far by pages that do not follow from articles."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._taken: dict[str, str] = {}
        self._folders: set[str] = set()
        self.problems: list[Problem] = []

    def take(self, claim: AddressClaim) -> bool:
        """Whether all paths of a claim are free; they are taken then."""
        here = dict(zip(map(one_form, claim.paths), claim.paths, strict=True))
        other = next(filter(None, map(self._at, here)), "")
        if claim.source and not other:
            other = next(filter(None, map(self._in_the_way, here)), "")
        if claim.source and not all(map(is_plain, claim.paths)):
            hint = "rename it: no part of an address may begin with a dot or contain a backslash"
            self.problems.append(Problem(f"{claim.paths[0]!r} cannot be an address", claim.source, hint=hint))
            return False
        if any(map(_is_long, here)):
            self.problems.append(_long(claim.paths[0], claim.source))
            return False
        if other:
            if claim.source:
                hint = "rename it"
                self.problems.append(Problem(f"its address is already taken by {other}", claim.source, hint=hint))
            return False
        self._taken.update(here)
        for path in here:
            folder = path
            while "/" in folder and (folder := folder.rpartition("/")[0]) not in self._folders:
                self._folders.add(folder)
        return True

    def _at(self, form: str) -> str:
        """The path of the page that has this address; empty if there is none."""
        sql = "SELECT path FROM output WHERE form = ? AND NOT claimed"
        return self._taken.get(form) or self._index.value(sql, form) or ""

    def _in_the_way(self, form: str) -> str:
        """What occupies this path as a folder, or as a file where a folder is needed; empty if nothing does."""
        if self._is_folder(form):
            return f"{form}/"
        while "/" in form and not self._is_folder(form := form.rpartition("/")[0]):
            if other := self._at(form):
                return other
        return ""

    def _is_folder(self, form: str) -> bool:
        sql = "SELECT 1 FROM output WHERE form > ? AND form < ? AND NOT claimed"
        return form in self._folders or self._index.value(sql, f"{form}/", f"{form}0") is not None


def _long(path: str, source: str) -> Problem:
    hint = "shorten the name of the file, person or country"
    return Problem(f"the address is too long: {path[:60]}…", source, hint=hint)


def _is_long(path: str) -> bool:
    """Whether a part of this path is too long for any disk."""
    return (len(path) > LONGEST or not path.isascii()) and any(len(p.encode()) > LONGEST for p in path.split("/"))
