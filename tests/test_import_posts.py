"""Posts of Hugo and Jekyll as articles."""

from pathlib import Path

import pytest

from builder.commands.importing.foreign_keys import foreign_date, foreign_text, front_of, old_address
from builder.commands.importing.foreign_markdown import markdown_html
from builder.commands.importing.html_blocks import read_html
from builder.commands.importing.imported import Failure, ShownPicture
from builder.commands.importing.liquid import without_liquid
from builder.commands.importing.permalinks import JEKYLL, permalink
from builder.commands.importing.shortcodes import without_shortcodes
from builder.markdown.block_writer import write_blocks
from tests.imports import imported, png


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "site" / "content").mkdir(parents=True)
    return tmp_path / "site"


def put(root: Path, **files: str) -> Path:
    """A folder with these files; "__" in a name is a slash."""
    for name, text in files.items():
        path = root / name.replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def lay(root: Path, files: dict[str, str]) -> Path:
    return put(root, **{name.replace("/", "__"): text for name, text in files.items()})


def written(project: Path, name: str) -> str:
    return (project / "content" / name).read_text(encoding="utf-8")


def body(project: Path, name: str) -> str:
    return written(project, name).partition("\n---\n")[2].strip()


JEKYLL_SITE = {
    "_config.yml": "title: Harbor notes\nurl: https://harbor.example.org\ntimezone: America/New_York\n",
    "_data/authors.yml": "ana:\n  name: Ana Bell\n",
    "_posts/2015-03-17-the-first-ship.md": (
        "---\nlayout: post\ntitle: \"The first ship\"\nauthor: ana\ndate: 2015-03-17 08:30:00\n"
        "categories: news harbor\n"
        "tags: [salt]\nredirect_from: /old/ship.html\n---\n"
        "A ship{: .big} came.[^1] See [the second]({% post_url 2015-03-18-the-second-ship %}).\n\n"
        "![A ship]({{ site.baseurl }}/images/ship.png)\n\n"
        "{% highlight python %}\nprint('{{ no }}')\n{% endhighlight %}\n\n"
        "<div class=\"note\">Raw <b>HTML</b> stays.</div>\n\n"
        "{% include youtube.html id=\"abc\" %}\n\n{% include ads.html %}\n\n[^1]: So they say.\n"
    ),
    "_posts/2015-03-18-the-second-ship.md": "---\ntitle: The second ship\n---\n##Tight heading\n\n"
    "It [followed](/news/harbor/2015/03/17/the-first-ship.html).\n",
    "news/_posts/2016-1-2-no-title.markdown": "---\npublished: false\n---\nText.\n",
    "_drafts/later.md": "---\ntitle: Later\n---\nNot yet.\n",
    "about.md": "---\ntitle: About\npermalink: /about/\n---\nWe are here.\n",
    "README.md": "# Read me\n",
    "_site/2015/03/17/the-first-ship.html": "<html></html>",
}  # fmt: skip


def test_a_jekyll_site_keeps_dates_drafts_addresses_and_what_its_liquid_shows(project: Path, tmp_path: Path) -> None:
    root = lay(tmp_path / "jekyll", JEKYLL_SITE)
    (root / "images").mkdir()
    (root / "images" / "ship.png").write_bytes(png())

    report = imported(project, root)

    assert report.problems == []
    assert report.added == [
        "content/2015-03-17-the-first-ship.md",
        "content/2015-03-18-the-second-ship.md",
        "content/later.md",
        "content/news/2016-1-2-no-title.md",
        "content/pages/about.md",
    ]
    assert written(project, "2015-03-17-the-first-ship.md") == (
        "---\n"
        "title: The first ship\n"
        "authors: [Ana Bell]\n"
        "date: 2015-03-17T08:30:00-04:00\n"
        'aliases: ["/news/harbor/2015/03/17/the-first-ship.html", "/old/ship.html"]\n'
        "tags: [salt, news, harbor]\n"
        "---\n\n"
        "A ship came.[^1] See [the second](../2015-03-18-the-second-ship/).\n\n"
        "![A ship](2015-03-17-the-first-ship/ship.png)\n\n"
        "```python\nprint('{{ no }}')\n```\n\n"
        "Raw **HTML** stays.\n\n"
        "[https://www.youtube.com/watch?v=abc](https://www.youtube.com/watch?v=abc)\n\n"
        "[^1]: So they say.\n"
    )
    assert (
        body(project, "2015-03-18-the-second-ship.md")
        == "## Tight heading\n\nIt [followed](../2015-03-17-the-first-ship/)."
    )
    assert "date: 2015-03-18\n" in written(project, "2015-03-18-the-second-ship.md")
    assert "title: No title\ndate: 2016-01-02\n" in written(project, "news/2016-1-2-no-title.md")
    assert "draft: true" in written(project, "news/2016-1-2-no-title.md")
    assert "draft: true" in written(project, "later.md")
    assert report.kinds == [("Liquid tag dropped", 1, [("include ads", 1)])]


