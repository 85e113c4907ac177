"""The commands.

Exit status: 0 done, 1 problems an author can mend, 2 wrong usage, 3 the environment, 130 interrupted.
"""

import shlex
import sys
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

import click

from builder.errors import BuilderError, Problem
from builder.progress import progress_bar
from builder.terminal import Teller, count, one_line, say, say_json, say_problems, say_report, say_text

if TYPE_CHECKING:
    from builder.search import Wanted


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="dateline")
def dateline() -> None:
    """Turn a folder of article text into a site in which every person and every country is a link."""


@dateline.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
def new(folder: Path) -> None:
    """Make a small site in DIR that builds at once.

    It has two articles, a note on a person, settings and decisions with examples, and a workflow that publishes it.
    DIR must be new or empty.
    """
    from builder.new import new as make

    written = make(folder, str(folder))
    place = one_line(str(folder))
    say(f"{count(len(written), 'file')} in {place}. Next:\n  cd {shlex.quote(place)}\n  dateline serve")


@dateline.command()
@click.option("--clean", is_flag=True, help="Build from nothing: forget what earlier builds remembered.")
@click.option("--drafts", is_flag=True, help="Show drafts and private articles too.")
@click.option("--strict", is_flag=True, help="Let warnings and doubts count as problems: exit status 1.")
@click.option("--jobs", type=click.IntRange(0, 1024), metavar="N", help="Workers at most; 0 for one per processor.")
@click.option("--watch", is_flag=True, help="Go on: build again whenever a file changes, until Ctrl-C.")
@click.option("--no-search", is_flag=True, help="Leave full-text search out.")
def build(clean: bool, drafts: bool, strict: bool, jobs: int | None, watch: bool, no_search: bool) -> None:
    """Make site/ from content/.

    Reads only what changed since the last build, and writes only the pages that differ. Problems are listed as
    file:line with the cure under each; a bad article never stops the others.

    Exit status: 0 done, 1 problems that you can mend, 3 something is wrong with this machine.
    """
    from builder.site import build as make

    if watch:
        from builder.watch import Watcher

        kept: Wanted = "none" if no_search else "keep"
        watcher = Watcher(Path.cwd(), Teller().tell, drafts=drafts, jobs=jobs, search=kept)
        with progress_bar() as progress:
            if clean:
                make(Path.cwd(), drafts=drafts, clean=True, jobs=jobs, search=kept, progress=progress)
            watcher.begin(progress)
        watcher.run()
        return
    with progress_bar() as progress:
        search: Wanted = "none" if no_search else "make"
        report = make(Path.cwd(), drafts=drafts, clean=clean, jobs=jobs, search=search, progress=progress)
    say_report(report)
    problems = [problem for problem in report.problems if not problem.warning]
    if problems or (strict and (report.problems or report.doubts)):
        sys.exit(1)


@dateline.command()
@click.option("--json", "as_json", is_flag=True, help="Write the list to standard output, for other programs.")
def check(as_json: bool) -> None:
    """List what is wrong with content, decisions and the site.

    Builds first. Then: texts without a date, or twice; images without description; decisions in entities.toml that
    nothing uses; dead links, redirects in a circle, pages too big for a phone.

    Exit status: 0 nothing is wrong, 1 something is.
    """
    from datetime import date

    from builder.check import check as found_wrong
    from builder.check import written

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
@click.option("--accept", "numbers", multiple=True, type=int, metavar="N", help="Write the lines of question N.")
@click.option("--json", "as_json", is_flag=True, help="Write the list to standard output, for other programs.")
def review(numbers: tuple[int, ...], as_json: bool) -> None:
    """List who is in doubt, and the lines for entities.toml that settle it.

    The doubt that touches most stories comes first. --accept N (also several times) writes the lines of question N
    into entities.toml; comments and order stay.
    """
    from builder.review import review as open_questions
    from builder.review import written
    from builder.review.accept import accept

    with progress_bar() as progress:
        questions = open_questions(Path.cwd(), progress)
    if numbers:
        say(accept(Path.cwd(), questions, numbers))
        return
    if as_json:
        say_json(written(questions))
        return
    for number, each in enumerate(questions, 1):
        say(f"{number}. {each.message} · {count(each.stories, 'story', 'stories')} · {each.kind}")
        if each.sentence:
            say(one_line(f"   {each.file}: {each.sentence}"))
        for candidate in each.candidates:
            stories = count(candidate.stories, "story", "stories")
            say(f"   perhaps {candidate.name} ({candidate.ref}, {stories})")
        if each.step.kind == "name":
            say("   no story has the full name; write it for name, if you know it")
        say("".join(f"      {line}\n" for line in each.lines.splitlines()))
    say(count(len(questions), "question"))


@dateline.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at.")
@click.option("--port", default=8000, show_default=True, help="Port; if it is taken, the next that is free.")
@click.option("--drafts", is_flag=True, help="Show drafts and private articles too.")
@click.option("--open", "browse", is_flag=True, help="Open the site in your browser.")
def serve(host: str, port: int, drafts: bool, browse: bool) -> None:
    """Preview the site, and reload the browser as you edit.

    Builds, serves site/ as a static host would, and builds again whenever an article, a template or a setting changes.
    What is wrong is shown on every page until it is mended. Only this machine can ask, unless you name another --host.
    Ctrl-C ends it.
    """
    from builder.serve import serve as run

    run(Path.cwd(), host, port, tell=Teller().tell, say=say, drafts=drafts, browse=browse)


@dateline.command()
@click.argument("target", default="")
@click.option("--dry-run", is_flag=True, help="List what would be sent and deleted, and change nothing.")
def publish(target: str, dry_run: bool) -> None:
    """Put the site where people read it.

    TARGET is the NAME of a [publish.NAME] in dateline.toml; it may be left out if there is one alone. Only a site that
    is whole, of today's sources and without problems is sent; drafts never are.
    """
    from builder.publish import publish as send

    with progress_bar() as progress:
        sent = send(Path.cwd(), target, dry_run=dry_run, progress=progress)
    if dry_run:
        for path in sent.put:
            say(f"put     {one_line(path)}")
        for path in sent.deleted:
            say(f"delete  {one_line(path)}")
    would = "would be " if dry_run else ""
    say(one_line(f"{sent.where}: {count(len(sent.put), 'file')} {would}put, {len(sent.deleted)} {would}deleted"))


@dateline.command()
def lock() -> None:
    """Add the ids and addresses of this build to dateline.lock.

    `dateline publish` does so by itself; do it by hand if you publish in another way. Keep the file in git.
    """
    from builder.lock import relock as add
    from builder.publish.publication import publication

    new = add(Path.cwd(), publication(Path.cwd()).site)
    say(f"{count(new, 'new address', 'new addresses')} in dateline.lock")


@dateline.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE…", type=click.Path(path_type=Path))
@click.option("--write", is_flag=True, help="Write FILE.md beside each FILE, not to standard output.")
@click.option("--explain", is_flag=True, help="Say of each line which rule claims it, and as what.")
def convert(files: tuple[Path, ...], write: bool, explain: bool) -> None:
    """Show raw text as annotated Markdown, for editing by hand."""
    from builder import edit
    from builder.convert import convert as converted
    from builder.convert import explained

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
    """Run the command; what an author or the machine's owner can mend is said without a traceback."""
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
    """The folder of the project that a file belongs to: the nearest with a dateline.toml or content/, else this one."""
    for folder in (*file.absolute().parents, *file.resolve().parents):
        if (folder / "dateline.toml").is_file() or (folder / "content").is_dir():
            return folder
    return Path.cwd()
