"""An export of WordPress as articles and pages."""

from pathlib import Path

import pytest

from builder.settings.front_matter import parse_front_matter, split_front_matter
from tests.imports import imported, png, wp_item, wxr


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "site" / "content").mkdir(parents=True)
    return tmp_path / "site"


def export(tmp_path: Path, *items: str, head: str = "") -> Path:
    path = tmp_path / "export.xml"
    path.write_text(wxr(*items, head=head), encoding="utf-8")
    return path


def written(project: Path, name: str) -> str:
    return (project / "content" / name).read_text(encoding="utf-8")


def test_fifty_posts_with_pages_comments_and_attachments(project: Path, tmp_path: Path) -> None:
    comment = "<wp:comment><wp:comment_content>Well said</wp:comment_content></wp:comment>"
    posts = [
        wp_item(n, "post", f"Post number {n}", f"First of {n}.\n\nSecond of {n}.", post_name=f"post-{n}", more=comment)
        for n in range(1, 51)
    ]
    others = [
        wp_item(60, "page", "About us", "We write about ships.", post_name="about"),
        wp_item(
            61, "attachment", "harbor", attachment_url="https://old.example.org/wp-content/uploads/2015/03/harbor.png"
        ),
        wp_item(62, "nav_menu_item", "Home"),
        wp_item(63, "post", "Not yet", "Soon.", status="draft", post_date_gmt="0000-00-00 00:00:00"),
        wp_item(64, "post", "Thrown away", "Old.", status="trash"),
        wp_item(65, "post", "For friends", "Quiet.", status="private", post_name="for-friends"),
    ]

    report = imported(project, export(tmp_path, *posts, *others))

    assert report.problems == []
    assert len(report.added) == 53
    assert written(project, "post-7.md") == (
        "---\n"
        "title: Post number 7\n"
        "authors: [Ana Bell]\n"
        "date: 2015-03-08T09:30:00+00:00\n"
        'aliases: ["/2015/03/post-7/"]\n'
        "---\n\n"
        "First of 7.\n\nSecond of 7.\n"
    )
    assert (
        written(project, "pages/about.md")
        == '---\ntitle: About us\nauthors: [Ana Bell]\naliases: ["/2015/03/about/"]\n---\n\nWe write about ships.\n'
    )
    assert "draft: true" in written(project, "not-yet-63.md")
    assert "date:" not in written(project, "not-yet-63.md")
    assert "private: true" in written(project, "for-friends.md")
    assert {kind: number for kind, number, _ in report.kinds} == {
        "comment left out": 50,
        "WordPress item left out": 2,
    }


def test_shortcodes_blocks_and_pictures_of_wordpress(project: Path, tmp_path: Path) -> None:
    uploads = tmp_path / "uploads" / "2015" / "03"
    uploads.mkdir(parents=True)
    (uploads / "harbor.png").write_bytes(png())
    address = "https://old.example.org/wp-content/uploads/2015/03/harbor.png"
    classic = (
        f'[caption id="a" width="300"]<a href="{address}"><img src="{address}" alt="A harbor"></a> '
        f"The harbor at dawn[/caption]\n\n"
        "He said [sic] that it was <em>late</em>.\nA new line.\n\n"
        '[gallery ids="61"]\n\n[contact-form to="x"]Write to us[/contact-form]\n\n'
        "https://www.youtube.com/watch?v=abc\n\n"
        "[code]a < b[/code]"
    )
    blocks = (
        "<!-- wp:paragraph -->\n<p>One\ntwo</p>\n<!-- /wp:paragraph -->\n\n"
        "<!-- wp:list --><ul><li>Salt</li></ul><!-- /wp:list -->"
    )
    items = (
        wp_item(61, "attachment", "harbor", attachment_url=address),
        wp_item(1, "post", "Classic", classic, post_name="classic"),
        wp_item(2, "post", "Blocks", blocks, post_name="blocks", more=(
            '<category domain="post_tag" nicename="ships">Ships</category><category '
            'domain="category" nicename="u">Uncategorized</category>'
            "<wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key><wp:meta_value>61</wp:meta_value></wp:postmeta>")),
    )  # fmt: skip

    report = imported(project, export(tmp_path, *items))

    assert written(project, "classic.md").partition("---\n\n")[2] == (
        "![A harbor](classic/harbor.png)\n\n"
        "{.caption}\n> The harbor at dawn\n\n"
        "He said [sic] that it was *late*.\\\nA new line.\n\n"
        "![](classic/harbor.png)\n\n"
        "Write to us\n\n"
        "[https://www.youtube.com/watch?v=abc](https://www.youtube.com/watch?v=abc)\n\n"
        "```\na < b\n```\n"
    )
    assert "One two\n\n- Salt\n" in written(project, "blocks.md")
    said, _, _ = split_front_matter(written(project, "blocks.md"))
    front = parse_front_matter(said, "").value
    assert front is not None
    assert front.image == "blocks/harbor.png"
    assert "tags: [Ships]" in said
    assert report.kinds == [("shortcode dropped, its words kept", 1, [("contact-form", 1)])]


