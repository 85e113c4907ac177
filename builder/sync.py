"""From keys to site/: print the files whose key or stat signature has changed, and move them into place."""

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import closing

from builder.cache import Stamp
from builder.codec import Digest
from builder.listing import LIST
from builder.output import Aside
from builder.recipes import AnyUnit
from builder.sheet import Sheet
from builder.spread import spread
from builder.units import Printer
from builder.work import Work

Pages = Mapping[str, tuple[Digest, Stamp]]
"""Key and stat signature of each file in site/, by path."""


def sync(
    work: Work,
    sheet: Sheet,
    changed: Collection[str],
    stand: Pages,
    printer: Printer,
    remember: Callable[[Mapping[str, tuple[Digest, Stamp] | None]], None],
) -> tuple[int, int]:
    """Make site/ hold exactly the files of this sheet; the numbers of files written and deleted.

    ``changed`` are the files whose key has changed since the last call; ``stand`` are the files as they were left.
    ``remember`` receives those that changed, ``None`` for deleted ones.
    """
    output, jobs = work.output, work.project.config.jobs
    keys = sheet.keys
    late = {path for path in (changed if output.left else keys) if path not in stand or stand[path][0] != keys[path]}
    late |= work.strayed() & keys.keys()
    waiting: dict[str, Aside] = {}

    def set_aside(some: Sequence[AnyUnit]) -> list[Aside]:
        files = [(path, made) for unit in some for path, made in printer.files(unit).items() if path in late]
        return [output.set_aside(path, made()) for path, made in files]

    work.cache.commit()
    with output.aside():
        with closing(spread(set_aside, sheet.units(late), jobs)) as batches:
            for batch in batches:
                waiting |= {aside.path: aside for aside in batch}
                work.progress("Printing pages", len(waiting), len(late))
        if waiting or output.listed.keys() != keys.keys():
            work.cache.forget_last()
        output.leave({})
        output.announce(keys.keys())
        put = {path: (keys[path], output.put(aside)) for path, aside in waiting.items()}
        gone = output.finish(keys.keys())
    if found := output.stamp(LIST):
        put[LIST] = b"", found
    stale = stand.keys() - keys.keys() - {LIST}
    remember({**put, **dict.fromkeys(stale)})
    output.leave({**({path: stand[path] for path in keys if path in stand} if stale else stand), **put})
    return sum(bool(aside.name) for aside in waiting.values()), len(gone)
