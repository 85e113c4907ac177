"""From a pasted text to its article: each line is claimed by exactly one rule, and the claims are put together.

The text is sacred: its words are classified, never changed. Lines left out of the body are claimed as well, so that
nothing disappears silently. An author's front matter takes precedence over everything found here.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import PurePosixPath
from typing import Any

from msgspec.structs import replace

from builder.core.dates import date_in_name
from builder.core.errors import Doubt, Problem, Result
from builder.core.text import excerpt, sentences, single_spaced
from builder.core.values import Article, Block, BlockKind, FrontMatter, RawArticle
from builder.markdown.dialect import too_much
from builder.read.lines import IsWord, Line, never, split_lines
from builder.read.match import NOTHING, LineKind, Lines, Match, Rule
from builder.read.printed import running_lines
from builder.read.quotes import tie
from builder.read.rules import ALONE, TOGETHER, survey
from builder.read.user import claims
from builder.read.web_pages import web_page
from builder.settings.config import Clean

_KEYS = FrontMatter.__struct_fields__
LONGEST_SENTENCE = 120
"""Characters of a first sentence used as a headline; it is cut at a word."""


@dataclass(frozen=True, slots=True)
class LineClaim:
    """A line of the source, the rule that claims it, and its kind."""

    line: int
    rule: str
    kind: LineKind
    text: str


def structure(raw: RawArticle, clean: Sequence[Clean] = (), is_word: IsWord = never) -> Result[Article | None]:
    """The article in a pasted text.

    ``clean`` are the author's own rules; ``is_word`` recognizes ordinary words, to repair broken ones.
    """
    lines, matches = _claimed(raw, clean, is_word)
    wrong = _beyond_a_limit(raw.path, lines, matches)
    if wrong:
        return Result(None, (wrong,))
    blocks = tuple(block for match in matches for block in match.blocks)
    found = [match.metadata for match in matches if match.metadata is not NOTHING]
    return complete(raw.path, _completed(raw.front, found), blocks)


def complete(path: str, front: FrontMatter, blocks: Sequence[Block]) -> Result[Article | None]:
    """The article of these blocks, with its pull quotes tied to what they repeat.

    Without a date, it is the one in the file's name. Without a title, it is the heading that begins the body; otherwise
    the first sentence, with a doubt; for a text without paragraphs the file name, with a warning.
    """
    if not front.date:
        front = replace(front, date=date_in_name(PurePosixPath(path).stem))
    if not front.title and blocks and blocks[0].kind is BlockKind.HEADING:
        front, blocks = replace(front, title=" ".join(blocks[0].text.split())), blocks[1:]
    article = Article(path, front, tuple(blocks), tie(blocks))
    if front.title:
        return Result(article)
    first = next((b.text for b in blocks if b.kind is BlockKind.PARAGRAPH and b.text.strip()), "")
    if first:
        end = sentences(first)[0][1]
        title = excerpt(" ".join(first[:end].split()), 0, 1, LONGEST_SENTENCE)
        message = f"no headline found; the first sentence is used as the title: {title!r}"
        return Result(replace(article, front=replace(front, title=title)), doubts=(Doubt("no-title", title, message),))
    title = named(path)
    hint = "begin the text with its headline and a blank line, or set title: in its front matter"
    message = f"no title found; the file name is used as the title: {title!r}"
    return Result(
        replace(article, front=replace(front, title=title)), (Problem(message, path, hint=hint, warning=True),)
    )


def named(path: str) -> str:
    """The title in a file's name: "About us" for "pages/about-us.md"."""
    name = re.sub(r"[\s_-]+", " ", PurePosixPath(path).stem).strip() or path
    return name[:1].upper() + name[1:]


def explain(raw: RawArticle, clean: Sequence[Clean] = (), is_word: IsWord = never) -> tuple[LineClaim, ...]:
    """The rule that claims each line of the source, in order; Markdown has no claims, since its markup decides."""
    if raw.markdown:
        return ()
    lines, matches = _claimed(raw, clean, is_word)
    starts = (0, *(match.end for match in matches))
    claims = (
        LineClaim(line.number, match.rule, match.kind, line.text)
        for start, match in zip(starts, matches, strict=False)
        for line in lines.lines[start : match.end]
    )
    around = (LineClaim(line.number, "page", LineKind.PAGE, line.text) for line in lines.around)
    return tuple(sorted((*claims, *around), key=lambda claim: claim.line))


def _beyond_a_limit(path: str, lines: Lines, matches: Sequence[Match]) -> Problem | None:
    """The first block that exceeds a limit of Markdown, which hold for all texts."""
    starts = (0, *(match.end for match in matches))
    for start, match in zip(starts, matches, strict=False):
        wrong = next((found[0] for block in match.blocks if (found := too_much(block.text))), "")
        if wrong:
            hint = "break it into lines; each becomes a paragraph"
            return Problem(wrong, path, lines.lines[start].number, hint=hint)
    return None


def _claimed(raw: RawArticle, clean: Sequence[Clean], is_word: IsWord) -> tuple[Lines, tuple[Match, ...]]:
    """The lines of a text and the matches that claim them, each line once, in order."""
    mine = tuple(rule for rule in clean if not rule.folder or raw.path.startswith(f"{rule.folder}/"))
    lines = _article(raw, mine, is_word)
    alone: dict[int, Match] = {}
    i = 1 if lines.head else 0  # The first line of a page is its headline.
    while i < len(lines.lines):
        match = _first(ALONE, lines, i)
        if match:
            alone[i] = match
        i = match.end if match else i + 1
    lines = survey(lines, alone)
    matches = []
    i = 0
    while i < len(lines.lines):
        match = alone.get(i) or _first(TOGETHER, lines, i)
        assert match, "paragraph claims what nothing else does"
        assert match.end > i
        matches.append(match)
        i = match.end
    return lines, tuple(matches)


def _article(raw: RawArticle, clean: tuple[Clean, ...], is_word: IsWord) -> Lines:
    """The lines of the article: without the heads and feet of printed pages, and what is around it in a web page.

    Lines there that the author's rules claim are kept for them.
    """
    texts = raw.text.split("\n")
    running = running_lines(texts)
    found = split_lines(raw.text, raw.line, is_word, running)
    around = tuple(Line(single_spaced(texts[i]), raw.line + i) for i in sorted(running))
    page = web_page(found)
    if page is None:
        return Lines(found, (*(line.text for line in found), "", ""), raw.front, clean, around)
    first = min(page.kept)
    kept = {i for i, line in enumerate(found) if i in page.kept or (i > first and claims(clean, line.text))}
    lines = tuple(line for i, line in enumerate(found) if i in kept)
    around += tuple(line for i, line in enumerate(found) if i not in kept)
    head = sum(1 for i in kept if i < page.start)
    return Lines(lines, (*(line.text for line in lines), "", ""), raw.front, clean, around, head)


def _first(rules: Sequence[Rule], lines: Lines, i: int) -> Match | None:
    """The match of the first of the rules that claims line ``i``."""
    for rule in rules:
        if match := rule(lines, i):
            return match
    return None


def _completed(front: FrontMatter, found: Sequence[FrontMatter]) -> FrontMatter:
    """The author's front matter, completed by the matches: lists are joined, otherwise the first text counts."""
    values: dict[str, Any] = {}
    for name in _KEYS:
        given = [value for each in found if (value := getattr(each, name))]
        if given and not getattr(front, name):
            several = isinstance(given[0], tuple)
            values[name] = tuple(dict.fromkeys(chain.from_iterable(given))) if several else given[0]
    return replace(front, **values)
