"""Running over chunks: order, windows, faults narrowed to one item, workers that die, endings that leave nobody."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from scoring.messages import WaymarkError
from scoring.parallel import Executor, Failed, WorkerLostError, cluster, local, run

ROOT = Path(__file__).resolve().parents[3]


def squares(items: list[int]) -> list[int]:
    return [item * item for item in items]


def fragile(items: list[object]) -> list[str]:
    """Raises, dies or gives too little, as an item says; else its text and the process that made it."""
    for item in items:
        FAULTS.get(str(item).partition(":")[0], lambda _: None)(str(item).partition(":")[2])
    return [str(item) for item in items][: -1 if "short" in items else None]


def _raise(text: str) -> None:
    raise ValueError(text)


def _die(_: str = "") -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _die_once(marker: str) -> None:
    """As if somebody had killed the worker: the second time it lives."""
    if not Path(marker).exists():
        Path(marker).touch()
        _die()


class UnpicklableError(Exception):
    """Breaks whoever unpickles it: its constructor wants what pickle does not give back."""

    def __init__(self, first: str, second: str) -> None:
        super().__init__(first + second)


def _raise_unpicklable(_: str) -> None:
    raise UnpicklableError("can", "not")


def _exit(_: str) -> None:
    sys.exit("enough")


FAULTS = {"raise": _raise, "die": _die, "once": _die_once, "unpicklable": _raise_unpicklable, "exit": _exit}


@pytest.fixture(scope="session")
def pool(importable: None) -> Iterator[Executor]:
    with local(2) as executor:
        yield executor


@pytest.fixture(params=["in process", "pool", pytest.param("cluster", marks=pytest.mark.cluster)])
def executor(request: pytest.FixtureRequest) -> Iterator[Executor]:
    if request.param == "pool":
        yield request.getfixturevalue("pool")
        return
    with local(1) if request.param == "in process" else cluster(request.getfixturevalue("dask_address")) as made:
        yield made


@pytest.fixture(params=["pool", pytest.param("cluster", marks=pytest.mark.cluster)])
def mortal(request: pytest.FixtureRequest) -> Iterator[Executor]:
    """Executors whose workers can die without taking the test with them."""
    if request.param == "pool":
        yield request.getfixturevalue("pool")
        return
    with cluster(request.getfixturevalue("dask_address")) as made:
        yield made


def chunked(items: list[object], size: int) -> list[list[object]]:
    return [items[start : start + size] for start in range(0, len(items), size)]


def failures(results: list[list[object]]) -> dict[object, str]:
    return {one.item: str(one.error) for chunk in results for one in chunk if isinstance(one, Failed)}


def test_results_come_chunk_by_chunk_in_order(executor: Executor) -> None:
    chunks = [[1, 2, 3], [4], [], [5, 6]] * 5
    assert list(run(squares, chunks, executor)) == [[1, 4, 9], [16], [], [25, 36]] * 5


def test_equal_chunks_are_each_worked_on(executor: Executor) -> None:
    assert list(run(squares, [[7]] * 20, executor)) == [[49]] * 20


def test_no_chunks_give_no_results(executor: Executor) -> None:
    assert list(run(squares, [], executor)) == []


def test_chunks_are_read_only_a_window_ahead(executor: Executor) -> None:
    read: list[int] = []

    def endless() -> Iterator[list[int]]:
        while True:
            read.append(len(read))
            yield [read[-1]]

    results = run(squares, endless(), executor)
    assert [next(results) for _ in range(3)] == [[0], [1], [4]]
    assert len(read) <= 3 + 4 * executor.workers
    results.close()
    assert list(run(squares, [[5]], executor)) == [[25]]


@pytest.mark.parametrize(
    ("item", "error"),
    [
        ("raise:no such thing", "no such thing"),
        ("unpicklable:", "cannot"),
        ("exit:", "enough"),
        ("short", "0 results for 1 items"),
    ],
)
def test_a_fault_costs_one_item(executor: Executor, item: str, error: str) -> None:
    items: list[object] = [*range(10), item, *range(10, 20)]
    results = list(run(fragile, chunked(items, 7), executor))
    assert [len(chunk) for chunk in results] == [7, 7, 7]
    found = failures(results)
    assert list(found) == [item]
    assert error in found[item]
    assert [one for chunk in results for one in chunk if isinstance(one, str)] == [str(number) for number in range(20)]


def test_a_failure_says_what_happened() -> None:
    assert str(Failed("x", ValueError("no such thing")).message) == "It could not be done: no such thing"
    assert str(Failed("x", KeyError()).message) == "It could not be done: KeyError"
    assert "memory" in str(Failed("x", WorkerLostError()).message)


def test_an_item_that_kills_its_workers_costs_one_item(mortal: Executor) -> None:
    items: list[object] = [*range(12), "die:", *range(12, 30)]
    results = list(run(fragile, chunked(items, 6), mortal))
    assert list(failures(results)) == ["die:"]
    assert isinstance(results[2][0], Failed)
    assert isinstance(results[2][0].error, WorkerLostError)
    assert [one for chunk in results for one in chunk if isinstance(one, str)] == [str(number) for number in range(30)]


def test_a_worker_that_somebody_kills_costs_nothing(mortal: Executor, tmp_path: Path) -> None:
    items: list[object] = [*range(20), f"once:{tmp_path / 'killed'}", *range(20, 40)]
    results = list(run(fragile, chunked(items, 5), mortal))
    assert (tmp_path / "killed").exists()
    assert [one for chunk in results for one in chunk] == [str(item) for item in items]


def worker_ids(items: list[object]) -> list[int]:
    return [os.getpid() for _ in items]


def test_the_pool_is_kept_warm_between_runs_and_in_other_processes(pool: Executor) -> None:
    first = {pid for chunk in run(worker_ids, [[1]] * 40, pool) for pid in chunk}
    second = {pid for chunk in run(worker_ids, [[1]] * 40, pool) for pid in chunk}
    assert os.getpid() not in first
    assert len(first | second) <= pool.workers


def test_one_worker_is_this_process() -> None:
    with local(1) as executor:
        assert list(run(worker_ids, [[1]], executor)) == [[os.getpid()]]


def test_a_worker_killed_while_idle_is_replaced(pool: Executor) -> None:
    (pid,) = next(run(worker_ids, [[1]], pool))
    os.kill(pid, signal.SIGKILL)
    assert list(run(squares, [[1], [2], [3]], pool)) == [[1], [4], [9]]


ENDLESS = """
import os, signal
from scoring.parallel import local, run

