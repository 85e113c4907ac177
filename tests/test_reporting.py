"""Which sentences of an article are its own report."""

import pytest

from builder.annotate.quote_marks import all_quoted, quoted_words
from builder.core.kinds import EntityKind
from builder.core.values import Annotated, Block, BlockKind, LocalEntity, Quotation
from builder.layout.reporting import Reporting

WANTED = "Anna Berg closed the bridge."


def reports(*paragraphs: str, kind: BlockKind = BlockKind.PARAGRAPH, known: bool = False) -> bool:
    """Whether the article reports that Anna Berg closed the bridge."""
    passages = (
        Block(BlockKind.TITLE, "Bridge closes"),
        Block(BlockKind.STANDFIRST, ""),
        *(Block(kind, each) for each in paragraphs),
    )
    block = next(i for i, passage in enumerate(passages) if WANTED in passage.text)
    start = passages[block].text.index(WANTED)
    end = start + len(WANTED)
    speaker = LocalEntity(EntityKind.PERSON, "Otto Kern")
    said = (Quotation(block, start, end, speaker, "turn", 1),) if known else ()
    return Reporting(passages, Annotated(quotations=said, quoted=all_quoted(passages, quoted_words(passages)))).reports(
        block, start, end
    )


@pytest.mark.parametrize(
    "paragraphs",
    [
        [f"It rained. {WANTED} It was late."],
        [f"“It rained,” Kern said. {WANTED} “It was late.”"],
        ["“It rained,” Kern said. “It is late.”", WANTED],
        [f'"It rained," Kern said. {WANTED}'],
        ["“It rained.", "“It is late,” Kern said.", WANTED],
        ["I live in Bergen.", WANTED],
        ["“I live in Bergen,” Kern said.", "“We are late,” he said.", WANTED],
        ["World War I was over.", "World War I was long over.", WANTED],
    ],
)
def test_an_article_reports_what_it_does_not_quote(paragraphs: list[str]) -> None:
    assert reports(*paragraphs)


@pytest.mark.parametrize(
    "paragraphs",
    [
        [f"“It rained. {WANTED} It was late,” Kern said."],
        [f'"It rained. {WANTED} It was late," Kern said.'],
        [f"“{WANTED}"],
        ["“It rained. It was late.", f"“{WANTED} It was dark,” Kern said."],
        ["“It rained. It was late.", f"{WANTED} It was dark,” Kern said."],
        ["“It rained. It was late.", WANTED, "It was dark,” Kern said."],
        [f"It rained. {WANTED} It was late,” Kern said."],
        ["I live in Bergen.", WANTED, "On Monday my house shook."],
    ],
)
def test_what_is_quoted_or_an_opinion_is_no_report(paragraphs: list[str]) -> None:
    assert not reports(*paragraphs)


def test_the_turn_of_a_speaker_is_no_report() -> None:
    assert not reports(f"KERN: {WANTED}", known=True)


@pytest.mark.parametrize("kind", [BlockKind.HEADING, BlockKind.CAPTION, BlockKind.PULL_QUOTE, BlockKind.QUOTATION])
def test_only_running_text_is_a_report(kind: BlockKind) -> None:
    assert not reports(WANTED, kind=kind)
