"""XLSX workbooks: parsed by a program of their own with limits, since a few bytes of one can ask for all memory."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

import numpy as np
import pyarrow as pa

from scoring.messages import N_, Message, Problem
from scoring.reading.limits import LIMITS, TOO_MANY_COLUMNS, TOO_MANY_ROWS, Limits
from scoring.reading.sheet import ReadingError

FAULTS = {
    "encrypted": N_(
        "The workbook is protected by a password or is in the old .xls form. Save it as .xlsx without one."
    ),
    "not_a_workbook": N_("This is not a workbook that we can read. Save it as .xlsx or as CSV."),
    "open_document": N_("This is an OpenDocument sheet (.ods). Save it as .xlsx or as CSV."),
    "empty": N_("The workbook is empty, or shows no sheet."),
    "too_large": N_(
        "The workbook is too large, or has a cell far away from the others. Delete empty rows and columns."
    ),
    "bomb": N_("The workbook unpacks to far more than any sheet of answers does. Copy the answers into a new one."),
    "rows": TOO_MANY_ROWS,
    "columns": TOO_MANY_COLUMNS,
    "entities": N_("The workbook contains a document type declaration, which Excel never writes. Save it anew."),
    "damaged": N_("The workbook is damaged. Open it in a spreadsheet program and save it anew."),
}
PROGRAM = "import sys; sys.path.insert(0, sys.argv.pop(1)); from scoring.parsing.program import main; sys.exit(main())"
ROOT = Path(__file__).parents[2]
"""Where the program finds itself: it runs without what the environment or the working folder say of imports."""
NUL = b"\\u0000"
"""As JSON has it."""


@dataclass
class Workbooks:
    """What turns workbooks into tables of text, one after the other, in one program as long as that lives."""

    limits: Limits = LIMITS
    _program: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    def table(self, data: bytes, place: str, sheet: int = 0) -> pa.Table:
        """The first visible sheet, or the one that comes so many after it, as columns of text from A1 on.

        Each word is held once: 3.0 is "3", dates are 2026-03-31, a broken formula its error. Raises ``ReadingError``
        where there is no such sheet, or where the workbook is encrypted, damaged or beyond the limits.
        """
        program = self._program = self._program or self._started()
        clock = threading.Timer(self.limits.seconds, program.kill)
        clock.start()
        try:
            about = _asked(program, data, sheet)
            found = None if "fault" in about else _table(program, about["columns"], about["rows"])
        except (OSError, EOFError, ValueError) as error:  # it died without a word: at its limit of memory, or of time
            self.close()
            raise _error("too_large", place) from error
        finally:
            clock.cancel()
        if found is None:
            raise _error(about["fault"], place, about["params"])
        return found

    def _started(self) -> subprocess.Popen[bytes]:
        arguments = [sys.executable, "-I", "-c", PROGRAM, str(ROOT), json.dumps(asdict(self.limits))]
        return subprocess.Popen(  # noqa: S603 - our own program with the interpreter we run in
            arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )

    def close(self) -> None:
        """End the program; the next workbook starts another."""
        if self._program is None:
            return
        self._program.kill()
        for stream in (self._program.stdin, self._program.stdout):
            _close(stream)
        self._program.wait()
        self._program = None


@contextmanager
def workbooks(limits: Limits = LIMITS) -> Iterator[Workbooks]:
    """A parser of workbooks whose program ends with the block."""
    parser = Workbooks(limits)
    try:
        yield parser
    finally:
        parser.close()


def _asked(program: subprocess.Popen[bytes], data: bytes, sheet: int) -> dict[str, Any]:
    """Hand over a workbook and hear what is to be said of one of its sheets."""
    assert program.stdin is not None  # noqa: S101 - it is a pipe
    program.stdin.write(len(data).to_bytes(8) + sheet.to_bytes(8))
    program.stdin.write(data)
    program.stdin.flush()
    about: dict[str, Any] = json.loads(_line(program))
    return about


def _table(program: subprocess.Popen[bytes], columns: int, rows: Sequence[int]) -> pa.Table:
    return pa.table({str(at): _column(program, rows) for at in range(columns)})


def _column(program: subprocess.Popen[bytes], rows: Sequence[int]) -> pa.DictionaryArray:
    """A column from the distinct texts of each stretch of rows and their places; 3 and "3" are the same text, and NUL,
    which a workbook can hold as _x0000_ and no database as text, is nothing."""
    words: list[str] = []
    stretches = []
    for count in rows:
        line = _line(program)
        distinct_here = json.loads(line)
        stretches.append(np.frombuffer(_exactly(program, 4 * count), dtype=np.int32) + np.int32(len(words)))
        words += [word.replace("\0", "") for word in distinct_here] if NUL in line else distinct_here
    places = np.concatenate(stretches)
    if len(set(words)) < len(words):
        distinct = {word: place for place, word in enumerate(dict.fromkeys(words))}
        places = np.array([distinct[word] for word in words], dtype=np.int32)[places]
        words = list(distinct)
    return pa.DictionaryArray.from_arrays(pa.array(places), pa.array(words, pa.large_string()))


def _line(program: subprocess.Popen[bytes]) -> bytes:
    assert program.stdout is not None  # noqa: S101 - it is a pipe
    return program.stdout.readline()


def _exactly(program: subprocess.Popen[bytes], size: int) -> bytes:
    assert program.stdout is not None  # noqa: S101
    data = program.stdout.read(size)
    if len(data) != size:
        raise EOFError
    return data


def _close(stream: IO[bytes] | None) -> None:
    try:
        if stream is not None:
            stream.close()
    except OSError:
        pass  # what was left to write has no reader any more


def _error(fault: str, place: str, params: dict[str, object] | None = None) -> ReadingError:
    return ReadingError([Problem(place, Message(FAULTS.get(fault, FAULTS["damaged"]), params or {}))])
