"""A site of Hugo or Jekyll: its settings, its posts, and the address that each post had."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from builder.commands.importing.foreign_keys import (
    Keys,
    first,
    foreign_date,
    foreign_text,
    foreign_tree,
    listed,
    one,
    texts,
)
from builder.commands.importing.imported import Failure
from builder.commands.importing.permalinks import JEKYLL, permalink
from builder.commands.importing.source_files import text_of, walked
from builder.core.regex import regex
from builder.core.slug import slug

TEXTS = frozenset({".md", ".markdown", ".mkd", ".mdown", ".html", ".htm"})
_HUGO = tuple(
    f"{name}{end}"
    for name in ("hugo", "config", "config/_default/hugo", "config/_default/config")
    for end in (".toml", ".yaml", ".yml", ".json")
)
_JEKYLL = "_config.yml", "_config.yaml", "_config.toml"
_OWN = frozenset("_site _layouts _includes _sass _data _plugins _assets _cache node_modules vendor".split())
_DATED = regex(r"(\d{4})-(\d\d?)-(\d\d?)-(.+)")
_NO_POSTS = frozenset({"readme", "license", "contributing", "changelog", "code_of_conduct", "index", "404", "security"})


@dataclass(frozen=True, slots=True)
class SitePost:
    """A file of a site, and what its name says."""

    path: Path
    name: str
    """Its path below the target folder, without suffix."""
    key: str
    """How other posts name it: its path in the site's content, without suffix."""
    date: str = ""
    """The day in its file's name."""
    is_draft: bool = False
    is_page: bool = False
    language: str = ""
    address: str = ""
    """Where it was; empty if that is unknown."""


@dataclass(frozen=True, slots=True)
class GeneratorSite:
    """What the posts of a site have in common."""

    jekyll: bool
    root: Path
    settings: Keys
    zone: str = ""
    people: Mapping[str, str] = field(default_factory=dict)
    """The names of authors by id."""
    posts: tuple[SitePost, ...] = ()
    names: Mapping[str, SitePost] = field(default_factory=dict)
    """Posts by address, and by the ways in which others name their file."""

    @property
    def hosts(self) -> frozenset[str]:
        """The names of the site's own host."""
        addresses = texts(first(self.settings, ("url", "baseurl")))
        return frozenset(host for each in addresses if (host := urlsplit(each).netloc))

    def link_from(self, post: SitePost, address: str) -> str:
        """A link of a post as it is here: relative, if it leads to another post."""
        own = address
        for host in self.hosts:
            own = re.sub(rf"^(?:https?:)?//(?:www\.)?{re.escape(host)}(?=/|$)", "", own)
        path, sign, rest = (
            (own[: at.start()], own[at.start()], own[at.end() :]) if (at := re.search("[#?]", own)) else (own, "", "")
        )
        found = self.names.get(_known(path)) if path.startswith("/") else None
        if found is None or found.is_page or post.is_page:
            return address
        up = "../" * (post.name.count("/") + 1)
        return f"{up}{found.name}/{sign if sign == '#' else ''}{rest if sign == '#' else ''}"

    def is_taken(self, post: SitePost, address: str) -> bool:
        """Whether another post was at an address."""
        found = self.names.get(_known(address))
        return found is not None and found.path != post.path

    def address_of(self, file: str) -> str:
        """The address of the post that another names by its file; empty if there is none."""
        key = re.sub(r"\.(?:md|markdown|html)$", "", file.strip("\"' ").partition("#")[0].removeprefix("_posts/"))
        found = self.names.get("file:" + key.strip("/").lower()) or self.names.get(
            "file:" + key.rpartition("/")[2].lower()
        )
        return found.address if found and found.address else ""


def generator_site(folder: Path) -> GeneratorSite | None:
    """The site in a folder, which may also be its folder of posts or its content; ``None`` if it is none."""
    folder = folder.absolute()
    for root in (folder, folder.parent):
        is_part = root == folder or folder.name in ("_posts", "_drafts", "content")
        if not is_part:
            continue
        has_jekyll = any((root / name).is_file() for name in _JEKYLL) or (root / "_posts").is_dir()
        has_hugo = (root / "content").is_dir() and (
            any((root / name).is_file() for name in _HUGO) or (root / "archetypes").is_dir()
        )
        if has_hugo and not (root / "_posts").is_dir():
            return _with_posts(_hugo(root), folder)
        if has_jekyll:
            return _with_posts(_jekyll(root), folder)
    return None


