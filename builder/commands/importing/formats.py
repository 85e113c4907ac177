"""Which source each file is, and how it is read."""

from collections.abc import Callable, Iterator
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
        yield _refused(source, str(source), "it does not exist", "check its name")
        return
    if not source.is_dir():
        task = _task(source, source.name, source.name)
        unknown = f"its type {source.suffix!r} is not known", "see dateline import --help"
        yield task or _refused(source, str(source), *unknown)
        return
    site = generator_site(source)
    if site:
        yield from (_of_post(site, post, source.absolute()) for post in site.posts)
        return
    inside = source.resolve()
    known: set[str] = set()
    for path in walked(source):
        relative = path.relative_to(source)
        # Browsers save the parts of a page.html in a folder page_files.
        parts = (
            str(folder)[: -len("_files")] for folder in relative.parents if str(folder).endswith(("_files", ".files"))
        )
        if any(f"{part}{end}" in known for part in parts for end in (".html", ".htm")):
            continue
        known.add(str(relative))
        if not path.resolve().is_relative_to(inside):
            yield _refused(path, str(path), "it is a link that leads out of the folder", "replace it with the file")
        elif task := _task(path, str(path), str(relative)):
            yield task


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


def _of_post(site: GeneratorSite, post: SitePost, folder: Path) -> ImportTask:
    return ImportTask(
        post.path, str(post.path.relative_to(folder)), post.name, post.is_page, partial(read_post, site, post)
    )


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
    return "/".join(slug(part) or "article" for part in (*folders, last))
