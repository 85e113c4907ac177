"""When, as what and with whom entities were mentioned, and earlier articles about the same people.

An article's earlier ones are older than the article, so that a new article changes no other's page.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from heapq import nlargest, nsmallest
from itertools import chain, combinations, islice
from operator import itemgetter
from typing import NamedTuple, Protocol, TypeVar

from msgspec import Struct

from builder.annotate.role_choice import described_as
from builder.core.codec import Digest, digest
from builder.core.kinds import KINDS, EntityKind
from builder.core.values import GivenRole
from builder.index.pagination import page_showing
from builder.index.queries import ArticleRow, CastRow, headline, place, traits_of
from builder.index.tables import Index, once_in_a_build
from builder.layout.article_layout import UNDATED, Headline, month_of
from builder.layout.site_values import CoMention, History, Period, Place, RoleSpan

V = TypeVar("V")

CO_MENTIONS = 12
"""Entities of each kind that a page shows as co-mentioned: two columns of six."""

MOST_CO_MENTIONS = 200
"""Entities of one article that count as co-mentioned; of a longer list, those mentioned most."""

SEVERAL = 2
"""Articles from which on two entities count as being together in several."""

ROLES = 12
"""Roles shown of a person: those that most articles give. Each article's own are beside it in the list."""

LEADING = 4
"""People whose earlier articles count as related: those whom an article mentions most."""

REACH = 8
"""Earlier articles of each of them that are considered: older ones are on their pages."""

RELATED = 3
"""Related articles shown."""

NOBODY = 0
"""No entity has this id."""

OFTEN = 200
"""Articles from which on it is kept with whom an entity appears: to count again takes longer than all else."""

AT_ONCE = 64
"""Entities that are ranked in one query: more than the first of each kind."""

Cast = Mapping[int, int]
"""The entities that an article names and that have a page, with their mentions."""

Ranked = Mapping[EntityKind, Sequence[tuple[int, Place, int]]]
"""By kind, in the order of ``KINDS``, the entities that come first, with their number of articles."""


class Together(Struct, frozen=True, gc=False):
    """With whom an entity is mentioned."""

    most: tuple[tuple[CoMention, ...], ...]
    """For each kind, in the order of ``KINDS``, those mentioned most."""
    present: tuple[tuple[int, ...], ...]
    """As in a ``History``."""


class Kept(Protocol):
    """Where values are kept that take long to make."""

    def __call__(self, key: Digest, shape: type[V], make: Callable[[], V], /) -> V:
        """The value kept under this key; if there is none, it is made, and kept."""


def nothing_kept(key: Digest, shape: type[V], make: Callable[[], V]) -> V:
    """Makes every value."""
    del key, shape
    return make()


def history(index: Index, entity: int, listed: int, kept: Kept = nothing_kept) -> History:
    """When, as what and with whom an entity was mentioned; ``listed`` is the number of articles on its first page.

    The cost grows with the number of its articles, and, if whom they name has changed, with the entities in each.
    """
    sql = "SELECT article, position FROM local WHERE entity = ? GROUP BY position ORDER BY position"
    articles: dict[int, str] = dict(index.rows(sql, entity))
    newest = list(islice(articles, listed))
    make = partial(_together, index, entity, newest)
    if len(articles) < OFTEN:
        together = make()
    else:
        mark = index.value("SELECT cast_mark FROM entity WHERE id = ?", entity)
        together = kept(digest("together", mark, entity, newest), Together, make)
    periods = periods_of(list(articles.values()))
    most = dict(zip(KINDS, together.most, strict=True))
    return History(_ends(index, entity), periods, most, _roles(index, entity), together.present)


def _together(index: Index, entity: int, newest: Sequence[int]) -> Together:
    """With whom an entity is mentioned, and who of them is in its ``newest`` articles."""
    casts = _casts(index, OF_ENTITY, entity)
    most = _most(index, casts.values(), entity)
    ranks = {other: rank for rank, (other, *_) in enumerate(chain(*most.values()))}
    shown = {
        article: tuple(sorted([ranks[other] for other in cast.everyone if other in ranks]))
        for article, cast in casts.items()
    }
    together = Counter(chain.from_iterable(combinations(ranks_here, 2) for ranks_here in shown.values()))
    found: list[tuple[CoMention, ...]] = []
    first = 0
    for ranked in most.values():
        ties = _ties(together, first, first + len(ranked))
        found.append(
            tuple([CoMention(where, number, tuple(ties[rank])) for rank, (_, where, number) in enumerate(ranked)])
        )
        first += len(ranked)
    return Together(tuple(found), tuple([shown[article] for article in newest]))


def periods_of(positions: Sequence[str]) -> tuple[Period, ...]:
    """The months of articles at these positions, newest first."""
    count, newer = len(positions), 0
    periods = []
    for month, number in Counter(map(month_of, positions)).items():
        periods.append(Period(month, number, page_showing(count, count - newer - 1)))
        newer += number
    return tuple(periods)


