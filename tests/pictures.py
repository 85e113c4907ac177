"""Pictures for tests, made by Pillow."""

from io import BytesIO
from typing import Any

from PIL import Image

ORIENTATION = 0x0112


def picture(kind: str = "JPEG", size: tuple[int, int] = (1000, 600), *, mode: str = "RGB", **how: Any) -> bytes:
    """A image with a gradient, in this format of Pillow's."""
    image = Image.linear_gradient("L").resize(size).convert(mode)
    made = BytesIO()
    image.save(made, kind, **how)
    return made.getvalue()


def turned(orientation: int, size: tuple[int, int] = (1000, 600)) -> bytes:
    """A photo whose camera was held in another way."""
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    return picture(size=size, exif=exif)


def opened(raw: bytes) -> Image.Image:
    """The picture, whole."""
    image = Image.open(BytesIO(raw))
    image.load()
    return image
