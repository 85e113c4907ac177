"""Pages by name: an output makes them, the index records them."""

from typing import NamedTuple


class Page(NamedTuple):
    """One page of an output, with the files beside it."""

    output: str
    name: str = ""
    """The file of an article, "person:ID" for an entity; empty for a list."""
    number: int = 0
    """The page number, where there are several."""

    @property
    def text(self) -> str:
        """As the index holds it."""
        return f"{self.output}:{self.number}:{self.name}"


def page_of(text: str) -> Page:
    """The page that ``Page.text`` wrote."""
    output, number, name = text.split(":", 2)
    return Page(output, name, int(number))
