"""Whatever comes through a door: it is read or it has a problem, no command fails, no draft and no script gets out.

Two minutes with a fixed seed. ``FUZZ_TIMES=30 pytest tests/test_fuzz.py`` is an hour, of other examples each time.
"""

import os
import re
import tempfile
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from builder.annotate.decide import annotate
from builder.core.errors import BuilderError, Problem, Result
from builder.core.svg import why_refused
from builder.core.values import Article, Block, BlockKind, Decision, FrontMatter, Proposal
from builder.read.article_reader import Reader, raw_article
from builder.read.decode import decode
from builder.settings.config import parse_config
from builder.settings.decisions import index, parse_overrides, slice_for
from builder.settings.front_matter import parse_front_matter, revised_front_matter, split_front_matter
from builder.settings.lockfile import parse_lock
from builder.settings.translations import parse_translations
from builder.site import Site
from builder.store.safe_paths import is_plain
from builder.store.sources import own_theme
from builder.work import Report
from tests.people import gazetteer, names
from tests.strategies import SPECIAL, any_text
from tests.test_incremental import outcome

pytestmark = pytest.mark.slow

TIMES = int(os.environ.get("FUZZ_TIMES", "1"))


@pytest.fixture(params=range(TIMES), autouse=True)
def turn(request: pytest.FixtureRequest) -> int:
    """The number of the round, each with other examples."""
    number: int = request.param
    return number


def fuzz(examples: int) -> settings:
    return settings(
        max_examples=examples,
        derandomize=TIMES == 1,
        database=None,
        phases=[Phase.generate],
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )


def joined(*pieces: str) -> st.SearchStrategy[str]:
    """Texts of these pieces and of any characters; each by one number, for thousands of them in a second."""

    def text(seed: int) -> str:
        draw = Random(seed)
        often = draw.sample(pieces, min(len(pieces), 6))
        some = (
            (lambda: draw.choice(often)),
            (lambda: draw.choice(pieces)),
            (lambda: draw.choice(SPECIAL)),
            (lambda: odd(draw)),
        )
        return "".join(draw.choices(some, (6, 3, 2, 1))[0]() for _ in range(draw.randrange(30)))

    return st.integers(0, 2**64).map(text)


def odd(draw: Random) -> str:
    """Any character but half of one."""
    character = chr(draw.randrange(draw.choice([0x80, 0x3000, 0x110000])))
    return "" if "\ud800" <= character <= "\udfff" else character


LINES = (
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    " ",
    "\t",
    "\x0b",
    "\u2028",
    "\x00",
    "\ufeff",
    "\x1b[31m",
    "\u202e",
    "\ue000",
    "\U000e0041",
)
FENCES = (
    "---\n",
    "+++\n",
    "...\n",
    "---",
    " ---\n",
    "title: A\n",
    "title = 'A'\n",
    "draft: true\n",
    "date: 1963-01-22\n",
)
PROSE = (
    *("By Ana Bell\n", "BONN, Germany (AP) — ", "“It rained,” said Konrad Adenauer. ", "Charles de Gaulle ", "Share\n"),
    *(
        "Q: Who?\nA: Anna Zagreb.\n",
        "ANNA: Yes.\n",
        "— Ana Bell\n",
        "{.pullquote}\n> ",
        "[Kim](person:kim)",
        "[x](none:)",
    ),
    *(
        "CORRECTION: ",
        "Advertisement\n",
        "Georgia ",
        "the U.S. ",
        "Kim Jong-un ",
        "Mr. Kim ",
        "Trump-Kim ",
        "the Kims ",
    ),
    *(
        "![a](../../b.svg)",
        "[a](javascript:b)",
        "<script>",
        "&lt;",
        "1.\t",
        "a\tb\tc\n",
        "***\n",
        "2,000 words ",
        "&" * 300,
    ),
)
TOML = (
    *(
        "[person.kim]\n",
        "[country.KP]\n",
        "[[never]]\n",
        "[[same]]\n",
        "[[clean]]\n",
        "[publish.a]\n",
        "[people]\n",
        "[x",
    ),
    *("name = 'Kim'\n", 'aliases = ["Kim", "Un"]\n', "aliases = 1\n", "articles = ['../a']\n", "people = ['a', 'a']\n"),
    *("text = 'Kim'\n", "hidden = true\n", "pattern = '('\n", "as = 'junk'\n", 'kind = "folder"\n', "path = '../..'\n"),
    *("base_url = 'javascript:a'\n", "[build]\n", "jobs = -1\n", "output = '/'\n", "content = '..'\n", "a.b.c = 1\n"),
    *(
        '"../../a" = "x"\n',
        '"kim" = "people/kim/"\n',
        '"kim" = "people/../"\n',
        "[articles]\n",
        "[names]\n",
        "[countries]\n",
    ),
    *(
        "'''",
        '"""',
        "{",
        "}",
        "]",
        "=",
        "#",
        "\\u0000",
        "\\ud800",
        "1979-05-27T07:32:00Z\n",
        "nan",
        "0x",
        "[site]\n",
        "[dates]\n",
        "months = 'a b'\n",
        "people = '{x} {count}'\n",
    ),
)

