"""Resolve who is meant, across the whole site: which local entities are one entity, and where its page is.

Those that could be confused are resolved together, by a pure function of what articles say and of the decisions
(``identity.resolve`` for people, ``catalog.settle`` for other kinds): the order of articles never matters, and a change
resolves only the families of the names that it touches.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import combinations, starmap
from typing import NamedTuple

from builder.annotate.catalog import family, merged, settle
from builder.annotate.lexicon import Lexicon
from builder.annotate.name_frequency import is_common_family, is_common_first
from builder.annotate.role_words import RELATIONS
from builder.core.kinds import KINDS, EntityKind
from builder.core.slug import slug
from builder.core.sort_keys import sort_key
from builder.core.values import Entity, LocalEntity
from builder.index.identity import resolve
from builder.index.lone_names import NamedPerson, meant_by_first_name
from builder.index.person_pages import pages
from builder.index.profiles import Companions, Identity, LocalPerson, Open, Profile, Reason
from builder.index.queries import traits_of
from builder.index.tables import whole
from builder.index.update import Update
from builder.index.variants import are_different
from builder.layout.article_layout import years_of
from builder.layout.excerpts import local_entity_of
from builder.layout.site_values import Place, Unsettled
from builder.settings.decisions import JOINED, Overrides, redirects
from builder.store.database import summed


@dataclass(frozen=True, slots=True)
class Decisions:
    """What resolution depends on besides the articles."""

    overrides: Overrides = field(default_factory=Overrides)
    published: Mapping[EntityKind, Mapping[str, str]] = field(default_factory=dict)
    """The name of each published id of each kind."""
    anchors: Mapping[str, str] = field(default_factory=dict)
    """For published ids of people, the address of an article about the one who has it."""


class _NameRow(NamedTuple):
    """A row of the table of names."""

    id: int
    who: str
    first: str | None
    """``None`` if no article has it anymore."""
    entity: int | None


class _Moved(NamedTuple):
    """A local person who now resolves to another person, or for another reason."""

    entity: int | None
    reason: str
    article: int
    number: int


_PEOPLE = (
    "SELECT n.id, l.entity, l.reason, l.article, l.number, n.who, a.address, a.position, l.traits"
    " FROM name n CROSS JOIN local l ON l.name = n.id CROSS JOIN article a ON a.id = l.article WHERE n.family IN ids"
)
"""The local people of these families."""

_PEOPLE_NAMED = (
    "SELECT e.id, e.ref, n.id, l.article, l.number, n.who, a.address, a.position, l.traits"
    " FROM name n CROSS JOIN local l ON l.name = n.id CROSS JOIN article a ON a.id = l.article"
    " JOIN entity e ON e.id = l.entity WHERE n.id IN ids"
)
"""The people who have these names, as each article describes them."""


def _local_person(article: int, number: int, who: str, address: str, position: str, traits: bytes) -> LocalPerson:
    return LocalPerson(article, number, local_entity_of(who), address, years_of(position), traits_of(traits))


@lru_cache(maxsize=1 << 14)
def _names_in(raw: bytes) -> frozenset[int]:
    """Decoded names. Cached: an article is needed once for each group of people that it names."""
    return frozenset(whole(raw, tuple[int, ...]))


def _unsettled(question: Open, entities: Mapping[int, Entity]) -> Unsettled | None:
    """A question as the index holds it; ``None`` if it is about someone hidden, or its answer would change nothing."""
    subject = entities.get(id(question.subject))
    found = tuple(entities[id(person)].ref for person in question.people if id(person) in entities)
    if subject is None or (question.people and not found):
        return None
    if question.kind == "surname" and not found and _is_only_a_relative(question.subject):
        return None
    return Unsettled(question.kind, subject.name, subject.ref, found)


def _is_only_a_relative(person: Identity) -> bool:
    """Whether only one article names this person, and only as somebody's relative."""
    roles = [role for member in person.members for role in member.traits.roles]
    is_once = len({member.article for member in person.members}) == 1
    return is_once and bool(roles) and all(not RELATIONS.isdisjoint(role.casefold().split()) for role in roles)


def _merged(overrides: Overrides, names: Lexicon) -> dict[str, str]:
    """For each family that decisions put together with others, the one that stands for all."""
    named = ((each.id, slug(each.name)) for each in overrides.entities if each.kind is JOINED and each.name)
    return merged((*redirects(overrides).items(), *named), names)


