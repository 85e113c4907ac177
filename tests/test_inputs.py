"""One changed input reaches exactly the pages that show it.

Each row of ``ROWS`` makes one small change to a project and names the files of the site that change, appear and go.
A project is its files: nothing here knows how a build finds out what to print.
"""

import re
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache, reduce
from pathlib import Path

import pytest

from builder.settings.site_settings import USUAL
from builder.site import Site
from builder.store.search_index import Wanted
from tests.pictures import picture


@dataclass(frozen=True)
class Project:
    """The files of a project by path, and the options of its builds."""

    files: Mapping[str, str]
    drafts: bool = False
    search: Wanted = "none"


Change = Callable[[Project], Project]

BYTES = "surrogateescape"
"""How the bytes of a picture are a text."""


def photo(width: int) -> str:
    """A picture that is so wide."""
    return picture(size=(width, 100)).decode(errors=BYTES)


# Most articles are marked as German, so that only their links count: no language model is needed to read those.
PAPER = Project(
    {
        "dateline.toml": """\
[site]
title = "The Courier"
description = "What happened, and to whom"
base_url = "https://example.org/news/"
author = "The editors"
        """,
        "dateline.lock": """\
[people]
"jan-novak" = "people/jan-novak/"
[names]
"jan-novak" = "Jan Novak"
        """,
        "content/entities.toml": """\
[person.jan-novak]
name = "Jan Novak"
aliases = ["Old Fox"]
sort = "Novak, Jan"
same_as = ["https://example.com/novak"]

[[same]]
people = ["marie-roux", "marie-laurent"]

[[never]]
text = "Paris"
        """,
        "content/2015/harbour.md": """\
---
title: Harbour opens
date: 2015-03-01
language: de
---
[Anna Berg](person:anna-berg) and [Otto Kern](person:otto-kern) sailed to [France](country:FR).
        """,
        "content/2016/bridge.md": """\
---
title: Bridge closes
standfirst: Nobody crosses the river
authors: [Ida Falk]
contributors: [Liv Moen]
date: 2016-05-02
updated: 2016-05-03
dateline: BREMEN
agency: AP
source: https://www.example.com/bridge
image: bridge.png
image_description: A bridge without cars
language: de
aliases: [2016/old-bridge/]
related: [Ferries are full]
corrections:
  - {time: "9:15 a.m.", text: "An earlier version named another river."}
---
[Anna Berg](person:anna-berg) closed the bridge. Then [Anna Berg](person:anna-berg) went home.

{.pullquote}
> The river always wins.
>
> — [Anna Berg](person:anna-berg), engineer

## The other side

[Otto Kern](person:otto-kern) waited in [Germany](country:DE).
        """,
        "content/2016/bridge.png": "bridge",
        "content/2016/boat.png": "boat",
        "content/2017/market.txt": """\
---
title: Market moves
date: 2017-06-03
language: de
slug: square
---
The market moved to the square. Nobody was asked before it moved, and nobody complained.

The old place is empty now, and the square is full of people and of fruit.

Buy the paper at the kiosk.
        """,
        "content/2018/talks.md": """\
---
title: Talks begin
date: 2018-07-04
entities:
  the host: person:otto-kern
---
Finance Minister Marie Roux spoke for an hour. Reporters asked her about the talks with Jan Novak, the Old Fox.

On Friday, Warsaw rejected the offer. Roux thanked the host, and Paris said nothing to Poland.

## The next day

Roux flew home.
        """,
        "content/2019/flood.md": """\
---
title: Flood recedes
date: 2019-08-05
language: de
---
The river went back into its bed.

[Otto Kern](person:otto-kern) and [Anna Berg](person:anna-berg) pumped.
[Marie Laurent](person:marie-laurent) paid for the pumps.
        """,
        "content/2020/vote.md": """\
---
title: Vote is close
date: 2020-09-06
language: de
---
[Lena Holm](person:lena-holm) counted in [France](country:FR).

![A box](box.png)
        """,
        "content/2020/box.png": "box",
        "content/letter.md": """\
---
title: A letter
---
Mrs. Lund wrote a letter from Norway.

Foreign Minister Marie Roux read it.
        """,
        "content/draft.md": """\
---
title: Not yet
date: 2021-01-01
language: de
draft: true
---
[Otto Kern](person:otto-kern) waits.
        """,
        "content/people/otto-kern.md": """\
---
image: otto.png
image_description: Otto Kern in a boat
---
He sails with [Anna](person:anna-berg).
        """,
        "content/people/otto.png": "otto",
        "content/people/kern.png": "kern",
        "content/countries/FR.md": "A country by the sea, where [Jan](person:jan-novak) was born.\n",
        "content/pages/about.md": "# About us\n\nAsk [Otto](person:otto-kern).\n\n![Us](us.png)\n",
        "content/pages/us.png": "us",
        "content/static/hello.txt": "hello",
        "templates/words.toml": '[site]\nnewer = "Newer"\n',
        "templates/assets/custom.css": "a { color: red }\n",
    }
)

SEARCHED = replace(PAPER, search="make")

STORIES = Project(
    {
        f"content/{year}.md": f"---\ntitle: Year {year}\ndate: {year}-01-01\nlanguage: de\n---\n"
        "Nothing.\n\n[Otto Kern](person:otto-kern) rests.\n"
        for year in range(1851, 2000)
    }
    | {"content/pages/about.md": "# About\n\nUs.\n"}
)
"""One story less than lists need for a second numbered page; and no redirects."""

SAYING = """
{{.pullquote}}
> The year {} was long for everybody here.
>
> — [Otto Kern](person:otto-kern), engineer
"""

SAYINGS = Project(
    {
        f"content/{year}.md": f"---\ntitle: Year {year}\ndate: {year}-01-01\nlanguage: de\n---\nNothing.\n"
        + SAYING.format(year)
        for year in range(1851, 2000)
    }
)
"""One quotation less than their list needs for a second numbered page."""

WORDY = Project(
    {
        "dateline.toml": '[site]\ntitle = "The Courier"\nbase_url = "https://example.org/news/"\n',
        **{
            f"content/{year}.md": f"---\ntitle: Year {year}\ndate: {year}-01-01\nlanguage: de\n---\nNothing.\n"
            + "".join(SAYING.format(year + more) for more in range(0, 170, 10))
            for year in (1801, 1802, 1803)
        },
    }
)
"""With one quotation more than the page of the person who is quoted shows."""

OLD_WORDS = """\
---
title: Year 1850
date: 1850-01-01
---
Otto Kern, director of the museum, slept until noon on Monday, and nobody woke him.

“I was tired of the whole museum,” Otto Kern said in the evening.
"""

OLD_ROLES = """\
---
title: Year 1850
date: 1850-01-01
---
Otto Kern, director of the museum, slept until noon on Monday, and nobody woke him.

In the evening Otto Kern, a former nurse, went to the theater with the others.
"""

NAMES = Project(
    {
        f"content/{tens:02}.md": f"---\ntitle: Names {tens:02}\nlanguage: de\n---\n"
        + ", ".join(f"[Jo {letter}o{each:02}](person:jo-{letter.lower()}o{each:02})" for each in range(10))
        for tens, letter in enumerate(f"{a}{b}" for a in "ABCDE" for b in "abcdefghij")
    }
    | {"content/last.md": "---\ntitle: Last\nlanguage: de\n---\n[Jo Zo](person:jo-zo)\n"}
)
"""One person more than a page of the list of people holds."""

ARTICLES = "2015/harbour", "2016/bridge", "2017/square", "2018/talks", "2019/flood", "2020/vote", "letter"
DATED = (
    *("people/anna-berg", "people/jan-novak", "people/lena-holm", "people/marie-roux", "people/otto-kern"),
    *("countries/france", "countries/germany", "countries/poland"),
)
ENTITIES = (*DATED, "people/lund", "countries/norway")

PAGES = {
    *(f"articles/{article}/index.html" for article in ARTICLES),
    *(f"{entity}/index.html" for entity in ENTITIES),
    *("index.html", "404.html", "people/index.html", "countries/index.html"),
    *("search/index.html", "about/index.html"),
    *("articles/index.html", "authors/index.html", "authors/ida-falk/index.html"),
    *(f"{year}/index.html" for year in range(2015, 2021)),
}
"""Files that templates print."""

OTHERS = {
    *(f"articles/{article}/{name}" for article in ARTICLES for name in ("index.md", "article.txt", "annotations.json")),
    *(f"{entity}/card.json" for entity in ENTITIES),
    *(f"{entity}/feed.xml" for entity in DATED),
    *(
        "authors/ida-falk/feed.xml",
        "feed.xml",
        "entities.json",
        "search/index.json",
        "sitemap.xml",
        "robots.txt",
        "llms.txt",
    ),
    *("_headers", "_redirects", "2016/old-bridge/index.html", "people/marie-laurent/index.html"),
    *("articles/2016/bridge/bridge.png", "articles/2020/vote/box.png", "people/otto-kern/otto.png"),
    *("about/us.png", "hello.txt"),
}

ASSETS = {f"assets/{name}" for name in ("custom.*.css", "style.*.css", "favicon.*.svg", "land.*.svg")} | {
    f"assets/{name}.*.js" for name in ("site", "reading", "mistakes", "search", "words")
}

GROUPS = {
    "pages": PAGES,
    "linking": PAGES - {"404.html"},
    "articles": {path for path in PAGES if path.startswith("articles/") and path != "articles/index.html"},
    "terms": {f"{term}/index.html" for term in ("authors/ida-falk", *range(2015, 2021))},
    "lists": {path for path in PAGES if path[:7] in ("article", "authors") or path[:2] == "20"}
    - {f"articles/{article}/index.html" for article in ARTICLES},
    "people": {path for path in PAGES if path.startswith("people/") and path.count("/") == 2},
    "countries": {path for path in PAGES if path.startswith("countries/") and path.count("/") == 2},
    "cards": {path for path in OTHERS if path.endswith("card.json")},
    "feeds": {path for path in OTHERS if path.endswith("feed.xml")},
    "annotations": {path for path in OTHERS if path.endswith("annotations.json")},
    "markdown": {path for path in OTHERS if path.endswith("index.md")},
    "texts": {path for path in OTHERS if path.endswith("article.txt")},
}
"""Files by the word for them in a row."""


@dataclass(frozen=True)
class Row:
    """A change, and the files of the site that it concerns.

    A line of ``paths`` that begins with "+" names new files, one with "-" those that go, any other those that change.
    ``{a,b}`` stands for each of the two, ``@pages`` for all of a group, ``*`` for the digest in a name.
    """

    name: str
    change: Change
    paths: str
    base: Project = PAPER
    slow: bool = False

    @property
    def expected(self) -> dict[str, set[str]]:
        """New, gone and changed files, by the sign for them."""
        found: dict[str, set[str]] = {"+": set(), "-": set(), "": set()}
        for line in self.paths.split("\n"):
            first, *words = line.split() or [""]
            found[first if first in "+-" else ""].update(*map(spread_out, words if first in "+-" else [first, *words]))
        return found


def spread_out(word: str) -> set[str]:
    """The paths that a word of a row stands for."""
    if word.startswith("@"):
        return GROUPS[word[1:]]
    before, _, rest = word.partition("{")
    inside, _, after = rest.partition("}")
    return {before + each + after for each in inside.split(",")}


def put(path: str, text: str) -> Change:
    """Give the file this text; it need not exist."""
    return lambda project: replace(project, files={**project.files, path: text})


def drop(path: str) -> Change:
    """Delete the file."""
    return lambda project: replace(project, files={name: project.files[name] for name in project.files if name != path})


