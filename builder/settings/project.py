"""A user's project on disk: settings, decisions, templates, and the digests of all its files."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from builder.core.codec import Digest, digest
from builder.core.errors import BuilderError, Problem, Result
from builder.core.kinds import EntityKind
from builder.settings.config import Config, parse_config
from builder.settings.lockfile import LOCK, Lockfile, parse_lock
from builder.settings.site_settings import Settings
from builder.settings.translations import WORDS, Translations, parse_translations
from builder.store import sources
from builder.store.safe_paths import has_folder, shown_name

if TYPE_CHECKING:
    from builder.settings.decisions import Overrides

V = TypeVar("V")

CONFIG = "dateline.toml"
DECISIONS = "entities.toml"
"""In content/."""


@dataclass(frozen=True, slots=True)
class Project:
    """The input of a build."""

    folder: Path
    config: Config
    scanned: sources.FolderFiles
    """The files in content/."""
    theme: Mapping[str, Path]
    """Templates and assets, by name."""
    theme_digests: Mapping[str, Digest]
    translations: Translations
    """The words of the theme."""
    decisions: Digest
    lockfile: Lockfile
    lock: Digest
    """Digest of the bytes of the lockfile."""

    @property
    def files(self) -> Mapping[str, Digest]:
        """The digests of the files in content/, by path in it."""
        return self.scanned.digests

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Those of files in content/ that cannot be read."""
        return self.scanned.problems

    def changed_since(self, files: Mapping[str, Digest]) -> frozenset[str] | None:
        """The files that have changed since an earlier project of this process had these; ``None`` if unknown.

        The mapping must be that of the earlier project itself: nothing is compared.
        """
        if files is self.files:
            return frozenset()
        return self.scanned.changed if files is self.scanned.since else None

    @property
    def key(self) -> Digest:
        """Digest of everything in it that a site depends on."""
        config, theme = replace(self.config, jobs=0, ignore=()), sorted(self.theme_digests.items())
        return digest(self.title, config, self.files, theme, self.translations, self.lock)

    @property
    def content(self) -> Path:
        """The folder of the articles."""
        return self.folder / self.config.content

    @property
    def title(self) -> str:
        """The name of the site: the name of its folder if dateline.toml sets none."""
        return self.config.title or shown_name(self.folder.name)

    @property
    def settings(self) -> Settings:
        """The settings that all pages share."""
        config = self.config
        return Settings(
            title=self.title,
            description=config.description,
            base_url=config.base_url,
            language=config.language,
            author=config.author,
            formats=config.made_formats,
            noindex=config.noindex,
            index="index.html" if config.links == "file" else "",
            assets=tuple((name.removeprefix("assets/"), self.asset(name)) for name in self.theme if _is_asset(name)),
            link=config.link,
            capitals=config.capitals == "link",
            translations=self.translations,
        )

    def asset(self, name: str) -> str:
        """The path of a theme file in the site, which contains its digest so that browsers may cache it forever."""
        stem, dot, suffix = name.rpartition(".")
        key = self.theme_digests[name].hex()[:10]
        return f"{stem}.{key}.{suffix}" if dot else f"{name}.{key}"

    def assets(self) -> dict[str, str]:
        """The theme's files that are copied, by path in the site."""
        return {self.asset(name): name for name in self.theme if _is_asset(name)}

    def is_own_script(self, name: str) -> bool:
        """Whether this file of the theme is a script that Dateline brings, not one that a project has in its place."""
        return name.endswith(".js") and self.theme[name] == sources.own_theme() / name

    def templates(self) -> dict[str, str]:
        """The text of each template, by name.

        Raises:
            BuilderError: if one is not UTF-8.
        """
        return {name: self._text(name) for name in self.theme if not _is_asset(name) and name != WORDS}

    def overrides(self, countries: frozenset[str]) -> "Overrides":
        """The decisions of entities.toml; ``countries`` are the codes of all countries.

        Raises:
            BuilderError: with all its problems.
        """
        from builder.settings.decisions import parse_overrides

        codes = {EntityKind.COUNTRY: countries}
        return _or_raise(parse_overrides(self.decisions_text(), self.decisions_file, codes))

    def decisions_text(self) -> str:
        """The text of entities.toml; empty if there is none.

        Raises:
            BuilderError: if it cannot be read, or is not UTF-8.
        """
        shown = self.decisions_file
        return _utf8(self.read(shown), shown) if DECISIONS in self.files else ""

    @property
    def decisions_file(self) -> str:
        """The path of entities.toml in the project."""
        return f"{self.config.content}/{DECISIONS}"

    def file(self, name: str) -> sources.SourceFile:
        """A file by its path in the project, or a file of the theme by its name."""
        return sources.SourceFile(self.theme.get(name, self.folder / name), name)

    def read(self, name: str) -> bytes:
        """The bytes of a file by its path in the project.

        Raises:
            BuilderError: if it cannot be read.
        """
        return sources.read(self.folder / name, name)

    def _text(self, name: str) -> str:
        shown = f"{self.config.templates}/{name}"
        return _utf8(sources.read(self.theme[name], shown), shown)


