"""Queries about articles and entities, for the outputs and the commands.

Values are returned as they are stored: what a page shows in full is decoded only when it is rendered.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple, TypeVar

from builder.core.codec import Digest
from builder.core.kinds import EntityKind
from builder.core.sort_keys import sort_key
from builder.core.taxonomies import TAXONOMIES
from builder.core.values import Entity, LocalEntity
from builder.index.changes import TermState
from builder.index.pages import Page, page_of
from builder.index.tables import Index, once_in_a_build, whole
from builder.index.update import Attached, Remarks, one_form
from builder.layout.article_layout import NO_TRAITS, UNDATED, Headline, TraitFields, position_after
from builder.layout.excerpts import local_entity_of, who
from builder.layout.site_values import CastMember, ListedEntity, Note, Place, SizedPicture, Unsettled

_Row = TypeVar("_Row", tuple[int, bytes], tuple[int, bytes, str, int])

ARTICLES = (
    "SELECT a.id, s.file, a.position, a.address, a.dated, a.headline, a.layout"
    " FROM source s JOIN article a ON a.id = s.id"
)
"""The rows of ``ArticleRow``."""

_FROM = {False: ">", True: ">="}
"""How positions are compared that come after one, without it and with it."""

MOST_SECTIONS = 8
"""In the navigation; with more, it has only a link to their list."""


class ArticleRow(NamedTuple):
    """An article that has a page."""

    id: int
    file: str
    position: str
    address: str
    dated: bool
    headline: bytes
    """As ``headline`` reads it."""
    layout: Digest


class SiteSize(NamedTuple):
    """The size of the site as it was last written."""

    files: int
    total: int
    """Bytes of all files."""
    largest: str
    """The path of the largest file."""
    in_largest: int
    """Its bytes."""
    fullest: str
    """The folder with the most files, without those in folders in it: "search/words/"."""
    in_fullest: int
    """Their number."""


class TermRow(NamedTuple):
    """A section, tag, author or year: its reference, its words, and the number of its articles."""

    ref: str
    words: str
    articles: int


class Listed(NamedTuple):
    """An article in the list of an entity."""

    headline: bytes
    excerpts: tuple[Digest, ...]


class QuotedRow(NamedTuple):
    """Quotations of a person from one article: those from ``first`` to ``last`` of all that it has of them."""

    headline: bytes
    role: str
    """The first role that the article gives the person; empty if there is none."""
    excerpts: tuple[Digest, ...]
    first: int
    last: int


class CastRow(NamedTuple):
    """An entity as one article names it."""

    who: str
    place: bytes
    """As ``place`` reads it."""
    role: str
    mentions: int
    reason: str
    """Why it is likely, as ``identity.Reason`` joined by a colon: "variant:role"; empty if it is certain."""
    entity: int
    traits: bytes
    """As ``traits_of`` reads them."""


class Statement(NamedTuple):
    """What one article says about an entity under one name."""

    file: str
    article: int
    number: int
    """The name's place among those in the article."""
    local: LocalEntity
    address: str
    position: str
    traits: TraitFields
    reason: str
    """As in ``CastRow``."""


def article(index: Index, file: str) -> ArticleRow | None:
    """The article in this file, if it has a page."""
    found = index.row(f"{ARTICLES} WHERE s.file = ?", file)
    return ArticleRow(*found) if found else None


def articles(index: Index) -> Iterator[ArticleRow]:
    """All articles that have a page, by file."""
    return (ArticleRow(*row) for row in index.rows(f"{ARTICLES} ORDER BY s.file"))


def cast(index: Index, article_id: int) -> tuple[CastRow, ...]:
    """All entities that an article names and that are not hidden, in order of first mention. See ``cast_members``."""
    sql = (
        "SELECT n.who, e.place, l.role, l.mentions + l.apart, l.reason, e.id, l.traits"
        " FROM local l JOIN name n ON n.id = l.name JOIN entity e ON e.id = l.entity"
        " WHERE l.article = ? ORDER BY l.number"
    )
    return tuple([CastRow(*row) for row in index.rows(sql, article_id)])


