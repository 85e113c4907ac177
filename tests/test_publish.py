"""What is published, and that it is never incomplete."""

import getpass
import json
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from builder.commands.publish import publish
from builder.commands.publish.programs import feed
from builder.commands.publish.publication import MANIFEST, below_any, in_order
from builder.core.errors import BuilderError
from builder.site import build
from tests.clusters import free_port

STORY = "News of the day\n\nGerman Chancellor Helmut Kohl met François Mitterrand in France. Kohl spoke.\n"
FOLDER = '[publish.web]\nkind = "folder"\npath = "../public"\n'
BRANCH = '[publish.web]\nkind = "github-pages"\n'

Git = Callable[..., str]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    (folder / "content" / "static").mkdir(parents=True)
    (folder / "content" / "one.txt").write_text(STORY, encoding="utf-8")
    (folder / "dateline.toml").write_text(FOLDER)
    return folder


def files(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def versions(folder: Path) -> list[Path]:
    """The versions of the published folder, the oldest first."""
    return sorted(path for path in (folder / ".public-versions").iterdir() if path.name.isdecimal())


def edit(project: Path) -> None:
    (project / "content" / "one.txt").write_text(STORY.replace("spoke", "sang"), encoding="utf-8")
    build(project)


def test_a_folder_shows_exactly_the_site(project: Path, tmp_path: Path) -> None:
    build(project)

    sent = publish(project)

    site = files(project / "site")
    assert set(sent.put) == site.keys() - {".dateline"}
    there = files(tmp_path / "public")
    assert there.keys() == {*sent.put, MANIFEST}
    assert all(there[path] == site[path] for path in sent.put)


def test_a_second_publish_sends_what_changed_and_deletes_what_went(project: Path, tmp_path: Path) -> None:
    (project / "content" / "two.txt").write_text("Other news\n\nNobody came.\n")
    build(project)
    publish(project)
    (project / "content" / "two.txt").unlink()
    (project / "dateline.lock").unlink()
    edit(project)

    sent = publish(project)

    assert "articles/one/index.html" in sent.put
    assert "people/francois-mitterrand/index.html" not in sent.put
    assert "articles/two/index.html" in sent.deleted
    assert not (tmp_path / "public" / "articles" / "two").exists()
    assert publish(project).put == ()


def test_a_dry_run_changes_nothing(project: Path, tmp_path: Path) -> None:
    build(project)

    assert publish(project, dry_run=True).put
    assert not (tmp_path / "public").exists()


def test_a_folder_that_is_not_ours_is_left_alone(project: Path, tmp_path: Path) -> None:
    (tmp_path / "public").mkdir()
    (tmp_path / "public" / "thesis.doc").write_text("years")
    build(project)

    with pytest.raises(BuilderError, match="contains files that publish did not write"):
        publish(project)

    assert files(tmp_path / "public") == {"thesis.doc": b"years"}


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda project: (project / "content" / "one.txt").write_text(STORY + "More.\n"), "is out of date"),
        (lambda project: build(project, drafts=True), "includes drafts"),
        (lambda project: (project / "site" / "index.html").write_text("mine"), "is out of date"),
        (lambda project: (project / "dateline.toml").write_text("[site]\n"), "is out of date"),
    ],
)
def test_a_site_that_is_not_ready_is_not_sent(
    project: Path, tmp_path: Path, spoil: Callable[[Path], object], message: str
) -> None:
    build(project)
    spoil(project)

    with pytest.raises(BuilderError, match=message):
        publish(project)

    assert not (tmp_path / "public").exists()


def test_a_site_with_problems_is_not_sent(project: Path) -> None:
    (project / "content" / "empty.txt").touch()
    build(project)

    with pytest.raises(BuilderError, match="built with 1 problem"):
        publish(project)


def test_what_pages_need_comes_before_the_pages() -> None:
    paths = ["index.html", "assets/style.1.css", "articles/a/index.html", "entities.json"]

    assert in_order(paths) == ["assets/style.1.css", "entities.json", "articles/a/index.html", "index.html"]


