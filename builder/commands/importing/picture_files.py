"""Pictures to copy beside an article: found in the source's own folders only, and known by their bytes."""

import base64
import binascii
import os
import re
import stat
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from builder.commands.importing.imported import FoundPicture, Loss
from builder.core.regex import regex
from builder.core.slug import slug
from builder.core.svg import why_refused

MAX_PICTURE = 30_000_000
"""Bytes. Photographs from a camera have half as many."""

_SIGNATURES = (
    (regex(rb"\x89PNG\r\n\x1a\n"), ".png"),
    (regex(rb"\xff\xd8\xff"), ".jpg"),
    (regex(rb"GIF8[79]a"), ".gif"),
    (regex(rb"RIFF....WEBP", re.DOTALL), ".webp"),
    (regex(rb"....ftypavi[fs]", re.DOTALL), ".avif"),
    (
        regex(
            rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*(?:<!DOCTYPE svg[^>\[]*>\s*)?<svg[\s>]",
            re.DOTALL,
        ),
        ".svg",
    ),
)
_UPLOADS = regex(r".*/wp-content/uploads/(.+)")
_RESIZED = regex(r"-\d+x\d+(?=\.\w+$)")
"""Ends the name of a smaller copy that WordPress made: harbor-1024x768.jpg."""
_HEAD = 2_000
"""Bytes that show what a file is."""


def found_picture(address: str, roots: Sequence[str], attached: Mapping[str, bytes]) -> FoundPicture | Loss:
    """The picture at this address of a text, or why there is none.

    ``roots`` are the folders in which it may be: relative addresses begin at the first, those that begin with a slash
    at any; ``attached`` are pictures in the source itself.
    """
    if address in attached:
        return _from_bytes(attached[address], PurePosixPath(unquote(urlsplit_path(address))).stem)
    if address.startswith("data:"):
        return _embedded(address)
    path = unquote(urlsplit_path(address))
    try:
        parts = urlsplit(address)
    except ValueError:
        return Loss("image not found", address[:80])
    if parts.scheme.lower() not in ("", "http", "https"):
        return Loss("image not found", address[:80])
    uploaded = _UPLOADS.fullmatch(path) if parts.netloc else None
    if parts.netloc:
        names = dict.fromkeys((uploaded[1], _RESIZED.sub("", uploaded[1]))) if uploaded else {}
        tried = [f"{folder}{name}" for name in names for folder in ("wp-content/uploads/", "uploads/", "")]
    else:
        tried = [path.lstrip("/")]
    for root in roots if not path.startswith("/") or parts.netloc else roots[::-1]:
        for each in tried:
            if found := _in_folder(root, each, roots):
                return found
    if parts.netloc and uploaded:
        return Loss("image not found in uploads/", uploaded[1][:80])
    if parts.netloc:
        return Loss("image on another site left out", parts.netloc[:80])
    return Loss("image not found", address[:80])


def urlsplit_path(address: str) -> str:
    """The path in an address, also in one that is not valid."""
    try:
        return urlsplit(address).path
    except ValueError:
        return ""


def suffix_of(head: bytes) -> str:
    """The suffix for a picture that begins with these bytes; empty if it is none that browsers show."""
    return next((suffix for sign, suffix in _SIGNATURES if sign.match(head[:_HEAD])), "")


def _in_folder(root: str, path: str, roots: Sequence[str]) -> FoundPicture | Loss | None:
    """The picture at a path in a folder, unless the path or a link leads out of all folders."""
    if not path or "\0" in path:
        return None
    try:
        whole = os.path.realpath(Path(root, path))
        found = Path(whole).stat()
        if not stat.S_ISREG(found.st_mode):
            return None
        if not any(Path(whole).is_relative_to(os.path.realpath(each)) for each in roots):
            return Loss("image outside the folder left out", path[:80])
        if found.st_size > MAX_PICTURE:
            return Loss("image too big", path[:80])
        with Path(whole).open("rb") as file:
            head = file.read(_HEAD)
        suffix = suffix_of(head)
        if suffix == ".svg" and why_refused([Path(whole).read_bytes()], path):
            return Loss("image with a script left out", path[:80])
    except OSError:
        return None
    if not suffix:
        return Loss("not an image that browsers show", path[:80])
    return FoundPicture(_named(PurePosixPath(path).stem, suffix), path=whole)


def _embedded(address: str) -> FoundPicture | Loss:
    """The picture in a ``data:`` address."""
    head, _, body = address.partition(",")
    if not head.endswith(";base64") or len(body) > MAX_PICTURE * 4 // 3:
        return Loss("image not found", address[:30])
    try:
        raw = base64.b64decode(unquote(body), validate=False)
    except (binascii.Error, ValueError):
        return Loss("image not found", address[:30])
    return _from_bytes(raw, "picture")


def _from_bytes(raw: bytes, stem: str) -> FoundPicture | Loss:
    suffix = suffix_of(raw)
    if not suffix or len(raw) > MAX_PICTURE:
        return Loss("not an image that browsers show", stem[:80])
    if suffix == ".svg" and why_refused([raw], stem):
        return Loss("image with a script left out", stem[:80])
    return FoundPicture(_named(stem, suffix), raw=raw)


def _named(stem: str, suffix: str) -> str:
    return f"{slug(stem)[:80].strip('-') or 'picture'}{suffix}"