def cast_members(cast: Sequence[CastRow]) -> tuple[CastMember, ...]:
    """The decoded rows of ``cast``."""
    return tuple(
        [
            CastMember(
                local_entity_of(row.who), place(row.place), row.role, row.mentions, row.reason, traits_of(row.traits)
            )
            for row in cast
        ]
    )


def unsettled(index: Index) -> Iterator[Unsettled]:
    """What resolution leaves open, by family of names."""
    sql = "SELECT value FROM question ORDER BY family, rowid"
    return (whole(raw, Unsettled) for (raw,) in index.rows(sql))


def joined(index: Index) -> list[str]:
    """The entities to which resolution joined somebody without certainty, sorted."""
    sql = "SELECT DISTINCT e.ref FROM local l JOIN entity e ON e.id = l.entity WHERE l.reason <> '' ORDER BY e.ref"
    return [ref for (ref,) in index.rows(sql)]


def people_called(index: Index, name: str) -> set[str]:
    """The people whom articles call by exactly this name, where no decision says whom it means."""
    sql = (
        "SELECT DISTINCT e.ref FROM name n JOIN local l ON l.name = n.id JOIN entity e ON e.id = l.entity"
        " WHERE n.who = ? OR (n.who >= 'person:#' AND n.who < 'person:$' AND substr(n.who, -length(?)) = ?)"
    )
    second = f":{name}"  # of "person:#1:James Brown", the second in an article
    return {ref for (ref,) in index.rows(sql, who(LocalEntity(EntityKind.PERSON, name)), second, second)}


def meant(index: Index, who: str) -> str:
    """Whom most articles mean by the name ``who``, as a reference; empty if none has it."""
    sql = (
        "SELECT e.ref FROM name n JOIN local l ON l.name = n.id JOIN entity e ON e.id = l.entity WHERE n.who = ?"
        " GROUP BY e.ref ORDER BY count(*) DESC, e.ref LIMIT 1"
    )
    return index.value(sql, who) or ""


def newest(index: Index, limit: int, offset: int = 0) -> list[bytes]:
    """The headlines of all articles, newest first."""
    sql = "SELECT headline FROM article ORDER BY position LIMIT ? OFFSET ?"
    return [raw for (raw,) in index.rows(sql, limit, offset)]


def newest_of(index: Index, entity: int, limit: int) -> list[bytes]:
    """The headlines of an entity's articles, newest first."""
    sql = (
        "SELECT a.headline FROM (SELECT position, article FROM local WHERE entity = ? GROUP BY position"
        " ORDER BY position LIMIT ?) l JOIN article a ON a.id = l.article ORDER BY l.position"
    )
    return [raw for (raw,) in index.rows(sql, entity, limit)]


def listed(index: Index, entity: int, start: int, end: int) -> tuple[Listed, ...]:
    """An entity's articles from ``start`` to ``end``, newest first, with the digests of its excerpts."""
    sql = (
        "SELECT p.article, a.headline, l.name, l.excerpts"
        " FROM (SELECT article, position FROM local WHERE entity = ? GROUP BY position"
        " ORDER BY position LIMIT ? OFFSET ?) p"
        " JOIN article a ON a.id = p.article JOIN local l ON l.article = p.article AND l.entity = ?"
        " ORDER BY p.position"
    )
    found: dict[int, tuple[bytes, list[tuple[int, bytes]]]] = {}
    for id_, raw, name, excerpts in index.rows(sql, entity, end - start, start, entity):
        found.setdefault(id_, (raw, []))[1].append((name, excerpts))
    rows = _in_order(index, [some for _, some in found.values()])
    return tuple(
        Listed(raw, tuple([digest for _, digest in some])) for (raw, _), some in zip(found.values(), rows, strict=True)
    )


