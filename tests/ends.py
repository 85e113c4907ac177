"""Builds in separate processes, to be killed and interrupted, and what they leave."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from builder.site import build

COMMAND = sys.executable, "-m", "builder", "build", "--jobs", "2", "--no-search"


def write(folder: Path, count: int, word: str) -> None:
    """This many articles with links by hand, so that no language model is needed."""
    content = folder / "content"
    content.mkdir(parents=True, exist_ok=True)
    for n in range(count):
        people = " and ".join(f"[Anna {n % k}](person:anna-{n % k})" for k in (7, 31, 101))
        text = f"---\ntitle: Story {n} {word}\nlanguage: de\ndate: 2018-01-{n % 28 + 1:02}\n---\n"
        (content / f"story-{n}.md").write_text(text + f"{people} {word}.\n\n" * 8, encoding="utf-8")


def pages(folder: Path) -> dict[str, bytes]:
    """The part of a project's site that readers see."""
    site = folder / "site"
    found = {str(path.relative_to(site)): path for path in site.rglob("*") if path.is_file()}
    return {name: path.read_bytes() for name, path in found.items() if not name.startswith(".dateline")}


def clean(project: Path) -> dict[str, bytes]:
    """The result of a fresh build."""
    fresh = Path(tempfile.mkdtemp(), project.name)
    shutil.copytree(project, fresh, ignore=shutil.ignore_patterns("site", ".dateline"))
    build(fresh, search="none", jobs=2)
    made = pages(fresh)
    shutil.rmtree(fresh.parent)
    return made


def started(project: Path) -> "subprocess.Popen[str]":
    """A running build, in its own process group, as a shell starts it."""
    return subprocess.Popen(
        COMMAND, cwd=project, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )


def built(project: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(COMMAND, cwd=project, capture_output=True, text=True, check=False)


def group(leader: int) -> set[int]:
    """All running processes of a group."""
    return {
        int(each.name) for each in Path("/proc").iterdir() if each.name.isdigit() and _is_of(int(each.name), leader)
    }


def _is_of(pid: int, leader: int) -> bool:
    try:
        state, _, found = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[:3]
    except OSError:
        return False
    return state != "Z" and int(found) == leader


def inode(path: Path) -> int:
    """The inode of the file here; 0 if there is none."""
    try:
        return os.stat(path).st_ino  # noqa: PTH116  # asked thousands of times a second
    except OSError:
        return 0
