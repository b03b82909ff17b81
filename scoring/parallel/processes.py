"""Processes of this machine: one's own, or a pool that is rebuilt when one of them dies."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from concurrent.futures import CancelledError, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import cache
from typing import Any

from scoring.parallel.running import Closing, Executor, Task, Work, WorkerLostError


def local(workers: int = 1) -> Executor:
    """So many processes of this machine, started at first use and kept warm; 1 works in this very process."""
    return _InProcess() if workers <= 1 else _ProcessPool(workers)


def beside(workers: int = 1, *, nice: int = 0) -> Executor:
    """The same, but never this very process, however few they are; ``nice``: by how much they step back for others."""
    return _ProcessPool(workers, nice)


@dataclass
class _Now:
    """Work that begins when its results are asked for."""

    work: Work
    items: list[Any]

    def result(self) -> list[Any]:
        return self.work(self.items)

    def is_done(self) -> bool:
        return False

    def cancel(self) -> None:
        pass


class _InProcess(Closing):
    workers = 1

    def submit(self, work: Work, items: list[Any]) -> Task:
        return _Now(work, items)


class _ProcessPool(Closing):
    """A pool of spawned processes (forked ones would inherit our threads and connections), rebuilt when it breaks."""

    def __init__(self, workers: int, nice: int = 0) -> None:
        self.workers, self.nice = workers, nice
        self._pool: ProcessPoolExecutor | None = None
        self._unfinished: set[Future[list[Any]]] = set()

    def submit(self, work: Work, items: list[Any]) -> Task:
        try:
            return self._submitted(work, items)
        except BrokenProcessPool:  # a worker died while idle
            self.close()
            return self._submitted(work, items)

    def _submitted(self, work: Work, items: list[Any]) -> Task:
        if self._pool is None:
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(self.workers, context, _follow_parent, (self.nice,))
        future = self._pool.submit(_worked, work, items)
        self._unfinished.add(future)
        future.add_done_callback(self._unfinished.discard)
        return _PoolTask(future, self, self._pool)

    def discard(self, pool: ProcessPoolExecutor) -> None:
        """Forget a pool that broke; another may have taken its place already."""
        if self._pool is pool:
            self.close()

    def close(self) -> None:
        """End the processes, at once where they still work on something."""
        pool, self._pool = self._pool, None
        if pool is None:
            return
        if self._unfinished:
            # No public way before Python 3.14; shutdown alone would wait for work that nobody wants any more.
            for process in list((pool._processes or {}).values()):
                process.terminate()
        pool.shutdown(wait=True, cancel_futures=True)


def _follow_parent(nice: int) -> None:
    """Leave Ctrl-C to the parent, which ends its workers; end with a parent that was killed and could not."""
    if nice:
        os.nice(nice)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    assert parent is not None  # noqa: S101 - runs in a worker

    def wait() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()


def _worked(work: Work, items: list[Any]) -> list[Any]:
    results = work(items)
    _settle()
    return results


@cache
def _settle() -> None:
    """After the first work of this process, keep what it brought along out of every later search for garbage: modules,
    fonts and instruments live as long as the process, and to go through them all again took a seventh of the time in
    which PDFs are made."""
    gc.collect()
    gc.freeze()


@dataclass(frozen=True)
class _PoolTask:
    future: Future[list[Any]]
    executor: _ProcessPool
    pool: ProcessPoolExecutor

    def result(self) -> list[Any]:
        try:
            return self.future.result()
        except (BrokenProcessPool, CancelledError) as error:
            self.executor.discard(self.pool)
            raise WorkerLostError from error

    def is_done(self) -> bool:
        return self.future.done() and not self.future.cancelled() and self.future.exception() is None

    def cancel(self) -> None:
        self.future.cancel()
