"""SVG images: pictures are copied; images that could run a script are left out and reported."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from builder.core.errors import Problem
from builder.core.svg import why_refused
from builder.outputs import content
from builder.site import build

SVG = 'xmlns="http://www.w3.org/2000/svg" xmlns:x="http://www.w3.org/1999/xlink"'
HTML = 'xmlns="http://www.w3.org/1999/xhtml"'


def refused(text: str, encoding: str = "utf-8", name: str = "a.svg") -> str:
    raw = text.encode(encoding)
    found = {str(why_refused([raw[i : i + size] for i in range(0, len(raw), size)], name)) for size in (1, 7, 10**6)}
    assert len(found) == 1
    return found.pop()


@pytest.mark.parametrize(
    "text",
    [
        f"<svg {SVG}/>",
        f'<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n<!-- Drawn by hand. -->\n<svg {SVG}><g/></svg>',
        '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
        f"<svg {SVG}/>",
        f'<svg {SVG}><style>a {{ fill: red }}</style><a x:href="https://example.org/"><text>on</text></a></svg>',
        f'<svg {SVG}><a href="mailto:a@example.org"/><use x:href="#b"/><image href="b.png"/></svg>',
        f'<svg {SVG}><image href="data:image/png;base64,AAAA"/></svg>',
        f'<svg {SVG}><animate attributeName="opacity" values="0;1"/></svg>',
        f"<svg {SVG}><foreignObject><div {HTML}><p>Words</p><br/></div></foreignObject></svg>",
        f'<svg {SVG} xmlns:i="http://www.inkscape.org/namespaces/inkscape" i:version="1"><i:grid/></svg>',
        f'<s:svg xmlns:s="{SVG.split(chr(34))[1]}"><s:g/></s:svg>',
    ],
)
def test_a_picture_is_copied(text: str) -> None:
    assert refused(text) == "None"


@pytest.mark.parametrize(
    ("inside", "why"),
    [
        ("<script>alert(1)</script>", "it contains a <script>"),
        ("<x:script/>", "it contains a <script>"),
        (f"<foreignObject><script {HTML}/></foreignObject>", "it contains a <script>"),
        (f'<foreignObject><body {HTML}><iframe src="a"/></body></foreignObject>', "it contains a <iframe>"),
        (f'<foreignObject><form {HTML} action="javascript:a"/></foreignObject>', "it contains a <form>"),
        (f'<foreignObject><img {HTML} src="a"/></foreignObject>', "it contains a <img>"),
        ('<math xmlns="http://www.w3.org/1998/Math/MathML"/>', "it contains a <math>"),
        ("<handler>alert(1)</handler>", "it contains a <handler>"),
        ('<g onload="alert(1)"/>', "<g> has onload"),
        ('<g ONCLICK="alert(1)"/>', "<g> has ONCLICK"),
        ('<a href="javascript:alert(1)"/>', "<a> links to 'javascript:alert(1)'"),
        ('<a x:href=" java&#10;script:alert(1)"/>', "<a> links to ' java\\nscript:alert(1)'"),
        ('<a href="JAVASCRIPT:alert(1)"/>', "<a> links to 'JAVASCRIPT:alert(1)'"),
        ('<use href="data:image/svg+xml,a#b"/>', "<use> links to 'data:image/svg+xml,a#b'"),
        ('<a href="data:text/html,a"/>', "<a> links to 'data:text/html,a'"),
        ('<animate attributeName="x:href" to="javascript:alert(1)"/>', "<animate> changes href"),
        ('<set attributeName=" onclick" to="alert(1)"/>', "<set> changes onclick"),
        ('<g xml:base="javascript:alert(1)//"/>', "<g> has base"),
        ('<?xml-stylesheet type="text/xsl" href="a.xsl"?>', "it refers to a style sheet in another file"),
    ],
)
def test_what_can_run_is_refused_with_its_line(inside: str, why: str) -> None:
    for encoding in ("utf-8", "utf-16"):
        assert refused(f"<svg {SVG}>\n\n{inside}</svg>", encoding) == (
            f"a.svg:3: the image is left out: {why}\n"
            "  remove it, or save the image as PNG: it could run a script in readers' browsers"
        )


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (f'<!DOCTYPE svg [<!ENTITY a "<script/>">]><svg {SVG}>&a;</svg>', "its document type declares"),
        (f'<!DOCTYPE svg [<!ATTLIST svg onload CDATA "alert(1)">]><svg {SVG}/>', "its document type declares"),
        (f'<?xml version="1.0" encoding="utf-7"?><svg {SVG}/>', "its encoding is 'utf-7'"),
        (f"<html {HTML}><script/></html>", "it is not SVG but <html>"),
        ("<svg><script/></svg>", "it is not SVG but <svg>"),
        (f"<svg {SVG}><g></svg>", "it is not well-formed XML: mismatched tag"),
        (f"<svg {SVG}/><svg {SVG}/>", "it is not well-formed XML: junk after document element"),
        ("", "it is not well-formed XML: no element found"),
        ("GIF89a", "it is not well-formed XML: syntax error"),
        (f"<svg {SVG}>&nbsp;</svg>", "it is not well-formed XML: undefined entity"),
        (f"<svg {SVG}><q:g/></svg>", "it is not well-formed XML: unbound prefix"),
    ],
)
def test_what_browsers_may_read_in_another_way_is_refused(text: str, why: str) -> None:
    assert f"a.svg:1: the image is left out: {why}" in refused(text)


def test_a_compressed_image_is_refused() -> None:
    assert refused("", name="a.SVGZ") == (
        "a.SVGZ: the image is left out: it is compressed\n  decompress it and save it as .svg"
    )


def test_the_site_is_built_without_the_images_that_could_run_a_script(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "content/static").mkdir(parents=True)
    (tmp_path / "content/one.md").write_text("# One\n\n![A hill](hill.svg)\n\n![A trap](trap.svg)\n")
    (tmp_path / "content/two.md").write_text("# Two\n\n![A trap](trap.svg)\n")
    for name, inside in (("hill.svg", "<g/>"), ("trap.svg", "\n<script/>"), ("static/TRAP.SVG", "<script/>")):
        (tmp_path / "content" / name).write_text(f"<svg {SVG}>{inside}</svg>")
    asked: list[str] = []

    def ask(chunks: Iterable[bytes], shown: str) -> Problem | None:
        asked.append(shown)
        return why_refused(chunks, shown)

    monkeypatch.setattr(content, "why_refused", ask)

    for drawn in (True, False):
        report = build(tmp_path, search="none")

        assert [problem.summary for problem in report.problems if not problem.warning] == [
            "content/static/TRAP.SVG:1: the image is left out: it contains a <script>",
            "content/trap.svg:2: the image is left out: it contains a <script>",
        ]
        images = {path.relative_to(tmp_path / "site").as_posix() for path in tmp_path.glob("site/**/*.[sS][vV][gG]")}
        assert {each for each in images if not each.startswith("assets/")} == {"articles/one/hill.svg"}
        assert (tmp_path / "site/articles/two/index.html").exists()
        assert sorted(asked) == (["content/hill.svg", "content/static/TRAP.SVG", "content/trap.svg"] if drawn else [])
        asked.clear()
        (tmp_path / "content/two.md").write_text("# Two\n\nMore.\n")