def add(path: str, text: str) -> Change:
    """Add text to the end of the file."""
    return lambda project: put(path, project.files[path] + text)(project)


def move(path: str, new: str) -> Change:
    """Rename the file."""
    return lambda project: drop(path)(put(new, project.files[path])(project))


def swap(path: str, before: str, after: str) -> Change:
    """Put other words in the place of these, wherever they stand in the file."""

    def change(project: Project) -> Project:
        assert before in project.files[path]
        return put(path, project.files[path].replace(before, after))(project)

    return change


def rename(folder: str, new: str) -> Change:
    """Rename a folder."""
    return lambda project: replace(
        project, files={path.replace(folder, new): text for path, text in project.files.items()}
    )


def together(*changes: Change) -> Change:
    """Make all these changes, one after the other."""
    return lambda project: reduce(lambda made, change: change(made), changes, project)


HARBOUR = "content/2015/harbour.md"
BRIDGE = "content/2016/bridge.md"
MARKET = "content/2017/market.txt"
TALKS = "content/2018/talks.md"
FLOOD = "content/2019/flood.md"
VOTE = "content/2020/vote.md"
NOTE = "content/people/otto-kern.md"
ABOUT = "content/pages/about.md"
DECISIONS = "content/entities.toml"
SETTINGS = "dateline.toml"
WORDS = "templates/words.toml"

PAGES_ALONE = add(SETTINGS, '[build]\nformats = ["html"]\n')(SEARCHED)
"""Its full-text search has our own index."""

APART = swap(VOTE, "person:lena-holm) counted", "person:lena-holm) and [Otto Kern](person:otto-kern-2) counted")(PAPER)
"""With two people of one name."""

PICTURED = replace(
    PAPER,
    files={**PAPER.files}
    | {f"content/{path}.png": photo(600) for path in ("2016/bridge", "2020/box", "people/otto", "pages/us")},
)
"""With a picture that has a copy on each kind of page."""

EXPORTED = add(SETTINGS, '[build]\nformats = ["html", "tei", "csv", "sqlite"]\n')(PAPER)
"""With the files for other programs."""

SHARED = add(SETTINGS, f"[build]\nformats = {[*USUAL, 'share-images']}\n")(PAPER)
"""With a picture for links to each page."""

IN_FULL = add(SETTINGS, f"[build]\nformats = {[*USUAL, 'full-text-feeds']}\n")(PAPER)
"""With whole articles in the feed of the site."""

NAMED = together(
    add(TALKS, "\nDefense Minister Karl Weber stayed.\n"),
    add("content/letter.md", "\nDefense Minister Karl Weber did not.\n"),
)(PAPER)
"""With somebody in two stories."""

TAGGED = together(
    swap(BRIDGE, "agency: AP", "agency: AP\ntags: [Rivers]"),
    swap(FLOOD, "language: de", "language: de\ntags: [rivers]"),
)(PAPER)
"""With two stories about one thing."""

SPOKEN = add(FLOOD, "\n“The river never asks anyone,” an old man said.\n")(PAPER)
"""With a quotation of nobody known."""

SAID = '[[said]]\narticle = "2019/flood"\ntext = "The river never"\n'

JOINED = swap("content/letter.md", "Karl Weber", "Karl P. Weber")(NAMED)
"""With somebody known by two forms of a name."""

FRONT = (
    Row(
        "title",
        swap(HARBOUR, "Harbour opens", "Harbour shuts"),
        """
        articles/2015/harbour/{annotations.json,article.txt,index.html,index.md}
        articles/2016/bridge/index.html articles/2018/talks/index.html articles/2019/flood/index.html
        countries/france/{feed.xml,index.html} feed.xml index.html llms.txt
        people/anna-berg/{feed.xml,index.html} people/otto-kern/{feed.xml,index.html}
        search/{index.html,index.json}
        2015/index.html
        """,
    ),
    Row(
        "title, of the newest story",
        swap(VOTE, "Vote is close", "Vote is over"),
        """
        articles/2020/vote/{annotations.json,article.txt,index.html,index.md}
        countries/france/{card.json,feed.xml,index.html} feed.xml index.html llms.txt
        people/lena-holm/{card.json,feed.xml,index.html} search/{index.html,index.json}
        2020/index.html
        """,
    ),
    Row(
        "standfirst",
        swap(BRIDGE, "Nobody crosses", "Somebody crosses"),
        """
        articles/2016/bridge/{annotations.json,article.txt,index.html,index.md} countries/germany/feed.xml
        feed.xml index.html people/anna-berg/feed.xml people/otto-kern/feed.xml
        authors/ida-falk/feed.xml
        """,
    ),
    Row(
        "author",
        swap(BRIDGE, "Ida Falk", "Ida Falck"),
        """
        articles/2016/bridge/{index.html,index.md} countries/germany/feed.xml feed.xml
        people/anna-berg/feed.xml people/otto-kern/feed.xml
        + authors/ida-falck/feed.xml authors/ida-falck/index.html
        - authors/ida-falk/feed.xml authors/ida-falk/index.html
        authors/index.html sitemap.xml
        search/index.json
        """,
    ),
    Row("contributor", swap(BRIDGE, "Liv Moen", "Liv Moe"), "articles/2016/bridge/{index.html,index.md}"),
    Row(
        "date, in the same place",
        swap(HARBOUR, "2015-03-01", "2015-04-01"),
        """
        articles/2015/harbour/{index.html,index.md} articles/2016/bridge/index.html
        articles/2018/talks/index.html articles/2019/flood/index.html countries/france/{feed.xml,index.html}
        feed.xml index.html llms.txt sitemap.xml people/anna-berg/{feed.xml,index.html}
        people/otto-kern/{feed.xml,index.html} search/{index.html,index.json}
        2015/index.html
        """,
    ),
    Row(
        "date, in another place",
        swap(FLOOD, "2019-08-05", "2014-08-05"),
        """
        articles/2015/harbour/index.html articles/2016/bridge/index.html articles/2018/talks/index.html
        articles/2019/flood/{index.html,index.md} feed.xml index.html llms.txt sitemap.xml
        people/anna-berg/{card.json,feed.xml,index.html} people/marie-roux/{card.json,feed.xml,index.html}
        people/otto-kern/{card.json,feed.xml,index.html} search/{index.html,index.json}
        + 2014/index.html
        - 2019/index.html
        articles/index.html
        """,
    ),
    Row(
        "date, given",
        swap("content/letter.md", "title: A letter", "title: A letter\ndate: 2020-01-01"),
        """
        articles/letter/{index.html,index.md} countries/norway/{card.json,index.html} feed.xml index.html
        llms.txt sitemap.xml people/index.html people/lund/{card.json,index.html}
        people/marie-roux/{card.json,feed.xml,index.html} search/{index.html,index.json}
        + countries/norway/feed.xml people/lund/feed.xml
        2020/index.html articles/index.html
        """,
    ),
    Row(
        "updated",
        swap(BRIDGE, "2016-05-03", "2016-05-04"),
        """
        articles/2016/bridge/{index.html,index.md} countries/germany/feed.xml feed.xml sitemap.xml
        people/anna-berg/feed.xml people/otto-kern/feed.xml
        authors/ida-falk/feed.xml
        """,
    ),
    Row("dateline", swap(BRIDGE, "BREMEN", "HAMBURG"), "articles/2016/bridge/{index.html,index.md}"),
    Row("agency", swap(BRIDGE, "agency: AP", "agency: DPA"), "articles/2016/bridge/{index.html,index.md}"),
    Row(
        "source", swap(BRIDGE, "example.com/bridge", "example.com/river"), "articles/2016/bridge/{index.html,index.md}"
    ),
    Row(
        "image, another",
        swap(BRIDGE, "image: bridge.png", "image: boat.png"),
        """
        articles/2016/bridge/{index.html,index.md}
        + articles/2016/bridge/boat.png
        - articles/2016/bridge/bridge.png
        """,
    ),
    Row(
        "image, its description",
        swap(BRIDGE, "without cars", "without trams"),
        "articles/2016/bridge/{index.html,index.md}",
    ),
    Row("image, its bytes", put("content/2016/bridge.png", "new bridge"), "articles/2016/bridge/bridge.png"),
    Row(
        "image, its size",
        put("content/2016/bridge.png", "GIF89a@\x01p\x01"),
        "articles/2016/bridge/{bridge.png,index.html}",
    ),
    Row("image, deleted", drop("content/2016/bridge.png"), "- articles/2016/bridge/bridge.png"),
    Row(
        "image in the text, its description",
        swap(VOTE, "![A box]", "![An urn]"),
        "articles/2020/vote/{annotations.json,article.txt,index.html,index.md}",
    ),
    Row("image in the text, its bytes", put("content/2020/box.png", "new box"), "articles/2020/vote/box.png"),
    Row("language", swap(BRIDGE, "language: de", "language: nl"), "articles/2016/bridge/{index.html,index.md}"),
    Row(
        "slug",
        swap(MARKET, "slug: square", "slug: plaza"),
        """
        feed.xml index.html llms.txt sitemap.xml search/{index.html,index.json}
        + articles/2017/plaza/{annotations.json,article.txt,index.html,index.md}
        - articles/2017/square/{annotations.json,article.txt,index.html,index.md}
        2017/index.html
        """,
    ),
    Row(
        "old address, another",
        swap(BRIDGE, "2016/old-bridge/", "2016/former-bridge/"),
        """
        _redirects articles/2016/bridge/index.md
        + 2016/former-bridge/index.html
        - 2016/old-bridge/index.html
        """,
    ),
    Row(
        "old address, none",
        swap(BRIDGE, "aliases: [2016/old-bridge/]\n", ""),
        """
        _redirects articles/2016/bridge/index.md
        - 2016/old-bridge/index.html
        """,
    ),
    Row(
        "related headline",
        swap(BRIDGE, "Ferries are full", "Ferries are late"),
        "articles/2016/bridge/{index.html,index.md}",
    ),
    Row(
        "correction, its text",
        swap(BRIDGE, "another river", "another bridge"),
        "articles/2016/bridge/{index.html,index.md}",
    ),
    Row("correction, its time", swap(BRIDGE, "9:15", "9:20"), "articles/2016/bridge/{index.html,index.md}"),
    Row("unknown key", swap(BRIDGE, "agency: AP", "agency: AP\nmood: calm"), "articles/2016/bridge/index.md"),
    Row(
        "entities",
        swap(TALKS, "the host: person:otto-kern", "the host: person:anna-berg"),
        """
        articles/2018/talks/{annotations.json,index.html,index.md} articles/2019/flood/index.html
        countries/poland/index.html entities.json index.html
        people/anna-berg/{card.json,feed.xml,index.html} people/index.html people/jan-novak/index.html
        people/marie-roux/index.html people/otto-kern/{card.json,feed.xml,index.html} search/index.json
        """,
    ),
    Row(
        "draft, of a story",
        swap(HARBOUR, "language: de", "language: de\ndraft: true"),
        """
        articles/2016/bridge/index.html articles/2018/talks/index.html articles/2019/flood/index.html
        countries/france/{card.json,feed.xml,index.html} countries/index.html entities.json feed.xml
        index.html llms.txt sitemap.xml people/anna-berg/{card.json,feed.xml,index.html} people/index.html
        people/otto-kern/{card.json,feed.xml,index.html} search/{index.html,index.json}
        - articles/2015/harbour/{annotations.json,article.txt,index.html,index.md}
        - 2015/index.html
        articles/index.html
        """,
    ),
    Row(
        "draft, no more",
        swap("content/draft.md", "draft: true", "draft: false"),
        """
        entities.json feed.xml index.html llms.txt sitemap.xml people/index.html
        people/otto-kern/{card.json,feed.xml,index.html} search/{index.html,index.json}
        + articles/draft/{annotations.json,article.txt,index.html,index.md}
        + 2021/index.html
        articles/index.html
        """,
    ),
    Row(
        "private",
        swap(VOTE, "language: de", "language: de\nprivate: true"),
        """
        countries/france/{card.json,feed.xml,index.html} countries/index.html entities.json feed.xml
        index.html llms.txt sitemap.xml people/index.html search/{index.html,index.json}
        - articles/2020/vote/{annotations.json,article.txt,box.png,index.html,index.md}
        - people/lena-holm/{card.json,feed.xml,index.html}
        - 2020/index.html
        articles/index.html
        """,
    ),
)

