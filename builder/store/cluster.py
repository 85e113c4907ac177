"""The same work on many things, shared by the workers of a Dask cluster that the user names.

Each task is self-contained: its bytes hold the work and a batch of things, and unpickling them *is* the call. So the
scheduler and its messages need nothing of ours, and a worker without Dateline answers with an ordinary error; a task
that it could not unpickle would end it. Nothing is kept on the cluster beyond the batches in flight, of which there are
only so many: results leave it as they are consumed. Whatever does not come back is sent again, to another worker.

Dask is imported only here, and only when there is work for a cluster.
"""

import gc
import logging
import pickle
import socket
import time
import warnings
import zlib
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field, replace
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from uuid import uuid4

from builder.core.errors import BuilderError, Problem
from builder.core.regex import regex

if TYPE_CHECKING:
    from distributed import Client, Future

BATCH, BATCH_BYTES = 16, 256_000
"""Things in a task, and the bytes after which it gets no more of them."""

AHEAD = 2
"""Batches for each worker: one that it works on, and one that waits for it. More threads do not work on more."""

MOST = 256
"""Batches in flight: this machine holds the results of so many, 100 kilobytes each, if it cannot keep up."""

TRIES = 3
"""Times that a file is sent and does not come back in time: with a batch first, then by itself."""

PATIENCE, SLOWEST = 120.0, 1_000
"""Seconds in which a batch comes back, and the bytes for which it gets another: a twentieth of the speed measured."""

CONNECT, JOIN, ANSWER = 10.0, 60.0, 30.0
"""Seconds to reach the scheduler, for a first worker to join, and for a worker to say what it runs."""

GLANCE, LOOK = 0.005, 2.0
"""Seconds between two looks at what has arrived, and at what is late and which workers there are."""

ADDRESS = regex(r"(tcp|tls)://(\[[0-9a-fA-F:]+\]|[^\s/:\[\]]+):(\d{1,5})")

LOGGERS = "distributed", "distributed.client", "tornado", "tornado.application", "asyncio"
"""Those that Dask sets up, and those of what it is built on."""

TLS = "DASK_DISTRIBUTED__COMM__TLS__"
"""How the names of Dask's variables for certificates begin."""

QUICK = 1
"""Level of compression: text takes a third of its size, in a thousandth of the time that it takes to read it."""

HINT = "install the same Dateline, libraries and language model there as here, and restart the worker"

Thing = tuple[str, bytes]
"""Its name in problems, and what is sent."""


@dataclass(frozen=True, slots=True)
class _Batch:
    things: tuple[Thing, ...]
    tries: int = 1
    is_suspect: bool = False
    """Whether its workers were stopped: it is sent while nothing else is, since Dask suspects all tasks of a worker."""

    @property
    def size(self) -> int:
        return sum(len(raw) for _, raw in self.things)


@dataclass(frozen=True, slots=True)
class _Flight:
    """A batch on the cluster."""

    batch: _Batch
    future: "Future[bytes]"
    began: float


