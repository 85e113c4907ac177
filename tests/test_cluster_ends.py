"""Builds on a cluster whose processes are killed, hang, differ or are interrupted: the site is the same, or a line says
what is wrong and nothing is lost."""

import os
import random
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from builder.core.errors import BuilderError
from builder.site import Site, build
from builder.store import cluster as clustering
from builder.store import sources
from tests.clusters import Cluster, cluster, copy, end, install_model, stop, tasks, until, workers, write
from tests.ends import pages

pytestmark = pytest.mark.slow

COUNT = 208
PAUSE = "0.02"
"""Seconds for each text; an article has three or four."""


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with the language model, which this process finds, and a project."""
    folder = tmp_path_factory.mktemp("clusters")
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(install_model(folder / "models")))
        write(folder / "project", COUNT)
        yield folder


@pytest.fixture(scope="module")
def expected(base: Path) -> dict[str, bytes]:
    """The site, built on this machine alone."""
    local = base / "local/project"
    copy(base / "project", local)
    build(local, search="none")
    return pages(local)


@pytest.fixture(scope="module")
def shared(base: Path) -> Iterator[Cluster]:
    """Three workers, for builds that leave them as they are."""
    with cluster(base / "shared", 3, PAUSE=PAUSE) as made:
        yield made


@pytest.fixture
def project(base: Path, tmp_path: Path) -> Path:
    """A copy of the project, not built yet."""
    copy(base / "project", tmp_path / "project")
    return tmp_path / "project"


@pytest.fixture
def machines() -> Iterator[list[tuple[str, str]]]:
    """Three network namespaces, each with the address under which it reaches this machine and nothing else."""
    made: list[tuple[str, str]] = []
    try:
        for n in range(3):
            name, gateway, own = f"dateline{os.getpid() % 10_000}{n}", f"10.213.{n}.1", f"10.213.{n}.2"
            ends = f"v{os.getpid() % 10_000}{n}", f"w{os.getpid() % 10_000}{n}"
            for line in (
                f"netns add {name}",
                f"link add {ends[0]} type veth peer name {ends[1]} netns {name}",
                f"addr add {gateway}/30 dev {ends[0]}",
                f"link set {ends[0]} up",
                f"-n {name} addr add {own}/30 dev {ends[1]}",
                f"-n {name} link set {ends[1]} up",
                f"-n {name} link set lo up",
            ):
                try:
                    done = subprocess.run(["ip", *line.split()], capture_output=True, text=True, check=False)
                except FileNotFoundError:
                    pytest.skip("network namespaces need the command ip")
                if done.returncode:
                    pytest.skip(f"network namespaces are not possible here: ip {line}: {done.stderr.strip()}")
                if line.startswith("netns"):
                    made.append((name, gateway))
        yield made
    finally:
        for name, _ in made:
            subprocess.run(["ip", "netns", "del", name], check=True)


def read(folder: Path) -> int:
    """The number of texts that models have read."""
    return len((folder / "read").read_text().splitlines()) if (folder / "read").exists() else 0


def command(base: Path, project: Path, address: str, **env: str) -> "subprocess.Popen[str]":
    """A running build."""
    arguments = sys.executable, "-m", "builder", "build", "--no-search", "--cluster", address
    path = os.pathsep.join([str(base / "models"), str(Path(__file__).parent.parent)])
    return subprocess.Popen(
        arguments, cwd=project, env=os.environ | env | {"PYTHONPATH": path}, stdout=-1, stderr=-1, text=True
    )


@contextmanager
def meanwhile(work: Callable[[threading.Event], None]) -> Iterator[None]:
    """Do something beside the block, until it ends."""
    over = threading.Event()
    thread = threading.Thread(target=work, args=(over,))
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def test_three_workers_make_the_site_of_one_machine_and_the_next_build_does_nothing(
    base: Path, shared: Cluster, project: Path, expected: dict[str, bytes]
) -> None:
    run = command(base, project, shared.address)
    out, err = run.communicate()
    again = Site(project).build(search="none", thorough=True)

    assert run.returncode == 0
    assert f"{COUNT} articles" in out
    assert "distributed" not in err
    assert "Traceback" not in err
    assert pages(project) == expected
    assert again.written == 0
    assert tasks(shared.address) == []


def test_an_interrupted_build_leaves_no_task_and_the_next_goes_on(
    base: Path, shared: Cluster, project: Path, expected: dict[str, bytes]
) -> None:
    for number in (signal.SIGINT, signal.SIGTERM):
        run = command(base, project, shared.address)
        until(lambda: bool(tasks(shared.address)))

        run.send_signal(number)
        _, err = run.communicate()

        assert (run.returncode, err) == (130, "")
        until(lambda: not tasks(shared.address))
    build(project, search="none", cluster=shared.address)
    assert pages(project) == expected


def test_workers_that_differ_are_refused_whenever_they_join(base: Path, project: Path) -> None:
    shutil.copytree(sources.PACKAGE, base / "other/builder", ignore=shutil.ignore_patterns("__pycache__"))
    with (base / "other/builder/annotate/bind.py").open("a") as file:
        file.write("# Another version.\n")
    (base / "none/builder").mkdir(parents=True)
    (base / "none/builder/__init__.py").touch()
    texts = []

    with cluster(base / "differing", 1, PAUSE="0.1") as made:
        for name in ("none", "other"):
            run = command(base, project, made.address)
            until(lambda: len(tasks(made.address)) > 1)
            late = made.add_worker(PYTHONPATH=os.pathsep.join([str(base / name), str(base / "models")]))
            texts.append(run.communicate()[1])
            assert run.returncode == 3
            if name == "other":
                early = command(base, project, made.address)
                texts.append(early.communicate()[1])
            end(late)
            until(lambda: not tasks(made.address))

    none, *others = texts
    assert re.match("worker tcp://[0-9.:]+ does not have the same Dateline: No module named 'builder", none)
    for text in others:
        assert re.match(r"worker tcp://[0-9.:]+ has Dateline .* \(code \w+\) instead of .* \(code \w+\)\n", text)
    assert [len(text.splitlines()) for text in texts] == [2, 2, 2]


def test_the_site_is_the_same_with_a_worker_killed_every_few_seconds(
    base: Path, project: Path, tmp_path: Path, expected: dict[str, bytes]
) -> None:
    killed: list[int] = []
    with cluster(base / "killed", 3, PAUSE=PAUSE) as made:

        def kill(over: threading.Event) -> None:
            while not over.wait(4):
                worker = made.workers.pop(random.randrange(3))
                end(worker)
                killed.append(worker.pid)
                made.add_worker()

        with meanwhile(kill):
            build(project, search="none", cluster=made.address)

    assert killed
    assert pages(project) == expected


def test_the_work_of_a_worker_that_hangs_is_given_to_others(
    base: Path, project: Path, expected: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clustering, "PATIENCE", 15.0)
    monkeypatch.setattr(clustering, "SLOWEST", 1_000_000)
    with cluster(base / "hung", 3, PAUSE=PAUSE, READ=str(project.parent / "read")) as made:

        def hang(over: threading.Event) -> None:
            until(lambda: any(line.startswith(f"{made.workers[0].pid} ") for line in lines()) or over.is_set())
            stop(made.workers[0])

        def lines() -> list[str]:
            return (project.parent / "read").read_text().splitlines() if read(project.parent) else []

        with meanwhile(hang):
            build(project, search="none", cluster=made.address)

        # Dask has not given it up yet.
        assert workers(made.address) == 3
        assert tasks(made.address) == []
    assert pages(project) == expected


def test_a_file_that_ends_every_worker_is_named(base: Path, project: Path) -> None:
    with (project / "content/story-7.txt").open("a") as file:
        file.write("\nThis is a poisoned text.\n")
    failures = {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0"}

    with cluster(base / "poisoned", 4, POISON="1", **failures) as made, pytest.raises(BuilderError) as caught:
        build(project, search="none", cluster=made.address)

    (problem,) = caught.value.problems
    assert (problem.file, problem.message) == ("content/story-7.txt", "every worker that read it was stopped")
    assert caught.value.status == 3


def test_a_lost_scheduler_is_one_problem_and_the_next_build_goes_on(
    base: Path, project: Path, expected: dict[str, bytes]
) -> None:
    with cluster(base / "lost", 2, PAUSE=PAUSE, READ=str(project.parent / "read")) as made:
        assert made.scheduler

        def lose(over: threading.Event) -> None:
            until(lambda: read(project.parent) > COUNT or over.is_set())
            assert made.scheduler
            end(made.scheduler)

        with meanwhile(lose), pytest.raises(BuilderError) as caught:
            build(project, search="none", cluster=made.address)
        before = read(project.parent)
        made.begin()
        made.add_worker()
        made.add_worker()
        build(project, search="none", cluster=made.address)
        after = read(project.parent)

    (problem,) = caught.value.problems
    assert problem.message == f"the connection to the Dask scheduler at {made.address} was lost"
    assert caught.value.status == 3
    assert pages(project) == expected
    assert before > COUNT
    # Only what was on its way is read twice.
    assert after < 4 * COUNT + 6 * 4 * clustering.BATCH


def test_a_cluster_with_certificates_is_used_over_tls(base: Path, project: Path, expected: dict[str, bytes]) -> None:
    folder = base / "certificates"
    folder.mkdir()
    for line in (
        "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=authority -keyout ca.key -out ca.pem",
        "req -newkey rsa:2048 -nodes -subj /CN=dask -keyout dask.key -out dask.csr",
        "x509 -req -in dask.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -out dask.pem",
    ):
        subprocess.run(["openssl", *line.split()], cwd=folder, check=True, capture_output=True)
    tls = "DASK_DISTRIBUTED__COMM__TLS__"
    env = {f"{tls}CA_FILE": str(folder / "ca.pem")}
    for role in ("SCHEDULER", "WORKER", "CLIENT"):
        env |= {f"{tls}{role}__CERT": str(folder / "dask.pem"), f"{tls}{role}__KEY": str(folder / "dask.key")}

    with cluster(base / "tls", 1, protocol="tls", **env) as made:
        run = command(base, project, made.address, **env)
        _, err = run.communicate()

    assert run.returncode == 0, err
    assert pages(project) == expected


def test_workers_on_three_machines_need_to_reach_only_the_scheduler(
    base: Path, project: Path, machines: list[tuple[str, str]], expected: dict[str, bytes]
) -> None:
    with cluster(base / "machines", 0) as made:
        for name, gateway in machines:
            made.add_worker(f"tcp://{gateway}:{made.port}", ("ip", "netns", "exec", name))
        until(lambda: workers(made.address) == 3)

        build(project, search="none", cluster=made.address)

        assert pages(project) == expected
