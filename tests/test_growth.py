"""What is read and annotated takes time linear in its length, whatever it holds: the one test that looks at a clock.

Each row is an input that was, or could be, the worst of something. To cover a new rule or pattern, add a row.
"""

import re
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

import pytest
from lxml import html

from builder.annotate.decide import annotate
from builder.annotate.propose import DEFAULT, load_model, propose
from builder.annotate.quotations import quotations, unread_quotations
from builder.annotate.quote_marks import quoted_words
from builder.articles import by_hand
from builder.commands.importing.html_blocks import read_html
from builder.commands.importing.liquid import without_liquid
from builder.commands.importing.noted import sign_notes
from builder.commands.importing.shortcodes import without_shortcodes
from builder.commands.importing.wordpress import Export, without_wordpress_codes
from builder.commands.review.alike import pairs
from builder.core.kinds import EntityKind
from builder.core.svg import why_refused
from builder.core.values import (
    HEAD,
    Annotated,
    Article,
    Block,
    BlockKind,
    Certainty,
    Decision,
    FrontMatter,
    Link,
    LocalEntity,
    Mention,
    Proposal,
    Traits,
    Via,
)
from builder.index.history import history
from builder.index.identity import resolve
from builder.index.pagination import PER_PAGE
from builder.index.person_pages import pages
from builder.index.profiles import NO_COMPANIONS, LocalPerson
from builder.index.resolve import Decisions
from builder.layout.article_layout import NO_TRAITS, lay_out
from builder.read.article_reader import Reader
from builder.read.decode import decode
from builder.settings.decisions import Override, Overrides, Slice, index, parse_overrides, slice_for
from builder.settings.front_matter import parse_front_matter, split_front_matter
from builder.settings.toml import lines
from tests.indexed import an_entry, an_index, follow, planned
from tests.people import gazetteer, names

pytestmark = pytest.mark.slow

MOST = 3.0
"""Times as long that an input of twice the size may take: linear is two, quadratic four. Two doublings are measured."""
NOISE = 0.02
"""Seconds of processor time that are too few to be compared."""

REFERENCE = '<a class="note" href="#n">1</a>, '

Row = tuple[str, Callable[[int], object], int]
"""What it is, what is done for a size, and the smallest size."""


def read(file: str, unit: str, before: str = "Title\n\n") -> Callable[[int], object]:
    return lambda size: Reader().article(file, (before + unit * size).encode(), file)


def with_wordpress_codes(html: str) -> object:
    return without_wordpress_codes(html, Export())


def paragraphs(size: int) -> object:
    """Read pasted text in which every paragraph is another one."""
    text = "".join(
        f"“It {letters(number)} rained all day in the {letters(number)} town.”\n\n" for number in range(size)
    )
    return Reader().article("a.txt", f"Title\n\n{text}".encode(), "a.txt")