def keys_of(path: Path) -> Keys:
    """The front matter of a file; none if it cannot be read."""
    text = text_of(path)
    found = foreign_text(text) if isinstance(text, str) else text
    return {} if isinstance(found, Failure) else found.keys


def _with_posts(site: GeneratorSite, folder: Path) -> GeneratorSite:
    """The site with the posts that are in ``folder``, each with the address that it had."""
    found = _jekyll_posts(site) if site.jekyll else _hugo_posts(site)
    posts: list[SitePost] = []
    names: dict[str, SitePost] = {}
    for each in (_addressed(site, post) for post in found if post.path.is_relative_to(folder)):
        # Of two posts at one address, the generator showed one.
        post = replace(each, address="") if _known(each.address) in names else each
        posts.append(post)
        for name in (post.key, post.key.rpartition("/")[2], post.name):
            names.setdefault(f"file:{name.lower()}", post)
        if post.address:
            names.setdefault(_known(post.address), post)
    return replace(site, posts=tuple(posts), names=names)


def _known(address: str) -> str:
    """An address in the form in which two are compared."""
    return re.sub(r"(?:index)?(?:\.html?)?/*$", "", address).lower() or "/"


# Jekyll


def _jekyll(root: Path) -> GeneratorSite:
    settings: Keys = {}
    for name in _JEKYLL:
        settings = settings or _settings(root / name)
    people = _people(root / "_data", ("authors", "author", "people", "team"))
    zone = one(settings, ("timezone",))
    return GeneratorSite(jekyll=True, root=root, settings=settings, zone=zone, people=people)


def _jekyll_posts(site: GeneratorSite) -> Iterator[SitePost]:
    collections = _collections(site.settings)
    for path in walked(site.root):
        parts = path.relative_to(site.root).parts
        if path.suffix.lower() not in TEXTS or _OWN.intersection(parts):
            continue
        place = next((n for n, part in enumerate(parts[:-1]) if part in ("_posts", "_drafts")), -1)
        stem = path.stem
        if place >= 0:
            folders = (*parts[:place], *parts[place + 1 : -1])
            dated = _DATED.fullmatch(stem)
            day = foreign_date("-".join(dated.groups()[:3])) if dated else ""
            key = "/".join((*folders, stem))
            yield SitePost(path, _path(*folders, stem), key, day, is_draft=parts[place] == "_drafts")
        elif parts[0][:1] == "_" and parts[0][1:] in collections:
            folders = (parts[0][1:], *parts[1:-1])
            yield SitePost(path, _path(*folders, stem), "/".join((*folders, stem)))
        elif (
            len(parts) == 1
            and path.suffix.lower() != ".html"
            and stem.lower() not in _NO_POSTS
            and keys_of(path).get("title")
        ):
            yield SitePost(path, _path(stem), stem, is_page=True)


def _collections(settings: Keys) -> frozenset[str]:
    found = settings.get("collections", {})
    return frozenset(found if isinstance(found, dict) else texts(found)) - {"posts", "drafts"}


# Hugo


def _hugo(root: Path) -> GeneratorSite:
    settings: Keys = {}
    for name in _HUGO:
        settings = settings or _settings(root / name)
    people = {**_people(root / "data", ("authors", "author", "people")), **_author_pages(root / "content" / "authors")}
    zone = one(settings, ("timezone",))
    return GeneratorSite(jekyll=False, root=root, settings=settings, zone=zone, people=people)


def _hugo_posts(site: GeneratorSite) -> Iterator[SitePost]:
    content = site.root / (one(site.settings, ("contentdir",)) or "content")
    found = site.settings.get("languages")
    languages = frozenset(found) if isinstance(found, dict) else frozenset[str]()
    bundles: set[Path] = set()
    for path in walked(content):
        parts = path.relative_to(content).parts
        stem, _, language = path.stem.partition(".")
        if path.suffix.lower() not in TEXTS or stem == "_index" or bundles.intersection(path.parents):
            continue
        if language and language not in languages:
            stem, language = path.stem, ""
        if stem == "index" and len(parts) == 1:
            continue
        if stem == "index":
            bundles.add(path.parent)
        folders = parts[:-2] if stem == "index" else parts[:-1]
        last = parts[-2] if stem == "index" else stem
        name = _path(*folders, f"{last}-{language}" if language else last)
        dated = _DATED.fullmatch(last)
        day = foreign_date("-".join(dated.groups()[:3])) if dated else ""
        is_page = not folders and not first(keys_of(path), ("date", "publishdate"))
        yield SitePost(path, name, "/".join((*folders, last)), day, is_page=is_page, language=language)


