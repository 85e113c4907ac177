"""From the bytes of a file to its article: decoded, with front matter separated, its text read by its type."""

from dataclasses import dataclass

from msgspec.structs import replace

from builder.core.errors import Problem, Result
from builder.core.values import Article, FrontMatter, RawArticle
from builder.markdown.block_reader import read_blocks
from builder.read.decode import decode
from builder.read.lines import IsWord, never
from builder.read.structure import complete, structure
from builder.settings.config import Clean
from builder.settings.front_matter import is_toml, parse_front_matter, split_front_matter


@dataclass(frozen=True, slots=True)
class Reader:
    """The settings for reading files."""

    clean: tuple[Clean, ...] = ()
    limit: int = 4_000_000
    """Bytes of an article."""
    is_word: IsWord = never
    """Whether a lower-case word is an ordinary word."""

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
        """The article of a source: in Markdown the markup says what each part is; in pasted text it is inferred."""
        if not source.markdown:
            return structure(source, self.clean, self.is_word)
        blocks = read_blocks(source.text, source.line, shown)
        if blocks.value is None:
            return Result(None, blocks.problems)
        article = complete(source.path, source.front, blocks.value)
        return replace(article, problems=(*blocks.problems, *article.problems))


def raw_article(file: str, raw: bytes, shown: str) -> Result[RawArticle | None]:
    """A decoded file with its front matter separated."""
    text = decode(raw, shown)
    if text.value is None:
        return Result(None, text.problems)
    front_matter, rest, line = split_front_matter(text.value)
    begin = line - front_matter.count("\n") - 2
    front = (
        parse_front_matter(front_matter, shown, begin, toml=is_toml(text.value))
        if front_matter
        else Result(FrontMatter())
    )
    source = None if front.value is None else RawArticle(file, rest, front.value, line)
    return Result(source, (*text.problems, *front.problems))
