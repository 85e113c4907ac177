"""The commands.

Exit status: 0 success, 1 problems in the project, 2 wrong usage, 3 a problem with the machine, 130 interrupted.
"""

import shlex
import sys
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

import click

from builder.commands.progress import progress_bar
from builder.commands.terminal import (
    BuildReporter,
    count,
    one_line,
    say,
    say_import,
    say_json,
    say_problems,
    say_report,
    say_text,
)
from builder.core.errors import BuilderError, Problem

if TYPE_CHECKING:
    from builder.store.search_index import Wanted


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="dateline")
def dateline() -> None:
    """Turn a folder of article text into a site where every person and every country is a link."""


@dateline.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--theme",
    type=click.Choice(["plain"]),
    help="Copy a theme into DIR/templates/ for you to change. plain: one column, JavaScript only on the search page.",
)
def new(folder: Path, theme: str | None) -> None:
    """Create a small site in DIR, ready to build.

    It contains two articles, a note about a person, example settings and decisions, and a workflow that publishes it.
    DIR must be new or empty.
    """
    from builder.commands.new import new as make

    written = make(folder, str(folder), theme)
    place = one_line(str(folder))
    say(f"Created {count(len(written), 'file')} in {place}. Next:\n  cd {shlex.quote(place)}\n  dateline serve")


@dateline.command()
@click.option("--clean", is_flag=True, help="Build from scratch: discard everything that earlier builds cached.")
@click.option("--drafts", is_flag=True, help="Include drafts and private articles.")
@click.option("--strict", is_flag=True, help="Treat warnings and doubts as problems: exit with status 1.")
@click.option(
    "--jobs", type=click.IntRange(0, 1024), metavar="N", help="Maximum number of workers; 0 means one per processor."
)
@click.option(
    "--cluster",
    default="",
    metavar="ADDRESS",
    help="Read articles on the workers of a Dask cluster: the address of its scheduler, such as tcp://host:8786.",
)
@click.option("--watch", is_flag=True, help="Keep running, and build again whenever a file changes; stop with Ctrl-C.")
@click.option("--no-search", is_flag=True, help="Leave out full-text search.")
def build(
    clean: bool, drafts: bool, strict: bool, jobs: int | None, cluster: str, watch: bool, no_search: bool
) -> None:
    """Build site/ from content/.

    Reads only what changed since the last build, and writes only the pages that differ. Problems are listed as
    file:line, with the fix below each; a bad article never stops the others.

    Exit status: 0 success, 1 problems in the project, 3 a problem with the machine.
    """
    from builder.site import build as make

    if watch:
        from builder.commands.watch import Watcher

        kept: Wanted = "none" if no_search else "keep"
        watcher = Watcher(Path.cwd(), BuildReporter().tell, drafts=drafts, jobs=jobs, search=kept, cluster=cluster)
        with progress_bar() as progress:
            if clean:
                make(Path.cwd(), drafts=drafts, clean=True, jobs=jobs, search=kept, progress=progress, cluster=cluster)
            watcher.begin(progress)
        watcher.run()
        return
    with progress_bar() as progress:
        search: Wanted = "none" if no_search else "make"
        report = make(
            Path.cwd(), drafts=drafts, clean=clean, jobs=jobs, search=search, progress=progress, cluster=cluster
        )
    say_report(report)
    problems = [problem for problem in report.problems if not problem.warning]
    if problems or (strict and (report.problems or report.doubts)):
        sys.exit(1)


@dateline.command("import")
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE…", type=click.Path(path_type=Path))
@click.option(
    "--into",
    metavar="FOLDER",
    type=click.Path(path_type=Path),
    help="Folder inside content/ to write to, such as content/archive.",
)
@click.option("--dry-run", is_flag=True, help="List what would be written, without writing anything.")
@click.option("--jobs", type=int, default=0, metavar="N", help="Number of workers; 0 means one per processor.")
def import_(sources: tuple[Path, ...], into: Path | None, dry_run: bool, jobs: int) -> None:
    """Import web pages, documents and sites as Markdown files in content/.

    SOURCE is a saved web page (.html, .mhtml), a Word document (.docx), an email or a mailbox (.eml, .mbox), a PDF with
    text, a WordPress export (.xml), Markdown (.md), a folder of such files, or the folder of a Hugo or Jekyll site.
    Drafts stay drafts, old addresses redirect, and images are copied beside their article. Existing files are never
    changed, so you can run the command again to import what is new.
    """
    from builder.commands.importing import check_installed

    check_installed()
    from builder.commands.importing.delivery import REPORT, import_sources

    with progress_bar() as progress:
        report = import_sources(Path.cwd(), sources, into, dry_run=dry_run, jobs=jobs, progress=progress)
    say_import(report, "" if dry_run else REPORT)
    if report.problems:
        sys.exit(1)