def test_an_unknown_target_is_reported_with_the_known_ones(project: Path) -> None:
    build(project)

    with pytest.raises(BuilderError, match=r"unknown target 'wed'\n  targets: web"):
        publish(project, "wed")


# GitHub Pages


@pytest.fixture
def git(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Git:
    """Runs git; the project is a repository with a bare remote."""
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "Tester")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "tester@example.org")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "none"))

    def run(*arguments: str, cwd: Path = project) -> str:
        return subprocess.run(["git", *arguments], cwd=cwd, check=True, capture_output=True, text=True).stdout

    (project / "dateline.toml").write_text(BRANCH)
    (project / ".gitignore").write_text("site/\n.dateline/\n")
    run("init", "--quiet", "--bare", "--initial-branch=main", str(tmp_path / "remote.git"), cwd=tmp_path)
    run("init", "--quiet", "--initial-branch=main")
    run("remote", "add", "origin", str(tmp_path / "remote.git"))
    run("add", "-A")
    run("commit", "--quiet", "-m", "begin")
    build(project)
    return run


def listed(git: Git, remote: Path) -> set[str]:
    return set(git("ls-tree", "-r", "--name-only", "gh-pages", cwd=remote).splitlines())


def test_an_empty_repository_gets_its_branch(project: Path, tmp_path: Path, git: Git) -> None:
    sent = publish(project)

    assert listed(git, tmp_path / "remote.git") == {*sent.put, ".nojekyll", MANIFEST}
    source = git("rev-parse", "--short", "HEAD").strip()
    assert git("log", "-1", "--format=%s", "gh-pages", cwd=tmp_path / "remote.git").strip().endswith(f"from {source}")
    assert git("status", "--short") == "?? dateline.lock\n"


def test_an_unchanged_site_is_no_commit(project: Path, tmp_path: Path, git: Git) -> None:
    publish(project)

    assert publish(project).put == ()
    assert git("rev-list", "--count", "gh-pages", cwd=tmp_path / "remote.git").strip() == "1"


def test_what_others_put_on_the_branch_stays(project: Path, tmp_path: Path, git: Git) -> None:
    publish(project)
    other = tmp_path / "other"
    git("clone", "--quiet", "--branch", "gh-pages", str(tmp_path / "remote.git"), str(other), cwd=tmp_path)
    (other / "CNAME").write_text("example.org\n")
    git("add", "-A", cwd=other)
    git("commit", "--quiet", "-m", "name", cwd=other)
    git("push", "--quiet", cwd=other)
    edit(project)

    publish(project)

    remote = tmp_path / "remote.git"
    assert "CNAME" in listed(git, remote)
    assert git("rev-list", "--count", "gh-pages", cwd=remote).strip() == "3"
    assert "sang" in git("show", "gh-pages:articles/one/article.txt", cwd=remote)


