"""The files of the full-text index, as pages of the site."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from builder.index import queries
from builder.index.tables import Index
from builder.layout.article_layout import Layout, TextQuotation, words_said
from builder.layout.excerpts import who, whole_quotations
from builder.outputs.claims import Claimed, own_copy
from builder.settings.site_settings import Settings
from builder.store.memo import Cache, DamagedError, StatSignature
from builder.store.search_index import PAGEFIND, Text, Wanted, WordIndex, full_text, kind_of, last_made, source
from builder.store.searched import Searched, SearchedPart, SearchedQuotation
from builder.store.workers import Progress


class FullText:
    """Invariant: the index of words is built only by a build that may do so, and otherwise left as found."""

    def __init__(self) -> None:
        self._found: WordIndex | None = None
        self._files: Sequence[Claimed] = ()
        self._last: StatSignature | None = None
        self._kind = ""

    def pages(
        self,
        index: Index,
        memo: Cache,
        folder: Path,
        settings: Settings,
        wanted: Wanted,
        progress: Progress,
        *,
        changed: bool,
        hidden: bool,
    ) -> tuple[Sequence[Claimed], WordIndex]:
        """The files of the index of all articles of the project in ``folder``, and its state.

        ``changed`` says whether any article differs from the last call, ``hidden`` whether a decision hides anybody.
        """

        def searched(text: Text) -> Searched:
            found = memo.get(text.words, Layout)
            if found is None:
                raise DamagedError
            return Searched(text.folder, text.title, found.text, tuple(_said(found, text.hidden)))

        kind = kind_of(queries.articles_count(index), only_pages=settings.has_only_pages)
        found = self._found if self._kind == kind else None
        self._kind = kind
        if wanted == "keep" and found and found.state != "failed" and self._last == last_made(folder):
            self._found = replace(found, state="stale") if changed and found.files else found
            return self._files, self._found
        if wanted == "none":
            self._found, self._files, self._last = WordIndex("none"), (), None
            return self._files, self._found
        rows = index.rows("SELECT address, headline, layout FROM article ORDER BY position DESC")
        silent = queries.without_page(index) if hidden else {}
        texts = [
            Text(f"articles/{address}/", queries.headline(raw).title, layout, silent.get(address, ()))
            for address, raw, layout in rows
        ]
        if kind == PAGEFIND:  # The order has no effect, so it must not count as a change.
            texts.sort(key=lambda text: text.folder)
        progress("Indexing words", 0, 1)
        self._found = found = full_text(folder, wanted, kind, settings.language, texts, searched)
        progress("Indexing words", 1, 1)
        self._files = tuple(own_copy(path, source(path), key) for path, key in found.files.items())
        self._last = last_made(folder)
        return self._files, found


def _said(layout: Layout, hidden: Collection[str]) -> Iterator[SearchedQuotation]:
    """The quotations in the body of an article, without those of hidden people, under the names that it uses."""
    text = layout.text
    for parts in whole_quotations([each for each in layout.quotations if each.paragraph > 0]):
        speaker = layout.local_entities[parts[0].local]
        if who(speaker) not in hidden:
            searched = tuple([_searched(text, each) for each in parts])
            yield SearchedQuotation(speaker.name, searched, words_said(text, parts))


def _searched(text: str, part: TextQuotation) -> SearchedPart:
    return SearchedPart(part.paragraph, part.place, text[part.start : part.end])
