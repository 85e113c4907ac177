"""The same work on many things, shared by workers on all processors.

Workers are forked: they inherit everything that the work needs, take batches from a pipe that is filled beforehand, and
answer through their own pipes with results that should be small: pickled, or as MessagePack if they are values of a
given shape. The first batch is done in this process, so that workers inherit what it loads. On systems whose libraries
do not support forks, workers are new processes, which load everything themselves; work for them can be pickled. A small
amount of work is done entirely in this process, and so is all work beside other threads, where a fork is not safe. The
result is the same for any number of workers.

A worker ends with its parent, and immediately when interrupted. The only module that starts processes of our own.
"""

import os
import pickle
import select
import signal
import struct
import sys
import threading
import traceback
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from builder.core.codec import decode_sent, encode
from builder.core.errors import BuilderError, Problem

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess

T = TypeVar("T")
R = TypeVar("R")

Progress = Callable[[str, int, int], None]
"""Receives what is being done, how much of it is done, and the total."""

FEW = 200
"""Number of things for which no worker is started: a fork and its end take as long as about ten of them."""

MOST_BATCHES = 8_000
"""Capacity of the pipe of batches, at four bytes each, with room to spare."""

SIGNALS = signal.SIGINT, signal.SIGTERM

PR_SET_PDEATHSIG = 1
"""From <linux/prctl.h>."""

_NUMBER, _HEAD = struct.Struct("=I"), struct.Struct("=IQ")
_FAILED = 2**32 - 1


@dataclass(slots=True)
class _Worker:
    """A forked process, and what it has sent so far."""

    pid: int
    pipe: int
    waiting: bytearray


def processors() -> int:
    """The number of processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def in_workers(
    work: Callable[[Sequence[T]], R],
    things: Sequence[T],
    jobs: int,
    *,
    size: int = 16,
    shape: type[R] | None = None,
    few: int = FEW,
) -> Generator[R, None, None]:
    """The result of ``work`` for each batch of ``size`` things, in any order. Close it, so that no worker outlives it.

    ``jobs`` is the maximum number of workers; 0 means one per processor. ``shape`` is the type of the results if
    ``codec`` can write it: sending them takes an eighth of the time needed to pickle frozen dataclasses. On a system
    without forks, ``work`` that cannot be pickled is done in this process. For fewer than ``few`` things, no worker is
    started.

    Raises:
        BuilderError: what ``work`` raises, or if a worker was killed.
        KeyboardInterrupt: if a worker was interrupted.
    """
    jobs = jobs or processors()
    size = max(size, -(-len(things) // MOST_BATCHES))
    batches = [things[start : start + size] for start in range(0, len(things), size)]
    method = _method()
    if jobs < 2 or len(things) < few or method == "none" or (method == "spawn" and not _can_be_sent(work)):
        yield from map(work, batches)
    elif method == "spawn":
        yield from _spawned(work, batches, jobs, shape)
    else:
        yield from _forked(work, batches, jobs, shape)


def _forked(
    work: Callable[[Sequence[T]], R], batches: Sequence[Sequence[T]], jobs: int, shape: type[R] | None
) -> Generator[R, None, None]:
    """The results of forked workers, and first that of this process."""
    yield work(batches[0])

    def answer(some: Sequence[T]) -> bytes:
        result = work(some)
        return encode(result) if shape else pickle.dumps(result, pickle.HIGHEST_PROTOCOL)

    queue, full = os.pipe()
    os.write(full, b"".join(map(_NUMBER.pack, range(1, len(batches)))))
    os.close(full)
    workers: list[_Worker] = []
    try:
        for _ in range(min(jobs, len(batches) - 1)):
            # An interrupt right after the fork would leave an unknown worker.
            with _undisturbed():
                workers.append(_started(answer, batches, queue, [worker.pipe for worker in workers]))
        for raw in _answers(workers):
            yield decode_sent(raw, shape) if shape else pickle.loads(raw)  # noqa: S301  # of our own worker
    finally:
        os.close(queue)
        for worker in workers:
            os.close(worker.pipe)
            _end(worker.pid)


def _spawned(
    work: Callable[[Sequence[T]], R], batches: Sequence[Sequence[T]], jobs: int, shape: type[R] | None
) -> Generator[R, None, None]:
    """The results of workers that are new processes; each gets a batch when it has answered."""
    from multiprocessing import get_context
    from multiprocessing.connection import wait

    context = get_context("spawn")
    waiting = iter(batches)
    workers: dict[Connection, SpawnProcess] = {}
    try:
        for batch in islice(waiting, jobs):
            here, there = context.Pipe()
            worker = context.Process(target=_serve, args=(work, there, shape is not None), daemon=True)
            worker.start()
            there.close()
            workers[here] = worker
            here.send(batch)
        while workers:
            done = wait(list(workers))
            for pipe in [each for each in workers if each in done]:
                try:
                    answer = pipe.recv()
                except (EOFError, ConnectionResetError):
                    workers[pipe].join()
                    raise _stopped(workers[pipe].exitcode or 0) from None
                if isinstance(answer, BaseException):
                    raise answer
                following = next(waiting, None)
                if following is not None:
                    pipe.send(following)
                else:
                    _dismiss(pipe, workers.pop(pipe))
                yield decode_sent(answer, shape) if shape else pickle.loads(answer)  # noqa: S301  # of our own worker
    finally:
        for pipe, worker in workers.items():
            _dismiss(pipe, worker)


def _dismiss(pipe: "Connection", worker: "SpawnProcess") -> None:
    pipe.close()
    worker.kill()
    worker.join()


def _serve(work: Callable[[T], R], pipe: "Connection", is_shaped: bool) -> None:
    """Answer requests in a new process, until it is killed or the parent ends or closes the pipe."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    threading.Thread(target=_end_after_parent, daemon=True).start()
    while True:
        try:
            wanted = pipe.recv()
        except EOFError:
            return
        try:
            result = work(wanted)
            answer: object = encode(result) if is_shaped else pickle.dumps(result, pickle.HIGHEST_PROTOCOL)
        except BaseException as error:
            answer = _picklable(error)
        pipe.send(answer)


