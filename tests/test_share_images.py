"""Pictures that other sites show with a link: what is on them, and when there is none."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops

from builder.outputs import share_images
from builder.outputs.share_images import PAPER, SIZE, can_be_drawn, share_image
from builder.settings import config
from builder.settings.site_settings import USUAL
from builder.site import build
from tests.pictures import opened, picture

BASE = "https://example.org/news/"
SETTINGS = f'[site]\nbase_url = "{BASE}"\n[build]\nformats = {[*USUAL, "share-images"]}\n'
MARGIN = 84


def story(title: str, front: str = "") -> str:
    head = f"---\ntitle: {title}\ndate: 2018-07-04\nlanguage: de\n{front}---\n"
    return f"{head}[Lech Wałęsa](person:lech-walesa) spoke.\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    put(tmp_path, "dateline.toml", SETTINGS)
    put(tmp_path, "content/talks.md", story("Talks “begin” – at last"))
    return tmp_path


def put(folder: Path, name: str, made: str | bytes) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(made.encode() if isinstance(made, str) else made)


def said(project: Path, folder: str) -> dict[str, str]:
    """The properties in the head of a page."""
    html = (project / "site" / folder / "index.html").read_text(encoding="utf-8")
    return dict(re.findall(r'<meta property="([^"]+)" content="([^"]*)">', html))


@pytest.mark.parametrize("folder", ["articles/talks", "people/lech-walesa"])
def test_articles_and_people_have_a_picture_for_links(project: Path, folder: str) -> None:
    build(project, search="none")

    shown = opened((project / "site" / folder / "share.png").read_bytes())
    assert (shown.format, shown.size) == ("PNG", (1200, 630))
    assert said(project, folder)["og:image"] == f"{BASE}{folder}/share.png"
    assert said(project, folder)["twitter:card"] == "summary_large_image"


def test_an_article_with_a_picture_of_its_own_is_shown_with_that(project: Path) -> None:
    put(project, "content/talks.md", story("Talks", "image: hill.png\n"))
    put(project, "content/hill.png", picture("PNG"))

    build(project, search="none")

    assert said(project, "articles/talks")["og:image"] == f"{BASE}articles/talks/hill.png"


def test_what_the_font_cannot_write_has_no_picture(project: Path) -> None:
    put(project, "content/talks.md", story("习近平"))

    build(project, search="none")

    assert not (project / "site/articles/talks/share.png").exists()
    assert "og:image" not in said(project, "articles/talks")
    assert (project / "site/people/lech-walesa/share.png").exists()


def test_without_pillow_the_format_is_left_out_with_a_warning(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(config, "version", lambda _: "")

    report = build(project, search="none")

    assert [str(problem) for problem in report.problems if "Pillow" in str(problem)] == [
        "dateline.toml: the format 'share-images' is left out, because Pillow is not installed\n"
        "  pip install pillow, or remove the format"
    ]
    assert not list((project / "site").rglob("share.png"))
    assert "og:image" not in said(project, "articles/talks")


def test_without_an_address_there_are_none(project: Path) -> None:
    put(project, "dateline.toml", SETTINGS.replace(f'base_url = "{BASE}"', 'title = "T"'))

    build(project, search="none")

    assert not list((project / "site").rglob("share.png"))


@pytest.mark.parametrize(
    ("words", "drawn"),
    [
        ("Plain", True),
        ("Łódź, Dvořák, Erdoğan, Ștefan: “é” – ’…", True),
        ("e\u0301", True),
        ("a\u2011b\u00a0c", True),
        ("Трамп", False),
        ("x\U0001f600", False),
        ("a\u202eb", False),
        ("x\u0489", False),
        ("", False),
        (" \n", False),
    ],
)
def test_words_are_drawn_only_if_the_font_has_all_letters(words: str, drawn: bool) -> None:
    assert can_be_drawn(words) is drawn


def margins(image: Image.Image) -> set[object]:
    """The colors at the left and right edge below the bar."""
    edges = [(0, 20, MARGIN - 4, SIZE[1]), (SIZE[0] - MARGIN + 4, 20, *SIZE)]
    return {color for edge in edges for _, color in image.crop(edge).getcolors() or ()}


LONG = st.text(st.sampled_from("Wij ły–") | st.characters(max_codepoint=0x17F), max_size=400)


@given(LONG, LONG)
def test_words_of_any_length_stay_inside(words: str, others: str) -> None:
    drawn = share_image(others, words or "x", others, words)

    image = opened(drawn).convert("RGB")
    assert margins(image) == {PAPER}
    assert len(drawn) < 100_000


def test_a_title_without_end_is_cut() -> None:
    assert len(share_image("T", "x" * 1_000_000, "y" * 1_000_000, "")) < 100_000


def test_the_same_words_give_the_same_picture_and_other_words_another() -> None:
    one, same, other = (share_image("The Courier", words, "World", "") for words in ("Talks", "Talks", "Talk"))

    assert one == same
    assert ImageChops.difference(opened(one).convert("RGB"), opened(other).convert("RGB")).getbbox()


def test_lines_are_about_as_wide_as_each_other() -> None:
    size, lines = share_images._fitting("One two three four five six seven eight nine ten eleven", 1032, 340)

    widths = [sum(share_images._width(word, size) for word in line.split()) for line in lines]
    assert min(widths) > max(widths) / 2
