"""What readers see on the pages of people and countries, and beside the text of articles."""

import json
import re
from pathlib import Path

import jinja2
import pytest

from builder.core.errors import BuilderError
from builder.outputs import front_page, home
from builder.outputs.engine import Engine, Plain
from builder.outputs.name_lists import PER_PAGE
from builder.site import build

PNG = b"\x89PNG\r\n\x1a\n"
FIRST = """---
date: 1988-05-01
---
# First talks

The chancellor [Helmut Kohl](person:helmut-kohl) met [Ann Lee](person:ann-lee) of [France](country:FR) in May.

{.pullquote}
> We shall see.
>
> — [Helmut Kohl](person:helmut-kohl), chancellor of everything
"""
SECOND = """---
date: 1990-10-03
---
# Second talks

[Helmut Kohl](person:helmut-kohl) came back, and [Ann Lee](person:ann-lee) did. [Bo Ek](person:bo-ek) stayed at home.
"""


SUNG = "[Bo Ek](person:bo-ek) sang on the stairs of the town hall, and all who were there stood up and sang."


@pytest.fixture
def project(tmp_path: Path) -> Path:
    put(tmp_path, "content/first.md", FIRST)
    put(tmp_path, "content/second.md", SECOND)
    return tmp_path


def put(project: Path, path: str, text: str | bytes) -> None:
    file = project / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text if isinstance(text, bytes) else text.encode())


def page(project: Path, path: str) -> str:
    return (project / "site" / path / "index.html").read_text(encoding="utf-8")


