"""What the articles say beside each question: sentences with the names marked, and what is known of each candidate.

Everything comes from the index and the memo as the last build left them: no article is read again.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, zip_longest

from builder.commands.review.questions import JOINED_NAME, Answer, Question, ReviewedSite
from builder.core.codec import Digest
from builder.core.text import excerpt, sentences
from builder.index import queries
from builder.layout.article_layout import Layout, TextMention
from builder.layout.excerpts import local_entity_of
from builder.settings.decisions import bare_path
from builder.store.memo import Cache

BLANK = "\n\n"
"""Between the passages of article.txt."""

MOST_SENTENCES = 3
"""Sentences shown of one question or one candidate."""

MOST_COMPANIONS = 4
"""People and countries shown beside a candidate."""

MOST_PAGES = 12
"""Pages listed of those that an answer may change."""

WIDTH = 160
"""Characters of a sentence before the words in question, and after them."""


@dataclass(frozen=True, slots=True)
class MarkedSentence:
    """A sentence of an article, with the words in question."""

    before: str
    words: str
    after: str
    title: str
    """Of the article."""
    date: str
    url: str
    """Of the paragraph's page, from the top of the site."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the articles say about a candidate."""

    sentences: tuple[MarkedSentence, ...]
    companions: tuple[str, ...]
    """Whom most of its articles name beside it, by name."""
    url: str
    """Of its page, from the top of the site; empty if it has none."""


@dataclass(frozen=True, slots=True)
class ShownBeside:
    """What is shown beside a question."""

    sentences: tuple[MarkedSentence, ...]
    known: tuple[Known, ...]
    """For each candidate."""
    links: tuple[int, ...]
    """For each answer, the number of places in its articles where the words are."""
    pages: tuple[tuple[str, str], ...]
    """Title and address of some of the pages that depend on the answer, articles first."""


@dataclass(frozen=True, slots=True)
class BesideReader:
    """Reads what articles say. Invariant: each article is decoded once."""

    site: ReviewedSite
    cache: Cache
    shown: str
    """The name of content/."""
    _layouts: dict[Digest, Layout | None] = field(default_factory=dict)

    def of(self, question: Question) -> ShownBeside:
        """What is shown beside a question."""
        files = [file.removeprefix(f"{self.shown}/") for file in question.files]
        found = list(self._about(question.ref, files) if question.ref else self._with(question.subject, files))
        is_beside = any(candidate.ref == question.ref for candidate in question.candidates)
        asked = question.ref
        if question.kind == JOINED_NAME:  # About one of the person's names.
            found = [each for each in found if each.words == question.subject] or found
            is_beside, asked = False, ""
        known = tuple(self._known(candidate.ref, asked, files) for candidate in question.candidates)
        first = () if is_beside else tuple(_first_of_each(found))  # Shown beside the candidate in any case.
        places = Counter(bare_path(each.row.file) for each in found)
        links = tuple(sum(places[path] for path in _stories(answer, question)) for answer in question.answers)
        return ShownBeside(first, known, links, tuple(self._pages(files)))

    def _known(self, ref: str, asked: str, files: Collection[str]) -> Known:
        theirs = [file for file in self.site.files(ref) if ref == asked or file not in files]
        sql = (
            "SELECT other.ref, count(DISTINCT o.article) AS n FROM entity e JOIN local l ON l.entity = e.id"
            " JOIN local o ON o.article = l.article JOIN entity other ON other.id = o.entity"
            " WHERE e.ref = ? AND other.ref <> e.ref GROUP BY other.ref ORDER BY n DESC, other.ref LIMIT ?"
        )
        near = [self._name(other) for other, _ in self.site.index.rows(sql, ref, MOST_COMPANIONS)]
        place = queries.place_of(self.site.index, ref)
        # The first few files are enough, and a person may have thousands.
        found = _first_of_each(self._about(ref, (theirs or self.site.files(ref))[: 2 * MOST_SENTENCES]))
        return Known(tuple(found), tuple(filter(None, near)), place.folder if place else "")

    def _about(self, ref: str, files: Sequence[str]) -> Iterator["_WordPlace"]:
        """Where these files name an entity."""
        sql = (
            "SELECT n.who FROM local l JOIN name n ON n.id = l.name JOIN entity e ON e.id = l.entity"
            " WHERE l.article = ? AND e.ref = ?"
        )
        for row, layout in self._articles(files):
            theirs = {local_entity_of(who) for (who,) in self.site.index.rows(sql, row.id, ref)}
            for mention in layout.mentions:
                if layout.local_entities[mention.local] in theirs:
                    yield _WordPlace(row, layout, mention.start, mention.end)

    def _with(self, words: str, files: Sequence[str]) -> Iterator["_WordPlace"]:
        """Where these files have these words, and they are no link."""
        pattern = re.compile(rf"(?<!\w){re.escape(words)}(?!\w)")
        for row, layout in self._articles(files):
            linked = {at for mention in layout.mentions for at in _span(mention)}
            for match in pattern.finditer(layout.text):
                if match.start() not in linked:
                    yield _WordPlace(row, layout, match.start(), match.end())

    def _articles(self, files: Sequence[str]) -> Iterator[tuple[queries.ArticleRow, Layout]]:
        for file in files:
            row = queries.article(self.site.index, file)
            if row is None:
                continue
            if row.layout not in self._layouts:
                self._layouts[row.layout] = self.cache.get(row.layout, Layout)
            layout = self._layouts[row.layout]
            if layout is not None:
                yield row, layout

    def _pages(self, files: Sequence[str]) -> Iterator[tuple[str, str]]:
        for row, _ in list(self._articles(files[:MOST_PAGES])):
            headline = queries.headline(row.headline)
            yield headline.title, headline.folder
        refs = sorted({ref for file in files[:MOST_PAGES] for ref in queries.named_in(self.site.index, file)})
        for ref in refs[: max(0, MOST_PAGES - len(files))]:
            if (place := queries.place_of(self.site.index, ref)) and place.folder:
                yield place.entity.title, place.folder

    def _name(self, ref: str) -> str:
        place = queries.place_of(self.site.index, ref)
        return place.entity.name if place else ""


