"""The role of each file in content/; no two outputs have the same address."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import PurePosixPath
from typing import TypeVar

from builder.archive import one_form
from builder.cache import Cache
from builder.code import code_key
from builder.codec import Digest, digest
from builder.errors import BuilderError, Problem
from builder.inside import is_plain
from builder.kinds import EntityKind
from builder.project import DECISIONS, Project
from builder.recipes import CopyUnit, PlainUnit, RedirectUnit
from builder.render.addresses import beside
from builder.slug import slug
from builder.svg import is_svg, why_refused

H = TypeVar("H")

BY_HAND = CopyUnit, PlainUnit, RedirectUnit

IMAGES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg"})
KINDS = {"people": EntityKind.PERSON, "countries": EntityKind.COUNTRY}


LONGEST = 255
"""Bytes of a file name that disks can hold."""


@dataclass(frozen=True, slots=True)
class Content:
    """The files in content/ by role, in order."""

    articles: tuple[str, ...]
    notes: Mapping[str, str]
    """The file of an editor's note, by entity ("person:ID", "country:CODE")."""
    pages: tuple[str, ...]
    static: tuple[str, ...]
    images: frozenset[str]
    problems: tuple[Problem, ...]


@lru_cache(maxsize=1)
def sorted_out(files: tuple[str, ...], shown: str) -> Content:
    """Each file by its folder and suffix; unsupported files get a warning. ``shown`` is the folder's name.

    Cached, because most edits leave the files the same.
    """
    articles, pages, static, images = list[str](), list[str](), list[str](), list[str]()
    notes, problems = dict[str, str](), list[Problem]()
    known = frozenset(files)
    for file in files:
        # Plain string operations: a path object for each of 10,000 files takes longer than everything else after an
        # edit.
        stem, suffix = _parted(file)
        top, slash, rest = file.partition("/")
        top = top if slash else ""
        if top == "static":
            static.append(file)
        elif file == DECISIONS:
            continue
        elif top in KINDS and "/" not in rest and suffix == ".md":
            name = stem.removeprefix(f"{top}/")
            notes[f"{KINDS[top]}:{name if top == 'people' else name.upper()}"] = file
        elif top == "pages" and suffix == ".md":
            pages.append(file)
        elif suffix in (".txt", ".md") and top not in (*KINDS, "pages"):
            if suffix == ".md" or f"{stem}.md" not in known:
                articles.append(file)
        elif suffix.lower() in IMAGES:
            images.append(file)
        else:
            hint = "articles are .txt or .md; put files to be copied unchanged into static/"
            problems.append(Problem("unsupported file type or location", f"{shown}/{file}", hint=hint, warning=True))
    return Content(tuple(articles), notes, tuple(pages), tuple(static), frozenset(images), tuple(problems))


@dataclass(frozen=True, slots=True)
class Images:
    """Addresses of the images shown in a file, and the folder of its page on the site."""

    file: str
    folder: str
    addresses: tuple[str, ...]


def copies(
    content: Content, digests: Mapping[str, Digest], texts: Iterable[Images], shown: str
) -> tuple[list[CopyUnit], list[Problem]]:
    """Static files, and the images shown in texts: copied beside their page, so that their addresses are valid."""
    units = [CopyUnit(file.removeprefix("static/"), f"{shown}/{file}", digests[file]) for file in content.static]
    problems = []
    for text in texts:
        for address in text.addresses:
            path = beside(address)
            image = str(PurePosixPath(text.file).parent / path)
            if not path:
                continue
            if image in content.images:
                units.append(CopyUnit(text.folder + path, f"{shown}/{image}", digests[image]))
            else:
                hint = "put the image beside the text, or in a folder below it"
                problem = Problem(f"there is no image {address!r}", f"{shown}/{text.file}", hint=hint, warning=True)
                problems.append(problem)
    return units, problems


