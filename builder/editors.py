"""What editors write beside the articles: plain pages, and notes about people and countries."""

from collections.abc import Iterator, Mapping

from builder.articles import Articles
from builder.codec import Digest
from builder.content import Content, Images, page_folder
from builder.errors import Problem
from builder.model import Bearer
from builder.plan import Plan
from builder.recipes import AnyUnit, Note, PlainUnit
from builder.render.addresses import Place
from builder.told import PageText


def by_editors(
    content: Content, digests: Mapping[str, Digest], articles: Articles, plan: Plan, shown: str, *, drafts: bool
) -> tuple[dict[str, Note], list[AnyUnit], list[Images], list[Problem]]:
    """Notes by entity, plain pages, the images of both, and their problems; drafts only with ``drafts``."""
    notes: dict[str, Note] = {}
    units: list[AnyUnit] = []
    images: list[Images] = []
    problems: list[Problem] = []
    for ref, file in content.notes.items():
        text, found = articles.tell_page(file, digests[file])
        problems += found
        place = plan.place_of(ref)
        if place is None:
            hint = "name the file after the id of its page, as in the page's address"
            message = f"no story names {ref.partition(':')[2]!r}"
            problems.append(Problem(message, f"{shown}/{file}", hint=hint, warning=True))
        elif text and (drafts or not text.draft):
            notes[ref] = Note(text.layout, _places(text, plan))
            images.append(Images(file, place.folder, text.images))
            problems += _nobodies(text, plan, f"{shown}/{file}")
    for file in content.pages:
        text, found = articles.tell_page(file, digests[file])
        problems += found
        if text and (drafts or not text.draft):
            folder = page_folder(file)
            places = _places(text, plan)
            units.append(PlainUnit(folder, f"{shown}/{file}", text.title, text.summary, text.layout, places))
            images.append(Images(file, folder, text.images))
            problems += _nobodies(text, plan, f"{shown}/{file}")
    return notes, units, images, problems


def _nobodies(text: PageText, plan: Plan, file: str) -> Iterator[Problem]:
    """A warning for each link to an entity without a page."""
    hint = "only people and countries named in a story have a page; take the id from the address of that page"
    for bearer in text.bearers:
        ref = f"{bearer.kind}:{bearer.id}"
        if plan.place_of(ref) is None:
            yield Problem(f"no story names {ref}; the link is left out", file, hint=hint, warning=True)


def _places(text: PageText, plan: Plan) -> tuple[tuple[Bearer, Place], ...]:
    """The targets of the links in an editor's text; links to entities without a page are left out."""
    found = ((bearer, plan.place_of(f"{bearer.kind}:{bearer.id}")) for bearer in text.bearers)
    return tuple((bearer, place) for bearer, place in found if place)
