"""Bring the index up to date with content/: from the result for each file to its rows.

A change is followed from table to table: a changed file → the rows of its article → the names in it → their entities
(``resolve``) → the lines of entities. A fresh build is a change from an empty index.
"""

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from secrets import randbits
from typing import NamedTuple

from builder.annotate.catalog import family, given
from builder.annotate.lexicon import Lexicon
from builder.core.codec import digest
from builder.core.errors import Doubt, Problem
from builder.core.kinds import EntityKind
from builder.core.sort_keys import moment
from builder.index.changes import MOST, ArticleState, Changes, NamedIn, TermState
from builder.index.tables import Index, whole
from builder.layout.article_layout import NO_TRAITS, ArticleEntry, Headline, years_of
from builder.layout.excerpts import local_entity_of
from builder.layout.results import ArticleResult, FileRecord
from builder.store.database import summed

USUAL = "count(*) DESC, words = upper(words), words"
"""The order of the spellings of a term: that of most articles first; of equals, one that is not all in capitals."""

INSERT_TERMS = f"""
INSERT INTO term SELECT ref, words, total FROM (
  SELECT ref, words, sum(count(*)) OVER (PARTITION BY ref) AS total,
    row_number() OVER (PARTITION BY ref ORDER BY {USUAL}) AS place
  FROM filed GROUP BY ref, words
) WHERE place = 1
"""  # noqa: S608  # our own
INSERT_LOCAL = "INSERT INTO local VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"


@dataclass(frozen=True, slots=True)
class Remarks:
    """The problems and doubts that ingest found in a file."""

    problems: tuple[Problem, ...]
    doubts: tuple[Doubt, ...]


@dataclass(frozen=True, slots=True)
class Attached:
    """What belongs to an article besides its page: old addresses, and the addresses of its images, as written."""

    aliases: tuple[str, ...]
    images: tuple[str, ...]


@dataclass(slots=True)
class _PendingName:
    """A name whose row is written after all files."""

    id: int
    first: str
    entity: int | None


class _CastState(NamedTuple):
    """What resolution depends on in an article."""

    place: tuple[float | None, str] | None
    """When it appeared, as ``years_of`` has it, and its address; ``None`` if it has no page."""
    people: list[tuple[int, bytes]]
    """Each name, with its traits, in order of first mention."""


class _CastBefore(NamedTuple):
    """Whom an article named before it changed."""

    evidence: _CastState
    known: dict[int, tuple[int | None, str]]
    """For each name, the entity that it meant, and the reason."""