def _stories(answer: Answer, question: Question) -> Collection[str]:
    """The articles of a question that an answer is about."""
    limits = {path for step in answer.steps for path in step.articles}
    return limits.intersection(question.addresses) if limits else question.addresses


@dataclass(frozen=True, slots=True)
class _WordPlace:
    """A place in article.txt."""

    row: queries.ArticleRow
    layout: Layout
    start: int
    end: int

    @property
    def words(self) -> str:
        return self.layout.text[self.start : self.end]


def _first_of_each(found: Iterable[_WordPlace]) -> list[MarkedSentence]:
    """The first few sentences, each once, those of other articles before a second one of the same."""
    by_article: dict[int, list[_WordPlace]] = {}
    for each in found:
        by_article.setdefault(each.row.id, []).append(each)
    turns = chain.from_iterable(zip_longest(*by_article.values()))
    distinct: dict[tuple[str, str], MarkedSentence] = {}
    for place in filter(None, turns):
        sentence = _marked(place)
        distinct.setdefault((sentence.url, sentence.before + sentence.words + sentence.after), sentence)
        if len(distinct) == MOST_SENTENCES:
            break
    return list(distinct.values())


def _marked(place: _WordPlace) -> MarkedSentence:
    """The sentence around a place."""
    text, start, end = place.layout.text, place.start, place.end
    low, high = text.rfind(BLANK, 0, start), text.find(BLANK, end)
    low, high = low + len(BLANK) if low >= 0 else 0, high if high >= 0 else len(text)
    part = text[low:high]
    first, last = next(((a, b) for a, b in sentences(part) if a <= start - low and end - low <= b), (0, len(part)))
    before, after = part[first : start - low], part[end - low : last]
    headline = queries.headline(place.row.headline)
    return MarkedSentence(
        excerpt(before, len(before), len(before), WIDTH),
        place.words,
        excerpt(after, 0, 0, WIDTH),
        headline.title,
        headline.date,
        headline.folder,
    )


def _span(mention: TextMention) -> range:
    return range(mention.start, mention.end)
