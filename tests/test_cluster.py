"""Articles that a Dask cluster reads: here its scheduler and workers are threads of this process."""

import os
import pickle
import subprocess
import sys
import threading
import zlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from logging import CRITICAL
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from distributed import LocalCluster, utils

from builder import articles, site
from builder.annotate import propose as proposals
from builder.annotate.propose import load_model
from builder.articles import versions
from builder.cli import dateline
from builder.core.errors import BuilderError, Problem
from builder.site import build
from builder.store import cluster, fingerprints
from builder.store.cluster import BATCH, on_cluster
from tests import clusters
from tests.ends import pages
from tests.test_remembered import counted

HERE: Any = {
    "processes": False,
    "protocol": "tcp",
    "host": "127.0.0.1",
    "dashboard_address": ":0",
    "silence_logs": CRITICAL,
}
"""How a cluster is started in this process."""

THINGS = tuple((f"thing {n}", b"%d" % n) for n in range(20 * BATCH))


@pytest.fixture(scope="module", autouse=True)
def no_thread_stays() -> Iterator[None]:
    """Dask keeps a thread for the life of the process, beside which no other test could fork workers."""
    yield
    utils._offload_executor.shutdown()
    utils._offload_executor = ThreadPoolExecutor(1)
    assert threading.active_count() == 1