@dateline.command()
@click.option("--json", "as_json", is_flag=True, help="Write the list to standard output as JSON.")
def check(as_json: bool) -> None:
    """List what is wrong with content, decisions and the site.

    Builds the site first, then looks for articles without a date, duplicate articles and versions of one report, images
    without a description, unused decisions in entities.toml, dead links, redirect loops, pages too big for a phone, and
    sites too big for common hosts.

    Exit status: 0 if nothing is wrong, 1 otherwise.
    """
    from datetime import date

    from builder.commands.check import check as found_wrong
    from builder.commands.check import written

    with progress_bar() as progress:
        findings = found_wrong(Path.cwd(), date.today().isoformat(), progress)
    if as_json:
        say_json(written(findings))
    else:
        say_problems(finding.problem for finding in findings)
        say(count(len(findings), "problem"))
    if findings:
        sys.exit(1)


@dateline.command()
@click.option(
    "--accept",
    "accepted",
    multiple=True,
    metavar="N",
    help="Accept an answer to question N: 3 or 3a for the first, 3b for the second. May be repeated.",
)
@click.option("--name", default="", metavar="NAME", help="Answer with this name instead. Needs exactly one --accept.")
@click.option("--ask", is_flag=True, help="Ask one question after the other; each takes one key.")
@click.option("--joined", is_flag=True, help="List the names that were joined to a person without certainty.")
@click.option(
    "--confirm", "confirmed", multiple=True, metavar="N", help="Confirm joined name N, or all: write it as an alias."
)
@click.option(
    "--part",
    "parted",
    multiple=True,
    metavar="N",
    help="Separate joined name N: write that it means somebody else.",
)
@click.option("--json", "as_json", is_flag=True, help="Write the list to standard output as JSON.")
def review(
    accepted: tuple[str, ...],
    name: str,
    ask: bool,
    joined: bool,
    confirmed: tuple[str, ...],
    parted: tuple[str, ...],
    as_json: bool,
) -> None:
    """List names in doubt, and how to settle them.

    Each comes with what the articles say and with the possible answers, as lines for entities.toml. The question whose
    answer changes the most pages comes first. --accept N, which may be repeated, writes the first answer to question N
    to entities.toml, and --accept Nb the second; comments and order are kept. --accept N --name "Donald Trump" answers
    with a name of your own. --ask shows one question after the other, with the sentences, and takes one key for each.

    --joined lists what was decided without being asked, by person and with its evidence: other forms of a name, and
    surnames alone. --confirm and --part write your decision about one of them.
    """
    from builder.commands.review import in_words, written
    from builder.commands.review import review as open_questions
    from builder.commands.review.accept import Choice, accept, accept_name

    if ask:
        if accepted or name or joined or confirmed or parted or as_json:
            raise click.UsageError("--ask cannot be combined with other options")
        _ask()
        return
    if joined or confirmed or parted:
        if accepted or name:
            raise click.UsageError("--accept and --name are about questions, not about joined names")
        _review_joined(confirmed, parted, as_json=as_json)
        return
    choices = [choice for text in accepted if (choice := Choice.parse(text))]
    if len(choices) < len(accepted):
        raise click.UsageError("--accept needs the number of a question, and optionally the letter of an answer: 3b")
    if name and len(choices) != 1:
        raise click.UsageError("--name needs exactly one --accept")
    with progress_bar() as progress:
        questions = open_questions(Path.cwd(), progress)
    if name:
        say(accept_name(Path.cwd(), questions, choices[0].question, name))
    elif choices:
        say(accept(Path.cwd(), questions, choices))
    elif as_json:
        say_json(written(questions))
    else:
        for number, question in enumerate(questions, 1):
            say("\n".join(map(one_line, in_words(number, question))))
        say(count(len(questions), "question"))
        if questions:
            say("dateline review --accept 1 writes the first answer to question 1, --accept 1b the second")


def _ask() -> None:
    """Ask questions until none is left or the user quits."""
    from rich.console import Console

    from builder.commands.review.keys import answer_by_keys

    if not sys.stdin.isatty():
        raise click.UsageError("--ask needs a terminal; dateline review --json is for programs")
    console = Console(highlight=False)
    answers = answer_by_keys(
        Path.cwd(),
        console.print,
        click.getchar,
        lambda: str(click.prompt("Name (empty line: back)", default="", show_default=False)),
    )
    say(count(answers, "answer"))


def _review_joined(confirmed: tuple[str, ...], parted: tuple[str, ...], *, as_json: bool) -> None:
    """List what was joined without certainty, or write decisions about it."""
    from builder.commands.edits import decide
    from builder.commands.review.joined import chosen, confirming, in_words, joined, written
    from builder.settings.project import load_project
    from builder.store.sources import Names

    with progress_bar() as progress:
        found = joined(Path.cwd(), progress)
    if confirmed or parted:
        say(decide(Path.cwd(), [*confirming(chosen(found, confirmed)), *(each.part for each in chosen(found, parted))]))
        return
    shown = load_project(Path.cwd(), Names()).config.content
    if as_json:
        say_json(written(found, shown))
        return
    for line in in_words(found, shown):
        say(one_line(line))
    say(count(len(found), "joined name"))


