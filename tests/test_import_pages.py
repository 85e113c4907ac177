"""Saved web pages as articles, and HTML as blocks of our Markdown."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.commands.importing.finishing import FinishedArticle, finished
from builder.commands.importing.html_blocks import MAX_NESTED, beside, read_html
from builder.commands.importing.imported import Failure, Imported, Loss, ShownPicture
from builder.commands.importing.saved_pages import article_of_page
from builder.core.values import Block, BlockKind, FrontMatter
from builder.markdown.block_reader import read_blocks
from builder.markdown.block_writer import write_blocks
from tests.imports import imported, png
from tests.saved import AUTHOR, DAY, NOISE, SHAPES, STORY, TITLE


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "site" / "content").mkdir(parents=True)
    return tmp_path / "site"


def markdown(html: str) -> str:
    return write_blocks(read_html(html).blocks)


@pytest.mark.parametrize("shape", SHAPES)
def test_a_saved_page_gives_title_date_authors_and_its_story_alone(shape: str) -> None:
    article = article_of_page(SHAPES[shape], "x")

    assert isinstance(article, Imported)
    made = finished(article, "x")
    assert isinstance(made, FinishedArticle)
    assert (article.front.title, article.front.date[:10], article.front.authors) == (TITLE, DAY, (AUTHOR,))
    blocks = read_blocks(made.text.partition("\n---\n")[2]).value
    assert blocks is not None
    texts = [block.text for block in blocks]
    assert [text for text in STORY if text not in texts] == []
    assert [noise for noise in NOISE if any(noise in text for text in texts)] == []


def test_the_time_of_a_page_has_its_zone_and_its_address_is_the_source() -> None:
    saved = "<!-- saved from url=(0033)https://example.org/news/ferry.html -->\n" + SHAPES["newspaper"]

    article = article_of_page(saved, "x")

    assert isinstance(article, Imported)
    assert article.front.date == "2021-06-03T07:30:00+02:00"
    assert article.front.source == "https://example.org/news/ferry.html"


CANONICAL = '<link rel="canonical" href="https://example.org/news/ferry">'


def with_head(page: str, more: str) -> str:
    return page.replace("<head>", f"<head>{more}", 1)


def test_images_and_captions_are_kept_although_the_page_states_its_address(project: Path, tmp_path: Path) -> None:
    (tmp_path / "ferry_files").mkdir()
    (tmp_path / "ferry_files" / "boat.jpg").write_bytes(png())
    figure = (
        '<figure><img src="./ferry_files/boat.jpg" alt="A boat"><figcaption>The boat. Photo: Bo</figcaption></figure>'
    )
    page = with_head(SHAPES["newspaper"].replace(f"<p>{STORY[2]}</p>", f"{figure}<p>{STORY[2]}</p>"), CANONICAL)
    (tmp_path / "ferry.html").write_text(page, encoding="utf-8")

    report = imported(project, tmp_path / "ferry.html")

    text = (project / "content" / "ferry.md").read_text(encoding="utf-8")
    assert "![A boat](ferry/boat.png)\n\n{.caption}\n> The boat. Photo: Bo\n" in text
    assert 'source: "https://example.org/news/ferry"' in text
    assert report.losses == []


def test_a_description_is_the_standfirst_if_readers_saw_it_and_reported_if_not() -> None:
    page = with_head(SHAPES["newspaper"], '<meta name="description" content="Sixty passengers and no whistle.">')
    seen = re.sub(r"(</h1>)", r"\1<p class='dek'>Sixty passengers and no whistle.</p>", page, count=1)
    cut = with_head(SHAPES["newspaper"], f'<meta name="description" content="{STORY[0][:60]}...">')

    found = [article_of_page(each, "x") for each in (seen, page, cut)]

    articles = [each for each in found if isinstance(each, Imported)]
    assert [each.front.standfirst for each in articles] == ["Sixty passengers and no whistle.", "", ""]
    lost = [Loss("description that the page does not show left out", "Sixty passengers and no whistle.")]
    assert [[loss for loss in each.losses if "description" in loss.kind] for each in articles] == [[], lost, []]


def test_a_front_page_is_imported_with_a_warning() -> None:
    teasers = "".join(
        f"<div><h2><a href='/{n}'>Headline number {n}</a></h2><p>Short teaser {n} about the town.</p></div>"
        for n in range(12)
    )

    found = article_of_page(f"<html><body><h1>Valley Times</h1>{teasers}</body></html>", "x")

    assert isinstance(found, Imported)
    assert "perhaps a list of articles and not an article" in [loss.kind for loss in found.losses]


def test_a_folder_of_saved_pages_keeps_images_and_skips_the_parts_of_pages(project: Path, tmp_path: Path) -> None:
    saved = tmp_path / "saved"
    (saved / "news" / "The ferry_files").mkdir(parents=True)
    image = '<figure><img src="The%20ferry_files/boat.jpg" alt="A boat"><figcaption>The boat</figcaption></figure>'
    page = SHAPES["newspaper"].replace(f"<p>{STORY[2]}</p>", f"{image}<p>{STORY[2]}</p>")
    (saved / "news" / "The ferry.html").write_text(page, encoding="utf-8")
    (saved / "news" / "The ferry_files" / "boat.jpg").write_bytes(png())
    (saved / "news" / "The ferry_files" / "frame.html").write_text(SHAPES["tables"], encoding="utf-8")
    (saved / "notes.doc").write_bytes(b"x")

    report = imported(project, saved)

    assert report.added == ["content/news/the-ferry.md"]
    assert [problem.summary for problem in report.problems] == [f"{saved}/notes.doc: .doc files are not imported"]
    text = (project / "content" / "news" / "the-ferry.md").read_text(encoding="utf-8")
    assert "![A boat](the-ferry/boat.png)" in text
    assert (project / "content" / "news" / "the-ferry" / "boat.png").read_bytes() == png()


def test_html_becomes_the_blocks_that_markdown_has() -> None:
    html = (
        "<h1>T</h1><p>One <b>bold <i>it</i></b> and <a href='/x y'>link</a>.<br>line<br><br>new</p>"
        "<ul><li>a<li>b <code>c*d</code></ul><ol start=3><li><p>x</p><li>y</ol>"
        "<blockquote><p>q1<p>q2</blockquote><pre><code class='language-py'>x\n  y</code></pre>"
        "<table><tr><th>a<th>b<tr><td>1|2<td><a href=q>2</a></table><dl><dt>T<dd>D</dl>tail"
    )

    assert write_blocks(read_html(html, beside("https://x.org/d/")).blocks) == (
        "## T\n\nOne **bold *it*** and [link](https://x.org/x%20y).\\\nline\n\nnew\n\n"
        "- a\n- b `c*d`\n\n3. x\n4. y\n\n> q1\n>\n> q2\n\n```py\nx\n  y\n```\n\n"
        "| a | b |\n| --- | --- |\n| 1\\|2 | [2](https://x.org/d/q) |\n\n**T**\n\nD\n\ntail\n"
    )


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>a<script>alert(1)</script>b</p>", "ab\n"),
        ("<p><a href='javascript:alert(1)'>a</a> <a href='JAVA\nSCRIPT:x'>b</a></p>", "a b\n"),
        ("<p><a href='data:text/html,x'>a</a></p>", "a\n"),
        ("<p>&lt;b&gt; *a* _b_ [c](d) # `e`</p>", "\\<b> \\*a\\* \\_b\\_ [c\\](d) # \\`e\\`\n"),
        ("<p># a</p><p>- b</p><p>1. c</p>", "\\# a\n\n\\- b\n\n1\\. c\n"),
        ("<p>a\x00\x02b&#2;&#3;\u202ec</p>", "abc\n"),
        ("<p style='display:none'>a</p><p hidden>b</p><p>c</p>", "c\n"),
        ("<p>  a \n  <b> b </b> c</p>", "a **b** c\n"),
        ("<dl><dt>a<dd>b</dl>", "**a**\n\nb\n"),
        ("<p><a href='/x'>a <a href='/y'>b</a></a></p>", "[a](/x) [b](/y)\n"),
        ("<p>{.pullquote}</p><blockquote>a</blockquote>", "\\{.pullquote}\n\n> a\n"),
        ("<ul><li>a<ul><li>b</ul></ul>", "- a\n\n  - b\n"),
        ("<table role='presentation'><tr><td>a<td>b<tr><td>c<td>d</table>", "a\n\nb\n\nc\n\nd\n"),
        ("", ""),
        ("<p>", ""),
    ],
)
def test_html_is_data(html: str, expected: str) -> None:
    assert markdown(html) == expected


def test_any_depth_of_html_is_read_in_a_loop() -> None:
    for name in ("div", "ul><li", "blockquote", "table><tr><td", "b", "span"):
        html = f"<{name}>" * 20_000 + "words"

        blocks = read_html(html).blocks

        assert read_blocks(write_blocks(blocks)).problems == ()
    deep = "<ul><li>a" * (MAX_NESTED + 5)
    assert markdown(deep).count("a") == MAX_NESTED + 5


def test_a_body_beyond_the_limits_of_markdown_is_still_one_that_builds() -> None:
    links = "".join(f'<li><a href="/{n}">link {n}</a></li>' for n in range(3_000))
    body = read_html(f"<ul>{links}</ul><p>{'word ' * 60_000}</p><p>{'[' * 3_000}</p>").passages

    made = finished(Imported("x", FrontMatter(title="T"), body), "x")

    assert isinstance(made, FinishedArticle)
    text = made.text.partition("\n---\n")[2]
    blocks = read_blocks(text).value
    assert blocks is not None
    assert "link 2999" in text
    assert sum(block.text.count("word") for block in blocks) == 60_000


WORDS = st.text("ab *_[]<&`#-1.)~|\\{}>!\n", min_size=1, max_size=12)
TREES = st.recursive(
    WORDS.map(lambda text: text.replace("&", "&amp;").replace("<", "&lt;")),
    lambda inner: st.tuples(
        st.sampled_from("p b i a code ul li ol blockquote h2 div table tr td figcaption br span q".split()),
        st.lists(inner, max_size=4),
    ).map(lambda pair: f'<{pair[0]} href="/x">{"".join(pair[1])}</{pair[0]}>'),
    max_leaves=20,
)


@given(TREES)
def test_what_is_written_of_any_html_reads_back_with_the_same_words(html: str) -> None:
    made = finished(Imported("x", FrontMatter(title="T"), read_html(html).passages), "x")

    if isinstance(made, Failure):
        assert not read_html(html).blocks
        return
    read = read_blocks(made.text.partition("\n---\n")[2]).value
    assert read is not None
    before = [block for block in read_html(html).blocks if block.kind is not BlockKind.OPAQUE]
    after = [block for block in read if block.kind is not BlockKind.OPAQUE]
    assert " ".join(b.text for b in after).split() == " ".join(b.text for b in before).split()


def test_pictures_stand_between_blocks_in_their_order() -> None:
    html = (
        "<p>a <img src=1.png alt=x> b</p><img src=2.png><ul><li><img src=3.png>c</ul>"
        "<img data-src=4.png src='data:image/gif;,'>"
    )

    passages = read_html(html).passages

    shown = [each.address if isinstance(each, ShownPicture) else each.text for each in passages]
    assert shown == ["a b", "1.png", "2.png", "c", "3.png", "4.png"]


def test_a_pull_quote_keeps_its_speaker() -> None:
    wordpress = (
        '<figure class="wp-block-pullquote"><blockquote><p>No whistle.</p><cite>Marta Lind</cite></blockquote></figure>'
    )

    assert markdown(wordpress) == "{.pullquote}\n> No whistle.\n>\n> — Marta Lind\n"
    assert markdown('<blockquote class="pullquote"><p>No whistle.</p></blockquote>') == "{.pullquote}\n> No whistle.\n"
    assert markdown("<blockquote><p>I read <cite>Emma</cite> twice.</p></blockquote>") == "> I read *Emma* twice.\n"


def test_a_pull_quote_of_a_saved_page_stays_one() -> None:
    quote = '<blockquote class="pull-quote"><p>For the first time there was no whistle.</p></blockquote>'

    found = article_of_page(SHAPES["newspaper"].replace(f"<p>{STORY[2]}</p>", f"{quote}<p>{STORY[2]}</p>"), "x")

    assert isinstance(found, Imported)
    kinds = [each.kind for each in found.body if isinstance(each, Block) and "there was no whistle." in each.text]
    assert kinds == [BlockKind.PULL_QUOTE]


def test_struck_out_words_stay_struck_out() -> None:
    assert markdown("<p><del>Old claim</del> New <s>claim</s></p>") == "~~Old claim~~ New ~~claim~~\n"


@pytest.mark.parametrize(
    "html",
    [
        "<ul><li>[x] Done <b>now</b></li><li>[ ] Open</li></ul>",
        '<ul><li><input type="checkbox" checked> Done <b>now</b></li><li><label><input type="checkbox">Open</ul>',
    ],
)
def test_tasks_are_items_with_boxes(html: str) -> None:
    assert markdown(html) == "- ☑ Done **now**\n- ☐ Open\n"


def _noted(first: str, second: str, notes: str) -> str:
    return f"<p>Ships came.{first} They left.{second}</p>\n{notes}"


NOTES = {
    "markdown-it": _noted(
        '<sup class="footnote-ref"><a href="#fn1" id="fnref1">[1]</a></sup>',
        '<sup class="footnote-ref"><a href="#fn2" id="fnref2">[2]</a></sup>',
        '<hr class="footnotes-sep"><section class="footnotes"><ol>'
        '<li id="fn1"><p>The <em>log</em>. <a href="#fnref1" class="footnote-backref">↩︎</a></p></li>'
        '<li id="fn2"><p>So they say. <a href="#fnref2">↩︎</a></p></li></ol></section>',
    ),
    "kramdown": _noted(
        '<sup id="fnref:a" role="doc-noteref"><a href="#fn:a" class="footnote" rel="footnote">1</a></sup>',
        '<sup id="fnref:b"><a href="#fn:b" class="footnote">2</a></sup>',
        '<div class="footnotes" role="doc-endnotes"><ol>'
        '<li id="fn:a"><p>The <em>log</em>.&nbsp;<a href="#fnref:a" class="reversefootnote">&#8617;</a></p></li>'
        '<li id="fn:b"><p>So they say. <a href="#fnref:b">↩</a></p></li></ol></div>',
    ),
    "word": _noted(
        '<a href="#_ftn1" name="_ftnref1"><sup>[1]</sup></a>',
        '<a href="#_ftn2" name="_ftnref2" title="">[2]</a>',
        '<div><hr align="left" size="1" width="33%">'
        '<div id="ftn1"><p><a href="#_ftnref1" name="_ftn1" title="">[1]</a> The <em>log</em>.</p></div>'
        '<div id="ftn2"><p><a href="#_ftnref2" name="_ftn2">[2]</a> So they say.</p></div></div>',
    ),
    "mediawiki": _noted(
        '<sup id="cite_ref-1" class="reference"><a href="#cite_note-1">[1]</a></sup>',
        '<sup id="cite_ref-2" class="reference"><a href="#cite_note-2">[2]</a></sup>',
        '<h2>References</h2><ol class="references">'
        '<li id="cite_note-1"><span class="mw-cite-backlink"><b><a href="#cite_ref-1">^</a></b></span> '
        '<span class="reference-text">The <em>log</em>.</span></li>'
        '<li id="cite_note-2"><span><b><a href="#cite_ref-2">^</a></b></span> <span>So they say.</span></li></ol>',
    ),
    "newsletter": _noted(
        '<a class="footnote-anchor" id="footnote-anchor-1" href="#footnote-1">1</a>',
        '<a class="footnote-anchor" id="footnote-anchor-2" href="#footnote-2">2</a>',
        '<div class="footnote"><a id="footnote-1" href="#footnote-anchor-1" class="footnote-number">1</a>'
        '<div class="footnote-content"><p>The <em>log</em>.</p></div></div>'
        '<div class="footnote"><a id="footnote-2" href="#footnote-anchor-2">2</a><div><p>So they say.</p></div></div>',
    ),
    "by hand": _noted(
        '<sup><a href="#n1">*</a></sup>',
        '<sup><a href="#n2">†</a></sup>',
        '<h3>Notes</h3><p id="n1">* The <em>log</em>.</p><p id="n2"><sup>†</sup> So they say.</p>',
    ),
}


@pytest.mark.parametrize("shape", NOTES)
def test_footnotes_of_any_program_are_footnotes(shape: str) -> None:
    assert markdown(NOTES[shape]) == ("Ships came.[^1] They left.[^2]\n\n[^1]: The *log*.\n\n[^2]: So they say.\n")


@pytest.mark.parametrize("shape", NOTES)
def test_a_saved_page_keeps_its_footnotes(shape: str) -> None:
    text, _, notes = NOTES[shape].partition("</p>")
    page = SHAPES["newspaper"].replace(f"<p>{STORY[2]}</p>", f"{text} {STORY[2]}</p>")
    page = page.replace(f"<p>{STORY[-1]}</p>", f"<p>{STORY[-1]}</p>{notes}")

    found = article_of_page(page, "x")

    assert isinstance(found, Imported)
    made = finished(found, "x")
    assert isinstance(made, FinishedArticle)
    assert "Ships came.[^1] They left.[^2] “I kept" in made.text
    assert made.text.endswith("[^1]: The *log*.\n\n[^2]: So they say.\n")


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<p>A<sup><a href="#n">1</a></sup>.</p><p id="n">1984 was warm.</p>', "A[^1].\n\n[^1]: 1984 was warm.\n"),
        ('<p>A<sup><a href="#n">1</a></sup>.</p><p id="n">[1]Warm.</p>', "A[^1].\n\n[^1]: Warm.\n"),
        ('<p>A.</p><p><sup><a href="#n">1</a></sup></p><p id="n">N.</p>', "A.[^1]\n\n[^1]: N.\n"),
        (
            '<p>A<sup><a href="#n">1</a></sup></p><pre>a<sup><a href="#n">1</a></sup></pre><p id="n">N.</p>',
            "A[^1]\n\n```\na[1]\n```\n\n[^1]: N.\n",
        ),
        ('<p>See <a href="#p2">2</a>.</p><p id="p2">Text.</p>', "See 2.\n\nText.\n"),
        ('<p>A<sup><a href="#c">1</a></sup>.</p><h2 id="c">One</h2>', "A1.\n\n## One\n"),
        ('<p>A<sup><a href="#gone">1</a></sup>.</p>', "A1.\n"),
        (
            '<table><tr><th>A<sup><a href="#n">1</a></sup></th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table>'
            '<ul><li>x<ul><li>y<sup><a href="#n">1</a></sup></li></ul></li></ul><p id="n">N.</p>',
            "| A[^1] | B |\n| --- | --- |\n| 1 | 2 |\n\n- x\n\n  - y[^1]\n\n[^1]: N.\n",
        ),
        (
            '<p><b>A<sup><a href="#n">1</a></sup></b> <code>c<sup><a href="#n">1</a></sup></code></p>'
            '<aside id="n"><p>N.</p><ul><li>m</li></ul></aside>',
            "**A**[^1] `c`[^1]\n\n[^1]: N.\n\n    - m\n",
        ),
        ("<p>&#x10FFF1;1&#x10FFF2;a&#x10FFF2;&#x10FFF2;</p><ul><li>&#x10FFF1;7&#x10FFF2;b</ul>", "a\n\n- b\n"),
    ],
)
def test_only_pairs_of_reference_and_note_are_footnotes(html: str, expected: str) -> None:
    assert markdown(html) == expected


def test_a_picture_whose_link_leads_nowhere_is_kept() -> None:
    read = read_html('<p>A text.</p><a href="#"><img src="a.jpg" alt="A boat"></a>')

    assert read.passages[1:] == (ShownPicture("a.jpg", "A boat"),)


@pytest.mark.parametrize(
    ("declared", "encoding", "words"),
    [
        ("koi8-r", "koi8-r", "Новый паром"),
        ("Shift_JIS", "cp932", "新しい①フェリー"),
        ("iso-8859-1", "cp1252", "“Küste”"),
        ("gb2312", "gb18030", "新渡輪鎔"),
        ("utf-8", "cp1252", "“Küste”"),
        ("windows-1251", "utf-8", "Новый паром"),
        ("", "utf-16", "Новый паром"),
        ("", "utf-16-le", "Новый паром"),
        ("", "utf-16-be", "Новый паром"),
        ("x-no-such", "utf-8", "Новый паром"),
    ],
)
def test_a_page_is_read_in_its_encoding(
    project: Path, tmp_path: Path, declared: str, encoding: str, words: str
) -> None:
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">' if declared else ""
    page = with_head(SHAPES["newspaper"], meta).replace("The new ferry", words)
    (tmp_path / "p.html").write_bytes(page.encode(encoding, "xmlcharrefreplace"))

    report = imported(project, tmp_path / "p.html")

    assert report.problems == []
    assert f"{words} left the pier" in (project / "content" / "p.md").read_text(encoding="utf-8")
