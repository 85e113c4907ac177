"""The results of a build from content, good and bad, as a user sees them."""

import json
import re
from pathlib import Path

import pytest

from builder.core.errors import BuilderError
from builder.site import Site, build
from builder.store.manifest import LIST, Manifest
from builder.work import Report

GOOD = "A treaty is signed\n\nFrench President Charles de Gaulle met Konrad Adenauer in Paris. De Gaulle spoke first.\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "good.txt").write_text(GOOD, encoding="utf-8")
    return tmp_path


def put(project: Path, path: str, text: str | bytes) -> None:
    file = project / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text if isinstance(text, bytes) else text.encode())


def messages(report: Report) -> list[str]:
    return [str(problem) for problem in report.problems]


def site(project: Path) -> dict[str, bytes]:
    folder = project / "site"
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_a_story_gets_its_page_its_people_and_its_countries(project: Path) -> None:
    report = build(project)

    assert (report.articles, *report.entities.values()) == (1, 2, 1)
    assert {
        "index.html",
        "404.html",
        "entities.json",
        "people/index.html",
        "countries/index.html",
        "people/charles-de-gaulle/index.html",
        "people/konrad-adenauer/index.html",
        "countries/france/index.html",
        "articles/good/index.html",
        "articles/good/index.md",
        "articles/good/article.txt",
        "articles/good/annotations.json",
    } <= site(project).keys()


def test_annotations_point_at_their_words(project: Path) -> None:
    build(project)
    text = site(project)["articles/good/article.txt"].decode()
    notes = json.loads(site(project)["articles/good/annotations.json"])["items"]

    assert notes
    for note in notes:
        quotation, position = note["target"]["selector"]
        assert text[position["start"] : position["end"]] == quotation["exact"]
        assert text[: position["start"]].endswith(quotation["prefix"])
        assert text[position["end"] :].startswith(quotation["suffix"])


def test_a_second_build_writes_nothing(project: Path) -> None:
    first = build(project)

    second = build(project)

    assert (second.written, second.deleted) == (0, 0)
    assert second.unchanged == first.written


def test_a_process_that_waits_for_edits_restores_pages_that_others_changed(project: Path) -> None:
    waiting = Site(project)
    waiting.build(search="none", ready=True)
    before = site(project)
    (project / "site" / "index.html").unlink()
    (project / "site" / "people" / "index.html").write_text("of somebody else", encoding="utf-8")

    waiting.build(search="none", ready=True)

    assert site(project) == before


@pytest.mark.parametrize("wrong", ["content/entities.toml", "dateline.toml", "templates/words.toml"])
def test_an_edit_saved_while_another_file_was_wrong_is_shown_once_that_is_right(project: Path, wrong: str) -> None:
    """Each build is told only what was touched since the one before, even if that one failed."""
    put(project, wrong, "")
    waiting = Site(project)
    waiting.build(search="none")

    put(project, wrong, "[person")
    put(project, "content/good.txt", f"{GOOD}\nIt rained.\n")
    with pytest.raises(BuilderError):
        waiting.build(search="none", touched=[str(project / "content/good.txt"), str(project / wrong)])
    put(project, wrong, "")
    waiting.build(search="none", touched=[str(project / wrong)])

    assert "It rained." in site(project)["articles/good/index.html"].decode()


def test_a_file_edited_while_another_folder_was_content_is_read_again(project: Path) -> None:
    """Nobody watches the first folder meanwhile."""
    waiting = Site(project)
    waiting.build(search="none")
    put(project, "other/one.txt", GOOD)
    settings = project / "dateline.toml"

    settings.write_text('[build]\ncontent = "other"\n')
    waiting.build(search="none", touched=[str(settings)])
    put(project, "content/good.txt", f"{GOOD}\nIt rained.\n")
    settings.write_text("")
    waiting.build(search="none", touched=[str(settings)])

    assert "It rained." in site(project)["articles/good/index.html"].decode()


