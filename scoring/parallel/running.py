"""Chunks in, results out, in order: what is handed out, what is done again, and who is to blame."""

from __future__ import annotations

import pickle
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from scoring.messages import N_, Message, WaymarkError

Item = TypeVar("Item")
Result = TypeVar("Result")

CHUNKS_PER_WORKER = 4
"""Chunks handed out ahead for each worker: enough that none waits, few enough that memory stays bounded."""

ATTEMPTS = 2
"""How often a single item may lose its worker with nothing else running; once may be somebody else's doing."""


Work = Callable[[list[Any]], list[Any]]


class WorkerLostError(Exception):
    """The process that worked on some items ended without an answer."""


@dataclass(frozen=True)
class Failed(Generic[Item]):
    """In place of a result: the one item that could not be done, and why."""

    item: Item
    error: Exception

    @property
    def message(self) -> Message:
        if isinstance(self.error, WorkerLostError):
            return Message(N_("The process that worked on it was ended twice, perhaps for lack of memory."))
        return Message(N_("It could not be done: {error}"), {"error": str(self.error) or type(self.error).__name__})


class Task(Protocol):
    """Items that were handed out."""

    def result(self) -> list[Any]:
        """One result for each item. Raises ``WorkerLostError``, or whatever kept the results from arriving."""
        ...

    def is_done(self) -> bool:
        """Whether the results are there."""
        ...

    def cancel(self) -> None: ...


class Executor(Protocol):
    """Where items are worked on: made once, kept for any number of runs; leaving its ``with`` ends what it started."""

    workers: int

    def submit(self, work: Work, items: list[Any]) -> Task: ...

    def close(self) -> None: ...

    def __enter__(self) -> Executor: ...

    def __exit__(self, *_: object) -> None: ...


class Closing:
    """Executors are context managers."""

    def close(self) -> None:
        """End what was started; here nothing."""

    def __enter__(self) -> Any:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def run(
    fn: Callable[[list[Item]], Sequence[Result]],
    chunks: Iterable[Sequence[Item]],
    executor: Executor,
    *,
    ahead: int = CHUNKS_PER_WORKER,
) -> Iterator[list[Result | Failed[Item]]]:
    """The results of each chunk, in the order of the chunks; one result for each item, in the order of the items.

    ``fn`` takes a list of items and gives as many results. Where it raises, the chunk is halved, down to the single
    item, whose result is then ``Failed``. Where a worker dies, all unfinished chunks are done again, one after the
    other with nothing else running, so that the one that kills its workers is found, and halved likewise. ``chunks``
    is read no further than ``ahead`` chunks a worker ahead.
    """
    work, source = _Halving(fn), iter(chunks)
    waiting: deque[_Chunk] = deque()
    try:
        while True:
            _hand_out(work, source, waiting, executor, ahead)
            if not waiting:
                return
            chunk = waiting.popleft()
            try:
                results = chunk.task.result() if chunk.task else _alone(work, chunk.items, executor)
            except WorkerLostError:
                _take_back(waiting)
                results = _alone(work, chunk.items, executor)
            except WaymarkError:
                raise
            except Exception:  # the results could not be sent
                results = _alone(work, chunk.items, executor)
            yield results
    finally:
        for chunk in waiting:
            chunk.cancel()


@dataclass
class _Chunk:
    """Items and, unless they were taken back, what was handed out for them."""

    items: list[Any]
    task: Task | None

    def cancel(self) -> None:
        if self.task:
            self.task.cancel()
        self.task = None


def _hand_out(
    work: _Halving, source: Iterator[Sequence[Any]], waiting: deque[_Chunk], executor: Executor, ahead: int
) -> None:
    """Fill the window; not while chunks that were taken back still wait for their turn alone."""
    while len(waiting) < ahead * executor.workers and all(chunk.task for chunk in waiting):
        items = next(source, None)
        if items is None:
            return
        waiting.append(_Chunk(list(items), executor.submit(work, list(items))))


def _take_back(waiting: deque[_Chunk]) -> None:
    for chunk in waiting:
        if chunk.task and not chunk.task.is_done():
            chunk.cancel()


def _alone(work: _Halving, items: list[Any], executor: Executor) -> list[Any]:
    """The results of some items worked on by themselves, halved where they keep losing their worker."""
    error: Exception = WorkerLostError()
    for _ in range(ATTEMPTS if len(items) == 1 else 1):
        try:
            return executor.submit(work, items).result()
        except WaymarkError:
            raise
        except Exception as reason:
            error = reason
    if len(items) == 1:
        return [Failed(items[0], error)]
    middle = len(items) // 2
    return [*_alone(work, items[:middle], executor), *_alone(work, items[middle:], executor)]


@dataclass(frozen=True)
class _Halving:
    """``fn`` as it runs beside its items: what it raises is narrowed down to single items there."""

    fn: Callable[[list[Any]], Sequence[Any]]

    def __call__(self, items: list[Any]) -> list[Any]:
        try:
            return self._checked(items)
        except (Exception, SystemExit) as error:
            if len(items) == 1:
                return [Failed(items[0], _portable(error))]
            middle = len(items) // 2
            return [*self(items[:middle]), *self(items[middle:])]

    def _checked(self, items: list[Any]) -> list[Any]:
        results = list(self.fn(items)) if items else []
        if len(results) != len(items):
            raise ValueError(f"{len(results)} results for {len(items)} items")
        return results


def _portable(error: BaseException) -> Exception:
    """The error if it arrives elsewhere as what it is, else its text: one that cannot be unpickled breaks the pool."""
    try:
        if isinstance(error, Exception) and str(pickle.loads(pickle.dumps(error))) == str(error):  # noqa: S301 - our own
            return error
    except Exception as reason:
        return RuntimeError(f"{type(error).__name__}: {error} ({reason})")
    return RuntimeError(f"{type(error).__name__}: {error}")