def test_a_branch_that_moved_meanwhile_is_taken_up_again(
    project: Path, tmp_path: Path, git: Git, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(project)
    remote = tmp_path / "remote.git"
    old = git("rev-parse", "gh-pages", cwd=remote).strip()
    moved = git("commit-tree", f"{old}^{{tree}}", "-p", old, "-m", "meanwhile", cwd=remote).strip()
    hook = remote / "hooks" / "pre-receive"
    script = "test -e moved && exit 0; touch moved; env -u GIT_QUARANTINE_PATH git update-ref refs/heads/gh-pages"
    hook.write_text(f"#!/bin/sh\n{script} {moved}\n")
    hook.chmod(0o755)
    edit(project)

    publish(project)

    assert moved in git("rev-list", "gh-pages", cwd=remote)
    assert "sang" in git("show", "gh-pages:articles/one/article.txt", cwd=remote)


def test_the_branch_of_the_sources_is_refused(project: Path, git: Git) -> None:
    (project / "dateline.toml").write_text(BRANCH + 'branch = "main"\n')
    build(project)

    with pytest.raises(BuilderError, match="the branch 'main' contains your sources"):
        publish(project)


def test_a_missing_remote_is_one_line_and_the_environments_fault(project: Path, git: Git) -> None:
    git("remote", "remove", "origin")

    with pytest.raises(BuilderError) as caught:
        publish(project)

    assert caught.value.status == 3
    assert caught.value.problems[0].message.startswith("git ls-remote: ")


def test_what_a_branch_is_made_of_is_one_pack_and_only_what_changed(project: Path, tmp_path: Path, git: Git) -> None:
    put_static(project, {f"{number}.txt": f"{number}" for number in range(200)})
    build(project)
    publish(project)
    (project / "content" / "static" / "7.txt").write_text("seven")
    build(project)

    publish(project)

    # The lock that the first publish wrote may change pages, but none of the other files.
    changed = git("diff", "--name-only", "gh-pages~1", "gh-pages", cwd=tmp_path / "remote.git").split()
    assert [path for path in changed if path.endswith(".txt")] == ["7.txt"]
    objects = dict(line.split(": ") for line in git("count-objects", "-v", cwd=project).splitlines())
    assert int(objects["in-pack"]) > 200
    assert int(objects["count"]) < 100


def test_a_program_that_stops_reading_is_a_problem(tmp_path: Path) -> None:
    pieces = (b"x" * 100_000 for _ in range(100))

    with pytest.raises(BuilderError, match="git fast-import: ") as caught:
        feed("git", "fast-import", "--no-such-option", cwd=tmp_path, stdin=pieces)

    assert caught.value.status == 3


def test_a_missing_tool_is_named(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / "dateline.toml").write_text('[publish.web]\nkind = "rsync"\nto = "nobody@localhost:/x"\n')
    build(project)
    monkeypatch.setenv("PATH", "")

    with pytest.raises(BuilderError, match="'rsync' is not installed") as caught:
        publish(project)

    assert caught.value.status == 3


def test_rsync_sends_changes_and_deletes_only_what_it_sent(project: Path, tmp_path: Path) -> None:
    if subprocess.run(["which", "rsync"], capture_output=True, check=False).returncode:
        pytest.skip("rsync is not installed")
    there = tmp_path / "host"
    there.mkdir()
    (there / "foreign.txt").write_text("stays")
    (project / "dateline.toml").write_text(f'[publish.web]\nkind = "rsync"\nto = "{there}"\n')
    (project / "content" / "two.txt").write_text("Other news\n\nNobody came.\n")
    build(project)
    publish(project)
    (project / "content" / "two.txt").unlink()
    (project / "dateline.lock").unlink()
    edit(project)

    sent = publish(project)

    assert "articles/two/index.html" in sent.deleted
    site = files(project / "site")
    assert files(there).keys() == (site.keys() - {".dateline"}) | {"foreign.txt", MANIFEST}
    assert json.loads((there / MANIFEST).read_text())["files"].keys() == site.keys() - {".dateline"}
    assert "sang" in (there / "articles" / "one" / "article.txt").read_text()


@pytest.mark.slow
def test_rsync_goes_over_ssh(project: Path, tmp_path: Path) -> None:
    sshd = shutil.which("sshd", path="/usr/sbin:/usr/local/sbin")
    if sshd is None or shutil.which("rsync") is None:
        pytest.skip("there is no sshd or rsync on this machine")
    for name in ("host", "me"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(tmp_path / name)], check=True)
    (tmp_path / "me.pub").rename(tmp_path / "authorized")
    port = free_port()
    settings = (
        f"Port {port}\nListenAddress 127.0.0.1\nHostKey {tmp_path}/host\nAuthorizedKeysFile {tmp_path}/authorized\n"
    )
    (tmp_path / "sshd").write_text(settings + "StrictModes no\nUsePAM no\nPermitRootLogin yes\nPidFile none\n")
    Path("/run/sshd").mkdir(exist_ok=True)
    there = tmp_path / "host-folder"
    there.mkdir()
    options = ("BatchMode=yes", "StrictHostKeyChecking=no", "UserKnownHostsFile=/dev/null", "LogLevel=ERROR")
    ssh = f"ssh -p {port} -i {tmp_path}/me " + " ".join(f"-o {option}" for option in options)
    to = f'to = "{getpass.getuser()}@127.0.0.1:{there}"'
    (project / "dateline.toml").write_text(f'[publish.web]\nkind = "rsync"\n{to}\nssh = "{ssh}"\n')
    build(project)
    with subprocess.Popen([sshd, "-D", "-e", "-f", str(tmp_path / "sshd")], stderr=subprocess.DEVNULL) as server:
        time.sleep(1)
        publish(project)
        edit(project)
        sent = publish(project)
        server.terminate()

    assert "articles/one/index.html" in sent.put
    assert files(there).keys() == (files(project / "site").keys() - {".dateline"}) | {MANIFEST}


