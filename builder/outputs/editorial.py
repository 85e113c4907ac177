"""Editorial content beside the articles: plain pages, and notes about entities."""

from collections.abc import Callable, Iterator, Mapping

from builder.core.codec import Digest
from builder.core.errors import Problem
from builder.core.values import LocalEntity
from builder.layout.results import PageText
from builder.layout.site_values import Note, Place
from builder.outputs.claims import PlainText
from builder.outputs.content import Content, Images, folder_of_page

OldAddresses = tuple[str, str, tuple[str, ...]]
"""A file in content/, the folder of its page, and the old addresses that it lists."""

PageTextOf = Callable[[str, Digest], tuple[PageText | None, tuple[Problem, ...]]]
"""The editor's text in a file in content/ with these bytes, and its problems."""

PlaceOf = Callable[[str], Place | None]
"""The page of an entity ("person:ID"), if it has one."""


def editorial_content(
    content: Content,
    digests: Mapping[str, Digest],
    page_text: PageTextOf,
    place_of: PlaceOf,
    shown: str,
    *,
    drafts: bool,
) -> tuple[dict[str, Note], list[PlainText], list[Images], list[OldAddresses], list[Problem]]:
    """Notes by entity, plain pages, the images of both, old addresses of pages, and problems.

    Drafts only with ``drafts``.
    """
    notes: dict[str, Note] = {}
    pages: list[PlainText] = []
    images: list[Images] = []
    old: list[OldAddresses] = []
    problems: list[Problem] = []
    for ref, file in content.notes.items():
        text, found = page_text(file, digests[file])
        problems += found
        place = place_of(ref)
        if place is None:
            hint = "name the file after the id of its page, as in the page's address"
            message = f"no article names {ref.partition(':')[2]!r}"
            problems.append(Problem(message, f"{shown}/{file}", hint=hint, warning=True))
        elif text and (drafts or not text.draft):
            notes[ref] = Note(text.layout, _places(text, place_of))
            images.append(Images(file, place.folder, text.images))
            problems += _nobodies(text, place_of, f"{shown}/{file}")
    for file in content.pages:
        text, found = page_text(file, digests[file])
        problems += found
        if text and (drafts or not text.draft):
            folder = folder_of_page(file)
            places = _places(text, place_of)
            pages.append(PlainText(folder, f"{shown}/{file}", text, places))
            images.append(Images(file, folder, text.images))
            old.append((file, folder, text.aliases))
            problems += _nobodies(text, place_of, f"{shown}/{file}")
    return notes, pages, images, old, problems


def _nobodies(text: PageText, place_of: PlaceOf, file: str) -> Iterator[Problem]:
    """A warning for each link to an entity without a page."""
    hint = "only entities named in articles have a page (see pages_from and unidentified); use the id in its address"
    for local in text.local_entities:
        ref = f"{local.kind}:{local.id}"
        if place_of(ref) is None:
            yield Problem(f"{ref} has no page; the link is left out", file, hint=hint, warning=True)


def _places(text: PageText, place_of: PlaceOf) -> tuple[tuple[LocalEntity, Place], ...]:
    """The targets of the links in an editor's text; links to entities without a page are left out."""
    found = ((local, place_of(f"{local.kind}:{local.id}")) for local in text.local_entities)
    return tuple((local, place) for local, place in found if place)