def quoted(index: Index, entity: int, start: int, end: int) -> tuple[QuotedRow, ...]:
    """A person's quotations from ``start`` to ``end``, newest article first, in each in reading order."""
    sql = (
        "SELECT article, sum(said) FROM local WHERE entity = ? AND said > 0 GROUP BY position ORDER BY position LIMIT ?"
    )
    places: dict[int, tuple[int, int]] = {}
    newer = 0
    for id_, number in index.rows(sql, entity, end):
        if start < newer + number and newer < end:
            places[id_] = max(0, start - newer), min(number, end - newer)
        newer += number
    sql = "SELECT name, excerpts, role, said FROM local WHERE article = ? AND entity = ?"
    rows = _in_order(index, [index.rows(sql, id_, entity) for id_ in places])
    headlines = dict(index.rows_of("SELECT id, headline FROM article WHERE id IN ids", places))
    return tuple(
        QuotedRow(
            headlines[id_],
            next((role for _, _, role, _ in some if role), ""),
            tuple([excerpts for _, excerpts, _, said in some if said]),
            *place,
        )
        for (id_, place), some in zip(places.items(), rows, strict=True)
    )


def quotations(index: Index, entity: int) -> int:
    """The number of a person's quotations."""
    sql = "SELECT ifnull(sum(said), 0) FROM local WHERE entity = ? AND said > 0"
    found: int = index.value(sql, entity)
    return found


def older_quotations(index: Index, entity: int, position: str, *, here: bool = False) -> int:
    """The number of a person's quotations in articles that come after this position; for ``here`` see ``older``."""
    sql = f"SELECT ifnull(sum(said), 0) FROM local WHERE entity = ? AND position {_FROM[here]} ? AND said > 0"  # noqa: S608  # our own
    found: int = index.value(sql, entity, position)
    return found


def much_quoted(index: Index, most: int) -> Iterator[tuple[str, str, int, str]]:
    """All people of whom there are more quotations than this.

    For each the reference, the folder, the number of quotations, and when the newest article with one last changed.
    """
    sql = (
        "SELECT e.ref, e.folder, q.number, a.changed FROM (SELECT entity, sum(said) AS number, min(position) AS newest"
        " FROM local WHERE said > 0 AND entity IS NOT NULL GROUP BY entity HAVING sum(said) > ?) q"
        " JOIN entity e ON e.id = q.entity JOIN article a ON a.position = q.newest WHERE e.folder <> '' ORDER BY e.ref"
    )
    yield from index.rows(sql, most)


def _in_order(index: Index, articles: Sequence[list[_Row]]) -> Iterator[list[_Row]]:
    """The rows of an entity in each of some articles, each row with its name first, in the order of these names."""
    several = {row[0] for some in articles if some[1:] for row in some}
    whos = dict(index.rows_of("SELECT id, who FROM name WHERE id IN ids", several))
    for some in articles:
        yield sorted(some, key=lambda row: local_entity_order(whos[row[0]])) if some[1:] else some


def older(index: Index, entity: int, position: str, *, here: bool = False) -> int:
    """The number of an entity's articles that come after this position, or from it on if it is ``here`` as well."""
    sql = f"SELECT count(DISTINCT position) FROM local WHERE entity = ? AND position {_FROM[here]} ?"  # noqa: S608  # our own
    found: int = index.value(sql, entity, position)
    return found


@once_in_a_build()
def articles_count(index: Index) -> int:
    """The number of articles that have a page. SQLite counts them one by one, and every page of their list asks."""
    found: int = index.value("SELECT count(*) FROM article")
    return found


def changes_of_date(index: Index, date: str) -> int:
    """At how many different times the articles of a date were last changed; ``date`` begins their positions."""
    sql = "SELECT count(DISTINCT changed) FROM article WHERE position > ? AND position < ?"
    found: int = index.value(sql, f"{date}\x01", f"{date}\x02")
    return found


def older_articles(index: Index, position: str, *, here: bool = False) -> int:
    """The number of articles that come after this position; for ``here`` see ``older``."""
    found: int = index.value(f"SELECT count(*) FROM article WHERE position {_FROM[here]} ?", position)  # noqa: S608  # our own
    return found


def articles_since(index: Index, day: str) -> int:
    """The number of articles of this day (ISO 8601) and of later ones; 0 for an empty day."""
    found: int = index.value("SELECT count(*) FROM article WHERE position < ?", position_after(day)) if day else 0
    return found