class Update:
    """One transaction's changes of the index. Invariant: an address belongs to one article.

    If two files have the same address, neither article gets a page.
    """

    def __init__(self, index: Index, names: Lexicon, *, drafts: bool, everything: bool) -> None:
        """With ``drafts``, unfinished articles have pages too; with ``everything``, no change is followed by itself."""
        self.index = index
        self.changes = Changes(everything, articles_before=index.value("SELECT count(*) FROM article"))
        self.number = 1 + (index.state("build", int) or 0)
        """The number of this build."""
        index.put_state("build", self.number)
        self.mark = randbits(63)
        """Of this build and of no other, of this index or of any."""
        self._drafts = drafts
        self._lexicon = names
        self._casts: dict[int, _CastBefore] = {}
        self._names: dict[str, _PendingName] = {}
        self._first: dict[int, str | None] = {}
        self._left: dict[int, set[str]] = {}
        self._freed: set[str] = set()

    def put(self, file: str, record: FileRecord, result: ArticleResult) -> None:
        """Record this result for a file."""
        index, entry = self.index, result.entry
        images = entry.images if entry else ()
        remarks = summed(Remarks(result.problems, result.doubts)) if result.problems or result.doubts else b""
        attached = summed(Attached(result.aliases, images)) if result.aliases or images else b""
        if result.draft and not self._drafts:
            entry = None
        form = one_form(entry.headline.address) if entry else None
        mark = digest(entry) if entry else b""
        old = index.row("SELECT id, form, article FROM source WHERE file = ?", file)
        if old is None:
            sql = "INSERT INTO source VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?)"
            id_ = index.write(sql, file, *record, form, mark, remarks, attached)
        else:
            id_ = old[0]
            columns = "content = ?, key = ?, good = ?, form = ?, article = ?, remarks = ?, attached = ?"
            index.write(f"UPDATE source SET {columns} WHERE id = ?", *record, form, mark, remarks, attached, id_)  # noqa: S608  # our own
            if old[1:] == (form, mark):
                return
            self._free(id_, old[1])
        if entry and form:
            others = index.rows("SELECT id FROM source WHERE form = ? AND id <> ?", form, id_)
            for (other,) in others:
                self._free(other, form)
            if not others:
                self._insert(id_, entry)

    def drop(self, file: str) -> None:
        """Delete the rows of a deleted file. Call it after ``put``, so that no id is used twice."""
        id_, form = self.index.row("SELECT id, form FROM source WHERE file = ?", file)
        self._free(id_, form)
        self.index.write("DELETE FROM source WHERE id = ?", id_)

    def settle_addresses(self, entry_of: Callable[[bytes], ArticleEntry]) -> None:
        """Give each address that became free to the one article that wants it; ``entry_of`` loads it by its key."""
        for form in self._freed:
            wanting = self.index.rows("SELECT id, key FROM source WHERE form = ?", form)
            if len(wanting) == 1:
                id_, key = wanting[0]
                if self.index.value("SELECT 1 FROM article WHERE id = ?", id_) is None:
                    self._insert(id_, entry_of(key))
        self._freed = set()

    def settle_names(self) -> set[int]:
        """Write the names of the articles; those that appeared, disappeared or have another first address."""
        index = self.index
        firsts = [(each.first, each.id) for each in self._names.values() if self._first[each.id] != each.first]
        index.write_all("UPDATE name SET first = ? WHERE id = ?", firsts)
        for name, addresses in self._left.items():
            if index.value("SELECT first FROM name WHERE id = ?", name) in addresses:
                sql = "SELECT min(a.address) FROM local l JOIN article a ON a.id = l.article WHERE l.name = ?"
                index.write("UPDATE name SET first = ? WHERE id = ?", index.value(sql, name), name)
        sql = "SELECT first FROM name WHERE id = ?"
        touched = {name for name, before in self._first.items() if index.value(sql, name) != before}
        for article, cast in self._casts.items():
            touched |= self._touched(article, cast.evidence, self._evidence(article))
        self._casts = {}
        self._names, self._left, self._first = {}, {}, {}
        return touched

    def settle_terms(self) -> None:
        """Count the articles of the terms that articles gained or lost, and find their usual words."""
        index, changes = self.index, self.changes
        if changes.everything:
            index.write("DELETE FROM term")
            index.write(INSERT_TERMS)
            return
        more: Counter[str] = Counter()
        for article, (before, _) in changes.articles.items():
            more.update(terms_of_article(index, article))
            more.subtract(before.terms if before else ())
        for ref, number in more.items():
            articles, words = index.row("SELECT articles, words FROM term WHERE ref = ?", ref) or (0, "")
            changes.terms[ref] = TermState(articles, words)
            if articles + number:
                sql = f"SELECT words FROM filed WHERE ref = ? GROUP BY words ORDER BY {USUAL} LIMIT 1"  # noqa: S608  # our own
                words = index.value(sql, ref)
                index.write("INSERT OR REPLACE INTO term VALUES (?, ?, ?)", ref, words, articles + number)
            else:
                index.write("DELETE FROM term WHERE ref = ?", ref)

    @property
    def touched(self) -> bool:
        """Whether the rows of any article changed."""
        return bool(self._first or self.changes.everything or self.changes.articles)

    def remember(self, article: int) -> None:
        """Record the rows of an article before they change for the first time."""
        changes = self.changes
        if changes.everything or article in changes.articles:
            return
        changes.articles[article] = article_row(self.index, article), None
        changes.files[article] = self.index.value("SELECT file FROM source WHERE id = ?", article)
        if len(changes.articles) > MOST:
            changes.everything = True

    def _insert(self, article: int, entry: ArticleEntry) -> None:
        index, headline = self.index, entry.headline
        self.remember(article)
        cast = self._cast(article)
        position = position_of(headline)
        rows = []
        in_full = []
        for number, row in enumerate(entry.entities):
            name = self._name(row.who, headline.address)
            if " " in row.who and row.who.startswith(f"{EntityKind.PERSON}:"):
                in_full.append(name.id)
            traits = summed(row.traits) if row.traits != NO_TRAITS else b""
            entity, reason = cast.known.get(name.id, (name.entity, "")) if cast else (name.entity, "")
            found = name.id, entity, reason, position, row.count, row.apart, row.role, row.excerpts, row.said, traits
            rows.append((article, number, *found))
        index.write_all(INSERT_LOCAL, rows)
        filed = [(each.ref, position, article, each.words) for each in entry.terms]
        index.write_all("INSERT INTO filed VALUES (?, ?, ?, ?)", filed)
        index.write(
            "INSERT INTO article VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            *(article, position, headline.address, headline.changed, bool(moment(headline.date)), headline.noindex),
            *(summed(headline), entry.layout, summed(in_full)),
        )

    def _free(self, article: int, form: str | None) -> None:
        """Delete the rows of an article, and make its address available to others."""
        address = self.index.value("SELECT address FROM article WHERE id = ?", article)
        if form is not None:
            self._freed.add(form)
        if address is None:
            return
        self.remember(article)
        self._cast(article)
        for name, first in self.index.rows(
            "SELECT n.id, n.first FROM local l JOIN name n ON n.id = l.name WHERE l.article = ?", article
        ):
            self._first.setdefault(name, first)
            self._left.setdefault(name, set()).add(address)
        self.index.write("DELETE FROM local WHERE article = ?", article)
        self.index.write("DELETE FROM filed WHERE article = ?", article)
        self.index.write("DELETE FROM article WHERE id = ?", article)

    def _cast(self, article: int) -> _CastBefore | None:
        """Whom the article named before this update; ``None`` if no change is followed by itself."""
        if self.changes.everything:
            return None
        if article not in self._casts:
            sql = "SELECT name, entity, reason FROM local WHERE article = ?"
            known = {name: (entity, reason) for name, entity, reason in self.index.rows(sql, article)}
            self._casts[article] = _CastBefore(self._evidence(article), known)
        return self._casts[article]

    def _evidence(self, article: int) -> _CastState:
        """What resolution depends on in an article."""
        found = self.index.row("SELECT position, address FROM article WHERE id = ?", article)
        people = self.index.rows("SELECT name, traits FROM local WHERE article = ? ORDER BY number", article)
        return _CastState((years_of(found[0]), found[1]) if found else None, people)

    def _touched(self, article: int, before: _CastState, after: _CastState) -> set[int]:
        """The names for which an article gives other evidence than before."""
        some, others = ([name for name, _ in each.people] for each in (before, after))
        both = {*some} & {*others}
        stay = [name for name in some if name in both]
        if before.place != after.place or stay != [name for name in others if name in both]:
            return {*some, *others}
        changed = {name for name, _ in {*before.people} ^ {*after.people}}
        return changed | self._consulted(article, {*some} ^ {*others}, stay)

    def _consulted(self, article: int, changed: set[int], names: Iterable[int]) -> set[int]:
        """Those of these names whose resolution looked for the companions in this article, of which these changed."""
        if not changed:
            return set()
        sql = "SELECT n.id, c.articles, c.names FROM name n JOIN consulted c ON c.family = n.family WHERE n.id IN ids"
        found = set()
        for name, *raw in self.index.rows_of(sql, names):
            articles, wanted = (whole(each, tuple[int, ...]) for each in raw)
            if article in articles or not changed.isdisjoint(wanted):
                found.add(name)
        return found

    def _name(self, who: str, address: str) -> _PendingName:
        """The name ``who`` of an article at this address."""
        known = self._names.get(who)
        if known is None:
            row = self.index.row("SELECT id, first, entity FROM name WHERE who = ?", who)
            if row is None:
                local = local_entity_of(who)
                sql = "INSERT INTO name (who, family, given, first) VALUES (?, ?, ?, ?)"
                columns = family(local, self._lexicon), given(local, self._lexicon), address
                row = self.index.write(sql, who, *columns), address, None
                self._first.setdefault(row[0], None)
            known = self._names[who] = _PendingName(*row)
            self._first.setdefault(known.id, known.first)
        if address < known.first:
            known.first = address
        return known


