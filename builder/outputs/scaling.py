"""Smaller copies of a picture, by Pillow if it is installed: JPEG, PNG and WebP, each in its own format.

A pure function of the picture's bytes and the version of Pillow. A photo is turned as its camera says, and keeps its
color profile; all else that a camera writes, such as the place, is left out of the copies. Animations and
pictures in the colors of printers would lose quality, so they get no copies. Pillow is imported only when a picture is
new.
"""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from struct import error
from typing import TYPE_CHECKING, Any, NamedTuple

from builder.core.image_size import image_size
from builder.store.fingerprints import version

if TYPE_CHECKING:
    from PIL import Image

WIDTHS = 480, 800, 1200, 1600
"""In pixels: a phone, a column of text on screens with one and with two dots per pixel, and a wide one."""

LEAST = 1.2
"""A picture must be so many times as wide as its copy: otherwise the copy saves nothing."""

MAX_BYTES = 40_000_000
"""Of a picture from which copies are made. It is in memory as a whole then."""

MAX_PIXELS = 50_000_000
"""Of such a picture: with four bytes each, a worker needs 200 MB for it."""

QUALITY = 80
"""Of JPEG and WebP: no loss that readers see at these sizes."""

_SUFFIXES = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}
"""The formats from which copies are made."""

_MODES = frozenset({"1", "L", "LA", "P", "PA", "RGB", "RGBA"})
"""Pillow's names of colors that screens have; of others, such as CMYK, browsers make something else than we would."""

_ORIENTATION = 0x0112

_LOSSLESS = b"VP8L"
"""Begins the only part of a WebP picture that loses nothing."""


class Inspected(NamedTuple):
    """What can be done with a picture."""

    suffix: str
    """Of its copies; empty if there are none."""
    problem: str = ""
    """Why there are none, if an author can change that."""


def pillow() -> str:
    """The version of Pillow that is installed; empty if there is none."""
    return version("pillow")


def widths(width: int) -> tuple[int, ...]:
    """The widths of the copies of a picture that is so wide."""
    return tuple(each for each in WIDTHS if each * LEAST <= width)


def inspected(raw: bytes) -> Inspected:
    """Whether copies can be made of a picture with these bytes, of which there are at most ``MAX_BYTES``.

    It is decoded, so that one with a damaged end is found before a page refers to its copies.
    """
    size = image_size([raw])
    if size is None or raw.startswith(b"GIF"):
        return Inspected("")
    if size[0] * size[1] > MAX_PIXELS:
        millions = size[0] * size[1] / 1_000_000
        return Inspected("", f"has {millions:.0f} million pixels, more than {MAX_PIXELS // 1_000_000}")
    try:
        with _opened(raw) as image:
            if not _can_be_scaled(image, size):
                return Inspected("")
            image.draft("RGB", (WIDTHS[0], WIDTHS[0]))
            image.load()
            return Inspected(_SUFFIXES[str(image.format)])
    except _broken():
        return Inspected("", "is damaged")


def scaled(raw: bytes, width: int) -> bytes:
    """A copy that is so wide, of a picture that ``inspected`` found good.

    Raises:
        OSError: if it is another picture now.
    """
    size = image_size([raw]) or (1, 1)
    target = width, max(1, round(size[1] * width / size[0]))
    with _opened(raw) as image:
        from PIL import Image, ImageOps

        kind, colors, profile = str(image.format), image.mode, image.info.get("icc_profile")
        # A JPEG is decoded at an eighth, a quarter or half of its size, if that leaves twice what is needed.
        image.draft("RGB", (2 * max(target), 2 * max(target)))
        upright = ImageOps.exif_transpose(image)
        if "transparency" in image.info or colors == "PA":
            upright = upright.convert("RGBA")
        elif colors in ("1", "P"):
            upright = upright.convert("L" if colors == "1" else "RGB")
        small = upright.resize(target, Image.Resampling.LANCZOS)
    if colors == "P" and kind == "PNG":
        # Many colors would take more bytes than the picture itself.
        small = small.quantize(256, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    small.info.clear()
    lossless = raw[12:16] == _LOSSLESS
    how: dict[str, dict[str, Any]] = {
        "JPEG": {"quality": QUALITY, "optimize": True, "progressive": True},
        "PNG": {"optimize": False},
        "WEBP": {"quality": QUALITY, "lossless": lossless, "method": 4},
    }
    made = BytesIO()
    small.save(made, kind, icc_profile=profile, **how[kind])
    return made.getvalue()


def _can_be_scaled(image: "Image.Image", size: tuple[int, int]) -> bool:
    """Whether nothing is lost; ``size`` is as browsers show it."""
    turned = image.getexif().get(_ORIENTATION, 1) != 1 and image.format != "JPEG"
    same = image.size in (size, size[::-1])
    return same and not turned and image.mode in _MODES and not getattr(image, "is_animated", False)


@contextmanager
def _opened(raw: bytes) -> Iterator["Image.Image"]:
    """The picture, of which Pillow has read only the head; what it warns of is an error, or does not matter."""
    from PIL import Image

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        with Image.open(BytesIO(raw), formats=tuple(_SUFFIXES)) as image:
            yield image


def _broken() -> tuple[type[Exception], ...]:
    """What Pillow raises for a damaged picture: its readers check little themselves."""
    from PIL import Image

    bombs = Image.DecompressionBombError, Image.DecompressionBombWarning
    return OSError, SyntaxError, ValueError, LookupError, TypeError, ArithmeticError, EOFError, error, *bombs