def speaking(index: Index, newest: int, limit: int) -> list[tuple[bytes, bytes, str, Digest]]:
    """The identified people with a page who say something in the ``newest`` articles, newest article first.

    For each headline, place, role and the digest of the excerpts, which have the words.
    """
    sql = (
        "SELECT a.headline, e.place, l.role, l.excerpts"
        " FROM (SELECT id, position, headline FROM article ORDER BY position LIMIT ?) a"
        " CROSS JOIN local l ON l.article = a.id AND l.said > 0"
        " JOIN entity e ON e.id = l.entity AND e.identified AND e.folder <> ''"
        " ORDER BY a.position, l.number LIMIT ?"
    )
    return index.rows(sql, newest, limit)


def terms(index: Index, taxonomy: str) -> list[TermRow]:
    """The terms of a taxonomy, sorted: the newest first if they are dates."""
    sql = "SELECT ref, words, articles FROM term WHERE ref > ? AND ref < ?"
    rows = [TermRow(*row) for row in index.rows(sql, f"{taxonomy}:", f"{taxonomy};")]
    by_date = TAXONOMIES[taxonomy].is_by_date
    return sorted(rows, key=lambda row: (sort_key(row.words), row.ref), reverse=by_date)


def term(index: Index, ref: str) -> TermRow | None:
    """A term, if any article has it."""
    found = index.row("SELECT ref, words, articles FROM term WHERE ref = ?", ref)
    return TermRow(*found) if found else None


def changed_terms(index: Index, before: Mapping[str, TermState]) -> set[str]:
    """Those of these terms that have other words or another number of articles than before."""
    return {
        ref for ref, state in before.items() if (row := term(index, ref)) is None or (row.articles, row.words) != state
    }


def newest_of_term(index: Index, ref: str, limit: int, offset: int = 0) -> list[bytes]:
    """The headlines of a term's articles, newest first."""
    sql = (
        "SELECT a.headline"
        " FROM (SELECT position, article FROM filed WHERE ref = ? ORDER BY position LIMIT ? OFFSET ?) f"
        " JOIN article a ON a.id = f.article ORDER BY f.position"
    )
    return [raw for (raw,) in index.rows(sql, ref, limit, offset)]


def positions_of_term(index: Index, ref: str) -> list[str]:
    """The positions of a term's articles, newest first."""
    return [position for (position,) in index.rows("SELECT position FROM filed WHERE ref = ? ORDER BY position", ref)]


def older_of_term(index: Index, ref: str, position: str, *, here: bool = False) -> int:
    """The number of a term's articles that come after this position; for ``here`` see ``older``."""
    sql = f"SELECT count(*) FROM filed WHERE ref = ? AND position {_FROM[here]} ?"  # noqa: S608  # our own
    found: int = index.value(sql, ref, position)
    return found


def is_dated(index: Index, ref: str) -> bool:
    """Whether any article of a term has a date."""
    found: bool = index.value("SELECT min(position) < ? FROM filed WHERE ref = ?", UNDATED, ref)
    return bool(found)


def section_of(index: Index, article_id: int) -> str:
    """The section of an article, in its own words; empty if it has none."""
    sql = "SELECT words FROM filed WHERE article = ? AND ref > 'section:' AND ref < 'section;'"
    return index.value(sql, article_id) or ""


def sections(index: Index) -> tuple[tuple[str, str], ...]:
    """Title and folder of each section, for the navigation; empty if there are more than ``MOST_SECTIONS``."""
    found = terms(index, "section")
    few = found if len(found) <= MOST_SECTIONS else ()
    return tuple([(row.words, TAXONOMIES["section"].folder_of(row.ref)) for row in few])


def taxonomies(index: Index) -> tuple[str, ...]:
    """The names of the taxonomies that have terms."""
    sql = "SELECT 1 FROM term WHERE ref > ? AND ref < ? LIMIT 1"
    return tuple([name for name in TAXONOMIES if index.value(sql, f"{name}:", f"{name};")])


