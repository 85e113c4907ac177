"""opensearch.xml, with which browsers offer the site's search (https://github.com/dewitt/opensearch, version 1.1)."""

from collections.abc import Iterator

from builder.core.xml_text import xml_element, xml_value
from builder.index.changes import Changes
from builder.index.pages import Page
from builder.index.tables import Index
from builder.outputs.page import File, Printer
from builder.outputs.urls import OPENSEARCH
from builder.settings.site_settings import Settings

NAME = "opensearch"

SHORT, LONG, DESCRIPTION = 16, 48, 1024
"""The most characters of the elements that say what the site is."""


def pages(index: Index) -> Iterator[Page]:
    """One page, if the site has an address."""
    if index.feeds and NAME in index.formats:
        yield Page(NAME)


def affected(index: Index, changes: Changes) -> Iterator[Page]:  # noqa: ARG001  # only settings change it
    """None."""
    return iter(())


def paths(index: Index, page: Page) -> tuple[str, ...]:  # noqa: ARG001  # there is only one page
    """Its path."""
    return (OPENSEARCH,) if list(pages(index)) else ()


def files(index: Index, page: Page) -> Iterator[File]:  # noqa: ARG001  # it is made from the settings
    """The description of the search."""
    yield File(OPENSEARCH, (), _made, "site")


def opensearch(settings: Settings) -> bytes:
    """The description of the site's search."""
    title = " ".join(settings.title.split())
    long = xml_element("LongName", title[:LONG]) if len(title) > SHORT else ""
    template = f"{settings.base_url}search/{settings.index}?q={{searchTerms}}"
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">\n'
        f"{xml_element('ShortName', title[:SHORT].strip())}{long}"
        f"{xml_element('Description', (settings.description or title)[:DESCRIPTION])}"
        f'<Url type="text/html" method="get" template="{xml_value(template)}"/>\n'
        "<InputEncoding>UTF-8</InputEncoding>\n"
        f"{xml_element('Language', settings.language)}"
        "</OpenSearchDescription>\n"
    ).encode()


def _made(printer: Printer) -> bytes:
    return opensearch(printer.settings)