HUGO_SITE = {
    "hugo.toml": "baseURL = 'https://harbor.example.org/'\ntimeZone = 'Europe/Paris'\n[permalinks]\n"
    "news = '/:year/:month/:slug/'\n",
    "content/news/first-ship/index.md": (
        "+++\ntitle = 'The first ship'\ndate = 2015-03-17T08:30:00+01:00\ndraft = false\nauthors = ['Ana Bell']\n"
        "tags = ['salt']\naliases = ['/ship/']\n[cover]\nimage = 'ship.png'\nalt = 'A ship'\n+++\n"
        "A ship came. See [the next]({{< ref \"second-ship.md\" >}}).\n\n"
        "{{< figure src=\"ship.png\" alt=\"A ship\" caption=\"At dawn\" >}}\n\n"
        "{{% notice tip %}}Mind the tide.{{% /notice %}}\n\n{{< youtube abc >}}\n\nWrite `{{</* "
        "youtube x */>}}`.\n\n{{< map id=\"3\" >}}\n"
    ),
    "content/news/second-ship.md": "---\nTitle: The second ship\nDate: 2015-03-18\nslug: ship-two\n"
    "lastmod: 2016-01-01\n---\n# The second ship\n\nText.<!--more--> More.\n",
    "content/news/third.md": "+++\ntitle = 'Third'\ndate = 2015-03-19\ndraft = true\n+++\nNot yet.\n",
    "content/news/fourth.md": "{\n  \"title\": \"Fourth\",\n  \"date\": \"2015-03-20\"\n}\n\nFrom JSON.\n",
    "content/news/_index.md": "---\ntitle: News\n---\nAll news.\n",
    "content/about.md": "---\ntitle: About\n---\nWe are here.\n",
}  # fmt: skip


def test_a_hugo_site_keeps_dates_drafts_addresses_and_what_its_shortcodes_show(project: Path, tmp_path: Path) -> None:
    root = lay(tmp_path / "hugo", HUGO_SITE)
    (root / "content" / "news" / "first-ship" / "ship.png").write_bytes(png())

    report = imported(project, root)

    assert report.problems == []
    assert report.added == [
        "content/news/first-ship.md",
        "content/news/fourth.md",
        "content/news/ship-two.md",
        "content/news/third.md",
        "content/pages/about.md",
    ]
    assert written(project, "news/first-ship.md") == (
        "---\n"
        "title: The first ship\n"
        "authors: [Ana Bell]\n"
        "date: 2015-03-17T08:30:00+01:00\n"
        'image: "first-ship/ship.png"\n'
        "image_description: A ship\n"
        'aliases: ["/2015/03/the-first-ship/", "/ship/"]\n'
        "tags: [salt]\n"
        "---\n\n"
        "A ship came. See [the next](../../news/ship-two/).\n\n"
        "![A ship](first-ship/ship.png)\n\n"
        "{.caption}\n> At dawn\n\n"
        "Mind the tide.\n\n"
        "[https://www.youtube.com/watch?v=abc](https://www.youtube.com/watch?v=abc)\n\n"
        "Write `{{< youtube x >}}`.\n"
    )
    assert written(project, "news/ship-two.md") == (
        "---\ntitle: The second ship\ndate: 2015-03-18\nupdated: 2016-01-01\naliases: "
        '["/2015/03/ship-two/"]\n---\n\nText. More.\n'
    )
    assert "draft: true" in written(project, "news/third.md")
    assert "title: Fourth\ndate: 2015-03-20\n" in written(project, "news/fourth.md")
    assert {kind: number for kind, number, _ in report.kinds} == {
        "shortcode dropped": 1,
        "shortcode dropped, its words kept": 1,
    }