def lines(index: Index, kind: EntityKind) -> Iterator[bytes]:
    """The lines of all entities of a kind, sorted, one by one. See ``line``."""
    # Many without a page may have one sort key.
    return (raw for (raw,) in index.each("SELECT line FROM entity WHERE kind = ? ORDER BY sort, folder, ref", kind))


def paged_lines(index: Index, kind: EntityKind) -> list[bytes]:
    """The lines of all entities of a kind that have a page, sorted. See ``line``."""
    sql = "SELECT line FROM entity WHERE kind = ? AND folder <> '' ORDER BY sort, folder"
    return [raw for (raw,) in index.rows(sql, kind)]


def listed_entities(index: Index, kind: EntityKind) -> list[int]:
    """The entities of a kind that have a page and are listed, sorted.

    Not listed is somebody of whom only one word is known, unless a decision says who it is.
    """
    sql = "SELECT id FROM entity WHERE kind = ? AND folder <> '' AND listed ORDER BY sort, folder"
    return [id_ for (id_,) in index.rows(sql, kind)]


def lines_of(index: Index, entities: Sequence[int]) -> list[bytes]:
    """The lines of these entities, in this order. See ``line``."""
    lines = dict(index.rows_of("SELECT id, line FROM entity WHERE id IN ids", entities))
    return [lines[entity] for entity in entities]


def only_articles(index: Index) -> dict[str, str]:
    """For each entity without a page, the path of the newest article that names it: "articles/2018/talks"."""
    sql = (
        "SELECT e.ref, 'articles/' || a.address, min(a.position) FROM entity e JOIN local l ON l.entity = e.id"
        " JOIN article a ON a.id = l.article WHERE e.folder = '' GROUP BY e.ref"
    )
    return {ref: address for ref, address, _ in index.rows(sql)}


def leading(index: Index, kind: EntityKind, limit: int) -> list[bytes]:
    """The lines of those in the greatest number of articles, at least two, most first. See ``line``."""
    sql = (
        "SELECT line FROM entity WHERE kind = ? AND folder <> '' AND identified AND articles > 1"
        " ORDER BY articles DESC, sort, folder LIMIT ?"
    )
    return [raw for (raw,) in index.rows(sql, kind, limit)]


def initials(index: Index, kind: EntityKind) -> list[tuple[str, int]]:
    """The first characters of the names listed of a kind, as they are sorted, and the number of names before each."""
    sql = (
        "SELECT substr(sort, 1, 1), count(*) FROM entity WHERE kind = ? AND folder <> '' AND listed"
        " GROUP BY 1 ORDER BY 1"
    )
    found, before = [], 0
    for initial, number in index.rows(sql, kind):
        found.append((initial, before))
        before += number
    return found


def files_mentioning(index: Index, ref: str) -> list[str]:
    """The files of the articles that name an entity, sorted."""
    sql = (
        "SELECT DISTINCT s.file FROM entity e JOIN local l ON l.entity = e.id JOIN source s ON s.id = l.article"
        " WHERE e.ref = ? ORDER BY s.file"
    )
    return [file for (file,) in index.rows(sql, ref)]


def statements(index: Index, ref: str) -> tuple[Statement, ...]:
    """What articles say about an entity, by file."""
    sql = (
        "SELECT s.file, l.article, l.number, n.who, a.address, a.position, l.traits, l.reason"
        " FROM entity e JOIN local l ON l.entity = e.id JOIN article a ON a.id = l.article"
        " JOIN source s ON s.id = l.article JOIN name n ON n.id = l.name WHERE e.ref = ? ORDER BY s.file, l.number"
    )
    return tuple(
        [
            Statement(file, article, number, local_entity_of(who), address, position, traits_of(raw), reason)
            for file, article, number, who, address, position, raw, reason in index.rows(sql, ref)
        ]
    )


def named_in(index: Index, file: str) -> set[str]:
    """The entities with a page that the article in a file names."""
    sql = (
        "SELECT DISTINCT e.ref FROM source s JOIN local l ON l.article = s.id JOIN entity e ON e.id = l.entity"
        " WHERE s.file = ?"
    )
    return {ref for (ref,) in index.rows(sql, file)}


