"""The stories of the site, followed from what is recorded about each file in content/."""

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from typing import TypeVar

from builder.errors import Doubt, Problem
from builder.render.stories import Story
from builder.table import Table
from builder.told import Told

V = TypeVar("V")


class Archive:
    """Invariant: an address belongs to one story; if two files have the same address, neither story gets it."""

    def __init__(self, shown: str, *, drafts: bool = False) -> None:
        """``shown`` is the folder's name in problems; with ``drafts``, unfinished articles have pages too."""
        self._shown = shown
        self._drafts = drafts
        self._told: dict[str, Told] = {}
        self._addresses: dict[str, str] = {}
        self._files: dict[str, set[str]] = {}
        self._stories: Table[str, Story] = Table()
        self._speaking: set[str] = set()
        self._crowded: set[str] = set()

    def change(self, told: Mapping[str, Told | None]) -> dict[str, Story | None]:
        """The new story of each file whose story changed, ``None`` if it has none now.

        ``told`` is what is recorded about each file, ``None`` for a deleted one.
        """
        touched: set[str] = set()
        for file, each in told.items():
            self._speaking.discard(file)
            if file in self._addresses:
                address = self._addresses.pop(file)
                self._files[address].discard(file)
                touched.add(address)
            if each is None:
                self._told.pop(file, None)
                continue
            self._told[file] = each
            if each.problems or each.doubts or each.aliases or (each.story and each.story.images):
                self._speaking.add(file)
            if each.story and (self._drafts or not each.draft):
                address = self._addresses[file] = one_form(each.story.headline.address)
                self._files.setdefault(address, set()).add(file)
                touched.add(address)
        for address in touched:
            (self._crowded.add if len(self._files[address]) > 1 else self._crowded.discard)(address)
        files = told.keys() | {file for address in touched for file in self._files[address]}
        changes = self._stories.change({file: self._story(file) for file in files})
        return {file: after for file, (_, after) in changes.items()}

    @property
    def stories(self) -> Table[str, Story]:
        """The stories that have a page, by file."""
        return self._stories

    def at(self, address: str) -> list[str]:
        """The files that have a story at this address."""
        return sorted(self._files.get(one_form(address), ()))

    @property
    def aliases(self) -> dict[str, tuple[str, ...]]:
        """The old addresses listed in stories, by file, in the order of the files."""
        return {file: found for file, found in self._of(lambda told: told.aliases) if file in self._stories}

    @property
    def images(self) -> dict[str, tuple[str, ...]]:
        """The images that stories show, by file, in the order of the files."""
        found = self._of(lambda told: told.story.images if told.story else ())
        return {file: images for file, images in found if file in self._stories}

    @property
    def problems(self) -> set[Problem]:
        """The problems of all files."""
        found = {problem for _, problems in self._of(lambda told: told.problems) for problem in problems}
        return found | set(self._clashes())

    @property
    def doubts(self) -> dict[str, tuple[Doubt, ...]]:
        """The doubts about stories that have a page, by file."""
        return {file: doubts for file, doubts in self._of(lambda told: told.doubts) if file in self._stories}

    def _story(self, file: str) -> Story | None:
        address = self._addresses.get(file)
        return self._told[file].story if address is not None and len(self._files[address]) == 1 else None

    def _of(self, part: Callable[[Told], V]) -> Iterator[tuple[str, V]]:
        """One part of the record of each file that has more than a story."""
        return ((file, part(self._told[file])) for file in sorted(self._speaking))

    def _clashes(self) -> Iterator[Problem]:
        for first, *others in (sorted(self._files[address]) for address in self._crowded):
            for file in others:
                story = self._told[file].story
                assert story
                message = f"has the same address as {self._shown}/{first}: {story.headline.folder}"
                hint = "rename one of them, or set a slug in its front matter"
                yield Problem(message, f"{self._shown}/{file}", hint=hint)


def one_form(path: str) -> str:
    """The canonical form of an address: equal for addresses that a host or a disk may not distinguish."""
    return path.lower() if path.isascii() else unicodedata.normalize("NFC", path).casefold()
