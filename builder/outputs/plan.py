"""Which pages a build must check: those that a change can affect, those that are pending, or all."""

from collections.abc import Collection, Iterable, Sequence

from builder.index.addresses import Owned, own, own_all
from builder.index.changes import Changes
from builder.index.pages import Page, page_of
from builder.index.tables import Index
from builder.index.update import one_form
from builder.outputs import OUTPUTS

ALL = "all"
"""State: a build that checks all pages has not finished."""


def plan(
    index: Index, changes: Changes, modified: Collection[str], owned: Owned, *, everything: bool
) -> Sequence[Page]:
    """The pages to check, which the index records as pending; their paths are settled.

    ``modified`` are paths of files that were changed since the last build. With ``everything``, all pages are checked.
    """
    forms = [*map(one_form, modified)]
    index.write_all("UPDATE output SET key = NULL WHERE form = ?", zip(forms))
    if everything or changes.everything or index.state(ALL, bool):
        own_all(index, ((page, OUTPUTS[page.output].paths(index, page)) for page in _all(index)), owned)
        return plan_all(index)
    unfinished = index.rows("SELECT page FROM pending")
    damaged = index.rows_of("SELECT page FROM output WHERE form IN ids AND NOT claimed", forms)
    affected = {page_of(text) for (text,) in (*unfinished, *damaged)}
    affected.update(*(output.affected(index, changes) for output in OUTPUTS.values()))
    there: list[Page] = []
    for page in sorted(affected):
        paths = OUTPUTS[page.output].paths(index, page)
        own(index, page, paths, owned)
        if paths:
            there.append(page)
    index.write_all("INSERT OR IGNORE INTO pending VALUES (?)", [(page.text,) for page in there])
    return there


def plan_all(index: Index) -> Sequence[Page]:
    """All pages, to be checked."""
    index.put_state(ALL, True)
    return list(_all(index))


def finish(index: Index) -> None:
    """Record that no page is pending."""
    index.write("DELETE FROM pending")
    index.drop_state(ALL)


def _all(index: Index) -> Iterable[Page]:
    return (page for output in OUTPUTS.values() for page in output.pages(index))