@pytest.mark.parametrize(
    ("name", "raw", "message"),
    [
        ("empty.txt", b"", "content/empty.txt: "),
        ("blank.txt", b" \n\n", "content/blank.txt: "),
        ("picture.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00", "content/picture.txt: "),
        ("front.md", b"---\ntitle: [unclosed\n---\nText.\n", "content/front.md:"),
    ],
)
def test_a_bad_article_is_named_and_the_others_build(project: Path, name: str, raw: bytes, message: str) -> None:
    put(project, f"content/{name}", raw)

    report = build(project)

    assert [m for m in messages(report) if m.startswith(message)], messages(report)
    assert all("\n  " in m for m in messages(report)), "each says how to fix it"
    assert report.articles == 1
    assert "articles/good/index.html" in site(project)


def test_the_last_good_version_replaces_a_bad_article(project: Path) -> None:
    build(project)
    before = site(project)["articles/good/index.html"]
    put(project, "content/good.txt", b"\x00\x01\x02 not text")

    report = build(project)

    assert any(not problem.warning for problem in report.problems)
    assert site(project)["articles/good/index.html"] == before


@pytest.mark.parametrize(
    ("path", "text", "message"),
    [
        ("dateline.toml", "[site\n", "dateline.toml:1: "),
        ("dateline.toml", "[site]\ntitel = 'x'\n", "dateline.toml:2: unknown key 'titel'"),
        ("content/entities.toml", "[person.a\n", "content/entities.toml:1: "),
        ("content/entities.toml", "[person.a-b]\nalias = ['C']\n", "content/entities.toml:2: unknown key 'alias'"),
        ("templates/person.html", "<h1>\n{% if %}\n", "templates/person.html:2: "),
        ("templates/person.html", "<h1>\n{{ page.nmae }}\n", "templates/person.html:2: "),
    ],
)  # fmt: skip
def test_what_all_pages_need_stops_the_build_and_the_site_stays(
    project: Path, path: str, text: str, message: str
) -> None:
    build(project)
    before = site(project)
    put(project, path, text)

    with pytest.raises(BuilderError) as caught:
        build(project)

    assert str(caught.value).startswith(message)
    assert caught.value.status == 1
    assert site(project) == before


def test_an_unknown_key_is_reported_with_the_closest_known_one(project: Path) -> None:
    put(project, "dateline.toml", "[site]\ntitel = 'x'\n")

    with pytest.raises(BuilderError, match="did you mean 'title'"):
        build(project)


def test_two_articles_with_one_address_both_stay_out(project: Path) -> None:
    put(project, "content/Same Name.txt", GOOD)
    put(project, "content/same-name.txt", GOOD)

    report = build(project)

    assert any("content/Same Name.txt" in m and "content/same-name.txt" in m for m in messages(report))
    assert "articles/same-name/index.html" not in site(project)
    assert report.articles == 1


def test_a_missing_content_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(BuilderError, match="content/: the folder of articles does not exist"):
        build(tmp_path)

    assert not (tmp_path / "site").exists()


def test_a_folder_that_is_not_ours_is_left_alone(project: Path) -> None:
    put(project, "site/thesis.doc", "years of work")

    with pytest.raises(BuilderError, match="site: the output folder contains files that Dateline did not write"):
        build(project)

    assert site(project) == {"thesis.doc": b"years of work"}


def test_a_file_that_is_no_article_gets_one_warning(project: Path) -> None:
    put(project, "content/old.docx", "PK")

    report = build(project)

    assert [p.file for p in report.problems if p.warning and "unsupported" in p.message] == ["content/old.docx"]


def test_a_draft_is_built_only_on_request(project: Path) -> None:
    put(project, "content/soon.md", "---\ntitle: Soon\ndraft: true\n---\nKonrad Adenauer rests.\n")

    assert build(project).articles == 1
    assert build(project, drafts=True).articles == 2
    assert build(project).articles == 1
    assert "articles/soon/index.html" not in site(project)


@pytest.mark.parametrize("name", ["secret.md", "secret.txt"])
@pytest.mark.parametrize(
    "front",
    [
        "+++\ntitle = 'Secret'\ndraft = true\n+++\n",
        "+++\ntitle = 'Secret'\ndraft = tru\n+++\n",
        "+++\ntitle: Secret\ndraft: true\n+++\n",
        "---\ntitle = 'Secret'\ndraft = true\n---\n",
        "---\ntitle: Secret\npublished: false\n---\n",
        "---\nTitle: Secret\nDraft: true\n---\n",
        "\n \n---\ntitle: Secret\ndraft: true\n---\n",
    ],
)
def test_a_draft_of_another_generator_is_not_published(project: Path, name: str, front: str) -> None:
    put(project, f"content/{name}", f"{front}\nNobody may read this yet.\n")

    build(project)

    assert not (project / "site/articles/secret").exists()
    assert b"Nobody may read this yet" not in b"".join(site(project).values())


