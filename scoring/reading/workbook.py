"""XLSX workbooks: parsed by a program of their own with limits, since a few bytes of one can ask for all memory."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

from scoring.messages import N_, Message, Problem
from scoring.reading.sheet import ReadingError, Sheet, sheet_of

SECONDS = 120
"""Longest that a workbook may take; one of 100,000 rows and 50 columns takes about 5."""

FAULTS = {
    "encrypted": N_(
        "The workbook is protected by a password or is in the old .xls form. Save it as .xlsx without one."
    ),
    "not_a_workbook": N_("This is not a workbook that we can read. Save it as .xlsx or as CSV."),
    "empty": N_("The workbook has no sheet with anything in it."),
    "too_large": N_(
        "The workbook is too large, or has a cell far away from the others. Delete empty rows and columns."
    ),
    "entities": N_("The workbook contains a document type declaration, which Excel never writes. Save it anew."),
    "damaged": N_("The workbook is damaged. Open it in a spreadsheet program and save it anew."),
}
PROGRAM = Path(__file__).with_name("workbook_program.py")


def read_workbook(data: bytes, place: str) -> Sheet:
    """The first visible sheet of a workbook, its cells as text: 3.0 is "3", dates are 2026-03-31, a broken formula its
    error. Raises ``ReadingError`` where there is none, or where it is encrypted, damaged or beyond all measure.
    """
    try:
        done = subprocess.run(  # noqa: S603 - our own program with the interpreter we run in
            [sys.executable, "-I", str(PROGRAM)], input=data, capture_output=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise _error("too_large", place) from error
    if done.returncode == 0:
        return sheet_of(io.StringIO(done.stdout.decode("utf-8"), newline=""), ",", place)
    raise _error(_fault(done.stderr), place)


def _error(fault: str, place: str) -> ReadingError:
    return ReadingError([Problem(place, Message(FAULTS[fault]))])


def _fault(stderr: bytes) -> str:
    """What the program said last; where it died without a word, it ran into its limit of memory."""
    try:
        fault = json.loads(stderr.splitlines()[-1])["fault"]
    except (IndexError, ValueError, KeyError, TypeError):
        return "too_large"
    return fault if fault in FAULTS else "damaged"
