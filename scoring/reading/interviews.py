"""Interviews, each in a workbook of its own: the lines of the sheet become the columns of one table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import compress

import numpy as np
import pandas as pd
import pyarrow as pa

from scoring.instrument import Instrument
from scoring.messages import N_, Message, Problem
from scoring.reading.sheet import ReadingError, Sheet
from scoring.sheetwords import ANSWER_COLUMN, INTERVIEW

OTHER_INSTRUMENT = N_("This interview is for {found}, not for {expected}.")
TWICE = N_("“{name}” stands in lines {first} and {second}. Keep one.")
NO_LINES = N_("Column A no longer says which line is which. Copy the answers into a new template.")

MARK_AMONG = 10
"""Lines among which the mark of an interview is looked for."""

ID, ANSWER = 0, ord(ANSWER_COLUMN) - ord("A")


@dataclass(frozen=True)
class Interview:
    """One workbook: ``answers`` and ``lines`` by the name of the column they would stand in."""

    source: str
    answers: dict[str, str]
    lines: dict[str, int]


def interview_in(table: pa.Table, place: str, instrument: Instrument) -> Interview | None:
    """The interview that a sheet holds; None where it is a table of many firms.

    Raises ``ReadingError`` where it is for another instrument, or where its lines are unclear.
    """
    ids = [word.strip() for word in table[ID].to_pylist()] if table.num_rows <= 10_000 else []
    marks = [line for line, word in enumerate(ids[:MARK_AMONG]) if word.startswith(INTERVIEW)]
    if not marks:
        return None
    start = marks[0]
    problem = _wrong_instrument(ids[start], instrument)
    if problem is not None:
        raise ReadingError([Problem(place, problem)])
    if table.num_columns <= ANSWER:
        raise ReadingError([Problem(place, Message(NO_LINES))])
    answers = table[ANSWER].to_pylist()
    return _interview(place, {line: word for line, word in enumerate(ids) if word and line != start}, answers)


def _wrong_instrument(mark: str, instrument: Instrument) -> Message | None:
    found = mark.removeprefix(INTERVIEW).strip()
    if not found or found == instrument.reference:
        return None
    return Message(OTHER_INSTRUMENT, {"found": found, "expected": instrument.reference})


def _interview(place: str, ids: dict[int, str], answers: Sequence[str]) -> Interview:
    lines: dict[str, int] = {}
    problems = []
    for line, word in ids.items():
        name = word.casefold()
        if name in lines:
            told = {"name": word, "first": lines[name], "second": line + 1}
            problems.append(Problem(place, Message(TWICE, told)))
        lines.setdefault(name, line + 1)
    if "firm" not in lines:
        problems.append(Problem(place, Message(NO_LINES)))
    if problems:
        raise ReadingError(problems)
    return Interview(place, {name: answers[line - 1] for name, line in lines.items()}, lines)


def sheet_of_interviews(interviews: Sequence[Interview]) -> tuple[Sheet | None, list[Problem]]:
    """One row for each interview; those without any answer are named as problems. None where no row is left."""
    says = [any(map(str.strip, one.answers.values())) for one in interviews]
    filled = list(compress(interviews, says))
    problems = [Problem(one.source, Message(EMPTY)) for one, said in zip(interviews, says, strict=True) if not said]
    if not filled:
        return None, problems
    names = tuple(dict.fromkeys(name for one in filled for name in one.answers))
    cells = {at: pd.Series([one.answers.get(name, "") for one in filled], dtype="str") for at, name in enumerate(names)}
    lines = np.array([[one.lines.get(name, 0) for name in names] for one in filled], dtype=np.int32)
    sources = tuple(one.source for one in filled)
    rows = np.arange(1, len(filled) + 1)
    return Sheet(names, pd.DataFrame(cells), rows, format="xlsx", sources=sources, lines=lines), problems


EMPTY = N_("No answer stands in this workbook.")