def letters(number: int) -> str:
    """A word of small letters for each number."""
    return chr(97 + number % 26) + (letters(number // 26) if number >= 26 else "")


def article_of(people: list[str], between: str) -> tuple[Article, tuple[Proposal, ...]]:
    """One paragraph that names these, and what the model would propose of it."""
    text = between.join(people) + " said so."
    spans, at = [], 0
    for name in people:
        spans.append((at, at + len(name)))
        at += len(name) + len(between)
    blocks = (Block(BlockKind.PARAGRAPH, text),)
    proposals = tuple(Proposal(HEAD, start, end, "PERSON") for start, end in spans)
    return Article("a.txt", FrontMatter(title="The news of the day"), blocks), proposals


def named(name: str, between: str) -> Callable[[int], object]:
    """Annotate and lay out an article with so many people, "*" being another word in each name."""

    def decide(size: int) -> object:
        article, proposals = article_of([name.replace("*", letters(n)) for n in range(size)], between)
        annotated = annotate(article, proposals, Slice(), gazetteer(), names()).value
        assert any(link.local.kind is EntityKind.PERSON for link in annotated.links)
        return lay_out("a.txt", "a", article, annotated)

    return decide


def decided(unit: str) -> Callable[[int], object]:
    """Annotate a paragraph of this, of which the model proposes nothing."""

    def decide(size: int) -> object:
        article = Article("a.txt", FrontMatter(title="News"), (Block(BlockKind.PARAGRAPH, unit * size),))
        return annotate(article, (), Slice(), gazetteer(), names())

    return decide


def attributed(unit: str) -> Callable[[int], object]:
    """Find the speakers in a paragraph of this, after one that names her."""

    def decide(size: int) -> object:
        blocks = Block(BlockKind.PARAGRAPH, "Anna Berg left."), Block(BlockKind.PARAGRAPH, unit * size)
        article = Article("a.txt", FrontMatter(title="News"), blocks)
        spans = [
            (i, m.start(), m.end()) for i, p in enumerate(article.passages) for m in re.finditer("Anna Berg", p.text)
        ]
        berg = LocalEntity(EntityKind.PERSON, "Anna Berg")
        links = [
            Link(Mention(*span, EntityKind.PERSON, Via.NAME), berg, "full-name", Certainty.CERTAIN) for span in spans
        ]
        return quotations(article, quoted_words(article.passages), links, (Traits(berg, sex="f"),), names())

    return decide


def quoted(size: int) -> object:
    """Annotate and lay out Markdown in which so many people are in italics and say something."""
    people = [f"Anna Z{letters(number)}ov" for number in range(size)]
    raw = "# News\n\n" + "".join(f"“It *rained* all day,” said *{name}*.\n\n" for name in people)
    article = Reader().article("a.md", raw.encode(), "a.md").value
    assert article is not None
    found = (
        (index, block.text.find(name)) for index, (block, name) in enumerate(zip(article.blocks, people, strict=True))
    )
    proposals = tuple(Proposal(i, at, at + len(people[i]), "PERSON") for i, at in found)
    annotated = annotate(article, proposals, Slice(), gazetteer(), names()).value
    assert len(annotated.links) >= size
    return lay_out("a.md", "a", article, annotated)


def said_by_hand(unit: str) -> Callable[[int], object]:
    """Lay out a paragraph of this with a speaker by hand."""

    def lay(size: int) -> object:
        raw = f"# News\n\n[A](person:a): {unit * size}{{said=person:a}}\n"
        article = Reader().article("a.md", raw.encode(), "a.md").value
        assert article is not None
        links = tuple(by_hand(article))
        quotations = unread_quotations(article, quoted_words(article.passages), links).value
        assert len(quotations) == size
        return lay_out("a.md", "a", article, Annotated(links, quotations=quotations))

    return lay


def decided_by_hand(size: int) -> object:
    """Annotate an article whose front matter says of so many people who they are."""
    people = [f"Anna Z{letters(number)}ov" for number in range(size)]
    decisions = tuple(Decision(name, f"person:p-{number}") for number, name in enumerate(people))
    front = FrontMatter(title="News", entities=decisions)
    article = Article("a.txt", front, (Block(BlockKind.PARAGRAPH, " and ".join(people)),))
    annotated = annotate(article, (), Slice(), gazetteer(), names()).value
    assert len(annotated.links) == size
    return annotated


def settled(size: int) -> object:
    """Annotate an article that names so many people, each with a table in entities.toml."""
    people = [f"Anna Z{letters(number)}ov" for number in range(size)]
    tables = "".join(f'[person.p-{number}]\naliases = ["{name}"]\n' for number, name in enumerate(people))
    overrides = parse_overrides(tables, "entities.toml").value
    assert overrides is not None
    decided = slice_for(index(overrides), people, "a.txt")
    article = Article("a.txt", FrontMatter(title="News"), (Block(BlockKind.PARAGRAPH, " and ".join(people)),))
    annotated = annotate(article, (), decided, gazetteer(), names()).value
    assert len({link.local.id for link in annotated.links}) == size
    return annotated


def seen_together(size: int) -> object:
    """The histories of all of so many people whom one article names."""
    entry = an_entry(1, *(f"Anna {letters(number)}xxxx" for number in range(size)))
    with TemporaryDirectory() as folder, closing(an_index(Path(folder, "index.db"), {"a.txt": entry})) as made:
        return [history(made, entity, PER_PAGE) for (entity,) in made.rows("SELECT id FROM entity")]


def followed(size: int) -> object:
    """An index in which so many people of one article get another name."""
    entry = an_entry(1, *(f"Anna {letters(number)}xxxx" for number in range(size)))
    people = (letters(number) for number in range(size))
    renamed = Overrides(
        tuple(Override(EntityKind.PERSON, f"anna-{name}xxxx", name=f"Bella {name}xxxx") for name in people)
    )
    with TemporaryDirectory() as folder, closing(an_index(Path(folder, "index.db"), {"a.txt": entry})) as made:
        return planned(made, follow(made, {}, Decisions(renamed)))


def told_apart(names_: list[str]) -> object:
    """The people of one group, each named in an article of its own."""
    members = [
        LocalPerson(at, 0, LocalEntity(EntityKind.PERSON, name), f"a{at}", 2000.0, NO_TRAITS)
        for at, name in enumerate(names_)
    ]
    return pages(resolve(members, names(), NO_COMPANIONS, {}, ()).people, {}, names(), {}, {}, {})


def drawn(unit: str) -> Callable[[int], object]:
    return lambda size: why_refused([f'<svg xmlns="http://www.w3.org/2000/svg">{unit * size}'.encode()], "a.svg")


def proposed(unit: str) -> Callable[[int], object]:
    return lambda size: propose(["He said that it was so. " + unit * size], load_model(DEFAULT))


ROWS: tuple[Row, ...] = (
    ("decode: wrong characters", lambda n: decode(("Ã©" * n).encode(), "a.txt"), 4_000),
    ("decode: soft hyphens", lambda n: decode(("a\u00ad " * n).encode(), "a.txt"), 20_000),
    ("front matter: spaces behind a key", lambda n: split_front_matter(f"---\na{' ' * n}\n---"), 20_000),
    ("front matter: an open quote", lambda n: split_front_matter(f'---\n"{"a" * n}\n---'), 400_000),
    ("front matter: lines", lambda n: split_front_matter("---\n" + "a b\n" * n + "---"), 20_000),
    ("front matter: brackets", lambda n: parse_front_matter("title: " + "[" * n, "a.md"), 20_000),
    ("front matter: a list", lambda n: parse_front_matter("tags: [" + "a, " * n + "]", "a.md"), 4_000),
    ("toml: dots", lambda n: lines("a." * n), 400_000),
    ("toml: quotes", lambda n: lines('"' * n), 50_000),
    ("toml: keys", lambda n: lines("[a]\nb = 1\n" * n), 1_000),
    *((f"read: lines of {unit!r}", read("a.txt", unit + "\n"), 2_000) for unit in (":", "a:", "a", "- a", "1. a")),
    *((f"read: {unit!r}", read("a.txt", unit + "\n"), 1_000) for unit in ("“a", "> a", "a\tb", "— A B", "Q: a?")),
    *(
        (f"read: paragraphs of {unit!r}", read("a.txt", unit + "\n\n"), 1_000)
        for unit in (
            "By Anna Bell",
            "Anna Bell is a reporter.",
            "It rained all day in the town.",
            "“It rained all day.”",
        )
    ),
    ("read: paragraphs, each another", paragraphs, 500),
    ("annotate: capitals and countries", decided("Seoul, China and Georgia "), 1_000),
    *(
        (f"quotations: {unit!r}", attributed(unit), 1_000)
        for unit in (
            "“It rained all day,” said Anna Berg. ",
            "“It rained all day,” she said. ",
            "Anna Berg said it “rained all day” and ",
            "“It rained”, said Anna Berg, who, ",
            "“It rained all day.” ",
            "Anna Berg, ",
            "said ",
            "said the ",
            "'a ",
            "“",
            '" ',
        )
    ),
    *((f"read: one line of {unit!r}", read("a.txt", unit), 20_000) for unit in ("a ", "a.", "“", "- ", "A, ")),
    *((f"markdown: {unit!r}", read("a.md", unit), 4_000) for unit in ("> a\n\n", "- a\n", "a*", "`", "&", "\\", "|")),
    ("markdown: links", read("a.md", "[a b](person:a-b)\n\n"), 1_000),
    *(
        (f"names: {name!r}", named(name, ". Yesterday "), 250)
        for name in ("M* Brandtov", "Anna Z*ov", "Anna Z* Brandtov")
    ),
    *(
        (f"names in a row: {name!r}", named(name, " "), 500)
        for name in ("M* Brandtov", "Anna Z*ov", "Anna Z* Brandtov")
    ),
    ("names in a list", named("Anna Z*ov", ", "), 500),
    ("names, ages and towns in a list", named("Anna Z*ov, 45, of Leeds", ", "), 250),
    ("one name of two people", decided("James Brown, 45, and his son James Brown, 12, ate. "), 250),
    ("names after roles", named("the former deputy director of the museum, Anna Z*ov", ", "), 250),
    ("names in italics who say something", quoted, 100),
    *((f"said by hand: {unit!r}", said_by_hand(unit), 500) for unit in ("“*a* b” ", "„a“ ", "“a” ")),
    ("names decided in front matter", decided_by_hand, 100),
    ("names in entities.toml", settled, 100),
    ("names seen together", seen_together, 500),
    ("names renamed together", followed, 500),
    ("people with one surname", lambda n: told_apart([f"{letters(i)} Smith" for i in range(n)]), 500),
    ("one person in many articles", lambda n: told_apart(["Anna Smith", "Smith"] * n), 500),
    ("import: marks in a paragraph", lambda size: read_html("<p>" + "<b>*</b>_<a href='/x'>y</a><br>z" * size), 1_000),
    (
        "import: references in a paragraph",
        lambda size: sign_notes(
            html.fromstring("<div><p>" + REFERENCE * size + "</p><ol><li id=n>It rained.</ol></div>")
        ),
        20_000,
    ),
    ("import: elements in elements", lambda size: read_html("<ul><li><b>" * size + "x"), 5_000),
    ("import: blank lines", lambda size: read_html("<p>" + "x" + " \n \t" * size, breaks=True), 20_000),
    ("import: attributes", lambda size: read_html("<p " + "".join(f"a{n}=1 " for n in range(size)) + ">x"), 5_000),
    ("import: Liquid", lambda size: without_liquid("{% raw %}{{ a {% b '" * size, {}, str), 2_000),
    ("import: shortcodes", lambda size: without_shortcodes('{{< a "{{</* {{% b   ' * size, str), 2_000),
    ("import: arguments", lambda size: without_shortcodes("{{< a " + "b='c' d   " * size + ">}}", str), 5_000),
    ("import: WordPress", lambda size: with_wordpress_codes("[caption]<a [code] [embed] [a b=" * size), 2_000),
    ("svg: elements in elements", drawn("<g>"), 5_000),
    ("svg: attributes", drawn('<g a="b"/>'), 5_000),
    *((f"annotate: {unit!r}", decided(unit), 4_000) for unit in ("A.", "a.", "A. ", "a-", "(", "&", "“A,” he said. ")),
    *((f"model: {sign!r}", proposed(sign), 8_000) for sign in "&(=_"),
    ("review: names alike", lambda n: list(pairs([(str(i), f"Anna {letters(i)}xxxx") for i in range(n)])), 4_000),
)


TRIES = 8
"""Times that each size may be measured: what else the machine does makes a try slower, never faster."""


def cost(work: Callable[[int], object], size: int) -> float:
    """Seconds of processor time that the work takes once."""
    begin = process_time()
    work(size)
    return process_time() - begin


@pytest.mark.parametrize(("work", "size"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_twice_as_much_takes_no_more_than_three_times_as_long(work: Callable[[int], object], size: int) -> None:
    work(10)  # What is loaded once counts for nobody.

    once, four_times = cost(work, size), cost(work, 4 * size)
    for _ in range(TRIES - 1):
        if four_times < NOISE or four_times <= MOST**2 * once:
            return
        once, four_times = min(once, cost(work, size)), min(four_times, cost(work, 4 * size))

    assert four_times <= MOST**2 * once
