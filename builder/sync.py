"""From units to site/: those whose key or stamp differs from the last build are printed, then put into their place."""

from collections.abc import Mapping, Sequence
from contextlib import closing

from builder.articles import Progress
from builder.cache import Cache, Stamp
from builder.codec import Digest
from builder.output import Aside, Output
from builder.spread import spread
from builder.units import AnyUnit, Printer, paths


def sync(
    units: Sequence[tuple[AnyUnit, Digest]],
    printer: Printer,
    cache: Cache,
    output: Output,
    progress: Progress,
    jobs: int,
) -> tuple[int, int]:
    """Make site/ hold exactly these units; how many files were written, and how many deleted."""
    stand = cache.pages()
    keys = {path: key for unit, key in units for path in paths(unit)}
    due = [
        unit for unit, _ in units if not all(_is_as_written(path, keys[path], stand, output) for path in paths(unit))
    ]
    waiting: dict[str, Aside] = {}
    total = sum(len(paths(unit)) for unit in due)

    def set_aside(some: Sequence[AnyUnit]) -> list[Aside]:
        return [output.set_aside(path, raw) for unit in some for path, raw in printer.files(unit).items()]

    cache.commit()
    with output.aside():
        with closing(spread(set_aside, due, jobs)) as batches:
            for batch in batches:
                waiting |= {aside.path: aside for aside in batch}
                progress("Printing pages", len(waiting), total)
        if waiting or output.listed.keys() != keys.keys():
            cache.forget_last()
        output.announce(keys)
        stamps = {path: (key, output.put(waiting[path])) for path, key in keys.items() if path in waiting}
        gone = output.finish(keys)
    cache.put_pages(stamps, stand.keys() - keys.keys())
    return sum(bool(aside.name) for aside in waiting.values()), len(gone)


def stands(pages: Mapping[str, tuple[Digest, Stamp]], output: Output) -> bool:
    """Whether site/ is as the last build left it."""
    return output.listed.keys() == pages.keys() and all(
        output.stamp(path) == found for path, (_, found) in pages.items()
    )


def _is_as_written(path: str, key: Digest, stand: Mapping[str, tuple[Digest, Stamp]], output: Output) -> bool:
    return path in stand and stand[path] == (key, output.stamp(path))
