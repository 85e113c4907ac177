"""The protocol of outputs: pages, the files of each, and what every file is rendered with.

An *output* is a module that makes one kind of page. Each file names its inputs, the rows that it is made from and
nothing else: their digest says whether the file in site/ is up to date.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple, Protocol, TypeVar

from builder.core.codec import Digest, digest
from builder.index.changes import Changes
from builder.index.pages import Page
from builder.index.tables import Index
from builder.outputs.maps import World
from builder.outputs.theme import Theme
from builder.settings.site_settings import Settings
from builder.store.copying import Made
from builder.store.memo import DamagedError
from builder.store.sources import SourceFile

V = TypeVar("V")

Basis = Literal["theme", "site", "file"]
"""What a file depends on besides its inputs: theme and settings, the settings alone, or nothing."""


class File(NamedTuple):
    """A file of the site before it is rendered."""

    path: str
    inputs: object
    make: Callable[["Printer"], Made]
    """Renders it.

    Raises:
        BuilderError: if a template fails.
        DamagedError: if the memo has lost an input.
    """
    basis: Basis = "theme"


class OutputModule(Protocol):
    """A module that makes one kind of page from the index."""

    def pages(self, index: Index, /) -> Iterable[Page]:
        """All pages."""

    def affected(self, index: Index, changes: Changes, /) -> Iterable[Page]:
        """The pages that these changes can affect: never too few, perhaps too many; also pages that no longer exist."""

    def paths(self, index: Index, page: Page, /) -> Sequence[str]:
        """The paths of a page's files; empty if it does not exist."""

    def files(self, index: Index, page: Page, /) -> Iterator[File]:
        """The files of a page that exists, in the order of their paths."""


class Memo(Protocol):
    """Access to the memo for rendering."""

    def get_all(self, keys: Sequence[Digest], shape: type[V], /) -> Mapping[Digest, V]:
        """Those of these values that are stored and have this shape."""

    def put(self, key: Digest, value: object, /) -> None:
        """Store a value."""


class Printer:
    """What every page is rendered with: settings, theme, memo, map."""

    def __init__(
        self,
        settings: Settings,
        theme: Theme,
        memo: Memo,
        source: Callable[[str], SourceFile],
        world: World,
        bases: Mapping[Basis, Digest],
    ) -> None:
        """``memo`` has values by their keys; ``source`` gives a file to copy, ``bases`` the digest of each basis."""
        self.settings = settings
        self.theme = theme
        self.world = world
        self.source = source
        self._memo = memo
        self._bases = bases

    def key(self, output: str, file: File) -> Digest:
        """Digest of everything that a file is made from."""
        return digest(self._bases[file.basis], output, file.path, file.inputs)

    def load(self, key: Digest, shape: type[V]) -> V:
        """The value under this key in the memo.

        Raises:
            DamagedError: if it is lost.
        """
        return self.load_all([key], shape)[key]

    def load_all(self, keys: Sequence[Digest], shape: type[V]) -> Mapping[Digest, V]:
        """The values under these keys in the memo.

        Raises:
            DamagedError: if one is lost.
        """
        found = self._memo.get_all(keys, shape)
        if len(found) < len(set(keys)):
            raise DamagedError
        return found

    def kept(self, key: Digest, shape: type[V], make: Callable[[], V]) -> V:
        """The value under this key in the memo; if there is none, it is made, and stored for the next build."""
        found = self._memo.get_all([key], shape).get(key)
        if found is None:
            found = make()
            self._memo.put(key, found)
        return found
