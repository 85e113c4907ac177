"""Only one build of a project runs at a time, whatever became of the last one."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from builder.core.errors import BuilderError
from builder.store.build_lock import only_build

BUILD_WITH_A_WORKER = """
import os, sys, time
from pathlib import Path
from builder.store.build_lock import only_build

with only_build(Path(sys.argv[1])):
    if not os.fork():
        print(os.getpid(), flush=True)
    time.sleep(60)
"""


def test_a_killed_build_frees_the_lock_though_a_worker_lives_on(tmp_path: Path) -> None:
    command = sys.executable, "-c", BUILD_WITH_A_WORKER, str(tmp_path)
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        worker = int(process.stdout.readline())
        try:
            with pytest.raises(BuilderError, match="another build") as caught, only_build(tmp_path):
                pass
            process.kill()
            process.wait()

            with only_build(tmp_path):
                os.kill(worker, 0)
        finally:
            process.kill()
            os.kill(worker, 9)

    assert caught.value.status == 3


def test_a_worker_that_ends_does_not_free_the_lock(tmp_path: Path) -> None:
    with only_build(tmp_path):
        worker = os.fork()
        if not worker:
            os._exit(0)
        os.waitpid(worker, 0)

        with pytest.raises(BuilderError, match="another build"), only_build(tmp_path):
            pass


@pytest.mark.parametrize("kind", ["noise", "pipe", "link to a file", "link to nothing"])
def test_whatever_is_in_place_of_the_lock_builds_exclude_each_other(tmp_path: Path, kind: str) -> None:
    folder, victim = tmp_path / ".dateline", tmp_path / "victim"
    folder.mkdir()
    if kind == "noise":
        (folder / "building").write_bytes(b"noise" * 1000)
    elif kind == "pipe":
        os.mkfifo(folder / "building")
    else:
        (folder / "building").symlink_to(victim)
    if kind == "link to a file":
        victim.write_text("mine")

    with only_build(folder), pytest.raises(BuilderError, match="another build"), only_build(folder):
        pass

    assert stat.S_ISREG((folder / "building").lstat().st_mode)
    assert (victim.read_text() if victim.exists() else "") == ("mine" if kind == "link to a file" else "")


def test_a_folder_in_place_of_the_lock_stays_and_stops_the_build(tmp_path: Path) -> None:
    (tmp_path / "building").mkdir()

    with pytest.raises(BuilderError, match="cannot be written") as caught, only_build(tmp_path):
        pass

    assert caught.value.status == 3
    assert (tmp_path / "building").is_dir()


def test_a_link_put_there_at_the_last_moment_is_not_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def put_a_link(path: Path) -> None:
        path.symlink_to(tmp_path / "victim")

    monkeypatch.setattr("builder.store.build_lock.clear_for_file", put_a_link)

    with pytest.raises(BuilderError, match="cannot be written"), only_build(tmp_path):
        pass

    assert not (tmp_path / "victim").exists()