def test_two_posts_at_one_address_leave_it_to_the_first(project: Path, tmp_path: Path) -> None:
    post = "---\ntitle: A ship\ndate: 2015-03-17\nslug: ship\n---\nText.\n"
    root = lay(
        tmp_path / "hugo",
        {
            "hugo.toml": "",
            "content/news/a.md": post,
            "content/news/b.md": post,
            "content/news/c.md": "---\ntitle: C\naliases: [/news/ship/, /old/]\n---\nText.\n",
        },
    )

    imported(project, root)

    assert 'aliases: ["/news/ship/"]' in written(project, "news/ship.md")
    assert "aliases" not in written(project, "news/ship-2.md")
    assert 'aliases: ["/news/c/", "/old/"]' in written(project, "news/c.md")


@pytest.mark.parametrize(
    ("text", "zone", "expected"),
    [
        ("2015-03-17", "", "2015-03-17"),
        ("2015/3/7", "", "2015-03-07"),
        ("2015-03-17 00:00:00", "America/New_York", "2015-03-17"),
        ("2015-03-17 08:30", "America/New_York", "2015-03-17T08:30:00-04:00"),
        ("2015-12-17 08:30", "America/New_York", "2015-12-17T08:30:00-05:00"),
        ("2015-03-17 08:30:05.123 -0700", "America/New_York", "2015-03-17T08:30:05-07:00"),
        ("2015-03-17T08:30:00Z", "", "2015-03-17T08:30:00+00:00"),
        ("2015-03-17 08:30", "Nowhere/Land", "2015-03-17T08:30:00+00:00"),
        ("2015-03-17 08:30", "/etc/passwd", "2015-03-17T08:30:00+00:00"),
        ("Tue, 17 Mar 2015 08:30:00 EST", "", "2015-03-17T08:30:00-05:00"),
        ("March 17, 2015", "", "2015-03-17"),
        ("2015-02-30", "", ""),
        ("yesterday", "", ""),
    ],
)
def test_dates_of_other_generators_are_read_in_the_zone_of_their_site(text: str, zone: str, expected: str) -> None:
    assert foreign_date(text, zone) == expected


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("/2015/03/17/a/", "/2015/03/17/a/"),
        ("https://old.example.org/a.html?x=1#y", "/a.html"),
        ("a", "/a"),
        ("/", ""),
        ("../../etc/passwd", ""),
        ("/:year/:title", ""),
        ("javascript:alert(1)", ""),
        ("/{{ x }}/", ""),
    ],
)
def test_only_paths_of_the_site_itself_become_aliases(address: str, expected: str) -> None:
    assert old_address(address) == expected


def test_addresses_follow_the_pattern_of_the_site() -> None:
    values = {"categories": "news", "title": "a-ship", "output_ext": ".html"}

    made = {style: permalink(pattern, "2015-03-07", values) for style, pattern in JEKYLL.items()}

    assert made == {
        "date": "/news/2015/03/07/a-ship.html",
        "pretty": "/news/2015/03/07/a-ship/",
        "ordinal": "/news/2015/066/a-ship.html",
        "weekdate": "/news/2015/W10/Sat/a-ship.html",
        "none": "/news/a-ship.html",
    }
    assert permalink("/:year/:unknown/", "2015-03-07", {}) == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a {{ page.title }} b", "a A &amp; B b"),
        ("{% raw %}{{ x }}{% endraw %}", "{{ x }}"),
        ("{% if x %}one{% else %}two{% endif %}", "onetwo"),
        ("{% for p in site.posts %}{{ p.url }}{% endfor %}x", "x"),
        ("{% comment %}{% raw %}{% endcomment %}x", "x"),
        ('{{ "/a.png" | relative_url }}', "/a.png"),
        ("{% unclosed", "{% unclosed"),
    ],
)
def test_liquid_shows_what_can_be_known(text: str, expected: str) -> None:
    assert without_liquid(text, {"page.title": "A & B"}, str)[0] == expected


def test_shortcodes_leave_no_braces_and_keep_the_words_between_them() -> None:
    text = '{{< a "b > c" >}}one{{< /a >}} {{%b x=`y`%}} {{< raw.html />}} {{< c >}} two {{}} {{<'

    assert without_shortcodes(text, str)[0] == "one    two {{}} {{<"


def test_broken_front_matter_is_a_failure_and_aliases_of_yaml_do_not_grow() -> None:
    laughs = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]"

    assert isinstance(foreign_text("---\ntitle: [\n---\nx"), Failure)
    assert isinstance(foreign_text(f"---\n{laughs}\n---\nx"), Failure)
    assert isinstance(foreign_text('{"title": "a" "b"}'), Failure)
    assert isinstance(foreign_text('{"a":' * 100_000), Failure)


