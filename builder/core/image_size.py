"""The width and height of a picture in pixels, from the beginning of its file: PNG, GIF, JPEG, WebP.

A page that states them does not move while its pictures load. Of other formats, and of damaged files, nothing is known.
A photo whose camera was held upright says so: browsers turn it, and its width and height are those of the turned one.
"""

from collections.abc import Iterable
from struct import error, unpack_from

ENOUGH = 1 << 20
"""Bytes of a JPEG in which its size must be: what cameras write before it is smaller."""

_NO_FRAME = frozenset({0xC4, 0xC8, 0xCC})
"""Markers of a JPEG among those of frames that begin none: tables."""

_EXIF = b"Exif\0\0"
_ORIENTATION = 0x0112
_TURNED = frozenset({5, 6, 7, 8})
"""Orientations of a picture that is turned by 90 degrees (Exif 2.3, section 4.6.4)."""


def image_size(chunks: Iterable[bytes]) -> tuple[int, int] | None:
    """Width and height of the picture whose file consists of these chunks; ``None`` if they are not known."""
    head = b""
    for chunk in chunks:
        head += chunk
        if len(head) >= ENOUGH:
            break
    try:
        size = _size(head)
    except (error, IndexError):
        return None
    return size if size and all(size) else None


def _size(head: bytes) -> tuple[int, int] | None:
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return unpack_from(">II", head, 16)
    if head[:6] in (b"GIF87a", b"GIF89a"):
        return unpack_from("<HH", head, 6)
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return _webp(head)
    return _jpeg(head) if head.startswith(b"\xff\xd8") else None


def _jpeg(head: bytes) -> tuple[int, int] | None:
    """The size in the first frame: https://www.w3.org/Graphics/JPEG/itu-t81.pdf, section B.2.2."""
    at, turned = 2, False
    while head[at] == 0xFF:
        marker = head[at + 1]
        if 0xC0 <= marker <= 0xCF and marker not in _NO_FRAME:
            height, width = unpack_from(">HH", head, at + 5)
            return (height, width) if turned else (width, height)
        if marker == 0xE1 and head.startswith(_EXIF, at + 4):
            turned = _orientation(head[at + 4 + len(_EXIF) : at + 2 + unpack_from(">H", head, at + 2)[0]]) in _TURNED
        at += 2 + max(2, unpack_from(">H", head, at + 2)[0]) if marker != 0xFF else 1
    return None


def _orientation(exif: bytes) -> int:
    """How the picture is turned, as Exif numbers it; 0 if it does not say."""
    order = "<" if exif.startswith(b"II") else ">"
    try:
        (start,) = unpack_from(f"{order}I", exif, 4)
        (count,) = unpack_from(f"{order}H", exif, start)
        for at in range(start + 2, start + 2 + 12 * count, 12):
            tag, _, _, value = unpack_from(f"{order}HHIH", exif, at)
            if tag == _ORIENTATION:
                return int(value)
    except error:
        pass  # It ends early.
    return 0


def _webp(head: bytes) -> tuple[int, int] | None:
    """The size in the header: https://developers.google.com/speed/webp/docs/riff_container."""
    kind = head[12:16]
    if kind == b"VP8X":
        return 1 + int.from_bytes(head[24:27], "little"), 1 + int.from_bytes(head[27:30], "little")
    if kind == b"VP8L":
        (bits,) = unpack_from("<I", head, 21)
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if kind == b"VP8 ":
        width, height = unpack_from("<HH", head, 26)
        return width & 0x3FFF, height & 0x3FFF
    return None