def pictures(units: Iterable[CopyUnit], project: Project, cache: Cache) -> tuple[list[CopyUnit], list[Problem]]:
    """Files to copy without the SVG images that could run a script, and the problems of those.

    The result for each image is cached.
    """
    files = list(units)
    images = [each for each in files if is_svg(each.source)]
    if not images:
        return files, []
    key = code_key("builder.svg")
    asked = {digest(key, each.digest, each.source): each for each in images}
    found: dict[bytes, tuple[Problem, ...]] = dict(cache.get_all(list(asked), tuple[Problem, ...]))
    for mine, unit in asked.items():
        if mine not in found:
            try:
                problem = why_refused(project.file(unit.source).chunks(), unit.source)
            except BuilderError as error:
                found[mine] = error.problems
                continue
            found[mine] = (problem,) if problem else ()
            cache.put(mine, found[mine])
    refused = {asked[mine].source for mine, problems in found.items() if problems}
    return [each for each in files if each.source not in refused], [each for some in found.values() for each in some]


def one_path_each(claims: Iterable[tuple[H, Sequence[str]]]) -> tuple[list[tuple[H, Sequence[str]]], list[Problem]]:
    """The holders whose paths are still free, and a problem for each of the others.

    Each holder comes with the paths it wants. Generated files come before copied ones.
    """
    taken: dict[str, str] = {}
    folders: set[str] = set()
    seen = 0
    kept: list[tuple[H, Sequence[str]]] = []
    problems = []
    for holder, wanted in claims:
        here = dict(zip(map(one_form, wanted), wanted, strict=True))
        other = next(map(taken.__getitem__, filter(taken.__contains__, here)), "")
        by_hand = isinstance(holder, BY_HAND)
        if by_hand and not other:
            # Only a few need the folders: generated pages never conflict with each other.
            _add_folders(folders, islice(taken, seen, None) if seen < len(taken) else ())
            seen = len(taken)
            other = next((clash for plain in here if (clash := _in_the_way(plain, taken, folders))), "")
        if isinstance(holder, BY_HAND) and not all(map(is_plain, wanted)):
            hint = "rename it: no part of an address may begin with a dot or contain a backslash"
            problems.append(Problem(f"{wanted[0]!r} cannot be an address", holder.source, hint=hint))
        elif any(map(_is_long, here)):
            hint = "shorten the name that it is made from"
            source = getattr(holder, "source", "")
            problems.append(Problem(f"the address is too long: {next(iter(here.values()))[:60]}…", source, hint=hint))
        elif not other:
            kept.append((holder, wanted))
            taken.update(here)
            if by_hand:
                _add_folders(folders, here)
                seen = len(taken)
        elif isinstance(holder, BY_HAND):
            hint = "rename it: another page of the site has this address"
            problems.append(Problem(f"would take the address of {other}", holder.source, hint=hint))
    return kept, problems


def _add_folders(folders: set[str], taken: Iterable[str]) -> None:
    """Add each folder that these paths need."""
    for folder in taken:
        while "/" in folder and (folder := folder.rpartition("/")[0]) not in folders:
            folders.add(folder)


def _in_the_way(path: str, taken: Mapping[str, str], folders: Collection[str]) -> str:
    """What occupies this path as a folder, or as a file where a folder is needed; empty if nothing does."""
    if path in folders:
        return f"{path}/"
    while "/" in path and (path := path.rpartition("/")[0]) not in folders:
        if path in taken:
            return taken[path]
    return ""


def _is_long(path: str) -> bool:
    """Whether a part of this path is too long for any disk."""
    return (len(path) > LONGEST or not path.isascii()) and any(len(p.encode()) > LONGEST for p in path.split("/"))


def page_folder(file: str) -> str:
    """The folder of a page from content/pages on the site: "about/" for "pages/about.md"."""
    parts = PurePosixPath(file).with_suffix("").parts[1:]
    return "".join(f"{slug(part) or 'page'}/" for part in parts)


def _parted(file: str) -> tuple[str, str]:
    """A path before its suffix, and its suffix, as ``PurePath`` has it."""
    at = file.rfind(".")
    return (file[:at], file[at:]) if file.rfind("/") + 1 < at < len(file) - 1 else (file, "")
