"""Which local entities could be one entity; and, of kinds without family names, which are.

Only names of one family can clash, so the site is resolved family by family, and a new article affects only the
families of the names in it. People are told apart in ``index.identity``.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from types import MappingProxyType

from builder.annotate.full_name import full_name
from builder.annotate.lexicon import PARTICLES, SUFFIXES, Lexicon, is_family_first
from builder.annotate.names import key
from builder.core.kinds import KINDS, EntityKind
from builder.core.regex import regex
from builder.core.slug import slug
from builder.core.values import Entity, LocalEntity
from builder.settings.decisions import JOINED, Override

_NUMBERED = regex(r"-\d+$")
_SAINTS = frozenset({"St.", "Saint", "San", "Santa"})
"""What begins a family name behind a given name: "Jill St. Clair"."""


def family(local: LocalEntity, names: Lexicon) -> str:
    """The family of local entities that could be confused with this one: of people, all with its family name."""
    base = _NUMBERED.sub("", local.id or slug(local.name))
    parsed = full_name(base, names) if KINDS[local.kind].family_names else None
    return f"{local.kind}:{parsed.family[-1] if parsed else base}"


def given(local: LocalEntity, names: Lexicon) -> str | None:
    """The first name of a person who is named in full, as a slug; ``None`` for an initial, or without one."""
    parsed = full_name(local.name, names) if KINDS[local.kind].family_names else None
    return parsed.given if parsed and len(parsed.given) > 1 else None


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
    published: Mapping[str, str] = MappingProxyType({}),
) -> dict[LocalEntity, Entity | None]:
    """The entity of each local entity of one family, of a kind without family names; ``None`` for hidden ones.

    ``first`` is the first address of the articles that name each; ``overrides`` are by "kind:ID"; ``published`` gives
    the names that keep published ids.
    """
    ids: dict[LocalEntity, str] = {}
    taken = {id_: key(name.split()) for id_, name in published.items()}
    ids_of = {name: id_ for id_, name in taken.items()}
    by_hand = frozenset(local.id for local in first)
    for local in sorted(first, key=lambda local: (not local.id, first[local], local.name)):
        ids[local] = local.id or ids_of.get(key(local.name.split()), "") or _free(local, taken, by_hand)
        # Another name with an id by hand does not reserve it: the name with that slug is the same entity.
        if not local.id or slug(local.name) == local.id:
            taken.setdefault(ids[local], key(local.name.split()))
    shown: dict[str, str] = {}
    for local in sorted(first, key=lambda local: (first[local], -len(local.name), local.name)):
        shown.setdefault(ids[local], local.name)
    return {
        local: _entity(local.kind, id_, shown[id_], overrides.get(f"{local.kind}:{id_}")) for local, id_ in ids.items()
    }


def sort_name(name: str, names: Lexicon, forms: Collection[str] = ()) -> str:
    """The form by which lists sort a person: "Trump, Donald", "Kim Jong Un", "King, Martin Jr.", "García Ruiz, Ana".

    ``forms`` are the words that articles use for the person. A family name of two words is one if it is Spanish, or if
    an article uses it without the given name.
    """
    words = tuple(name.split())
    suffix = words[-1:] if words[-1] in SUFFIXES else ()
    given = words[: len(words) - len(suffix)]
    if len(given) < 2 or is_family_first(given, names) or names.burmese.issuperset(given):
        return name
    last = _family_start(given, names, forms)
    return f"{' '.join(given[last:])}, {' '.join((*given[:last], *suffix))}"


def _family_start(words: Sequence[str], names: Lexicon, forms: Collection[str]) -> int:
    """Where the family name begins."""
    last = len(words) - 1
    if last > 1 and words[last - 1] not in names.first:
        is_spanish = names.spanish.issuperset(words[last - 1 :])
        last -= is_spanish or (len(words[last - 1].rstrip(".")) > 1 and " ".join(words[last - 1 :]) in forms)
    while last > 1 and (words[last - 1].lower() in PARTICLES or words[last - 1] in _SAINTS):
        last -= 1
    return last


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


def _entity(kind: EntityKind, id_: str, name: str, override: Override | None) -> Entity | None:
    if override and override.hidden:
        return None
    shown = override.name if override and override.name else name
    return Entity(kind, id_, shown, override.sort if override and override.sort else shown)
