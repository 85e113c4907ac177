"""From the files in content/ to entries of the index: read → structure → find mentions → decide → lay out, each cached.

With the file and the settings unchanged, a result costs one lookup in the memo. Otherwise only the steps whose inputs
changed run again: an edit of entities.toml reannotates only the articles that contain its
words, and only an edit of an article's own text waits for the language model.
"""

import sys
import threading
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from pathlib import Path
from posixpath import splitext
from typing import NamedTuple

from msgspec.structs import replace

from builder.annotate.decide import annotate, no_country
from builder.annotate.gazetteer import Gazetteer
from builder.annotate.lexicon import Lexicon
from builder.annotate.own_data import COUNTRIES, NAMES, gazetteer, lexicon
from builder.annotate.propose import Proposer, model_digest, proposal_key, proposed
from builder.annotate.quotations import unread_quotations
from builder.annotate.quote_marks import all_quoted, quoted_words
from builder.core.codec import Digest, decode_sent, digest, digest_at, encode
from builder.core.errors import Problem, Result
from builder.core.kinds import EntityKind
from builder.core.slug import slug
from builder.core.values import Annotated, Article, Certainty, Link, LocalEntity, MarkKind, Mention, Proposal, Via
from builder.layout.article_layout import BY_HAND, ArticleEntry, lay_out
from builder.layout.excerpts import APART, local_entity_of
from builder.layout.results import ArticleResult, FileRecord, PageText
from builder.read.article_reader import Reader
from builder.read.language import foreign
from builder.read.structure import named
from builder.settings.config import Clean, Config
from builder.settings.decisions import Overrides, index, slice_for
from builder.settings.project import Project
from builder.settings.relevance import Relevance, word_sums
from builder.store import sources
from builder.store.fingerprints import code_key, version
from builder.store.memo import CACHE, Cache, DamagedError, MemoryCache
from builder.store.workers import FEW, Progress, in_workers

LIBRARIES = "markdown-it-py", "ftfy", "chardet", "pyyaml"
"""Libraries that read texts."""

DATA = COUNTRIES, *NAMES

AT_ONCE = 500
"""Results of the memo in one batch."""


@dataclass(frozen=True, slots=True)
class IngestInputs:
    """Everything that the result for a file depends on besides its bytes. It can be sent to any machine."""

    content: str
    """The name of the folder of articles, for problems."""
    clean: tuple[Clean, ...]
    max_article_bytes: int
    model: str
    capitals: str
    overrides: Overrides

    @classmethod
    def of(cls, config: Config, overrides: Overrides) -> "IngestInputs":
        """Those of a project's settings and decisions; what else is in the settings concerns only its own machine."""
        settings = config.content, config.clean, config.max_article_bytes, config.model, config.capitals
        return cls(*settings, overrides)


class Task(NamedTuple):
    """A file in content/ to ingest."""

    file: str
    content: Digest
    """Digest of its bytes."""
    good: Digest
    """Digest of its bytes when it last gave an article; empty if it never did."""


class SentFile(NamedTuple):
    """A file to ingest on a machine that has neither the project nor its memo."""

    task: Task
    raw: bytes
    """The bytes of the file."""
    known: dict[Digest, bytes]
    """Entries of the memo that spare the language model, and the last good article if the file's is not."""


Results = dict[str, tuple[FileRecord, ArticleResult]]
"""The result for each file."""


class Ingested(NamedTuple):
    """What became of files that were sent."""

    records: dict[str, FileRecord]
    entries: dict[Digest, bytes]
    """Every entry for the memo that was made for them: their results are among these."""


def ingest(inputs: IngestInputs, folder: Path, tasks: Sequence[Task]) -> Results:
    """The results for these files of the project in ``folder``, whose memo keeps them.

    What a process loads for one call is kept for the next, and does not affect the result.
    """
    return _articles(inputs, folder).ingested(tasks)


