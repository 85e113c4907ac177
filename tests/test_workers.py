import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Sequence
from contextlib import closing, suppress
from functools import partial
from pathlib import Path

import pytest

from builder.commands import progress
from builder.core.errors import BuilderError, Doubt, Problem
from builder.store import workers
from builder.store.workers import FEW, Standby, in_workers

THINGS = range(10 * FEW)


def squares(some: Sequence[int]) -> list[int]:
    return [n * n for n in some]


@pytest.mark.parametrize("jobs", [1, 2, 5])
def test_what_comes_out_is_the_same_for_any_number_of_workers(jobs: int) -> None:
    with closing(in_workers(squares, THINGS, jobs)) as batches:
        found = sorted(n for batch in batches for n in batch)

    assert found == squares(THINGS)


@pytest.mark.parametrize("jobs", [1, 2])
def test_values_of_a_known_shape_come_as_they_were_sent(jobs: int) -> None:
    def doubt(some: Sequence[int]) -> list[Doubt]:
        return [Doubt("odd", f"{n}", "an odd number") for n in some if n % 2]

    with closing(in_workers(doubt, THINGS, jobs, shape=list[Doubt])) as batches:
        found = {each for batch in batches for each in batch}

    assert found == set(doubt(THINGS))


def test_the_work_is_spread_over_processes() -> None:
    def who(some: Sequence[int]) -> int:
        time.sleep(0.001)
        return os.getpid()

    with closing(in_workers(who, THINGS, 2)) as pids:
        assert len(set(pids)) == 3


def test_a_few_things_are_worked_on_here() -> None:
    with closing(in_workers(lambda some: os.getpid(), THINGS[: FEW - 1], 8)) as pids:
        assert set(pids) == {os.getpid()}


def test_a_problem_found_by_a_worker_is_raised_here() -> None:
    def fail(some: Sequence[int]) -> None:
        if FEW in some:
            raise BuilderError([Problem("a template fails", "base.html", 3)])

    with (
        closing(in_workers(fail, THINGS, 2)) as batches,
        pytest.raises(BuilderError, match=r"base\.html:3: a template fails"),
    ):
        list(batches)


def test_a_mistake_of_ours_says_where_it_happened() -> None:
    def stumble(some: Sequence[int]) -> None:
        assert FEW not in some

    with closing(in_workers(stumble, THINGS, 2)) as batches, pytest.raises(AssertionError) as caught:
        list(batches)

    assert any("in stumble" in note for note in caught.value.__notes__)


def test_a_worker_that_was_killed_stops_the_build() -> None:
    def die(some: Sequence[int]) -> None:
        if FEW in some:
            os.kill(os.getpid(), signal.SIGKILL)

    with (
        closing(in_workers(die, THINGS, 2)) as batches,
        pytest.raises(BuilderError, match="stopped by signal 9") as caught,
    ):
        list(batches)

    assert caught.value.status == 3


def test_a_worker_that_hears_of_an_interrupt_first_is_no_mishap() -> None:
    def end(some: Sequence[int]) -> None:
        if FEW in some:
            os.kill(os.getpid(), signal.SIGINT)

    with closing(in_workers(end, THINGS, 2)) as batches, pytest.raises(KeyboardInterrupt):
        list(batches)


def test_a_progress_bar_keeps_no_work_on_one_processor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "SLOW", 0)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)

    with progress.progress_bar() as tell:
        tell("Reading articles", 1, 2)
        with closing(in_workers(lambda some: os.getpid(), THINGS, 2)) as pids:
            found = set(pids)

    assert len(found) > 1


@pytest.fixture
def spawned(monkeypatch: pytest.MonkeyPatch) -> None:
    """Workers are new processes, as on systems without a safe fork."""
    monkeypatch.setattr(workers, "_method", lambda: "spawn")


def own_pid(some: Sequence[int]) -> int:
    time.sleep(0.001)
    return os.getpid()


def doubts(some: Sequence[int]) -> list[Doubt]:
    return [Doubt("odd", f"{n}", "an odd number") for n in some if n % 2]


def write_down(pair: tuple[str, str]) -> str:
    Path(pair[0]).write_text(pair[1])
    return pair[1]


def fail_late(some: Sequence[int]) -> None:
    if FEW in some:
        raise BuilderError([Problem("a template fails", "base.html", 3)])


def end_late(number: int, some: Sequence[int]) -> None:
    if FEW in some:
        os.kill(os.getpid(), number)


@pytest.mark.usefixtures("spawned")
def test_new_processes_answer_as_forked_ones_do() -> None:
    with closing(in_workers(squares, THINGS, 2)) as batches:
        found = sorted(n for batch in batches for n in batch)
    with closing(in_workers(doubts, THINGS, 2, shape=list[Doubt])) as answers:
        values = {each for answer in answers for each in answer}

    assert found == squares(THINGS)
    assert values == set(doubts(THINGS))