def wait(items):
    print(os.getpid(), flush=True)
    signal.pause()

if __name__ == "__main__":
    try:
        with local(2) as executor:
            list(run(wait, [[1], [2]], executor))
    except KeyboardInterrupt:
        print("interrupted", flush=True)
"""


@pytest.mark.parametrize(("signalled", "farewell"), [(signal.SIGINT, "interrupted\n"), (signal.SIGKILL, "")])
def test_workers_end_with_their_parent(tmp_path: Path, signalled: signal.Signals, farewell: str) -> None:
    script = tmp_path / "endless.py"
    script.write_text(ENDLESS)
    with subprocess.Popen(
        [sys.executable, script], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)}, start_new_session=True,
    ) as parent:  # fmt: skip
        assert parent.stdout is not None
        assert len({int(parent.stdout.readline()) for _ in range(2)}) == 2
        os.kill(parent.pid, signalled)
        # The workers hold the other end of the pipe: reading to its end waits until they are gone.
        output, errors = parent.communicate(timeout=30)
    assert output == farewell
    assert "Traceback" not in errors


@pytest.mark.parametrize("address", ["tcp://192.0.2.7:8786", "scheduler.example:8786"])
def test_a_cluster_elsewhere_must_be_reached_by_tls(address: str) -> None:
    with pytest.raises(WaymarkError, match="tls://"):
        cluster(address)


@pytest.mark.cluster
def test_a_wrong_port_is_said_so(dask_address: str) -> None:
    with pytest.raises(WaymarkError, match="No Dask scheduler answers here"):
        cluster("tcp://127.0.0.1:1", patience=0.2)


def kept_for_good(items: list[int]) -> list[int]:
    return [gc.get_freeze_count() for _ in items]


def test_a_worker_searches_what_its_first_work_left_behind_no_more_but_this_process_goes_on_as_ever() -> None:
    before = gc.get_freeze_count()
    with local(2) as executor:
        made = [results[0] for results in run(kept_for_good, [[number] for number in range(12)], executor)]
    assert made[0] == 0
    assert max(made) > 1000
    assert list(run(kept_for_good, [[1], [2]], local(1))) == [[before], [before]]
