"""Who said what, on the pages and in the files of a site."""

import json
from pathlib import Path
from typing import Any

import pytest

from builder.commands.convert import convert
from builder.site import build

STORY = """\
A ferry is late

Harbor master Anna Berg closed the pier on Monday. Otto Kern, a sailor from Norway, waited for nine hours.

“We will not sail tonight,” Berg said. “Nobody should try.”

“I have seen worse,” Kern said. He called the storm “a breeze”.
"""

Notes = list[dict[str, Any]]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "ferry.txt").write_text(STORY, encoding="utf-8")
    return tmp_path


def made(project: Path, name: str) -> str:
    return (project / "site" / "articles" / "ferry" / name).read_text(encoding="utf-8")


def said(project: Path) -> Notes:
    """The annotations of quotations."""
    notes: Notes = json.loads(made(project, "annotations.json"))["items"]
    assert [note["id"].partition("#")[2] for note in notes] == [str(n) for n in range(1, len(notes) + 1)]
    return [note for note in notes if note["motivation"] == "describing"]


def speakers(project: Path) -> list[tuple[str, str]]:
    """The words of each quotation, and who said them."""
    return [(n["target"]["selector"][0]["exact"], n["body"]["dateline:speaker"]) for n in said(project)]


def test_annotations_say_who_said_which_words(project: Path) -> None:
    build(project)

    text = made(project, "article.txt")
    first, second, other = said(project)
    (quote, position), start = first["target"]["selector"], text.index("We will not")
    assert first["body"] == {"type": "Quotation", "name": "Anna Berg", "dateline:speaker": "person:anna-berg"}
    assert (first["type"], first["target"]["source"]) == ("Annotation", "article.txt")
    assert quote["exact"] == "We will not sail tonight,"
    assert text[start - 32 : start] == quote["prefix"]
    assert position == {"type": "TextPositionSelector", "start": start, "end": start + len(quote["exact"])}
    assert first.keys() == {"id", "type", "motivation", "body", "target", *DATA}
    assert [[note[key] for key in DATA] for note in (first, second, other)] == [
        [1, "said-name", "certain"],
        [1, "parts", "certain"],
        [2, "said-name", "certain"],
    ]


DATA = "dateline:quotation", "dateline:rule", "dateline:certainty"


def test_what_a_hidden_person_said_leaves_no_trace(project: Path) -> None:
    hidden = '[person.anna-berg]\nname = "Anna Berg"\nhidden = true\n'
    (project / "content" / "entities.toml").write_text(hidden)

    build(project)

    assert speakers(project) == [("I have seen worse,", "person:otto-kern")]
    for name in ("index.html", "index.md", "annotations.json"):
        assert "anna-berg" not in made(project, name)


def test_a_hidden_speaker_by_hand_leaves_no_trace(project: Path) -> None:
    hidden = '[person.anna-berg]\nname = "Anna Berg"\nhidden = true\n'
    (project / "content" / "entities.toml").write_text(hidden)

    by_hand(project, "“Go now,” she said. {said=person:anna-berg}\n\nShe left. {said=person:anna-berg}")

    assert said(project) == []
    for name in ("index.html", "index.md", "annotations.json"):
        assert "anna-berg" not in made(project, name)


def test_words_of_somebody_likely_are_likely_theirs(project: Path) -> None:
    first = "---\ndate: 2016-03-01\n---\nA storm\n\nJames Corvey, director of the FBI, watched it for an hour.\n"
    other = first + "\n“It is late,” said James B. Corvey, director of the FBI.\n"
    (project / "content" / "a-storm.txt").write_text(first)
    (project / "content" / "ferry.txt").write_text(other.replace("James Corvey", "James B. Corvey"), encoding="utf-8")

    build(project)

    assert [(n["body"]["dateline:speaker"], n["dateline:certainty"]) for n in said(project)] == [
        ("person:james-corvey", "likely")
    ]


