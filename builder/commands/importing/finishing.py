"""From an article of a source to the Markdown file that a build reads without a problem."""

import re
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from builder.commands.importing.imported import BodyPart, Failure, FoundPicture, Imported, Loss, ShownPicture
from builder.commands.importing.picture_files import found_picture
from builder.core.text import normal
from builder.core.values import Block, BlockKind, FrontMatter, Mark, MarkKind
from builder.markdown.block_reader import read_blocks
from builder.markdown.block_writer import write_blocks
from builder.markdown.dialect import too_much
from builder.settings.front_matter import write_front_matter
from builder.settings.toml import visible

_NOBODY = frozenset({"admin", "administrator", "root", "webmaster", "user", "author"})
"""Names of accounts that are no authors."""

_SPECIAL = re.compile(r"[\\`*_\[\]!<&]")


class FinishedArticle(Struct, frozen=True):
    """A file to write, with its pictures."""

    text: str
    pictures: tuple[FoundPicture, ...]
    """Their names are unique, and belong in a folder named like the article."""
    losses: tuple[Loss, ...]


def finished(article: Imported, name: str) -> FinishedArticle | Failure:
    """The article as a Markdown file with this path below the target folder, without suffix."""
    front, body = _headed(article)
    folder = name.rpartition("/")[2]
    album = _Album(article, folder)
    shown = [each if isinstance(each, Block) else album.block(each) for each in body]
    blocks = [block for block in shown if block] or [_link(each) for each in body if isinstance(each, ShownPicture)]
    if not blocks and not (front.title and front.standfirst):
        return Failure("no text was found in it", "open it and check that it holds an article", is_empty=True)
    front = _without_repeated_standfirst(front, blocks)
    image = album.address(front.image) if front.image else ""
    front = replace(front, image=image, image_description=front.image_description if image else "")
    markdown = _written(blocks)
    return FinishedArticle(
        f"{write_front_matter(_plain(front))}\n{markdown}".lstrip("\n"),
        album.pictures,
        (*article.losses, *album.losses),
    )


def _link(shown: ShownPicture) -> Block:
    """A picture that is on another site, in an article that has nothing else."""
    words = shown.description or shown.address
    marks = (
        (Mark(0, len(words), MarkKind.LINK, shown.address),) if shown.address.startswith(("http:", "https:")) else ()
    )
    return Block(BlockKind.PARAGRAPH, words, marks)


class _Album:
    """The pictures of an article, each once, by its address in the source."""

    def __init__(self, article: Imported, folder: str) -> None:
        self._article, self._folder = article, folder
        self._known: dict[str, FoundPicture | None] = {}
        self.losses: list[Loss] = []

    @property
    def pictures(self) -> tuple[FoundPicture, ...]:
        """Those found."""
        return tuple(dict.fromkeys(each for each in self._known.values() if each))

    def address(self, address: str) -> str:
        """The address of a picture in our Markdown; empty if there is none."""
        if address not in self._known:
            found = found_picture(address, self._article.roots, self._article.attached)
            self._known[address] = self._named(found) if isinstance(found, FoundPicture) else None
            self.losses += [found] if isinstance(found, Loss) else []
        picture = self._known[address]
        return f"{self._folder}/{picture.name}" if picture else ""

    def block(self, shown: ShownPicture) -> Block | None:
        """The picture as a block."""
        address = self.address(shown.address)
        description = _SPECIAL.sub(lambda sign: f"\\{sign[0]}", shown.description)
        return Block(BlockKind.OPAQUE, f"![{description}]({address})") if address else None

    def _named(self, picture: FoundPicture) -> FoundPicture:
        """The picture under a name that no other has; one file is one picture, also under two addresses."""
        for each in self.pictures:
            if (each.path, each.raw) == (picture.path, picture.raw):
                return each
        taken = {each.name for each in self.pictures}
        stem, _, suffix = picture.name.rpartition(".")
        names = (f"{stem}-{number}.{suffix}" for number in range(2, len(taken) + 3))
        name = picture.name if picture.name not in taken else next(each for each in names if each not in taken)
        return replace(picture, name=name)


def _headed(article: Imported) -> tuple[FrontMatter, tuple[BodyPart, ...]]:
    """The front matter and the body, without a heading at its beginning that is the title."""
    front, body = article.front, article.body
    at = next((n for n, each in enumerate(body) if isinstance(each, Block)), len(body))
    first = body[at] if at < len(body) else None
    if isinstance(first, Block) and first.kind is BlockKind.HEADING:
        heading = " ".join(first.text.split())
        if not front.title or normal(heading).casefold() == normal(front.title).casefold():
            front = replace(front, title=front.title or heading)
            body = (*body[:at], *body[at + 1 :])
    return front, body


def _plain(front: FrontMatter) -> FrontMatter:
    """The front matter with single lines of visible characters."""

    def line(text: str) -> str:
        return " ".join(visible(text).split())

    texts = "title", "standfirst", "dateline", "agency", "source", "image_description"
    lists = "authors", "contributors", "tags"
    named = {name: line(getattr(front, name)) for name in texts}
    several = {name: tuple(filter(None, map(line, getattr(front, name)))) for name in lists}
    several["authors"] = tuple(name for name in several["authors"] if name.casefold() not in _NOBODY)
    return replace(front, **named, **several)


def _without_repeated_standfirst(front: FrontMatter, blocks: Sequence[Block]) -> FrontMatter:
    """The front matter without a standfirst that a program cut from the beginning of the body."""
    first = next((block.text for block in blocks if block.kind is BlockKind.PARAGRAPH), "")
    standfirst = normal(front.standfirst).removesuffix("[...]").rstrip(" .")
    return replace(front, standfirst="") if standfirst and normal(first).startswith(standfirst) else front


def _written(blocks: Sequence[Block]) -> str:
    """The blocks as Markdown that a build accepts, with as much of their markup as its limits allow."""
    markdown = write_blocks(blocks)
    read = read_blocks(markdown).value
    if read is not None and _words(read) == _words(blocks):
        return markdown
    bare = (replace(block, marks=()) for block in blocks)
    pieces = [piece for block in bare for piece in _within_limits(block)]
    # Blank lines part paragraphs, but not the items of a list.
    plain = [replace(each, kind=BlockKind.PARAGRAPH) if each.kind is BlockKind.ITEM else each for each in pieces]
    return write_blocks(plain)


def _within_limits(block: Block) -> list[Block]:
    """The block, halved at a space until each piece is within the limits of Markdown."""
    if not too_much(write_blocks([block])):
        return [block]
    half = len(block.text) // 2
    at = block.text.rfind(" ", 1, half)
    at = at if at > 0 else half
    halves = (block.text[:at].strip(), block.text[at:].strip())
    return [piece for text in halves if text for piece in _within_limits(Block(BlockKind.PARAGRAPH, text))]


def _words(blocks: Sequence[Block]) -> list[str]:
    return " ".join(block.text for block in blocks if block.kind is not BlockKind.OPAQUE).split()
