"""Smaller copies of pictures: what they look like, what gets none, and what is refused."""

import random
import struct
import zlib
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from builder.core.image_size import image_size
from builder.outputs.scaling import LEAST, MAX_PIXELS, WIDTHS, Inspected, inspected, scaled, widths
from tests.pictures import opened, picture, turned

KINDS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}


@pytest.mark.parametrize("kind", KINDS)
def test_a_copy_has_the_format_and_shape_of_its_picture(kind: str) -> None:
    raw = picture(kind)

    copy = scaled(raw, 480)

    assert inspected(raw) == Inspected(KINDS[kind])
    assert (opened(copy).format, opened(copy).size) == (kind, (480, 288))
    assert len(copy) < len(raw)
    assert scaled(raw, 480) == copy


@given(st.integers(1, 20_000))
def test_a_copy_is_always_clearly_smaller(width: int) -> None:
    assert all(each * LEAST <= width for each in widths(width))
    assert widths(width) == WIDTHS[: len(widths(width))]


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_is_turned_as_its_camera_says_and_says_nothing_more(orientation: int) -> None:
    raw = turned(orientation)
    size = (600, 1000) if orientation > 4 else (1000, 600)

    copy = opened(scaled(raw, 480))

    assert image_size([raw]) == size
    assert copy.size == (480, round(size[1] * 480 / size[0]))
    assert not copy.getexif()
    # The gradient of the stored picture is dark at its top.
    edges = {"top": (240, 5), "bottom": (240, copy.height - 5), "left": (5, 240), "right": (475, 240)}
    darkest = min(edges, key=lambda edge: str(copy.convert("L").getpixel(edges[edge])).zfill(3))
    assert darkest == ("top", "top", "bottom", "bottom", "left", "right", "right", "left")[orientation - 1]


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA"])
def test_all_colors_of_screens_have_copies(mode: str) -> None:
    raw = picture("PNG", mode=mode)

    copy = opened(scaled(raw, 480))

    assert inspected(raw).suffix == "png"
    assert copy.convert("RGBA").getpixel((240, 280)) != (0, 0, 0, 0)


def test_transparent_parts_stay_transparent() -> None:
    image = Image.new("P", (1000, 600), 0)
    image.putpalette([255, 0, 0, 0, 0, 255])
    image.paste(1, (500, 0, 1000, 600))
    made = BytesIO()
    image.save(made, "PNG", transparency=0)

    copy = opened(scaled(made.getvalue(), 480)).convert("RGBA")

    (*_, left), (*blue, right) = (copy.getpixel((x, 100)) for x in (10, 470))  # type: ignore[misc]  # four each
    assert (left, blue) == (0, [0, 0, 255])
    assert right > 250


def test_a_color_profile_is_kept() -> None:
    assert opened(scaled(picture(icc_profile=b"profile"), 480)).info["icc_profile"] == b"profile"


def animated(kind: str) -> bytes:
    made = BytesIO()
    frames = [Image.new("RGB", (1000, 600), color) for color in ("red", "blue")]
    frames[0].save(made, kind, save_all=True, append_images=frames[1:])
    return made.getvalue()


@pytest.mark.parametrize(
    "raw",
    [animated("GIF"), animated("WEBP"), animated("PNG"), picture(mode="CMYK"), picture("GIF"), b"", b"<svg/>", b"x"],
    ids=["gif", "webp", "png", "cmyk", "still gif", "nothing", "svg", "text"],
)
def test_what_would_lose_by_it_has_no_copies_and_no_problem(raw: bytes) -> None:
    assert inspected(raw) == Inspected("")


@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_with_a_damaged_end_is_refused(kind: str) -> None:
    raw = picture(kind)

    found = inspected(raw[: len(raw) // 2])

    assert found == Inspected("", "is damaged")


def bomb(width: int, height: int) -> bytes:
    """A PNG that says it is huge, with few bytes."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")


def test_a_picture_with_too_many_pixels_is_refused_before_it_is_decoded() -> None:
    found = inspected(bomb(200_000, 200_000))

    assert found == Inspected("", "has 40000 million pixels, more than 50")


def test_a_picture_that_is_larger_than_it_says_is_refused() -> None:
    raw = bytearray(picture("WEBP", (20, 10)))
    huge = bytearray(picture("WEBP", (1000, 600), lossless=True))
    huge[20:] = raw[20:] + bytes(len(huge) - len(raw))

    assert not inspected(bytes(huge)).suffix


def test_the_limit_is_what_a_worker_can_hold() -> None:
    assert MAX_PIXELS * 4 <= 200_000_000


SOURCES = [picture(kind, (640, 40), mode=mode) for kind in KINDS for mode in ("RGB", "L")] + [turned(6, (40, 640))]


@given(st.sampled_from(SOURCES), st.integers(0, 2**32), st.integers(1, 40))
def test_damaged_bytes_never_stop_a_build(raw: bytes, seed: int, times: int) -> None:
    draw, broken = random.Random(seed), bytearray(raw)
    for _ in range(times):
        at = draw.randrange(len(broken))
        broken[at] = draw.randrange(256)
        if draw.random() < 0.1:
            del broken[at : at + draw.randrange(50)]

    found = inspected(bytes(broken))

    if found.suffix:
        assert opened(scaled(bytes(broken), 480)).width == 480