def ingest_sent(inputs: IngestInputs, sent: Sequence[bytes]) -> bytes:
    """The same results for files that were each sent as a ``SentFile``, as an ``Ingested``: no folder is needed."""
    files = [decode_sent(raw, SentFile) for raw in sent]
    known = {key: raw for each in files for key, raw in each.known.items()}
    contents = {each.task.file: each.raw for each in files}
    with _ALONE:
        articles = _articles(inputs, None)
        articles.open(MemoryCache(known), contents.__getitem__)
        results = articles.ingested([each.task for each in files])
        return encode(({file: record for file, (record, _) in results.items()}, articles.made))


def versions(model: str) -> dict[str, str]:
    """What results depend on besides files and ``IngestInputs``, by name: where all is equal, so are results."""
    return dict(_versions(model))


@lru_cache(maxsize=2)
def _versions(model: str) -> tuple[tuple[str, str], ...]:
    code, lists, files = code_key("builder.articles"), sources.all_data(), model_digest(model)
    return (
        ("Dateline", f"{version('dateline')} (code {code.hex()})"),
        ("Dateline's data", lists.hex()),
        (f"language model {model}", files.hex()),
        ("Python", ".".join(map(str, sys.version_info[:2]))),
        *((name, version(name)) for name in sorted({*LIBRARIES, "nicknames", "python-slugify", "spacy"})),
    )


