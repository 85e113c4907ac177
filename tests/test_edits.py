"""Answers as edits of an author's own files, and the way back."""

import difflib
import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.commands.edits import decide, revise, undo_last
from builder.commands.settle import Step, all_settled, settled
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


MANY_TABLES = """\
# first
[person.a-b]
name = "A B" # hers

# first never
[[never]]
text = "Amazon"

# a link
[[link]]
article = "rain"
text = "Kim"
none = true

# second
[person.c-d]
name = "C D"
aliases = [
  "Dee", # mine
  "D",
]
note = '''
[person.e-f]
aliases = 1
'''

# second never
[[never]]
text = "Nile"
"""


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


def test_an_alias_changes_its_own_lines_alone() -> None:
    text, written = settled(MANY_TABLES, Step("alias", "person:c-d", "Dr. D"))

    assert text == MANY_TABLES.replace('  "D",\n', '  "D",\n  "Dr. D",\n')
    assert written == '[person.c-d]\naliases = ["Dee", "D", "Dr. D"]\n'


def test_a_new_name_stands_before_the_aliases_of_its_table() -> None:
    text = '# mine\n[person.jo-roe]  # her\naliases = ["Roe"]\n\n# never\n[[never]]\ntext = "x"\n'

    changed, _ = settled(text, Step("name", "person:jo-roe", "Jo Roe"))

    assert changed == text.replace("# her\n", '# her\nname = "Jo Roe"\n')


@given(
    st.sampled_from(["alias", "name", "only"]),
    st.sampled_from(["person:a-b", "person:c-d"]),
    st.sampled_from(["Dee", 'a "b"', "Dr. D", "[x]", "# x", "x = 1"]),
    st.sampled_from([(), ("rain",), ("rain", "sun")]),
)
def test_all_other_lines_keep_their_place(kind: str, ref: str, words: str, articles: tuple[str, ...]) -> None:
    text, _ = settled(MANY_TABLES, Step(kind, ref, words, articles))

    changed = [line for line in difflib.ndiff(MANY_TABLES.splitlines(), text.splitlines()) if line[:1] in "+-"]
    assert [line for line in changed if line[0] == "-" and not line.startswith("- name")] == []
    id_, before = ref.partition(":")[2], tomllib.loads(MANY_TABLES)
    after = tomllib.loads(text)
    for each in (before, after):
        each["person"][id_] = {key: each["person"][id_][key] for key in ("note",) if key in each["person"][id_]}
        each["person"] = {key: value for key, value in each["person"].items() if key in ("a-b", "c-d")}
    assert after | {"same": None} == before | {"same": None}


@pytest.mark.parametrize(
    "text", ['person.a-b.name = "A B"\n', '[person]\na-b = { name = "A B" }\n', '[person]\na-b.name = "A B"\n']
)
def test_a_table_without_a_head_of_its_own_takes_an_alias(text: str) -> None:
    changed, _ = settled(text, Step("alias", "person:a-b", "Bee"))

    assert tomllib.loads(changed) == {"person": {"a-b": {"name": "A B", "aliases": ["Bee"]}}}


def test_the_lines_of_one_person_are_shown_together() -> None:
    steps = [Step("alias", "person:jo-roe", "Roe"), Step("name", "person:jo-roe", "Jo Roe"), Step("never", "", "x")]

    assert all_settled("", steps)[1].count("[person.jo-roe]") == 1


def test_an_answer_to_a_broken_file_names_the_line_that_breaks_it(tmp_path: Path) -> None:
    folder = a_project(tmp_path, {"entities.toml": f"{MANY_TABLES}\n[person.x\n", "rain.txt": STORY})

    with pytest.raises(BuilderError, match=r"entities\.toml:31: this is not valid TOML"):
        decide(folder, [Step("alias", "person:a-b", "Bee")])


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


def test_a_name_with_control_characters_is_refused(tmp_path: Path) -> None:
    folder = a_project(tmp_path, {"rain.txt": STORY})

    with pytest.raises(BuilderError, match="contains control characters"):
        decide(folder, [Step("name", "person:jo-roe", "Jo\x1b Roe")])

    assert not (folder / "content" / "entities.toml").exists()


def test_a_contradiction_is_not_said_to_be_in_a_line_that_was_not_written(tmp_path: Path) -> None:
    folder = a_project(tmp_path, {"entities.toml": '[person.jo-roe]\nname = "Jo Roe"\n', "rain.txt": STORY})

    with pytest.raises(BuilderError) as refused:
        decide(folder, [Step("never", "", "Jo Roe")])

    assert str(refused.value.problems[0]).startswith(
        "content/entities.toml: 'Jo Roe' is claimed by jo-roe, but [[never]]"
    )


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

    with pytest.raises(BuilderError, match="'Kim' is claimed by kim-jong-un"):
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

    with pytest.raises(BuilderError, match="no front matter that can take this change"):
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
