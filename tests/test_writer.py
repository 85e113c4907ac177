import json
import os
import tracemalloc
from pathlib import Path

import pytest

from builder.core.codec import digest_bytes
from builder.core.errors import BuilderError
from builder.store.sources import SourceFile
from builder.store.writer import Aside, Output


def built(folder: Path, pages: dict[str, bytes]) -> Output:
    output = Output(folder, "site")
    write(output, pages)
    return output


def write(output: Output, pages: dict[str, bytes]) -> None:
    """Make the folder hold exactly these pages."""
    with output.aside():
        waiting = [output.set_aside(path, raw) for path, raw in pages.items()]
        gone = output.listed.keys() - pages.keys()
        output.announce(pages.keys(), gone)
        output.put(waiting)
        output.finish(gone)


def files(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file() and p.name[0] != "."}


def test_the_folder_holds_exactly_the_pages(tmp_path: Path) -> None:
    built(tmp_path / "site", {"index.html": b"1", "people/a/index.html": b"2"})

    built(tmp_path / "site", {"index.html": b"3", "people/b/index.html": b"4"})

    assert files(tmp_path / "site") == {"index.html": b"3", "people/b/index.html": b"4"}
    assert not (tmp_path / "site/people/a").exists()


def test_a_file_that_we_did_not_write_is_left_alone(tmp_path: Path) -> None:
    built(tmp_path / "site", {"a/index.html": b"1"})
    (tmp_path / "site/a/notes.txt").write_text("mine")

    built(tmp_path / "site", {"index.html": b"1"})

    assert files(tmp_path / "site") == {"index.html": b"1", "a/notes.txt": b"mine"}


def test_a_foreign_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis.doc").write_text("years of work")

    with pytest.raises(
        BuilderError, match=r"site: the output folder contains files that Dateline did not write: 'thesis.doc'"
    ):
        Output(tmp_path, "site").listed  # noqa: B018  # reads the list


def test_a_foreign_file_at_the_address_of_a_page_is_not_replaced(tmp_path: Path) -> None:
    built(tmp_path / "site", {"index.html": b"1"})
    (tmp_path / "site/about.html").write_text("mine")
    output = Output(tmp_path / "site", "site")

    with pytest.raises(
        BuilderError, match=r"site/about.html: a page of the site would replace this file, which Dateline did not write"
    ):
        output.announce({"about.html"}, set())


def test_a_foreign_file_far_down_is_not_replaced_either(tmp_path: Path) -> None:
    built(tmp_path / "site", {"index.html": b"1", "people/index.html": b"1"})
    (tmp_path / "site/people/a").mkdir()
    (tmp_path / "site/people/a/index.html").write_text("mine")
    output = Output(tmp_path / "site", "site")

    with pytest.raises(
        BuilderError,
        match=r"site/people/a/index.html: a page of the site would replace this file, which Dateline did not write",
    ):
        output.announce({"people/a/index.html", "people/b/page/1/index.html"}, set())


def test_a_page_of_equal_bytes_is_not_written_again(tmp_path: Path) -> None:
    output = built(tmp_path / "site", {"index.html": b"1"})
    before = output.stat_signature("index.html")

    with output.aside():
        aside = output.set_aside("index.html", b"1")

        assert aside.stat_signature is None
        assert output.put([aside])(aside) == before


def test_a_link_planted_in_the_output_leads_nowhere(tmp_path: Path) -> None:
    built(tmp_path / "site", {"index.html": b"1"})
    (tmp_path / "outside").mkdir()
    (tmp_path / "site/people").symlink_to(tmp_path / "outside")
    output = Output(tmp_path / "site", "site")

    with (
        output.aside(),
        pytest.raises(BuilderError, match="site/people: is a symbolic link in place of a folder of the site"),
    ):
        output.set_aside("people/index.html", b"2")

    assert list((tmp_path / "outside").iterdir()) == []


def test_nothing_is_deleted_where_a_link_leads(tmp_path: Path) -> None:
    built(tmp_path / "site", {"index.html": b"1", "people/a/index.html": b"1"})
    (tmp_path / "site/people").rename(tmp_path / "outside")
    (tmp_path / "site/people").symlink_to(tmp_path / "outside")
    output = Output(tmp_path / "site", "site")

    with pytest.raises(BuilderError, match="site/people: is a symbolic link in place of a folder of the site"):
        output.announce({"index.html"}, {"people/a/index.html"})

    assert (tmp_path / "outside/a/index.html").read_bytes() == b"1"


@pytest.mark.parametrize("path", ["../out", "/out", "a/../../out", "a//b", "./a", "a/.git/b", "a\\b", "a\0b", "a/", ""])
def test_no_path_leads_out_of_the_folder(tmp_path: Path, path: str) -> None:
    output = Output(tmp_path / "site", "site")

    with pytest.raises(BuilderError, match="is not valid for a page"):
        output.announce({"index.html", path}, set())

    assert list(tmp_path.iterdir()) == []