class _Call:
    """Unpickled, it is what the function returns."""

    def __init__(self, function: Callable[..., object], *given: object) -> None:
        self._call = function, given

    def __reduce__(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        return self._call


def check_cluster(address: str) -> None:
    """Check the form of a scheduler's address, and that Dask is installed: nothing is imported or connected.

    Raises:
        BuilderError: if either is wrong.
    """
    if find_spec("distributed") is None:
        hint = "pip install distributed"
        raise BuilderError([Problem("--cluster needs Dask, which is not installed", hint=hint)], status=3)
    if not ADDRESS.fullmatch(address):
        hint = "write it as tcp://host:8786, or tls://host:8786 with certificates"
        raise BuilderError([Problem(f"{address!r} is not the address of a Dask scheduler", hint=hint)], status=3)


def on_cluster(
    address: str,
    work: Callable[[Sequence[bytes]], bytes],
    versions: Callable[[], Mapping[str, str]],
    things: Iterable[Thing],
) -> Generator[bytes, None, None]:
    """The result of ``work`` for each batch of things, in any order. Close it, so that no task stays on the cluster.

    ``address`` is that of the scheduler. ``work`` and ``versions`` can be pickled; no worker gets work for which
    ``versions`` returns something else than here.

    Raises:
        BuilderError: what ``work`` raises; if the scheduler cannot be reached, no worker joins or one differs; if no
            worker survives or completes the work on a thing.
    """
    with _connected(address) as client:
        cluster = _Cluster(client, address, work, versions)
        cluster.check_workers()
        with closing(cluster.results(_batches(things))) as results:
            yield from results


def answer(versions: Callable[[], Mapping[str, str]], here: Mapping[str, str], sent: bytes) -> bytes:
    """Do the work on a worker, unless it differs from the machine that sent it; both ways, bytes are compressed."""
    from distributed import get_worker

    problem = _differing(get_worker().address, here, versions())
    if problem:
        raise BuilderError([problem], status=3)
    work, things = pickle.loads(zlib.decompress(sent))  # noqa: S301  # by the machine that this worker works for
    return zlib.compress(work(things), QUICK)


@dataclass(slots=True)
class _Cluster:
    """Invariant: a batch is in flight, waits to be sent again, or its result was returned."""

    client: "Client"
    address: str
    work: Callable[[Sequence[bytes]], bytes]
    versions: Callable[[], Mapping[str, str]]
    flights: dict[str, _Flight] = field(default_factory=dict)
    again: deque[_Batch] = field(default_factory=deque)
    suspects: deque[_Batch] = field(default_factory=deque)
    workers: Set[str] = frozenset()
    """Addresses of all workers."""
    hung: Set[str] = frozenset()
    """Those that do not answer: they get no more work, unless all of them hang."""

    def check_workers(self) -> None:
        """Wait for a first worker, and compare all that there are with this machine.

        Raises:
            BuilderError: if there is no worker, or for each one that differs.
        """
        from distributed import as_completed

        try:
            self.client.wait_for_workers(1, timeout=JOIN)
            self._look()
        except TimeoutError:
            raise self._no_worker() from None
        except OSError:
            raise self._lost() from None
        asked = {each: self._submitted(_Call(self.versions), [each]) for each in self.workers}
        with suppress(TimeoutError):
            list(as_completed(list(asked.values()), loop=self.client.loop, timeout=ANSWER))
        problems: list[Problem] = []
        for worker, future in asked.items():
            if future.status == "finished":
                problems += filter(None, [_differing(worker, self.versions(), future.result(ANSWER))])
            elif future.status == "error":
                message = f"worker {worker} does not have the same Dateline: {future.exception(ANSWER)}"
                problems.append(Problem(message, hint=HINT))
        if problems:
            raise BuilderError(problems, status=3)
        self._avoid({worker for worker, future in asked.items() if future.status == "pending"})

    def results(self, batches: Iterator[_Batch]) -> Generator[bytes, None, None]:
        """The results, as they arrive."""
        from distributed import as_completed

        done = as_completed(loop=self.client.loop, with_results=True, raise_errors=False)
        here = dict(self.versions())
        looked = time.monotonic()
        while True:
            for batch in self._next(batches):
                sent = zlib.compress(pickle.dumps((self.work, [raw for _, raw in batch.things])), QUICK)
                future = self._submitted(_Call(answer, self.versions, here, sent), self._allowed())
                self.flights[str(future.key)] = _Flight(batch, future, time.monotonic())
                done.add(future)
            if not self.flights:
                return
            arrived = done.next_batch(block=False)
            for future, result in arrived:
                flight = self.flights.pop(future.key, None)
                if flight and future.status == "finished":
                    yield zlib.decompress(result)
                elif flight:
                    self._failed(flight.batch, future, result)
            if self.client.status != "running":
                raise self._lost()
            if time.monotonic() - looked > LOOK:
                try:
                    self._look()
                    self._give_up_late()
                except OSError:
                    raise self._lost() from None
                gc.collect(0)  # A build does without, but Dask's futures refer to each other.
                looked = time.monotonic()
            elif not arrived:
                time.sleep(GLANCE)

    def _next(self, batches: Iterator[_Batch]) -> Iterator[_Batch]:
        """Batches to send now, those first that are sent again."""
        while len(self.flights) < self._room():
            if any(flight.batch.is_suspect for flight in self.flights.values()) or (self.suspects and self.flights):
                return
            if self.suspects or self.again:
                yield (self.suspects or self.again).popleft()
            elif batch := next(batches, None):
                yield batch
            else:
                return

    def _room(self) -> int:
        return min(MOST, AHEAD * max(1, len(self.workers - self.hung)))

    def _allowed(self) -> list[str] | None:
        """The workers that may be given work; ``None`` for all, those included that join later."""
        good = self.workers - self.hung
        return list(good) if self.hung and good else None

    def _submitted(self, call: _Call, workers: list[str] | None) -> "Future[Any]":
        # All keys have one prefix: the scheduler keeps statistics of each.
        key = f"dateline-{uuid4()}"
        return self.client.submit(pickle.loads, pickle.dumps(call), key=key, workers=workers, pure=False)

    def _failed(self, batch: _Batch, future: "Future[bytes]", result: Any) -> None:
        """Send it again if another worker may succeed.

        Raises:
            BuilderError: if the scheduler is lost, or no worker can do the work.
        """
        from distributed import KilledWorker

        if future.status != "error":
            raise self._lost()
        error: BaseException = result[1]
        if isinstance(error, KilledWorker):
            if batch.is_suspect:
                raise _failure(batch, "every worker that read it was stopped", "memory may have run out")
            self.suspects.extend(_Batch((thing,), is_suspect=True) for thing in batch.things)
            return
        if isinstance(error, ImportError | AttributeError):
            self.check_workers()  # A worker that joined later may lack Dateline.
        raise error

    def _give_up_late(self) -> None:
        """Send again what did not come back in time, and no more to the workers that have it."""
        size = max(flight.batch.size for flight in self.flights.values())
        limit = PATIENCE + size / SLOWEST
        late = {key: each for key, each in self.flights.items() if time.monotonic() - each.began > limit}
        if not late:
            return
        if not self.workers:
            raise self._no_worker()
        futures = [each.future for each in late.values()]
        for found in (self.client.processing(), _turned(self.client.who_has(futures))):
            self._avoid({worker for worker, keys in found.items() if not late.keys().isdisjoint(keys)})
        self.client.cancel(futures)
        for key, each in late.items():
            del self.flights[key]
            batch = each.batch
            if batch.tries == TRIES:
                raise _failure(batch, f"no worker finished it in {limit:.0f} seconds", "the workers may be too busy")
            # By itself, what is wrong with one thing does not keep back the others, and is named.
            self.again.extend(replace(batch, things=(thing,), tries=batch.tries + 1) for thing in batch.things)

    def _look(self) -> None:
        """See which workers there are."""
        self.workers = frozenset(self.client.nthreads())
        self.hung &= self.workers

    def _avoid(self, hung: Set[str]) -> None:
        self.hung |= hung
        if self.hung >= self.workers:
            self.hung = frozenset()

    def _lost(self) -> BuilderError:
        message = f"the connection to the Dask scheduler at {self.address} was lost"
        hint = "start it again and build again: the build continues where this one stopped"
        return BuilderError([Problem(message, hint=hint)], status=3)

    def _no_worker(self) -> BuilderError:
        message = f"the Dask scheduler at {self.address} has no workers"
        return BuilderError([Problem(message, hint=f"start some: dask worker {self.address} --nthreads 1")], status=3)


def _failure(batch: _Batch, message: str, cause: str) -> BuilderError:
    hint = f"{cause}; build without --cluster to see what happens on this machine, or remove the file"
    return BuilderError([Problem(message, name, hint=hint) for name, _ in batch.things], status=3)


def _batches(things: Iterable[Thing]) -> Iterator[_Batch]:
    some: list[Thing] = []
    for thing in things:
        some.append(thing)
        if len(some) == BATCH or sum(len(raw) for _, raw in some) > BATCH_BYTES:
            yield _Batch(tuple(some))
            some = []
    if some:
        yield _Batch(tuple(some))


def _differing(worker: str, here: Mapping[str, str], there: Mapping[str, str]) -> Problem | None:
    """What a worker has different from here."""
    names = [name for name in {**here, **there} if here.get(name) != there.get(name)]
    wrong = ", ".join(f"{name} {there.get(name, 'missing')} instead of {here.get(name, 'none')}" for name in names)
    return Problem(f"worker {worker} has {wrong}", hint=HINT) if names else None


def _turned(lists: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    """The keys by each value in their lists."""
    found: dict[str, list[str]] = {}
    for key, values in lists.items():
        for value in values:
            found.setdefault(value, []).append(key)
    return found


@contextmanager
def _connected(address: str) -> Iterator["Client"]:
    """Connect to a scheduler; at the end, it forgets all that it was sent."""
    with _quiet():
        import dask.config
        from distributed import Client, Security

        parts = urlsplit(address)
        if parts.scheme == "tls" and not Security().get_connection_args("client")["ssl_context"]:
            hint = f"name them in {TLS}CA_FILE, {TLS}CLIENT__CERT and {TLS}CLIENT__KEY"
            raise BuilderError([Problem(f"{address} needs certificates", hint=hint)], status=3)
        try:
            # Dask itself would try for the whole time, though nothing listens there.
            socket.create_connection((parts.hostname, parts.port), CONNECT).close()
            # Otherwise, Dask keeps the last thousand messages that it sent.
            with dask.config.set({"distributed.admin.low-level-log-length": 10}), warnings.catch_warnings():
                warnings.simplefilter("ignore")  # About libraries that do not matter; those that do are compared.
                client = Client(address, timeout=CONNECT, set_as_default=False)
        except (OSError, ValueError) as error:
            message = f"cannot connect to the Dask scheduler at {address}: {getattr(error, 'strerror', None) or error}"
            hint = "check the address, and that `dask scheduler` is running there"
            raise BuilderError([Problem(message, hint=hint)], status=3) from None
        try:
            yield client
        finally:
            with suppress(TimeoutError):
                client.close(timeout=CONNECT)


@contextmanager
def _quiet() -> Iterator[None]:
    """Without Dask's log: what a user can do about it is a problem of ours."""
    import distributed  # noqa: F401  # It sets up its loggers.

    loggers = [logging.getLogger(name) for name in LOGGERS]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)
