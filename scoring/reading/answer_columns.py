"""Columns of answers as codes: each distinct text is understood once, then looked up for all rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from scoring.coding import refused_ticks, shortened
from scoring.columns import Fault, understood
from scoring.instrument import BLANK, DONT_KNOW, Instrument, MultipleQuestion, TextQuestion, cells_of
from scoring.messages import N_, Message
from scoring.reading.header import Columns, none_of
from scoring.reading.sheet import Sheet
from scoring.reading.words import NONE_WITH, read_tick, reader
from scoring.sheetwords import NONE

MIXED = N_(
    "Ticks and “not applicable” or “don’t know” stand side by side. Write the same in all columns of “{question}”."
)


def answer_columns(
    sheet: Sheet,
    columns: Columns,
    instrument: Instrument,
    wordings: Sequence[Instrument] = (),
    listed: int | None = None,
) -> tuple[np.ndarray, pd.DataFrame, list[Fault]]:
    """Codes int8 (cells, rows), the columns of text answers, and the faults; a cell with a fault is blank.

    A question without a column is blank for every firm. ``listed``: see ``columns.understood``.
    """
    codes = np.full((len(instrument.cells), len(sheet.rows)), BLANK, dtype=np.int8)
    texts: dict[str, pd.Series] = {}
    faults: list[Fault] = []
    cells = _Cells(sheet, listed)
    start = 0
    for question in instrument.questions.values():
        stop = start + len(cells_of(question))
        target = codes[start:stop]
        read = reader(question, [wording.questions[question.id] for wording in wordings])
        if isinstance(question, TextQuestion):
            if question.id in columns.whole:
                values, found = cells.read(columns.whole[question.id], read, "")
                texts[question.id] = pd.Series(values, dtype="str")
                faults += found
        elif question.id in columns.parts:
            faults += _parts(cells, columns, question, read, target)
        elif question.id in columns.whole:
            faults += _whole(cells, columns.whole[question.id], question, read, target)
        start = stop
    return codes, pd.DataFrame(texts, index=range(len(sheet.rows))), faults


@dataclass(frozen=True)
class _Cells:
    """The sheet, and how many faults of a kind are told one by one."""

    sheet: Sheet
    listed: int | None

    def read(self, position: int, read: Callable[[str], Any], missing: Any = BLANK) -> tuple[np.ndarray, list[Fault]]:
        """What ``read`` makes of a column."""
        return understood(self.sheet.cells[position], self.sheet.header[position], read, missing, self.listed)


def _whole(cells: _Cells, position: int, question: Any, read: Callable[[str], Any], target: np.ndarray) -> list[Fault]:
    """One column for the whole question; of a multiple it holds as many codes as there are options."""
    if not isinstance(question, MultipleQuestion):
        values, faults = cells.read(position, read)
        target[0] = values.astype(np.int8)
        return faults
    blank = (BLANK,) * len(target)
    values, faults = cells.read(position, read, blank)
    places, distinct = pd.factorize(values)
    if len(distinct):
        target[:] = np.array(list(distinct), dtype=np.int8).T[:, places]
    return faults


def _parts(
    cells: _Cells, columns: Columns, question: Any, read: Callable[[str], Any], target: np.ndarray
) -> list[Fault]:
    """A column for each option or row."""
    read = partial(read_tick, question) if isinstance(question, MultipleQuestion) else read
    faults: list[Fault] = []
    for place, cell in enumerate(cells_of(question)):
        if cell in columns.parts[question.id]:
            values, found = cells.read(columns.parts[question.id][cell], read)
            target[place] = values.astype(np.int8)
            faults += found
    if not isinstance(question, MultipleQuestion):
        return faults
    if none_of(question) in columns.parts[question.id]:
        faults += _none_ticked(cells, columns.parts[question.id][none_of(question)], question, read, target)
    return faults + _settle_ticks(cells.sheet, columns, question, target)


def _none_ticked(
    cells: _Cells, position: int, question: MultipleQuestion, read: Callable[[str], Any], target: np.ndarray
) -> list[Fault]:
    """A tick at "none of these" makes blanks an answer, and goes together with no other."""
    values, faults = cells.read(position, read)
    none = values.astype(np.int8)
    both = (none == 1) & (target == 1).any(axis=0)
    message = Message(NONE_WITH, {"none": question.none or NONE})
    faults += [Fault(int(row), cells.sheet.header[position], "", message) for row in np.flatnonzero(both)]
    target[:, (none == 1) & (target == BLANK).all(axis=0)] = 0
    target[:, (none < BLANK) & (target == BLANK).all(axis=0)] = none[(none < BLANK) & (target == BLANK).all(axis=0)]
    target[:, both] = BLANK
    return faults


def _settle_ticks(sheet: Sheet, columns: Columns, question: MultipleQuestion, target: np.ndarray) -> list[Fault]:
    """All blank is missing; beside a tick or a 0 a blank is 0; n/a and don't know must be the answer as a whole."""
    lowest, highest = target.min(axis=0), target.max(axis=0)
    absent = lowest < BLANK
    mixed = absent & ((highest >= 0) | ((target != lowest) & (target != BLANK)).any(axis=0))
    target[:, absent] = lowest[absent]
    target[(target == BLANK) & (highest >= 0)] = 0
    target[:, mixed] = BLANK
    combinations, places = _combinations(target)
    messages = [refused_ticks(question, ticks) if ticks[0] >= 0 else None for ticks in combinations]
    refused = np.array([message is not None for message in messages], dtype=bool)[places]
    first = sheet.header[min(columns.parts[question.id].values())]
    faults = [Fault(int(row), first, "", Message(MIXED, {"question": question.id})) for row in np.flatnonzero(mixed)]
    for row in np.flatnonzero(refused):
        message = messages[places[row]]
        if message is not None:
            chosen = "; ".join(option.id for option, tick in zip(question.options, target[:, row], strict=True) if tick)
            faults.append(Fault(int(row), first, shortened(chosen), message))
    target[:, refused] = BLANK
    return faults


def _combinations(target: np.ndarray) -> tuple[list[list[int]], np.ndarray]:
    """The distinct columns of codes, and which of them stands at each place."""
    states = 5  # two ticks and three reasons for none
    if len(target) > 27:  # more would not fit into 64 bits
        combinations, places = np.unique(target, axis=1, return_inverse=True)
        return combinations.T.tolist(), places
    keys = np.zeros(target.shape[1], dtype=np.int64)
    for codes in target:
        keys = keys * states + (codes - DONT_KNOW)
    places, _ = pd.factorize(keys)
    _, first = np.unique(places, return_index=True)
    return target[:, first].T.tolist(), places
