"""Pictures that other sites show with a link to an article, a person or a country: its title on the site's background.

Drawn by Pillow, in our own font (builder/fonts/). A title with a letter that the font lacks gets no picture, rather
than one with a box in place of the letter.
"""

import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache
from io import BytesIO
from itertools import groupby
from typing import TYPE_CHECKING

from builder.core.codec import digest, digest_bytes
from builder.index.tables import Index
from builder.outputs.page import File, Printer
from builder.outputs.scaling import pillow
from builder.settings.site_settings import Settings
from builder.store import sources
from builder.store.fingerprints import code_key

if TYPE_CHECKING:
    from PIL import Image, ImageFont

FORMAT = "share-images"
SHARE = "share.png"
SIZE = 1200, 630
"""In pixels: what large previews of links show whole (https://developers.facebook.com/docs/sharing/webmasters/images)."""

FONTS = "noto-serif-latin-600-normal.woff2", "noto-serif-latin-ext-600-normal.woff2"
"""Each has the letters that the others lack."""

MARGIN = 84
BAR = 14
SMALL = 32
SIZES = 78, 68, 60, 52, 46
"""Of the words: the largest in which they fit."""
TOP, BOTTOM = 168, 508
"""Where they may be."""
MOST = 400
"""Characters of the words: more never fit."""
SPACED = 1.24
"""From line to line, as a multiple of the size of the font."""

PAPER = 0xFD, 0xFC, 0xF9
COLORS = (0x1D, 0x1C, 0x1A), (0x5C, 0x58, 0x50), (0x8A, 0x1C, 0x1C), (0xD9, 0xD4, 0xC9)
"""Those of the theme by day."""
INK, SOFT, ACCENT, LINE = range(4)

SHADES = 16
"""Of each color, from that of the paper on, for the edges of letters. A palette makes the file half as large."""

_MISSING = "\U0010ffff"
"""No font has this character."""


def has_shares(index: Index) -> bool:
    """Whether pages have such pictures. Other sites need their whole addresses."""
    return index.feeds and FORMAT in index.formats


def share_paths(index: Index, folder: str, words: str) -> tuple[str, ...]:
    """The path of the picture for the page in this folder, if these words can be drawn."""
    return (folder + SHARE,) if has_shares(index) and can_be_drawn(words) else ()


def share_files(
    index: Index, folder: str, words: str, inputs: object, lines: Callable[[Settings], tuple[str, str]]
) -> Iterator[File]:
    """The picture for the page in this folder: what stands above and below the words is made from the ``inputs``."""
    for path in share_paths(index, folder, words):

        def made(printer: Printer) -> bytes:
            return share_image(printer.settings.title, words, *lines(printer.settings))

        yield File(path, (words, inputs, _key()), made, "site")


def share_address(settings: Settings, folder: str, words: str) -> str:
    """The whole address of that picture; empty if there is none."""
    there = settings.base_url and FORMAT in settings.formats and can_be_drawn(words)
    return f"{settings.base_url}{folder}{SHARE}" if there else ""


def can_be_drawn(words: str) -> bool:
    """Whether the font has all letters of these words, and they are any."""
    return bool(words.strip()) and all(_font_of(character) >= 0 for character in set(_plain(words)))


