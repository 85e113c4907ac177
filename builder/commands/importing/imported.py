"""What a source gives: articles as blocks, the pictures that they show, and what could not be carried over."""

from msgspec import Struct

from builder.core.values import Block, FrontMatter


class ShownPicture(Struct, frozen=True, gc=False):
    """A picture between two blocks, with its address as the source has it."""

    address: str
    description: str = ""


BodyPart = Block | ShownPicture
"""A part of a body."""


class FoundPicture(Struct, frozen=True, gc=False):
    """A picture that is copied: from a file on this machine, or bytes that were in the source itself."""

    name: str
    """A plain name with a suffix that fits the bytes: "harbor.jpg"."""
    path: str = ""
    raw: bytes = b""


class Loss(Struct, frozen=True, order=True, gc=False):
    """Something that could not be carried over."""

    kind: str
    """What the report groups by: "shortcode dropped"."""
    detail: str = ""
    """Which one: "gallery"."""


class Imported(Struct, frozen=True):
    """One article as its source has it."""

    name: str
    """Its path below the target folder, without suffix, parts joined by "/"."""
    front: FrontMatter
    body: tuple[BodyPart, ...]
    losses: tuple[Loss, ...] = ()
    roots: tuple[str, ...] = ()
    """Folders in which the addresses of its pictures may be, the first also for addresses relative to the text."""
    attached: dict[str, bytes] = {}
    """Pictures that the source holds itself, by the address that the body has for them."""
    is_page: bool = False
    """Whether it is a plain page, for content/pages."""
    source_id: str = ""
    """What its export or mailbox calls it, the same in each; empty if that is unknown."""


class Failure(Struct, frozen=True, gc=False):
    """A source, or a part of it, that could not be read."""

    message: str
    hint: str = ""
    is_empty: bool = False
    """Whether it was read, and there is nothing in it."""