def most_mentioned(index: Index, newest: int) -> Mapping[EntityKind, Sequence[tuple[bytes, int]]]:
    """By kind, the lines of the entities most frequent in the ``newest`` articles, each with its number of them.

    Only those who are identified; ties are broken by the number of mentions.
    """
    casts = _casts(index, NEWEST, newest)
    most = _most(index, casts.values(), NOBODY)
    ids = [id_ for some in most.values() for id_, _, _ in some]
    lines = dict(index.rows_of("SELECT id, line FROM entity WHERE id IN ids AND identified", ids))
    return {kind: [(lines[id_], number) for id_, _, number in some if id_ in lines] for kind, some in most.items()}


def earlier(index: Index, article: ArticleRow, cast: Iterable[CastRow]) -> tuple[tuple[bytes, tuple[str, ...]], ...]:
    """Articles before this one, if it has a date, about the people whom its cast mentions most.

    They are ordered by the number of these people, then by date; each is a headline as it is stored, with their names.
    """
    sql = "SELECT position FROM local WHERE entity = ? AND position > ? GROUP BY position ORDER BY position LIMIT ?"
    before: list[tuple[str, list[str]]] = []
    for entity, name in _leading(cast) if article.dated else ():
        before.append((name, [found for (found,) in index.rows(sql, entity, article.position, REACH)]))
    counts = Counter(found for _, positions in before for found in positions)
    chosen: list[tuple[bytes, tuple[str, ...]]] = []
    for other in sorted(counts, key=lambda each: (-counts[each], each)):
        raw, dated = index.row("SELECT headline, dated FROM article WHERE position = ?", other)
        if dated:
            chosen.append((raw, tuple([name for name, positions in before if other in positions])))
            if len(chosen) == RELATED:
                break
    return tuple(chosen)


def later(index: Index, entities: Iterable[int], position: str) -> Iterator[int]:
    """The articles that may show one at this position, about these entities, among the earlier ones."""
    sql = "SELECT article FROM local WHERE entity = ? AND position < ? GROUP BY position ORDER BY position DESC LIMIT ?"
    for entity in entities:
        if index.value("SELECT kind FROM entity WHERE id = ?", entity) in _RELATED:
            yield from (article for (article,) in index.rows(sql, entity, position, REACH))


OF_ENTITY = (
    "SELECT o.article, o.number, o.entity, o.mentions + o.apart"
    " FROM (SELECT article FROM local WHERE entity = ? GROUP BY position) l"
    " CROSS JOIN local o ON o.article = l.article AND o.number <= ?"
)
NEWEST = (
    "SELECT o.article, o.number, o.entity, o.mentions + o.apart"
    " FROM (SELECT id FROM article ORDER BY position LIMIT ?) a"
    " CROSS JOIN local o ON o.article = a.id AND o.number <= ?"
)


class _Present(NamedTuple):
    """The cast of an article, and those in it who count as co-mentioned."""

    everyone: Cast
    counted: Cast


def _casts(index: Index, sql: str, value: int) -> Mapping[int, _Present]:
    """The cast of each of some articles, by id."""
    casts: dict[int, dict[int, int]] = {}
    crowded: set[int] = set()
    for article, number, entity, mentions in index.rows(sql, value, MOST_CO_MENTIONS):
        cast = casts.setdefault(article, {})
        if entity is not None:
            cast[entity] = cast.get(entity, 0) + mentions
        if number == MOST_CO_MENTIONS:
            crowded.add(article)
    return {
        article: _crowd(index, article) if article in crowded else _Present(cast, cast)
        for article, cast in casts.items()
    }


@once_in_a_build(keep=64)
def _crowd(index: Index, article: int) -> _Present:
    """The cast of a long article, which is in the history of each of them."""
    sql = "SELECT entity, sum(mentions + apart) FROM local WHERE article = ? AND entity IS NOT NULL GROUP BY entity"
    cast = dict(index.rows(f"{sql} ORDER BY min(number)", article))
    return _Present(cast, co_mentioned(cast))


def co_mentioned(cast: Cast) -> Cast:
    """The entities that count as co-mentioned, so that a list of thousands of names does not make millions of pairs."""
    return dict(nlargest(MOST_CO_MENTIONS, cast.items(), key=itemgetter(1))) if len(cast) > MOST_CO_MENTIONS else cast


