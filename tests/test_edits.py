"""Answers as edits of an author's own files, and the way back."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.commands.edits import decide, revise, undo_last
from builder.commands.settle import Step, settled
from builder.core.errors import BuilderError
from builder.settings.decisions import LinkOverride, parse_overrides
from builder.settings.front_matter import changed_front_matter, split_front_matter
from builder.site import build
from builder.store import undo

DECIDED = """\
# Our decisions.

[person.anna-lindqvist]  # the mayor
name = "Anna Lindqvist"

[[link]] # mine
article = "rain.txt"
text = "Kim"
person = "kim-il-sung"

# The end.
"""
FRONT = """\
---
# About this story.
title: Old  # as on paper
author: Jane Roe
tags:
- rain
---

It rained.
"""
STORY = "Rain\n\nBy Jane Roe\n\nIt rained in the town all day long, and nobody went out.\n"


def a_project(folder: Path, files: dict[str, str]) -> Path:
    (folder / "content").mkdir()
    for name, text in files.items():
        (folder / "content" / name).write_bytes(text.encode())
    return folder


def linked(folder: Path, article: str) -> list[tuple[str, str]]:
    """The links of an article as its Markdown has them: words and target."""
    build(folder, search="none")
    text = (folder / "site" / "articles" / article / "index.md").read_text(encoding="utf-8")
    return re.findall(r"\[([^]]+)\]\(([^)]+)\)", text)


TALKS = """\
---
title: Talks
---
North Korean leader Kim Jong Un arrived in Beijing on Monday.

## Then

Kim left for the palace, said Kim Yo Jong, his sister.

## Later