TERMS = (
    Row(
        "section, in the front matter",
        swap(BRIDGE, "agency: AP", "agency: AP\nsection: The Rivers"),
        """
        + sections/index.html sections/the-rivers/feed.xml sections/the-rivers/index.html
        @pages articles/2016/bridge/index.md sitemap.xml
        search/index.json
        """,
    ),
    Row(
        "section, by folder",
        move("content/letter.md", "content/post-bag/letter.md"),
        """
        + articles/post-bag/letter/annotations.json articles/post-bag/letter/article.txt
        + articles/post-bag/letter/index.html articles/post-bag/letter/index.md sections/index.html
        + sections/post-bag/index.html
        - articles/letter/annotations.json articles/letter/article.txt articles/letter/index.html
        - articles/letter/index.md
        404.html @countries @lists @people about/index.html articles/2015/harbour/index.html
        articles/2016/bridge/index.html articles/2017/square/index.html articles/2018/talks/index.html
        articles/2019/flood/index.html articles/2020/vote/index.html countries/index.html
        countries/norway/card.json entities.json index.html llms.txt people/index.html people/lund/card.json
        search/index.html search/index.json sitemap.xml
        """,
    ),
    Row(
        "tag",
        swap(BRIDGE, "agency: AP", "agency: AP\ntags: [Rivers]"),
        """
        + tags/index.html tags/rivers/feed.xml tags/rivers/index.html
        @pages articles/2016/bridge/index.md sitemap.xml
        search/index.json
        """,
    ),
    Row(
        "tag, one more",
        swap(FLOOD, "tags: [rivers]", "tags: [rivers, rain]"),
        """
        + tags/rain/feed.xml tags/rain/index.html
        articles/2019/flood/index.html articles/2019/flood/index.md sitemap.xml tags/index.html
        search/index.json
        """,
        base=TAGGED,
    ),
    Row(
        "tag, none",
        swap(FLOOD, "tags: [rivers]\n", ""),
        """
        articles/2019/flood/index.html articles/2019/flood/index.md sitemap.xml tags/index.html
        tags/rivers/feed.xml tags/rivers/index.html
        search/index.json
        """,
        base=TAGGED,
    ),
    Row(
        "tag, in other words",
        swap(BRIDGE, "tags: [Rivers]", "tags: [RIVERS]"),
        """
        articles/2016/bridge/index.html articles/2016/bridge/index.md tags/index.html tags/rivers/feed.xml
        tags/rivers/index.html
        search/index.json
        """,
        base=TAGGED,
    ),
    Row(
        "tag, in words that another story decides",
        swap(FLOOD, "tags: [rivers]", "tags: [rivers!]"),
        """
        articles/2019/flood/index.html articles/2019/flood/index.md
        """,
        base=TAGGED,
    ),
    Row(
        "author, one more",
        swap(FLOOD, "language: de", "language: de\nauthors: [Ida Falk]"),
        """
        articles/2019/flood/index.html articles/2019/flood/index.md authors/ida-falk/feed.xml
        authors/ida-falk/index.html authors/index.html feed.xml people/anna-berg/feed.xml
        people/marie-roux/feed.xml people/otto-kern/feed.xml sitemap.xml
        search/index.json
        """,
    ),
)

TEXTS = (
    Row(
        "first paragraph",
        swap(HARBOUR, "sailed to", "swam to"),
        """
        articles/2015/harbour/{annotations.json,article.txt,index.html,index.md}
        countries/france/{feed.xml,index.html} feed.xml people/anna-berg/{feed.xml,index.html}
        people/otto-kern/{feed.xml,index.html}
        """,
    ),
    Row(
        "later paragraph",
        swap(MARKET, "of fruit", "of flowers"),
        "articles/2017/square/{article.txt,index.html,index.md}",
    ),
    Row(
        "words around names",
        swap(BRIDGE, "waited in", "slept in"),
        """
        articles/2016/bridge/{annotations.json,article.txt,index.html,index.md} countries/germany/index.html
        people/otto-kern/index.html
        """,
    ),
    Row(
        "pull quote",
        swap(BRIDGE, "always wins", "never wins"),
        """
        articles/2016/bridge/{annotations.json,article.txt,index.html,index.md}
        people/anna-berg/{card.json,feed.xml,index.html}
        """,
    ),
    Row(
        "pull quote, its speaker",
        swap(BRIDGE, "— [Anna Berg](person:anna-berg)", "— [Otto Kern](person:otto-kern)"),
        """
        articles/2016/bridge/{annotations.json,article.txt,index.html,index.md} entities.json index.html
        people/anna-berg/{card.json,feed.xml,index.html} people/otto-kern/{card.json,feed.xml,index.html}
        search/index.json
        """,
    ),
    Row(
        "heading",
        swap(BRIDGE, "The other side", "On the other side"),
        """
        articles/2016/bridge/{annotations.json,article.txt,index.html,index.md}
        """,
    ),
    Row(
        "mentions, one less",
        swap(BRIDGE, "Then [Anna Berg](person:anna-berg)", "Then Anna Berg"),
        """
        articles/2016/bridge/{annotations.json,index.html,index.md} entities.json index.html
        people/anna-berg/{card.json,index.html} search/index.json
        """,
    ),
    Row(
        "link, to another person",
        swap(VOTE, "[Lena Holm](person:lena-holm)", "[Anna Berg](person:anna-berg)"),
        """
        articles/2020/vote/{annotations.json,article.txt,index.html,index.md}
        countries/france/{feed.xml,index.html} entities.json feed.xml index.html sitemap.xml
        people/anna-berg/{card.json,feed.xml,index.html} people/index.html search/index.json
        - people/lena-holm/{card.json,feed.xml,index.html}
        """,
    ),
    Row(
        "company, one person less",
        swap(FLOOD, "[Marie Laurent](person:marie-laurent)", "Marie Laurent"),
        """
        articles/2019/flood/{annotations.json,index.html,index.md} entities.json index.html sitemap.xml
        people/anna-berg/index.html people/index.html people/marie-roux/{card.json,feed.xml,index.html}
        people/otto-kern/index.html search/index.json
        """,
    ),
    Row(
        "earlier story, one shared person less",
        swap(HARBOUR, "[Anna Berg](person:anna-berg)", "Anna Berg"),
        """
        articles/2015/harbour/{annotations.json,index.html,index.md} articles/2016/bridge/index.html
        articles/2019/flood/index.html countries/france/index.html entities.json index.html
        people/anna-berg/{card.json,feed.xml,index.html} people/index.html people/otto-kern/index.html
        search/index.json
        """,
    ),
    Row(
        "country, another",
        swap(VOTE, "[France](country:FR)", "[Spain](country:ES)"),
        """
        articles/2020/vote/{annotations.json,article.txt,index.html,index.md}
        countries/france/{card.json,feed.xml,index.html} countries/index.html entities.json feed.xml
        index.html sitemap.xml people/lena-holm/{feed.xml,index.html} search/index.json
        + countries/spain/{card.json,feed.xml,index.html}
        """,
    ),
    Row(
        "role",
        swap(TALKS, "Finance Minister", "Prime Minister"),
        """
        articles/2018/talks/{annotations.json,article.txt,index.html,index.md} countries/poland/feed.xml
        feed.xml index.html people/index.html people/jan-novak/feed.xml
        people/marie-roux/{card.json,feed.xml,index.html} people/otto-kern/feed.xml search/index.json
        """,
    ),
    Row(
        "name, told in full",
        swap("content/letter.md", "Mrs. Lund", "Eva Lund"),
        """
        articles/letter/{annotations.json,article.txt,index.html,index.md} countries/norway/{card.json,index.html}
        entities.json index.html sitemap.xml people/index.html people/marie-roux/index.html
        search/index.json
        + people/eva-lund/{card.json,index.html}
        - people/lund/{card.json,index.html}
        """,
    ),
    Row(
        "name, linked by other words",
        swap(VOTE, "[Lena Holm]", "[Lena Holm-Berg]"),
        """
        articles/2020/vote/{annotations.json,article.txt,index.html,index.md}
        countries/france/{card.json,feed.xml,index.html} entities.json feed.xml index.html people/index.html
        people/lena-holm/{card.json,feed.xml,index.html} search/index.json
        """,
    ),
    Row(
        "words of a country",
        swap(TALKS, "Warsaw rejected", "Poland rejected"),
        """
        articles/2018/talks/{annotations.json,article.txt,index.html,index.md}
        countries/poland/{card.json,index.html} entities.json search/index.json
        """,
    ),
)

QUOTED = swap(
    FLOOD,
    "The river went back into its bed.",
    "“The river is tired,” he said. {said=person:otto-kern}\n\n“It sleeps,” [Anna Berg](person:anna-berg) thought.",
)(PAPER)

SAID_BY_HAND = (
    Row(
        "speaker by hand, another",
        swap(FLOOD, "{said=person:otto-kern}", "{said=person:anna-berg}"),
        """
        articles/2019/flood/{annotations.json,index.html,index.md}
        people/anna-berg/{card.json,feed.xml,index.html} people/otto-kern/{card.json,feed.xml,index.html}
        """,
        base=QUOTED,
    ),
    Row(
        "speaker by hand, no more",
        swap(FLOOD, "{said=person:otto-kern}", "{said=none}"),
        """
        articles/2019/flood/{annotations.json,index.html,index.md}
        people/otto-kern/{card.json,feed.xml,index.html}
        """,
        base=QUOTED,
    ),
    Row(
        "speaker by hand, nobody, left out",
        swap(FLOOD, " {said=none}", ""),
        "articles/2019/flood/index.md",
        base=swap(FLOOD, "{said=person:otto-kern}", "{said=none}")(QUOTED),
        slow=True,
    ),
    Row(
        "speaker, by the words of the story",
        swap(TALKS, "Roux said", "Roux heard"),
        """
        articles/2018/talks/{annotations.json,article.txt,index.html,index.md}
        people/marie-roux/{card.json,feed.xml,index.html}
        """,
        base=swap(TALKS, "Roux flew home.", "“It is over,” Roux said.")(PAPER),
    ),
    Row(
        "speaker, hidden",
        add(DECISIONS, "[person.otto-kern]\nhidden = true\n"),
        """
        about/index.html articles/2015/harbour/{annotations.json,index.html,index.md}
        articles/2016/bridge/{annotations.json,index.html,index.md}
        articles/2018/talks/{annotations.json,index.html,index.md}
        articles/2019/flood/{annotations.json,index.html,index.md} countries/france/index.html
        countries/germany/index.html countries/poland/index.html entities.json index.html sitemap.xml
        people/anna-berg/index.html people/index.html people/jan-novak/index.html
        people/marie-roux/index.html search/index.json
        - people/otto-kern/{card.json,feed.xml,index.html,otto.png}
        """,
        base=QUOTED,
    ),
)

