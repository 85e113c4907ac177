"""Resolve who is meant, across the whole site: which local entities are one entity, and where its page is.

Those that could be confused are resolved together, by a pure function of what articles say and of the decisions
(``identity.resolve`` for people, ``catalog.settle`` for other kinds): the order of articles never matters, and a change
resolves only the families of the names that it touches.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from typing import NamedTuple

from builder.annotate.catalog import family, merged, settle
from builder.annotate.lexicon import Lexicon
from builder.core.kinds import KINDS, EntityKind
from builder.core.slug import slug
from builder.core.sort_keys import sort_key
from builder.core.values import Entity, LocalEntity
from builder.index.changes import differ
from builder.index.identity import LocalPerson, Open, resolve
from builder.index.person_pages import pages
from builder.index.queries import local_entity_order, traits_of
from builder.index.tables import Index, whole
from builder.index.update import Update, article_row
from builder.layout.article_layout import years_of
from builder.layout.excerpts import local_entity_of
from builder.layout.site_values import ListedEntity, Place, Unsettled
from builder.settings.decisions import JOINED, Overrides, redirects
from builder.store.database import summed


@dataclass(frozen=True, slots=True)
class Decisions:
    """What resolution depends on besides the articles."""

    overrides: Overrides = field(default_factory=Overrides)
    locked: Mapping[EntityKind, Mapping[str, str]] = field(default_factory=dict)
    """The name of each published id of each kind."""
    anchors: Mapping[str, str] = field(default_factory=dict)
    """For published ids of people, the address of an article about the one who has it."""


class _NameRow(NamedTuple):
    """A row of the table of names."""

    id: int
    who: str
    family: str
    first: str | None
    """``None`` if no article has it any more."""
    entity: int | None


class _Moved(NamedTuple):
    """A local person who means another person than before, or for another reason."""

    entity: int | None
    reason: str
    article: int
    number: int


_LOCAL = (
    "SELECT l.article, l.number, a.address, l.position, l.traits, l.entity, l.reason"
    " FROM local l JOIN article a ON a.id = l.article WHERE l.name = ?"
)


class _CompanionQuery:
    """Who else is named in full in articles: names by their rows. Those of the same family are no evidence."""

    def __init__(self, index: Index, root: str) -> None:
        self._index = index
        self._root = root
        self._known: dict[int, frozenset[object]] = {}

    def __call__(self, articles: Collection[int]) -> Collection[object]:
        found: set[object] = set()
        for article in articles:
            if article not in self._known:
                sql = (
                    "SELECT n.who FROM local l JOIN name n ON n.id = l.name WHERE l.article = ? AND n.family <> ?"
                    " AND n.who LIKE 'person:%' AND n.who LIKE '% %'"
                )
                self._known[article] = frozenset(who for (who,) in self._index.rows(sql, article, self._root))
            found |= self._known[article]
        return found


def _unsettled(question: Open, entities: Mapping[int, Entity]) -> Unsettled | None:
    """A question as the index holds it; ``None`` if it is about someone hidden."""
    subject = entities.get(id(question.subject))
    found = tuple(entities[id(person)].ref for person in question.people if id(person) in entities)
    if subject is None or (question.people and not found):
        return None
    return Unsettled(question.kind, subject.name, subject.ref, found)


def _order(entity: Entity) -> str:
    """The sort key of lists: people of one name by what tells them apart."""
    return f"{sort_key(entity.sort)}\x01{sort_key(entity.detail)}" if entity.detail else sort_key(entity.sort)


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
        named = (
            (each.id, slug(each.name)) for each in decisions.overrides.entities if each.kind is JOINED and each.name
        )
        self._merged = merged((*self._stays.items(), *named), names)
        self._different = {
            frozenset(self._stays.get(id_, id_) for id_ in pair)
            for ids in decisions.overrides.different
            for pair in combinations(ids, 2)
        }
        self._locked: defaultdict[str, dict[str, str]] = defaultdict(dict)
        for kind, names_by_id in decisions.locked.items():
            for id_, name in names_by_id.items():
                self._locked[self._root(family(LocalEntity(kind, name, id_), names))][id_] = name
        self._anchors = decisions.anchors
        self._entities: dict[str, int] = {}

    def resolve(self, touched: Iterable[int], before: Decisions | None, now: Decisions) -> None:
        """Resolve the families of these names; all families if the decisions are no longer those ``before``."""
        due: set[str] | None = None
        if before == now and not self._changes.everything:
            sql = "SELECT family FROM name WHERE id = ?"
            due = {self._root(self._index.value(sql, name)) for name in touched}
        moved: dict[int, int | None] = {}
        if due is None:
            self._index.write("DELETE FROM question")
        people: list[_Moved] = []
        for root, members in self._families(due):
            if KINDS[EntityKind(root.partition(":")[0])].family_names:
                people += self._resolve_people(root, members, asked=due is not None)
            else:
                moved |= self._resolved(root, members)
        for each in people:
            self._update.remember(each.article)
        sql = "UPDATE local SET entity = ?, reason = ? WHERE article = ? AND number = ?"
        people.sort(key=lambda each: (each.article, each.number))
        self._index.write_all(sql, people)
        self._move(moved)
        self._index.write("DELETE FROM name WHERE first IS NULL")
        if self._changes.everything:
            self._follow_all()
        else:
            self._follow(self._decided(before, now))

    def _families(self, due: set[str] | None) -> Iterator[tuple[str, list[_NameRow]]]:
        """The names to be resolved together, by the family that represents theirs."""
        sql = "SELECT id, who, family, first, entity FROM name"
        found: defaultdict[str, list[_NameRow]] = defaultdict(list)
        if due is None:
            for row in self._index.rows(sql):
                found[self._root(row[2])].append(_NameRow(*row))
        else:
            for name in (*due, *(each for each, root in self._merged.items() if root in due)):
                for row in self._index.rows(f"{sql} WHERE family = ?", name):
                    found[self._root(name)].append(_NameRow(*row))
        return iter(found.items())

    def _root(self, name: str) -> str:
        return self._merged.get(name, name)

    def _resolved(self, root: str, members: Iterable[_NameRow]) -> dict[int, int | None]:
        """Each of these names whose entity changed, with the new one; ``None`` if it is hidden or unused."""
        moved: dict[int, int | None] = {}
        local_entities: dict[LocalEntity, _NameRow] = {}
        for name in members:
            if name.first is None:
                moved[name.id] = None
            else:
                local_entities[local_entity_of(name.who)] = name
        first = {local: name.first or "" for local, name in local_entities.items()}
        settled = settle(first, self._overrides, self._stays, self._names, self._locked.get(root, {}))
        for local, entity in settled.items():
            name = local_entities[local]
            id_ = self._entity(entity) if entity else None
            if id_ != name.entity:
                moved[name.id] = id_
        return moved

    def _resolve_people(self, root: str, members: Iterable[_NameRow], *, asked: bool) -> Iterator[_Moved]:
        """The local people of a group who now mean another person; its questions replace those ``asked`` before."""
        index = self._index
        before: dict[tuple[int, int], tuple[int | None, str]] = {}
        people = []
        for name in members:
            local = local_entity_of(name.who)
            for article, number, address, position, raw, entity_id, reason in index.rows(_LOCAL, name.id):
                before[article, number] = entity_id, reason
                people.append(LocalPerson(article, number, local, address, years_of(position), traits_of(raw)))
        resolution = resolve(people, self._names, _CompanionQuery(index, root), self._stays, self._different)
        entities = pages(
            resolution.people, self._overrides, self._names, self._stays, self._locked.get(root, {}), self._anchors
        )
        for person, entity in zip(resolution.people, entities, strict=True):
            id_ = self._entity(entity) if entity else None
            for place, member in enumerate(person.members):
                reason = ":".join(person.reasons.get(place, ()))
                if before[member.article, member.number] != (id_, reason):
                    yield _Moved(id_, reason, member.article, member.number)
        refs = {id(person): entity for person, entity in zip(resolution.people, entities, strict=True) if entity}
        if asked:
            index.write("DELETE FROM question WHERE family = ?", root)
        for question in resolution.open:
            if found := _unsettled(question, refs):
                index.write("INSERT INTO question VALUES (?, ?)", root, summed(found))

    def _entity(self, entity: Entity) -> int:
        """The row of an entity, with its current name and address."""
        kind, known = KINDS[entity.kind], self._entities.get(entity.ref)
        if known is not None:
            return known
        folder = self._country(entity.id) if kind.by_code else f"{kind.folder}/{entity.id}/"
        place = summed(Place(entity, folder))
        columns = _order(entity), folder, entity.identified, place
        row = self._index.row("SELECT id, place FROM entity WHERE ref = ?", entity.ref)
        if row is None:
            sql = (
                "INSERT INTO entity (ref, kind, sort, folder, identified, place, articles, line, version)"
                " VALUES (?, ?, ?, ?, ?, ?, 0, x'', 0)"
            )
            row = self._index.write(sql, entity.ref, entity.kind, *columns), b""
        elif row[1] != place:
            sql = "UPDATE entity SET sort = ?, folder = ?, identified = ?, place = ? WHERE id = ?"
            self._index.write(sql, *columns, row[0])
        if row[1] != place:
            self._changes.placed.add(row[0])
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

    def _decided(self, before: Decisions | None, now: Decisions) -> set[int]:
        """The entities with a page whose own decision changed."""
        if before == now:
            return set()
        old = {f"{each.kind}:{each.id}": each for each in before.overrides.entities} if before else {}
        refs = [ref for ref in old.keys() | self._overrides.keys() if old.get(ref) != self._overrides.get(ref)]
        found = (self._index.value("SELECT id FROM entity WHERE ref = ?", ref) for ref in refs)
        return {id_ for id_ in found if id_ is not None}

    def _follow_all(self) -> None:
        """Update the lines and histories of all entities."""
        for (id_,) in self._index.rows("SELECT id FROM entity"):
            self._update_line(id_)
        self._index.write("UPDATE entity SET version = ?", self._update.number)

    def _follow(self, decided: set[int]) -> None:
        """Update the lines and histories that the changed articles and entities affect."""
        index, changes = self._index, self._changes
        touched: set[int] = set()
        for article, (before, _) in changes.articles.items():
            after = article_row(index, article)
            changes.articles[article] = before, after
            if differ(before, after):
                touched |= {*(before.excerpts if before else ()), *(after.excerpts if after else ())}
        sql = "SELECT article FROM local WHERE entity = ?"
        articles = {article for placed in changes.placed for (article,) in index.rows(sql, placed)}
        sql = "SELECT entity FROM local WHERE article = ? AND entity IS NOT NULL"
        near = {entity for article in articles for (entity,) in index.rows(sql, article)}
        for id_ in touched | changes.placed | near | decided:
            changes.refs[id_], changes.had[id_] = index.row("SELECT ref, articles FROM entity WHERE id = ?", id_)
        version = self._update.number
        index.write_all(
            "UPDATE entity SET version = ? WHERE id = ?",
            [(version, id_) for id_ in touched | changes.placed | near],
        )
        for id_ in touched | changes.placed | decided:
            self._update_line(id_)

    def _update_line(self, id_: int) -> None:
        """Update an entity's line; an entity without articles is deleted."""
        index = self._index
        line = self._line(id_)
        if line is None:
            index.write("DELETE FROM entity WHERE id = ?", id_)
            self._changes.lines = True
            return
        sql = (
            "SELECT a.changed, a.dated FROM local l JOIN article a ON a.id = l.article"
            " WHERE l.entity = ? ORDER BY l.position LIMIT 1"
        )
        raw = summed(line)
        row = (line.totals[0], raw, *index.row(sql, id_))
        if index.row("SELECT articles, line, changed, dated FROM entity WHERE id = ?", id_) != row:
            self._changes.lines = True
            sql = "UPDATE entity SET articles = ?, line = ?, changed = ?, dated = ? WHERE id = ?"
            index.write(sql, *row, id_)

    def _line(self, id_: int) -> ListedEntity | None:
        """An entity's line in lists, from its articles; ``None`` if it has none."""
        index = self._index
        sql = (
            "SELECT count(*), sum(named), sum(apart) FROM"
            " (SELECT sum(mentions) AS named, sum(apart) AS apart FROM local WHERE entity = ? GROUP BY position)"
        )
        totals = index.row(sql, id_)
        if not totals[0]:
            return None
        place = whole(index.value("SELECT place FROM entity WHERE id = ?", id_), Place)
        sql = (
            "SELECT l.position, l.role, n.who FROM local l JOIN name n ON n.id = l.name"
            " WHERE l.entity = ? AND l.role <> '' ORDER BY l.position LIMIT 10"
        )
        roles = index.rows(sql, id_)
        newest = sorted((row for row in roles if row[0] == roles[0][0]), key=lambda row: local_entity_order(row[2]))
        whos = index.rows("SELECT who FROM name WHERE id IN (SELECT DISTINCT name FROM local WHERE entity = ?)", id_)
        names = tuple(sorted({local_entity_of(who).name for (who,) in whos}))
        override = self._overrides.get(place.entity.ref)
        same_as = override.same_as if override else ()
        anchor = ""
        if KINDS[place.entity.kind].family_names:
            sql = (
                "SELECT min(a.address) FROM local l JOIN article a ON a.id = l.article WHERE l.entity = ?"
                " AND l.reason NOT LIKE 'surname:%'"
            )
            anchor = index.value(sql, id_) or ""
        return ListedEntity(place, names, totals, newest[0][1] if newest else "", same_as, anchor)