articles = joined(*LINES, *FENCES, *PROSE)
tables = joined(*LINES, *TOML)


def ends_well(result: Result[Any], text: str) -> None:
    """It has a value or a problem; each problem says where, within the text, and what to do."""
    assert (result.value is None) == any(not problem.warning for problem in result.problems)
    has_a_place(result.problems, text)


def has_a_place(problems: tuple[Problem, ...], text: str) -> None:
    lines = len(re.split("\r\n|\r|\n", text))
    for problem in problems:
        assert problem.file
        assert 0 <= problem.line <= lines, problem
        assert problem.hint


@fuzz(5_000)
@given(st.binary(max_size=200) | articles.map(lambda text: text.encode("utf-16")) | articles.map(str.encode))
def test_any_bytes_are_decoded_or_have_a_problem(raw: bytes) -> None:
    result = decode(raw, "a.txt")

    ends_well(result, raw.decode("latin-1"))
    if result.value is not None:
        result.value.encode()


@fuzz(2_500)
@given(articles, st.sampled_from(["a.txt", "a.md"]))
def test_any_article_is_read_or_has_a_problem(text: str, file: str) -> None:
    result = Reader().article(file, text.encode(), file)

    ends_well(result, text)
    if result.value is not None:
        for block in result.value.blocks:
            assert all(0 <= mark.start < mark.end <= len(block.text) for mark in block.marks)


SAID = st.sampled_from(
    [
        *(
            "draft: true",
            "Draft: TRUE",
            '"draft": true',
            "draft: 'yes'",
            "private: on",
            "published: false",
            "draft:  true ",
        ),
        *("draft = true", "published = false", "private = true"),
    ]
)
OTHERS = st.sampled_from(
    [
        "title: A",
        "title = 'A'",
        "# draft",
        "",
        "  ",
        "date: 1963-01-22",
        "tags: [a]",
        "tags: [",
        "x: {",
        "y",
        "a: b: c",
        "\t",
    ]
)


@fuzz(2_500)
@given(
    said=SAID,
    before=st.lists(OTHERS, max_size=3),
    after=st.lists(OTHERS, max_size=3),
    fences=st.sampled_from([("---", "---"), ("---", "..."), ("+++", "+++"), ("--- ", "---  ")]),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    begin=st.sampled_from(["", "\ufeff", "\n", " \n\n"]),
    file=st.sampled_from(["a.txt", "a.md"]),
)
def test_what_says_that_it_is_a_draft_is_one_or_has_a_problem(
    said: str, before: list[str], after: list[str], fences: tuple[str, str], end: str, begin: str, file: str
) -> None:
    text = end.join([fences[0], *before, said, *after, fences[1], "", "Nobody may read this yet.", ""])

    article = Reader().article(file, (begin + text).encode(), file).value

    assert article is None or article.front.draft or article.front.private