def test_images_authors_and_tags_are_read_in_their_many_forms() -> None:
    keys = {
        "author": [{"name": "Ana Bell"}, "bo"],
        "header": {"image": "/a.png"},
        "categories": "news harbor",
        "tags": ["salt, pepper"],
        "weight": "3",
        "flavor": "x",
    }

    front, losses = front_of(keys, people={"bo": "Bo Lind"})

    assert (front.authors, front.image) == (("Ana Bell", "Bo Lind"), "/a.png")
    assert front.tags == ("salt, pepper", "news", "harbor")
    assert [loss.detail for loss in losses] == ["header", "flavor"]


def test_the_parent_folder_of_sites_imports_their_posts_and_keeps_drafts(project: Path, tmp_path: Path) -> None:
    old = tmp_path / "old"
    lay(old / "blog", JEKYLL_SITE)
    lay(
        old / "paper",
        {
            "hugo.toml": "",
            "content/_index.md": "---\ntitle: List\n---\nA list.\n",
            "content/news/flood.md": "---\ntitle: Flood\ndraft: true\n---\nWater came.\n",
            "content/news/torn.md": "+++\ntitle = 'a\n+++\nText.\n",
            "layouts/shortcodes/notice.html": "<p>A template, which is no article at all.</p>",
        },
    )
    lay(old, {"notes.md": "A note.\n"})

    report = imported(project, old)

    assert report.added == [
        "content/blog/2015-03-17-the-first-ship.md",
        "content/blog/2015-03-18-the-second-ship.md",
        "content/blog/later.md",
        "content/blog/news/2016-1-2-no-title.md",
        "content/notes.md",
        "content/pages/about.md",
        "content/paper/news/flood.md",
    ]
    assert "draft: true" in written(project, "blog/later.md")
    assert "draft: true" in written(project, "paper/news/flood.md")
    assert [problem.file for problem in report.problems] == [f"{old}/paper/content/news/torn.md"]


def test_a_quotation_of_a_shortcode_keeps_its_speaker(project: Path, tmp_path: Path) -> None:
    text = '---\ntitle: T\n---\nBefore.\n\n{{% quote author="Ana Bell" %}}\nA *good* day.\n{{% /quote %}}\n\nAfter.\n'

    report = imported(project, lay(tmp_path / "hugo", {"hugo.toml": "", "content/news/a.md": text}))

    assert report.losses == []
    assert body(project, "news/a.md") == "Before.\n\n> A *good* day.\n>\n> — Ana Bell\n\nAfter."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('A [map]({{< ref "gone" >}} "A title") of it.', "A map of it."),
        ('A [map]({{< link "news/map" >}} "A title").', "A [map](/there/)."),
        ('A [map](<{{< relref "gone" >}}>).', "A map."),
        ('[{{< img src="map.png" alt="A map" >}}](https://example.org/) It rained.', "It rained."),
        ('{{< button href="/go/" >}}Go there{{< /button >}}', "[Go there](/go/)"),
        ('[{{< img src="map.png" >}}The map](https://example.org/)', "[The map](https://example.org/)"),
    ],
)
def test_shortcodes_in_links_leave_links_or_their_words(text: str, expected: str) -> None:
    shown, _ = without_shortcodes(text, lambda file: "/there/" if file == "news/map" else "")

    read = read_html(markdown_html(shown, kramdown=False))

    assert write_blocks(read.blocks) == f"{expected}\n"
    assert [each.address for each in read.passages if isinstance(each, ShownPicture)] == ["map.png"] * ("img" in text)


def test_the_source_of_a_post_is_the_first_address_that_it_names() -> None:
    front, _ = front_of({"source": "18f", "source_url": "https://example.org/a", "canonical": "https://example.org/b"})

    assert front.source == "https://example.org/a"


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("**Trust** in a crisis&mdash;lately &ldquo;so&rdquo;", "Trust in a crisis—lately “so”"),
        ("See [the *map*](/map/), <b>now</b><br />or later", "See the map, now or later"),
        ("1. Of has_many * 2 < 3 [sic] & more _", "1. Of has_many * 2 < 3 [sic] & more _"),
        ("# 1 fan & <3", "# 1 fan & <3"),
        ("AT&amp;T &lt;b&gt;", "AT&T <b>"),
    ],
)
def test_titles_and_summaries_are_words(written: str, words: str) -> None:
    front, _ = front_of({"title": written, "description": written})

    assert (front.title, front.standfirst) == (words, words)