def _end_after_parent() -> None:
    from multiprocessing import parent_process

    parent = parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)


class Standby:
    """Owns a new process that waits for requests and answers one after the other. It ends with this one, or if closed.

    It loads by itself what the work needs: this process goes on undisturbed meanwhile.
    """

    def __init__(self, work: Callable[[T], R], first: T) -> None:
        """``work`` must be one that can be pickled, and so must be its arguments and results.

        It is done for ``first`` at once, so that what it needs is loaded when the first answer is wanted.
        """
        from multiprocessing import get_context

        context = get_context("spawn")
        self._owner = os.getpid()
        self._turn = threading.Lock()
        self._pipe, there = context.Pipe()
        self._process = context.Process(target=_serve, args=(work, there, False), daemon=True)
        self._process.start()
        there.close()
        self._unread = 1
        """Answers that nobody waits for."""
        with suppress(OSError):  # The next request finds that the process has ended.
            self._pipe.send(first)

    def __call__(self, thing: object) -> Any:
        """What the work returns for this.

        Raises:
            BuilderError: what the work raises.
            EOFError: if the process has ended, or belongs to the process that this one was forked from.
        """
        if os.getpid() != self._owner:
            raise EOFError
        with self._turn:
            try:
                while self._unread:
                    self._pipe.recv()
                    self._unread -= 1
                self._pipe.send(thing)
                answer = self._pipe.recv()
            except OSError:
                raise EOFError from None
        if isinstance(answer, BaseException):
            raise answer
        return pickle.loads(answer)  # noqa: S301  # of our own worker

    def close(self) -> None:
        """End the process."""
        _dismiss(self._pipe, self._process)


@contextmanager
def meanwhile(work: Callable[[], R], jobs: int) -> Iterator[Callable[[], R]]:
    """Do work in a worker beside this process; call the result to wait for what ``work`` returns.

    With one job, or where a fork is not safe, the work is done when you wait for it. Raises what ``in_workers`` raises.
    """
    if (jobs or processors()) < 2 or _method() != "fork":
        yield work
        return
    queue, full = os.pipe()
    os.write(full, _NUMBER.pack(0))
    os.close(full)
    with _undisturbed():
        worker = _started(lambda _: pickle.dumps(work(), pickle.HIGHEST_PROTOCOL), [()], queue, [])
    os.close(queue)
    try:
        yield lambda: pickle.loads(next(_answers([worker])))  # noqa: S301  # of our own worker
    finally:
        os.close(worker.pipe)
        _end(worker.pid)


