import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.core.dates import iso_date
from builder.core.errors import Problem, Result
from builder.core.values import Correction, Decision, Extra, FrontMatter
from builder.read.article_reader import raw_article
from builder.settings.front_matter import parse_front_matter, split_front_matter, write_front_matter
from builder.settings.toml import visible


def front(text: str) -> FrontMatter:
    value = parse_front_matter(text, "a.md").value
    assert value is not None
    return value


def problems(text: str) -> tuple[Problem, ...]:
    result = parse_front_matter(text, "a.md")
    assert result.value is None
    return result.problems


# Where it begins


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("---\ntitle: A\n---\nBody\n", ("title: A", "Body\n", 4)),
        ("---\ntitle: A\n...\nBody", ("title: A", "Body", 4)),
        ("---\n---\nBody", ("", "Body", 3)),
        ("---\ntitle: A\nBody", ("", "---\ntitle: A\nBody", 1)),
        ("Body\n---\ntitle: A\n---\n", ("", "Body\n---\ntitle: A\n---\n", 1)),
        ("---\nJust words\n---\nMore", ("", "---\nJust words\n---\nMore", 1)),
        ("", ("", "", 1)),
        ("+++\ntitle = 'A'\n+++\nBody\n", ("title = 'A'", "Body\n", 4)),
        ("+++\ntitle: A\n+++\nBody\n", ("title: A", "Body\n", 4)),
        ("---\ndraft = true\n---\nBody\n", ("draft = true", "Body\n", 4)),
        ("+++\ntitle = 'A'\nBody", ("", "+++\ntitle = 'A'\nBody", 1)),
        ("+++\nJust words\n+++\nMore", ("", "+++\nJust words\n+++\nMore", 1)),
        ("+++\ntitle = 'A'\n---\nMore", ("", "+++\ntitle = 'A'\n---\nMore", 1)),
    ],
)
def test_front_matter_is_between_two_lines_of_dashes(text: str, expected: tuple[str, str, int]) -> None:
    assert split_front_matter(text) == expected


@given(st.text())
def test_nothing_of_a_text_is_lost_by_splitting(text: str) -> None:
    _, rest, line = split_front_matter(text)

    assert text.endswith(rest)
    assert "\n".join(text.split("\n")[line - 1 :]) == rest


# Its values


def test_all_keys_are_read() -> None:
    text = """\
title: "A key player: still"
standfirst: What it means
authors: [Kaiman, Wilkinson]
contributors: Kemeng Fan
date: March 28, 2018
updated: 2018-03-28 15:35:00 +02:00
dateline: Beijing
agency: AP
source: https://example.org/a?b=c
image: kim.jpg
slug: kim-in-beijing
aliases:
  - /old/one/
language: en-US
draft: yes
private: false
entities:
  Kim: person:kim-jong-un
  the North: country:KP
  Amazon: "none:"
corrections:
  - {time: "3:35 p.m.", text: With more.}
  - A second one
related: [One, Two]
"""
    assert front(text) == FrontMatter(
        title="A key player: still",
        standfirst="What it means",
        authors=("Kaiman", "Wilkinson"),
        contributors=("Kemeng Fan",),
        date="2018-03-28",
        updated="2018-03-28T15:35:00+02:00",
        dateline="Beijing",
        agency="AP",
        source="https://example.org/a?b=c",
        image="kim.jpg",
        slug="kim-in-beijing",
        aliases=("/old/one/",),
        language="en-US",
        draft=True,
        entities=(
            Decision("Kim", "person:kim-jong-un"),
            Decision("the North", "country:KP"),
            Decision("Amazon", "none:"),
        ),
        corrections=(Correction("With more.", "3:35 p.m."), Correction("A second one")),
        related=("One", "Two"),
    )


