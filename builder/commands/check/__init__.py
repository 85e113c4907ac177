"""Problems of content, decisions and the built site, beyond those that stop a build.

Each rule is a small function over one of three values: the site's texts, its decisions, its pages. Every finding of a
rule, and every warning of the build, is for the author to fix.
"""

import json
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from msgspec.structs import replace

from builder.annotate.decided_quotations import beginning
from builder.commands.check import decision_rules, host_rules, page_rules, text_rules
from builder.core.errors import BuilderError, Problem
from builder.core.kinds import KINDS
from builder.index import queries
from builder.layout.article_layout import Layout
from builder.outputs.entities_json import EVERYONE
from builder.settings.decisions import JOINED, bare_path, paths_of
from builder.settings.project import CONFIG, Project
from builder.settings.toml import TomlReader, meant, quoted
from builder.site import Opened, build, opened
from builder.store.sources import read_own
from builder.store.workers import Progress
from builder.store.writer import Output
from builder.work import no_progress

V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to fix, and the name of the rule that found it."""

    rule: str
    problem: Problem


def check(folder: Path, today: str, progress: Progress = no_progress) -> tuple[Finding, ...]:
    """All findings in the project in ``folder``, by file and line. The site is built first; ``today`` is ISO 8601.

    Raises:
        BuilderError: if something is wrong with the machine.
    """
    try:
        report = build(folder, progress=progress)
    except BuilderError as error:
        if error.status != 1:
            raise
        return tuple(Finding("build", problem) for problem in error.problems)
    found = [Finding("build", replace(problem, warning=False)) for problem in report.problems]
    with opened(folder, progress) as opened_site:
        project = opened_site.project
        texts = _texts(opened_site)
        found += _findings(text_rules.RULES, text_rules.ArticleTexts(tuple(texts), today))
        by_path = {text.file.removeprefix(f"{project.config.content}/"): text.layout.text for text in texts}
        entities = json.loads((folder / project.config.output / EVERYONE).read_bytes())["entities"]
        decided = decision_rules.decided(
            opened_site.articles.overrides,
            {each["id"]: {each["name"], *each["aliases"]} for each in entities},
            by_path,
            project.lockfile[KINDS[JOINED].folder],
            begin=_begin(opened_site, by_path),
            unmentioned={each["id"] for each in entities if not each["mentions"] + each["capitals"]},
        )
        found += _unused(project, decided)
        size = queries.site_size(opened_site.index)
    pages = _pages(folder, project, progress)
    found += _findings(page_rules.RULES, pages)
    config = project.config
    hosted = host_rules.Hosted(config.output, size, len(pages.redirects), config.formats, config.publish)
    found += _findings(host_rules.RULES, hosted)
    found = [each for each in found if each.rule not in config.ignore]
    found += _unknown(project)
    return tuple(sorted(found, key=lambda each: (each.problem.file, each.problem.line, each.problem.message)))


def written(findings: Iterable[Finding]) -> str:
    """The findings as JSON: a list of rule, file, line, message and hint."""
    rows = [
        {"rule": rule, "file": found.file, "line": found.line, "message": found.message, "hint": found.hint}
        for rule, found in ((each.rule, each.problem) for each in findings)
    ]
    return json.dumps({"problems": rows}, ensure_ascii=False, indent=1)


def _findings(rules: Iterable[Callable[[V], Iterator[Problem]]], value: V) -> Iterator[Finding]:
    return (Finding(_name(rule), problem) for rule in rules for problem in rule(value))


def _unknown(project: Project) -> Iterator[Finding]:
    """The names in check.ignore that are not rules."""
    modules = decision_rules, host_rules, page_rules, text_rules
    known = [_name(rule) for module in modules for rule in module.RULES]
    unknown = [name for name in project.config.ignore if name not in known]
    reader = TomlReader(read_own(project.folder, CONFIG).decode() if unknown else "", CONFIG)
    for name in unknown:
        reader.problem(f"unknown rule {quoted(name)}", ("check", "ignore"), meant(name, known))
        yield Finding("unknown-rule", reader.problems[-1])


def _unused(project: Project, decided: decision_rules.Decided) -> Iterator[Finding]:
    """The unused decisions of entities.toml, with their lines."""
    reader = TomlReader(project.decisions_text(), project.decisions_file)
    for rule in decision_rules.RULES:
        for unused in rule(decided):
            reader.problem(unused.message, unused.path, unused.hint)
            yield Finding(_name(rule), reader.problems[-1])


def _name(rule: Callable[..., object]) -> str:
    return rule.__name__.replace("_", "-")


def _texts(opened_site: Opened) -> list[text_rules.ArticleText]:
    """The articles shown on the site."""
    shown, index = opened_site.project.config.content, opened_site.index
    doubts = {file: found.doubts for file, found, _ in queries.remarks(index)}
    return [
        text_rules.ArticleText(f"{shown}/{row.file}", queries.headline(row.headline), layout, doubts.get(row.file, ()))
        for row in queries.articles(index)
        if (layout := opened_site.cache.get(row.layout, Layout))
    ]


def _begin(opened_site: Opened, files: Iterable[str]) -> list[int]:
    """For each ``[[said]]``, how many quotations of an article that it is about begin with its words, at most."""
    articles, decisions = opened_site.articles, opened_site.articles.overrides.said
    wanted = {bare_path(said.article) for said in decisions}
    counts = [0] * len(decisions)
    for file in files:
        here = paths_of(file)
        article = None if here.isdisjoint(wanted) else articles.read(file, opened_site.project.files[file]).value
        for i, said in enumerate(decisions if article else ()):
            if article and bare_path(said.article) in here:
                counts[i] = max(counts[i], beginning(article, said.text))
    return counts


def _pages(folder: Path, project: Project, progress: Progress) -> page_rules.SitePages:
    """The built site. Files that others put into its folder count as link targets, but are not checked."""
    output = project.config.output
    listed = Output(folder / output, output).listed
    there = ((Path(place), name) for place, _, names in os.walk(folder / output) for name in names)
    files = {(place / name).relative_to(folder / output).as_posix() for place, name in there}
    pages = {}
    for done, path in enumerate(found := [path for path in listed if path.endswith(".html")]):
        progress("Checking pages", done, len(found))
        pages[path] = page_rules.parsed((folder / output / path).read_text(encoding="utf-8", errors="replace"))
    redirects = folder / output / "_redirects"
    rows = (
        page_rules.parsed_redirects(redirects.read_text(encoding="utf-8", errors="replace"))
        if redirects.is_file()
        else ()
    )
    return page_rules.SitePages(output, project.config.base_url, frozenset(files), pages, rows)
