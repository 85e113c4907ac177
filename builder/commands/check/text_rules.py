"""Problems of the texts of a site."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape

from builder.commands.check.similar import first_difference, similar
from builder.core.codec import Digest, digest
from builder.core.errors import Doubt, Problem
from builder.core.regex import regex
from builder.core.sort_keys import moment
from builder.core.text import excerpt
from builder.layout.article_layout import Headline, Layout
from builder.markdown.escapes import SAID
from builder.outputs.urls import beside
from builder.settings.toml import quoted

SHOWN = 80
"""Characters of a sentence that a message shows."""

_IMAGE = regex(r'<img src="([^"]*)" alt="([^"]*)"')


@dataclass(frozen=True, slots=True)
class ArticleText:
    """An article of the site."""

    file: str
    """Relative to the project folder."""
    headline: Headline
    layout: Layout
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class ArticleTexts:
    """All articles of the site."""

    texts: tuple[ArticleText, ...]
    today: str
    """ISO 8601, a day."""


def no_title(texts: ArticleTexts) -> Iterator[Problem]:
    """An article has its own headline, not its first sentence."""
    for text in texts.texts:
        for doubt in text.doubts:
            if doubt.kind == "no-title":
                hint = "begin the text with its headline and a blank line, or set title: in its front matter"
                yield Problem(doubt.message, text.file, hint=hint)


def no_date(texts: ArticleTexts) -> Iterator[Problem]:
    """An article without a date is listed last and left out of feeds."""
    for text in texts.texts:
        if not moment(text.headline.date):
            hint = "add date: 2018-03-28 to its front matter; in pasted text, put it at the top between two --- lines"
            yield Problem("has no date, so it is listed last and left out of feeds", text.file, hint=hint)


def date_to_come(texts: ArticleTexts) -> Iterator[Problem]:
    """A date in the future is a mistake: it does not delay the article, which comes first in all lists."""
    for text in texts.texts:
        for key, date in (("date", text.headline.date), ("updated", text.headline.updated)):
            if date[:10] > texts.today:
                hint = "correct the date; to hold the article back until then, set draft: true"
                yield Problem(f"{key} {date[:10]!r} is in the future", text.file, hint=hint)


def same_text(texts: ArticleTexts) -> Iterator[Problem]:
    """Two files with the same body are duplicates."""
    first: dict[Digest, str] = {}
    for text in texts.texts:
        body = _body(text)
        other = first.setdefault(digest(body), text.file) if body else text.file
        if other != text.file:
            yield Problem(f"has the same text as {other}", text.file, hint="remove one of them")


def similar_text(texts: ArticleTexts) -> Iterator[Problem]:
    """Two files that share most of their words are versions of one article."""
    for found in similar([text.layout.text for text in texts.texts]):
        text, other = texts.texts[found.text], texts.texts[found.other]
        if _body(text) == _body(other):
            continue
        new = first_difference(text.layout.text, other.layout.text)
        differs = f"; its first new sentence is {quoted(excerpt(new, 0, 0, SHOWN))}" if new else ""
        hint = "if both are one article, keep the newer file and add the other's address to its aliases"
        yield Problem(f"{found.share:.0%} of its text is also in {other.file}{differs}", text.file, hint=hint)


def _body(text: ArticleText) -> str:
    """The words of an article, without its title."""
    return " ".join("".join(text.layout.markdown).replace(SAID, "").casefold().split())


def image_without_description(texts: ArticleTexts) -> Iterator[Problem]:
    """Readers who cannot see an image need a description."""
    for text in texts.texts:
        front = text.layout.front
        if front.image and not front.image_description:
            hint = 'add image_description: "…" to its front matter'
            yield Problem(f"the image {front.image!r} has no description", text.file, hint=hint)
        for address, description in _IMAGE.findall("".join(text.layout.html)):
            if not description:
                hint = f"describe what it shows: ![a hill]({unescape(address)})"
                yield Problem(f"the image {unescape(address)!r} has no description", text.file, hint=hint)


def image_elsewhere(texts: ArticleTexts) -> Iterator[Problem]:
    """An image on another host tells that host who reads, and the policy in _headers blocks it."""
    for text in texts.texts:
        shown = [unescape(address) for address, _ in _IMAGE.findall("".join(text.layout.html))]
        for address in filter(None, (text.layout.front.image, *shown)):
            if not beside(address):
                hint = "put it beside the article, and refer to it by its file name"
                yield Problem(f"the image {address!r} is not beside the article", text.file, hint=hint)


RULES: tuple[Callable[[ArticleTexts], Iterator[Problem]], ...] = (
    no_title,
    no_date,
    date_to_come,
    same_text,
    similar_text,
    image_without_description,
    image_elsewhere,
)
