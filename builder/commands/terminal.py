"""What the commands print: problems with their hints, and reports of builds."""

import json
import sys
import time
from collections.abc import Iterable
from typing import TYPE_CHECKING
from unicodedata import category

import click

from builder.core.errors import Doubt, Problem
from builder.core.kinds import KINDS

if TYPE_CHECKING:
    from builder.commands.importing.delivery import ImportReport
    from builder.commands.watch import WatchState
    from builder.work import Report

DOUBTS = 10
"""Number of doubts that a build's report shows in full."""
ALIKE_PROBLEMS = 3
ALIKE_WARNINGS = 1
"""Number of problems and warnings with one message that are shown with their place."""

PROBLEMS, DETAILS = 20, 5
"""Number of problems that an import's report shows, and of different things of each kind that were lost."""


class BuildReporter:
    """Reports builds while watching. Invariant: a warning of the previous build is not repeated."""

    def __init__(self) -> None:
        self._warned: frozenset[Problem] = frozenset()

    def tell(self, state: "WatchState") -> None:
        """Report a build in one line."""
        say_problems(state.blind)
        if state.report is None:
            say_problems(state.problems)
            say("nothing was built; the site is unchanged", err=True)
            return
        report = state.report
        warnings = frozenset(problem for problem in report.problems if problem.warning)
        say_problems(problem for problem in report.problems if problem not in warnings & self._warned)
        self._warned = warnings
        pages = f"{count(report.written, 'page')} written, {report.deleted} deleted"
        say(f"{time.strftime('%H:%M:%S')}  {pages} in {report.seconds:.2f} s")


def say_report(report: "Report") -> None:
    """Report a build on one screen."""
    problems = [problem for problem in report.problems if not problem.warning]
    warnings = [problem for problem in report.problems if problem.warning]
    say_problems(report.problems)
    doubts = _by_subject(report.doubts)
    for doubt, number in doubts[:DOUBTS]:
        more = f" (and in {count(number - 1, 'more article')})" if number > 1 else ""
        say(one_line(f"{doubt.file or 'everywhere'}: {doubt.message}{more}"), err=True)
    if len(doubts) > DOUBTS:
        say(f"and {count(len(doubts) - DOUBTS, 'more doubt')}", err=True)
    if any(doubt.kind != "no-title" for doubt in report.doubts):
        say("run dateline review to settle names in doubt, and names that may belong to one person", err=True)
    named = (count(number, kind, KINDS[kind].plural) for kind, number in report.entities.items())
    say(
        f"{', '.join((count(report.articles, 'article'), *named))}\n"
        f"{count(report.written, 'page')} written, {report.unchanged} unchanged, {report.deleted} deleted\n"
        f"{count(len(problems), 'problem')}, {count(len(warnings), 'warning')}, {count(len(doubts), 'doubt')}"
        f" in {report.seconds:.1f} s"
    )
    if report.undated:
        say(f"{count(report.undated, 'article')} without a date: listed last, left out of feeds")
    if not report.base_url:
        say("no base_url in dateline.toml: no feeds, sitemap or canonical addresses")


def _by_subject(doubts: Iterable[Doubt]) -> list[tuple[Doubt, int]]:
    """The first of the doubts about each name, as ``review`` asks about it once, and their number.

    A title is in doubt in its article only.
    """
    found: dict[tuple[str, str], list[Doubt]] = {}
    for doubt in doubts:
        found.setdefault((doubt.kind, doubt.file if doubt.kind == "no-title" else doubt.subject), []).append(doubt)
    return [(some[0], len(some)) for some in found.values()]


def say_import(report: "ImportReport", file: str) -> None:
    """Report an import on one screen; ``file`` has the whole report, and is empty if nothing was to be written."""
    say_problems(report.problems[:PROBLEMS])
    if len(report.problems) > PROBLEMS:
        say(f"and {count(len(report.problems) - PROBLEMS, 'more problem')}", err=True)
    if not file:
        for path in report.added:
            say(f"write  {one_line(path)}")
    done = "imported" if file else "would be imported"
    failed = count(len(report.problems), "file") + " could not be read"
    say(f"{count(len(report.added), 'article')} {done}, {report.existing} already there, {failed}")
    for kind, number, details in report.kinds:
        shown = [
            f"{one_line(detail)} {times}" if times > 1 else one_line(detail) for detail, times in details if detail
        ]
        shown = [*shown[:DETAILS], f"and {len(shown) - DETAILS} more"] if len(shown) > DETAILS else shown
        listed = ", ".join(shown)
        say(f"  {kind}: {number} ({listed})" if shown else f"  {kind}: {number}")
    if file and report.is_worth_keeping:
        say(f"by file: {file}")


def say_problems(problems: Iterable[Problem]) -> None:
    """Print problems, each with its hint; of many that say the same, the first."""
    alike: dict[tuple[bool, str, str], list[Problem]] = {}
    for problem in problems:
        alike.setdefault((problem.warning, problem.message, problem.hint), []).append(problem)
    for (warning, _, hint), same in alike.items():
        shown = same[: ALIKE_WARNINGS if warning else ALIKE_PROBLEMS]
        lines = [one_line(f"warning: {problem.summary}" if warning else problem.summary) for problem in shown]
        more = [f"  and {len(same) - len(shown)} more like this"] if len(same) > len(shown) else []
        say("\n".join((*lines, *more, *([f"  {hint}"] if hint else []))), err=True)


def say(text: str, *, err: bool = False) -> None:
    """Print lines for a person to read. All output of the commands goes through here, to keep the terminal safe."""
    click.echo(printable(text), err=err)


def say_text(text: str) -> None:
    """Write a text unchanged to a file or another program; to a terminal in printable form."""
    sys.stdout.write(printable(text) if sys.stdout.isatty() else text)


def say_json(text: str) -> None:
    """Write JSON with the same meaning, but without anything that could control a terminal."""
    click.echo("".join(c if c == "\n" or _is_safe(c) else json.dumps(c)[1:-1] for c in text))


def printable(text: str) -> str:
    """The text without anything that could control the terminal; its lines are kept."""
    return "\n".join(map(one_line, text.split("\n")))


def one_line(text: str) -> str:
    r"""The text without anything that could control the terminal or begin a line; ``\xNN`` for a byte not in UTF-8."""
    return text if text.isprintable() else "".join(c if _is_safe(c) else _escaped(c) for c in text)


def _is_safe(c: str) -> bool:
    """Whether a character is harmless to print; Python does not count spaces other than the ASCII one as printable."""
    return c.isprintable() or c == "\t" or category(c) == "Zs"


def _escaped(c: str) -> str:
    return f"\\x{ord(c) - 0xDC00:02x}" if "\udc80" <= c <= "\udcff" else c.encode("unicode_escape").decode()


def count(number: int, one: str, many: str = "") -> str:
    """A number with its word: "1 page", "2 pages"."""
    return f"{number} {one if number == 1 else many or one + 's'}"
