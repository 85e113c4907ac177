"""llms.txt: a description of the site, its data, and its newest articles, as Markdown (https://llmstxt.org)."""

from collections.abc import Iterator, Sequence

from builder.core.kinds import NAMED
from builder.core.values import Block, BlockKind, Mark, MarkKind
from builder.index import queries
from builder.index.changes import Changes
from builder.index.pages import Page
from builder.index.tables import Index
from builder.layout.article_layout import Headline
from builder.markdown.block_writer import write_blocks
from builder.outputs.entities_json import EVERYONE
from builder.outputs.exported_tables import DATABASE
from builder.outputs.exports import FOLDER
from builder.outputs.feed import FEED_SIZE
from builder.outputs.page import File, Printer
from builder.outputs.urls import FEED, SITEMAP
from builder.settings.site_settings import Settings

NAME = "llms"
LLMS = "llms.txt"

_FILES = {
    "markdown": "its text as Markdown (index.md)",
    "text": "its text without markup (article.txt)",
    "annotations": "everyone who is named in it and where (annotations.json)",
    "tei": "its text with all names and speakers as TEI (article.xml)",
}
_TABLES = {
    "csv": (f"{FOLDER}articles.csv", "every story as a table; mentions.csv, quotations.csv and others are beside it"),
    "sqlite": (DATABASE, "the same tables as one SQLite database"),
}


def pages(index: Index) -> Iterator[Page]:  # noqa: ARG001  # one file, whatever the articles
    """llms.txt."""
    yield Page(NAME)


def affected(index: Index, changes: Changes) -> Iterator[Page]:
    """llms.txt, if any headline changed."""
    return pages(index) if changes.listed else iter(())


def paths(index: Index, page: Page) -> tuple[str, ...]:  # noqa: ARG001  # there is only one page
    """Its path."""
    return (LLMS,)


def files(index: Index, page: Page) -> Iterator[File]:  # noqa: ARG001  # there is only one page
    """llms.txt, with the newest articles."""
    newest = queries.newest(index, FEED_SIZE)

    def text(printer: Printer) -> bytes:
        return llms(printer.settings, list(map(queries.headline, newest)))

    yield File(LLMS, newest, text, "site")


def llms(settings: Settings, headlines: Sequence[Headline]) -> bytes:
    """llms.txt: a description of the site, its data, and its newest articles, as Markdown."""
    data = [(EVERYONE, f"every {NAMED}, with names, address and counts")]
    if settings.base_url:
        data += [(FEED, "the newest stories, as Atom"), (SITEMAP, "every page")]
    data += [row for format_, row in _TABLES.items() if format_ in settings.formats]
    files = [what for format_, what in _FILES.items() if format_ in settings.formats]
    text = "index.md" if "markdown" in settings.formats else settings.index
    listed = (_item(path, settings.base_url + path, what) for path, what in data)
    newest = (
        _item(headline.title, f"{settings.base_url}{headline.folder}{text}", headline.date) for headline in headlines
    )
    blocks = [
        Block(BlockKind.HEADING, _line(settings.title), level=1),
        Block(BlockKind.QUOTATION, _line(settings.description)),
        Block(BlockKind.PARAGRAPH, f"The folder of each story has: {'; '.join(files)}." if files else ""),
        Block(BlockKind.HEADING, "Data", level=2),
        *listed,
        Block(BlockKind.HEADING, "Newest stories", level=2),
        *newest,
    ]
    return write_blocks([block for block in blocks if block.text]).encode()


def _item(words: str, address: str, description: str) -> Block:
    words = _line(words)
    text = f"{words}: {description}" if description else words
    return Block(BlockKind.ITEM, text, (Mark(0, len(words), MarkKind.LINK, address),))


def _line(text: str) -> str:
    return " ".join(text.split())
