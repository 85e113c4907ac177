"""Resolution across the whole site: which local entities are one entity, and its id and name.

Equal full names are one person. Only names with the same slug can clash, so the site is resolved family by family, and
a new article affects only the families of the names in it.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from types import MappingProxyType

from builder.annotate.full_name import full_name
from builder.annotate.lexicon import PARTICLES, SUFFIXES, Lexicon, is_family_first
from builder.annotate.names import key
from builder.core.kinds import KINDS
from builder.core.slug import slug
from builder.core.values import Entity, LocalEntity
from builder.settings.decisions import JOINED, Override

_NUMBERED = re.compile(r"-\d+$")


def family(local: LocalEntity, names: Lexicon) -> str:
    """The family of local entities that could be confused with this one: of people, all with its family name."""
    base = _NUMBERED.sub("", local.id or slug(local.name))
    parsed = full_name(base, names) if KINDS[local.kind].family_names else None
    return f"{local.kind}:{parsed.family[-1] if parsed else base}"


def merged(pairs: Iterable[tuple[str, str]], names: Lexicon) -> dict[str, str]:
    """For each family that must be settled with another, the family that stands for both.

    ``pairs`` are ids, or names as slugs, that are the same: they are one entity, whatever their families.
    """
    into: dict[str, str] = {}

    def root(name: str) -> str:
        while name in into:
            name = into[name]
        return name

    for ids in pairs:
        one, other = (root(family(LocalEntity(JOINED, "", id_), names)) for id_ in ids)
        if one != other:
            into[one] = other
    return {name: root(name) for name in into}


def settle(
    first: Mapping[LocalEntity, str],
    overrides: Mapping[str, Override],
    stays: Mapping[str, str],
    names: Lexicon,
    locked: Mapping[str, str] = MappingProxyType({}),
) -> dict[LocalEntity, Entity | None]:
    """The entity of each local entity of one family; ``None`` for hidden ones.

    ``first`` is the first address of the articles that name each; ``overrides`` are by "person:ID"; ``stays`` gives the
    kept id for each id that is the same as another; ``locked`` gives the names that keep published ids.
    """
    if any(local.kind is not JOINED for local in first):
        stays = {}
    ids: dict[LocalEntity, str] = {}
    moved: set[LocalEntity] = set()
    taken = {id_: key(name.split()) for id_, name in locked.items()}
    published = {name: id_ for id_, name in taken.items()}
    by_hand = frozenset(stays.get(local.id, local.id) for local in first)
    for local in sorted(first, key=lambda local: (not local.id, first[local], local.name)):
        own = local.id or published.get(key(local.name.split()), "") or _free(local, taken, by_hand)
        ids[local] = stays.get(own, own)
        if ids[local] != own:
            moved.add(local)
        # A short name with an id by hand does not reserve it: a full name with that slug is the same person.
        claimed = ids[local] if local.id else own
        if not local.id or slug(local.name) == claimed:
            taken.setdefault(claimed, key(local.name.split()))
    shown: dict[str, str] = {}
    # A full name before a short one, then that of the id that stays, then the one seen first.
    for local in sorted(first, key=lambda b: (" " not in b.name, b in moved, first[b], -len(b.name), b.name)):
        shown.setdefault(ids[local], local.name)
    return {b: _entity(b, ids[b], shown[ids[b]], overrides.get(f"{b.kind}:{ids[b]}"), names) for b in first}


def sort_name(name: str, names: Lexicon) -> str:
    """The form by which lists sort a person: "Trump, Donald", "Kim Jong Un", "King, Martin Jr."."""
    words = tuple(name.split())
    suffix = words[-1:] if words[-1] in SUFFIXES else ()
    given = words[: len(words) - len(suffix)]
    if len(given) < 2 or is_family_first(given, names):
        return name
    last = len(given) - 1
    while last > 1 and given[last - 1].lower() in PARTICLES:
        last -= 1
    return f"{' '.join(given[last:])}, {' '.join((*given[:last], *suffix))}"


def _free(local: LocalEntity, taken: Mapping[str, tuple[str, ...]], by_hand: Collection[str]) -> str:
    """The id of a name: its slug, with a number not in use by hand if another name has the slug."""
    base = slug(local.name) or "unnamed"
    name = key(local.name.split())
    number = 1
    while True:
        candidate = base if number == 1 else f"{base}-{number}"
        if taken.get(candidate, name) == name and (number == 1 or candidate not in by_hand or candidate in taken):
            return candidate
        number += 1


def _entity(local: LocalEntity, id: str, name: str, override: Override | None, names: Lexicon) -> Entity | None:  # noqa: A002
    if override and override.hidden:
        return None
    settled = override.name if override and override.name else name
    by_family = KINDS[local.kind].family_names
    sort = override.sort if override and override.sort else sort_name(settled, names) if by_family else settled
    identified = not by_family or override is not None or " " in settled or id != slug(settled)
    return Entity(local.kind, id, settled, sort, identified)