@fuzz(2_500)
@given(
    joined(
        *LINES,
        *FENCES,
        "entities:\n",
        "  Kim: person:kim\n",
        "tags: [a, b]\n",
        "- ",
        "&a ",
        "*a",
        "!!x ",
        "|\n",
        "'",
        '"',
        "{",
    )
)
def test_front_matter_is_kept_word_for_word_where_it_can_be(inside: str) -> None:
    text = decode(f"---\n{inside}\n---\nRain.\n".encode(), "a.md").value or ""
    source = raw_article("a.md", text.encode(), "a.md").value
    if not source or not split_front_matter(text)[0]:
        return
    front = replace(source.front, title=source.front.title or "Rain")

    kept = revised_front_matter(text, front)

    if kept or front == source.front:
        said, rest, _ = split_front_matter(f"{kept}\nRain")
        assert parse_front_matter(said, "a.md").value == front
        assert rest == "\nRain"
        assert said.startswith(split_front_matter(text)[0])


@fuzz(2_500)
@given(tables)
def test_any_decisions_are_read_or_have_a_problem(text: str) -> None:
    ends_well(parse_overrides(text, "entities.toml"), text)


@fuzz(2_500)
@given(tables)
def test_any_settings_are_read_or_have_a_problem(text: str) -> None:
    result = parse_config(text)

    ends_well(result, text)
    if result.value is not None:
        assert all(map(is_plain, (result.value.content, result.value.templates, result.value.output)))


@fuzz(2_500)
@given(tables)
def test_any_words_of_the_interface_are_read_or_have_a_problem(text: str) -> None:
    theirs = (own_theme() / "words.toml").read_text(encoding="utf-8")

    ends_well(parse_translations(theirs, text), text)


@fuzz(2_500)
@given(tables)
def test_any_lock_leads_nowhere_else_or_has_a_problem(text: str) -> None:
    try:
        tables = parse_lock(text.encode())
    except BuilderError as error:
        has_a_place(error.problems, text)
        return
    for name in ("articles", "people", "countries"):
        assert all(is_plain(address.removesuffix("/")) for address in tables[name].values())
    assert all(is_plain(id_) for table in tables.values() for id_ in table)


NAMES = (
    "Kim",
    "Kim Jong-un",
    "Mr. Kim",
    "Anna Zagreb",
    "Zagreb",
    "Ana O’Hara",
    "Georgia",
    "U.S.",
    "the Kims",
    "KIM",
    "un",
)
sentences = st.lists(
    st.sampled_from((*NAMES, "said", "and", "of", "the", ",", ".", "’s", "-", "“", "”")), max_size=25
).map(" ".join)
refs = st.sampled_from(["person:kim", "person:anna-zagreb", "country:KP", "country:XX", "none:"])


@fuzz(900)
@given(
    texts=st.lists(sentences | any_text, min_size=1, max_size=4),
    labels=st.lists(
        st.tuples(st.integers(0, 99), st.integers(0, 99), st.sampled_from(["PERSON", "GPE", "ORG"])), max_size=6
    ),
    entities=st.dictionaries(st.sampled_from(NAMES) | any_text.filter(bool), refs, max_size=4),
    decided=tables,
)
def test_links_lie_apart_in_their_passages_whatever_was_decided(
    texts: list[str], labels: list[tuple[int, int, str]], entities: dict[str, str], decided: str
) -> None:
    front = FrontMatter(title=texts[0], entities=tuple(Decision(*each) for each in entities.items()))
    article = Article("a.txt", front, tuple(Block(BlockKind.PARAGRAPH, text) for text in texts[1:]))
    passages = [passage.text for passage in article.passages]
    proposals = []
    for at, length, label in labels:
        block = at % len(passages)
        start = min(at, len(passages[block]))
        end = min(start + length, len(passages[block]))
        proposals += [Proposal(block, start, end, label)] if start < end else []
    overrides = parse_overrides(decided, "entities.toml").value
    slice_ = slice_for(index(overrides), passages, "a.txt") if overrides else slice_for(index(EMPTY), (), "a.txt")

    links = annotate(article, proposals, slice_, gazetteer(), names()).value.links

    spans = [(link.mention.block, link.mention.start, link.mention.end) for link in links]
    assert all(0 <= start < end <= len(passages[block]) for block, start, end in spans)
    assert all(one[0] != two[0] or one[2] <= two[1] for one, two in pairwise(spans))
    assert spans == sorted(spans)