def words(html: str) -> str:
    """The text that a reader sees, on one line."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html.replace("&nbsp;", " ")))


def test_a_person_has_first_and_last_story_years_quotes_and_company(project: Path) -> None:
    build(project)

    html = page(project, "people/helmut-kohl")
    text = words(html)
    assert "2 stories · May 1, 1988 – October 3, 1990" in text
    assert re.findall(r'<a href="(#[^"]+)" title="([^"]+)"', html) == [
        ("#in-1988-05", "1988: 1 story"),
        ("#in-1990-10", "1990: 1 story"),
    ]
    assert 'id="in-1988-05"' in html
    assert '<a href="../../articles/first/#p2">We shall see.</a>' in html
    assert "We shall see." in text
    assert "Ann Lee 2 stories with Ann Lee Bo Ek" in text
    assert re.search(r"Helmut Kohl with Ann Lee 2 stories · Show all stories", text)


def test_one_month_is_no_chart_and_no_date_no_first_story(project: Path) -> None:
    put(project, "content/first.md", FIRST.replace("1988-05-01", "1990-10-01"))
    put(project, "content/third.md", "# Third\n\n[Cy Day](person:cy-day) sang.\n")

    build(project)

    assert 'class="timeline"' not in page(project, "people/helmut-kohl")
    assert '<p class="span">1 story</p>' in page(project, "people/cy-day")


def test_stories_without_a_date_are_counted_and_the_only_date_is_shown_once(project: Path) -> None:
    for name in "third", "fourth":
        put(project, f"content/{name}.md", f"# {name}\n\n[Bo Ek](person:bo-ek) sang.\n")

    build(project)

    text = words(page(project, "people/bo-ek"))
    assert "3 stories · October 3, 1990 · 2 without a date" in text
    assert re.search(r"Stories October 1990 3 Second talks .* Without a date fourth .* third", text)


def test_follow_leads_to_a_feed_of_their_own_or_is_not_there(project: Path) -> None:
    put(project, "dateline.toml", '[site]\nbase_url = "https://example.org/"\n')
    put(project, "content/third.md", "# Third\n\n[Cy Day](person:cy-day) sang.\n")

    build(project)

    assert '<a href="../../people/bo-ek/feed.xml">Follow</a>' in page(project, "people/bo-ek")
    assert "Follow" not in page(project, "people/cy-day")


def test_of_many_stories_each_is_one_line_with_its_sentences_on_demand(project: Path) -> None:
    for number in range(4):
        put(project, f"content/{number}.md", f"---\ndate: 1991-01-0{number + 1}\n---\n# Day {number}\n\n{SUNG}\n")

    build(project)
    html = page(project, "people/bo-ek")
    put(project, "content/6.md", f"---\ndate: 1991-01-06\n---\n# Day 6\n\n{SUNG}\n")
    build(project)
    folded = page(project, "people/bo-ek")

    assert html.count('<div class="sentences">') == 5
    assert "1 sentence" not in html
    assert "What a story says" not in html
    assert folded.count('<details class="sentences">\n<summary>1 sentence') == 6
    assert re.search(r'<section class="lead".*?<b>Bo Ek</b> sang on the stairs', folded, re.DOTALL)


def test_a_role_that_the_page_shows_is_not_repeated_under_each_story(project: Path) -> None:
    for number, role in enumerate(("Mayor", "Mayor", "Senator")):
        text = f"{role} [Bo Ek](person:bo-ek) sang.\n"
        put(project, f"content/{number}.md", f"---\ndate: 199{number}-01-01\n---\n# Day {number}\n\n{text}\n")

    build(project)

    roles = re.findall(r'<p class="role">([^<]+)</p>', page(project, "people/bo-ek"))
    assert roles == ["Mayor", "Mayor"]
    assert '<p class="standfirst">Senator</p>' in page(project, "people/bo-ek")


def test_search_engines_read_who_it_is_when_and_with_whom(project: Path) -> None:
    put(project, "dateline.toml", '[site]\ntitle = "The Courier"\n')

    build(project)

    described = re.search(r'<meta name="description" content="([^"]+)"', page(project, "people/helmut-kohl"))
    assert described
    assert described[1] == (
        "Helmut Kohl, chancellor of everything: 2 stories in The Courier."
        " May 1, 1988 – October 3, 1990. Often with Ann Lee"
    )


def test_of_sentences_that_begin_alike_each_is_shown_once(project: Path) -> None:
    full, short = "[Cy Day](person:cy-day)", "[Cy](person:cy-day)"
    put(project, "content/third.md", f"# Third\n\n{full} sang. {short} slept. {full} said that {short} won.\n")

    build(project)

    text = words(page(project, "people/cy-day"))
    assert [text.count(each) for each in ("Cy Day sang.", "Cy slept.", "won.")] == [1, 1, 1]


def test_a_portrait_and_pictures_of_an_editors_words_are_copied_beside_the_page(project: Path) -> None:
    note = "---\nimage: kohl.png\nimage_description: Kohl at a desk\n---\nChancellor.\n\n![A tree](trees/oak.png)\n"
    put(project, "content/people/helmut-kohl.md", note)
    put(project, "content/people/kohl.png", PNG)
    put(project, "content/people/trees/oak.png", PNG)
    put(project, "content/pages/about.md", "# About\n\n![Us](us.png)\n\n![Gone](gone.png)\n")
    put(project, "content/pages/us.png", PNG)

    report = build(project)

    assert '<img class="portrait" src="kohl.png" alt="Kohl at a desk">' in page(project, "people/helmut-kohl")
    site = project / "site"
    assert '"image":"kohl.png"' in (site / "people/helmut-kohl/card.json").read_text(encoding="utf-8")
    for path in ("people/helmut-kohl/kohl.png", "people/helmut-kohl/trees/oak.png", "about/us.png"):
        assert (site / path).read_bytes() == PNG
    assert [str(problem).split("\n")[0] for problem in report.problems] == [
        "content/pages/about.md: there is no image 'gone.png'"
    ]


def test_a_country_says_by_which_words_it_was_meant(project: Path) -> None:
    put(project, "content/third.txt", "Third talks\n\nFrance waited. The French sang. French cars came from France.\n")

    build(project)

    text = words(page(project, "countries/france"))
    assert "France as a name 3" in text
    assert "French as an adjective or a name for its people 2" in text


def test_an_article_says_why_words_are_links_and_what_came_before(project: Path) -> None:
    build(project)

    text = words(page(project, "articles/second"))
    assert "Helmut Kohl Helmut Kohl linked by hand 1" in text
    assert "First talks May 1, 1988 · also about Helmut Kohl and Ann Lee" in text
    assert "also about" not in page(project, "articles/first")


def test_the_front_page_names_who_is_most_seen(project: Path) -> None:
    build(project)

    text = words(page(project, ""))
    assert re.search(
        r"Most covered People Helmut Kohl chancellor of everything, in 2 stories Ann Lee in 2 stories", text
    )
    assert "Bo Ek in" not in text


def test_the_front_page_says_which_stories_it_counts(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(front_page, "NEWEST", 2)
    put(project, "content/third.md", "---\ndate: 1991-01-01\n---\n# Third\n\n[Ann Lee](person:ann-lee) sang.\n")

    build(project)

    text = words(page(project, ""))
    assert "Most covered In the newest 2 stories, since October 3, 1990 People Ann Lee in 2 stories" in text


def test_the_front_page_leads_with_the_newest_and_lists_others_by_month(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(home, "LEADING", 1)
    for name, date in (("b", "date: 1990-10-01"), ("a", "date: 1990-10-01"), ("z", ""), ("y", "")):
        put(project, f"content/{name}.md", f"---\ntitle: Story {name}\n{date}\n---\nIt rained all day in the town.\n")

    build(project)

    text = words(page(project, ""))
    assert re.search(
        r"Second talks October 3, 1990 Helmut Kohl came back.* October 1990 1 Story a 1 Story b May 1988 1 First talks"
        r" Without a date 2 stories Story y Story z",
        text,
    )
    assert '<details class="folded" id="undated">' in page(project, "")


def test_a_front_page_of_stories_without_a_date_says_so_and_leads_with_none(tmp_path: Path) -> None:
    for name in "ab":
        put(tmp_path, f"content/{name}.md", f"# Story {name}\n\nIt rained.\n")

    build(tmp_path)

    html = page(tmp_path, "")
    assert "These stories have no date, so they are listed by title. Story a Story b" in words(html)
    assert "<details" not in html


def test_who_has_a_renamed_companion_shows_the_new_name(project: Path) -> None:
    build(project)
    put(project, "content/entities.toml", '[person.ann-lee]\nname = "Ann Lee Smith"\n')

    build(project)

    assert "Ann Lee Smith" in page(project, "people/bo-ek")


def test_a_long_list_of_people_has_pages_that_name_where_they_begin(project: Path) -> None:
    names = [f"Ann {chr(65 + n // 26 % 26)}{chr(97 + n % 26)}x" for n in range(PER_PAGE + 60)]
    names = [f"{name}{'y' * (n // 676)}" for n, name in enumerate(names)]
    links = " ".join(f"[{name}](person:{name.lower().replace(' ', '-')})." for name in names)
    put(project, "content/third.md", f"# Third\n\n{links}\n")

    build(project)

    first, second = page(project, "people"), page(project, "people/page/2")
    assert first.split('id="all"')[1].count("<li>") == PER_PAGE
    assert re.search(r"In the most stories Helmut Kohl 2 stories .*Ann Lee 2 stories", words(first))
    assert "In the most stories" not in words(second)
    letters = dict(
        re.findall(r'<a href="([^"]+)">(\w)</a>\n(?=<|$)', first.split('class="letters"')[1].split("</nav>")[0])
    )
    assert list(letters.values()) == [chr(65 + n) for n in range(22)]
    assert [url for url, letter in letters.items() if letter in "AV"] == ["#in-A", "../people/page/2/#in-V"]
    assert 'id="in-A"' in first
    assert 'id="in-V"' in second
    assert second.count("<li>") == len(names) + 3 - PER_PAGE
    assert 'href="../people/page/2/"' in first
    assert re.search(r'<a href="\.\./\.\./\.\./people/">Aax – \w+</a>', second)
    assert f"{len(names) + 3} people" in words(first)
    assert f"{len(names) + 3} people" in words(second)


def test_a_template_may_build_on_the_themes_own_and_change_a_block(project: Path) -> None:
    build(project)
    before = {path: path.read_bytes() for path in (project / "site").rglob("*.html")}
    put(
        project,
        "templates/article.html",
        '{% extends "theme/article.html" %}\n{% block after %}<p>Letters to the editor</p>{% endblock %}\n',
    )

    build(project)

    changed = {path for path, raw in before.items() if path.read_bytes() != raw}
    assert changed == {project / "site" / "articles" / name / "index.html" for name in ("first", "second")}
    assert all("<p>Letters to the editor</p>" in path.read_text(encoding="utf-8") for path in changed)


def test_the_themes_own_templates_print_without_what_jinja_does_for_strange_ones(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def get_template(self: Plain, name: str) -> jinja2.Template:
        assert isinstance(self, Engine)
        return jinja2.Environment.get_template(self, name)

    monkeypatch.setattr(Plain, "get_template", get_template)

    assert build(project).written


def test_a_template_that_extends_itself_gets_a_hint_about_the_themes_own(project: Path) -> None:
    put(project, "templates/article.html", '{% extends "article.html" %}\n')

    with pytest.raises(BuilderError, match=r"templates/article.html:1: a template extends or includes itself") as found:
        build(project)

    assert '{% extends "theme/article.html" %}' in str(found.value)


def test_a_link_of_an_editor_to_nobody_is_a_warning(project: Path) -> None:
    put(project, "content/pages/about.md", "---\nfoo: bar\n---\n# About\n\n[Somebody](person:some-body) wrote this.\n")

    report = build(project)

    assert [str(problem).split("\n")[0] for problem in report.problems if problem.warning] == [
        "content/pages/about.md: person:some-body has no page; the link is left out",
        "content/pages/about.md:2: unknown key 'foo'",
    ]


def test_of_as_many_stories_who_is_named_most_comes_first(project: Path) -> None:
    for name in "third", "fourth":
        twice = "[Zoe Zed](person:zoe-zed) sang, [Zoe Zed](person:zoe-zed) left. [Bo Ek](person:bo-ek) stayed."
        put(project, f"content/{name}.md", f"# {name}\n\n{twice}\n")
    put(project, "content/second.md", SECOND.replace("Bo Ek", "Bea Ek").replace("bo-ek", "bea-ek"))

    build(project)

    text = words(page(project, ""))
    assert text.index("Zoe Zed in 2 stories") < text.index("Bo Ek in 2 stories")


def test_an_article_says_on_top_what_it_belongs_to_and_in_the_margin_who_is_who(project: Path) -> None:
    put(project, "content/first.md", FIRST.replace("date: ", "section: Politics\ndate: "))

    build(project)

    html = page(project, "articles/first")
    assert html.index('">Politics</a> <time datetime="1988-05-01">') < html.index("<h1>")
    margin = '<p class="who" aria-hidden="true"><b>Helmut Kohl</b> chancellor of everything</p>\n<p id="p1">'
    assert margin in html
    assert re.search(r"Who’s who +Helmut Kohl +chancellor of everything", words(html))


def test_a_card_has_a_sentence_of_the_newest_story(project: Path) -> None:
    build(project)

    card = json.loads((project / "site/people/helmut-kohl/card.json").read_bytes())
    assert card["extract"] == "Helmut Kohl came back, and Ann Lee did."


def test_pictures_have_their_size_so_that_nothing_moves(project: Path) -> None:
    gif = b"GIF89a" + (640).to_bytes(2, "little") + (480).to_bytes(2, "little") + b"\0\0\0;"
    put(project, "content/top.gif", gif)
    put(project, "content/in.gif", gif)
    put(project, "content/third.md", "---\nimage: top.gif\n---\n# Third\n\n![A map](in.gif)\n\n![Gone](no.gif)\n")

    build(project)

    html = page(project, "articles/third")
    assert '<img src="top.gif" alt="" width="640" height="480">' in html
    assert '<img src="in.gif" width="640" height="480" loading="lazy" alt="A map" />' in html
    assert '<img src="no.gif" alt="Gone" />' in html


def test_words_for_a_country_that_differ_only_by_capitals_or_signs_are_one(project: Path) -> None:
    text = (
        "Ships from the US came. The U.S. sent ships. The US called. AMERICANS and Americans of the U.S.A. cheered.\n"
    )
    put(project, "content/ships.md", f"# Ships\n\n{text}")

    build(project)

    html = page(project, "countries/united-states")
    found = re.findall(r'<li>([^<]+) <span class="role">[^<]*</span> <span class="count">(\d+)', html)
    assert found == [("US", "3"), ("U.S.A.", "1"), ("AMERICANS", "2")]
    assert "Also called US, U.S.A.</p>" in html