class Articles:
    """What all articles share: memo, settings, decisions, lists of names, and the language model once it is loaded."""

    def __init__(
        self, project: Project, cache: Cache, progress: Progress, cluster: str = "", propose: Proposer = proposed
    ) -> None:
        """Read what all articles share. ``cluster`` is the address of a Dask scheduler; empty to work on this machine.

        ``propose`` asks the language model.

        Raises:
            BuilderError: if entities.toml is wrong.
        """
        codes = frozenset(gazetteer().countries)
        self._set(IngestInputs.of(project.config, project.overrides(codes)), propose)
        self.open(cache, _reading(project.content, project.config.content))
        self._folder = project.folder
        self._jobs = project.config.jobs
        self._progress = progress
        self._cluster = cluster
        # Forked workers find it here.
        _OPEN[:] = [(self._inputs, project.folder, self)]

    @classmethod
    def of(cls, inputs: IngestInputs) -> "Articles":
        """The same as in the process that made these inputs, to be opened with a memo."""
        articles = cls.__new__(cls)
        articles._set(inputs)
        return articles

    def open(self, cache: MemoryCache, raw: Callable[[str], bytes]) -> None:
        """Work with this memo from now on; ``raw`` returns the bytes of a file by its path in content/."""
        self._cache = cache
        self._raw = raw

    @property
    def made(self) -> Mapping[Digest, bytes]:
        """The entries that were stored since the memo was opened or committed."""
        return self._cache.fresh

    def _set(self, inputs: IngestInputs, propose: Proposer = proposed) -> None:
        self._inputs = inputs
        self._proposer = propose
        self._data = {name: sources.data(name) for name in DATA}
        self._countries = self._folders()
        self.overrides = inputs.overrides
        self._overrides = index(self.overrides)
        self._relevance = Relevance(self._overrides)
        reading = inputs.clean, inputs.max_article_bytes, self._data["words.txt"]
        self._read_key = digest(code_key("builder.read.article_reader", libraries=LIBRARIES), *reading)
        self._propose_key = proposal_key(inputs.model)
        decide = code_key("builder.annotate.decide", "builder.read.language", libraries=("python-slugify",))
        self._annotate_key = digest(decide, self._propose_key, self._data, inputs.capitals)
        self._lay_key = digest(code_key("builder.layout.article_layout", libraries=("markdown-it-py",)))
        own = code_key("builder.articles", libraries=("python-slugify",))
        self._result_key = digest(own, inputs.content, self._read_key, self._annotate_key, self._lay_key)

    def results(
        self, digests: Mapping[str, Digest], before: Mapping[str, FileRecord]
    ) -> Generator[dict[str, tuple[FileRecord, ArticleResult]], None, None]:
        """The results for these files in content/, by path, in batches: only where they differ from these records.

        Raises:
            BuilderError: if a language model is needed and there is none.
        """
        named = {file: self._named(file, key) for file, key in digests.items()}
        # Without decisions, it does not matter which words an article has.
        decided = bool(self._overrides.entries)
        sums = self._cache.get_all(list(named.values()), bytes) if decided else dict.fromkeys(named.values(), b"")
        keys = {
            file: digest_at(file, key, self._relevance.of(sums[key], file))
            for file, key in named.items()
            if key in sums
        }
        waiting = [file for file, key in keys.items() if file not in before or before[file].key != key]
        new = [file for file in digests if file not in keys]
        for start in range(0, len(waiting), AT_ONCE):
            files = waiting[start : start + AT_ONCE]
            known = self._cache.get_all([keys[file] for file in files], ArticleResult)
            here = [file for file in files if keys[file] in known]
            yield {file: (FileRecord(digests[file], keys[file], digests[file]), known[keys[file]]) for file in here}
            new += (file for file in files if keys[file] not in known)
        tasks = [Task(file, digests[file], before[file].good if file in before else b"") for file in new]
        done = 0
        self._cache.commit()
        with closing(self._shared(tasks)) as batches:
            for batch in batches:
                done += len(batch)
                self._progress("Reading articles", done, len(new))
                yield batch

    def _shared(self, tasks: Sequence[Task]) -> Generator[Results, None, None]:
        """The results for these files, in batches: a small amount of work is done on this machine in any case."""
        if self._cluster and len(tasks) >= FEW:
            return self._on_cluster(tasks)
        return in_workers(partial(ingest, self._inputs, self._folder), tasks, self._jobs, shape=Results)

    def _on_cluster(self, tasks: Sequence[Task]) -> Generator[Results, None, None]:
        from builder.store.cluster import on_cluster

        work, compared = partial(ingest_sent, self._inputs), partial(versions, self._inputs.model)
        sent = ((self._shown(each.task.file), encode(each)) for each in self._sent(tasks))
        with closing(on_cluster(self._cluster, work, compared, sent)) as answers:
            for raw in answers:
                records, entries = decode_sent(raw, Ingested)
                self._cache.put_entries(entries)
                # Whatever happens to the cluster or to this build, the next one continues from here.
                self._cache.commit()
                results = self._cache.get_all([record.key for record in records.values()], ArticleResult)
                yield {file: (record, results[record.key]) for file, record in records.items()}

    def _sent(self, tasks: Sequence[Task]) -> Iterator[SentFile]:
        """These files, each with its bytes and what the memo knows about it."""
        for start in range(0, len(tasks), AT_ONCE):
            some = tasks[start : start + AT_ONCE]
            texts = {(task, key): self._proposed(task.file, key) for task in some for key in (task.content, task.good)}
            proposals = self._cache.get_all(list(texts.values()), Digest)
            last = {task: self._read_at(task.file, task.good) for task in some if task.good}
            known = self._cache.entries([*proposals.values(), *last.values()])
            for task in some:
                keys = {last.get(task), *(proposals.get(texts[task, key]) for key in (task.content, task.good))}
                yield SentFile(task, self._raw(task.file), {key: known[key] for key in keys if key in known})

    def ingested(self, tasks: Sequence[Task]) -> Results:
        """See ``ingest``."""
        found: Results = {}
        for file, content, good in tasks:
            result, article = self._ingested(file, content, good)
            if article:
                texts = tuple(block.text for block in article.passages)
                self._cache.put(self._proposed(file, content), digest(self._propose_key, texts))
            if article and result.whole:
                named, sums = self._named(file, content), word_sums(texts)
                self._cache.put(named, sums)
                key, good = digest_at(file, named, self._relevance.of(sums, file)), content
            else:
                key = digest_at(file, result)
            self._cache.put(key, result)
            found[file] = FileRecord(content, key, good), result
        self._cache.commit()
        return found

    def entry_of(self, key: Digest) -> ArticleEntry:
        """The entry of a recorded result that has one, by its key in the memo.

        Raises:
            DamagedError: if it is lost.
        """
        found = self._cache.get(key, ArticleResult)
        if found is None or found.entry is None:
            raise DamagedError
        return found.entry

    @property
    def key(self) -> Digest:
        """Digest of everything that the records of all articles depend on."""
        return digest(self._result_key, self.overrides)

    def _named(self, file: str, content: Digest) -> Digest:
        """The key of the words of a file."""
        return digest_at(file, self._result_key, content)

    def _read_at(self, file: str, content: Digest) -> Digest:
        """The key of the article in a file."""
        return digest_at(file, self._read_key, content)

    def _proposed(self, file: str, content: Digest) -> Digest:
        """The key of the key of the proposals for a file: what the model proposed is known before the file is read."""
        return digest(self._propose_key, splitext(file)[1], content)

    def read(self, file: str, key: Digest) -> Result[Article | None]:
        """The article in this file; without a value if it cannot be read."""
        memo = self._read_at(file, key)
        known = self._cache.get(memo, Result[Article | None])
        if known is None:
            known = self._reader.article(file, self._raw(file), self._shown(file))
            self._cache.put(memo, known)
        return known

    def annotate(self, article: Article, own: Digest) -> Result[Annotated]:
        """The annotated article, whose digest is ``own``; if it is not English, only with the links by hand."""
        texts = tuple(block.text for block in article.passages)
        part = slice_for(self._overrides, texts, article.path)
        memo = digest_at(article.path, self._annotate_key, own, part)
        known = self._cache.get(memo, Result[Annotated])
        if known is None:
            other = foreign(article)
            if other:
                links = tuple(by_hand(article))
                stray = {
                    link.local.id for link in links if link.local.kind is EntityKind.COUNTRY
                } - self._countries.keys()
                wrong = (no_country(f"country:{code}", article) for code in sorted(stray))
                kept = tuple(link for link in links if link.local.id not in stray)
                quoted = quoted_words(article.passages)
                said = unread_quotations(article, quoted, kept, part.said)
                return Result(
                    Annotated(kept, quotations=said.value, quoted=all_quoted(article.passages, quoted)),
                    (other, *wrong, *said.problems),
                )
            known = annotate(article, self._propose(texts), part, self.gazetteer, self.lexicon)
            if self._inputs.capitals == "off":
                links = tuple(link for link in known.value.links if link.mention.via not in APART)
                known = replace(known, value=replace(known.value, links=links))
            self._cache.put(memo, known)
        return known

    def country(self, code: str) -> str:
        """The folder of a country's page."""
        return self._countries[code]

    def page_text(self, file: str, key: Digest) -> tuple[PageText | None, tuple[Problem, ...]]:
        """An editor's page or note: only links by hand are links; without a title, the file name is the title."""
        result = self.read(file, key)
        if result.value is None:
            return None, result.problems
        article = result.value
        if any(doubt.kind == "no-title" for doubt in result.doubts):
            article = replace(article, front=replace(article.front, title=named(file)))
        links = tuple(by_hand(article))
        entry = self._laid_out(file, file, article, digest(article), Annotated(links))
        local_entities = tuple(local_entity_of(row.who) for row in entry.entities)
        draft = article.front.unfinished
        headline, images, aliases = entry.headline, entry.images, article.front.aliases
        text = PageText(headline.title, headline.summary, entry.layout, local_entities, images, draft, aliases)
        return text, result.problems

    def _shown(self, file: str) -> str:
        return f"{self._inputs.content}/{file}"

    def _folders(self) -> dict[str, str]:
        """The folder of each country's page by its code."""
        return {country.code: f"countries/{slug(country.name)}/" for country in self.gazetteer.countries.values()}

    def result_of(self, file: str, raw: bytes) -> ArticleResult:
        """The result for these bytes, as if they were ``file`` in content/."""
        result = self._reader.article(file, raw, self._shown(file))
        return self._result(file, result.value, result)

    def _ingested(self, file: str, key: Digest, good: Digest) -> tuple[ArticleResult, Article | None]:
        """The result for a file, and its current article; ``good`` is the digest that last gave an article."""
        result = self.read(file, key)
        article = result.value
        if article is None and good:
            article = self._read_memo(file, good)
        return self._result(file, article, result), result.value

    def _result(self, file: str, article: Article | None, read: Result[Article | None]) -> ArticleResult:
        """The result for the article just read, or for its last good version."""
        problems = read.problems
        if article is None:
            return ArticleResult(None, False, problems, ())
        own = digest(article)
        annotated = self.annotate(article, own)
        address = address_of(file, article)
        if not address:
            hint = "set a slug in its front matter: slug: my-article"
            problem = Problem(
                "the file name contains no letters or digits to make an address from", self._shown(file), hint=hint
            )
            return ArticleResult(None, False, (*problems, problem), ())
        entry = self._laid_out(file, address, article, own, annotated.value)
        doubts = tuple(replace(doubt, file=self._shown(file)) for doubt in (*read.doubts, *annotated.doubts))
        found = (replace(problem, file=self._shown(file)) for problem in annotated.problems)
        draft = article.front.unfinished
        return ArticleResult(entry, draft, (*problems, *found), doubts, article.front.aliases)

    def _laid_out(self, file: str, address: str, article: Article, own: Digest, annotated: Annotated) -> ArticleEntry:
        """The entry of an article whose digest is ``own``; its layout and its excerpts are cached with it."""
        memo = digest_at(file, self._lay_key, address, own, annotated)
        known = self._cache.get(memo, ArticleEntry)
        if known is None:
            known, layout, excerpts = lay_out(file, address, article, annotated)
            self._cache.put(known.layout, layout)
            for row, each in zip(known.entities, excerpts, strict=True):
                self._cache.put(row.excerpts, each)
            self._cache.put(memo, known)
        return known

    def _propose(self, texts: tuple[str, ...]) -> tuple[Proposal, ...]:
        memo = digest(self._propose_key, texts)
        known = self._cache.get(memo, tuple[Proposal, ...])
        if known is None:
            known = self._proposer(self._inputs.model, texts)
            self._cache.put(memo, known)
        return known

    def _read_memo(self, file: str, key: Digest) -> Article | None:
        known = self._cache.get(self._read_at(file, key), Result[Article | None])
        return known.value if known else None

    @cached_property
    def _reader(self) -> Reader:
        return Reader(self._inputs.clean, self._inputs.max_article_bytes, self.lexicon.is_ordinary)

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """All countries."""
        return gazetteer()

    @cached_property
    def lexicon(self) -> Lexicon:
        """Lists of names."""
        return lexicon()