def _most(index: Index, casts: Iterable[_Present], entity: int) -> Ranked:
    """By kind, the entities that are in most of these casts, without this one."""
    counted = [cast for _, cast in casts]
    counts = Counter(chain.from_iterable(counted))
    mentions = dict.fromkeys(counts, 0)
    for cast in counted:
        for other, number in cast.items():
            mentions[other] += number
    del counts[entity]
    found: dict[EntityKind, list[tuple[Rank, int]]] = {kind: [] for kind in KINDS}
    ids = sorted(counts, key=counts.__getitem__, reverse=True)
    for start in range(0, len(ids), AT_ONCE):
        some = ids[start : start + AT_ONCE]
        sql = "SELECT id, kind, identified FROM entity WHERE id IN ids AND folder <> ''"
        for id_, kind, identified in index.rows_of(sql, some):
            found[EntityKind(kind)].append(((-counts[id_], not identified, -mentions[id_]), id_))
        if counts[some[-1]] < min(-_last(ranked)[0] for ranked in found.values()):
            break  # All others are in fewer articles than those that were found.
    # Only those who could be shown are compared by name.
    ranks: dict[int, Rank] = {}
    for ranked in found.values():
        last = _last(ranked)
        ranks.update((id_, rank) for rank, id_ in ranked if rank <= last)
    rows = {row[0]: row[1:] for row in index.rows_of("SELECT id, sort, ref, place FROM entity WHERE id IN ids", ranks)}
    return {
        kind: [
            (id_, place(rows[id_][2]), counts[id_])
            for id_ in nsmallest(
                CO_MENTIONS,
                (id_ for _, id_ in ranked if id_ in ranks),
                key=lambda id_: (ranks[id_], rows[id_][:2]),
            )
        ]
        for kind, ranked in found.items()
    }


def _ties(together: Mapping[tuple[int, int], int], first: int, end: int) -> list[list[tuple[int, int]]]:
    """For each of the entities ranked from ``first`` to ``end``, later ones that are in several articles with it.

    ``together`` is the number of articles of each pair of ranks. Ranks are counted from ``first`` here.
    """
    ties: list[list[tuple[int, int]]] = [[] for _ in range(first, end)]
    for (one, other), number in sorted(together.items()):
        if number >= SEVERAL and first <= one and other < end:
            ties[one - first].append((other - first, number))
    return ties


Rank = tuple[int, bool, int]
"""The order of co-mentions before names decide: by articles, identified or not, by mentions."""


def _last(ranked: Sequence[tuple[Rank, int]]) -> Rank:
    """The rank of the last co-mention that is shown; beyond all ranks if more can be shown."""
    return nsmallest(CO_MENTIONS, ranked)[-1][0] if len(ranked) >= CO_MENTIONS else (0, True, 0)


def _ends(index: Index, entity: int) -> tuple[Headline, ...]:
    """The oldest and the newest article with a date, if any has one."""
    sql = (
        "SELECT a.headline FROM local l JOIN article a ON a.id = l.article"
        " WHERE l.entity = ? AND a.dated ORDER BY l.position"
    )
    oldest, newest = (index.value(f"{sql} {order} LIMIT 1", entity) for order in ("DESC", "ASC"))
    return (headline(oldest), headline(newest)) if oldest else ()


def _roles(index: Index, entity: int) -> tuple[RoleSpan, ...]:
    """The roles that most articles give a person, each with its oldest and newest article, newest first.

    Variants of a role, "Sen." and "senator", are one. What is over, and in which words a role is shown, is decided
    as for the role beside a person's name.
    """
    sql = (
        "SELECT article, position, traits FROM local WHERE entity = ? AND role <> '' ORDER BY position, article, number"
    )
    given: dict[tuple[int, bool], list[GivenRole]] = {}
    for article, position, raw in index.rows(sql, entity):
        given.setdefault((article, position < UNDATED), []).extend(traits_of(raw).given)
    articles = list(given)
    roles = described_as(list(given.values()))
    most = sorted(nlargest(ROLES, range(len(roles)), key=lambda number: len(roles[number][1])))
    ends = [
        (words, _both_ends(dict(articles[number] for number in where))) for words, where in map(roles.__getitem__, most)
    ]
    wanted = dict.fromkeys(article for _, pair in ends for article in pair)
    headlines = {
        id_: headline(raw) for id_, raw in index.rows_of("SELECT id, headline FROM article WHERE id IN ids", wanted)
    }
    return tuple([RoleSpan(words, headlines[first], headlines[last]) for words, (first, last) in ends])


def _both_ends(articles: Mapping[int, bool]) -> tuple[int, int]:
    """The oldest and the newest of some articles in the order of lists, each with whether it has a date.

    Of articles without a date, the first is both.
    """
    dated = [article for article, has_date in articles.items() if has_date] or [next(iter(articles))]
    return dated[-1], dated[0]


def _leading(cast: Iterable[CastRow]) -> list[tuple[int, str]]:
    """The people whom an article mentions most, most first, with their names; ties in order of appearance."""
    counts: dict[int, int] = {}
    names: dict[int, str] = {}
    for row in cast:
        entity = place(row.place).entity
        if entity.kind in _RELATED:
            counts[row.entity] = counts.get(row.entity, 0) + row.mentions
            names[row.entity] = entity.title
    most = sorted(counts, key=counts.__getitem__, reverse=True)[:LEADING]
    return [(entity, names[entity]) for entity in most]


_RELATED = frozenset(kind.name for kind in KINDS.values() if kind.related)