def test_an_export_with_entities_or_a_torn_end_gives_what_can_be_read(project: Path, tmp_path: Path) -> None:
    laughs = '<!DOCTYPE rss [<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
    whole = wxr(
        wp_item(1, "post", "Good", "A text.", post_name="good"),
        wp_item(2, "post", "Laughs", post_name="laughs").replace("<![CDATA[]]>", "&b;&f;"),
        wp_item(3, "post", "Torn", "A text that", post_name="torn"),
        head=laughs,
    )
    (tmp_path / "export.xml").write_text(whole[: whole.index("A text that")], encoding="utf-8")

    imported(project, tmp_path / "export.xml")

    texts = [path.read_text(encoding="utf-8") for path in (project / "content").rglob("*.md")]
    assert "A text.\n" in written(project, "good.md")
    assert not [text for text in texts if "haha" in text or "root:" in text]


def test_an_export_again_adds_only_what_is_new_and_keeps_edits(project: Path, tmp_path: Path) -> None:
    items = [wp_item(n, "post", f"Post {n}", f"Text {n}.", post_name=f"post-{n}") for n in (1, 2, 3)]
    imported(project, export(tmp_path, *items[:2]))
    (project / "content" / "post-1.md").write_text("My own words.\n", encoding="utf-8")

    report = imported(project, export(tmp_path, *items))

    assert report.added == ["content/post-3.md"]
    assert report.existing == 2
    assert written(project, "post-1.md") == "My own words.\n"


def test_two_sites_with_pages_of_one_name_are_both_imported(project: Path, tmp_path: Path) -> None:
    exports = []
    for site in ("one", "two"):
        (tmp_path / site).mkdir()
        page = wp_item(
            2, "page", "About", f"We are {site}.", post_name="about", more=f"<guid>https://{site}/?p=2</guid>"
        )
        exports.append(export(tmp_path / site, page))

    added = [imported(project, path).added for path in exports]
    later = exports[1].rename(exports[1].with_name("export-of-may.xml"))
    again = imported(project, later)

    assert added == [["content/pages/about.md"], ["content/pages/about-2.md"]]
    assert (again.added, again.existing) == ([], 1)


@pytest.mark.parametrize(
    ("local", "gmt", "date"),
    [
        ("2015-12-31 23:50:00", "2016-01-01 04:50:00", "2015-12-31T23:50:00-05:00"),
        ("2015-06-30 05:20:00", "2015-06-29 23:50:00", "2015-06-30T05:20:00+05:30"),
        ("2015-06-30 05:20:07", "2015-03-01 23:50:00", "2015-03-01T23:50:00+00:00"),
        ("0000-00-00 00:00:00", "2015-03-01 23:50:00", "2015-03-01T23:50:00+00:00"),
    ],
)
def test_a_post_keeps_the_day_on_which_its_site_published_it(
    project: Path, tmp_path: Path, local: str, gmt: str, date: str
) -> None:
    imported(
        project, export(tmp_path, wp_item(1, "post", "T", "Text.", post_name="t", post_date=local, post_date_gmt=gmt))
    )

    assert f"date: {date}\n" in written(project, "t.md")