@pytest.mark.parametrize("title", ["1984", "no", "2018-03-28", "0x1F", "1_000", "12:30:00"])
def test_a_title_is_a_text_whatever_yaml_takes_it_for(title: str) -> None:
    assert front(f"title: {title}").title == title


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "# only a remark",
        "title:\nauthors: ~\ndraft:",
        "corrections: [~, '']\nauthors: [~, '']",
        "title: null",
    ],
)
def test_empty_values_are_not_written(text: str) -> None:
    assert front(text) == FrontMatter()


def test_entities_may_be_a_list() -> None:
    assert front("entities:\n  - Kim: person:kim\n  - Xi: person:xi").entities == (
        Decision("Kim", "person:kim"),
        Decision("Xi", "person:xi"),
    )


def test_an_unknown_key_is_kept_with_a_warning() -> None:
    result = parse_front_matter("title: A\nautors:\n  [B, 2, 1.5, yes, ~, {c: '3'}]", "a.md")

    assert result.value == FrontMatter(title="A", extra=(Extra("autors", '["B", 2, 1.5, true, null, {"c": "3"}]'),))
    assert result.problems == (Problem("unknown key 'autors'", "a.md", 3, "did you mean 'authors'?", warning=True),)


@pytest.mark.parametrize("key", ["layout", "weight", "cms_date", "communities", "source_url", "topics"])
def test_a_key_of_another_generator_is_no_slip(key: str) -> None:
    (problem,) = parse_front_matter(f"{key}: A", "a.md").problems

    assert problem.hint == "it is kept in the Markdown of the article, and shown nowhere"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("permalink: /2018/03/kim.html", FrontMatter(aliases=("/2018/03/kim.html",))),
        ("URL: /news/kim/\naliases: [/old/]", FrontMatter(aliases=("/old/", "/news/kim/"))),
        ("redirect_from: [/a/, /b/]", FrontMatter(aliases=("/a/", "/b/"))),
        ("lastmod: 2018-03-29\nlang: en", FrontMatter(updated="2018-03-29", language="en")),
        ("summary: In short", FrontMatter(standfirst="In short")),
        ("Tag: Korea\ncategories: [News]", FrontMatter(tags=("Korea", "News"))),
    ],
)
def test_keys_of_other_generators_mean_what_they_mean_there(text: str, expected: FrontMatter) -> None:
    result = parse_front_matter(text, "a.md")

    assert result == Result(expected)


@pytest.mark.parametrize(
    "text", ["permalink: /:year/:title/", "permalink: pretty", "url: https://example.org/a", "url: ../a/"]
)
def test_an_address_that_is_a_pattern_or_elsewhere_is_kept_with_a_warning(text: str) -> None:
    result = parse_front_matter(text, "a.md")

    assert result.value is not None
    assert [extra.key for extra in result.value.extra] == [text.split(":")[0]]
    assert [problem.warning for problem in result.problems] == [True]


def test_a_draft_in_toml_is_a_draft() -> None:
    assert toml("Draft = true\ntitle = 'A'").draft


def test_signs_that_steer_a_terminal_or_a_reader_are_left_out() -> None:
    assert front('title: "a\\x02b\\x1b[31mc\\u202ed"\nauthors: ["\\x03e"]') == FrontMatter(
        title="ab[31mcd", authors=("e",)
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2018-03-28", "2018-03-28"),
        ("March 28, 2018", "2018-03-28"),
        ("Wednesday, March 28, 2018", "2018-03-28"),
        ("Sept. 1, 2018", "2018-09-01"),
        ("28 Mar 2018", "2018-03-28"),
        ("2018-03-28T15:35:00Z", "2018-03-28T15:35:00+00:00"),
        ("2018-03-28 15:35", "2018-03-28T15:35:00+00:00"),
        ("2018-03-28T15:35:00.25-0700", "2018-03-28T15:35:00.250000-07:00"),
        ("2018-03-28 19:55:00.000000000 +00:00", "2018-03-28T19:55:00+00:00"),
        ("2018-03-28 15:35:00 -0700", "2018-03-28T15:35:00-07:00"),
        ("2018-03-28 15:35 UTC", "2018-03-28T15:35:00+00:00"),
        ("2018-3-8 9:05", "2018-03-08T09:05:00+00:00"),
        ("2018/03/28", "2018-03-28"),
        ("2018/03-28", ""),
        ("2018-03-28 00:10::00", ""),
        ("2018-02-30", ""),
        ("February 30, 2018", ""),
        ("Marble 28, 2018", ""),
        ("2018-03-28 25:00", ""),
        ("03/04/2018", ""),
        ("yesterday", ""),
    ],
)
def test_a_date_is_read_as_iso_or_in_english(text: str, expected: str) -> None:
    assert iso_date(text) == expected


