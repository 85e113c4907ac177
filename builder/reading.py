"""From the bytes of a file to its article: decoded, its front matter apart, its text read as what it is."""

from dataclasses import dataclass, replace

from builder.config import Clean
from builder.errors import Problem, Result
from builder.frontmatter import parse_front_matter, split_front_matter
from builder.model import Article, BlockKind, FrontMatter, RawArticle
from builder.read.decode import decode
from builder.read.language import is_english
from builder.read.lines import IsWord, never
from builder.read.markdown import read_blocks
from builder.read.structure import complete, structure

SHORTEST = 60
"""Characters of a paragraph by which the language is told."""


@dataclass(frozen=True, slots=True)
class Reader:
    """How files are read."""

    clean: tuple[Clean, ...] = ()
    limit: int = 4_000_000
    """Bytes of an article."""
    is_word: IsWord = never
    """Knows ordinary words in small letters."""

    def article(self, file: str, raw: bytes, shown: str) -> Result[Article | None]:
        """The article in these bytes of ``file`` in content/, which problems call ``shown``."""
        if len(raw) > self.limit:
            hint = "split it, or raise build.max_article_bytes in dateline.toml"
            message = f"the article has {len(raw)} bytes, more than {self.limit}"
            return Result(None, (Problem(message, shown, hint=hint),))
        source = raw_article(file, raw, shown)
        if source.value is None:
            return Result(None, source.problems)
        article = self._structured(source.value, shown)
        found = tuple(replace(problem, file=shown) for problem in article.problems)
        return replace(article, problems=(*source.problems, *found))

    def _structured(self, source: RawArticle, shown: str) -> Result[Article | None]:
        """The article that a source is: Markdown says what it is, of pasted text it is found out."""
        if not source.markdown:
            return structure(source, self.clean, self.is_word)
        blocks = read_blocks(source.text, source.line, shown)
        if blocks.value is None:
            return Result(None, blocks.problems)
        article = complete(source.path, source.front, blocks.value)
        return replace(article, problems=(*blocks.problems, *article.problems))


def raw_article(file: str, raw: bytes, shown: str) -> Result[RawArticle | None]:
    """A file decoded, with its front matter apart."""
    text = decode(raw, shown)
    if text.value is None:
        return Result(None, text.problems)
    yaml, rest, line = split_front_matter(text.value)
    front = parse_front_matter(yaml, shown, 2) if yaml else Result(FrontMatter())
    source = None if front.value is None else RawArticle(file, rest, front.value, line)
    return Result(source, (*text.problems, *front.problems))


def foreign(article: Article, shown: str) -> Problem | None:
    """What is to be said of an article in another language than English: nobody is looked for in it."""
    marked = article.front.language
    if marked:
        said = "" if marked.split("-")[0].lower() == "en" else f"the article is marked as {marked!r}"
        hint = "people and countries are found in English text; link them by hand: [Name](person:id)"
    else:
        # Lists of names and results have hardly any small words, in any language.
        prose = (b.text for b in article.blocks if b.kind is BlockKind.PARAGRAPH and len(b.text) > SHORTEST)
        english = is_english(prose)
        said = "" if english else "the article does not read as English"
        hint = "if it is English, write language: en in its front matter; else link by hand: [Name](person:id)"
    return Problem(f"{said}, so nobody is looked for in it", shown, hint=hint, warning=True) if said else None