def _decided(before: Overrides, now: Overrides, names: Lexicon) -> set[str]:
    """The families that the difference between these decisions can affect."""
    old, new = ({f"{each.kind}:{each.id}": each for each in some.entities} for some in (before, now))
    refs = [ref for ref in old.keys() | new.keys() if old.get(ref) != new.get(ref)]
    entities = [some[ref] for ref in refs for some in (old, new) if ref in some]
    rows = {*before.same} ^ {*now.same} | {*before.different} ^ {*now.different}
    ids = {(each.kind, each.id) for each in entities}
    ids |= {(JOINED, slug(each.name)) for each in entities if each.kind is JOINED and each.name}
    ids |= {(JOINED, id_) for row in rows for id_ in row}
    families = {family(LocalEntity(kind, "", id_), names) for kind, id_ in ids}
    for groups in (_merged(before, names), _merged(now, names)):
        families |= {groups[each] for each in families if each in groups}
    return families


def _anchor(person: Identity) -> str:
    """The first address of the articles that do not call them by the surname alone."""
    return min((member.address for member in person.named_in_full), default="")


def _order(entity: Entity) -> str:
    """The sort key of lists: people of one name by what tells them apart."""
    return f"{sort_key(entity.sort)}\x01{sort_key(entity.detail)}" if entity.detail else sort_key(entity.sort)


def is_listed(entity: Entity) -> bool:
    """Whether lists show it and totals count it; not somebody of whom only one word is known."""
    return entity.identified or " " in entity.name


