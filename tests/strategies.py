"""Blocks of any text, for properties."""

from hypothesis import strategies as st

from builder.dialect import in_order
from builder.model import Block, BlockKind, Mark, MarkKind

SPECIAL = "ab1 *_[]()<>&#-+=|:`~!\\.{}“”—é\n\xa0"
LETTERS = st.one_of(st.sampled_from(SPECIAL), st.characters(exclude_categories=["Cs", "Cc", "Cn"]))
TARGETS = {MarkKind.ENTITY: "person:x", MarkKind.LINK: "http://example.org/a"}


def is_a_paragraph(text: str) -> bool:
    """Whether no line of it is empty or begins or ends with white space."""
    return all(line and line == line.strip(" \t\n") for line in text.split("\n"))


paragraph_texts = st.text(LETTERS, min_size=1, max_size=20).filter(is_a_paragraph)


@st.composite
def paragraphs(draw: st.DrawFn, kind: BlockKind = BlockKind.PARAGRAPH) -> Block:
    """A paragraph with up to two marks that do not touch."""
    text = draw(paragraph_texts)
    marks: list[Mark] = []
    for _ in range(draw(st.integers(0, 2))):
        start = draw(st.integers(0, len(text) - 1))
        end = draw(st.integers(start + 1, len(text)))
        edges = text[start], text[end - 1], text[end : end + 1], text[start - 1 : start]
        if "\n" not in edges and all(end < m.start or m.end < start for m in marks):
            mark = draw(st.sampled_from([MarkKind.EMPHASIS, MarkKind.STRONG, *TARGETS]))
            marks.append(Mark(start, end, mark, TARGETS.get(mark, "")))
    return Block(kind, text, in_order(marks))


@st.composite
def blocks(draw: st.DrawFn) -> Block:
    """A block of any kind but opaque."""
    kind = draw(st.sampled_from([kind for kind in BlockKind if kind not in NOT_IN_A_BODY]))
    block = draw(paragraphs(kind))
    if kind is BlockKind.HEADING:
        marks = () if "\n" in block.text else block.marks
        return Block(kind, block.text.replace("\n", " "), marks, draw(st.integers(2, 6)))
    if kind is BlockKind.ITEM:
        return Block(kind, block.text, block.marks, draw(st.integers(0, 3)))
    if kind is not BlockKind.PARAGRAPH and draw(st.booleans()):
        second, shift = draw(paragraphs(kind)), len(block.text) + 2
        moved = tuple(Mark(m.start + shift, m.end + shift, m.kind, m.target) for m in second.marks)
        return Block(kind, f"{block.text}\n\n{second.text}", block.marks + moved)
    return block


NOT_IN_A_BODY = (BlockKind.TITLE, BlockKind.STANDFIRST, BlockKind.OPAQUE)
