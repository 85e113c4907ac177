"""Pictures on pages: smaller copies for smaller screens, a link to the picture itself, and galleries."""

import re
import shutil
from pathlib import Path

import pytest

from builder.markdown.html import body_html, with_pictures
from builder.outputs import smaller_pictures
from builder.site import Site
from tests.pictures import picture, turned

STORY = """\
---
title: Talks
date: 2018-07-04
language: de
image: top.jpg
---
![A hill](img/hill.png)
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    put(tmp_path, "content/talks.md", STORY)
    put(tmp_path, "content/top.jpg", picture(size=(2200, 1100)))
    put(tmp_path, "content/img/hill.png", picture("PNG", (900, 600)))
    return tmp_path


def put(folder: Path, name: str, made: str | bytes) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(made.encode() if isinstance(made, str) else made)


def built(project: Path, site: Site | None = None) -> dict[str, bytes]:
    """The files of the site."""
    (site or Site(project)).build(search="none")
    folder = project / "site"
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def smaller(files: dict[str, bytes]) -> list[str]:
    return sorted(re.sub("[0-9a-f]{20}", "*", path) for path in files if path.startswith("assets/pictures/"))


def page(files: dict[str, bytes], path: str = "articles/talks") -> str:
    return re.sub("[0-9a-f]{20}", "*", files[f"{path}/index.html"].decode())


def test_a_page_offers_copies_of_each_size_and_leads_to_the_picture_itself(project: Path) -> None:
    files = built(project)

    assert smaller(files) == [
        f"assets/pictures/*.{each}" for each in ("1200w.jpg", "1600w.jpg", "480w.jpg", "480w.png", "800w.jpg")
    ]
    copies = "".join(f"../../assets/pictures/*.{each}w.jpg {each}w, " for each in (480, 800, 1200, 1600))
    assert f'src="top.jpg" srcset="{copies}top.jpg 2200w"' in page(files)
    assert 'srcset="../../assets/pictures/*.480w.png 480w, img/hill.png 900w"' in page(files)
    assert '<a class="enlarge" href="top.jpg" title="View larger">' in page(files)
    assert '<a class="enlarge" href="img/hill.png" title="View larger"><img src="img/hill.png" width="900"' in page(
        files
    )


def test_a_picture_above_the_text_is_as_wide_as_one_in_it(project: Path) -> None:
    above, inside = re.findall(r'sizes="([^"]+)"', page(built(project)))

    assert inside == f"auto, {above}"


def test_without_pillow_pages_are_as_they_were(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smaller_pictures, "pillow", lambda: "")

    files = built(project)

    assert smaller(files) == []
    assert "srcset" not in page(files)
    assert '<img src="top.jpg" alt="" width="2200" height="1100">' in page(files)
    assert '<img src="img/hill.png" width="900" height="600" loading="lazy" alt="A hill" />' in page(files)


def test_of_a_huge_picture_only_its_copies_are_offered(project: Path) -> None:
    put(project, "content/top.jpg", picture(size=(3300, 200)))

    assert "3300w" not in page(built(project))


def test_copies_go_with_their_picture_and_are_made_once(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = built(project)
    monkeypatch.setattr(smaller_pictures, "scaled", lambda *_: pytest.fail("a copy is made again"))
    put(project, "content/again.md", STORY.replace("Talks", "Again"))

    both = built(project)
    (project / "content/talks.md").unlink()
    put(project, "content/moved/again.md", (project / "content/again.md").read_bytes())
    (project / "content/again.md").unlink()
    put(project, "content/moved/top.jpg", (project / "content/top.jpg").read_bytes())
    put(project, "content/moved/img/hill.png", (project / "content/img/hill.png").read_bytes())
    moved = built(project)
    put(project, "content/moved/again.md", "---\ntitle: No picture\nlanguage: de\n---\nNothing.\n")
    none = built(project)

    assert smaller(before) == smaller(both) == smaller(moved) != []
    assert smaller(none) == []


def test_another_picture_has_other_copies_and_a_fresh_build_is_the_same(project: Path) -> None:
    site = Site(project)
    before = built(project, site)
    put(project, "content/top.jpg", turned(6, (2200, 1100)))

    after = built(project, site)
    for made in ("site", ".dateline"):
        shutil.rmtree(project / made)

    assert 'width="1100" height="2200"' in page(after)
    assert smaller(after) != smaller(before)
    assert built(project) == after


def test_a_picture_that_cannot_be_scaled_is_shown_and_named(project: Path) -> None:
    whole = picture(size=(2200, 1100))
    put(project, "content/top.jpg", whole[:3000])

    report = Site(project).build(search="none")
    again = Site(project).build(search="none", thorough=True)

    assert [str(problem) for problem in report.problems if "jpg" in problem.file] == [
        "content/top.jpg: is damaged: no smaller copies are made of it\n  save it again, smaller or in another program"
    ]
    assert again.problems == report.problems
    assert (project / "site/articles/talks/top.jpg").read_bytes() == whole[:3000]


def test_a_picture_with_too_many_bytes_is_not_decoded(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smaller_pictures, "MAX_BYTES", 1_000)

    report = Site(project).build(search="none")

    assert {problem.file for problem in report.problems if "bytes" in problem.message} == {
        "content/top.jpg",
        "content/img/hill.png",
    }


def test_notes_and_plain_pages_offer_copies_too(project: Path) -> None:
    put(project, "content/talks.md", STORY.replace("![A hill](img/hill.png)", "[Ann Lee](person:ann-lee) spoke."))
    put(project, "content/people/ann-lee.md", "---\nimage: ann.jpg\n---\nA speaker.\n\n![A desk](desk.jpg)\n")
    put(project, "content/people/ann.jpg", picture(size=(700, 700)))
    put(project, "content/people/desk.jpg", picture(size=(701, 700)))
    put(project, "content/pages/about.md", "# About\n\n![Us](us.jpg)\n")
    put(project, "content/pages/us.jpg", picture(size=(702, 700)))

    files = built(project)

    person, about = page(files, "people/ann-lee"), page(files, "about")
    assert 'src="ann.jpg" srcset="../../assets/pictures/*.480w.jpg 480w, ann.jpg 700w"' in person
    assert 'srcset="../../assets/pictures/*.480w.jpg 480w, desk.jpg 701w"' in person
    assert 'srcset="../assets/pictures/*.480w.jpg 480w, us.jpg 702w"' in about
    put(project, "content/pages/us.jpg", picture(size=(500, 700)))
    assert 'width="500"' in page(built(project), "about")


def test_files_that_are_only_copied_have_no_copies(project: Path) -> None:
    put(project, "content/static/big.jpg", picture(size=(2300, 1100)))
    put(project, "content/talks.md", "---\ntitle: Talks\nlanguage: de\n---\nNothing.\n")

    assert smaller(built(project)) == []


def gallery(html: str) -> str:
    """The gallery in a body, its pictures by their names."""
    found = re.search(r'<div class="gallery">.*', html, re.DOTALL)
    text = found[0] if found else ""
    return " ".join(re.sub(r'<img src="(\w+)\.png"[^>]*>|<(?!/?div)[^>]*>', r" \1 ", text).split())


@pytest.mark.parametrize(
    ("markdown", "shown"),
    [
        ("![](a.png)", ""),
        ("![](a.png)\n\nText.\n\n![](b.png)", ""),
        ("![](a.png)\n\n{.caption}\n> One.", ""),
        ("Look: ![](a.png) ![](b.png)", ""),
        ("![](a.png)\n![](b.png)\n\nText.", '<div class="gallery"> a b </div> Text.'),
        ("![](a.png) ![](b.png)", '<div class="gallery"> a b </div>'),
        ("![](a.png)\n\n[![](b.png)](https://a.de/)\n\nText.", '<div class="gallery"> a b </div> Text.'),
        ("![](a.png)\n\n![](b.png)\n\n{.caption}\n> Both.", '<div class="gallery"> a b </div> Both.'),
        (
            "![](a.png)\n\n{.caption}\n> One.\n\n![](b.png)\n\n{.caption}\n> Two.",
            '<div class="gallery"> <div> a One. </div> <div> b Two. </div> </div>',
        ),
        (
            "![](a.png)\n\n{.caption}\n> One.\n\n![](b.png)",
            '<div class="gallery"> <div> a One. </div> b </div>',
        ),
    ],
)
def test_several_pictures_in_a_row_are_a_gallery(markdown: str, shown: str) -> None:
    assert gallery(body_html(markdown, ())) == shown


def test_a_gallery_changes_no_number_of_a_paragraph() -> None:
    html = body_html("One.\n\n![](a.png)\n\n![](b.png)\n\n{.caption}\n> Both.\n\nFive.", ())

    assert re.findall(r'id="(p\d)"', html) == ["p1", "p2", "p3", "p4", "p5"]


def test_a_picture_in_a_link_by_hand_keeps_that_link() -> None:
    html = body_html("[![x](a.png)](https://a.de/) and ![a > b](a.png)", ())

    linked = with_pictures(html, {"a.png": (' width="1"', '<a href="a.png">')})

    assert linked.count("<a ") == linked.count("</a>") == 2
    assert '<a href="https://a.de/"><img src="a.png" width="1" alt="x" /></a>' in linked
    assert '<a href="a.png"><img src="a.png" width="1" alt="a &gt; b" /></a>' in linked