class Resolver:
    """Invariant: all names of one entity share one page, and each entity's line agrees with its articles."""

    def __init__(self, update: Update, decisions: Decisions, names: Lexicon, country: Callable[[str], str]) -> None:
        """``country`` gives the folder of a country's page by its code."""
        self._update = update
        self._index = update.index
        self._changes = update.changes
        self._names = names
        self._country = country
        self._overrides = {f"{each.kind}:{each.id}": each for each in decisions.overrides.entities}
        self._stays = redirects(decisions.overrides)
        self._merged = _merged(decisions.overrides, names)
        self._with: defaultdict[str, list[str]] = defaultdict(list)
        """For each family that stands for several, the others."""
        for each, root in self._merged.items():
            self._with[root].append(each)
        self._different = {
            frozenset(self._stays.get(id_, id_) for id_ in pair)
            for ids in decisions.overrides.different
            for pair in combinations(ids, 2)
        }
        self._names_by_id = decisions.published
        self._anchors = decisions.anchors
        self._entities: dict[str, int] = {}
        self.anchored: set[int] = set()
        """Entities of which only the anchor changed."""

    def resolve(self, touched: Iterable[int], before: Decisions | None, now: Decisions) -> None:
        """Resolve the families of these names, and those that decisions changed since ``before`` affect.

        All families if the published ids or their anchors changed, or if everything is resolved again.
        """
        index = self._index
        same_published = before is not None and (before.published, before.anchors) == (now.published, now.anchors)
        asked = same_published and not self._changes.everything
        if before and asked:
            families = _decided(before.overrides, now.overrides, self._names)
            # The questions of a group may be recorded under a name that it had before these decisions.
            index.write_all("DELETE FROM question WHERE family = ?", [(each,) for each in families])
            families |= {each for (each,) in index.rows_of("SELECT family FROM name WHERE id IN ids", touched)}
        else:
            index.write("DELETE FROM question")
            index.write("DELETE FROM consulted")
            families = {family_name for (family_name,) in index.rows("SELECT DISTINCT family FROM name")}
        moved: dict[int, int | None] = {}
        # A first name alone can be resolved only after the people named in full.
        for roots in self._in_order(families):
            people: list[_Moved] = []
            for root in sorted(roots):
                if KINDS[EntityKind(root.partition(":")[0])].family_names:
                    people += self._resolve_people(root, asked=asked)
                else:
                    moved |= self._resolved(root)
            for article in {each.article for each in people}:
                self._update.remember(article)
            people.sort(key=lambda each: (each.article, each.number))
            most = self._changes.everything and len(people) > index.value("SELECT count(*) FROM local") / 2
            with index.without_indexes("local") if most else nullcontext():
                index.write_all("UPDATE local SET entity = ?, reason = ? WHERE article = ? AND number = ?", people)
        self._move(moved)
        index.write("DELETE FROM name WHERE first IS NULL")

    def _in_order(self, families: Iterable[str]) -> tuple[set[str], set[str]]:
        """The groups of these families with people named in full, and the others, with those of their first names."""
        index, roots = self._index, set(map(self._root, families))
        sql = "SELECT DISTINCT family, given FROM name WHERE family IN ids AND given IS NOT NULL"
        found = list(index.rows_of(sql, [family for root in roots for family in self._families(root)]))
        in_full = {self._root(family_name) for family_name, _ in found}
        first_names = {family(LocalEntity(JOINED, name), self._names) for _, name in found}
        sql = "SELECT DISTINCT family FROM name WHERE family IN ids"
        roots |= {self._root(family_name) for (family_name,) in index.rows_of(sql, first_names)}
        return in_full, roots - in_full

    def _families(self, root: str) -> list[str]:
        """The families that are resolved together with this one."""
        return [root, *self._with.get(root, ())]

    @cached_property
    def _published(self) -> Mapping[str, Mapping[str, str]]:
        """The name of each published id, by group: of no use to the many edits that resolve nobody."""
        by_group: defaultdict[str, dict[str, str]] = defaultdict(dict)
        for kind, names_by_id in self._names_by_id.items():
            for id_, name in names_by_id.items():
                by_group[self._root(family(LocalEntity(kind, name, id_), self._names))][id_] = name
        return by_group

    def _root(self, name: str) -> str:
        return self._merged.get(name, name)

    def _resolved(self, root: str) -> dict[int, int | None]:
        """Each name of a group whose entity changed, with the new one; ``None`` if it is hidden or unused."""
        moved: dict[int, int | None] = {}
        local_entities: dict[LocalEntity, _NameRow] = {}
        sql = "SELECT id, who, first, entity FROM name WHERE family IN ids"
        for name in starmap(_NameRow, self._index.rows_of(sql, self._families(root))):
            if name.first is None:
                moved[name.id] = None
            else:
                local_entities[local_entity_of(name.who)] = name
        first = {local: name.first or "" for local, name in local_entities.items()}
        settled = settle(first, self._overrides, self._published.get(root, {}))
        for local, entity in settled.items():
            name = local_entities[local]
            id_ = self._entity(entity) if entity else None
            if id_ != name.entity:
                moved[name.id] = id_
        return moved

    def _resolve_people(self, root: str, *, asked: bool) -> Iterator[_Moved]:
        """The local people of a group who now mean another person.

        With ``asked``, its new questions replace the recorded ones.
        """
        index, families = self._index, self._families(root)
        rows = list(index.rows_of(_PEOPLE, families))
        before = {(article, number): (entity_id, reason) for _, entity_id, reason, article, number, *_ in rows}
        people = [_local_person(*row) for _, _, _, *row in rows]
        companions = Companions(self._in_full, without={name for name, *_ in rows})
        by_first_name = list(self._by_first_name(people, companions))
        for moved in by_first_name:
            if before[moved.article, moved.number] != moved[:2]:
                yield moved
        taken = {(moved.article, moved.number) for moved in by_first_name}
        people = [each for each in people if (each.article, each.number) not in taken] if taken else people
        resolution = resolve(people, self._names, companions, self._stays, self._different)
        entities = pages(
            resolution.people, self._overrides, self._names, self._stays, self._published.get(root, {}), self._anchors
        )
        for person, entity in zip(resolution.people, entities, strict=True):
            id_ = self._entity(entity, _anchor(person)) if entity else None
            sure = id_, ""
            for place, member in enumerate(person.members):
                now = (id_, str(person.reasons[place])) if place in person.reasons else sure
                if before[member[:2]] != now:
                    yield _Moved(*now, *member[:2])
        refs = {id(person): entity for person, entity in zip(resolution.people, entities, strict=True) if entity}
        if asked:
            index.write("DELETE FROM question WHERE family = ?", root)
            index.write_all("DELETE FROM consulted WHERE family = ?", [(each,) for each in families])
        if companions.articles:
            consulted = summed(sorted(companions.articles)), summed(sorted(companions.names))
            index.write_all("INSERT INTO consulted VALUES (?, ?, ?)", [(each, *consulted) for each in families])
        for question in resolution.open:
            if unsettled := _unsettled(question, refs):
                index.write("INSERT INTO question VALUES (?, ?)", root, summed(unsettled))

    def _in_full(self, articles: Iterable[int]) -> Iterator[tuple[int, frozenset[int]]]:
        """For each of these articles the names of those whom it names in full."""
        for article, raw in self._index.rows_of("SELECT id, in_full FROM article WHERE id IN ids", articles):
            yield article, _names_in(raw)

    def _by_first_name(self, people: Sequence[LocalPerson], companions: Companions) -> Iterator[_Moved]:
        """Those of a group whom a first name alone names, with the only person of another group whom it can mean."""
        alone = [each for each in people if " " not in each.local.name and not each.local.id]
        word = slug(alone[0].local.name) if len(alone) == len(people) > 0 else ""
        if not word:
            return
        names = dict(self._index.rows("SELECT id, family FROM name WHERE given = ? AND first IS NOT NULL", word))
        common = is_common_first(word)
        if names and common:
            # Many have this first name: only relatives of those whom these articles name in full.
            others = frozenset().union(*(companions(each.article) for each in alone))
            sql = "SELECT DISTINCT family FROM name WHERE id IN ids"
            families = {family_name for (family_name,) in self._index.rows_of(sql, others)}
            families = {each for each in families if not is_common_family(each.partition(":")[2])}
            names = {id_: family_name for id_, family_name in names.items() if family_name in families}
        candidates = list(self._people_named(names))
        for member in alone if candidates else ():
            one = Profile(Identity([member]), self._names, companions)
            fitting = [
                each for each in candidates if not are_different(one, each.profile, self._stays, self._different)
            ]
            if found := meant_by_first_name(one, fitting, common=common):
                yield _Moved(found[0].entity, str(Reason("first-name", found[1])), member.article, member.number)

    def _people_named(self, names: Mapping[int, str]) -> Iterator[NamedPerson]:
        """The people who have these names, given with their families."""
        found: defaultdict[tuple[int, str], list[LocalPerson]] = defaultdict(list)
        families: defaultdict[tuple[int, str], set[str]] = defaultdict(set)
        for entity_id, ref, name, *row in self._index.rows_of(_PEOPLE_NAMED, names):
            found[entity_id, ref].append(_local_person(*row))
            families[entity_id, ref].add(names[name])
        for each, members in found.items():
            sql = "SELECT id FROM name WHERE family IN ids AND given <> ''"
            family_names = {id_ for (id_,) in self._index.rows_of(sql, families[each])}
            person = Identity(members, each[1].partition(":")[2])
            yield NamedPerson(each[0], Profile(person, self._names), family_names - names.keys())

    def _entity(self, entity: Entity, anchor: str = "") -> int:
        """The row of an entity, with its current name, address and anchor.

        An entity without a page stays without one.
        """
        kind, known = KINDS[entity.kind], self._entities.get(entity.ref)
        if known is not None:
            return known
        folder = self._country(entity.id) if kind.by_code else f"{kind.folder}/{entity.id}/"
        row = self._index.row("SELECT id, place, anchor, folder FROM entity WHERE ref = ?", entity.ref)
        if row is not None and not row[3]:
            folder = ""
        place = summed(Place(entity, folder))
        if row is None or row[1:3] != (place, anchor):
            columns = _order(entity), folder, entity.identified, is_listed(entity), place, anchor
            if row is None:
                sql = (
                    "INSERT INTO entity (ref, kind, sort, folder, identified, listed, place, anchor, articles, line,"
                    " version, cast_mark) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, x'', 0, 0)"
                )
                row = self._index.write(sql, entity.ref, entity.kind, *columns), b"", ""
            else:
                sql = (
                    "UPDATE entity SET sort = ?, folder = ?, identified = ?, listed = ?, place = ?, anchor = ?"
                    " WHERE id = ?"
                )
                self._index.write(sql, *columns, row[0])
            (self.anchored if row[1] == place else self._changes.placed).add(row[0])
        id_: int = row[0]
        self._entities[entity.ref] = id_
        return id_

    def _move(self, moved: Mapping[int, int | None]) -> None:
        """Assign names, and the rows of articles that use them, to their entities."""
        index = self._index
        if not self._changes.everything:
            for name in moved:
                for (article,) in index.rows("SELECT DISTINCT article FROM local WHERE name = ?", name):
                    self._update.remember(article)
        changed = [(entity, name) for name, entity in moved.items()]
        index.write_all("UPDATE name SET entity = ? WHERE id = ?", changed)
        index.write_all("UPDATE local SET entity = ? WHERE name = ?", changed)
