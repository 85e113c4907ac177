"""A Dask cluster on this machine, and a language model that its workers load in no time."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

MODEL = "a_stand_in"

PACKAGE = '''\
"""A language model that takes two capitalized words for a person; each text takes PAUSE seconds."""
import os, re, time
from contextlib import nullcontext
from types import SimpleNamespace

class Model:
    def memory_zone(self):
        return nullcontext()

    def pipe(self, texts):
        for text in texts:
            time.sleep(float(os.environ.get("PAUSE", "0")))
            with open(os.environ.get("READ", os.devnull), "a") as read:
                read.write(f"{os.getpid()} {len(text)}\\n")
            if "a poisoned text" in text and "POISON" in os.environ:
                os.kill(os.getpid(), 9)
            names = re.finditer(r"[A-Z][a-z]+ [A-Z][a-z]+", text)
            spans = [SimpleNamespace(start_char=m.start(), end_char=m.end(), label_="PERSON") for m in names]
            yield SimpleNamespace(ents=spans)

def load(**wanted):
    return Model()
'''

GIVEN = "Anna", "Berta", "Carla", "Dora", "Emma", "Frieda", "Gerda", "Hanna", "Ida", "Johanna", "Klara"
FAMILY = "Albers", "Bakker", "Cermak", "Dubois", "Eriksen", "Fontana", "Grimaldi", "Haddad", "Ivanov", "Kessler"


@dataclass
class Cluster:
    """A scheduler and workers, each a process of its own."""

    folder: Path
    port: int
    env: dict[str, str] = field(default_factory=dict)
    protocol: str = "tcp"
    stack: ExitStack = field(default_factory=ExitStack)
    scheduler: "subprocess.Popen[bytes] | None" = None
    workers: "list[subprocess.Popen[bytes]]" = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"{self.protocol}://127.0.0.1:{self.port}"

    def begin(self) -> None:
        """Start the scheduler."""
        options = "--protocol", self.protocol, "--port", str(self.port), "--no-dashboard"
        self.scheduler = self.started("scheduler", *options)
        until(lambda: _listens(self.port))

    def add_worker(self, address: str = "", before: Sequence[str] = (), **env: str) -> "subprocess.Popen[bytes]":
        """Start a worker with one thread; ``before`` is a command that runs its command."""
        options = "--nthreads", "1", "--no-nanny", "--no-dashboard", "--local-directory", str(self.folder)
        worker = self.started("worker", address or self.address, *options, before=before, **env)
        self.workers.append(worker)
        return worker

    def started(self, *command: str, before: Sequence[str] = (), **env: str) -> "subprocess.Popen[bytes]":
        environment = os.environ | {"OMP_NUM_THREADS": "1"} | self.env | env
        log = self.stack.enter_context((self.folder / f"{command[0]}-{time.time_ns()}.log").open("wb"))
        process = subprocess.Popen(
            (*before, sys.executable, "-m", "dask", *command), cwd=self.folder, env=environment, stdout=log, stderr=log
        )
        self.stack.callback(end, process)
        return process


@contextmanager
def cluster(folder: Path, workers: int, protocol: str = "tcp", **env: str) -> Iterator[Cluster]:
    """A scheduler and so many workers; they end with the block."""
    folder.mkdir(exist_ok=True)
    made = Cluster(folder, free_port(), {"PYTHONPATH": str(folder.parent / "models"), **env}, protocol)
    with made.stack:
        made.begin()
        for _ in range(workers):
            made.add_worker()
        yield made


def install_model(folder: Path) -> Path:
    """Install the model in this folder, which is to be on the path."""
    (folder / MODEL).mkdir(parents=True)
    (folder / MODEL / "__init__.py").write_text(PACKAGE)
    (folder / MODEL / "meta.json").write_text('{"name": "a stand-in"}')
    (folder / f"{MODEL}-1.0.dist-info").mkdir()
    (folder / f"{MODEL}-1.0.dist-info/METADATA").write_text(f"Metadata-Version: 2.1\nName: {MODEL}\nVersion: 1.0\n")
    return folder


def write(project: Path, count: int) -> None:
    """A project of so many articles."""
    (project / "content").mkdir(parents=True)
    (project / "dateline.toml").write_text(f'[annotate]\nmodel = "{MODEL}"\n')
    for n in range(count):
        one, other = (f"{GIVEN[k % 11]} {FAMILY[k // 11 % 10]}" for k in (n * 7 % 110, n * 31 % 110))
        text = f"The news of day {n}\n\nThe minister {one} met {other} in France on the {n}th day of the talks.\n\n"
        text += f"“We agree on all {n} points,” said {one.split()[1]}. They go on in Spain.\n"
        (project / f"content/story-{n}.txt").write_text(text)


def copy(project: Path, other: Path) -> None:
    """The project elsewhere, not built."""
    shutil.copytree(project, other, ignore=shutil.ignore_patterns("site", ".dateline"))


def until(holds: Callable[[], bool], seconds: float = 60) -> None:
    """Wait until something holds."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it takes too long"
        time.sleep(0.02)


def end(process: "subprocess.Popen[bytes]") -> None:
    """Kill a process, stopped or not."""
    process.kill()
    process.wait()


def stop(process: "subprocess.Popen[bytes]") -> None:
    """Have a process hang."""
    process.send_signal(signal.SIGSTOP)


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        port: int = s.getsockname()[1]
        return port


def tasks(address: str) -> Sequence[str]:
    """The keys of all tasks that a scheduler knows."""
    from distributed import Client

    with Client(address, set_as_default=False) as client:
        found: list[str] = client.run_on_scheduler(lambda dask_scheduler: list(map(str, dask_scheduler.tasks)))
        return found


def workers(address: str) -> int:
    """The number of workers that a scheduler has."""
    from distributed import Client

    with Client(address, set_as_default=False) as client:
        return len(client.nthreads())


def _listens(port: int) -> bool:
    with socket.socket() as s:
        return s.connect_ex(("127.0.0.1", port)) == 0
