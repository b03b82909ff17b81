"""Reading and checking a workbook of 100,000 firms against openpyxl alone; and what hostile files take to refuse.

    python -m benchmarks.bench_reading --firms 100000

Ours is the whole ``read``: parsed, every cell checked, in an ``AnswerTable``. Openpyxl, read-only, only hands out the
values of the cells. Each runs in a process of its own, in turns; each figure of time is the median, of memory the peak.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import xlsxwriter

from scoring.loading import load
from scoring.template.columns import Column, columns_of
from tests.unit.scoring.hostile_cases import HOSTILE

COLUMNS = 50
ROUNDS = 3

MEASURED = """
import json, resource, sys, time
start = time.perf_counter()
{prepared}
ready = time.perf_counter()
def peak():
    return int(next(line for line in open("/proc/self/status") if line.startswith("VmHWM")).split()[1])
def worked():
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)
before, idle = peak(), worked()
{measured}
taken, parser = time.perf_counter() - ready, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
print(json.dumps([taken, peak() / 1024, (peak() - before) / 1024, parser / 1024, worked() - idle, said]))
"""

OURS = (
    """
from scoring.loading import load
from scoring.reading import read
instrument = load("sme-readiness")
""",
    """
reading = read(sys.argv[1], instrument)
assert not reading.problems and len(reading.table) == int(sys.argv[2])
said = ""
""",
)

OPENPYXL = (
    "import openpyxl",
    """
count = 0
for row in openpyxl.load_workbook(sys.argv[1], read_only=True).worksheets[0].iter_rows(values_only=True):
    for value in row:
        count += value is not None
said = ""
""",
)

CELLS = (
    "import openpyxl",
    """
count = 0
for row in openpyxl.load_workbook(sys.argv[1], read_only=True).worksheets[0].rows:
    for cell in row:
        count += cell.value is not None
said = ""
""",
)

REFUSED = (
    """
from scoring.loading import load
from scoring.reading import Limits, open_files, interpret, ReadingError
instrument = load("sme-readiness")
data = open(sys.argv[1], "rb").read()
""",
    """
files = [(sys.argv[1].rpartition("/")[2], data)]
sheet, layout, problems = open_files(files, instrument, Limits(**json.loads(sys.argv[2])))
said = str(problems[0].message) if problems else f"read: {len(sheet.rows)} rows, {len(sheet.header)} columns"
""",
)

WEB = {
    "bytes": 50_000_000,
    "columns": 1_000,
    "cells": 10_000_000,
    "unpacked": 400_000_000,
    "seconds": 60,
    "memory": 2 * 1024**3,
}
"""Limits as a server would set them."""


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--firms", type=int, default=100_000)
    firms = parser.parse_args().firms
    with tempfile.TemporaryDirectory() as folder:
        against_openpyxl(Path(folder) / "answers.xlsx", firms)
        hostile(Path(folder))


def against_openpyxl(path: Path, firms: int) -> None:
    """Seconds and memory of each way, and how many times as long as ours the others take."""
    write_answers(path, firms)
    ways = {"read and checked, ours": OURS, "openpyxl, values only": OPENPYXL, "openpyxl, cells": CELLS}
    taken: dict[str, list[list[float]]] = {name: [] for name in ways}
    for _ in range(ROUNDS):
        for name, (prepared, measured) in ways.items():
            taken[name].append(run(prepared, measured, path, str(firms)))
    ours = statistics.median(one[0] for one in taken["read and checked, ours"])
    print(f"\nA workbook of {firms:,} firms and {COLUMNS} columns, {path.stat().st_size / 1e6:.0f} MB")
    print(f"{'':26}{'seconds':>9}{'x ours':>9}{'MB':>7}{'MB, parser':>12}{'processor s':>13}")
    for name, runs in taken.items():
        seconds, own, _, parser, worked = (statistics.median(one[at] for one in runs) for at in range(5))
        print(f"{name:26}{seconds:9.2f}{seconds / ours:9.2f}{own:7.0f}{parser:12.0f}{worked:13.2f}")
    print("goal: openpyxl, read-only, takes at least 5 x as long as ours")


def hostile(folder: Path) -> None:
    """What each file of a kind that breaks readers takes, and what is said of it."""
    print("\nHostile files, by the limits of a server: seconds, MB more in our process, MB of the parser")
    for name, make in HOSTILE.items():
        path = folder / name
        path.write_bytes(make())
        seconds, _, more, parser, _, said = run(*REFUSED, path, json.dumps(WEB))
        print(f"{name:28}{seconds:7.2f}{more:7.0f}{parser:7.0f}  {said[:90]}")
        path.unlink()
    print("goal: each refused within 2 s and 100 MB, or read rightly")


def run(prepared: str, measured: str, path: Path, argument: str) -> list:
    program = MEASURED.format(prepared=prepared, measured=measured)
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", program, str(path), argument], capture_output=True, check=True
    )
    return json.loads(done.stdout)


def write_answers(path: Path, firms: int) -> None:
    """Firms with random answers to the first questions."""
    chance = np.random.default_rng(0)
    columns = columns_of(load("sme-readiness"))[:COLUMNS]
    with xlsxwriter.Workbook(str(path), {"constant_memory": False}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, [column.id for column in columns])
        for at, column in enumerate(columns):
            sheet.write_column(1, at, answers(column, firms, chance))


def answers(column: Column, firms: int, chance: np.random.Generator) -> list:
    if column.id in ("firm", "ref"):
        return [f"{column.id} {place:06d}" for place in range(firms)]
    if column.id == "size":  # the employees say it
        return [""] * firms
    if column.offered:
        return [column.offered[place] for place in chance.integers(0, len(column.offered), firms)]
    if column.limits or column.id == "employees":
        return chance.integers(1, 9, firms).tolist()
    return [str(column.example)] * firms


if __name__ == "__main__":
    main()
