"""The import as users run it: what is written, what never is, and what is reported."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from builder.commands.importing.finishing import FinishedArticle, finished
from builder.commands.importing.html_blocks import read_html
from builder.commands.importing.imported import FoundPicture, Imported, Loss
from builder.commands.importing.picture_files import found_picture
from builder.core.values import FrontMatter
from builder.site import build
from builder.store.workers import FEW
from tests.imports import docx, imported, pdf, png, w_paragraph
from tests.saved import SHAPES
from tests.test_cli import run

PAGE = SHAPES["newspaper"]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "site" / "content").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "site")
    return tmp_path / "site"


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    (tmp_path / "saved").mkdir()
    return tmp_path / "saved"


def files(project: Path) -> list[str]:
    return sorted(str(path.relative_to(project)) for path in (project / "content").rglob("*") if path.is_file())


def test_an_import_again_adds_only_what_is_new_and_keeps_edits(project: Path, saved: Path) -> None:
    (saved / "one.html").write_text(PAGE, encoding="utf-8")
    (saved / "two.html").write_text(PAGE, encoding="utf-8")
    imported(project, saved)
    edited = project / "content" / "one.md"
    edited.write_text("My own words.\n", encoding="utf-8")
    (project / "content" / "two.md").rename(project / "content" / "two.txt")
    (saved / "three.html").write_text(PAGE, encoding="utf-8")

    report = imported(project, saved)

    assert report.added == ["content/three.md"]
    assert report.existing == 2
    assert edited.read_text(encoding="utf-8") == "My own words.\n"
    assert not (project / "content" / "two.md").exists()


def test_two_sources_with_one_file_name_are_both_imported_and_again_add_nothing(project: Path, tmp_path: Path) -> None:
    for name, page in (("a", PAGE), ("b", SHAPES["wire agency"])):
        (tmp_path / name).mkdir()
        (tmp_path / name / "story.html").write_text(page, encoding="utf-8")

    first = imported(project, tmp_path / "a")
    second = imported(project, tmp_path / "b")
    (project / "content" / "story-2.md").write_text("My own words.\n", encoding="utf-8")
    again = [imported(project, tmp_path / name) for name in ("b", "a")]

    assert (first.added, second.added) == (["content/story.md"], ["content/story-2.md"])
    assert [(report.added, report.existing, report.losses) for report in again] == [([], 1, [])] * 2
    assert (project / "content" / "story-2.md").read_text(encoding="utf-8") == "My own words.\n"


def test_a_source_that_was_moved_adds_nothing(project: Path, saved: Path) -> None:
    (saved / "story.html").write_text(PAGE, encoding="utf-8")
    imported(project, saved)
    moved = saved.rename(saved.with_name("moved"))

    report = imported(project, moved)

    assert (report.added, report.existing) == ([], 1)


def test_without_the_record_a_file_that_differs_is_named(
    project: Path, saved: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (saved / "same.html").write_text(PAGE, encoding="utf-8")
    (saved / "story.html").write_text(PAGE, encoding="utf-8")
    imported(project, saved)
    (project / ".dateline" / "imported.json").write_text("{", encoding="utf-8")
    (project / "content" / "story.md").write_text("My own words.\n", encoding="utf-8")

    status = run(monkeypatch, "import", str(saved))

    assert status == 0
    assert capsys.readouterr().out.splitlines() == [
        "0 articles imported, 1 already there, 0 files could not be read",
        "  not imported, because a file from elsewhere has this name: 1 (content/story.md)",
        "by file: .dateline/import.txt",
    ]
    assert f"{saved}/story.html: not imported" in (project / ".dateline" / "import.txt").read_text(encoding="utf-8")
    assert (project / "content" / "story.md").read_text(encoding="utf-8") == "My own words.\n"


def test_a_dry_run_writes_nothing_and_lists_what_it_would(
    project: Path, saved: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (saved / "one.html").write_text(PAGE, encoding="utf-8")

    status = run(monkeypatch, "import", str(saved), "--into", "content/old", "--dry-run")

    assert status == 0
    assert capsys.readouterr().out.splitlines() == [
        "write  content/old/one.md",
        "1 article would be imported, 0 already there, 0 files could not be read",
    ]
    assert files(project) == []
    assert not (project / ".dateline").exists()


def test_a_broken_file_stops_no_other_and_the_report_names_it(
    project: Path, saved: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (saved / "a.docx").write_bytes(b"PK\x03\x04 torn")
    (saved / "b.html").write_bytes(b"\x00\x01\x02")
    (saved / "c.pdf").write_bytes(pdf([])[:80])
    (saved / "d.html").write_text(PAGE, encoding="utf-8")
    (saved / "e.mbox").write_bytes(b"\xff" * 100)
    (saved / "f.eml").write_bytes(b"")
    (saved / "g.html").write_text("<html><body><nav>Home</nav></body></html>", encoding="utf-8")
    (saved / "h.html").mkdir()

    status = run(monkeypatch, "import", str(saved), str(saved / "missing.html"))

    assert status == 1
    shown = capsys.readouterr()
    assert shown.out.splitlines()[-2:] == [
        "1 article imported, 0 already there, 6 files could not be read",
        "by file: .dateline/import.txt",
    ]
    assert f"{saved}/a.docx: is not a Word document\n  open it in Word" in shown.err
    assert files(project) == ["content/d.md"]
    report = (project / ".dateline" / "import.txt").read_text(encoding="utf-8")
    assert "wrote content/d.md" in report
    assert f"{saved}/b.html: is binary, not text" in report


def test_what_is_imported_builds_without_a_problem(project: Path, saved: Path) -> None:
    for number, page in enumerate(SHAPES.values()):
        (saved / f"page-{number}.html").write_text(page, encoding="utf-8")
    (saved / "people").mkdir()
    (saved / "people" / "ana.docx").write_bytes(docx(w_paragraph("A title", style="Title"), w_paragraph("A text.")))
    imported(project, saved)

    report = build(project, search="none")

    assert [problem for problem in report.problems if not problem.warning] == []
    assert report.articles == len(SHAPES) + 1
    assert "content/people-articles/ana.md" in files(project)


@pytest.mark.parametrize(
    "into", ["elsewhere", "content/../..", "content/people", "content/static/x", "content/.hidden"]
)
def test_articles_are_written_only_to_folders_for_articles(
    project: Path, saved: Path, monkeypatch: pytest.MonkeyPatch, into: str
) -> None:
    (saved / "one.html").write_text(PAGE, encoding="utf-8")

    assert run(monkeypatch, "import", str(saved), "--into", into) == 1
    assert files(project) == []


def test_no_link_leads_out_of_content_or_out_of_the_sources(project: Path, saved: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.html").write_text(PAGE, encoding="utf-8")
    (project / "content" / "news").symlink_to(outside)
    (saved / "news").mkdir()
    (saved / "news" / "one.html").write_text(PAGE, encoding="utf-8")
    (saved / "link.html").symlink_to(outside / "secret.html")
    (saved / "folder").symlink_to(outside)
    os.mkfifo(saved / "pipe.html")

    report = imported(project, saved)

    assert report.added == []
    assert sorted(problem.message for problem in report.problems) == [
        "is a symbolic link; links to folders are not followed",
        "it is a link that leads out of the folder",
    ]
    assert list(outside.iterdir()) == [outside / "secret.html"]


@pytest.mark.parametrize(
    "address",
    [
        "../secret.png",
        "../../../../../../etc/passwd",
        "/etc/passwd",
        "file:///etc/passwd",
        "%2e%2e/secret.png",
        "..%2fsecret.png",
        "a\0b.png",
        "link.png",
        "text.png",
        "http://[broken/x.png",
        "data:image/png;base64,!!!!",
        "data:text/html;base64,PHNjcmlwdD4=",
        "//example.org/x.png",
        "pipe.png",
        "script.svg",
        "",
    ],
)
def test_pictures_come_only_from_the_folder_of_the_source(tmp_path: Path, address: str) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    (tmp_path / "secret.png").write_bytes(png())
    (inside / "link.png").symlink_to(tmp_path / "secret.png")
    (inside / "text.png").write_text("root:x:0:0", encoding="utf-8")
    (inside / "script.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', encoding="utf-8")
    os.mkfifo(inside / "pipe.png")

    assert isinstance(found_picture(address, [str(inside)], {}), Loss)


def test_a_picture_is_named_by_its_bytes_and_stays_in_the_folder_of_its_article(tmp_path: Path) -> None:
    (tmp_path / "A photo.php").write_bytes(png())

    found = found_picture("A%20photo.php?size=2", [str(tmp_path)], {"cid:../x": png()})
    attached = found_picture("cid:../x", [str(tmp_path)], {"cid:../x": png()})

    assert isinstance(found, FoundPicture)
    assert isinstance(attached, FoundPicture)
    assert (found.name, attached.name) == ("a-photo.png", "x.png")


def test_two_sources_of_one_name_are_two_articles(project: Path, saved: Path) -> None:
    (saved / "A b.html").write_text(PAGE, encoding="utf-8")
    (saved / "a-b.htm").write_text(PAGE, encoding="utf-8")
    (saved / "a-b.docx").write_bytes(docx(w_paragraph("A title", style="Title"), w_paragraph("A text.")))

    report = imported(project, saved)

    assert report.added == ["content/a-b-2.md", "content/a-b-3.md", "content/a-b.md"]
    assert imported(project, saved).existing == 3


def test_a_standfirst_cut_from_the_body_and_the_name_of_an_account_are_left_out() -> None:
    blocks = read_html("<p>The ferry left the pier without a sound, and nobody noticed.</p>").passages
    cut = FrontMatter(title="T", standfirst="The ferry left the pier […]", authors=("admin", "Ana Bell"))

    made = [finished(Imported("x", front, blocks), "x") for front in (cut, replace(cut, standfirst="A summary."))]

    texts = [each.text for each in made if isinstance(each, FinishedArticle)]
    assert ["standfirst" in text for text in texts] == [False, True]
    assert all("authors: [Ana Bell]" in text for text in texts)


def test_file_names_may_be_any_bytes(project: Path, saved: Path) -> None:
    name = os.fsdecode(b"caf\xe9 \x1b[31m.html")
    (saved / name).write_text(PAGE, encoding="utf-8")

    report = imported(project, saved)

    assert report.problems == []
    assert len(report.added) == 1
    assert report.added[0].isascii()


def test_many_files_give_the_same_with_any_number_of_workers(project: Path, saved: Path) -> None:
    for number in range(FEW + 5):
        text = f"<article><h1>Title {number}</h1><p>{'A few words about ships. ' * 12}{number}</p></article>"
        (saved / f"{number}.html").write_text(text, encoding="utf-8")

    reports = [imported(project, saved, into=f"content/{jobs}", jobs=jobs) for jobs in (1, 2)]

    assert [len(report.added) for report in reports] == [FEW + 5, FEW + 5]
    one, two = ({path.name: path.read_bytes() for path in (project / "content" / jobs).iterdir()} for jobs in "12")
    assert one == two


def test_missing_libraries_are_one_line_that_says_what_to_install(
    project: Path, saved: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from importlib.util import find_spec

    missing: Callable[[str], object] = lambda name: None if name == "mammoth" else find_spec(name)  # noqa: E731
    monkeypatch.setattr("builder.commands.importing.find_spec", missing)

    assert run(monkeypatch, "import", str(saved)) == 3
    assert capsys.readouterr().err.splitlines() == [
        "importing needs libraries that are not installed",
        "  in a clone: pip install '.[import]'; otherwise add [import] to the path of your wheel, "
        "as docs/how-to/bring-what-you-have.md shows",
    ]


def test_outside_a_project_nothing_is_created(
    tmp_path: Path, saved: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (saved / "one.html").write_text(PAGE, encoding="utf-8")
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")

    status = run(monkeypatch, "import", str(saved))

    assert status == 1
    assert "there is no Dateline project here\n  change to the folder of your project" in capsys.readouterr().err
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_the_report_of_an_earlier_import_is_kept(project: Path, saved: Path) -> None:
    for name in ("one", "two"):
        (saved / f"{name}.html").write_text(PAGE, encoding="utf-8")
        imported(project, saved / f"{name}.html")

    report = (project / ".dateline" / "import.txt").read_text(encoding="utf-8")

    assert report == "\n".join(
        f"# dateline import {saved}/{name}.html\n1 article written, 0 already there\n\nwrote content/{name}.md\n"
        for name in ("one", "two")
    )


def test_what_cannot_be_imported_is_named_with_the_way_out(
    project: Path, saved: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (saved / "a.eml").write_bytes(b"\nno header\n")
    (saved / "empty").mkdir()

    run(monkeypatch, "import", str(saved / "empty"), str(saved / "a.eml"), "nope")
    run(monkeypatch, "import", str(saved), "--into", "archive/old")

    shown = capsys.readouterr().err
    assert f"{saved}/empty: nothing to import in this folder" in shown
    assert f"{saved}/a.eml: not an email message" in shown
    assert "nope: no such file or folder" in shown
    assert "archive/old: is not a folder for articles\n  use --into content/archive/old" in shown


def test_links_and_pipes_in_place_of_the_record_and_the_report_are_replaced(project: Path, saved: Path) -> None:
    (saved / "one.html").write_text(PAGE, encoding="utf-8")
    (saved / "secret.txt").write_text("secret", encoding="utf-8")
    (project / ".dateline").mkdir()
    os.mkfifo(project / ".dateline" / "imported.json")
    (project / ".dateline" / "import.txt").symlink_to(saved / "secret.txt")

    imported(project, saved / "one.html")

    assert imported(project, saved / "one.html").existing == 1
    assert "secret" not in (project / ".dateline" / "import.txt").read_text(encoding="utf-8")
    assert (saved / "secret.txt").read_text(encoding="utf-8") == "secret"