@pytest.mark.parametrize("key", ["draft", "private"])
@pytest.mark.parametrize("name", ["pages/secret.md", "people/charles-de-gaulle.md", "countries/fr.md"])
def test_an_editors_draft_is_not_published(project: Path, name: str, key: str) -> None:
    put(project, f"content/{name}", f"---\n{key}: true\n---\n# Secret\n\nNobody may read this yet.\n")

    assert not build(project).problems
    assert b"Nobody may read this yet" not in b"".join(site(project).values())
    assert "secret/index.html" not in site(project)

    build(project, drafts=True)
    assert b"Nobody may read this yet" in b"".join(site(project).values())


def test_what_we_wrote_goes_with_its_article_and_what_is_not_ours_stays(project: Path) -> None:
    put(project, "content/other.txt", "Another day\n\nAngela Merkel spoke.\n")
    build(project)
    put(project, "site/mine.html", "mine")
    (project / "content" / "other.txt").unlink()

    report = build(project)

    assert report.deleted
    assert not (project / "site" / "articles" / "other").exists()
    assert site(project)["mine.html"] == b"mine"


def test_the_list_names_every_page_and_nothing_else(project: Path) -> None:
    build(project)

    listed = Manifest(site(project)[LIST]).entries

    assert listed.keys() == site(project).keys() - {LIST}


def test_content_is_never_a_template_nor_html(project: Path) -> None:
    put(
        project,
        "content/evil.txt",
        "{{ page.site }} </script><script>alert(1)</script>\n\n"
        "A line with {% raw %} and <b onclick=x>bold</b> in France.\n",
    )

    build(project)

    page = site(project)["articles/evil/index.html"].decode()
    assert "{{ page.site }} &lt;/script&gt;&lt;script&gt;" in page
    assert "{% raw %} and &lt;b onclick=x&gt;" in page
    data, *ours = re.findall("<script[^>]*>", page)
    assert data == '<script type="application/ld+json">'
    assert re.fullmatch(r'<script src="../../assets/site.\w+.js">', ours[0])
    assert re.fullmatch(r'<script src="../../assets/reading.\w+.js" defer>', ours[1])
    assert page.count("</script>") == 1 + len(ours) == 3


def test_an_image_beside_an_article_comes_along(project: Path) -> None:
    put(project, "content/trip/day.md", "---\ntitle: Day\n---\nText.\n\n![A hill](hill.png)\n")
    put(project, "content/trip/hill.png", b"png")

    build(project)

    assert site(project)["articles/trip/day/hill.png"] == b"png"


def test_all_in_the_attribution_of_a_pull_quote_are_links_and_a_person_says_it(project: Path) -> None:
    text = "A speech\n\nHe said it. “All free people are citizens,” Willy Brandt said, and went home.\n\n"
    quote = "All free people are citizens.\n\n— Willy Brandt, chancellor of West Germany\n\n"
    put(project, "content/speech.txt", f"{text}{quote}It rained.\n")

    build(project)

    page = site(project)["articles/speech/index.html"].decode()
    aside = page.partition("<aside")[2].partition("</aside>")[0]
    assert aside.count('data-entity="person:willy-brandt"') == aside.count('data-entity="country:DE"') == 1
    assert b"All free people are citizens" in site(project)["people/willy-brandt/index.html"].partition(b'id="said"')[2]
    assert b"<blockquote>" not in site(project)["countries/germany/index.html"]


@pytest.mark.parametrize(("capitals", "recorded", "linked"), [("index", 2, 0), ("link", 2, 1), ("off", 0, 0)])
def test_capitals_are_recorded_linked_where_they_act_or_left_alone(
    project: Path, capitals: str, recorded: int, linked: int
) -> None:
    put(project, "dateline.toml", f"[annotate]\ncapitals = '{capitals}'\n")
    put(project, "content/good.txt", "A day of talks\n\nThey met in Beijing. But Beijing fears the outcome.\n")

    build(project)

    notes = json.loads(site(project)["articles/good/annotations.json"])["items"]
    assert [note["dateline:via"] for note in notes] == ["capital"] * recorded
    assert sum(note["dateline:linked"] for note in notes) == linked
    assert site(project)["articles/good/index.html"].count(b'data-entity="country:CN"') == linked


