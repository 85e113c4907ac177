"""The theme can be replaced, in part or as a whole, and docs/ lists all that there is to replace."""

import re
import shutil
import tomllib
from pathlib import Path

import pytest

from builder.core.kinds import KINDS
from builder.index.history import CO_MENTIONS
from builder.site import build
from tests.served import PIER

ROOT = Path(__file__).parent.parent
THEME, PLAIN = ROOT / "templates", ROOT / "themes" / "plain"
REFERENCE = (ROOT / "docs" / "reference" / "templates.md").read_text(encoding="utf-8")
HOW_TO = (ROOT / "docs" / "how-to" / "change-the-look.md").read_text(encoding="utf-8")
STYLE = (THEME / "assets" / "style.css").read_text(encoding="utf-8")

HEADINGS = re.compile(r'(?:<h[1-6][^>]*>|<span class="count">){{ say\("(\w+\.\w+)"\) }}')
"""Words of the theme that are a heading, or head the numbers beside names."""

OWN = {"search.html", "404.html"}
"""Pages that the plain theme leaves to the other one, inside its own frame."""


@pytest.mark.parametrize("token", sorted(set(re.findall(r"^  (--[\w-]+):", STYLE.partition("}")[0], re.MULTILINE))))
def test_every_color_font_and_size_is_listed(token: str) -> None:
    assert f"`{token}`" in REFERENCE


@pytest.mark.parametrize("name", sorted(path.name for path in THEME.glob("*.html")))
def test_every_template_is_listed(name: str) -> None:
    assert f"`{name}`" in REFERENCE


@pytest.mark.parametrize("name", sorted(path.name for path in (THEME / "assets").iterdir()))
def test_every_asset_is_listed(name: str) -> None:
    assert f"assets/{name}`" in REFERENCE


@pytest.mark.parametrize("name", sorted(path.name for path in THEME.glob("*.html")))
def test_every_block_that_can_be_replaced_is_listed(name: str) -> None:
    blocks = set(re.findall(r"{% block (\w+) %}", (THEME / name).read_text(encoding="utf-8")))

    assert {block for block in blocks if f"`{block}`" not in HOW_TO} == set()


@pytest.mark.parametrize("key", sorted(set(HEADINGS.findall("".join(map(Path.read_text, THEME.glob("*.html")))))))
def test_every_heading_begins_with_a_capital(key: str) -> None:
    section, name = key.split(".")
    words = tomllib.loads((THEME / "words.toml").read_text(encoding="utf-8"))[section][name]

    assert isinstance(words, str)
    assert not words[0].islower()


@pytest.mark.parametrize("name", sorted(path.name for path in (THEME / "assets").glob("*.js")))
def test_no_text_in_a_script_goes_over_lines_so_that_a_line_of_comment_is_one(name: str) -> None:
    lines = (THEME / "assets" / name).read_text(encoding="utf-8").splitlines()

    assert [line for line in lines if line.count("`") % 2 or line.endswith("\\")] == []


def test_our_scripts_are_sent_without_comments_and_others_as_they_are(tmp_path: Path) -> None:
    theirs = b"// Mine.\nlet a = `\n// text\n`;\n"
    assets = tmp_path / "templates" / "assets"
    assets.mkdir(parents=True)
    (assets / "words.js").write_bytes(theirs)
    (tmp_path / "content").mkdir()

    build(tmp_path, search="none", jobs=1)

    sent = {path.name.partition(".")[0]: path.read_bytes() for path in (tmp_path / "site" / "assets").glob("*.js")}
    ours = (THEME / "assets" / "site.js").read_bytes().splitlines(keepends=True)
    assert sent["words"] == theirs
    assert sent["site"] == b"".join(line for line in ours if not line.strip().startswith(b"//"))
    assert len(sent["site"]) < sum(map(len, ours))


def test_a_second_theme_replaces_the_first(tmp_path: Path) -> None:
    shutil.copytree(PLAIN, tmp_path / "templates")
    content = tmp_path / "content"
    for folder in ("people", "pages"):
        (content / folder).mkdir(parents=True)
    for number in range(1, 8):
        text = PIER.format(number=number, others="with [Ada Rye](person:ada-rye)").replace(
            "---\n", "---\nlanguage: de\n", 1
        )
        (content / f"pier-{number}.md").write_text(text, encoding="utf-8")
    (content / "people" / "lena-ort.md").write_text("She counts planks.\n", encoding="utf-8")
    (content / "pages" / "about.md").write_text("# About\n\nPiers.\n", encoding="utf-8")

    report = build(tmp_path, search="none", jobs=1)

    site = tmp_path / "site"
    pages = {path.relative_to(site).as_posix(): path.read_text(encoding="utf-8") for path in site.rglob("*.html")}
    assert [problem for problem in report.problems if not problem.warning] == []
    assert {"index.html", "people/lena-ort/index.html", "countries/index.html", "2019/index.html"} <= pages.keys()
    for name, html in pages.items():
        assert "<body>\n<header>\n<a href=" in html, name
        assert 'class="site"' not in html, name
    assert "She counts planks." in pages["people/lena-ort/index.html"]
    assert "Ada Rye" in pages["people/lena-ort/index.html"]
    assert re.search(r'<li>[^<]*<a href="[^"]*">Lena Ort</a> [^<]+</li>', pages["people/lena-ort/index.html"])
    assert "The planks" in pages["articles/pier-1/index.html"]


def test_with_the_second_theme_pages_ask_search_engines_as_with_the_first(tmp_path: Path) -> None:
    shutil.copytree(PLAIN, tmp_path / "templates")
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "pier.md").write_text("---\ntitle: The pier\n---\nIt is long.\n", encoding="utf-8")
    (tmp_path / "dateline.toml").write_text("[site]\nnoindex = true\n", encoding="utf-8")

    build(tmp_path, search="none", jobs=1)

    page = (tmp_path / "site" / "articles" / "pier" / "index.html").read_text(encoding="utf-8")
    assert page.count('<meta name="robots" content="noindex">') == 1


def test_the_second_theme_has_every_page_of_the_first() -> None:
    pages = set(re.findall(r"^\| (`\w+\.html`(?:, `\w+\.html`)*) \| [^|]+ \| \[", REFERENCE, re.MULTILINE))
    names = {name for some in pages for name in re.findall(r"`(\w+\.html)`", some)}

    assert len(names) > 8
    assert names - {path.name for path in PLAIN.glob("*.html")} == OWN


def test_each_pair_that_a_page_can_show_has_its_rule() -> None:
    numbers = {int(number) for number in re.findall(r"\.c(\d+):target", STYLE)}

    assert numbers == set(range(CO_MENTIONS * len(KINDS)))