FILES = (
    Row(
        "story, new",
        put("content/new.md", "---\ntitle: New\ndate: 2021-02-03\nlanguage: de\n---\n[O](person:otto-kern)"),
        """
        entities.json feed.xml index.html llms.txt sitemap.xml people/index.html
        people/otto-kern/{card.json,feed.xml,index.html} search/{index.html,index.json}
        + articles/new/{annotations.json,article.txt,index.html,index.md}
        + 2021/index.html
        articles/index.html
        """,
    ),
    Row(
        "story, deleted",
        drop(FLOOD),
        """
        entities.json feed.xml index.html llms.txt sitemap.xml
        people/anna-berg/{card.json,feed.xml,index.html} people/index.html
        people/marie-roux/{card.json,feed.xml,index.html} people/otto-kern/{card.json,feed.xml,index.html}
        search/{index.html,index.json}
        - articles/2019/flood/{annotations.json,article.txt,index.html,index.md}
        - 2019/index.html
        articles/index.html
        """,
    ),
    Row(
        "story, moved",
        move(VOTE, "content/2020/count.md"),
        """
        countries/france/{card.json,feed.xml,index.html} entities.json feed.xml index.html llms.txt sitemap.xml
        people/lena-holm/{card.json,feed.xml,index.html} search/{index.html,index.json}
        + articles/2020/count/{annotations.json,article.txt,box.png,index.html,index.md}
        - articles/2020/vote/{annotations.json,article.txt,box.png,index.html,index.md}
        2020/index.html
        """,
    ),
    Row(
        "story, also as Markdown",
        put("content/2017/market.md", "---\ntitle: Mark\nlanguage: de\n---\nNothing.\n"),
        """
        feed.xml index.html llms.txt sitemap.xml search/{index.html,index.json}
        + articles/2017/market/{annotations.json,article.txt,index.html,index.md}
        - articles/2017/square/{annotations.json,article.txt,index.html,index.md}
        - 2017/index.html
        articles/index.html
        """,
    ),
    Row(
        "story, at the address of another",
        put("content/2017/square.md", "---\ntitle: S\nlanguage: de\n---\nNo.\n"),
        """
        feed.xml index.html llms.txt sitemap.xml search/{index.html,index.json}
        - articles/2017/square/{annotations.json,article.txt,index.html,index.md}
        - 2017/index.html
        articles/index.html
        """,
    ),
    Row(
        "picture, of an article's front matter",
        put("content/2016/bridge.png", photo(700)),
        """
        articles/2016/bridge/{bridge.png,index.html}
        + assets/pictures/*.480w.jpg
        """,
        base=PICTURED,
    ),
    Row(
        "picture, in a text, with copies of two sizes",
        put("content/2020/box.png", photo(1000)),
        """
        articles/2020/vote/{box.png,index.html}
        + assets/pictures/*.480w.jpg assets/pictures/*.800w.jpg
        """,
        base=PICTURED,
    ),
    Row(
        "picture, of a note",
        put("content/people/otto.png", photo(700)),
        """
        people/otto-kern/{index.html,otto.png}
        + assets/pictures/*.480w.jpg
        """,
        base=PICTURED,
    ),
    Row(
        "picture, of a plain page",
        put("content/pages/us.png", photo(700)),
        """
        about/{index.html,us.png}
        + assets/pictures/*.480w.jpg
        """,
        base=PICTURED,
    ),
    Row(
        "pictures, all too small for copies",
        lambda project: reduce(
            lambda made, path: put(f"content/{path}.png", photo(500))(made),
            ("2016/bridge", "2020/box", "people/otto", "pages/us"),
            project,
        ),
        """
        articles/2016/bridge/{bridge.png,index.html} articles/2020/vote/{box.png,index.html}
        people/otto-kern/{index.html,otto.png} about/{index.html,us.png}
        - assets/pictures/*.480w.jpg
        """,
        base=PICTURED,
    ),
    Row(
        "export, a quotation",
        add(HARBOUR, SAYING.format(2015)),
        """
        articles/2015/harbour/{article.txt,article.xml,index.html}
        data/{articles.csv,mentions.csv,quotations.csv,archive.sqlite,people.csv} entities.json index.html
        countries/france/index.html people/otto-kern/index.html
        """,
        base=EXPORTED,
    ),
    Row(
        "export, an author",
        swap(BRIDGE, "authors: [Ida Falk]", "authors: [Ida Falk, Ida Falk]"),
        "articles/2016/bridge/{article.xml,index.html} feed.xml data/articles.csv data/archive.sqlite",
        base=EXPORTED,
    ),
    Row(
        "export, a name",
        swap(DECISIONS, 'name = "Jan Novak"', 'name = "Jan Nowak"'),
        """
        articles/2018/talks/{article.xml,index.html} data/{archive.sqlite,mentions.csv,people.csv,people.xml}
        countries/poland/index.html entities.json people/{jan-novak,marie-roux,otto-kern}/index.html search/index.json
        """,
        base=EXPORTED,
    ),
    Row(
        "export, who is no longer meant",
        swap(FLOOD, "[Marie Laurent](person:marie-laurent)", "Marie"),
        """
        articles/2019/flood/{article.txt,article.xml,index.html} entities.json index.html
        data/{archive.sqlite,articles.csv,mentions.csv,people.csv,people.xml}
        people/{anna-berg,marie-roux,otto-kern}/index.html people/index.html search/index.json sitemap.xml
        """,
        base=EXPORTED,
    ),
    Row(
        "share image, a title that our font lacks",
        swap(HARBOUR, "Harbour opens", "港"),
        """
        articles/2015/harbour/{annotations.json,article.txt,index.html,index.md}
        articles/{2016/bridge,2018/talks,2019/flood}/index.html
        countries/france/{feed.xml,index.html} feed.xml index.html llms.txt people/anna-berg/{feed.xml,index.html}
        people/otto-kern/{feed.xml,index.html} search/{index.html,index.json} 2015/index.html
        - articles/2015/harbour/share.png
        """,
        base=SHARED,
    ),
    Row(
        "share image, a role",
        swap(TALKS, "Finance Minister", "Prime Minister"),
        """
        articles/2018/talks/{annotations.json,article.txt,index.html,index.md} countries/poland/feed.xml feed.xml
        index.html people/index.html people/{jan-novak,otto-kern}/feed.xml search/index.json
        people/marie-roux/{card.json,feed.xml,index.html,share.png}
        """,
        base=SHARED,
    ),
    Row(
        "feed in full, a later paragraph",
        add(HARBOUR, "\nNobody waved.\n"),
        "articles/2015/harbour/{annotations.json,article.txt,index.html,index.md} feed.xml",
        base=IN_FULL,
    ),
    Row(
        "feed in full, whom a link means",
        add(DECISIONS, '[[same]]\npeople = ["otto-kern", "lena-holm"]\n'),
        """
        _redirects articles/2020/vote/{annotations.json,index.html,index.md} countries/france/index.html entities.json
        feed.xml index.html people/index.html people/lena-holm/index.html search/index.json sitemap.xml
        people/otto-kern/{card.json,feed.xml,index.html}
        - people/lena-holm/{card.json,feed.xml}
        """,
        base=IN_FULL,
        slow=True,
    ),
    Row("note, its text", swap(NOTE, "He sails", "He swims"), "people/otto-kern/index.html"),
    Row(
        "note, its link",
        swap(NOTE, "[Anna](person:anna-berg)", "[Marie](person:marie-roux)"),
        "people/otto-kern/index.html",
    ),
    Row(
        "note, its portrait",
        swap(NOTE, "otto.png", "kern.png"),
        """
        people/otto-kern/{card.json,index.html}
        + people/otto-kern/kern.png
        - people/otto-kern/otto.png
        """,
    ),
    Row("note, the bytes of its portrait", put("content/people/otto.png", "new otto"), "people/otto-kern/otto.png"),
    Row("note, the description of its portrait", swap(NOTE, "in a boat", "in a ship"), "people/otto-kern/index.html"),
    Row(
        "note, a draft",
        swap(NOTE, "image: otto.png", "image: otto.png\ndraft: true"),
        """
        people/otto-kern/{card.json,index.html}
        - people/otto-kern/otto.png
        """,
    ),
    Row(
        "note, deleted",
        drop(NOTE),
        """
        people/otto-kern/{card.json,index.html}
        - people/otto-kern/otto.png
        """,
    ),
    Row(
        "note, of somebody else",
        put("content/people/anna-berg.md", "She builds bridges.\n"),
        "people/anna-berg/index.html",
    ),
    Row(
        "note, of a country",
        swap("content/countries/FR.md", "by the sea", "by two seas"),
        "countries/france/index.html",
    ),
    Row("plain page, its title", swap(ABOUT, "# About us", "# Who we are"), "@pages"),
    Row("plain page, its text", swap(ABOUT, "Ask [", "Write to ["), "about/index.html"),
    Row("plain page, its image", swap(ABOUT, "![Us]", "![All of us]"), "about/index.html"),
    Row("plain page, the bytes of its image", put("content/pages/us.png", "new us"), "about/us.png"),
    Row(
        "plain page, its address",
        move(ABOUT, "content/pages/us.md"),
        """
        @articles @people @countries 404.html index.html sitemap.xml countries/index.html people/index.html
        search/index.html
        + us/{index.html,us.png}
        - about/{index.html,us.png}
        @lists
        """,
    ),
    Row(
        "plain page, a draft",
        swap(ABOUT, "# About us", "---\ndraft: true\n---\n# About us"),
        """
        @articles @people @countries 404.html index.html sitemap.xml countries/index.html people/index.html
        search/index.html
        - about/{index.html,us.png}
        @lists
        """,
    ),
    Row(
        "plain page, deleted",
        drop(ABOUT),
        """
        @articles @people @countries 404.html index.html sitemap.xml countries/index.html people/index.html
        search/index.html
        - about/{index.html,us.png}
        @lists
        """,
    ),
    Row(
        "plain page, new",
        put("content/pages/imprint.md", "# Imprint\n\nNobody.\n"),
        """
        @pages sitemap.xml
        + imprint/index.html
        """,
    ),
    Row("static file, its bytes", put("content/static/hello.txt", "good day"), "hello.txt"),
    Row("static file, new", put("content/static/more/a.txt", "a"), "+ more/a.txt"),
    Row("static file, deleted", drop("content/static/hello.txt"), "- hello.txt"),
    Row("static file, in place of ours", put("content/static/robots.txt", "Disallow: /\n"), "robots.txt"),
    Row(
        "static files, in place of ours",
        together(put("content/static/_headers", "a"), put("content/static/_redirects", "b")),
        "_headers _redirects",
    ),
    Row("static file, at the address of a page", put("content/static/people/otto-kern/index.html", "no"), ""),
    Row(
        "image that runs a script",
        put("content/static/hill.svg", '<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'),
        "",
    ),
)

