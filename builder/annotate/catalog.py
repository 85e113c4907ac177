"""Resolution across the whole site: which bearers are one entity, and its id and name.

Equal full names are one person. Only bearers whose names give the same slug can clash, so the site is resolved family
by family, and a new article affects only the families of the names in it.
"""

import re
from collections.abc import Collection, Mapping
from types import MappingProxyType

from builder.annotate.lexicon import PARTICLES, SUFFIXES, Lexicon, is_family_first
from builder.annotate.names import key
from builder.core.kinds import KINDS
from builder.core.slug import slug
from builder.core.values import Bearer, Entity
from builder.settings.decisions import JOINED, Override

_NUMBERED = re.compile(r"-\d+$")


def family(bearer: Bearer) -> str:
    """The family of bearers that could be confused with this one."""
    return f"{bearer.kind}:{_NUMBERED.sub('', bearer.id or slug(bearer.name))}"


def merged(stays: Mapping[str, str]) -> dict[str, str]:
    """For each family that must be settled with another, the family that stands for both.

    ``stays`` is as for ``settle``: people who are the same are one entity, whatever their names.
    """
    into: dict[str, str] = {}

    def root(name: str) -> str:
        while name in into:
            name = into[name]
        return name

    for ids in stays.items():
        one, other = (root(family(Bearer(JOINED, "", id_))) for id_ in ids)
        if one != other:
            into[one] = other
    return {name: root(name) for name in into}


def settle(
    first: Mapping[Bearer, str],
    overrides: Mapping[str, Override],
    stays: Mapping[str, str],
    names: Lexicon,
    locked: Mapping[str, str] = MappingProxyType({}),
) -> dict[Bearer, Entity | None]:
    """The entity of each bearer of one family; ``None`` for hidden ones.

    ``first`` is the first address of the stories that name each bearer; ``overrides`` are by "person:ID"; ``stays``
    gives the kept id for each id that is the same as another; ``locked`` gives the names that keep published ids.
    """
    if any(bearer.kind is not JOINED for bearer in first):
        stays = {}
    ids: dict[Bearer, str] = {}
    moved: set[Bearer] = set()
    taken = {id_: key(name.split()) for id_, name in locked.items()}
    published = {name: id_ for id_, name in taken.items()}
    by_hand = frozenset(stays.get(bearer.id, bearer.id) for bearer in first)
    for bearer in sorted(first, key=lambda bearer: (not bearer.id, first[bearer], bearer.name)):
        own = bearer.id or published.get(key(bearer.name.split()), "") or _free(bearer, taken, by_hand)
        ids[bearer] = stays.get(own, own)
        if ids[bearer] != own:
            moved.add(bearer)
        # A short name with an id by hand does not reserve it: a full name with that slug is the same person.
        claimed = ids[bearer] if bearer.id else own
        if not bearer.id or slug(bearer.name) == claimed:
            taken.setdefault(claimed, key(bearer.name.split()))
    shown: dict[str, str] = {}
    # A full name before a short one, then that of the id that stays, then the one seen first.
    for bearer in sorted(first, key=lambda b: (" " not in b.name, b in moved, first[b], -len(b.name), b.name)):
        shown.setdefault(ids[bearer], bearer.name)
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


def _free(bearer: Bearer, taken: Mapping[str, tuple[str, ...]], by_hand: Collection[str]) -> str:
    """The id of a name: its slug, with a number not in use by hand if another name has the slug."""
    base = slug(bearer.name) or "unnamed"
    name = key(bearer.name.split())
    number = 1
    while True:
        candidate = base if number == 1 else f"{base}-{number}"
        if taken.get(candidate, name) == name and (number == 1 or candidate not in by_hand or candidate in taken):
            return candidate
        number += 1


def _entity(bearer: Bearer, id: str, name: str, override: Override | None, names: Lexicon) -> Entity | None:  # noqa: A002
    if override and override.hidden:
        return None
    settled = override.name if override and override.name else name
    by_family = KINDS[bearer.kind].family_names
    sort = override.sort if override and override.sort else sort_name(settled, names) if by_family else settled
    identified = not by_family or override is not None or " " in settled or id != slug(settled)
    return Entity(bearer.kind, id, settled, sort, identified)
