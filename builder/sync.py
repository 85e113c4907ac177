"""From units to site/: those whose key or stamp differs from the last build are printed, then put into their place."""

from collections.abc import Mapping, Sequence
from contextlib import closing

from builder.articles import Progress
from builder.cache import Cache, Stamp
from builder.codec import Digest
from builder.output import LIST, Aside, Output
from builder.spread import spread
from builder.units import AnyUnit, Printer


def sync(
    units: Sequence[tuple[AnyUnit, Mapping[str, Digest]]],
    printer: Printer,
    cache: Cache,
    output: Output,
    progress: Progress,
    jobs: int,
) -> tuple[int, int]:
    """Make site/ hold exactly these units, given the key of each file; how many files were written, and deleted."""
    listed, stand = output.listed, cache.pages()
    keys = {path: key for _, each in units for path, key in each.items()}
    late = {path for path, key in keys.items() if not _is_as_written(path, key, stand, output)}
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
        output.announce(keys)
        stamps = {path: (key, output.put(waiting[path])) for path, key in keys.items() if path in waiting}
        gone = output.finish(keys)
    if found := output.stamp(LIST):
        stamps[LIST] = b"", found
    cache.put_pages(stamps, stand.keys() - keys.keys() - {LIST})
    return sum(bool(aside.name) for aside in waiting.values()), len(gone)


def _is_as_written(path: str, key: Digest, stand: Mapping[str, tuple[Digest, Stamp]], output: Output) -> bool:
    return path in stand and stand[path] == (key, output.stamp(path))
