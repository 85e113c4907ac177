"""Old addresses and their current targets, and published addresses that no longer have a page.

An old address is one that an author lists (``aliases`` in front matter), that of a person who is the same as another,
or that of a published id whose name a decision has given to someone else.
"""

import re
from collections.abc import Container, Iterator, Mapping

from builder.errors import Problem
from builder.locked import LOCK, Locked
from builder.overrides import Overrides, redirects
from builder.plan import Plan
from builder.recipes import RedirectUnit
from builder.render.stories import Story
from builder.slug import slug
from builder.table import Table

_ADDRESS = re.compile(r"(?!\.)[\w%.~!$&'()*+,;=:@-]+(?:/(?!\.)[\w%.~!$&'()*+,;=:@-]+)*/?")
"""No part begins with a dot: such names belong to hosts, and to files that we keep in the folder ourselves."""


def people_moved(plan: Plan, overrides: Overrides, locked: Locked, shown: str) -> Iterator[RedirectUnit]:
    """The pages of people who now have another id."""
    decided = {
        slug(name): override.id
        for override in overrides.entities
        for name in (override.name, *override.aliases)
        if override.kind == "person" and name and not override.articles
    }
    stays = redirects(overrides)
    for old in sorted({*stays, *locked["people"]}):
        new = stays.get(old) or decided.get(slug(locked["names"].get(old, old)), "")
        place = plan.place_of(f"person:{new}")
        if place and new != old and plan.place_of(f"person:{old}") is None:
            yield RedirectUnit(f"people/{old}/index.html", place.folder, shown)


def articles_moved(
    stories: Table[str, Story], aliases: Mapping[str, tuple[str, ...]], shown: str
) -> tuple[list[RedirectUnit], list[Problem]]:
    """The old addresses listed in articles, and problems for invalid ones."""
    units, problems = [], []
    for file, named in aliases.items():
        for alias in named:
            address = alias.strip().removeprefix("/").removesuffix("index.html")
            if not _ADDRESS.fullmatch(address):
                hint = 'write the path of the old page in the site: "2018/old-name/" or "news/123.html"'
                problems.append(Problem(f"{alias!r} is not a valid old address", f"{shown}/{file}", hint=hint))
                continue
            path = address if address.endswith(".html") else f"{address.rstrip('/')}/index.html"
            units.append(RedirectUnit(path, stories[file].headline.folder, f"{shown}/{file}"))
    return units, problems


def vanished(locked: Locked, overrides: Overrides, paths: Container[str]) -> list[Problem]:
    """Published addresses that are neither a page nor a redirect; people whom an author hides are meant to be gone."""
    hidden = {override.id for override in overrides.entities if override.hidden}
    problems = []
    for table, hint in (
        ("articles", "if it moved, add the old address to its front matter: aliases: [{}]"),
        ("people", 'if they have another page now, add this to entities.toml: [[same]] people = ["that-one", "{}"]'),
        ("countries", "no article names it any longer"),
    ):
        for name, address in locked[table].items():
            stands = f"{address}index.html" in paths
            if not stands and not (table == "people" and name in hidden):
                what = address if table == "articles" else name
                message = f"{address} was published but no longer has a page"
                may_go = f"if it is gone for good, remove its line from {LOCK}"
                problems.append(Problem(message, LOCK, hint=f"{hint.format(what)}\n  {may_go}", warning=True))
    return problems