def test_a_persons_page_gives_other_names_and_pages_elsewhere(project: Path) -> None:
    put(project, "content/a.txt", "A\n\nThe chancellor Helmut Kohl spoke. Helmut Kohl left. Herr Doktor sang.\n")
    decided = '[person.helmut-kohl]\nname = "Helmut Josef Kohl"\naliases = ["Helmut Kohl", "Herr Doktor"]\n'
    put(
        project,
        "content/entities.toml",
        f'{decided}same_as = ["https://www.example.org/kohl", "javascript:alert(1)"]\n',
    )

    build(project)

    page = site(project)["people/helmut-kohl/index.html"].decode()
    assert "<h1>Helmut Josef Kohl</h1>" in page
    assert '<a href="https://www.example.org/kohl" rel="external">example.org</a>' in page
    assert "javascript" not in page


def test_a_page_without_a_title_is_named_for_its_file(project: Path) -> None:
    put(project, "content/pages/about-us.md", "We write about rain, and about nothing else.\n")

    build(project)

    assert "<h1>About us</h1>" in site(project)["about-us/index.html"].decode()
    assert ">About us</a>" in site(project)["index.html"].decode()


def test_a_site_changes_one_color_by_a_file_of_its_own(project: Path) -> None:
    build(project)
    assert "custom" not in site(project)["index.html"].decode()
    put(project, "templates/assets/custom.css", ":root { --accent: #0a5c36; }\n")

    build(project)

    sheets = re.findall(r'<link rel="stylesheet" href="([^"]+)">', site(project)["articles/good/index.html"].decode())
    assert len(sheets) == 2, "the theme's style stays"
    assert site(project)[sheets[1].removeprefix("../../")] == b":root { --accent: #0a5c36; }\n"


@pytest.mark.parametrize("name", ["people", "index.html/x.txt", "articles/good/index.html/x.txt"])
def test_a_static_file_in_the_way_of_pages_is_a_problem_and_all_else_is_built(project: Path, name: str) -> None:
    put(project, f"content/static/{name}", "mine")

    report = build(project)

    assert [problem.file for problem in report.problems] == [f"content/static/{name}"]
    assert "its address is already taken by" in messages(report)[0]
    assert "people/charles-de-gaulle/index.html" in site(project)


def test_a_name_that_is_too_long_for_a_file_is_a_problem_and_all_else_is_built(project: Path) -> None:
    name = "x" * 300
    put(project, "content/long.md", f"---\ntitle: Long\naliases: [{name}]\n---\n[Someone](person:{name}) spoke.\n")

    report = build(project)

    assert [message.partition(": xxx")[0].partition(": people")[0] for message in messages(report)] == [
        "the address is too long",
        "content/long.md: the address is too long",
    ]
    assert {"articles/good/index.html", "articles/long/index.html"} <= site(project).keys()


@pytest.mark.parametrize("alias", [".dateline", ".dateline-aside/", ".git/hooks/"])
def test_an_old_address_never_leads_to_what_is_kept_in_the_folder(project: Path, alias: str) -> None:
    put(project, "content/moved.md", f'---\ntitle: Moved\naliases: ["{alias}"]\n---\nCharles de Gaulle spoke.\n')

    report = build(project)

    assert [problem.message for problem in report.problems] == [f"{alias!r} is not a valid old address"]
    assert "articles/moved/index.html" in site(project)


@pytest.mark.parametrize("body", ["![The pier](a/pier%201.png)\n\nIt rained.", "It rained."])
def test_a_picture_that_the_text_shows_is_shown_once(project: Path, body: str) -> None:
    put(project, "content/a.md", f"---\ntitle: A\nimage: a/pier 1.png\n---\n{body}\n")
    put(project, "content/a/pier 1.png", b"\x89PNG\r\n\x1a\n")

    build(project)

    page = site(project)["articles/a/index.html"].decode()
    assert page.count("<img ") == page.count('src="a/pier%201.png"') == 1