def toml(text: str) -> FrontMatter:
    value = parse_front_matter(text, "a.md", toml=True).value
    assert value is not None
    return value


def test_toml_says_the_same_as_yaml() -> None:
    text = """\
title = "A key player: still"
Date = 2018-03-28
updated = 2018-03-28T15:35:00+02:00
authors = ["Kaiman", "Wilkinson"]
draft = true
weight = 10
publish_at = 2018-03-29

[entities]
Kim = "person:kim-jong-un"

[params.cover]
image = "kim.jpg"
"""
    assert toml(text) == FrontMatter(
        title="A key player: still",
        date="2018-03-28",
        updated="2018-03-28T15:35:00+02:00",
        authors=("Kaiman", "Wilkinson"),
        draft=True,
        entities=(Decision("Kim", "person:kim-jong-un"),),
        extra=(
            Extra("weight", "10"),
            Extra("publish_at", '"2018-03-29"'),
            Extra("params", '{"cover": {"image": "kim.jpg"}}'),
        ),
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("title = 'A'\ndraft = tru", "a.md:3: front matter is not valid TOML: 'draft = tru'"),
        ("title: A\ndraft: true", "a.md:2: front matter is not valid TOML: 'title: A'"),
        ("title = 'A'\ndate = 07:32:00", "a.md:3: invalid date '07:32:00'"),
        ("title = 'A'\nDraft = 1", "a.md:3: draft must be true or false, not '1'"),
        ("a = " + "[" * 9_000, "a.md:2: front matter is too complex: lists are nested too deeply"),
        ("a = " + "[" * 30 + "]" * 30, "a.md:2: front matter is too complex: lists are nested too deeply"),
        ("a" + ".a" * 10_000 + " = 1", "a.md:2: front matter in TOML is longer than 10,000 characters"),
        ("title = 'A'\nTitle = 'B'", "a.md:3: duplicate key 'title'"),
    ],
)
def test_an_error_in_toml_is_reported_with_its_line(text: str, message: str) -> None:
    result = parse_front_matter(text, "a.md", toml=True)

    assert result.value is None
    assert str(result.problems[0]).startswith(message)
    assert result.problems[0].hint


def test_toml_between_dashes_is_a_problem() -> None:
    assert str(problems("title = 'A'\ndraft = true")[0]).startswith("a.md:2: ")


@given(st.text())
def test_reading_toml_ends_well_or_with_a_problem(text: str) -> None:
    result = parse_front_matter(text, "a.md", toml=True)

    assert result.value is not None or result.problems


@pytest.mark.parametrize(
    "text",
    [
        "published: false",
        "Published: No",
        "published: 'off'",
        "PUBLISHED: FALSE",
        "Draft: true",
        "draft: false\npublished: false",
        "published: true\ndraft: true",
    ],
)
def test_what_other_generators_call_a_draft_is_one(text: str) -> None:
    assert front(text).draft


@pytest.mark.parametrize("text", ["published: true", "published:", "published: 2018-03-28"])
def test_what_is_published_is_no_draft(text: str) -> None:
    assert not front(text).draft


