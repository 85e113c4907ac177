"""The pictures that pages show: their sizes, and smaller copies for smaller screens.

The path of a copy has the digest of everything that it is made from, so a copy that is in place is never made again,
and pictures in several articles share theirs. Only what a page shows gets copies; files from static/ do not.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from functools import partial

from builder.core.codec import Digest, digest
from builder.core.errors import BuilderError, Problem
from builder.core.image_size import image_size
from builder.index.addresses import AddressClaim
from builder.index.pages import Page
from builder.layout.site_values import SizedPicture, SmallerCopy
from builder.outputs.claims import Claimed
from builder.outputs.content import IMAGES, Copy, parted
from builder.outputs.page import File, Printer
from builder.outputs.scaling import MAX_BYTES, Inspected, inspected, pillow, scaled, widths
from builder.settings.project import Project
from builder.store.fingerprints import code_key
from builder.store.memo import Cache
from builder.store.sources import SourceFile
from builder.store.workers import in_workers

FOLDER = "assets/pictures/"
"""Where browsers may keep a file forever: another file has another name."""

FEW = 8
"""New pictures that one process decodes faster than workers start."""


def sizes(copies: Iterable[Copy], project: Project, cache: Cache) -> dict[str, tuple[int, int]]:
    """Width and height of the pictures to copy, by path, where they are known. Cached for each picture."""
    images = {each.path: each for each in copies if parted(each.path)[1].lower() in IMAGES}
    code = code_key("builder.core.image_size")
    keys = {path: digest(code, each.digest) for path, each in images.items()}
    found: dict[bytes, tuple[int, ...]] = dict(cache.get_all(list(set(keys.values())), tuple[int, ...]))
    for path, key in keys.items():
        if key not in found:
            try:
                found[key] = image_size(project.file(images[path].source).chunks()) or ()
            except BuilderError:
                continue  # Copying it reports the problem.
            cache.put(key, found[key])
    return {path: (some[0], some[1]) for path, key in keys.items() if (some := found.get(key))}


def sized_pictures(
    copies: Sequence[Copy], shown: Collection[str], project: Project, cache: Cache
) -> tuple[dict[str, SizedPicture], list[Claimed], list[Problem]]:
    """The pictures by path, their smaller copies, and the problems of those that can have none.

    ``shown`` are the sources of those that pages show.
    """
    known = sizes(copies, project, cache)
    wide = {each.path: each for each in copies if each.source in shown and widths(known.get(each.path, (0, 0))[0])}
    if not wide or not pillow():
        return {path: SizedPicture(*size) for path, size in known.items()}, [], []
    code = code_key("builder.outputs.scaling", libraries=("pillow",))
    keys = {path: digest(code, each.digest) for path, each in wide.items()}
    found = _inspected({keys[path]: each for path, each in wide.items()}, project, cache)
    pictures, made = dict[str, SizedPicture](), dict[str, Claimed]()
    for path, size in known.items():
        suffix = found[keys[path]].suffix if path in keys else ""
        smaller = tuple(_smaller(keys[path], suffix, size[0])) if suffix else ()
        pictures[path] = SizedPicture(*size, smaller)
        for each in smaller:
            made[each.path] = _scaled_copy(each, wide[path].source)
    refused = {each.source: problem for path, each in wide.items() if (problem := found[keys[path]].problem)}
    hint = "save it again, smaller or in another program"
    problems = [
        Problem(f"{problem}: no smaller copies are made of it", source, hint=hint, warning=True)
        for source, problem in refused.items()
    ]
    return pictures, list(made.values()), problems


def beside_page(
    folder: str, addresses: Iterable[str], pictures: Mapping[str, SizedPicture]
) -> tuple[tuple[str, SizedPicture], ...]:
    """Those of ``pictures`` that the page in ``folder`` shows, by path in it; ``addresses`` are such paths."""
    paths = sorted(set(addresses))
    return tuple((path, pictures[folder + path]) for path in paths if folder + path in pictures)


def _smaller(key: Digest, suffix: str, width: int) -> Iterator[SmallerCopy]:
    return (SmallerCopy(each, f"{FOLDER}{key.hex()[:20]}.{each}w.{suffix}") for each in widths(width))


def _scaled_copy(smaller: SmallerCopy, source: str) -> Claimed:
    path = smaller.path
    make = partial(_scaled, source, smaller.width)
    return AddressClaim(Page("scaled", path), (path,)), File(path, (), make, "file")


def _scaled(source: str, width: int, printer: Printer) -> bytes:
    return scaled(b"".join(printer.source(source).chunks()), width)


def _inspected(pictures: Mapping[Digest, Copy], project: Project, cache: Cache) -> Mapping[Digest, Inspected]:
    """What can be done with each, by key. Cached; new ones are decoded in workers."""
    found = cache.get_all(list(pictures), Inspected)
    new = [key for key in pictures if key not in found]
    files = [project.file(pictures[key].source) for key in new]
    work = partial(_numbered, dict(enumerate(files)))
    with closing(in_workers(work, range(len(new)), project.config.jobs, size=1, few=FEW)) as batches:
        for number, result in (each for batch in batches for each in batch):
            found[new[number]] = result or Inspected("")
            if result:
                cache.put(new[number], result)
    return found


def _numbered(files: Mapping[int, SourceFile], numbers: Sequence[int]) -> list[tuple[int, Inspected | None]]:
    return [(number, _inspect(files[number])) for number in numbers]


def _inspect(file: SourceFile) -> Inspected | None:
    """What can be done with a picture; ``None`` if it cannot be read, which copying it reports."""
    raw = bytearray()
    try:
        for chunk in file.chunks():
            raw += chunk
            if len(raw) > MAX_BYTES:
                return Inspected("", f"has more than {MAX_BYTES // 1_000_000} million bytes")
    except BuilderError:
        return None
    return inspected(bytes(raw))