@pytest.mark.usefixtures("spawned")
def test_new_processes_share_the_work_and_none_outlives_it() -> None:
    with closing(in_workers(own_pid, THINGS, 2)) as pids:
        seen = {next(pids) for _ in range(100)}

    assert len(seen) == 2
    assert os.getpid() not in seen
    assert not any(Path(f"/proc/{pid}").exists() for pid in seen)


@pytest.mark.usefixtures("spawned")
def test_what_stops_a_new_process_stops_the_build() -> None:
    cases = (
        (fail_late, BuilderError, r"base\.html:3: a template fails"),
        (partial(end_late, signal.SIGKILL), BuilderError, "stopped by signal 9"),
        (partial(end_late, signal.SIGINT), KeyboardInterrupt, "^$"),
    )
    for work, error, message in cases:
        with closing(in_workers(work, THINGS, 2)) as batches, pytest.raises(error, match=message):
            list(batches)


def test_a_standby_answers_what_the_work_would_and_ends_when_it_is_closed() -> None:
    standby = Standby(own_pid, [])

    pids = {standby([]) for _ in range(3)}
    standby.close()

    assert len(pids) == 1
    assert os.getpid() not in pids
    assert not any(Path(f"/proc/{pid}").exists() for pid in pids)
    with pytest.raises(EOFError):
        standby([])


def test_a_standby_begins_before_anybody_asks(tmp_path: Path) -> None:
    standby = Standby(write_down, (str(tmp_path / "first"), "1"))

    deadline = time.monotonic() + 60
    while not (tmp_path / "first").exists():
        assert time.monotonic() < deadline
        time.sleep(0.01)

    assert standby((str(tmp_path / "second"), "2")) == "2"
    standby.close()


def test_a_standby_raises_what_its_work_raises_and_goes_on() -> None:
    standby = Standby(fail_late, [FEW])

    with pytest.raises(BuilderError, match=r"base\.html:3: a template fails"):
        standby([FEW])
    assert standby([]) is None


def test_a_standby_answers_no_process_forked_from_its_owner() -> None:
    standby = Standby(own_pid, [])

    def ask(_: Sequence[int]) -> str:
        with suppress(EOFError):
            return f"answered by {standby([])}"
        return "refused"

    with closing(in_workers(ask, THINGS, 2)) as answers:
        found = list(answers)

    assert found.count("refused") == len(found) - 1  # The first batch is done by the owner.


@pytest.mark.usefixtures("spawned")
def test_work_that_no_new_process_can_be_given_is_done_here() -> None:
    with closing(in_workers(lambda some: os.getpid(), THINGS, 2)) as pids:
        assert set(pids) == {os.getpid()}


def test_no_new_process_outlives_a_killed_build(tmp_path: Path) -> None:
    (tmp_path / "build.py").write_text(
        "import os, time\n"
        "from builder.store import workers\n"
        "def slow(some):\n"
        '    os.write(1, b"%d\\n" % os.getpid())\n'
        "    time.sleep(3600)\n"
        'if __name__ == "__main__":\n'
        '    workers._method = lambda: "spawn"\n'
        "    list(workers.in_workers(slow, range(1000), 2))\n"
    )

    seen = workers_of_a_killed_build(tmp_path / "build.py")

    assert len(seen) == 2
    assert not any(_runs(pid) for pid in seen)


def test_no_worker_outlives_an_interrupted_build() -> None:
    def slow(some: Sequence[int]) -> int:
        time.sleep(0.01)
        return os.getpid()

    with closing(in_workers(slow, THINGS, 2)) as pids:
        seen = {next(pids) for _ in range(10)} - {os.getpid()}

    assert seen
    assert not any(Path(f"/proc/{pid}").exists() for pid in seen)


def test_no_worker_outlives_a_killed_build() -> None:
    program = r"""
        import os, time
        from builder.store.workers import in_workers
        def slow(some):
            if 0 not in some:
                os.write(1, b"%d\n" % os.getpid())
                time.sleep(3600)
        list(in_workers(slow, range(1000), 2))
    """

    seen = workers_of_a_killed_build("-c", textwrap.dedent(program))

    assert len(seen) == 2
    assert not any(_runs(pid) for pid in seen)


def workers_of_a_killed_build(*program: str | Path) -> set[int]:
    """The workers that a program prints, some time after it was killed."""
    build = subprocess.Popen([sys.executable, *program], stdout=subprocess.PIPE, text=True)
    assert build.stdout
    seen = {int(build.stdout.readline()) for _ in range(2)}
    build.kill()
    build.wait()
    for _ in range(100):
        if not any(_runs(pid) for pid in seen):
            break
        time.sleep(0.01)
    build.stdout.close()
    return seen


def _runs(pid: int) -> bool:
    """Whether this process exists and is running; one that has ended may be a zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False