def test_the_page_marks_what_was_said_and_linked_data_says_it_too(project: Path) -> None:
    (project / "dateline.toml").write_text('[site]\nbase_url = "https://example.org/"\n')

    build(project)

    page = made(project, "index.html")
    berg = '“<span class="quotation" data-said="person:anna-berg">We will not sail tonight,</span>” '
    assert berg in page
    graph = json.loads(page.partition('<script type="application/ld+json">')[2].partition("</script>")[0])["@graph"]
    assert graph[0]["hasPart"] == [
        {
            "@type": "Quotation",
            "text": "We will not sail tonight. Nobody should try.",
            "creator": {"@id": "https://example.org/people/anna-berg/"},
        },
        {
            "@type": "Quotation",
            "text": "I have seen worse.",
            "creator": {"@id": "https://example.org/people/otto-kern/"},
        },
    ]
    assert "https://example.org/people/otto-kern/" in [node["@id"] for node in graph[0]["about"]]


def test_the_markdown_says_who_said_the_quotations_of_a_paragraph(project: Path) -> None:
    build(project)

    markdown = made(project, "index.md")
    assert "“Nobody should try.” {said=person:anna-berg}\n" in markdown
    # "A breeze" is quoted, but nobody is sure to have said it.
    assert "storm “a breeze”.\n" in markdown


BY_HAND = """\
---
title: A ferry is late
---
[Anna Berg](person:anna-berg) met Otto Kern.

{}
"""


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Berg had a word for it: “The tide was late and we all waited.”", ["The tide was late and we all waited."]),
        (
            "“The tide was late and we all waited,” Berg wrote to “Old Fox” Kern.",
            ["The tide was late and we all waited,"],
        ),
        ("The tide was late and we all waited.", ["The tide was late and we all waited."]),
    ],
)
def test_a_repeated_pull_quote_attributes_only_the_words_in_quotation_marks(
    project: Path, sentence: str, expected: list[str]
) -> None:
    quote = "{.pullquote}\n> The tide was late and we all waited\n>\n> — [Anna Berg](person:anna-berg), harbor master"

    by_hand(project, f"It rained. {sentence} It snowed.\n\n{quote}", "de")

    assert speakers(project) == [(words, "person:anna-berg") for words in expected]


def by_hand(project: Path, paragraph: str, language: str = "en") -> list[str]:
    """The problems of a build of a story with this paragraph instead of the one of the project."""
    (project / "content" / "ferry.txt").unlink(missing_ok=True)
    story = BY_HAND.replace("{}", paragraph).replace("title:", f"language: {language}\ntitle:")
    (project / "content" / "ferry.md").write_text(story, encoding="utf-8")
    return [str(each) for each in build(project).problems if "are not searched for" not in each.message]


@pytest.mark.parametrize(
    ("paragraph", "language", "expected"),
    [
        ("“Go,” Berg said. “Now.” {said=person:anna-berg}", "en", ["Go,", "Now."]),
        ("“Go,” Kern said. “Now.” {said=person:anna-berg}", "en", ["Go,", "Now."]),
        ("“Go now,” Berg said. {said=none}", "en", []),
        ("“Go now,” sie. {said=person:anna-berg}", "de", ["Go now,"]),
        ("„Los jetzt“, rief sie. »Los!« {said=person:anna-berg}", "de", ["Los jetzt", "Los!"]),
        ("« Partons », dit-elle. {said=person:anna-berg}", "fr", ["Partons"]),
        ("”Nu går vi”, sade hon.\n{said=person:anna-berg}", "sv", ["Nu går vi"]),
        ("„Los jetzt“, rief sie. {said=none}", "de", []),
    ],
)
def test_a_speaker_by_hand_says_everything_quoted_in_the_paragraph(
    project: Path, paragraph: str, language: str, expected: list[str]
) -> None:
    problems = by_hand(project, paragraph, language)

    assert problems == []
    assert speakers(project) == [(words, "person:anna-berg") for words in expected]
    assert {note["dateline:rule"] for note in said(project)} <= {"by-hand"}
    assert paragraph.split()[-1] in made(project, "index.md")
    assert "{said" not in made(project, "index.html") + made(project, "article.txt")


def test_a_speaker_by_hand_may_be_somebody_whom_the_story_only_names(project: Path) -> None:
    problems = by_hand(project, "“Go now,” Berg said. {said=person:otto-kern}")

    assert problems == []
    assert speakers(project) == [("Go now,", "person:otto-kern")]


