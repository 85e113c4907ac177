"""The owner of each file of the site, and the key of each: the digest of its inputs. Followed from what changed."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from builder.codec import Digest
from builder.content import one_path_each
from builder.errors import Problem
from builder.plan import Plan
from builder.recipes import AnyUnit, Note, Owner, Unit, paths
from builder.units import Printer

Common = tuple[Digest, Digest]
"""Digests of what all files share, and of the part of it that matters where no template prints."""


class Sheet:
    """Invariant: each path has one holder, and only keys that may have changed are computed.

    The holder of a path is an owner of planned pages, or the unit of a page that is not planned.
    """

    def __init__(self, plan: Plan, keys: Mapping[str, Digest], notes: Mapping[str, Note], common: Common) -> None:
        """``keys`` are those of the files of the current plan, with these notes; empty if they are not known."""
        self._plan = plan
        self._paths = {owner: plan.paths(owner) for owner in plan.owners()}
        self._keys = dict(keys)
        self._notes = notes
        self._common = common
        self._others: list[AnyUnit] = []
        self._holders: dict[str, Owner | AnyUnit] = {}
        self._problems: Sequence[Problem] = ()
        self._touched: set[Owner] = set()
        self._keyed: dict[str, AnyUnit] = {}
        self._units: dict[Owner, Sequence[Unit]] = {}

    def settle(self, first: Sequence[AnyUnit], touched: Iterable[Owner], last: Sequence[AnyUnit]) -> Sequence[Problem]:
        """Take exactly ``first`` and ``last``, and the current pages of these owners; the holders whose path is taken.

        A path belongs to the holder who comes first. Holders are compared again only if a path came or went.
        """
        self._touched = set(touched)
        now = {owner: self._plan.paths(owner) for owner in self._touched}
        stays = all(self._paths.get(owner, ()) == found for owner, found in now.items())
        self._paths.update(now)
        for owner in [owner for owner, found in now.items() if not found]:
            del self._paths[owner]
        before, self._others = self._others, [*first, *last]
        if stays and self._holders and list(map(_place, before)) == list(map(_place, self._others)):
            for old, new in zip(before, self._others, strict=True):
                self._holders.update((path, new) for path in paths(new) if self._holders.get(path) is old)
        else:
            claims = ([(unit, paths(unit)) for unit in units] for units in (first, last))
            kept, self._problems = one_path_each(chain(next(claims), self._paths.items(), next(claims)))
            held, self._holders = self._holders, {path: holder for holder, found in kept for path in found}
            # A path that now belongs to another holder, or to none, loses its key.
            same = (path for path, holder in self._holders.items() if not held or held.get(path) == holder)
            self._keys = {path: self._keys[path] for path in same if path in self._keys}
        return self._problems

    def holds(self, unit: AnyUnit) -> bool:
        """Whether this unit has its path."""
        return self._holders.get(paths(unit)[0]) == unit

    def add(self, unit: AnyUnit) -> None:
        """Add one more unit, in place of another of its kind, unless its path is taken."""
        path = paths(unit)[0]
        if type(self._holders.setdefault(path, unit)) is type(unit):
            self._holders[path] = unit
            self._others.append(unit)

    def key(self, printer: Printer, notes: Mapping[str, Note], common: Common) -> set[str]:
        """Compute the keys that may have changed; the paths whose key did. For ``common`` see ``Printer.keys``."""
        owners = self._touched
        if self._common != common:
            owners, self._keyed = set(self._paths), {}
        elif len(self._keys) < len(self._holders):
            lacking = map(self._holders.__getitem__, self._holders.keys() - self._keys.keys())
            owners = owners.union(holder for holder in lacking if isinstance(holder, Owner))
        noted = {ref for ref in notes.keys() | self._notes.keys() if notes.get(ref) != self._notes.get(ref)}
        owners = owners | {Owner("entity", ref) for ref in noted}
        self._units = {owner: self._plan.units(owner) for owner in owners}
        found: dict[str, Digest] = {}
        for owner, units in self._units.items():
            keys = chain.from_iterable(printer.keys(unit, *common).items() for unit in units)
            found.update((path, key) for path, key in keys if self._holders.get(path) == owner)
        for unit in self._others:
            path = paths(unit)[0]
            if self._holders.get(path) is unit and (self._keyed.get(path) != unit or path not in self._keys):
                self._keyed[path] = unit
                found.update(printer.keys(unit, *common))
        changed = {path for path, key in found.items() if self._keys.get(path) != key}
        self._keys |= found
        self._notes, self._common = notes, common
        return changed

    @property
    def keys(self) -> Mapping[str, Digest]:
        """Digest of all inputs of each file, by path."""
        return self._keys

    def units(self, some: Iterable[str]) -> list[AnyUnit]:
        """The units that make the files at these paths."""
        holders = {id(holder): holder for holder in map(self._holders.__getitem__, some)}
        made, self._units = self._units, {}
        return [
            unit
            for holder in holders.values()
            for unit in ((made.get(holder) or self._plan.units(holder)) if isinstance(holder, Owner) else (holder,))
        ]


def _place(unit: AnyUnit) -> tuple[type[AnyUnit], str, tuple[str, ...]]:
    """Decides which holder comes first: the paths that a unit wants, and the message if it cannot have them."""
    return type(unit), getattr(unit, "source", ""), paths(unit)