def load_project(
    folder: Path, snapshot: sources.Snapshot, config: Config | None = None, *, needs_content: bool = True
) -> Project:
    """The project in ``folder``, whose settings are those of dateline.toml unless ``config`` has them.

    Raises:
        BuilderError: if dateline.toml is wrong or there is no content/.
    """
    config = config or load_config(folder)
    has_folder(folder, config.output)
    content = folder / config.content
    has_content = has_folder(folder, config.content)
    if not has_content and needs_content:
        hint = f"create the folder and put articles into it, such as {config.content}/my-article.txt"
        raise BuilderError([Problem("the folder of articles does not exist", f"{config.content}/", hint=hint)])
    found = sources.scan_folder(content, config.content, snapshot) if has_content else sources.FolderFiles({})
    shown = f"{config.content}/{DECISIONS}"
    unread = [problem for problem in found.problems if problem.file in (config.content, shown)]
    if unread:
        raise BuilderError(unread)
    if DECISIONS not in found.digests:
        # Without decisions, hidden people would have pages: there are no decisions only if there is no such file.
        sources.read_own(folder, shown)
    theme, digests = sources.theme(folder, config.templates, snapshot)
    translations = _translations(theme, config)
    decisions = found.digests.get(DECISIONS, b"")
    raw = sources.read_own(folder, LOCK)
    lockfile, lock = parse_lock(raw), digest(raw)
    return Project(folder, config, found, theme, digests, translations, decisions, lockfile, lock)


def load_translations(folder: Path) -> Translations:
    """The words of the theme of the project in ``folder``.

    Raises:
        BuilderError: if dateline.toml or the words are wrong.
    """
    config = load_config(folder)
    theme, _ = sources.theme(folder, config.templates, sources.Snapshot())
    return _translations(theme, config)


def load_config(folder: Path) -> Config:
    """The settings of the project in ``folder``.

    Raises:
        BuilderError: if dateline.toml is wrong.
    """
    return _or_raise(parse_config(_utf8(sources.read_own(folder, CONFIG), CONFIG), CONFIG))


def _translations(theme: Mapping[str, Path], config: Config) -> Translations:
    """The theme's words, overridden by the editor's if there are any."""
    ours, shown = sources.own_theme() / WORDS, f"{config.templates}/{WORDS}"
    theirs = theme[WORDS]
    own = _utf8(sources.read(theirs, shown), shown) if theirs != ours else ""
    return _or_raise(parse_translations(_utf8(sources.read(ours, WORDS), WORDS), own, shown))


def _or_raise(result: Result[V | None]) -> V:
    if result.value is None:
        raise BuilderError(result.problems)
    return result.value


def _utf8(raw: bytes, shown: str) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        hint = "save it as UTF-8"
        raise BuilderError([Problem("is not valid UTF-8", shown, line, hint=hint)]) from None


def _is_asset(name: str) -> bool:
    return name.startswith("assets/")