def test_a_list_that_names_files_elsewhere_deletes_none_of_them(tmp_path: Path) -> None:
    built(tmp_path / "site", {"index.html": b"1"})
    mine = tmp_path / "mine.txt"
    mine.write_text("mine")
    listed = dict.fromkeys(("index.html", "../mine.txt", "a/../../mine.txt", str(mine)), "")
    (tmp_path / "site/.dateline").write_text(json.dumps({"files": listed}))

    built(tmp_path / "site", {"index.html": b"1"})

    assert mine.read_text() == "mine"


def test_a_large_file_is_copied_in_chunks(tmp_path: Path) -> None:
    large = tmp_path / "large.bin"
    with large.open("wb") as file:
        file.truncate(64_000_000)
        file.write(b"end")
    output = Output(tmp_path / "site", "site")
    tracemalloc.start()

    for _ in range(2):
        with output.aside():
            aside = output.set_aside("large.bin", SourceFile(large, "large.bin"))
            output.announce({"large.bin"}, set())
            output.put([aside])
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert aside == Aside("large.bin", digest_bytes(large.read_bytes()), None)
    assert (tmp_path / "site/large.bin").stat().st_size == 64_000_000
    assert peak < 4_000_000


def test_a_damaged_list_stops_the_build(tmp_path: Path) -> None:
    built(tmp_path / "site", {"index.html": b"1"})
    (tmp_path / "site/.dateline").write_text("noise")

    with pytest.raises(BuilderError, match=r"site/.dateline: Dateline's manifest cannot be read"):
        Output(tmp_path / "site", "site").listed  # noqa: B018  # reads the list


def test_a_killed_build_leaves_nothing_that_is_not_ours(tmp_path: Path) -> None:
    output = Output(tmp_path / "site", "site")
    output.announce({"index.html", "about/index.html"}, set())
    output.put([output.set_aside("about/index.html", b"half a site")])
    output.set_aside("index.html", b"never put into its place")

    built(tmp_path / "site", {"index.html": b"1"})

    assert files(tmp_path / "site") == {"index.html": b"1"}


def test_until_pages_are_put_into_their_place_the_site_is_as_it_was(tmp_path: Path) -> None:
    output = built(tmp_path / "site", {"index.html": b"1"})

    with output.aside():
        output.set_aside("index.html", b"2")

    assert files(tmp_path / "site") == {"index.html": b"1"}
    assert sorted(path.name for path in (tmp_path / "site").iterdir()) == [".dateline", "index.html"]


def test_a_folder_that_went_with_its_last_page_is_made_again(tmp_path: Path) -> None:
    output = Output(tmp_path / "site", "site")
    for pages in ({"people/a/index.html": b"1"}, {"index.html": b"1"}, {"people/a/index.html": b"2"}):
        write(output, pages)

    assert files(tmp_path / "site") == {"people/a/index.html": b"2"}


def test_a_file_becomes_a_folder_and_a_folder_a_file(tmp_path: Path) -> None:
    built(tmp_path / "site", {"about": b"1", "news/today/index.html": b"1"})

    built(tmp_path / "site", {"about/index.html": b"2", "news": b"2"})

    assert files(tmp_path / "site") == {"about/index.html": b"2", "news": b"2"}


def test_a_page_is_written_even_if_its_folder_goes_with_the_last_old_page(tmp_path: Path) -> None:
    output = built(tmp_path / "site", {"a/b": b"1"})

    write(output, {"a/b/index.html": b"2", "a/c.txt": b"3"})

    assert files(tmp_path / "site") == {"a/b/index.html": b"2", "a/c.txt": b"3"}


def test_pages_follow_the_files_that_they_load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    output = built(tmp_path / "site", {"index.html": b"1", "assets/a.css": b"1", "people/index.html": b"1"})
    moved: list[str] = []
    replace = os.replace

    def recorded(source: str, target: str) -> None:
        moved.append(str(Path(target).relative_to(tmp_path / "site")))
        replace(source, target)

    monkeypatch.setattr(os, "replace", recorded)
    pages = {"index.html": b"2", "assets/a.css": b"2", "fonts/a.woff2": b"2", "new/index.html": b"2"}
    write(output, {**pages, "people/index.html": b"2"})

    moved = [path for path in moved if path != ".dateline"]
    pages_moved = [path for path in moved if path.endswith(".html") or path == "new"]
    assert moved == ["assets/a.css", "fonts", *pages_moved]
    assert sorted(pages_moved) == ["index.html", "new", "people/index.html"]


def test_a_foreign_file_in_a_folder_that_becomes_a_page_is_not_deleted(tmp_path: Path) -> None:
    built(tmp_path / "site", {"data/1.csv": b"1"})
    (tmp_path / "site/data/mine.txt").write_text("mine")

    with pytest.raises(
        BuilderError, match="site/data: a page of the site would replace this file, which Dateline did not write"
    ):
        built(tmp_path / "site", {"data": b"2"})

    assert files(tmp_path / "site") == {"data/1.csv": b"1", "data/mine.txt": b"mine"}


def test_a_page_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    built(tmp_path / "site", {"about/index.html": b"1"})
    (tmp_path / "site/about/index.html").unlink()
    (tmp_path / "site/about/index.html").mkdir()

    with pytest.raises(BuilderError, match=r"site/about/index\.html: cannot be written: Is a directory"):
        built(tmp_path / "site", {"about/index.html": b"2"})