DECIDED = (
    Row(
        "name",
        swap(DECISIONS, 'name = "Jan Novak"', 'name = "Jan Nowak"'),
        """
        articles/2018/talks/{annotations.json,index.html,index.md} countries/poland/index.html entities.json
        people/jan-novak/{card.json,feed.xml,index.html} people/marie-roux/index.html
        people/otto-kern/index.html search/index.json
        """,
    ),
    Row(
        "name, of who had none",
        add(DECISIONS, '[person.lund]\nname = "Eva Lund"\n'),
        """
        articles/letter/{annotations.json,index.html} countries/norway/index.html entities.json
        index.html people/index.html people/lund/{card.json,index.html} people/marie-roux/index.html search/index.json
        """,
    ),
    Row(
        "name, of who is linked by hand",
        add(DECISIONS, '[person.anna-berg]\nname = "Anna Borg"\n'),
        """
        articles/2015/harbour/{annotations.json,index.html}
        articles/2016/bridge/{annotations.json,index.html} articles/2019/flood/{annotations.json,index.html}
        countries/france/index.html countries/germany/index.html entities.json index.html
        people/anna-berg/{card.json,feed.xml,index.html} people/index.html people/marie-roux/index.html
        people/otto-kern/index.html search/index.json
        """,
    ),
    Row(
        "name, of a country",
        add(DECISIONS, '[country.FR]\nname = "Gaul"\n'),
        """
        articles/2015/harbour/{annotations.json,index.html} articles/2020/vote/{annotations.json,index.html}
        countries/france/{card.json,feed.xml,index.html} countries/index.html entities.json index.html
        people/anna-berg/index.html people/lena-holm/index.html people/otto-kern/index.html
        search/index.json
        """,
    ),
    Row(
        "alias, new",
        swap(DECISIONS, '["Old Fox"]', '["Old Fox", "Reporters"]'),
        """
        articles/2018/talks/{annotations.json,index.html,index.md} countries/poland/index.html entities.json
        people/jan-novak/{card.json,index.html}
        """,
    ),
    Row(
        "alias, of a country",
        add(DECISIONS, '[country.PL]\naliases = ["the offer"]\n'),
        """
        articles/2018/talks/{annotations.json,index.html,index.md} countries/poland/{card.json,index.html}
        entities.json search/index.json
        """,
    ),
    Row(
        "alias, none",
        swap(DECISIONS, 'aliases = ["Old Fox"]\n', ""),
        """
        articles/2018/talks/{annotations.json,index.html,index.md} countries/poland/index.html entities.json
        people/jan-novak/{card.json,index.html} people/marie-roux/index.html search/index.json
        """,
    ),
    Row(
        "articles",
        swap(DECISIONS, "sort =", 'articles = ["elsewhere"]\nsort ='),
        """
        articles/2018/talks/{annotations.json,index.html,index.md} countries/france/index.html
        countries/poland/index.html entities.json index.html sitemap.xml people/index.html
        people/marie-roux/index.html people/otto-kern/index.html search/index.json
        - people/jan-novak/{card.json,feed.xml,index.html}
        """,
    ),
    Row("sort", swap(DECISIONS, "Novak, Jan", "Fox, Old"), "entities.json people/index.html"),
    Row("same_as", swap(DECISIONS, "example.com/novak", "example.com/fox"), "people/jan-novak/index.html"),
    Row("remark", swap(DECISIONS, "sort =", 'note = "Ask him."\nsort ='), ""),
    Row(
        "hidden",
        add(DECISIONS, "[person.anna-berg]\nhidden = true\n"),
        """
        articles/2015/harbour/{annotations.json,index.html,index.md}
        articles/2016/bridge/{annotations.json,index.html,index.md}
        articles/2019/flood/{annotations.json,index.html,index.md} countries/france/index.html
        countries/germany/index.html entities.json index.html sitemap.xml people/index.html
        people/marie-roux/index.html people/otto-kern/index.html search/index.json
        - people/anna-berg/{card.json,feed.xml,index.html}
        """,
    ),
    Row(
        "hidden, who is linked in a plain page",
        add(DECISIONS, "[person.otto-kern]\nhidden = true\n"),
        """
        about/index.html articles/2015/harbour/{annotations.json,index.html,index.md}
        articles/2016/bridge/{annotations.json,index.html,index.md}
        articles/2018/talks/{annotations.json,index.html,index.md}
        articles/2019/flood/{annotations.json,index.html,index.md} countries/france/index.html
        countries/germany/index.html countries/poland/index.html entities.json index.html sitemap.xml
        people/anna-berg/index.html people/index.html people/jan-novak/index.html
        people/marie-roux/index.html search/index.json
        - people/otto-kern/{card.json,feed.xml,index.html,otto.png}
        """,
    ),
    Row(
        "hidden, who is linked in a note",
        swap(DECISIONS, "sort =", "hidden = true\nsort ="),
        """
        articles/2018/talks/{annotations.json,index.html,index.md} countries/france/index.html
        countries/poland/index.html entities.json index.html sitemap.xml people/index.html
        people/marie-roux/index.html people/otto-kern/index.html search/index.json
        - people/jan-novak/{card.json,feed.xml,index.html}
        """,
    ),
    Row(
        "hidden, a country",
        add(DECISIONS, "[country.FR]\nhidden = true\n"),
        """
        articles/2015/harbour/{annotations.json,index.html,index.md}
        articles/2020/vote/{annotations.json,index.html,index.md} countries/index.html entities.json
        index.html sitemap.xml people/anna-berg/index.html people/lena-holm/index.html
        people/otto-kern/index.html search/index.json
        - countries/france/{card.json,feed.xml,index.html}
        """,
    ),
    Row(
        "same, no more",
        swap(DECISIONS, '"marie-laurent"', '"marie-lorrain"'),
        """
        _redirects entities.json index.html sitemap.xml
        articles/2019/flood/{annotations.json,index.html,index.md} people/anna-berg/index.html
        people/index.html people/marie-laurent/index.html people/marie-roux/{card.json,feed.xml,index.html}
        people/otto-kern/index.html search/index.json
        + people/marie-laurent/{card.json,feed.xml} people/marie-lorrain/index.html
        """,
    ),
    Row(
        "same, more",
        add(DECISIONS, '[[same]]\npeople = ["anna-berg", "lena-holm"]\n'),
        """
        _redirects entities.json index.html sitemap.xml
        articles/2020/vote/{annotations.json,index.html,index.md} countries/france/index.html
        people/anna-berg/{card.json,feed.xml,index.html} people/index.html people/lena-holm/index.html
        search/index.json
        - people/lena-holm/{card.json,feed.xml}
        """,
    ),
    Row("different", add(DECISIONS, '[[different]]\npeople = ["anna-berg", "lena-holm"]\n'), ""),
    Row(
        "never, more",
        add(DECISIONS, '[[never]]\ntext = "Warsaw"\n'),
        """
        articles/2018/talks/{annotations.json,index.html} countries/poland/{card.json,index.html}
        entities.json people/marie-roux/index.html people/otto-kern/index.html
        """,
    ),
    Row(
        "never, no more",
        swap(DECISIONS, '[[never]]\ntext = "Paris"\n', ""),
        """
        articles/2018/talks/{annotations.json,index.html} countries/france/{card.json,feed.xml,index.html}
        countries/index.html countries/poland/index.html entities.json index.html
        people/jan-novak/index.html people/marie-roux/index.html people/otto-kern/index.html
        search/index.json
        """,
    ),
    Row(
        "said, by somebody whom the story names",
        add(DECISIONS, f'{SAID}person = "anna-berg"\n'),
        """
        articles/2019/flood/{annotations.json,index.html,index.md} people/anna-berg/{card.json,feed.xml,index.html}
        """,
        base=SPOKEN,
    ),
    Row(
        "said, by somebody whom the story does not name",
        add(DECISIONS, f'{SAID}person = "lena-holm"\n'),
        """
        articles/{2019/flood,2020/vote}/index.html articles/2019/flood/annotations.json
        entities.json index.html people/index.html
        people/{anna-berg,marie-roux,otto-kern}/index.html people/lena-holm/{card.json,feed.xml,index.html}
        search/index.json
        """,
        base=SPOKEN,
    ),
    Row("said, by nobody", add(DECISIONS, f"{SAID}none = true\n"), "", base=SPOKEN),
    Row(
        "said, no more",
        add(DECISIONS, '[[said]]\narticle = "bridge"\ntext = "The river always"\nnone = true\n'),
        "articles/2016/bridge/{annotations.json,index.html} people/anna-berg/{card.json,feed.xml,index.html}",
    ),
    Row(
        "said, in another story",
        add(DECISIONS, f'{SAID}person = "anna-berg"\n'.replace("flood", "vote")),
        "",
        base=SPOKEN,
    ),
    Row(
        "decisions, none",
        drop(DECISIONS),
        """
        _redirects entities.json index.html sitemap.xml
        articles/2018/talks/{annotations.json,index.html,index.md}
        articles/2019/flood/{annotations.json,index.html,index.md}
        countries/france/{card.json,feed.xml,index.html} countries/index.html countries/poland/index.html
        people/anna-berg/index.html people/index.html people/marie-laurent/index.html
        people/marie-roux/{card.json,feed.xml,index.html} people/otto-kern/index.html search/index.json
        + people/marie-laurent/{card.json,feed.xml}
        - people/jan-novak/{card.json,feed.xml,index.html}
        """,
    ),
    Row(
        "lock, an id of another name",
        add("dateline.lock", '"lund-2" = "Lund"\n'),
        """
        articles/letter/{annotations.json,index.html,index.md} countries/norway/index.html entities.json
        index.html sitemap.xml people/index.html people/marie-roux/index.html search/index.json
        + people/lund-2/{card.json,index.html}
        - people/lund/{card.json,index.html}
        """,
    ),
    Row(
        "lock, an old id",
        swap("dateline.lock", "[names]", '"novak" = "people/novak/"\n[names]\n"novak" = "Jan Novak"'),
        """
        _redirects
        + people/novak/index.html
        """,
    ),
    Row("lock, an old article", add("dateline.lock", '[articles]\n"old" = "articles/old/"\n'), ""),
)