# Files of others


def set_target(project: Path, text: str) -> None:
    (project / "dateline.toml").write_text(f"[publish.web]\n{text}\n")
    build(project)


def test_files_added_to_the_published_folder_go_along_to_each_version(project: Path, tmp_path: Path) -> None:
    build(project)
    publish(project)
    (tmp_path / "public" / "CNAME").write_text("example.org")
    for words in ("sang", "slept", "left"):
        (project / "content" / "one.txt").write_text(STORY.replace("spoke", words), encoding="utf-8")
        build(project)

        publish(project)

    assert (tmp_path / "public" / "CNAME").read_text() == "example.org"
    assert len(versions(tmp_path)) == 2


def test_a_file_changed_in_the_published_folder_stops_a_publish(project: Path, tmp_path: Path) -> None:
    build(project)
    publish(project)
    page = tmp_path / "public" / "articles" / "one" / "index.html"
    page.write_text("by hand")
    edit(project)

    for dry_run in (True, False):
        with pytest.raises(BuilderError, match=r"did not write: 'articles/one/index.html'"):
            publish(project, dry_run=dry_run)

    assert page.read_text() == "by hand"


def test_a_path_with_dots_keeps_the_version_before(project: Path, tmp_path: Path) -> None:
    set_target(project, 'kind = "folder"\npath = "../other/../public"')
    (tmp_path / "other").mkdir()
    publish(project)
    edit(project)

    publish(project)

    assert [path.name for path in versions(tmp_path)] == ["1", "2"]


ROUNDS: tuple[dict[str, str], ...] = (
    {"a.txt": "one", "b/c.txt": "one", "d/e/f.txt": "one"},
    {"a.txt": "two", "b/c.txt": "one", "d/e/f.txt": "one"},
    {"a.txt": "one", "b": "now a file", "d/e/f.txt": "one", "g.txt": "new"},
    {"a.txt": "one", "b/c.txt": "one", "d": "a file too"},
    {"a.txt/b": "a folder", "b/c.txt": "two", "d/e/f.txt": "one"},
    {"b/c.txt": "two"},
    {"a.txt": "two", "b/c.txt": "two", "d/e/f.txt": "one"},
)
"""Static files of a site, one state after the other."""


def put_static(project: Path, texts: Mapping[str, str]) -> None:
    shutil.rmtree(project / "content" / "static")
    for path, text in texts.items():
        (project / "content" / "static" / path).parent.mkdir(parents=True, exist_ok=True)
        (project / "content" / "static" / path).write_text(text)


def test_each_version_is_the_site_and_the_one_before_stays_as_it_was(project: Path, tmp_path: Path) -> None:
    before: dict[str, bytes] = {}
    for number, texts in enumerate(ROUNDS):
        put_static(project, texts)
        build(project, search="none" if number % 2 else "make")
        build(project)

        publish(project)
        (tmp_path / "public" / f"added-{number}.txt").write_text("by hand")

        site = {path: raw for path, raw in files(project / "site").items() if path != ".dateline"}
        added = {f"added-{each}.txt": b"by hand" for each in range(number + 1)}
        now = {path: raw for path, raw in files(tmp_path / "public").items() if path != MANIFEST}
        assert now == {**site, **added}
        if number:
            old = files(versions(tmp_path)[-2])
            assert {path: raw for path, raw in old.items() if path != MANIFEST} == before
        before = now


