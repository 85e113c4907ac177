"""Who speaks in an interview or a transcript: labels before turns, and answers to questions set apart.

The reader has marked both: a label ("MR. KERN:") and a question without one are set in strong type.
"""

from collections.abc import Iterator, Mapping, Sequence

from builder.core.regex import regex
from builder.core.text import WORD
from builder.core.values import Block, BlockKind, Link, LocalEntity, MarkKind, Quotation

RULE = "turn"
LEAST_WORDS = 2
"""Of a turn: a table of results has labels as well."""
LEAST = 3
"""Questions of an interview; fewer are a matter of style."""

_INTERVIEW = regex(
    r"\b(?:interview(?:s|ed|ing)?(?: with)?|spoke (?:with|to)|speaks (?:with|to)|sat down with|talk(?:s|ed) (?:with|to)"
    r"|conversation with|q ?& ?a(?: with)?)\b"
)
"""In lower case."""
_ABOUT = regex(r"\b(?:on|about|over|of)\b")
_AND = regex(r",? (?:and|&) ")
NEAR = 80
"""Characters between such words and the name of the person who was interviewed."""


def turns(passages: Sequence[Block], people: Mapping[int, Sequence[Link]]) -> list[Quotation]:
    """What people say in the turns of an interview, each without its label; ``people`` are their links by passage."""
    marked = [i for i, passage in enumerate(passages) if passage.marks]
    asked = [i for i in marked if _is_question(passages[i])]
    labelled = {i: label for i in marked if (label := _label(passages[i]))}
    if len(labelled) < LEAST and len(asked) < LEAST:
        return []
    guest = _interviewed(passages, people, min((*labelled, *asked)))
    made: list[tuple[int, int, LocalEntity]] = []
    if len(labelled) >= LEAST:
        for i, label in labelled.items():
            speaker = _named(label, people, guest)
            if speaker:
                made.append((i, len(label), speaker))
    elif guest:
        # A paragraph that names the guest is a caption or a note.
        made = [
            (i, 0, guest) for i in _answers(passages, asked) if all(each.local != guest for each in people.get(i, ()))
        ]
    return [
        Quotation(i, _start(passages[i].text, at), len(passages[i].text), speaker, RULE, number)
        for number, (i, at, speaker) in enumerate(made, 1)
        if len([word for word in WORD.findall(passages[i].text, at) if word.isalpha()]) >= LEAST_WORDS
    ]


def _label(passage: Block) -> str:
    """The label before a turn, with its colon; empty if there is none."""
    label = passage.text[: _strong(passage)]
    return label if label.rstrip().endswith((":", ".")) and len(label) < len(passage.text) else ""


def _is_question(passage: Block) -> bool:
    return 0 < _strong(passage) == len(passage.text)


def _strong(passage: Block) -> int:
    """The characters in strong type at the beginning of a paragraph."""
    first = passage.marks[0] if passage.kind is BlockKind.PARAGRAPH and passage.marks else None
    return first.end if first and first.kind is MarkKind.STRONG and first.start == 0 else 0


def _answers(passages: Sequence[Block], asked: Sequence[int]) -> Iterator[int]:
    """The paragraphs between questions; after the last question only one, since more may be a note."""
    ends = [*asked[1:], asked[-1] + 2]
    for question, end in zip(asked, ends, strict=True):
        for i in range(question + 1, min(end, len(passages))):
            if passages[i].kind is not BlockKind.PARAGRAPH:
                break
            if not (passages[i].marks and passages[i].marks[0].end == len(passages[i].text)):
                yield i


def _named(label: str, people: Mapping[int, Sequence[Link]], guest: LocalEntity | None) -> LocalEntity | None:
    """The one person whom a label names: by their last name, or as the one who answers."""
    words = WORD.findall(label.casefold())
    if not words or words[-1] in ("q", "question"):
        return None
    if words[-1] in ("a", "answer"):
        return guest
    last = words[-1]
    everyone = {link.local for here in people.values() for link in here}
    named = {local for local in everyone if WORD.findall(local.name.casefold())[-1:] == [last]}
    return named.pop() if len(named) == 1 else None


def _interviewed(passages: Sequence[Block], people: Mapping[int, Sequence[Link]], before: int) -> LocalEntity | None:
    """The one person who is interviewed, by the headline or what comes before the first turn."""
    for block, passage in enumerate(passages[:before]):
        found = _INTERVIEW.search(passage.text.lower())
        here = people.get(block, ())
        if not found or not here:
            continue
        after = [link for link in here if 0 <= link.mention.start - found.end() <= NEAR]
        if after:
            about = _ABOUT.search(passage.text, found.end(), after[0].mention.start)
            and_ = _AND.match(passage.text, after[0].mention.end)
            return None if about or and_ else after[0].local
        named = {link.local for link in here}
        return named.pop() if block == 0 and len(named) == 1 and found.end() > here[0].mention.end else None
    return None


def _start(text: str, at: int) -> int:
    return len(text) - len(text[at:].lstrip())
