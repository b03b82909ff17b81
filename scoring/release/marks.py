"""Marks of firms: which options each chose, and which actions could still lift an answer of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import numpy as np
import pandas as pd

from scoring.answers import AnswerTable
from scoring.instrument import GridQuestion, Instrument, MultipleQuestion, NumberQuestion, SingleQuestion, cells_of
from scoring.roadmap.actions import NOT_LIFTED, ActionTable, FirmKind, action_table
from scoring.roadmap.fitting import SIZE_IF_UNKNOWN
from scoring.scores import State

ACTION = "action."
"""What the mark of an action begins with."""

NO_MARK = -1

Mark = tuple[str, np.ndarray]


def marks_of(table: AnswerTable, states: pd.DataFrame) -> pd.DataFrame:
    """The marks of n firms, int8 (n, marks): 1, 0, or −1 where a mark does not arise.

    ``states``: as ``Scores.states``. For each option or band of a scored question ``question.option`` (of a grid
    ``question.row.option``): 1 chosen, 0 where another or none was, −1 where the question is hidden, blank, not
    applicable or not known. For each action that a firm can take ``action.<id>``: 1 where it could still lift an
    answer, 0 where every answer it is about and that is known is in place, −1 where none of them is known or the
    action is not meant for a firm of this size, sector or without staff.
    """
    seen = _seen(table, states)
    marks = [*_option_marks(table.instrument, seen), *_action_marks(table, states, seen)]
    values = np.array([mark for _, mark in marks], dtype=np.int8).reshape(len(marks), len(table))
    return pd.DataFrame(values.T, columns=[name for name, _ in marks], copy=False)


def _seen(table: AnswerTable, states: pd.DataFrame) -> dict[str, np.ndarray]:
    """Codes of each cell of the scored questions, int8 (n,), −1 for everything that is no answer or is hidden."""
    place = {cell: at for at, cell in enumerate(table.instrument.cells)}
    codes = np.asfortranarray(table.codes)
    seen = {}
    for name in states:
        hidden = states[name].to_numpy() == State.HIDDEN
        for cell in cells_of(table.instrument.questions[str(name)]):
            seen[cell] = np.where(hidden, np.int8(NO_MARK), np.maximum(codes[:, place[cell]], np.int8(NO_MARK)))
    return seen


def _option_marks(instrument: Instrument, seen: Mapping[str, np.ndarray]) -> Iterator[Mark]:
    for question in instrument.questions.values():
        if question.scored and type(question) in OPTION_MARKS:
            yield from OPTION_MARKS[type(question)](question, seen)


def _marks_of_choice(question: SingleQuestion | GridQuestion, seen: Mapping[str, np.ndarray]) -> Iterator[Mark]:
    """One mark for each option of each cell: a single question has one cell, a grid one for each row."""
    for cell in cells_of(question):
        for code, option in enumerate(question.options):
            yield f"{cell}.{option.id}", _chosen(seen[cell], code)


def _marks_of_number(question: NumberQuestion, seen: Mapping[str, np.ndarray]) -> Iterator[Mark]:
    for code, band in enumerate(question.bands):
        yield f"{question.id}.{band.id}", _chosen(seen[question.id], code)


def _marks_of_ticks(question: MultipleQuestion, seen: Mapping[str, np.ndarray]) -> Iterator[Mark]:
    for cell in cells_of(question):
        yield cell, seen[cell]


def _chosen(codes: np.ndarray, code: int) -> np.ndarray:
    mark: np.ndarray = (codes == code).astype(np.int8)
    mark[codes < 0] = NO_MARK
    return mark


OPTION_MARKS: dict[type, Callable[..., Iterator[Mark]]] = {
    SingleQuestion: _marks_of_choice,
    GridQuestion: _marks_of_choice,
    NumberQuestion: _marks_of_number,
    MultipleQuestion: _marks_of_ticks,
}


def _action_marks(table: AnswerTable, states: pd.DataFrame, seen: Mapping[str, np.ndarray]) -> Iterator[Mark]:
    """The same rule as a firm's own roadmap goes by: an answer that counts, and less than the action leads to."""
    actions = action_table(table.instrument)
    liftable = _liftable(actions, states, seen)
    kinds, misfits = _misfits(actions, table.profile)
    for place, action in enumerate(actions.actions):
        if action.level == "programme":
            continue
        lifts, known = np.zeros(len(table), dtype=bool), np.zeros(len(table), dtype=bool)
        for cell in np.flatnonzero(actions.targets[place] > NOT_LIFTED):
            codes = seen[table.instrument.cells[actions.cells[cell]]]
            better = actions.targets[place, cell] > actions.points[cell]
            known |= codes >= 0
            lifts |= better[np.maximum(codes, 0)] & (codes >= 0) & liftable[actions.question_of[cell]]
        mark = np.where(lifts, np.int8(1), np.where(known, np.int8(0), np.int8(NO_MARK)))
        mark[misfits[kinds, place]] = NO_MARK
        yield f"{ACTION}{action.id}", mark


def _liftable(actions: ActionTable, states: pd.DataFrame, seen: Mapping[str, np.ndarray]) -> list[np.ndarray]:
    """For each scored question whether its answer counts and leaves room: an option that earns points and excludes
    all others leaves none."""
    cells, found = actions.instrument.cells, []
    for number, question in enumerate(actions.questions):
        room = states[question.id].to_numpy() == State.ANSWERED
        own = np.flatnonzero(actions.question_of == number)
        for cell in own[actions.is_exclusive[own] & actions.is_tick[own]]:
            if actions.points[cell, 1] > 0:
                room &= seen[cells[actions.cells[cell]]] != 1
        found.append(room)
    return found


def _misfits(actions: ActionTable, profile: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """The kind of each firm, intp (n,), and for each kind which actions do not fit it, bool (kinds, actions)."""
    fields = profile[["size", "sector", "division", "staff"]]
    kinds = fields.groupby(list(fields), dropna=False, sort=False)
    of_firm = kinds.ngroup().to_numpy(dtype=np.intp)
    misfits = np.zeros((kinds.ngroups, len(actions)), dtype=bool)
    for number, row in enumerate(fields.iloc[kinds.head(1).index].itertuples(index=False, name=None)):
        size, section, division, staff = (None if pd.isna(value) else value for value in row)
        kind = FirmKind(size or SIZE_IF_UNKNOWN, section, division, None if staff is None else bool(staff))
        misfits[number, list(actions.misfits(kind))] = True
    return of_firm, misfits
