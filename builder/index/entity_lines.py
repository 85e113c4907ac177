"""Bring the lines of entities in lists, and the versions of their histories, up to date with their articles."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import islice
from typing import NamedTuple

from builder.annotate.role_choice import usual_role
from builder.core.kinds import KINDS
from builder.core.values import Entity
from builder.index.changes import ArticleState, differ
from builder.index.queries import local_entity_order, traits_of
from builder.index.resolve import Decisions
from builder.index.tables import AT_ONCE, Index, whole
from builder.index.update import Update, article_row
from builder.layout.article_layout import TraitFields
from builder.layout.excerpts import local_entity_of
from builder.layout.site_values import ListedEntity, Place
from builder.settings.decisions import Override
from builder.store.database import summed

_TOTALS = (
    "SELECT t.entity, t.articles, t.named, t.apart, a.changed, a.dated FROM (SELECT entity, count(DISTINCT position) AS"
    " articles, sum(mentions) AS named, sum(apart) AS apart, min(position) AS newest FROM local WHERE entity IN ids"
    " GROUP BY entity) t JOIN article a ON a.position = t.newest"
)
"""For each of these entities: articles, mentions, those apart, and the dates of its newest article."""

_ROLES = (
    "SELECT e.id, l.position, n.who, l.traits FROM entity e CROSS JOIN local l ON l.entity = e.id AND l.position IN"
    " (SELECT DISTINCT position FROM local WHERE entity = e.id AND role <> '' ORDER BY position LIMIT 200)"
    " CROSS JOIN name n ON n.id = l.name WHERE e.id IN ids AND l.role <> ''"
)
"""The traits of each of these entities in the 200 newest articles that give a role: more tell no more."""

_NAMES = (
    "SELECT l.entity, n.who FROM (SELECT DISTINCT entity, name FROM local WHERE entity IN ids) l"
    " JOIN name n ON n.id = l.name"
)
"""The names of each of these entities."""


class Paged(NamedTuple):
    """Which entities have a page: those with a code, and people in so many articles or among the ``kept``."""

    least: int = 1
    """Articles."""
    unidentified: bool = True
    """Whether people who are not identified have one as well."""
    kept: frozenset[str] = frozenset()
    """References ("person:ID") of those who have a page in any case; empty if all have one."""

    @property
    def all(self) -> bool:
        """Whether every entity has a page."""
        return self.least == 1 and self.unidentified

    def has(self, entity: Entity, articles: int) -> bool:
        """Whether an entity that so many articles name has a page."""
        is_known = entity.identified or self.unidentified
        return KINDS[entity.kind].by_code or (is_known and articles >= self.least) or entity.ref in self.kept


def update_lines(
    update: Update,
    anchored: Collection[int],
    before: Decisions | None,
    now: Decisions,
    paged: Paged,
    rekept: Iterable[str],
) -> None:
    """Update what follows from the articles, entities and decisions that changed.

    ``anchored`` are entities of which only the anchor changed; ``rekept`` are references that ``paged`` keeps now and
    did not before, or the other way round.
    """
    index, changes = update.index, update.changes
    overrides, old = (
        {f"{each.kind}:{each.id}": each for each in decisions.overrides.entities} if decisions else {}
        for decisions in (now, before)
    )
    if changes.everything:
        _settle_pages(update, paged, [id_ for (id_,) in index.rows("SELECT id FROM entity")])
        _update(update, overrides, (id_ for (id_,) in index.rows("SELECT id FROM entity")))
        index.write("UPDATE entity SET version = ?, cast_mark = ?", update.number, update.mark)
        return
    touched, recast = set[int](), set[int]()
    for article, (then, _) in changes.articles.items():
        after = article_row(index, article)
        changes.articles[article] = then, after
        if differ(then, after):
            both = {*(then.excerpts if then else ()), *(after.excerpts if after else ())}
            touched |= both
            if _cast(then) != _cast(after):
                recast |= both
        elif then and after:
            touched |= {each for each, names in after.names.items() if names != then.names[each]}
    refs = {ref for ref in old.keys() | overrides.keys() if old.get(ref) != overrides.get(ref)} | {*rekept}
    decided = {id_ for (id_,) in index.rows_of("SELECT id FROM entity WHERE ref IN ids", refs)}
    turned = _settle_pages(update, paged, touched | changes.placed | decided)
    changes.placed |= turned
    sql = "SELECT article FROM local WHERE entity = ?"
    articles = {article for placed in changes.placed for (article,) in index.rows(sql, placed)}
    sql = "SELECT entity FROM local WHERE article = ? AND entity IS NOT NULL"
    near = {entity for article in articles for (entity,) in index.rows(sql, article)}
    for id_ in touched | changes.placed | near | decided:
        sql = "SELECT ref, articles, folder <> '' FROM entity WHERE id = ?"
        changes.refs[id_], articles_before, has_page = index.row(sql, id_)
        changes.had[id_] = articles_before if has_page != (id_ in turned) else 0
    moved = changes.placed | near
    index.write_all("UPDATE entity SET version = ? WHERE id = ?", [(update.number, id_) for id_ in touched | moved])
    index.write_all("UPDATE entity SET cast_mark = ? WHERE id = ?", [(update.mark, id_) for id_ in recast | moved])
    _update(update, overrides, touched | changes.placed | decided | {*anchored})


def _cast(article: ArticleState | None) -> object:
    """Whom an article names, and how often."""
    return article and [(each.entity, each.mentions, each.apart) for each in article.named]


def _settle_pages(update: Update, paged: Paged, ids: Collection[int]) -> set[int]:
    """Give these entities a page or take it from them; those for which this changed."""
    if paged.all:
        return set()
    sql = (
        "SELECT e.id, e.place, (SELECT count(DISTINCT position) FROM local WHERE entity = e.id) FROM entity e"
        " WHERE e.id IN ids"
    )
    changed: list[tuple[str, bytes, int]] = []
    for id_, raw, articles in update.index.rows_of(sql, ids):
        place = whole(raw, Place)
        entity, has_page = place.entity, paged.has(place.entity, articles)
        if has_page != bool(place.folder):
            folder = f"{KINDS[entity.kind].folder}/{entity.id}/" if has_page else ""
            changed.append((folder, summed(Place(entity, folder)), id_))
    update.index.write_all("UPDATE entity SET folder = ?, place = ? WHERE id = ?", changed)
    return {id_ for *_, id_ in changed}


def _update(update: Update, overrides: Mapping[str, Override], ids: Iterable[int]) -> None:
    """Update the lines of entities in lists; an entity without articles is deleted."""
    index = update.index
    waiting = iter(sorted(ids))
    while some := list(islice(waiting, AT_ONCE)):
        sql = "SELECT id, place, anchor, articles, line, changed, dated FROM entity WHERE id IN ids"
        rows = {id_: row for id_, *row in index.rows_of(sql, some)}
        places = {id_: (whole(raw, Place), anchor) for id_, (raw, anchor, *_) in rows.items()}
        lines = {id_: (line, dates) for id_, line, dates in _lines(index, overrides, places)}
        gone = [(id_,) for id_ in some if id_ not in lines]
        after = {id_: (line.totals[0], summed(line), *dates) for id_, (line, dates) in lines.items()}
        changed = [(*row, id_) for id_, row in after.items() if tuple(rows[id_][2:]) != row]
        index.write_all("DELETE FROM entity WHERE id = ?", gone)
        sql = "UPDATE entity SET articles = ?, line = ?, changed = ?, dated = ? WHERE id = ?"
        index.write_all(sql, changed)
        update.changes.lines |= bool(gone or changed)


def _lines(
    index: Index, overrides: Mapping[str, Override], places: Mapping[int, tuple[Place, str]]
) -> Iterator[tuple[int, ListedEntity, tuple[str, int]]]:
    """The line of each of these entities that has articles, from these, and the dates of the newest article.

    ``places`` gives place and anchor of each.
    """
    names: defaultdict[int, set[str]] = defaultdict(set)
    for id_, who in index.rows_of(_NAMES, places):
        names[id_].add(local_entity_of(who).name)
    roles: defaultdict[int, dict[str, list[tuple[list[str], TraitFields]]]] = defaultdict(dict)
    for id_, position, who, raw in index.rows_of(_ROLES, places):
        roles[id_].setdefault(position, []).append((local_entity_order(who), traits_of(raw)))
    for id_, *totals, changed, dated in index.rows_of(_TOTALS, places):
        place, anchor = places[id_]
        newest = [sorted(roles[id_][position]) for position in sorted(roles[id_])]
        role = usual_role([[role for _, traits in some for role in traits.given] for some in newest])
        override = overrides.get(place.entity.ref)
        same_as = override.same_as if override else ()
        line = ListedEntity(place, tuple(sorted(names[id_])), tuple(totals), role, same_as, anchor)
        yield id_, line, (changed, dated)
