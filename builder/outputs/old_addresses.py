"""Old addresses and their current targets, and published addresses that no longer have a page.

An old address is one that an author lists (``aliases`` in front matter), that of an entity that is the same as another,
or that of a published id whose name a decision has given to another.
"""

from collections.abc import Callable, Collection, Iterable, Iterator

from builder.core.errors import Problem
from builder.core.kinds import KINDS
from builder.core.regex import regex
from builder.core.slug import slug
from builder.outputs.claims import Claimed, redirect_page
from builder.outputs.editorial import OldAddresses, PlaceOf
from builder.settings.decisions import JOINED, Overrides, redirects
from builder.settings.lockfile import FOLDERS, LOCK, NAMES, Lockfile

_ADDRESS = regex(r"(?!\.)[\w%.~!$&'()*+,;=:@-]+(?:/(?!\.)[\w%.~!$&'()*+,;=:@-]+)*/?")
"""No part begins with a dot: such names belong to hosts, and to files that we keep in the folder ourselves."""

_HINTS = {
    "articles": "if the article moved, add its old address to its front matter: aliases: [{}]",
    KINDS[JOINED].folder: "if the person has another page now, add to entities.toml: "
    '[[same]] people = ["that-one", "{}"]',
}
_NO_LONGER = "no article names it anymore"


def entity_redirects(
    place_of: PlaceOf,
    meant: Callable[[str], str],
    overrides: Overrides,
    lockfile: Lockfile,
    shown: str,
    with_page: Callable[[], Collection[str]],
) -> Iterator[Claimed]:
    """The pages of entities that now have another id.

    ``meant`` says whom articles call by a name, as a reference. ``with_page`` gives the references of all that have a
    page: a long list, needed only if there are other ids.
    """
    for kind in NAMES.values():
        decided = {
            slug(name): override.id
            for override in overrides.entities
            for name in override.names
            if override.kind == kind.name and not override.articles
        }
        stays = redirects(overrides) if kind.name == JOINED else {}
        ids = {*stays, *lockfile[kind.folder]}
        here = with_page() if ids else ()
        for old in sorted(id_ for id_ in ids if f"{kind.name}:{id_}" not in here):
            new = stays.get(old) or decided.get(slug(lockfile[kind.names].get(old, old)), "")
            name = lockfile[kind.names].get(old, "")
            place = place_of(f"{kind.name}:{new}" if new else meant(f"{kind.name}::{name}"))
            if place:
                yield redirect_page(f"{kind.folder}/{old}/index.html", place.folder, shown)


def listed_redirects(aliases: Iterable[OldAddresses], shown: str) -> tuple[list[Claimed], list[Problem]]:
    """The old addresses listed in articles and plain pages, and problems for invalid ones."""
    pages, problems = [], []
    for file, folder, named in aliases:
        for alias in named:
            address = alias.strip().removeprefix("/").removesuffix("index.html")
            if not _ADDRESS.fullmatch(address):
                hint = 'write the path of the old page in the site: "2018/old-name/" or "news/123.html"'
                problems.append(Problem(f"{alias!r} is not a valid old address", f"{shown}/{file}", hint=hint))
                continue
            path = address if address.endswith(".html") else f"{address.rstrip('/')}/index.html"
            pages.append(redirect_page(path, folder, f"{shown}/{file}"))
    return pages, problems


def vanished(lockfile: Lockfile, overrides: Overrides, exists: Callable[[str], bool]) -> list[Problem]:
    """Published addresses that are neither a page nor a redirect; those of hidden entities are meant to be gone."""
    hidden = {(KINDS[override.kind].folder, override.id) for override in overrides.entities if override.hidden}
    problems = []
    for table in ("articles", *FOLDERS):
        hint = _HINTS.get(table, _NO_LONGER)
        for name, address in lockfile[table].items():
            if not exists(f"{address}index.html") and (table, name) not in hidden:
                what = address if table == "articles" else name
                message = f"{address} was published but no longer has a page"
                may_go = f"if it is gone for good, remove its line from {LOCK}"
                problems.append(Problem(message, LOCK, hint=f"{hint.format(what)}\n  {may_go}", warning=True))
    return problems
