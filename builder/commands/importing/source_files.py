"""The files that a user names: walked in order, read within limits, links never followed out of a folder."""

import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path

from builder.commands.importing.imported import Failure
from builder.read.decode import decode

MAX_FILE = 64_000_000
"""Bytes of a document; a book with its pictures stays below it."""
DECLARED_WITHIN = 10_000
"""Bytes in which the encoding of a page is declared; browsers look at 1,024."""
_DECLARED = re.compile(rb"<meta\b[^>]*?charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_WITHOUT_MARK = {b"<\0": "utf-16-le", b"\0<": "utf-16-be"}
"""How a page in UTF-16 begins."""
_WEB_ENCODINGS = {
    **dict.fromkeys(("iso-8859-1", "latin1", "latin-1", "us-ascii", "ascii", "windows-1252"), "cp1252"),
    **dict.fromkeys(("shift_jis", "shift-jis", "x-sjis", "sjis"), "cp932"),
    **dict.fromkeys(("gb2312", "gbk"), "gb18030"),
    **dict.fromkeys(("euc-kr", "ks_c_5601-1987"), "cp949"),
}
"""What browsers take the names of some encodings for (WHATWG, Encoding)."""
DEEPEST = 100
"""Folders inside each other."""


def walked(folder: Path) -> Iterator[Path]:
    """The files in a folder and those below it, in order; hidden ones, links to folders and what is no file are not."""
    waiting = [(folder, 0)]
    while waiting:
        here, depth = waiting.pop()
        try:
            entries = sorted(os.scandir(here), key=lambda entry: entry.name)
        except OSError:
            continue
        folders = []
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                folders.append((Path(entry.path), depth + 1))
            elif entry.is_file():
                yield Path(entry.path)
        waiting += [each for each in reversed(folders) if each[1] <= DEEPEST]


def contents(path: Path, limit: int = MAX_FILE) -> bytes | Failure:
    """The bytes of a file."""
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            return Failure("is not a regular file", "name a file or a folder")
        if found.st_size > limit:
            return Failure(f"has {found.st_size:,} bytes, more than {limit:,}", "split it into smaller files")
        return path.read_bytes()
    except OSError as error:
        return Failure(f"cannot be read: {error.strerror}", "check its permissions")


def html_of(path: Path, limit: int = MAX_FILE) -> str | Failure:
    """The text of a web page: in UTF-8 if it can be, otherwise in the encoding that it declares."""
    raw = contents(path, limit)
    if isinstance(raw, Failure):
        return raw
    declared = _DECLARED.search(raw, 0, DECLARED_WITHIN)
    name = declared[1].decode("ascii").lower() if declared else ""
    for encoding in ("utf-8", _WITHOUT_MARK.get(raw[:2], _WEB_ENCODINGS.get(name, name))):
        try:
            text = raw.decode(encoding) if encoding else ""
        except (LookupError, UnicodeError):
            continue
        if text and "\0" not in text and "\ufeff" not in text:
            return text
    return text_of(path, limit)


def text_of(path: Path, limit: int = MAX_FILE) -> str | Failure:
    """The text of a file, decoded as a build does it; the empty file has the empty text."""
    raw = contents(path, limit)
    if isinstance(raw, Failure):
        return raw
    if not raw.strip():
        return ""
    found = decode(raw, path.name)
    if found.value is None:
        problem = found.problems[-1]
        return Failure(problem.message, problem.hint)
    return found.value