@pytest.mark.parametrize("text", ["published: never", "published: 0", "published: [false]", "published: n"])
def test_what_may_be_unpublished_is_a_problem(text: str) -> None:
    assert str(problems(text)[0]).startswith("a.md:2: published must be ")


def test_keys_of_other_generators_fill_what_ours_do_not_say() -> None:
    assert front("Author: Kaiman\nDescription: In short") == FrontMatter(authors=("Kaiman",), standfirst="In short")
    assert front("author: [Kaiman, Fan]").authors == ("Kaiman", "Fan")


def test_keys_of_other_generators_are_kept_beside_ours() -> None:
    assert front("description: B\nstandfirst: A\nauthor: {name: C}") == FrontMatter(
        standfirst="A", extra=(Extra("description", '"B"'), Extra("author", '{"name": "C"}'))
    )


# Errors


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("title: A\ndate: yesterday", "a.md:3: invalid date 'yesterday'\n  write 2018-03-28, "),
        ("title: a: b", "a.md:2: front matter is not valid YAML: 'title: a: b'\n  put text that contains a colon"),
        ("title: [a", "a.md:2: front matter is not valid YAML: 'title: [a'"),
        ("- a\n- b", "a.md:2: expected keys and values, not a list\n  write one key: value per line"),
        ("title: A\ntitle: B", "a.md:3: duplicate key 'title'"),
        ("title: [A]", "a.md:2: title must be text, not a list"),
        ("draft: maybe", "a.md:2: draft must be true or false, not 'maybe'\n  write true or false"),
        ("slug: ../../etc", "a.md:2: invalid slug '../../etc'"),
        ("slug: .hidden", "a.md:2: invalid slug '.hidden'"),
        ('slug: "a\\nb"', "a.md:2: invalid slug 'a\\nb'"),
        ("aliases: [/a/../../b]", "a.md:2: invalid aliases '/a/../../b'"),
        ("aliases: https://evil.example/", "a.md:2: invalid aliases 'https://evil.example/'"),
        ("language: English (US)", "a.md:2: invalid language 'English (US)'"),
        ("entities: {Kim: kim-jong-un}", "a.md:2: 'Kim' has the invalid target 'kim-jong-un'"),
        ("entities: {Kim: 'person:../x'}", "a.md:2: 'Kim' has the invalid target 'person:../x'"),
        ("corrections: [{when: now}]", "a.md:2: a correction needs a text, and may have a time"),
        ("a: &x [1]\nb: *x", "a.md:3: front matter is too complex: YAML aliases are not supported"),
        ("a: " + "[" * 100_000, "a.md:2: front matter is too complex: lists are nested too deeply"),
        ("draft: [yes]", "a.md:2: draft must be true or false, not a list"),
        ("title: A\n--- \ntitle: B", "a.md:4: front matter begins twice"),
        ("entities:\n - A: 'none:'\n - A: 'none:'", "a.md:4: duplicate key 'A'"),
        ("authors:\n - A\n - [B]", "a.md:4: authors must be text, not a list"),
        ("? [a]\n: b", "a.md:2: a list is not a valid key"),
    ],
)
def test_an_authors_mistake_is_reported_with_line_and_hint(text: str, message: str) -> None:
    [problem, *_] = problems(text)

    assert str(problem).startswith(message)
    assert problem.hint


def test_all_problems_are_found_at_once() -> None:
    assert [p.line for p in problems("date: soon\ndraft: 7\nslug: a/b")] == [2, 3, 4]


def test_tags_make_nothing() -> None:
    assert front("title: !!python/object/apply:os.system [id]\n".replace("[id]", "id")).title == "id"


# Round trips

