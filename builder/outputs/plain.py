"""Pages from content/pages, and 404.html."""

from collections.abc import Mapping

from markupsafe import Markup

from builder.core.values import LocalEntity
from builder.layout.article_layout import Layout
from builder.layout.site_values import Place, SizedPicture
from builder.outputs import contexts
from builder.outputs.article import note
from builder.outputs.metadata import breadcrumbs, head
from builder.outputs.theme import Theme
from builder.outputs.urls import anywhere, site_info
from builder.settings.site_settings import Settings


def plain_page(
    settings: Settings,
    theme: Theme,
    folder: str,
    summary: str,
    layout: Layout,
    places: Mapping[LocalEntity, Place],
    pictures: Mapping[str, SizedPicture],
) -> bytes:
    """A page from content/pages. ``summary`` is its standfirst, or the beginning of its text."""
    info = site_info(settings, folder)
    title = layout.front.title
    crumbs = breadcrumbs(settings, info, (title, folder))
    words = head(settings, info, title, summary, [crumbs])
    body = note(settings, folder, layout, places, pictures)
    return theme.render("page.html", contexts.PlainPage(info, words, title, body))


def not_found(settings: Settings, theme: Theme) -> bytes:
    """404.html: a host shows it at any address."""
    return theme.render("404.html", contexts.PlainPage(anywhere(settings), contexts.Head(), "", Markup()))
