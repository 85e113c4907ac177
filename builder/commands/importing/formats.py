"""Which source each file is, and how it is read."""

from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from builder.commands.importing.generator_sites import GeneratorSite, SitePost, generator_site
from builder.commands.importing.imported import Failure, Imported
from builder.commands.importing.mail_messages import read_mail, read_mailbox
from builder.commands.importing.pdf_pages import read_pdf
from builder.commands.importing.posts import read_post
from builder.commands.importing.saved_pages import read_page
from builder.commands.importing.source_files import walked
from builder.commands.importing.word_documents import read_document
from builder.commands.importing.wordpress import is_export, read_export
from builder.core.slug import slug

_SINGLE: dict[str, Callable[[Path, str], Imported | Failure]] = {
    **dict.fromkeys((".html", ".htm", ".xhtml"), read_page),
    **dict.fromkeys((".eml", ".mhtml", ".mht"), read_mail),
    ".docx": read_document,
    ".pdf": read_pdf,
}
_SEVERAL: dict[str, Callable[[Path], Iterator[Imported | Failure]]] = {".mbox": read_mailbox, ".xml": read_export}
_HINTS = {
    ".doc": "open it in Word and save it as .docx",
    ".odt": "save it as .docx",
    ".rtf": "save it as .docx",
    ".txt": "text needs no import: copy it into content/",
    ".textile": "convert it to Markdown first",
}
"""Of files that people may expect to be imported."""
_HEAD = 4_000


@dataclass(frozen=True, slots=True)
class ImportTask:
    """A file to read. It has one article, if ``several`` is not set."""

    path: Path
    shown: str
    """The file's name in the report."""
    name: str = ""
    """The article's path below the target folder, without suffix; that of a container is empty."""
    is_page: bool = False
    read: Callable[[], Imported | Failure] | None = None
    several: Callable[[], Iterator[Imported | Failure]] | None = None
    failure: Failure | None = None
    """Why it is not read."""


def tasks_of(source: Path) -> Iterator[ImportTask]:
    """The files to read for what a user named, in order."""
    if not source.exists():
        yield _refused(source, str(source), "no such file or folder", "check its name")
        return
    if source.is_dir():
        tasks = iter(_in_folder(source))
        nothing = _refused(source, str(source), "nothing to import in this folder", "see dateline import --help")
        yield next(tasks, nothing)
        yield from tasks
    else:
        task = _task(source, str(source), source.name)
        unknown = f"unsupported file type {source.suffix!r}", "see dateline import --help"
        yield task or _refused(source, str(source), *unknown)


def _in_folder(source: Path) -> Iterator[ImportTask]:
    if site := generator_site(source):
        yield from _of_site(site, source)
        return
    inside = source.resolve()
    known: set[str] = set()
    sites: dict[Path, bool] = {source: False}
    for path in walked(source):
        relative = path.relative_to(source)
        folders = [source / folder for folder in reversed(relative.parents)]
        for folder in folders:
            if folder not in sites and not any(sites[each] for each in folders if each in sites):
                site = generator_site(folder)
                sites[folder] = site is not None
                yield from _of_site(site, folder, _path(folder.relative_to(source).parts)) if site else ()
        if any(sites.get(folder) for folder in folders) or _is_part_of_page(relative, known):
            continue
        known.add(str(relative))
        if not path.resolve().is_relative_to(inside):
            yield _refused(path, str(path), "it is a link that leads out of the folder", "replace it with the file")
        elif task := _task(path, str(path), str(relative)):
            yield task


def _is_part_of_page(relative: Path, known: Container[str]) -> bool:
    """Whether a file is in a folder page_files, in which browsers save the parts of a page.html."""
    parts = (str(folder)[: -len("_files")] for folder in relative.parents if str(folder).endswith(("_files", ".files")))
    return any(f"{part}{end}" in known for part in parts for end in (".html", ".htm"))


def _task(path: Path, shown: str, relative: str) -> ImportTask | None:
    suffix = path.suffix.lower()
    name = _name(relative)
    if suffix in _SINGLE:
        return ImportTask(path, shown, name, read=partial(_SINGLE[suffix], path, name))
    if suffix in (".md", ".markdown"):
        site = GeneratorSite(jekyll=False, root=path.parent.absolute(), settings={})
        return ImportTask(path, shown, name, read=partial(read_post, site, SitePost(path.absolute(), name, path.stem)))
    if suffix == ".mbox" or (suffix == ".xml" and _is_export(path)):
        return ImportTask(path, shown, several=partial(_SEVERAL[suffix], path))
    return _refused(path, shown, f"{suffix} files are not imported", _HINTS[suffix]) if suffix in _HINTS else None


def _of_site(site: GeneratorSite, source: Path, below: str = "") -> Iterator[ImportTask]:
    """The posts of a site at ``source``; its articles go to the folder ``below``."""
    folder = source.absolute()
    for post in site.posts:
        name = post.name if post.is_page or not below else f"{below}/{post.name}"
        shown = str(source / post.path.relative_to(folder))
        yield ImportTask(post.path, shown, name, post.is_page, partial(read_post, site, post))


def _refused(path: Path, shown: str, message: str, hint: str) -> ImportTask:
    return ImportTask(path, shown, failure=Failure(message, hint))


def _is_export(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return is_export(file.read(_HEAD))
    except OSError:
        return False


def _name(relative: str) -> str:
    """The path of an article for a path in a folder of sources."""
    *folders, last = Path(relative).with_suffix("").parts
    if last.lower() == "index" and folders:
        *folders, last = folders
    return _path((*folders, last))


def _path(parts: Iterable[str]) -> str:
    return "/".join(slug(part) or "article" for part in parts)