def near(index: Index, ref: str) -> set[str]:
    """The entities in the same articles as this one, and the entity itself."""
    sql = (
        "SELECT DISTINCT other.ref FROM entity e JOIN local l ON l.entity = e.id"
        " JOIN local o ON o.article = l.article JOIN entity other ON other.id = o.entity WHERE e.ref = ?"
    )
    return {other for (other,) in index.rows(sql, ref)}


def roles(index: Index, ref: str) -> dict[str, str]:
    """The first role that an article gives a person, by file; only of articles that give one."""
    sql = (
        "SELECT s.file, l.role, n.who FROM entity e JOIN local l ON l.entity = e.id JOIN source s ON s.id = l.article"
        " JOIN name n ON n.id = l.name WHERE e.ref = ? AND l.role <> ''"
    )
    rows = sorted(index.rows(sql, ref), key=lambda row: (row[0], local_entity_order(row[2])), reverse=True)
    return {file: role for file, role, _ in rows}


def without_page(index: Index) -> dict[str, tuple[str, ...]]:
    """For each address of an article, the local entities in it that a decision hides."""
    found: dict[str, tuple[str, ...]] = {}
    sql = (
        "SELECT a.address, n.who FROM local l JOIN name n ON n.id = l.name JOIN article a ON a.id = l.article"
        " WHERE l.entity IS NULL ORDER BY l.article, l.number"
    )
    for address, name in index.rows(sql):
        found[address] = (*found.get(address, ()), name)
    return found


def excerpts(index: Index, file: str) -> list[Digest]:
    """The digests of all excerpts of an article, in order of first mention."""
    sql = "SELECT l.excerpts FROM source s JOIN local l ON l.article = s.id WHERE s.file = ? ORDER BY l.number"
    return [digest for (digest,) in index.rows(sql, file)]


def address_of(index: Index, file: str) -> str:
    """The address of the article in a file: its path below articles/; empty if it has no page."""
    sql = "SELECT a.address FROM source s JOIN article a ON a.id = s.id WHERE s.file = ?"
    return index.value(sql, file) or ""


def count(index: Index, kind: EntityKind) -> int:
    """The number of entities of a kind that have a page and are listed."""
    found: int = index.value("SELECT count(*) FROM entity WHERE kind = ? AND folder <> '' AND listed", kind)
    return found


def place_of(index: Index, ref: str) -> Place | None:
    """An entity ("person:ID") and the folder of its page; without a page, that is empty."""
    raw = index.value("SELECT place FROM entity WHERE ref = ?", ref)
    return place(raw) if raw else None


def with_page(index: Index) -> set[str]:
    """The references of all entities that have a page."""
    return {ref for (ref,) in index.rows("SELECT ref FROM entity WHERE folder <> ''")}


def note(index: Index, ref: str) -> Note | None:
    """The editor's note about an entity."""
    raw = index.value("SELECT value FROM note WHERE ref = ?", ref)
    return whole(raw, Note) if raw else None


def pictures(index: Index, folder: str) -> dict[str, SizedPicture]:
    """The pictures in a folder of the site, by path in it, in that order."""
    sql = "SELECT path, value FROM picture WHERE path >= ? AND path < ? ORDER BY path"
    rows = index.rows(sql, folder, f"{folder[:-1]}0")  # The character after "/".
    return {path.removeprefix(folder): whole(raw, SizedPicture) for path, raw in rows}


def folders_above(paths: Iterable[str]) -> set[str]:
    """All folders in which these paths are: "articles/", "articles/2018/", …"""
    return {path[: at + 1] for path in paths for at, character in enumerate(path) if character == "/"}


def written(index: Index, output: str) -> Iterator[Page]:
    """The pages of an output that the site has had since the last build."""
    sql = "SELECT DISTINCT page FROM output WHERE page >= ? AND page < ?"
    return (page_of(text) for (text,) in index.rows(sql, f"{output}:", f"{output};"))