@contextmanager
def _undisturbed() -> Iterator[None]:
    signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)


def _method() -> Literal["fork", "spawn", "none"]:
    """How workers are started."""
    if sys.platform != "linux":
        return "spawn"
    return "fork" if threading.active_count() == 1 else "none"


def _can_be_sent(work: object) -> bool:
    try:
        pickle.dumps(work)
    except (pickle.PicklingError, AttributeError, TypeError):
        return False
    return True


def _started(
    answer: Callable[[Sequence[T]], bytes], batches: Sequence[Sequence[T]], queue: int, others: list[int]
) -> _Worker:
    parent = os.getpid()
    pipe, answers = os.pipe()
    pid = os.fork()
    if pid:
        os.close(answers)
        return _Worker(pid, pipe, bytearray())
    try:
        _end_with_parent()
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
        for other in (*others, pipe):
            os.close(other)
        while number := os.read(queue, _NUMBER.size):
            if os.getppid() != parent:
                break
            index = _NUMBER.unpack(number)[0]
            _send(answers, index, answer(batches[index]))
    except BaseException as error:
        _send(answers, _FAILED, pickle.dumps(_picklable(error)))
    finally:
        os._exit(0)


def _end_with_parent() -> None:
    """Have the kernel kill this process when the process that forked it ends.

    Otherwise a worker would finish its batch after a kill -9 of its parent, and write to the temporary files and the
    cache that the next build is writing to.
    """
    import ctypes

    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def _picklable(error: BaseException) -> BaseException:
    """The error in a form that can be sent, with its traceback."""
    if isinstance(error, BuilderError):
        return error
    error.add_note("".join(traceback.format_tb(error.__traceback__)))
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301  # our own
    except Exception:  # Exceptions of libraries may fail in any way when pickled.
        return RuntimeError("".join(traceback.format_exception(error)))
    return error


def _send(pipe: int, index: int, raw: bytes) -> None:
    view = memoryview(_HEAD.pack(index, len(raw)) + raw)
    while view:
        view = view[os.write(pipe, view) :]


def _answers(workers: Sequence[_Worker]) -> Iterator[bytes]:
    """The answers of the workers, as they arrive."""
    open_ = {worker.pipe: worker for worker in workers}
    while open_:
        for pipe in select.select(list(open_), [], [])[0]:
            worker = open_[pipe]
            some = os.read(pipe, 1 << 20)
            worker.waiting += some
            if not some:
                del open_[pipe]
                _check(worker)
            yield from _whole(worker.waiting)


def _whole(waiting: bytearray) -> Iterator[bytes]:
    """The complete answers received so far; they are removed from the buffer."""
    while len(waiting) >= _HEAD.size:
        index, length = _HEAD.unpack_from(waiting)
        end = _HEAD.size + length
        if len(waiting) < end:
            return
        raw = bytes(memoryview(waiting)[_HEAD.size : end])
        del waiting[:end]
        if index == _FAILED:
            raise pickle.loads(raw)  # noqa: S301  # of our own worker
        yield raw


def _check(worker: _Worker) -> None:
    """Check that the worker ended by itself."""
    pid, worker.pid = worker.pid, 0
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    if status:
        raise _stopped(status)


def _stopped(status: int) -> BaseException:
    """What it means that a worker ended with this exit status."""
    if -status in SIGNALS:
        return KeyboardInterrupt()  # A worker may receive a terminal's Ctrl-C first.
    hint = "if memory ran out, build with fewer workers: dateline build --jobs 1"
    how = f"was stopped by signal {-status}" if status < 0 else f"ended with status {status}"
    return BuilderError([Problem(f"a worker {how}", hint=hint)], status=3)


def _end(pid: int) -> None:
    if pid:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
