"""From units to site/: those whose key or stamp differs from the last build are printed, then put into their place."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing

from builder.articles import Progress
from builder.cache import Cache, Stamp
from builder.codec import Digest
from builder.output import LIST, Aside, Output
from builder.spread import spread
from builder.units import AnyUnit, Note, Printer

Stand = Mapping[str, tuple[Digest, Stamp]]
"""Key and stamp of each page as it was left, by path; the list of pages among them, without a key."""


def sync(
    units: Sequence[tuple[AnyUnit, Mapping[str, Digest]]],
    printer: Printer,
    cache: Cache,
    output: Output,
    progress: Progress,
    jobs: int,
) -> tuple[int, int]:
    """Make site/ hold exactly these units, given the key of each file; how many files were written, and deleted."""
    listed, stand = output.listed, output.left or cache.pages()
    keys = {path: key for _, each in units for path, key in each.items()}
    late = {path for path, key in keys.items() if path not in stand or key != stand[path][0]}
    if not output.left:
        late |= {path for path in keys.keys() & stand.keys() if output.stamp(path) != stand[path][1]}
    due = [unit for unit, each in units if not late.isdisjoint(each)]
    waiting: dict[str, Aside] = {}

    def set_aside(some: Sequence[AnyUnit]) -> list[Aside]:
        files = [(path, made) for unit in some for path, made in printer.files(unit).items() if path in late]
        return [output.set_aside(path, made()) for path, made in files]

    cache.commit()
    with output.aside():
        with closing(spread(set_aside, due, jobs)) as batches:
            for batch in batches:
                waiting |= {aside.path: aside for aside in batch}
                progress("Printing pages", len(waiting), len(late))
        if waiting or listed.keys() != keys.keys():
            cache.forget_last()
        output.leave({})
        output.announce(keys)
        put = {path: (key, output.put(waiting[path])) for path, key in keys.items() if path in waiting}
        gone = output.finish(keys)
    if found := output.stamp(LIST):
        put[LIST] = b"", found
    cache.put_pages(put, stand.keys() - keys.keys() - {LIST})
    output.leave({**{path: stand[path] for path in keys if path in stand}, **put})
    return sum(bool(aside.name) for aside in waiting.values()), len(gone)


class Keys:
    """Guards that a unit's keys are made once: a unit that stayed the same value has the keys that it had."""

    def __init__(self) -> None:
        self._shared = b"", b""
        self._known: dict[int, tuple[AnyUnit, Note | None, Mapping[str, Digest]]] = {}

    def of(
        self, units: Iterable[AnyUnit], printer: Printer, themed: Digest, plain: Digest
    ) -> list[tuple[AnyUnit, Mapping[str, Digest]]]:
        """Each unit with the keys of its files. See ``Printer.keys``."""
        known = self._known if self._shared == (themed, plain) else {}
        fresh: dict[int, tuple[AnyUnit, Note | None, Mapping[str, Digest]]] = {}
        for unit in units:
            note, before = printer.note(unit), known.get(id(unit))
            same = before is not None and before[0] is unit and before[1] == note
            fresh[id(unit)] = before if before and same else (unit, note, printer.keys(unit, themed, plain))
        self._shared, self._known = (themed, plain), fresh
        return [(unit, keys) for unit, _, keys in fresh.values()]
