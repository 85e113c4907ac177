"""A mapping that reports changes.

Every step of a build takes what changed and returns what changed. Equal values are no change: there, a change that
makes no difference stops.
"""

from collections.abc import ItemsView, Iterator, Mapping, ValuesView
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")

Changes = dict[K, tuple[V | None, V | None]]
"""For each changed key its value before and after; ``None`` is no value."""


class Table(Generic[K, V]):
    """Invariant: every change is reported. A fresh table is empty, so everything that comes in is a change."""

    def __init__(self) -> None:
        self._rows: dict[K, V] = {}

    def change(self, rows: Mapping[K, V | None]) -> Changes[K, V]:
        """Set these rows, ``None`` for no row; what really changed, with values before and after."""
        changes: Changes[K, V] = {}
        for key, after in rows.items():
            before = self._rows.get(key)
            if before == after:
                continue
            changes[key] = before, after
            if after is None:
                del self._rows[key]
            else:
                self._rows[key] = after
        return changes

    def get(self, key: K) -> V | None:
        """The value of this key."""
        return self._rows.get(key)

    def __getitem__(self, key: K) -> V:
        return self._rows[key]

    def __contains__(self, key: object) -> bool:
        return key in self._rows

    def __iter__(self) -> Iterator[K]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def values(self) -> ValuesView[V]:
        """All values."""
        return self._rows.values()

    def items(self) -> ItemsView[K, V]:
        """All rows."""
        return self._rows.items()