def test_names_of_categories_are_read_as_wordpress_escapes_them(project: Path, tmp_path: Path) -> None:
    category = '<category domain="category" nicename="h"><![CDATA[Harbor &amp; Ferries]]></category>'

    imported(project, export(tmp_path, wp_item(1, "post", "T", "Text.", post_name="t", more=category)))

    front = parse_front_matter(split_front_matter(written(project, "t.md"))[0], "").value
    assert front is not None
    assert front.tags == ("Harbor & Ferries",)


def test_a_resized_picture_is_found_by_its_original_and_a_missing_one_is_named(project: Path, tmp_path: Path) -> None:
    (tmp_path / "uploads" / "2015").mkdir(parents=True)
    (tmp_path / "uploads" / "2015" / "harbor.png").write_bytes(png())
    folder = "https://old.example.org/wp-content/uploads/2015"
    names = "harbor-1024x768.png", "harbor.png", "gone.png"
    html = "<p>Text.</p>" + "".join(f'<img src="{folder}/{name}">' for name in names)

    report = imported(project, export(tmp_path, wp_item(1, "post", "T", html, post_name="t")))

    assert written(project, "t.md").count("![](t/harbor.png)") == 2
    assert [path.name for path in (project / "content" / "t").iterdir()] == ["harbor.png"]
    assert report.kinds == [("image not found in uploads/", 1, [("2015/gone.png", 1)])]


def test_a_nested_page_redirects_from_its_old_address(project: Path, tmp_path: Path) -> None:
    link = "<link>https://old.example.org/company/team/</link>"
    page = wp_item(2, "page", "Team", "We are ten.", post_name="team")
    page = page[: page.index("<link>")] + link + page[page.index("</link>") + len("</link>") :]

    report = imported(project, export(tmp_path, page))

    assert report.kinds == []
    assert 'aliases: ["/company/team/"]' in written(project, "pages/team.md")


def test_footnotes_of_the_block_editor_and_of_shortcodes_are_footnotes(project: Path, tmp_path: Path) -> None:
    blocks = (
        '<!-- wp:paragraph --><p>A ship came.<sup data-fn="a-b-c" class="fn">'
        '<a href="#a-b-c" id="a-b-c-link">1</a></sup></p><!-- /wp:paragraph --><!-- wp:footnotes /-->'
    )
    listed = '[{"content":"The <em>log</em>, page 3.","id":"a-b-c"}, {"id": 7}]'
    value = f"<wp:meta_value><![CDATA[{listed}]]></wp:meta_value>"
    meta = f"<wp:postmeta><wp:meta_key>footnotes</wp:meta_key>{value}</wp:postmeta>"
    codes = "A ship came. [efn_note]The <em>log</em>, page 3.[/efn_note]\n\nIt left."

    imported(
        project,
        export(
            tmp_path,
            wp_item(1, "post", "One", blocks, post_name="one", more=meta),
            wp_item(2, "post", "Two", codes, post_name="two"),
        ),
    )

    assert written(project, "one.md").endswith("---\n\nA ship came.[^1]\n\n[^1]: The *log*, page 3.\n")
    assert written(project, "two.md").endswith("---\n\nA ship came.[^1]\n\nIt left.\n\n[^1]: The *log*, page 3.\n")


def test_a_button_of_a_shortcode_is_a_link_and_a_shown_shortcode_is_text(project: Path, tmp_path: Path) -> None:
    text = '[button link="https://example.org/x"]Press[/button] and write [[gallery]] [sic].'

    imported(project, export(tmp_path, wp_item(1, "post", "One", text, post_name="one")))

    assert written(project, "one.md").endswith("---\n\n[Press](https://example.org/x) and write [[gallery]] [sic].\n")
