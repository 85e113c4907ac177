"""A mention of a person and the text around it, as the rules for roles, ages and places read it."""

from bisect import bisect_left
from collections.abc import Collection, Sequence

from msgspec import Struct

from builder.annotate.evidence import Labels
from builder.annotate.lexicon import Lexicon
from builder.core.regex import regex

CAPITALS = r"[A-Z][\w.’'&-]*(?: (?:(?:of|and|for|de|&|the) ){0,2}[A-Z][\w.’'&-]*){0,5}"
"""A pattern of one or more words in capitals: "Harbour Institute of Law"."""
TOWN = rf"(?:the )?{CAPITALS}(?:, [A-Z][\w.]*(?: [A-Z][\w.]*)?(?=[,.;)]|$))?"
"""A place, maybe with its region: "Akron, Ohio"."""
PARTY = regex(r"(?: \(|, )(D|R|DFL)[-–]([A-Z][A-Za-z.]*(?: [A-Z][a-z.]+)?)(?:\)|(?=[,.;]|$))")
"""Party and place: "(D-Ohio)"."""
SKIPPED = regex(
    rf",? (?:aged?,? )?\(?\d{{1,3}}\)?(?=, )|, (?:Jr|Sr|M\.?D|Ph\.?D|OBE|MBE|CBE|QC|KC|Esq)\b\.?(?=, )"
    rf"|, (?:of|from) {TOWN}(?=, )"
)
"""What may stand between a name and its apposition."""


class NamePlace(Struct, frozen=True, gc=False):
    """A mention of a person in its passage."""

    block: int
    text: str
    start: int
    end: int
    low: int
    """Where its sentence begins."""
    high: int
    """Where its sentence ends."""
    people: Sequence[int]
    """Where mentions of people begin in the passage, ascending."""
    people_named: Collection[str]
    """Full names and last names of people in the article."""
    labels: Labels
    names: Lexicon

    def has_person(self, start: int, end: int) -> bool:
        """Whether a mention of a person begins there."""
        at = bisect_left(self.people, start)
        return at < len(self.people) and self.people[at] < end

    def is_name(self, start: int, end: int) -> bool:
        """Whether a word is a name, even at the beginning of a sentence."""
        return bool(self.labels.over(self.block, start, end)) or not self.names.is_ordinary(self.text[start:end])
