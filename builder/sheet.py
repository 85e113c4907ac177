"""Which unit each file of the site is of, and what stands for all that it is made from, followed from what changed."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from builder.codec import Digest
from builder.content import one_path_each
from builder.errors import Problem
from builder.plan import Owner
from builder.recipes import AnyUnit, Note, paths
from builder.units import Printer

FIRST, LAST = ("files", "first"), ("files", "last")
"""Stand for the owners of what is not planned."""


class Sheet:
    """Guards that each path is one unit's, and that keys are made of units that changed alone."""

    def __init__(self) -> None:
        self._owned: dict[Owner, Sequence[AnyUnit]] = {}
        self._units: dict[str, AnyUnit] = {}
        self._problems: Sequence[Problem] = ()
        self._touched: list[AnyUnit] = []
        self._notes: Mapping[str, Note] = {}
        self._common = b"", b""
        self._keys: dict[str, Digest] = {}

    def settle(
        self, first: Sequence[AnyUnit], owned: Mapping[Owner, Sequence[AnyUnit]], last: Sequence[AnyUnit]
    ) -> Sequence[Problem]:
        """Take exactly ``first`` and ``last``, and of these owners these units; what finds its path taken.

        A path is that of the unit that comes first. Whose it is is asked anew only if a path came or went.
        """
        changes = {FIRST: first, **owned, LAST: last}
        pairs = [(self._owned.get(owner, ()), units) for owner, units in changes.items()]
        self._owned.update(changes)
        for owner in [owner for owner, units in owned.items() if not units]:
            del self._owned[owner]
        if all(_places(before) == _places(after) for before, after in pairs):
            for old, new in chain.from_iterable(zip(*pair, strict=True) for pair in pairs):
                here = [path for path in paths(new) if self._units.get(path) is old]
                self._units.update(dict.fromkeys(here, new))
                self._touched += [new] if here and new != old else []
        else:
            between = (units for owner, units in self._owned.items() if owner not in (FIRST, LAST))
            kept, self._problems = one_path_each([*first, *chain.from_iterable(between), *last])
            self._touched += [unit for unit in kept if self._units.get(paths(unit)[0]) is not unit]
            self._units = {path: unit for unit in kept for path in paths(unit)}
        return self._problems

    def holds(self, unit: AnyUnit) -> bool:
        """Whether this unit has its path."""
        return self._units.get(paths(unit)[0]) == unit

    def add(self, unit: AnyUnit) -> None:
        """Take one more unit, in place of another of its kind, unless its path is taken."""
        path = paths(unit)[0]
        if type(self._units.setdefault(path, unit)) is type(unit):
            self._units[path] = unit
            self._touched.append(unit)

    def key(self, printer: Printer, notes: Mapping[str, Note], common: tuple[Digest, Digest]) -> set[str]:
        """Make the keys that may be others now; the paths whose key is. For ``common`` see ``Printer.keys``."""
        if self._common != common:
            self._touched = list({id(unit): unit for unit in self._units.values()}.values())
        else:
            refs = {ref for ref in notes.keys() | self._notes.keys() if notes.get(ref) != self._notes.get(ref)}
            self._touched += [unit for ref in refs for unit in self._owned.get(("entity", ref), ()) if self.holds(unit)]
        changed: set[str] = set()
        for unit in self._touched:
            for path, key in printer.keys(unit, *common).items():
                if self._keys.get(path) != key:
                    self._keys[path] = key
                    changed.add(path)
        if len(self._keys) > len(self._units):
            self._keys = {path: self._keys[path] for path in self._units}
        self._touched, self._notes, self._common = [], notes, common
        return changed

    @property
    def keys(self) -> Mapping[str, Digest]:
        """What stands for all that each file is made from, by path."""
        return self._keys

    def units(self, some: Iterable[str]) -> list[AnyUnit]:
        """The units of these paths, each once."""
        return list({id(unit): unit for unit in map(self._units.__getitem__, some)}.values())


def _places(units: Sequence[AnyUnit]) -> list[tuple[type[AnyUnit], str, tuple[str, ...]]]:
    """What says who comes before whom: where units want to be, and what is said if they cannot."""
    return [(type(unit), getattr(unit, "source", ""), paths(unit)) for unit in units]
