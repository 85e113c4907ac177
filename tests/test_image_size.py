"""The size of a picture is read from the beginning of its file."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.core.image_size import image_size

PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", 640, 480) + b"\x08\x06\0\0\0"
GIF = b"GIF89a" + struct.pack("<HH", 640, 480) + b"\0\0\0"
FRAME = b"\xff\xc2" + struct.pack(">HBHH", 17, 8, 480, 640)
JPEG = b"\xff\xd8\xff\xe1" + struct.pack(">H", 70_002 - 2 - 10_000) + bytes(59_998) + b"\xff\xc4\0\x03\0\xff" + FRAME


def webp(kind: bytes, body: bytes) -> bytes:
    return b"RIFF\0\0\0\0WEBP" + kind + b"\0\0\0\0" + body


@pytest.mark.parametrize(
    "raw",
    [
        PNG,
        GIF,
        JPEG,
        webp(b"VP8X", bytes(4) + (639).to_bytes(3, "little") + (479).to_bytes(3, "little")),
        webp(b"VP8L", b"\x2f" + struct.pack("<I", 639 | 479 << 14)),
        webp(b"VP8 ", bytes(6) + struct.pack("<HH", 640, 480)),
    ],
    ids=["png", "gif", "jpeg", "webp, extended", "webp, lossless", "webp"],
)
def test_the_size_of_a_picture_is_known(raw: bytes) -> None:
    assert image_size([raw[:7], raw[7:]]) == (640, 480)


@pytest.mark.parametrize("raw", [b"", b"bridge", PNG[:18], JPEG[:40], JPEG[:-8], b"\xff\xd8" + b"\xff" * 9, b"<svg/>"])
def test_of_another_or_a_damaged_file_nothing_is_known(raw: bytes) -> None:
    assert image_size([raw]) is None


@given(st.binary(max_size=200), st.sampled_from([b"", b"\xff\xd8\xff", PNG[:8], b"RIFF1234WEBPVP8"]))
def test_no_bytes_stop_a_build(raw: bytes, start: bytes) -> None:
    size = image_size([start + raw])

    assert size is None or min(size) > 0