SITE = (
    Row(
        "title of the site",
        swap(SETTINGS, "The Courier", "The Messenger"),
        """
        @pages @feeds 2016/old-bridge/index.html llms.txt people/marie-laurent/index.html
        """,
    ),
    Row(
        "title of the site, none",
        swap(SETTINGS, 'title = "The Courier"\n', ""),
        """
        @pages @feeds 2016/old-bridge/index.html llms.txt people/marie-laurent/index.html
        """,
    ),
    Row("description of the site", swap(SETTINGS, "What happened", "What happens"), "@pages feed.xml llms.txt"),
    Row("author of the site", swap(SETTINGS, "The editors", "The editor"), "@pages @feeds"),
    Row(
        "language of the site",
        add(SETTINGS, 'language = "en-GB"\n'),
        """
        @pages @feeds 2016/old-bridge/index.html people/marie-laurent/index.html
        """,
    ),
    Row(
        "base_url",
        swap(SETTINGS, "example.org/news/", "example.org/paper/"),
        """
        @pages @feeds @annotations 2016/old-bridge/index.html _redirects entities.json llms.txt robots.txt
        sitemap.xml people/marie-laurent/index.html
        """,
    ),
    Row(
        "base_url, none",
        swap(SETTINGS, 'base_url = "https://example.org/news/"\n', ""),
        """
        @pages @annotations 2016/old-bridge/index.html _redirects entities.json llms.txt robots.txt
        people/marie-laurent/index.html
        - @feeds sitemap.xml
        """,
    ),
    Row(
        "links",
        add(SETTINGS, 'links = "file"\n'),
        """
        @pages 2016/old-bridge/index.html entities.json people/marie-laurent/index.html
        """,
    ),
    Row(
        "link, all",
        add(SETTINGS, '[annotate]\nlink = "all"\n'),
        "articles/2018/talks/{annotations.json,index.html,index.md}",
    ),
    Row(
        "link, by article",
        add(SETTINGS, '[annotate]\nlink = "article"\n'),
        "articles/2018/talks/{annotations.json,index.html,index.md}",
    ),
    Row(
        "capitals, linked",
        add(SETTINGS, '[annotate]\ncapitals = "link"\n'),
        "articles/2018/talks/{annotations.json,index.html,index.md}",
    ),
    Row(
        "capitals, off",
        add(SETTINGS, '[annotate]\ncapitals = "off"\n'),
        """
        articles/2018/talks/{annotations.json,index.html} countries/poland/{card.json,index.html}
        entities.json people/marie-roux/index.html people/otto-kern/index.html
        """,
    ),
    Row(
        "clean",
        add(SETTINGS, '[[clean]]\ntext = "Buy the paper at the kiosk."\n'),
        "articles/2017/square/{article.txt,index.html,index.md}",
    ),
    Row(
        "max_article_bytes",
        add(SETTINGS, "[build]\nmax_article_bytes = 600\n"),
        """
        _redirects entities.json feed.xml index.html llms.txt sitemap.xml articles/2018/talks/index.html
        articles/2019/flood/index.html countries/index.html people/anna-berg/{card.json,feed.xml,index.html}
        people/index.html people/otto-kern/{card.json,feed.xml,index.html} search/{index.html,index.json}
        - 2016/old-bridge/index.html
        - articles/2016/bridge/{annotations.json,article.txt,bridge.png,index.html,index.md}
        - countries/germany/{card.json,feed.xml,index.html}
        - 2016/index.html authors/ida-falk/feed.xml authors/ida-falk/index.html authors/index.html
        2015/index.html 2017/index.html 2018/index.html 2019/index.html 2020/index.html 404.html
        about/index.html articles/2015/harbour/index.html articles/2017/square/index.html
        articles/2020/vote/index.html articles/index.html articles/letter/index.html
        countries/france/index.html countries/norway/index.html countries/poland/index.html
        people/jan-novak/index.html people/lena-holm/index.html people/lund/index.html
        people/marie-roux/index.html
        """,
    ),
    Row(
        "folder of the texts", together(add(SETTINGS, '[build]\ncontent = "texts"\n'), rename("content/", "texts/")), ""
    ),
    Row(
        "folder of the templates",
        together(add(SETTINGS, '[build]\ntemplates = "look"\n'), rename("templates/", "look/")),
        "",
        slow=True,
    ),
    Row(
        "formats, of pages alone",
        add(SETTINGS, '[build]\nformats = ["html"]\n'),
        """
        @pages llms.txt
        - @annotations @cards @markdown @texts {people/anna-berg,people/jan-novak,people/lena-holm}/feed.xml
        - {people/marie-roux,people/otto-kern,countries/france,countries/germany,countries/poland}/feed.xml
        - authors/ida-falk/feed.xml
        """,
    ),
    Row(
        "formats, without cards",
        add(SETTINGS, '[build]\nformats = ["feeds", "annotations", "markdown", "html"]\n'),
        """
        @pages
        - @cards
        """,
    ),
    Row(
        "formats, Markdown and feeds",
        add(SETTINGS, '[build]\nformats = ["html", "markdown", "feeds"]\n'),
        """
        @pages llms.txt
        - @annotations @cards @texts
        """,
    ),
    *(
        Row(f"formats, also {name}", add(SETTINGS, f"[build]\nformats = {[*USUAL, name]}\n"), paths)
        for name, paths in {
            "tei": "llms.txt @articles\n+ data/{people,countries}.xml "
            + " ".join(f"articles/{each}/article.xml" for each in ARTICLES),
            "csv": "llms.txt\n+ data/{articles,mentions,quotations,people,countries}.csv",
            "sqlite": "llms.txt\n+ data/archive.sqlite",
            "json-feeds": "@linking\n+ authors/ida-falk/feed.json feed.json "
            + " ".join(f"{entity}/feed.json" for entity in DATED),
            "full-text-feeds": "feed.xml",
            "opensearch": "@linking\n+ opensearch.xml",
            "news-sitemap": "robots.txt\n+ news-sitemap.xml",
            "share-images": "@people @countries "
            + " ".join(f"articles/{each}/index.html" for each in ARTICLES if each != "2016/bridge")
            + "\n+ "
            + " ".join(f"{folder}/share.png" for folder in (*(f"articles/{each}" for each in ARTICLES), *ENTITIES)),
        }.items()
    ),
    Row("formats, in another order", add(SETTINGS, f"[build]\nformats = {[*reversed(USUAL)]}\n"), ""),
    Row("jobs", add(SETTINGS, "[build]\njobs = 2\n"), ""),
    Row("publish", add(SETTINGS, '[publish.web]\nkind = "folder"\npath = "out"\n'), ""),
    Row(
        "drafts",
        lambda project: replace(project, drafts=True),
        """
        entities.json feed.xml index.html llms.txt sitemap.xml people/index.html
        people/otto-kern/{card.json,feed.xml,index.html} search/{index.html,index.json}
        + articles/draft/{annotations.json,article.txt,index.html,index.md}
        + 2021/index.html
        articles/index.html
        """,
    ),
    Row("words on every page", add(WORDS, 'countries = "Lands"\n'), "@pages"),
    Row(
        "words of a byline", add(WORDS, '[article]\nby = "Von {names}"\n'), "articles/2016/bridge/index.html", slow=True
    ),
    Row(
        "words of a date",
        add(WORDS, '[dates]\nday = "{day} {month} {year}"\n'),
        """
        articles/2015/harbour/index.html articles/2016/bridge/index.html articles/2017/square/index.html
        articles/2018/talks/index.html articles/2019/flood/index.html articles/2020/vote/index.html
        countries/france/index.html countries/germany/index.html countries/poland/index.html index.html
        people/anna-berg/index.html people/jan-novak/index.html people/lena-holm/index.html
        people/marie-roux/index.html people/otto-kern/index.html search/{index.html,index.json}
        """,
    ),
    Row("words of the page for no page", add(WORDS, '[missing]\nheading = "Nothing here"\n'), "404.html", slow=True),
    Row(
        "custom.css",
        put("templates/assets/custom.css", "a { color: tan }\n"),
        """
        @pages
        + assets/custom.*.css
        - assets/custom.*.css
        """,
    ),
    Row(
        "custom.css, none",
        drop("templates/assets/custom.css"),
        """
        @pages
        - assets/custom.*.css
        """,
        slow=True,
    ),
    Row("asset, new", put("templates/assets/more.svg", "<svg/>"), "+ assets/more.*.svg", slow=True),
)

NAMESAKES = (
    Row(
        "somebody else of the same name",
        swap(VOTE, "person:lena-holm) counted", "person:lena-holm) and [Otto Kern](person:otto-kern-2) counted"),
        """
        articles/{2015/harbour,2016/bridge,2018/talks,2019/flood}/index.html
        articles/2020/vote/{annotations.json,article.txt,index.html,index.md}
        countries/france/{card.json,feed.xml,index.html} countries/{germany,poland}/index.html
        entities.json feed.xml index.html people/index.html search/index.json sitemap.xml
        people/{anna-berg,jan-novak,marie-roux}/index.html people/lena-holm/{card.json,feed.xml,index.html}
        people/otto-kern/{card.json,feed.xml,index.html}
        + people/otto-kern-2/{card.json,feed.xml,index.html}
        """,
    ),
    Row(
        "what tells people of one name apart",
        swap(VOTE, "2020-09-06", "2021-09-06"),
        """
        articles/2020/vote/{index.html,index.md} countries/france/{card.json,feed.xml,index.html}
        entities.json feed.xml index.html llms.txt people/index.html search/{index.html,index.json} sitemap.xml
        people/lena-holm/{card.json,feed.xml,index.html} people/otto-kern-2/{card.json,feed.xml,index.html}
        + 2021/index.html
        - 2020/index.html
        articles/index.html
        """,
        base=APART,
    ),
    Row(
        "two people of one name in a story",
        swap("content/letter.md", "Foreign Minister Marie Roux", "Karl Weber, 45, and his son Karl Weber, 12,"),
        """
        articles/letter/{annotations.json,article.txt,index.html,index.md} countries/norway/index.html
        entities.json index.html people/index.html people/lund/index.html people/marie-roux/{card.json,index.html}
        search/index.json sitemap.xml
        + people/karl-weber/{card.json,index.html} people/karl-weber-2/{card.json,index.html}
        """,
    ),
    Row(
        "another form of a name",
        swap("content/letter.md", "Karl Weber", "Karl P. Weber"),
        """
        articles/letter/{annotations.json,article.txt,index.html,index.md}
        entities.json people/karl-weber/index.html search/index.json
        """,
        base=NAMED,
    ),
    Row(
        "another form of a name, for which nothing speaks",
        swap("content/letter.md", "Defense Minister", "Minister"),
        """
        articles/letter/{annotations.json,article.txt,index.html,index.md} countries/norway/index.html
        entities.json index.html people/index.html people/karl-weber/{card.json,index.html}
        people/{lund,marie-roux}/index.html search/index.json sitemap.xml
        + people/karl-p-weber/{card.json,index.html}
        """,
        base=JOINED,
    ),
    Row(
        "what a story says of somebody",
        swap("content/letter.md", "Foreign Minister Marie Roux", "Foreign Minister Marie Roux, 61,"),
        "articles/letter/{annotations.json,article.txt,index.html,index.md} people/marie-roux/index.html",
    ),
)

LISTS = (
    Row("plain page, where nothing has moved", swap(ABOUT, "Us.", "All of us."), "about/index.html", base=STORIES),
    Row(
        "one story more",
        put("content/2000.md", "---\ntitle: Year 2000\ndate: 2000-01-01\nlanguage: de\n---\n[O](person:otto-kern)\n"),
        """
        entities.json index.html llms.txt page/1/index.html people/index.html
        people/otto-kern/{card.json,index.html} people/otto-kern/page/1/index.html
        search/{index.html,index.json}
        + articles/2000/{annotations.json,article.txt,index.html,index.md} page/2/index.html
        + people/otto-kern/page/2/index.html
        + 2000/index.html
        articles/index.html
        """,
        base=STORIES,
    ),
    Row(
        "one story less",
        drop("content/1860.md"),
        """
        articles/1861/index.html articles/1862/index.html articles/1863/index.html entities.json index.html
        page/1/index.html people/index.html people/otto-kern/{card.json,index.html}
        people/otto-kern/page/1/index.html search/index.json
        - articles/1860/{annotations.json,article.txt,index.html,index.md}
        - 1860/index.html
        articles/index.html
        """,
        base=STORIES,
        slow=True,
    ),
    Row(
        "title on a further page",
        swap("content/1860.md", "Year 1860", "Year of rain"),
        """
        articles/1860/{annotations.json,article.txt,index.html,index.md} articles/1861/index.html
        articles/1862/index.html articles/1863/index.html page/1/index.html
        people/otto-kern/page/1/index.html search/index.json
        1860/index.html
        """,
        base=STORIES,
    ),
    Row(
        "words on a further page",
        swap("content/1860.md", "rests", "sleeps"),
        """
        articles/1860/{annotations.json,article.txt,index.html,index.md} people/otto-kern/page/1/index.html
        """,
        base=STORIES,
        slow=True,
    ),
    Row(
        "somebody new in an old story",
        swap("content/1860.md", "Nothing.", "[Eva](person:eva)"),
        """
        articles/1860/{annotations.json,article.txt,index.html,index.md} entities.json index.html
        people/index.html people/otto-kern/index.html search/index.json
        + people/eva/{card.json,index.html}
        """,
        base=STORIES,
    ),
    Row(
        "role on a further page, not the first one there",
        swap("content/1850.md", "a former nurse", "a former clerk"),
        """
        articles/1850/{annotations.json,article.txt,index.html,index.md}
        people/otto-kern/index.html people/otto-kern/page/1/index.html
        """,
        base=put("content/1850.md", OLD_ROLES)(STORIES),
    ),
    Row("note about who has further pages", put(NOTE, "He rests.\n"), "people/otto-kern/index.html", base=STORIES),
    Row(
        "one name less",
        drop("content/last.md"),
        """
        entities.json index.html llms.txt people/index.html search/{index.html,index.json}
        - articles/last/{annotations.json,article.txt,index.html,index.md} people/jo-zo/{card.json,index.html}
        - people/page/2/index.html
        """,
        base=NAMES,
    ),
    Row(
        "name sorted elsewhere",
        put(DECISIONS, '[person.jo-zo]\nname = "Jo Zo"\nsort = "A"\n'),
        """
        entities.json people/index.html people/page/2/index.html search/index.json
        """,
        base=NAMES,
        slow=True,
    ),
)