@dateline.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    help="Port to listen on. Without it, 8000 or the next free one.",
)
@click.option("--drafts", is_flag=True, help="Include drafts and private articles.")
@click.option("--open", "browse", is_flag=True, help="Open the site in your browser.")
@click.option("--shared-desk", is_flag=True, help="Let anyone who can reach --host change decisions and articles.")
def serve(host: str, port: int | None, drafts: bool, browse: bool, shared_desk: bool) -> None:
    """Preview the site, and reload the browser as you edit.

    Builds the site, serves site/ as a static host would, and builds again whenever an article, a template or a setting
    changes. Problems are shown on every page until they are fixed. At /-/desk/, you settle doubts with one key each; on
    any page, point at a link or select words to correct them. Only this machine can connect, unless you set another
    --host. Press Ctrl-C to stop.
    """
    from builder.commands.serve import serve as run

    tell = BuildReporter().tell
    run(Path.cwd(), host, port, tell=tell, say=say, drafts=drafts, browse=browse, shared_desk=shared_desk)


@dateline.command()
@click.argument("target", default="")
@click.option("--dry-run", is_flag=True, help="List what would be uploaded and deleted, without changing anything.")
def publish(target: str, dry_run: bool) -> None:
    """Publish the site to a folder, a branch, a server or a bucket.

    TARGET is the NAME of a [publish.NAME] table in dateline.toml; it is optional if there is only one. The site must be
    complete, up to date and without problems; drafts are never published.
    """
    from builder.commands.publish import publish as send

    with progress_bar() as progress:
        sent = send(Path.cwd(), target, dry_run=dry_run, progress=progress)
    if dry_run:
        for path in sent.put:
            say(f"upload  {one_line(path)}")
        for path in sent.deleted:
            say(f"delete  {one_line(path)}")
    would = "would be " if dry_run else ""
    say(one_line(f"{sent.where}: {count(len(sent.put), 'file')} {would}uploaded, {len(sent.deleted)} {would}deleted"))


@dateline.command()
def lock() -> None:
    """Add the ids and addresses of this build to dateline.lock.

    `dateline publish` does this automatically; run this command if you publish in another way. Keep the file in git.
    """
    from builder.commands.lock import relock as add
    from builder.commands.publish.publication import publication

    publication(Path.cwd())
    new = add(Path.cwd())
    say(f"added {count(new, 'address', 'addresses')} to dateline.lock")


@dateline.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE…", type=click.Path(path_type=Path))
@click.option("--write", is_flag=True, help="Write a .md file beside each FILE, instead of to standard output.")
@click.option("--explain", is_flag=True, help="Show which rule claims each line, and as what.")
def convert(files: tuple[Path, ...], write: bool, explain: bool) -> None:
    """Convert raw text to annotated Markdown, for editing by hand.

    FILE is an article, such as content/ferry.txt. With --write, content/ferry.md then replaces it as the source of its
    page.
    """
    from builder.commands.convert import convert as converted
    from builder.commands.convert import explained
    from builder.store import edit

    problems: list[Problem] = []
    for file in files:
        try:
            if explain:
                for claim in explained(_project_of(file), file):
                    say(one_line(f"{claim.line:>5}  {claim.kind:<12} {claim.rule:<16} {claim.text}"))
                continue
            result = converted(_project_of(file), file)
            problems += result.problems
            if not write:
                say_text(result.markdown)
            elif file.suffix == ".md":
                edit.rewrite(file, result.raw, result.markdown, str(file))
            else:
                edit.write_new(file.with_suffix(".md"), result.markdown, str(file.with_suffix(".md")))
        except BuilderError as error:
            if error.status != 1:
                raise
            problems += error.problems
    say_problems(problems)
    if any(not problem.warning for problem in problems):
        sys.exit(1)


def main() -> None:
    """Run the command; problems in the project or with the machine are reported without a traceback."""
    try:
        dateline(standalone_mode=False)
    except click.ClickException as error:
        shown = StringIO()
        error.show(shown)
        say(shown.getvalue().rstrip("\n"), err=True)
        sys.exit(2)
    except click.exceptions.Exit as error:
        sys.exit(error.exit_code)
    except BuilderError as error:
        say_problems(error.problems)
        sys.exit(error.status)
    except (KeyboardInterrupt, click.Abort):
        say("interrupted", err=True)
        sys.exit(130)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)


def _project_of(file: Path) -> Path:
    """The project folder of a file: the nearest with a dateline.toml or content/, else the current folder."""
    for folder in (*file.absolute().parents, *file.resolve().parents):
        if (folder / "dateline.toml").is_file() or (folder / "content").is_dir():
            return folder
    return Path.cwd()
