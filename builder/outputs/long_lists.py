"""Lists of names from A to Z on several pages: the first has number 0, the second 2."""

from collections.abc import Iterable, Iterator

from builder.outputs import contexts, parts
from builder.outputs.urls import page_folder, url_of


def page_at(place: int) -> int:
    """The number of the page at this place, counted from 1."""
    return place if place > 1 else 0


def letter_of(key: str) -> str:
    """The letter under which a name with this sort key is listed; "#" for all that begin with none."""
    first = key[:1].upper()
    return first if first.isalpha() else "#"


def range_links(
    folder: str, here: int, ranges: Iterable[tuple[str, str]], info: contexts.SiteInfo
) -> tuple[parts.RangeLink, ...]:
    """Links to the pages of the list in a folder, each identified by its first and last name."""
    return tuple(_links(folder, here, ranges, info))


def _links(
    folder: str, here: int, ranges: Iterable[tuple[str, str]], info: contexts.SiteInfo
) -> Iterator[parts.RangeLink]:
    for place, (first, last) in enumerate(ranges, 1):
        number = page_at(place)
        yield parts.RangeLink(first, last, url_of(page_folder(folder, number), info), number == here)
