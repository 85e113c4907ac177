"""The role of each file in content/, and the files that are copied unchanged."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePosixPath
from typing import NamedTuple

from builder.core.codec import Digest, digest
from builder.core.errors import BuilderError, Problem
from builder.core.slug import slug
from builder.core.svg import is_svg, why_refused
from builder.outputs.urls import beside
from builder.settings.lockfile import FOLDERS
from builder.settings.project import DECISIONS, Project
from builder.store.fingerprints import code_key
from builder.store.memo import Cache

TEXTS = frozenset({".txt", ".md"})
OTHERS = frozenset({"static", "pages", *FOLDERS})
"""Folders of content/ without articles."""
IMAGES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg"})


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
def sort_files(files: tuple[str, ...], shown: str) -> Content:
    """Each file by its folder and suffix; unsupported files get a warning. ``shown`` is the folder's name.

    Cached, because most edits leave the files the same.
    """
    articles, pages, static, images = list[str](), list[str](), list[str](), list[str]()
    notes, problems = dict[str, str](), list[Problem]()
    known = frozenset(files)
    for file in files:
        # Plain string operations: a path object for each of 10,000 files takes longer than everything else after an
        # edit.
        stem, suffix = parted(file)
        top, slash, rest = file.partition("/")
        top = top if slash else ""
        if suffix in TEXTS and top not in OTHERS:
            if suffix == ".md" or f"{stem}.md" not in known:
                articles.append(file)
        elif top == "static":
            static.append(file)
        elif file == DECISIONS:
            continue
        elif top in FOLDERS and "/" not in rest and suffix == ".md":
            kind, name = FOLDERS[top], stem.removeprefix(f"{top}/")
            notes[f"{kind.name}:{name.upper() if kind.by_code else name}"] = file
        elif top == "pages" and suffix == ".md":
            pages.append(file)
        elif suffix.lower() in IMAGES:
            images.append(file)
        else:
            hint = "articles are .txt or .md; put files to be copied unchanged into static/"
            problems.append(Problem("unsupported file type or location", f"{shown}/{file}", hint=hint, warning=True))
    return Content(tuple(articles), notes, tuple(pages), tuple(static), frozenset(images), tuple(problems))


class Copy(NamedTuple):
    """A file to be copied to this path of the site; ``source`` is its path in the project."""

    path: str
    source: str
    digest: Digest


@dataclass(frozen=True, slots=True)
class Images:
    """Addresses of the images shown in a file, and the folder of its page on the site."""

    file: str
    folder: str
    addresses: tuple[str, ...]


def copies(
    content: Content, digests: Mapping[str, Digest], texts: Iterable[Images], shown: str
) -> tuple[list[Copy], list[Problem]]:
    """Static files, and the images shown in texts: copied beside their page, so that their addresses are valid."""
    found = [Copy(file.removeprefix("static/"), f"{shown}/{file}", digests[file]) for file in content.static]
    problems = []
    for text in texts:
        for address in text.addresses:
            path = beside(address)
            image = str(PurePosixPath(text.file).parent / path)
            if not path:
                continue
            if image in content.images:
                found.append(Copy(text.folder + path, f"{shown}/{image}", digests[image]))
            else:
                hint = "put the image beside the text, or in a folder below it"
                problem = Problem(f"there is no image {address!r}", f"{shown}/{text.file}", hint=hint, warning=True)
                problems.append(problem)
    return found, problems


def pictures(copies: Iterable[Copy], project: Project, cache: Cache) -> tuple[list[Copy], list[Problem]]:
    """Files to copy without the SVG images that could run a script, and the problems of those.

    The result for each image is cached.
    """
    files = list(copies)
    images = [each for each in files if is_svg(each.source)]
    if not images:
        return files, []
    key = code_key("builder.core.svg")
    by_key = {digest(key, each.digest, each.source): each for each in images}
    found: dict[bytes, tuple[Problem, ...]] = dict(cache.get_all(list(by_key), tuple[Problem, ...]))
    for mine, each in by_key.items():
        if mine not in found:
            try:
                problem = why_refused(project.file(each.source).chunks(), each.source)
            except BuilderError as error:
                found[mine] = error.problems
                continue
            found[mine] = (problem,) if problem else ()
            cache.put(mine, found[mine])
    refused = {by_key[mine].source for mine, problems in found.items() if problems}
    return [each for each in files if each.source not in refused], [each for some in found.values() for each in some]


def folder_of_page(file: str) -> str:
    """The folder of a page from content/pages on the site: "about/" for "pages/about.md"."""
    parts = PurePosixPath(file).with_suffix("").parts[1:]
    return "".join(f"{slug(part) or 'page'}/" for part in parts)


def parted(file: str) -> tuple[str, str]:
    """A path before its suffix, and its suffix, as ``PurePath`` has it."""
    at = file.rfind(".")
    return (file[:at], file[at:]) if file.rfind("/") + 1 < at < len(file) - 1 else (file, "")
