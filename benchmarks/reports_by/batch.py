"""Reports by the thousand on two processes, from answers to a ZIP: ours against plain Platypus in the same chunks."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import TypeVar

import numpy as np

from benchmarks.reports_by import platypus, waymark
from benchmarks.reports_by.firms import EDITION, firms
from reports import batch
from reports.archive import Entry, entry, write_to
from reports.batch import CHUNK, firm_reports
from reports.firm.values import FirmReport
from scoring.answers import AnswerTable
from scoring.parallel import Executor, Failed, local, run

PROCESSES = 2
PARTS = 4
"""The two take turns so many times."""
SHARE = 10
"""Platypus makes one report for so many of ours: what is compared is reports a second, and it takes long enough."""
WARM = 50

Firm = tuple[AnswerTable, int]
Made = TypeVar("Made")


def measure(count: int) -> None:
    """Print reports a second of both, from answers to the archive and for the PDF alone."""
    table = firms(count + WARM)
    with local(PROCESSES) as executor:
        for entries in (_ours, _platypus):
            _archived(entries(table[:WARM], executor))
        whole = _in_parts(table[WARM:], executor)
        alone = {name: _alone(way, table[:WARM], executor) for name, way in _WAYS.items()}
    print(f"\n{count:,} reports on {PROCESSES} processes, warm; plain Platypus makes every {SHARE}th")
    print(f"{'':26}{'answers to ZIP, a second':>26}{'PDF alone, a second':>22}")
    for name in _WAYS:
        print(f"{name:26}{whole[name]:26.1f}{alone[name]:22.1f}")
    ratios = [rates["Waymark"] / rates["plain Platypus"] for rates in (whole, alone)]
    print(f"{'Waymark x Platypus':26}{ratios[0]:26.1f}{ratios[1]:22.1f}")
    print(f"a thousand take {1000 / whole['Waymark']:.0f} s; goal: at least 4 x plain Platypus")


def _in_parts(table: AnswerTable, executor: Executor) -> dict[str, float]:
    """Reports a second of both, taking turns."""
    made, taken, each = dict.fromkeys(_WAYS, 0), dict.fromkeys(_WAYS, 0.0), -(-len(table) // PARTS)
    for first in range(0, len(table), each):
        part = table[first : first + each]
        fewer = part[: max(1, len(part) // SHARE)]
        for name, entries in (("Waymark", _ours(part, executor)), ("plain Platypus", _platypus(fewer, executor))):
            start = time.perf_counter()
            made[name] += _archived(entries)
            taken[name] += time.perf_counter() - start
    return {name: made[name] / taken[name] for name in made}


def _archived(entries: Iterator[Entry]) -> int:
    with tempfile.TemporaryFile() as file:
        return write_to(file, entries)


def _ours(table: AnswerTable, executor: Executor) -> Iterator[Entry]:
    return batch.entries(table, EDITION, executor)


def _platypus(table: AnswerTable, executor: Executor) -> Iterator[Entry]:
    yield from _made(_rendered, table, executor)


def _made(work: Callable[[list[Firm]], list[Made]], table: AnswerTable, executor: Executor) -> Iterator[Made]:
    for results in run(work, _chunks(table), executor):
        for result in results:
            if isinstance(result, Failed):
                raise result.error
            yield result


def _chunks(table: AnswerTable) -> Iterator[list[Firm]]:
    """Chunks like ours, smaller only where every process would not get one."""
    size = min(CHUNK, -(-len(table) // PROCESSES))
    for start in range(0, len(table), size):
        chunk = table[start : start + size]
        yield [(chunk, row) for row in range(len(chunk))]


def _reports(chunk: list[Firm]) -> list[FirmReport]:
    return firm_reports(chunk[0][0][np.array([row for _, row in chunk])], EDITION)


def _rendered(chunk: list[Firm]) -> list[Entry]:
    return [entry(report, platypus.render(report)) for report in _reports(chunk)]


def _alone(way: Callable[[FirmReport], bytes], table: AnswerTable, executor: Executor) -> float:
    """PDFs a second while every process makes them; building the reports is left out."""
    return PROCESSES / statistics.mean(_made(partial(_timed, way=way), table, executor))


def _timed(chunk: list[Firm], way: Callable[[FirmReport], bytes]) -> list[float]:
    seconds = []
    for report in _reports(chunk):
        start = time.perf_counter()
        way(report)
        seconds.append(time.perf_counter() - start)
    return seconds


_WAYS: dict[str, Callable[[FirmReport], bytes]] = {"Waymark": waymark.render, "plain Platypus": platypus.render}