def article_row(index: Index, article: int) -> ArticleState | None:
    """The rows of an article, as far as other pages depend on them."""
    found = index.row("SELECT address, position, headline FROM article WHERE id = ?", article)
    if found is None:
        return None
    columns = "entity, mentions, apart, role, traits, name, excerpts, said"
    sql = f"SELECT {columns} FROM local WHERE article = ? ORDER BY number"  # noqa: S608  # our own
    named: list[NamedIn] = []
    names: dict[int, tuple[int, ...]] = {}
    excerpts: dict[int, tuple[bytes, ...]] = {}
    said: dict[int, int] = {}
    for *each, name, excerpt, number in index.rows(sql, article):
        named.append(NamedIn(*each))
        entity = named[-1].entity
        if entity is not None:
            names[entity] = (*names.get(entity, ()), name)
            excerpts[entity] = (*excerpts.get(entity, ()), excerpt)
            if number:
                said[entity] = said.get(entity, 0) + number
    address, position, raw = found
    terms = terms_of_article(index, article)
    return ArticleState(address, position, raw, tuple(named), names, excerpts, said, terms)


def terms_of_article(index: Index, article: int) -> frozenset[str]:
    """References of the section, tags, authors and year of an article."""
    return frozenset([ref for (ref,) in index.rows("SELECT ref FROM filed WHERE article = ?", article)])


def position_of(headline: Headline) -> str:
    """The position of an article in lists, as a text to sort by: newest first, then by title.

    Those without a date are at the end. Years can be read off it: see ``article_layout.year_of``.
    """
    return "\x01".join(headline.order)


def date_of(position: str) -> str:
    """The part of a position that all articles of a date have in common."""
    return position.partition("\x01")[0]


def one_form(path: str) -> str:
    """The canonical form of an address: equal for addresses that a host or a disk may not distinguish."""
    return path.lower() if path.isascii() else unicodedata.normalize("NFC", path).casefold()