EMPTY = parse_overrides("", "entities.toml").value or pytest.fail("no decisions are decisions")

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:x="http://www.w3.org/1999/xlink">'
ELEMENTS = "g", "a", "animate", "foreignObject", "use", "script", "x:script", 'p xmlns="http://www.w3.org/1999/xhtml"'
ATTRIBUTES = (
    *("", "", ' fill="red"', ' x:href="#a"', ' href="https://example.org/"', ' onload="a"', ' x:onclick="a"'),
    *(' href=" java&#9;script:a"', ' x:href="javascript:a"', ' attributeName="fill"', ' attributeName="href"'),
)
BESIDE = (
    *("", "", "", "words", "<!-- a -->", "<![CDATA[<script/>]]>", "&lt;script/>", "&a;", "<?a b?>", "<", "]]>"),
    *(
        "<?xml-stylesheet href='a'?>",
        "<?xml version='1.0'?>",
        "<!DOCTYPE svg [<!ENTITY a '<script/>'>]>",
        "<!DOCTYPE svg>",
    ),
)


def drawing(draw: Random, depth: int = 0) -> str:
    """An element of XML with elements in it, mostly well-formed."""
    name, attributes = (
        draw.choice(ELEMENTS[: draw.randrange(1, 9)]),
        "".join(draw.choices(ATTRIBUTES, k=draw.randrange(3))),
    )
    inside = "".join(drawing(draw, depth + 1) for _ in range(draw.randrange(3))) if depth < 3 else ""
    return f"{draw.choice(BESIDE[: draw.choice([3, 3, 3, 15])])}<{name}{attributes}>{inside}</{name.split()[0]}>"


@fuzz(5_000)
@given(st.integers(0, 2**64).map(Random))
def test_a_picture_that_is_copied_holds_nothing_that_runs(draw: Random) -> None:
    before = draw.choice(BESIDE[: draw.choice([3, 15])])
    text = f"{before}{SVG}{drawing(draw)}</svg>"

    if why_refused([text.encode()], "a.svg") is None:
        for element in ElementTree.fromstring(text).iter():
            assert not element.tag.endswith("script")
            assert not [name for name in element.attrib if name.rpartition("}")[2].startswith("on")]
            assert not [
                value for value in element.attrib.values() if re.sub(r"\s", "", value).startswith("javascript:")
            ]
            assert element.get("attributeName") != "href"


class Page(HTMLParser):
    """Guards that a page runs nothing but the theme's scripts."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        assert tag not in ("iframe", "object", "embed", "base"), tag
        assert tag != "script" or "src" in said or said.get("type") == "application/ld+json", said
        assert not [name for name in said if name.startswith("on")], said
        for name in ("href", "src", "action"):
            address = re.sub(r"[\x00-\x20]", "", said.get(name) or "").lower()
            assert not re.match("(?!https?:|mailto:|tel:)[a-z][a-z0-9+.-]*:", address), address


@fuzz(35)
@given(
    st.dictionaries(st.sampled_from(["a.txt", "b.md", "c/d.txt", "people/kim.md", "pages/e.md"]), articles, max_size=4),
    st.sampled_from(["", "[person.kim]\nname = 'Kim Jong-un'\n", "[person.kim]\naliases = ['Kim']\nhidden = true\n"])
    | tables,
)
def test_any_project_is_built_and_no_page_runs_anything(files: dict[str, str], decisions: str) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "project")
        for path, text in {**files, "entities.toml": decisions}.items():
            (folder / "content" / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / "content" / path).write_bytes(text.encode())
        report = outcome(Site(folder), 1, drafts=False, search="none")
        if not isinstance(report, Report):
            assert report
            assert not (folder / "site").exists()
            return

        assert {problem.file.partition("/")[0] for problem in report.problems} <= {"content", "dateline.toml"}
        for page in folder.glob("site/**/*.html"):
            Page().feed(page.read_text(encoding="utf-8"))
        assert Site(folder).build(search="none", jobs=1).written == 0
        assert {path.name for path in folder.iterdir()} <= {"content", "site", ".dateline"}