@pytest.fixture(scope="module")
def address(no_thread_stays: None) -> Iterator[str]:
    """The address of a scheduler with two workers."""
    with LocalCluster(n_workers=2, threads_per_worker=1, **HERE) as local:
        yield local.scheduler_address


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A project that is not built yet, and few articles are enough for a cluster."""
    monkeypatch.setattr(articles, "FEW", 1)
    monkeypatch.syspath_prepend(str(clusters.install_model(tmp_path / "models")))
    load_model.cache_clear()
    clusters.write(tmp_path / "project", 20)
    yield tmp_path / "project"
    load_model.cache_clear()
    sys.modules.pop(clusters.MODEL, None)


def copied(project: Path) -> Path:
    """The same project elsewhere, built on this machine alone."""
    other = project.parent / "other" / project.name
    clusters.copy(project, other)
    build(other, search="none", jobs=1)
    return other


def test_a_cluster_reads_articles_as_this_machine_does(project: Path, address: str) -> None:
    (project / "content/wrong.txt").write_bytes(b"\x00\x01\x02")
    (project / "content/big.txt").write_bytes(b"word " * 1_000_000)

    report = build(project, search="none", jobs=1, cluster=address)

    assert report.articles == 20
    assert [problem.file for problem in report.problems if not problem.warning] == [
        "content/big.txt",
        "content/wrong.txt",
    ]
    assert pages(project) == pages(copied(project))


def test_nothing_is_read_again_by_the_build_after_one_on_a_cluster(
    project: Path, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(project, search="none", jobs=1, cluster=address)
    ingested = counted(monkeypatch, articles.Articles, "ingested")

    again = build(project, search="none", jobs=1)
    (project / "content/story-3.txt").write_text("News of another day\n\nAnna Albers met nobody in Chad.\n")
    build(project, search="none", jobs=1)

    assert again.written == 0
    assert [task.file for _, tasks in ingested for task in tasks] == ["story-3.txt"]
    assert pages(project) == pages(copied(project))


def decide(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / "content/entities.toml").write_text('[person.a-albers]\nname = "Anna Albers"\n')


def read_otherwise(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = fingerprints._source
    monkeypatch.setattr(
        fingerprints, "_source", lambda name: own(name) + "# edited" * (name == "builder.read.structure")
    )
    fingerprints.code_key.cache_clear()
    monkeypatch.setattr(site, "installation", lambda: b"other")


@pytest.mark.parametrize("change", [decide, read_otherwise])
def test_a_cluster_never_asks_the_model_about_a_text_again(
    project: Path,
    address: str,
    monkeypatch: pytest.MonkeyPatch,
    change: Callable[[Path, pytest.MonkeyPatch], None],
) -> None:
    build(project, search="none", jobs=1)
    change(project, monkeypatch)
    opened = counted(monkeypatch, articles.Articles, "open")
    proposed = counted(monkeypatch, proposals, "propose")

    build(project, search="none", jobs=1, cluster=address)

    assert len(opened) > 1
    assert proposed == []
    fingerprints.code_key.cache_clear()


def test_a_broken_file_keeps_its_last_good_version_on_a_cluster(project: Path, address: str) -> None:
    build(project, search="none", jobs=1)
    before = (project / "site/articles/story-3/index.html").read_bytes()
    (project / "content/story-3.txt").write_bytes(b"\x00\x01\x02")

    build(project, search="none", jobs=1, cluster=address)

    assert (project / "site/articles/story-3/index.html").read_bytes() == before


def test_only_what_articles_depend_on_is_sent(project: Path, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = (project / "dateline.toml").read_text()
    (project / "dateline.toml").write_text(f'{settings}[publish.secret]\nkind = "folder"\npath = "/mnt/secret"\n')
    submitted = counted(monkeypatch, cluster._Cluster, "_submitted")

    build(project, search="none", jobs=1, cluster=address)

    calls = [call.__reduce__()[1] for _, call, _ in submitted]
    sent = b"".join(zlib.decompress(given[-1]) if len(given) > 1 else pickle.dumps(given) for given in calls)
    assert b"The news of day 3" in sent
    assert b"secret" not in sent
    assert str(project).encode() not in sent


def joined(things: Sequence[bytes]) -> bytes:
    return b" ".join(things)


def same() -> dict[str, str]:
    return {"Dateline": "1"}


def other_elsewhere() -> dict[str, str]:
    is_here = threading.current_thread() is threading.main_thread()
    return {"Dateline": "1", "spacy": "3.8" if is_here else "3.7"}


def failing(things: Sequence[bytes]) -> bytes:
    raise BuilderError([Problem("the language model cannot be loaded")])


def test_every_thing_is_worked_on_once(address: str) -> None:
    found = b" ".join(on_cluster(address, joined, same, THINGS)).split()

    assert sorted(found) == sorted(raw for _, raw in THINGS)


def test_things_are_taken_only_as_results_are_consumed(address: str) -> None:
    taken: list[str] = []

    def things() -> Iterator[tuple[str, bytes]]:
        for name, raw in THINGS:
            taken.append(name)
            yield name, raw

    results = on_cluster(address, joined, same, things())
    next(results)
    some = len(taken)
    results.close()

    assert BATCH <= some <= 2 * 2 * BATCH


def test_no_task_and_no_connection_is_left_by_one_who_stops(address: str) -> None:
    before = [thread.name for thread in threading.enumerate()].count("IO loop")
    results = on_cluster(address, joined, same, THINGS)
    next(results)

    results.close()

    clusters.until(lambda: not clusters.tasks(address))
    assert [thread.name for thread in threading.enumerate()].count("IO loop") == before


def test_workers_that_differ_are_refused_in_a_line_each(address: str) -> None:
    with pytest.raises(BuilderError) as caught:
        list(on_cluster(address, joined, other_elsewhere, THINGS))

    assert caught.value.status == 3
    assert len(caught.value.problems) == 2
    for problem in caught.value.problems:
        assert problem.message.startswith("worker tcp://127.0.0.1:")
        assert problem.message.endswith(" has spacy 3.7 instead of 3.8")
        assert "install the same" in problem.hint


def test_what_stops_the_work_of_a_worker_is_raised_here(address: str) -> None:
    with pytest.raises(BuilderError, match="the language model cannot be loaded"):
        list(on_cluster(address, failing, same, THINGS))

    clusters.until(lambda: not clusters.tasks(address))


def test_a_scheduler_out_of_reach_is_a_problem_in_one_line() -> None:
    where = "tcp://127.0.0.1:1"

    with pytest.raises(BuilderError) as caught:
        list(on_cluster(where, joined, same, THINGS))

    (problem,) = caught.value.problems
    assert problem.message == f"cannot connect to the Dask scheduler at {where}: Connection refused"
    assert caught.value.status == 3


def test_an_address_with_tls_and_no_certificates_is_a_problem() -> None:
    with pytest.raises(BuilderError, match=r"tls://127\.0\.0\.1:1 needs certificates"):
        list(on_cluster("tls://127.0.0.1:1", joined, same, THINGS))


@pytest.mark.parametrize("where", ["host:8786", "tcp://host", "udp://host:8786", "tcp://a host:8786", "tcp://:8786"])
def test_an_address_of_another_form_is_a_problem_even_if_nothing_changed(where: str, tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()

    with pytest.raises(BuilderError, match="is not the address of a Dask scheduler\n  write it as tcp://host:8786"):
        build(tmp_path, cluster=where)


@pytest.mark.parametrize("where", ["tcp://10.0.0.7:8786", "tls://scheduler.example.org:8786", "tcp://[::1]:8786"])
def test_an_address_is_that_of_a_machine_and_a_port(where: str) -> None:
    cluster.check_cluster(where)


def test_a_cluster_without_workers_is_a_problem_that_says_how_to_start_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "JOIN", 0.2)
    with (
        LocalCluster(n_workers=0, **HERE) as local,
        pytest.raises(BuilderError, match="has no workers\n  start some: dask worker tcp://"),
    ):
        list(on_cluster(local.scheduler_address, joined, same, THINGS))


def test_a_cluster_without_dask_is_a_problem_with_the_command_that_installs_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "content").mkdir()

    result = CliRunner().invoke(dateline, ["build", "--cluster", "tcp://127.0.0.1:8786"])

    assert isinstance(result.exception, BuilderError)
    assert str(result.exception) == ("--cluster needs Dask, which is not installed\n  pip install distributed")
    assert result.exception.status == 3


def test_dask_is_imported_only_for_a_cluster() -> None:
    program = "import sys, builder.cli, builder.site, builder.chain; print({'dask', 'distributed'} & {*sys.modules})"

    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, env=os.environ)

    assert found.stdout == "set()\n"


def test_a_machine_is_the_same_as_itself_in_all_that_is_compared() -> None:
    found = versions("a_model_that_is_missing")

    assert found == pickle.loads(pickle.dumps(found))
    assert {"Dateline", "Dateline's data", "language model a_model_that_is_missing", "Python", "spacy"} <= found.keys()