def _author_pages(folder: Path) -> dict[str, str]:
    """Names by id, from the pages that a site has for its authors."""
    found = {}
    for path in walked(folder) if folder.is_dir() else ():
        if path.suffix.lower() in TEXTS:
            name = "".join(texts(first(keys_of(path), ("display_name", "name", "title")))[:1])
            who = path.parent.name if path.stem in ("_index", "index") else path.stem
            if name:
                found[who.lower()] = name
    return found


# Both


def _addressed(site: GeneratorSite, post: SitePost) -> SitePost:
    """The post with the address that it had, named by its ``slug`` if it has one."""
    keys = keys_of(post.path)
    mine = one(keys, ("slug",)).strip("/").rpartition("/")[2]
    if slug(mine):
        post = replace(post, name="/".join((*post.name.split("/")[:-1], slug(mine))))
    written = one(keys, ("permalink", "url"))
    if written and ":" not in written and "{" not in written and "//" not in written:
        return replace(post, address="/" + written.lstrip("/"))
    when = foreign_date(one(keys, ("date", "publishdate")), site.zone) or post.date
    dated = _DATED.fullmatch(post.path.stem)
    title = slug(one(keys, ("title",)))
    folders, _, last = post.key.rpartition("/")
    if site.jekyll:
        given = mine or (dated[4] if dated else last)
        categories = [*(part for part in folders.split("/") if part), *listed(first(keys, ("categories",)))]
        categories += texts(keys.get("category"))
        values = {
            "title": given,
            "slug": slug(given),
            "name": last,
            "categories": "/".join(_url(each) for each in dict.fromkeys(categories)),
            "output_ext": ".html",
            "collection": folders.partition("/")[0],
            "path": post.key,
        }
        pattern = written or _pattern(site.settings, "date")
        if post.is_page:
            pattern = "/:title/" if "pretty" in pattern or pattern.endswith("/") else "/:title:output_ext"
        return replace(post, address=permalink(JEKYLL.get(pattern, pattern), when, values))
    section = folders.partition("/")[0]
    values = {
        "section": section,
        "sections": folders,
        "title": title,
        "slug": mine or title,
        "filename": last,
        "slugorfilename": mine or last,
        "contentbasename": last,
        "slugorcontentbasename": mine or last,
    }
    patterns = _hugo_patterns(site.settings)
    pattern = patterns.get(section, "") or f"/{folders}/{mine or last}/"
    prefix = f"/{post.language}" if post.language else ""
    return replace(
        post, address=(prefix + permalink(pattern, when, values)).replace("//", "/").lower() if pattern else ""
    )


def _pattern(settings: Keys, default: str) -> str:
    return one(settings, ("permalink",)) or default


def _hugo_patterns(settings: Keys) -> dict[str, str]:
    found = settings.get("permalinks")
    found = found if isinstance(found, dict) else {}
    inner = found.get("page")
    patterns: dict[str, Any] = inner if isinstance(inner, dict) else found
    return {section: pattern for section, pattern in patterns.items() if isinstance(pattern, str)}


def _settings(path: Path) -> Keys:
    text = text_of(path) if path.is_file() else ""
    return foreign_tree(text, path.suffix) if isinstance(text, str) and text else {}


def _people(folder: Path, names: tuple[str, ...]) -> dict[str, str]:
    """Names of authors by id, from a file of data."""
    found: dict[str, str] = {}
    for path in (folder / f"{name}{end}" for name in names for end in (".yml", ".yaml", ".json", ".toml")):
        for who, value in _settings(path).items():
            name = "".join(texts(value)[:1])
            if name:
                found[who] = name
    return found


def _path(*parts: str) -> str:
    """A path of plain parts for these names."""
    return "/".join(slug(part) or "post" for part in parts)


def _url(category: str) -> str:
    return category.lower().replace(" ", "%20")