INDEX = (
    Row(
        "index of words",
        lambda project: replace(project, search="make"),
        """
        + search/pagefind/fragment/en_*.pf_fragment search/pagefind/index/en_*.pf_index
        + search/pagefind/{pagefind-entry.json,pagefind-worker.js,pagefind.en_*.pf_meta,pagefind.js}
        + search/pagefind/{wasm.en.pagefind,wasm.unknown.pagefind}
        """,
    ),
    Row(
        "index of words, a later paragraph",
        swap(MARKET, "of fruit", "of flowers"),
        """
        articles/2017/square/{article.txt,index.html,index.md} search/pagefind/pagefind-entry.json
        + search/pagefind/fragment/en_*.pf_fragment search/pagefind/index/en_*.pf_index
        + search/pagefind/pagefind.en_*.pf_meta
        - search/pagefind/fragment/en_*.pf_fragment search/pagefind/index/en_*.pf_index
        - search/pagefind/pagefind.en_*.pf_meta
        """,
        base=SEARCHED,
    ),
    Row(
        "index of words, a title",
        swap(MARKET, "Market moves", "Market stays"),
        """
        articles/2017/square/{article.txt,index.html,index.md} feed.xml index.html llms.txt
        search/{index.html,index.json} search/pagefind/pagefind-entry.json
        + search/pagefind/fragment/en_*.pf_fragment search/pagefind/index/en_*.pf_index
        + search/pagefind/pagefind.en_*.pf_meta
        - search/pagefind/fragment/en_*.pf_fragment search/pagefind/index/en_*.pf_index
        - search/pagefind/pagefind.en_*.pf_meta
        2017/index.html
        """,
        base=SEARCHED,
    ),
    Row(
        "index of words, who said something",
        add(DECISIONS, '[[said]]\narticle = "bridge"\ntext = "The river always"\nperson = "otto-kern"\n'),
        """
        articles/2016/bridge/{annotations.json,index.html}
        people/anna-berg/{card.json,feed.xml,index.html} people/otto-kern/{card.json,feed.xml,index.html}
        search/pagefind/pagefind-entry.json
        + search/pagefind/fragment/en_*.pf_fragment search/pagefind/index/en_*.pf_index
        + search/pagefind/pagefind.en_*.pf_meta
        - search/pagefind/fragment/en_*.pf_fragment search/pagefind/index/en_*.pf_index
        - search/pagefind/pagefind.en_*.pf_meta
        """,
        base=SEARCHED,
    ),
    Row(
        "index of words, another language",
        add(SETTINGS, 'language = "fr"\n'),
        """
        @pages @feeds 2016/old-bridge/index.html people/marie-laurent/index.html
        search/pagefind/pagefind-entry.json
        + search/pagefind/fragment/fr_*.pf_fragment search/pagefind/index/fr_*.pf_index
        + search/pagefind/{pagefind.fr_*.pf_meta,wasm.fr.pagefind}
        - search/pagefind/fragment/en_*.pf_fragment search/pagefind/index/en_*.pf_index
        - search/pagefind/{pagefind.en_*.pf_meta,wasm.en.pagefind}
        """,
        base=SEARCHED,
    ),
    Row(
        "index of words, an author",
        swap(BRIDGE, "Ida Falk", "Ida Falck"),
        """
        articles/2016/bridge/{index.html,index.md} countries/germany/feed.xml feed.xml
        people/anna-berg/feed.xml people/otto-kern/feed.xml
        + authors/ida-falck/feed.xml authors/ida-falck/index.html
        - authors/ida-falk/feed.xml authors/ida-falk/index.html
        authors/index.html sitemap.xml
        search/index.json
        """,
        base=SEARCHED,
    ),
    Row(
        "index of words, of pages alone",
        lambda _: PAGES_ALONE,
        """
        @pages llms.txt
        + search/words/{0.txt,index.json,said-0.txt}
        - search/pagefind/fragment/en_*.pf_fragment search/pagefind/index/en_*.pf_index
        - search/pagefind/{pagefind-entry.json,pagefind-worker.js,pagefind.en_*.pf_meta,pagefind.js}
        - search/pagefind/{wasm.en.pagefind,wasm.unknown.pagefind}
        - @annotations @cards @markdown @texts {people/anna-berg,people/jan-novak,people/lena-holm}/feed.xml
        - {people/marie-roux,people/otto-kern,countries/france,countries/germany,countries/poland}/feed.xml
        - authors/ida-falk/feed.xml
        """,
        base=SEARCHED,
    ),
    Row(
        "index of words of pages alone, a later paragraph",
        swap(MARKET, "of fruit", "of flowers"),
        "articles/2017/square/index.html search/words/0.txt",
        base=PAGES_ALONE,
    ),
    Row(
        "index of words of pages alone, who said something",
        add(DECISIONS, '[[said]]\narticle = "bridge"\ntext = "The river always"\nperson = "otto-kern"\n'),
        "articles/2016/bridge/index.html people/{anna-berg,otto-kern}/index.html search/words/said-0.txt",
        base=PAGES_ALONE,
    ),
    Row(
        "index of words of pages alone, an address",
        swap(MARKET, "slug: square", "slug: squares"),
        """
        feed.xml index.html llms.txt sitemap.xml search/{index.html,index.json} search/words/index.json
        + articles/2017/squares/index.html
        - articles/2017/square/index.html
        2017/index.html
        """,
        base=PAGES_ALONE,
    ),
    Row(
        "index of words of pages alone, an author",
        swap(BRIDGE, "Ida Falk", "Ida Falck"),
        """
        articles/2016/bridge/index.html feed.xml
        + authors/ida-falck/index.html
        - authors/ida-falk/index.html
        authors/index.html sitemap.xml
        search/index.json
        """,
        base=PAGES_ALONE,
    ),
)

THEME = Path(__file__).parent.parent / "templates"


def marked(*names: str) -> Change:
    """Give the project the theme's templates of these names, each with a small change."""

    def change(project: Project) -> Project:
        texts = {f"templates/{name}": (THEME / name).read_text(encoding="utf-8") for name in names}
        return replace(project, files={**project.files, **{path: mark(text) for path, text in texts.items()}})

    return change


def mark(text: str) -> str:
    """A template that prints something else wherever it prints anything."""
    for before, after in (
        ('class="', 'class="new '),
        ("<a ", "<a rel=up "),
        (" – ", " — "),
        ("<meta ", "<meta hidden "),
    ):
        if before in text:
            return text.replace(before, after)
    return text.replace("<h1>", "<h1 hidden>")


SHOWN_IN = {
    "404": "404.html",
    "article": "@articles",
    "base": "@pages",
    "term": "@terms",
    "terms": "{articles,authors}/index.html",
    "byline": "articles/2016/bridge/index.html",
    "card": "@articles @people @countries about/index.html",
    "chart": "countries/france/index.html people/{anna-berg,marie-roux,otto-kern}/index.html",
    "cite": "@articles",
    "colophon": "@pages",
    "countries": "countries/index.html",
    "country": "@countries",
    "entity": "@people @countries",
    "facts": "@people @countries",
    "recent-quotes": "",
    "home": "index.html",
    "in-the-news": "index.html",
    "in-this-story": "articles/{2015/harbour,2016/bridge,2018/talks,2019/flood,2020/vote,letter}/index.html",
    "list": "countries/index.html people/index.html",
    "locator": "@countries",
    "map": "countries/index.html",
    "masthead": "@pages",
    "metadata": "@linking",
    "surface-forms": "@countries",
    "page": "about/index.html",
    "parts": "@people @countries @terms 404.html index.html search/index.html",
    "people": "people/index.html",
    "pair": "people/{anna-berg,marie-roux,otto-kern}/index.html",
    "person": "@people",
    "quotes": "people/anna-berg/index.html",
    "ranges": "",
    "roles": "people/marie-roux/index.html",
    "search": "search/index.html",
    "seen-with": "@people @countries",
    "article-excerpts": "@people @countries",
    "whos-who": "articles/{2018/talks,letter}/index.html",
    "why": "@articles",
    "wrong-link": "@people @countries",
}
"""Pages by the template, or the part of one, that they are printed with."""

TEMPLATES = (
    Row(
        "templates of one page each",
        marked("404.html", "home.html", "search.html", "page.html"),
        "404.html index.html about/index.html search/index.html",
    ),
    Row("templates of kinds of pages", marked("article.html", "country.html"), "@articles @countries"),
    *(Row(f"template {name}", marked(f"{name}.html"), paths, slow=True) for name, paths in SHOWN_IN.items()),
)