“We are glad,” Kim told reporters.
"""
KIMS = {"talks.md": TALKS}


def test_a_link_is_decided_for_one_place_alone(tmp_path: Path) -> None:
    folder = a_project(tmp_path, KIMS)
    before = linked(folder, "talks")

    decide(folder, [Step("link", "person:kim-yo-jong", "Kim", ("talks",), nth=4)])

    after = linked(folder, "talks")
    assert [target for words, target in before if words == "Kim"] == ["person:kim-jong-un", "person:kim-jong-un"]
    assert [target for words, target in after if words == "Kim"] == ["person:kim-jong-un", "person:kim-yo-jong"]


def test_a_link_is_taken_away_at_one_place_alone(tmp_path: Path) -> None:
    folder = a_project(tmp_path, KIMS)

    decide(folder, [Step("link", "", "Kim", ("talks",), nth=2)])

    assert [target for words, target in linked(folder, "talks") if words == "Kim"] == ["person:kim-jong-un"]


def test_a_link_by_hand_comes_before_a_decision_for_its_place(tmp_path: Path) -> None:
    folder = a_project(tmp_path, {"talks.md": "---\ntitle: Talks\n---\n[Kim](person:kim-il-sung) left.\n"})

    decide(folder, [Step("link", "country:KP", "Kim", ("talks",))])

    assert linked(folder, "talks") == [("Kim", "person:kim-il-sung")]


def test_a_second_decision_for_a_place_replaces_the_first_and_keeps_comments() -> None:
    text, _ = settled(DECIDED, Step("link", "country:KP", "Kim", ("rain",)))

    assert text == DECIDED.replace('person = "kim-il-sung"', 'country = "KP"')
    assert parse_overrides(text).value.links == (LinkOverride("rain.txt", "Kim", 1, "country:KP"),)  # type: ignore[union-attr]


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_undo_gives_the_file_back_byte_for_byte(tmp_path: Path, ends: str, mark: str) -> None:
    folder = a_project(tmp_path, {"entities.toml": mark + DECIDED.replace("\n", ends), "rain.txt": STORY})
    file = folder / "content" / "entities.toml"
    before = file.read_bytes()

    decide(folder, [Step("never", "", "Amazon")])
    decide(folder, [Step("alias", "person:anna-lindqvist", "the mayor")], "it is Anna")
    changed = file.read_bytes()

    assert changed.startswith(mark.encode() + b"# Our")
    assert changed.count(b"\n") == changed.count(ends.encode())
    assert undo_last(folder) == "it is Anna"
    undo_last(folder)
    assert file.read_bytes() == before
    with pytest.raises(BuilderError, match="there is no answer to undo"):
        undo_last(folder)


def test_undo_of_the_first_answer_leaves_no_file(tmp_path: Path) -> None:
    folder = a_project(tmp_path, {"rain.txt": STORY})

    decide(folder, [Step("never", "", "Amazon")])
    undo_last(folder)

    assert not (folder / "content" / "entities.toml").exists()


def test_undo_leaves_an_edit_made_since(tmp_path: Path) -> None:
    folder = a_project(tmp_path, {"rain.txt": STORY})
    file = folder / "content" / "entities.toml"
    decide(folder, [Step("never", "", "Amazon")])
    file.write_text(file.read_text() + "# Mine.\n")
    mine = file.read_bytes()

    with pytest.raises(BuilderError, match="was edited after the answer"):
        undo_last(folder)

    assert file.read_bytes() == mine


def test_a_decision_that_contradicts_the_file_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    folder = a_project(tmp_path, {"entities.toml": '[[never]]\ntext = "Kim"\n', "rain.txt": STORY})

    with pytest.raises(BuilderError, match="two entities claim 'Kim'"):
        decide(folder, [Step("alias", "person:kim-jong-un", "Kim")])

    assert (folder / "content" / "entities.toml").read_text() == '[[never]]\ntext = "Kim"\n'
    assert undo.undoable(folder) == 0


@pytest.mark.parametrize("file", ["../secret.txt", "content/../secret.txt", "entities.toml", "static/a.md", ".a.md"])
def test_a_history_that_somebody_else_wrote_reaches_no_other_file(tmp_path: Path, file: str) -> None:
    folder = a_project(tmp_path, {"rain.txt": STORY})
    (folder / "secret.txt").write_text("secret")
    line = f'{{"file": "{file}", "meaning": "", "created": true, "after": "", "start": 0, "end": 0, "words": ""}}'
    (folder / ".dateline").mkdir()
    (folder / undo.HISTORY).write_text(line + "\n")

    with pytest.raises(BuilderError, match="not a file that an answer may change"):
        undo_last(folder)


def test_front_matter_keeps_its_comments_its_order_and_other_keys(tmp_path: Path) -> None:
    folder = a_project(tmp_path, {"rain.md": FRONT})

    revise(folder, "rain.md", {"title": "New: rain", "authors": ("Jane Roe", "John Doe"), "date": "2018-03-28"})

    text = (folder / "content" / "rain.md").read_text(encoding="utf-8")
    wanted = FRONT.replace("title: Old ", 'title: "New: rain" ').replace(
        "author: Jane Roe", "authors: [Jane Roe, John Doe]"
    )
    assert text == wanted.replace("- rain\n", "- rain\ndate: 2018-03-28\n")
    undo_last(folder)
    assert (folder / "content" / "rain.md").read_text(encoding="utf-8") == FRONT


def test_a_text_becomes_markdown_only_if_its_author_agrees(tmp_path: Path) -> None:
    folder = a_project(tmp_path, {"rain.txt": STORY})

    with pytest.raises(BuilderError, match="no front matter that can hold this"):
        revise(folder, "rain.txt", {"title": "Heavy rain"})
    assert not (folder / "content" / "rain.md").exists()
    revise(folder, "rain.txt", {"title": "Heavy rain"}, convert_text=True)

    assert "title: Heavy rain\n" in (folder / "content" / "rain.md").read_text(encoding="utf-8")
    assert (folder / "content" / "rain.txt").read_text(encoding="utf-8") == STORY
    undo_last(folder)
    assert not (folder / "content" / "rain.md").exists()


def test_a_date_that_is_none_is_refused_with_the_form_of_one(tmp_path: Path) -> None:
    folder = a_project(tmp_path, {"rain.md": FRONT})

    with pytest.raises(BuilderError, match="invalid date 'soon'"):
        revise(folder, "rain.md", {"date": "soon"}, convert_text=True)

    assert (folder / "content" / "rain.md").read_text(encoding="utf-8") == FRONT


@pytest.mark.parametrize("file", ["../rain.txt", "entities.toml", "/etc/passwd", "rain", "static/a.md/../../rain.txt"])
def test_nothing_but_an_article_is_revised(tmp_path: Path, file: str) -> None:
    folder = a_project(tmp_path, {"rain.txt": STORY, "entities.toml": DECIDED})

    with pytest.raises(BuilderError, match="is not an article"):
        revise(folder, file, {"title": "x"}, convert_text=True)


@given(st.dictionaries(st.sampled_from(("title", "standfirst")), st.text(st.characters(codec="utf-8"), max_size=20)))
def test_changed_front_matter_leaves_all_other_lines(changes: dict[str, str]) -> None:
    changed = changed_front_matter(FRONT, changes)

    kept = [line for line in FRONT.split("\n") if not line.startswith("title")]
    assert not changed or [line for line in changed.split("\n") if line in kept] == kept
    assert not changed or split_front_matter(changed)[1] == split_front_matter(FRONT)[1]
