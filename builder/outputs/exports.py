"""The whole site as rows: what CSV, SQLite and TEI files of the whole site have in common.

Rows are made in one pass, some articles at a time, in the order of addresses, so that memory does not grow with the
archive and a build after an edit gives the same file as a fresh one. Their digest is made from the index alone.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import NamedTuple

from msgspec import Struct

from builder.core.codec import Digest, digest_chunks, encode
from builder.core.kinds import Kind
from builder.core.values import FrontMatter, LocalEntity
from builder.index import queries
from builder.index.tables import Index
from builder.layout.article_layout import Headline, TextMention, TextQuotation
from builder.layout.excerpts import local_entity_of
from builder.layout.site_values import ListedEntity
from builder.outputs.page import Printer

FOLDER = "data/"
"""Of the files about the whole site."""

AT_ONCE = 64
"""Articles in memory."""

_ARTICLES = (
    "SELECT a.id, s.file, a.address, a.headline, a.layout FROM article a JOIN source s ON s.id = a.id"
    " ORDER BY a.address"
)
_CAST = (
    "SELECT l.article, n.who, e.ref, l.reason FROM local l JOIN name n ON n.id = l.name"
    " JOIN entity e ON e.id = l.entity WHERE l.article IN ids"
)
_CASTS = (
    "SELECT a.address, n.who, e.ref, l.reason FROM article a JOIN local l ON l.article = a.id"
    " JOIN name n ON n.id = l.name JOIN entity e ON e.id = l.entity ORDER BY a.address, l.number"
)


class ExportedText(Struct, frozen=True, gc=False):
    """The fields of ``Layout`` that exports need: decoding the others would take most of the time."""

    front: FrontMatter
    text: str
    local_entities: tuple[LocalEntity, ...]
    mentions: tuple[TextMention, ...]
    quotations: tuple[TextQuotation, ...]


class Meant(NamedTuple):
    """Whom a name in an article means."""

    ref: str
    reason: str
    """As in ``queries.CastRow``."""


class ExportedArticle(Struct, frozen=True, gc=False):
    """An article with everything that tables say about it."""

    file: str
    headline: Headline
    text: ExportedText
    cast: Mapping[LocalEntity, Meant]


def exported_articles(index: Index, printer: Printer) -> Iterator[ExportedArticle]:
    """All articles by address."""
    rows = index.each(_ARTICLES)
    while some := list(islice(rows, AT_ONCE)):
        texts = printer.load_all([layout for *_, layout in some], ExportedText)
        casts: dict[int, dict[LocalEntity, Meant]] = {id_: {} for id_, *_ in some}
        for id_, who, *whom in index.rows_of(_CAST, casts):
            casts[id_][local_entity_of(who)] = Meant(*whom)
        for id_, file, _, headline, layout in some:
            yield ExportedArticle(file, queries.headline(headline), texts[layout], casts[id_])


def exported_entities(index: Index, kind: Kind) -> Iterator[ListedEntity]:
    """All entities of a kind, in the order of lists."""
    return map(queries.line, queries.lines(index, kind.name))


def meant(article: ExportedArticle, local: int) -> Meant | None:
    """Whom a mention or quotation of the article means; ``None`` if a decision hides them."""
    return article.cast.get(article.text.local_entities[local])


def articles_digest(index: Index) -> Digest:
    """Digest of everything that ``exported_articles`` returns."""
    return _digest(row[1:] for row in index.each(_ARTICLES)) + _digest(index.each(_CASTS))


def entities_digest(index: Index, kind: Kind) -> Digest:
    """Digest of everything that ``exported_entities`` returns."""
    return _digest(queries.lines(index, kind.name))


def _digest(rows: Iterable[object]) -> Digest:
    """Digest of these rows, which need not be in memory at once."""
    return digest_chunks(map(encode, rows))
