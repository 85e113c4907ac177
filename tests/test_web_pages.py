"""The story in a web page that was pasted whole. What becomes of its lines is in cases/structure/web-page-*.txt."""

import pytest

from builder.read.lines import split_lines
from builder.read.web_pages import web_page
from tests.test_structure import MENU, SHARED, real_texts

STORY = """Islanders ask for a doctor of their own

The council of the islands has asked for a doctor who lives there all year, after a winter with 31 days \
without a ferry, in which two people had to be flown to the mainland in a storm.

“We are not asking for a hospital,” said Rosa Hald, who leads the council. “We want somebody who is here when the boat \
is not, and who knows by name the people whom it has left behind.”

The health board said that it had looked for a doctor three times since the summer, and that nobody had applied. It \
will discuss the matter again in April, together with the timetable of the ferry and the state of the helicopter.

For six weeks a nurse was the only person on the islands with any medical training. He treated two broken legs, and \
delivered a child by lamplight in a house without a telephone."""
FOOT = "\nAbout us\nContact\nPrivacy\n© The Courier. All rights reserved.\n"


def kept(text: str) -> list[str]:
    lines = split_lines(text)
    page = web_page(lines)
    return [line.text for i, line in enumerate(lines) if page is None or i in page.kept]


def test_a_story_among_menus_is_found_with_its_headline() -> None:
    assert kept(f"{MENU}{STORY}\n{FOOT}") == kept(STORY)


@pytest.mark.parametrize("around", ["", "News\n", "Share\nTweet\n"])
def test_a_story_with_a_few_buttons_is_left_to_the_rules(around: str) -> None:
    assert web_page(split_lines(f"{around}{STORY}\n{around}")) is None


@pytest.mark.parametrize(
    "names", ["Ida Falk\nJon Berg\nMara Lind\nRosa Hald\nUna Nilsen\n", "1. Oslo\n2. Bergen\n3. Moss\n"]
)
def test_a_list_of_results_is_no_menu(names: str) -> None:
    text = f"{STORY}\n\nThe winners\n{names}"

    assert web_page(split_lines(text)) is None


def test_a_text_without_sentences_has_no_story() -> None:
    assert web_page(split_lines(MENU * 20)) is None


def test_comments_are_no_part_of_the_story_however_long_they_are() -> None:
    comments = "\nAnna K. says:\n\n".join(
        f"They asked for a doctor in {year} as well, and I remember how that ended, after many meetings."
        for year in range(1950, 1990)
    )

    assert kept(f"{MENU}{STORY}\n\n40 comments\n\n{comments}\n{FOOT}") == kept(STORY)


def test_a_list_of_other_stories_between_paragraphs_is_left_out() -> None:
    listed = "\nMost read\nChoir wins in Bergen\nLighthouse opens to visitors\nFerry cancelled again\n"
    head, first, *rest = STORY.split("\n\n")

    text = "\n\n".join((head, first, listed, *rest))

    assert kept(f"{MENU}{text}\n{FOOT}") == kept(STORY)


@pytest.mark.skipif(not SHARED.exists(), reason="the real texts are not here")
def test_real_stories_are_no_web_pages_so_that_none_of_their_words_is_lost() -> None:
    stories = [(name, text) for name, text in real_texts(pages=False)]

    assert [name for name, text in stories if web_page(split_lines(text))] == []
    assert len(stories) > 100