def test_a_pull_quote_of_a_paragraph_that_nobody_said_is_nobodys(project: Path) -> None:
    quote = "\n\n{.pullquote}\n> The tide was late and we waited\n>\n> — Anna Berg"

    assert by_hand(project, "“The tide was late and we waited,” Berg said. {said=none}" + quote) == []

    assert speakers(project) == []


@pytest.mark.parametrize(
    ("paragraph", "problem"),
    [
        (
            "He left. {said=person:anna-berg}",
            "content/ferry.md: a paragraph with {said=person:anna-berg} has no words in quotation marks: 'He left.…'\n"
            "  put the words that were said in quotation marks, or delete {said=person:anna-berg}",
        ),
        (
            "“Go now,” he said. {said=Berg}",
            "content/ferry.md:7: unknown speaker 'Berg'\n"
            "  end a paragraph with {said=person:kim-jong-un} or {said=none}; "
            "an id consists of lower-case letters a to z, digits and single hyphens",
        ),
    ],
)
@pytest.mark.parametrize("language", ["en", "de"])
def test_a_speaker_by_hand_who_is_nobody_is_a_problem(
    project: Path, paragraph: str, problem: str, language: str
) -> None:
    assert by_hand(project, paragraph, language) == [problem]

    assert speakers(project) == []


OPENING = "Harbor master Anna Berg closed the pier on Monday. Otto Kern, a sailor from Norway, waited."
TOLD = (
    "“We will not sail tonight,” Berg said. “Nobody should try.”",
    "“We will not sail,” Berg said. “We will,” Kern said.",
    "Berg called the storm “a breeze” and left.",
    "“We will not sail tonight,” Berg said.\n\n“Nobody should try,” she added, “and nobody will.”",
    "Berg said: “We will not sail tonight.\n\n“Nobody should try.”",
    "“We will not sail,” it said. “We never will,” Kern said {said=none}",
    "*“We will* not sail,” **Berg** said.",
    "“[Otto Kern](none:) will not sail,” Anna Berg said. {said=none}",
)


@pytest.mark.parametrize("suffix", [".txt", ".md"])
def test_the_markdown_of_a_story_says_the_same_of_its_quotations(project: Path, suffix: str) -> None:
    content, stories = project / "content", project / "site" / "articles"
    (content / "ferry.txt").unlink()
    for number, paragraphs in enumerate(TOLD):
        title = f"{'# ' if suffix == '.md' else ''}A ferry is late"
        (content / f"{number}{suffix}").write_text(f"{title}\n\n{OPENING}\n\n{paragraphs}\n", encoding="utf-8")
    build(project)
    first = [(kept(story), (story / "index.md").read_text(encoding="utf-8")) for story in sorted(stories.iterdir())]
    converted = [convert(project, file).markdown for file in sorted(content.iterdir())]
    published = [markdown for _, markdown in first]

    for again in (published, converted):
        for number, markdown in enumerate(again):
            (content / f"{number}{suffix}").unlink(missing_ok=True)
            (content / f"{number}.md").write_text(markdown, encoding="utf-8")
        build(project)

        assert [
            (kept(story), (story / "index.md").read_text(encoding="utf-8")) for story in sorted(stories.iterdir())
        ] == first
    assert [convert(project, file).markdown for file in sorted(content.iterdir())] == converted


def kept(story: Path) -> tuple[str, list[list[Any]]]:
    """The text of a story, and everything about its quotations but their rules."""
    notes = json.loads((story / "annotations.json").read_text(encoding="utf-8"))["items"]
    keys = "body", "target", "dateline:quotation", "dateline:certainty"
    said = [[note[key] for key in keys] for note in notes if note["motivation"] == "describing"]
    return (story / "article.txt").read_text(encoding="utf-8"), said


def test_markdown_names_no_speaker_who_is_only_likely(project: Path) -> None:
    (project / "content" / "ferry.txt").write_text(
        "Talks\n\nMr. Corvey spoke on Monday. “It is late,” Mr. Corvey said.\n"
    )
    build(project)

    assert "{said=person:corvey}" in made(project, "index.md")
    assert "said=" not in convert(project, project / "content" / "ferry.txt").markdown
