"""A Word document as an article: mammoth turns its styles into HTML."""

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path
from xml.parsers import expat

from builder.commands.importing.html_blocks import read_html
from builder.commands.importing.imported import BodyPart, Failure, Imported, Loss
from builder.commands.importing.source_files import contents
from builder.core.regex import regex
from builder.core.values import Block, BlockKind, FrontMatter
from builder.read.bylines import byline_names
from builder.read.date_words import date_line

MAX_UNPACKED = 300_000_000
"""Bytes of all parts of a document, unpacked; a small file can unpack to terabytes."""
MAX_XML = 60_000_000
"""Bytes of a part with text; a novel has two million."""

LONGEST_TITLE = 150
"""Characters of a first line that is a title."""

_STYLES = """
p[style-name='Title'] => h1.title:fresh
p[style-name='Subtitle'] => p.subtitle:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
p[style-name='Block Text'] => blockquote > p:fresh
p[style-name='caption'] => figcaption:fresh
p[style-name='Caption'] => figcaption:fresh
p[style-name='List Bullet'] => ul > li:fresh
p[style-name='List Bullet 2'] => ul|ol > li > ul > li:fresh
p[style-name='List Bullet 3'] => ul|ol > li > ul|ol > li > ul > li:fresh
p[style-name='List Number'] => ol > li:fresh
p[style-name='List Number 2'] => ul|ol > li > ol > li:fresh
p[style-name='List Number 3'] => ul|ol > li > ul|ol > li > ol > li:fresh
p[style-name='Normal (Web)'] => p:fresh
p[style-name='Body Text'] => p:fresh
p[style-name='No Spacing'] => p:fresh

"""
_BYLINE = regex(r"(?:By|BY)\s+(\S.{2,120})")
_UPDATED = frozenset({"updated", "updated on", "last updated", "last modified", "modified"})


class _UnsafeError(Exception):
    pass


def read_document(path: Path, name: str) -> Imported | Failure:
    """The article of a Word document."""
    import mammoth

    raw = contents(path)
    if isinstance(raw, Failure):
        return raw
    wrong = _why_unsafe(raw)
    if wrong:
        return wrong
    pictures: dict[str, bytes] = {}

    def kept(image: "mammoth.images.Image") -> dict[str, str]:
        address = f"dateline-picture-{len(pictures) + 1}"
        with image.open() as stream:
            pictures[address] = stream.read()
        return {"src": address}

    done = mammoth.convert_to_html(
        io.BytesIO(raw), style_map=_STYLES, convert_image=mammoth.images.img_element(kept), external_file_access=False
    )
    read = read_html(done.value)
    losses = tuple(
        Loss("in Word document", message.message[:80]) for message in done.messages if "style" not in message.message
    )
    front, body = _headed(read.passages)
    return Imported(name, front, body, (*read.losses, *losses), attached=pictures)


def _headed(body: Sequence[BodyPart]) -> tuple[FrontMatter, tuple[BodyPart, ...]]:
    """The front matter that the first lines say, and the rest: a title, then perhaps a byline and a date."""
    if not body or not _is_title(body):
        return FrontMatter(), tuple(body)
    title, rest = body[0], tuple(body[1:])
    assert isinstance(title, Block)
    authors: tuple[str, ...] = ()
    date = ""
    for each in rest[:2]:
        text = each.text if isinstance(each, Block) and each.kind is BlockKind.PARAGRAPH else ""
        byline = _BYLINE.fullmatch(text)
        names = byline_names(byline[1]) if byline and not authors else ()
        day, label = date_line(text) if not date else ("", "")
        if not names and (not day or label in _UPDATED):
            break
        authors, date, rest = authors or names, date or day, rest[1:]
    return FrontMatter(title=title.text, authors=authors, date=date), rest


def _is_title(body: Sequence[BodyPart]) -> bool:
    first = body[0]
    if not isinstance(first, Block) or len(first.text) > LONGEST_TITLE or "\n" in first.text:
        return False
    if first.kind is BlockKind.HEADING:
        return True
    ends = first.text.rstrip("”’\"')")[-1:]
    return first.kind is BlockKind.PARAGRAPH and len(body) > 1 and ends not in ".:;,"


def _why_unsafe(raw: bytes) -> Failure | None:
    """Why the parts of a document are not read: too big unpacked, or with entities, which Word never writes."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as parts:
            if sum(part.file_size for part in parts.infolist()) > MAX_UNPACKED:
                return Failure("is too big when unpacked", "split it, or make its images smaller")
            for part in parts.infolist():
                if part.filename.endswith((".xml", ".rels")):
                    if part.file_size > MAX_XML:
                        return Failure("has too much text", "split it into smaller files")
                    _check(parts.read(part))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        return Failure("is not a Word document", "open it in Word and save it as .docx")
    except _UnsafeError:
        return Failure("contains XML entity declarations", "open it in Word and save it as .docx again")
    except expat.ExpatError:
        return Failure("contains invalid XML", "open it in Word and save it as .docx again")
    return None


def _check(xml: bytes) -> None:
    parser = expat.ParserCreate()

    def refused(*_: object) -> None:
        raise _UnsafeError

    parser.StartDoctypeDeclHandler = refused
    parser.Parse(xml, True)
