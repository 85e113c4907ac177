"""Blocks of any text, for properties: as made by reading Markdown, so that writing may not lose any of it."""

import re

from hypothesis import strategies as st
from msgspec.structs import replace

from builder.core.values import Block, BlockKind, Mark, MarkKind
from builder.markdown.dialect import in_order

SPECIAL = "ab1 *_[]()<>&;#-+=|:`~!\\.{}“”—é\n\t\xa0"
FRAGMENTS = ["&amp;", "1984. ", "- ", "+ ", "# ", "> ", "---", "===", "```", "~~~", "](", "![", "[a]: b", "<i>", "</b>"]
FRAGMENTS += ["~~", "[^1]", "[^1]: ", "\n[^1]:", "[x] ", "[ ] "]
FRAGMENTS += [
    "{said=none}",
    "\n{said=person:x}",
    " {said=}",
    " {said=",
    "<http://x>",
    "http://x",
    "{.pullquote}",
    "a|b",
    "|-",
    "U.S.",
    "’s",
    "**",
    "__",
    "  ",
    "\u200b",
    "\u2028",
]
LETTERS = st.one_of(st.sampled_from(SPECIAL), st.characters(exclude_categories=["Cs", "Cc", "Cn"]))
TARGETS = {MarkKind.ENTITY: "person:x", MarkKind.LINK: "http://example.org/a_(b)*?c=%20&amp;d"}
SPEAKERS = "", "", "none", "person:x"
NOT_IN_A_BODY = (BlockKind.TITLE, BlockKind.STANDFIRST, BlockKind.OPAQUE, BlockKind.NOTE)
LABELS = "1", "b*[_`"


def is_a_paragraph(text: str) -> bool:
    """Whether it has words, and no line of it is empty."""
    return all(text.split("\n"))


any_text = st.one_of(
    st.text(LETTERS, max_size=20), st.lists(st.one_of(st.sampled_from(FRAGMENTS), LETTERS)).map("".join)
)
paragraph_texts = any_text.filter(is_a_paragraph)
"""Also with white space at the start and end of lines; with "\\n" for hard breaks."""


@st.composite
def paragraphs(draw: st.DrawFn, kind: BlockKind = BlockKind.PARAGRAPH) -> Block:
    """A paragraph with nested and adjacent marks, in which marks of emphasis do not touch."""
    text = draw(paragraph_texts)
    marks: list[Mark] = []
    for _ in range(draw(st.integers(0, 3))):
        start = draw(st.integers(0, len(text) - 1))
        end = draw(st.integers(start + 1, len(text)))
        mark = draw(st.sampled_from([MarkKind.EMPHASIS, MarkKind.STRONG, MarkKind.STRUCK, MarkKind.CODE, *TARGETS]))
        new = Mark(start, end, mark, TARGETS.get(mark, ""))
        if _can_be_marked(text[start:end], mark) and all(_can_stand(new, other) for other in marks):
            marks.append(new)
    return Block(kind, text, in_order(marks))


@st.composite
def blocks(draw: st.DrawFn) -> Block:
    """A block of any kind but opaque."""
    kind = draw(st.sampled_from([kind for kind in BlockKind if kind not in NOT_IN_A_BODY]))
    block = draw(paragraphs(kind))
    if kind is BlockKind.PARAGRAPH:
        return Block(kind, block.text, block.marks, said=draw(st.sampled_from(SPEAKERS)))
    if kind is BlockKind.HEADING:
        return Block(kind, block.text.replace("\n", " "), block.marks, draw(st.integers(2, 6)))
    if kind is BlockKind.ITEM:
        return Block(kind, block.text, block.marks, draw(st.integers(0, 3)))
    if draw(st.booleans()):
        second, shift = draw(paragraphs(kind)), len(block.text) + 2
        moved = tuple(Mark(m.start + shift, m.end + shift, m.kind, m.target) for m in second.marks)
        return Block(kind, f"{block.text}\n\n{second.text}", block.marks + moved)
    return block


@st.composite
def bodies(draw: st.DrawFn) -> list[Block]:
    """Some blocks, perhaps with footnotes, each of which has a reference."""
    written = draw(st.lists(blocks(), min_size=1, max_size=4))
    notes = []
    for label in LABELS[: draw(st.integers(0, 2))]:
        note = draw(paragraphs(BlockKind.NOTE))
        notes.append(replace(note, label=label))
        places = [(n, at) for n, block in enumerate(written) for at in _places_of_references(block)]
        if places:
            n, at = draw(st.sampled_from(places))
            written[n] = replace(written[n], marks=in_order([*written[n].marks, Mark(at, at, MarkKind.NOTE, label)]))
    order = [mark.target for block in written for mark in block.marks if mark.kind is MarkKind.NOTE]
    return [*written, *sorted(notes, key=lambda note: order.index(note.label) if note.label in order else 9)]


def _places_of_references(block: Block) -> list[int]:
    """Where a reference can stand: in a paragraph, and not in a link or code."""
    barred = {at for m in block.marks if m.kind in (*TARGETS, MarkKind.CODE) for at in range(m.start + 1, m.end)}
    return [at for at in range(len(block.text) + 1) if at not in barred and block.text[at - 1 : at + 1] != "\n\n"]


def _can_be_marked(words: str, kind: MarkKind) -> bool:
    if kind is MarkKind.CODE:
        return "\n" not in words and "]" not in words
    return kind in TARGETS or re.search(r"\A\s|\s\Z", words) is None


def _can_stand(one: Mark, other: Mark) -> bool:
    """Whether two marks are separate, or one is inside the other and of another kind that can contain it."""
    if one.end < other.start or other.end < one.start:
        return True
    outer, inner = (one, other) if one.start < other.start else (other, one)
    both_links = outer.kind in TARGETS and inner.kind in TARGETS
    well_inside = outer.start < inner.start and inner.end < outer.end
    return well_inside and outer.kind not in (MarkKind.CODE, inner.kind) and not both_links