_OPEN: list[tuple[IngestInputs, Path | None, Articles]] = []
"""The last one of this process."""

_ALONE = threading.Lock()
"""Held while files are ingested that were sent here: neither memo nor language model is made for two threads."""


def _articles(inputs: IngestInputs, folder: Path | None) -> Articles:
    """What this process has open for these inputs; without a folder, it has no memo yet."""
    for known, place, articles in _OPEN:
        if place == folder and (known is inputs or known == inputs):
            return articles
    articles = Articles.of(inputs)
    if folder:
        articles.open(Cache(folder / CACHE), _reading(folder / inputs.content, inputs.content))
    _OPEN[:] = [(inputs, folder, articles)]
    return articles


def _reading(content: Path, shown: str) -> Callable[[str], bytes]:
    """Reads files of a project by their path in content/."""
    return lambda file: sources.read(content / file, f"{shown}/{file}")


def by_hand(article: Article) -> Iterator[Link]:
    """The entity links written by hand."""
    for place, block in enumerate(article.passages):
        for mark in block.marks:
            kind, _, name = mark.target.partition(":")
            if mark.kind is MarkKind.ENTITY and name:
                words = block.text[mark.start : mark.end]
                mention = Mention(place, mark.start, mark.end, EntityKind(kind), Via.NAME)
                yield Link(mention, LocalEntity(EntityKind(kind), words, name), BY_HAND, Certainty.CERTAIN)


def address_of(file: str, article: Article) -> str:
    """The article's folder under articles/: its path in a form that any address can hold, ending in its slug."""
    *folders, name = splitext(file)[0].split("/")
    return "/".join(filter(None, map(slug, (*folders, article.front.slug or name))))
