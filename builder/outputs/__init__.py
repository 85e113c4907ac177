"""The outputs: one module for each kind of page of the site."""

from collections.abc import Mapping

from builder.outputs import (
    article,
    entities_json,
    entity,
    exported_tables,
    feed,
    home,
    llms,
    name_lists,
    news_sitemap,
    opensearch,
    quote_lists,
    search_page,
    sitemap,
    tei,
    term_lists,
    terms,
)
from builder.outputs.page import OutputModule

OUTPUTS: Mapping[str, OutputModule] = {
    module.NAME: module
    for module in (
        *(article, entity, quote_lists, home, name_lists, terms, term_lists),
        *(entities_json, llms, feed, search_page, sitemap, exported_tables, tei),
        *(opensearch, news_sitemap),
    )
}
"""Those whose pages follow from the index, by name."""
