"""Reports by the thousand on two processes, from answers to a ZIP: ours against plain Platypus in the same chunks."""

from __future__ import annotations

import gc
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np

from benchmarks.reports_by import platypus, waymark
from benchmarks.reports_by.firms import EDITION, firms
from benchmarks.reports_by.told import PROCESSES, Given, Told, given
from reports import batch
from reports.archive import Entry, entry, write_to
from reports.batch import CHUNK, made_of
from scoring.answers import AnswerTable
from scoring.parallel import Executor, Failed, local, run

PARTS = 4
"""The two take turns so many times."""
SHARE = 10
"""Platypus makes one report for so many of ours: what is compared is reports a second, and it takes long enough."""
WARM = 50
OURS, PLATYPUS = "Waymark", "plain Platypus"

Item = TypeVar("Item")
Result = TypeVar("Result")


def measure(count: int) -> None:
    """Print reports a second of both, from answers to the archive and for the PDF alone."""
    table = firms(count + WARM)
    with local(PROCESSES) as executor:
        for entries in (_ours(table[:WARM], executor), _platypus(_known(table[:WARM]), executor)):
            _archived(entries)
        whole = _in_parts(table[WARM:], executor)
        alone = _alone(firms(count + 2 * WARM)[count + WARM :], executor)
    print(f"\n{count:,} reports on {PROCESSES} processes, warm; plain Platypus makes every {SHARE}th")
    print(f"{'':26}{'answers to ZIP, a second':>26}{'PDF alone, a second':>22}")
    for name in _WAYS:
        print(f"{name:26}{whole[name]:26.1f}{alone[name]:22.1f}")
    ratios = [rates[OURS] / rates[PLATYPUS] for rates in (whole, alone)]
    print(f"{'Waymark x Platypus':26}{ratios[0]:26.1f}{ratios[1]:22.1f}")
    print(f"a thousand take {1000 / whole[OURS]:.0f} s; goal: at least 4 x plain Platypus")


def _in_parts(table: AnswerTable, executor: Executor) -> dict[str, float]:
    """Reports a second of both, taking turns."""
    made, taken, each = dict.fromkeys(_WAYS, 0), dict.fromkeys(_WAYS, 0.0), -(-len(table) // PARTS)
    for first in range(0, len(table), each):
        part = table[first : first + each]
        known = _known(part[: max(1, len(part) // SHARE)])
        for name, entries in ((OURS, _ours(part, executor)), (PLATYPUS, _platypus(known, executor))):
            start = time.perf_counter()
            made[name] += _archived(entries)
            taken[name] += time.perf_counter() - start
    return {name: made[name] / taken[name] for name in made}


def _archived(entries: Iterator[Entry]) -> int:
    with tempfile.TemporaryFile() as file:
        return write_to(file, entries)


def _ours(table: AnswerTable, executor: Executor) -> Iterator[Entry]:
    return batch.entries(table, EDITION, executor)


@dataclass(frozen=True)
class _Known:
    """A row of a table and what our PDF tells of its report, which is found out before the time runs."""

    table: AnswerTable
    row: int
    told: Told


def _known(table: AnswerTable) -> list[list[_Known]]:
    """In chunks like ours, smaller only where every process would not get one."""
    size, tellings = min(CHUNK, -(-len(table) // PROCESSES)), [one.told for one in given(table)]
    starts = range(0, len(table), size)
    return [
        [_Known(table[start : start + size], row, told) for row, told in enumerate(tellings[start : start + size])]
        for start in starts
    ]


def _platypus(known: list[list[_Known]], executor: Executor) -> Iterator[Entry]:
    return _results(_rendered, known, executor)


def _rendered(chunk: list[_Known]) -> list[Entry]:
    """Each report is built from the answers, as ours is but for the record, and what is told of it set."""
    table = chunk[0].table[np.array([one.row for one in chunk])]
    built = made_of(table, replace(EDITION, record=False))
    return [entry(made.report, platypus.render(Given(made, one.told))) for made, one in zip(built, chunk, strict=True)]


def _results(
    work: Callable[[list[Item]], list[Result]], chunks: Iterable[list[Item]], executor: Executor
) -> Iterator[Result]:
    for results in run(work, chunks, executor):
        for result in results:
            if isinstance(result, Failed):
                raise result.error
            yield result


def _alone(table: AnswerTable, executor: Executor) -> dict[str, float]:
    """PDFs a second while every process makes them, each report by both ways; building it is left out."""
    reports = given(table)
    chunks = [reports[start : start + CHUNK] for start in range(0, len(reports), CHUNK)]
    seconds = list(_results(_timed, chunks, executor))
    return {name: PROCESSES / statistics.mean(one[name] for one in seconds) for name in _WAYS}


def _timed(chunk: list[Given]) -> list[dict[str, float]]:
    return [{name: _seconds(way, one) for name, way in _WAYS.items()} for one in chunk]


def _seconds(way: Callable[[Given], bytes], one: Given) -> float:
    gc.collect()  # what the other way left behind
    start = time.perf_counter()
    way(one)
    return time.perf_counter() - start


_WAYS: dict[str, Callable[[Given], bytes]] = {OURS: waymark.render, PLATYPUS: platypus.render}