def test_versions_share_the_files_that_are_the_same(project: Path, tmp_path: Path) -> None:
    (project / "content" / "static" / "big.bin").write_bytes(b"x" * 1000)
    build(project)
    publish(project)
    edit(project)

    publish(project)

    old, new = versions(tmp_path)
    assert (old / "big.bin").samefile(new / "big.bin")
    assert not (old / "articles/one/index.html").samefile(new / "articles/one/index.html")
    assert "spoke" in (old / "articles/one/index.html").read_text()


def test_a_file_changed_in_the_same_moment_and_of_the_same_size_is_noticed(project: Path, tmp_path: Path) -> None:
    (project / "content" / "static" / "a.txt").write_text("mine")
    build(project)
    publish(project)
    (tmp_path / "public" / "a.txt").write_text("ours")
    edit(project)

    with pytest.raises(BuilderError, match=r"did not write: 'a\.txt'"):
        publish(project)


def test_a_published_file_that_was_replaced_by_a_link_is_written_again(project: Path, tmp_path: Path) -> None:
    build(project)
    publish(project)
    page = tmp_path / "public" / "robots.txt"
    shutil.copy(page, tmp_path / "elsewhere.txt")
    page.unlink()
    page.symlink_to(tmp_path / "elsewhere.txt")
    for words in ("sang", "slept", "left"):
        (project / "content" / "one.txt").write_text(STORY.replace("spoke", words), encoding="utf-8")
        build(project)

        publish(project)

        assert not (tmp_path / "public" / "robots.txt").is_symlink()


@pytest.mark.parametrize("rounds", [0, 1, 2, 3], ids=["the first", "the second", "the third", "the fourth"])
def test_a_publish_that_was_killed_leaves_the_version_before_and_the_next_completes_it(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rounds: int
) -> None:
    build(project)
    for number in range(rounds):
        publish(project)
        put_static(project, {f"{number}/{each}.txt": f"{number}" for each in range(20)})
        build(project)
    before = files(tmp_path / "public") if rounds else {}
    copied: list[str] = []
    killed_at = 10

    def copy(source: Path, target: str) -> None:
        copied.append(target)
        if len(copied) == killed_at:
            Path(target).write_text("hal")
            raise KeyboardInterrupt
        Path(target).write_bytes(source.read_bytes())

    with monkeypatch.context() as patch:
        patch.setattr(shutil, "copyfile", copy)
        with pytest.raises(KeyboardInterrupt):
            publish(project)
        assert (files(tmp_path / "public") if rounds else {}) == before
        copied.clear()
        killed_at = 0
        publish(project)

    site = {path: raw for path, raw in files(project / "site").items() if path != ".dateline"}
    assert {path: raw for path, raw in files(tmp_path / "public").items() if path != MANIFEST} == site
    assert copied
    assert len(copied) <= len(site) - 9
    if rounds:
        assert files(versions(tmp_path)[-2]) == before


def test_a_plain_file_at_the_path_is_a_problem(project: Path, tmp_path: Path) -> None:
    (tmp_path / "public").write_text("mine")
    build(project)

    with pytest.raises(BuilderError, match="was not created by publish"):
        publish(project)

    assert (tmp_path / "public").read_text() == "mine"


