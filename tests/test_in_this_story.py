"""The list of those whom an article names, and the sentence that stands for an article that gives only a capital."""

import re
from pathlib import Path

from builder.core.kinds import EntityKind
from builder.core.values import (
    HEAD,
    Annotated,
    Article,
    Block,
    BlockKind,
    Certainty,
    FrontMatter,
    Link,
    LocalEntity,
    Mention,
    Via,
)
from builder.layout.excerpts import Excerpt, entity_excerpts
from builder.site import build

RUSSIA = LocalEntity(EntityKind.COUNTRY, "Russia", "RU")

NAMES = """---
language: de
---
Bergen

[Anna Berg](person:anna-berg) kam. [Otto Kern](person:otto-kern) ging. [Kern](person:otto-kern) schlief.

“Komm bald wieder zu uns,” hieß es. {said=person:ada-holm}
"""


def test_those_named_most_often_come_first_and_those_not_named_are_left_out(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "rain.md").write_text(NAMES, encoding="utf-8")

    build(tmp_path, search="none")

    page = (tmp_path / "site/articles/rain/index.html").read_text(encoding="utf-8")
    assert re.findall(r'<li data-about="person:([^"]*)">.*?class="count">(\d+)', page) == [
        ("otto-kern", "2"),
        ("anna-berg", "1"),
    ]


def excerpts(*mentions: tuple[int, int, Via]) -> tuple[Excerpt, ...]:
    """Those about Russia of mentions at these places of an article."""
    text = "Moscow closed the bridge. Russia opened it."
    article = Article("rain.txt", FrontMatter(), (Block(BlockKind.PARAGRAPH, text),))
    links = [
        Link(Mention(HEAD, start, end, EntityKind.COUNTRY, via), RUSSIA, "name", Certainty.CERTAIN)
        for start, end, via in mentions
    ]
    (found,) = entity_excerpts(article, Annotated(tuple(links)), set())
    return found.excerpts


def test_a_capital_stands_for_a_country_only_where_nothing_names_it() -> None:
    capital, name = (0, 6, Via.CAPITAL), (26, 32, Via.NAME)

    assert [each.words for each in excerpts(capital, name)] == ["Russia"]
    assert [each.words for each in excerpts(capital)] == ["Moscow"]