signs = "abYNo01 '’\"#:,[]{}-?&*!|>%@`.~<=\n\t\\\u2028\ufffe"
words = (st.text(st.characters(codec="utf-8")) | st.text(signs)).map(visible)
said = words.filter(bool)
many = st.lists(said, max_size=3).map(tuple)
dates = (
    st.dates().map(str) | st.datetimes(timezones=st.timezones()).map(lambda d: iso_date(d.isoformat())) | st.just("")
)
keys = said.filter(lambda text: len(text) <= 150)
targets = st.sampled_from(["person:kim-jong-un", "country:KP", "none:"])
json_values: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**17), 10**17)
    | st.floats(allow_nan=False, allow_infinity=False)
    | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3),
    max_leaves=5,
)
extras = st.builds(
    Extra,
    keys.filter(lambda key: key.lower() not in {*FrontMatter.__struct_fields__, "author", "description", "published"}),
    json_values.map(lambda value: json.dumps(value, ensure_ascii=False)),
)
fronts = st.builds(
    FrontMatter,
    title=words,
    standfirst=words,
    authors=many,
    contributors=many,
    date=dates,
    updated=dates,
    dateline=words,
    agency=words,
    source=words,
    image=words,
    slug=st.sampled_from(["", "kim-in-beijing", "no", "1984", "Süd: Nord", "a #b"]),
    aliases=st.lists(st.sampled_from(["/old/", "a b", "[x]"]), max_size=2).map(tuple),
    language=st.sampled_from(["", "en", "no", "zh-Hant-TW"]),
    draft=st.booleans(),
    private=st.booleans(),
    entities=st.lists(st.builds(Decision, keys, targets), max_size=3, unique_by=lambda d: d.text).map(tuple),
    corrections=st.lists(st.builds(Correction, said, words), max_size=2).map(tuple),
    related=many,
    extra=st.lists(extras, max_size=2, unique_by=lambda e: e.key).map(tuple),
)


@given(fronts, st.text(st.characters(codec="utf-8")))
def test_what_is_written_is_read_again(front: FrontMatter, body: str) -> None:
    written = write_front_matter(front)
    said, rest, _ = split_front_matter(written + body) if written else ("", body, 1)

    result = parse_front_matter(said, "a.md")

    assert result.value == front
    assert rest == body


@given(st.text())
def test_reading_ends_well_or_with_a_problem(text: str) -> None:
    result = parse_front_matter(text, "a.md")

    assert result.value is not None or result.problems
    if result.value is not None:
        assert front(split_front_matter(write_front_matter(result.value))[0]) == result.value


def test_it_is_written_to_be_read_by_people() -> None:
    value = FrontMatter(
        title="Talks: a key player",
        standfirst="What it means",
        authors=("Kaiman", "Wilkinson"),
        date="2018-03-28",
        draft=True,
        entities=(Decision("Kim", "person:kim-jong-un"),),
        corrections=(Correction("With more.", "3:35 p.m."),),
        extra=(Extra("photo", '{"by": "Fan"}'),),
    )

    assert (
        write_front_matter(value)
        == """\
---
title: "Talks: a key player"
standfirst: What it means
authors: [Kaiman, Wilkinson]
date: 2018-03-28
draft: true
entities:
  Kim: "person:kim-jong-un"
corrections:
  - {time: "3:35 p.m.", text: With more.}
photo: {"by": "Fan"}
---
"""
    )


def test_empty_front_matter_is_not_written() -> None:
    assert write_front_matter(FrontMatter()) == ""


@pytest.mark.parametrize("line", ["a" + " " * 2_000_000, "'a" + " '" * 500_000, '"' + "\\" * 2_000_000])
def test_a_line_that_looks_like_a_key_to_its_end_is_read_once(line: str) -> None:
    """Would not end if the pattern of keys were quadratic."""
    text = f"---\n{line}\n---\nIt rained."

    assert split_front_matter(text) == ("", text, 1)


def test_blank_lines_may_stand_before_it_and_are_counted() -> None:
    source = raw_article("a.md", b"\n \n---\ntitle: A\nautors: B\n---\nWords.\n", "a.md")

    assert source.value
    assert (source.value.front.title, source.value.text, source.value.line) == ("A", "Words.\n", 7)
    assert [problem.line for problem in source.problems] == [5]
