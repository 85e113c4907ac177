"""The id, name and page of each person of a group, from who they are and what is decided and published."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence

from msgspec.structs import replace

from builder.annotate.catalog import sort_name
from builder.annotate.lexicon import Lexicon
from builder.annotate.names import NameWords, key
from builder.annotate.occupations import walks
from builder.annotate.role_choice import Telling, telling
from builder.core.kinds import EntityKind
from builder.core.regex import regex
from builder.core.slug import slug
from builder.core.values import Entity, GivenRole
from builder.index.identity import usual_name
from builder.index.profiles import Identity, birth
from builder.settings.decisions import Override

_ABOUT = regex(r",? (?:of|at|for|in|from|with|to|on) ")
"""What begins the words that say where or for whom somebody works."""


def pages(
    people: Sequence[Identity],
    overrides: Mapping[str, Override],
    names: Lexicon,
    stays: Mapping[str, str],
    published: Mapping[str, str],
    anchors: Mapping[str, str],
) -> list[Entity | None]:
    """The entity of each person of a group, in their order; ``None`` for hidden ones.

    ``overrides`` are by "person:ID"; ``stays`` gives the kept id for each id that is the same as another; ``published``
    gives the name of each published id, ``anchors`` the address of an article about the person who has it.
    """
    ids = [stays.get(id_, id_) for id_ in _ids(people, published, anchors)]
    found: list[Entity | None] = []
    for person, id_ in zip(people, ids, strict=True):
        override = overrides.get(f"{EntityKind.PERSON}:{id_}")
        if override and override.hidden:
            found.append(None)
            continue
        # An id that is neither given nor published is made from the name that happens to be first.
        chosen = id_ if person.id or id_ in published else ""
        name = override.name if override and override.name else usual_name(person, chosen)
        forms = {form for member in person.members for form in member.traits.forms}
        sort = override.sort if override and override.sort else sort_name(name, names, forms)
        known = override is not None or bool(person.id) or " " in name or id_ != slug(name)
        found.append(Entity(EntityKind.PERSON, id_, name, sort, known and not person.is_open))
    return _told_apart(people, found)


def _ids(people: Sequence[Identity], published: Mapping[str, str], anchors: Mapping[str, str]) -> list[str]:
    """An id for each: given, published, or made from the name first seen; numbered in the order of addresses."""
    ids_of: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
    for id_, name in sorted(published.items()):
        ids_of[key(name.split())].append(id_)
    ids: dict[int, str] = {at: person.id for at, person in enumerate(people) if person.id}
    taken = set(ids.values())
    anchored = _anchored(people, {anchors[id_] for id_ in published if id_ in anchors})
    for id_, name in sorted(published.items()):
        owners = anchored[anchors.get(id_, ""), key(name.split())]
        owner = next((at for _, at in sorted(owners) if at not in ids), None)
        if owner is not None and id_ not in taken:
            ids[owner] = id_
            taken.add(id_)
    order = sorted(
        (at for at in range(len(people)) if at not in ids),
        key=lambda at: (people[at].is_open, people[at].members[0].address, people[at].members[0].number),
    )
    for at in order:
        own = _published(people[at], ids_of, taken)
        if own:
            ids[at] = own
            taken.add(own)
    for at in order:
        if at not in ids:
            ids[at] = _free(people[at], taken, published)
            taken.add(ids[at])
    return [ids[at] for at in range(len(people))]


def _anchored(
    people: Sequence[Identity], addresses: Collection[str]
) -> defaultdict[tuple[str, NameWords], list[tuple[int, int]]]:
    """Whom the articles at these addresses call by which names: usually one, each with the number in the article."""
    found: defaultdict[tuple[str, NameWords], list[tuple[int, int]]] = defaultdict(list)
    for at, person in enumerate(people):
        for member in person.members:
            if member.address in addresses:
                found[member.address, key(member.local.name.split())].append((member.number, at))
    return found


def _published(person: Identity, ids_of: Mapping[tuple[str, ...], Sequence[str]], taken: Collection[str]) -> str:
    """The published id of the name that most of their articles use; empty if there is none."""
    if not ids_of:
        return ""
    counts = Counter(member.local.name for member in person.named_in_full)
    for name, _ in sorted(counts.items(), key=lambda each: (-each[1], each[0])):
        for id_ in ids_of.get(key(name.split()), ()):
            if id_ not in taken:
                return id_
    return ""


def _free(person: Identity, taken: Collection[str], published: Collection[str]) -> str:
    """The slug of their first name in the order of addresses, with a number if it is another's."""
    base = slug(person.members[0].local.name) or "unnamed"
    candidate, number = base, 1
    while candidate in taken or candidate in published:
        number += 1
        candidate = f"{base}-{number}"
    return candidate


def _told_apart(people: Sequence[Identity], entities: list[Entity | None]) -> list[Entity | None]:
    """With words that tell people of one name apart: a role, a place, or the years of their articles."""
    same: defaultdict[str, list[int]] = defaultdict(list)
    unclear: Counter[str] = Counter()
    for at, entity in enumerate(entities):
        if entity and entity.identified:
            same[entity.name.casefold()].append(at)
        elif entity:
            unclear[entity.name.casefold()] += 1
    found = list(entities)
    for name, places in same.items():
        if len(places) + unclear[name] > 1:
            for at, words in zip(places, _details([people[at] for at in places], unclear[name]), strict=True):
                entity = entities[at]
                assert entity
                found[at] = replace(entity, detail=words)
    return found


def _details(people: Sequence[Identity], unclear: int) -> list[str]:
    """The first kind of words that differ for all of them; otherwise what there is, numbered if it is the same.

    ``unclear`` more people have the name without any words.
    """
    kinds = _occupation, _role, _place, _birth, _years
    for kind in kinds:
        words = [kind(person) for person in people]
        if all(words) and len(set(words)) == len(words):
            return words
    found, seen = [], Counter({"": unclear})
    for person in people:
        some = next(filter(None, (kind(person) for kind in kinds)), "")
        seen[some] += 1
        number = str(seen[some]) if seen[some] > 1 else ""
        found.append(", ".join(filter(None, (some, number))))
    return found


def _birth(person: Identity) -> str:
    """ "b. 1970", or an age in articles without a date."""
    born = [birth(member) for member in person.members]
    years = sorted(round(year) for year in born if year is not None)
    ages = sorted(age for member in person.members for age in member.traits.ages)
    return f"b. {years[len(years) // 2]}" if years else str(ages[len(ages) // 2]) if ages else ""


def _occupation(person: Identity) -> str:
    """Their role without what it is about: "nurse" for "nurse at the General Hospital"."""
    return _ABOUT.split(_role(person))[0]


def _role(person: Identity) -> str:
    """The role that most of their articles give, an occupation before anything else, and a relation last."""
    counts = Counter(role for member in person.members for role in dict.fromkeys(member.traits.given))

    def standing(role: GivenRole) -> tuple[int, bool, int, int, GivenRole]:
        tells = max(telling(role), Telling.BARE)
        return tells, not walks((role.words,)), -counts[role], len(role.words), role

    return min(counts, key=standing).words if counts else ""


def _place(person: Identity) -> str:
    counts = Counter(place for member in person.members for place in dict.fromkeys(member.traits.places))
    return min(counts, key=lambda place: (-counts[place], place)) if counts else ""


def _years(person: Identity) -> str:
    years = sorted({int(member.year) for member in person.members if member.year is not None})
    return "" if not years else str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"
