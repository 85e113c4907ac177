"""The front matter of other generators: YAML, TOML or JSON, as ours, with the losses."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from itertools import chain
from typing import Any
from zoneinfo import ZoneInfo

from builder.commands.importing.foreign_markdown import words_of
from builder.commands.importing.imported import Failure, Loss
from builder.core.dates import iso_date
from builder.core.regex import regex
from builder.core.values import FrontMatter
from builder.settings.config import is_language
from builder.settings.front_matter import is_toml, split_front_matter
from builder.settings.trees import TreeNode, UnreadableError, toml_tree, yaml_tree

Keys = dict[str, Any]
"""Keys in lower case; values are texts, lists and mappings of such."""

_TITLE = ("title",)
_STANDFIRST = "standfirst", "description", "summary", "excerpt", "subtitle", "lead", "deck", "dek"
_AUTHORS = "authors", "author", "byline"
_DATE = "date", "publishdate", "pubdate", "published_at", "published", "created"
_UPDATED = "updated", "lastmod", "last_modified_at", "modified", "last_updated", "updated_at"
_ALIASES = "aliases", "alias", "redirect_from", "redirects"
_ADDRESS = "permalink", "url"
_IMAGE = "image", "cover", "featured_image", "feature_image", "featuredimage", "thumbnail", "banner", "hero", "images"
_IMAGE_PARTS = "image", "src", "path", "url", "feature", "relative_image"
_DESCRIPTIONS = "image_alt", "image_description", "alt", "featuredalt", "cover_alt", "image-alt"
_LANGUAGE = "language", "lang", "locale"
_TAGS = "tags", "tag", "topics", "keywords", "categories", "category"
_SOURCE = "source", "source_url", "external_url", "canonical_url", "canonical", "canonicalurl", "original_url"
_SLUG = ("slug",)
_STATE = "draft", "published", "private", "status"
_MEANINGLESS = frozenset(
    "layout type comments weight toc math mermaid highlight share author_profile read_time id guid uuid linktitle "
    "disableshare showtoc tocopen hidemeta nav_order parent permalink url sitemap robots markup".split()
)
"""Keys that say how another generator shows an article, and mean nothing here."""
_KNOWN = frozenset(
    chain(_TITLE, _STANDFIRST, _AUTHORS, _DATE, _UPDATED, _ALIASES, _ADDRESS, _IMAGE, _DESCRIPTIONS, _LANGUAGE, _TAGS)
) | frozenset(chain(_SOURCE, _SLUG, _STATE))
_TRUTH = frozenset({"true", "false", "yes", "no", "on", "off"})
_DAY = regex(
    r"(\d{4})[-/.](\d\d?)[-/.](\d\d?)(?:[T \t]+(\d\d?):(\d\d)(?::(\d\d)(?:\.\d+)?)?)?[ \t]*(Z|UTC|GMT|[+-]\d\d:?\d\d)?",
    re.ASCII | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class ForeignText:
    """A text of another generator: its keys and what follows them."""

    keys: Keys
    body: str


def foreign_text(text: str) -> ForeignText | Failure:
    """The front matter and the body of a text."""
    if text.lstrip()[:1] == "{" and not text.lstrip().startswith(("{{", "{%")):
        return _json(text)
    said, body, _ = split_front_matter(text)
    try:
        tree = toml_tree(said) if is_toml(text) and said else yaml_tree(said)
    except UnreadableError as error:
        return Failure(f"{error.problem.message} (line {error.problem.line + 2})", error.problem.hint)
    keys = _plain(tree)
    if isinstance(keys, str):
        return ForeignText({}, body) if not keys else Failure("the front matter has no keys", "write key: value")
    return ForeignText(keys if isinstance(keys, dict) else {}, body)


def foreign_tree(text: str, suffix: str) -> Keys:
    """The keys of a settings file in YAML, TOML or JSON; none if it cannot be read."""
    try:
        if suffix == ".json":
            found = _lowered(json.loads(text))
        else:
            found = _plain(toml_tree(text) if suffix == ".toml" else yaml_tree(text))
    except (UnreadableError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def first(keys: Mapping[str, Any], names: tuple[str, ...]) -> Any:
    """The value of the first of these keys that is set; otherwise an empty text."""
    return next((value for name in names if (value := keys.get(name))), "")


def texts(value: Any) -> list[str]:
    """The texts of a value: itself, or those in a list."""
    if isinstance(value, list):
        return [text for each in value for text in texts(each)]
    if isinstance(value, dict):
        return texts(first(value, ("name", "display_name", "full_name", "title")))
    return [value.strip()] if value and value.strip() else []


def one(keys: Mapping[str, Any], names: tuple[str, ...]) -> str:
    """The text of the first of these keys that is set; of several texts, the first."""
    return "".join(texts(first(keys, names))[:1])


def listed(value: Any) -> list[str]:
    """The texts of a list, also of one written with commas, or as Jekyll has it, with spaces."""
    if not isinstance(value, str):
        return texts(value)
    parts = value.split(",") if "," in value else value.split()
    return [part.strip() for part in parts if part.strip()]


def foreign_date(text: str, zone: str = "") -> str:
    """A date of another generator as ISO 8601; empty if it is none. Times without a zone are in ``zone``.

    Midnight without a zone is the day alone.
    """
    found = _DAY.fullmatch(text.strip())
    if not found:
        return iso_date(text) or _mail_date(text)
    year, month, day, hour, minute, second, offset = found.groups()
    date = f"{year}-{int(month):02}-{int(day):02}"
    clock = f"{int(hour):02}:{minute}:{second or '00'}" if hour else ""
    if not clock or (clock == "00:00:00" and not offset):
        return iso_date(date)
    if offset:
        return iso_date(f"{date}T{clock}{'Z' if offset.isalpha() else offset}")
    try:
        return datetime.fromisoformat(f"{date}T{clock}").replace(tzinfo=ZoneInfo(zone or "UTC")).isoformat()
    except (KeyError, ValueError, OSError):  # Neither a time nor the name of a zone.
        return iso_date(f"{date}T{clock}")


def front_of(
    keys: Keys, *, zone: str = "", people: Mapping[str, str] | None = None, draft: bool = False
) -> tuple[FrontMatter, tuple[Loss, ...]]:
    """Our front matter for these keys. ``people`` are the names of authors by their id."""
    losses = [Loss("front matter key left out", key) for key in keys if key not in _KNOWN | _MEANINGLESS and keys[key]]
    date = one(keys, _DATE)
    is_date = date.lower() not in _TRUTH  # Of "published".
    when = foreign_date(date, zone) if is_date else ""
    if date and is_date and not when:
        losses.append(Loss("date not understood", date[:40]))
    updated = one(keys, _UPDATED)
    image, description = _image(keys)
    sources = (one(keys, (key,)) for key in _SOURCE)
    source = next((each for each in sources if each.startswith(("http://", "https://"))), "")
    language = one(keys, _LANGUAGE).replace("_", "-")
    tags = list(dict.fromkeys(tag for name in _TAGS if keys.get(name) for tag in _tags(name, keys[name])))
    names = [(people or {}).get(name.lower(), name) for name in texts(first(keys, _AUTHORS))]
    front = FrontMatter(
        title=" ".join(words_of(one(keys, _TITLE)).split()),
        standfirst=" ".join(words_of(one(keys, _STANDFIRST)).split()),
        authors=tuple(dict.fromkeys(names)),
        date=when,
        updated=foreign_date(updated, zone) if updated and foreign_date(updated, zone) != when else "",
        source=source,
        image=image,
        image_description=description,
        slug=_slug(one(keys, _SLUG)),
        aliases=tuple(address for each in texts(first(keys, _ALIASES)) if (address := old_address(each))),
        language=language if is_language(language) else "",
        draft=draft or _is_draft(keys),
        private=_is(keys, "private", "true") or _is(keys, "status", "private"),
        tags=tuple(tags),
    )
    return front, tuple(losses)


def old_address(text: str) -> str:
    """The path of an old address, for ``aliases``; empty for the front page, and for what leads out of the site."""
    path = re.sub(r"^(?:https?:)?//[^/]+", "", text.strip()).partition("#")[0].partition("?")[0]
    wrong = not path.strip("/") or "\\" in path or ".." in path.split("/") or not path.isprintable() or ":" in path
    return "" if wrong or "//" in path or "{" in path else "/" + path.lstrip("/")


def _tags(name: str, value: Any) -> list[str]:
    return texts(value) if name in ("category", "tag") else listed(value)


def _slug(text: str) -> str:
    text = text.strip("/").rpartition("/")[2]
    return "" if not text or text[0] == "." or "\\" in text or len(text.encode()) > 200 else text


def _image(keys: Keys) -> tuple[str, str]:
    value = first(keys, _IMAGE)
    header = keys.get("header")
    if not value and isinstance(header, dict):
        value = first(header, ("image", "overlay_image", "teaser"))
    if isinstance(value, list):
        value = value[0]
    if isinstance(value, dict):
        address = first(value, _IMAGE_PARTS)
        return "".join(texts(address)[:1]), "".join(texts(first(value, ("alt", "description", "caption")))[:1])
    return "".join(texts(value)[:1]), one(keys, _DESCRIPTIONS)


def _is_draft(keys: Keys) -> bool:
    return _is(keys, "draft", "true") or _is(keys, "published", "false") or _is(keys, "status", "draft")


def _is(keys: Keys, name: str, word: str) -> bool:
    value = keys.get(name)
    alike = {"true": ("true", "yes", "on"), "false": ("false", "no", "off")}.get(word, (word,))
    return isinstance(value, str) and value.strip().lower() in alike


def _mail_date(text: str) -> str:
    try:
        return iso_date(parsedate_to_datetime(text).isoformat())
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""


def _json(text: str) -> ForeignText | Failure:
    begin = len(text) - len(text.lstrip())
    try:
        found, end = json.JSONDecoder().raw_decode(text, begin)
    except ValueError as error:
        return Failure(f"the front matter is not valid JSON: {error}", "check its quotes and commas")
    except RecursionError:
        return Failure("the front matter is nested too deeply", "use plain keys, lists and values")
    return ForeignText(_lowered(found), text[end:])


def _lowered(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key).lower(): _lowered(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_lowered(each) for each in value]
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def _plain(node: TreeNode) -> Any:
    """A node as texts, lists and mappings."""
    if node.mapping:
        return dict(_pairs(node, _plain))
    if node.parts is not None:
        return [_plain(part) for part in node.parts]
    return "" if node.empty else node.text


def _pairs(node: TreeNode, plain: Callable[[TreeNode], Any]) -> Iterator[tuple[str, Any]]:
    parts = node.parts or ()
    for key, value in zip(parts[::2], parts[1::2], strict=True):
        yield key.text.strip().lower(), plain(value)