def share_image(site: str, words: str, above: str, below: str) -> bytes:
    """The picture as PNG: the words, a line ``above`` them, and one ``below`` beside the name of the site.

    Of these, what cannot be drawn is left out.
    """
    from PIL import Image, ImageDraw

    image = Image.new("L", SIZE)  # The number of each pixel's color in the palette.
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, SIZE[0], BAR), fill=_full(ACCENT))
    width = SIZE[0] - 2 * MARGIN
    _write(image, above, (MARGIN, 92), SMALL, ACCENT, width)
    size, lines = _fitting(words, width, BOTTOM - TOP)
    height = round(size * SPACED)
    # In the middle of their place, but never far from the line above.
    start = TOP + min(48, (BOTTOM - TOP - height * len(lines)) // 2)
    for number, line in enumerate(lines):
        _write(image, line, (MARGIN, start + number * height), size, INK, width)
    draw.line((MARGIN, 540, SIZE[0] - MARGIN, 540), fill=_full(LINE), width=2)
    _write(image, site, (MARGIN, 560), SMALL, INK, width // 2)
    _write(image, below, (0, 560), SMALL, SOFT, width // 2, end=SIZE[0] - MARGIN)
    colored = Image.frombytes("P", SIZE, image.tobytes())
    colored.putpalette(list(_palette()))
    made = BytesIO()
    colored.save(made, "PNG")
    return made.getvalue()


def _full(color: int) -> int:
    """The number of a color in the palette."""
    return (color + 1) * SHADES - 1


def _palette() -> Iterator[int]:
    """Red, green and blue of each shade of each color; the first of each is the paper."""
    for color in COLORS:
        for shade in range(SHADES):
            yield from (
                there + (here - there) * shade // (SHADES - 1) for here, there in zip(color, PAPER, strict=True)
            )


def _fitting(words: str, width: int, height: int) -> tuple[int, Sequence[str]]:
    """The largest size in which the words fit, and their lines; in the smallest, the last line may be cut."""
    words = _plain(words)[:MOST]
    for size in SIZES:
        lines = list(_lines(words, size, width))
        most = int(height // (size * SPACED))
        if len(lines) <= most:
            return size, _balanced(lines, words, size, width)
    return size, [*lines[: most - 1], _cut(" ".join(lines[most - 1 :]), size, width)]


def _balanced(lines: Sequence[str], words: str, size: int, width: int) -> Sequence[str]:
    """As many lines of about the same width, so that no word is alone in the last."""
    for narrower in range(width, width // 2, -width // 24):
        narrow = list(_lines(words, size, narrower))
        if len(narrow) > len(lines):
            break
        lines = narrow
    return lines


def _lines(words: str, size: int, width: int) -> Iterator[str]:
    """The words in lines; a word that is wider than a line is parted."""
    line, used, space = "", 0.0, _width(" ", size)
    for word in words.split():
        rest = word
        if line and used + space + _width(word, size) > width:
            yield line
            line = ""
        while _width(rest, size) > width:
            end = max(1, _most(rest, size, width))
            yield rest[:end]
            rest = rest[end:]
        used = used + space + _width(rest, size) if line else _width(rest, size)
        line = f"{line} {rest}" if line else rest
    if line:
        yield line


def _cut(words: str, size: int, width: int) -> str:
    """The words, or their beginning with an ellipsis, in one line."""
    if _width(words, size) <= width:
        return words
    shorter = words[: _most(words, size, width - _width("…", size))].rstrip()
    return f"{shorter}…"


def _most(words: str, size: int, width: float) -> int:
    """How many of the first characters fit into this width."""
    return bisect_right(range(1, len(words) + 1), width, key=lambda number: _width(words[:number], size))


def _write(
    image: "Image.Image", words: str, place: tuple[int, int], size: int, color: int, width: int, *, end: int = 0
) -> None:
    """Write one line from ``place``, or up to ``end``; nothing if it cannot be drawn."""
    from PIL import Image, ImageDraw

    if not can_be_drawn(words):
        return
    line = _cut(_plain(words)[:MOST], size, width)
    strip = Image.new("L", (SIZE[0], 2 * size))
    draw, left = ImageDraw.Draw(strip), end - _width(line, size) if end else place[0]
    for number, run in _runs(line):
        font = _font(number, size)
        # From the common baseline: fonts differ in height.
        draw.text((left, size), run, fill=255, font=font, anchor="ls")
        left += font.getlength(run)
    shades = strip.point([color * SHADES + value * (SHADES - 1) // 255 for value in range(256)])
    image.paste(shades, (0, place[1]), strip.point([255 * (value > 0) for value in range(256)]))


def _plain(words: str) -> str:
    """The words in composed letters, and with ordinary spaces and hyphens."""
    return " ".join(unicodedata.normalize("NFC", words).replace("\u2011", "-").split())


@lru_cache(maxsize=1 << 12)
def _width(words: str, size: int) -> float:
    return sum(_font(font, size).getlength(run) for font, run in _runs(words))


def _runs(words: str) -> Iterator[tuple[int, str]]:
    """The words in runs of one font."""
    return ((font, "".join(run)) for font, run in groupby(words, key=_font_of))


@lru_cache(maxsize=1 << 12)
def _font_of(character: str) -> int:
    """The number of the first font that has a character; -1 if none has it."""
    if character == " ":
        return 0
    for number in range(len(FONTS)):
        font = _font(number, SMALL)
        shown, missing = (bytes(font.getmask(each)) for each in (character, _MISSING))
        if shown and shown != missing:
            return number
    return -1


@cache
def _font(number: int, size: int) -> "ImageFont.FreeTypeFont":
    from PIL import ImageFont

    # Basic layout, since Raqm is not part of every Pillow: pictures would differ.
    return ImageFont.truetype(BytesIO(sources.font(FONTS[number])), size, layout_engine=ImageFont.Layout.BASIC)


@cache
def _key() -> bytes:
    """Digest of everything that all pictures are made from."""
    return digest(code_key("builder.outputs.share_images"), pillow(), [digest_bytes(sources.font(f)) for f in FONTS])
