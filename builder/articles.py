"""From the files in content/ to stories: read → structure → find mentions → decide → lay out, each step cached.

A file that has not changed, under settings that have not changed, costs one lookup in the memo. Any other goes down
the chain only as far as something is new: an edit of entities.toml reannotates only the articles that contain its
words, and only an edit of an article's own text waits for the language model.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from functools import cached_property, lru_cache
from posixpath import splitext

from builder import sources
from builder.annotate.decide import annotate, no_country
from builder.annotate.gazetteer import Gazetteer
from builder.annotate.gazetteer import load as load_gazetteer
from builder.annotate.lexicon import Lexicon, lexicon
from builder.annotate.propose import load_model, proposal_key, propose
from builder.cache import Cache
from builder.code import code_key
from builder.codec import Digest, digest
from builder.errors import Problem, Result
from builder.kinds import EntityKind
from builder.model import (
    Annotated,
    Article,
    Bearer,
    Certainty,
    Link,
    MarkKind,
    Mention,
    Proposal,
    Via,
)
from builder.overrides import index, slice_for
from builder.project import Project
from builder.read.language import foreign
from builder.read.structure import named
from builder.reading import Reader
from builder.relevance import Relevance, word_sums
from builder.render.sightings import APART, bearer_of
from builder.render.stories import BY_HAND, Story, lay_out
from builder.slug import slug
from builder.spread import spread
from builder.told import Heard, PageText, Told
from builder.work import Progress

LIBRARIES = "markdown-it-py", "ftfy", "chardet", "pyyaml"
"""Libraries that read texts."""

DATA = "countries.toml", "first-names.txt", "family-names.txt", "words.txt"


class Articles:
    """What all articles share: memo, settings, decisions, lists of names, and the language model once it is loaded."""

    def __init__(self, project: Project, cache: Cache, progress: Progress) -> None:
        """Read what all articles share.

        Raises:
            BuilderError: if entities.toml is wrong.
        """
        self._project = project
        self._config = project.config
        self._cache = cache
        self._progress = progress
        self._data = {name: sources.data(name) for name in DATA}
        self._countries = self._folders()
        self.overrides = project.overrides(frozenset(self._countries))
        self._overrides = index(self.overrides)
        self._relevance = Relevance(self._overrides)
        config = self._config
        reading = config.clean, config.max_article_bytes, self._data["words.txt"]
        self._read_key = digest(code_key("builder.reading", libraries=LIBRARIES), *reading)
        self._propose_key = proposal_key(config.model)
        decide = code_key("builder.annotate.decide", "builder.read.language")
        self._annotate_key = digest(decide, self._propose_key, self._data, config.capitals)
        self._lay_key = digest(code_key("builder.render.stories", libraries=("markdown-it-py",)))
        own = code_key("builder.articles", libraries=("python-slugify",))
        self._told_key = digest(own, config.content, self._read_key, self._annotate_key, self._lay_key)

    def tell(
        self, digests: Mapping[str, Digest], before: Mapping[str, Heard], *, as_before: bool
    ) -> dict[str, tuple[Heard, Told]]:
        """What the chain makes of these files in content/, by path: only those whose record differs from ``before``.

        ``as_before`` says that ``key`` has not changed since.

        Raises:
            BuilderError: if a language model is needed and there is none.
        """
        stays = {file for file, heard in before.items() if as_before and heard.is_of(digests.get(file))}
        some = {file: key for file, key in digests.items() if file not in stays}
        named = {file: digest(self._told_key, file, key) for file, key in some.items()}
        # Without decisions, it does not matter which words an article has.
        decided = bool(self._overrides.entries)
        sums = self._cache.get_all(list(named.values()), bytes) if decided else dict.fromkeys(named.values(), b"")
        keys = {file: digest(key, self._relevance.of(sums[key])) for file, key in named.items() if key in sums}
        same = {file for file, key in keys.items() if file in before and before[file].key == key}
        known = self._cache.get_all([key for file, key in keys.items() if file not in same], Told)
        told = {file: (Heard(some[file], key, some[file]), known[key]) for file, key in keys.items() if key in known}
        new = [file for file in some if file not in told and file not in same]

        def tell(files: Sequence[str]) -> dict[str, tuple[Heard, Told]]:
            found: dict[str, tuple[Heard, Told]] = {}
            for file in files:
                good = before[file].good if file in before else b""
                each, article = self._tell(file, some[file], good)
                if article and each.whole:
                    sums = word_sums(block.text for block in article.passages)
                    self._cache.put(named[file], sums)
                    key, good = digest(named[file], self._relevance.of(sums)), some[file]
                else:
                    key = digest(each)
                self._cache.put(key, each)
                found[file] = Heard(some[file], key, good), each
            self._cache.commit()
            return found

        old = len(told)
        self._cache.commit()
        with closing(spread(tell, new, self._config.jobs, shape=dict[str, tuple[Heard, Told]])) as batches:
            for batch in batches:
                told |= batch
                self._progress("Reading articles", len(told) - old, len(new))
        return told

    @property
    def key(self) -> Digest:
        """Digest of everything that the records of all articles depend on."""
        return digest(self._told_key, self._project.decisions)

    def read(self, file: str, key: Digest) -> Result[Article | None]:
        """The article in this file; without a value if it cannot be read."""
        memo = digest(self._read_key, file, key)
        known = self._cache.get(memo, Result[Article | None])
        if known is None:
            known = self._reader.article(file, self._project.read(self._shown(file)), self._shown(file))
            self._cache.put(memo, known)
        return known

    def annotate(self, article: Article, own: Digest) -> Result[Annotated]:
        """The annotated article, whose digest is ``own``; if it is not English, only with the links by hand."""
        texts = tuple(block.text for block in article.passages)
        part = slice_for(self._overrides, texts, article.path)
        memo = digest(self._annotate_key, own, part)
        known = self._cache.get(memo, Result[Annotated])
        if known is None:
            other = foreign(article)
            if other:
                links = tuple(by_hand(article))
                stray = {
                    link.bearer.id for link in links if link.bearer.kind is EntityKind.COUNTRY
                } - self._countries.keys()
                wrong = (no_country(f"country:{code}", article) for code in sorted(stray))
                return Result(Annotated(tuple(link for link in links if link.bearer.id not in stray)), (other, *wrong))
            known = annotate(article, self._propose(texts), part, self.gazetteer, self.lexicon)
            if self._config.capitals == "off":
                links = tuple(link for link in known.value.links if link.mention.via not in APART)
                known = replace(known, value=replace(known.value, links=links))
            self._cache.put(memo, known)
        return known

    def country(self, code: str) -> str:
        """The folder of a country's page."""
        return self._countries[code]

    def tell_page(self, file: str, key: Digest) -> tuple[PageText | None, tuple[Problem, ...]]:
        """An editor's page or note: only links by hand are links; without a title, the file name is the title."""
        result = self.read(file, key)
        if result.value is None:
            return None, result.problems
        article = result.value
        if any(doubt.kind == "no-title" for doubt in result.doubts):
            article = replace(article, front=replace(article.front, title=named(file)))
        links = tuple(by_hand(article))
        story = self._laid_out(file, file, article, digest(article), Annotated(links))
        bearers = tuple(bearer_of(seen.who) for seen in story.seen)
        draft = article.front.unfinished
        told = PageText(story.headline.title, story.headline.summary, story.layout, bearers, story.images, draft)
        return told, result.problems

    def _shown(self, file: str) -> str:
        return f"{self._config.content}/{file}"

    def _folders(self) -> dict[str, str]:
        """The folder of each country's page by its code."""
        return {country.code: f"countries/{slug(country.name)}/" for country in self.gazetteer.countries.values()}

    def tell_text(self, file: str, raw: bytes) -> Told:
        """What the chain would make of these bytes if they were ``file`` in content/."""
        result = self._reader.article(file, raw, self._shown(file))
        return self._story(file, result.value, result)

    def _tell(self, file: str, key: Digest, good: Digest) -> tuple[Told, Article | None]:
        """What the chain makes of a file, and its current article; ``good`` is the digest that last gave a story."""
        result = self.read(file, key)
        article = result.value
        if article is None and good:
            article = self._read_memo(file, good)
        return self._story(file, article, result), result.value

    def _story(self, file: str, article: Article | None, read: Result[Article | None]) -> Told:
        """The story of the article just read, or of its last good version."""
        problems = read.problems
        if article is None:
            return Told(None, False, problems, ())
        own = digest(article)
        annotated = self.annotate(article, own)
        address = address_of(file, article)
        if not address:
            hint = "set a slug in its front matter: slug: my-article"
            problem = Problem(
                "the file name contains no letter or digit to make an address from", self._shown(file), hint=hint
            )
            return Told(None, False, (*problems, problem), ())
        story = self._laid_out(file, address, article, own, annotated.value)
        doubts = tuple(replace(doubt, file=self._shown(file)) for doubt in (*read.doubts, *annotated.doubts))
        found = (replace(problem, file=self._shown(file)) for problem in annotated.problems)
        draft = article.front.unfinished
        return Told(story, draft, (*problems, *found), doubts, article.front.aliases)

    def _laid_out(self, file: str, address: str, article: Article, own: Digest, annotated: Annotated) -> Story:
        """The story of an article whose digest is ``own``; the digest of the story itself is cached with it."""
        memo = digest(self._lay_key, file, address, own, annotated)
        known = self._cache.get(memo, Story)
        if known is None:
            known, layout, sightings = lay_out(file, address, article, annotated)
            self._cache.put(known.layout, layout)
            for seen, sighting in zip(known.seen, sightings, strict=True):
                self._cache.put(seen.sighting, sighting)
            self._cache.put(memo, known)
        return known

    def _propose(self, texts: tuple[str, ...]) -> tuple[Proposal, ...]:
        memo = digest(self._propose_key, texts)
        known = self._cache.get(memo, tuple[Proposal, ...])
        if known is None:
            known = propose(texts, load_model(self._config.model))
            self._cache.put(memo, known)
        return known

    def _read_memo(self, file: str, key: Digest) -> Article | None:
        known = self._cache.get(digest(self._read_key, file, key), Result[Article | None])
        return known.value if known else None

    @cached_property
    def _reader(self) -> Reader:
        return Reader(self._config.clean, self._config.max_article_bytes, self.lexicon.is_ordinary)

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """All countries."""
        return _gazetteer(self._data["countries.toml"])

    @cached_property
    def lexicon(self) -> Lexicon:
        """Lists of names."""
        return _lexicon(*(self._data[name] for name in DATA[1:]))


_gazetteer = lru_cache(maxsize=1)(load_gazetteer)
_lexicon = lru_cache(maxsize=1)(lexicon)


def by_hand(article: Article) -> Iterator[Link]:
    """The entity links written by hand."""
    for place, block in enumerate(article.passages):
        for mark in block.marks:
            kind, _, name = mark.target.partition(":")
            if mark.kind is MarkKind.ENTITY and name:
                words = block.text[mark.start : mark.end]
                mention = Mention(place, mark.start, mark.end, EntityKind(kind), Via.NAME)
                yield Link(mention, Bearer(EntityKind(kind), words, name), BY_HAND, Certainty.CERTAIN)


def address_of(file: str, article: Article) -> str:
    """The article's folder under articles/: its path in a form that any address can hold, ending in its slug."""
    *folders, name = splitext(file)[0].split("/")
    return "/".join(filter(None, map(slug, (*folders, article.front.slug or name))))