@pytest.mark.parametrize("path", ["index.html", "articles"])
def test_a_branch_of_others_is_not_overwritten(project: Path, tmp_path: Path, git: Git, path: str) -> None:
    remote = tmp_path / "remote.git"
    (tmp_path / "mine").write_text("mine")
    blob = git("hash-object", "-w", str(tmp_path / "mine"), cwd=remote).strip()
    index = tmp_path / "row"
    index.write_text(f"100644 blob {blob}\t{path}\n")
    with index.open() as rows:
        made = subprocess.run(["git", "mktree"], cwd=remote, stdin=rows, capture_output=True, text=True, check=True)
    commit = git("commit-tree", made.stdout.strip(), "-m", "mine", cwd=remote).strip()
    git("update-ref", "refs/heads/gh-pages", commit, cwd=remote)

    for dry_run in (True, False):
        with pytest.raises(BuilderError, match=f"did not write: '{path}'"):
            publish(project, dry_run=dry_run)

    assert git("rev-parse", "gh-pages", cwd=remote).strip() == commit


@pytest.mark.parametrize("path", ["index.html", "articles"])
def test_a_host_of_others_is_not_overwritten(project: Path, tmp_path: Path, path: str) -> None:
    if shutil.which("rsync") is None:
        pytest.skip("rsync is not installed")
    there = tmp_path / "host"
    there.mkdir()
    (there / path).write_text("mine")
    set_target(project, f'kind = "rsync"\nto = "{there}"')

    for dry_run in (True, False):
        with pytest.raises(BuilderError, match=f"did not write: '{path}'"):
            publish(project, dry_run=dry_run)

    assert files(there) == {path: b"mine"}


def test_a_manifest_at_a_target_never_leads_outside(project: Path, tmp_path: Path) -> None:
    if shutil.which("rsync") is None:
        pytest.skip("rsync is not installed")
    there, outside = tmp_path / "host", tmp_path / "outside"
    there.mkdir()
    listed = dict.fromkeys([f"{outside}/a/b", "../outside/x", "a\nb", "a//b", ".git/config"], "00")
    (there / MANIFEST).write_text(json.dumps({"files": listed}))
    set_target(project, f'kind = "rsync"\nto = "{there}"')

    sent = publish(project)

    assert sent.deleted == ()
    assert not outside.exists()


@pytest.mark.parametrize("remote", ["--upload-pack=touch ran", "ext::sh -c 'touch ran'"])
def test_a_remote_never_runs_a_command(project: Path, git: Git, remote: str) -> None:
    set_target(project, f'kind = "github-pages"\nremote = "{remote}"')

    with pytest.raises(BuilderError):
        publish(project)

    assert not (project / "ran").exists()


@pytest.mark.parametrize("to", ["-e touch:x", "me@-oProxyCommand=touch:/x"])
def test_a_host_is_never_an_option(project: Path, to: str) -> None:
    set_target(project, f'kind = "rsync"\nto = "{to}"')

    with pytest.raises(BuilderError, match="begins with a dash") as caught:
        publish(project)

    assert caught.value.status == 1


def test_publish_stops_if_a_published_page_is_gone_until_its_line_is_removed(project: Path, tmp_path: Path) -> None:
    (project / "content" / "two.txt").write_text("Other news\n\nNobody came.\n")
    build(project)
    publish(project)
    (project / "content" / "two.txt").unlink()
    build(project)
    before = files(tmp_path / "public")

    with pytest.raises(BuilderError, match="articles/two/ was published but no longer has a page"):
        publish(project)

    assert files(tmp_path / "public") == before
    lock = project / "dateline.lock"
    lock.write_text("".join(line for line in lock.read_text().splitlines(True) if '"two"' not in line))
    build(project)
    assert "articles/two/index.html" in publish(project).deleted


class Unlisted(dict[str, str]):
    """Files of a site that must not be gone through one by one."""

    def __iter__(self) -> Iterator[str]:
        raise AssertionError("every file of the site is compared with every file at the target")


def test_a_file_at_a_target_is_not_compared_with_every_file_of_the_site() -> None:
    site = Unlisted({"a/b": "1", "c": "2"})

    assert [path for path in ("a/b", "a/b/c", "c/d/e", "d/c", "a") if below_any(path, site)] == ["a/b/c", "c/d/e"]