QUOTATIONS = (
    Row(
        "quotation on a further page",
        swap("content/1860.md", "was long", "was short"),
        """
        articles/1860/{annotations.json,article.txt,index.html,index.md} people/otto-kern/quotes/page/1/index.html
        """,
        base=SAYINGS,
    ),
    Row(
        "quotation that the page of the person does not show",
        swap("content/1940.md", "was long", "was short"),
        "articles/1940/{annotations.json,article.txt,index.html,index.md} people/otto-kern/quotes/index.html",
        base=SAYINGS,
    ),
    Row(
        "quotation that the page of the person shows",
        swap("content/1998.md", "was long", "was short"),
        """
        articles/1998/{annotations.json,article.txt,index.html,index.md}
        people/otto-kern/index.html people/otto-kern/quotes/index.html
        """,
        base=SAYINGS,
    ),
    Row(
        "quotation in another paragraph",
        swap("content/1999.md", "Nothing.", "Nothing.\n\nNothing at all."),
        """
        articles/1999/{annotations.json,article.txt,index.html,index.md}
        index.html people/otto-kern/{card.json,index.html} people/otto-kern/quotes/index.html
        """,
        base=SAYINGS,
    ),
    Row(
        "one quotation more, in an old story",
        add("content/1860.md", SAYING.format(1859)),
        """
        articles/1860/{annotations.json,article.txt,index.html,index.md} entities.json
        people/otto-kern/index.html people/otto-kern/page/1/index.html
        people/otto-kern/quotes/index.html people/otto-kern/quotes/page/1/index.html people/otto-kern/card.json
        + people/otto-kern/quotes/page/2/index.html
        """,
        base=SAYINGS,
    ),
    Row(
        "quotation that moves to another page",
        swap("content/1860.md", "date: 1860", "date: 1990"),
        """
        articles/1860/{index.html,index.md} articles/{1861,1862,1863,1991,1992,1993}/index.html
        index.html llms.txt page/1/index.html
        people/otto-kern/index.html people/otto-kern/page/1/index.html
        people/otto-kern/quotes/index.html people/otto-kern/quotes/page/1/index.html search/{index.html,index.json}
        - 1860/index.html
        1990/index.html articles/index.html
        """,
        base=SAYINGS,
        slow=True,
    ),
    Row(
        "title of a story with a quotation on a further page",
        swap("content/1860.md", "title: Year", "title: The year"),
        """
        articles/1860/{annotations.json,article.txt,index.html,index.md} articles/{1861,1862,1863}/index.html
        page/1/index.html people/otto-kern/page/1/index.html people/otto-kern/quotes/page/1/index.html search/index.json
        1860/index.html
        """,
        base=SAYINGS,
        slow=True,
    ),
    Row(
        "role beside a quotation",
        swap("content/1850.md", "director", "keeper"),
        """
        articles/1850/{annotations.json,article.txt,index.html,index.md} people/index.html index.html
        people/otto-kern/{card.json,index.html} people/otto-kern/page/1/index.html
        people/otto-kern/quotes/page/1/index.html search/index.json
        """,
        base=put("content/1850.md", OLD_WORDS)(SAYINGS),
    ),
    Row(
        "name of who has a list of quotations",
        put(DECISIONS, '[person.otto-kern]\nname = "Otto von Kern"\n'),
        """
        entities.json index.html people/index.html people/otto-kern/{card.json,index.html} search/index.json
        people/otto-kern/page/1/index.html people/otto-kern/quotes/index.html people/otto-kern/quotes/page/1/index.html
        """
        + " ".join(f"articles/{year}/{{annotations.json,index.html}}" for year in range(1851, 2000)),
        base=SAYINGS,
        slow=True,
    ),
    Row(
        "hidden, who has a list of quotations",
        put(DECISIONS, '[person.otto-kern]\nname = "Otto Kern"\nhidden = true\n'),
        """
        articles/1801/{annotations.json,index.html,index.md} articles/1802/{annotations.json,index.html,index.md}
        articles/1803/{annotations.json,index.html,index.md}
        entities.json index.html people/index.html search/index.json sitemap.xml
        - people/otto-kern/{card.json,feed.xml,index.html} people/otto-kern/quotes/index.html
        """,
        base=WORDY,
        slow=True,
    ),
    Row(
        "one quotation less, and the page of the person shows all",
        swap(
            "content/1801.md",
            "1961 was long for everybody here.\n>\n> — ",
            "1961 was long for everybody here.\n>\n> — the engineer, ",
        ),
        """
        articles/1801/{annotations.json,article.txt,index.html,index.md} people/otto-kern/index.html sitemap.xml
        - people/otto-kern/quotes/index.html
        """,
        base=WORDY,
    ),
    Row("template quotations", marked("quotations.html"), "people/otto-kern/quotes/index.html", base=WORDY, slow=True),
)

REMEMBERED = {
    "title",
    "draft, no more",
    "earlier story, one shared person less",
    "role",
    "note, its text",
    "plain page, its title",
    "name, of who is linked by hand",
    "hidden",
    "lock, an id of another name",
    "description of the site",
    "drafts",
}
"""Rows that every run also tries on what another process left: one for each thing that builds remember."""

UNLISTED = (
    Row(
        "article for no search engine",
        swap(BRIDGE, "language: de", "language: de\nnoindex: true"),
        "articles/2016/bridge/{index.html,index.md} sitemap.xml",
    ),
    Row(
        "site for no search engine",
        swap(SETTINGS, 'title = "The Courier"', 'title = "The Courier"\nnoindex = true'),
        """
        - sitemap.xml
        @articles @countries @lists @people about/index.html countries/index.html index.html people/index.html
        search/index.html _headers robots.txt
        """,
    ),
)

SELDOM = add(SETTINGS, "[annotate]\npages_from = 2\n")(PAPER)
"""Where Lena Holm and Mrs. Lund, in one article each, have no page; Jan Novak is decided and published."""

FEW = (
    Row(
        "people who are not identified, the setting",
        add(SETTINGS, '[annotate]\nunidentified = "plain"\n'),
        """
        - people/lund/{card.json,index.html}
        articles/letter/{annotations.json,index.html,index.md} countries/norway/index.html
        people/marie-roux/index.html entities.json search/index.json sitemap.xml
        """,
    ),
    Row(
        "people in few articles, the setting",
        lambda _: SELDOM,
        """
        - people/lena-holm/{card.json,feed.xml,index.html} people/lund/{card.json,index.html}
        articles/2020/vote/{annotations.json,index.html,index.md} articles/letter/{annotations.json,index.html,index.md}
        countries/france/index.html countries/norway/index.html people/marie-roux/index.html
        index.html entities.json people/index.html search/index.json sitemap.xml
        """,
    ),
    Row(
        "people in few articles, one more article",
        put(
            "content/2021/count.md",
            "---\ntitle: Count ends\ndate: 2020-10-01\nlanguage: de\n---\n[Lena Holm](person:lena-holm) slept.\n",
        ),
        """
        + articles/2021/count/{annotations.json,article.txt,index.html,index.md}
        + people/lena-holm/{card.json,feed.xml,index.html}
        articles/2020/vote/{annotations.json,index.html,index.md} countries/france/index.html
        2020/index.html articles/index.html feed.xml index.html entities.json llms.txt people/index.html
        search/index.html search/index.json sitemap.xml
        """,
        base=SELDOM,
    ),
    Row(
        "people in few articles, a decision",
        add(DECISIONS, '[person.lena-holm]\nsort = "Holm, Lena"\n'),
        """
        + people/lena-holm/{card.json,feed.xml,index.html}
        articles/2020/vote/{annotations.json,index.html,index.md} countries/france/index.html
        index.html entities.json people/index.html search/index.json sitemap.xml
        """,
        base=SELDOM,
    ),
    Row(
        "people in few articles, an editor's words",
        put("content/people/lena-holm.md", "She counts.\n"),
        """
        + people/lena-holm/{card.json,feed.xml,index.html}
        articles/2020/vote/{annotations.json,index.html,index.md} countries/france/index.html
        index.html entities.json people/index.html search/index.json sitemap.xml
        """,
        base=SELDOM,
    ),
    Row(
        "people in few articles, a published page",
        put(
            "dateline.lock",
            PAPER.files["dateline.lock"].replace("[names]", '"lena-holm" = "people/lena-holm/"\n[names]')
            + '"lena-holm" = "Lena Holm"\n',
        ),
        """
        + people/lena-holm/{card.json,feed.xml,index.html}
        articles/2020/vote/{annotations.json,index.html,index.md} countries/france/index.html
        index.html entities.json people/index.html search/index.json sitemap.xml
        """,
        base=SELDOM,
    ),
)

ROWS = (
    *FRONT,
    *TERMS,
    *TEXTS,
    *SAID_BY_HAND,
    *FILES,
    *DECIDED,
    *SITE,
    *TEMPLATES,
    *NAMESAKES,
    *LISTS,
    *QUOTATIONS,
    *INDEX,
    *UNLISTED,
    *FEW,
)


class Bench:
    """A project on disk, and a ``Site`` that builds it again and again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "project"
        self.folder.mkdir()
        self.site = Site(self.folder)
        self.stands: tuple[Project, dict[str, bytes]] | None = None

    def built(self, project: Project) -> dict[str, bytes]:
        """The files of the site of this project, built only if another stands."""
        return self.stands[1] if self.stands and self.stands[0] is project else self.build(project)

    def build(self, project: Project, site: Site | None = None) -> dict[str, bytes]:
        """The files of the site, once this project, and nothing else, is on disk and built."""
        self.stands = None
        self.bring(project)
        (site or self.site).build(jobs=1, drafts=project.drafts, search=project.search)
        site_folder = self.folder / "site"
        paths = {path.relative_to(site_folder).as_posix(): path for path in site_folder.rglob("*") if path.is_file()}
        # The list of the files that we wrote is not published, and is another with each of them.
        self.stands = project, {name: path.read_bytes() for name, path in paths.items() if name != ".dateline"}
        return self.stands[1]

    def build_from_nothing(self, project: Project) -> dict[str, bytes]:
        """As ``build``, when everything that builds have made is gone."""
        for made in ("site", ".dateline"):
            shutil.rmtree(self.folder / made, ignore_errors=True)
        return self.build(project)

    def bring(self, project: Project) -> None:
        """Write the files that are others now, and delete those that are no more."""
        for path in [path for path in self.folder.rglob("*") if path.is_file()]:
            name = path.relative_to(self.folder).as_posix()
            if name.split("/")[0] not in ("site", ".dateline") and name not in project.files:
                path.unlink()
        for name, text in project.files.items():
            path = self.folder / name
            raw = text.encode(errors=BYTES)
            if not path.exists() or path.read_bytes() != raw:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(raw)


NONE: dict[str, set[str]] = {"+": set(), "-": set(), "": set()}


def difference(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> dict[str, set[str]]:
    """New, gone and changed files, as ``Row.expected``."""
    changed = {path for path in before.keys() & after.keys() if before[path] != after[path]}
    return {
        "+": set(map(undigested, after.keys() - before.keys())),
        "-": set(map(undigested, before.keys() - after.keys())),
        "": set(map(undigested, changed)),
    }


def undigested(path: str) -> str:
    """The path with a star for the digest in its name."""
    if path.startswith("search/pagefind/"):
        return re.sub(r"_[0-9a-f]+\.", "_*.", path)
    if path.startswith("assets/pictures/"):
        return re.sub(r"[0-9a-f]{20}", "*", path)
    return re.sub(r"\.[0-9a-f]{10}\.", ".*.", path) if path.startswith("assets/") else path


@pytest.fixture(scope="module")
def bench_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, Project], Bench]:
    """A bench for each use and project."""

    @cache
    def bench(use: str, number: int) -> Bench:
        return Bench(tmp_path_factory.mktemp(use))

    return lambda use, project: bench(use, id(project))


def test_the_project_has_a_file_of_each_kind(bench_of: Callable[[str, Project], Bench]) -> None:
    built = bench_of("kept", PAPER).built(PAPER)

    assert set(map(undigested, built)) == PAGES | OTHERS | ASSETS


def rows(*names: str) -> list[object]:
    """All rows as parameters; with names, these in quick runs and every third of the others in slow ones."""
    some = [row for number, row in enumerate(ROWS) if not names or row.name in names or number % 3 == 0]
    slow = [row.slow or (bool(names) and row.name not in names) for row in some]
    return [
        pytest.param(row, id=row.name, marks=pytest.mark.slow if it else ()) for row, it in zip(some, slow, strict=True)
    ]


@pytest.mark.parametrize("row", rows())
def test_a_change_reaches_exactly_the_pages_that_show_it(row: Row, bench_of: Callable[[str, Project], Bench]) -> None:
    kept, project = bench_of("kept", row.base), row.change(row.base)
    before = kept.built(row.base)

    after = kept.build(project)
    back = kept.build(row.base)

    assert difference(before, after) == row.expected
    assert difference(before, back) == NONE


@pytest.mark.parametrize("row", rows(*REMEMBERED))
def test_it_reaches_them_from_what_another_process_left(row: Row, bench_of: Callable[[str, Project], Bench]) -> None:
    left, other = bench_of("left", row.base), bench_of("other", row.base)
    project = row.change(row.base)
    before = left.built(row.base)

    after = left.build(project, Site(left.folder))
    from_nothing = other.build_from_nothing(project)
    back = left.build(row.base, Site(left.folder))

    assert difference(before, after) == row.expected
    assert difference(from_nothing, after) == NONE
    assert difference(before, back) == NONE