def article_folders(index: Index) -> list[str]:
    """The folders of all articles on the site: "articles/2018/talks/"."""
    sql = "SELECT path FROM output WHERE page >= 'article:' AND page < 'article;' AND path LIKE '%/index.html'"
    return [path.removesuffix("index.html") for (path,) in index.rows(sql)]


def remarks(index: Index) -> Iterator[tuple[str, Remarks, str]]:
    """The problems and doubts of each file that has any, with the address of its article; empty without a page."""
    sql = (
        "SELECT s.file, s.remarks, ifnull(a.address, '') FROM source s LEFT JOIN article a ON a.id = s.id"
        " WHERE s.remarks <> x'' ORDER BY s.file"
    )
    return ((file, whole(raw, Remarks), address) for file, raw, address in index.rows(sql))


def attached(index: Index) -> Iterator[tuple[str, Attached, str]]:
    """The old addresses and images of each article that has any and a page, by file, with its address."""
    sql = (
        "SELECT s.file, s.attached, a.address FROM source s JOIN article a ON a.id = s.id"
        " WHERE s.attached <> x'' ORDER BY s.file"
    )
    return ((file, whole(raw, Attached), address) for file, raw, address in index.rows(sql))


def owns(index: Index, page: Page, path: str) -> bool:
    """Whether a page has this path."""
    sql = "SELECT 1 FROM output WHERE form = ? AND page = ?"
    return index.value(sql, one_form(path), page.text) is not None


def site_size(index: Index) -> SiteSize:
    """The size of the site, without a look at its files."""
    files, total = index.row("SELECT count(*), ifnull(sum(size), 0) FROM output")
    largest = index.row("SELECT path, size FROM output ORDER BY size DESC, form LIMIT 1") or ("", 0)
    sql = "SELECT rtrim(path, replace(path, '/', '')) AS folder, count(*) FROM output GROUP BY 1 ORDER BY 2 DESC, 1"
    return SiteSize(files, total, *largest, *(index.row(f"{sql} LIMIT 1") or ("", 0)))


def exists(index: Index, path: str) -> bool:
    """Whether the site has a file at this path."""
    found: bool = index.value("SELECT path FROM output WHERE form = ?", one_form(path)) == path
    return found


def unidentified(index: Index) -> Iterator[Entity]:
    """The people whom nothing identifies, and about whom there is a question."""
    asked = {each.ref for each in unsettled(index)}
    rows = index.each("SELECT place FROM entity WHERE NOT identified")
    return (entity for (raw,) in rows if (entity := place(raw).entity).ref in asked)


def undated_count(index: Index) -> int:
    """The number of articles without a date."""
    found: int = index.value("SELECT count(*) FROM article WHERE position >= ?", UNDATED)
    return found


def clashes(index: Index) -> list[list[tuple[str, bytes]]]:
    """The files, each with the key of its result, of articles that have the same address, and so no page."""
    if index.value("SELECT count(*) FROM source WHERE form IS NOT NULL") == articles_count(index):
        return []
    sql = "SELECT form FROM source WHERE form IS NOT NULL GROUP BY form HAVING count(*) > 1"
    same = "SELECT file, key FROM source WHERE form = ? ORDER BY file"
    return [index.rows(same, form) for (form,) in index.rows(sql)]


def headline(raw: bytes) -> Headline:
    """A decoded headline."""
    return whole(raw, Headline)


def line(raw: bytes) -> ListedEntity:
    """A decoded line."""
    return whole(raw, ListedEntity)


@lru_cache(maxsize=1 << 13)
def place(raw: bytes) -> Place:
    """A decoded place. Cached: each is in dozens of pages."""
    return whole(raw, Place)


@lru_cache(maxsize=1 << 14)
def traits_of(raw: bytes) -> TraitFields:
    """Decoded traits; empty bytes are none. Cached: many say the same."""
    return whole(raw, TraitFields) if raw else NO_TRAITS


def local_entity_order(who: str) -> list[str]:
    """The sort key of names that are the same entity in one article."""
    return who.split(":", 2)[::-1]
